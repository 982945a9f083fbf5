from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted import planted
from scipy import sparse

from newsframing.errors import UserError
from newsframing.tokens import build_matrix
from newsframing.topics import search_k, structural
from newsframing.topics.engines import Design, fit_topics
from newsframing.topics.structural import covariates


def installed():
    try:
        return version("topica") == structural.VERSION
    except PackageNotFoundError:
        return False


needs_topica = pytest.mark.skipif(not installed(), reason="topica, an optional extra, is not installed")


def table(outlets, days):
    ids = [f"{n:016x}" for n in range(len(outlets))]
    return pd.DataFrame({"article_id": ids, "outlet": outlets, "published": days}), np.array(ids)


def test_outlets_are_columns_but_the_largest_and_small_ones_are_one():
    articles, ids = table(["a"] * 30 + ["b"] * 40 + ["c"] * 3 + [None] * 2, ["2020-01-01"] * 75)
    columns = covariates(articles, ids)
    assert columns.sum(axis=0).tolist() == [30, 5]  # a, other; b is what they are held against; one day: no curve
    shuffled = covariates(articles.sample(frac=1, random_state=1), ids)
    assert np.array_equal(columns, shuffled)


def test_time_is_a_line_of_few_days_and_a_curve_of_many():
    few = covariates(*table(["a"] * 25, [f"2020-01-0{1 + n % 5}" for n in range(25)]))
    assert few[:5, 0] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    days = [f"2020-01-{1 + n % 25:02d}" for n in range(75)]
    many = covariates(*table(["a"] * 75, days))
    assert many.shape[1] == structural.KNOTS + 3 - 2  # the basis of a cubic spline without its first column
    assert np.array_equal(many[:25], many[25:50])


def test_articles_without_a_date_stand_at_the_mean():
    columns = covariates(*table(["a"] * 5, ["2020-01-01", "2020-01-02", None, "2020-01-03", "someday"]))
    assert columns.tolist() == [[0, 0], [0.5, 0], [0.5, 1], [1, 0], [0.5, 1]]


def test_no_covariate_varies():
    assert covariates(*table(["a"] * 5, [None] * 5)).shape == (5, 0)


def test_the_pin_of_the_extra_is_the_one_of_the_code():
    pinned = (Path(__file__).parents[2] / "requirements-stm.in").read_text("utf-8")
    assert f"\ntopica=={structural.VERSION}\n" in pinned


def test_without_the_package_a_message_says_how_to_get_it(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(structural, "version", missing)
    with pytest.raises(UserError, match=r"needs a package beyond the lock.*requirements-stm\.in"):
        structural.topica()


def test_another_release_is_refused(monkeypatch):
    monkeypatch.setattr(structural, "version", lambda name: "0.1.0")
    monkeypatch.setattr(structural, "import_module", lambda name: None)
    with pytest.raises(UserError, match=r"needs topica .*found 0\.1\.0"):
        structural.topica()


@needs_topica
def test_planted_topics_are_found_and_repeat():
    articles, truth, words = planted(k=4)
    matrix = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9)
    articles["published"] = [f"2020-01-{1 + n % 28:02d}" for n in range(len(articles))]
    design = covariates(articles, matrix.article_ids)
    one, two = (search_k(matrix, 4, seeds=1, resamples=1, engine="stm", covariates=design) for _ in range(2))
    assert np.array_equal(one.topic_term, two.topic_term)
    assert np.array_equal(one.doc_topic, two.doc_topic)
    truth = truth[:, [words.index(str(word)) for word in matrix.vocabulary]]
    unit = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (one.topic_term, truth)]
    assert (unit[0] @ unit[1].T).max(axis=0).min() >= 0.9
    assert one.search["heldout"].notna().tolist() == [False, True]


@needs_topica
def test_an_article_is_scored_by_its_outlet_too():
    articles, _, _ = planted(k=3, n_docs=200)
    matrix = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9)
    # outlet 1 writes of what the first topic is about
    plain = fit_topics(matrix.counts, 3, engine="stm")
    own = (plain.doc_topic[:, 0] > 0.5).astype(float)[:, None]
    score = sparse.csr_matrix(([1, 1], ([0, 1], [0, 0])), shape=(2, matrix.counts.shape[1]))
    fit = fit_topics(matrix.counts, 3, engine="stm", score=score, design=Design(own, np.array([[0.0], [1.0]])))
    assert np.abs(fit.doc_topic[0] - fit.doc_topic[1]).max() > 0.1


@needs_topica
def test_one_topic_and_words_that_were_not_fitted():
    articles, _, _ = planted(k=2, n_docs=60)
    counts = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9).counts
    assert fit_topics(counts, 1, engine="stm").doc_topic.tolist() == [[1.0]] * counts.shape[0]
    part = counts[:5]
    fit = fit_topics(part, 2, engine="stm", score=counts)
    absent = np.asarray(part.sum(axis=0)).ravel() == 0
    assert absent.any()
    assert fit.topic_term[:, absent].sum() == 0
    assert fit.doc_topic.sum(axis=1) == pytest.approx(np.ones(counts.shape[0]))
