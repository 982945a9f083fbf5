"""Figures of frames: what is drawn, and what is left out and said."""

from itertools import combinations

import matplotlib as mpl
import pandas as pd
from frame_tables import OUTLETS, PAIRS, TIMES

from newsframing.figures import differences, frame_time, network


def texts(chart):
    return [t.get_text() for t in chart.figure.findobj(mpl.text.Text) if t.get_text()]


def test_differences_are_drawn_raw_and_adjusted_and_rare_frames_are_listed():
    chart = differences.differences(OUTLETS)
    marks = [line for ax in chart.figure.axes for line in ax.lines if line.get_marker() == "o"]
    assert len(marks) == 4  # two outlets, raw and adjusted, of the one frame that bears it
    assert sorted(line.get_markerfacecolor() == "white" for line in marks) == [False, False, True, True]
    assert "Diplomacy (conflict)" in " ".join(texts(chart)).replace("\n", " ")


def test_what_comes_together_leaves_out_the_rare_the_unsure_and_what_shares_its_words():
    drawn = " ".join(texts(network.cooccurrence(PAIRS)))
    assert "Military" in drawn and "Diplomacy" in drawn and "Talks" not in drawn and "Force" not in drawn.split()
    assert "1 pair that mostly the same words" in drawn.replace("\n", " ")


def test_boxes_of_the_network_do_not_cover_each_other():
    nodes = [("b", f"frame {i}") for i in range(14)]
    edges = pd.DataFrame(
        [(*nodes[i], *nodes[j], 0.3) for i in range(14) for j in range(i) if (i + j) % 3],
        columns=["codebook", "frame", "codebook_other", "frame_other", "phi"],
    )
    places = network._places(nodes, edges, dict.fromkeys(nodes, 0.9), 6.7, 3.6)
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) > 0.89 or abs(one[1] - other[1]) > 0.25


def test_no_line_crosses_a_week_with_few_stories():
    chart = frame_time.over_time(TIMES)
    points = [line for ax in chart.figure.axes for line in ax.lines if line.get_marker() == "o"]
    assert len(points) == 3
    xs = [line.get_xdata()[0] for line in points]
    joined = [tuple(line.get_xdata()) for ax in chart.figure.axes for line in ax.lines if len(line.get_xdata()) == 2]
    assert (xs[0], xs[1]) in joined and (xs[1], xs[2]) not in joined
    assert "no trend" not in chart.alt and "too few for a trend" in frame_time.over_time(TIMES.head(2)).alt
