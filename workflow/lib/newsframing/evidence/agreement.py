"""How far coders agree on a frame, with missing codes allowed and an interval over the coded units.

Krippendorff's alpha for nominal codes (Krippendorff 2019, "Content Analysis", chapter 12), Cohen's kappa (1960; for
more than two coders the mean over pairs, weighted by the units both coded: Light 1971), Gwet's AC1 (2008) and the
percentage of agreeing pairs. All are computed from how often each value was given to each unit, so that a thousand
resamples of the units are a few matrix products.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.coding.codes import PEOPLE
from newsframing.inference import DRAWS, LEVEL, SEED

AGREEMENT_COLUMNS = [
    *("codebook", "frame", "unit", "wave", "coders", "n", "n_both", "n_present"),
    *("alpha", "alpha_low", "alpha_high", "kappa", "ac1", "percent", "codebook_sha256"),
]
DISAGREEMENT_COLUMNS = ["codebook", "frame", "unit", "wave", "item", "coder", "present"]
#: fewer resamples in which alpha is defined than this share of them, and no interval is given
_DEFINED = 0.5


class Agreement(NamedTuple):
    """Alpha with its interval, kappa, AC1 and the share of agreeing pairs; nan where a measure is not defined."""

    n: int
    n_both: int
    alpha: float
    low: float
    high: float
    kappa: float
    ac1: float
    percent: float


def value_counts(codes: np.ndarray) -> np.ndarray:
    """Count the values given to each unit, (units, values), from codes (coders, units) in which nan is "not coded"."""
    values = np.unique(codes[~np.isnan(codes)])
    return np.stack([(codes == value).sum(axis=0) for value in values], axis=1).astype(float) if len(values) else (
        np.zeros((codes.shape[1], 0))
    )  # fmt: skip


def _alpha(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Give alpha for each row of ``weights`` (draws, units): how often each unit, coded twice or more, came."""
    coders = counts.sum(axis=1)
    differing = (coders**2 - (counts**2).sum(axis=1)) / (coders - 1)
    observed = weights @ differing
    totals = weights @ counts
    n = totals.sum(axis=1)
    expected = (n**2 - (totals**2).sum(axis=1)) / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # nothing but one value: no disagreement was possible, and alpha says nothing
        return np.where(expected > 0, 1.0 - observed / expected, np.nan)


def alpha(codes: np.ndarray) -> float:
    """Give Krippendorff's alpha for nominal codes (coders, units), nan: not coded; nan where it is not defined."""
    counts = value_counts(np.asarray(codes, dtype=float))
    both = counts[counts.sum(axis=1) > 1]
    return float(_alpha(both, np.ones((1, len(both))))[0]) if len(both) else float("nan")


def _kappa(codes: np.ndarray) -> float:
    """Give Cohen's kappa over the pairs of coders, weighted by the units both coded."""
    parts: list[tuple[float, int]] = []
    for one, other in combinations(codes, 2):
        shared = ~np.isnan(one) & ~np.isnan(other)
        a, b = one[shared], other[shared]
        if not len(a):
            continue
        chance = sum((a == value).mean() * (b == value).mean() for value in np.unique(np.concatenate([a, b])))
        if chance < 1:
            parts.append((((a == b).mean() - chance) / (1 - chance), len(a)))
    weight = sum(n for _, n in parts)
    return sum(value * n for value, n in parts) / weight if weight else float("nan")


