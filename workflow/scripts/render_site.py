"""Write reports/index.html: the studies of this run with their titles, questions and sizes."""

from importlib.metadata import version
from pathlib import Path

from newsframing import steps
from newsframing.pages.report import Report
from newsframing.pages.site import reports_index
from newsframing.tables import whole_file

TEMPLATE = "workflow/report/template"


def main(studies: list[str], site: str) -> None:
    """Write the list of studies."""
    entries = [Report(study).entry() for study in studies]
    with whole_file(site) as draft:
        Path(draft).write_text(reports_index(entries, TEMPLATE, version=version("newsframing")), "utf-8")


if "snakemake" in globals():
    steps.run(main, snakemake.log[0], studies=snakemake.params.studies, site=snakemake.output[0])
