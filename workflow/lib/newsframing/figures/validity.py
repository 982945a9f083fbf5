"""Figures of validity: how well each measure finds what people coded, and what more codes would add."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from newsframing.figures.frames import Labels, label_of
from newsframing.figures.palette import ACCENT, COLOURS, INK, MUTED, RULE, WARM
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    dot,
    lines_height,
    nothing,
    share_axis,
    stack,
    styled,
    text_width,
    tidy,
    wrap,
    write_rows,
)
from newsframing.figures.words import decimal, plural, spoken

MACRO = "macro"
_MARKS = {"classifier": ACCENT, "dictionary": WARM}
_STEP = 0.17


def _colour(method: str, methods: list[str]) -> str:
    return _MARKS.get(method) or COLOURS[(methods.index(method) + 2) % len(COLOURS)]


@styled
def validity(
    frame_validity: pd.DataFrame,
    labels: Labels | None = None,
    codebooks: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Draw F1 of each frame by measure with 95 % intervals, and the mean over frames, codebook by codebook.

    ``frame_validity``: codebook, frame, method, group, value, n, n_present, f1, f1_low, f1_high; group=all is drawn.
    """
    table = tidy(
        frame_validity, ["codebook", "frame", "method", "group"], ["n", "n_present", "f1", "f1_low", "f1_high"]
    )
    table = table[(table["group"] == "all") & table["f1"].notna()]
    title = "How well each measure finds what people coded"
    if table.empty:
        return nothing(
            title, "No measure could be judged: no frame has codes and predictions of the same articles.", width
        )
    methods = sorted(table["method"].unique(), key=lambda m: (m != "classifier", m != "dictionary", m))
    explain = "F1 of presence (0 to 1): the balance of what is found rightly and what is missed. Lines: 95% intervals."
    blocks = []
    for codebook in dict.fromkeys(table["codebook"]):
        part = table[table["codebook"] == codebook]
        frames = [frame for frame in dict.fromkeys(part["frame"]) if frame != MACRO] + [MACRO]
        counts = {row.frame: int(row.n_present) for row in part.itertuples()}
        names = ["Mean over frames" if f == MACRO else f"{label_of(labels, codebook, f)} ({counts[f]})" for f in frames]
        own = [m for m in methods if m in set(part["method"])]
        rows = stack(names, 0.36 * width, least=0.16 + _STEP * len(own))
        blocks.append((codebook, part, frames, names, own, rows))
    after = text_width("0.00", SMALL) + 0.16
    left = MARGIN + max(block[-1].width for block in blocks) + 0.14
    plot = width - left - MARGIN - after
    heads = [wrap(str((codebooks or {}).get(b[0], b[0])), width - 2 * MARGIN, bold=True) for b in blocks]
    key = 0.26
    body = key + sum(b[-1].height + 0.46 + lines_height(len(h)) for b, h in zip(blocks, heads, strict=True))
    note = "In brackets: articles in which people coded the frame. Classifier: out of fold, never seen in training."
    sheet = Sheet(title, explain, note, body, width)
    x = MARGIN
    for method in methods:
        sheet.text(x, 0.14, "●", color=_colour(method, methods), size=SMALL)
        sheet.text(x + 0.14, 0.14, spoken(method), color=INK)
        x += 0.34 + text_width(spoken(method))
    y, said = key, []
    for (_, part, frames, names, own, rows), head in zip(blocks, heads, strict=True):
        for line in head:
            sheet.text(MARGIN, y + 0.13, line, weight="bold")
            y += lines_height(1)
        write_rows(sheet, rows, left - 0.12, y)
        ax = sheet.axes(left, y, plot, rows.height)
        ax.set_ylim(rows.height, 0)
        ax.set_yticks([])
        share_axis(ax, 1.0, "F1", max(2, int(plot / 0.6)))
        marks = [mark for mark in ax.get_xticks() if 0 <= mark <= 1]
        ax.set_xticks(marks, [f"{mark:.1f}" for mark in marks])
        for frame, name, centre in zip(frames, names, rows.centres, strict=True):
            cells = []
            for place, method in enumerate(own):
                one = part[(part["frame"] == frame) & (part["method"] == method)]
                if one.empty:
                    continue
                row = one.iloc[0]
                at = centre + (place - (len(own) - 1) / 2) * _STEP
                colour = _colour(method, methods)
                dot(ax, at, {"estimate": row["f1"], "low": row["f1_low"], "high": row["f1_high"]}, colour)
                sheet.text(left + plot + 0.1, y + at + 0.05, decimal(row["f1"]), size=SMALL, color=colour)
                cells.append(f"{spoken(method)} {decimal(row['f1'])}")
            if frame == MACRO:
                ax.axhline(centre - rows.height / len(frames) / 2, color=RULE, linewidth=0.8)
            said.append(f"{name}: {', '.join(cells)}")
        y += rows.height + 0.46
    return Chart(sheet.figure, title, f"{title}. F1: " + "; ".join(said) + ".")


