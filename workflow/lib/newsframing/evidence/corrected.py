"""Shares corrected for the errors of whatever marked the articles, by the codes that people gave to some of them.

The estimator is the mean of the predictions plus the weighted mean of what the codes say against them: the difference
estimator of survey sampling (Särndal, Swensson & Wretman 1992, "Model Assisted Survey Sampling", chapter 6), known for
machine labels as prediction-powered inference (Angelopoulos et al. 2023; tuned as in Angelopoulos, Duchi & Zrnic 2023)
and as design-based supervised learning (Egami et al. 2023). Weights are the inverses of the stored probabilities with
which articles were drawn, scaled to their sum (Hájek 1971); where a classifier was trained on the same codes, the
predictions of the coded articles must be those of models that had not seen them (cross-fitting).

Each estimate carries its influence values, one an article, which are what errors, contrasts and adjustments are made
of: the mean of the values of a story's articles is what that story moves the estimate by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from newsframing.inference import LEVEL, wilson

#: with fewer articles coded as present the predictions are left out, and the interval is exact
FEWEST_PRESENT = 5


@dataclass(frozen=True)
class Estimate:
    """An estimate with its influence values (n,), whose mean is 0, and what its error rests on.

    ``df``: independent stories with codes less one; ``sampling``: (n,) the part of the values that drawing the sample
    adds, with which an interval speaks of this very set of articles; ``n_coded`` and ``n_present`` count articles.
    """

    value: float
    influence: np.ndarray
    sampling: np.ndarray
    df: int
    n_coded: int
    n_present: int
    weight: float = 0.0

    @property
    def outcomes(self) -> np.ndarray:
        """Outcomes that may stand for the codes of all articles in a regression: their mean is the estimate."""
        return self.value + self.influence


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    return float((weights * values).sum() / weights.sum())


def _numbered(clusters: np.ndarray | None, n: int) -> np.ndarray:
    if clusters is None:
        return np.arange(n)
    names = np.asarray(clusters)
    return np.unique(names if names.dtype.kind in "iu" else names.astype(str), return_inverse=True)[1]


def corrected_share(
    codes: np.ndarray,
    predictions: np.ndarray | None = None,
    probability: np.ndarray | None = None,
    clusters: np.ndarray | None = None,
) -> Estimate:
    """Estimate the share of articles with a frame.

    ``codes`` (n,): 0, 1 or nan (not coded), ``predictions`` (n,): scores in 0 to 1 for every article (None: codes
    alone), ``probability`` (n,): that of being coded (None: all alike), ``clusters`` (n,): stories. How much the
    predictions weigh (``weight``, 0 to 1) is what makes the variance least; useless ones get no weight. ValueError
    without a code.
    """
    y = np.asarray(codes, dtype=float)
    coded = ~np.isnan(y)
    if not coded.any():
        raise ValueError("no article is coded: nothing can be corrected")
    chance = np.full(len(y), coded.mean()) if probability is None else np.asarray(probability, dtype=float)
    if not (chance[coded] > 0).all():
        raise ValueError("a coded article has no probability of being drawn")
    g = np.where(coded, 1.0 / np.where(coded, chance, 1.0), 0.0)
    g = g * (len(y) / g.sum())
    filled = np.where(coded, y, 0.0)
    story = _numbered(clusters, len(y))
    present = int(filled.sum())
    f = np.zeros(len(y)) if predictions is None else np.asarray(predictions, dtype=float)
    a = g * (filled - _mean(filled, g))
    b = (f - f.mean()) - g * (f - _mean(f, g))
    weight = 0.0
    if present >= FEWEST_PRESENT:
        sum_a, sum_b = np.bincount(story, a), np.bincount(story, b)
        spread = float(sum_b @ sum_b)
        weight = float(np.clip(-(sum_a @ sum_b) / spread, 0.0, 1.0)) if spread > 0 else 0.0
    value = _mean(filled, g) + weight * (f.mean() - _mean(f, g))
    residual = filled - weight * f
    sampling = g * np.sqrt(np.clip(1.0 - chance, 0.0, 1.0)) * (residual - _mean(residual, g)) * coded
    return Estimate(
        value, a + weight * b, sampling, len(np.unique(story[coded])) - 1, int(coded.sum()), present, weight
    )


def within(estimate: Estimate, inside: np.ndarray) -> Estimate:
    """Set the estimate of a group, made from the articles ``inside`` (n,) alone, among all n articles."""
    whole = np.zeros(len(inside))
    factor = len(inside) / int(inside.sum())
    influence, sampling = whole.copy(), whole.copy()
    influence[inside] = estimate.influence * factor
    sampling[inside] = estimate.sampling * factor
    return replace(estimate, influence=influence, sampling=sampling)


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Give the first estimate less the second, both over the same n articles (``within`` sets groups there)."""
    return Estimate(
        one.value - other.value,
        one.influence - other.influence,
        one.sampling - other.sampling,
        min(one.df, other.df),
        min(one.n_coded, other.n_coded),
        min(one.n_present, other.n_present),
        max(one.weight, other.weight),
    )


