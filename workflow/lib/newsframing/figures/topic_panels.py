"""Small multiples of topics: a panel a topic, by outlet or over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from newsframing.figures.corpus import outlet_name
from newsframing.figures.palette import ACCENT, INK, MUTED, PALE, RULE, outlet_colour
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    lines_height,
    nothing,
    stack,
    styled,
    tidy,
    wrap,
    write_rows,
)
from newsframing.figures.words import count, interval, listing, percent, plural

TEXTS = ["topic", "group", "value"]
NUMBERS = ["n", "n_clusters", "estimate", "low", "high", "drawn"]
PERIODS = {"month": "month", "week": "week"}
GAP = 0.24
TINY = 8.0


class Panels(NamedTuple):
    """Where the panels stand: how many across, left edges, tops of the plots, heads; all in inches."""

    across: int
    lefts: list[float]
    tops: list[float]
    plot: float
    heads: list[list[str]]
    height: float


def topic_heads(topics: pd.DataFrame) -> dict[int, tuple[str, bool]]:
    """Give each topic's head, "4 · label" with the word unstable where it is, and whether it is usable."""
    table = tidy(topics, ["label"], ["topic", "usable"])
    return {
        int(row.topic): (
            f"{int(row.topic)} · {clean(row.label)}{'' if row.usable else ' (unstable)'}",
            bool(row.usable),
        )
        for row in table.itertuples(index=False)
    }


def _arrange(heads: Sequence[str], left: float, high: float, foot: float, across: int, width: float) -> Panels:
    """Arrange panels of one height in rows; the heads of a row have the lines of its longest."""
    plot = (width - left - MARGIN - 0.06 - GAP * (across - 1)) / across
    wrapped = [wrap(head, plot, SMALL, bold=True, most=3) for head in heads]
    y, tops = 0.02, []
    for begin in range(0, len(heads), across):
        deep = max(map(len, wrapped[begin : begin + across]))
        y += lines_height(deep, SMALL) + 0.05
        tops += [y] * min(across, len(heads) - begin)
        y += high + foot
    lefts = [left + (i % across) * (plot + GAP) for i in range(len(heads))]
    return Panels(across, lefts, tops, plot, wrapped, y)


def _head(sheet: Sheet, panels: Panels, i: int, usable: bool) -> None:
    for j, line in enumerate(reversed(panels.heads[i])):
        y = panels.tops[i] - 0.06 - lines_height(j, SMALL)
        sheet.text(panels.lefts[i], y, line, weight="bold", size=SMALL, color=INK if usable else MUTED)


def _step(top: float, most: int) -> float:
    return next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if top / s <= most), 0.5)


def _canvas(sheet: Sheet) -> Axes:
    """Give one set of axes in inches over the whole body: many small panels are drawn faster in one."""
    ax = sheet.axes(0, 0, sheet.width, sheet.body)
    ax.set_axis_off()
    ax.patch.set_alpha(0)
    ax.set_xlim(0, sheet.width)
    ax.set_ylim(sheet.body, 0)
    return ax


def _drawn(table: pd.DataFrame, heads: dict[int, tuple[str, bool]]) -> tuple[pd.DataFrame, list[int]]:
    shown = table[(table["drawn"] == 1) & table["estimate"].notna()].copy()
    shown["topic"] = shown["topic"].astype(int)
    return shown, [topic for topic in heads if topic in set(shown["topic"])]


