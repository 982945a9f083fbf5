"""The document-term matrix: one row an article, one column a term, the same bytes whatever the order of the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from newsframing.errors import UserError
from newsframing.tables import whole_file
from newsframing.tokens import phrases as ph
from newsframing.tokens import words as wd
from newsframing.tokens.counting import KeyCounts, Shelf

#: articles whose tokens are in memory together
CHUNK = 2000
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
    articles: pd.DataFrame | Iterable[pd.DataFrame],
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

    ``articles``: one table in any order, or chunks of one in the order of the ids (ValueError if they are not), of
    which one at a time is held in memory. ``stopwords``: words that are no terms, in any form (see
    ``words.stop_words``; None: function words); ``names``: names and hosts of outlets and agencies, left out as
    written. ``fit_on``: "all" or "focus", ``copies``: "keep_one" or "keep_all", see ``rows_to_fit``. A term stays if it
    stands in at least ``min_docs`` fitted articles and in at most ``max_share`` of them; a small corpus is asked for
    less, one article in twenty and one more, so that a small study keeps its words. Articles of fewer than
    ``min_words`` words are counted but not fitted. UserError where no term is left at all.
    """
    corpus = _read(articles, fit_on, copies)
    lexicon = wd.build_lexicon(corpus.types, stopwords or wd.stop_words(), lemmas)
    finder = wd.NameFinder(corpus.types, names)
    n_words, labels, pairs = _survey(corpus, lexicon, finder, min_words)
    found = pairs.phrases().without(lexicon.weak) if phrases else ph.Phrases.none(len(lexicon.terms))
    counts, phrase_labels = _count(corpus, lexicon, finder, found)
    keep = _kept_terms(counts, corpus.fit, min_docs, max_share)
    names_kept = np.array(labels + phrase_labels, dtype=str)[keep]
    order = np.argsort(names_kept, kind="stable")
    counts = counts[:, keep[order]].tocsr()
    counts.sort_indices()
    if not len(keep) or not counts[corpus.fit].nnz:
        raise UserError(
            "no word is left to make topics from", where="text", right="lower min_docs, raise max_share or add articles"
        )
    return TermMatrix(counts, corpus.ids, names_kept[order], corpus.fit, n_words)


@dataclass(frozen=True)
class _Corpus:
    """Texts as ids of types, put by a chunk at a time (``flat``); ``sizes``: tokens of each article of a chunk."""

    flat: Shelf
    sizes: list[np.ndarray]
    types: list[str]
    ids: np.ndarray
    fit: np.ndarray

    def chunks(self) -> Iterator[tuple[np.ndarray, np.ndarray, slice]]:
        """Give each chunk: its tokens, the number of tokens of each article, the place of the articles among all."""
        first = 0
        for flat, sizes in zip(self.flat, self.sizes, strict=True):
            yield flat, sizes, slice(first, first + len(sizes))
            first += len(sizes)


def _read(articles: pd.DataFrame | Iterable[pd.DataFrame], fit_on: str, copies: str) -> _Corpus:
    """Split the texts into tokens, a chunk at a time."""
    encoder, shelf, sizes = wd.Encoder(), Shelf(), []
    ids: list[np.ndarray] = [np.zeros(0, dtype="<U1")]
    fit: list[np.ndarray] = [np.zeros(0, dtype=bool)]
    last = ""
    for chunk in _ordered_chunks(articles):
        names = chunk["article_id"].to_numpy(dtype=str)
        if names[0] < last:
            raise ValueError("chunks of articles must come in the order of their ids")
        last = names[-1]
        flat, lengths = encoder.add(scored_text(chunk) + "\n")
        shelf.add(flat)
        sizes.append(lengths)
        ids.append(names)
        fit.append(rows_to_fit(chunk, fit_on, copies).to_numpy(dtype=bool))
    return _Corpus(shelf, sizes, encoder.types, np.concatenate(ids), np.concatenate(fit))


