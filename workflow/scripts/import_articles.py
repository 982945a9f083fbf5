"""Read every counted source of a corpus into one table of records as they stand."""

from typing import Any

from newsframing import steps
from newsframing.readers.importing import import_files
from newsframing.tables import write_csv


def main(sources: list[dict[str, Any]], records: str, rejected: str, notes: str) -> None:
    """Write records, what could not be read with its reason, and what was found out about the files."""
    write_csv(import_files(sources, records, rejected), notes)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], sources=snakemake.params.sources, **snakemake.output)
