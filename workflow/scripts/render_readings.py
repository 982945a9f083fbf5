"""Write a local reading page for every text that a study reads against its corpus, or for one article on demand."""

from pathlib import Path

import pandas as pd

from newsframing import steps
from newsframing.figures.words import is_missing
from newsframing.frames.match import score
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.attribute import read_for_speakers, speakers_table
from newsframing.frames.speakers.names import finder
from newsframing.pages.gate import gate_of
from newsframing.pages.reading import LOCAL, Background, article_of, reading_page
from newsframing.pages.report import Report
from newsframing.pages.site import page, page_facts
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, whole_file, write_csv

TEMPLATE = "workflow/report/template"
ACTORS_SCHEMA = "workflow/schemas/actors.yaml"


def main(study: str, tables: dict[str, str], actors: list[str], target: str, article: str | None = None) -> None:
    """Write the page of ``article`` to ``target``; without one, a page a reading, and their list there."""
    every, scores, evidence, speakers = (
        read_parquet(tables[name]) for name in ("articles", "scores", "evidence", "speakers")
    )
    report = Report(study)
    stories = report.stories[["article_id", "outlet"]]
    shown = every["role"] == "reading" if article is None else every["article_id"] == article
    # codebooks of the reading pages alone are looked for here: in the texts to show, and in the stories beside them
    beside = every[shown | every["article_id"].isin(stories["article_id"])]
    more_scores, more_evidence = score(beside, report.reading_codebooks)
    scores, evidence = pd.concat([scores, more_scores]), pd.concat([evidence, more_evidence])
    background, codebooks = Background(stories, scores), [*report.codebooks, *report.reading_codebooks]
    gate = gate_of(report, codebooks)
    silent = every[shown & ~read_for_speakers(every)]
    if len(silent):  # nobody has been told apart in articles out of the focus
        known = read_actors([(file, load_yaml(Path(file), file)) for file in actors], load_yaml(Path(ACTORS_SCHEMA)))
        asked = (report.settings.get("speakers") or {}).get("names")
        new = speakers_table(silent, known, finder(asked))
        speakers = pd.concat([speakers[~speakers["article_id"].isin(silent["article_id"])], new])

    def write(one: pd.Series, file: Path) -> str:
        body = reading_page(one, background, evidence, speakers, codebooks, gate)
        name = str(Path(one["source_file"]).name if is_missing(one["title"]) else one["title"])
        facts = page_facts("", f"A reading: {name}", report.settings["title"])
        facts |= {"navigation": [], "up": "", "home": f"../../../../reports/{study}/index.html", "rights": LOCAL}
        with whole_file(file) as draft:
            draft.write_text(page(body, TEMPLATE, facts), "utf-8")
        return name

    if article is not None:
        write(article_of(every, article, study), Path(target))
        return
    folder = Path(target).parent
    # pages of texts that are gone, and of articles asked for before the last change
    for stale in folder.glob("*.html"):
        stale.unlink()
    readings = every[every["role"] == "reading"].iterrows()
    rows = [(one["article_id"], write(one, folder / f"{one['article_id']}.html")) for _, one in readings]
    write_csv(pd.DataFrame(rows, columns=["article_id", "name"]), target)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        study=snakemake.wildcards.study,
        tables={name: file for name, file in snakemake.input.items() if isinstance(file, str)},
        actors=list(snakemake.input.actors),
        target=snakemake.output[0],
        article=snakemake.wildcards.get("article"),
    )
