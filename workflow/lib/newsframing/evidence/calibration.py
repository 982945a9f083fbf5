"""Planted studies, repeated: do intervals hold the truth as often as they say, and do verdicts find what is there?

Each repetition draws articles in stories, plants frames in them, lets a simulated classifier give scores and simulated
coders give codes, and runs the estimators and verdicts of a real study from there on. Nothing is picked: seeds run
from 0. The classifier is as bad as a stated F1, which is no better than ours is out of fold on the development sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy import optimize, stats

from newsframing.evidence.corrected import (
    Estimate,
    corrected_share,
    difference,
    mean_interval,
    share_interval,
    within,
)
from newsframing.evidence.sampling import draw, inclusion_probabilities
from newsframing.evidence.verdicts import Finding, decide
from newsframing.inference import wilson

COLUMNS = ["quantity", "frame", "value", "low_bound", "high_bound", "n_reps"]
CURVE_COLUMNS = ["design", "gap", "n", "codes", "f1", "power", "n_reps"]
#: planted frames and their shares of articles
FRAMES = {"planted_40": 0.40, "planted_30": 0.30, "planted_20": 0.20, "planted_10": 0.10, "planted_04": 0.04}
RARE = 0.10
#: F1 of the simulated classifier for a frame in F1_SHARE of the articles. Its scores of articles with and without
#: a frame lie equally far apart for every frame (an area under the curve of .87), for F1 hangs on how common a frame is
F1, F1_SHARE = 0.62, 0.20
#: part of the articles that retell the story of the article before
RETOLD = 0.05
REPS = 2000
SMALLEST = 0.05


@dataclass(frozen=True)
class Design:
    """One comparison: ``paired`` (two frames of the same articles) or between two groups of equal size."""

    name: str
    paired: bool
    shares: tuple[float, float]
    n: int
    codes: int
    least_power: float | None = None


#: the four comparisons; least_power where a plain simulation reaches .80
DESIGNS = (
    Design("two frames, .30 and .20", True, (0.30, 0.20), 1000, 200, 0.80),
    Design("two groups, .30 and .20", False, (0.30, 0.20), 1000, 200),
    Design("two groups, .40 and .20", False, (0.40, 0.20), 1000, 200, 0.80),
    Design("two groups, .30 and .20, more codes", False, (0.30, 0.20), 2000, 600, 0.80),
)


@cache
def separation(f1: float, share: float) -> float:
    """Find how far apart (in standard deviations) the scores of articles with and without a frame must lie.

    At that distance the best threshold gives F1 ``f1`` for a frame in ``share`` of the articles.
    """
    cuts = np.linspace(-4, 8, 1201)

    def best(distance: float) -> float:
        hits = share * stats.norm.sf(cuts - distance)
        return float((2 * hits / (hits + (1 - share) * stats.norm.sf(cuts) + share)).max())

    return float(optimize.brentq(lambda d: best(d) - f1, 1e-6, 8.0)) if best(0.0) < f1 else 0.0


def stories(rng: np.random.Generator, n: int) -> np.ndarray:
    """Number the stories of ``n`` articles: some retell the one before."""
    return np.cumsum(rng.random(n) >= RETOLD)


def plant(rng: np.random.Generator, share: np.ndarray, story: np.ndarray, f1: float) -> tuple[np.ndarray, np.ndarray]:
    """Plant a frame with probability ``share`` (n,) in stories; give truth and a calibrated classifier's scores."""
    chance = rng.random(int(story.max()) + 1)[story]
    truth = (chance < share).astype(float)
    distance = separation(f1, F1_SHARE)
    shown = rng.normal(size=len(story)) + distance * truth
    # calibrated over all articles: it knows how common the frame is, not that the groups differ
    usual = float(share.mean())
    return truth, 1 / (1 + np.exp(-(distance * shown - distance**2 / 2 + np.log(usual / (1 - usual)))))


def error_at(alpha: float, share: float) -> float:
    """Find the rate of errors at which two coders of a frame in ``share`` of the articles agree at ``alpha``."""

    def reached(rate: float) -> float:
        coded = share * (1 - rate) + (1 - share) * rate
        return 1 - rate * (1 - rate) / (coded * (1 - coded))

    return float(optimize.brentq(lambda rate: reached(rate) - alpha, 0.0, 0.4))