def _ordered_chunks(articles: pd.DataFrame | Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Give the counted articles in the order of their ids, some thousand at a time."""
    for table in [articles] if isinstance(articles, pd.DataFrame) else articles:
        if "role" in table:
            table = table[table["role"] == "counted"]
        table = table.sort_values("article_id", kind="stable")
        for first in range(0, len(table), CHUNK):
            yield table.iloc[first : first + CHUNK].reset_index(drop=True)


def _survey(
    corpus: _Corpus, lexicon: wd.Lexicon, finder: wd.NameFinder, min_words: int
) -> tuple[np.ndarray, list[str], ph.PairCounts]:
    """Go through the tokens once: words of each article, the commonest form of each term, pairs of the fitted ones.

    Articles with too few words are marked as not fitted.
    """
    n_words = np.zeros(len(corpus.ids), dtype=np.int64)
    of_type = np.zeros(len(corpus.types), dtype=np.int64)
    pairs = ph.PairCounts(len(lexicon.terms))
    for flat, sizes, rows in corpus.chunks():
        n_words[rows] = _per_row(lexicon.surface[flat] >= 0, sizes)
        corpus.fit[rows] &= n_words[rows] >= min_words
        names = finder.mask(flat)
        of_type += np.bincount(flat[~names], minlength=len(of_type))
        terms = lexicon.term[flat]
        terms[names] = -1
        pairs.add(terms[np.repeat(corpus.fit[rows], sizes)])
    used = np.flatnonzero((of_type > 0) & (lexicon.term >= 0))
    n_surfaces = max(len(lexicon.surfaces), 1)
    keys = lexicon.term[used].astype(np.int64) * n_surfaces + lexicon.surface[used]
    forms, form_of = np.unique(keys, return_inverse=True)
    times = np.bincount(form_of, of_type[used], len(forms)).astype(np.int64)
    labels = _commonest(*np.divmod(forms, n_surfaces), times, len(lexicon.terms))
    return n_words, [lexicon.surfaces[number] for number in labels], pairs


def _count(
    corpus: _Corpus, lexicon: wd.Lexicon, finder: wd.NameFinder, found: ph.Phrases
) -> tuple[sparse.csr_matrix, list[str]]:
    """Go through the tokens again and count terms, phrases joined: (counts, the commonest form of each phrase)."""
    n_terms, n_surfaces = len(lexicon.terms), max(len(lexicon.surfaces), 1)
    width = n_terms + len(found.keys)
    # phrases are never weak; the last flag answers for -1, no term
    weak = np.r_[lexicon.weak, np.zeros(len(found.keys), dtype=bool), True]
    forms = KeyCounts()
    parts = [sparse.csr_matrix((0, width), dtype=np.int32)]
    for flat, sizes, _ in corpus.chunks():
        terms = lexicon.term[flat]
        terms[finder.mask(flat)] = -1
        places, which = ph.phrase_places(terms, found)
        first, second = (lexicon.surface[flat[places + step]].astype(np.int64) for step in (0, 1))
        forms.add((which * n_surfaces + first) * n_surfaces + second)
        terms[places] = n_terms + which
        terms[places + 1] = -1
        present = ~weak[terms]
        starts = np.r_[0, np.cumsum(_per_row(present, sizes))]
        columns = terms[present]
        part = sparse.csr_matrix((np.ones(len(columns), dtype=np.int32), columns, starts), shape=(len(sizes), width))
        part.sum_duplicates()
        parts.append(part)
    keys, times = forms.totals()
    which, pair = np.divmod(keys, n_surfaces**2)
    best = _commonest(which, pair, times, len(found.keys))
    labels = [f"{lexicon.surfaces[a]}_{lexicon.surfaces[b]}" for a, b in zip(*np.divmod(best, n_surfaces), strict=True)]
    return sparse.vstack(parts, format="csr"), labels


def _per_row(flags: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Sum flags over each row's tokens."""
    sums = np.r_[0, np.cumsum(flags, dtype=np.int64)]
    ends = np.cumsum(sizes)
    return sums[ends] - sums[ends - sizes]


def _commonest(groups: np.ndarray, values: np.ndarray, times: np.ndarray, n_groups: int) -> np.ndarray:
    """Give each group its commonest value, of equals the lowest id: the one seen first in the sorted articles.

    Row i says that the group has the value so many times, each pair once. A group without a row gets 0.
    """
    best = np.zeros(n_groups, dtype=np.int64)
    # ascending by (times, -value): the last of each group wins
    rank = np.lexsort((-values, times))
    best[groups[rank]] = values[rank]
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
