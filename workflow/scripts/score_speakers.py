"""Tell who says which sentence where findings speak of it: a state and its forces, an armed group, a civilian, …"""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.attribute import read_for_speakers, speakers_table
from newsframing.frames.speakers.names import finder
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, write_parquet


def main(
    articles: str, actors: list[str], schema: str, focus: dict[str, Any] | None, names: str | None, speakers: str
) -> None:
    """Write a row for every sentence that somebody says; those left out are the article's own."""
    known = read_actors([(file, load_yaml(Path(file), file)) for file in actors], load_yaml(Path(schema)))
    every = read_parquet(articles)
    write_parquet(speakers_table(every[read_for_speakers(every, focus)], known, finder(names)), speakers)


if "snakemake" in globals():
    asked = {"focus": snakemake.params.focus, "names": snakemake.params.names}
    steps.run(main, snakemake.log[0], **snakemake.input, **asked, speakers=snakemake.output[0])
