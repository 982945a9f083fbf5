"""What an article is: its columns, its id, the text that is scored, and what a removed record leaves behind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

import pandas as pd

#: One row an article, in this order, wherever articles are kept.
ARTICLE_COLUMNS = [
    "article_id",
    "content_hash",
    "key",
    "role",
    "source_file",
    "outlet",
    "published",
    "title",
    "lead",
    "body",
    "url",
    "language",
    "genre",
    "agency",
    "focus",
    "truncated",
    "cluster_id",
    "event_id",
    "is_copy",
    "n_words",
]
#: One row a removed record.
EXCLUDED_COLUMNS = [
    "step",
    "reason",
    "article_id",
    "source_file",
    "position",
    "outlet",
    "title",
    "url",
    "published",
    "detail",
]
#: One row a record as read, before any cleaning.
RECORD_COLUMNS = [
    "article_id",
    "source_file",
    "position",
    "role",
    "key",
    "outlet",
    "published",
    "title",
    "lead",
    "body",
    "url",
    "language",
]
#: What a user's file can give; only ``body`` is required of a table.
FIELDS = ("key", "outlet", "published", "title", "lead", "body", "url", "language")
#: The three fields that make up the scored text, in reading order.
TEXT_FIELDS = ("title", "lead", "body")
ROLES = ("counted", "reading")

#: The unit separator of ASCII: no text of a newspaper holds it, so that joined parts stay apart.
_SEPARATOR = "\x1f"
_WORD = re.compile(r"[^\W_]+(?:['’.&\-][^\W_]+)*")
#: Latin-1 by what a character is to a word: part of one (a), joint between two (-), neither (blank)
_KINDS = bytes(
    ord("a") if re.match(r"[^\W_]", chr(code)) else ord("-") if chr(code) in "'.&-" else ord(" ") for code in range(256)
)


def short_hash(*parts: str | None) -> str:
    """Give the first 16 hex digits of sha256 over the parts, joined so that no two lists of parts run together.

    A missing part counts as an empty one; the separator inside a part is escaped; lone surrogates are replaced.
    """
    safe = ((part or "").replace("\\", "\\\\").replace(_SEPARATOR, "\\u001f") for part in parts)
    joined = _SEPARATOR.join(safe)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def article_id(
    outlet: str | None, url_or_key: str | None, published: str | None, title: str | None, body: str | None
) -> str:
    """Give the id of a record: 16 hex digits over outlet, URL or key, published, title and body as read."""
    return short_hash(outlet, url_or_key, published, title, body)


def plain_address(url: object) -> str | None:
    """Give a web address without login, query and fragment; None where it is no web address."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, parts.path, "", ""))


def scored_text(title: str | None, lead: str | None, body: str | None) -> str:
    """Join the fields that are scored, a blank line between them; a missing field leaves nothing."""
    return "\n\n".join(part for part in (title, lead, body) if isinstance(part, str) and part)


def scored_texts(articles: pd.DataFrame) -> list[str]:
    """Give the scored text of each article, in the order of the table."""
    columns = (articles[field].tolist() for field in TEXT_FIELDS)
    return [scored_text(*fields) for fields in zip(*columns, strict=True)]


def count_words(text: str) -> int:
    """Count words: runs of letters and digits; "don't", "U.S." and "al-Shabab" are one word each."""
    # nearly every English text is Latin-1 but for its dashes, and then counting bytes is ten times faster
    try:
        kinds = b" " + text.replace("–", " ").replace("—", " ").encode("latin-1").translate(_KINDS)
    except UnicodeEncodeError:
        return len(_WORD.findall(text))
    # a word begins behind what is no part of one, and behind a joint that joins nothing
    return kinds.count(b" a") + kinds.count(b" -a") + kinds.count(b"--a")


def excluded_table(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    """Make a table of removed records with its columns in order; what a row does not say is missing."""
    table = pd.DataFrame(list(rows), columns=EXCLUDED_COLUMNS)
    table["position"] = table["position"].astype("Int64")
    for column in EXCLUDED_COLUMNS:
        if column != "position":
            table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table
