"""Engines behind one small interface: counts, K and a seed go in, topic-term and document-topic shares come out.

``lda`` is gensim's ``LdaModel`` (variational Bayes: Hoffman, Blei & Bach 2010) started from NMF, ``lda_cold`` the same
model from noise as in gensim's tutorial, ``nmf`` the start itself, ``stm`` (optional, see ``structural``) a structural
topic model, the only one that uses covariates. All work in float64, in one thread, on rows in the given order, so one
seed gives one result; they are made parallel by running several K at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from newsframing.errors import UserError, nearest
from newsframing.topics import start as st
from newsframing.topics import structural
from newsframing.topics.rows import Rows, RowsLda

#: documents held at a time by gensim
CHUNK = 2000
#: one batch pass from the NMF start; a second changes NPMI by less than .002 and costs stability
WARM_PASSES = 1
COLD_PASSES = 10
ITERATIONS = 50


class Fit(NamedTuple):
    """A fitted model: ``topic_term`` (k, terms) and ``doc_topic`` (scored rows, k); each row sums to 1."""

    topic_term: np.ndarray
    doc_topic: np.ndarray


class Start(NamedTuple):
    """What a warm engine starts from: NMF's factors of TF-IDF weights (``start.common_start``)."""

    w: np.ndarray
    h: np.ndarray


class Design(NamedTuple):
    """Covariates of prevalence: columns for the fitted rows and for the scored rows (``structural.covariates``)."""

    fit: np.ndarray
    score: np.ndarray


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold linear algebra to one thread: sums in another order differ in the last bit, and ties then fall otherwise."""
    with threadpool_limits(limits=1):
        yield


def make_start(counts: sparse.csr_matrix, k: int) -> Start:
    """Make the start of a warm engine; it has no seed."""
    return Start(*st.common_start(st.tfidf(counts), k))


def shares(rows: np.ndarray) -> np.ndarray:
    """Scale rows to sum 1; a row of zeros becomes even shares."""
    totals = rows.sum(axis=1, keepdims=True)
    return np.where(totals > 0, rows / np.where(totals > 0, totals, 1.0), 1.0 / rows.shape[1])


def _gensim(n_terms: int, k: int, seed: int, passes: int, update_every: int) -> RowsLda:
    """Make an untrained model over numbered terms, priors 1/K as gensim's default."""
    return RowsLda(
        id2word={number: str(number) for number in range(n_terms)},
        num_topics=k,
        random_state=np.random.RandomState(seed),
        dtype=np.float64,
        passes=passes,
        update_every=update_every,
        chunksize=CHUNK,
        iterations=ITERATIONS,
        eval_every=None,
    )


def _infer(model: RowsLda, counts: sparse.csr_matrix, seed: int) -> np.ndarray:
    """Give each row's topic shares; the model's random state is reset, else a second call would differ."""
    model.random_state = np.random.RandomState(seed)
    parts = []
    for begin in range(0, counts.shape[0], CHUNK):
        parts.append(model.inference(list(Rows(counts[begin : begin + CHUNK])))[0])
    return shares(np.concatenate(parts))


def fit_lda(
    counts: sparse.csr_matrix,
    k: int,
    seed: int,
    score: sparse.csr_matrix,
    start: Start | None = None,
    design: Design | None = None,
) -> Fit:
    """Fit gensim's LdaModel from the NMF start.

    NMF's topics, weighted by their share of the corpus and scaled to its number of tokens, take the place of the
    model's random sufficient statistics; one batch pass over all rows follows.
    """
    warm = start or make_start(counts, k)
    statistics = warm.h * warm.w.sum(axis=0)[:, None]
    total = statistics.sum()
    model = _gensim(counts.shape[1], k, seed, WARM_PASSES, update_every=0)
    if total > 0:
        model.state.sstats[...] = statistics * (counts.sum() / total)
        model.sync_state()
    model.update(Rows(counts))
    return Fit(np.asarray(model.get_topics(), dtype=float), _infer(model, score, seed))


def fit_lda_cold(
    counts: sparse.csr_matrix,
    k: int,
    seed: int,
    score: sparse.csr_matrix,
    start: Start | None = None,
    design: Design | None = None,
) -> Fit:
    """Fit gensim's LdaModel from noise: ten online passes, as its tutorial does."""
    model = _gensim(counts.shape[1], k, seed, COLD_PASSES, update_every=1)
    model.update(Rows(counts))
    return Fit(np.asarray(model.get_topics(), dtype=float), _infer(model, score, seed))


def fit_nmf(
    counts: sparse.csr_matrix,
    k: int,
    seed: int,
    score: sparse.csr_matrix,
    start: Start | None = None,
    design: Design | None = None,
) -> Fit:
    """Take the NMF of TF-IDF weights as the model; the seed has no part in it."""
    h = (start or make_start(counts, k)).h
    return Fit(shares(h), shares(st.project(st.tfidf(score, counts), h)))


def fit_stm(
    counts: sparse.csr_matrix,
    k: int,
    seed: int,
    score: sparse.csr_matrix,
    start: Start | None = None,
    design: Design | None = None,
) -> Fit:
    """Fit a structural topic model; UserError where topica is not installed."""
    topic_term, doc_topic = structural.fit(counts, k, seed, score, design)
    return Fit(shares(topic_term), shares(doc_topic))


Engine = Callable[[sparse.csr_matrix, int, int, sparse.csr_matrix, Start | None, Design | None], Fit]
ENGINES: dict[str, Engine] = {"lda": fit_lda, "lda_cold": fit_lda_cold, "nmf": fit_nmf, "stm": fit_stm}
#: engines that use a start, which is made once and shared by seeds
WARM = frozenset({"lda", "nmf"})
#: engines that use covariates
STRUCTURAL = frozenset({"stm"})


def engine_named(name: str) -> Engine:
    """Find an engine; UserError names the nearest."""
    if name not in ENGINES:
        raise UserError(f"unknown engine '{name}'", where="topics.engine", right=nearest(name, ENGINES))
    return ENGINES[name]


def fit_topics(
    counts: sparse.csr_matrix,
    k: int,
    seed: int = 1,
    engine: str = "lda",
    score: sparse.csr_matrix | None = None,
    start: Start | None = None,
    design: Design | None = None,
) -> Fit:
    """Fit K topics on ``counts`` (rows without a term must be left out) and score ``score`` (default: the same rows).

    Runs in one thread. Engines that know no covariates pass over ``design``.
    """
    fit = engine_named(engine)
    with one_thread():
        return fit(counts, k, seed, counts if score is None else score, start, design)
