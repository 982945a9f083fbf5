"""The network of topics: which topics articles mix, in clusters, drawn so that every label can be read."""

from __future__ import annotations

from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from newsframing.figures.palette import COLOURS, INK, MUTED, PALE
from newsframing.figures.style import (
    HARD,
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
from newsframing.figures.words import decimal, listing, percent, plural

LAYOUT_SEED = 1
#: widest label under a node, in inches, and its most lines
LABEL_WIDTH, LABEL_LINES = 0.92, 3
#: radius of the smallest and of the largest node, in inches
RADII = (0.09, 0.19)
#: with more topics than this, or on a narrow screen, nodes carry their numbers alone and the key says the rest
MOST_LABELLED = 40
THEMES = (
    "On a broad corpus these are themes, not frames (Nicholls & Culpepper 2021); they are no measure in any verdict."
)


class Node(NamedTuple):
    """A topic as it is drawn: its place (centre of its box) and size, all in inches from the top left."""

    topic: int
    x: float
    y: float
    radius: float
    lines: list[str]
    width: float
    height: float


def _boxes(topics: pd.DataFrame, labelled: bool) -> list[tuple[float, list[str], float, float]]:
    """Measure each topic: radius, lines of its label, width and height of its box."""
    most = max(float(topics["prevalence"].max()), 1e-9)
    boxes = []
    for row in topics.itertuples(index=False):
        radius = RADII[0] + (RADII[1] - RADII[0]) * float(np.sqrt(max(row.prevalence, 0.0) / most))
        lines = wrap(clean(row.label), LABEL_WIDTH, SMALL, most=LABEL_LINES) if labelled else []
        wide = max([2 * radius, *(text_width(line, SMALL) for line in lines)])
        boxes.append((radius, lines, wide + 0.08, 2 * radius + lines_height(len(lines), SMALL) + 0.08))
    return boxes


def layout(topics: pd.DataFrame, ties: pd.DataFrame, width: float, labelled: bool = True) -> tuple[list[Node], float]:
    """Place the topics: a spring layout from a fixed seed, then boxes pushed apart until no two overlap.

    Ties inside a cluster pull three times as much, so that clusters stand together. Returns the nodes and the height
    that they take, in inches.
    """
    boxes = _boxes(topics, labelled)
    numbers = [int(t) for t in topics["topic"]]
    cluster = dict(zip(numbers, topics["cluster"], strict=True))
    graph = nx.Graph()
    graph.add_nodes_from(numbers)
    for tie in ties[ties["weight"] > 0].itertuples(index=False):
        pull = 3.0 if cluster[int(tie.topic)] == cluster[int(tie.other)] else 1.0
        graph.add_edge(int(tie.topic), int(tie.other), weight=pull * float(tie.weight))
    places = nx.spring_layout(graph, weight="weight", seed=LAYOUT_SEED, iterations=200, k=2.2 / np.sqrt(len(numbers)))
    found = np.array([places[number] for number in numbers], dtype=float).round(6)
    sizes = np.array([box[2:] for box in boxes])
    # room for all boxes twice and a half over, at least square
    high = max(0.7 * width, 2.5 * float((sizes[:, 0] * sizes[:, 1]).sum()) / width, float(sizes[:, 1].max()) + 0.2)
    span = np.ptp(found, axis=0)
    scaled = (found - found.min(axis=0)) / np.where(span > 0, span, 1.0)
    at = sizes / 2 + scaled * (np.array([width, high]) - sizes)
    at = pushed_apart(at, sizes, width)
    at[:, 1] -= (at[:, 1] - sizes[:, 1] / 2).min()
    nodes = [
        Node(number, float(place[0]), float(place[1]), box[0], box[1], box[2], box[3])
        for number, place, box in zip(numbers, at, boxes, strict=True)
    ]
    return nodes, float((at[:, 1] + sizes[:, 1] / 2).max())


def pushed_apart(at: np.ndarray, sizes: np.ndarray, width: float, rounds: int = 2000) -> np.ndarray:
    """Push boxes (centres ``at``, ``sizes``) apart, each pair along its smaller overlap; they stay within the width.

    Where that does not end, the boxes that still overlap are moved down one after another: no overlap is left.
    """
    at = at.copy()
    ones, others = np.triu_indices(len(at), 1)
    half = sizes / 2
    for _ in range(rounds):
        gap = at[others] - at[ones]
        overlap = half[ones] + half[others] - np.abs(gap)
        hits = np.flatnonzero((overlap > 1e-9).all(axis=1))
        if not len(hits):
            return at
        for hit in hits:
            axis = int(overlap[hit, 1] <= overlap[hit, 0])
            sign = 1.0 if gap[hit, axis] >= 0 else -1.0
            shift = sign * (overlap[hit, axis] / 2 + 1e-3)
            at[ones[hit], axis] -= shift
            at[others[hit], axis] += shift
        at[:, 0] = np.clip(at[:, 0], half[:, 0], np.maximum(width - half[:, 0], half[:, 0]))
    placed: list[int] = []
    for i in np.argsort(at[:, 1], kind="stable"):
        moved = True
        while moved:
            moved = False
            for j in placed:
                overlap = half[i] + half[j] - np.abs(at[i] - at[j])
                if (overlap > 1e-9).all():
                    at[i, 1] = at[j, 1] + half[i, 1] + half[j, 1] + 1e-3
                    moved = True
        placed.append(int(i))
    return at


def _key(clusters: pd.DataFrame, width: float, labelled: bool) -> list[tuple[str, list[str]]]:
    """Write what a cluster is called, how stable it is and, where nodes bear numbers alone, which topics it holds."""
    blocks = []
    for _, part in clusters.groupby("cluster", sort=True):
        first = part.iloc[0]
        held = f"{plural(len(part), 'topic')}, stability {decimal(first['cluster_stability'])}"
        head = f"{clean(first['cluster_label'])} – {held}"
        members = "; ".join(
            f"{int(row.topic)}{HARD}{clean(row.label)}{'' if row.usable else ' (unstable)'}"
            for row in part.itertuples(index=False)
        )
        blocks.append((head, [] if labelled else wrap(members, width, SMALL)))
    return blocks


@styled
def network(
    topic_clusters: pd.DataFrame, topic_ties: pd.DataFrame, topics: pd.DataFrame, width: float = WIDTH
) -> Chart:
    """Draw topics as nodes (area: share of the articles), clusters as colours, the strongest ties as lines.

    ``topic_clusters``: topic, cluster, cluster_label, stability, cluster_stability; ``topic_ties``: topic, other,
    weight, drawn; ``topics``: topic, label, prevalence, usable. Unstable topics are hollow. The key below names the
    topics of each cluster.
    """
    title = "Topics that articles mix, in clusters"
    table = tidy(topic_clusters, ["cluster_label"], ["topic", "cluster", "stability", "cluster_stability"])
    ties = tidy(topic_ties, [], ["topic", "other", "weight", "drawn"])
    about = tidy(topics, ["label"], ["topic", "prevalence", "usable"])
    if len(table) < 2:
        return nothing(title, "A network needs two topics or more.", width)
    table = table.merge(about[["topic", "label", "prevalence", "usable"]], on="topic").sort_values("topic")
    inner = width - 2 * MARGIN
    labelled = width >= 5 and len(table) <= MOST_LABELLED
    nodes, high = layout(table, ties, inner, labelled)
    blocks = _key(table, inner - 0.16, labelled)
    key = sum(lines_height(1) + lines_height(len(lines), SMALL) + 0.08 for _, lines in blocks)
    explain = "Circles: topics, larger where they take more of the articles; colours: clusters; lines: each topic's "
    explain += "strongest ties, thicker where articles mix the two more. Hollow: an unstable topic."
    sheet = Sheet(title, explain, THEMES, high + 0.3 + key, width)
    ax = sheet.axes(MARGIN, 0.05, inner, high)
    ax.set_axis_off()
    ax.set_xlim(0, inner)
    ax.set_ylim(high, 0)
    colours = {int(c): COLOURS[(int(c) - 1) % len(COLOURS)] for c in table["cluster"].unique()}
    cluster = {int(row.topic): int(row.cluster) for row in table.itertuples(index=False)}
    usable = {int(row.topic): bool(row.usable) for row in table.itertuples(index=False)}
    at = {node.topic: (node.x, node.y - node.height / 2 + node.radius + 0.04) for node in nodes}
    _draw_ties(ax, ties[ties["drawn"] == 1], at, cluster, colours)
    for node in nodes:
        colour = colours[cluster[node.topic]]
        whole = usable[node.topic]
        ax.add_patch(
            Circle(
                at[node.topic],
                node.radius,
                facecolor=colour if whole else "white",
                edgecolor=colour,
                linewidth=1.2,
                linestyle="-" if whole else (0, (2, 1.5)),
                zorder=3,
            )
        )
        x, y = at[node.topic]
        ink = "white" if whole else colour
        ax.text(x, y, str(node.topic), ha="center", va="center_baseline", size=SMALL, color=ink, zorder=4)
        for i, line in enumerate(node.lines):
            down = y + node.radius + 0.02 + lines_height(i, SMALL) + lines_height(1, SMALL) * 0.74
            box = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
            tone = INK if whole else MUTED
            ax.text(x, down, line, ha="center", va="baseline", size=SMALL, zorder=5, bbox=box, color=tone)
    y = high + 0.3
    for number, (head, lines) in zip(sorted(colours), blocks, strict=True):
        sheet.text(MARGIN, y, "●", color=colours[number], size=SMALL)
        sheet.text(MARGIN + 0.16, y, head, weight="bold", size=SMALL)
        for i, line in enumerate(lines):
            sheet.text(MARGIN + 0.16, y + lines_height(i + 1, SMALL), line, size=SMALL, color=MUTED)
        y += lines_height(1) + lines_height(len(lines), SMALL) + 0.08
    return Chart(sheet.figure, title, _alt(title, table, ties))


def _draw_ties(
    ax: Axes,
    ties: pd.DataFrame,
    at: dict[int, tuple[float, float]],
    cluster: dict[int, int],
    colours: dict[int, str],
) -> None:
    most = max(float(ties["weight"].max()), 1e-9) if len(ties) else 1.0
    for tie in ties.sort_values(["weight", "topic", "other"]).itertuples(index=False):
        one, other = int(tie.topic), int(tie.other)
        same = cluster[one] == cluster[other]
        (x, y), (u, v) = at[one], at[other]
        colour = colours[cluster[one]] if same else PALE
        ax.plot(
            [x, u], [y, v], color=colour, alpha=0.45 if same else 0.9, linewidth=0.5 + 3.0 * tie.weight / most, zorder=1
        )


def _alt(title: str, table: pd.DataFrame, ties: pd.DataFrame) -> str:
    told = []
    for _, part in table.groupby("cluster", sort=True):
        names = listing([clean(label) for label in part["label"]], 12)
        first = part.iloc[0]
        share = percent(part["prevalence"].sum())
        told.append(
            f"{clean(first['cluster_label'])}: {plural(len(part), 'topic')} with {share} of the text, stability "
            f"{decimal(first['cluster_stability'])} ({names})."
        )
    names_of = table.set_index("topic")["label"]
    best = ties.sort_values(["weight", "topic", "other"], ascending=[False, True, True]).head(1)
    tie = [
        f" The strongest tie is between {clean(names_of[row.topic])} and {clean(names_of[row.other])}."
        for row in best.itertuples(index=False)
        if row.weight > 0
    ]
    return f"{title}: {plural(len(table), 'topic')} in {plural(len(told), 'cluster')}. {' '.join(told)}{''.join(tie)}"
