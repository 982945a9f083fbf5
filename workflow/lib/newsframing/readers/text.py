"""Plain texts: .txt and .md files, one article a file, or one article a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from newsframing.articles import FIELDS
from newsframing.errors import UserError, nearest
from newsframing.readers.base import (
    Item,
    Note,
    Record,
    as_text,
    encoding_note,
    find_encoding,
    open_text,
    read_whole,
)

#: header lines and keys of front matter, as people write them, and our fields
_HEADERS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "source": "outlet",
    "outlet": "outlet",
    "newspaper": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "lead": "lead",
    "subtitle": "lead",
    "standfirst": "lead",
    "description": "lead",
    "language": "language",
    "lang": "language",
    "key": "key",
    "id": "key",
}
_HEADER_LINE = re.compile(r"([A-Za-z]{2,12}):[ \t]*(.{0,500})\Z")
#: the tail line by which one collector signs what it saved; it names a query, not an outlet
_COLLECTOR = re.compile(r"NewsAPI\b", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST_TITLE = 200
_MOST_TITLE_WORDS = 25
_LONGEST_OUTLET = 60


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read a text file: one article, or with the option ``one_per_line`` one article a line that is not empty.

    Front matter in YAML, header lines (``Title:``, ``Date:``, ``Source:``, ...), a heading, or a short first line
    without a full stop and with a blank line after it give title and data; the rest is the body, kept as it stands.
    Options: ``defaults`` (our field: value where the file gives none), ``encoding``, ``one_per_line``.
    """
    defaults = dict(options.get("defaults") or {})
    for field in defaults:
        if field not in FIELDS:
            raise UserError(f"no field is called '{field}'", file=name, where="defaults", right=nearest(field, FIELDS))
    if options.get("one_per_line"):
        yield from _read_lines(path, name, options, defaults)
        return
    text, note = read_whole(path, name, options)
    yield note
    text = text.replace("\0", "")
    fields, body = _front_matter(text)
    if fields is None:
        yield Note(name, "front matter", "cannot be read as YAML; left in the body")
        fields, body = {}, text
    if not fields:
        fields, body = _header_lines(body)
    if not fields.get("title"):
        title, body = _title(body)
        if title:
            fields["title"] = title
    if not fields.get("outlet") and (outlet := _signed(body)):
        fields["outlet"] = outlet
    fields.setdefault("key", path.name.split(".")[0])
    for field, value in defaults.items():
        if not fields.get(field):
            fields[field] = as_text(value) or ""
    yield Record(name, 1, body=as_text(body.strip("\n")), **{k: v or None for k, v in fields.items() if k != "body"})


def _read_lines(path: Path, name: str, options: dict[str, Any], defaults: dict[str, Any]) -> Iterator[Item]:
    """Give each line as the body of one article, its number as position and key."""
    encoding, errors = find_encoding(path, name, options.get("encoding"))
    yield encoding_note(name, encoding, errors)
    given = {field: as_text(value) for field, value in defaults.items() if field not in ("key", "body")}
    with open_text(path, name, encoding, errors, newline=None) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield Record(name, number, key=str(number), body=line.rstrip("\n").replace("\0", ""), **given)


def _front_matter(text: str) -> tuple[dict[str, str] | None, str]:
    """Split YAML front matter off; None in place of the fields where it cannot be read."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        # BaseLoader leaves every value a text, so that a date stays as it was written
        content = yaml.load(match.group(1), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None, text
    if not isinstance(content, dict):
        return None, text
    fields: dict[str, str] = {}
    for key, value in content.items():
        field = _HEADERS.get(str(key).lower())
        if field and isinstance(value, str) and value.strip():
            fields.setdefault(field, value.strip())
    return fields, text[match.end() :]


def _header_lines(text: str) -> tuple[dict[str, str], str]:
    """Split header lines off the top; they end at the first line that is none."""
    fields: dict[str, str] = {}
    start = len(text) - len(text.lstrip("\n"))
    while start < len(text):
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        match = _HEADER_LINE.match(line)
        field = _HEADERS.get(match.group(1).lower()) if match else None
        if match is None or field is None or field in fields:
            break
        if field == "outlet" and _COLLECTOR.match(match.group(2)):
            break
        fields[field] = match.group(2).strip()
        start = end + 1 if end >= 0 else len(text)
    return fields, text[start:] if fields else text


def _title(text: str) -> tuple[str | None, str]:
    """Take a heading, or a first line that reads like a headline, off the text."""
    rest = text.lstrip("\n")
    line, _, after = rest.partition("\n")
    heading = re.match(r"#{1,2}[ \t]+(.{1,300}?)[ \t#]*\Z", line)
    if heading:
        return heading.group(1), after
    title = line.strip()
    follows_blank = after.startswith("\n") or (after.lstrip(" \t")[:1] == "\n")
    if (
        title
        and follows_blank
        and after.strip()
        and len(title) <= _LONGEST_TITLE
        and len(title.split()) <= _MOST_TITLE_WORDS
        and not title.endswith((".", ",", ";", ":", "…", '."', ".”"))
    ):
        return title, after
    return None, text


def _signed(body: str) -> str | None:
    """Read the outlet from a last line ``Source: Outlet``; the line itself stays in the body."""
    last = body.rstrip().rpartition("\n")[2]
    match = re.match(r"Source:[ \t]*(.{1,80})\Z", last)
    if match and len(match.group(1)) <= _LONGEST_OUTLET and not _COLLECTOR.match(match.group(1)):
        return match.group(1).strip()
    return None
