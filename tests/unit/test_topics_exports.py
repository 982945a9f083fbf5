import gzip
import shutil

import numpy as np
import pandas as pd
import scipy.io
from scipy import sparse

from newsframing.tokens.matrix import TermMatrix
from newsframing.topics.exports import DOCUMENT_COLUMNS, export_counts, readme, write_matrix_market, write_vocabulary

IDS = [f"{i:016x}" for i in range(7)]
#: rows are articles, columns words: in all, in five, in four, in five of which one is not the study's
COUNTS = np.array(
    [
        [1, 2, 1, 1],
        [2, 1, 1, 1],
        [1, 1, 1, 1],
        [3, 1, 4, 1],
        [1, 5, 0, 0],
        [1, 0, 0, 0],
        [9, 0, 0, 7],
    ]
)
WORDS = ["été_2017", "=sum", "rare", "wall"]


def matrix():
    fit = np.array([True, True, True, True, False, True, True])
    return TermMatrix(sparse.csr_matrix(COUNTS), np.array(IDS), np.array(WORDS), fit, np.full(7, 50))


def articles():
    table = pd.DataFrame(
        {"article_id": IDS[:6], **dict.fromkeys(DOCUMENT_COLUMNS[1:-1], "x"), "title": "no", "body": "no"}
    )
    return table.assign(
        n_words=50, focus=[True] + [False] * 5, is_copy=False, outlet=["=1+1", 'a, "b"', "c", "d", "e", "f"]
    )


def test_words_of_five_of_the_studys_articles_stay():
    export = export_counts(matrix(), articles())
    assert export.vocabulary == ["été_2017", "=sum"]
    assert export.counts.toarray().tolist() == COUNTS[:6, :2].tolist()


def test_documents_stand_in_the_order_of_the_rows_and_hold_no_text():
    export = export_counts(matrix(), articles().iloc[::-1])
    assert export.documents.columns.tolist() == DOCUMENT_COLUMNS
    assert export.documents["article_id"].tolist() == IDS[:6]
    assert export.documents["n_counted"].tolist() == COUNTS[:6, :2].sum(axis=1).tolist()
    assert export.documents["fitted"].tolist() == [1, 1, 1, 1, 0, 1]
    assert export.documents["focus"].tolist() == [1, 0, 0, 0, 0, 0]


def test_the_matrix_comes_back_as_it_went(tmp_path):
    export = export_counts(matrix(), articles())
    path = tmp_path / "matrix.mtx.gz"
    write_matrix_market(export.counts, path)
    with gzip.open(path) as packed:
        back = scipy.io.mmread(packed)
    assert back.dtype.kind == "i"
    assert back.toarray().tolist() == COUNTS[:6, :2].tolist()
    with gzip.open(path, "rt") as text:
        lines = [line for line in text if not line.startswith("%")]
    assert lines[0].split() == ["6", "2", "11"]
    assert sorted(lines[1:])[:2] == ["1 1 1\n", "1 2 2\n"]


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
    assert names["terms"] == ["été_2017", "=sum"]
    assert names["documents"]["article_id"].tolist() == IDS[:6]
    assert "- closed: ask first\n- open: CC0" in text


def test_the_note_says_what_is_not_tested_here():
    text = readme(export_counts(matrix(), articles()), "s", {})
    assert "not tested" in text
    assert shutil.which("Rscript") is None, "R is at hand: test the lines for R instead of saying that they are not"
