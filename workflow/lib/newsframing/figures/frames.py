"""Figures of the frames: how often each is present, by outlet, and what single events were told with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.collections import PatchCollection
from matplotlib.patches import Patch, Rectangle

from newsframing.figures.canvas import canvas, draw_scale, interval_mark, share_scale
from newsframing.figures.corpus import outlet_name
from newsframing.figures.palette import ACCENT, INK, MUTED, PALE, RULE, frame_colour, outlet_colour
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
    share_axis,
    stack,
    styled,
    text_width,
    tidy,
    wrap,
    write_rows,
)
from newsframing.figures.words import count, interval, listing, percent, plural, spoken

#: Below this many stories a cell is a list of stories, not an estimate (contract of the project).
LEAST = 20
KEYS = ["codebook", "frame", "method", "group", "value"]
VALUES = ["n", "estimate", "low", "high"]

Labels = Mapping[tuple[str, str], str]


def label_of(labels: Labels | None, codebook: object, frame: object) -> str:
    """Give the label of a frame: the codebook's, or its id in words."""
    return clean((labels or {}).get((str(codebook), str(frame))) or spoken(frame).capitalize())


def _of_method(table: pd.DataFrame, method: str | None) -> tuple[pd.DataFrame, str]:
    methods = sorted({str(m) for m in table["method"].dropna()})
    if not methods:
        return table, ""
    if method is None:
        sizes = table["method"].astype(str).value_counts()
        method = min(methods, key=lambda m: (-int(sizes.get(m, 0)), m))
    return table[table["method"].astype(str) == method], method


def _note(method: str, others: Sequence[str]) -> str:
    told = f"Measure: {spoken(method)}." if method else ""
    if method in ("", "dictionary"):
        told += " Terms are matched in sentences; a story counts once however often the frame occurs."
    return " ".join(part for part in (told.strip(), *others) if part)


@styled
def prevalence(
    frame_prevalence: pd.DataFrame,
    labels: Labels | None = None,
    codebooks: Mapping[str, str] | None = None,
    method: str | None = None,
    least: int = LEAST,
    width: float = WIDTH,
    beside: pd.DataFrame | None = None,
) -> Chart:
    """Draw the share of stories in focus that have each frame, by codebook, with 95 % intervals.

    ``frame_prevalence``: codebook, frame, method, group, value, n, estimate, low, high; rows of group=all are drawn.
    ``labels``: (codebook, frame) to label; ``codebooks``: id to title, also their order; ``method``: which measure (the
    one with most rows, if not said). ``beside``: rows of the same shape, uncorrected, drawn in grey beside corrected
    ones. Codebooks with fewer than ``least`` stories are listed, not drawn.
    """
    table = tidy(frame_prevalence, KEYS, VALUES)
    table, method = _of_method(table[(table["group"] == "all") & table["estimate"].notna()], method)
    title = "How often each frame is present in the stories in focus"
    if table.empty:
        return nothing(title, "No frame was measured: no story is in focus.", width)
    few = table[table["n"] < least]
    if len(few) == len(table):
        cells = [f"{label_of(labels, r.codebook, r.frame)} {round(r.estimate * r.n)}" for r in few.itertuples()]
        why = (
            f"With {plural(few['n'].max(), 'story', 'stories')} in focus, fewer than {least}, no share is estimated. "
            f"Stories with the frame: {listing(cells, 30)}."
        )
        return nothing(title, why, width)
    table = table[table["n"] >= least]
    order = [c for c in (codebooks or {}) if c in set(table["codebook"])]
    order += sorted(set(table["codebook"]) - set(order))
    ends = [f"{percent(r.estimate)} ({interval(r.low, r.high)})" for r in table.itertuples()]
    after = max(text_width(e, SMALL) for e in ends) + 0.12
    blocks = []
    for codebook in order:
        part = table[table["codebook"] == codebook].sort_values(["estimate", "frame"], ascending=[False, True])
        rows = stack([label_of(labels, codebook, f) for f in part["frame"]], 0.32 * width, least=0.25)
        blocks.append((codebook, part, rows))
    left = MARGIN + max(rows.width for _, _, rows in blocks) + 0.14
    plot = width - left - MARGIN - after
    heads = [wrap(_head(c, codebooks, part), width - 2 * MARGIN, bold=True) for c, part, _ in blocks]
    body = sum(rows.height + 0.16 + lines_height(len(h)) for (_, _, rows), h in zip(blocks, heads, strict=True)) + 0.34
    what = "in which at least one sentence has the frame" if method == "dictionary" else "that have the frame"
    explain = f"Share of stories {what}; lines: 95% intervals over stories."
    told = [f"Not drawn: frames with fewer than {least} stories."] if len(few) else []
    plain = tidy(beside, KEYS, VALUES)
    plain = plain[(plain["group"] == "all") & plain["frame"].isin(table["frame"])]
    greys = {(r["codebook"], r["frame"]): r for r in plain.to_dict("records")}
    if greys:
        told.append("Coloured: corrected for the method's errors by people's codes. Grey: what it found, uncorrected.")
    sheet = Sheet(title, explain, _note(method, told), body, width)
    top = float(pd.concat([table, plain])[["estimate", "high"]].max(axis=None))
    y, said = 0.02, []
    for i, ((codebook, part, rows), head) in enumerate(zip(blocks, heads, strict=True)):
        for line in head:
            sheet.text(MARGIN, y + 0.13, line, weight="bold")
            y += lines_height(1)
        y += 0.03
        write_rows(sheet, rows, left - 0.12, y)
        ax = sheet.axes(left, y, plot, rows.height)
        ax.set_ylim(rows.height, 0)
        ax.set_yticks([])
        share_axis(ax, top, "share of stories in focus" if i == len(blocks) - 1 else "", max(2, int(plot / 0.6)))
        if i < len(blocks) - 1:
            ax.tick_params(axis="x", labelbottom=False, length=0)
        for row, centre in zip(part.to_dict("records"), rows.centres, strict=True):
            if grey := greys.get((codebook, row["frame"])):
                dot(ax, centre + 0.08, grey, RULE)
            dot(ax, centre, row, frame_colour(row["frame"]))
            text = f"{percent(row['estimate'])} ({interval(row['low'], row['high'])})"
            sheet.text(width - MARGIN, y + centre + 0.04, text, ha="right", size=SMALL, color=MUTED)
        y += rows.height + 0.13
        ranked = [
            f"{label_of(labels, codebook, r.frame)} {percent(r.estimate)} ({interval(r.low, r.high)})"
            for r in part.itertuples()
        ]
        said.append(f"{_head(codebook, codebooks, part)}: {listing(ranked, 20)}.")
    if greys:
        said.append("Corrected by people's codes; in grey what the method found, uncorrected.")
    return Chart(sheet.figure, title, f"{title}, most frequent first. " + " ".join(said))


