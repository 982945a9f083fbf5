"""Average the index of war and peace journalism over the articles of which people coded six items or more."""

from newsframing import steps
from newsframing.coding.books import read_books
from newsframing.evidence.war_peace import war_peace_table
from newsframing.tables import read_parquet, write_csv


def main(articles: str, gold: str, codebooks: list[str], schema: str, bootstrap: dict[str, int], table: str) -> None:
    """Write one row for all such articles and one an outlet; none where nobody coded so many items."""
    books = read_books(codebooks, schema).values()
    known, codes = read_parquet(articles), read_parquet(gold)
    write_csv(war_peace_table(codes, known, books, bootstrap["draws"], bootstrap["seed"]), table)


if "snakemake" in globals():
    steps.run(
        main, snakemake.log[0], **snakemake.input, bootstrap=snakemake.params.bootstrap, table=snakemake.output[0]
    )
