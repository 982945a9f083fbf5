"""What the classifier sees of an article: counts of words and characters, and the codebook's own scores.

Counting looks at no label and is done once. What has to be learnt (which terms are kept, how rare they are, how scores
spread) is learnt from the training articles alone, fold by fold, in :class:`Space`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer

from newsframing.articles import TEXT_FIELDS, scored_texts
from newsframing.frames.codebook import Codebook
from newsframing.frames.match import score
from newsframing.tokens.words import lemma

#: which fields the coders read, by what a study says of them
READ = {"title": ("title",), "title_lead": ("title", "lead"), "all": TEXT_FIELDS}
#: characters of a text that are counted: of a very long one the begin says what it is about
_LONGEST = 20_000
_WORD = r"(?u)\w[\w']*"


class Counts(NamedTuple):
    """Everything counted of the articles, in their order; ``dense`` are tables of scores, ``sparse`` of counts."""

    sparse: dict[str, sp.csr_matrix]
    dense: dict[str, np.ndarray]


def as_read(articles: pd.DataFrame, text: str) -> pd.DataFrame:
    """Give articles with the fields that the coders did not read left empty (``text``: title, title_lead, all).

    An article that lacks the field is shown by the first that it has, as a coder would be.
    """
    read = READ[text]
    shown = articles[["article_id", *TEXT_FIELDS]].reset_index(drop=True)
    has = shown[list(read)].map(lambda cell: isinstance(cell, str) and bool(cell)).any(axis=1)
    for field in TEXT_FIELDS:
        if field not in read:
            shown[field] = shown[field].astype(object).where(~has, None)
    return shown


def _unread(articles: pd.DataFrame, text: str) -> list[str]:
    """Give what stands beside the text that the coders read: the context, which a fold may use or not."""
    beside = articles[["article_id", *TEXT_FIELDS]].reset_index(drop=True)
    for field in READ[text]:
        beside[field] = None
    return [whole[:_LONGEST] for whole in scored_texts(beside)]


def _lemmas(texts: Sequence[str]) -> list[str]:
    """Replace each word by its lemma, each form looked up once."""
    known: dict[str, str] = {}

    def of(word: str) -> str:
        if word not in known:
            known[word] = lemma(word)
        return known[word]

    split = CountVectorizer(token_pattern=_WORD).build_tokenizer()
    return [" ".join(of(word) for word in split(text.lower())) for text in texts]


def count(
    articles: pd.DataFrame, book: Codebook, text: str, encode: Callable[[Sequence[str]], np.ndarray] | None = None
) -> Counts:
    """Count words, word pairs, lemmas and characters of what the coders read, words beside it, and codebook scores.

    ``encode``: texts to numbers that stand for what they say, (n, m), where a study asks for an encoder; the codebook's
    scores then tell also how near a text comes to each frame's definition, so that a codebook needs no terms.
    """
    shown = as_read(articles, text)
    texts = [whole[:_LONGEST] for whole in scored_texts(shown)]
    beside = _unread(articles, text) if text != "all" else []
    made: dict[str, tuple[list[str], dict[str, Any]]] = {
        "words": (texts, {"token_pattern": _WORD}),
        "pairs": (texts, {"token_pattern": _WORD, "ngram_range": (1, 2)}),
        "lemmas": (_lemmas(texts), {"token_pattern": _WORD}),
        "characters": (texts, {"analyzer": "char_wb", "ngram_range": (2, 5)}),
    }
    if any(beside):
        made["context"] = (beside, {"token_pattern": _WORD})
    sparse = {name: _counted(source, options) for name, (source, options) in made.items()}
    scores = {"": codebook_scores(shown, book)} if book.measured else {}
    if any(beside) and book.measured:
        scores["_context"] = codebook_scores(articles, book)
    dense = {f"codebook{end}": table for end, table in scores.items()}
    if encode is not None:
        rules = encode([" ".join([f"{frame.label}.", frame.definition, *frame.include]) for frame in book.frames])
        for end, source in (("", texts), ("_context", beside)):
            if any(source):
                dense[f"meaning{end}"] = meaning = encode(source)
                dense[f"codebook{end}"] = np.hstack([*([scores[end]] if end in scores else []), meaning @ rules.T])
    return Counts(sparse, dense)


def _counted(texts: Sequence[str], options: Mapping[str, Any]) -> sp.csr_matrix:
    try:
        return CountVectorizer(**options).fit_transform(texts).astype(np.float64)
    except ValueError:  # not one word in all texts
        return sp.csr_matrix((len(texts), 1))


def codebook_scores(articles: pd.DataFrame, book: Codebook) -> np.ndarray:
    """Give, an article, how many places show each frame's terms (logarithm) and in which share of its sentences."""
    every = replace(book, kind="multi")  # a score of each frame, also of those that would lose
    scores, evidence = score(articles, [every])
    frames = [frame.id for frame in book.measured]
    ids = articles["article_id"].to_numpy()
    places = evidence.groupby(["article_id", "frame"]).size().unstack(fill_value=0)
    counted = places.reindex(index=ids, columns=frames, fill_value=0).to_numpy(float)
    shares = scores.pivot(index="article_id", columns="frame", values="share")
    return np.hstack([np.log1p(counted), shares.reindex(index=ids, columns=frames).to_numpy(float)])