@styled
def by_outlet(topic_prevalence: pd.DataFrame, topics: pd.DataFrame, width: float = WIDTH) -> Chart:
    """Draw each topic's share by outlet, a panel a topic; outlets with too few stories are listed, not drawn.

    ``topic_prevalence``: topic, group, value, n, n_clusters, estimate, low, high, drawn (of one treatment of copies);
    ``topics``: topic, label, usable. The dashed line is the share in all articles; each panel has its own scale, for an
    outlet with one subject would else press all others to the axis.
    """
    title = "Topics by outlet"
    table = tidy(topic_prevalence, TEXTS, NUMBERS)
    heads = topic_heads(topics)
    cells = table[table["group"] == "outlet"].copy()
    if cells.empty:
        return nothing(title, "No article has a named outlet.", width)
    cells["value"] = [outlet_name(v) for v in cells["value"]]
    few = cells[cells["drawn"] != 1].groupby("value")["n_clusters"].max().sort_index()
    listed = listing([f"{o} ({count(n)})" for o, n in few.items()], 20)
    shown, order = _drawn(cells, heads)
    if shown.empty:
        return nothing(title, f"Every outlet has too few stories for an estimate: {listed}.", width)
    sizes = shown.groupby("value")["n_clusters"].max()
    outlets = sorted(sizes.index, key=lambda o: (-sizes[o], o))
    rows = stack([f"{o} ({count(sizes[o])})" for o in outlets], max(0.27 * width, 1.2), least=0.18, size=TINY, lines=1)
    left = MARGIN + rows.width + 0.1
    panels = _arrange([heads[t][0] for t in order], left, rows.height, 0.32, 4 if width >= 6 else 2, width)
    explain = "Mean share of an article's text, with 95% intervals over stories; dashed: all outlets. "
    explain += "In brackets: stories. Each panel has its own scale; grey: unstable topics."
    note = f"Not drawn, fewer than 20 stories: {listed}." if listed else ""
    sheet = Sheet(title, explain, note, panels.height, width)
    ax = _canvas(sheet)
    everything = table[table["group"] == "all"].set_index("topic")["estimate"]
    faint, bars, colours, dots = [], [], [], []
    for i, topic in enumerate(order):
        x, y = panels.lefts[i], panels.tops[i]
        part = shown[shown["topic"] == topic].set_index("value")
        top = max(float(part[["estimate", "high"]].max(axis=None)), 0.01)
        step = _step(top, max(2, int(panels.plot / 0.42)))
        end = min(1.0, step * -(-top // step))
        _head(sheet, panels, i, heads[topic][1])
        if i % panels.across == 0:
            write_rows(sheet, rows, left - 0.07, y, TINY)
        for mark in range(round(end / step) + 1):
            place = x + mark * step / end * panels.plot
            faint.append([(place, y), (place, y + rows.height)])
            label = f"{100 * mark * step:.0f}%" if mark == round(end / step) else f"{100 * mark * step:.0f}"
            sheet.text(place, y + rows.height + 0.14, label, ha="center", size=TINY, color=MUTED)
        if topic in everything.index:
            place = x + float(everything[topic]) / end * panels.plot
            ax.plot([place, place], [y, y + rows.height], color=MUTED, linewidth=0.8, dashes=(3, 2), zorder=1)
        for outlet, centre in zip(outlets, rows.centres, strict=True):
            if outlet not in part.index:
                continue
            row = part.loc[outlet]
            colour = outlet_colour(outlet) if heads[topic][1] else PALE
            dots.append((x + row["estimate"] / end * panels.plot, y + centre, colour))
            if row["low"] == row["low"]:
                ends = [(x + row[side] / end * panels.plot, y + centre) for side in ("low", "high")]
                bars.append(ends)
                colours.append(colour)
    ax.add_collection(LineCollection(faint, colors=RULE, linewidths=0.5, zorder=0))
    ax.add_collection(LineCollection(bars, colors=colours, linewidths=1.3, zorder=2))
    ax.scatter([d[0] for d in dots], [d[1] for d in dots], s=11, c=[d[2] for d in dots], zorder=3, linewidths=0)
    told = [_extremes(heads[topic][0], shown[shown["topic"] == topic].set_index("value")) for topic in order]
    alt = f"{title}: {plural(len(order), 'topic')}, {plural(len(outlets), 'outlet')}. " + " ".join(told)
    return Chart(sheet.figure, title, " ".join(part for part in (alt, note) if part))


def _extremes(head: str, part: pd.DataFrame) -> str:
    high, low = part["estimate"].idxmax(), part["estimate"].idxmin()
    row = part.loc[high]
    said = f"{head}: most in {high}, {percent(row['estimate'])} ({interval(row['low'], row['high'])})"
    return f"{said}." if high == low else f"{said}, least in {low}, {percent(part.loc[low, 'estimate'])}."


@styled
def over_time(topic_prevalence: pd.DataFrame, topics: pd.DataFrame, width: float = WIDTH) -> Chart:
    """Draw each topic's share by month or week, a panel a topic; a period with too few stories or outlets is a gap.

    ``topic_prevalence`` and ``topics`` as in :func:`by_outlet`; rows of group=month or group=week are the cells. A
    cross on the ground line marks a period that is not drawn.
    """
    table = tidy(topic_prevalence, TEXTS, NUMBERS)
    cells = table[table["group"].isin(PERIODS)]
    period = str(cells["group"].iloc[0]) if len(cells) else "week"
    title = f"Topics by {period}"
    heads = topic_heads(topics)
    if cells.empty:
        return nothing("Topics over time", "No article has a date.", width)
    periods = sorted(cells["value"].astype(str).unique())
    shown, order = _drawn(cells, heads)
    lacking = [p for p in periods if p not in set(shown["value"].astype(str))]
    listed = listing(lacking, 12)
    if shown.empty:
        return nothing(title, f"No {period} has 20 stories of three outlets, so none is drawn: {listed}.", width)
    left, high = MARGIN + 0.38, 0.62
    panels = _arrange([heads[t][0] for t in order], left, high, 0.34, 4 if width >= 6 else 2, width)
    explain = f"Mean share of an article's text by {period}, {periods[0]} to {periods[-1]}; bands: 95% intervals over "
    explain += "stories. One scale for all panels; grey: unstable topics. The mix of outlets changes over time too."
    note = f"Crosses: not drawn, fewer than 20 stories or 3 outlets: {listed}." if lacking else ""
    sheet = Sheet(title, explain, note, panels.height, width)
    ax = _canvas(sheet)
    top = float(shown[["estimate", "high"]].max(axis=None))
    step = _step(top, 3)
    end = step * -(-top // step)
    gap = panels.plot / max(1, len(periods) - 1) if len(periods) > 1 else 0.0
    for i, topic in enumerate(order):
        x, y = panels.lefts[i], panels.tops[i]
        _head(sheet, panels, i, heads[topic][1])
        lines = []
        for mark in range(round(end / step) + 1):
            place = y + high - mark * step / end * high
            lines.append([(x, place), (x + panels.plot, place)])
            if i % panels.across == 0:
                sheet.text(x - 0.05, place + 0.035, f"{100 * mark * step:.0f}%", ha="right", size=TINY, color=MUTED)
        ax.add_collection(LineCollection(lines, colors=RULE, linewidths=0.5, zorder=0))
        sheet.text(x, y + high + 0.15, _short(periods[0]), size=TINY, color=MUTED)
        if len(periods) > 1:
            sheet.text(x + panels.plot, y + high + 0.15, _short(periods[-1]), ha="right", size=TINY, color=MUTED)
        part = shown[shown["topic"] == topic].set_index("value")
        colour = ACCENT if heads[topic][1] else PALE
        _runs(ax, part, periods, x, y + high, gap, high / end, colour)
    told = [_extremes(heads[topic][0], shown[shown["topic"] == topic].set_index("value")) for topic in order]
    alt = f"{title}, {periods[0]} to {periods[-1]}: {plural(len(order), 'topic')}. " + " ".join(told)
    return Chart(sheet.figure, title, " ".join(part for part in (alt, note) if part))


def _short(period: str) -> str:
    return period.partition("-")[2] if "W" in period else period


def _runs(
    ax: Axes, part: pd.DataFrame, periods: Sequence[str], x: float, ground: float, gap: float, unit: float, colour: str
) -> None:
    """Draw the line and band of one topic, broken where a period is not drawn."""
    run: list[tuple[float, float, float, float]] = []
    for i, period in enumerate([*periods, None]):
        if period in part.index:
            row = part.loc[period]
            low, high = (row[s] if row[s] == row[s] else row["estimate"] for s in ("low", "high"))
            run.append((x + i * gap, *(ground - v * unit for v in (row["estimate"], low, high))))
            continue
        if run:
            places = [r[0] for r in run]
            ax.fill_between(places, [r[2] for r in run], [r[3] for r in run], color=colour, alpha=0.25, linewidth=0)
            ax.plot(places, [r[1] for r in run], color=colour, linewidth=1.3, marker="o", markersize=2.2)
            run = []
        if period is not None:
            ax.plot([x + i * gap], [ground], marker="x", color=MUTED, markersize=3.5, markeredgewidth=0.9)
