"""Figures: same bytes, texts that say what is seen, tiny inputs, no estimate from a handful of stories."""

import subprocess
import sys
from hashlib import sha256

import frame_tables as tables
import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.textpath import text_to_path

from newsframing.figures import (
    corpus,
    coverage,
    differences,
    frame_time,
    frames,
    network,
    speakers,
    style,
    topic_network,
    topic_panels,
    topics,
    truncation,
    words,
)
from newsframing.figures.style import figure_row, rendered, save

FLOW = pd.DataFrame(
    [
        ("read", "repeated", 500, 0, 500),
        ("clean", "empty_text", 500, 40, 460),
        ("window", "outside_window", 460, 110, 350),
    ],
    columns=["step", "reason", "n_in", "n_removed", "n_out"],
)
DAILY = pd.DataFrame(
    [
        ("a.example", "2020-03-01", 4, 1),
        ("a.example", "2020-03-02", 2, 0),
        ("b.example", "2020-03-02", 3, 2),
        ("a.example", "2020-03-05", 1, 1),
        ("b.example", None, 6, 0),
    ],
    columns=["outlet", "published", "n", "n_focus"],
)
WEEKLY = pd.DataFrame(
    [
        ("a.example", "2020-03-02", 40, 9, 5),
        ("a.example", "2020-03-09", 1200, 1, 7),
        ("b.example", "2020-03-09", 3, 2, 1),
        ("b.example", None, 6, 0, 0),
    ],
    columns=["outlet", "week", "n", "n_focus", "n_days"],
)
TEXTS = pd.DataFrame(
    [
        ("all", "all", 250, 60, 200, 400, 700, 1200, 7),
        ("focus", "in focus", 50, 80, 250, 450, 800, 1300, 0),
        ("outlet", "a.example", 200, 60, 200, 380, 700, 1200, 6),
        ("outlet", None, 50, 90, 300, 520, 700, 900, 1),
    ],
    columns=["group", "value", "n", "p5", "q1", "median", "q3", "p95", "n_short"],
)
TRUNCATION = pd.DataFrame(
    [
        ("conflict", "diplomacy", 40, 0.5, 0.1, 0.8),
        ("conflict", "military", 40, 0.9, 0.45, 0.5),
        ("remedies", "talks", 40, 0.05, 0.0, 1.0),
        ("remedies", "force", 40, 0.0, 0.0, np.nan),
    ],
    columns=["codebook", "frame", "n", "whole", "cut", "lost"],
)
BY_OUTLET = pd.DataFrame({"outlet": ["a.example", "b.example"], "n": [200, 50], "n_focus": [30, 20]})
SEARCH = pd.DataFrame(
    [
        (k, s, r, 0.1 + k / 100 + r / 1000, 0.9, 0.8 - k / 100 if r else np.nan)
        for k in (5, 10)
        for s in (0, 1)
        for r in (0, 1)
    ],
    columns=["k", "seed", "resample", "npmi", "diversity", "stability"],
)
TOPICS = pd.DataFrame(
    {"topic": [0, 1], "label": ["Harvest", "river, boat"], "words": ["wheat, barn, field", "river, boat, bridge"]}
)
TOPIC_PREVALENCE = pd.DataFrame(
    [
        (0, "all", "all", 300, 0.7, 0.66, 0.74),
        (1, "all", "all", 300, 0.3, 0.26, 0.34),
        (0, "focus", "in", 40, 0.4, 0.3, 0.5),
        (1, "focus", "in", 40, 0.6, 0.5, 0.7),
    ],
    columns=["topic", "group", "value", "n", "estimate", "low", "high"],
)

