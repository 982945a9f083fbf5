"""Clean the records of a corpus, and account for every record that was removed."""

from pathlib import Path

import pandas as pd

from newsframing import steps
from newsframing.cleaning.flow import corpus_flow
from newsframing.cleaning.pipeline import clean
from newsframing.errors import UserError
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, write_csv, write_parquet


def main(
    records: str,
    rejected: str,
    outlets: str,
    languages: list[str] | None,
    window: dict[str, str] | None,
    collected: str | None,
    articles: str,
    excluded: str,
    flow: str,
    changes: str,
    boilerplate: str,
    dates: str,
    unknown_outlets: str,
) -> None:
    """Write articles, excluded records, the flow from read to kept, what cleaning changed, what a user may check."""
    read, refused = read_parquet(records), read_parquet(rejected)
    names = load_yaml(Path(outlets))
    cleaned = clean(read, languages=languages, window=window, outlets=names, collected=collected)
    refusals = [("import", str(reason), int(n)) for reason, n in refused["reason"].value_counts().sort_index().items()]
    steps_taken = corpus_flow(len(read) + len(refused), [*refusals, *cleaned.removed])
    if cleaned.articles.empty:
        told = ", ".join(f"{row.n_removed} {row.reason}" for row in steps_taken.itertuples() if row.n_removed)
        raise UserError(
            f"no article is left of {len(read) + len(refused)} records read" + (f" (removed: {told})" if told else ""),
            right="look at the sources, the window and the languages of the study",
        )
    write_csv(steps_taken, flow)
    write_csv(cleaned.changes, changes)
    write_csv(cleaned.boilerplate, boilerplate)
    write_csv(cleaned.dates, dates)
    write_csv(cleaned.unknown_outlets, unknown_outlets)
    write_parquet(pd.concat([refused, cleaned.excluded], ignore_index=True), excluded)
    write_parquet(cleaned.articles, articles)


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        **snakemake.input,
        languages=params.languages,
        window=params.window,
        collected=params.collected,
        **snakemake.output,
    )
