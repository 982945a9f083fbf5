"""Make the articles of a study: which are in focus, which report an event, and the tables that describe them."""

from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.cleaning.flow import corpus_by_day, corpus_by_outlet, removed_records
from newsframing.events import assign_events
from newsframing.focus import focus_sample, in_focus
from newsframing.tables import read_csv, read_parquet, write_csv, write_parquet


def main(
    inputs: dict[str, str], focus: dict[str, Any] | None, events: list[dict[str, Any]] | None, outputs: dict[str, str]
) -> None:
    """Write articles (counted and readings), excluded records and the tables of the corpus."""
    counted = read_parquet(inputs["articles"])
    counted["focus"] = in_focus(counted, focus)
    counted["event_id"] = assign_events(counted, events)
    readings = read_parquet(inputs["readings"])
    readings["focus"] = False
    excluded = read_parquet(inputs["excluded"])
    tables = [table for table in (counted, readings) if len(table)]
    write_parquet(pd.concat(tables, ignore_index=True).sort_values("article_id"), outputs["articles"])
    write_parquet(excluded, outputs["excluded"])
    write_csv(corpus_by_outlet(counted), outputs["by_outlet"])
    write_csv(corpus_by_day(counted), outputs["by_day"])
    write_csv(removed_records(excluded), outputs["removed"])
    write_csv(focus_sample(counted, focus), outputs["focus_sample"])
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
