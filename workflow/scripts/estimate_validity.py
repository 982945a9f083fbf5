"""Judge every measure by the codes: precision, recall and F1 of each frame, with intervals over stories."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.classify.judging import judge_all
from newsframing.classify.validity import calibration
from newsframing.coding.books import read_books
from newsframing.evidence.agreeing import with_changes
from newsframing.evidence.unequal import by_group, errors_differ, with_tiers
from newsframing.frames.prevalence import clusters_of
from newsframing.provenance import file_sha256
from newsframing.tables import read_csv, read_parquet, write_csv


def main(inputs: dict[str, Any], bootstrap: dict[str, int], validity: str, groups: str, calibrated: str) -> None:
    """Write frame_validity, overall and by outlet, with tiers; whether errors differ between outlets; calibration."""
    books = read_books(inputs["codebooks"], inputs["schema"])
    articles, gold = read_parquet(inputs["articles"]), read_parquet(inputs["gold"])
    predictions = read_parquet(inputs["predictions"])
    draws, seed = bootstrap["draws"], bootstrap["seed"]
    whole = judge_all(articles, gold, predictions, books, draws, seed)
    outlet = articles.set_index("article_id")["outlet"]
    clusters = clusters_of(articles).set_axis(articles["article_id"])
    parts = by_group(gold, predictions, {"outlet": outlet}, clusters, books, draws, seed)
    table = pd.concat([whole, parts], ignore_index=True) if len(parts) else whole
    today = {Path(file).stem: file_sha256(Path(file)) for file in inputs["codebooks"]}
    write_csv(with_tiers(table, with_changes(read_csv(inputs["agreement"]), today)), validity)
    write_csv(errors_differ(gold, predictions, "outlet", outlet, draws, seed), groups)
    write_csv(calibration(gold, predictions), calibrated)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input),
        bootstrap=snakemake.params.bootstrap,
        validity=snakemake.output.validity,
        groups=snakemake.output.groups,
        calibrated=snakemake.output.calibrated,
    )
