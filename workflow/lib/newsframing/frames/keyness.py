"""Keyness: the words that tell outlets, or stories with a frame and without it, apart.

The measure is the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi & Quinn 2008, "Fightin' Words:
Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict" (Political Analysis 16,
372-403): the prior is shaped like the words of the whole corpus, and terms are ranked by the z-score of the log-odds.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from newsframing.frames.prevalence import articles_of_findings
from newsframing.frames.split import discovery_part
from newsframing.patterns import Terms
from newsframing.tokens.matrix import TermMatrix

COLUMNS = [
    "codebook", "frame", "outlet", "term", "log_odds", "z", "z_rest", "n_stories", "n_other", "count", "count_other",
    "own_term",
]  # fmt: skip
#: stories that each side of a comparison must have
LEAST = 20
#: a term must stand in this many stories of its side, and in this share of them: one long story makes no keyword
IN_STORIES, IN_SHARE = 3, 0.05
#: terms listed a comparison, and the z from which one is listed (5 % two-sided, for one term looked at alone)
LISTED, NOTABLE = 30, 1.96
#: what credits and "told the … agency" leave behind tells how an outlet works, not what it writes about
AGENCIES = frozenset(
    ["afp", "ani", "ansa", "ap", "dpa", "efe", "epa", "ians", "interfax", "pti", "reuters", "tass", "upi", "xinhua"]
)
#: words that the prior counts for: the smaller the more a rare word may stand out
PRIOR_WORDS = 1000.0


def log_odds(
    one: np.ndarray, other: np.ndarray, prior: np.ndarray, n_one: np.ndarray | float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Compare the counts of terms on two sides: (log-odds ratio, its z-score), positive for the first side.

    ``prior``: pseudo-counts a term, all above 0. With y counts, n their sum, a the prior and a0 its sum, the ratio is
    log((y1+a)/(n1+a0-y1-a)) - log((y2+a)/(n2+a0-y2-a)), its variance about 1/(y1+a) + 1/(y2+a). ``n_one``: n1 where
    it is not the sum of the counts given (one a term where they differ).
    """
    total = prior.sum()

    def odds(counts: np.ndarray, n: np.ndarray | float) -> np.ndarray:
        return np.asarray(np.log((counts + prior) / (n + total - counts - prior)))

    ratio = odds(one, one.sum() if n_one is None else n_one) - odds(other, other.sum())
    return ratio, ratio / np.sqrt(1 / (one + prior) + 1 / (other + prior))


def background(matrix: TermMatrix, words: float = PRIOR_WORDS) -> np.ndarray:
    """Shape a prior of so many words like all articles of the matrix: pseudo-counts a term, a half count at least.

    (A half in the corpus, not in the prior: no term has a prior of nothing.)
    """
    totals = np.maximum(np.asarray(matrix.counts.sum(axis=0), dtype=float).ravel(), 0.5)
    return np.asarray(words * totals / totals.sum())


def _compare(matrix: TermMatrix, rows: np.ndarray, other: np.ndarray, prior: np.ndarray) -> pd.DataFrame:
    """List the terms that stand out in the first stories against the others, the strongest first.

    Strongest by ``z_rest``: z once the story that has the word most often is left out of its side. Counts of words
    come in bursts, and one list of attacks that says "cover" seventy times would lead its side.
    """
    one, two = (np.asarray(matrix.counts[side].sum(axis=0), dtype=float).ravel() for side in (rows, other))
    stories, others = (np.bincount(matrix.counts[side].indices, minlength=len(one)) for side in (rows, other))
    ratio, z = log_odds(one, two, prior)
    own = matrix.counts[rows].tocsc()
    lengths = np.asarray(own.sum(axis=1), dtype=float).ravel()
    most, where = own.max(axis=0).toarray().ravel(), np.asarray(own.argmax(axis=0)).ravel()
    _, rest = log_odds(one - most, two, prior, one.sum() - lengths[where])
    found = pd.DataFrame(
        {
            "term": matrix.vocabulary.astype(object), "log_odds": ratio, "z": z, "z_rest": rest, "n_stories": stories,
            "n_other": others, "count": one.astype(int), "count_other": two.astype(int),
        }
    )  # fmt: skip
    kept = found[(found["n_stories"] >= max(IN_STORIES, IN_SHARE * len(rows))) & (found["z_rest"] >= NOTABLE)]
    kept = kept[~kept["term"].isin(AGENCIES)]
    return kept.sort_values(["z_rest", "term"], ascending=[False, True]).head(LISTED)


