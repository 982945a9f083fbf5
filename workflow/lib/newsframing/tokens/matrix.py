"""The document-term matrix: one row an article, one column a term, the same bytes whatever the order of the input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from newsframing.errors import UserError
from newsframing.tables import whole_file
from newsframing.tokens import phrases as ph
from newsframing.tokens import words as wd

TEXT_FIELDS = ("title", "lead", "body")


@dataclass(frozen=True)
class TermMatrix:
    """Counts of terms in articles.

    ``counts``: csr, (n articles, n terms), int32, articles sorted by id, terms by name; ``article_ids`` and
    ``vocabulary``: the names of rows and columns; ``fit``: which rows topics are fitted on (phrases and document
    frequencies were counted on these); ``n_words``: words of each article, function words included.
    """

    counts: sparse.csr_matrix
    article_ids: np.ndarray
    vocabulary: np.ndarray
    fit: np.ndarray
    n_words: np.ndarray

    @property
    def fitted(self) -> np.ndarray:
        """Rows that a model is fitted on: chosen for it, and with at least one term."""
        return np.flatnonzero(self.fit & (np.diff(self.counts.indptr) > 0))


def rows_to_fit(articles: pd.DataFrame, fit_on: str = "all", copies: str = "keep_one") -> pd.Series:
    """Tell, an article each, whether topics are fitted on it: in the focus if so wished, and no copy of another."""
    chosen = pd.Series(True, index=articles.index)
    if fit_on == "focus":
        chosen &= articles["focus"].astype(bool)
    if copies == "keep_one":
        chosen &= ~articles["is_copy"].astype(bool)
    return chosen


def scored_text(articles: pd.DataFrame) -> pd.Series:
    """Join title, lead and body of each article; a line's end parts them, so that no phrase spans two fields."""
    fields = [articles[name].fillna("").astype(str) for name in TEXT_FIELDS if name in articles]
    return fields[0].str.cat(fields[1:], sep="\n") if fields else pd.Series("", index=articles.index)


def build_matrix(
    articles: pd.DataFrame,
    *,
    stopwords: wd.StopWords | None = None,
    names: Iterable[str] = (),
    fit_on: str = "all",
    copies: str = "keep_one",
    phrases: bool = True,
    lemmas: bool = True,
    min_docs: int = 5,
    max_share: float = 0.4,
    min_words: int = 0,
) -> TermMatrix:
    """Count terms in the articles of role "counted".

    ``stopwords``: words that are no terms, in any form (see ``words.stop_words``; None: function words); ``names``:
    names and hosts of outlets and agencies, left out as written. ``fit_on``: "all" or "focus", ``copies``: "keep_one"
    or "keep_all", see ``rows_to_fit``. A term stays if it stands in at least ``min_docs`` fitted articles and in at
    most ``max_share`` of them; a small corpus is asked for less, one article in twenty and one more, so that a small
    study keeps its words. Articles of fewer than ``min_words`` words are counted but not fitted. UserError where no
    term is left at all.
    """
    if "role" in articles:
        articles = articles[articles["role"] == "counted"]
    articles = articles.sort_values("article_id", kind="stable").reset_index(drop=True)
    fit = rows_to_fit(articles, fit_on, copies).to_numpy(dtype=bool, copy=True)
    encoded = wd.encode(scored_text(articles) + "\n")
    lexicon = wd.build_lexicon(encoded.types, stopwords or wd.stop_words(), lemmas)
    n_words = _per_row(lexicon.surface[encoded.flat] >= 0, encoded.offsets)
    fit &= n_words >= min_words
    terms = lexicon.term[encoded.flat]
    terms[wd.name_mask(encoded, names)] = -1
    rows = np.repeat(np.arange(len(articles), dtype=np.int64), np.diff(encoded.offsets))
    surfaces = lexicon.surface[encoded.flat].astype(np.int64)
    labels = _commonest(terms, surfaces, len(lexicon.terms), len(lexicon.surfaces))
    labels_text = [lexicon.surfaces[number] for number in labels]
    if phrases and len(terms):
        found = ph.find_phrases(terms[fit[rows]], len(lexicon.terms)).without(lexicon.weak)
        places, which = ph.phrase_places(terms, found)
        pairs = surfaces[places] * len(lexicon.surfaces) + surfaces[places + 1]
        best = _commonest(which, pairs, len(found.keys), len(lexicon.surfaces) ** 2)
        first, second = np.divmod(best, max(len(lexicon.surfaces), 1))
        labels_text += [f"{lexicon.surfaces[a]}_{lexicon.surfaces[b]}" for a, b in zip(first, second, strict=True)]
        terms[places] = len(lexicon.terms) + which
        terms[places + 1] = -1
    # phrases are never weak; the last flag answers for -1, no term
    weak = np.r_[lexicon.weak, np.zeros(len(labels_text) - len(lexicon.terms), dtype=bool), True]
    present = ~weak[terms]
    counts = sparse.csr_matrix(
        (np.ones(int(present.sum()), dtype=np.int32), (rows[present], terms[present])),
        shape=(len(articles), len(labels_text)),
    )
    counts.sum_duplicates()
    keep = _kept_terms(counts, fit, min_docs, max_share)
    names_kept = np.array(labels_text, dtype=str)[keep]
    order = np.argsort(names_kept, kind="stable")
    counts = counts[:, keep[order]].tocsr()
    counts.sort_indices()
    if not len(keep) or not counts[fit].nnz:
        raise UserError(
            "no word is left to make topics from", where="text", right="lower min_docs, raise max_share or add articles"
        )
    return TermMatrix(counts, articles["article_id"].to_numpy(dtype=str), names_kept[order], fit, n_words)


