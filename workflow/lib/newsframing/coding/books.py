"""The codebooks that codes and labels may speak of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.settings import load_yaml


def read_books(files: Iterable[str], schema: str) -> dict[str, Codebook]:
    """Read codebooks by their files: id to codebook, in the order given."""
    rules = load_yaml(Path(schema))
    books = [read_codebook(load_yaml(Path(file), file), rules, file) for file in files]
    return {book.id: book for book in books}
