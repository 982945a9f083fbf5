"""Differences between outlets, raw and adjusted for length, genre and agency copy, with intervals over stories.

Adjusted by marginal standardisation (Lane & Nelder 1982, "Analysis of covariance and standardization as instances of
prediction"; Muller & MacLehose 2014, "Estimating predicted probabilities from logistic regression"): a logistic
regression of the frame on the outlet and the three features; every story is then given each outlet in turn with its
own features kept, and the predicted shares are averaged. What is compared is so one mix of stories, not one mix an
outlet. The effects add up on the logit scale: an outlet without any agency story is given the difference that agency
copy makes at others. The regression has a weak normal prior on every coefficient but the intercept (standard deviation
2.5 on the logit scale, the scale of Gelman et al. 2008), so that a rare combination gives no infinite coefficient.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit

from newsframing.frames.prevalence import articles_of_findings, clusters_of
from newsframing.inference import DRAWS, LEVEL, SEED, share_interval

COLUMNS = [
    "codebook", "frame", "method", "outlet", "n", "n_other", "share", "share_other", "raw", "raw_low", "raw_high",
    "adjusted", "adjusted_low", "adjusted_high", "draws", "why",
]  # fmt: skip
#: an outlet with fewer stories has no row; it stays in the comparison among the others
LEAST = 20
#: a frame in fewer stories, or absent from fewer, bears no regression
EVENTS = 10
#: a genre of fewer stories is joined with the other such
_GENRE = 5
PRIOR_SD = 2.5
_OTHERS = ""
#: cells of stories times outlets times draws, over which fewer samples are drawn
_CELLS = 8_000_000


class Design(NamedTuple):
    """Columns of the regression: intercept, outlets but the first, features; and each story's outlet by number."""

    matrix: np.ndarray
    outlet: np.ndarray
    outlets: list[str]


def design(stories: pd.DataFrame) -> Design:
    """Code outlet, words (logarithm), genre and agency credit; outlets of fewer than 20 stories count as one."""
    named = stories["outlet"].astype(object).where(stories["outlet"].notna(), _OTHERS)
    sizes = named.value_counts()
    large = sorted(str(name) for name in sizes.index if sizes[name] >= LEAST and name != _OTHERS)
    levels = [*large, _OTHERS] if len(named[~named.isin(large)]) else large
    outlet = named.where(named.isin(large), _OTHERS).map({name: i for i, name in enumerate(levels)}).to_numpy(dtype=int)
    columns = [np.ones(len(stories)), *((outlet == i).astype(float) for i in range(1, len(levels)))]
    words = np.log(stories["n_words"].fillna(0).to_numpy(dtype=float) + 1)
    columns.append((words - words.mean()) / (words.std() or 1.0))
    genre = genre_of(stories)
    columns += [(genre == name).to_numpy(dtype=float) for name in sorted(genre.unique())[1:]]
    columns.append(stories["agency"].notna().to_numpy(dtype=float))
    matrix = np.column_stack(columns)
    varies = np.r_[True, np.ptp(matrix[:, 1:], axis=0) > 0]  # a column of one value says nothing
    return Design(matrix[:, varies], outlet, levels)


def genre_of(stories: pd.DataFrame) -> pd.Series:
    """Give each story's genre; an unknown one counts as the commonest known.

    Whether a genre can be told hangs on how an outlet writes its addresses: a class "unknown" would stand for outlets.
    """
    genre = stories["genre"].astype(object).where(stories["genre"].notna() & (stories["genre"] != "unknown"))
    common = genre.value_counts()
    if common.empty:
        return pd.Series("unknown", index=stories.index)
    commonest = min(common.index, key=lambda name: (-common[name], name))
    genre = genre.where(genre.notna(), commonest)
    return genre.where(genre.map(genre.value_counts()) >= _GENRE, "(rare)")


def fit(matrix: np.ndarray, y: np.ndarray, weights: np.ndarray, start: np.ndarray | None = None) -> np.ndarray:
    """Fit one penalised logistic regression a row of ``weights`` (draws, n) by Newton's method: (draws, p)."""
    n_draws, p = len(weights), matrix.shape[1]
    penalty = np.full(p, 1 / PRIOR_SD**2)
    penalty[0] = 1e-6
    beta = np.zeros((n_draws, p)) if start is None else np.broadcast_to(start, (n_draws, p)).copy()
    # two outlets share no story: their products are nothing, so that the work grows with the outlets, not their square
    pairs = [(i, j) for i in range(p) for j in range(i, p) if np.any(matrix[:, i] * matrix[:, j])]
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    squares = matrix[:, one] * matrix[:, other]
    curve = np.zeros((n_draws, p, p))
    for _ in range(40):
        mean = expit(beta @ matrix.T)
        slope = (weights * (y - mean)) @ matrix - penalty * beta
        curve[:, one, other] = curve[:, other, one] = (weights * mean * (1 - mean)) @ squares
        step = np.linalg.solve(curve + np.diag(penalty), slope[:, :, None])[:, :, 0]
        # a long step is shortened: far from the optimum Newton's method can overshoot
        step /= np.maximum(1.0, np.abs(step).max(axis=1, keepdims=True) / 3.0)
        beta += step
        if np.abs(step).max() < 1e-5:  # what is left is its square
            break
    return beta


