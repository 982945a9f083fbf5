"""One model: regularised least squares on likenesses, its probabilities, its thresholds, all chosen inside folds.

Nothing here sees a test article: a caller hands over the training rows, and every choice (features, strength of
regularisation, class weights, thresholds, calibration) is made on folds of those.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy import linalg, special
from sklearn.metrics import average_precision_score

from newsframing.classify.features import Space
from newsframing.classify.folds import folds

INNER = 5
#: resamples over which a threshold is averaged, so that it does not hang on one article
_CUTS = 25
#: with fewer training articles that have a frame, its threshold is not tuned
FEW = 5
#: likeness of every article to every other: an intercept, as weakly held as the features
_INTERCEPT = 1.0
#: how loosely the slope of a curve is held, and most of Newton's steps to it
_LOOSE, _STEPS = 10.0, 100


@dataclass(frozen=True)
class Choices:
    """What is tuned. ``words``: words, pairs (1-2) or lemmas; the numbers are weights beside words.

    ``meaning`` is that of the sentence encoder, where there is one; ``context`` that of what the coders did not read.
    """

    words: str = "words"
    characters: float = 1.0
    codebook: float = 0.5
    meaning: float = 1.0
    context: float = 0.0
    strength: float = 0.5
    balance: float = 0.5


#: what is tried, one setting after the other in this order, each with the best of the others
GRID: dict[str, tuple[Any, ...]] = {
    "codebook": (0.0, 0.5, 1.0),
    "meaning": (0.0, 1.0, 2.0, 4.0),
    "context": (0.0, 0.5),
    "words": ("words", "pairs", "lemmas"),
    "characters": (0.0, 1.0),
    "strength": (0.1, 0.2, 0.5, 1.0, 2.0),
    "balance": (0.0, 0.5, 1.0),
}


def likeness(space: Space, choices: Choices, rows: np.ndarray) -> np.ndarray:
    """Add up the blocks' likenesses of ``rows`` to the training articles by their weights."""
    parts = [(choices.words, 1.0), ("characters", choices.characters)]
    parts += [("codebook", choices.codebook), ("context", choices.context)]
    beside = choices.context > 0
    parts += [("codebook_context", choices.codebook * beside)]
    parts += [("meaning", choices.meaning), ("meaning_context", choices.meaning * beside * 0.5)]
    used = [(block, weight) for block, weight in parts if weight and block in space.blocks]
    total = sum(weight * space.likeness(block, rows) for block, weight in used)
    return np.asarray(total) / sum(weight for _, weight in used) + _INTERCEPT


def weights(values: np.ndarray, balance: float, single: bool) -> np.ndarray:
    """Weigh articles so that rare frames count more: (n,) for one frame an article, (n, frames) for several.

    ``balance`` 0 leaves all alike, 1 gives every class the same total, 0.5 goes half of the way.
    """
    if single:
        size = values.sum(axis=0)
        share = (values * (size / len(values))).sum(axis=1)
        return np.asarray((1 / (share * max(1, (size > 0).sum()))) ** balance)
    share = np.clip(values.mean(axis=0), 1 / len(values) / 2, 1)
    own = np.where(values == 1, share, np.clip(1 - share, 1 / len(values) / 2, 1))
    return np.asarray((0.5 / own) ** balance)


def fit_scores(train: np.ndarray, test: np.ndarray, values: np.ndarray, choices: Choices, single: bool) -> np.ndarray:
    """Fit on ``train`` (n, n), give scores of ``test`` (m, n): (m, frames), higher where the frame is likelier."""
    return test @ dual(train, values, choices, single)


def dual(train: np.ndarray, values: np.ndarray, choices: Choices, single: bool) -> np.ndarray:
    """Give the weight of each training article in each frame's score: (n, frames)."""
    target = 2.0 * values - 1
    weight = weights(values, choices.balance, single)
    if single or not choices.balance:
        return _solved(train, target, weight if single else weight[:, 0], choices.strength)
    columns = [_solved(train, target[:, [c]], weight[:, c], choices.strength) for c in range(values.shape[1])]
    return np.hstack(columns)


