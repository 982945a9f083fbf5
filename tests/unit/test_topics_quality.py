import math

import numpy as np
import pytest
from scipy import sparse

from newsframing.topics.quality import (
    diversity,
    exclusivity,
    matched_jaccard,
    npmi,
    pairwise_stability,
    top_terms,
)


def test_npmi_by_hand():
    # four articles: term 0 in 1, 2; term 1 in 1, 2; term 2 in 1, 3; term 3 in 3, 4; term 4 in all
    counts = sparse.csr_matrix(np.array([[2, 1, 1, 0, 1], [1, 3, 0, 0, 1], [0, 0, 1, 1, 2], [0, 0, 0, 4, 1]]))
    always = 1.0  # 0 and 1 never apart: log(.5 / .25) / -log(.5)
    independent = 0.0  # 0 and 2: p = .25 = .5 * .5
    never = -1.0  # 0 and 3
    scores = npmi(counts, np.array([[0, 1], [0, 2], [0, 3]]))
    assert scores == pytest.approx([always, independent, never])
    # three terms: the mean over the pairs (0 1), (0 4), (1 4); a term of every article: log(.5 / .5) = 0
    assert npmi(counts, np.array([[0, 1, 4]])) == pytest.approx([1 / 3])


def test_npmi_of_an_uneven_pair_by_hand():
    # of five articles term 0 is in three, term 1 in two, both in one: log(.2 / (.6 * .4)) / -log(.2)
    counts = sparse.csr_matrix(np.array([[1, 1], [1, 0], [1, 0], [0, 1], [0, 0]]))
    assert npmi(counts, np.array([[0, 1]])) == pytest.approx([math.log(0.2 / 0.24) / -math.log(0.2)])


def test_npmi_of_terms_of_every_article_and_of_one_term():
    counts = sparse.csr_matrix(np.ones((3, 2)))
    assert npmi(counts, np.array([[0, 1]])).tolist() == [0.0]
    assert npmi(counts, np.array([[0]])).tolist() == [0.0]


def test_npmi_agrees_with_gensim():
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    rng = np.random.default_rng(2)
    dense = (rng.random((60, 12)) < 0.4).astype(int)
    texts = [[f"w{i:02d}" for i in np.flatnonzero(row)] for row in dense]
    dictionary = Dictionary(texts)
    tops = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    model = CoherenceModel(
        topics=[[f"w{i:02d}" for i in row] for row in tops],
        texts=texts, dictionary=dictionary, coherence="c_npmi", window_size=100, processes=1,
    )  # fmt: skip
    ours = npmi(sparse.csr_matrix(dense), np.array(tops))
    assert ours == pytest.approx(model.get_coherence_per_topic(), abs=1e-6)


def test_jaccard_matching_by_hand():
    one = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    other = np.array([[5, 6, 7, 9], [1, 2, 20, 21], [30, 31, 32, 33]])
    # 0 with 1: 2 of 6; 1 with 0: 3 of 5; 2 is left with the last: 0
    assert matched_jaccard(one, other) == pytest.approx([2 / 6, 3 / 5, 0.0])


def test_matching_takes_the_best_whole_not_the_best_pair():
    # greedily 0 would take its equal and leave 1 with nothing: (1 + 0) against (3/5 + 3/5)
    one = np.array([[1, 2, 3, 4], [1, 2, 3, 5]])
    other = np.array([[1, 2, 3, 4], [1, 2, 4, 9]])
    found = matched_jaccard(one, other)
    assert found.sum() == pytest.approx(max(1 + 2 / 6, 3 / 5 + 3 / 5))
    assert matched_jaccard(one, other[::-1]) == pytest.approx(found)


def test_a_topic_without_a_partner_is_not_stable():
    assert matched_jaccard(np.array([[1, 2], [3, 4]]), np.array([[3, 4]])).tolist() == [0.0, 1.0]


def test_pairs_of_models():
    a = np.array([[0.6, 0.4, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    assert pairwise_stability([a, a[::-1], a], n=2) == 1.0
    assert math.isnan(pairwise_stability([a]))


def test_diversity_and_exclusivity_by_hand():
    shares = np.array([[0.5, 0.3, 0.2, 0.0], [0.5, 0.0, 0.1, 0.4]])
    assert top_terms(shares, 2).tolist() == [[0, 1], [0, 3]]
    assert diversity(shares, 2) == 3 / 4
    # of term 0 each topic owns half, of terms 1 and 3 all
    assert exclusivity(shares, 2) == pytest.approx([0.75, 0.75])
    assert top_terms(np.array([[0.25, 0.25, 0.5]]), 9).tolist() == [[2, 0, 1]]
