"""Codes that were asked for and did not come: shown a coder and frame, and made up for by weights, never dropped.

An article's probability of having a code is that of being drawn times the response in its stratum: the share of those
drawn there that came back coded, each counted by the articles it stands for (weighting classes: Särndal, Swensson &
Wretman 1992, chapter 15). That assumes that within a stratum it is chance which codes are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.coding.codes import MAIN
from newsframing.coding.plans import Plan

MISSING_COLUMNS = ["wave", "coder", "codebook", "frame", "n_asked", "n_coded", "n_missing"]
DESIGN_COLUMNS = [
    "codebook",
    "frame",
    "method",
    "article_id",
    "probability",
    "stratum",
    "cluster",
    "codes",
    "predictions",
]
#: the stratum of a study whose draw is not on record
ALIKE = "all alike"
#: a trained measure goes before one by terms; another tool's after both
_METHODS = ("classifier", "dictionary")


class Coded(NamedTuple):
    """What is known of one frame in each article: arrays in the order of ``article_ids``.

    ``codes``: 0, 1 or nan; ``probability``: that of having a code, nan for an article outside the draw.
    """

    article_ids: np.ndarray
    codes: np.ndarray
    probability: np.ndarray
    strata: np.ndarray


def missing_table(codes: pd.DataFrame, plans: Mapping[str, Plan]) -> pd.DataFrame:
    """Count the codes asked for and not there, a wave, coder and frame: MISSING_COLUMNS.

    ``codes`` as ``coding.gold.codes_table`` gives them. An article counts as coded where any unit of it is.
    """
    rows: list[tuple[object, ...]] = []
    for wave, plan in plans.items():
        own = codes[codes["wave"] == wave]
        held = own.groupby(["coder", "codebook", "frame"])["article_id"].agg(set).to_dict()
        for coder in plan.coders:
            asked = set(plan.of_coder(coder))
            for book, frames in plan.frames.items():
                for frame in frames:
                    there = len(asked & held.get((coder, book, frame), set()))
                    rows.append((wave, coder, book, frame, len(asked), there, len(asked) - there))
    return pd.DataFrame(rows, columns=MISSING_COLUMNS)


def coded_frame(articles: pd.DataFrame, gold: pd.DataFrame, plan: Plan | None, codebook: str, frame: str) -> Coded:
    """Give codes and final probabilities of one frame for ``articles`` (article_id), to be handed to corrected_share.

    ``plan``: the main wave's draw. Codes of articles that it did not draw are left out, for their probability is not
    known; an article that is no longer in the corpus plays no part. Without a plan the coded ones count as drawn all
    alike. A tie between coders is no code: it counts as missing until it is settled.
    """
    ids = articles["article_id"].to_numpy(dtype=object)
    own = gold[(gold["codebook"] == codebook) & (gold["frame"] == frame)]
    codes = own.set_index("article_id")["present"].astype("float64").reindex(ids).to_numpy(dtype=float)
    if plan is None:
        share = (~np.isnan(codes)).mean() if len(codes) else 0.0
        return Coded(ids, codes, np.full(len(ids), share), np.full(len(ids), ALIKE, dtype=object))
    drawn = drawn_of(plan.articles, articles["article_id"])
    kept, chance = drawn.settle(codes)
    return Coded(ids, kept, chance, drawn.strata)


class Drawn(NamedTuple):
    """The draw of a main wave in the order of some articles: probability (nan: not in it), taken or not, stratum."""

    probability: np.ndarray
    taken: np.ndarray
    strata: np.ndarray

    def settle(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give (codes, final probabilities) for corrected_share: codes outside the draw are left out."""
        kept = np.where(self.taken, codes, np.nan)
        return kept, self.probability * response(~np.isnan(kept), self.taken, self.probability, self.strata)


def drawn_of(plan: pd.DataFrame, article_ids: pd.Series) -> Drawn:
    """Set a plan's articles (PLAN_COLUMNS) in the order of ``article_ids``."""
    own = plan.set_index("article_id").reindex(article_ids)
    strata = own["stratum"].fillna("").to_numpy(dtype=object)
    return Drawn(own["probability"].to_numpy(dtype=float), (own["drawn"] == 1).to_numpy(), strata)


def response(coded: np.ndarray, drawn: np.ndarray, chance: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Give each article's response: the weighted share of those drawn in its stratum that are coded.

    Strata from which nothing came back are joined with all others: the codes of those stand for theirs too.
    """
    weight = np.where(drawn, 1.0 / np.where(drawn, chance, 1.0), 0.0)
    classes = strata.astype(str).copy()
    for name in np.unique(classes[drawn]):
        if not (coded & (classes == name)).any():
            classes[:] = ALIKE
            break
    found = np.ones(len(coded))
    for name in np.unique(classes):
        inside = classes == name
        asked = weight[inside].sum()
        if asked > 0:
            found[inside] = weight[inside & coded].sum() / asked
    return found


def _said(rows: pd.DataFrame, method: str) -> pd.Series:
    """Give a measure's predictions: probabilities if it has any, by terms presence (a share of sentences is none)."""
    present = rows["present"].astype("float64")
    return present if method == _METHODS[1] else rows["score"].fillna(present)


def design_table(
    articles: pd.DataFrame,
    gold: pd.DataFrame,
    predictions: pd.DataFrame,
    plans: Mapping[str, Plan],
    clusters: pd.Series,
) -> pd.DataFrame:
    """Give what estimators elsewhere need, such as R's ``dsl``: DESIGN_COLUMNS, a row an article and frame.

    ``articles``: those that the findings speak of; ``clusters``: article_id to story. ``codes`` is empty where there is
    none; ``predictions`` are scores of the best kind of measure that the frame has, named in ``method``.
    """
    tables = []
    ordered = articles.sort_values("article_id")
    ids = ordered["article_id"]
    for (book, frame), _ in gold.groupby(["codebook", "frame"], sort=True):
        found = coded_frame(ordered, gold, plans.get(MAIN), str(book), str(frame))
        own = predictions[(predictions["codebook"] == book) & (predictions["frame"] == frame)]
        methods = sorted(own["method"].unique(), key=lambda m: (_METHODS.index(m) if m in _METHODS else 2, m))
        said = own[own["method"] == methods[0]].set_index("article_id") if methods else None
        scores = None if said is None else _said(said, methods[0]).reindex(ids).to_numpy(dtype=float)
        tables.append(pd.DataFrame({
            "codebook": book, "frame": frame, "method": methods[0] if methods else "", "article_id": found.article_ids,
            "probability": found.probability, "stratum": found.strata, "cluster": clusters.reindex(ids).to_numpy(),
            "codes": pd.array(found.codes, dtype="Float64").astype("Int64"), "predictions": scores,
        }))  # fmt: skip
    return pd.concat(tables, ignore_index=True)[DESIGN_COLUMNS] if tables else pd.DataFrame(columns=DESIGN_COLUMNS)
