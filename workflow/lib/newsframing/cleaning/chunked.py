"""Cleaning of a whole file of records in bounded memory: a chunk at a time, the articles sorted on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from newsframing.articles import RECORD_COLUMNS, excluded_table
from newsframing.cleaning.outlets import Outlets
from newsframing.cleaning.pipeline import Cleaned, State, clean, draft, finish
from newsframing.streaming import SortedRows, count_rows, parquet_sink, read_chunks, sorted_rows


@dataclass(frozen=True)
class CleanedFile:
    """What cleaning leaves of a file: ``articles`` to be gone through in the order of their ids, as often as needed;
    ``empty``: a table with their columns; ``accounts``: all else, as in ``pipeline.Cleaned``."""

    articles: SortedRows
    empty: pd.DataFrame
    accounts: Cleaned

    @property
    def changes(self) -> pd.DataFrame:
        """What cleaning changed, over all records."""
        return self.accounts.changes

    @property
    def removed(self) -> list[tuple[str, str, int]]:
        """Give (step, reason, number) in order, over all records."""
        return self.accounts.removed


@contextmanager
def clean_file(
    records: str | Path, excluded: str | Path, refused: pd.DataFrame | None = None, **options: Any
) -> Iterator[CleanedFile]:
    """Clean the records of a parquet file; what is removed is written to ``excluded``, behind the rows of ``refused``.

    ``options`` are those of ``pipeline.clean``. The articles are there until the block ends; ``excluded`` is written if
    it ends well. In memory are one chunk, the ids of all records and the counts of ``pipeline.State``; between the two
    passes the drafts stand on the disk.
    """
    state = State()
    given = options.pop("outlets", None)
    known = given if isinstance(given, Outlets) else Outlets(given)
    none = pd.DataFrame(columns=RECORD_COLUMNS)
    empty = clean(none).articles
    with (
        TemporaryDirectory(prefix="newsframing-") as folder,
        parquet_sink(excluded, excluded_table([])) as removed,
        sorted_rows(empty, count_rows(records)) as articles,
    ):
        drafts = Path(folder) / "drafts.parquet"
        with parquet_sink(drafts, draft(none, State(), known)) as sink:
            for chunk in read_chunks(records):
                sink.write(draft(chunk, state, known))
        state.repetition.settle()
        if refused is not None:
            removed.write(refused)
        for chunk in read_chunks(drafts):
            cleaned = finish(chunk, state, known, **options)
            removed.write(cleaned.excluded)
            articles.add(cleaned.articles)
        yield CleanedFile(articles, empty, replace(cleaned, articles=empty, excluded=excluded_table([])))
