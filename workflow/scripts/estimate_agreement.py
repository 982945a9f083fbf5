"""Measure how far coders agree, list the cells on which they differ and the codes that did not come."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.coding.books import read_books
from newsframing.coding.plans import read_plans
from newsframing.evidence import agreeing
from newsframing.evidence.handing import handbook
from newsframing.evidence.response import missing_table
from newsframing.provenance import file_sha256
from newsframing.sheets import write_sheet
from newsframing.tables import read_parquet, write_csv


def main(inputs: dict[str, Any], bootstrap: dict[str, int], outputs: dict[str, Any]) -> None:
    """Write agreement, missing codes and disagreements as tables, and the adjudicator's sheet, which holds texts."""
    books = read_books(inputs["codebooks"], inputs["schema"])
    plans = read_plans(list(inputs["plans"]))
    codes, articles = read_parquet(inputs["codes"]), read_parquet(inputs["articles"])
    shas = {Path(file).stem: file_sha256(Path(file)) for file in inputs["codebooks"]}
    found = agreeing.agreement_of(codes, plans, shas, bootstrap["draws"], bootstrap["seed"])
    write_csv(found, outputs["agreement"])
    write_csv(missing_table(codes, plans), outputs["missing"])
    write_csv(agreeing.open_cells(codes, plans), outputs["disagreements"])
    sheet = agreeing.adjudication_sheet(codes, plans, articles, books)
    used = [books[name] for name in books if (sheet["codebook"] == name).any()]
    stem = Path(outputs["sheet"][0]).with_suffix("")
    title, told = "Cells on which coders differ", agreeing.INSTRUCTIONS
    write_sheet(sheet, agreeing.SHEET_FIELDS, title, told, stem, handbook(used))


if "snakemake" in globals():
    outputs = dict(snakemake.output)
    inputs = {**dict(snakemake.input), "plans": snakemake.params.plans}
    steps.run(main, snakemake.log[0], inputs=inputs, bootstrap=snakemake.params.bootstrap, outputs=outputs)
