"""How much of the news each topic takes: by outlet, in the focus and by period, with intervals over stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.inference import DRAWS, SEED, bootstrap_mean
from newsframing.tokens.matrix import TermMatrix, rows_to_fit
from newsframing.topics.search import TopicModel

PREVALENCE_COLUMNS = [
    "topic", "group", "value", "copies", "n", "n_clusters", "n_outlets", "estimate", "low", "high", "drawn", "why",
]  # fmt: skip
COPIES = ("keep_one", "keep_all")
#: a cell is drawn with so many stories, and a period, which should not be one outlet's, with so many outlets
LEAST_STORIES, LEAST_OUTLETS = 20, 3
#: months are the periods where at least so many of them can be drawn; else weeks
LEAST_MONTHS = 3
PERIODS = ("month", "week")


class Cell(NamedTuple):
    """A group of articles: by what, which one, its rows, and how many outlets it takes to draw it."""

    group: str
    value: str
    inside: np.ndarray
    outlets: int


def topic_prevalence(
    matrix: TermMatrix,
    model: TopicModel,
    articles: pd.DataFrame,
    groups: Sequence[str] = ("outlet", "focus"),
    draws: int = DRAWS,
    seed: int = SEED,
    fit_on: str = "all",
    min_words: int = 0,
    periods: bool = True,
) -> pd.DataFrame:
    """Estimate the mean share of each topic over all articles, by each column named in ``groups``, and by period.

    Each cell is estimated twice: ``copies`` is keep_one (of each cluster of copies one article counts) or keep_all.
    ``articles`` needs article_id, cluster_id, is_copy, outlet, published (for periods), focus and the groups' columns;
    the articles of the matrix found in it are counted, so another study over the same model gives its own table.
    A true-or-false column has the values "in" and "out"; rows without a value are in no cell. Periods are months, or
    weeks (ISO 8601) where fewer than three months can be drawn. Intervals: 95 %, bootstrap over independent stories
    (``cluster_id``); a cell of one story has none. ``n`` counts articles, ``n_clusters`` stories, ``n_outlets``
    outlets. ``drawn`` is 0, and ``why`` says what is lacking, for a cell of fewer than 20 stories, or a period of
    fewer than 3 outlets.
    """
    table = articles.drop_duplicates("article_id").set_index("article_id")
    filled = np.flatnonzero(np.diff(matrix.counts.indptr) > 0)
    long = filled[matrix.n_words[filled] >= min_words]
    rows = long[np.isin(matrix.article_ids[long], table.index.to_numpy(dtype=str))]
    table = table.loc[matrix.article_ids[rows]]
    own = table["cluster_id"].astype(object)
    clusters = own.where(own.notna(), table.index.to_numpy(dtype=object)).to_numpy(dtype=str)
    outlets = table["outlet"].to_numpy(dtype=object)
    weights = model.doc_topic[rows]
    parts = []
    for copies in COPIES:
        counted = rows_to_fit(table, fit_on, copies).to_numpy(dtype=bool)
        for cell in _cells(table, counted, clusters, groups, periods):
            inside = cell.inside & counted
            estimate, low, high = bootstrap_mean(weights[inside], clusters[inside], draws, seed)
            stories, n_outlets = len(np.unique(clusters[inside])), int(pd.Series(outlets[inside]).nunique())
            lacking = why_not_drawn(stories, n_outlets, cell.outlets)
            parts.append(
                pd.DataFrame(
                    {
                        "topic": np.arange(1, model.k + 1),
                        "group": cell.group,
                        "value": cell.value,
                        "copies": copies,
                        "n": int(inside.sum()),
                        "n_clusters": stories,
                        "n_outlets": n_outlets,
                        "estimate": estimate,
                        "low": low,
                        "high": high,
                        "drawn": int(not lacking),
                        "why": lacking,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)[PREVALENCE_COLUMNS]


def why_not_drawn(stories: int, outlets: int, least_outlets: int = 1) -> str | None:
    """Say what a cell lacks to be drawn, or None where it has enough."""
    lacking = []
    if stories < LEAST_STORIES:
        lacking.append(f"fewer than {LEAST_STORIES} stories")
    if outlets < least_outlets:
        lacking.append(f"fewer than {least_outlets} outlets")
    return " and ".join(lacking) or None


def _cells(
    table: pd.DataFrame, counted: np.ndarray, clusters: np.ndarray, groups: Sequence[str], periods: bool
) -> Iterator[Cell]:
    yield Cell("all", "all", np.ones(len(table), dtype=bool), 0)
    for group in groups:
        column = table[group]
        if pd.api.types.is_bool_dtype(column):
            column = column.map({True: "in", False: "out"})
        for value in sorted(column[counted].dropna().unique()):
            yield Cell(group, str(value), (column == value).to_numpy(), 0)
    if periods and "published" in table:
        stories = pd.Series(clusters, index=table.index)
        group, column = choose_periods(table["published"], stories, table["outlet"], counted)
        for value in sorted(column[counted].dropna().unique()):
            yield Cell(group, str(value), (column == value).to_numpy(), LEAST_OUTLETS)


def choose_periods(
    published: pd.Series, stories: pd.Series, outlets: pd.Series, counted: np.ndarray
) -> tuple[str, pd.Series]:
    """Choose months, or weeks where fewer than three months can be drawn, and give each article its own.

    A month is "2017-02", a week "2017-W06" (ISO 8601, from Monday); an article without a date has none.
    """
    days = pd.to_datetime(published, format="%Y-%m-%d", errors="coerce")
    months = days.dt.strftime("%Y-%m")
    table = pd.DataFrame({"period": months, "story": stories, "outlet": outlets})[counted]
    sizes = table.groupby("period").agg(stories=("story", "nunique"), outlets=("outlet", "nunique"))
    enough = (sizes["stories"] >= LEAST_STORIES) & (sizes["outlets"] >= LEAST_OUTLETS)
    if int(enough.sum()) >= LEAST_MONTHS:
        return "month", months
    week = days.dt.strftime("%G-W%V")
    return "week", week.where(days.notna())
