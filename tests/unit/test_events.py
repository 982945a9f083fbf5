from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.events import (
    assign_events,
    events_account,
    events_to_show,
    propose_events,
    proposed,
    read_edits,
    settle_events,
)
from newsframing.events.names import Vocabulary

FLOOD = [
    "The river Ombra burst its banks at Tolvana, and the mayor Ilse Karran called for boats.",
    "Families left Tolvana in boats, said Karran, while the Ombra rose by another metre.",
    "In Tolvana the Ombra carried off a bridge; mayor Karran spoke of the worst night.",
    "Soldiers filled sandbags along the Ombra near Tolvana, as Karran had asked.",
]
STRIKE = [
    "Dockers of Perlin stopped work, and the union of Joran Veck wants more pay.",
    "No ship left Perlin, where the dockers follow Veck into a second day of strike.",
    "The port of Perlin stood still; Veck said that dockers would not give way.",
]
OTHER = [
    "A baker won a prize for bread with seeds.",
    "Cats sleep more in winter, a study of the vets says.",
    "The choir sang in the old hall and the tickets were gone within an hour.",
    "Snow fell on the hills and the roads were closed until noon.",
    "The museum shows maps of a coast that no longer exists.",
    "A gardener explained how roses are cut in spring.",
    "Two trains were late as a signal failed.",
    "The library bought chairs, lamps and a clock.",
    "An orchard sells its apples by the road.",
    "The swimming pool opens again after repairs.",
] * 4


def corpus() -> pd.DataFrame:
    rows = []
    for i, text in enumerate(FLOOD):
        rows.append((f"f{i}", "2031-03-01" if i < 3 else "2031-03-03", f"outlet{i % 3}.example", text))
    for i, text in enumerate(STRIKE):
        rows.append((f"s{i}", "2031-03-02", f"outlet{i % 3}.example", text))
    rows.append(("late", "2031-03-20", "outlet1.example", FLOOD[0] + " That was weeks ago."))
    rows.append(("undated", None, "outlet1.example", FLOOD[1]))
    rows += [(f"x{i:02}", "2031-03-02", "outlet2.example", text + f" Number {i}.") for i, text in enumerate(OTHER)]
    table = pd.DataFrame(rows, columns=["article_id", "published", "outlet", "body"]).astype(object)
    table = table.assign(title=None, lead=None, focus=~table["article_id"].str.startswith("x"))
    return table.sort_values("article_id").reset_index(drop=True)


def test_reports_of_one_happening_share_a_readable_id() -> None:
    found = propose_events(corpus())
    events = found.groupby("event_id")["article_id"].agg(list).to_dict()
    assert list(events.values()) == [["f0", "f1", "f2", "f3"], ["s0", "s1", "s2"]]
    flood, strike = events
    assert flood.startswith("2031-03-01-")
    assert set(flood.split("-")[3:]) <= {"ombra", "tolvana", "karran"}
    assert strike.startswith("2031-03-02-")
    assert found["score"].between(0.2, 1).all()
    assert found.set_index("article_id").loc["f3", "why"].count("Tolvana") == 1