def _solved(train: np.ndarray, target: np.ndarray, weight: np.ndarray, strength: float) -> np.ndarray:
    """Solve for least squares with a penalty: (n, m) weights of articles, whose own errors count by ``weight``."""
    root = np.sqrt(weight)[:, None]
    table = train * root * root.T
    table[np.diag_indices_from(table)] += strength
    return np.asarray(root * linalg.solve(table, target * root, assume_a="pos", check_finite=False))


def out_of_fold(
    likenesses: np.ndarray, values: np.ndarray, parts: list[np.ndarray], choices: Choices, single: bool
) -> np.ndarray:
    """Score each article by a model that has not seen its part."""
    scores = np.empty(values.shape)
    every = np.arange(len(values))
    for test in parts:
        train = np.setdiff1d(every, test)
        own = likenesses[np.ix_(train, train)]
        scores[test] = fit_scores(own, likenesses[np.ix_(test, train)], values[train], choices, single)
    return scores


def quality(values: np.ndarray, scores: np.ndarray, single: bool) -> float:
    """Say how good out-of-fold scores are, to choose by.

    One frame an article: the mean of accuracy and macro-F1. Several: the mean over frames of average precision, which
    needs no threshold.
    """
    if single:
        picked = scores.argmax(axis=1)[:, None] == np.arange(values.shape[1])
        f1 = [f1_of(values[:, c], picked[:, c]) for c in range(values.shape[1]) if values[:, c].any()]
        return float((picked & (values == 1)).any(axis=1).mean() + np.mean(f1)) / 2
    found = [average_precision_score(values[:, c], scores[:, c]) for c in range(values.shape[1]) if values[:, c].any()]
    return float(np.mean(found)) if found else 0.0


def f1_of(truth: np.ndarray, present: np.ndarray) -> float:
    """Give F1 of presence; 0 where nothing was to be found."""
    both = float(((truth == 1) & (present == 1)).sum())
    total = float((truth == 1).sum() + (present == 1).sum())
    return 2 * both / total if total else 0.0


def best_cut(values: np.ndarray, scores: np.ndarray) -> float:
    """Give the score from which on F1 of presence is highest; above all scores where there is nothing to find."""
    order = np.argsort(-scores, kind="stable")
    ranked, found = scores[order], np.cumsum(values[order])
    if not found[-1]:
        return float(ranked[0]) + 1.0
    f1 = 2 * found / (np.arange(1, len(ranked) + 1) + found[-1])
    best = int(f1.argmax())
    below = ranked[best + 1] if best + 1 < len(ranked) else ranked[best] - 1.0
    return float(ranked[best] + below) / 2


def steady_cut(values: np.ndarray, scores: np.ndarray, seed: int) -> float:
    """Average the best cut over resamples of the articles.

    Where fewer than FEW have the frame, which cut is best is chance: the cut then finds as many as there are.
    """
    if 0 < (there := int(values.sum())) < min(FEW, len(values)):
        ranked = np.sort(scores)[::-1]
        return float(ranked[there - 1] + ranked[there]) / 2
    chance = np.random.default_rng(seed)
    picks = chance.integers(0, len(values), (_CUTS, len(values)))
    cuts = [best_cut(values[pick], scores[pick]) for pick in picks if values[pick].any()]
    return float(np.median(cuts)) if cuts else best_cut(values, scores)


