"""All files of one source, read into one table of records as they stand, with what was rejected and found out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing.articles import EXCLUDED_COLUMNS, RECORD_COLUMNS, ROLES, article_id, excluded_table
from newsframing.errors import UserError, nearest
from newsframing.readers import newsapi, table, text
from newsframing.readers.base import Note, Reader, Record, Rejected

READERS: dict[str, Reader] = {"table": table.read, "text": text.read, "newsapi": newsapi.read}
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
    if fmt not in READERS:
        raise UserError(f"no format is called '{fmt}'", where="format", right=nearest(fmt, READERS))
    if role not in ROLES:
        raise UserError(f"no role is called '{role}'", where="role", right=nearest(role, ROLES))
    rows: list[dict[str, object]] = []
    rejected: list[dict[str, object]] = []
    notes: list[tuple[str, str, str]] = []
    for path, name in sorted(paths, key=lambda pair: pair[1]):
        for item in READERS[fmt](path, name, options):
            if isinstance(item, Record):
                fields = {field: _encodable(getattr(item, field)) for field in _TEXTS}
                identity = article_id(
                    fields["outlet"],
                    fields["url"] or fields["key"],
                    fields["published"],
                    fields["title"],
                    fields["body"],
                )
                rows.append(
                    {
                        "article_id": identity,
                        "source_file": item.source_file,
                        "position": item.position,
                        "role": role,
                        **fields,
                    }
                )
            elif isinstance(item, Rejected):
                rejected.append(
                    {
                        "step": "import",
                        "reason": item.reason,
                        "source_file": item.source_file,
                        "position": item.position,
                        "detail": _encodable(item.detail),
                    }
                )
            elif isinstance(item, Note):
                notes.append((item.source_file, item.what, item.value))
    if fmt == "newsapi":
        notes = newsapi.settle_totals(notes)
    records = pd.DataFrame(rows, columns=RECORD_COLUMNS).astype(object)
    records = records.where(records.notna(), None)
    records["position"] = records["position"].astype("int64")
    table_of_rejected = excluded_table(rejected)
    assert list(table_of_rejected.columns) == EXCLUDED_COLUMNS
    return records, table_of_rejected, pd.DataFrame(notes, columns=NOTE_COLUMNS)
