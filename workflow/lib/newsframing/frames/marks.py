"""Two marks of a piece of evidence: does its sentence deny it, and does it stand inside a quotation.

Both are marks for a reader, by rules that can be said in a sentence; neither takes a piece of evidence away.

Negated: one of the words of :data:`NEGATIONS`, or a word with n't, stands among the four words before the evidence,
in the same sentence and with no comma, semicolon, colon, bracket or dash in between; "not only", "not just", "not
merely" and "not least" deny nothing. A denial inside the evidence itself ("no military solution") is its meaning.

Quoted: the evidence stands between quotation marks of one paragraph: "…", “…”, «…», or ‘…’ and '…' where the first
mark opens a word and the last one closes one. A double mark that is never closed reaches to the end of its paragraph,
as in speech that goes on in the next one; a single one that is never closed is an apostrophe.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_DENIALS = """no not never neither nor none nobody nothing without cannot hardly scarcely deny denies denied denying
lack lacks lacked absence dont doesnt didnt isnt wasnt wont wouldnt cant couldnt shouldnt arent werent hasnt havent"""
NEGATIONS = frozenset(_DENIALS.split())
_EMPHASIS = frozenset({"only", "just", "merely", "least", "simply"})
#: how many words before the evidence are read, and the characters that surely hold them
_REACH, _STRETCH = 4, 90
#: most four words stand in so many characters
_NEAR = 40
_SHORT = ("n't", "n’t")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_BREAK = re.compile(r"[,;:()\[\]–—]|\s-\s")
#: a single mark opens where no letter or digit stands before it and one after it, and closes the other way round; the
#: stretch between is bounded, so that the search is linear
_QUOTATION = re.compile(
    r"[\"“„«‘'](?:"  # one set of signs first, so that the engine leaps from sign to sign
    r"(?<=\")[^\"\n]*+(?:\"|(?=\n)|\Z)"
    r"|(?<=[“„])[^“”„\n]*+(?:”|(?=[\n“„])|\Z)"
    r"|(?<=«)[^«»\n]*+(?:»|(?=[\n«])|\Z)"
    r"|(?<=‘)(?<!\w‘)(?=\w)(?:[^\n‘’]|(?<=\w)’(?=\w)){1,400}+(?<=[\w.,!?…])’(?!\w)"
    r"|(?<=')(?<!\w')(?=\w)(?:[^\n\"']|(?<=\w)'(?=\w)){1,400}+(?<=[\w.,!?…])'(?!\w))"
)


def negated(text: str, sentence: int, start: int) -> bool:
    """Tell whether the words before ``start`` deny what follows; ``sentence`` is where its sentence begins."""
    words = _WORD.findall(text[max(sentence, start - _NEAR) : start])
    before = text[max(sentence, start - _STRETCH) : start]
    if len(words) <= _REACH:  # the first of them may be cut
        words = _WORD.findall(before)
    words = [word.lower() for word in words[-_REACH:]]
    if NEGATIONS.isdisjoint(words) and not any(word.endswith(_SHORT) for word in words):
        return False
    words = [word.lower() for word in _WORD.findall(_BREAK.split(before)[-1])[-_REACH:]]
    for place, word in enumerate(words):
        if word in NEGATIONS or word.endswith(_SHORT):
            following = words[place + 1] if place + 1 < len(words) else ""
            if not (word == "not" and following in _EMPHASIS):
                return True
    return False


class Quotations:
    """The quotations of one text."""

    def __init__(self, text: str) -> None:
        """Find them in one pass; they do not overlap."""
        self._spans = [match.span() for match in _QUOTATION.finditer(text)]
        self._starts = [start for start, _ in self._spans]

    def cover(self, start: int, end: int) -> bool:
        """Tell whether a stretch stands inside one of them."""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and end <= self._spans[place][1]
