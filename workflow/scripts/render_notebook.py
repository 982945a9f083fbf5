"""Run one notebook of a report on a study's tables, and make a page of it that stands alone."""

from pathlib import Path
from shutil import copyfile

from newsframing import steps
from newsframing.pages.notebooks import execute, normalise, to_html, write
from newsframing.pages.site import own_script, page_of
from newsframing.tables import whole_file

TEMPLATE = "workflow/report/template"


def main(study: str, notebook: str, draft: str, executed: str, page: str, rules: dict[str, str]) -> None:
    """Execute into the log folder, so that a failed notebook can be opened, and write the page on success.

    ``rules`` names the rule that makes each table: a page says where its numbers come from.
    """
    done = execute(notebook, draft, {"study": study})
    write(normalise(done), executed)
    copyfile(executed, draft)
    stem = Path(page).stem
    with whole_file(page) as target:
        facts = {**page_of(study, stem), **own_script(TEMPLATE, stem), "rules": rules}
        target.write_text(to_html(done, TEMPLATE, facts), "utf-8")


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log.log,
        study=snakemake.wildcards.study,
        notebook=snakemake.input.notebook,
        draft=snakemake.log.notebook,
        executed=snakemake.output.notebook,
        page=snakemake.output.page,
        rules=snakemake.params.get("rules", {}),
    )
