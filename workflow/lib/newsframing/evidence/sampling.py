"""Which articles people code: a sample with known probabilities, so that codes can speak for all articles in focus."""

from __future__ import annotations

import numpy as np
from scipy import stats

from newsframing.inference import LEVEL

#: up to so many articles in focus, all of them are coded
CODE_ALL = 300
#: no article's chance is below this part of the mean chance
FLOOR = 0.4
#: articles a stratum holds in the sample, where it has as many
PER_STRATUM = 2


def inclusion_probabilities(
    scores: np.ndarray, size: int, strata: np.ndarray | None = None, floor: float = FLOOR
) -> np.ndarray:
    """Give each article's probability of being drawn into a sample of ``size``: (n,), summing to ``size``.

    Articles about whose frames the predictions (n, frames) are least sure are drawn more often, for there a code says
    most: the probability is proportional to the root of the mean variance score × (1 - score), the optimal allocation
    of Neyman (1934) for a sum of differences between code and prediction. None is below ``floor`` times the mean, none
    above 1, and each of ``strata`` (n,) expects PER_STRATUM articles where it holds as many.
    """
    n = len(scores)
    if size >= n:
        return np.ones(n)
    clipped = np.clip(np.nan_to_num(np.asarray(scores, dtype=float)), 0.0, 1.0).reshape(n, -1)
    wanted = np.sqrt((clipped * (1 - clipped)).mean(axis=1)) if clipped.shape[1] else np.zeros(n)
    mean = size / n
    least = np.full(n, floor * mean)
    if strata is not None:
        _, number = np.unique(np.asarray(strata).astype(str), return_inverse=True)
        held = np.bincount(number)
        least = np.maximum(least, np.minimum(1.0, PER_STRATUM / held[number]))
        if least.sum() >= size:
            return least * (size / least.sum())
    share = wanted / wanted.sum() if wanted.sum() > 0 else np.full(n, 1.0 / n)
    low, high = 0.0, float(size / share[share > 0].min())
    # the one factor at which what lies between floor and 1 sums to the size
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if np.clip(middle * share, least, 1.0).sum() > size else (middle, high)
    found = np.clip(high * share, least, 1.0)
    return found * (size / found.sum()) if found.max() < 1 else found


def draw(probability: np.ndarray, seed: int, strata: np.ndarray | None = None) -> np.ndarray:
    """Draw articles with the given probabilities, as many as they sum to: the sorted places of those drawn.

    Systematic sampling with unequal probabilities (Madow 1949) over the articles in random order, stratum by stratum,
    so that each stratum gets its share to within one article.
    """
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(probability))
    if strata is not None:
        number = np.unique(np.asarray(strata).astype(str), return_inverse=True)[1]
        order = order[np.argsort(number[order], kind="stable")]
    ends = np.cumsum(np.asarray(probability, dtype=float)[order])
    size = round(float(ends[-1]))
    ends *= size / ends[-1]
    marks = rng.random() + np.arange(size)
    return np.sort(order[np.minimum(np.searchsorted(ends, marks, side="right"), len(order) - 1)])


def half_width(n_codes: int, n: int, share: float, correlation: float = 0.0, level: float = LEVEL) -> float:
    """Foresee the half-width of a corrected share from ``n_codes`` of ``n`` articles.

    ``correlation``: that of codes and predictions. The variance of a simple random sample's share, the part that the
    predictions explain counted over all articles (Särndal et al. 1992, chapter 6).
    """
    if n_codes <= 0:
        return float("nan")
    z = float(stats.norm.ppf((1 + level) / 2))
    explained = min(1.0, correlation**2)
    return z * float(np.sqrt(share * (1 - share) * ((1 - explained) / n_codes + explained / max(n, n_codes))))


def size_for(wanted: float, n: int, share: float, correlation: float = 0.0) -> int:
    """Give the fewest codes with which ``half_width`` is no larger than ``wanted``; all articles where none is."""
    low, high = 1, n
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if half_width(middle, n, share, correlation) <= wanted else (middle + 1, high)
    return low
