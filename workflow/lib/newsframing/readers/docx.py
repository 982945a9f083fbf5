"""Word documents (.docx): the text of their paragraphs, split into articles where a press database wrote them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from newsframing.datasets import read_member
from newsframing.errors import UserError
from newsframing.readers.base import Item, open_bytes
from newsframing.readers.exports import articles
from newsframing.readers.html import checked_defaults

MOST_BYTES = 200 << 20
_RELATIONS = "_rels/.rels"
#: parts of a paragraph that are no text of it: deleted text, instructions of fields, a second form of the same drawing
_NOT_TEXT = frozenset({"del", "delText", "moveFrom", "instrText", "Fallback", "rPr", "pPr"})


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read the articles of a document (see ``exports``). Options: ``defaults``.

    UserError for what is no Word document, or hides a bomb, an entity or a name that climbs out of the archive.
    """
    defaults = checked_defaults(options, name)
    with open_bytes(path, name) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UserError(f"the document is larger than {MOST_BYTES >> 20} MB", file=name, right="export fewer at once")
    yield from articles(paragraphs(content, name), path.name, name, defaults)


def paragraphs(content: bytes, name: str) -> list[str]:
    """Give the text of each paragraph of a .docx, in order; cells of tables are paragraphs as well."""
    if not content.startswith(b"PK"):
        raise UserError("this is no Word document (.docx)", file=name, right="save it as .docx, or say format: rtf")
    body = _xml(read_member(content, _main_part(content, name), name), name)
    # a walk with a stack of its own: a document of absurd depth must not end in a RecursionError
    texts: list[list[str]] = []
    todo: list[Element] = [body]
    while todo:
        element = todo.pop()
        tag = _local(element.tag)
        if tag in _NOT_TEXT:
            continue
        if tag == "p":
            texts.append([])
        elif texts:
            if tag == "t":
                texts[-1].append(element.text or "")
            elif tag == "tab":
                texts[-1].append("\t")
            elif tag in ("br", "cr"):
                texts[-1].append("\n")
        todo.extend(reversed(element))
    return ["".join(parts) for parts in texts]


def _main_part(content: bytes, name: str) -> str:
    """Find the name of the main part, which the package's relations give."""
    relations = _xml(read_member(content, _RELATIONS, name), name)
    for relation in relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            target = str(relation.get("Target", "")).lstrip("/")
            return posixpath.normpath(target) if target else "word/document.xml"
    raise UserError("this archive holds no Word document", file=name, right="save it as .docx")


def _xml(content: bytes, name: str) -> Element:
    try:
        return fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise UserError(
            f"the document's XML cannot be read ({type(error).__name__})", file=name, right="open and save it again"
        ) from None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