USABLE = TOPICS.assign(usable=[1, 0], prevalence=[0.7, 0.3])
CELLS = pd.DataFrame(
    [
        (0, "all", "all", 60, 60, 0.7, 0.66, 0.74, 1),
        (1, "all", "all", 60, 60, 0.3, 0.26, 0.34, 1),
        (0, "outlet", "a.example", 40, 40, 0.8, 0.7, 0.9, 1),
        (1, "outlet", "a.example", 40, 40, 0.2, 0.1, 0.3, 1),
        (0, "outlet", "b.example", 5, 5, 0.5, 0.1, 0.9, 0),
        (1, "outlet", "b.example", 5, 5, 0.5, 0.1, 0.9, 0),
        (0, "week", "2020-W05", 30, 30, 0.6, 0.5, 0.7, 1),
        (1, "week", "2020-W05", 30, 30, 0.4, 0.3, 0.5, 1),
        (0, "week", "2020-W06", 9, 9, 0.9, 0.5, 1.0, 0),
        (1, "week", "2020-W06", 9, 9, 0.1, 0.0, 0.5, 0),
        (0, "week", "2020-W07", 21, 21, 0.75, 0.6, 0.8, 1),
        (1, "week", "2020-W07", 21, 21, 0.25, 0.2, 0.4, 1),
    ],
    columns=["topic", "group", "value", "n", "n_clusters", "estimate", "low", "high", "drawn"],
)
CLUSTERS = pd.DataFrame(
    {
        "topic": [0, 1],
        "cluster": [1, 2],
        "cluster_label": ["Harvest", "river"],
        "stability": 0.8,
        "cluster_stability": 0.8,
    }
)
TIES = pd.DataFrame({"topic": [0], "other": [1], "weight": [0.25], "together": [0.2], "drawn": [1]})


def frame_row(frame, group, value, n, estimate):
    return (
        "conflict",
        frame,
        "dictionary",
        group,
        value,
        n,
        estimate,
        max(0, estimate - 0.1),
        min(1, estimate + 0.1),
        0,
    )


FRAMES = pd.DataFrame(
    [
        frame_row("military", "all", "all", 61, 0.62),
        frame_row("diplomacy", "all", "all", 61, 0.23),
        frame_row("military", "outlet", "a.example", 42, 0.71),
        frame_row("military", "outlet", "c.example", 20, 0.5),
        frame_row("military", "outlet", "b.example", 19, 0.37),
        frame_row("diplomacy", "outlet", "a.example", 42, 0.31),
        frame_row("diplomacy", "outlet", "c.example", 20, 0.2),
        frame_row("diplomacy", "outlet", "b.example", 19, 0.05),
    ],
    columns=["codebook", "frame", "method", "group", "value", "n", "estimate", "low", "high", "corrected"],
)
EVENTS = pd.DataFrame(
    [
        ("flood", "The flood", outlet, f"{i:016x}", "conflict", frame, present)
        for i, (outlet, marks) in enumerate([("a.example", (1, 0)), ("a.example", (1, 1)), ("b.example", (0, 0))])
        for frame, present in zip(("military", "diplomacy"), marks, strict=True)
    ],
    columns=["event_id", "label", "outlet", "article_id", "codebook", "frame", "present"],
)
HAPPENED = [("2020-03-12", "The flood"), ("2021-01-01", "after the last week")]
ALL = {
    "coverage": lambda **o: corpus.coverage(DAILY, ("2020-03-01", "2020-03-06"), **o),
    "flow": lambda **o: corpus.flow(FLOW, **o),
    "focus": lambda **o: corpus.focus(BY_OUTLET, **o),
    "analysed": lambda **o: corpus.flow(FLOW, [("not in focus", 300), ("copies", 5)], **o),
    "weeks": lambda **o: coverage.weeks(WEEKLY, ("2020-03-03", "2020-03-20"), **o),
    "lengths": lambda **o: coverage.lengths(TEXTS, **o),
    "truncation": lambda **o: truncation.truncation(TRUNCATION, **o),
    "search": lambda **o: topics.search(SEARCH, 10, **o),
    "topics": lambda **o: topics.prevalence(TOPIC_PREVALENCE, TOPICS, **o),
    "topic_outlets": lambda **o: topic_panels.by_outlet(CELLS, USABLE, **o),
    "topic_periods": lambda **o: topic_panels.over_time(CELLS, USABLE, **o),
    "topic_clusters": lambda **o: topic_network.network(CLUSTERS, TIES, USABLE, **o),
    "frames": lambda **o: frames.prevalence(FRAMES, **o),
    "by_outlet": lambda **o: frames.by_outlet(FRAMES, "conflict", **o),
    "events": lambda **o: frames.events(EVENTS, "conflict", **o),
    "differences": lambda **o: differences.differences(tables.OUTLETS, **o),
    "network": lambda **o: network.cooccurrence(tables.PAIRS, **o),
    "time": lambda **o: frame_time.over_time(
        tables.TIMES, events=[("2020-03-12", "The flood"), ("2021-01-01", "x")], **o
    ),
    "speakers": lambda **o: speakers.by_speaker(tables.SPEAKERS, **o),
}


