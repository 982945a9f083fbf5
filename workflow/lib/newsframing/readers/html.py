"""Saved pages of the web: main text, title, date, outlet and address, found by trafilatura.

Barbaresi, A. (2021). Trafilatura: A web scraping library and command-line tool for text discovery and extraction.
ACL-IJCNLP 2021, System Demonstrations, 122-131.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsframing.articles import FIELDS
from newsframing.errors import UserError, nearest
from newsframing.readers.base import Item, Record, Rejected, open_bytes

#: A page of news has some 10,000 elements at most; far larger ones are lists or attacks, and slow to read.
MOST_BYTES = 10 << 20
MOST_ELEMENTS = 60_000
#: with fewer characters the extractor has found a menu or a button
SHORTEST_TEXT = 40
_LONGEST = {"title": 1000, "outlet": 200, "url": 2000, "published": 40}
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I
)
_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|article|div|p|title|meta)\b", re.I)
#: encodings of texts; other codecs that Python knows (punycode, unicode_escape) are none, and slow ones among them
_ENCODING = re.compile(
    r"(?:utf|iso|latin|windows|cp|koi|gb|big5|shift|sjis|euc|mac|us-ascii|ascii|tis|hz)[a-z0-9_.:-]*\Z", re.I
)
_CANONICAL = "//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']"
_OG_URL = "//meta[@property = 'og:url']"
_DAY_IN_ADDRESS = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/")
#: browsers write the address into the files that they save
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{8,2000}?)\s*-->", re.I)
#: no date depends on the day of the reading; cleaning marks those in the future
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01", "max_date": "2100-12-31"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gives; None where it does not say."""

    body: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None


class NoArticle(Exception):
    """A page that gives no article: the reason of its removal, and details."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Take the reason, in the words of the flow table, and what was found."""
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read one saved page; what is no page, or has no main text, is rejected with its reason.

    The outlet is the page's ``og:site_name``, else the host of its address; the address is the canonical one, else
    the one that a browser noted on saving. Options: ``defaults`` (our field: value where the page gives none),
    ``encoding`` (where the page states none that works).
    """
    defaults = checked_defaults(options, name)
    with open_bytes(path, name) as stream:
        content = stream.read(MOST_BYTES + 1)
    try:
        page = read_page(content, options.get("encoding"))
    except NoArticle as error:
        yield Rejected(name, 1, error.reason, error.detail)
        return
    fields: dict[str, str | None] = {
        "title": page.title,
        "outlet": page.outlet,
        "published": page.published,
        "url": page.url,
    }
    for field, value in defaults.items():
        if field != "body" and not fields.get(field):
            fields[field] = value
    yield Record(name, 1, key=fields.pop("key", None) or path.name.split(".")[0], body=page.body, **fields)


def checked_defaults(options: dict[str, Any], name: str) -> dict[str, str]:
    """Give the option ``defaults``; UserError where it names a field that articles do not have."""
    defaults = dict(options.get("defaults") or {})
    for field in defaults:
        if field not in FIELDS:
            raise UserError(f"no field is called '{field}'", file=name, where="defaults", right=nearest(field, FIELDS))
    return {field: str(value) for field, value in defaults.items()}


def read_page(content: bytes, charset: str | None = None) -> Page:
    """Find the article in a page's bytes; ``charset`` is what its server or a user said of it.

    NoArticle for what is too large, no page, or without a main text. Whatever stands in the bytes, no other error.
    """
    from lxml import etree, html  # here, as these two imports take a second that other formats need not pay
    from trafilatura import bare_extraction

    if len(content) > MOST_BYTES:
        raise NoArticle("page too large", f"more than {MOST_BYTES >> 20} MB")
    text = decode(content, charset).replace("\0", "")
    if not _MARKUP.search(text[:200_000]):
        raise NoArticle("not a page", "no HTML was found in it")
    try:
        # comments go on parsing; entities are those of HTML alone, so that nothing can be blown up or loaded
        parser = html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True, huge_tree=False
        )
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        count = sum(1 for _ in tree.iter())
        if count > MOST_ELEMENTS:
            raise NoArticle("page too large", f"{count} elements, where {MOST_ELEMENTS} are the limit")
        canonical = _canonical(tree, text)
        # the extractor would take a date out of the address first, and read /2024/10/10-dead-in-clash as 10 October
        for element in tree.xpath(f"{_CANONICAL} | {_OG_URL}"):
            element.drop_tree()
        found = bare_extraction(
            tree, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=_DATES
        )
    except NoArticle:
        raise
    except (etree.LxmlError, Exception) as error:  # a page that breaks the extractor costs that page, not the run
        raise NoArticle("page cannot be read", type(error).__name__) from None
    title = _short(getattr(found, "title", None), "title")
    body = str(getattr(found, "text", None) or "").strip()
    if len(body) < SHORTEST_TEXT:
        raise NoArticle("no main text", title or body)
    host = urlsplit(canonical).hostname if canonical else None
    outlet = _short(getattr(found, "sitename", None), "outlet") or host
    published = _short(getattr(found, "date", None), "published")
    if published is None and canonical and (day := _DAY_IN_ADDRESS.search(canonical)):
        published = "-".join(day.groups())
    return Page(body, title, outlet, published, canonical)


def _short(value: object, field: str) -> str | None:
    """Give a text on one line; one of absurd length is none."""
    text = " ".join(str(value).split()) if isinstance(value, str) else ""
    return text if 0 < len(text) <= _LONGEST[field] else None


def _canonical(tree: Any, text: str) -> str | None:
    """Find the address that the page names as its own."""
    found = [
        *tree.xpath(f"{_CANONICAL}/@href")[:1],
        *tree.xpath(f"{_OG_URL}/@content")[:1],
        *(match.group(1) for match in [_SAVED_FROM.search(text[:5000])] if match),
    ]
    return next((url for url in map(web_address, found) if url), None)


def web_address(value: object) -> str | None:
    """Give an address of the web, http or https with a host, without its fragment; None for anything else."""
    url = str(value).strip().partition("#")[0]
    if len(url) > _LONGEST["url"] or re.search(r"[\s\x00-\x1f\x7f<>\"]", url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def decode(content: bytes, charset: str | None = None) -> str:
    """Decode a page: by its byte order mark, by what the page or ``charset`` states, as UTF-8, as Windows-1252.

    What a stated encoding cannot hold is replaced; this never fails.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    match = _META_CHARSET.search(content[:4096])
    stated = [charset, match.group(1).decode("ascii") if match else None]
    for encoding in ["utf-8", *(name for name in stated if name and _ENCODING.match(name))]:
        try:
            text = content.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
        return text
    # a few broken bytes in a page of UTF-8 are commoner than a page of another encoding that states none
    text = content.decode("utf-8", "replace")
    return text if text.count("\ufffd") <= 0.001 * len(text) else content.decode("cp1252", "replace")
