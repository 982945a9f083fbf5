"""Clusters of topics: a case worked by hand, planted groups, stability, ties, labels."""

import numpy as np
import pandas as pd
import pytest
from planted import planted
from sklearn.metrics import adjusted_rand_score

from newsframing.tables import write_csv
from newsframing.tokens import build_matrix
from newsframing.topics import search_k, topics_table
from newsframing.topics.clusters import (
    CLUSTER_COLUMNS,
    TIE_COLUMNS,
    cluster_labels,
    communities,
    similarity,
    stabilities,
    ties_table,
    together,
    topic_clusters,
)

#: two triangles of strong ties, joined by one weak tie between 2 and 3. Modularity by hand: all weight is 6.1; in the
#: triangles lie 6 of it; each side has half of all ends, so Q = 6 / 6.1 - 2 * .5 ** 2 = .484, against 0 for one group.
TRIANGLES = np.zeros((6, 6))
for _one, _other, _weight in [(0, 1, 1), (1, 2, 1), (0, 2, 1), (3, 4, 1), (4, 5, 1), (3, 5, 1), (2, 3, 0.1)]:
    TRIANGLES[_one, _other] = TRIANGLES[_other, _one] = _weight
BY_HAND = [0, 0, 0, 1, 1, 1]


def test_two_triangles_are_two_communities():
    assert adjusted_rand_score(BY_HAND, communities(TRIANGLES)) == 1.0
    assert communities(TRIANGLES).tolist() == BY_HAND
    # another order of the topics: the same groups
    order = [3, 0, 5, 1, 4, 2]
    assert adjusted_rand_score([BY_HAND[i] for i in order], communities(TRIANGLES[np.ix_(order, order)])) == 1.0


def test_topics_without_ties_are_alone():
    assert communities(np.zeros((3, 3))).tolist() == [0, 1, 2]
    apart = np.zeros((3, 3))
    apart[0, 2] = apart[2, 0] = 0.4
    assert communities(apart).tolist() == [0, 1, 0]


def test_similarity_by_hand_and_by_counted_articles():
    shares = np.array([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]])
    # lengths: sqrt(1.36), .8, 1; product of the first two: .48
    assert similarity(shares)[0, 1] == pytest.approx(0.48 / (np.sqrt(1.36) * 0.8))
    assert similarity(shares)[0, 2] == 0 and np.diag(similarity(shares)).tolist() == [0, 0, 0]
    twice = similarity(shares, np.array([2.0, 1.0, 1.0]))
    assert twice == pytest.approx(similarity(shares[[0, 0, 1, 2]]))
    assert similarity(shares, np.zeros(3)).tolist() == np.zeros((3, 3)).tolist()


def mixed(groups, n=200, seed=3):
    """Make shares of articles that mix the topics of one group only."""
    rng = np.random.default_rng(seed)
    shares = np.full((n, len(groups)), 0.01)
    for row in range(n):
        members = np.flatnonzero(np.array(groups) == groups[rng.integers(len(groups))])
        shares[row, members] += rng.dirichlet(np.ones(len(members)))
    return shares / shares.sum(axis=1, keepdims=True)


def test_planted_groups_come_back_and_stay_together():
    groups = [0, 1, 2, 0, 1, 2, 0, 1]
    shares = mixed(groups)
    found = communities(similarity(shares))
    assert adjusted_rand_score(groups, found) == 1.0
    stories = np.array([f"s{i}" for i in range(len(shares))])
    pairs = together(shares, stories, draws=20)
    assert pairs[0, 3] == 1.0 and pairs[0, 1] == 0.0
    assert stabilities(found, pairs).tolist() == [1.0] * 8
    assert np.array_equal(pairs, together(shares, stories, draws=20))


def test_a_sample_draws_stories_not_articles():
    # ten copies of one story tie 0 to 1; in a sample without that story nothing does
    shares = np.array([[0.5, 0.5, 0.0]] * 10 + [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    stories = np.array(["copied"] * 10 + ["a", "b", "c"])
    pairs = together(shares, stories, draws=200)
    # the story is in a sample of four with probability 1 - (3/4) ** 4 = .68
    assert pairs[0, 1] == pytest.approx(0.68, abs=0.1)
    alone = together(shares, np.arange(13).astype(str), draws=200)
    assert alone[0, 1] == 1.0


def test_stability_by_hand():
    pairs = np.array([[1, 0.9, 0.5, 0.1], [0.9, 1, 0.7, 0.0], [0.5, 0.7, 1, 0.2], [0.1, 0.0, 0.2, 1]])
    assert stabilities(np.array([0, 0, 0, 1]), pairs).tolist() == pytest.approx([0.7, 0.8, 0.6, 0.8])


def test_each_topic_draws_its_two_strongest_ties():
    ties = ties_table(TRIANGLES, np.eye(6))
    assert list(ties.columns) == TIE_COLUMNS and len(ties) == 15
    drawn = ties[ties["drawn"] == 1]
    assert sorted(zip(drawn["topic"], drawn["other"], strict=True)) == [(1, 2), (1, 3), (2, 3), (4, 5), (4, 6), (5, 6)]


def test_clusters_are_named_after_their_largest_topics():
    topics = pd.DataFrame(
        {
            "label": ["Syria, war", "Syrian talks, Geneva", "Farming, by hand", "goal, cup", "law"],
            "named": [0, 0, 1, 0, 0],
            "prevalence": [0.4, 0.3, 0.1, 0.15, 0.05],
        }
    )
    assert cluster_labels(topics, np.array([0, 0, 0, 1, 0])) == ["Syria · Geneva · Farming, by hand", "goal"]


def test_the_table_has_the_same_bytes_whatever_the_order(tmp_path):
    written = set()
    articles = planted(n_docs=150, k=4)[0]
    for order in (1, 2):
        shuffled = articles.sample(frac=1, random_state=order)
        matrix = build_matrix(shuffled, phrases=False, min_docs=2)
        model = search_k(matrix, 4, seeds=1, resamples=0)
        topics = topics_table(matrix, model, shuffled)[0]
        table, ties = topic_clusters(matrix, model, shuffled, topics, draws=10)
        write_csv(table, tmp_path / "clusters.csv")
        write_csv(ties, tmp_path / "ties.csv")
        written.add((tmp_path / "clusters.csv").read_bytes() + (tmp_path / "ties.csv").read_bytes())
    assert len(written) == 1
    assert list(table.columns) == CLUSTER_COLUMNS and table["topic"].tolist() == [1, 2, 3, 4]
    assert table["stability"].between(0, 1).all()
    sizes = table.merge(topics[["topic", "prevalence"]]).groupby("cluster")["prevalence"].sum()
    assert sizes.is_monotonic_decreasing and sizes.index.tolist() == list(range(1, len(sizes) + 1))


def test_one_topic_is_one_cluster():
    articles = planted(n_docs=30, k=2)[0]
    matrix = build_matrix(articles, phrases=False, min_docs=2)
    model = search_k(matrix, 1, seeds=1, resamples=0)
    table, ties = topic_clusters(matrix, model, articles, topics_table(matrix, model, articles)[0], draws=5)
    assert table["cluster"].tolist() == [1] and ties.empty
