"""Read the codes that people made and the labels of other tools, and settle one value an article and frame."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.coding.books import read_books
from newsframing.coding.importing import import_all
from newsframing.coding.plans import read_plans
from newsframing.tables import read_parquet, write_csv, write_parquet


def main(
    inputs: dict[str, Any], codings: list[Any], predictions: list[Any], plans: list[str], outputs: dict[str, str]
) -> None:
    """Write codes, gold values and labels, what was read, and what belongs to no article of the corpus."""
    books = read_books(inputs["codebooks"], inputs["schema"])
    articles, excluded = read_parquet(inputs["articles"]), read_parquet(inputs["excluded"])
    counted = articles[articles["role"] == "counted"]
    found = import_all(codings, predictions, books, counted, excluded, Path(), read_plans(plans))
    for name in ("codes", "gold", "labels"):
        write_parquet(getattr(found, name), outputs[name])
    for name in ("summary", "methods", "unmatched"):
        write_csv(getattr(found, name), outputs[name])


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input),
        codings=params.codings,
        predictions=params.predictions,
        plans=params.plans,
        outputs=dict(snakemake.output),
    )
