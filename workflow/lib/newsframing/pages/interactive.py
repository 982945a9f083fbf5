"""The main figure's numbers by outlet, as a table; a script makes a chart of it in which an outlet can be chosen.

Without the script the still figure stands, and the table below it can be opened: nothing is lost.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.figures.corpus import outlet_name
from newsframing.figures.palette import frame_colour
from newsframing.frames.prevalence import to_show
from newsframing.pages import html
from newsframing.pages.gate import gate_of
from newsframing.pages.html import Html, safe
from newsframing.pages.report import Report

#: an outlet with fewer stories is not offered: its shares would say little
LEAST = 20
ALL = ("all", "all")


def shares(report: Report, figure: Html) -> Html:
    """Wrap the still figure, and put the table of its numbers below, all outlets first, then each of 20 stories."""
    table, _ = to_show(report.table("frame_prevalence"))
    table, note, _ = gate_of(report).sift(table)
    groups = _groups(table)
    if not groups:
        return figure
    head = "".join(f'<th scope="col">{name}</th>' for name in ["Frame", *(_named(table, group) for group in groups)])
    bodies = [_body(report, book.id, book.title, table, groups) for book in report.codebooks]
    return Html(
        f'<div id="still">{figure}</div>\n'
        '<details id="shares"><summary>The numbers of this figure, by outlet</summary>\n'
        '<div class="scroll" role="region" tabindex="0" aria-label="Shares of stories by frame and outlet">\n<table>\n'
        "<caption><span>Share of stories in focus with each frame, with 95% intervals</span></caption>\n"
        f"<thead><tr>{head}</tr></thead>\n{''.join(bodies)}</table>\n</div>\n{note}</details>"
    )


def _groups(table: pd.DataFrame) -> list[tuple[str, str]]:
    """List all outlets together, then those with stories enough, the largest first."""
    if table[(table["group"] == "all") & (table["n"] >= LEAST)].empty:
        return []
    sizes = table[(table["group"] == "outlet") & (table["n"] >= LEAST)].groupby("value")["n"].max()
    named = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    return [ALL, *(("outlet", str(name)) for name in named)]


def _named(table: pd.DataFrame, group: tuple[str, str]) -> Html:
    """Name a column: the outlet and its number of stories."""
    row = table[(table["group"] == group[0]) & (table["value"] == group[1])].iloc[0]
    name = "All outlets" if group == ALL else outlet_name(group[1])
    return Html(f"{html.named(name)} ({html.result('frame_prevalence', row, 'n')} stories)")


def _body(report: Report, codebook: str, title: str, table: pd.DataFrame, groups: list[tuple[str, str]]) -> str:
    """Write the rows of a codebook, its most frequent frame first, under its title."""
    own = table[table["codebook"] == codebook]
    every = own[own["group"] == "all"].sort_values(["estimate", "frame"], ascending=[False, True])
    if every.empty:
        return ""
    cells = {(r["frame"], r["group"], r["value"]): r for r in own.to_dict("records")}
    rows = [_row(report, codebook, str(frame), cells, groups) for frame in every["frame"]]
    head = f'<tr><th scope="rowgroup" colspan="{len(groups) + 1}">{html.named(title)}</th></tr>'
    return f"<tbody>{head}{''.join(rows)}</tbody>\n"


def _row(
    report: Report, codebook: str, frame: str, cells: dict[Any, dict[str, Any]], groups: list[tuple[str, str]]
) -> str:
    """Write a frame's row; its class holds the colour that it has in every figure."""
    shown = [cells.get((frame, *group)) for group in groups]
    told = "".join(f"<td>{html.estimate('frame_prevalence', one) if one else '–'}</td>" for one in shown)
    colour = frame_colour(frame).lstrip("#").lower()
    label = safe(report.frame_labels[(codebook, frame)])
    return f'<tr><th scope="row" class="colour-{colour}">{label}</th>{told}</tr>\n'