def _per_row(flags: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Sum flags over each row's tokens."""
    sums = np.r_[0, np.cumsum(flags, dtype=np.int64)]
    return sums[offsets[1:]] - sums[offsets[:-1]]


def _commonest(groups: np.ndarray, values: np.ndarray, n_groups: int, n_values: int) -> np.ndarray:
    """Give each group its commonest value (of equals the lowest id: seen first in the sorted articles); -1 is no group.

    A group without a value gets 0.
    """
    best = np.zeros(n_groups, dtype=np.int64)
    inside = groups >= 0
    if not inside.any():
        return best
    order = np.lexsort((values[inside], groups[inside]))
    grouped, valued = groups[inside][order], values[inside][order]
    new = np.r_[True, (np.diff(grouped) != 0) | (np.diff(valued) != 0)]
    starts = np.flatnonzero(new)
    sizes = np.diff(np.r_[starts, len(grouped)])
    # ascending by (group, size, -value): the last of each group wins
    rank = np.lexsort((-valued[starts], sizes, grouped[starts]))
    best[grouped[starts][rank]] = valued[starts][rank]
    return best


def _kept_terms(counts: sparse.csr_matrix, fit: np.ndarray, min_docs: int, max_share: float) -> np.ndarray:
    """Choose the columns that are neither too rare nor too common among the fitted articles."""
    docs = np.bincount(counts[fit].indices, minlength=counts.shape[1])
    n_docs = int(fit.sum())
    floor = min(min_docs, max(1, n_docs // 20 + 1))
    keep = (docs >= floor) & (docs <= max_share * n_docs)
    if not keep.any():
        # a handful of articles on one matter: no word is rarer than max_share
        keep = docs >= floor
    return np.flatnonzero(keep)


def save_matrix(matrix: TermMatrix, path: str | Path) -> None:
    """Write the matrix as one npz file without pickled objects; same matrix, same bytes."""
    with whole_file(path) as draft, draft.open("wb") as sink:
        np.savez_compressed(
            sink,
            data=matrix.counts.data,
            indices=matrix.counts.indices,
            indptr=matrix.counts.indptr,
            shape=np.array(matrix.counts.shape),
            article_ids=matrix.article_ids,
            vocabulary=matrix.vocabulary,
            fit=matrix.fit,
            n_words=matrix.n_words,
        )


def load_matrix(path: str | Path) -> TermMatrix:
    """Read what ``save_matrix`` wrote."""
    with np.load(path, allow_pickle=False) as held:
        counts = sparse.csr_matrix((held["data"], held["indices"], held["indptr"]), shape=tuple(held["shape"]))
        return TermMatrix(counts, held["article_ids"], held["vocabulary"], held["fit"], held["n_words"])


def term_table(matrix: TermMatrix) -> pd.DataFrame:
    """Give the counts as a table (article_id, term, n), sorted: the compact equal of a list of tokens."""
    cells = matrix.counts.tocoo()
    return pd.DataFrame(
        {
            "article_id": pd.Categorical.from_codes(cells.row, categories=matrix.article_ids),
            "term": pd.Categorical.from_codes(cells.col, categories=matrix.vocabulary),
            "n": cells.data,
        }
    )


def to_gensim(matrix: TermMatrix) -> tuple[object, object]:
    """Give a gensim Dictionary and a streamed corpus over the same counts, for any gensim model or measure."""
    from gensim.corpora import Dictionary
    from gensim.matutils import Sparse2Corpus

    dictionary = Dictionary()
    dictionary.token2id = {str(term): number for number, term in enumerate(matrix.vocabulary)}
    dictionary.id2token = {number: term for term, number in dictionary.token2id.items()}
    docs = np.bincount(matrix.counts.indices, minlength=len(matrix.vocabulary))
    totals = np.asarray(matrix.counts.sum(axis=0)).ravel()
    dictionary.dfs = {number: int(value) for number, value in enumerate(docs)}
    dictionary.cfs = {number: int(value) for number, value in enumerate(totals)}
    dictionary.num_docs, dictionary.num_nnz = matrix.counts.shape[0], int(matrix.counts.nnz)
    dictionary.num_pos = int(matrix.counts.sum())
    return dictionary, Sparse2Corpus(matrix.counts, documents_columns=False)
