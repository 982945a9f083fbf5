"""Figures of verdicts: each claim's estimate with its interval, and how it moves under other choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from newsframing.figures.canvas import canvas
from newsframing.figures.palette import ACCENT, BAND, MUTED, PALE, RULE, WARM
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    dot,
    lines_height,
    nothing,
    stack,
    styled,
    text_width,
    tidy,
    wrap,
    write_rows,
)

_UNANSWERED = frozenset({"not_testable", "unvalidated"})


def _signed(share: float) -> str:
    """Write a share as points with a sign."""
    value = round(100 * share)
    return f"{value:+d}".replace("-", "−") if value else "0"


@styled
def estimates(verdicts: pd.DataFrame, states: Mapping[str, str] | None = None, width: float = WIDTH) -> Chart:
    """Draw the difference of each claim with its 95 % interval; claims without an answer are hollow and grey.

    ``verdicts``: id, claim, estimate, low, high, smallest_effect, verdict; ``states``: what to call each state.
    """
    table = tidy(verdicts, ["id", "claim", "verdict"], ["estimate", "low", "high", "smallest_effect"])
    table = table[table["estimate"].notna()]
    title = "The claims: differences in the share of stories"
    if table.empty:
        return nothing(title, "No claim is estimated with an interval.", width)
    names = [str((states or {}).get(str(row.verdict), row.verdict)) for row in table.itertuples()]
    labels = [f"{clean(row.claim)} [{name}]" for row, name in zip(table.itertuples(), names, strict=True)]
    rows = stack(labels, 0.46 * width, least=0.42, size=SMALL, lines=6)
    told = [_signed(row.estimate) for row in table.itertuples()]
    after = max(text_width(text, SMALL) for text in told) + 0.16
    left = MARGIN + rows.width + 0.14
    plot = width - left - MARGIN - after
    explain = "Right of the line: as the claim says where it expects more. Grey and hollow: no answer."
    note = "Lines: 95% intervals over stories. Bands: differences too small to matter, as the study set them."
    sheet = Sheet(title, explain, note, rows.height + 0.46, width)
    write_rows(sheet, rows, left - 0.12, 0.0, SMALL)
    ax = sheet.axes(left, 0.0, plot, rows.height)
    ax.set_ylim(rows.height, 0)
    ax.set_yticks([])
    ends = table[["estimate", "low", "high", "smallest_effect"]].abs().max().max()
    reach = max(0.1, -(-ends // 0.1) * 0.1)
    ax.set_xlim(-reach * 1.03, reach * 1.03)
    marks = [-reach, 0.0, reach] if plot < 2.4 else [-reach, -reach / 2, 0.0, reach / 2, reach]
    ax.set_xticks(marks, [_signed(mark) for mark in marks])
    ax.set_xlabel("points", labelpad=4)
    ax.axvline(0, color=RULE, linewidth=1.0, zorder=1)
    for row, centre, text in zip(table.itertuples(), rows.centres, told, strict=True):
        if row.smallest_effect > 0:
            ends_of_band = [-row.smallest_effect, row.smallest_effect]
            ax.fill_betweenx(
                [centre - 0.16, centre + 0.16], *ends_of_band, color=RULE, alpha=0.5, linewidth=0, zorder=0
            )
        answered = row.verdict not in _UNANSWERED
        values = {"estimate": row.estimate, "low": row.low, "high": row.high}
        dot(ax, centre, values, ACCENT if answered else MUTED, hollow=not answered)
        sheet.text(left + plot + 0.1, centre + 0.05, text, size=SMALL)
    said = [
        f"{label}: {_signed(row.estimate)} points ({_signed(row.low)} to {_signed(row.high)})"
        for label, row in zip(labels, table.itertuples(), strict=True)
    ]
    return Chart(sheet.figure, title, f"{title}. {'; '.join(said)}.")


#: heights in inches: of a curve, and of a row of choices under it
_CURVE, _ROW = 1.25, 0.185
_AXES = ("focus_at_least", "duplicates", "measure", "codebook")
_COPIES = {"keep_one": "copies left out", "keep_all": "copies kept"}


@styled
def curves(robustness: pd.DataFrame, claims: Mapping[str, str], width: float = WIDTH) -> Chart:
    """Draw a specification curve a claim: its estimate under every choice, smallest first, and the choices below.

    ``robustness``: id, focus_at_least, duplicates, measure, codebook, estimate, low, high, agrees, the study's own
    choices first; ``claims``: id to the words of the claim, in the order of the panels. (Simonsohn, Simmons & Nelson
    2020.)
    """
    table = tidy(robustness, ["id", *_AXES], ["estimate", "low", "high", "agrees"])
    table = table[table["estimate"].notna()]
    title = "How far each estimate hangs on choices that could have been made otherwise"
    panels = [(name, own) for name in claims if len(own := table[table["id"] == name]) > 1]
    if not panels:
        return nothing(title, "No claim was estimated under more than one choice.", width)
    labelled = [_choices(own) for _, own in panels]
    heads = [wrap(clean(claims[name]), width - 2 * MARGIN, SMALL, bold=True, most=4) for name, _ in panels]
    left = MARGIN + max(text_width(label, SMALL) for rows in labelled for label, _ in rows) + 0.16
    left = max(left, MARGIN + 0.6)
    heights = [
        lines_height(len(head), SMALL) + 0.14 + _CURVE + 0.12 + _ROW * len(rows) + 0.3
        for head, rows in zip(heads, labelled, strict=True)
    ]
    explain = (
        "Each line is one set of choices with its 95% interval; the marks below it say which. Blue: the study's own."
    )
    note = (
        "Orange: another sign, or another verdict, than the study's own choices give. Points of the share of stories."
    )
    sheet = Sheet(title, explain, note, sum(heights), width)
    ax = canvas(sheet)
    said, y = [], 0.0
    for (name, own), rows, head, height in zip(panels, labelled, heads, heights, strict=True):
        for number, line in enumerate(head):
            sheet.text(MARGIN, y + lines_height(number, SMALL) + 0.14, line, size=SMALL, weight="bold")
        _panel(sheet, ax, own, rows, left, y + lines_height(len(head), SMALL) + 0.14)
        first = own.iloc[0]
        said.append(
            f"{clean(claims[name])}: {len(own)} sets of choices, estimates from {_signed(own['estimate'].min())} to "
            f"{_signed(own['estimate'].max())} points, {_signed(first['estimate'])} with the study's own; "
            f"{int((own['agrees'] == 0).sum())} disagree with it"
        )
        y += height
    return Chart(sheet.figure, title, f"{title}. {'. '.join(said)}.")


def _choices(own: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """List the rows of choices of one claim: what a row is called, and which specifications it marks."""
    rows = []
    for axis in _AXES:
        values = own[axis].fillna("").astype("str")
        if values.nunique() < 2:
            continue
        rows += [(_called(axis, value), values == value) for value in dict.fromkeys(values)]
    return rows


def _called(axis: str, value: str) -> str:
    if axis == "focus_at_least":
        number = value.removesuffix(".0")
        return f"{number} mention{'' if number == '1' else 's'}"
    if axis == "duplicates":
        return _COPIES.get(value, value)
    if axis == "codebook":
        return "all terms" if value == "whole" else f"without “{value.rsplit(': ', 1)[-1]}”"
    return value


def _panel(
    sheet: Sheet, ax: Axes, own: pd.DataFrame, rows: list[tuple[str, pd.Series]], left: float, top: float
) -> None:
    """Draw one claim's curve with its axis, and the marks of its choices below."""
    order = own.reset_index()["estimate"].sort_values(kind="stable").index
    right = sheet.width - MARGIN
    step = (right - left - 0.1) / len(own)
    ends = pd.concat([own["low"], own["high"], own["estimate"]])
    low, high = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    scale = _CURVE / max(high - low, 1e-9)

    def at(value: float) -> float:
        return top + (high - value) * scale

    for mark in sorted({0.0, round(low, 1), round(high, 1)}):
        if low <= mark <= high:
            ax.plot([left, right], [at(mark)] * 2, color=RULE if mark else PALE, linewidth=0.8, zorder=0)
            sheet.text(left - 0.08, at(mark) + 0.04, _signed(mark), ha="right", size=SMALL, color=MUTED)
    below = top + _CURVE + 0.12
    for number, (label, _) in enumerate(rows):
        y = below + _ROW * (number + 0.5)
        if number % 2 == 0:
            ax.fill_between([MARGIN, right], y - _ROW / 2, y + _ROW / 2, color=BAND, linewidth=0, zorder=0)
        sheet.text(left - 0.08, y + 0.04, label, ha="right", size=SMALL, color=MUTED)
    for place, position in enumerate(order):
        row = own.iloc[position]
        x = left + 0.05 + step * (place + 0.5)
        colour = ACCENT if position == 0 else MUTED if row["agrees"] else WARM
        wide = 1.8 if position == 0 else 1.0
        if row["low"] == row["low"] and row["high"] == row["high"]:
            ax.plot([x, x], [at(row["low"]), at(row["high"])], color=colour, linewidth=wide, alpha=0.75, zorder=2)
        look: dict[str, Any] = {"linestyle": "none", "color": colour, "zorder": 3}
        ax.plot([x], [at(row["estimate"])], marker="o", markersize=4.6 if position == 0 else 3.0, **look)
        for number, (_, chosen) in enumerate(rows):
            if chosen.iloc[position]:
                size = min(3.4, max(1.4, 60 * step))
                ax.plot([x], [below + _ROW * (number + 0.5)], marker="s", markersize=size, **look)