def texts(chart):
    return [t.get_text() for t in chart.figure.findobj(mpl.text.Text) if t.get_text()]


def digest():
    return sha256(b"".join(rendered(ALL[name](), kind) for name in sorted(ALL) for kind in ("svg", "png"))).hexdigest()


def test_the_same_bytes_twice_and_in_a_fresh_process():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import test_figures as t; print(t.digest())"
    fresh = subprocess.run(
        [sys.executable, "-c", code, __file__.rsplit("/", 1)[0]], capture_output=True, text=True, check=True
    )
    assert digest() == digest() == fresh.stdout.strip()


def test_save_writes_both_files_and_no_date(tmp_path):
    svg, png = save(ALL["flow"](), tmp_path / "a.b")
    assert [svg.name, png.name] == ["a.b.svg", "a.b.png"]
    assert "<dc:date>" not in svg.read_text() and "Matplotlib v" not in svg.read_text()
    assert "<text" not in svg.read_text()  # letters are outlines: no font of the reader's machine is needed
    assert b"Software" not in png.read_bytes()[:400] and b"tIME" not in png.read_bytes()


def test_png_has_twice_the_pixels():
    assert int.from_bytes(rendered(ALL["flow"](), "png")[16:20], "big") == round(2 * 96 * style.WIDTH)


def test_no_setting_leaks_in_or_out():
    plain = rendered(ALL["frames"]())
    with mpl.rc_context({"font.size": 31, "axes.grid": True, "text.parse_math": True, "lines.linewidth": 9}):
        before = dict(mpl.rcParams)
        assert rendered(ALL["frames"]()) == plain
        assert dict(mpl.rcParams) == before


def test_the_font_is_the_one_that_ships_with_matplotlib():
    assert findfont(style.FONT).startswith(mpl.get_data_path())


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [style.WIDTH, 3.45])
def test_nothing_is_cut_off(name, width):
    chart = ALL[name](width=width)
    with style.style():
        chart.figure.canvas.draw()
        box = chart.figure.bbox
        for text in chart.figure.findobj(mpl.text.Text):
            if text.get_visible() and text.get_text():
                extent = text.get_window_extent()
                assert extent.x0 >= -1 and extent.y0 >= -1 and extent.x1 <= box.x1 + 1 and extent.y1 <= box.y1 + 1, text


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("coverage", ["10 articles", "4 in focus", "3 of 6 days", "a.example (7)", "6 articles without a date"]),
        ("flow", ["500", "350", "70%", "outside window 110", "empty text 40"]),
        ("focus", ["50 of 250", "20%", "a.example (30)", "15% (a.example)", "40% (b.example)"]),
        ("analysed", ["45 stories analysed", "70% are kept", "not in focus 300 and copies 5"]),
        ("weeks", ["3 Mar 2020 to 20 Mar 2020", "3 columns", "1,243 articles", "6 articles without a date"]),
        ("weeks", ["0 to 1,203 articles", "b.example in 2 and a.example in 1"]),
        ("lengths", ["400 words, quartiles 200 and 700", "7 articles", "380 (a.example) to 520 ((no outlet))"]),
        ("truncation", ["n = 40", "Diplomacy 50% to 10% and Military 90% to 45%."]),
        ("search", ["8 models", "K = 5 and 10", "0.15 to 0.20", "highest at K = 10", "it is 0.70"]),
        ("topics", ["n = 300", "topic 0 (Harvest) with 70% (66% to 74%)", "topic 1", "60% against 30%"]),
        ("frames", ["Military 62% (52% to 72%)", "Diplomacy 23% (13% to 33%)", "n = 61"]),
        ("by_outlet", ["Military: a.example 71% (61% to 81%), c.example 50%", "b.example (19)"]),
        ("events", ["3 stories on 1 event", "Military 2", "Diplomacy 1"]),
        ("differences", ["a.example: no adjusted", "Military −15 points (−30 to −2; raw −20)"]),
        ("network", ["1 pair of 2 frames", "Military and Diplomacy (phi 0.50, 25 stories where 15 were expected)"]),
        ("time", ["3 weeks", "40% (30% to 50%; 2 Mar 2020)", "16 Mar 2020 (12)", "A: The flood, 12 Mar 2020"]),
        ("speakers", ["Military: State military 80%"]),
    ],
)
def test_alternative_text_says_what_is_seen(name, numbers):
    alt = ALL[name]().alt.replace("\xa0", " ")
    for number in numbers:
        assert number in alt, alt


