"""Read every counted source of a corpus into one table of records as they stand."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.articles import excluded_table
from newsframing.readers.importing import import_chunks, records_table
from newsframing.streaming import parquet_sink
from newsframing.tables import write_csv


def main(sources: list[dict[str, Any]], records: str, rejected: str, notes: str) -> None:
    """Write records, what could not be read with its reason, and what was found out about the files."""
    every_note = []
    with parquet_sink(records, records_table()) as kept, parquet_sink(rejected, excluded_table([])) as refused:
        for source in sources:
            files = [(Path(file), file) for file in source["files"]]
            for read, broken, found in import_chunks(files, source["format"], source["options"]):
                kept.write(read)
                refused.write(broken)
                every_note.append(found)
    write_csv(pd.concat(every_note, ignore_index=True), notes)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], sources=snakemake.params.sources, **snakemake.output)
