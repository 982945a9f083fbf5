"""Answers of the Guardian's open platform (its search, with the fields that ``make fetch`` asks for), as they came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from newsframing.errors import UserError
from newsframing.readers.base import Item, Note, Record, Rejected, as_text, read_whole
from newsframing.readers.html import checked_defaults

_RIGHT = "keep the answer of the service as it came"


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read one answer: each result is a record, its standfirst (``trailText``) the lead, its text the body.

    The body is ``bodyText``, else ``body`` (which holds HTML); the outlet is the publication, else The Guardian.
    Options: ``defaults``, ``encoding``. UserError where the file is no answer, or says that the request failed.
    """
    defaults = checked_defaults(options, name)
    text, note = read_whole(path, name, options)
    yield note
    try:
        answer = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise UserError(f"no JSON ({error})", file=name, right=_RIGHT) from None
    answer = answer.get("response", answer) if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        message = str(answer.get("message") or "")[:200] if isinstance(answer, dict) else ""
        raise UserError(
            f"there is no list 'results'{message and ': the service said ' + message}", file=name, right=_RIGHT
        )
    results, total = answer["results"], answer.get("total")
    if isinstance(total, int) and total > len(results):
        yield Note(name, "results not in the file", f"{total - len(results)} of {total}")
    for position, result in enumerate(results, 1):
        yield _record(result, name, position, defaults)


def _record(result: Any, name: str, position: int, defaults: dict[str, str]) -> Record | Rejected:
    if not isinstance(result, dict):
        return Rejected(name, position, "not an article", f"a {type(result).__name__} where an object should be")
    about = result.get("fields")
    about = about if isinstance(about, dict) else {}
    try:
        fields = {
            "key": as_text(result.get("id")),
            "outlet": as_text(about.get("publication")) or "The Guardian",
            "published": as_text(result.get("webPublicationDate")),
            "title": as_text(about.get("headline")) or as_text(result.get("webTitle")),
            "lead": as_text(about.get("trailText")),
            "body": as_text(about.get("bodyText")) or as_text(about.get("body")),
            "url": as_text(result.get("webUrl")),
            "language": as_text(about.get("lang")),
        }
    except ValueError as error:
        return Rejected(name, position, "not a text", str(error))
    for field, value in defaults.items():
        if not fields.get(field):
            fields[field] = value
    return Record(name, position, **fields)
