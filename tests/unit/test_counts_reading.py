"""Studies that start from shared counts: what is read comes back as it went, and what cannot be right is told."""

import gzip

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from newsframing import checks
from newsframing.articles import ARTICLE_COLUMNS
from newsframing.counts.corpus import articles_of, corpus_tables, hold_window, matrix_of, settled_events
from newsframing.counts.lacking import lacking, takes_texts, without_texts
from newsframing.counts.shared import chosen_scores, read_shared
from newsframing.errors import UserError
from newsframing.frames.match import SCORE_COLUMNS
from newsframing.frames.measures import article_measures, cooccurrence
from newsframing.topics.exports import Export, write_matrix_market, write_scores, write_vocabulary

IDS = [f"{number:016x}" for number in range(6)]
COUNTS = np.array([[2, 1, 0], [0, 1, 3], [1, 1, 1], [4, 0, 0], [0, 2, 2], [1, 1, 0]])
WORDS = ["border", "talks", "valley"]


def documents():
    return pd.DataFrame(
        {
            "article_id": IDS, "outlet": ["a", "b"] * 3, "published": ["2020-01-01"] * 5 + [None], "language": "en",
            "genre": None, "n_words": [40, 50, 60, 70, 80, 90], "focus": [1, 1, 1, 1, 0, 1],
            "is_copy": [0, 0, 0, 1, 0, 0], "cluster_id": [*IDS[:3], IDS[0], *IDS[4:]],
            "event_id": ["truce", "truce", "2020-x", "2020-x", None, "alone"], "content_hash": "f" * 16,
            "url": None, "agency": None, "truncated": 0,
        }
    )  # fmt: skip


def scores():
    rows = [
        (article, "conflict", frame, "dictionary", int(n > 0), n / 3, n)
        for number, article in enumerate(IDS)
        for frame, n in (("military", number % 3), ("diplomacy", number % 2))
    ]
    return pd.DataFrame(rows, columns=SCORE_COLUMNS)


@pytest.fixture()
def folder(tmp_path):
    export = Export(sparse.csr_matrix(COUNTS), WORDS, documents())
    write_matrix_market(export.counts, tmp_path / "matrix.mtx.gz")
    write_vocabulary(WORDS, tmp_path / "vocabulary.txt")
    export.documents.to_csv(tmp_path / "documents.csv", index=False)
    write_scores(scores(), export.documents, tmp_path / "frame_scores.csv.gz")
    return tmp_path


def read(folder):
    return read_shared(sorted(str(path) for path in folder.iterdir()))


def test_what_is_shared_comes_back_as_it_went(folder):
    shared = read(folder)
    assert shared.counts.toarray().tolist() == COUNTS.tolist()
    assert shared.vocabulary.tolist() == WORDS
    assert shared.documents["article_id"].tolist() == IDS
    back = shared.scores.set_index(["article_id", "frame"])
    went = scores().round(6).set_index(["article_id", "frame"])
    assert (back["share"] == went["share"]).all(), "to the last bit"
    assert shared.scores["frame"].tolist() == scores()["frame"].tolist(), "frames keep their order"


def test_the_order_of_rows_and_columns_does_not_matter(folder):
    rows, columns = [3, 0, 5, 1, 4, 2], [2, 0, 1]
    write_matrix_market(sparse.csr_matrix(COUNTS[rows][:, columns]), folder / "matrix.mtx.gz")
    write_vocabulary([WORDS[place] for place in columns], folder / "vocabulary.txt")
    documents().iloc[rows].to_csv(folder / "documents.csv", index=False)
    shared = read(folder)
    assert shared.counts.toarray().tolist() == COUNTS.tolist()
    assert shared.vocabulary.tolist() == WORDS
    assert shared.documents["n_words"].tolist() == documents()["n_words"].tolist()


def test_articles_have_every_column_and_no_text(folder):
    articles = articles_of(read(folder).documents, "data/raw/x/export")
    assert articles.columns.tolist() == ARTICLE_COLUMNS
    assert articles[["title", "lead", "body", "key"]].isna().all(axis=None)
    assert articles["is_copy"].tolist() == [False, False, False, True, False, False]
    assert "frames, shared without their evidence" in checks.scores_are_sound(scores(), scores().iloc[:0], articles)


def test_fitted_are_the_articles_that_another_study_would_fit(folder):
    shared = read(folder)
    assert matrix_of(shared, "all", "keep_one", 0).fit.tolist() == [True, True, True, False, True, True]
    assert matrix_of(shared, "focus", "keep_all", 60).fit.tolist() == [False, False, True, True, False, True]
    with pytest.raises(UserError, match="no article that topics would be fitted on has a word"):
        matrix_of(shared, "all", "keep_one", 100)


def test_tables_of_the_corpus_add_up_and_cleaning_has_no_row(folder):
    articles = articles_of(read(folder).documents, "x")
    events = [{"id": "truce", "date": "2020-01-01", "label": "The truce"}]
    tables = corpus_tables(articles, events)
    assert tables["flow"][["n_in", "n_out"]].to_numpy().tolist() == [[6, 6]]
    assert tables["by_outlet"]["n"].tolist() == [3, 3]
    assert tables["copies"]["n"].tolist() == [2]
    assert all(tables[name].empty for name in ("changes", "boilerplate", "removed", "focus_sample", "proposed"))
    assert tables["languages"][["language", "stated"]].to_numpy().tolist() == [["en", ""]], "nothing was stated here"
    assert settled_events(articles, events)["kind"].tolist() == [
        "named",
        "named",
        "proposed",
        "proposed",
        None,
        "edited",
    ]


