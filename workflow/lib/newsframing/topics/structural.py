"""The optional engine ``stm``: a structural topic model, with outlet and time of publication as covariates.

Roberts, Stewart & Airoldi 2016; computed by topica, an optional extra pinned exactly (requirements-stm.in). How much of
a topic an article is expected to take hangs on who published it and when; the words of a topic do not. The start is
spectral (anchor words), so the seed has no part in it; one seed gives the same bytes, for one thread or two.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.preprocessing import SplineTransformer

from newsframing.errors import UserError

#: the release whose numbers are known; requirements-stm.in names the same
VERSION = "0.62.0"
ITERATIONS = 100
#: an outlet of fewer articles is told from the others by chance alone; together they are the outlet "other"
LEAST_ARTICLES = 20
#: fewer days than this make a straight line, not a curve
LEAST_DAYS = 10
KNOTS = 5


def topica() -> Any:
    """Import the library; UserError says how to install it where it is missing or another release."""
    right = f"uv pip install --python .venv -r requirements-stm.in (topica=={VERSION}), or choose another engine"
    try:
        found = version("topica")
        module = import_module("topica")
    except (PackageNotFoundError, ImportError):
        raise UserError(
            "the engine 'stm' needs a package beyond the lock", where="topics.engine", right=right
        ) from None
    if found != VERSION:
        raise UserError(
            f"the engine 'stm' needs topica {VERSION}, found {found}, whose numbers may differ",
            where="topics.engine",
            right=right,
        )
    return module


def covariates(articles: pd.DataFrame, article_ids: np.ndarray) -> np.ndarray:
    """Make the columns that prevalence may hang on, a row an id: outlets, and the day of publication as a curve.

    ``articles`` (article_id, outlet, published) holds every id, in any order. One column an outlet of at least 20
    articles but the largest, and one for all smaller ones together, unless they are the largest; the day as a cubic
    B-spline with knots at quantiles, as a straight line where there are fewer than ten days; one column for articles
    without a date, which stand at the mean of the others. The columns have no intercept.
    """
    table = articles.drop_duplicates("article_id").set_index("article_id").loc[article_ids]
    outlet = table["outlet"].fillna("").astype(str)
    outlet = outlet.where(outlet.map(outlet.value_counts()) >= LEAST_ARTICLES, "other")
    # the largest is the one the others are held against; of equals the first by name
    largest = outlet.value_counts().sort_index(kind="stable").idxmax() if len(outlet) else ""
    columns = [(outlet == name).to_numpy(dtype=float) for name in sorted(set(outlet)) if name != largest]
    columns += list(_curve(pd.to_datetime(table["published"], errors="coerce", utc=True, format="mixed")).T)
    return np.column_stack(columns) if columns else np.zeros((len(article_ids), 0))


def _curve(published: pd.Series) -> np.ndarray:
    """Turn days into the columns of a curve, (n, columns)."""
    known = published.notna().to_numpy()
    days = published[known].dt.floor("D")
    if days.nunique() < 2:
        return np.zeros((len(published), 0))
    since = (days - days.min()).dt.days.to_numpy(dtype=float)
    since = (since / since.max())[:, None]
    if days.nunique() >= LEAST_DAYS:
        since = SplineTransformer(n_knots=KNOTS, degree=3, knots="quantile", include_bias=False).fit_transform(since)
    curve = np.tile(since.mean(axis=0), (len(published), 1))
    curve[known] = since
    return curve if known.all() else np.column_stack([curve, ~known])


def fit(
    counts: sparse.csr_matrix, k: int, seed: int, score: sparse.csr_matrix, design: tuple[np.ndarray, np.ndarray] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Fit K topics on ``counts`` and infer the shares of ``score``, whose prior hangs on their covariates too.

    ``design``: the covariates of the rows of ``counts`` and of ``score``; where there are none the model is what a
    structural one then is, a correlated topic model (Blei & Lafferty 2007). Gives (topic-term, document-topic).
    """
    library = topica()
    totals = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    if k < 2:
        return totals[None, :] / totals.sum(), np.ones((score.shape[0], 1))
    options = {"iters": ITERATIONS, "num_threads": 1, "keep_eta_cov": False}
    by = design if design is not None and design[0].shape[1] else None
    if by is None:
        model = library.CTM(k, seed=seed)
        model.fit(_documents(counts), **options)
    else:
        model = library.STM(k, seed=seed)
        model.fit(_documents(counts), prevalence=by[0], **options)
    topic_term = np.zeros((k, counts.shape[1]))
    topic_term[:, [int(name) for name in model.vocabulary]] = model.topic_word
    # a scored word that no fitted article has is unknown to the model
    known = sparse.csr_matrix(score.multiply(totals > 0))
    texts = _documents(known)
    if by is None:
        shares = model.transform(texts)
    else:
        shares = import_module("topica.stm").transform(model, texts, prevalence=by[1])
    return topic_term, np.asarray(shares, dtype=float)


def _documents(counts: sparse.csr_matrix) -> list[list[str]]:
    """Write each row as a list of its tokens, a term as its number."""
    names = [str(number) for number in range(counts.shape[1])]
    rows = zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    return [
        [names[term] for term, n in zip(counts.indices[a:b], counts.data[a:b], strict=True) for _ in range(int(n))]
        for a, b in rows
    ]
