"""Figures of the topics: how K was searched, and how much of the texts each topic takes, with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from newsframing.figures.palette import ACCENT, BAND, MUTED, PALE, RULE, WARM
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    dot,
    nothing,
    share_axis,
    stack,
    styled,
    tidy,
    write_rows,
)
from newsframing.figures.words import count, decimal, is_missing, listing, percent, plural

#: How the tables may say "in focus" in the value of a row with group=focus.
IN_FOCUS = {"1", "1.0", "true", "yes", "in", "focus", "in focus", "in_focus", "all", ""}


def is_in_focus(value: object) -> bool:
    """Say whether the value of a group=focus row means the articles in focus (not those outside it)."""
    return is_missing(value) or str(value).strip().lower() in IN_FOCUS


#: A pale ground for a number that stands on a line.
_BEHIND = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}


def _panel(
    ax: Axes, table: pd.DataFrame, measure: str, chosen: int | None, ks: list[int], least: float | None = None
) -> None:
    """Draw one measure against K; ``least`` is a line that the rule draws across."""
    places = {k: i for i, k in enumerate(ks)}
    if chosen in places:
        ax.axvspan(places[chosen] - 0.32, places[chosen] + 0.32, color=BAND, linewidth=0)
    means = []
    for k in ks:
        values = table.loc[(table["k"] == k), measure].dropna().sort_values()
        if values.empty:
            continue
        x = places[k]
        means.append((x, float(values.mean())))
        colour = WARM if k == chosen else ACCENT
        ax.plot([x, x], [values.min(), values.max()], color=colour, linewidth=1.4, alpha=0.5, solid_capstyle="butt")
        ax.plot([x] * len(values), values, "_", color=colour, markersize=9, markeredgewidth=1.1)
        ax.plot([x], [values.mean()], "o", color=colour, markersize=6, zorder=4)
        ax.annotate(
            decimal(values.mean()),
            (x, values.mean()),
            (8, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            bbox=_BEHIND,
        )
    ax.plot([x for x, _ in means], [y for _, y in means], color=PALE, linewidth=1.0, zorder=1)
    ax.set_xlim(-0.6, len(ks) - 0.25)
    ax.set_xticks(range(len(ks)), [str(k) for k in ks])
    seen = table[measure].dropna()
    low, high = float(seen.min()), float(seen.max())
    if least is not None:
        low, high = min(low, least), max(high, least)
        ax.axhline(least, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=2)
        ax.annotate(
            f"asked for: {decimal(least)}",
            (-0.57, least),
            (0, -4),
            textcoords="offset points",
            va="top",
            color=MUTED,
            size=SMALL,
            bbox=_BEHIND,
        )
    pad = max(0.15 * (high - low), 0.02)
    ax.set_ylim(low - pad, high + pad)
    ax.locator_params(axis="y", nbins=5)
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_xlabel("K, number of topics", labelpad=4)


#: measures of the search: column, name, what it runs over
MEASURES = (
    ("npmi", "Coherence (NPMI, −1 to 1)"),
    ("stability", "Stability over resamples (0 to 1)"),
    ("exclusivity", "Exclusivity (0 to 1)"),
    ("heldout", "Held-out log-likelihood a word"),
)
#: those of which only the resamples tell, where there are any
OF_RESAMPLES = {"stability", "heldout"}


@styled
def search(
    topic_search: pd.DataFrame, chosen: int | None = None, least: float | None = None, width: float = WIDTH
) -> Chart:
    """Draw the measures of a search against K, every seed and resample a tick, the mean a dot, the chosen K marked.

    ``topic_search``: k, seed, resample (0: all articles), npmi, stability, and where they are known exclusivity and
    heldout. Means are those that the rule goes by: over all fits, of stability and held-out likelihood over resamples
    (stability over seeds where there are none). ``least``: the stability that the rule asks for, drawn as a line.
    """
    columns = [name for name, _ in MEASURES if name in ("npmi", "stability") or name in topic_search]
    table = tidy(topic_search, [], ["k", "resample", *columns])
    table = table[table["k"].notna()].copy()
    title = "How the number of topics was chosen"
    if table.empty or table[["npmi", "stability"]].isna().all(axis=None):
        return nothing(title, "No number of topics was searched: there were too few texts to fit.", width)
    table["k"] = table["k"].astype(int)
    ks = sorted(set(table["k"]))
    title = f"How the number of topics was chosen: K = {chosen}" if chosen else title
    drawn = table[table["resample"] > 0]
    resampled = not drawn["stability"].isna().all()
    panels = [
        (name, words, drawn if name in OF_RESAMPLES and resampled else table)
        for name, words in MEASURES
        if name in columns and table[name].notna().any()
    ]
    models = f"{plural(len(table), 'model')}, K = {listing(ks, 12)}"
    explain = f"{models}. Dot: mean over seeds and resamples; ticks: each model; shaded: the chosen K."
    explain += " Higher is better in each; the measures need not agree."
    across = 1 if width < 5 else 2
    below = -(-len(panels) // across)
    high = 2.1 if below == 1 or across == 1 else 1.6
    step = high + 0.72
    sheet = Sheet(title, explain, "The vertical axes do not start at zero.", step * below - 0.1, width)
    gap, left = 0.62, 0.55
    room = (width - 2 * MARGIN - left - gap * (across - 1)) / across
    said = []
    for i, (measure, name, part) in enumerate(panels):
        x = MARGIN + left + (i % across) * (room + gap)
        y = 0.28 + (i // across) * step
        sheet.text(x - left + 0.05, y - 0.13, name, weight="bold")
        asked = least if measure == "stability" and resampled else None
        _panel(sheet.axes(x, y, room, high - 0.1), part, measure, chosen, ks, asked)
        means = part.groupby("k")[measure].mean().dropna()
        best = int(means.idxmax())
        at = (
            f"; at the chosen K = {chosen} it is {decimal(means[chosen])}"
            if chosen in means.index and chosen != best
            else ""
        )
        span = f"runs from {decimal(means.min())} to {decimal(means.max())}, highest at K = {best}{at}."
        line = f" The rule asks for a stability of {decimal(least)}." if asked is not None else ""
        said.append(f"{name.split(' (')[0]} {span}{line}")
    return Chart(sheet.figure, title, f"{title}. {models}. " + " ".join(said))


def topic_names(topics: pd.DataFrame, words: int = 6) -> dict[str, tuple[str, str]]:
    """Give label and leading words of each topic, by its id as text; a label that repeats the words is left out."""
    names = {}
    for row in tidy(topics, ["topic", "label", "words"], []).itertuples():
        parts = [
            clean(w.replace("_", " "))
            for w in str("" if is_missing(row.words) else row.words).replace(",", " ").split()
        ]
        label = "" if is_missing(row.label) else clean(row.label)
        bare = label.replace(",", " ").split()
        names[_key(row.topic)] = ("" if bare == parts[: len(bare)] else label, ", ".join(parts[:words]))
    return names


def _key(topic: object) -> str:
    text = str(topic)
    return text[:-2] if text.endswith(".0") else text


@styled
def prevalence(topic_prevalence: pd.DataFrame, topics: pd.DataFrame, least: int = 20, width: float = WIDTH) -> Chart:
    """Draw the mean share of text a topic takes, in all articles and in focus, each with its interval.

    ``topic_prevalence``: topic, group (all, outlet, focus), value, n, estimate, low, high (of one treatment of
    copies); ``topics``: topic, label, words and, where known, usable (0: an unstable topic, drawn grey).
    The focus is left out (and that is said) where it has fewer than ``least`` articles. Order: share in all.
    """
    table = tidy(topic_prevalence, ["topic", "group", "value"], ["n", "estimate", "low", "high"])
    everything = table[(table["group"] == "all") & table["estimate"].notna()]
    title = "How much of the text each topic takes"
    if everything.empty:
        return nothing(title, "No topic was fitted: there were too few texts.", width)
    inside = table[
        (table["group"] == "focus") & table["value"].map(is_in_focus).astype(bool) & table["estimate"].notna()
    ]
    n_all = everything["n"].max()
    n_focus = inside["n"].max() if len(inside) else 0.0
    drawn = len(inside) > 0 and n_focus >= least
    everything = everything.assign(key=[_key(t) for t in everything["topic"]])
    weak = {_key(t) for t in topics.loc[topics["usable"] == 0, "topic"]} if "usable" in topics else set()
    everything = everything.sort_values(["estimate", "key"], ascending=[False, True])
    focus = {_key(r["topic"]): r for r in inside.to_dict("records")} if drawn else {}
    names = topic_names(topics)

    both = f"all articles (n = {count(n_all)})"
    explain = f"Mean share of an article's text. Grey: {both}"
    explain += f"; blue: in focus (n = {count(n_focus)})." if drawn else "."
    explain += " Lines: 95% intervals. Left: label or leading words of the topic."
    explain += " Pale: unstable topics." if weak else ""
    note = ""
    if len(inside) and not drawn:
        note = f"The focus is not drawn: {plural(n_focus, 'article')}, fewer than {least}."
    labels = []
    for key in everything["key"]:
        label, words = names.get(key, ("", ""))
        mark = " (unstable)" if key in weak else ""
        labels.append(f"{key} · {label}{mark}: {words}" if label and words else f"{key} · {label or words}{mark}")
    rows = stack(labels, 0.46 * width, least=0.32 if drawn else 0.25, size=SMALL, lines=2)
    left = MARGIN + rows.width + 0.14
    plot = width - left - MARGIN - 0.08
    sheet = Sheet(title, explain, note, rows.height + 0.5, width)
    write_rows(sheet, rows, left - 0.1, 0.02, SMALL)
    ax = sheet.axes(left, 0.02, plot, rows.height)
    ax.patch.set_alpha(0)
    ax.set_ylim(rows.height, 0)
    ax.set_yticks([])
    top = 0.0
    shift = 0.055 if drawn else 0.0
    for row, y in zip(everything.to_dict("records"), rows.centres, strict=True):
        pale = row["key"] in weak
        dot(ax, y - shift, row, PALE if pale else MUTED, hollow=drawn)
        top = max(top, *(v for v in (row["estimate"], row["high"]) if v == v))
        if row["key"] in focus:
            dot(ax, y + shift, focus[row["key"]], PALE if pale else ACCENT)
            top = max(top, *(v for v in (focus[row["key"]]["estimate"], focus[row["key"]]["high"]) if v == v))
    if drawn:
        _name(ax, rows.centres[0] - shift, everything.iloc[0], "all", MUTED, top)
        first_focus = next((k for k in everything["key"] if k in focus), None)
        if first_focus is not None:
            at = rows.centres[list(everything["key"]).index(first_focus)]
            _name(ax, at + shift, focus[first_focus], "in focus", ACCENT, top)
    share_axis(ax, top, "mean share of an article's text", ticks=max(2, int(plot / 0.55)))
    first = everything.iloc[0]
    alt = f"{title}, {plural(len(everything), 'topic')}, {both}. The largest is {_said(first, names)}."
    if focus:
        gaps = {
            k: focus[k]["estimate"] - e
            for k, e in zip(everything["key"], everything["estimate"], strict=True)
            if k in focus
        }
        k = max(gaps, key=lambda g: (gaps[g], g))
        here, there = percent(focus[k]["estimate"]), percent(everything.set_index("key").loc[k, "estimate"])
        alt += f" In focus (n = {count(n_focus)}) topic {k} ({_words(k, names)}) gains most: "
        alt += f"{here} against {there} in all."
    return Chart(sheet.figure, title, alt + (" " + note if note else ""))


def _words(key: str, names: dict[str, tuple[str, str]]) -> str:
    label, words = names.get(key, ("", ""))
    return label or words


def _said(row: pd.Series, names: dict[str, tuple[str, str]]) -> str:
    span = "" if is_missing(row["low"]) else f" ({percent(row['low'])} to {percent(row['high'])})"
    return f"topic {row['key']} ({_words(row['key'], names)}) with {percent(row['estimate'])}{span}"


def _name(ax: Axes, y: float, row: Mapping[str, float], text: str, colour: str, top: float) -> None:
    """Write beside a mark what it is, on the side where there is room."""
    right = row["high"] if row["high"] == row["high"] else row["estimate"]
    left = row["low"] if row["low"] == row["low"] else row["estimate"]
    near = right < 0.7 * top
    ax.annotate(
        text,
        (right if near else left, y),
        (6 if near else -6, 0),
        textcoords="offset points",
        ha="left" if near else "right",
        va="center",
        size=SMALL,
        color=colour,
        bbox=_BEHIND,
    )
