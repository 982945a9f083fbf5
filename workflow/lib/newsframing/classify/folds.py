"""Folds that keep what belongs together on one side: the copies of one text never stand in training and in test."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold


def strata(values: np.ndarray) -> np.ndarray:
    """Give each article one stratum, the rarest of its frames or -1; ``values`` is (articles, frames) of 0/1."""
    rarest = np.argsort(values.sum(axis=0), kind="stable")
    found = np.full(len(values), -1)
    for column in rarest[::-1]:
        found[values[:, column] == 1] = column
    return found


def folds(values: np.ndarray, groups: np.ndarray, number: int, seed: int) -> list[np.ndarray]:
    """Split articles into test parts of like frames, groups whole: a list of row numbers, sorted.

    ``groups`` are names of clusters; there are never more parts than groups, and none without an article.
    """
    _, codes = np.unique(groups.astype(str), return_inverse=True)
    number = min(number, int(codes.max()) + 1)
    if number < 2:
        raise ValueError("one group cannot be split")
    layers = strata(values)
    rows = np.zeros(len(values))
    if np.bincount(layers + 1).max() >= number:
        splitter = StratifiedGroupKFold(number, shuffle=True, random_state=seed)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The least populated class")
            parts = [np.sort(test) for _, test in splitter.split(rows, layers, codes)]
    else:
        parts = [np.sort(test) for _, test in GroupKFold(number).split(rows, layers, codes)]
    return [part for part in parts if len(part)]
