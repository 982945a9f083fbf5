"""Boilerplate that shows by repetition: lines and sentences that an outlet prints under unrelated articles.

A segment (a line, or a sentence of a longer line) is boilerplate of an outlet if it stands in at least FEWEST of its
articles and in FEWEST_SHARE of them all, digits and punctuation aside. Articles that consist mostly of repeated
segments have no voice in this: what they share is a copy or a later version of one report, not the page around it. What
is quoted is never cut, nor a sentence of fewer than FEWEST_WORDS words (a fragment of a splitter, "Mr.").

Only hashes of 64 bits are kept (16 bytes a segment), so that the memory grows by some 0.6 MB a thousand articles.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.cleaning.agencies import is_credit
from newsframing.cleaning.log import ChangeLog

#: in so many articles of the outlet, at least
FEWEST = 5
#: and in this share of its articles
FEWEST_SHARE = 0.01
#: an article with a larger share of repeated characters is a copy and has no voice
COPIED_SHARE = 0.5
#: a sentence within a line has at least so many words
FEWEST_WORDS = 4
#: a line has at least so many letters
_FEWEST_LETTERS = 3
_SHOWN_WORDS = 12
BOILERPLATE_COLUMNS = ["outlet", "text", "n_articles", "n_characters"]
CHANGE = "repeated lines of the outlet cut"

_LINE = re.compile(r"[^\n]+")
_BREAK = re.compile(r"[.!?][\"')\]]{0,3}\s+(?=[\"'(\[]{0,2}[A-Z0-9#@•])")
_ABBREVIATIONS = frozenset(
    [
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Sen",
        "Sens",
        "Gen",
        "Rep",
        "Reps",
        "Gov",
        "Col",
        "Lt",
        "St",
        "Sgt",
        "Capt",
        "Maj",
        "No",
        "Jr",
        "Sr",
        "vs",
        "Prof",
        "Rev",
        "Adm",
        "Cmdr",
        "Hon",
    ]
)
#: what a comparison leaves out: ASCII but letters
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


class _Segment(NamedTuple):
    """A stretch of a text, and whether it is a whole line."""

    start: int
    end: int
    whole: bool


def segments(text: str) -> Iterator[_Segment]:
    """Cut a text into lines, and lines of several sentences into those; stretches that are quoted are left out."""
    for line in _LINE.finditer(text):
        first, last = line.span()
        places = [first]
        for match in _BREAK.finditer(text, first, last):
            stop = match.start()
            if text[stop] == ".":
                word = text[max(text.rfind(" ", first, stop), text.rfind(".", first, stop), first - 1) + 1 : stop]
                if len(word) == 1 or word in _ABBREVIATIONS:
                    continue
            places.append(match.end())
        if len(places) == 1:
            if '"' not in line.group():
                yield _Segment(first, last, True)
            continue
        inside = False
        for start, end in zip(places, [*places[1:], last], strict=True):
            quotes = text.count('"', start, end)
            if not inside and not quotes:
                yield _Segment(start, end, False)
            inside ^= bool(quotes % 2)


def _key(outlet: str, text: str, segment: _Segment) -> int | None:
    """Hash a segment of an outlet in 64 bits; None where it is too short to be told."""
    part = text[segment.start : segment.end]
    if not segment.whole and part.count(" ") < FEWEST_WORDS - 1 and len(part.split()) < FEWEST_WORDS:
        return None
    letters = part.casefold().encode("utf-8", "replace").translate(None, _NO_LETTERS)
    # a letter has four bytes at most
    if len(letters) < 4 * _FEWEST_LETTERS and len(letters.decode()) < _FEWEST_LETTERS:
        return None
    digest = blake2b(outlet.encode("utf-8", "replace") + b"\x1f" + letters, digest_size=8).digest()
    return int.from_bytes(digest, "little")


class Repetition:
    """Counts the segments of every article first (``add``), settles what is boilerplate, and cuts it (``cut``)."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._keys = array("Q")
        self._lengths = array("L")
        self._ends = array("L", [0])
        self._totals = array("L")
        self._outlets: list[str] = []
        self._boilerplate: frozenset[int] = frozenset()
        self._concerned: frozenset[int] = frozenset()
        self._shown: dict[int, tuple[str, str]] = {}
        self._articles: Counter[int] = Counter()
        self._characters: Counter[int] = Counter()

    def add(self, outlet: str | None, text: str | None) -> int:
        """Count the segments of one article, and give the number under which ``cut`` knows it.

        An article without outlet or text has no segments; its number is -1.
        """
        if not outlet or not text:
            return -1
        found: dict[int, int] = {}
        for segment in segments(text):
            key = _key(outlet, text, segment)
            if key is not None:
                found[key] = found.get(key, 0) + segment.end - segment.start
        self._keys.extend(found.keys())
        self._lengths.extend(found.values())
        self._ends.append(len(self._keys))
        self._totals.append(len(text))
        self._outlets.append(outlet)
        return len(self._outlets) - 1

    def settle(self) -> None:
        """Decide what is boilerplate, from all articles that were added; their counts are dropped."""
        if len(self._keys):
            keys = np.array(self._keys, dtype=np.uint64)
            ends = np.array(self._ends, dtype=np.int64)
            article = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
            _, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
            repeated = np.where(counts[place] > 1, np.array(self._lengths, dtype=np.int64), 0)
            share = np.bincount(article, repeated, len(ends) - 1) / np.maximum(np.array(self._totals), 1)
            voices = (share <= COPIED_SHARE)[article]
            known, first, votes = np.unique(keys[voices], return_index=True, return_counts=True)
            size = Counter(self._outlets)
            names = np.array([size[outlet] for outlet in self._outlets], dtype=np.int64)
            least = np.maximum(FEWEST, np.ceil(FEWEST_SHARE * names[article[voices][first]]))
            boilerplate = known[votes >= least]
            self._boilerplate = frozenset(boilerplate.tolist())
            self._concerned = frozenset(article[np.isin(keys, boilerplate)].tolist())
        self._keys, self._lengths, self._ends = array("Q"), array("L"), array("L", [0])
        self._totals, self._outlets = array("L"), []

    def cut(self, number: int, outlet: str | None, text: str | None, log: ChangeLog) -> str | None:
        """Cut the boilerplate of its outlet out of an article; the sentences around it stay whole, in their lines."""
        if number not in self._concerned or not outlet or not text:
            return text
        pieces: list[str] = []
        done = cut = 0
        seen: set[int] = set()
        for segment in segments(text):
            key = _key(outlet, text, segment)
            if key is None or key not in self._boilerplate:
                continue
            part = text[segment.start : segment.end]
            if is_credit(part):
                continue
            self._shown.setdefault(key, (outlet, _shown(part)))
            self._characters[key] += len(part)
            seen.add(key)
            pieces.append(text[done : segment.start])
            done, cut = segment.end, cut + len(part)
        if not cut:
            return text
        self._articles.update(seen)
        log.add(CHANGE, cut)
        return "".join([*pieces, text[done:]])

    def table(self) -> pd.DataFrame:
        """List what was cut: outlet, text (its first 12 words), n_articles, n_characters; the most frequent first."""
        rows = [(*self._shown[key], number, self._characters[key]) for key, number in self._articles.items()]
        rows.sort(key=lambda row: (row[0], -row[2], row[1]))
        return pd.DataFrame(rows, columns=BOILERPLATE_COLUMNS)


def _shown(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHOWN_WORDS]) + (" …" if len(words) > _SHOWN_WORDS else "")
