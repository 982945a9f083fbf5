"""The figure of one event: every outlet that reports it a column, every frame a row, a tile where the outlet has it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.patches import Rectangle

from newsframing.figures.frames import Labels, label_of, outlet_name
from newsframing.figures.palette import ACCENT, INK, PALE, RULE
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    TEXT,
    WIDTH,
    Chart,
    Sheet,
    clean,
    lines_height,
    nothing,
    stack,
    styled,
    text_width,
    tidy,
    wrap,
    write_rows,
)
from newsframing.figures.words import count, listing, plural, spoken

#: from so many sentences a tile is dark
_MANY = 3
#: a figure has at most so many columns, the outlets with most reports
MOST = 14


@styled
def reports(
    event_reports: pd.DataFrame,
    event: str,
    labels: Labels | None = None,
    codebooks: Mapping[str, str] | None = None,
    most: int = MOST,
    width: float = WIDTH,
) -> Chart:
    """Draw in how many sentences each outlet's reports of one event have each frame: counts, no estimates.

    ``event_reports``: outlet, article_id, codebook, frame, present (0/1), n_sentences, of one event; ``event``: its
    name; ``codebooks``: id to title, also their order. Frames that no report has are listed below, not drawn.
    """
    table = tidy(event_reports, ["outlet", "article_id", "codebook", "frame"], ["present", "n_sentences"])
    title = f"One event, many outlets – {clean(event)}"
    if table.empty:
        return nothing(title, "No article reports this event.", width)
    table["outlet"] = [outlet_name(outlet) for outlet in table["outlet"]]
    sizes = table.groupby("outlet")["article_id"].nunique()
    outlets = sorted(sizes.index, key=lambda o: (-sizes[o], o))[:most]
    table = table[table["outlet"].isin(outlets)]
    outlets.sort()
    cells = table[table["present"] > 0].groupby(["codebook", "frame", "outlet"])["n_sentences"].sum()
    has = {(str(c), str(f)) for c, f, _ in cells.index}
    order = [c for c in codebooks or {} if c in set(table["codebook"])]
    order += sorted(set(table["codebook"]) - set(order))
    every = [(str(c), str(f)) for c, f in table[["codebook", "frame"]].drop_duplicates().itertuples(index=False)]
    blocks = [(c, [f for book, f in every if book == c and (c, f) in has]) for c in order]
    blocks = [(c, frames) for c, frames in blocks if frames]
    twice = [label_of(labels, *pair) for pair in every]
    absent = [
        f"{label} ({spoken(pair[0])})" if twice.count(label) > 1 else label
        for pair, label in zip(every, twice, strict=True)
        if pair not in has
    ]
    stacks = [stack([label_of(labels, c, f) for f in frames], 0.34 * width, least=0.24) for c, frames in blocks]
    left = MARGIN + max([rows.width for rows in stacks], default=1.0) + 0.14
    cell = (width - left - MARGIN) / len(outlets)
    names = [o if sizes[o] == 1 else f"{o} ({count(sizes[o])})" for o in outlets]
    heads = [wrap(name, cell - 0.04, SMALL) for name in names]
    upright = max(map(len, heads)) > 3
    if upright:
        heads = [[name] for name in names]
    deepest = max(text_width(h[0], SMALL) if upright else lines_height(len(h), SMALL) for h in heads)
    head = deepest + 0.1
    body = head + sum(rows.height + lines_height(1) + 0.1 for rows in stacks) + 0.04
    explain = "Sentences with the frame in the reports of each outlet, headline included; an empty tile: none. "
    explain += f"Dark: {_MANY} or more. Counts of these reports, no estimates."
    note = "Measure: dictionary."
    if (sizes > 1).any():
        note += " In brackets: reports of an outlet with more than one."
    if absent:
        note += f" In no report: {listing(absent, 30)}."
    if len(sizes) > len(outlets):
        note += f" Not drawn: {plural(len(sizes) - len(outlets), 'outlet')} with fewer reports."
    sheet = Sheet(title, explain, note, body, width)
    for i, lines in enumerate(heads):
        turn = {"rotation": 90} if upright else {}
        sheet.text(left + (i + 0.5) * cell, head - 0.05, "\n".join(lines), ha="center", va="bottom", size=SMALL, **turn)
    y, said = head, []
    for (codebook, frames), rows in zip(blocks, stacks, strict=True):
        heading = (codebooks or {}).get(codebook) or spoken(codebook).capitalize()
        sheet.text(MARGIN, y + 0.15, wrap(clean(heading), width - 2 * MARGIN, TEXT, True, most=1)[0], weight="bold")
        y += lines_height(1) + 0.06
        write_rows(sheet, rows, left - 0.1, y)
        ax = sheet.axes(left, y, width - left - MARGIN, rows.height)
        ax.set_axis_off()
        ax.set_xlim(0, width - left - MARGIN)
        ax.set_ylim(rows.height, 0)
        top = 0.0
        for frame, centre in zip(frames, rows.centres, strict=True):
            high = 2 * (centre - top)
            for i, outlet in enumerate(outlets):
                n = int(cells.get((codebook, frame, outlet), 0))
                fill = ACCENT if n >= _MANY else PALE if n else "white"
                box = Rectangle((i * cell + 0.02, top + 0.02), cell - 0.04, high - 0.04, facecolor=fill, edgecolor=RULE)
                ax.add_patch(box)
                colour = "white" if n >= _MANY else INK
                ax.text((i + 0.5) * cell, centre, str(n or ""), ha="center", va="center", size=SMALL, color=colour)
            with_it = sum((codebook, frame, outlet) in cells.index for outlet in outlets)
            said.append((with_it, label_of(labels, codebook, frame)))
            top += high
        y += rows.height + 0.04
    told = [f"{label} {with_it}" for with_it, label in sorted(said, key=lambda pair: -pair[0])]
    alt = f"{title}. {plural(table['article_id'].nunique(), 'report')} of {plural(len(outlets), 'outlet')}; "
    alt += f"outlets with the frame: {listing(told, 25) or 'none'}."
    return Chart(sheet.figure, title, alt)
