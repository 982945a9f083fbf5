"""Quotations: where one opens and closes, over sentences and paragraphs, in straight and in curly quotes."""

from __future__ import annotations

import re

#: a mark that never finds its partner is closed after so many characters at most
LONGEST = 3000
_CURLY = {"“": "”", "„": "”", "«": "»"}
_MARK = re.compile(r'["“”„«»]')
_SINGLE = re.compile(r"(?<![^\s(\[:—–-])['‘](?=\w)(.{12,400}?[\w.!?,…])['’](?!\w)")


def _opens(text: str, place: int) -> bool | None:
    """Tell whether a straight mark can only open (True), only close (False), or both (None), by its neighbours."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    left, right = before.isspace() or before in "([—–-:", after.isspace() or after in ".,;:!?)]—–"
    if left and not right:
        return True
    if right and not left:
        return False
    return None


def quotations(text: str) -> list[tuple[int, int]]:
    """List the stretches between quotation marks, the marks included, from the left, none overlapping.

    A quotation of several paragraphs, each opened anew and only the last closed, is one stretch a paragraph. A mark
    without a partner closes at the end of its paragraph. Single quotes count where the field has no double ones.
    """
    found: list[tuple[int, int]] = []
    opened = -1
    for match in _MARK.finditer(text):
        place, mark = match.start(), match.group()
        if mark == '"':
            opens = _opens(text, place)
            opens = opened < 0 if opens is None else opens
        else:
            opens = mark in _CURLY
        if opened >= 0 and (opens or place - opened > LONGEST):
            end = _paragraph_end(text, opened, place)
            if end < place:  # left open at the end of a paragraph
                found.append((opened, end))
                opened = -1
            elif opens:  # a quotation inside a quotation, or a mark that was lost: the outer one goes on
                continue
        if opens:
            opened = place
        elif opened >= 0:
            found.append((opened, place + 1))
            opened = -1
    if opened >= 0:
        found.append((opened, _paragraph_end(text, opened, min(len(text), opened + LONGEST))))
    if not found:
        found = [(match.start(), match.end()) for match in _SINGLE.finditer(text)]
    return [(start, end) for start, end in found if end - start > 2]


def _paragraph_end(text: str, start: int, limit: int) -> int:
    end = text.find("\n", start, limit)
    return limit if end < 0 else end
