"""The classifier of one codebook, nested: out-of-fold predictions, a learning curve, and predictions for all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsframing.classify.features import Counts, Space
from newsframing.classify.folds import folds
from newsframing.classify.model import Model, f1_of, train
from newsframing.classify.validity import macro_interval
from newsframing.coding.foreign import COLUMNS, TYPES

METHOD = "classifier"
OUTER = 10
SEED = 20190301
#: with fewer coded articles nothing is trained
LEAST = 30
#: of a fold's training articles, the shares at which the learning curve is measured
CURVE = (0.15, 0.3, 0.5, 0.75)
#: the name of the class of articles that have none of the frames of a codebook of kind single
NONE = ""
CURVE_COLUMNS = ["codebook", "n_train", "f1", "f1_low", "f1_high", "accuracy", "measured", "gain"]


class Task(NamedTuple):
    """What is to be learnt: coded articles by row of ``ids``, their frames (0/1), and who belongs together."""

    codebook: str
    frames: list[str]
    single: bool
    ids: np.ndarray
    groups: np.ndarray
    coded: np.ndarray
    values: np.ndarray


class Result(NamedTuple):
    """Predictions of every article, the learning curve, and what each fold chose."""

    predictions: pd.DataFrame
    curve: pd.DataFrame
    choices: pd.DataFrame


def task(
    codebook: str, frames: list[str], single: bool, ids: np.ndarray, groups: np.ndarray, gold: pd.DataFrame
) -> Task:
    """Make a task of a gold table: of the articles whose every coded frame is settled.

    ``ids`` and ``groups`` are those of all articles, sorted by id. In a codebook of kind single, articles with none of
    the frames form a class of their own. An article in which a frame is undecided (tie) or not coded is left out.
    """
    wide = gold[gold["codebook"] == codebook].pivot(index="article_id", columns="frame", values="present")
    named = [frame for frame in frames if frame in wide]
    whole = wide[named].dropna().astype(int)
    place = {article: row for row, article in enumerate(ids)}
    whole = whole.loc[sorted(article for article in whole.index if article in place)]
    values = whole.to_numpy(dtype=int)
    if single and len(values) and (values.sum(axis=1) == 0).any():
        values = np.hstack([values, (values.sum(axis=1) == 0).astype(int)[:, None]])
        named = [*named, NONE]
    coded = np.array([place[article] for article in whole.index], dtype=int)
    return Task(codebook, named, single, ids, groups, coded, values)


def can_be_learnt(what: Task) -> str:
    """Say why nothing can be trained, or ""."""
    if len(what.coded) < LEAST:
        return f"{len(what.coded)} coded articles; a classifier is trained from {LEAST} on"
    if len(np.unique(what.groups[what.coded])) < OUTER:
        return f"the coded articles are copies of fewer than {OUTER} texts"
    varied = (what.values.min(axis=0) != what.values.max(axis=0)).any() if what.values.size else False
    return "" if varied else "no frame is present in some coded articles and absent in others"


def learn(what: Task, counts: Counts, seed: int = SEED) -> Result:
    """Train and judge: every coded article is predicted by a model that has seen neither it nor a copy of it."""
    groups = what.groups[what.coded]
    parts = folds(what.values, groups, OUTER, seed)
    probability, present = np.zeros(what.values.shape), np.zeros(what.values.shape, dtype=np.int8)
    chosen: list[dict[str, Any]] = []
    for number, test in enumerate(parts):
        model = _trained(what, counts, np.setdiff1d(np.arange(len(what.coded)), test), seed)
        probability[test], present[test] = _predicted(model, what.coded[test])
        chosen.append({"codebook": what.codebook, "fold": str(number + 1), **model.described()})
    rest = np.setdiff1d(np.arange(len(what.ids)), what.coded)
    final = _trained(what, counts, np.arange(len(what.coded)), seed)
    chosen.append({"codebook": what.codebook, "fold": "all", **final.described()})
    tables = [_rows(what, what.coded, probability, present, 1), _rows(what, rest, *_predicted(final, rest), 0)]
    found = pd.concat(tables, ignore_index=True).sort_values(["article_id", "frame"], ignore_index=True)
    smaller = list(_smaller(what, counts, parts, seed))
    n_whole = round(len(what.coded) - len(what.coded) / len(parts))
    curve = _curve(what, [*smaller, (n_whole, present)])
    return Result(found, curve, pd.DataFrame(chosen))


def _trained(what: Task, counts: Counts, rows: np.ndarray, seed: int) -> Model:
    """Train on some of the coded articles (``rows`` of what.coded)."""
    space = Space(counts, what.coded[rows])
    return train(space, what.values[rows], what.groups[what.coded[rows]], what.single, seed)


def _predicted(model: Model, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give probabilities and presence of articles."""
    scores = model.scores(rows)
    return model.calibration(scores), model.decide(scores)


