"""Intervals for means and shares of articles, where articles on one story are not independent of each other.

The method is the percentile bootstrap (Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13) that
draws whole clusters with replacement (the pairs cluster bootstrap of Cameron, Gelbach & Miller 2008, "Bootstrap-Based
Improvements for Inference with Clustered Errors"). A drawn sample is a count of how often each cluster came, so a
thousand samples of any number of outcomes are two matrix products. Their sums are exact (:func:`_whole`), so that they
do not hang on the order in which a processor adds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

LEVEL = 0.95
DRAWS = 1000
SEED = 20170207
#: cells of the weight matrix held at a time
_CELLS = 8_000_000


class Interval(NamedTuple):
    """An estimate with the ends of its interval; floats, or arrays of one value an outcome."""

    estimate: float | np.ndarray
    low: float | np.ndarray
    high: float | np.ndarray


def cluster_sums(values: np.ndarray, clusters: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Sum (n, m) values a cluster, in the order of the clusters' names; returns (c, m) sums and (c,) sizes."""
    if clusters is None:
        return values, np.ones(len(values))
    _, codes = np.unique(np.asarray(clusters).astype(str), return_inverse=True)
    n_clusters = int(codes.max()) + 1 if len(codes) else 0
    sums = np.stack([np.bincount(codes, weights=column, minlength=n_clusters) for column in values.T], axis=1)
    return sums, np.bincount(codes, minlength=n_clusters).astype(float)


def _whole(sums: np.ndarray, terms: int) -> tuple[np.ndarray, np.ndarray]:
    """Scale columns by powers of two to whole numbers of which any ``terms`` add up without rounding (below 2^52).

    Matrix products add in another order on another processor, or for another number of rows; whole numbers give the
    same sum in any order. Returns (c, m) whole numbers and (m,) exponents; what is lost is ``terms`` x 2^-52 at most.
    """
    _, exponents = np.frexp(np.abs(sums).max(axis=0, initial=0.0) * max(terms, 1))
    shift = 52 - exponents
    return np.rint(np.ldexp(sums, shift)), shift


def bootstrap_draws(
    values: np.ndarray, clusters: np.ndarray | None = None, draws: int = DRAWS, seed: int = SEED
) -> np.ndarray:
    """Give the mean of each bootstrap sample: (draws, m) for values (n, m).

    The mean of a sample is its sum over its number of articles, which differs from draw to draw where clusters
    differ in size.
    """
    sums, sizes = cluster_sums(values, clusters)
    n_clusters = len(sizes)
    whole, shift = _whole(sums, n_clusters)
    rng = np.random.default_rng(seed)
    means = np.empty((draws, values.shape[1]))
    step = max(1, _CELLS // max(n_clusters, 1))
    for begin in range(0, draws, step):
        rows = min(step, draws - begin)
        picks = rng.integers(0, n_clusters, (rows, n_clusters)) + np.arange(rows)[:, None] * n_clusters
        weights = np.bincount(picks.ravel(), minlength=rows * n_clusters).reshape(rows, n_clusters).astype(float)
        means[begin : begin + rows] = np.ldexp(weights @ whole, -shift) / (weights @ sizes)[:, None]
    return means


def bootstrap_mean(
    values: np.ndarray,
    clusters: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """Estimate the mean of values and a percentile bootstrap interval over clusters (None: each value its own).

    ``values`` is (n,) or (n, m); rows with a missing value must have been left out (ValueError). For (n,) the three
    numbers are floats, for (n, m) arrays (m,). No value: three times nan. One cluster only: the ends are nan, for one
    story tells nothing about others. Values that are all equal give an interval of no width; use ``share_interval``
    for shares, where that would claim too much.
    """
    data = np.asarray(values, dtype=float)
    table = data[:, None] if data.ndim == 1 else data
    if np.isnan(table).any():
        raise ValueError("values hold nan: leave those rows out first")
    missing = np.full(table.shape[1], np.nan)
    estimate, low, high = missing, missing, missing
    if len(table):
        estimate = table.mean(axis=0)
        if len(table if clusters is None else np.unique(np.asarray(clusters).astype(str))) > 1:
            tail = (1 - level) / 2
            low, high = np.quantile(bootstrap_draws(table, clusters, draws, seed), [tail, 1 - tail], axis=0)
    if data.ndim == 1:
        return Interval(float(estimate[0]), float(low[0]), float(high[0]))
    return Interval(estimate, low, high)


def wilson(successes: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Give Wilson's score interval (1927, "Probable inference") of a share of ``n`` independent trials."""
    if n <= 0:
        return float("nan"), float("nan")
    z = float(norm.ppf((1 + level) / 2))
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def share_interval(
    present: np.ndarray,
    clusters: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """Estimate shares of 0/1 values, (n,) or (n, m), with the bootstrap over clusters of ``bootstrap_mean``.

    Where all values are equal every sample repeats them and the bootstrap interval has no width; there, and where
    there is one cluster only, Wilson's interval is given, each cluster counted as one trial.
    """
    data = np.asarray(present, dtype=float)
    table = data[:, None] if data.ndim == 1 else data
    plain = bootstrap_mean(table, clusters, draws, seed, level)
    estimate, low, high = (np.array(part, dtype=float) for part in plain)
    trials = len(table) if clusters is None else len(np.unique(np.asarray(clusters).astype(str)))
    for column in range(table.shape[1]):
        if trials and (trials == 1 or np.ptp(table[:, column]) == 0):
            low[column], high[column] = wilson(estimate[column] * trials, trials, level)
    if data.ndim == 1:
        return Interval(float(estimate[0]), float(low[0]), float(high[0]))
    return Interval(estimate, low, high)
