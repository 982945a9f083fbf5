"""Responses of NewsAPI (its "everything" and "top-headlines" endpoints), as they were saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from newsframing.articles import FIELDS
from newsframing.errors import UserError, nearest
from newsframing.readers.base import Item, Note, Record, Rejected, as_text, read_whole

#: what the service's error codes mean (its documentation, "Errors")
_CODES = {
    "apiKeyDisabled": "the key was disabled",
    "apiKeyExhausted": "the key has no requests left",
    "apiKeyInvalid": "the key is wrong",
    "apiKeyMissing": "no key was sent",
    "parameterInvalid": "a parameter of the request is unknown",
    "parametersMissing": "the request lacks a parameter",
    "rateLimited": "too many requests were made; wait and ask again",
    "sourcesTooMany": "too many sources were asked for at once",
    "sourceDoesNotExist": "a source that was asked for does not exist",
    "unexpectedError": "the service failed; ask again later",
    "maximumResultsReached": "the plan of this key gives no more results",
    "corsNotAllowed": "the plan of this key does not allow such requests",
}
#: what a note on results that were announced and not returned is called
LACKING = "results not in the file"
_RIGHT = "save the answer of the service as it came, or one article or answer a line"


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read one response, a list of responses or of articles, or one of these a line.

    ``description`` is the lead, and also the body where ``content`` is missing; ``source.name`` (else ``source.id``)
    is the outlet. Options: ``defaults``, ``encoding``. UserError where the service had answered with an error.
    """
    defaults = dict(options.get("defaults") or {})
    for field in defaults:
        if field not in FIELDS:
            raise UserError(f"no field is called '{field}'", file=name, where="defaults", right=nearest(field, FIELDS))
    text, note = read_whole(path, name, options)
    yield note
    if not text.strip():
        raise UserError("the file is empty", file=name, right=_RIGHT)
    position = 0
    for where, value in _values(text, name):
        if isinstance(value, str):
            position += 1
            yield Rejected(name, position, "broken line", f"{where}: {value}")
            continue
        for article in _articles(value, name, where):
            if isinstance(article, Note):
                yield article
                continue
            position += 1
            yield _record(article, name, position, defaults)


def _values(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Yield (place, JSON value), or (place, what is wrong) for a broken line among sound ones."""
    try:
        yield "", orjson.loads(text)
        return
    except orjson.JSONDecodeError as error:
        fault = error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    found: list[tuple[str, Any]] = []
    sound = 0
    for number, line in lines:
        try:
            found.append((f"line {number}", orjson.loads(line)))
            sound += isinstance(found[-1][1], dict | list)
        except orjson.JSONDecodeError as error:
            found.append((f"line {number}", f"no JSON: {error}"))
    if not sound:
        raise UserError(f"no JSON ({fault})", file=name, right=_RIGHT)
    yield from found


def _articles(value: Any, name: str, where: str) -> Iterator[Any]:
    """Yield the articles of a response, of a list of responses, or the article that the value itself is."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and ("articles" in item or item.get("status") == "error"):
                yield from _articles(item, name, where)
            else:
                yield item
        return
    if not isinstance(value, dict):
        yield value
        return
    if value.get("status") == "error":
        code = str(value.get("code") or "no code")
        meaning = _CODES.get(code, "the request failed")
        message = str(value.get("message") or "").strip()[:300]
        raise UserError(
            f"the service answered with an error, not with articles: {meaning} ({code}){message and ': ' + message}",
            file=name,
            where=where,
            right="ask again and save the new answer",
        )
    if "articles" not in value:
        if {"title", "url", "content", "description"} & value.keys():
            yield value
            return
        raise UserError("there is no list 'articles'", file=name, where=where, right=_RIGHT)
    articles = value["articles"]
    if not isinstance(articles, list):
        raise UserError("'articles' is no list", file=name, where=where, right=_RIGHT)
    total = value.get("totalResults")
    if isinstance(total, int) and not isinstance(total, bool) and total > len(articles):
        yield Note(name, LACKING, f"{total - len(articles)} of {total}")
    yield from articles


def settle_totals(notes: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Take the pages of one request together: notes (file, what, value) of which each page says what it lacks.

    Every page states the total of its request, so that pages of one folder with one total are taken as one request:
    what they lack together is said once, under the first of them; nothing is said where they are complete.
    """
    totals: dict[int, int] = {}
    first: dict[int, str] = {}
    others = []
    for name, what, value in notes:
        if what != LACKING:
            others.append((name, what, value))
            continue
        missing, _, total = value.partition(" of ")
        totals[int(total)] = totals.get(int(total), int(total)) - (int(total) - int(missing))
        first.setdefault(int(total), name)
    return others + [
        (first[total], LACKING, f"{missing} of {total}") for total, missing in totals.items() if missing > 0
    ]


def _record(article: Any, name: str, position: int, defaults: dict[str, Any]) -> Record | Rejected:
    """Make a record of one article of a response."""
    if not isinstance(article, dict):
        return Rejected(name, position, "not an article", f"a {type(article).__name__} where an object should be")
    source = article.get("source")
    if isinstance(source, dict):
        source = source.get("name") or source.get("id")
    try:
        lead, content = as_text(article.get("description")), as_text(article.get("content"))
        fields = {
            "outlet": as_text(source),
            "published": as_text(article.get("publishedAt")),
            "title": as_text(article.get("title")),
            "lead": lead,
            "body": content or lead,
            "url": as_text(article.get("url")),
            "language": as_text(article.get("language")),
        }
        for field, value in defaults.items():
            if not fields.get(field):
                fields[field] = as_text(value)
    except ValueError as error:
        return Rejected(name, position, "not a text", str(error))
    return Record(name, position, **fields)
