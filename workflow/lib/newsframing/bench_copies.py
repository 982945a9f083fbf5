"""How well copies are found in the planted set: recall and precision by how much of the text two articles share."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from newsframing.duplicates.clusters import WINDOW_DAYS, find_copies
from newsframing.duplicates.texts import normalised
from newsframing.planted_copies import planted_copies

#: bands of 3-gram Jaccard; below the first nothing is promised
BANDS = [(0.3, 0.4), (0.4, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)]
COLUMNS = ["jaccard", "n_copies", "n_lookalikes", "found", "wrong", "recall", "precision"]


def bench_copies(n_stories: int = 300, seed: int = 11) -> pd.DataFrame:
    """Search the planted set and judge every pair by plain sets of 3-grams, apart from the code under test.

    One row a band of Jaccard and one for all from .3 up: n_copies, pairs of one family at most a week apart (or
    undated); n_lookalikes, pairs of two families that share as much; found, copies among those found; wrong, others
    found; recall and precision. The row "below 0.3" says what is found beyond the promise.
    """
    articles = planted_copies(n_stories, seed)
    _, pairs = find_copies(articles)
    said = {frozenset(pair) for pair in pairs.loc[pairs["kind"] != "part", ["article_id", "copy_of"]].to_numpy()}
    judged = _judged(articles)
    judged["said"] = [frozenset(pair) in said for pair in zip(judged["one"], judged["other"], strict=True)]
    rows = [_row(judged, f"{low} to {min(high, 1.0)}", low, high) for low, high in BANDS]
    rows.append(_row(judged, "all from 0.3", 0.3, 1.01))
    rows.append(_row(judged, "below 0.3", 0.0, 0.3))
    return pd.DataFrame(rows, columns=COLUMNS)


def _judged(articles: pd.DataFrame) -> pd.DataFrame:
    """Compare all pairs in time: one, other, jaccard, same (family); those of another family only from .1 up."""
    words = [normalised(body).split() for body in articles["body"]]
    grams = [set(zip(text, text[1:], text[2:], strict=False)) for text in words]
    number = {gram: column for column, gram in enumerate(dict.fromkeys(gram for text in grams for gram in text))}
    columns = [number[gram] for text in grams for gram in text]
    sizes = np.array([len(text) for text in grams])
    has = sparse.csr_matrix((np.ones(len(columns), dtype=np.int64), columns, np.r_[0, np.cumsum(sizes)]))
    shared = sparse.triu(has @ has.T, 1).tocoo()
    jaccard = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data)
    days = pd.to_datetime(articles["published"]).to_numpy()
    # of undated articles the difference is missing, and nothing is less than it
    late = abs(days[shared.row] - days[shared.col]) > np.timedelta64(WINDOW_DAYS, "D")
    ids, families = articles["article_id"].to_numpy(), articles["family"].to_numpy()
    same = families[shared.row] == families[shared.col]
    table = pd.DataFrame({"one": ids[shared.row], "other": ids[shared.col], "jaccard": jaccard, "same": same})
    return table[~late & (same | (jaccard >= 0.1))].reset_index(drop=True)


def _row(judged: pd.DataFrame, label: str, low: float, high: float) -> tuple[object, ...]:
    band = judged[(judged["jaccard"] >= low) & (judged["jaccard"] < high)]
    copies, found = int(band["same"].sum()), int((band["same"] & band["said"]).sum())
    wrong = int((~band["same"] & band["said"]).sum())
    recall = found / copies if copies else float("nan")
    precision = found / (found + wrong) if found + wrong else float("nan")
    return label, copies, len(band) - copies, found, wrong, recall, precision


def main() -> None:
    """Print the table."""
    print("Copies found in the planted set, by the share of 3-grams (Jaccard) that two texts have in common\n")
    print(bench_copies().round(3).to_string(index=False, na_rep="-"))


if __name__ == "__main__":
    main()
