"""Read every counted source of a corpus into one table of records as they stand."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.readers.importing import import_source
from newsframing.tables import write_csv, write_parquet


def main(sources: list[dict[str, Any]], records: str, rejected: str, notes: str) -> None:
    """Write records, what could not be read with its reason, and what was found out about the files."""
    tables = [
        import_source([(Path(file), file) for file in source["files"]], source["format"], source["options"])
        for source in sources
    ]
    every_record, every_rejected, every_note = (
        pd.concat(part, ignore_index=True) for part in zip(*tables, strict=True)
    )
    write_parquet(every_record, records)
    write_parquet(every_rejected, rejected)
    write_csv(every_note, notes)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], sources=snakemake.params.sources, **snakemake.output)
