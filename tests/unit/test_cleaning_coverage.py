"""What a reviewer asks of a corpus: weeks, lengths, what is cut or missing, languages."""

import pandas as pd

from newsframing.cleaning.coverage import corpus_by_week, corpus_languages, corpus_texts, monday_of


def articles() -> pd.DataFrame:
    rows = [
        ("a", "north", "2020-01-05", "en", 40, True, False, "text"),
        ("b", "north", "2020-01-06", "en", 60, False, True, "text"),
        ("c", "north", "2020-01-12", "fr", 80, False, False, None),
        ("d", "north", "2020-01-12", "en", 100, True, False, "text"),
        ("e", None, None, None, 0, False, False, ""),
    ]
    columns = ["article_id", "outlet", "published", "language", "n_words", "focus", "truncated", "body"]
    return pd.DataFrame(rows, columns=columns)


def test_a_week_begins_on_its_monday() -> None:
    assert [monday_of(day) for day in ("2020-01-05", "2020-01-06", "2020-01-12")] == [
        "2019-12-30",
        "2020-01-06",
        "2020-01-06",
    ]
    assert monday_of(None) == "" and monday_of("") == ""


def test_weeks_count_articles_and_the_days_that_have_any() -> None:
    assert corpus_by_week(articles()).to_dict("split")["data"] == [
        ["", "", 1, 0, 0],
        ["north", "2019-12-30", 1, 1, 1],
        ["north", "2020-01-06", 3, 1, 2],
    ]
    assert corpus_by_week(articles().iloc[:0]).empty


def test_texts_are_described_whole_in_focus_and_by_outlet() -> None:
    table = corpus_texts(articles()).set_index(["group", "value"])
    every = table.loc[("all", "all")]
    assert every[["n", "median", "q1", "q3"]].tolist() == [5, 60, 40, 80]
    assert every[["n_short", "n_no_body", "n_truncated", "n_undated"]].tolist() == [2, 2, 1, 1]
    assert table.loc[("focus", "in focus"), "n"] == 2
    assert table.loc["outlet", "n"].to_dict() == {"north": 4, "": 1}
    assert list(table.loc["outlet"].index) == ["north", ""], "the unknown one comes last"
    assert corpus_texts(articles().assign(focus=False)).loc[1, "n"] == 0


def test_languages_decided_stand_beside_those_stated() -> None:
    excluded = pd.DataFrame({"article_id": ["x", "y"], "reason": ["language", "no date"], "detail": ["de", "someday"]})
    records = pd.DataFrame(
        {"article_id": ["a", "a", "b", "c", "d", "x"], "language": ["en-GB", "de", None, "English", "en", "en"]}
    )
    assert corpus_languages(articles(), excluded, records).to_dict("split")["data"] == [
        ["en", "en", 2, 2, 0],
        ["", "", 1, 0, 0],
        ["en", "", 1, 0, 0],
        ["fr", "en", 1, 0, 0],
        ["de", "en", 0, 0, 1],
    ]
