"""Estimate how often, where and with what each frame is present, and choose the sentences that show it."""

from typing import Any

from newsframing import steps
from newsframing.events import events_to_show
from newsframing.frames import measures
from newsframing.frames.adjust import outlet_differences
from newsframing.frames.keyness import keyness
from newsframing.frames.quotes import QuoteBudget, events_table, evidence_quotes
from newsframing.frames.regression import marginal_effects
from newsframing.tables import read_csv, read_parquet, write_csv, write_parquet
from newsframing.tokens import load_matrix


def main(
    inputs: dict[str, str],
    copies: str,
    split: dict[str, Any] | None,
    bootstrap: dict[str, int],
    outputs: dict[str, Any],
) -> None:
    """Write the frame tables; those with intervals over stories, quotations within what a page may quote."""
    articles = read_parquet(inputs["articles"])
    scores, evidence = read_parquet(inputs["scores"]), read_parquet(inputs["evidence"])
    draws = (copies, bootstrap["draws"], bootstrap["seed"])
    by_article = measures.article_measures(scores, evidence)
    write_parquet(by_article, outputs["by_article"])
    write_csv(measures.measures_table(by_article, articles, *draws), outputs["measures"])
    write_csv(measures.cooccurrence(scores, evidence, articles, *draws), outputs["cooccurrence"])
    write_csv(measures.over_time(scores, articles, *draws), outputs["time"])
    write_csv(outlet_differences(scores, articles, *draws), outputs["outlets"])
    write_csv(marginal_effects(scores, articles, copies), outputs["regression"])
    matrix = load_matrix(inputs["matrix"])
    write_csv(keyness(matrix, articles, scores, evidence, copies, split), outputs["keyness"])
    budget = QuoteBudget()  # one for both tables: what a page quotes of an article is bounded over all of it
    shown = events_to_show(read_csv(inputs["events"]))
    events = events_table(articles[articles["event_id"].isin(shown)], scores, evidence, budget)
    write_csv(events, outputs["events"])
    write_csv(evidence_quotes(articles, evidence, budget=budget), outputs["quotes"])


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input),
        copies=params.copies,
        split=params.split,
        bootstrap=params.bootstrap,
        outputs=dict(snakemake.output),
    )