def _head(codebook: str, codebooks: Mapping[str, str] | None, part: pd.DataFrame) -> str:
    low, high = count(part["n"].min()), count(part["n"].max())
    name = clean((codebooks or {}).get(codebook) or spoken(codebook).capitalize())
    return f"{name} (n\xa0=\xa0{low if low == high else f'{low} to {high}'} stories)"


@styled
def by_outlet(
    frame_prevalence: pd.DataFrame,
    codebook: str,
    labels: Labels | None = None,
    title_of: str | None = None,
    method: str | None = None,
    least: int = LEAST,
    width: float = WIDTH,
) -> Chart:
    """Draw each frame of one codebook by outlet, a panel a frame; outlets with fewer than ``least`` stories are listed.

    ``frame_prevalence`` as in :func:`prevalence`; rows of group=outlet are the cells, group=all the dashed line.
    """
    table = tidy(frame_prevalence, KEYS, VALUES)
    table, method = _of_method(table[(table["codebook"] == codebook) & table["estimate"].notna()], method)
    cells = table[table["group"] == "outlet"].copy()
    name = clean(title_of or spoken(codebook).capitalize())
    title = f"Frames by outlet – {name}"
    if cells.empty:
        return nothing(title, "No story of a named outlet is in focus.", width)
    cells["value"] = [outlet_name(v) for v in cells["value"]]
    small = cells[cells["n"] < least].groupby("value")["n"].max()
    listed = listing([f"{o} ({count(small[o])})" for o in sorted(small.index, key=lambda o: (-small[o], o))], 30)
    shown = cells[cells["n"] >= least]
    if shown.empty:
        why = f"Every outlet has fewer than {least} stories in focus, too few for an estimate: {listed}."
        return nothing(title, why, width)
    whole = table[table["group"] == "all"].set_index("frame")
    sizes = shown.groupby("value")["n"].max()
    outlets = sorted(sizes.index, key=lambda o: (-sizes[o], o))
    means = whole["estimate"] if len(whole) else shown.groupby("frame")["estimate"].mean()
    frames = sorted(set(shown["frame"]), key=lambda f: (-means.get(f, 0.0), f))
    across = max(1, min(len(frames), 3 if width >= 6 else 2 if width >= 5 else 1))
    rows = stack([f"{o} (n\xa0=\xa0{count(sizes[o])})" for o in outlets], 0.3 * width, least=0.22, size=SMALL, lines=2)
    left = MARGIN + rows.width + 0.14
    gap = 0.36
    plot = (width - left - MARGIN - 0.06 - gap * (across - 1)) / across
    heads = [wrap(label_of(labels, codebook, f), plot, bold=True, most=3) for f in frames]
    down = -(-len(frames) // across)
    deep = [max(map(len, heads[i * across : (i + 1) * across])) for i in range(down)]
    tops = [sum(lines_height(d) + rows.height + 0.44 for d in deep[:i]) for i in range(down + 1)]
    explain = "Share of stories in focus with the frame; lines: 95% intervals over stories."
    explain += " Dashed: all outlets together." if len(whole) else ""
    told = [f"Not drawn, fewer than {least} stories: {listed}."] if listed else []
    sheet = Sheet(title, explain, _note(method, told), tops[-1] + 0.18, width)
    ax = canvas(sheet)
    top = float(shown[["estimate", "high"]].max(axis=None))
    said = []
    for i, (frame, head) in enumerate(zip(frames, heads, strict=True)):
        x, y = left + (i % across) * (plot + gap), tops[i // across] + 0.02
        for j, line in enumerate(head, start=deep[i // across] - len(head)):
            sheet.text(x, y + lines_height(j) + 0.13, line, weight="bold")
        y += lines_height(deep[i // across]) + 0.04
        if i % across == 0:
            write_rows(sheet, rows, left - 0.12, y, SMALL)
        scale, marks = share_scale(x, plot, top)
        bottom = i >= len(frames) - across
        draw_scale(sheet, ax, scale, marks, y, rows.height, named=True, signed=False)
        if bottom:
            sheet.text(x + plot / 2, y + rows.height + 0.31, "share of stories", ha="center", size=SMALL, color=MUTED)
        if frame in whole.index:
            mean = scale.at(float(whole.loc[[frame], "estimate"].iloc[0]))
            ax.plot([mean, mean], [y, y + rows.height], color=MUTED, linewidth=1.0, dashes=(3, 2), zorder=1)
        part = shown[shown["frame"] == frame].set_index("value")
        by_name = part[~part.index.duplicated()].to_dict("index")
        for outlet, centre in zip(outlets, rows.centres, strict=True):
            if outlet in by_name:
                interval_mark(ax, scale, y + centre, by_name[outlet], outlet_colour(outlet))
        said.append(_spread(label_of(labels, codebook, frame), part))
    alt = f"{title}, {plural(len(outlets), 'outlet')} with {least} stories or more. " + " ".join(said)
    return Chart(sheet.figure, title, " ".join([alt, *told]))


def _spread(label: str, part: pd.DataFrame) -> str:
    high, low = part["estimate"].idxmax(), part["estimate"].idxmin()
    said = f"{label}: {_cell(part, high)}"
    return f"{said}." if high == low else f"{said}, {_cell(part, low)}."


def _cell(part: pd.DataFrame, outlet: str) -> str:
    row = part.loc[[outlet]].iloc[0]
    return f"{outlet} {percent(row['estimate'])} ({interval(row['low'], row['high'])})"


@styled
def events(
    table: pd.DataFrame,
    codebook: str,
    labels: Labels | None = None,
    title_of: str | None = None,
    most: int = 40,
    width: float = WIDTH,
) -> Chart:
    """Draw, for small studies, how many stories of each event and outlet have each frame: counts, no estimates.

    ``table``: event_id, label, outlet, article_id, codebook, frame, present (0/1). A row is an event and an outlet (an
    event alone where there are more than ``most`` rows), a column a frame; a cell says "2 of 3".
    """
    data = tidy(table, ["event_id", "label", "outlet", "article_id", "codebook", "frame"], ["present"])
    data = data[data["codebook"] == codebook].copy()
    title = f"Stories with each frame, by event and outlet – {clean(title_of or spoken(codebook).capitalize())}"
    if data.empty:
        return nothing(title, "No story belongs to an event.", width)
    data["event"] = [
        clean(e if pd.isna(name) else name) if not pd.isna(e) or not pd.isna(name) else "(no event)"
        for e, name in zip(data["event_id"], data["label"], strict=True)
    ]
    data["outlet"] = [outlet_name(o) for o in data["outlet"]]
    if data.groupby(["event", "outlet"]).ngroups > most:
        data["outlet"] = "all outlets"
    per = data.groupby(["event", "outlet", "frame"]).agg(k=("present", "sum"), n=("article_id", "nunique"))
    found = {key: (int(k), int(of)) for key, k, of in zip(per.index, per["k"], per["n"], strict=True)}
    frames = list(dict.fromkeys(data["frame"]))
    pairs = list(dict.fromkeys(zip(data["event"], data["outlet"], strict=True)))
    pairs = [p for event in dict.fromkeys(e for e, _ in pairs) for p in sorted(p for p in pairs if p[0] == event)]
    n = data["article_id"].nunique()
    label_room = 0.26 * width
    rows = stack([o for _, o in pairs], label_room, least=0.25, size=SMALL, lines=2)
    left = MARGIN + max(rows.width, 0.6) + 0.14
    plot = width - left - MARGIN
    cell = plot / len(frames)
    names = [label_of(labels, codebook, f) for f in frames]
    longest = max(text_width(word, SMALL) for name in names for word in name.split())
    upright = cell - 0.05 < 0.85 * longest
    size = SMALL if upright else SMALL * min(1.0, (cell - 0.05) / longest)
    room, deepest = (1.35, max(1, int(cell / lines_height(1, SMALL)))) if upright else (cell - 0.04, 4)
    heads = [wrap(name, room, size, most=deepest) for name in names]
    longest = max(text_width(line, size) for lines in heads for line in lines)
    head = (longest if upright else lines_height(max(map(len, heads)), size)) + 0.08
    grouped = list(dict.fromkeys(e for e, _ in pairs))
    titles = {e: wrap(e, width - 2 * MARGIN, bold=True, most=2) for e in grouped}
    body = head + rows.height + sum(lines_height(len(t)) + 0.12 for t in titles.values()) + 0.05
    explain = f"Stories with the frame, of the stories of that outlet on that event (n = {count(n)} stories). "
    explain += "Filled: all of them, half-tone: some, white: none. Counts only; these are too few for estimates."
    sheet = Sheet(title, explain, "", body, width)
    for i, lines in enumerate(heads):
        middle = left + (i + 0.5) * cell
        if upright:
            sheet.text(middle, head - 0.02, "\n".join(lines), ha="center", va="bottom", size=size, rotation=90)
            continue
        for j, line in enumerate(lines):
            sheet.text(middle, head - lines_height(len(lines) - j, size) + 0.08, line, ha="center", size=size)
    boxes: list[Patch] = []
    fills: list[str] = []
    y, last = head, None
    heights = [2 * (c - s) for c, s in zip(rows.centres, _starts(rows.centres), strict=True)]
    for (event, outlet), block, height in zip(pairs, rows.labels, heights, strict=True):
        if event != last:
            y += 0.08
            for line in titles[event]:
                sheet.text(MARGIN, y + 0.13, line, weight="bold")
                y += lines_height(1)
            y += 0.04
            last = event
        for j, line in enumerate(block):
            at = y + height / 2 - lines_height(len(block), SMALL) / 2 + lines_height(j, SMALL) + 0.1
            sheet.text(left - 0.1, at, line, ha="right", size=SMALL)
        for i, frame in enumerate(frames):
            k, of = found.get((event, outlet, frame), (0, 0))
            fill = "white" if not k else ACCENT if k >= of else PALE
            boxes.append(Rectangle((left + i * cell + 0.03, y + 0.02), cell - 0.06, height - 0.04))
            fills.append(fill)
            colour = "white" if fill == ACCENT else INK if k else MUTED
            text = (f"{k}/{of}" if cell < 0.5 else f"{k} of {of}") if of else "–"
            middle = left + (i + 0.5) * cell
            sheet.text(middle, y + height / 2, text, ha="center", va="center", size=SMALL, color=colour)
        y += height
    ax = canvas(sheet)
    ax.add_collection(PatchCollection(boxes, facecolors=fills, edgecolor=RULE, linewidth=0.8), autolim=False)
    totals = data[data["present"] > 0].groupby("frame")["article_id"].nunique()
    ranked = sorted(frames, key=lambda f: (-totals.get(f, 0), f))
    said = [f"{label_of(labels, codebook, f)} {int(totals.get(f, 0))}" for f in ranked]
    alt = f"{title}. {plural(n, 'story', 'stories')} on {plural(len(grouped), 'event')}; "
    alt += f"stories with the frame: {listing(said, 20)}."
    return Chart(sheet.figure, title, alt)


def _starts(centres: Sequence[float]) -> list[float]:
    starts, at = [], 0.0
    for centre in centres:
        starts.append(at)
        at = 2 * centre - at
    return starts
