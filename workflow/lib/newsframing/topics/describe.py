"""What each topic is: its words, its label, its best articles, how steady it is, and which topics are its twins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from newsframing.tokens.matrix import TermMatrix
from newsframing.topics.labels import COMPARED_WORDS, Name, match_names, propose_label
from newsframing.topics.quality import top_terms
from newsframing.topics.search import TopicModel
from newsframing.topics.texts import Texts

N_WORDS = 15
N_EXEMPLARS = 5
#: a label is made of the most telling among so many of a topic's most probable terms
N_LABEL_CANDIDATES = 12
#: articles whose titles and words a label is proposed from
N_LABEL_ARTICLES = 20
FREX_WEIGHT = 0.5
#: a stability (mean matched Jaccard index of the first 20 words over resamples) and the plain word for it: .7 means
#: that 16 to 17 of 20 words come again, .5 that 13 do
STEADINESS = ((0.7, "steady"), (0.5, "fairly steady"))
UNSTABLE, UNKNOWN = "unstable", "not known"
#: topics of which the shares of terms have a cosine of this or more are near twins
TWINS = 0.5
TOPIC_COLUMNS = [
    "topic", "label", "words", "frex_words", "prevalence", "npmi", "stability", "steadiness", "usable", "exclusivity",
    "twins", "twin_cosine", "label_proposed", "named", "exemplar_ids",
]  # fmt: skip


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


def steadiness(stability: float) -> str:
    """Say a topic's stability in a word: steady from .7, fairly steady from .5, else unstable; "not known" for nan."""
    if pd.isna(stability):
        return UNKNOWN
    return next((word for least, word in STEADINESS if round(stability, 6) >= least), UNSTABLE)


def is_usable(stability: float) -> bool:
    """Tell whether other results may rest on a topic: it is steady or fairly steady, and that is known."""
    return steadiness(stability) not in (UNSTABLE, UNKNOWN)


def cosines(topic_term: np.ndarray) -> np.ndarray:
    """Give the cosine between each two topics' shares of terms, (k, k); 0 in the diagonal."""
    lengths = np.linalg.norm(topic_term, axis=1, keepdims=True)
    unit = topic_term / np.where(lengths > 0, lengths, 1.0)
    found = np.clip(unit @ unit.T, 0.0, 1.0)
    np.fill_diagonal(found, 0.0)
    return found


def near_twins(topic_term: np.ndarray) -> list[list[tuple[int, float]]]:
    """List for each topic its near twins, the nearest first: (number of the topic, cosine) from ``TWINS`` on."""
    found = cosines(topic_term).round(6)
    orders = [np.argsort(-row, kind="stable") for row in found]
    return [
        [(int(i) + 1, float(row[i])) for i in order if row[i] >= TWINS]
        for row, order in zip(found, orders, strict=True)
    ]


def best_articles(matrix: TermMatrix, model: TopicModel, n: int = N_EXEMPLARS) -> list[list[str]]:
    """Give for each topic the ids of the fitted articles with the largest share of it, the largest first."""
    doc_topic, ids = model.doc_topic[matrix.fitted], matrix.article_ids[matrix.fitted]
    return [[str(i) for i in ids[np.argsort(-column.round(6), kind="stable")[:n]]] for column in doc_topic.T]


def propose_labels(matrix: TermMatrix, model: TopicModel, articles: pd.DataFrame | None = None) -> list[str]:
    """Propose a label a topic from its words and the titles of its best articles; without articles from words alone.

    ``articles``: article_id, title, lead, body.
    """
    scores = frex(model.topic_term)
    texts = None if articles is None else articles.set_index("article_id")[["title", "lead", "body"]].fillna("")
    labels: list[str] = []
    for topic, ids in enumerate(best_articles(matrix, model, N_LABEL_ARTICLES)):
        terms = top_terms(model.topic_term, N_LABEL_CANDIDATES)[topic]
        terms = terms[np.argsort(-scores[topic][terms], kind="stable")]
        candidates = [str(matrix.vocabulary[term]) for term in terms]
        best = None if texts is None else texts.loc[[i for i in ids if i in texts.index]]
        titles = Texts([] if best is None else best["title"].astype(str))
        bodies = Texts([] if best is None else best["lead"].astype(str) + "\n" + best["body"].astype(str))
        labels.append(propose_label(candidates, titles, bodies, labels))
    return labels


def topic_words(matrix: TermMatrix, model: TopicModel, n: int = N_WORDS) -> list[list[str]]:
    """Give each topic's most probable words, joined phrases among them."""
    return [[str(word) for word in matrix.vocabulary[row]] for row in top_terms(model.topic_term, n)]


def topics_table(
    matrix: TermMatrix,
    model: TopicModel,
    articles: pd.DataFrame | None = None,
    names: Sequence[Name] = (),
    n_words: int = N_WORDS,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give one row a topic, and the names that people gave with the topic that each has found (see ``match_names``).

    ``label`` is the name a person gave (``named`` 1) or the proposed one, which ``label_proposed`` keeps; ``words``
    and ``frex_words`` are joined by blanks; ``prevalence`` is the mean share over the fitted articles; ``usable`` is 1
    for topics that are steady or fairly steady: no verdict may rest on the others; ``twins`` are the near twins,
    the nearest first, ``twin_cosine`` how near that one is; exemplars are the five fitted articles with the largest
    share, their ids joined by blanks; ``npmi``, ``stability`` and ``exclusivity`` are the topic's own.
    """
    telling = [[str(word) for word in matrix.vocabulary[row]] for row in top_terms(frex(model.topic_term), n_words)]
    twins = near_twins(model.topic_term)
    proposed = propose_labels(matrix, model, articles)
    found = match_names(names, topic_words(matrix, model, COMPARED_WORDS))
    given = {int(row.topic): str(row.label) for row in found[found["found"] == 1].itertuples(index=False)}
    topics = np.arange(1, model.k + 1)
    table = pd.DataFrame(
        {
            "topic": topics,
            "label": [given.get(int(topic), label) for topic, label in zip(topics, proposed, strict=True)],
            "words": [" ".join(words) for words in topic_words(matrix, model, n_words)],
            "frex_words": [" ".join(words) for words in telling],
            "prevalence": model.doc_topic[matrix.fitted].mean(axis=0),
            "npmi": model.npmi,
            "stability": model.stability,
            "steadiness": [steadiness(value) for value in model.stability],
            "usable": [int(is_usable(value)) for value in model.stability],
            "exclusivity": model.exclusivity,
            "twins": [" ".join(str(topic) for topic, _ in near) or None for near in twins],
            "twin_cosine": [near[0][1] if near else np.nan for near in twins],
            "label_proposed": proposed,
            "named": [int(int(topic) in given) for topic in topics],
            "exemplar_ids": [" ".join(ids) for ids in best_articles(matrix, model)],
        },
        columns=TOPIC_COLUMNS,
    )
    return table, found


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
