"""Account for copies: every cluster, who copies whom, and how many independent stories there are."""

from newsframing import steps
from newsframing.duplicates import copies_table, copying_table, independence_table
from newsframing.tables import read_parquet, write_csv, write_parquet


def main(articles: str, pairs: str, copy_pairs: str, copies: str, copying: str, independence: str) -> None:
    """Write the pairs of the study's corpus and the three tables."""
    every, found = read_parquet(articles), read_parquet(pairs)
    counted = every[every["role"] == "counted"].reset_index(drop=True)
    write_parquet(found, copy_pairs)
    write_csv(copies_table(counted, found), copies)
    write_csv(copying_table(counted, found), copying)
    write_csv(independence_table(counted), independence)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, **snakemake.output)
