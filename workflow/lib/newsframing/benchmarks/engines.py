"""Topic engines side by side on one matrix: CPU, memory, coherence, diversity, stability over seeds and resamples.

``fit`` runs one engine in its own process (see ``measure``): it reads matrix.npz and what fit.json asks for, and writes
the shares of the words in the topics. Only the fit and the articles' shares of topics are timed; turning the matrix
into what an engine reads is not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import combinations
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from newsframing.tokens.matrix import load_matrix
from newsframing.topics import quality as q
from newsframing.topics.search import RESAMPLE_SHARE

K = 20
MATRIX, SETTINGS, TASK, FOUND = "matrix.npz", "settings.json", "fit.json", "topic_term.npy"
#: gives (topic-term, CPU seconds)
Fitted = tuple[np.ndarray, float]


class Plan(NamedTuple):
    """How an engine is measured: what it imports, fits on all articles (a seed each), fits on resamples, in words."""

    fit: Callable[[sparse.csr_matrix, int], Fitted]
    needs: str
    seeds: int
    resamples: int
    what: str


def _names(n: int) -> list[str]:
    """Name terms by letters alone, so that any tokeniser leaves them whole."""
    return ["w" + "".join(chr(97 + number // 26**place % 26) for place in range(4)) for number in range(n)]


def _texts(counts: sparse.csr_matrix) -> list[list[str]]:
    names = np.array(_names(counts.shape[1]), dtype=object)
    tokens = np.repeat(names[counts.indices], counts.data)
    ends = np.cumsum(np.asarray(counts.sum(axis=1)).ravel())[:-1]
    return [part.tolist() for part in np.split(tokens, ends)]


def _in_order(topic_word: np.ndarray, vocabulary: Any, n: int) -> np.ndarray:
    """Put the columns of an engine with a vocabulary of its own in the order of the matrix."""
    place = {name: number for number, name in enumerate(_names(n))}
    found = np.zeros((len(topic_word), n))
    found[:, [place[str(name)] for name in vocabulary]] = topic_word
    return found


def _own(engine: str) -> Callable[[sparse.csr_matrix, int], Fitted]:
    def fit(counts: sparse.csr_matrix, seed: int) -> Fitted:
        from newsframing.topics.engines import fit_topics

        begin = process_time()
        found = fit_topics(counts, K, seed, engine)
        return found.topic_term, process_time() - begin

    return fit


def _gensim(counts: sparse.csr_matrix, seed: int) -> Fitted:
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    corpus = list(Sparse2Corpus(counts, documents_columns=False))
    words = dict(enumerate(_names(counts.shape[1])))
    begin = process_time()
    model = LdaModel(corpus, K, words, passes=10, random_state=seed)
    model.inference(corpus)
    return model.get_topics(), process_time() - begin


def _tomotopy(counts: sparse.csr_matrix, seed: int) -> Fitted:
    library = import_module("tomotopy")
    model = library.LDAModel(k=K, seed=seed)
    for text in _texts(counts):
        model.add_doc(text)
    begin = process_time()
    model.train(100, workers=1)
    spent = process_time() - begin
    found = np.array([model.get_topic_word_dist(topic) for topic in range(K)])
    return _in_order(found, list(model.used_vocabs), counts.shape[1]), spent


def _pyrmallet(counts: sparse.csr_matrix, seed: int) -> Fitted:
    texts = [" ".join(text) for text in _texts(counts)]
    model = import_module("pyrmallet").LatentDirichletAllocation(n_components=K, random_state=seed)
    begin = process_time()
    model.fit(texts)
    spent = process_time() - begin
    return _in_order(np.asarray(model.components_), model.feature_names_in_, counts.shape[1]), spent


def _topica(counts: sparse.csr_matrix, seed: int) -> Fitted:
    texts = _texts(counts)
    model = import_module("topica").LDA(K, seed=seed)
    begin = process_time()
    model.fit(texts)
    spent = process_time() - begin
    return _in_order(np.asarray(model.topic_word), model.vocabulary, counts.shape[1]), spent


def _sklearn_nmf(counts: sparse.csr_matrix, seed: int) -> Fitted:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    model = NMF(K, random_state=seed)
    begin = process_time()
    model.fit_transform(TfidfTransformer().fit_transform(counts))
    return np.asarray(model.components_), process_time() - begin


def _sklearn(counts: sparse.csr_matrix, seed: int) -> Fitted:
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(K, random_state=seed)
    begin = process_time()
    model.fit_transform(counts)
    return np.asarray(model.components_), process_time() - begin


_OWN = "newsframing.topics.engines"
PLANS: dict[str, Plan] = {
    "lda": Plan(_own("lda"), _OWN, 3, 10, "this project's default: LdaModel from NMF, one pass"),
    "nmf": Plan(_own("nmf"), _OWN, 2, 10, "the start alone"),
    "lda_cold": Plan(_own("lda_cold"), _OWN, 2, 5, "LdaModel from noise, ten passes, float64"),
    "peers: gensim": Plan(_gensim, "gensim.models", 2, 5, "LdaModel as in its tutorial, ten passes"),
    "peers: tomotopy": Plan(_tomotopy, "tomotopy", 3, 10, "100 iterations, one worker"),
    "peers: pyrmallet": Plan(_pyrmallet, "pyrmallet", 2, 5, "MALLET's sampler, 1,000 iterations"),
    "peers: topica": Plan(_topica, "topica", 2, 5, "LDA, 1,000 iterations"),
    "peers: scikit-learn": Plan(_sklearn, "sklearn.decomposition", 2, 5, "LatentDirichletAllocation, ten iterations"),
    "peers: scikit-learn NMF": Plan(_sklearn_nmf, "sklearn.decomposition", 2, 5, "NMF of TF-IDF, 200 iterations"),
}
COLUMNS = ["engine", "cpu_seconds", "n_timed", "peak_mb", "npmi", "diversity", "seeds", "seed_pairs"]
COLUMNS += ["resamples", "resample_pairs", "what"]
#: what K = 20 is to reach on the default corpus: coherence, stability between resamples, CPU against tomotopy's
LEAST_NPMI, LEAST_STABLE, MOST_RATIO = 0.27, 0.62, 1.3


def fit(name: str, folder: Path) -> str:
    """Fit one engine here and now, as fit.json in ``folder`` asks; gives its CPU seconds as text."""
    task = json.loads((folder / TASK).read_text("utf-8"))
    counts = resample(fitted_counts(folder), task["resample"])
    topic_term, spent = PLANS[name].fit(counts, task["seed"])
    np.save(folder / FOUND, topic_term)
    return f"{spent:.3f}"


def fitted_counts(folder: Path) -> sparse.csr_matrix:
    """Read the counts of the fitted articles."""
    matrix = load_matrix(folder / MATRIX)
    return matrix.counts[matrix.fitted]


def resample(counts: sparse.csr_matrix, number: int) -> sparse.csr_matrix:
    """Draw 80 % of the articles, the same ones for every engine; number 0 is all of them."""
    if not number:
        return counts
    rows = np.random.default_rng([number, 80]).permutation(counts.shape[0])
    return counts[np.sort(rows[: round(RESAMPLE_SHARE * counts.shape[0])])]


def compare(
    folder: Path,
    run: Callable[[str, Path], dict[str, Any] | None],
    plans: Mapping[str, Plan] = PLANS,
    tell: Callable[[str], None] = print,
    cores: int | None = None,
) -> pd.DataFrame:
    """Measure every engine on matrix.npz in ``folder``; ``run`` starts a stage in a process of its own. COLUMNS.

    CPU is the median over the fits on all articles, one a seed, which run one after the other; fits on resamples are
    not timed and run side by side. NPMI and diversity are means over the seeds. Stability is the mean matched Jaccard
    index of the first 20 words between pairs of seeds, and between pairs of resamples.
    """
    counts = fitted_counts(folder)
    rows = []
    for name, plan in plans.items():
        begin = perf_counter()
        timed = [_fitted(name, folder, run, seed, 0) for seed in range(1, plan.seeds + 1)]
        if any(each is None for each in timed):
            tell(f"{name}: left out, as its package is not installed (requirements-bench.in)")
            continue
        with ThreadPoolExecutor(cores or os.cpu_count() or 1) as pool:
            numbers = range(1, plan.resamples + 1)
            drawn = list(pool.map(lambda n, name=name: _fitted(name, folder, run, 1, n), numbers))
        rows.append(_row(name, plan, counts, [each for each in (*timed, *drawn) if each is not None]))
        row = rows[-1]
        tell(
            f"{name}: {row['cpu_seconds']:.1f} CPU seconds, NPMI {row['npmi']:.3f}, stability {row['resamples']:.3f} "
            f"({row['resample_pairs']} pairs of resamples); measured in {perf_counter() - begin:.0f} s"
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _fitted(
    name: str, folder: Path, run: Callable[[str, Path], dict[str, Any] | None], seed: int, number: int
) -> tuple[np.ndarray, dict[str, Any]] | None:
    """Fit one engine in a folder of its own; None where its package is missing."""
    with TemporaryDirectory(prefix="fit-", dir=folder) as place:
        own = Path(place)
        for file in (MATRIX, SETTINGS):
            if (folder / file).exists():
                os.link(folder / file, own / file)
        (own / TASK).write_text(json.dumps({"seed": seed, "resample": number}), "utf-8")
        measured = run(f"fit: {name}", own)
        return None if measured is None else (np.load(own / FOUND), measured)


def _row(
    name: str, plan: Plan, counts: sparse.csr_matrix, found: list[tuple[np.ndarray, dict[str, Any]]]
) -> dict[str, Any]:
    whole, parts = found[: plan.seeds], [topics for topics, _ in found[plan.seeds :]]
    coherence = [q.npmi(counts, q.top_terms(topics, q.COHERENCE_WORDS)).mean() for topics, _ in whole]
    return {
        "engine": name,
        "cpu_seconds": round(median(float(measured["out"]) for _, measured in whole), 2),
        "n_timed": len(whole),
        "peak_mb": round(max(measured["peak_mb"] for _, measured in whole)),
        "npmi": float(np.mean(coherence)),
        "diversity": float(np.mean([q.diversity(topics) for topics, _ in whole])),
        "seeds": q.pairwise_stability([topics for topics, _ in whole]),
        "seed_pairs": len(list(combinations(whole, 2))),
        "resamples": q.pairwise_stability(parts),
        "resample_pairs": len(list(combinations(parts, 2))),
        "what": plan.what,
    }


def verdicts(table: pd.DataFrame) -> list[str]:
    """Say whether the default engine keeps what is promised of it: K = 20, the matrix of the default corpus."""
    rows = table.set_index("engine")
    if "lda" not in rows.index:
        return []
    own = rows.loc["lda"]
    told = [
        f"lda: NPMI {own['npmi']:.3f}; the goal is {LEAST_NPMI}: {kept(own['npmi'] >= LEAST_NPMI)}",
        f"lda: stability {own['resamples']:.3f} between {own['resample_pairs']:.0f} pairs of resamples; the goal is "
        f"{LEAST_STABLE}: {kept(own['resamples'] >= LEAST_STABLE)}",
    ]
    if "peers: tomotopy" in rows.index:
        ratio = own["cpu_seconds"] / rows.loc["peers: tomotopy", "cpu_seconds"]
        told.append(
            f"lda: {ratio:.2f} times the CPU of tomotopy's 100 iterations with one worker; at most {MOST_RATIO}: "
            f"{kept(ratio <= MOST_RATIO)}"
        )
    return told


def kept(holds: bool) -> str:
    """Say whether a promise is kept."""
    return "kept" if holds else "NOT kept"
