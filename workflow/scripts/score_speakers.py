"""Tell who says which sentence of every article: a state and its forces, an armed group, a civilian, …"""

from pathlib import Path

from newsframing import steps
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.attribute import speakers_table
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, write_parquet


def main(articles: str, actors: list[str], schema: str, speakers: str) -> None:
    """Write a row for every sentence that somebody says; those left out are the article's own."""
    known = read_actors([(file, load_yaml(Path(file), file)) for file in actors], load_yaml(Path(schema)))
    write_parquet(speakers_table(read_parquet(articles), known), speakers)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, speakers=snakemake.output[0])
