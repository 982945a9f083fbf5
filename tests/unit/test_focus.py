import datetime as dt

import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.events import assign_events
from newsframing.focus import focus_counts, in_focus


def articles(*bodies: str, title: str | None = None, lead: str | None = None) -> pd.DataFrame:
    rows = [{"title": title, "lead": lead, "body": body} for body in bodies]
    return pd.DataFrame(rows, index=[10 * n for n in range(len(bodies))]).astype(object)


def test_without_a_focus_every_article_is_in() -> None:
    assert in_focus(articles("a", "b"), None).tolist() == [True, True]


def test_mentions_count_in_all_fields_as_whole_words_in_any_case() -> None:
    table = articles("AIR-STRIKES again", "an airline strike", title="Air strike", lead="insurgents")
    counts = focus_counts(table, {"any": ["air strike*", "insurgen*"]})
    assert counts["any"].tolist() == [3, 2]
    assert counts.index.tolist() == [0, 10]
    assert in_focus(table, {"any": ["air strike*", "insurgen*"], "at_least": 3}).tolist() == [True, False]


def test_one_mention_of_none_puts_an_article_out() -> None:
    table = articles("Taliban and cricket", "Taliban and crickets")
    assert in_focus(table, {"any": ["Taliban"], "none": ["cricket"]}).tolist() == [False, True]


def test_all_conditions_must_hold() -> None:
    focus = {"all": [{"any": ["Pakistan*"], "at_least": 2}, {"any": ["blast*"]}], "none": ["film"]}
    table = articles("Pakistan Pakistani blast", "Pakistan blast", "Pakistan Pakistan", "Pakistan Pakistan blasts film")
    assert in_focus(table, focus).tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    "focus",
    [
        {"some": ["a"]},
        {"any": ["a"], "all": [{"any": ["b"]}]},
        {"any": ["a"], "at_least": 0},
        {"any": ["*"]},
        {"all": [{"at_least": 2}]},
        {"any": 5},
    ],
)
def test_a_focus_that_cannot_be_read_is_an_error(focus: dict[str, object]) -> None:
    with pytest.raises(UserError, match="focus"):
        in_focus(articles("a"), focus)


def test_events_take_articles_of_their_days_that_name_them() -> None:
    table = articles("The Sehwan shrine", "Sehwan again", "Something else", "Sehwan late", "Sehwan undated")
    table["published"] = ["2017-02-16", "2017-02-17", "2017-02-17", "2017-02-18", None]
    event = {"id": "sehwan", "date": dt.date(2017, 2, 16), "label": "Sehwan", "any": ["Sehwan"]}
    assert assign_events(table, [event]).tolist() == ["sehwan", "sehwan", None, None, None]
    assert assign_events(table, [{**event, "until": "2017-02-18"}]).tolist() == [
        "sehwan",
        "sehwan",
        None,
        "sehwan",
        None,
    ]
    assert assign_events(table, [{**event, "any": None}]).isna().all()
    second = {**event, "id": "other", "any": ["shrine", "else"]}
    assert assign_events(table, [event, second]).tolist() == ["sehwan", "sehwan", "other", None, None]


@pytest.mark.parametrize("event", [{"date": "soon"}, {"date": "2017-02-16", "until": "2017-02-15"}])
def test_an_event_needs_sound_dates(event: dict[str, str]) -> None:
    table = articles("a").assign(published=None)
    with pytest.raises(UserError, match=r"events\[0\]"):
        assign_events(table, [{"id": "e", "any": ["a"], **event}])
