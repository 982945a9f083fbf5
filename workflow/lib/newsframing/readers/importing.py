"""All files of one source, read into one table of records as they stand, with what was rejected and found out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing.articles import EXCLUDED_COLUMNS, RECORD_COLUMNS, ROLES, article_id, excluded_table
from newsframing.errors import UserError, nearest
from newsframing.readers import docx, guardian, html, newsapi, rtf, table, text, urls
from newsframing.readers.base import Item, Note, Reader, Record, Rejected
from newsframing.streaming import CHUNK, parquet_sink

READERS: dict[str, Reader] = {
    "table": table.read,
    "text": text.read,
    "newsapi": newsapi.read,
    "guardian": guardian.read,
    "html": html.read,
    "urls": urls.read,
    "docx": docx.read,
    "rtf": rtf.read,
}
NOTE_COLUMNS = ["source_file", "what", "value"]
_TEXTS = ("key", "outlet", "published", "title", "lead", "body", "url", "language")


def _encodable(value: str | None) -> str | None:
    """Replace what UTF-8 cannot hold (half of a surrogate pair), so that every text can be stored."""
    if value is None or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode("utf-8")


def import_source(
    paths: Sequence[tuple[Path, str]], fmt: str, options: dict[str, Any], role: str = "counted"
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read the files of one source: (records in RECORD_COLUMNS, rejected in EXCLUDED_COLUMNS, notes).

    ``paths`` are pairs of a file and the name to print for it; ``fmt`` is a key of READERS. Files are read in the
    order of their names. UserError where a file cannot be read at all.
    """
    parts = list(import_chunks(paths, fmt, options, role))
    records, rejected, notes = (pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))
    return records, rejected, _settled(notes, fmt)


def import_chunks(
    paths: Sequence[tuple[Path, str]], fmt: str, options: dict[str, Any], role: str = "counted", size: int = CHUNK
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
    """Read the files of one source as ``import_source`` does, but ``size`` items at a time; at least one chunk."""
    if fmt not in READERS:
        raise UserError(f"no format is called '{fmt}'", where="format", right=nearest(fmt, READERS))
    if role not in ROLES:
        raise UserError(f"no role is called '{role}'", where="role", right=nearest(role, ROLES))
    files = sorted(paths, key=lambda pair: pair[1])
    items = chain.from_iterable(READERS[fmt](path, name, options) for path, name in files)
    yield _tables(list(islice(items, size)), role)
    while chunk := list(islice(items, size)):
        yield _tables(chunk, role)


def import_files(sources: Iterable[Mapping[str, Any]], records: str | Path, rejected: str | Path) -> pd.DataFrame:
    """Read all sources (mappings with files, format, options) into two parquet files, a chunk at a time.

    Gives the notes. The files are written whole or, where a source cannot be read at all (UserError), not at all.
    """
    notes = [pd.DataFrame(columns=NOTE_COLUMNS)]
    with parquet_sink(records, records_table()) as kept, parquet_sink(rejected, excluded_table([])) as refused:
        for source in sources:
            files = [(Path(file), str(file)) for file in source["files"]]
            own = []
            for read, broken, found in import_chunks(files, source["format"], source["options"]):
                kept.write(read)
                refused.write(broken)
                own.append(found)
            notes.append(_settled(pd.concat(own, ignore_index=True), source["format"]))
    return pd.concat(notes, ignore_index=True)


def _settled(notes: pd.DataFrame, fmt: str) -> pd.DataFrame:
    """Take together what the files of one source say of one request."""
    if fmt != "newsapi":
        return notes
    return pd.DataFrame(newsapi.settle_totals(list(notes.itertuples(index=False, name=None))), columns=NOTE_COLUMNS)


def _tables(items: list[Item], role: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Sort items into records, rejected and notes."""
    rejected: list[dict[str, object]] = [
        {
            "step": "import",
            "reason": item.reason,
            "source_file": item.source_file,
            "position": item.position,
            "detail": _encodable(item.detail),
        }
        for item in items
        if isinstance(item, Rejected)
    ]
    notes = [(item.source_file, item.what, item.value) for item in items if isinstance(item, Note)]
    table_of_rejected = excluded_table(rejected)
    assert list(table_of_rejected.columns) == EXCLUDED_COLUMNS
    records = records_table(_row(item, role) for item in items if isinstance(item, Record))
    return records, table_of_rejected, pd.DataFrame(notes, columns=NOTE_COLUMNS)


def records_table(rows: Iterable[dict[str, object]] = ()) -> pd.DataFrame:
    """Make a table of records with its columns and their types."""
    records = pd.DataFrame(list(rows), columns=RECORD_COLUMNS).astype(object)
    records = records.where(records.notna(), None)
    records["position"] = records["position"].astype("int64")
    return records


def _row(item: Record, role: str) -> dict[str, object]:
    """Make the row of one record, with its id."""
    fields = {field: _encodable(getattr(item, field)) for field in _TEXTS}
    identity = article_id(
        fields["outlet"], fields["url"] or fields["key"], fields["published"], fields["title"], fields["body"]
    )
    return {
        "article_id": identity,
        "source_file": item.source_file,
        "position": item.position,
        "role": role,
        **fields,
    }
