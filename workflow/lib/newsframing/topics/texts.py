"""Where a topic's terms stand in texts: found by lemma, so that a term of the model meets every form of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from newsframing.tokens.words import encode, lemma, plain


class Texts:
    """Texts split into words once, in which terms of the vocabulary ("white_house") are then looked up."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Split the texts and work out the lemma of each type."""
        # a line's end parts the texts, so that no phrase spans two of them
        self._encoded = encode(f"{text}\n" for text in texts)
        self._ids: dict[str, int] = {}
        roots = [self._ids.setdefault(root(word), len(self._ids)) for word in self._encoded.types]
        self._flat = np.array(roots or [0], dtype=np.int32)[self._encoded.flat]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._encoded.offsets) - 1

    def places(self, term: str) -> np.ndarray:
        """Give the places at which a term begins, among the words of all texts."""
        parts = [self._ids.get(root(part), -1) for part in term.split("_")]
        if min(parts) < 0:
            return np.zeros(0, dtype=np.int64)
        here = np.flatnonzero(self._flat[: len(self._flat) - len(parts) + 1] == parts[0])
        for step, part in enumerate(parts[1:], start=1):
            here = here[self._flat[here + step] == part]
        return here

    def holding(self, term: str) -> np.ndarray:
        """Tell, a text each, whether the term stands in it."""
        found = np.zeros(len(self), dtype=bool)
        found[np.searchsorted(self._encoded.offsets, self.places(term), side="right") - 1] = True
        return found

    def form(self, term: str) -> str:
        """Give the term as it is mostly written in these texts ("White House", "US"), of equals the first; else itself.

        Only ways of writing this very form count, no other form of the lemma; a possessive ending falls.
        """
        parts = term.split("_")
        types, flat = self._encoded.types, self._encoded.flat
        forms: Counter[str] = Counter()
        for at in self.places(term):
            words = [types[number] for number in flat[at : at + len(parts)]]
            if [plain(word) for word in words] == parts:
                forms[" ".join(_bare(word) for word in words)] += 1
        return forms.most_common(1)[0][0] if forms else term.replace("_", " ")


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return word


def root(word: str) -> str:
    """Give the lemma by which a word as written is found; "" for what is no word."""
    form = plain(word)
    return lemma(form) if form else ""