def adjusted_difference(estimate: Estimate, group: np.ndarray, covariates: np.ndarray) -> Estimate:
    """Regress the outcomes on a group (n,) of 0 and 1 and covariates (n, m) by least squares: the group's coefficient.

    A difference in shares with the covariates held constant (the linear probability model; with these outcomes the
    regression of Egami et al. 2023). Covariates that follow from others are no error.
    """
    x = np.column_stack([np.ones(len(group)), np.asarray(group, dtype=float), covariates])
    bread = np.linalg.pinv(x.T @ x / len(x))
    coefficients = bread @ (x.T @ estimate.outcomes / len(x))
    scores = (x @ bread[1]) * (estimate.outcomes - x @ coefficients)
    return replace(estimate, value=float(coefficients[1]), influence=scores, sampling=scores, weight=float("nan"))


def standard_error(estimate: Estimate, clusters: np.ndarray | None = None, *, finite: bool = False) -> float:
    """Give the standard error, articles of one story taken together.

    Liang & Zeger 1986. ``finite``: for the share in this very set of articles, not in the process that brought them.
    """
    values = estimate.sampling if finite else estimate.influence
    n = len(values)
    sums = values if finite else np.bincount(_numbered(clusters, n), values)
    # one degree for the mean, one for the weight that was fitted to the same codes
    held = max(estimate.df + 1, 3)
    spent = 1 if estimate.weight == 0.0 else 2
    return float(np.sqrt((sums @ sums) * held / (held - spent)) / n)


def _z(level: float, df: float = np.inf) -> float:
    return float(stats.t.ppf((1 + level) / 2, max(df, 1)))


def share_interval(
    estimate: Estimate, clusters: np.ndarray | None = None, level: float = LEVEL, *, finite: bool = False
) -> tuple[float, float]:
    """Give the interval of a share: Wilson's, for as many independent articles as its standard error speaks of.

    The effective size follows Korn & Graubard (1998), a t quantile in place of the normal one. Under FEWEST_PRESENT
    present codes the interval is theirs, made from Clopper & Pearson's exact limits.
    """
    error = standard_error(estimate, clusters, finite=finite)
    share = min(max(estimate.value, 0.0), 1.0)
    spread = share * (1 - share)
    held = estimate.df + 1
    size = spread / error**2 if error > 0 and spread > 0 else float(held)
    size *= (_z(level) / _z(level, estimate.df)) ** 2
    if estimate.n_present < FEWEST_PRESENT or estimate.n_coded - estimate.n_present < FEWEST_PRESENT:
        size = min(size, float(held)) if not finite else size
        x, tail = share * size, (1 - level) / 2
        low = float(stats.beta.ppf(tail, x, size - x + 1)) if x > 0 else 0.0
        high = float(stats.beta.ppf(1 - tail, x + 1, size - x)) if x < size else 1.0
        return low, high
    return wilson(share * size, size, level)


def mean_interval(
    estimate: Estimate, clusters: np.ndarray | None = None, level: float = LEVEL
) -> tuple[float, float, float]:
    """Give the interval of a difference, by the t distribution, and its two-sided p value."""
    error = standard_error(estimate, clusters)
    half = _z(level, estimate.df) * error
    p = float(2 * stats.t.sf(abs(estimate.value) / error, max(estimate.df, 1))) if error > 0 else float("nan")
    return estimate.value - half, estimate.value + half, p
