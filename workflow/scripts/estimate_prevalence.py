"""Estimate how often each frame is present, by every method, and corrected by the codes of people where there are."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.coding.plans import read_plans
from newsframing.evidence.agreeing import unchanged
from newsframing.evidence.prevalence import every_prevalence
from newsframing.provenance import file_sha256
from newsframing.tables import read_parquet, write_csv


def main(inputs: dict[str, Any], copies: str, bootstrap: dict[str, int], prevalence: str) -> None:
    """Write the table; a study without codes has the shares as the terms found them."""
    optional = {name: read_parquet(inputs[name][0]) for name in ("predictions", "gold") if inputs[name]}
    articles, scores = read_parquet(inputs["articles"]), read_parquet(inputs["scores"])
    plans = read_plans(list(inputs["plans"]))
    if "gold" in optional:
        today = {Path(file).stem: file_sha256(Path(file)) for file in inputs["codebooks"]}
        optional["gold"] = unchanged(optional["gold"], plans, today)
    if "main" in plans:
        optional["design"] = plans["main"].articles
    draws = {"draws": bootstrap["draws"], "seed": bootstrap["seed"]}
    write_csv(every_prevalence(articles, scores, **optional, copies=copies, **draws), prevalence)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        inputs={**dict(snakemake.input), "plans": snakemake.params.plans},
        copies=snakemake.params.copies,
        bootstrap=snakemake.params.bootstrap,
        prevalence=snakemake.output[0],
    )
