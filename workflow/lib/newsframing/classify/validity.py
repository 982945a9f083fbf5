"""How well a method finds what people coded: precision, recall, F1 with intervals over stories, accuracy.

The interval of a frame is Wilson's, carried over to F1; that of the mean over frames the percentile bootstrap's.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from newsframing.inference import DRAWS, LEVEL, SEED, bootstrap_draws, wilson

COLUMNS = ["codebook", "frame", "method", "group", "value", "n", "n_present", "precision", "recall", "f1"]
COLUMNS += ["f1_low", "f1_high", "accuracy", "tier"]
MACRO = "macro"
CALIBRATION_COLUMNS = ["codebook", "from", "to", "n", "said", "found"]
#: bands of probability in which what was said is held against what was found
BANDS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def _parts(truth: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Give, an article, what F1 is made of: found, wrongly found, missed; (n, 3 x frames)."""
    yes, said = truth == 1, present == 1
    return np.hstack([yes & said, ~yes & said, yes & ~said]).astype(float)


def _f1(parts: np.ndarray) -> np.ndarray:
    """Give F1 from sums or means of parts, (rows, 3 x frames) to (rows, frames); 0 where nothing was found or there."""
    found, wrong, missed = np.split(parts, 3, axis=1)
    whole = 2 * found + wrong + missed
    return np.asarray(np.divide(2 * found, whole, out=np.zeros_like(found), where=whole > 0))


