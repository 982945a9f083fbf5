import math

import numpy as np
import pytest
from scipy import sparse

from newsframing.topics import heldout
from newsframing.topics.heldout import heldout_likelihood, infer_mixture, split_tokens


@pytest.fixture
def counts():
    rng = np.random.default_rng(3)
    return sparse.csr_matrix(rng.poisson(0.7, (40, 25)))


def test_halves_add_up_to_the_whole(counts):
    one, other = split_tokens(counts, 5)
    assert np.array_equal((one + other).toarray(), counts.toarray())
    sizes = counts.sum(axis=1).A1
    assert np.array_equal(one.sum(axis=1).A1, sizes // 2)
    again = split_tokens(counts, 5)
    assert all(np.array_equal(a.toarray(), b.toarray()) for a, b in zip((one, other), again, strict=True))
    assert not np.array_equal(one.toarray(), split_tokens(counts, 6)[0].toarray())


def test_articles_of_one_token_are_left_out():
    one, other = split_tokens(sparse.csr_matrix(np.array([[1, 0], [0, 0], [2, 1]])), 1)
    assert one.shape == other.shape == (1, 2)
    assert (one.sum(), other.sum()) == (1, 2)
    assert math.isnan(heldout_likelihood(one, sparse.csr_matrix(np.array([[1, 0]])), np.array([[0.5, 0.5]])))


def test_a_mixture_by_hand():
    # terms of one topic each: tokens belong where they can, so the shares are (tokens + 1/2) / (all + 1)
    topics = np.array([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]])
    counts = sparse.csr_matrix(np.array([[2, 1, 0, 0], [1, 0, 0, 1]]))
    assert infer_mixture(counts, topics) == pytest.approx(np.array([[3.5 / 4, 0.5 / 4], [0.5, 0.5]]))


def test_one_topic_is_the_likelihood_of_its_words(counts, monkeypatch):
    monkeypatch.setattr(heldout, "BACKGROUND", 0.0)
    share = counts.sum(axis=0).A1 / counts.sum()
    _, rest = split_tokens(counts, 1)
    by_hand = float((rest.toarray() * np.log(share)).sum() / rest.sum())
    assert heldout_likelihood(counts, counts, share[None, :]) == pytest.approx(by_hand)
    # however many are scored at a time
    monkeypatch.setattr(heldout, "CHUNK", 7)
    assert heldout_likelihood(counts, counts, share[None, :]) == pytest.approx(by_hand)


def test_a_word_that_no_topic_knows_has_a_likelihood():
    seen, unseen = sparse.csr_matrix(np.array([[3, 1, 0]])), sparse.csr_matrix(np.array([[0, 0, 4]]))
    score = heldout_likelihood(seen, unseen, np.array([[0.7, 0.3, 0.0]]))
    assert score == pytest.approx(math.log(0.01 * 0.5 / 4.5))