def test_a_day_outside_the_window_is_told_not_removed(folder):
    articles = articles_of(read(folder).documents, "data/raw/x/export")
    with pytest.raises(UserError, match=r"0000000000000005 has no day, outside the window"):
        hold_window(articles, {"from": "2020-01-01", "to": "2020-02-01"}, "data/raw/x/export")
    hold_window(articles, None, "x")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("documents.csv", "article_id,", "id,", "there is no column article_id"),
        ("documents.csv", f"\n{IDS[2]}", f"\n{IDS[1]}", "row 3, column article_id: found '0000000000000001'; expected"),
        ("documents.csv", "2020-01-01", "1 Jan", "row 1, column published: found '1 Jan'; expected: a day"),
        ("documents.csv", ",40,1,0,", ",40,yes,0,", "row 1, column focus: found 'yes'; expected: 0 or 1"),
        ("documents.csv", ",40,", ",forty,", "row 1, column n_words: found 'forty'"),
        ("documents.csv", ",70,1,1,", ",70,1,0,", "row 4, column is_copy: found 'False'"),
        ("vocabulary.txt", "talks", "border", "line 2: the term 'border' stands twice"),
        ("vocabulary.txt", "talks\n", "", "it has 6 rows and 3 columns; one row an article of documents.csv (6), one"),
    ],
)
def test_a_file_that_cannot_be_right_is_told_in_one_sentence(folder, name, old, new, told):
    path = folder / name
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(UserError) as error:
        read(folder)
    assert f"{path}" in str(error.value) or name == "vocabulary.txt"
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda t: t.assign(present=2), "row 1, column present: found '2'; expected: 0 or 1"),
        (lambda t: t.assign(share=1.5), "row 1, column share: found '1.5'; expected: a number from 0 to 1"),
        (lambda t: t.iloc[1:], "5 articles have a score of the frame 'military'; one for each of the 6 articles"),
        (lambda t: t.assign(article_id="x"), "row 1, column article_id: found 'x'"),
        (lambda t: pd.concat([t, t]), "row 13, column frame: found 'military'; expected: each article, frame and"),
    ],
)
def test_scores_that_cannot_be_right_are_told(folder, edit, told):
    path = folder / "frame_scores.csv.gz"
    path.write_bytes(gzip.compress(edit(scores()).to_csv(index=False).encode()))
    with pytest.raises(UserError) as error:
        read(folder)
    assert told in str(error.value)


def test_missing_and_broken_matrices_are_told(folder):
    path = folder / "matrix.mtx.gz"
    content = path.read_bytes()
    path.write_bytes(b"not gzip")
    with pytest.raises(UserError, match="no Matrix Market file"):
        read(folder)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UserError, match="no Matrix Market file"):
        read(folder)
    path.unlink()
    with pytest.raises(UserError, match=r"there is no matrix.mtx; take the files as build_exports"):
        read(folder)


def test_scores_of_the_studys_codebooks_are_chosen(folder):
    shared = read(folder)
    books = [("conflict", ["military", "diplomacy"])]
    assert len(chosen_scores(shared.scores, books, "x")) == 12
    with pytest.raises(UserError, match="no scores of the codebook 'remedies'; there are scores of: conflict"):
        chosen_scores(shared.scores, [*books, ("remedies", [])], "x")
    with pytest.raises(UserError, match=r"the frame 'diplomacy' is not in config/codebooks/conflict.yaml"):
        chosen_scores(shared.scores, [("conflict", ["military"])], "x")


def test_places_of_frames_are_missing_not_zero(folder):
    shared = read(folder)
    nothing = pd.DataFrame(columns=["article_id", "codebook", "frame", "field", "sentence", "start", "end"])
    assert article_measures(shared.scores, nothing)[["title", "lead", "body"]].isna().all(axis=None)
    articles = articles_of(shared.documents, "x")
    assert cooccurrence(shared.scores, nothing, articles, draws=100)["n_shared"].isna().all()


def test_what_is_lacking_names_the_keys_that_do_nothing():
    corpus = {"sources": [{"format": "counts"}], "focus": {"any": ["dam"]}}
    told = lacking({"corpus": corpus, "robustness": {"codebook": "drop_one"}})
    named = " ".join(told["what"])
    assert "(corpus.focus)" in named
    assert "(robustness.codebook)" in named
    assert "(readings)" not in named
    assert (told["why"].str.len() > 10).all()


def test_claims_that_take_texts_are_known():
    of = {"frame": "military", "codebook": "conflict"}
    claims = [
        {"id": "a", "compare": {**of, "between": {"speaker": [["x"], ["y"]]}}},
        {"id": "b", "compare": of, "adjust": ["theatre", "n_words"]},
    ]
    assert [takes_texts(claim) for claim in claims] == ["who voices a frame", ""]
    assert without_texts(claims)[1]["adjust"] == ["n_words"]
