"""Read and clean the texts that are to be read against a corpus; they count nowhere."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.articles import EXCLUDED_COLUMNS, RECORD_COLUMNS
from newsframing.cleaning.pipeline import clean
from newsframing.readers.importing import import_source
from newsframing.settings import load_yaml
from newsframing.tables import write_parquet


def main(sources: list[dict[str, Any]], outlets: str, readings: str, excluded: str) -> None:
    """Write the readings as articles, and those that could not be used."""
    records, refused = pd.DataFrame(columns=RECORD_COLUMNS), pd.DataFrame(columns=EXCLUDED_COLUMNS)
    for source in sources:
        files = [(Path(file), file) for file in source["files"]]
        read, rejected, _ = import_source(files, source["format"], source["options"], role="reading")
        records, refused = pd.concat([records, read]), pd.concat([refused, rejected])
    cleaned = clean(records.reset_index(drop=True), outlets=load_yaml(Path(outlets)), role="reading")
    write_parquet(cleaned.articles, readings)
    write_parquet(pd.concat([refused, cleaned.excluded], ignore_index=True), excluded)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        sources=snakemake.params.sources,
        outlets=snakemake.input.outlets,
        **snakemake.output,
    )
