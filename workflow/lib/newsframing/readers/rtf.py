"""Rich text (.rtf): its plain text, split into articles where a press database wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from striprtf.striprtf import rtf_to_text

from newsframing.errors import UserError
from newsframing.readers.base import Item, open_bytes
from newsframing.readers.exports import articles
from newsframing.readers.html import checked_defaults

MOST_BYTES = 50 << 20


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read the articles of a document (see ``exports``). Options: ``defaults``. UserError for what is no rich text."""
    defaults = checked_defaults(options, name)
    with open_bytes(path, name) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UserError(f"the document is larger than {MOST_BYTES >> 20} MB", file=name, right="export fewer at once")
    yield from articles(paragraphs(content, name), path.name, name, defaults)


def paragraphs(content: bytes, name: str) -> list[str]:
    """Give the lines of an .rtf, in order."""
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise UserError("this is no rich text (.rtf)", file=name, right="save it as .rtf, or say format: docx or text")
    try:
        # the format is ASCII; what is beyond it is written in the code page that the file names, cp1252 by default
        text = rtf_to_text(content.decode("latin-1"), errors="replace")
    except Exception as error:  # the library fails in many ways on a broken file; each costs one sentence
        raise UserError(
            f"the rich text cannot be read ({type(error).__name__})", file=name, right="open and save it again"
        ) from None
    return str(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
