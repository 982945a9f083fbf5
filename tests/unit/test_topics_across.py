from types import SimpleNamespace

import numpy as np
import pandas as pd

from newsframing.topics.across import ACROSS_COLUMNS, HELD, mark_held, topics_across_k


def model(*topics, width=100):
    """Make a model whose topics have the given runs of 20 words: first word and how many come from elsewhere."""
    shares = np.zeros((len(topics), width))
    for row, words in zip(shares, topics, strict=True):
        row[list(words)] = np.linspace(2, 1, len(words))
    return SimpleNamespace(topic_term=shares / shares.sum(axis=1, keepdims=True), k=len(topics))


A, B, C = range(20), range(20, 40), range(40, 60)
HALF_A = [*range(10), *range(60, 70)]
LESS_A = [*range(9), *range(60, 71)]


def test_a_topic_is_held_where_half_of_its_words_come_again():
    chosen = model(A, B)
    table = topics_across_k(chosen, [chosen, model(C, HALF_A, B), model(LESS_A)])
    assert list(table.columns) == ACROSS_COLUMNS
    assert table.to_numpy()[:, [0, 1, 2, 4]].tolist() == [[1, 1, 1, 0], [1, 3, 2, 1], [2, 1, 1, 0], [2, 3, 3, 1]]
    assert np.allclose(table["jaccard"], [9 / 31, HELD, 0.0, 1.0])


def test_one_topic_may_match_several_that_were_cut_out_of_it():
    table = topics_across_k(model(A, HALF_A), [model(A)])
    assert table["matched_topic"].tolist() == [1, 1]
    assert table["held"].tolist() == [1, 1]


def test_topics_are_marked():
    chosen = model(A, B)
    topics = pd.DataFrame({"topic": [1, 2]})
    marked = mark_held(topics, topics_across_k(chosen, [model(LESS_A), model(C, HALF_A, B)]))
    assert marked[["n_k", "k_held"]].to_numpy().tolist() == [[2, 1], [2, 1]]
    alone = mark_held(topics, topics_across_k(chosen, [chosen]))
    assert alone[["n_k", "k_held"]].to_numpy().tolist() == [[0, 0], [0, 0]]
