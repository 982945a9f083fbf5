"""Lists of addresses whose pages ``make fetch`` has kept: a table of addresses, and what it says of each."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsframing import manifest
from newsframing.errors import UserError, nearest
from newsframing.readers.base import Item, Note, Record, Rejected, read_whole
from newsframing.readers.html import NoArticle, Page, checked_defaults, read_page, web_address

#: our fields, and the headings under which lists have them; another is named in the option ``columns``
_HEADINGS = {
    "url": ("url", "link", "address"),
    "published": ("published", "date"),
    "outlet": ("outlet", "source"),
    "title": ("title", "headline"),
    "key": ("key", "id"),
    "language": ("language", "lang"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_CELL = 131_072
_MOST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class Address:
    """One row of a list: the line it ends on, its address (None where the cell holds none), and what it says."""

    line: int
    url: str | None
    given: str
    about: dict[str, str]


def read_list(path: Path, name: str, options: dict[str, Any]) -> tuple[list[Address], Note]:
    """Read a list: its addresses in order, and the note on its encoding.

    The columns are found by their headings (url, date, outlet, title, ...) or given in the option ``columns``.
    UserError where no column holds addresses, or where the file is no table.
    """
    text, note = read_whole(path, name, options)
    lines = text.split("\n")
    heading = next((line for line in lines if line.strip()), "")
    delimiter = options.get("delimiter") or max(",;\t|", key=heading.count)
    csv.field_size_limit(_LONGEST_CELL)  # it is one for the whole process: do not rest on who set it before
    try:
        rows = csv.reader(lines, delimiter=delimiter)
        columns = _columns([cell.strip() for cell in next(rows, [])], options, name)
        addresses = []
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            cells = {field: row[at].strip()[:_MOST_CELL] for field, at in columns.items() if at < len(row)}
            given = cells.pop("url", "")
            addresses.append(Address(rows.line_num, web_address(given), given, {k: v for k, v in cells.items() if v}))
    except csv.Error as error:
        raise UserError(f"no table that can be read ({error})", file=name, right="save it as csv in UTF-8") from None
    return addresses, note


def _columns(headings: list[str], options: dict[str, Any], name: str) -> dict[str, int]:
    """Find our fields among the headings of a list."""
    wanted = dict(options.get("columns") or {})
    found: dict[str, int] = {}
    for field, theirs in wanted.items():
        if field not in _HEADINGS:
            raise UserError(
                f"a list has no field '{field}'", file=name, where="columns", right=nearest(field, _HEADINGS)
            )
        if theirs not in headings:
            raise UserError(
                f"there is no column '{theirs}'", file=name, where=f"columns: {field}", right=nearest(theirs, headings)
            )
        found[field] = headings.index(theirs)
    lower = [heading.lower() for heading in headings]
    for field, usual in _HEADINGS.items():
        if field not in found and (known := [heading for heading in usual if heading in lower]):
            found[field] = lower.index(known[0])
    if "url" not in found:
        raise UserError(
            "no column holds addresses",
            file=name,
            where="line 1",
            right=f"call it url, or map it, as in columns: {{url: link}}; found: {', '.join(headings[:12])}",
        )
    return found


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read the kept pages of a list, one record a row; position is the line of the row.

    What the list says of outlet and day goes before what the page says of itself. A row whose page was not kept, or
    gives no article, is rejected with its reason. The option ``pages`` is the folder of the pages and their manifest;
    others: ``columns``, ``defaults``, ``delimiter``, ``encoding``.
    """
    defaults = checked_defaults(options, name)
    addresses, note = read_list(path, name, options)
    yield note
    folder = Path(str(options.get("pages") or "."))
    known = manifest.latest(manifest.read(folder / manifest.NAME))
    other_day = 0
    for address in addresses:
        if address.url is None:
            yield Rejected(name, address.line, "no address", address.given[:200])
            continue
        entry = known.get((address.url, None))
        if entry is None or not entry.file:
            reason = entry.reason if entry else "not asked for yet; make fetch does it"
            yield Rejected(name, address.line, "page not fetched", f"{address.url}: {reason}")
            continue
        try:
            with (folder / Path(entry.file).name).open("rb") as stream:
                page = read_page(stream.read(), _charset(entry.content_type))
        except OSError:
            yield Rejected(name, address.line, "page not fetched", f"{address.url}: its file is gone; make fetch")
            continue
        except NoArticle as error:
            yield Rejected(name, address.line, error.reason, f"{address.url}: {error.detail}")
            continue
        record = _record(name, address, page, defaults)
        given = address.about.get("published", "")
        other_day += bool(_DAY.match(given) and page.published and page.published[:10] != given[:10])
        yield record
    if other_day:
        yield Note(name, "pages that give another day than the list", f"{other_day} of {len(addresses)}")


def _record(name: str, address: Address, page: Page, defaults: dict[str, str]) -> Record:
    """Lay what the list says over what the page says; a month in the list yields to a day in the page."""
    about = dict(address.about)
    given = about.pop("published", None)
    fields: dict[str, str | None] = {
        "title": page.title,
        "outlet": page.outlet,
        "published": given if given and _DAY.match(given) else page.published or given,
    }
    fields.update(about)
    for field, value in defaults.items():
        if field not in ("body", "url") and not fields.get(field):
            fields[field] = value
    return Record(name, address.line, body=page.body, url=address.url, **fields)


def _charset(content_type: str) -> str | None:
    """Read the encoding out of a Content-Type."""
    match = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", content_type, re.I)
    return match.group(1) if match else None
