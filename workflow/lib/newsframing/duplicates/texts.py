"""What makes two texts the same: their words in order, however letters, blanks and punctuation were set."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from newsframing.articles import short_hash

#: a text of fewer words says too little to be told a copy by itself ("View comments"); its title must agree too
FEWEST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
#: what a text says beyond its phrasing: figures, and words in capitals that do not open a sentence
_FACT = re.compile(r"\d[\d.,:]*|(?<=[a-z,;] )[A-Z][\w-]+")
#: odd 64-bit constants that mix three words into one number (the golden ratio and two of splitmix64)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


#: for ASCII, of which most texts consist: small letters for capitals, blanks for what is neither letter nor digit
#: (and these, which many more texts hold, are neither)
_DASHES = "–—•£€"
_PLAIN = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))


def normalised(text: str | None) -> str:
    """Reduce a text to its words in lower case, one blank between them; compatibility forms are unified (NFKC)."""
    if not isinstance(text, str):
        return ""
    if not text.isascii():
        for mark in _DASHES:
            text = text.replace(mark, " ")
    if text.isascii():
        return b" ".join(text.encode().translate(_PLAIN).split()).decode()
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def joined(lead: str | None, body: str | None) -> str:
    """Normalise lead and body as one text, so that it does not matter where the lead ends."""
    return " ".join(part for part in (normalised(lead), normalised(body)) if part)


def content_hash(title: str | None, lead: str | None, body: str | None) -> str:
    """Hash what an article says apart from its title, or its title where it has no other text.

    A text of fewer than FEWEST_WORDS words is hashed with its title.
    """
    text = joined(lead, body)
    if text.count(" ") + 1 < FEWEST_WORDS or not text:
        return short_hash(normalised(title), text)
    return short_hash(text)


class _WordHash(dict[str, int]):
    """Number each type of word by 64 bits of its own hash, so that no number hangs on the words seen before."""

    def __missing__(self, word: str) -> int:
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        self[word] = number = int.from_bytes(digest, "little")
        return number


@dataclass(frozen=True)
class Shingles:
    """Word 3-grams of many texts, as 32-bit hashes in reading order, one after the other.

    ``flat``: uint32, all texts; ``starts``: int64, (n texts + 1,): text i has ``flat[starts[i]:starts[i + 1]]``;
    ``distinct``: int64, (n texts,): how many different 3-grams each text has. 32 bits: two different 3-grams of a pair
    of thousand-word texts meet by chance once in four thousand pairs.
    """

    flat: np.ndarray
    starts: np.ndarray
    distinct: np.ndarray

    def of(self, text: int) -> np.ndarray:
        """Give the 3-grams of a text in reading order, repeated ones included."""
        grams: np.ndarray = self.flat[self.starts[text] : self.starts[text + 1]]
        return grams


def shingles(texts: Iterable[str]) -> Shingles:
    """Cut normalised texts into word 3-grams (Broder 1997 calls them shingles); fewer than three words give none."""
    numbers = _WordHash()
    parts: list[np.ndarray] = []
    sizes: list[int] = []
    for text in texts:
        words = np.fromiter(map(numbers.__getitem__, text.split()), dtype=np.uint64)
        if len(words) < 3:
            grams = np.empty(0, dtype=np.uint32)
        else:
            mixed = words[:-2] * _MIX[0] ^ (words[1:-1] * _MIX[1] + (words[:-2] >> np.uint64(29)))
            mixed = (mixed ^ (mixed >> np.uint64(31))) * _MIX[2] + words[2:] * _MIX[0]
            grams = ((mixed ^ (mixed >> np.uint64(29))) * _MIX[1] >> np.uint64(32)).astype(np.uint32)
        parts.append(grams)
        sizes.append(len(distinct(grams)))
    flat = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)
    starts = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
    return Shingles(flat, starts, np.array(sizes, dtype=np.int64))


def distinct(grams: np.ndarray) -> np.ndarray:
    """Give different values, sorted (np.unique hashes first, which is ten times slower on a few hundred)."""
    ordered = np.sort(grams)
    if len(ordered) < 2:
        return ordered
    new = np.empty(len(ordered), dtype=bool)
    new[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def facts(lead: str | None, body: str | None) -> frozenset[str]:
    """Collect the facts of a text: figures, and words in capitals inside a sentence, in lower case."""
    text = "\n".join(part for part in (lead, body) if isinstance(part, str))
    return frozenset(found.rstrip(".,:").casefold() for found in _FACT.findall(text))
