"""Count words and phrases of a corpus in one sparse matrix that every fit of topics shares."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.cleaning.outlets import Outlets
from newsframing.duplicates import represent
from newsframing.focus import in_focus
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, write_parquet
from newsframing.tokens import build_matrix, save_matrix, stop_words, term_table


def main(inputs: dict[str, str], settings: dict[str, Any], matrix: str, tokens: str) -> None:
    """Write the matrix, and the same counts as a table of article, term and number."""
    articles = read_parquet(inputs["articles"])
    if settings["fit_on"] == "focus":
        articles["focus"] = in_focus(articles, settings["focus"])
        articles = represent(articles)
    text = dict(settings["text"])
    words = load_yaml(Path(inputs["stopwords"]))
    stops = stop_words(words["gaps"], words["weak"], text.pop("stopwords"))
    names = Outlets(load_yaml(Path(inputs["outlets"]))).names(articles["outlet"])
    counted = build_matrix(
        articles, stopwords=stops, names=names, fit_on=settings["fit_on"], copies=settings["copies"], **text
    )
    save_matrix(counted, matrix)
    write_parquet(term_table(counted), tokens)


if "snakemake" in globals():
    params = snakemake.params
    settings = {"text": params.text, "copies": params.copies, "fit_on": params.fit_on, "focus": params.focus}
    steps.run(main, snakemake.log[0], inputs=dict(snakemake.input), settings=settings, **snakemake.output)
