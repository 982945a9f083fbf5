"""How well a measure does in each group, whether its errors differ between groups, and which tier it reaches.

A measure that misses a frame more often in one outlet than in another shows a difference where there is none. So
groups with enough codes are judged one by one, and the errors are compared by a permutation test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from newsframing.classify.validity import COLUMNS, MACRO, validity
from newsframing.coding.codes import MAIN
from newsframing.evidence.gate import TIERS
from newsframing.evidence.verdicts import holm
from newsframing.frames.codebook import Codebook

#: coded articles, and those with the frame, from which on a group is judged
LEAST_CODED, LEAST_PRESENT = 50, 10
NOT_ASSESSED = "not assessed"
#: articles coded twice, and those of them with the frame, without which alpha carries no tier
GATE_BOTH, GATE_PRESENT = 60, 10
GROUP_COLUMNS = ["codebook", "frame", "method", "group", "n_groups", "n", "statistic", "p", "p_adjusted"]
_PEOPLE = re.compile(r"\A([0-9]+) (?:human|simulated)\Z")


def by_group(
    gold: pd.DataFrame,
    predictions: pd.DataFrame,
    groups: Mapping[str, pd.Series],
    clusters: pd.Series,
    books: Mapping[str, Codebook],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Judge every method in each group: rows of frame_validity with ``group`` and ``value``.

    ``groups``: name of a grouping (outlet) to article_id → value. A frame with fewer than LEAST_CODED coded articles or
    LEAST_PRESENT with it has its numbers of articles and the tier "not assessed", and no figure that few would lead by.
    """
    settled = gold[gold["present"].notna()]
    tables = []
    for group, of in groups.items():
        for name, book in books.items():
            own = settled[settled["codebook"] == name]
            values = own["article_id"].map(of)
            for value in sorted(values.dropna().unique()):
                part = own[values == value]
                counts = part.groupby("frame")["present"].agg(["size", "sum"])
                enough = counts[(counts["size"] >= LEAST_CODED) & (counts["sum"] >= LEAST_PRESENT)].index
                frames = [frame.id for frame in book.frames]
                tables.append(_unjudged(counts, enough, predictions, book, group, str(value)))
                if len(enough):
                    judged, single = part[part["frame"].isin(enough)], book.kind == "single"
                    table = validity(
                        judged, predictions, clusters, name, frames, single, draws, seed, group, str(value)
                    )  # fmt: skip
                    tables.append(table[table["frame"] != MACRO])
    filled = [table for table in tables if len(table)]
    if not filled:
        return pd.DataFrame(columns=COLUMNS)
    every = pd.concat(filled, ignore_index=True)
    order = {(name, frame.id): n for n, (name, frame) in enumerate(
        (name, frame) for name, book in books.items() for frame in book.frames)}  # fmt: skip
    place = [order[key] for key in zip(every["codebook"], every["frame"], strict=True)]
    every = every.assign(place=place).sort_values(["group", "place", "method", "value"], kind="stable")
    return every[COLUMNS].reset_index(drop=True)


def _unjudged(
    counts: pd.DataFrame, enough: pd.Index, predictions: pd.DataFrame, book: Codebook, group: str, value: str
) -> pd.DataFrame:
    """Give the rows of frames with too few codes in a group."""
    own = predictions[predictions["codebook"] == book.id]
    rows = []
    for method in sorted(own["method"].unique()):
        known = set(own.loc[own["method"] == method, "frame"])
        for frame in counts.index.difference(enough):
            if frame in known:
                n, present = (int(number) for number in counts.loc[frame])
                rows.append((book.id, frame, method, group, value, n, present, *[np.nan] * 6, NOT_ASSESSED))
    return pd.DataFrame(rows, columns=COLUMNS)


