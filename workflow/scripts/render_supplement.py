"""Write a study's pages that need no notebook: articles in focus, cards of frames, regressions, the method text."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.pages import tell_articles, tell_cards, tell_regressions
from newsframing.pages.html import Html
from newsframing.pages.report import Report
from newsframing.pages.site import write_page
from newsframing.pages.tell_method import method
from newsframing.provenance import file_sha256
from newsframing.replication.record import pinned
from newsframing.settings import load_yaml
from newsframing.tables import read_parquet, whole_file, write_csv

TEMPLATE = "workflow/report/template"


def write(text: str, file: str) -> None:
    """Write a text whole or not at all."""
    with whole_file(file) as draft:
        draft.write_text(text, "utf-8", newline="\n")


def main(study: str, inputs: dict[str, Any], rules: dict[str, str], outputs: dict[str, str]) -> None:
    """Write the pages in one go: each takes a moment, and starting a program takes longer."""
    report = Report(study, "method")

    def put(page: str, body: Html) -> None:
        write_page(body, TEMPLATE, study, outputs[page], rules)

    listed = tell_articles.focus_articles(
        read_parquet(inputs["articles"], tell_articles.READ), read_parquet(inputs["scores"])
    )
    write_csv(listed, outputs["listed"])
    put("articles", tell_articles.body(report, listed))

    put("cards", tell_cards.cards(report))
    effects = tell_regressions.tables(report)
    write(effects.latex, outputs["latex"])
    write(effects.markdown, outputs["markdown"])
    put("regressions", effects.page)

    hashes = {Path(file).stem: file_sha256(Path(file)) for file in inputs["codebooks"]}
    held = pinned(Path(inputs["lock"]).read_text("utf-8"))
    works = Path(inputs["works"]).read_text("utf-8")
    told = method(report, works, held, load_yaml(Path(inputs["citation"])), hashes)
    write(told.text, outputs["method_text"])
    write(told.bibtex, outputs["references"])
    put("method", told.page)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        study=snakemake.wildcards.study,
        inputs=dict(snakemake.input),
        rules=snakemake.params.rules,
        outputs=dict(snakemake.output),
    )