class Calibration:
    """Probabilities from scores: a logistic curve a frame (Platt 1999); for one frame an article they add up to one.

    Slopes are held by a weak penalty, as codes may be split by a score without an error. All curves are fitted at once
    by Newton's steps: proofs fit hundreds of thousands.
    """

    def __init__(self, values: np.ndarray, scores: np.ndarray, single: bool) -> None:
        """Fit on out-of-fold scores (n, frames); a frame that all articles have, or none, keeps that share."""
        self._single = single
        truth = values.astype(float)
        share = truth.mean(axis=0)
        self._constant = np.where((share == 0) | (share == 1), share, np.nan)
        inside = np.clip(share, 0.5 / len(truth), 1 - 0.5 / len(truth))
        self._slope, self._level = np.zeros(len(share)), special.logit(inside)
        for _ in range(_STEPS):
            said = self._curves(scores)
            spread, wrong = said * (1 - said), truth - said
            along = (wrong * scores).sum(axis=0) - self._slope / _LOOSE
            up = wrong.sum(axis=0)
            first, both = (spread * scores**2).sum(axis=0) + 1 / _LOOSE, (spread * scores).sum(axis=0)
            second = spread.sum(axis=0) + 1e-9
            whole = first * second - both**2
            steps = np.stack([second * along - both * up, first * up - both * along]) / whole
            steps = np.where(np.isnan(self._constant), np.clip(steps, -2.0, 2.0), 0.0)
            self._slope, self._level = self._slope + steps[0], self._level + steps[1]
            if np.abs(steps).max() < 1e-9:
                break

    def _curves(self, scores: np.ndarray) -> np.ndarray:
        return np.asarray(special.expit(scores * self._slope + self._level))

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        """Give probabilities, (n, frames)."""
        table = np.where(np.isnan(self._constant), self._curves(scores), self._constant)
        if self._single:
            table = table / np.maximum(table.sum(axis=1, keepdims=True), 1e-12)
        return np.asarray(table)


@dataclass
class Model:
    """A trained model: what was chosen, and how scores become presence and probability."""

    space: Space
    choices: Choices
    values: np.ndarray
    single: bool
    cuts: np.ndarray
    calibration: Calibration
    inner_quality: float

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """Score rows of the counts."""
        train = likeness(self.space, self.choices, self.space.train)
        weight = dual(train, self.values, self.choices, self.single)
        steps = [rows[begin : begin + 2000] for begin in range(0, len(rows), 2000)]
        found = [likeness(self.space, self.choices, part) @ weight for part in steps]
        return np.concatenate(found) if found else np.zeros((0, self.values.shape[1]))

    def decide(self, scores: np.ndarray) -> np.ndarray:
        """Say which frames are present: the highest score, or every score above its frame's threshold."""
        if self.single:
            return (scores.argmax(axis=1)[:, None] == np.arange(scores.shape[1])).astype(np.int8)
        return (scores > self.cuts).astype(np.int8)

    def described(self) -> dict[str, Any]:
        """Give what was chosen as a row of a table."""
        said = asdict(self.choices)
        scores = said.pop("codebook")
        return {**said, "codebook_scores": scores, "inner_quality": self.inner_quality}


def train(space: Space, values: np.ndarray, groups: np.ndarray, single: bool, seed: int) -> Model:
    """Choose everything on folds of the training rows and fit on all of them.

    ``values`` (n, frames) of 0/1 and ``groups`` belong to ``space.train``, row by row.
    """
    parts = folds(values, groups, INNER, seed)
    choices, best, scores = Choices(), -1.0, np.zeros(values.shape)
    blocks = set(space.blocks)
    absent = {block: block not in blocks for block in ("codebook", "meaning", "context")}
    gone: dict[str, Any] = {name: 0.0 for name, is_absent in absent.items() if is_absent}
    choices = replace(choices, **gone)
    tried: set[Choices] = set()
    for name, options in GRID.items():
        for option in options:
            other = replace(choices, **{name: option})
            if absent.get(name) or other in tried:
                continue
            tried.add(other)
            found = out_of_fold(likeness(space, other, space.train), values, parts, other, single)
            # a change has to show: differences in the last digits are no reason to leave what is set
            if (reached := quality(values, found, single)) > best + 1e-6:
                choices, best, scores = other, reached, found
    cuts = np.array([steady_cut(values[:, c], scores[:, c], seed + c) for c in range(values.shape[1])])
    return Model(space, choices, values, single, cuts, Calibration(values, scores, single), best)
