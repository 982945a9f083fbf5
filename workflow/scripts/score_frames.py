"""Find the frames of a study's codebooks, sentence by sentence, with the place of every word that showed one."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.frames.codebook import read_codebook
from newsframing.frames.match import score
from newsframing.frames.speakers.attribute import fill, read_for_speakers
from newsframing.frames.truncation import frame_truncation
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, write_csv, write_parquet


def main(
    articles: str,
    speakers: str,
    codebooks: list[str],
    schema: str,
    focus: dict[str, Any] | None,
    scores: str,
    evidence: str,
    truncation: str,
) -> None:
    """Write the scores of every article, readings too, who says their evidence, and what cutting them would lose."""
    rules = load_yaml(Path(schema))
    books = [read_codebook(load_yaml(Path(file), file), rules, file) for file in codebooks]
    every = read_parquet(articles)
    every_score, every_place = score(every, books)
    write_parquet(every_score, scores)
    read = set(every.loc[read_for_speakers(every, focus), "article_id"])
    write_parquet(fill(every_place, read_parquet(speakers), read), evidence)
    write_csv(frame_truncation(every, every_score, books), truncation)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, focus=snakemake.params.focus, **snakemake.output)
