import gzip
import shutil

import numpy as np
import pandas as pd
import pytest
import scipy.io
from scipy import sparse

from newsframing.tokens.matrix import TermMatrix
from newsframing.topics.exports import (
    DOCUMENT_COLUMNS,
    export_counts,
    readme,
    single_words,
    write_matrix_market,
    write_vocabulary,
)

IDS = [f"{i:016x}" for i in range(7)]
#: rows are articles, columns words: in five, in four, in five of which one is not the study's, in all
COUNTS = np.array(
    [
        [2, 1, 1, 1],
        [1, 1, 1, 2],
        [1, 1, 1, 1],
        [1, 4, 1, 3],
        [5, 0, 0, 1],
        [0, 0, 0, 1],
        [0, 0, 7, 9],
    ]
)
SHARED = COUNTS[:6, [0, 3]]
WORDS = ["=sum", "rare", "wall", "été"]


def matrix():
    fit = np.array([True, True, True, True, False, True, True])
    return TermMatrix(sparse.csr_matrix(COUNTS), np.array(IDS), np.array(WORDS), fit, np.full(7, 50))


def articles():
    table = pd.DataFrame(
        {"article_id": IDS[:6], **dict.fromkeys(DOCUMENT_COLUMNS[1:], "x"), "title": "no", "body": "no"}
    )
    return table.assign(
        n_words=50,
        focus=[True] + [False] * 5,
        is_copy=False,
        truncated=False,
        url="https://me:pw@a.example/1?key=2",
        outlet=["=1+1", 'a, "b"', "c", "d", "e", "f"],
    )


def test_words_of_five_of_the_studys_articles_stay():
    export = export_counts(matrix(), articles())
    assert export.vocabulary == ["=sum", "été"]
    assert export.counts.toarray().tolist() == SHARED.tolist()


@pytest.mark.parametrize(("words", "parted"), [("air_strike", "air"), ("bye_bye", "bye")])
def test_only_single_words_are_shared(words, parted):
    counts = sparse.csr_matrix(np.array([[1, 2], [0, 3], [4, 0]], dtype=np.int32))
    joined, vocabulary = single_words(counts, np.array(["air", words]))
    assert not [word for word in vocabulary if "_" in word]
    assert joined.dtype == np.int32
    table = pd.DataFrame(joined.toarray(), columns=vocabulary)
    assert table[parted].tolist() == ([3, 3, 4] if parted == "air" else [4, 6, 0])


def test_a_matrix_of_single_words_is_shared_as_it_is():
    joined, vocabulary = single_words(sparse.csr_matrix(COUNTS), np.array(WORDS))
    assert vocabulary.tolist() == WORDS
    assert joined.toarray().tolist() == COUNTS.tolist()


def test_documents_stand_in_the_order_of_the_rows_and_hold_no_text():
    export = export_counts(matrix(), articles().iloc[::-1])
    assert export.documents.columns.tolist() == DOCUMENT_COLUMNS
    assert export.documents["article_id"].tolist() == IDS[:6]
    assert export.documents["n_counted"].tolist() == SHARED.sum(axis=1).tolist()
    assert set(export.documents["url"]) == {"https://a.example/1"}
    assert export.documents["fitted"].tolist() == [1, 1, 1, 1, 0, 1]
    assert export.documents["focus"].tolist() == [1, 0, 0, 0, 0, 0]


def test_the_matrix_comes_back_as_it_went(tmp_path):
    export = export_counts(matrix(), articles())
    path = tmp_path / "matrix.mtx.gz"
    write_matrix_market(export.counts, path)
    with gzip.open(path) as packed:
        back = scipy.io.mmread(packed)
    assert back.dtype.kind == "i"
    assert back.toarray().tolist() == SHARED.tolist()
    with gzip.open(path, "rt") as text:
        lines = [line for line in text if not line.startswith("%")]
    assert lines[0].split() == ["6", "2", "11"]
    assert sorted(lines[1:])[:2] == ["1 1 2\n", "1 2 1\n"]


def test_two_writings_give_the_same_bytes(tmp_path, monkeypatch):
    export = export_counts(matrix(), articles())
    write_matrix_market(export.counts, tmp_path / "a.gz")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_matrix_market(export.counts, tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_a_corpus_of_a_few_articles_exports_an_empty_matrix(tmp_path):
    export = export_counts(matrix(), articles()[:3])
    assert export.counts.shape == (3, 0)
    write_matrix_market(export.counts, tmp_path / "m.gz")
    write_vocabulary(export.vocabulary, tmp_path / "v.txt")
    with gzip.open(tmp_path / "m.gz") as packed:
        assert scipy.io.mmread(packed).shape == (3, 0)
    assert (tmp_path / "v.txt").read_bytes() == b""


def test_the_lines_for_python_read_the_files(tmp_path, monkeypatch):
    export = export_counts(matrix(), articles())
    write_matrix_market(export.counts, tmp_path / "matrix.mtx.gz")
    write_vocabulary(export.vocabulary, tmp_path / "vocabulary.txt")
    export.documents.to_csv(tmp_path / "documents.csv", index=False)
    text = readme(export, "s", {"open": {"licence": "CC0"}, "closed": {"licence": "ask\n first"}})
    block = text.split("Python\n")[1].split("\n\n")[0]
    monkeypatch.chdir(tmp_path)
    names = {}
    exec("\n".join(line.strip() for line in block.splitlines()), names)
    assert names["counts"].shape == (6, 2)
    assert names["terms"] == ["=sum", "été"]
    assert names["documents"]["article_id"].tolist() == IDS[:6]
    assert "- closed: ask first\n- open: CC0" in text


def test_the_note_says_what_is_not_tested_here():
    text = readme(export_counts(matrix(), articles()), "s", {})
    assert "not tested" in text
    assert shutil.which("Rscript") is None, "R is at hand: test the lines for R instead of saying that they are not"