def test_two_reports_alone_must_be_more_alike_than_three(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = corpus().query("article_id != 's2'")
    monkeypatch.setattr(proposed, "SIMILAR_PAIR", 1.01)
    assert propose_events(pair)["event_id"].nunique() == 1, "the four reports of the flood need not be that alike"
    monkeypatch.setattr(proposed, "SIMILAR_PAIR", 0.2)
    assert propose_events(pair)["event_id"].nunique() == 2


def test_articles_out_of_focus_teach_words_and_are_in_no_event() -> None:
    every = corpus().assign(focus=True)
    every.loc[every["article_id"] == "f1", "focus"] = False
    assert "f1" not in propose_events(every)["article_id"].tolist()


def test_the_order_of_rows_and_another_article_change_no_id() -> None:
    table = corpus()
    first = propose_events(table)
    pd.testing.assert_frame_equal(first, propose_events(table.iloc[::-1]))
    more = pd.concat([table, table.iloc[-1:].assign(article_id="zz", body="A kite flew over the beach.")])
    assert propose_events(more)["event_id"].unique().tolist() == first["event_id"].unique().tolist()


def test_nothing_in_focus_gives_no_event() -> None:
    assert propose_events(corpus().assign(focus=False)).empty
    assert propose_events(corpus().iloc[:0]).empty


def test_names_are_words_in_capitals_inside_sentences() -> None:
    words = Vocabulary(["Boats went to Tolvana. Boats left Tolvana on Monday.", "We saw boats at Tolvana.", *OTHER])
    names = {term for term, is_name in zip(words.terms, words.is_name, strict=True) if is_name}
    assert names == {"tolvana"}
    assert "monday" not in words.terms
    assert "tolvana" not in Vocabulary(["to Tolvana", "in Tolvana", *OTHER], ["Tolvana"]).terms


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_text_can_be_read(texts: list[str]) -> None:
    table = pd.DataFrame({"article_id": [f"{i}" for i in range(len(texts))], "body": texts}, dtype=object)
    found = propose_events(table.assign(title=None, lead=None, outlet=None, published="2031-01-01", focus=True))
    assert found["event_id"].str.fullmatch(r"[a-z0-9-]+").all()


def test_a_file_wins_over_the_study_and_the_study_over_the_machine() -> None:
    table = corpus()
    named = assign_events(table, [{"id": "flood", "date": "2031-03-01", "until": "2031-03-01", "any": ["Ombra"]}])
    proposed = propose_events(table)
    plain = settle_events(table, named, proposed)
    kinds = dict(zip(table["article_id"], zip(plain["event_id"], plain["kind"], strict=True), strict=True))
    assert kinds["f0"] == ("flood", "named")
    # most of the machine's event is the study's: its last report is proposed for that one
    assert kinds["f3"] == ("flood", "proposed")
    assert kinds["s0"][1] == "proposed"
    assert kinds["x00"] == (None, None)
    edited = settle_events(table, named, proposed, {"f0": None, "s0": "strike", "x00": "strike", "s1": None})
    kinds = dict(zip(table["article_id"], zip(edited["event_id"], edited["kind"], strict=True), strict=True))
    assert kinds["f0"] == (None, None)
    assert kinds["s0"] == kinds["x00"] == ("strike", "edited")
    # of the machine's event one article is left, which is none
    assert kinds["s2"] == (None, None)
    account = events_account(table, edited, [{"id": "flood", "label": "The flood"}, {"id": "none", "label": "N"}])
    assert account["event_id"].tolist() == ["flood", "none", "strike"]
    assert account["kind"].tolist() == ["named", "named", "edited"]
    assert account["n"].tolist() == [3, 0, 2]
    assert events_to_show(account) == ["flood", "none", "strike"]


def test_proposed_events_are_shown_from_three_outlets_on() -> None:
    table = corpus().assign(outlet=lambda t: t["outlet"].where(~t["article_id"].eq("s2"), "outlet1.example"))
    settled = settle_events(table, assign_events(table, None), propose_events(table))
    account = events_account(table, settled, None)
    assert account["n_outlets"].tolist() == [3, 2]
    assert events_to_show(account) == account["event_id"].tolist()[:1]
    assert account["label"][0].endswith("(2031-03-01)")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("article_id,event_id\na,one\nb,\n", None),
        ('\ufeffarticle_id,title,event_id\na,"two\nlines",one\nb,x,\n', None),
        ("article_id,event_id\na,one\nnobody,two\n", "config/events/s.csv, line 3: there is no article 'nobody'"),
        ("article_id,event_id\na,One Event\n", "line 2: 'One Event' is no event id; write one-event"),
        ("article_id,event_id\na,one\na,two\n", "line 3: the article 'a' stands twice"),
        ("article_id;event_id\na;one\n", "there is no column article_id and no event_id"),
        ("", "there is no column"),
        ('article_id,event_id\n"a,one\n', "cannot be read"),
    ],
)
def test_a_file_of_edits_is_read_or_its_line_is_named(tmp_path: Path, text: str, told: str | None) -> None:
    path = tmp_path / "s.csv"
    path.write_text(text, "utf-8")
    if told is None:
        assert read_edits(path, "config/events/s.csv", ["a", "b"]) == {"a": "one", "b": None}
        return
    with pytest.raises(UserError) as caught:
        read_edits(path, "config/events/s.csv", ["a", "b"])
    assert told in str(caught.value)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes("article_id,event_id\na,één\n".encode("latin-1"))
    with pytest.raises(UserError, match="cannot be read"):
        read_edits(path, "f", ["a"])