def test_cells_under_twenty_stories_are_listed_and_not_drawn():
    chart = ALL["by_outlet"]()
    drawn = " ".join(texts(chart)).replace("\xa0", " ")
    assert "c.example (n = 20)" in drawn and "b.example (n = 19)" not in drawn
    assert "b.example (19)" in drawn.replace("\n", " ")
    marks = [line for ax in chart.figure.axes for line in ax.lines if line.get_marker() == "o"]
    assert len(marks) == 4  # two frames, two outlets


def test_widths_are_those_of_the_drawn_letters():
    for text in ("aljazeera.com (n = 99)", "Ideology and belief", "WAVE To"):
        font = FontProperties(family=style.FONT, size=style.TEXT)
        width = text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72
        assert 0.98 * width <= style.text_width(text) <= 1.1 * width  # never too narrow: nothing is cut off


def test_no_share_is_drawn_of_sixteen_stories():
    few = FRAMES.assign(n=16)
    for chart in (frames.prevalence(few), frames.by_outlet(few, "conflict")):
        assert not chart.figure.axes
        assert "fewer than 20" in chart.alt and "%" not in chart.alt
    assert "Military 10" in frames.prevalence(few).alt


def test_a_small_focus_is_not_drawn_for_topics():
    table = TOPIC_PREVALENCE.assign(n=lambda t: t["n"].where(t["group"] == "all", 16))
    chart = topics.prevalence(table, TOPICS)
    assert "16 articles, fewer than 20" in chart.alt and "against" not in chart.alt


def test_events_say_counts_and_no_shares():
    drawn = texts(ALL["events"]())
    assert "2 of 2" in drawn and "1 of 2" in drawn and "0 of 1" in drawn
    assert not any("%" in text for text in drawn)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: corpus.coverage(pd.DataFrame()),
        lambda: corpus.coverage(DAILY.assign(published=None)),
        lambda: corpus.coverage(DAILY.iloc[:1]),
        lambda: corpus.coverage(DAILY.iloc[:1].assign(outlet=None), {"from": "2020-03-01", "to": "2020-03-01"}),
        lambda: corpus.coverage(DAILY.assign(published=["1990-01-01", "2020-03-02", "soon", None, "2020-13-45"])),
        lambda: corpus.flow(FLOW.iloc[:0]),
        lambda: corpus.flow(FLOW.iloc[:1]),
        lambda: corpus.flow(FLOW.assign(n_in=0, n_removed=0, n_out=0)),
        lambda: corpus.flow(FLOW, [("not in focus", 350)]),
        lambda: coverage.weeks(pd.DataFrame()),
        lambda: coverage.weeks(WEEKLY.assign(week=None)),
        lambda: coverage.weeks(WEEKLY.iloc[:1].assign(outlet=None)),
        lambda: coverage.weeks(WEEKLY.assign(week=["1990-01-01", "2020-03-02", "soon", None])),
        lambda: coverage.lengths(pd.DataFrame()),
        lambda: coverage.lengths(TEXTS.iloc[:1].assign(n=1, p5=0, q1=0, median=0, q3=0, p95=0)),
        lambda: truncation.truncation(pd.DataFrame()),
        lambda: truncation.truncation(TRUNCATION.assign(n=19)),
        lambda: truncation.truncation(TRUNCATION.assign(whole=0.0, cut=0.0)),
        lambda: corpus.focus(pd.DataFrame(columns=["outlet", "n", "n_focus"])),
        lambda: corpus.focus(BY_OUTLET.iloc[:1].assign(n=1, n_focus=0)),
        lambda: topics.search(pd.DataFrame()),
        lambda: topics.search(SEARCH.iloc[:1], 5),
        lambda: topics.search(SEARCH.assign(npmi=np.nan, stability=np.nan)),
        lambda: topics.prevalence(pd.DataFrame(), pd.DataFrame()),
        lambda: topics.prevalence(TOPIC_PREVALENCE.iloc[:1], pd.DataFrame()),
        lambda: topics.prevalence(TOPIC_PREVALENCE.assign(low=np.nan, high=np.nan), TOPICS),
        lambda: frames.prevalence(pd.DataFrame()),
        lambda: frames.prevalence(FRAMES.assign(estimate=0.0, low=0.0, high=0.0)),
        lambda: frames.by_outlet(FRAMES, "unknown"),
        lambda: frames.by_outlet(FRAMES.assign(value=None), "conflict"),
        lambda: frames.events(pd.DataFrame(), "conflict"),
        lambda: differences.differences(pd.DataFrame()),
        lambda: differences.differences(tables.OUTLETS.assign(adjusted=np.nan)),
        lambda: network.cooccurrence(pd.DataFrame()),
        lambda: network.cooccurrence(tables.PAIRS.assign(n=19)),
        lambda: network.cooccurrence(tables.PAIRS.assign(low=-0.1)),
        lambda: frame_time.over_time(pd.DataFrame()),
        lambda: frame_time.over_time(tables.TIMES.assign(estimate=0.0, low=0.0, high=0.0)),
        lambda: speakers.by_speaker(pd.DataFrame()),
        lambda: speakers.by_speaker(tables.SPEAKERS.assign(n_sentences=1)),
        lambda: frames.events(EVENTS.iloc[:1].assign(label=None, event_id=None, outlet=None), "conflict"),
    ],
)
def test_tiny_inputs_give_a_figure_and_words(draw):
    chart = draw()
    assert rendered(chart).startswith(b"<svg") and len(chart.alt) > 20 and chart.title in chart.alt


