"""Score the intrusion forms that have come back, beside the automatic scores of each topic."""

from pathlib import Path

from newsframing import steps
from newsframing.tables import read_csv, read_parquet, write_csv
from newsframing.topics.judged import read_judgements, score_judgements


def main(answers: str, topics: str, returned: list[str], table: str) -> None:
    """Write one row a topic and task, and one over all topics; no row where no form has come back."""
    key = read_parquet(answers)
    judgements = read_judgements(map(Path, returned), key)
    write_csv(score_judgements(judgements, key, read_csv(topics)), table)


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, **snakemake.output)
