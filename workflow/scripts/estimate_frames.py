"""Estimate how often each frame is present, and choose the sentences that show it."""

from typing import Any

from newsframing import steps
from newsframing.events import events_to_show
from newsframing.frames.prevalence import prevalence
from newsframing.frames.quotes import QuoteBudget, events_table, evidence_quotes
from newsframing.tables import read_csv, read_parquet, write_csv


def main(inputs: dict[str, str], copies: str, bootstrap: dict[str, int], outputs: dict[str, Any]) -> None:
    """Write prevalence with intervals, the events article by article, and sentences to quote."""
    articles = read_parquet(inputs["articles"])
    scores, evidence = read_parquet(inputs["scores"]), read_parquet(inputs["evidence"])
    budget = QuoteBudget()  # one for both tables: what a page quotes of an article is bounded over all of it
    shown = events_to_show(read_csv(inputs["events"]))
    events = events_table(articles[articles["event_id"].isin(shown)], scores, evidence, budget)
    write_csv(prevalence(scores, articles, copies, bootstrap["draws"], bootstrap["seed"]), outputs["prevalence"])
    write_csv(events, outputs["events"])
    write_csv(evidence_quotes(articles, evidence, budget=budget), outputs["quotes"])


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input),
        copies=params.copies,
        bootstrap=params.bootstrap,
        outputs=dict(snakemake.output),
    )
