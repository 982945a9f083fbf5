"""Find the exact and near copies of a corpus, and list the pairs of articles that share their text."""

from newsframing import steps
from newsframing.duplicates import find_copies
from newsframing.tables import read_parquet, write_parquet


def main(cleaned: str, articles: str, pairs: str) -> None:
    """Write the articles with their clusters, and the pairs that these follow from."""
    marked, found = find_copies(read_parquet(cleaned))
    write_parquet(marked, articles)
    write_parquet(found, pairs)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, **snakemake.output)
