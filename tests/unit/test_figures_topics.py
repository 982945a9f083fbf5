"""Figures of topics: labels lie apart, cells of too few stories are not drawn, unstable topics are marked."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from test_figures import CELLS, CLUSTERS, TIES, USABLE

from newsframing.figures import topic_network, topic_panels, topics
from newsframing.figures.style import rendered
from newsframing.figures.topic_network import layout, pushed_apart


def texts(chart):
    return [t.get_text() for t in chart.figure.findobj(Text) if t.get_text()]


def overlaps(at, sizes):
    ones, others = np.triu_indices(len(at), 1)
    return ((sizes[ones] + sizes[others]) / 2 - np.abs(at[ones] - at[others]) > 1e-6).all(axis=1)


@pytest.mark.parametrize("rounds", [0, 2000])
def test_boxes_are_pushed_apart_even_when_all_begin_in_one_place(rounds):
    rng = np.random.default_rng(1)
    sizes = rng.uniform(0.3, 1.2, (30, 2))
    at = np.full((30, 2), 2.0) + rng.uniform(0, 0.01, (30, 2))
    moved = pushed_apart(at, sizes, 6.0, rounds)
    assert overlaps(at, sizes).any() and not overlaps(moved, sizes).any()


def many(k):
    names = [f"a rather long label, number {i}, of a topic" for i in range(1, k + 1)]
    usable = [int(i % 5 > 0) for i in range(k)]
    about = pd.DataFrame({"topic": range(1, k + 1), "label": names, "prevalence": 1 / k, "usable": usable})
    clusters = pd.DataFrame({"topic": about["topic"], "cluster": about["topic"] % 4 + 1, "stability": 0.5})
    clusters["cluster_label"] = [f"cluster {c}" for c in clusters["cluster"]]
    clusters["cluster_stability"] = 0.5
    pairs = [(i, j) for i in range(1, k + 1) for j in range(i + 1, k + 1)]
    ties = pd.DataFrame(pairs, columns=["topic", "other"]).assign(drawn=0, together=0.0)
    return clusters, ties.assign(weight=(ties["topic"] * ties["other"] % 7) / 10), about


@pytest.mark.parametrize(("k", "width", "labelled"), [(30, 6.76, True), (40, 6.76, True), (100, 3.46, False)])
def test_nodes_and_labels_of_a_network_never_overlap_and_stay_on_the_page(k, width, labelled):
    clusters, ties, about = many(k)
    table = clusters.merge(about, on="topic")
    nodes, high = layout(table, ties, width, labelled)
    at = np.array([(n.x, n.y) for n in nodes])
    sizes = np.array([(n.width, n.height) for n in nodes])
    assert not overlaps(at, sizes).any()
    assert (at - sizes / 2 >= -1e-6).all() and (at + sizes / 2 <= np.array([width, high]) + 1e-6).all()
    assert layout(table, ties, width, labelled)[0] == nodes


def test_the_network_says_what_it_is_not_and_marks_the_unstable():
    chart = topic_network.network(*many(12))
    assert any("themes, not frames" in text for text in texts(chart))
    dashed = [
        p for p in chart.figure.axes[0].patches if p.get_linestyle() != "-" and p.get_facecolor()[:3] == (1, 1, 1)
    ]
    assert len(dashed) == 3  # topics 1, 6, 11
    narrow = topic_network.network(*many(12), width=3.45)
    assert any("(unstable)" in text for text in texts(narrow))
    assert "12 topics in 4 clusters" in chart.alt and "stability 0.50" in chart.alt


def test_a_network_of_one_topic_says_why_nothing_is_drawn():
    chart = topic_network.network(CLUSTERS.iloc[:1], TIES.iloc[:0], USABLE)
    assert "two topics or more" in chart.alt
    assert rendered(topic_network.network(CLUSTERS, TIES.iloc[:0], USABLE))


def test_an_outlet_with_too_few_stories_is_named_and_not_drawn():
    chart = topic_panels.by_outlet(CELLS, USABLE)
    assert "b.example (5)" in chart.alt and "a.example (40)" in texts(chart)
    assert "b.example (5)" not in texts(chart)
    assert "0 · Harvest: most in a.example, 80% (70% to 90%)." in chart.alt
    assert any("(unstable)" in text for text in texts(chart))
    none = topic_panels.by_outlet(CELLS.assign(drawn=0), USABLE)
    assert "too few stories" in none.alt and "a.example (40)" in none.alt
    assert "no article" in topic_panels.by_outlet(CELLS[CELLS["group"] == "all"], USABLE).alt.lower()


def test_a_week_with_too_few_stories_is_a_gap_with_a_cross():
    chart = topic_panels.over_time(CELLS, USABLE)
    lines = chart.figure.axes[0].lines
    assert [line.get_marker() for line in lines].count("x") == 2  # one week, two topics
    # the weeks on either side of the gap are not joined
    assert sorted(len(line.get_xdata()) for line in lines if line.get_marker() == "o") == [1, 1, 1, 1]
    assert "2020-W06" in chart.alt and "75% (60% to 80%)" in chart.alt and "90%" not in chart.alt
    assert "none is drawn" in topic_panels.over_time(CELLS.assign(drawn=0), USABLE).alt
    assert "No article has a date" in topic_panels.over_time(CELLS[CELLS["group"] != "week"], USABLE).alt


def test_unstable_topics_are_marked_in_the_prevalence():
    chart = topics.prevalence(CELLS, USABLE)
    assert any("(unstable)" in text for text in texts(chart)) and any("Pale" in text for text in texts(chart))
    steady = topics.prevalence(CELLS, USABLE.assign(usable=1))
    assert not any("(unstable)" in text or "Pale" in text for text in texts(steady))
