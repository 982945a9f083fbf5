"""Put together what can be taken from a study: all tables as a workbook, a summary on one page, the list of both."""

from pathlib import Path

from newsframing import steps
from newsframing.pages import summary, tell_downloads
from newsframing.pages.report import Report
from newsframing.pages.site import write_page
from newsframing.pages.workbook import write_workbook
from newsframing.tables import read_csv

TEMPLATE = "workflow/report/template"
MAIN = "frame_prevalence.svg"


def main(study: str, tables: list[str], figures: str, outputs: dict[str, str]) -> None:
    """Write workbook and summary first: the page says how large they are."""
    report = Report(study, "downloads")
    named = {Path(file).stem: read_csv(file) for file in sorted(tables)}
    write_workbook(named, report.settings["title"], outputs["workbook"])
    drawn = read_csv(figures)
    alt = str(drawn.loc[drawn["file"] == MAIN, "alt"].iloc[0])
    picture = (report.folder / "figures" / MAIN).read_text("utf-8")
    summary.write_summary(summary.contents(report, picture, alt), f"{TEMPLATE}/summary.typ", outputs["summary"])
    write_page(tell_downloads.body(report, list(named), drawn), TEMPLATE, study, outputs["page"])


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        study=snakemake.wildcards.study,
        tables=list(snakemake.input.tables),
        figures=snakemake.input.figures,
        outputs=dict(snakemake.output),
    )
