"""Prevalence over the articles in focus, and quotations within what may be quoted."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsframing.frames.codebook import Codebook, Frame
from newsframing.frames.match import score
from newsframing.frames.prevalence import COLUMNS, articles_of_findings, prevalence
from newsframing.frames.quotes import (
    ELLIPSIS,
    EVENT_COLUMNS,
    LONGEST,
    QUOTE_COLUMNS,
    QuoteBudget,
    cut,
    events_table,
    evidence_quotes,
)
from newsframing.patterns import Term

BOOK = Codebook(
    "b",
    "B",
    "",
    "multi",
    tuple(
        Frame(name, name, "d", terms=(Term(word),), measurable_by="terms")
        for name, word in (("war", "raid*"), ("law", "court*"), ("aid", "relief"))
    ),
)


def corpus(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "role": "counted", "focus": True, "is_copy": False, "cluster_id": None, "event_id": None, "outlet": "one.org",
        "published": "2017-02-16", "title": "Title", "lead": None, "body": "Rain.",
    }  # fmt: skip
    return pd.DataFrame([plain | {"article_id": f"{n:016x}"} | row for n, row in enumerate(rows)])


def cell(table: pd.DataFrame, frame: str, group: str = "all", value: str = "all") -> pd.Series:
    (row,) = table[(table["frame"] == frame) & (table["group"] == group) & (table["value"] == value)].iloc
    return row


def test_shares_of_articles_by_group_in_the_order_of_the_codebook() -> None:
    texts = corpus(
        {"body": "A raid."},
        {"body": "A raid. A court.", "outlet": "two.org"},
        {"body": "A court.", "published": "2017-03-01"},
        {},
    )
    table = prevalence(score(texts, [BOOK])[0], texts, draws=200)
    assert list(table.columns) == COLUMNS
    assert table["frame"].drop_duplicates().tolist() == ["war", "law", "aid"]
    war = cell(table, "war")
    assert (war["n"], war["estimate"], war["corrected"]) == (4, 0.5, 0)
    assert 0 <= war["low"] < 0.5 < war["high"] <= 1
    assert (cell(table, "war", "outlet", "two.org")["n"], cell(table, "war", "outlet", "two.org")["estimate"]) == (1, 1)
    assert cell(table, "law", "month", "2017-02")["estimate"] == pytest.approx(1 / 3)
    assert cell(table, "aid")["estimate"] == 0
    assert cell(table, "aid")["high"] > 0  # none of four says little about the next


def test_only_counted_articles_in_focus_are_spoken_of() -> None:
    texts = corpus({"body": "A raid."}, {"role": "reading"}, {"focus": False}, {"is_copy": True})
    table = prevalence(score(texts, [BOOK])[0], texts, draws=100)
    assert cell(table, "war")[["n", "estimate"]].tolist() == [1, 1]
    assert cell(prevalence(score(texts, [BOOK])[0], texts, "keep_all", 100), "war")["n"] == 2
    with pytest.raises(ValueError, match="keep_some"):
        articles_of_findings(texts, "keep_some")


def test_missing_outlets_and_dates_are_in_no_group_but_in_all() -> None:
    texts = corpus({"outlet": None, "published": None, "body": "A raid."}, {})
    table = prevalence(score(texts, [BOOK])[0], texts, draws=100)
    assert cell(table, "war")["n"] == 2
    assert set(zip(table["group"], table["value"], strict=True)) == {
        ("all", "all"), ("outlet", "one.org"), ("month", "2017-02"),
    }  # fmt: skip


def test_copies_of_one_story_widen_the_interval() -> None:
    apart = corpus(*[{"body": "A raid." if n % 2 else "Rain."} for n in range(40)])
    together = apart.assign(cluster_id=[f"c{n % 2}{n // 20}" for n in range(40)])
    widths = []
    for texts in (apart, together):
        row = cell(prevalence(score(texts, [BOOK])[0], texts, "keep_all"), "war")
        widths.append(row["high"] - row["low"])
    assert widths[1] > 1.5 * widths[0]


def test_the_order_of_the_articles_moves_no_number() -> None:
    texts = corpus(*[{"body": "A raid." if n % 3 else "Rain."} for n in range(30)])
    there = prevalence(score(texts, [BOOK])[0], texts)
    back = texts.iloc[::-1]
    pd.testing.assert_frame_equal(there, prevalence(score(back, [BOOK])[0], back))


def test_no_article_in_focus_gives_an_empty_table() -> None:
    texts = corpus({"focus": False})
    scores, evidence = score(texts, [BOOK])
    assert list(prevalence(scores, texts).columns) == COLUMNS
    assert prevalence(scores, texts).empty
    assert evidence_quotes(texts, evidence).empty
    assert events_table(texts, scores, evidence).empty


@given(st.integers(1, 60), st.integers(0, 59), st.integers(1, 45))
def test_a_cut_keeps_the_words_that_show_the_frame(n: int, at: int, limit: int) -> None:
    words = [f"w{i}" for i in range(n)]
    at = min(at, n - 1)
    words[at] = "raid"
    text = "  ".join(words)
    start = text.index("raid")
    told = cut(text, (start, start + 4), limit)
    plain = told.replace(ELLIPSIS, " ").split()
    assert "raid" in plain
    assert len(plain) == min(n, limit)
    assert told.startswith(ELLIPSIS) == (plain[0] != words[0])
    assert told.endswith(ELLIPSIS) == (plain[-1] != words[-1])


LONG = "The raid on the farm beside the river began at dawn and ended when the last of the men had left the yard again."


def test_of_an_article_two_sentences_and_fifty_words_are_quoted_at_most() -> None:
    body = f"{LONG} {LONG} The court met while relief came and then more relief came to all of the people there. {LONG}"
    texts = corpus({"body": body, "event_id": "e"}, {"body": body, "event_id": "e", "outlet": "two.org"})
    scores, evidence = score(texts, [BOOK])
    budget = QuoteBudget()
    events = events_table(texts, scores, evidence, budget)
    quotes = evidence_quotes(texts, evidence, 5, budget)
    for article_id in texts["article_id"]:
        told = {*events.loc[events["article_id"] == article_id, "quote"].dropna()}
        told |= {*quotes.loc[quotes["article_id"] == article_id, "quote"]}
        assert 1 <= len(told) <= 2
        assert sum(len(quote.replace(ELLIPSIS, " ").split()) for quote in told) <= 50
        assert all(len(quote.split()) <= LONGEST + 2 for quote in told)


def test_an_event_is_told_frame_by_frame() -> None:
    texts = corpus(
        {"event_id": "e", "body": "The men said that the raid was over by noon. Relief came.", "title": "A court sits"},
        {"event_id": "e", "body": "Nothing to report here today.", "outlet": "two.org"},
        {"body": "A raid."},
        {"event_id": "e", "is_copy": True, "body": "A raid.", "outlet": "zzz.org"},
    )
    scores, evidence = score(texts, [BOOK])
    table = events_table(texts, scores, evidence)
    assert list(table.columns) == EVENT_COLUMNS
    assert table["outlet"].tolist() == ["one.org"] * 3 + ["two.org"] * 3 + ["zzz.org"] * 3
    assert table["present"].tolist() == [1, 1, 1, 0, 0, 0, 1, 0, 0]
    quotes = [quote if isinstance(quote, str) else None for quote in table["quote"]]
    assert quotes[:3] == ["The men said that the raid was over by noon.", None, "Relief came."]
    assert quotes[3:] == [None, None, None, "A raid.", None, None]


def test_the_strongest_sentences_come_from_several_outlets() -> None:
    plain = "The raid was over before the sun had come up."
    texts = corpus(
        {"body": plain}, {"body": plain}, {"body": plain, "outlet": "two.org"},
        {"body": "Raid.", "outlet": "three.org"},
        {"body": plain, "outlet": "no.org", "focus": False}, {"title": "Raid", "outlet": "four.org"},
    )  # fmt: skip
    _, evidence = score(texts, [BOOK])
    table = evidence_quotes(texts, evidence, 4)
    assert list(table.columns) == QUOTE_COLUMNS
    assert table["outlet"].tolist() == ["one.org", "two.org", "three.org", "one.org"]
    assert table["rank"].tolist() == [1, 2, 3, 4]
    assert table["quote"].tolist() == [plain, plain, "Raid.", plain]