def standardised(coded: Design, beta: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Average the predicted shares with every story given each outlet in turn: (draws, outlets)."""
    levels = len(coded.outlets)
    own = np.column_stack([np.zeros(len(beta)), beta[:, 1:levels]])  # the first outlet is the reference
    rest = beta[:, [0, *range(levels, beta.shape[1])]] @ coded.matrix[:, [0, *range(levels, beta.shape[1])]].T
    total = weights.sum(axis=1)
    return np.column_stack([(weights * expit(rest + own[:, [i]])).sum(axis=1) / total for i in range(levels)])


def _against_others(shares: np.ndarray, sizes: np.ndarray, own: int) -> np.ndarray:
    """Take from an outlet's share that of the others, weighted by their numbers of stories."""
    others = [i for i in range(shares.shape[1]) if i != own]
    with np.errstate(invalid="ignore"):
        return shares[:, own] - (shares[:, others] * sizes[:, others]).sum(axis=1) / sizes[:, others].sum(axis=1)


def _weights(clusters: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Draw whole clusters with replacement: how often each story came, (draws, n)."""
    _, codes = np.unique(np.asarray(clusters).astype(str), return_inverse=True)
    n_clusters = int(codes.max()) + 1
    picks = np.random.default_rng(seed).integers(0, n_clusters, (draws, n_clusters))
    picks += np.arange(draws)[:, None] * n_clusters
    times = np.bincount(picks.ravel(), minlength=draws * n_clusters).reshape(draws, n_clusters)
    return times[:, codes].astype(float)


def _by_parts(own: np.ndarray, other: np.ndarray, clusters: np.ndarray, draws: int, seed: int) -> tuple[float, float]:
    """Give the ends of a difference of two shares from those of each (Newcombe 1998; Zou & Donner 2008)."""
    inside = own.astype(bool)
    y = other
    one = share_interval(y[inside], clusters[inside], draws, seed)
    two = share_interval(y[~inside], clusters[~inside], draws, seed)
    gap = float(one.estimate) - float(two.estimate)
    low = gap - np.hypot(float(one.estimate) - float(one.low), float(two.high) - float(two.estimate))
    high = gap + np.hypot(float(one.high) - float(one.estimate), float(two.estimate) - float(two.low))
    return max(-1.0, float(low)), min(1.0, float(high))


def outlet_differences(
    scores: pd.DataFrame, articles: pd.DataFrame, copies: str = "keep_one", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Compare each outlet of 20 stories or more with all the other stories in focus: the table frame_outlets.

    ``raw`` is the outlet's share of stories with the frame less that of the ``n_other`` stories of other outlets;
    ``adjusted`` is the same difference of standardised shares (see the module). Both with 95 % percentile bootstrap
    intervals of ``draws`` samples of whole stories (clusters of copies); where all or none of the outlet's stories have
    the frame, the raw interval is made from those of the two shares. ``why`` says what forbids an adjustment: a frame
    in fewer than ten stories or absent from fewer than ten, or such a share. Two outlets at least; else no row.
    """
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    if chosen.empty:
        return pd.DataFrame(columns=COLUMNS)
    coded = design(chosen)
    if len(coded.outlets) < 2 or coded.outlets == [_OTHERS]:
        return pd.DataFrame(columns=COLUMNS)
    clusters = clusters_of(chosen).to_numpy()
    draws = min(draws, max(200, _CELLS // (len(chosen) * len(coded.outlets))))
    weights = np.vstack([np.ones(len(chosen)), _weights(clusters, draws, seed)])
    member = np.column_stack([coded.outlet == i for i in range(len(coded.outlets))]).astype(float)
    sizes = weights @ member
    rows: list[tuple[object, ...]] = []
    for key, part in scores[scores["article_id"].isin(chosen["article_id"])].groupby(
        ["codebook", "frame", "method"], sort=False
    ):
        found = part.set_index("article_id")["present"].reindex(chosen["article_id"]).to_numpy(dtype=float)
        if np.isnan(found).any():
            continue  # a method that has not scored every story compares no outlets
        rows += _rows(key, found, coded, member, sizes, weights, clusters, seed)
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(
    key: tuple[str, ...], y: np.ndarray, coded: Design, member: np.ndarray, sizes: np.ndarray, weights: np.ndarray,
    clusters: np.ndarray, seed: int,
) -> list[tuple[object, ...]]:  # fmt: skip
    """Make one frame's rows: the first row of ``weights`` is the sample itself, the others are drawn."""
    draws = len(weights) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = ((weights * y) @ member) / sizes
    rare = min(y.sum(), (1 - y).sum()) < EVENTS
    margins = None
    if not rare:
        whole = fit(coded.matrix, y, weights[:1])
        margins = standardised(coded, fit(coded.matrix, y, weights, whole), weights)
    rows: list[tuple[object, ...]] = []
    for number, outlet in enumerate(coded.outlets):
        if outlet == _OTHERS:
            continue
        n = int(sizes[0, number])
        other = len(y) - n
        rest = float((y.sum() - shares[0, number] * n) / other)
        raw = _against_others(np.nan_to_num(shares), sizes, number)
        same = shares[0, number] in (0.0, 1.0)
        ends = _by_parts(member[:, number], y, clusters, draws, seed) if same else _ends(raw[1:])
        why = (
            f"fewer than {EVENTS} stories with the frame or without it" if rare
            else "all or none of the outlet's stories have the frame" if same
            else ""
        )  # fmt: skip
        told = (np.nan, np.nan, np.nan)
        if not why and margins is not None:
            moved = _against_others(margins, sizes, number)
            told = (float(moved[0]), *_ends(moved[1:]))
        rows.append((*key, outlet, n, other, shares[0, number], rest, raw[0], *ends, *told, draws, why))
    return rows


def _ends(drawn: np.ndarray) -> tuple[float, float]:
    """Give the percentiles that bound the interval."""
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return float(low), float(high)
