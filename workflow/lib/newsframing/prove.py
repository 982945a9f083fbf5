"""``make prove``: split sets that people coded whole, and hold corrected shares against the codes of all.

``python -m newsframing.prove [file]`` takes those of the gold studies that have run (their articles and gold codes lie
under data/processed), lets the classifier see a random part of the codes, corrects its predictions by the same part,
and asks how often the interval for this very set (finite-population correction) holds the share in all codes. It
writes proofs.csv and fails where an interval holds less often than it says.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from newsframing.classify.features import Space, count
from newsframing.classify.folds import folds
from newsframing.classify.model import INNER, Calibration, Choices, fit_scores, likeness, out_of_fold
from newsframing.classify.nested import NONE, Task, task
from newsframing.coding.books import read_books
from newsframing.evidence.corrected import FEWEST_PRESENT, corrected_share, share_interval
from newsframing.frames.prevalence import clusters_of
from newsframing.project import study_settings
from newsframing.tables import read_parquet, write_csv

SPLITS = 1000
COLUMNS = ["study", "quantity", "frame", "share", "value", "low_bound", "high_bound", "n_reps"]
#: frames in at least this share of the articles are promised 93 to 97 %, rarer ones 90 % or more
RARE = 0.10
#: of so few splits, chance alone leaves the bounds
_FEWEST_SPLITS = 500


@dataclass(frozen=True)
class Gold:
    """A set coded whole: of how many articles a split may see the codes."""

    study: str
    codes: int


GOLDS = (Gold("gun-violence", 200), Gold("climate-narratives", 100))


def scored(
    likenesses: np.ndarray, values: np.ndarray, groups: np.ndarray, coded: np.ndarray, single: bool, seed: int
) -> np.ndarray:
    """Score all articles by models that saw codes of ``coded`` (row numbers) alone, cross-fitted: (n, frames).

    Each coded article is scored by a model that has not seen it (nor a copy of it), every other one by the mean of
    those same models, so that coded and other articles have scores of one kind (cross-prediction-powered inference:
    Zrnic & Candès 2024). Curves that make scores probabilities are fitted inside each fold, on the other folds, each
    left out in turn. Nothing is tuned: the settings are the classifier's first ones.
    """
    total, weight = np.zeros((len(likenesses), values.shape[1])), np.zeros((len(likenesses), 1))
    rest = np.setdiff1d(np.arange(len(likenesses)), coded)
    part = np.zeros(len(coded), dtype=int)
    for number, test in enumerate(folds(values[coded], groups[coded], INNER, seed)):
        part[test] = number
    for number in range(part.max() + 1):
        test = np.flatnonzero(part == number)
        rows, others = coded[part != number], part[part != number]
        own = likenesses[np.ix_(rows, rows)]
        inner = [np.flatnonzero(others == other) for other in np.unique(others)]
        curve = Calibration(values[rows], out_of_fold(own, values[rows], inner, Choices(), single), single)
        asked = np.concatenate([coded[test], rest])
        found = fit_scores(own, likenesses[np.ix_(asked, rows)], values[rows], Choices(), single)
        total[asked] += curve(found)
        weight[asked] += 1
    return np.asarray(total / weight)


def splits(what: Task, likenesses: np.ndarray, codes: int, reps: int) -> pd.DataFrame:
    """Draw ``codes`` of the articles ``reps`` times (seeds from 0); one row a split and frame: held, width, alone, few.

    ``held``: the corrected interval holds the share in all codes (0/1); ``alone``: the width without predictions;
    ``few``: too few codes have the frame, so that the interval is exact and no prediction enters.
    """
    n = len(what.coded)
    groups = what.groups[what.coded]
    rows: list[tuple[object, ...]] = []
    for seed in range(reps):
        coded = np.sort(np.random.default_rng(seed).permutation(n)[:codes])
        scores = scored(likenesses, what.values, groups, coded, what.single, seed)
        for column, frame in enumerate(what.frames):
            if frame == NONE:
                continue
            truth = what.values[:, column].astype(float)
            known = np.full(n, np.nan)
            known[coded] = truth[coded]
            found = corrected_share(known, scores[:, column], None, groups)
            low, high = share_interval(found, groups, finite=True)
            first, last = share_interval(corrected_share(known, None, None, groups), groups, finite=True)
            few = min(found.n_present, codes - found.n_present) < FEWEST_PRESENT
            rows.append((seed, frame, truth.mean(), low <= truth.mean() <= high, high - low, last - first, few))
    columns = ["seed", "frame", "share", "held", "width", "alone", "few"]
    return pd.DataFrame(rows, columns=columns).astype({"held": float, "few": float})


def summed(study: str, table: pd.DataFrame) -> pd.DataFrame:
    """Give COLUMNS: how often each frame's interval held, and how wide it was beside that of the codes alone."""
    nothing = float("nan")
    rows: list[tuple[object, ...]] = []
    for frame, part in table.groupby("frame", sort=True):
        share, reps = float(part["share"].iloc[0]), len(part)
        common = RARE <= share <= 1 - RARE
        low, high = (0.93, 0.97) if common else (0.90, 1.0)
        if reps < _FEWEST_SPLITS:
            low = high = nothing
        rows.append((study, "coverage", frame, share, part["held"].mean(), low, high, reps))
        ratio = part["width"].mean() / part["alone"].mean()
        rows.append((study, "width_ratio", frame, share, ratio, nothing, nothing, reps))
        rows.append((study, "exact", frame, share, part["few"].mean(), nothing, nothing, reps))
    return pd.DataFrame(rows, columns=COLUMNS)


