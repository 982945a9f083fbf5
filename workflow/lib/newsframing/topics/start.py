"""The starting point of a topic model: a non-negative factorisation of TF-IDF weights, run to convergence.

A topic model that starts from noise ends where the noise led it. NMF started by NNDSVD has no chance in it: the same
articles give the same topics, and resampled articles give nearly the same.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.decomposition import non_negative_factorization
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer

TOLERANCE = 1e-4
MAX_ITERATIONS = 200
#: topics are sought by the words in this share of the articles: rarer ones are most of the vocabulary, tell
#: little of what articles share, and differ most from one sample of articles to the next
COMMON = 0.005
#: the start is made of so many articles at most, spread evenly over all; the model reads them all
MOST_ROWS = 5000


class Svd(NamedTuple):
    """A truncated decomposition, largest first: ``u`` (n, k), ``s`` (k,), ``vt`` (k, terms)."""

    u: np.ndarray
    s: np.ndarray
    vt: np.ndarray


def tfidf(counts: sparse.csr_matrix, reference: sparse.csr_matrix | None = None) -> sparse.csr_matrix:
    """Weigh counts by 1 + log(count) and smoothed inverse document frequency, rows of length 1 (scikit-learn).

    Document frequencies are those of ``reference`` (default: of ``counts``).
    """
    weigher = TfidfTransformer(sublinear_tf=True).fit(counts if reference is None else reference)
    return sparse.csr_matrix(weigher.transform(counts.astype(np.float64)))


def truncated_svd(weights: sparse.csr_matrix, k: int) -> Svd:
    """Decompose with ARPACK from a fixed start; unlike the randomised method it is converged, so it has no seed."""
    small = min(weights.shape)
    if k >= small:
        # ARPACK gives fewer than min(shape) vectors; a matrix this small is decomposed whole
        u, s, vt = np.linalg.svd(weights.toarray(), full_matrices=False)
        return Svd(u[:, :k], s[:k], vt[:k])
    u, s, vt = svds(weights, k=k, v0=np.full(small, 1.0 / np.sqrt(small)), solver="arpack")
    order = np.argsort(-s, kind="stable")
    return Svd(u[:, order], s[order], vt[order])


def nndsvd(svd: Svd, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Make non-negative factors out of the first ``k`` singular vectors (Boutsidis & Gallopoulos 2008, "NNDSVD").

    Of each pair of vectors the half, positive or negative, with the larger product of norms is kept. Returns W (n, k)
    and H (k, terms).
    """
    w, h = np.zeros((svd.u.shape[0], k)), np.zeros((k, svd.vt.shape[1]))
    for j in range(min(k, len(svd.s))):
        u, v = svd.u[:, j], svd.vt[j]
        halves = [(np.maximum(sign * u, 0), np.maximum(sign * v, 0)) for sign in (1.0, -1.0)]
        norms = [(float(np.linalg.norm(a)), float(np.linalg.norm(b))) for a, b in halves]
        side = 0 if norms[0][0] * norms[0][1] >= norms[1][0] * norms[1][1] else 1
        (a, b), (na, nb) = halves[side], norms[side]
        if na > 0 and nb > 0:
            scale = np.sqrt(svd.s[j] * na * nb)
            w[:, j], h[j] = scale * a / na, scale * b / nb
    return w, h


def factorise(weights: sparse.csr_matrix, k: int, svd: Svd | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Factorise weights into W (n, k) and H (k, terms) by coordinate descent (scikit-learn) until it converges."""
    w, h = nndsvd(svd or truncated_svd(weights, k), k)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        w, h, _ = non_negative_factorization(
            weights, W=w, H=h, n_components=k, init="custom", solver="cd", tol=TOLERANCE, max_iter=MAX_ITERATIONS
        )
    return w, h


def common_start(weights: sparse.csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Factorise the weights of common words (COMMON) in MOST_ROWS rows at most: W (those rows, k), H (k, terms).

    The weights of other words are found afterwards, W held fixed. Rows are in the order of article ids, which are
    hashes, so that rows at even distances are a sample that hangs on nothing; more articles make the start no dearer.
    """
    n = weights.shape[0]
    if n > MOST_ROWS:
        weights = weights[np.linspace(0, n - 1, MOST_ROWS).round().astype(np.intp)]
    n_docs = np.bincount(weights.indices, minlength=weights.shape[1])
    common = n_docs >= COMMON * weights.shape[0]
    if common.sum() < k:
        common[:] = True
    w, part = factorise(sparse.csr_matrix(weights[:, common]), k)
    h = np.zeros((k, weights.shape[1]))
    h[:, common] = part
    if not common.all():
        h[:, ~common] = project(sparse.csr_matrix(weights[:, ~common].T), np.ascontiguousarray(w.T)).T
    return w, h


def project(weights: sparse.csr_matrix, h: np.ndarray) -> np.ndarray:
    """Find the W of further rows for a given H; of transposed weights and W, the H of further terms."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        w, _, _ = non_negative_factorization(
            weights, H=h, n_components=len(h), init="custom", update_H=False, tol=TOLERANCE, max_iter=MAX_ITERATIONS
        )
    return np.asarray(w)
