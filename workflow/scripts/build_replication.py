"""Describe a finished study for those who want to make it again: README, manifest, article ids, lock, RO-Crate."""

from pathlib import Path

import yaml

from newsframing import steps
from newsframing.replication.package import write_package


def main(
    study: str, tables: list[str], rules: dict[str, str], pages: list[str], figures: str, articles: str, lock: str,
    citation: str, readme: str,
) -> None:  # fmt: skip
    """Write the package into the folder of its README; ``rules`` names the rule that makes each table."""
    cited = yaml.safe_load(Path(citation).read_text("utf-8"))
    write_package(study, tables, rules, pages, figures, articles, lock, cited, Path(readme).parent)


if "snakemake" in globals():
    given = snakemake.input
    steps.run(
        main,
        snakemake.log[0],
        study=snakemake.wildcards.study,
        tables=list(given.tables),
        rules=snakemake.params.rules,
        pages=list(given.pages),
        figures=given.figures,
        articles=given.articles,
        lock=given.lock,
        citation=given.citation,
        readme=snakemake.output.readme,
    )
