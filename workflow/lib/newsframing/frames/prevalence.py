"""Prevalence: the share of articles in which a frame is present, by outlet and month, with intervals over stories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newsframing.inference import DRAWS, SEED, share_interval

COLUMNS = ["codebook", "frame", "method", "group", "value", "n", "estimate", "low", "high", "corrected"]


def articles_of_findings(articles: pd.DataFrame, copies: str = "keep_one") -> pd.DataFrame:
    """Give the articles that findings speak of: counted, in focus, copies left out where one is kept.

    ``articles`` has role, focus and is_copy; ``copies`` is keep_one or keep_all (ValueError for another word).
    """
    if copies not in ("keep_one", "keep_all"):
        raise ValueError(f"copies: '{copies}'; known: keep_all, keep_one")
    chosen = (articles["role"] == "counted") & articles["focus"].astype(bool)
    if copies == "keep_one":
        chosen &= ~articles["is_copy"].astype(bool)
    return articles[chosen]


def clusters_of(articles: pd.DataFrame) -> pd.Series:
    """Give each article's cluster of texts of one origin, or itself where it has none: what the bootstrap draws."""
    return articles["cluster_id"].astype(object).where(articles["cluster_id"].notna(), articles["article_id"])


def cells(articles: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    """List the groups: all, each outlet, each month; a text without outlet or date is in none of theirs."""
    cells = [("all", "all", pd.Series(True, index=articles.index))]
    months = articles["published"].astype("str").str.slice(0, 7)
    for group, values in (("outlet", articles["outlet"].astype("str")), ("month", months)):
        cells += [(group, value, values == value) for value in sorted(values.dropna().unique()) if value]
    return cells


def prevalence(
    scores: pd.DataFrame, articles: pd.DataFrame, copies: str = "keep_one", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Estimate how many of the articles in focus have each frame: the table frame_prevalence.

    ``scores`` as ``match.score`` leaves it (one row an article, frame and method), ``articles`` with article_id, role,
    focus, is_copy, cluster_id, outlet, published. One row a codebook, frame, method and group (all; outlet; month):
    ``estimate`` is a share of ``n`` articles, low and high are the ends of ``inference.share_interval`` over clusters
    of copies and agency stories; corrected is 0. No article: no row. Frames keep the order of ``scores``.
    """
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    clusters = clusters_of(chosen).to_numpy()
    keys = ["codebook", "frame", "method"]
    wide = scores[scores["article_id"].isin(chosen["article_id"])].pivot(
        index="article_id", columns=keys, values="present"
    )
    # pivot sorts what it spreads: go back to the order of the codebooks
    order = [tuple(row) for row in scores[keys].drop_duplicates().itertuples(index=False)]
    present = wide.reindex(index=chosen["article_id"], columns=pd.MultiIndex.from_tuples(order, names=keys)).to_numpy()
    rows: list[tuple[object, ...]] = []
    for group, value, mask in cells(chosen):
        inside = mask.fillna(False).to_numpy(dtype=bool)
        if not inside.any() or not order:
            continue
        interval = share_interval(present[inside], clusters[inside], draws, seed)
        ends = [np.asarray(part) for part in (interval.estimate, interval.low, interval.high)]
        for column, key in enumerate(order):
            rows.append((*key, group, value, int(inside.sum()), *(float(part[column]) for part in ends), 0))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(
        keys, key=lambda column: column.map(_places(order, str(column.name))), kind="stable", ignore_index=True
    )


def to_show(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Choose the rows of frame_prevalence that a report shows, one a frame and group, and the uncorrected beside them.

    Where a codebook has corrected rows: those of its classifier, or of the first method by name; groups without one
    keep what that method found. Else what the terms found, or the method with most rows. The second table holds the
    uncorrected rows of the frames and groups that are shown corrected.
    """
    cells_of = ["codebook", "frame", "group", "value"]
    shown, beside = [], []
    for _, own in table.groupby("codebook", sort=False):
        mended = own.loc[own["corrected"] == 1, "method"].unique()
        methods = own["method"].value_counts()
        known = sorted(mended) or ["dictionary" if "dictionary" in methods else str(methods.idxmax())]
        rows = own[own["method"] == ("classifier" if "classifier" in known else known[0])]
        best = rows.sort_values("corrected", kind="stable").drop_duplicates(cells_of, keep="last").sort_index()
        shown.append(best)
        beside.append(rows[~rows.index.isin(best.index)])
    if not shown:
        return table, table
    return pd.concat(shown), pd.concat(beside)


def _places(order: list[tuple[str, ...]], name: str) -> dict[str, int]:
    """Number the codebooks, frames or methods in the order of the scores, to sort by."""
    position = ["codebook", "frame", "method"].index(name)
    return {value: place for place, value in enumerate(dict.fromkeys(key[position] for key in order))}
