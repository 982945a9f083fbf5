"""Estimate who says the sentences of each frame, count remedies, and set the reports of each event side by side."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.events import events_to_show
from newsframing.frames.event_reports import event_reports
from newsframing.frames.remedies import frame_remedies
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.tables import frame_speakers, public_sources
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet, write_csv


def main(inputs: dict[str, Any], copies: str, bootstrap: dict[str, int], outputs: dict[str, Any]) -> None:
    """Write frames by speaker with intervals, what is recommended for whom, and every report of the events to show."""
    articles, evidence = read_parquet(inputs["articles"]), read_parquet(inputs["evidence"])
    listed = read_csv(inputs["events"])
    named = listed.loc[listed["kind"] != "proposed", "event_id"].tolist()
    scores, speakers = read_parquet(inputs["scores"]), read_parquet(inputs["speakers"])
    by_speaker = frame_speakers(evidence, articles, copies, bootstrap["draws"], bootstrap["seed"])
    write_csv(by_speaker, outputs["by_speaker"])
    lists = [(file, load_yaml(Path(file), file)) for file in inputs["actors"]]
    actors = read_actors(lists, load_yaml(Path(inputs["schema"])))
    write_csv(frame_remedies(evidence, speakers, articles, actors, copies), outputs["remedies"])
    public = speakers.assign(source=public_sources(speakers["source"], actors))
    reports = event_reports(articles, scores, evidence, public, events_to_show(listed), named)
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