def _draws(truth: np.ndarray, present: np.ndarray, groups: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Give F1 of each frame in each bootstrap sample of stories: (draws, frames)."""
    return _f1(bootstrap_draws(_parts(truth, present), groups, draws, seed))


def f1_interval(truth: np.ndarray, present: np.ndarray, clusters: np.ndarray) -> tuple[float, float]:
    """Give the ends of the interval of one frame's F1; truth and present are (n,) of 0/1.

    Of the articles that have the frame or are said to have it, the share J in which both hold is a share of trials, and
    F1 = 2J / (1 + J). The ends are those of Wilson's score interval of J, stories in place of articles. A bootstrap
    covers too little where a frame is rare (.86 to .90 in trials) and has no width where nothing or all was found.
    """
    asked = (truth == 1) | (present == 1)
    stories = len(np.unique(clusters[asked].astype(str)))
    share = ((truth == 1) & (present == 1)).sum() / asked.sum()
    ends = wilson(share * stories, stories)
    low, high = min(ends[0], share), max(ends[1], share)  # 1 is 1, not the nearest number below
    return 2 * low / (1 + low), 2 * high / (1 + high)


def macro_interval(
    truth: np.ndarray, present: np.ndarray, groups: np.ndarray, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """Give the ends of the interval of macro-F1 by the percentile bootstrap over groups."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(_draws(truth, present, groups, draws, seed).mean(axis=1), [tail, 1 - tail])
    return float(low), float(high)


def validity(
    gold: pd.DataFrame,
    predictions: pd.DataFrame,
    clusters: pd.Series,
    codebook: str,
    frames: Iterable[str],
    single: bool,
    draws: int = DRAWS,
    seed: int = SEED,
    group: str = "all",
    value: str = "all",
) -> pd.DataFrame:
    """Judge each method of ``predictions`` by the gold values of one codebook: rows of frame_validity.

    ``clusters``: article_id to the story it tells, whose articles are no independent trials. A frame is judged by the
    articles that have a settled value and a prediction; one that none has gets no F1 and is not part of the macro row.
    The macro row is the mean over the other frames; its accuracy, in a codebook of kind single, is the share of
    articles whose one frame (or none) is right, else the mean. ``group`` and ``value`` name the part that was handed
    over. tier stays empty: it takes the agreement of coders.
    """
    own = gold[(gold["codebook"] == codebook) & gold["present"].notna()]
    truth = own.pivot(index="article_id", columns="frame", values="present")
    rows: list[tuple[object, ...]] = []
    for method, said in predictions[predictions["codebook"] == codebook].groupby("method", sort=True):
        present = said.pivot(index="article_id", columns="frame", values="present")
        shared = truth.index.intersection(present.index).sort_values()
        names = [frame for frame in frames if frame in truth and frame in present]
        cells = []
        for frame in names:
            settled = truth.loc[shared, frame].dropna().index
            cells.append((frame, _one(truth.loc[settled, frame], present.loc[settled, frame], clusters)))
        head = (str(method), group, value)
        rows += [(codebook, frame, *head, *numbers, "") for frame, numbers in cells]
        rows += _macro(codebook, head, cells, truth, present, clusters, single, draws, seed)
    return pd.DataFrame(rows, columns=COLUMNS)


def calibration(gold: pd.DataFrame, predictions: pd.DataFrame) -> pd.DataFrame:
    """Hold the classifier's probabilities against the codes, band by band: CALIBRATION_COLUMNS, a row a band.

    ``n`` cells (an article and a frame), ``said`` the mean of their probabilities, all of them out of fold, ``found``
    the share of them in which people say that the frame is present.
    """
    own = predictions[predictions["out_of_fold"] == 1].drop(columns="present")
    both = own.merge(gold.dropna(subset="present"), on=["article_id", "codebook", "frame"])
    both["band"] = np.clip(np.searchsorted(BANDS, both["score"].to_numpy(float), side="right"), 1, len(BANDS) - 1)
    rows = [
        (book, BANDS[band - 1], BANDS[band], len(part), part["score"].mean(), part["present"].astype(float).mean())
        for (book, band), part in both.groupby(["codebook", "band"], sort=True)
    ]
    return pd.DataFrame(rows, columns=CALIBRATION_COLUMNS)


def _one(truth: pd.Series, present: pd.Series, clusters: pd.Series) -> tuple[object, ...]:
    """Give n, n_present, precision, recall, f1, its ends and accuracy of one frame."""
    yes, said = truth.to_numpy(dtype=int)[:, None], present.to_numpy(dtype=int)[:, None]
    found, wrong, missed = _parts(yes, said).sum(axis=0) if len(yes) else (0.0, 0.0, 0.0)
    there = int(yes.sum())
    precision = found / (found + wrong) if found + wrong else np.nan
    recall = found / there if there else np.nan
    f1, low, high = np.nan, np.nan, np.nan
    if there:
        f1 = 2 * found / (2 * found + wrong + missed)
        low, high = f1_interval(yes[:, 0], said[:, 0], clusters.loc[truth.index].to_numpy())
    accuracy = float((yes == said).mean()) if len(yes) else np.nan
    return len(yes), there, precision, recall, f1, float(low), float(high), accuracy


def _macro(
    codebook: str,
    head: tuple[str, str, str],
    cells: list[tuple[str, tuple[object, ...]]],
    truth: pd.DataFrame,
    present: pd.DataFrame,
    clusters: pd.Series,
    single: bool,
    draws: int,
    seed: int,
) -> list[tuple[object, ...]]:
    """Give the row of the mean over the frames that have codes, with an interval over whole articles."""
    judged = [frame for frame, numbers in cells if numbers[1]]
    if not judged:
        return []
    every = [frame for frame, _ in cells]
    shared = truth.index.intersection(present.index).sort_values()
    yes, said = truth.loc[shared, every], present.loc[shared, every]
    whole = yes.dropna().index
    table = pd.DataFrame([numbers for frame, numbers in cells if frame in judged], dtype=float)
    # a method that never says a frame has no precision there: it counts as 0, as F1 does
    mean = table.fillna({2: 0.0}).mean()
    low, high = np.nan, np.nan
    if len(whole):
        groups = clusters.loc[whole].to_numpy()
        columns = [every.index(frame) for frame in judged]
        both = [part.loc[whole].to_numpy(dtype=int)[:, columns] for part in (yes, said)]
        low, high = macro_interval(both[0], both[1], groups, draws, seed)
    accuracy = mean[7]
    if single and len(whole):
        accuracy = float((yes.loc[whole].to_numpy(dtype=int) == said.loc[whole].to_numpy(dtype=int)).all(axis=1).mean())
    numbers = (len(shared), int(table[1].sum()), mean[2], mean[3], mean[4], low, high, accuracy)
    return [(codebook, MACRO, *head, *numbers, "")]