def test_names_from_outside_are_names_not_formulas():
    chart = corpus.focus(
        pd.DataFrame({"outlet": ["$x_{1", "</svg><script>", "long " * 90], "n": [3, 2, 1], "n_focus": 1})
    )
    svg = rendered(chart).decode()
    assert "<script" not in svg and "$x_{1" in texts(chart)


def test_many_outlets_share_the_last_row():
    table = pd.DataFrame({"outlet": [f"o{i:02}.example" for i in range(60)], "n": range(60, 0, -1), "n_focus": 1})
    assert "41 smaller outlets" in texts(corpus.focus(table))


def test_long_windows_are_drawn_by_the_week():
    days = pd.date_range("2019-01-01", "2020-12-31").strftime("%Y-%m-%d")
    chart = corpus.coverage(pd.DataFrame({"outlet": "a.example", "published": days, "n": 2, "n_focus": 1}))
    assert chart.title.startswith("Articles a week") and len(chart.figure.axes[1].patches) < 250


def test_weeks_of_many_years_share_columns():
    days = pd.date_range("2000-01-03", "2020-12-28", freq="7D").strftime("%Y-%m-%d")
    weekly = pd.DataFrame({"outlet": "a.example", "week": days, "n": 2, "n_focus": 1, "n_days": 2})
    chart = coverage.weeks(weekly)
    assert "a column is a 26 weeks" not in " ".join(texts(chart)) and "column is 26 weeks" in " ".join(texts(chart))
    assert "43 columns" in chart.alt


def test_a_table_with_rows_must_have_its_columns():
    with pytest.raises(ValueError, match="lacks n_removed"):
        corpus.flow(FLOW.drop(columns="n_removed"))


def test_figure_row():
    chart = ALL["flow"]()
    row = figure_row(chart, "flow.svg", "corpus_flow.csv", "render_corpus")
    assert list(row) == ["file", "title", "alt", "table", "rule"] and row["alt"] == chart.alt


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0%"), (0.0001, "<0.1%"), (0.0312, "3.1%"), (0.0996, "10%"), (1, "100%"), (None, "–"), (float("nan"), "–")],
)
def test_percent(value, said):
    assert words.percent(value) == said


def test_words():
    assert words.count(3824.0) == "3,824" and words.decimal(-0.1234) == "−0.12" and words.decimal(-0.001) == "0.00"
    assert words.plural(1, "story", "stories") == "1 story" and words.plural(0, "article") == "0 articles"
    assert words.listing(list("abcd"), 3) == "a, b and 2 more" and words.listing(["a", "b"]) == "a and b"


def test_wrap_breaks_long_words_and_says_what_it_left_out():
    assert "".join(style.wrap("x" * 200, 1.0)) == "x" * 200
    lines = style.wrap("many words that go on and on over lines", 1.0, most=2)
    assert len(lines) == 2 and lines[-1].endswith("…")
    assert all(style.text_width(line) <= 1.0 for line in lines)
