import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls
from sklearn.decomposition._nmf import _initialize_nmf

from newsframing.topics import start
from newsframing.topics.start import common_start, factorise, nndsvd, project, tfidf, truncated_svd


@pytest.fixture
def weights():
    rng = np.random.default_rng(4)
    return sparse.csr_matrix(rng.poisson(0.4, (50, 30)) * rng.random((50, 30)))


def test_arpack_gives_the_singular_values(weights):
    svd = truncated_svd(weights, 6)
    assert svd.s == pytest.approx(np.linalg.svd(weights.toarray(), compute_uv=False)[:6])
    again = truncated_svd(weights, 6)
    assert all(np.array_equal(a, b) for a, b in zip(svd, again, strict=True))


@pytest.mark.parametrize("k", [30, 31, 40])
def test_as_many_topics_as_terms_or_more(weights, k):
    w, h = factorise(weights, k)
    assert w.shape == (50, k) and h.shape == (k, 30)
    assert np.isfinite(w).all() and np.isfinite(h).all()


def test_nndsvd_is_that_of_the_paper(weights):
    # scikit-learn's own, of the same matrix; its randomised SVD is exact on one so small, up to a few digits
    w, h = nndsvd(truncated_svd(weights, 3), 3)
    known_w, known_h = _initialize_nmf(weights, 3, init="nndsvd", random_state=0)
    assert np.abs(w @ h - known_w @ known_h).max() < 0.05
    # the first pair of vectors of a non-negative matrix has one sign: taken whole
    svd = truncated_svd(weights, 1)
    assert w[:, :1] @ h[:1] == pytest.approx(svd.s[0] * svd.u @ svd.vt)
    assert (w >= 0).all() and (h >= 0).all()


def test_the_factors_come_near_the_weights(weights):
    w, h = factorise(weights, 12)
    start_w, start_h = nndsvd(truncated_svd(weights, 12), 12)
    dense = weights.toarray()
    assert np.linalg.norm(dense - w @ h) < 0.9 * np.linalg.norm(dense - start_w @ start_h)
    again = project(weights, h)
    assert np.linalg.norm(dense - again @ h) == pytest.approx(np.linalg.norm(dense - w @ h), rel=0.02)


def test_tfidf_by_hand():
    counts = sparse.csr_matrix(np.array([[1, 0], [1, 3]]))
    rare = np.log(3 / 2) + 1  # smoothed: log((1 + 2) / (1 + 1)) + 1; the other term is in both: 1
    row = np.array([1.0, (1 + np.log(3)) * rare])
    assert tfidf(counts).toarray()[1] == pytest.approx(row / np.linalg.norm(row))
    # weighed by the frequencies of other rows: a term in none of two is rarer still
    other = sparse.csr_matrix(np.array([[1, 0], [1, 0]]))
    row = np.array([1.0, (1 + np.log(3)) * (np.log(3) + 1)])
    assert tfidf(counts, other).toarray()[1] == pytest.approx(row / np.linalg.norm(row))


def test_topics_are_sought_by_common_words(weights, monkeypatch):
    monkeypatch.setattr(start, "COMMON", 0.3)
    rare = np.diff(weights.tocsc().indptr) < 15
    assert 0 < rare.sum() < 20
    w, h = common_start(weights, 4)
    assert w.shape == (50, 4) and h.shape == (4, 30)
    assert (h >= 0).all()
    known = factorise(sparse.csr_matrix(weights[:, ~rare]), 4)
    assert np.array_equal(w, known[0]) and np.array_equal(h[:, ~rare], known[1])
    # the others have what is nearest to their weights, the topics held fixed
    dense = weights[:, rare].toarray()
    fitted = np.column_stack([nnls(w, column)[0] for column in dense.T])
    assert np.linalg.norm(dense - w @ h[:, rare]) == pytest.approx(np.linalg.norm(dense - w @ fitted), rel=0.01)
    # where fewer words than topics are common, all have a part
    monkeypatch.setattr(start, "COMMON", 1.0)
    assert np.array_equal(common_start(weights, 4)[1], factorise(weights, 4)[1])


def test_a_start_is_made_of_rows_spread_over_all(weights, monkeypatch):
    monkeypatch.setattr(start, "MOST_ROWS", 25)
    monkeypatch.setattr(start, "COMMON", 0.0)
    rows = np.linspace(0, 49, 25).round().astype(int)
    assert len(set(rows)) == 25 and rows[0] == 0 and rows[-1] == 49
    assert np.array_equal(common_start(weights, 3)[1], factorise(weights[rows], 3)[1])
