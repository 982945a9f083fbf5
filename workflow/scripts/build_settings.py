"""Write the study as it ran: every key with its default filled in, and the datasets it names."""

from pathlib import Path
from typing import Any

import yaml

from newsframing import steps
from newsframing.tables import whole_file


def main(settings: dict[str, Any], datasets: dict[str, Any], coded: list[str], study: str) -> None:
    """Write one YAML file.

    ``coded``: the codebooks that codes or labels speak of; without any the record has no such key.
    """
    record = {"study": settings, "datasets": datasets}
    record |= {"coded": coded} if coded else {}
    with whole_file(study) as draft:
        Path(draft).write_text(yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=120), "utf-8")


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        settings=params.study,
        datasets=params.datasets,
        coded=params.coded,
        study=snakemake.output.study,
    )
