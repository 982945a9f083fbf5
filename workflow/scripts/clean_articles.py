"""Clean the records of a corpus, and account for every record that was removed."""

from pathlib import Path

from newsframing import steps
from newsframing.cleaning.chunked import clean_file
from newsframing.cleaning.flow import corpus_flow
from newsframing.errors import UserError
from newsframing.settings import load_yaml
from newsframing.streaming import count_rows, parquet_sink
from newsframing.tables import read_parquet, write_csv


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
    refused = read_parquet(rejected)
    n_read = count_rows(records) + len(refused)
    options = {"languages": languages, "window": window, "collected": collected, "outlets": load_yaml(Path(outlets))}
    with clean_file(records, excluded, refused, **options) as cleaned:
        refusals = [(str(reason), int(n)) for reason, n in refused["reason"].value_counts().sort_index().items()]
        taken = corpus_flow(n_read, [*(("import", *refusal) for refusal in refusals), *cleaned.removed])
        if not cleaned.articles.rows:
            told = ", ".join(f"{row.n_removed} {row.reason}" for row in taken.itertuples() if row.n_removed)
            raise UserError(
                f"no article is left of {n_read} records read" + (f" (removed: {told})" if told else ""),
                right="look at the sources, the window and the languages of the study",
            )
        with parquet_sink(articles, cleaned.empty) as sink:
            for chunk in cleaned.articles:
                sink.write(chunk)
    write_csv(taken, flow)
    write_csv(cleaned.changes, changes)
    write_csv(cleaned.accounts.boilerplate, boilerplate)
    write_csv(cleaned.accounts.dates, dates)
    write_csv(cleaned.accounts.unknown_outlets, unknown_outlets)


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
