"""Figure of frames that come together: a network of the pairs that stand in the same stories more often than chance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.patches import FancyBboxPatch

from newsframing.figures.canvas import canvas
from newsframing.figures.frames import LEAST, Labels, label_of
from newsframing.figures.palette import COLOURS, INK, MUTED
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
    text_width,
    tidy,
    wrap,
)
from newsframing.figures.words import count, decimal, listing, plural, spoken

TEXTS = ["codebook", "frame", "codebook_other", "frame_other", "method"]
NUMBERS = ["n_frame", "n_other", "n_both", "n_shared", "n", "expected", "phi", "low", "high"]
#: links that are drawn at most, the strongest first
MOST = 40
#: stories that must have a frame, and that must lack it, for its links to be drawn
RARE = 10
_BOX = 0.33
_SEED = 5

Node = tuple[str, str]


def linked(frame_cooccurrence: pd.DataFrame) -> pd.DataFrame:
    """Choose the pairs to draw: phi surely above zero, mostly not by the same words, neither frame rare."""
    table = frame_cooccurrence
    sizes = table[["n_frame", "n_other"]]
    table = table[(sizes.min(axis=1) >= RARE) & (sizes.max(axis=1) <= table["n"] - RARE)]
    apart = ~(table["n_shared"] * 2 >= table["n_both"])  # where nobody knows the words, a pair is drawn
    strong = table[(table["low"] > 0) & apart & (table["n_both"] > 0)]
    return strong.sort_values(["phi", *TEXTS], ascending=[False] + [True] * len(TEXTS)).head(MOST)


@styled
def cooccurrence(
    frame_cooccurrence: pd.DataFrame,
    labels: Labels | None = None,
    codebooks: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Draw frames as boxes and a line between two that share stories more often than chance would have it.

    ``frame_cooccurrence``: codebook, frame, codebook_other, frame_other, n_both, n_shared, n, phi, low, high. The wider
    a line the higher phi. Positions come from a seeded force layout and mean nothing but nearness; boxes are pushed
    apart until none covers another.
    """
    table = tidy(frame_cooccurrence, TEXTS, NUMBERS)
    title = "Frames that come together in a story"
    if table.empty or table["n"].max() < LEAST:
        return nothing(title, f"Fewer than {LEAST} stories are in focus, too few to tell what comes together.", width)
    table = table[table["method"] == table["method"].iloc[0]]
    edges = linked(table)
    if edges.empty:
        return nothing(title, "No two frames stand in the same stories more often than chance would have it.", width)
    nodes: list[Node] = sorted(
        {(r.codebook, r.frame) for r in edges.itertuples()}
        | {(r.codebook_other, r.frame_other) for r in edges.itertuples()}
    )
    books = [b for b in (codebooks or {}) if any(b == n[0] for n in nodes)]
    books += sorted({n[0] for n in nodes} - set(books))
    colours = {book: COLOURS[[0, 5, 3, 7, 1, 8, 6][i % 7]] for i, book in enumerate(books)}
    texts = {node: label_of(labels, *node) for node in nodes}
    widths = {node: text_width(texts[node], SMALL) + 0.18 for node in nodes}
    height = max(2.4, 0.19 * len(nodes) * (2.0 if width < 5 else 1.35))
    key = [f"{clean((codebooks or {}).get(b) or spoken(b))}" for b in books]
    keys = [wrap(k, width - 2 * MARGIN - 0.25, SMALL) for k in key]
    room = sum(lines_height(len(k), SMALL) + 0.05 for k in keys) + 0.1
    places = _places(nodes, edges, widths, width - 2 * MARGIN, height)
    n = int(table["n"].max())
    explain = (
        f"A line joins two frames that are in the same stories more often than chance would have it (n = {count(n)}; "
        "95% interval of the correlation phi above zero); the wider, the higher phi. Colour: codebook."
    )
    hidden = int(((table["low"] > 0) & (table["n_shared"] * 2 >= table["n_both"])).sum())
    note = f"Frames in fewer than {RARE} stories, or missing in fewer than {RARE}, are left out. "
    if table["n_shared"].isna().any():
        note += "The words are not known that put two frames into a story: they may be the same. "
    if hidden:
        note += f"Not drawn: {plural(hidden, 'pair')} that mostly the same words put into both frames."
    sheet = Sheet(title, explain, note, room + height, width)
    ax = canvas(sheet)
    y = 0.1
    for book, lines in zip(books, keys, strict=True):
        ax.plot([MARGIN, MARGIN + 0.16], [y - 0.03] * 2, color=colours[book], linewidth=4, solid_capstyle="butt")
        for line in lines:
            sheet.text(MARGIN + 0.25, y, line, size=SMALL, color=MUTED)
            y += lines_height(1, SMALL)
        y += 0.05
    for r in edges.iloc[::-1].itertuples():
        (x0, y0), (x1, y1) = places[r.codebook, r.frame], places[r.codebook_other, r.frame_other]
        ax.plot(
            [x0 + MARGIN, x1 + MARGIN], [y0 + room, y1 + room], color=MUTED, alpha=0.55, zorder=1,
            linewidth=0.5 + 7 * max(0.0, r.phi),
        )  # fmt: skip
    for node in nodes:
        x, at = places[node][0] + MARGIN, places[node][1] + room
        ax.add_patch(
            FancyBboxPatch(
                (x - widths[node] / 2 + 0.04, at - 0.085), widths[node] - 0.08, 0.17, zorder=2, facecolor="white",
                edgecolor=colours[node[0]], linewidth=1.3, boxstyle="round,pad=0.03,rounding_size=0.06",
            )
        )  # fmt: skip
        sheet.text(x, at, texts[node], ha="center", va="center", size=SMALL, color=INK)
    told = [
        f"{texts[r.codebook, r.frame]} and {texts[r.codebook_other, r.frame_other]} (phi {decimal(r.phi)}, "
        f"{count(r.n_both)} stories where {decimal(r.expected, 0)} were expected)"
        for r in edges.head(10).itertuples()
    ]
    alt = f"{title}: {plural(len(edges), 'pair')} of {len(nodes)} frames. The strongest: {listing(told, 12)}."
    return Chart(sheet.figure, title, alt)