class Space:
    """Features as the training articles teach them: each article by a row of length one a block."""

    def __init__(self, counts: Counts, train: np.ndarray) -> None:
        """Learn weights from the rows ``train`` of the counts."""
        self._counts, self.train = counts, train
        self._rows: dict[str, sp.csr_matrix | np.ndarray] = {}
        self._own: dict[str, np.ndarray] = {}

    @property
    def blocks(self) -> list[str]:
        """Names of the blocks there are."""
        return [*self._counts.sparse, *self._counts.dense]

    def rows(self, block: str) -> sp.csr_matrix | np.ndarray:
        """Give all articles in one block's features."""
        if block not in self._rows:
            sparse = block in self._counts.sparse
            self._rows[block] = self._tfidf(block) if sparse else self._scaled(block)
        return self._rows[block]

    def _tfidf(self, block: str) -> sp.csr_matrix:
        """Weigh counts by 1 + log(count) and smoothed inverse document frequency, each row of length one."""
        table = self._counts.sparse[block]
        seen = np.bincount(table[self.train].indices, minlength=table.shape[1])
        # characters that stand in one article tell of no other; of words the rare ones are kept, texts may be short
        kept = seen >= (2 if block == "characters" else 1)
        table = table[:, kept].tocsr(copy=True)
        table.data = 1 + np.log(table.data)
        rare = np.log((1 + len(self.train)) / (1 + seen[kept])) + 1
        table = table @ sp.diags(rare)
        length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        return sp.csr_matrix(sp.diags(1 / np.where(length > 0, length, 1)) @ table)

    def _scaled(self, block: str) -> np.ndarray:
        """Centre scores and scale each to spread one, all together so that a row has length one on average."""
        table = self._counts.dense[block]
        own = table[self.train]
        spread = own.std(axis=0)
        scaled = np.where(spread > 0, (table - own.mean(axis=0)) / np.where(spread > 0, spread, 1), 0.0)
        length = np.sqrt((scaled[self.train] ** 2).sum(axis=1).mean())
        return scaled / (length if length > 0 else 1)

    def likeness(self, block: str, rows: np.ndarray) -> np.ndarray:
        """Give how like each of ``rows`` is to each training article: (rows, train)."""
        if rows is self.train and block in self._own:
            return self._own[block]
        every = self.rows(block)
        product = every[rows] @ every[self.train].T
        found = np.asarray(product.toarray() if sp.issparse(product) else product)
        if rows is self.train:  # asked for once a choice that is tried
            self._own[block] = found
        return found