def errors_differ(
    gold: pd.DataFrame, predictions: pd.DataFrame, group: str, of: pd.Series, draws: int, seed: int
) -> pd.DataFrame:
    """Test whether a method's errors differ between groups: GROUP_COLUMNS.

    The statistic is chi-square of group by outcome (missed, right, wrongly found); its p value the share of ``draws``
    permutations of the groups with one as large, corrected by Holm over the tests of a method and codebook. Only groups
    with enough codes (LEAST_CODED, LEAST_PRESENT) take part; with fewer than two of them there is no test.
    """
    settled = gold.loc[gold["present"].notna(), ["article_id", "codebook", "frame", "present"]]
    cells = predictions[["article_id", "codebook", "frame", "method", "present"]]
    both = settled.merge(cells, on=["article_id", "codebook", "frame"], suffixes=("", "_said"))
    both = both.assign(value=both["article_id"].map(of)).dropna(subset=["value"])
    both["error"] = both["present_said"].astype(int) - both["present"].astype(int)
    rows = []
    for (book, method, frame), part in both.groupby(["codebook", "method", "frame"], sort=True):
        counts = part.groupby("value")["present"].agg(["size", "sum"])
        enough = counts[(counts["size"] >= LEAST_CODED) & (counts["sum"] >= LEAST_PRESENT)].index
        own = part[part["value"].isin(enough)].sort_values("article_id")
        if len(enough) < 2:
            continue
        found, p = _permuted(own["value"].to_numpy(dtype=str), own["error"].to_numpy(dtype=int), draws, seed)
        rows.append((book, frame, method, group, len(enough), len(own), found, p, np.nan))
    table = pd.DataFrame(rows, columns=GROUP_COLUMNS)
    for _, index in table.groupby(["codebook", "method"]).groups.items():
        table.loc[index, "p_adjusted"] = holm(table.loc[index, "p"].tolist())
    return table


def _permuted(groups: np.ndarray, errors: np.ndarray, draws: int, seed: int) -> tuple[float, float]:
    """Give chi-square of groups by errors and its permutation p value."""
    place = np.unique(groups, return_inverse=True)[1]
    kind = np.unique(errors, return_inverse=True)[1]
    shape = (int(place.max()) + 1, int(kind.max()) + 1)
    expected = np.outer(np.bincount(place), np.bincount(kind)) / len(place)

    def statistic(order: np.ndarray) -> float:
        seen = np.bincount(order * shape[1] + kind, minlength=shape[0] * shape[1]).reshape(shape)
        return float(((seen - expected) ** 2 / expected).sum())

    rng = np.random.default_rng(seed)
    found = statistic(place)
    larger = sum(statistic(rng.permutation(place)) >= found - 1e-9 for _ in range(draws))
    return found, (1 + larger) / (1 + draws)


def tier(alpha: float, f1: float) -> str:
    """Name the tier of a frame and measure by the coders' alpha and its F1."""
    return next((name for name, least, good in TIERS if alpha >= least and f1 >= good), "C")


def with_tiers(table: pd.DataFrame, agreement: pd.DataFrame) -> pd.DataFrame:
    """Fill in the column tier of frame_validity from ``agreement`` (as ``agreement.csv`` has it).

    Alpha is that of two people or more in the main wave, over GATE_BOTH articles coded twice with GATE_PRESENT present;
    without that, or without F1, a frame is not assessed. Nor is one whose codebook has changed since it was coded
    (column ``changed``), for terms may have been chosen after the codes were seen. The mean over frames has no tier.
    """
    people = agreement["coders"].astype("str").str.extract(_PEOPLE, expand=False).astype("float64")
    usable = agreement[(people > 1) & (agreement["wave"] == MAIN) & agreement["alpha"].notna()]
    usable = usable[(usable["n_both"] >= GATE_BOTH) & (usable["n_present"] >= GATE_PRESENT)]
    if "changed" in usable:
        usable = usable[~usable["changed"].astype(bool)]
    # of a frame coded in several units, the one on which most was coded twice
    usable = usable.sort_values("n_both", kind="stable")
    alphas = {(row.codebook, row.frame): float(row.alpha) for row in usable.itertuples()}
    tiers = []
    for row in table.itertuples():
        alpha = alphas.get((row.codebook, row.frame))
        if row.frame == MACRO:
            tiers.append("")
        else:
            tiers.append(NOT_ASSESSED if alpha is None or np.isnan(row.f1) else tier(alpha, float(row.f1)))
    return table.assign(tier=tiers)