def prepared(root: Path, study: str) -> tuple[Task, np.ndarray] | None:
    """Read a gold study that has run: what is to be learnt, and how like its articles are; None where it has not run.

    Words and their rarity are counted over all articles, for they are no codes.
    """
    folder = root / "data/processed" / study
    if not (folder / "gold.parquet").is_file():
        return None
    _, settings = study_settings(root, study)
    entry = settings["coding"][0]
    name = entry["codebook"]
    book = read_books([str(root / f"config/codebooks/{name}.yaml")], str(root / "workflow/schemas/codebook.yaml"))[name]
    articles = read_parquet(folder / "articles.parquet")
    counted = articles[articles["role"] == "counted"].sort_values("article_id", ignore_index=True)
    ids, groups = counted["article_id"].to_numpy(dtype=object), clusters_of(counted).to_numpy(dtype=object)
    frames = [frame.id for frame in book.frames]
    what = task(name, frames, book.kind == "single", ids, groups, read_parquet(folder / "gold.parquet"))
    space = Space(count(counted, book, entry.get("text", "all")), what.coded)
    return what, likeness(space, Choices(), space.train)


def main(arguments: list[str] | None = None) -> int:
    """Split, write, print; 1 where a value is outside its bounds."""
    parser = argparse.ArgumentParser(prog="newsframing.prove", description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", default="reports/proofs.csv", type=Path)
    parser.add_argument("--splits", type=int, default=SPLITS, help=f"random splits (default {SPLITS})")
    given = parser.parse_args(arguments)
    tables = []
    for gold in GOLDS:
        ready = prepared(Path(), gold.study)
        if ready is None:
            print(f"{gold.study}: its codes are not there, so nothing is split")
            continue
        what, likenesses = ready
        with threadpool_limits(1):  # tables this small gain nothing by threads, and sums then have one order
            drawn = splits(what, likenesses, gold.codes, given.splits)
        tables.append(summed(gold.study, drawn))
        print(f"{gold.study}: {gold.codes} coded of {len(what.coded)}, {given.splits:,} splits, nothing tuned\n")
        print(tables[-1].to_string(index=False, float_format="{:.3f}".format, na_rep=""), "\n")
    if not tables:
        return 0
    table = pd.concat(tables, ignore_index=True)
    write_csv(table, given.file)
    wrong = table[(table["value"] < table["low_bound"]) | (table["value"] > table["high_bound"])]
    for row in wrong.itertuples():
        said = f"{row.value:.3f}, outside {row.low_bound} to {row.high_bound}"
        print(f"newsframing: {row.quantity} of '{row.frame}' in {row.study} is {said}", file=sys.stderr)
    return 1 if len(wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