@styled
def curve(learning_curve: pd.DataFrame, codebooks: Mapping[str, str] | None = None, width: float = WIDTH) -> Chart:
    """Draw macro-F1 by number of coded articles in training, measured and read off further.

    ``learning_curve``: codebook, n_train, f1, f1_low, f1_high, measured (0/1).
    """
    table = tidy(learning_curve, ["codebook"], ["n_train", "f1", "f1_low", "f1_high", "measured"])
    title = "What more codes would add"
    if table.empty:
        return nothing(title, "No classifier was trained, so there is no learning curve.", width)
    books = list(dict.fromkeys(table["codebook"]))
    explain = "Macro-F1 of the classifier, out of fold, by coded articles in training. Hollow: read off the trend."
    high = 2.3
    note = (
        "Read off: macro-F1 falls on a line over 1/√n. It holds for codes of the same kind, as a guide and no promise."
    )
    sheet = Sheet(title, explain, note, (high + 0.85) * len(books), width)
    said = []
    for number, book in enumerate(books):
        part = table[table["codebook"] == book].sort_values("n_train")
        top = number * (high + 0.85)
        sheet.text(MARGIN, top + 0.13, str((codebooks or {}).get(book, book)), weight="bold")
        ax = sheet.axes(MARGIN + 0.5, top + 0.28, width - 2 * MARGIN - 0.7, high)
        known, ahead = part[part["measured"] == 1], part[part["measured"] == 0]
        ax.fill_between(known["n_train"], known["f1_low"], known["f1_high"], color=ACCENT, alpha=0.15, linewidth=0)
        ax.plot(known["n_train"], known["f1"], "o-", color=ACCENT, markersize=5)
        joined = pd.concat([known.tail(1), ahead])
        ax.plot(joined["n_train"], joined["f1"], ":", color=MUTED)
        ax.plot(ahead["n_train"], ahead["f1"], "o", color=MUTED, markerfacecolor="white", markersize=5)
        for row in part.itertuples():
            ax.annotate(decimal(row.f1), (row.n_train, row.f1), (0, 7), textcoords="offset points", ha="center")
        ends = [*part["f1"], *known["f1_low"].dropna(), *known["f1_high"].dropna()]
        ax.set_ylim(max(0.0, min(ends) - 0.05), min(1.0, max(ends) + 0.08))
        ax.set_xlim(0, float(part["n_train"].max()) * 1.06)
        ax.grid(axis="y", color=RULE, linewidth=0.6)
        ax.set_xlabel("coded articles in training", labelpad=4)
        cells = [f"{decimal(row.f1)} with {plural(row.n_train, 'article')}" for row in known.itertuples()]
        cells += [f"about {decimal(row.f1)} expected with {int(row.n_train)}" for row in ahead.itertuples()]
        said.append(f"{book}: {', '.join(cells)}")
    return Chart(sheet.figure, title, f"{title}. Macro-F1, {'; '.join(said)}.")
