"""Train a classifier for each coded codebook inside nested folds, and gather the predictions of every method."""

from newsframing import steps
from newsframing.classify.judging import fit_all
from newsframing.coding.books import read_books
from newsframing.tables import read_parquet, write_csv, write_parquet


def main(
    articles: str,
    gold: str,
    labels: str,
    codebooks: list[str],
    schema: str,
    texts: dict[str, str],
    predictions: str,
    curve: str,
    choices: str,
    notes: str,
) -> None:
    """Write predictions of all articles, the learning curve, what the folds chose, and what could not be done."""
    steps.use_one_thread()
    books = read_books(codebooks, schema)
    made = fit_all(read_parquet(articles), read_parquet(gold), read_parquet(labels), books, texts)
    write_parquet(made["predictions"], predictions)
    for name, path in (("curve", curve), ("choices", choices), ("notes", notes)):
        write_csv(made[name], path)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, texts=snakemake.params.texts, **snakemake.output)