def _places(
    nodes: list[Node], edges: pd.DataFrame, widths: dict[Node, float], width: float, height: float
) -> dict[Node, tuple[float, float]]:
    """Lay the frames out by a seeded force layout, then push boxes apart until none covers another."""
    import networkx as nx  # only this figure needs it

    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(
        [((r.codebook, r.frame), (r.codebook_other, r.frame_other), float(r.phi)) for r in edges.itertuples()]
    )
    laid = nx.spring_layout(graph, seed=_SEED, k=1.6 / np.sqrt(len(nodes)), iterations=200)
    at = np.array([laid[node] for node in nodes], dtype=float)
    at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9)
    # frames of another component stand far off: drawn by rank for the most part, the whole sheet is used
    ranks = at.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, len(nodes) - 1)
    at = (at + 2 * ranks) / 3
    half = np.array([widths[node] / 2 for node in nodes])
    at = np.column_stack([half + at[:, 0] * (width - 2 * half), _BOX / 2 + at[:, 1] * (height - _BOX)])
    for _ in range(400):
        moved = False
        for i in range(len(nodes)):
            for j in range(i):
                dx, dy = at[i] - at[j]
                over_x, over_y = half[i] + half[j] + 0.05 - abs(dx), _BOX - abs(dy)
                if over_x > 0 and over_y > 0:
                    moved = True
                    axis, by = (1, over_y) if over_y < over_x else (0, over_x)
                    sign = 1.0 if (dy if axis else dx) >= 0 else -1.0
                    at[i, axis] += sign * by / 2
                    at[j, axis] -= sign * by / 2
        at[:, 0] = np.clip(at[:, 0], half, width - half)
        at[:, 1] = np.clip(at[:, 1], _BOX / 2, height - _BOX / 2)
        if not moved:
            break
    return {node: (round(float(x), 3), round(float(y), 3)) for node, (x, y) in zip(nodes, at, strict=True)}