def agreement(codes: np.ndarray, draws: int = DRAWS, seed: int = SEED, level: float = LEVEL) -> Agreement:
    """Measure the agreement of codes (coders, units); nan is "not coded". The interval: percentiles over units."""
    table = np.asarray(codes, dtype=float)
    counts = value_counts(table)
    coders = counts.sum(axis=1)
    both = counts[coders > 1]
    n, n_both = int((coders > 0).sum()), len(both)
    nothing = float("nan")
    if not n_both:
        return Agreement(n, 0, nothing, nothing, nothing, nothing, nothing, nothing)
    estimate = float(_alpha(both, np.ones((1, n_both)))[0])
    low = high = nothing
    if n_both > 1 and not np.isnan(estimate):
        picks = np.random.default_rng(seed).multinomial(n_both, np.full(n_both, 1 / n_both), draws)
        drawn = _alpha(both, picks.astype(float))
        drawn = drawn[~np.isnan(drawn)]
        if len(drawn) >= _DEFINED * draws:
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    given = both.sum(axis=1)
    percent = float((((both * (both - 1)).sum(axis=1)) / (given * (given - 1))).mean())
    shares = (both / given[:, None]).mean(axis=0)
    chance = float((shares * (1 - shares)).sum() / (len(shares) - 1)) if len(shares) > 1 else 0.0
    ac1 = (percent - chance) / (1 - chance) if chance < 1 else nothing
    return Agreement(n, n_both, estimate, float(low), float(high), _kappa(table), ac1, percent)


def agreement_table(
    codes: pd.DataFrame, sha256: dict[str, str] | None = None, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Measure agreement a codebook, frame, unit and wave: AGREEMENT_COLUMNS.

    ``codes`` has codebook, frame, unit, wave, item, coder, kind, present (0/1, missing: not coded), one row a cell.
    Only coders of kind ``human`` (in a planted study: ``simulated``) count where there are two of them; else those
    there are, and ``coders`` names their
    kinds, so that nobody takes the makers' or a model's agreement for people's. ``n`` counts the items that anyone
    coded, ``n_both`` those that two or more did, ``n_present`` those of them to which most gave the frame. ``sha256``:
    that of each codebook today.
    """
    rows: list[dict[str, object]] = []
    for (codebook, frame, unit, wave), part in codes.groupby(["codebook", "frame", "unit", "wave"], sort=True):
        people = part[part["kind"].isin(PEOPLE)]
        chosen = people if people["coder"].nunique() > 1 else part
        wide = chosen.pivot(index="coder", columns="item", values="present").sort_index().sort_index(axis=1)
        table = wide.to_numpy(dtype=float)
        found = agreement(table, draws, seed)
        twice = (~np.isnan(table)).sum(axis=0) > 1
        share = np.nanmean(table[:, twice], axis=0) if twice.any() else np.zeros(0)
        rows.append(
            {
                "codebook": codebook,
                "frame": frame,
                "unit": unit,
                "wave": wave,
                "coders": ", ".join(f"{n} {kind}" for kind, n in sorted(_kinds(chosen).items())),
                "n": found.n,
                "n_both": found.n_both,
                "n_present": int((share > 0.5).sum()),
                "alpha": found.alpha,
                "alpha_low": found.low,
                "alpha_high": found.high,
                "kappa": found.kappa,
                "ac1": found.ac1,
                "percent": found.percent,
                "codebook_sha256": (sha256 or {}).get(str(codebook)),
            }
        )
    return pd.DataFrame(rows, columns=AGREEMENT_COLUMNS)


def _kinds(codes: pd.DataFrame) -> dict[str, int]:
    """Count the coders of each kind."""
    return {str(kind): int(n) for kind, n in codes.groupby("kind")["coder"].nunique().items()}


def disagreements(codes: pd.DataFrame) -> pd.DataFrame:
    """List every code of the cells on which human coders differ, for adjudication: DISAGREEMENT_COLUMNS, sorted."""
    people = codes[(codes["kind"].isin(PEOPLE)) & (codes["coder"] != "adjudicated") & codes["present"].notna()]
    cell = ["codebook", "frame", "unit", "wave", "item"]
    settled = set(codes.loc[codes["coder"] == "adjudicated", cell].itertuples(index=False, name=None))
    differ = people.groupby(cell)["present"].transform("nunique") > 1
    listed = people.loc[differ, DISAGREEMENT_COLUMNS]
    open_ = [row not in settled for row in listed[cell].itertuples(index=False, name=None)]
    return listed[np.array(open_, dtype=bool)].sort_values(DISAGREEMENT_COLUMNS[:-1], ignore_index=True)
