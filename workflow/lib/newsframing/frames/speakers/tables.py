"""Frames by speaker: of the sentences that carry a frame, how many are said by whom."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newsframing.frames.prevalence import articles_of_findings, clusters_of
from newsframing.frames.speakers.actors import KINDS, Actors
from newsframing.inference import DRAWS, LEVEL, SEED, bootstrap_draws, wilson

COLUMNS = ["codebook", "frame", "speaker", "n_sentences", "n_articles", "share", "low", "high"]


def public_sources(sources: pd.Series, actors: Actors) -> pd.Series:
    """Keep of the words for each source what the lists of actors have: public actors, offices, roles, countries.

    A name that is on no list may be that of a private person, and is left out of what is shown.
    """
    known: dict[object, str | None] = {}
    for words in sources.dropna().unique():
        places = actors.find(str(words))
        known[words] = " ".join(str(words)[place.start : place.end] for place in places) or None
    return pd.Series([known.get(words) for words in sources], index=sources.index, dtype=object)


def frame_speakers(
    evidence: pd.DataFrame, articles: pd.DataFrame, copies: str = "keep_one", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Count, for each frame, the sentences of the articles in focus by who says them: the table frame_speakers.

    One row a frame and kind of speaker, zeros included; n_articles are those with such a sentence, ``share`` is of the
    frame's sentences, a ratio of sums. Low and high come from the bootstrap over clusters of articles on one story
    (``inference.bootstrap_draws``); where every draw gives the same, Wilson's interval over those clusters.
    """
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    keys = ["article_id", "codebook", "frame", "field", "sentence"]
    inside = evidence[evidence["article_id"].isin(chosen["article_id"])].drop_duplicates(keys)
    clusters = clusters_of(chosen).to_numpy()
    place = {article: row for row, article in enumerate(chosen["article_id"])}
    rows: list[tuple[object, ...]] = []
    for (codebook, frame), part in inside.groupby(["codebook", "frame"], sort=False):
        counts = np.zeros((len(chosen), len(KINDS)))
        np.add.at(counts, (part["article_id"].map(place).to_numpy(), part["speaker"].map(KINDS.index).to_numpy()), 1)
        low, high = _interval(counts, clusters, draws, seed)
        whole = counts.sum()
        for column, kind in enumerate(KINDS):
            n, n_articles = int(counts[:, column].sum()), int((counts[:, column] > 0).sum())
            rows.append((codebook, frame, kind, n, n_articles, n / whole, low[column], high[column]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _interval(counts: np.ndarray, clusters: np.ndarray, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the ends of the interval of each column's share of all counts."""
    means = bootstrap_draws(counts, clusters, draws, seed)
    whole = means.sum(axis=1)
    shares = means[whole > 0] / whole[whole > 0, None]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(shares, [tail, 1 - tail], axis=0)
    told = len(np.unique(clusters[counts.sum(axis=1) > 0].astype(str)))
    for column in range(counts.shape[1]):
        if np.ptp(shares[:, column]) == 0:
            low[column], high[column] = wilson(float(shares[0, column]) * told, told)
    return low, high
