"""Count words and phrases of a corpus in one sparse matrix that every fit of topics shares."""

from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.articles import TEXT_FIELDS
from newsframing.cleaning.outlets import Outlets
from newsframing.duplicates import represent
from newsframing.focus import in_focus
from newsframing.settings import load_yaml
from newsframing.streaming import read_chunks
from newsframing.tables import read_parquet, write_parquet
from newsframing.tokens import build_matrix, save_matrix, stop_words, term_table


def focus_marks(articles: str, focus: dict[str, Any] | None) -> pd.DataFrame:
    """Give focus and is_copy of each article, with a story in focus standing for its copies."""
    columns = ["article_id", "published", "cluster_id", "is_copy"]
    chunks = read_chunks(articles, [*columns, *TEXT_FIELDS])
    marks = [chunk[columns].assign(focus=in_focus(chunk, focus).to_numpy()) for chunk in chunks]
    return represent(pd.concat(marks, ignore_index=True)).set_index("article_id")[["focus", "is_copy"]]


def main(inputs: dict[str, str], settings: dict[str, Any], matrix: str, tokens: str) -> None:
    """Write the matrix, and the same counts as a table of article, term and number."""
    outlets = read_parquet(inputs["articles"], ["outlet"])["outlet"]
    text = dict(settings["text"])
    words = load_yaml(Path(inputs["stopwords"]))
    stops = stop_words(words["gaps"], words["weak"], text.pop("stopwords"))
    names = Outlets(load_yaml(Path(inputs["outlets"]))).names(outlets)
    chunks = read_chunks(inputs["articles"], [*TEXT_FIELDS, "article_id", "role", "focus", "is_copy"])
    if settings["fit_on"] == "focus":
        marks = focus_marks(inputs["articles"], settings["focus"])
        chunks = (chunk.assign(**marks.loc[chunk["article_id"]].reset_index(drop=True)) for chunk in chunks)
    counted = build_matrix(
        chunks, stopwords=stops, names=names, fit_on=settings["fit_on"], copies=settings["copies"], **text
    )
    save_matrix(counted, matrix)
    write_parquet(term_table(counted), tokens)


if "snakemake" in globals():
    params = snakemake.params
    settings = {"text": params.text, "copies": params.copies, "fit_on": params.fit_on, "focus": params.focus}
    steps.run(main, snakemake.log[0], inputs=dict(snakemake.input), settings=settings, **snakemake.output)
