"""What goes with a frame's presence: average marginal effects of outlet, length, genre and agency copy.

The model is the logistic regression of ``adjust`` (weak normal prior, so that a rare combination gives no infinite
coefficient). An average marginal effect is the mean, over all stories, of the difference in predicted share when one
feature alone is set to two values in turn (Lane & Nelder 1982; Muller & MacLehose 2014). Standard errors are
cluster-robust (Liang & Zeger 1986, "Longitudinal data analysis using generalized linear models"), by the influence that
each story's articles have on the effect; they take in that other stories would have other features. Intervals use the
t distribution with one degree of freedom fewer than there are clusters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, stdtrit

from newsframing.frames.adjust import EVENTS, LEAST, PRIOR_SD, Design, design, fit, genre_of
from newsframing.frames.prevalence import articles_of_findings, clusters_of
from newsframing.inference import LEVEL

COLUMNS = [
    "codebook", "frame", "method", "term", "level", "reference", "n", "n_present", "n_clusters", "effect", "std_error",
    "low", "high", "why",
]  # fmt: skip
#: with fewer stories no regression is fitted
LEAST_STORIES = 60
OTHERS = "other outlets"


class Effect(NamedTuple):
    """One feature set to two values: the design with the one (``on``) and the other (``off``).

    ``inside``: which stories have the one, and which the other; empty for a feature that is a number.
    """

    term: str
    level: str
    reference: str
    on: np.ndarray
    off: np.ndarray
    inside: tuple[np.ndarray, ...] = ()


def effects(coded: Design, stories: pd.DataFrame) -> Iterator[Effect]:
    """Yield the features of a design: each outlet against the largest, twice the length, each genre, agency copy."""
    sizes = np.bincount(coded.outlet, minlength=len(coded.outlets))
    named = [i for i, name in enumerate(coded.outlets) if name]
    # of equals the first by name; where no outlet is large enough, there is nothing to compare
    largest = max(named, key=lambda i: (sizes[i], -i)) if named else 0
    for i, name in enumerate(coded.outlets):
        if i != largest:
            inside = (coded.outlet == i, coded.outlet == largest)
            words = (name or OTHERS, coded.outlets[largest])
            yield Effect("outlet", *words, _outlet(coded, i), _outlet(coded, largest), inside)
    column = len(coded.outlets)
    logs = np.log(stories["n_words"].fillna(0).to_numpy(dtype=float) + 1)
    if np.ptp(logs) > 0:
        longer = coded.matrix.copy()
        longer[:, column] += np.log(2) / (logs.std() or 1.0)
        yield Effect("n_words", "twice the words", "", longer, coded.matrix)
        column += 1
    genre = genre_of(stories)
    levels = sorted(genre.unique())
    width, counts = len(levels) - 1, genre.value_counts()
    usual = max(range(len(levels)), key=lambda i: (counts[levels[i]], -i))
    for i, name in enumerate(levels):
        if i != usual:
            sides = (_one_of(coded.matrix, column, width, i), _one_of(coded.matrix, column, width, usual))
            inside = ((genre == name).to_numpy(), (genre == levels[usual]).to_numpy())
            yield Effect("genre", str(name), str(levels[usual]), *sides, inside)
    column += width
    if column < coded.matrix.shape[1]:
        credits_one = stories["agency"].notna().to_numpy()
        sides = (_one_of(coded.matrix, column, 1, 1), _one_of(coded.matrix, column, 1, 0))
        yield Effect("agency", "credits an agency", "credits none", *sides, (credits_one, ~credits_one))


def _outlet(coded: Design, number: int) -> np.ndarray:
    return _one_of(coded.matrix, 1, len(coded.outlets) - 1, number)


def _one_of(matrix: np.ndarray, column: int, width: int, number: int) -> np.ndarray:
    """Give every story the value ``number`` of a feature of ``width`` columns; its value 0 has none of its own."""
    changed = matrix.copy()
    changed[:, column : column + width] = 0.0
    if number:
        changed[:, column + number - 1] = 1.0
    return changed


def average_effect(
    effect: Effect, matrix: np.ndarray, y: np.ndarray, beta: np.ndarray, clusters: np.ndarray
) -> tuple[float, float]:
    """Give an average marginal effect, a share, and its cluster-robust standard error; ``clusters``: codes from 0."""
    mean = expit(matrix @ beta)
    penalty = np.full(len(beta), 1 / PRIOR_SD**2)
    penalty[0] = 1e-6
    curve = (matrix * (mean * (1 - mean))[:, None]).T @ matrix + np.diag(penalty)
    high, low = expit(effect.on @ beta), expit(effect.off @ beta)
    each = high - low
    slope = ((high * (1 - high))[:, None] * effect.on - (low * (1 - low))[:, None] * effect.off).mean(axis=0)
    influence = (each - each.mean()) / len(y) + (matrix * (y - mean)[:, None]) @ np.linalg.solve(curve, slope)
    sums = np.bincount(clusters, weights=influence)
    groups = len(sums)
    spread = float(np.sqrt(groups / (groups - 1) * (sums**2).sum())) if groups > 1 else float("nan")
    return float(each.mean()), spread


def _forbids(effect: Effect, y: np.ndarray) -> str:
    """Say what forbids an effect: its standard error would claim too much where a side is small or of one kind."""
    if any(inside.sum() < LEAST for inside in effect.inside):
        return f"fewer than {LEAST} stories on a side"
    if any(y[inside].mean() in (0.0, 1.0) for inside in effect.inside):
        return "all or none of the stories on a side have the frame"
    return ""


def marginal_effects(scores: pd.DataFrame, articles: pd.DataFrame, copies: str = "keep_one") -> pd.DataFrame:
    """Regress each frame's presence on outlet, length, genre and agency copy: the table frame_regression.

    One row a frame, method and feature: ``effect`` is a difference in percentage points at ``level`` against
    ``reference``, with its standard error and 95 % interval, in points too. ``why`` says what forbids it, and then the
    numbers are missing: a frame in fewer than ten stories or absent from fewer than ten, fewer than twenty stories with
    the level or its reference, or a frame in all or none of them. Fewer than sixty stories: no row.
    """
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    if len(chosen) < LEAST_STORIES:
        return pd.DataFrame(columns=COLUMNS)
    coded = design(chosen)
    _, clusters = np.unique(clusters_of(chosen).to_numpy().astype(str), return_inverse=True)
    features = list(effects(coded, chosen))
    groups = int(clusters.max()) + 1
    wide = float(stdtrit(groups - 1, (1 + LEVEL) / 2)) if groups > 1 else float("nan")
    rows: list[tuple[object, ...]] = []
    inside = scores[scores["article_id"].isin(chosen["article_id"])]
    for key, part in inside.groupby(["codebook", "frame", "method"], sort=False):
        y = part.set_index("article_id")["present"].reindex(chosen["article_id"]).to_numpy(dtype=float)
        if np.isnan(y).any():
            continue  # a method that has not scored every story
        present = int(y.sum())
        rare = min(present, len(y) - present) < EVENTS
        beta = None if rare else fit(coded.matrix, y, np.ones((1, len(y))))[0]
        for one in features:
            why = f"fewer than {EVENTS} stories with the frame or without it" if rare else _forbids(one, y)
            found, error = np.nan, np.nan
            if beta is not None and not why:
                found, error = (100 * part for part in average_effect(one, coded.matrix, y, beta, clusters))
            ends = (found - wide * error, found + wide * error)
            told = (one.term, one.level, one.reference, len(y), present, groups)
            rows.append((*key, *told, found, error, *ends, why))
    return pd.DataFrame(rows, columns=COLUMNS)
