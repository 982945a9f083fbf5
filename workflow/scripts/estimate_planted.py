"""Hold what was found in the planted study against what was planted."""

from pathlib import Path

from newsframing import steps
from newsframing.planted.found import planted_found
from newsframing.tables import read_csv, read_parquet, write_csv


def main(truth: str, sentences: str, found: str, **tables: str) -> None:
    """Write planted_found.csv; ``tables``: the study's tables by name."""
    read = {name: (read_csv if Path(file).suffix == ".csv" else read_parquet)(file) for name, file in tables.items()}
    write_csv(planted_found(read_csv(truth), read_csv(sentences), read), found)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, found=snakemake.output.found)
