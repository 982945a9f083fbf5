"""Take the document-term matrix of a study that starts from shared counts as it was shared."""

from newsframing import steps
from newsframing.counts.corpus import matrix_of
from newsframing.counts.shared import read_shared
from newsframing.tables import write_parquet
from newsframing.tokens import save_matrix, term_table


def main(files: list[str], fit_on: str, copies: str, min_words: int, matrix: str, tokens: str) -> None:
    """Write the matrix, and the same counts as a table of article, term and number."""
    counted = matrix_of(read_shared(files), fit_on, copies, min_words)
    save_matrix(counted, matrix)
    write_parquet(term_table(counted), tokens)


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        files=list(snakemake.input),
        fit_on=params.fit_on,
        copies=params.copies,
        min_words=params.min_words,
        **snakemake.output,
    )
