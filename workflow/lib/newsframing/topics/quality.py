"""Measures of topics, all from the shared matrix: coherence, diversity, exclusivity, stability."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment

COHERENCE_WORDS = 10
STABILITY_WORDS = 20
DIVERSITY_WORDS = 25


def top_terms(topic_term: np.ndarray, n: int) -> np.ndarray:
    """Give each topic's ``n`` most probable terms (fewer where the vocabulary is smaller), of equals the first."""
    return np.argsort(-topic_term, axis=1, kind="stable")[:, :n]


def npmi(counts: sparse.csr_matrix, tops: np.ndarray) -> np.ndarray:
    """Score the coherence of each row of terms: mean NPMI over its pairs, from document co-occurrence.

    Normalised pointwise mutual information (Bouma 2009; as a topic measure Aletras & Stevenson 2013, Lau et al. 2014):
    -1 for a pair that never stands in one article, 0 for independence, 1 for a pair never apart. A pair of which
    every article holds both carries no information and scores 0. ``tops`` is (k, n) column numbers of ``counts``.
    """
    n_docs = counts.shape[0]
    used, places = np.unique(tops, return_inverse=True)
    places = places.reshape(tops.shape)
    binary = sparse.csr_matrix(counts[:, used] > 0, dtype=np.float64)
    joint = np.asarray((binary.T @ binary).todense()) / n_docs
    alone = np.diag(joint)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
    scores[joint == 0] = -1.0
    scores[joint == 1] = 0.0
    above = np.triu_indices(tops.shape[1], 1)
    if not len(above[0]):
        return np.zeros(len(tops))
    return np.array([scores[np.ix_(row, row)][above].mean() for row in places])


def diversity(topic_term: np.ndarray, n: int = DIVERSITY_WORDS) -> float:
    """Give the share of distinct terms among the topics' ``n`` first (Dieng, Ruiz & Blei 2020)."""
    tops = top_terms(topic_term, n)
    return len(np.unique(tops)) / tops.size


def exclusivity(topic_term: np.ndarray, n: int = COHERENCE_WORDS) -> np.ndarray:
    """Give each topic's mean share of its first ``n`` terms' probability (Bischof & Airoldi 2012, without ranks)."""
    total = topic_term.sum(axis=0)
    owned = topic_term / np.where(total > 0, total, 1.0)
    return np.take_along_axis(owned, top_terms(topic_term, n), axis=1).mean(axis=1)


def matched_jaccard(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Match topics of two models so that the sum of their top terms' Jaccard indices is largest; give each index.

    ``one`` (k, n) and ``other`` (k2, n) are top terms; the result (k,) is in the order of ``one``, 0 for a topic left
    without a partner. One-to-one matching by the Hungarian method (Kuhn 1955; scipy), as Greene, O'Callaghan &
    Cunningham 2014 use it for the stability of topics.
    """
    sets_one, sets_other = [set(row.tolist()) for row in one], [set(row.tolist()) for row in other]
    index = np.array([[len(a & b) / len(a | b) for b in sets_other] for a in sets_one])
    rows, columns = linear_sum_assignment(-index)
    matched = np.zeros(len(one))
    matched[rows] = index[rows, columns]
    return matched


def pairwise_stability(models: list[np.ndarray], n: int = STABILITY_WORDS) -> float:
    """Give the mean matched Jaccard index over all pairs of models (their topic-term shares); nan for fewer than two.

    The bench compares engines by this one; a search compares each resample with the model of all articles.
    """
    tops = [top_terms(model, n) for model in models]
    pairs = [matched_jaccard(tops[i], tops[j]).mean() for i in range(len(tops)) for j in range(i)]
    return float(np.mean(pairs)) if pairs else float("nan")
