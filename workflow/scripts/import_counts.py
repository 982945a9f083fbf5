"""Read shared counts and frame scores as the corpus of a study, in place of texts; say what they cannot give."""

from typing import Any

from newsframing import steps
from newsframing.coding.books import read_books
from newsframing.counts.corpus import articles_of, corpus_tables, hold_window
from newsframing.counts.lacking import lacking
from newsframing.counts.shared import chosen_scores, read_shared
from newsframing.frames.match import score
from newsframing.frames.speakers.attribute import COLUMNS as SPEAKERS
from newsframing.frames.truncation import COLUMNS as TRUNCATION
from newsframing.tables import write_csv, write_parquet


def main(inputs: dict[str, Any], settings: dict[str, Any], outputs: dict[str, str]) -> None:
    """Write the articles without texts, their scores, the tables of the corpus, and tables that stay without a row."""
    files, corpus = inputs["files"], settings["corpus"]
    shared, source = read_shared(files), str(corpus["sources"][0]["path"])
    articles = articles_of(shared.documents, source)
    hold_window(articles, corpus.get("window"), source)
    books = read_books(inputs["codebooks"], inputs["schema"])
    frames = [(book.id, [frame.id for frame in book.frames]) for book in books.values()]
    nothing, no_evidence = score(articles.iloc[:0], [])
    tables = corpus_tables(articles, settings.get("events")) | {
        "articles": articles,
        "scores": chosen_scores(shared.scores, frames, source).astype(nothing.dtypes.to_dict()),
        "evidence": no_evidence,
        "speakers": no_evidence.rename(columns={"term": "source"})[SPEAKERS],
        "truncation": nothing.reindex(columns=TRUNCATION),
        "lacking": lacking(settings),
    }
    for name, path in outputs.items():
        (write_parquet if path.endswith(".parquet") else write_csv)(tables[name], path)


if "snakemake" in globals():
    inputs, outputs = dict(snakemake.input.items()), dict(snakemake.output.items())
    steps.run(main, snakemake.log[0], inputs=inputs, settings=snakemake.params.study, outputs=outputs)
