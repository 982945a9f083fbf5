"""Reading and writing tables: parquet between stages, csv for readers, whole files or none, rounded, stable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

DECIMALS = 6
#: A spreadsheet runs a cell that opens with one of these as a formula (OWASP, CSV injection).
FORMULA_OPENERS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` and move it there only if the block ends well: never half a file."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round float columns to six decimals (and turn -0.0 into 0.0), so that bytes do not hang on the last bit."""
    table = table.copy()
    for column in table.select_dtypes("floating").columns:
        table[column] = table[column].round(DECIMALS) + 0.0
    return table


def spreadsheet_safe(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run as a formula; leave everything else."""
    if isinstance(value, str) and value.startswith(FORMULA_OPENERS):
        return "'" + value
    return value


def write_parquet(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table between stages: rounded, one row group order as given, no index."""
    with whole_file(path) as draft:
        rounded(table).to_parquet(draft, index=False, compression="zstd")


def read_parquet(path: str | Path, columns: list[str] | None = None) -> pd.DataFrame:
    """Read a table that a stage left."""
    return pd.read_parquet(path, columns=columns)


def write_csv(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table for people: UTF-8, LF, at most six decimals, texts safe to open in a spreadsheet."""
    safe = rounded(table)
    for column in safe.columns:
        if safe[column].dtype == object or isinstance(safe[column].dtype, pd.StringDtype):
            safe[column] = safe[column].map(spreadsheet_safe)
    with whole_file(path) as draft:
        safe.to_csv(draft, index=False, encoding="utf-8", lineterminator="\n")


def read_csv(path: str | Path, **options: object) -> pd.DataFrame:
    """Read one of the project's own csv tables; an empty cell is missing, the text "NA" is a text."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""], **options)
