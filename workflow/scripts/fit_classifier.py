"""Train a classifier for each coded codebook inside nested folds, and gather the predictions of every method."""

from newsframing import steps
from newsframing.classify.judging import WORDS, fit_all
from newsframing.coding.books import read_books
from newsframing.tables import read_parquet, write_csv, write_parquet


def main(
    articles: str,
    gold: str,
    labels: str,
    codebooks: list[str],
    schema: str,
    texts: dict[str, str],
    features: str | None,
    predictions: str,
    curve: str,
    choices: str,
    notes: str,
) -> None:
    """Write predictions of all articles, the learning curve, what the folds chose, and what could not be done."""
    steps.use_one_thread()
    books = read_books(codebooks, schema)
    made = fit_all(read_parquet(articles), read_parquet(gold), read_parquet(labels), books, texts, features or WORDS)
    write_parquet(made["predictions"], predictions)
    for name, path in (("curve", curve), ("choices", choices), ("notes", notes)):
        write_csv(made[name], path)


if "snakemake" in globals():
    own = snakemake.params
    steps.run(main, snakemake.log[0], **snakemake.input, texts=own.texts, features=own.features, **snakemake.output)
