"""What each topic is: words, label, exemplars, and how much of the news it takes, with intervals over stories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from newsframing.inference import DRAWS, SEED, bootstrap_mean
from newsframing.tokens.matrix import TermMatrix
from newsframing.topics.quality import top_terms
from newsframing.topics.search import TopicModel

N_WORDS = 15
N_EXEMPLARS = 5
LABEL_WORDS = 3
N_LABEL_CANDIDATES = 10
FREX_WEIGHT = 0.5
TOPIC_COLUMNS = [
    "topic", "label", "words", "frex_words", "prevalence", "npmi", "stability", "exclusivity", "exemplar_ids",
]  # fmt: skip
PREVALENCE_COLUMNS = ["topic", "group", "value", "n", "n_clusters", "estimate", "low", "high"]


def frex(topic_term: np.ndarray, weight: float = FREX_WEIGHT) -> np.ndarray:
    """Score terms by frequency and exclusivity together: the harmonic mean of their ranks within a topic, (k, terms).

    Bischof & Airoldi 2012, in the form of the stm package (Roberts, Stewart & Tingley 2019); ``weight`` is that of
    exclusivity. A term is scored only if it is among the topic's most frequent ones that hold nine tenths of it, for
    the tail of a smoothed model is exclusive by chance.
    """
    k, n_terms = topic_term.shape
    total = topic_term.sum(axis=0)
    owned = topic_term / np.where(total > 0, total, 1.0)
    scores = np.zeros((k, n_terms))
    for topic in range(k):
        order = np.argsort(-topic_term[topic], kind="stable")
        held = np.cumsum(topic_term[topic][order])
        body = order[: max(2 * N_WORDS, int(np.searchsorted(held, 0.9 * held[-1])) + 1)]
        exclusive = rankdata(owned[topic][body]) / len(body)
        frequent = rankdata(topic_term[topic][body]) / len(body)
        scores[topic][body] = 1.0 / (weight / exclusive + (1 - weight) / frequent)
    return scores


def propose_labels(words: Sequence[Sequence[str]]) -> list[str]:
    """Propose a label a topic out of its telling words, best first: three words, none a part of another, all unique.

    A label is a proposal for people to rename, not a finding.
    """
    labels: list[str] = []
    for ranked in words:
        picked: list[str] = []
        for word in ranked:
            parts = set(word.split("_"))
            if not any(parts & set(other.split("_")) for other in picked):
                picked.append(word)
            label = ", ".join(picked).replace("_", " ")
            if len(picked) >= LABEL_WORDS and label not in labels:
                break
        label = ", ".join(picked).replace("_", " ") or "no words"
        labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
    return labels


def topics_table(matrix: TermMatrix, model: TopicModel, n_words: int = N_WORDS) -> pd.DataFrame:
    """Give one row a topic: label, words, FREX words (joined by blanks), prevalence, quality, exemplars.

    ``prevalence`` is the mean share over the fitted articles; exemplars are the five fitted articles with the
    largest share, their ids joined by blanks; ``npmi``, ``stability`` and ``exclusivity`` are the topic's own.
    """
    vocabulary = matrix.vocabulary
    probable = [[str(word) for word in vocabulary[row]] for row in top_terms(model.topic_term, n_words)]
    scores = frex(model.topic_term)
    telling = [[str(word) for word in vocabulary[row]] for row in top_terms(scores, n_words)]
    # the label's words are the most telling among the most probable
    body = top_terms(model.topic_term, N_LABEL_CANDIDATES)
    ranked = [
        [str(word) for word in vocabulary[terms[np.argsort(-row[terms], kind="stable")]]]
        for terms, row in zip(body, scores, strict=True)
    ]
    doc_topic = model.doc_topic[matrix.fitted]
    ids = matrix.article_ids[matrix.fitted]
    exemplars = [ids[np.argsort(-column.round(6), kind="stable")[:N_EXEMPLARS]] for column in doc_topic.T]
    return pd.DataFrame(
        {
            "topic": np.arange(1, model.k + 1),
            "label": propose_labels(ranked),
            "words": [" ".join(words) for words in probable],
            "frex_words": [" ".join(words) for words in telling],
            "prevalence": doc_topic.mean(axis=0),
            "npmi": model.npmi,
            "stability": model.stability,
            "exclusivity": model.exclusivity,
            "exemplar_ids": [" ".join(column) for column in exemplars],
        },
        columns=TOPIC_COLUMNS,
    )


def doc_topics_table(matrix: TermMatrix, model: TopicModel) -> pd.DataFrame:
    """Give the long table (article_id, topic, weight), sorted; articles without a term are not in it."""
    rows = np.flatnonzero(~np.isnan(model.doc_topic).any(axis=1))
    return pd.DataFrame(
        {
            "article_id": np.repeat(matrix.article_ids[rows].astype(object), model.k),
            "topic": np.tile(np.arange(1, model.k + 1), len(rows)),
            "weight": model.doc_topic[rows].ravel(),
        }
    )


def topic_prevalence(
    matrix: TermMatrix,
    model: TopicModel,
    articles: pd.DataFrame,
    groups: Sequence[str] = ("outlet", "focus"),
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Estimate the mean share of each topic, over all fitted articles and by each column named in ``groups``.

    ``articles`` needs article_id, cluster_id and the groups' columns; the fitted articles found in it are counted, so
    another study over the same model gives its own table. A true-or-false column has the values "in" and "out"; rows
    without a value are in no cell. Intervals: 95 %, bootstrap over independent stories (``cluster_id``); a cell of one
    story has none. ``n`` counts articles, ``n_clusters`` stories.
    """
    table = articles.drop_duplicates("article_id").set_index("article_id")
    rows = matrix.fitted[np.isin(matrix.article_ids[matrix.fitted], table.index.to_numpy(dtype=str))]
    weights = model.doc_topic[rows]
    table = table.loc[matrix.article_ids[rows]]
    cluster = table["cluster_id"].astype(object).where(table["cluster_id"].notna(), table.index.to_numpy(dtype=object))
    cells: list[tuple[str, str, np.ndarray]] = [("all", "all", np.ones(len(table), dtype=bool))]
    for group in groups:
        column = table[group]
        if pd.api.types.is_bool_dtype(column):
            column = column.map({True: "in", False: "out"})
        cells += [(group, str(value), (column == value).to_numpy()) for value in sorted(column.dropna().unique())]
    parts = []
    for group, value, inside in cells:
        estimate, low, high = bootstrap_mean(weights[inside], cluster.to_numpy()[inside], draws, seed)
        parts.append(
            pd.DataFrame(
                {
                    "topic": np.arange(1, model.k + 1),
                    "group": group,
                    "value": value,
                    "n": int(inside.sum()),
                    "n_clusters": int(cluster[inside].nunique()),
                    "estimate": estimate,
                    "low": low,
                    "high": high,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)[PREVALENCE_COLUMNS]
