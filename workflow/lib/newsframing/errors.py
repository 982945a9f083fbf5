"""The one error that a user can cause: which file, where in it, what was found, what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """A fault in what the user gave; its text is one readable sentence and is all that a user sees."""

    def __init__(self, what: str, *, file: object = None, where: str | None = None, right: str | None = None) -> None:
        """Take the fault in words, the file, the key, line or record in it, and what would be right."""
        place = ", ".join(str(part) for part in (file, where) if part not in (None, ""))
        text = f"{place}: {what}" if place else what
        if right:
            text = f"{text}; {right}"
        super().__init__(" ".join(text.split()))


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word is meant: "did you mean 'format'?", or the list where none is near."""
    words = sorted(str(k) for k in known)
    match = get_close_matches(str(word), words, n=1, cutoff=0.6)
    if match:
        return f"did you mean '{match[0]}'?"
    return "known: " + ", ".join(words) if words else "none is known here"
