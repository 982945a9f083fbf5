"""Prevalence by every method, and corrected for its errors by the codes of people, where there are codes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newsframing.evidence.corrected import corrected_share, share_interval
from newsframing.evidence.material import Material, gather, wide_tables
from newsframing.frames.prevalence import COLUMNS, cells, prevalence
from newsframing.inference import DRAWS, SEED

#: an outlet or month with fewer coded articles, or fewer of them with the frame, has no corrected row
CODED, PRESENT = 50, 10
KEYS = ["codebook", "frame", "method"]


def every_prevalence(
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    predictions: pd.DataFrame | None = None,
    gold: pd.DataFrame | None = None,
    copies: str = "keep_one",
    draws: int = DRAWS,
    seed: int = SEED,
    design: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Estimate the share of articles in focus with each frame: the table frame_prevalence.

    Rows with corrected 0 are what a method found, as ``frames.prevalence`` counts it; ``predictions`` adds methods that
    speak of every article in focus. Rows with corrected 1 stand where ``gold`` has codes of people on articles in
    focus: the method's shares by ``corrected_share``, with predictions from out of fold and stories as clusters (under
    five codes of presence, the codes alone), weighted by the main wave's probabilities (``design``: its plan's
    articles; None: all alike). An outlet or month has one from 50 coded articles, 10 with the frame.
    """
    found = scores if predictions is None else _with_predictions(articles, scores, predictions, copies)
    table = prevalence(found, articles, copies, draws, seed)
    if gold is None or gold.empty:
        return table
    no_evidence = pd.DataFrame({"article_id": pd.Series(dtype="str")})
    material = gather(articles, *wide_tables(scores, predictions), no_evidence, gold, design, copies)
    rows = [row for key in table[KEYS].drop_duplicates().itertuples(index=False) for row in _corrected(key, material)]
    return pd.concat([table, pd.DataFrame(rows, columns=COLUMNS)], ignore_index=True) if rows else table


def _with_predictions(
    articles: pd.DataFrame, scores: pd.DataFrame, predictions: pd.DataFrame, copies: str
) -> pd.DataFrame:
    """Add to the scores what other methods found, where they speak of every article in focus."""
    columns = ["article_id", *KEYS, "present"]
    no_evidence = pd.DataFrame({"article_id": pd.Series(dtype="str")})
    material = gather(articles, *wide_tables(scores, predictions), no_evidence, copies=copies)
    have = set(scores[KEYS].drop_duplicates().itertuples(index=False, name=None))
    added = [
        pd.DataFrame({"article_id": material.articles["article_id"], "present": present}).assign(
            codebook=book, frame=frame, method=method
        )
        for (method, book, frame), present in material.present.items()
        if (book, frame, method) not in have
    ]
    return pd.concat([scores[columns], *(part[columns] for part in added)], ignore_index=True)


def _corrected(key: tuple[str, str, str], material: Material) -> list[tuple[object, ...]]:
    """Make the corrected rows of one frame and method."""
    codebook, frame, method = key
    codes, chance = material.settled(codebook, [frame])
    if codes is None or (method, codebook, frame) not in material.present:
        return []
    marks = material.any_score(codebook, [frame], method)
    clusters = material.clusters
    rows: list[tuple[object, ...]] = []
    for group, value, mask in cells(material.articles):
        inside = mask.fillna(False).to_numpy(dtype=bool)
        own = codes[inside]
        if len(np.unique(clusters[inside][~np.isnan(own)])) < 2:
            continue  # one story tells nothing about others
        if group != "all" and ((~np.isnan(own)).sum() < CODED or np.nansum(own) < PRESENT):
            continue
        estimate = corrected_share(own, marks[inside], None if chance is None else chance[inside], clusters[inside])
        low, high = share_interval(estimate, clusters[inside])
        share = min(max(estimate.value, 0.0), 1.0)
        rows.append((*key, group, value, int(inside.sum()), share, low, high, 1))
    return rows
