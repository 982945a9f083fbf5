"""Sentences of English news, with exact offsets, in one pass over the text and without a model or data of its own.

Rules, in the order they are asked: a blank line ends a sentence; so does a line end, unless the next line goes on in
small letters (a wrapped line); so do ``. ! ? …`` with the quotes and brackets that close after them, unless what
follows goes on in small letters ('"Stop!" he said') or the point belongs to an abbreviation. Titles (Gen., Mr.) never
end a sentence, numbering words (No.) not before a digit, other abbreviations (U.S., a.m., Inc.) only where a common
opening word follows. A point glued to the next word ("ended.Then") ends a sentence too: scraped news is full of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«(["
#: one candidate of a sentence end. A run of signs is taken whole and from its first sign only, so the search is linear;
#: the pattern opens with one set of signs, so the engine leaps from sign to sign.
_CANDIDATE = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*+|(?<![.!?…][.!?…])[.!?…]*+" + rf"[{re.escape(_CLOSERS)}]*+(?=\s|\Z|[A-Z][a-z]))"
)
_TITLES = _words(
    "mr mrs ms mx messrs dr prof gen lt col sgt cpl capt maj brig adm cmdr sen rep gov pres hon rev fr st sr jr supt "
    "insp det amb min vs approx eg ie cf viz ft mt al"
)
_NUMBERING = _words("no nos art fig vol sec para ch pp p")
_SHORTENED = _words(
    "inc ltd corp co bros plc etc est dept jan feb mar apr jun jul aug sept sep oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun"
)
#: the last four letters of the longer of these; a word in small letters that ends otherwise is no abbreviation
_TAILS = frozenset(word[-4:] for word in _TITLES | _NUMBERING | _SHORTENED if len(word) >= 4)
#: words that open so many sentences that an abbreviation before them has most likely ended one
_OPENING_WORDS = _words(
    "the a an this that these those he she it they we i you his her its their our my there here in on at by for from "
    "to of with as after before when while if but and or so yet still also however meanwhile since until although "
    "though what who why how where some many most several all both each no not more another other according"
)
_LETTERS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_NEXT_WORD = re.compile(r"[^\W\d_]+")


class Sentence(NamedTuple):
    """The place of one sentence in its field: offsets in code points, the end excluded."""

    start: int
    end: int


def _goes_on(text: str, place: int) -> bool:
    """Tell whether the text after a sentence sign opens with a small letter, and so goes on with the sentence."""
    while place < len(text) and text[place] in _OPENERS:
        place += 1
    return text[place : place + 1].islower() and text[place : place + 3] not in ("al-", "el-")


def _abbreviated(text: str, start: int, point: int, following: int) -> bool:
    """Tell whether the point closes an abbreviation inside a sentence rather than the sentence."""
    tail = text[max(start, point - 4) : point]
    if len(tail) == 4 and tail.isalpha() and tail.islower() and tail not in _TAILS:
        return False  # most points by far
    left = max(start, point - 16)
    token = text[left:point].rsplit(None, 1)[-1:]
    word = token[0].lstrip(_OPENERS) if token else ""
    low = word.lower()
    if low in _TITLES or (len(word) == 1 and word.isupper() and word != "I"):
        return True
    after = text[following : following + 1]
    if low in _NUMBERING and after.isdigit():
        return True
    if word.isdigit() and not text[start:point].lstrip().rstrip("0123456789"):
        return True  # "1. First point": the number of a list, not a sentence
    if low in _SHORTENED or _LETTERS.match(word):
        opener = _NEXT_WORD.match(text, following + (after in tuple(_OPENERS)))
        return after != "" and (opener is None or opener.group().lower() not in _OPENING_WORDS)
    return False


def _ends_here(text: str, start: int, sign: re.Match[str]) -> bool:
    """Decide for one candidate whether the sentence that opened at ``start`` ends with it."""
    if sign.group()[0] == "\n":
        return sign.group().count("\n") > 1 or not _goes_on(text, sign.end())
    following = sign.end()
    if following < len(text) and not text[following].isspace():  # glued to the next word
        before = text[max(0, sign.start() - 2) : sign.start()]
        return following - sign.start() == 1 and len(before) == 2 and before.isalpha() and before.islower()
    while following < len(text) and text[following].isspace():
        following += 1
    if following < len(text) and _goes_on(text, following):
        return False
    marks = sign.group().rstrip(_CLOSERS)
    return marks != "." or not _abbreviated(text, start, sign.start(), following)


def split_sentences(text: str) -> list[Sentence]:
    """Split one field into its sentences, trimmed of blanks; what holds no letter and no digit is none.

    Deterministic and linear in the text; ``text[start:end]`` is the sentence, in code points.
    """
    sentences: list[Sentence] = []

    def keep(start: int, end: int) -> None:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if end - start > 12 or any(char.isalnum() for char in text[start:end]):
            sentences.append(Sentence(start, end))

    start = 0
    for sign in _CANDIDATE.finditer(text):
        if _ends_here(text, start, sign):
            keep(start, sign.end())
            start = sign.end()
    if start < len(text):
        keep(start, len(text))
    return sentences
