"""Terms of a focus or a codebook, found in text as whole words in any case, in time linear in the text.

A term is a word, a phrase, or either with ``*`` at the end of a word ("insurgen*", "air strike*"). Words are runs of
letters and digits; the words of a phrase may be joined by blanks, a hyphen or an apostrophe ("cease-fire" finds
"cease fire"). No regular expression is made from a term, so no term can hang a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
#: what may stand between two words of one phrase; a point only inside or right after an abbreviation (U.S. troops)
_GAP = r"[\s\-\u2010-\u2015'\u2019&/]"
_JOINT = re.compile(rf"{_GAP}{{1,3}}\Z")
_JOINT_AFTER_LETTER = re.compile(rf"\.?{_GAP}{{0,2}}\Z")


class Hit(NamedTuple):
    """One place where a term stands: the term's index in the list, and offsets in code points."""

    term: int
    start: int
    end: int


class Token(NamedTuple):
    """One word of a text, lower-cased, with its offsets in code points."""

    word: str
    start: int
    end: int


def _joined(text: str, before: Token, after: Token) -> bool:
    """Tell whether two neighbouring words can belong to one phrase."""
    gap = _JOINT_AFTER_LETTER if before.end - before.start == 1 else _JOINT
    return after.start - before.end <= 3 and gap.match(text[before.end : after.start]) is not None


def tokens_of(text: str) -> list[Token]:
    """Split a text into words with their places."""
    return [Token(m.group().lower(), m.start(), m.end()) for m in WORD.finditer(text)]


def parse_term(term: str) -> list[tuple[str, bool]]:
    """Split a term into (word, is a prefix) pairs; ValueError where there is no word or a star stands elsewhere."""
    parts: list[tuple[str, bool]] = []
    for match in re.finditer(r"([^\W_]+)(\*?)", term):
        parts.append((match.group(1).lower(), match.group(2) == "*"))
    if not parts or term.count("*") != sum(prefix for _, prefix in parts):
        raise ValueError("a term is a word, a phrase, or either with * at the end of a word")
    return parts


class Terms:
    """A list of terms, ready to be looked for in many texts."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Parse the terms; ValueError names the first that cannot be read."""
        self.terms = list(terms)
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[int, dict[str, list[int]]] = {}
        self._rest: list[list[tuple[str, bool]]] = []
        self._seen: dict[str, tuple[int, ...]] = {}
        for index, term in enumerate(self.terms):
            try:
                (first, is_prefix), *rest = parse_term(term)
            except ValueError as error:
                raise ValueError(f"term {term!r}: {error}") from None
            self._rest.append(rest)
            home = self._prefix.setdefault(len(first), {}) if is_prefix else self._exact
            home.setdefault(first, []).append(index)

    def _starting_with(self, word: str) -> tuple[int, ...]:
        """Indices of the terms whose first word this is; worked out once a word, then remembered."""
        found = self._seen.get(word)
        if found is None:
            hits = list(self._exact.get(word, ()))
            for length, prefixes in self._prefix.items():
                hits.extend(prefixes.get(word[:length], ()))
            found = self._seen[word] = tuple(sorted(hits))
        return found

    def find(self, text: str, tokens: list[Token] | None = None) -> Iterator[Hit]:
        """Yield every place of every term, in the order of the text; hits of different terms may overlap."""
        words = tokens_of(text) if tokens is None else tokens
        for position, token in enumerate(words):
            for index in self._starting_with(token.word):
                end = position
                for word, is_prefix in self._rest[index]:
                    end += 1
                    if end >= len(words):
                        break
                    other = words[end]
                    fits = other.word.startswith(word) if is_prefix else other.word == word
                    if not fits or not _joined(text, words[end - 1], other):
                        break
                else:
                    yield Hit(index, token.start, words[end].end)

    def count(self, text: str) -> int:
        """Count mentions; a stretch of text found by several terms counts once (the longest, from the left)."""
        mentions, covered = 0, -1
        for hit in sorted(self.find(text), key=lambda h: (h.start, -h.end)):
            if hit.start >= covered:
                mentions += 1
                covered = hit.end
        return mentions
