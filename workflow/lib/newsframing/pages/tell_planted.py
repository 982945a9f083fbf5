"""What the page of a planted study says: what was planted, what was found, and where the two part."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.cells import Condition, chosen
from newsframing.figures.words import listing
from newsframing.pages import html
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report

#: a part of the workflow whose rows are no claim of ours: what happens without the correction
FILE = "planted_found"
_UNCORRECTED = "frames, word list alone"


def _cell(row: dict[str, Any], column: str) -> Html:
    """Write a cell that holds a number or a word."""
    try:
        number = float(row[column])
    except ValueError:
        return safe(str(row[column]).replace("_", " "))
    return html.result(FILE, row, column, "count" if number > 1 else "decimal")


def summary(report: Report) -> Html:
    """Say how much of what was planted was found, and what was not."""
    table = report.table("planted_found")
    own: list[Condition] = [("part", "!=", _UNCORRECTED)]
    bare: list[Condition] = [("part", "=", _UNCORRECTED)]
    lost = chosen(table, [*own, ("held", "=", 0)])
    parts = [html.named(f"{row.part} ({row.what})") for row in lost.itertuples()]
    return join(
        paragraph(
            "Of ",
            html.plural_over(FILE, table, "count", "what", "question", where=own),
            " put to the workflow, ",
            html.over(FILE, table, "sum", "held", own),
            " were answered as planted.",
            *([" Not found as planted: ", html.listed(parts), "."] if parts else []),
        ),
        paragraph(
            "Of ",
            html.plural_over(FILE, table, "count", "what", "share", where=bare),
            " taken from the word lists without correction, the interval holds what was planted in ",
            html.over(FILE, table, "sum", "held", bare),
            ": a narrow interval around a wrong number.",
        ),
    )


def parts(report: Report) -> Html:
    """List every question with its answer, a table a part of the workflow."""
    table = report.table("planted_found")
    return join(*(_part(str(name), rows) for name, rows in table.groupby("part", sort=False)))


def _part(name: str, rows: pd.DataFrame) -> Html:
    asked = listing(list(dict.fromkeys(rows["how"])))
    return table_html(
        rows.assign(interval="", held=["yes" if held else "no" for held in rows["held"]]),
        f"{name[0].upper()}{name[1:]}; it holds if: {asked}",
        headers={"interval": "95% interval"},
        columns=["what", "planted", "found", "interval", "held"],
        render={
            "planted": lambda row: _cell(row, "planted"),
            "found": lambda row: _cell(row, "found"),
            "interval": lambda row: html.interval(FILE, row, "decimal"),
        },
    )


def coders(report: Report) -> Html:
    """Say who the coders are, and how far they agree."""
    table = report.table("agreement")
    both: list[Condition] = [("n_both", ">", 0)]
    return paragraph(
        "The coders are simulated; ",
        html.plural_over("agreement", table, "max", "n_both", "article", where=both),
        " coded twice. Krippendorff's alpha lies between ",
        html.over("agreement", table, "min", "alpha", both, "decimal"),
        " and ",
        html.over("agreement", table, "max", "alpha", both, "decimal"),
        " over ",
        html.plural_over("agreement", table, "count", "frame", "frame", where=both),
        ". Their codes open verdicts as this study is marked as planted; nowhere else would they.",
    )
