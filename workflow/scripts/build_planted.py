"""Make the articles of the study of which everything is known, what was planted in them, and simulated codes."""

from newsframing import steps
from newsframing.planted.making import make
from newsframing.tables import write_csv


def main(articles: str, truth: str, sentences: str, **codes: str) -> None:
    """Write the texts, the truth and the codes; ``codes``: by codebook, a file each."""
    study = make()
    write_csv(study.articles, articles)
    write_csv(study.truth, truth)
    write_csv(study.sentences, sentences)
    for codebook, file in codes.items():
        write_csv(study.codes[codebook], file)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.output)
