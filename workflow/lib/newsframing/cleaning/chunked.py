"""Cleaning of a whole file of records in bounded memory: a chunk at a time, the articles sorted on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing.articles import RECORD_COLUMNS, excluded_table
from newsframing.cleaning.pipeline import State, clean
from newsframing.streaming import SortedRows, count_rows, parquet_sink, read_chunks, sorted_rows


@dataclass(frozen=True)
class CleanedFile:
    """What cleaning leaves of a file: ``articles`` to be gone through in the order of their ids, as often as needed;
    ``empty``: a table with their columns; ``changes`` and ``removed`` as in ``pipeline.Cleaned``."""

    articles: SortedRows
    empty: pd.DataFrame
    changes: pd.DataFrame
    removed: list[tuple[str, str, int]]


@contextmanager
def clean_file(
    records: str | Path, excluded: str | Path, refused: pd.DataFrame | None = None, **options: Any
) -> Iterator[CleanedFile]:
    """Clean the records of a parquet file; what is removed is written to ``excluded``, behind the rows of ``refused``.

    ``options`` are those of ``pipeline.clean``. The articles are there until the block ends; ``excluded`` is written if
    it ends well. In memory are one chunk, the ids of all records and the counts of ``pipeline.State``.
    """
    state = State()
    empty = clean(pd.DataFrame(columns=RECORD_COLUMNS)).articles
    with parquet_sink(excluded, excluded_table([])) as removed, sorted_rows(empty, count_rows(records)) as articles:
        if refused is not None:
            removed.write(refused)
        for chunk in read_chunks(records):
            cleaned = clean(chunk, state=state, **options)
            removed.write(cleaned.excluded)
            articles.add(cleaned.articles)
        yield CleanedFile(articles, empty, cleaned.changes, cleaned.removed)
