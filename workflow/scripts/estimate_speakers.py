"""Estimate who says the sentences of each frame, and set the reports of each event side by side."""

from typing import Any

from newsframing import steps
from newsframing.events import events_to_show
from newsframing.frames.event_reports import event_reports
from newsframing.frames.speakers.tables import frame_speakers
from newsframing.tables import read_csv, read_parquet, write_csv


def main(inputs: dict[str, str], copies: str, bootstrap: dict[str, int], outputs: dict[str, Any]) -> None:
    """Write frames by speaker with intervals, and every report of the events to show."""
    articles, evidence = read_parquet(inputs["articles"]), read_parquet(inputs["evidence"])
    listed = read_csv(inputs["events"])
    named = listed.loc[listed["kind"] != "proposed", "event_id"].tolist()
    scores, speakers = read_parquet(inputs["scores"]), read_parquet(inputs["speakers"])
    reports = event_reports(articles, scores, evidence, speakers, events_to_show(listed), named)
    by_speaker = frame_speakers(evidence, articles, copies, bootstrap["draws"], bootstrap["seed"])
    write_csv(by_speaker, outputs["by_speaker"])
    write_csv(reports, outputs["reports"])


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
