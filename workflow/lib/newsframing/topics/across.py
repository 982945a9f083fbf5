"""Whether a topic is there at other numbers of topics too: what holds only at one K is marked."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from newsframing.topics.quality import STABILITY_WORDS, top_terms
from newsframing.topics.search import TopicModel

#: the overlap (Jaccard index of the first 20 words) from which a topic is there again: ten of the 20 words are the same
HELD = 1 / 3
ACROSS_COLUMNS = ["topic", "k_other", "matched_topic", "jaccard", "held"]


def topics_across_k(model: TopicModel, others: Iterable[TopicModel]) -> pd.DataFrame:
    """Find each topic of the chosen model at every other K: (topic, k_other, matched_topic, jaccard, held 0/1).

    The match is the other model's topic with the largest Jaccard index of the first 20 words, of equals the more
    prevalent; a small K may match one topic to several, which were cut out of it. ``held``: index of at least 1/3.
    """
    tops = _words(model)
    by_k = {other.k: _words(other) for other in others if other.k != model.k}
    rows = []
    for topic, words in enumerate(tops, 1):
        for k, other in sorted(by_k.items()):
            index = np.array([len(words & found) / len(words | found) for found in other])
            best = int(index.argmax())
            rows.append((topic, k, best + 1, index[best], int(index[best] >= HELD)))
    return pd.DataFrame(rows, columns=ACROSS_COLUMNS)


def mark_held(topics: pd.DataFrame, across: pd.DataFrame) -> pd.DataFrame:
    """Add to ``topics`` at how many other K each was looked for (n_k) and found (k_held)."""
    found = across.groupby("topic")["held"].agg(["size", "sum"]).reindex(topics["topic"], fill_value=0)
    return topics.assign(n_k=found["size"].to_numpy(dtype=int), k_held=found["sum"].to_numpy(dtype=int))


def _words(model: TopicModel) -> list[set[int]]:
    return [set(row.tolist()) for row in top_terms(model.topic_term, STABILITY_WORDS)]
