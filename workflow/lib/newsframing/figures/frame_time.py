"""Figure of frames over time: small panels, a point a week or month that has stories enough, events marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
from matplotlib.axes import Axes

from newsframing.figures.canvas import Scale, canvas
from newsframing.figures.corpus import in_words
from newsframing.figures.frames import LEAST, Labels, label_of
from newsframing.figures.palette import MUTED, RULE, WARM, frame_colour
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    lines_height,
    nothing,
    styled,
    tidy,
    wrap,
)
from newsframing.figures.words import count, interval, listing, percent, spoken

TEXTS = ["codebook", "frame", "method", "period", "start"]
NUMBERS = ["n", "estimate", "low", "high"]
#: this many points make a line
CELLS = 3
#: a frame in fewer stories than this has no trend to see
RARE = 10
_TALL = 0.62


@styled
def over_time(
    frame_time: pd.DataFrame,
    labels: Labels | None = None,
    codebooks: Mapping[str, str] | None = None,
    events: Sequence[tuple[str, str]] = (),
    width: float = WIDTH,
) -> Chart:
    """Draw the share of stories with each frame by week or month, a panel a frame.

    ``frame_time``: codebook, frame, method, period, start (first day), n, estimate, low, high. A cell of fewer than 20
    stories is left out and no line crosses it; fewer than three cells are no trend, and nothing is drawn. ``events``:
    (date, label), marked by letters.
    """
    table = tidy(frame_time, TEXTS, NUMBERS)
    title = "Frames over time"
    cells = table.drop_duplicates("start")
    if (cells["n"] >= LEAST).sum() < CELLS:
        sizes = [f"{s} ({count(n)})" for s, n in zip(cells["start"], cells["n"], strict=True)]
        period = str(table["period"].iloc[0]) if len(table) else "month"
        why = f"Fewer than {CELLS} {period}s have {LEAST} stories in focus, too few for a trend."
        return nothing(title, why + (f" Stories by first day: {listing(sizes, 12)}." if sizes else ""), width)
    table = table[table["method"] == table["method"].iloc[0]]
    period = str(table["period"].iloc[0])
    order = [c for c in (codebooks or {}) if c in set(table["codebook"])]
    order += sorted(set(table["codebook"]) - set(order))
    drawn = table[(table["n"] >= LEAST) & table["estimate"].notna()]
    starts = sorted(table["start"].unique())
    days = [date.fromisoformat(s).toordinal() for s in (starts[0], starts[-1])]
    across = max(2, int((width - MARGIN) / 1.5))
    gap, left = 0.3, MARGIN + 0.42
    plot = (width - left - MARGIN - gap * (across - 1)) / across
    blocks = []
    stories = (drawn["estimate"] * drawn["n"]).groupby([drawn["codebook"], drawn["frame"]]).sum()
    rare = [pair for pair in stories.index if stories[pair] < RARE]
    for book in order:
        frames = [f for f in dict.fromkeys(table.loc[table["codebook"] == book, "frame"]) if (book, f) not in rare]
        if not frames:
            continue
        heads = [wrap(label_of(labels, book, f), plot + 0.2, SMALL, most=2) for f in frames]
        blocks.append((book, frames, heads))
    tall = lines_height(2, SMALL) + _TALL + 0.3
    names = {b: wrap(clean((codebooks or {}).get(b) or spoken(b)), width - 2 * MARGIN, bold=True) for b in order}
    body = sum(lines_height(len(names[b])) + 0.1 + -(-len(frames) // across) * tall for b, frames, _ in blocks)
    inside = [(d, clean(e)) for d, e in sorted(events) if starts[0] <= d <= _end(starts[-1], period).isoformat()][:26]
    legend = "; ".join(f"{chr(65 + i)}: {label}, {in_words(date.fromisoformat(d))}" for i, (d, label) in
                       enumerate(inside))  # fmt: skip
    few = cells[cells["n"] < LEAST].sort_values("start")
    told = [f"{in_words(date.fromisoformat(s))} ({count(n)})" for s, n in zip(few["start"], few["n"], strict=True)]
    note = f"Left out, fewer than {LEAST} stories: {period}s of {listing(told, 30)}. " if told else ""
    if rare:
        listed = [f"{label_of(labels, *pair)} ({clean(spoken(pair[0]))})" for pair in rare]
        note += f"In fewer than {RARE} of these stories: {listing(listed, 30)}. "
    note += f"Events: {legend}." if legend else ""
    sizes = cells.loc[cells["n"] >= LEAST, "n"]
    explain = (
        f"Share of stories in focus with the frame, by {period} ({count(sizes.min())} to {count(sizes.max())} stories "
        f"a point); lines up and down: 95% intervals. Points are joined only over {period}s that follow each other."
    )
    if not blocks:
        return nothing(title, f"No frame is in {RARE} of these stories.", width)
    sheet = Sheet(title, explain, note, body, width)
    ax = canvas(sheet)
    y, said = 0.0, []
    for book, frames, heads in blocks:
        for line in names[book]:
            sheet.text(MARGIN, y + 0.14, line, weight="bold")
            y += lines_height(1)
        y += 0.1
        for i, (frame, head) in enumerate(zip(frames, heads, strict=True)):
            x, top = left + (i % across) * (plot + gap), y + (i // across) * tall
            for j, line in enumerate(head):
                at = top + lines_height(2 - len(head) + j, SMALL) + 0.08
                sheet.text(x, at, line, size=SMALL)
            top += lines_height(2, SMALL) + 0.02
            scale = Scale(x + 0.06, plot - 0.12, days[0], max(days[1], days[0] + 1))
            _panel(sheet, ax, scale, x, top, plot, labelled=i % across == 0, starts=starts, inside=inside)
            own = drawn[(drawn["codebook"] == book) & (drawn["frame"] == frame)].sort_values("start")
            _line(ax, scale, top, own, period, frame_colour(frame))
            high, low = (own.loc[own["estimate"].idxmax()], own.loc[own["estimate"].idxmin()])
            said.append(f"{label_of(labels, book, frame)} {_cell(low)} to {_cell(high)}")
        y += -(-len(frames) // across) * tall
    alt = f"{title}, {len(sizes)} {period}s with {LEAST} stories or more. Lowest and highest: {listing(said, 40)}."
    return Chart(sheet.figure, title, f"{alt} {note}".strip())


def _cell(row: pd.Series) -> str:
    day = in_words(date.fromisoformat(str(row["start"])))
    return f"{percent(row['estimate'])} ({interval(row['low'], row['high'])}; {day})"


def _end(start: str, period: str) -> date:
    """Give the last day of a week or month."""
    first = date.fromisoformat(start)
    if period == "week":
        return first + timedelta(days=6)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _panel(
    sheet: Sheet, ax: Axes, scale: Scale, x: float, top: float, plot: float, *, labelled: bool,
    starts: Sequence[str], inside: Sequence[tuple[str, str]],
) -> None:  # fmt: skip
    """Draw the frame of a panel: nothing, half and all of the stories, first and last day, letters of events."""
    for share in (0.0, 0.5, 1.0):
        at = top + (1 - share) * _TALL
        ax.plot([x, x + plot], [at, at], color=RULE, linewidth=0.6, zorder=0)
        if labelled:
            sheet.text(x - 0.05, at + 0.035, f"{100 * share:.0f}%", ha="right", size=SMALL, color=MUTED)
    for side, start in (("left", starts[0]), ("right", starts[-1])):
        day = date.fromisoformat(start)
        at = x if side == "left" else x + plot
        sheet.text(at, top + _TALL + 0.14, f"{day.day} {day:%b}", ha=side, size=SMALL, color=MUTED)
    for i, (happened, _) in enumerate(inside):
        at = min(scale.at(date.fromisoformat(happened).toordinal()), x + plot)
        ax.plot([at, at], [top, top + _TALL], color=WARM, linewidth=0.7, dashes=(2, 2), zorder=1)
        sheet.text(at + 0.02, top + 0.07, chr(65 + i), size=8.0, color=WARM)


def _line(ax: Axes, scale: Scale, top: float, own: pd.DataFrame, period: str, colour: str) -> None:
    """Draw the points of one frame and join those of periods that follow each other."""
    last: tuple[date, float, float] | None = None
    for row in own.itertuples(index=False):
        day = date.fromisoformat(str(row.start))
        at, y = scale.at(day.toordinal()), top + (1 - float(row.estimate)) * _TALL
        if row.low == row.low:
            ends = [top + (1 - float(row.low)) * _TALL, top + (1 - float(row.high)) * _TALL]
            ax.plot([at, at], ends, color=colour, linewidth=1.0, alpha=0.6, zorder=2)
        if last is not None and _end(last[0].isoformat(), period) + timedelta(days=1) == day:
            ax.plot([last[1], at], [last[2], y], color=colour, linewidth=1.2, zorder=2)
        ax.plot([at], [y], marker="o", markersize=3.4, color=colour, linestyle="none", zorder=3)
        last = (day, at, y)
