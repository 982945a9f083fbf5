"""Fetch one public corpus, checked by its sha256, with a note on where it comes from beside it."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.datasets import fetch


def main(name: str, dataset: dict[str, Any], data: str) -> None:
    """Write the file of a dataset and, beside it, its note."""
    fetch(name, dataset, Path(data).parent)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        name=snakemake.wildcards.dataset,
        dataset=snakemake.params.dataset,
        data=snakemake.output.data,
    )
