"""The document-term matrix for people who want it elsewhere: Matrix Market, vocabulary, table of documents, a note."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.io import mmwrite

from newsframing.articles import plain_address
from newsframing.tables import rounded, whole_file
from newsframing.tokens.matrix import TermMatrix

#: words of fewer articles are left out: they say little, and may tell which text they come from
LEAST_ARTICLES = 5
DOCUMENT_COLUMNS = [
    "article_id", "outlet", "published", "language", "genre", "n_words", "n_counted", "focus", "is_copy", "cluster_id",
    "event_id", "fitted", "content_hash", "url", "agency", "truncated",
]  # fmt: skip


class Export(NamedTuple):
    """Counts (articles, words), one row a row of ``documents``, one column a word of ``vocabulary``."""

    counts: sparse.csr_matrix
    vocabulary: list[str]
    documents: pd.DataFrame


def single_words(counts: sparse.csr_matrix, vocabulary: np.ndarray) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Part phrases into their words, whose counts they join: only single words are shared, whatever topics are made of.

    Gives counts of (articles, words) and the words, sorted; a matrix without phrases comes back as it is.
    """
    parts = [str(term).split("_") for term in vocabulary]
    words = sorted({word for part in parts for word in part if word})
    place = {word: number for number, word in enumerate(words)}
    pairs = [(row, place[word]) for row, part in enumerate(parts) for word in part if word]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    # a pair of one word twice adds up to 2
    parted = sparse.csr_matrix((np.ones(len(pairs), dtype=counts.dtype), (rows, columns)), (len(parts), len(words)))
    joined = (counts @ parted).tocsr()
    joined.sort_indices()
    return joined, np.array(words, dtype=str)


def export_counts(matrix: TermMatrix, articles: pd.DataFrame) -> Export:
    """Take the articles of a study (role counted) and the single words that five or more of them hold.

    ``documents`` holds no text: DOCUMENT_COLUMNS, sorted by article_id; ``n_counted`` is the sum of a row, ``fitted``
    (0/1) says whether topics were fitted on the article, ``url`` has neither login nor query nor fragment.
    """
    own = articles.drop_duplicates("article_id").set_index("article_id")
    rows = np.flatnonzero(np.isin(matrix.article_ids, own.index.to_numpy(dtype=str)))
    counts, words = single_words(matrix.counts[rows], matrix.vocabulary)
    kept = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) >= LEAST_ARTICLES)
    counts = counts[:, kept]
    documents = own.loc[matrix.article_ids[rows]].reset_index(names="article_id")
    documents["n_counted"] = np.asarray(counts.sum(axis=1)).ravel().astype(int)
    documents["fitted"] = np.isin(rows, matrix.fitted).astype(int)
    for column in ("focus", "is_copy", "truncated"):
        documents[column] = documents[column].astype(int)
    documents["url"] = [plain_address(url) for url in documents["url"]]
    return Export(counts, [str(word) for word in words[kept]], documents[DOCUMENT_COLUMNS])


def write_matrix_market(counts: sparse.csr_matrix, path: str | Path) -> None:
    """Write counts as a gzipped Matrix Market file; same counts, same bytes."""
    target = io.BytesIO()
    mmwrite(target, sparse.coo_matrix(counts), field="integer", symmetry="general")
    with whole_file(path) as draft:
        # a gzip archive keeps a time and a name of what it packs: neither is written
        draft.write_bytes(gzip.compress(target.getvalue(), compresslevel=6, mtime=0))


def write_scores(scores: pd.DataFrame, documents: pd.DataFrame, path: str | Path) -> None:
    """Write the frame scores of the documents as gzipped csv; same scores, same bytes."""
    own = rounded(scores[scores["article_id"].isin(documents["article_id"])])
    text = own.to_csv(index=False, lineterminator="\n")
    with whole_file(path) as draft:
        draft.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0))


def write_vocabulary(vocabulary: list[str], path: str | Path) -> None:
    """Write one term a line, as it is: line i names column i."""
    with whole_file(path) as draft:
        draft.write_text("".join(f"{term}\n" for term in vocabulary), "utf-8", newline="\n")


def readme(export: Export, study: str, datasets: Mapping[str, Any]) -> str:
    """Say what the files are, how R and Python read them, and what rights they may touch."""
    n_articles, n_terms = export.counts.shape
    rights = [f"- {name}: {' '.join(str(entry.get('licence', 'not stated')).split())}"
              for name, entry in sorted(datasets.items())]  # fmt: skip
    return _README.format(
        study=study,
        n_articles=f"{n_articles:,}",
        n_terms=f"{n_terms:,}",
        least=LEAST_ARTICLES,
        columns=", ".join(DOCUMENT_COLUMNS),
        rights="\n".join(rights) or "- your own files: you know their terms",
    )


_README = """\
Word counts of the study {study}: {n_articles} articles, {n_terms} words

matrix.mtx.gz    counts, Matrix Market: a row an article, a column a term (whole numbers, gzipped)
vocabulary.txt   the terms, one a line, in the order of the columns
documents.csv    the articles, in the order of the rows: {columns}
                 (n_counted: the sum of the row; fitted: 1 where the topics were fitted on the article; a text that a
                 spreadsheet would run as a formula opens with an apostrophe)
frame_scores.csv.gz  each article and frame: present (0/1), n_sentences with it, their share of the article's sentences

This folder starts another study without the texts: copy it to
data/raw/<id>/export/ of a clone and write in config/studies/<id>.yaml, beside the settings of this study,
  sources: [{{path: data/raw/<id>/export, format: counts}}]

Terms are the single words of the topic models (lemmas, without stop words, names of outlets, very rare and very
frequent words) that stand in {least} articles or more; where topics were made of phrases too, these are parted into
their words, so that topics made of this matrix may differ. Articles without any such term are empty rows.

Python
  import gzip, pandas, scipy.io
  counts = scipy.io.mmread(gzip.open("matrix.mtx.gz")).tocsr()
  terms = open("vocabulary.txt", encoding="utf-8").read().splitlines()
  documents = pandas.read_csv("documents.csv", dtype={{"article_id": str, "cluster_id": str}})

R, with quanteda and stm (these lines are not tested by this project, which runs no R)
  counts <- as(Matrix::readMM(gzfile("matrix.mtx.gz")), "CsparseMatrix")
  documents <- read.csv("documents.csv", colClasses = c(article_id = "character", cluster_id = "character"))
  dimnames(counts) <- list(documents$article_id, readLines("vocabulary.txt", encoding = "UTF-8"))
  x <- quanteda::as.dfm(counts); quanteda::docvars(x) <- documents
  s <- quanteda::convert(x, to = "stm")   # drops empty articles, from s$meta too
  m <- stm::stm(s$documents, s$vocab, K = 20, prevalence = ~ outlet, data = s$meta, seed = 1)

Rights
Counts of words are facts about texts, not the texts: no sentence can be read from them. What you may pass on can
still be limited by the terms under which the articles came to you (contracts of databases and services often speak of
derived data) and by the law of databases and of text and data mining where you are. Sources of this study:
{rights}
"""
