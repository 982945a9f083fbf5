"""Fetch one public corpus, checked by its sha256, with a note on where it comes from beside it."""

from pathlib import Path
from typing import Any

from newsframing.datasets import fetch

from newsframing import steps


def main(name: str, dataset: dict[str, Any], data: str, note: str) -> None:
    """Write the file of a dataset and its note."""
    fetch(name, dataset, Path(data), Path(note))


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        name=snakemake.wildcards.dataset,
        dataset=snakemake.params.dataset,
        **snakemake.output,
    )
