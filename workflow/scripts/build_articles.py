"""Make the articles of a study: which are in focus, which report an event, and the tables that describe them."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.cleaning.coverage import corpus_by_week, corpus_languages, corpus_texts
from newsframing.cleaning.flow import corpus_by_day, corpus_by_outlet, removed_records
from newsframing.cleaning.outlets import Outlets
from newsframing.duplicates import represent
from newsframing.events import (
    assign_events,
    events_account,
    events_by_outlet,
    propose_events,
    read_edits,
    settle_events,
)
from newsframing.focus import focus_counts, focus_sample, in_focus
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet, write_csv, write_parquet


def main(
    inputs: dict[str, Any], focus: dict[str, Any] | None, events: list[dict[str, Any]] | None, outputs: dict[str, str]
) -> None:
    """Write articles (counted and readings), excluded records, proposed events and the tables of the corpus."""
    counted = read_parquet(inputs["articles"])
    mentions = focus_counts(counted, focus)  # once: it reads every word
    counted["focus"] = in_focus(counted, focus, mentions)
    counted = represent(counted)
    outlets = Outlets(load_yaml(Path(inputs["outlets"]))).names(counted["outlet"])
    proposed = propose_events(counted, outlets)
    files = [Path(file) for file in inputs["edits"]]
    edits = read_edits(files[0], files[0].as_posix(), counted["article_id"].tolist()) if files else None
    settled = settle_events(counted, assign_events(counted, events), proposed, edits)
    counted["event_id"] = settled["event_id"]
    readings = read_parquet(inputs["readings"])
    readings["focus"] = False
    excluded = read_parquet(inputs["excluded"])
    tables = [table for table in (counted, readings) if len(table)]
    write_parquet(pd.concat(tables, ignore_index=True).sort_values("article_id"), outputs["articles"])
    write_parquet(excluded, outputs["excluded"])
    write_csv(proposed, outputs["proposed"])
    write_csv(events_account(counted, settled, events), outputs["events"])
    write_csv(corpus_by_outlet(counted), outputs["by_outlet"])
    write_csv(corpus_by_day(counted), outputs["by_day"])
    write_csv(corpus_by_week(counted), outputs["by_week"])
    write_csv(corpus_texts(counted), outputs["texts"])
    records = read_parquet(inputs["records"], ["article_id", "language"])
    write_csv(corpus_languages(counted, excluded, records), outputs["languages"])
    write_csv(events_by_outlet(counted, settled["event_id"]), outputs["event_outlets"])
    write_csv(removed_records(excluded), outputs["removed"])
    write_csv(focus_sample(counted, focus, counts=mentions), outputs["focus_sample"])
    for name in ("flow", "changes", "notes", "boilerplate", "dates", "unknown_outlets"):
        write_csv(read_csv(inputs[name]), outputs[name])


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input),
        focus=params.focus,
        events=params.events,
        outputs=dict(snakemake.output),
    )
