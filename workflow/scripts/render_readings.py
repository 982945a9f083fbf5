"""Write a local reading page for every text that a study reads against its corpus."""

from pathlib import Path

from newsframing import steps
from newsframing.figures.words import is_missing
from newsframing.pages.reading import LOCAL, reading_page
from newsframing.pages.report import Report
from newsframing.pages.site import page, page_facts
from newsframing.tables import read_parquet

TEMPLATE = "workflow/report/template"


def main(study: str, articles: str, scores: str, evidence: str, folder: str) -> None:
    """Write one page a reading into ``folder``, which is empty where there is none."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    every = read_parquet(articles)
    scored, places = read_parquet(scores), read_parquet(evidence)
    report = Report(study)
    for _, article in every[every["role"] == "reading"].iterrows():
        body = reading_page(article, scored, places, report.stories["article_id"], report.frame_labels)
        name = Path(article["source_file"]).name if is_missing(article["title"]) else article["title"]
        facts = page_facts("", f"A reading: {name}", report.settings["title"])
        facts |= {"navigation": [], "up": "", "home": f"../../../../reports/{study}/index.html", "rights": LOCAL}
        target = Path(folder) / f"{article['article_id']}.html"
        target.write_text(page(body, TEMPLATE, facts), "utf-8")


if "snakemake" in globals():
    files = snakemake.input
    steps.run(
        main,
        snakemake.log[0],
        study=snakemake.wildcards.study,
        articles=files.articles,
        scores=files.scores,
        evidence=files.evidence,
        folder=snakemake.output[0],
    )
