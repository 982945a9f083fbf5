"""One K of the grid: a model of all articles, its seeds, its resamples, and what they say about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from newsframing.tables import whole_file
from newsframing.tokens.matrix import TermMatrix
from newsframing.topics import quality as q
from newsframing.topics.engines import WARM, Design, engine_named, fit_topics, make_start, one_thread
from newsframing.topics.heldout import heldout_likelihood

#: share of the articles in a resample
RESAMPLE_SHARE = 0.8
#: a topic needs so many articles to be told from an anecdote
ARTICLES_PER_TOPIC = 3
FIRST_SEED = 1
SEARCH_COLUMNS = ["k_asked", "k", "seed", "resample", "n", "npmi", "diversity", "exclusivity", "stability", "heldout"]
#: the same as a reader of tables meets them
REPORTED_COLUMNS = ["k", "seed", "resample", "npmi", "diversity", "stability", "exclusivity", "heldout", "n", "k_asked"]


@dataclass(frozen=True)
class TopicModel:
    """A fitted model with its quality a topic; topics run from 1, the most prevalent first.

    ``topic_term`` (k, terms) and ``doc_topic`` (all articles of the matrix, k) are shares, rows sum to 1; an article
    without a term has a row of nan. ``npmi``, ``stability`` (nan without resamples), ``exclusivity``: (k,).
    ``search``: the search rows of this K.
    """

    engine: str
    k_asked: int
    topic_term: np.ndarray
    doc_topic: np.ndarray
    npmi: np.ndarray
    stability: np.ndarray
    exclusivity: np.ndarray
    search: pd.DataFrame

    @property
    def k(self) -> int:
        """Number of topics."""
        return len(self.topic_term)


def feasible_k(k: int, n_articles: int, n_terms: int) -> int:
    """Lower K where articles or terms are too few: three articles a topic, no more topics than terms, at least 1."""
    return max(1, min(k, n_articles // ARTICLES_PER_TOPIC, n_terms))


def search_k(
    matrix: TermMatrix,
    k: int,
    seeds: int = 2,
    resamples: int = 4,
    engine: str = "lda",
    covariates: np.ndarray | None = None,
) -> TopicModel:
    """Fit K topics on all fitted rows with each seed and on resamples, and give the first seed's model.

    Rows of ``search``: ``resample`` 0 is a seed on all articles, its ``stability`` the mean matched Jaccard index of
    the top 20 terms with the first seed's model (1 by definition for the first); ``resample`` r > 0 is the first seed
    on 80 % of the articles, drawn without replacement, the start made anew from these articles alone, its stability
    against the model of all articles; ``heldout`` is the log-likelihood a token of the other 20 % (``heldout``), nan
    where there are none. NPMI is always taken from all fitted articles. Where the corpus is too small ``k`` is lower
    than ``k_asked`` (``feasible_k``). ``covariates``: columns for every row of the matrix, for engines that use them.
    """
    engine_named(engine)
    rows = matrix.fitted
    counts = matrix.counts[rows]
    asked, k = k, feasible_k(k, counts.shape[0], counts.shape[1])
    filled = np.flatnonzero(np.diff(matrix.counts.indptr) > 0)
    everything = matrix.counts[filled]
    with one_thread():
        start = make_start(counts, k) if engine in WARM else None
        numbers = [FIRST_SEED + step for step in range(max(1, seeds))]
        fits = []
        for seed in numbers:
            score, scored = (everything, filled) if seed == FIRST_SEED else (counts[:1], rows[:1])
            fits.append(fit_topics(counts, k, seed, engine, score, start, _design(covariates, rows, scored)))
        order = _by_prevalence(fits[0].doc_topic[np.isin(filled, rows)])
        topic_term = fits[0].topic_term[order]
        doc_topic = np.full((matrix.counts.shape[0], k), np.nan)
        doc_topic[filled] = fits[0].doc_topic[:, order]
        tops = q.top_terms(topic_term, q.STABILITY_WORDS)
        records, matched = [], []
        for seed, fit in zip(numbers, fits, strict=True):
            stable = q.matched_jaccard(tops, q.top_terms(fit.topic_term, q.STABILITY_WORDS))
            records.append((asked, k, seed, 0, len(rows), *_scores(counts, fit.topic_term), stable.mean(), np.nan))
        for resample in range(1, resamples + 1):
            drawn = _draw(len(rows), resample)
            part, unseen = counts[drawn], counts[np.setdiff1d(np.arange(len(rows)), drawn)]
            design = _design(covariates, rows[drawn], rows[drawn[:1]])
            fit = fit_topics(part, k, FIRST_SEED, engine, part[:1], design=design)
            matched.append(q.matched_jaccard(tops, q.top_terms(fit.topic_term, q.STABILITY_WORDS)))
            scores = _scores(counts, fit.topic_term)
            foretold = heldout_likelihood(part, unseen, fit.topic_term, seed=resample)
            records.append((asked, k, FIRST_SEED, resample, part.shape[0], *scores, matched[-1].mean(), foretold))
        coherence = q.npmi(counts, q.top_terms(topic_term, q.COHERENCE_WORDS))
    return TopicModel(
        engine=engine,
        k_asked=asked,
        topic_term=topic_term,
        doc_topic=doc_topic,
        npmi=coherence,
        stability=np.mean(matched, axis=0) if matched else np.full(k, np.nan),
        exclusivity=q.exclusivity(topic_term),
        search=pd.DataFrame(records, columns=SEARCH_COLUMNS),
    )


def _design(covariates: np.ndarray | None, fitted: np.ndarray, scored: np.ndarray) -> Design | None:
    return None if covariates is None else Design(covariates[fitted], covariates[scored])


def _draw(n: int, resample: int) -> np.ndarray:
    """Draw a resample's rows, in their order; the same rows for every K and engine."""
    size = max(1, round(RESAMPLE_SHARE * n))
    return np.sort(np.random.default_rng([FIRST_SEED, resample]).permutation(n)[:size])


def _by_prevalence(doc_topic: np.ndarray) -> np.ndarray:
    """Order topics by their mean share; rounded, so that equals stay in the engine's order."""
    return np.argsort(-doc_topic.mean(axis=0).round(9), kind="stable")


def _scores(counts: object, topic_term: np.ndarray) -> tuple[float, float, float]:
    """Give mean NPMI, diversity and mean exclusivity of a model."""
    coherence = q.npmi(counts, q.top_terms(topic_term, q.COHERENCE_WORDS)).mean()
    return float(coherence), q.diversity(topic_term), float(q.exclusivity(topic_term).mean())


_ARRAYS = ("topic_term", "doc_topic", "npmi", "stability", "exclusivity")


def save_model(model: TopicModel, path: str | Path) -> None:
    """Write a model as one npz file without pickled objects, rounded to 9 decimals; same model, same bytes."""
    arrays = {name: np.round(getattr(model, name), 9) + 0.0 for name in _ARRAYS}
    search = {f"search_{name}": model.search[name].to_numpy() for name in SEARCH_COLUMNS}
    with whole_file(path) as draft, draft.open("wb") as sink:
        np.savez_compressed(
            sink, engine=np.array(model.engine), k_asked=np.array(model.k_asked), **arrays, **search
        )  # fmt: skip


def load_model(path: str | Path) -> TopicModel:
    """Read what ``save_model`` wrote."""
    with np.load(path, allow_pickle=False) as held:
        arrays = {name: held[name] for name in _ARRAYS}
        search = pd.DataFrame({name: held[f"search_{name}"] for name in SEARCH_COLUMNS})
        return TopicModel(str(held["engine"]), int(held["k_asked"]), search=search, **arrays)
