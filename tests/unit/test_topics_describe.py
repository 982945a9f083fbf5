import numpy as np
import pandas as pd
import pytest
from planted import planted

from newsframing.tables import write_csv
from newsframing.tokens import build_matrix
from newsframing.topics import doc_topics_table, search_k, topic_prevalence, topics_table
from newsframing.topics.describe import PREVALENCE_COLUMNS, TOPIC_COLUMNS, frex, propose_labels


@pytest.fixture(scope="module")
def found():
    articles = planted(n_docs=120, k=3)[0]
    articles.loc[7, "body"] = None
    articles.loc[8, "is_copy"] = True
    articles.loc[8, "cluster_id"] = articles.loc[9, "article_id"]
    matrix = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9)
    return articles, matrix, search_k(matrix, 3, seeds=1, resamples=2)


def test_the_topics_table(found):
    _, matrix, model = found
    table = topics_table(matrix, model)
    assert list(table.columns) == TOPIC_COLUMNS
    assert table["topic"].tolist() == [1, 2, 3]
    assert table["prevalence"].sum() == pytest.approx(1) and table["prevalence"].is_monotonic_decreasing
    assert table["words"].str.split().map(len).tolist() == [15] * 3
    best = table["exemplar_ids"].str.split()
    assert best.map(len).tolist() == [5] * 3
    fitted = matrix.article_ids[matrix.fitted].tolist()
    for topic, ids in enumerate(best):
        weights = model.doc_topic[[matrix.article_ids.tolist().index(i) for i in ids], topic]
        assert set(ids) <= set(fitted) and weights.min() >= np.sort(model.doc_topic[matrix.fitted, topic])[-5] - 1e-6
    assert table["label"].is_unique


def test_prevalence_by_hand(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, articles)
    assert list(table.columns) == PREVALENCE_COLUMNS
    assert sorted(set(zip(table["group"], table["value"], strict=True))) == [
        ("all", "all"), ("focus", "in"), ("focus", "out"), ("outlet", "o0.org"), ("outlet", "o1.org"),
        ("outlet", "o2.org"),
    ]  # fmt: skip
    # one copy and one article without a word are not counted
    assert table.loc[table["group"] == "all", "n"].tolist() == [118] * 3
    rows = [i for i in range(120) if i % 3 == 1 and i not in (7, 8)]
    cell = table[(table["value"] == "o1.org")]
    assert cell["n"].tolist() == [len(rows)] * 3
    assert cell["estimate"].to_numpy() == pytest.approx(model.doc_topic[rows].mean(axis=0))
    assert (table["low"] <= table["estimate"]).all() and (table["estimate"] <= table["high"]).all()


def test_copies_kept_count_in_the_estimate_and_not_as_stories(found):
    articles = found[0]
    matrix = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9, copies="keep_all")
    table = topic_prevalence(matrix, search_k(matrix, 3, seeds=1, resamples=0), articles, groups=())
    assert table["n"].tolist() == [119] * 3 and table["n_clusters"].tolist() == [118] * 3


def test_another_study_counts_its_own_articles(found):
    articles, matrix, model = found
    mine = articles.iloc[:20].sample(frac=1, random_state=0).assign(outlet=None)
    table = topic_prevalence(matrix, model, mine)
    assert table["group"].unique().tolist() == ["all", "focus"]
    assert table["n"].iloc[0] == 18
    pd.testing.assert_frame_equal(table, topic_prevalence(matrix, model, articles.iloc[:20].assign(outlet=None)))


def test_a_cell_of_one_story_has_no_interval(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, articles.iloc[:1], groups=["outlet"])
    assert table["low"].isna().all() and table["estimate"].notna().all()


def test_doc_topics(found):
    _, matrix, model = found
    table = doc_topics_table(matrix, model)
    assert list(table.columns) == ["article_id", "topic", "weight"]
    assert len(table) == 119 * 3
    assert table.groupby("article_id")["weight"].sum().to_numpy() == pytest.approx(np.ones(119))


def test_tables_have_the_same_bytes_whatever_the_order(found, tmp_path):
    articles, _, _ = found
    written = set()
    for order in (1, 2):
        shuffled = articles.sample(frac=1, random_state=order)
        matrix = build_matrix(shuffled, phrases=False, min_docs=2)
        model = search_k(matrix, 3, seeds=1, resamples=1)
        write_csv(topics_table(matrix, model), tmp_path / "topics.csv")
        write_csv(topic_prevalence(matrix, model, shuffled), tmp_path / "prevalence.csv")
        written.add((tmp_path / "topics.csv").read_bytes() + (tmp_path / "prevalence.csv").read_bytes())
    assert len(written) == 1


def test_frex_by_hand():
    # term 0 is the topic's most frequent and shared, term 1 its own and rarer, term 2 the other topic's
    shares = np.array([[0.6, 0.4, 0.0], [0.6, 0.0, 0.4]])
    scores = frex(shares)
    # ranks of three within topic 0: frequency 3, 2, 1; exclusivity of terms 0, 1, 2: .5, 1, 0: ranks 2, 3, 1
    assert scores[0] == pytest.approx([1 / (0.5 / (2 / 3) + 0.5), 1 / (0.5 + 0.5 / (2 / 3)), 1 / 3])
    assert frex(shares, weight=1.0)[0].argmax() == 1 and frex(shares, weight=0.0)[0].argmax() == 0


def test_labels_are_unique_and_do_not_repeat_a_word():
    words = [["north_korea", "korea", "north_korean", "missile", "test", "launch"]] * 2
    assert propose_labels(words) == ["north korea, missile, test", "north korea, missile, test, launch"]
    assert propose_labels([["a"], ["a"], []]) == ["a", "a (2)", "no words"]