def _codes(
    rng: np.random.Generator, truth: np.ndarray, scores: np.ndarray, size: int, alpha: float | None, share: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draw articles (n, frames) for coding as a study does; give codes (n, frames) with nan, and the probabilities."""
    chance = inclusion_probabilities(scores, size)
    drawn = draw(chance, int(rng.integers(2**32)))
    codes = np.full(truth.shape, np.nan)
    codes[drawn] = truth[drawn]
    if alpha is not None:
        wrong = rng.random(truth.shape) < error_at(alpha, share)
        codes = np.where(wrong, 1 - codes, codes)
    return codes, chance


def _one_share(seed: int, share: float, n: int, size: int, alpha: float | None) -> tuple[float, float, float, float]:
    """Repeat once: corrected and uncorrected interval hold the share (0/1), widths of corrected and codes alone."""
    rng = np.random.default_rng(seed)
    story = stories(rng, n)
    truth, score = plant(rng, np.full(n, share), story, F1)
    codes, chance = _codes(rng, truth[:, None], score[:, None], size, alpha, share)
    low, high = share_interval(corrected_share(codes[:, 0], score, chance, story), story)
    plain = rng.permutation(n)[:size]
    alone = np.full(n, np.nan)
    alone[plain] = truth[plain]
    first, last = share_interval(corrected_share(alone, None, None, story), story)
    marked = float((score > 0.5).sum())
    under, over = wilson(marked, n)
    return float(low <= share <= high), float(under <= share <= over), high - low, last - first


def _contrast(rng: np.random.Generator, design: Design, shares: tuple[float, float], f1: float) -> tuple[
    Estimate, np.ndarray
]:  # fmt: skip
    story = stories(rng, design.n)
    if design.paired:
        planted = [plant(rng, np.full(design.n, share), story, f1) for share in shares]
        truth, scores = (np.stack(part, axis=1) for part in zip(*planted, strict=True))
        codes, chance = _codes(rng, truth, scores, design.codes, None, 0.0)
        one, other = (corrected_share(codes[:, k], scores[:, k], chance, story) for k in (0, 1))
        return difference(one, other), story
    group = story % 2 == 0
    truth, score = plant(rng, np.where(group, shares[0], shares[1]), story, f1)
    codes, chance = _codes(rng, truth[:, None], score[:, None], design.codes, None, 0.0)
    parts = [
        within(corrected_share(codes[side, 0], score[side], chance[side], story[side]), side)
        for side in (group, ~group)
    ]
    return difference(*parts), story


def verdict_of(design: Design, estimate: Estimate, story: np.ndarray) -> str:
    """Give the verdict of a study that expected the first to be greater, as the founding claims do."""
    low, high, p = mean_interval(estimate, story)
    low_90, high_90, _ = mean_interval(estimate, story, 0.90)
    finding = Finding(
        id="planted", claim="", status="confirmatory", unit="articles", expect="greater", smallest_effect=SMALLEST,
        n=design.n, n_clusters=len(np.unique(story)), n_coded=design.codes, estimate=estimate.value,
        low=low, high=high, low_90=low_90, high_90=high_90, p=p,
    )  # fmt: skip
    return decide(finding, p)[0]


def power(design: Design, reps: int, f1: float = F1, gap: float | None = None) -> float:
    """Give the share of repetitions with the verdict "supported"; ``gap`` in place of the design's own difference."""
    middle = sum(design.shares) / 2
    shares = design.shares if gap is None else (middle + gap / 2, middle - gap / 2)
    found = 0
    for seed in range(reps):
        estimate, story = _contrast(np.random.default_rng(seed), design, shares, f1)
        found += verdict_of(design, estimate, story) == "supported"
    return found / reps


def calibrate(reps: int = REPS, n: int = 1000, codes: int = 200) -> pd.DataFrame:
    """Repeat planted studies; give COLUMNS: what was reached and its bounds (nan: none, the value is reported)."""
    rows: list[tuple[str, str, float, float, float]] = []
    nothing = float("nan")
    for frame, share in FRAMES.items():
        drawn = np.array([_one_share(seed, share, n, codes, None) for seed in range(reps)])
        held, uncorrected, width, alone = drawn.mean(axis=0)
        # a named interval for rare frames (Wilson's or exact limits at the effective size) may hold more often
        rows.append(("coverage", frame, held, 0.93 if share >= RARE else 0.90, 0.97 if share >= RARE else 1.0))
        rows.append(("coverage_uncorrected", frame, uncorrected, nothing, nothing))
        rows.append(("width_ratio", frame, width / alone, nothing, 0.90 if share >= RARE else nothing))
        for alpha in (0.9, 0.8, 0.7):
            part = np.array([_one_share(seed, share, n, codes, alpha)[0] for seed in range(max(1, reps // 4))])
            rows.append((f"coverage_alpha_{alpha}", frame, part.mean(), nothing, nothing))
    for design in DESIGNS:
        rows.append(("power", design.name, power(design, reps), design.least_power or nothing, nothing))
        rows.append(("false_support", design.name, power(design, reps, gap=0.0), nothing, 0.05))
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    table["n_reps"] = np.where(table["quantity"].str.startswith("coverage_alpha"), max(1, reps // 4), reps)
    return table[COLUMNS]


def power_curve(reps: int) -> pd.DataFrame:
    """Give the power over gap × number of codes × quality of the classifier: CURVE_COLUMNS."""
    rows = [
        (design.name, gap, design.n, design.codes, f1, power(design, reps, f1, gap), reps)
        for design in _grid()
        for gap in (0.05, 0.10, 0.15, 0.20)
        for f1 in (0.5, F1, 0.8)
    ]
    return pd.DataFrame(rows, columns=CURVE_COLUMNS)


def _grid() -> Iterator[Design]:
    for paired, name in ((True, "two frames"), (False, "two groups")):
        for codes in (100, 200, 400):
            yield Design(name, paired, (0.30, 0.20), 1000, codes)


def outside(table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows whose value lies outside its bounds."""
    return table[(table["value"] < table["low_bound"]) | (table["value"] > table["high_bound"])]
