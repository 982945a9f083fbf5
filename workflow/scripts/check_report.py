"""Check the truths that every study's results must meet, and write what was found to hold."""

from pathlib import Path

from newsframing import checks, steps
from newsframing.quoted import Quotations, words_of
from newsframing.tables import read_csv, read_parquet, whole_file


def main(
    articles: str,
    excluded: str,
    scores: str,
    evidence: str,
    tables: list[str],
    figures: str,
    pages: list[str],
    readings: str,
    validity: list[str],
    more_pages: list[str],
    verdicts: list[str],
    shown: list[str],
    window: dict[str, str] | None,
    report: str,
) -> None:
    """Write one line a truth; the first that does not hold ends the run."""
    every = read_parquet(articles)
    counted = every[every["role"] == "counted"].reset_index(drop=True)
    table = {Path(file).stem: read_csv(file) for file in tables}
    scored, places = read_parquet(scores), read_parquet(evidence)
    found, drawn = read_csv(figures), Path(figures).parent
    every_file = [*shown, *pages, *more_pages, *(str(drawn / name) for name in found["file"])]
    quotations = Quotations(every)
    for file in every_file:
        checks.shows_little(quotations, words_of(Path(file)), Path(file).name)
    lines = [
        checks.flow_adds_up(table["corpus_flow"], len(counted), len(read_parquet(excluded))),
        checks.articles_are_sound(counted, window),
        checks.copies_are_sound(counted, table["corpus_copies"]),
        checks.events_are_sound(counted, table["corpus_events"], table["corpus_event_outlets"]),
        checks.accounts_add_up(counted, table),
        checks.truncation_is_sound(table["frame_truncation"]),
        checks.topics_are_sound(table["topics"], table["topic_search"], table["topic_choice"]),
        checks.intervals_are_sound(table["topic_prevalence"], "topic_prevalence"),
        checks.scores_are_sound(scored, places, every),
        checks.evidence_is_sound(places, every),
        checks.intervals_are_sound(table["frame_prevalence"], "frame_prevalence"),
        checks.figures_are_described(found, [path.name for path in drawn.iterdir()]),
        checks.quotes_are_few({Path(file).stem: read_csv(file) for file in shown}),
        f"{len(every_file)} tables, pages and figures show at most 50 words of an article",
        *(checks.page_stands_alone(Path(page).read_text("utf-8"), Path(page).name) for page in [*pages, *more_pages]),
        *([checks.validity_is_sound(read_csv(validity[0]), read_parquet(validity[1]))] if validity else []),
        *([checks.codes_are_sound(*map(read_csv, validity[2:]))] if validity else []),
        *(checks.verdicts_are_sound(read_csv(file)) for file in verdicts),
        f"{len(read_csv(readings))} local reading pages",
    ]
    with whole_file(report) as draft:
        draft.write_text("\n".join(lines) + "\n", "utf-8")


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], **snakemake.input, window=snakemake.params.window, report=snakemake.output[0])
