"""Tables that need not fit in memory: read and written some thousand rows at a time, and set in the order of their ids.

What must live across chunks is held by whoever works through them (``cleaning.pipeline.State``); here only the rows of
one chunk are in memory, and as many again on their way to the disk.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from newsframing.tables import rounded, whole_file

#: rows of a chunk and of a row group: some 10 MB of articles
CHUNK = 2000
#: files that are open together while rows are sorted
_MOST_FILES = 200


def count_rows(path: str | Path) -> int:
    """Count the rows of a parquet file without reading them."""
    return int(pq.ParquetFile(path).metadata.num_rows)


def read_chunks(path: str | Path, columns: list[str] | None = None, size: int = CHUNK) -> Iterator[pd.DataFrame]:
    """Read a parquet file ``size`` rows at a time, in its order; a file without rows gives one table without rows."""
    with pq.ParquetFile(path) as file:
        if not file.metadata.num_rows:
            yield file.read(columns=columns).to_pandas()
        for batch in file.iter_batches(batch_size=size, columns=columns):
            if batch.num_rows:
                yield pa.Table.from_batches([batch]).to_pandas()


def _schema(like: pd.DataFrame) -> pa.Schema:
    """Give the types of the columns of a table; a column of objects, or one without any value, holds texts."""
    schema = pa.Schema.from_pandas(like, preserve_index=False)
    for place, field in enumerate(schema):
        if pa.types.is_null(field.type) or pa.types.is_large_string(field.type):
            schema = schema.set(place, field.with_type(pa.string()))
    return schema


class Sink:
    """Takes tables with the columns of one another and writes them behind each other, CHUNK rows a row group."""

    def __init__(self, writer: pq.ParquetWriter, schema: pa.Schema) -> None:
        """Write through ``writer``."""
        self._writer, self._schema = writer, schema
        self._waiting = schema.empty_table()

    def write(self, table: pd.DataFrame) -> None:
        """Add the rows of a table, floats rounded; ValueError where its columns or their types are others."""
        added = pa.Table.from_pandas(rounded(table), self._schema, preserve_index=False)
        self._waiting = pa.concat_tables([self._waiting, added])
        while len(self._waiting) >= CHUNK:
            self._writer.write_table(self._waiting.slice(0, CHUNK))
            self._waiting = self._waiting.slice(CHUNK)

    def finish(self) -> None:
        """Write what still waits."""
        if len(self._waiting):
            self._writer.write_table(self._waiting)


@contextmanager
def parquet_sink(path: str | Path, like: pd.DataFrame) -> Iterator[Sink]:
    """Open a parquet file to be written chunk by chunk, whole or not at all; ``like``: a table with its columns.

    The row groups, and so the bytes, do not hang on how the rows were cut into chunks.
    """
    schema = _schema(like)
    with whole_file(path) as draft, pq.ParquetWriter(draft, schema, compression="zstd") as writer:
        sink = Sink(writer, schema)
        yield sink
        sink.finish()


class SortedRows:
    """Rows set in the order of their ids: parted into files by the first digits of the ids, then sorted file by file.

    The ids are hashes, so that the parts are of one size. Iterating gives each part, sorted, as often as one likes.
    """

    def __init__(self, folder: Path, like: pd.DataFrame, parts: int, by: str, open_files: ExitStack) -> None:
        """Open a file for each part."""
        self._schema, self._by = _schema(like), by
        self._files = [folder / f"{part}.arrow" for part in range(parts)]
        self._open = open_files
        self._writers = [open_files.enter_context(pa.ipc.new_stream(str(f), self._schema)) for f in self._files]
        self.rows = 0

    def add(self, table: pd.DataFrame) -> None:
        """Take the rows of a table; the ids are hexadecimal, of 8 digits or more."""
        part = [int(identity[:8], 16) * len(self._files) >> 32 for identity in table[self._by]]
        # an array, as pandas takes a list of one for the name of a column
        for number, rows in table.groupby(np.array(part, dtype=np.int64)):
            self._writers[number].write_table(pa.Table.from_pandas(rows, self._schema, preserve_index=False))
        self.rows += len(table)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Give the rows in the order of their ids, part by part; no more can be added afterwards."""
        self._open.close()
        for file in self._files:
            with pa.ipc.open_stream(pa.memory_map(str(file))) as stream:
                rows = stream.read_all().to_pandas()
            if len(rows):
                yield rows.sort_values(self._by, kind="stable", ignore_index=True)


@contextmanager
def sorted_rows(like: pd.DataFrame, expected: int, by: str = "article_id") -> Iterator[SortedRows]:
    """Open a place on the disk to sort rows in; ``like``: a table with their columns, ``expected``: at most so many."""
    parts = min(_MOST_FILES, max(1, math.ceil(expected / CHUNK)))
    with TemporaryDirectory(prefix="newsframing-") as folder, ExitStack() as open_files:
        yield SortedRows(Path(folder), like, parts, by, open_files)
