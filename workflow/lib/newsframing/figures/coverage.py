"""Figures of what a corpus covers: weeks by outlet, lengths of articles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from newsframing.figures.corpus import MOST_OUTLETS, day_of, in_words, merged_rest, outlet_name
from newsframing.figures.palette import ACCENT, BAND, INK, MUTED, PALE
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    nothing,
    stack,
    styled,
    text_width,
    tidy,
    write_rows,
)
from newsframing.figures.words import MISSING, count, listing, plural

#: past so many columns a column is several weeks
MOST_COLUMNS = 54
_STEPS = (1, 2, 4, 13, 26, 52, 104, 260)
_WEEK = timedelta(days=7)
ALL, REST = "all outlets", "smaller outlets"
#: from this share of the darkest on, ink on a cell is white
DARK = 0.6
#: height of a cell in inches; below this size (points) a number is not written
_HIGH, _SMALLEST = 0.26, 5.0


def shade(share: float, colour: str = ACCENT) -> str:
    """Mix a colour with white: 0 is nearly white, 1 the colour itself."""
    part = 0.08 + 0.92 * min(1.0, max(0.0, share))
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 + (channel - 255) * part):02X}" for channel in channels)


def _columns(first: date, last: date) -> tuple[int, list[date]]:
    """Give how many weeks a column has, and the Monday of each column."""
    weeks = (last - first).days // 7 + 1
    step = next((s for s in _STEPS if -(-weeks // s) <= MOST_COLUMNS), _STEPS[-1])
    return step, [first + _WEEK * place for place in range(0, weeks, step)]


def _days(monday: date, step: int, first: date, last: date) -> int:
    """Count the days of a column that lie between the first and the last day."""
    return max(0, (min(monday + step * _WEEK - timedelta(1), last) - max(monday, first)).days + 1)


@styled
def weeks(weekly: pd.DataFrame, window: Sequence[str] | Mapping[str, str] | None = None, width: float = WIDTH) -> Chart:
    """Draw articles a week and outlet: the darker, the more; the bar under a number is the share of days with any.

    ``weekly``: outlet, week (its Monday; empty if undated), n, n_days. ``window``: as in ``corpus.coverage``.
    """
    title = "Articles by week and outlet"
    table = tidy(weekly, ["outlet", "week"], ["n", "n_days"])
    table["outlet"] = [outlet_name(o) for o in table["outlet"]]
    table["week"] = [day_of(value) for value in table["week"]]
    undated = int(table.loc[table["week"].isna(), "n"].sum())
    dated = table[table["week"].notna() & (table["n"] > 0)]
    if dated.empty:
        why = f"None of the {plural(undated, 'article')} has a date." if undated else "There is no article to draw."
        return nothing(title, why, width)
    edges = [d for d in map(day_of, window.values() if isinstance(window, Mapping) else window or []) if d]
    mondays = [d - timedelta(days=d.weekday()) for d in [*edges, *dated["week"]]]
    step, columns = _columns(min(mondays), max(mondays))
    # without a window the days that could have articles are those of the weeks seen
    start, end = (min(edges), max(edges)) if edges else (columns[0], max(mondays) + timedelta(6))
    possible = [_days(monday, step, start, end) for monday in columns]
    dated, order = merged_rest(dated)
    dated = dated.assign(column=[(d - columns[0]).days // (7 * step) for d in dated["week"]])
    per = dated.groupby(["outlet", "column"])[["n", "n_days"]].sum()
    totals = dated.groupby("column")["n"].sum()
    peak = float(per["n"].max())

    unit = "a week" if step == 1 else f"{step} weeks"
    explain = (
        f"n = {count(dated['n'].sum())} articles; a column is {unit}, named by its first Monday. The darker, the "
        f"more articles (darkest: {count(peak)}). Line under a number: share of its days with an article; grey: none."
    )
    labels = [in_words(monday, year=False) for monday in columns]
    names = [*order, ALL] if len(order) > 1 else order
    rows = stack(names, min(1.9, 0.33 * width), least=0.3, lines=2)
    left = MARGIN + rows.width + 0.12
    plot = width - left - MARGIN
    cell = plot / len(columns)
    upright = max(text_width(label, SMALL) for label in labels) > cell - 0.04
    head = max(text_width(label, SMALL) for label in labels) + 0.08 if upright else 0.2
    note = f"{plural(undated, 'article')} without a date not drawn." if undated else ""
    sheet = Sheet(f"{title}, {in_words(start)} to {in_words(end)}", explain, note, head + rows.height, width)
    write_rows(sheet, rows, left - 0.1, head)
    every = math.ceil(0.14 / cell) if upright else 1  # a label that stands upright needs so much room
    turned = {"rotation": 90, "va": "bottom"} if upright else {}
    for place in range(0, len(labels), every):
        sheet.text(
            left + (place + 0.5) * cell, head - 0.05, labels[place], ha="center", size=SMALL, color=MUTED, **turned
        )
    ax = sheet.axes(left, head, plot, rows.height)
    ax.set_axis_off()
    ax.set_xlim(0, plot)
    ax.set_ylim(rows.height, 0)
    whole = range(len(columns))
    grid = {name: per.loc[name].reindex(whole, fill_value=0) for name in order}
    for name, y in zip(names, rows.centres, strict=True):
        if name == ALL:
            _numbers(ax, totals.reindex(whole, fill_value=0).tolist(), y, cell, 0.0)
            continue
        days = grid[name]["n_days"] * (not name.endswith(REST))  # of outlets together, days cannot be added up
        covered = [min(1.0, d / p) if p else 0.0 for d, p in zip(days, possible, strict=True)]
        _cells(ax, grid[name]["n"].tolist(), covered, y, cell, peak)
        _numbers(ax, grid[name]["n"].tolist(), y, cell, peak)
    silent = {name: int((grid[name]["n"] == 0).sum()) for name in order}
    holes = {name: n for name, n in silent.items() if n}
    lacking = [f"{name} in {count(n)}" for name, n in sorted(holes.items(), key=lambda hole: (-hole[1], hole[0]))]
    low, high_ = int(totals.reindex(range(len(columns)), fill_value=0).min()), int(totals.max())
    alt = (
        f"{title}, {in_words(start)} to {in_words(end)}: {plural(len(columns), 'column')} of {unit}, "
        f"{plural(dated['n'].sum(), 'article')} of {plural(len(order), 'outlet')}. A column has {count(low)} to "
        f"{count(high_)} articles. "
        + (f"Without an article: {listing(lacking)}." if lacking else "Every outlet has articles in every column.")
    )
    return Chart(sheet.figure, title, alt + (" " + note if note else ""))


def _cells(ax: Axes, numbers: Sequence[float], covered: Sequence[float], y: float, cell: float, peak: float) -> None:
    """Draw a row of shaded cells, each with a line of the share of its days that is covered."""
    gap = min(0.03, cell / 8)
    lefts = [place * cell + gap / 2 for place in range(len(numbers))]
    fills = [shade(n / peak) if n else BAND for n in numbers]
    ax.barh([y] * len(lefts), cell - gap, left=lefts, height=_HIGH, color=fills, linewidth=0)
    room, inset = cell - gap - min(0.06, cell / 6), min(0.03, cell / 12)
    inks = ["white" if n / peak > DARK else MUTED for n in numbers]
    starts, under = [left + inset for left in lefts], [y + _HIGH / 2 - 0.035] * len(lefts)
    ax.barh(under, [room * c for c in covered], left=starts, height=0.025, color=inks, linewidth=0)


def _numbers(ax: Axes, numbers: Sequence[float], y: float, cell: float, peak: float) -> None:
    """Write the numbers of a row into its cells, smaller where they must be, or not at all where they do not fit."""
    widest = max(text_width(count(n), SMALL) for n in numbers)
    size = SMALL * min(1.0, (cell - 0.04) / widest)
    if size < _SMALLEST:
        return
    for place, n in enumerate(numbers):
        ink = "white" if peak and n / peak > DARK else INK if n else MUTED
        said = count(n) if n else MISSING
        ax.text((place + 0.5) * cell, y + 0.03, said, size=size, ha="center", va="baseline", color=ink)


@styled
def lengths(texts: pd.DataFrame, width: float = WIDTH) -> Chart:
    """Draw how long articles are: median, quartiles, the middle 90 %, and how many are very short.

    ``texts``: group (all, focus, outlet), value, n, p5, q1, median, q3, p95, n_short. The largest outlets are drawn.
    """
    title = "Length of articles by outlet"
    table = tidy(texts, ["group", "value"], ["n", "p5", "q1", "median", "q3", "p95", "n_short"])
    table = table[table["n"] > 0]
    if table.empty:
        return nothing(title, "There is no article to draw.", width)
    table["name"] = [
        {"all": "all outlets", "focus": "in focus"}.get(str(group), outlet_name(value))
        for group, value in zip(table["group"], table["value"], strict=True)
    ]
    by_outlet = table[table["group"] == "outlet"].sort_values(["n", "name"], ascending=[False, True])
    drawn = pd.concat([table[table["group"] != "outlet"], by_outlet.head(MOST_OUTLETS)])
    left_out = len(by_outlet) - min(len(by_outlet), MOST_OUTLETS)
    explain = (
        "Words of title, lead and text. Dot: median; thick: the middle half; thin: the middle 90%. On the right the "
        "median, and how many articles have fewer than 50 words."
    )
    said = [f"{count(m)} · {count(s)} short" for m, s in zip(drawn["median"], drawn["n_short"], strict=True)]
    rows = stack(drawn["name"].tolist(), 0.33 * width, least=0.27, lines=2)
    left, after = MARGIN + rows.width + 0.12, max(map(text_width, said)) + 0.14
    plot = width - left - MARGIN - after
    note = f"{plural(left_out, 'smaller outlet')} not drawn: tables/corpus_texts.csv has them." if left_out else ""
    sheet = Sheet(title, explain, note, rows.height + 0.5, width)
    write_rows(sheet, rows, left - 0.1, 0.02)
    ax = sheet.axes(left, 0.02, plot, rows.height)
    for row, words, y in zip(drawn.itertuples(), said, rows.centres, strict=True):
        colour = MUTED if row.group == "all" else ACCENT
        ax.plot([row.p5, row.p95], [y, y], color=PALE, linewidth=1.6, solid_capstyle="butt")
        ax.plot([row.q1, row.q3], [y, y], color=colour, linewidth=4.5, solid_capstyle="butt")
        ax.plot([row.median], [y], "o", color="white", markeredgecolor=colour, markersize=5.0, markeredgewidth=1.4)
        sheet.text(width - MARGIN, 0.02 + y + 0.04, words, ha="right", color=MUTED)
    top = max(1.0, float(drawn["p95"].max())) * 1.02
    ax.set_xlim(0, top)
    ax.set_ylim(rows.height, 0)
    ax.set_yticks([])
    ticks = [tick for tick in MaxNLocator(max(2, int(plot / 0.8)), integer=True).tick_values(0, top) if tick <= top]
    ax.set_xticks(ticks, [count(tick) for tick in ticks])
    ax.set_xlabel("number of words", labelpad=3)
    whole = table[table["group"] == "all"].iloc[0] if (table["group"] == "all").any() else drawn.iloc[0]
    alt = f"{title}. Median of all articles {count(whole['median'])} words, quartiles {count(whole['q1'])} and "
    alt += f"{count(whole['q3'])}; {plural(whole['n_short'], 'article')} of fewer than 50 words."
    if len(by_outlet) > 1:
        longest, shortest = (by_outlet.loc[i] for i in (by_outlet["median"].idxmax(), by_outlet["median"].idxmin()))
        alt += f" The median runs from {count(shortest['median'])} ({shortest['name']}) to "
        alt += f"{count(longest['median'])} ({longest['name']})."
    return Chart(sheet.figure, title, alt)