def _rows(what: Task, rows: np.ndarray, probability: np.ndarray, present: np.ndarray, coded: int) -> pd.DataFrame:
    """Make rows of predictions, one an article and frame; the class of articles with no frame is not one."""
    tables = []
    for column, frame in enumerate(what.frames):
        if frame == NONE:
            continue
        table = pd.DataFrame({"article_id": what.ids[rows], "present": present[:, column]})
        table["score"] = probability[:, column]
        tables.append(table.assign(codebook=what.codebook, frame=frame, method=METHOD, out_of_fold=coded, coded=coded))
    return pd.concat(tables, ignore_index=True)[COLUMNS].astype(TYPES)


def _smaller(what: Task, counts: Counts, parts: list[np.ndarray], seed: int) -> Iterator[tuple[int, np.ndarray]]:
    """Repeat the outer folds with fewer training articles, all tuning again: (how many, presence out of fold)."""
    chance = np.random.default_rng(seed)
    orders = [chance.permutation(np.setdiff1d(np.arange(len(what.coded)), test)) for test in parts]
    for share in CURVE:
        size = round(share * min(len(order) for order in orders))
        if size < LEAST:
            continue
        present = np.zeros(what.values.shape, dtype=np.int8)
        for test, order in zip(parts, orders, strict=True):
            model = _trained(what, counts, np.sort(order[:size]), seed)
            present[test] = _predicted(model, what.coded[test])[1]
        yield size, present


def _curve(what: Task, points: list[tuple[int, np.ndarray]]) -> pd.DataFrame:
    """Give macro-F1 and accuracy by number of training articles, and what half as many or twice as many more would add.

    The last is read off the line of macro-F1 over 1/sqrt(n), by which the error of a fitted model falls with n where it
    falls at all; such rows have measured = 0 and no interval.
    """
    columns = [c for c, frame in enumerate(what.frames) if frame != NONE and what.values[:, c].any()]
    truth = what.values[:, columns]
    rows: list[tuple[object, ...]] = []
    groups = what.groups[what.coded]
    for size, present in points:
        own = present[:, columns]
        f1 = float(np.mean([f1_of(truth[:, c], own[:, c]) for c in range(len(columns))]))
        low, high = macro_interval(truth, own, groups)
        right = (own == truth).all(axis=1).mean() if what.single else (own == truth).mean()
        rows.append((what.codebook, size, f1, low, high, float(right), 1, np.nan))
    if len(points) >= 3:
        sizes = np.array([size for size, _ in points], dtype=float)
        reached = np.array([float(str(row[2])) for row in rows])
        slope, level = np.polyfit(1 / np.sqrt(sizes), reached, 1)
        now = level + slope / np.sqrt(sizes[-1])
        for factor in (1.5, 2, 3):
            more = round(factor * sizes[-1])
            gain = max(0.0, float(level + slope / np.sqrt(more) - now))
            end = min(1.0, float(reached[-1]) + gain)
            rows.append((what.codebook, more, end, np.nan, np.nan, np.nan, 0, gain))
    return pd.DataFrame(rows, columns=CURVE_COLUMNS)
