"""Figure of outlet differences: what sets each outlet apart, as counted and with the mix of its stories taken out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from newsframing.figures.canvas import Scale, canvas, draw_scale, interval_mark
from newsframing.figures.corpus import outlet_name
from newsframing.figures.frames import LEAST, Labels, label_of
from newsframing.figures.palette import INK, MUTED, outlet_colour
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
from newsframing.figures.words import count, listing, plural, spoken

TEXTS = ["codebook", "frame", "outlet"]
NUMBERS = ["n", "raw", "raw_low", "raw_high", "adjusted", "adjusted_low", "adjusted_high", "draws"]
#: a heading across panels hides the lines behind it
_OPAQUE = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}


def points(low: float, high: float) -> str:
    """Write the ends of a difference in percentage points: "−12 to +3"."""
    return " to ".join(point(value) for value in (low, high))


def point(value: float) -> str:
    """Write a difference of shares in percentage points with its sign."""
    said = f"{100 * value:+.0f}".replace("-", "−")
    return "0" if said in ("+0", "−0") else said


@styled
def differences(
    frame_outlets: pd.DataFrame,
    labels: Labels | None = None,
    codebooks: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Draw each outlet's difference to all others, raw (hollow) above adjusted (filled), a panel an outlet.

    ``frame_outlets``: codebook, frame, outlet, n, raw and adjusted with their ends. Frames without any adjusted
    difference are listed below, not drawn.
    """
    table = tidy(frame_outlets, TEXTS, NUMBERS)
    title = "How each outlet differs from the others, raw and adjusted"
    if table.empty:
        why = f"No two groups of stories to compare: an outlet needs {LEAST} stories in focus, and others beside it."
        return nothing(title, why, width)
    order = [c for c in (codebooks or {}) if c in set(table["codebook"])]
    order += sorted(set(table["codebook"]) - set(order))
    pairs = list(dict.fromkeys(zip(table["codebook"], table["frame"], strict=True)))
    bears = table.groupby(["codebook", "frame"])["adjusted"].count()
    drawn = [pair for book in order for pair in pairs if pair[0] == book and bears[pair]]
    left_out = [f"{label_of(labels, *p)} ({clean(spoken(p[0]))})" for p in pairs
                if not bears[p]]  # fmt: skip
    if not drawn:
        return nothing(title, "Every frame is too rare, or too common, in these stories to compare outlets.", width)
    table["outlet"] = [outlet_name(o) for o in table["outlet"]]
    sizes = table.groupby("outlet")["n"].max()
    outlets = sorted(sizes.index, key=lambda o: (-sizes[o], o))
    across = max(1, min(len(outlets), 3 if width >= 6 else 1))
    rows = stack([label_of(labels, *pair) for pair in drawn], 0.34 * width, least=0.3, size=SMALL, lines=2)
    left = MARGIN + rows.width + 0.14
    gap = 0.3
    plot = (width - left - MARGIN - 0.1 - gap * (across - 1)) / across
    heads = {book: wrap(clean((codebooks or {}).get(book) or spoken(book)), width - 2 * MARGIN, SMALL, bold=True)
             for book in dict.fromkeys(book for book, _ in drawn)}  # fmt: skip
    rooms = {book: lines_height(len(head), SMALL) + 0.1 for book, head in heads.items()}
    block = rows.height + sum(rooms.values()) + 0.24
    down = -(-len(outlets) // across)
    ends = table[["raw", "raw_low", "raw_high", "adjusted", "adjusted_low", "adjusted_high"]]
    shown = ends[[pair in set(drawn) for pair in zip(table["codebook"], table["frame"], strict=True)]]
    reach = 1.04 * max(0.1, min(1.0, float(shown.abs().max(axis=None))))
    explain = (
        "Share of stories with the frame, less that of the stories of all other outlets, in percentage points. Hollow: "
        "as counted. Filled: adjusted for length, genre and agency copy. Lines: 95% intervals over stories."
    )
    note = f"Intervals: bootstrap over stories, B = {count(table['draws'].max())}."
    if left_out:
        note += f" In fewer than ten stories, or missing in fewer than ten: {listing(left_out, 30)}."
    sheet = Sheet(title, explain, note, down * (block + 0.62) - 0.3, width)
    ax = canvas(sheet)
    said = []
    for i, outlet in enumerate(outlets):
        x, y = left + (i % across) * (plot + gap), 0.14 + (i // across) * (block + 0.62)
        sheet.text(x + plot / 2, y, f"{outlet} (n\xa0=\xa0{count(sizes[outlet])})", ha="center", weight="bold")
        own = table[table["outlet"] == outlet].set_index(["codebook", "frame"])
        by_pair = own[~own.index.duplicated()].to_dict("index")
        scale = Scale(x, plot, -reach, reach)
        marks = [mark for mark in (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75) if abs(mark) <= reach]
        marks = [mark for mark in marks if scale.width / len(marks) > 0.3 or mark % 0.5 == 0]
        y += 0.06
        draw_scale(sheet, ax, scale, marks, y, block - 0.2, named=True, signed=True)
        ax.plot([scale.at(0)] * 2, [y, y + block - 0.2], color=MUTED, linewidth=1.0, zorder=1)
        sheet.text(x + plot / 2, y + block + 0.1, "percentage points", ha="center", size=SMALL, color=MUTED)
        last, shift = "", 0.0
        for place, (pair, centre) in enumerate(zip(drawn, rows.centres, strict=True)):
            if pair[0] != last:
                last = pair[0]
                if i % across == 0:
                    for j, line in enumerate(heads[last]):
                        at = y + shift + centre - _half(rows.centres, place) + lines_height(j, SMALL) + 0.14
                        sheet.text(MARGIN, at, line, size=SMALL, weight="bold", color=INK, bbox=_OPAQUE)
                shift += rooms[last]
            if i % across == 0:
                one = rows._replace(labels=[rows.labels[place]], centres=[centre + shift])
                write_rows(sheet, one, left - 0.12, y, SMALL)
            if pair in by_pair:
                row = by_pair[pair]
                raw = {"estimate": row["raw"], "low": row["raw_low"], "high": row["raw_high"]}
                moved = {"estimate": row["adjusted"], "low": row["adjusted_low"], "high": row["adjusted_high"]}
                interval_mark(ax, scale, y + shift + centre - 0.055, raw, MUTED, hollow=True, size=4.4)
                if moved["estimate"] == moved["estimate"]:
                    interval_mark(ax, scale, y + shift + centre + 0.055, moved, outlet_colour(outlet), size=4.8)
        said.append(_spoken(outlet, own.loc[own["adjusted"].notna()], labels))
    alt = f"{title}, {plural(len(outlets), 'outlet')} with {LEAST} stories or more. " + " ".join(said)
    return Chart(sheet.figure, title, alt)


def _half(centres: list[float], place: int) -> float:
    """Give half the height of a row of a stack: from its upper edge to its centre."""
    upper = 0.0
    for centre in centres[:place]:
        upper = 2 * centre - upper
    return centres[place] - upper


def _spoken(outlet: str, own: pd.DataFrame, labels: Labels | None) -> str:
    """Say the adjusted differences whose interval leaves out nothing, or that there is none."""
    clear = own[(own["adjusted_low"] > 0) | (own["adjusted_high"] < 0)]
    if clear.empty:
        return f"{outlet}: no adjusted difference whose interval leaves out zero."
    told = [
        f"{label_of(labels, *r.Index)} {point(r.adjusted)} points ({points(r.adjusted_low, r.adjusted_high)}; raw "
        f"{point(r.raw)})"
        for r in clear.sort_values("adjusted", key=abs, ascending=False).itertuples()
    ]
    return f"{outlet}, adjusted differences whose interval leaves out zero: {listing(told, 12)}."
