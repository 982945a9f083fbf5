"""Judge every measure by the codes: precision, recall and F1 of each frame, with intervals over stories."""

from typing import Any

from newsframing import steps
from newsframing.classify.judging import judge_all
from newsframing.coding.books import read_books
from newsframing.tables import read_parquet, write_csv


def main(inputs: dict[str, Any], bootstrap: dict[str, int], validity: str) -> None:
    """Write the table frame_validity."""
    books = read_books(inputs["codebooks"], inputs["schema"])
    articles, gold = read_parquet(inputs["articles"]), read_parquet(inputs["gold"])
    predictions = read_parquet(inputs["predictions"])
    write_csv(judge_all(articles, gold, predictions, books, bootstrap["draws"], bootstrap["seed"]), validity)


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input),
        bootstrap=params.bootstrap,
        validity=snakemake.output.validity,
    )