def _own_terms(evidence: pd.DataFrame) -> dict[tuple[str, str], Terms]:
    """Gather the terms that were found of each frame."""
    pairs = evidence[["codebook", "frame", "term"]].drop_duplicates().sort_values(["codebook", "frame", "term"])
    grouped = pairs.groupby(["codebook", "frame"], sort=False)["term"]
    return {(str(book), str(frame)): Terms(part.astype(str).tolist()) for (book, frame), part in grouped}


def is_own(term: str, own: Terms | None) -> bool:
    """Tell whether a word of the matrix (``air_strike``) holds a term of the frame."""
    return own is not None and own.count(term.replace("_", " ")) > 0


def keyness(
    matrix: TermMatrix,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    evidence: pd.DataFrame,
    copies: str = "keep_one",
    split: Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """List the words of outlets and of frames: the table frame_keyness.

    A row with an outlet and no codebook: a word of that outlet's stories in focus against all other stories in focus.
    A row with a codebook and a frame and no outlet: a word of the stories with the frame against those without it
    (of the method with most rows in ``scores``); ``own_term`` is 1 where the frame's own terms match it, and tells
    then that the measure works, not what comes with the frame (missing where scores came without evidence). At least
    20 stories stand on each side; up to 30 words a comparison, ``z_rest`` (see ``_compare``) 1.96 or more, in three
    stories of that side or more and in a twentieth of them, the strongest first. ``n_stories`` and ``n_other`` are
    stories with the word, ``count`` and ``count_other`` how often it stands. Of a study with a ``split``, only the
    discovery part is looked at.
    """
    chosen = articles_of_findings(articles, copies)
    chosen = chosen[discovery_part(chosen, split)].set_index("article_id")
    rows = np.flatnonzero(np.isin(matrix.article_ids, chosen.index.to_numpy(dtype=str)))
    chosen = chosen.loc[matrix.article_ids[rows]]
    prior = background(matrix)
    unknown = evidence.empty and bool((scores["present"] == 1).any())  # scores that came without evidence
    parts: list[pd.DataFrame] = []

    def add(inside: np.ndarray, own: Terms | None = None, **named: object) -> None:
        if min(inside.sum(), (~inside).sum()) >= LEAST:
            part = _compare(matrix, rows[inside], rows[~inside], prior)
            told = [None if unknown else int(is_own(str(term), own)) for term in part["term"]]
            part["own_term"] = pd.array(told, dtype="Int64")
            parts.append(part.assign(**named))

    outlets = chosen["outlet"].astype(object)
    for outlet in sorted(outlets.dropna().unique()):
        add((outlets == outlet).to_numpy(dtype=bool), codebook=None, frame=None, outlet=outlet)
    terms = _own_terms(evidence)
    measured = scores[scores["article_id"].isin(chosen.index)]
    if len(measured):
        measured = measured[measured["method"] == measured["method"].value_counts(sort=False).idxmax()]
    for (book, frame), part in measured.groupby(["codebook", "frame"], sort=False):
        present = part.set_index("article_id")["present"].reindex(chosen.index).fillna(0)
        named = {"codebook": book, "frame": frame, "outlet": None}
        add((present == 1).to_numpy(dtype=bool), terms.get((str(book), str(frame))), **named)
    parts = [part[COLUMNS] for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
