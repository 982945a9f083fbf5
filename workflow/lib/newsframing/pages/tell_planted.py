"""What the page of a planted study says: what was planted, what was found, and where the two part."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.figures.words import decimal, listing, plural
from newsframing.pages.html import Html, join, paragraph, table_html
from newsframing.pages.report import Report

#: a part of the workflow whose rows are no claim of ours: what happens without the correction
_UNCORRECTED = "frames, word list alone"


def _number(value: Any) -> str:
    """Write a cell that holds a number or a word."""
    try:
        number = float(value)
    except ValueError:
        return str(value).replace("_", " ")
    return str(int(number)) if number > 1 else decimal(number)


def summary(report: Report) -> Html:
    """Say how much of what was planted was found, and what was not."""
    table = report.table("planted_found")
    own, bare = table[table["part"] != _UNCORRECTED], table[table["part"] == _UNCORRECTED]
    lost = own[own["held"] == 0]
    parts = [f"{row.part} ({row.what})" for row in lost.itertuples()]
    missed = f" Not found as planted: {listing(parts)}." if parts else ""
    return join(
        paragraph(f"Of {plural(len(own), 'question')} put to the workflow, {int(own['held'].sum())} were answered as "
                  f"planted.{missed}"),
        paragraph(f"Of {plural(len(bare), 'share')} taken from the word lists without correction, the interval holds "
                  f"what was planted in {int(bare['held'].sum())}: a narrow interval around a wrong number."),
    )  # fmt: skip


def parts(report: Report) -> Html:
    """List every question with its answer, a table a part of the workflow."""
    table = report.table("planted_found")
    return join(*(_part(str(name), rows) for name, rows in table.groupby("part", sort=False)))


def _part(name: str, rows: pd.DataFrame) -> Html:
    shown = pd.DataFrame(
        {
            "what": rows["what"],
            "planted": [_number(value) for value in rows["planted"]],
            "found": [_number(value) for value in rows["found"]],
            "95% interval": [
                "" if pd.isna(row.low) else f"{decimal(row.low)} to {decimal(row.high)}" for row in rows.itertuples()
            ],
            "held": ["yes" if held else "no" for held in rows["held"]],
        }
    )
    asked = listing(list(dict.fromkeys(rows["how"])))
    return table_html(shown, f"{name[0].upper()}{name[1:]}; it holds if: {asked}")


def coders(report: Report) -> Html:
    """Say who the coders are, and how far they agree."""
    table = report.table("agreement")
    both = table[table["n_both"] > 0]
    return paragraph(
        f"The coders are simulated: {both['coders'].iloc[0]}, {plural(int(both['n_both'].max()), 'article')} coded "
        f"twice. Krippendorff's alpha lies between {decimal(both['alpha'].min())} and {decimal(both['alpha'].max())} "
        f"over {plural(len(both), 'frame')}. Their codes open verdicts as this study is marked as planted; nowhere "
        "else would they."
    )
