"""A figure of what truncation does: how often each frame is found in whole articles and in the same ones cut short."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.figures.frames import Labels, label_of
from newsframing.figures.palette import ACCENT, MUTED, PALE, WARM
from newsframing.figures.style import (
    MARGIN,
    WIDTH,
    Chart,
    Sheet,
    lines_height,
    nothing,
    share_axis,
    stack,
    styled,
    text_width,
    tidy,
    write_rows,
)
from newsframing.figures.words import count, listing, percent, spoken

#: of fewer articles no share is drawn
FEWEST = 20
TITLE_TOLD = "What is left of the frames when articles are cut short"


@styled
def truncation(table: pd.DataFrame, labels: Labels | None = None, width: float = WIDTH) -> Chart:
    """Draw for each frame its share in whole articles and in the same ones cut. ``table``: frame_truncation.csv."""
    data = tidy(table, ["codebook", "frame"], ["n", "whole", "cut", "lost"])
    n = int(data["n"].max()) if len(data) else 0
    if n < FEWEST:
        why = f"There are {count(n)} whole articles to compare, fewer than {FEWEST}: no share is drawn of so few."
        return nothing(TITLE_TOLD, why, width)
    data = data[(data["whole"] > 0) | (data["cut"] > 0)]
    if data.empty:
        return nothing(TITLE_TOLD, f"None of {count(n)} articles has any of the frames.", width)
    order = {book: place for place, book in enumerate(dict.fromkeys(data["codebook"]))}
    data = data.assign(place=data["codebook"].map(order))
    data = data.sort_values(["place", "whole", "frame"], ascending=[True, False, True])
    explain = (
        f"Share of {count(n)} articles in focus with the frame: in the whole text (filled dot), and in title, lead and "
        "the first 200 characters of the text (ring)."
    )
    names = [label_of(labels, book, frame) for book, frame in zip(data["codebook"], data["frame"], strict=True)]
    said = [f"{percent(w)} → {percent(c)}" for w, c in zip(data["whole"], data["cut"], strict=True)]
    rows = stack(names, 0.36 * width, least=0.25, lines=2)
    left, after = MARGIN + rows.width + 0.12, max(map(text_width, said), default=0.0) + 0.14
    plot = width - left - MARGIN - after
    parts = list(data.groupby("codebook", sort=False).indices.items())
    extra = lines_height(1) + 0.1
    sheet = Sheet(TITLE_TOLD, explain, "", rows.height + extra * len(parts) + 0.5, width)
    top = 0.0
    moved = []
    for number, (book, places) in enumerate(parts, start=1):
        sheet.text(MARGIN, top + number * extra - 0.06 + _start(rows.centres, places[0]), _named(book), weight="bold")
        moved += [rows.centres[place] + number * extra for place in places]
    rows = rows._replace(centres=moved, height=rows.height + extra * len(parts))
    write_rows(sheet, rows, left - 0.1, top)
    ax = sheet.axes(left, top, plot, rows.height)
    share_axis(ax, max(float(data["whole"].max()), float(data["cut"].max())), "share of articles", int(plot / 0.6))
    ax.set_ylim(rows.height, 0)
    ax.set_yticks([])
    for row, words, y in zip(data.itertuples(), said, moved, strict=True):
        ax.plot([row.cut, row.whole], [y, y], color=PALE, linewidth=2.0, solid_capstyle="butt", zorder=1)
        ax.plot([row.whole], [y], "o", color=ACCENT, markersize=5.2, zorder=3, clip_on=False)
        ring: dict[str, Any] = {"color": "white", "markeredgecolor": WARM, "markeredgewidth": 1.4}
        ax.plot([row.cut], [y], "o", **ring, markersize=4.6, zorder=2, clip_on=False)
        sheet.text(width - MARGIN, top + y + 0.04, words, ha="right", color=MUTED)
    worst = data[data["whole"] >= 0.1].sort_values(["lost", "frame"], ascending=[False, True])
    told = [
        f"{label_of(labels, r.codebook, r.frame)} {percent(r.whole)} to {percent(r.cut)}" for r in worst.itertuples()
    ]
    most = f"Frames in one article of ten or more, those that lose most first: {listing(told, 12)}."
    alt = f"{TITLE_TOLD}, n = {count(n)} articles. {most if told else 'No frame is in one article of ten.'}"
    return Chart(sheet.figure, TITLE_TOLD, alt)


def _start(centres: list[float], place: int) -> float:
    """Give where a row begins: halfway between it and the row above."""
    return (centres[place] + centres[place - 1]) / 2 if place else 0.0


def _named(book: object) -> str:
    return spoken(book).capitalize()
