import numpy as np
import pytest
from planted import planted

from newsframing.tables import write_csv
from newsframing.tokens import build_matrix
from newsframing.topics import doc_topics_table, search_k, topic_prevalence, topics_table
from newsframing.topics.describe import TOPIC_COLUMNS, cosines, frex, is_usable, near_twins, steadiness
from newsframing.topics.labels import Name


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
    table, names = topics_table(matrix, model, found[0])
    assert list(table.columns) == TOPIC_COLUMNS and names.empty
    assert table["steadiness"].tolist() == [steadiness(value) for value in model.stability]
    assert table["usable"].tolist() == [int(value >= 0.5) for value in model.stability]
    assert (table["label"] == table["label_proposed"]).all() and not table["named"].any()
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
        write_csv(topics_table(matrix, model, shuffled)[0], tmp_path / "topics.csv")
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


@pytest.mark.parametrize(
    ("stability", "word", "usable"),
    [
        (1.0, "steady", True),
        (0.7, "steady", True),
        (0.699, "fairly steady", True),
        (0.5, "fairly steady", True),
        (0.499, "unstable", False),
        (0.0, "unstable", False),
        (float("nan"), "not known", False),
    ],
)
def test_a_plain_word_for_stability(stability, word, usable):
    assert steadiness(stability) == word and is_usable(stability) is usable


def test_near_twins_by_hand():
    # 0 and 1 share half their mass: cosine .5 / (.707 * .707) * .5 = .5; 2 shares nothing
    shares = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert cosines(shares)[0].tolist() == pytest.approx([0.0, 0.5, 0.0])
    assert near_twins(shares) == [[(2, 0.5)], [(1, 0.5)], []]
    # the nearest first
    third = np.vstack([shares, [0.5, 0.4, 0.1, 0.0]])
    assert [topic for topic, _ in near_twins(third)[0]] == [4, 2]


def test_a_name_given_by_a_person_stands_in_the_table(found):
    articles, matrix, model = found
    words = topics_table(matrix, model, articles)[0]["words"].iloc[1].split()
    table, names = topics_table(matrix, model, articles, [Name("The second", tuple(words[:10]))])
    assert table["label"].tolist()[1] == "The second" and table["named"].tolist() == [0, 1, 0]
    assert table["label_proposed"].tolist()[1] != "The second"
    assert names["topic"].tolist() == [2] and names["overlap"].tolist() == [1.0]
