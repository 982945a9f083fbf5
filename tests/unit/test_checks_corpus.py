import pandas as pd
import pytest

from newsframing.checks import Untrue, accounts_add_up, copies_are_sound, events_are_sound, truncation_is_sound
from newsframing.cleaning.coverage import corpus_by_week, corpus_languages, corpus_texts
from newsframing.cleaning.flow import corpus_by_day, corpus_by_outlet
from newsframing.events import events_by_outlet


def articles(**change) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "article_id": ["a", "b", "c", "d"],
            "cluster_id": ["a", "a", "c", "d"],
            "is_copy": [False, True, False, False],
            "focus": [True, True, False, True],
            "event_id": ["e1", "e1", "named", None],
            "outlet": ["north", "south", None, "north"],
            "published": ["2020-01-05", "2020-01-06", None, "2020-01-06"],
            "language": ["en", "en", None, "en"],
            "body": ["b", "b", None, "b"],
            "truncated": [False, True, False, False],
            "n_words": [10, 60, 70, 100],
        }
    )
    return table.assign(**change)


def copies(**change) -> pd.DataFrame:
    return pd.DataFrame({"cluster_id": ["a"], "n": [2]}).assign(**change)


@pytest.mark.parametrize(
    ("change", "listed"),
    [
        ({"is_copy": [True, True, False, False]}, {}),
        ({"is_copy": [False, False, False, False]}, {}),
        ({"cluster_id": ["a", "a", "c", "x"], "is_copy": [False, True, False, True]}, {}),
        ({"focus": [False, True, False, True]}, {}),
        ({}, {"n": [3]}),
        ({}, {"cluster_id": ["c"]}),
    ],
)
def test_clusters_are_sound_or_not(change: dict, listed: dict) -> None:
    assert "3 stories, 1 of them in several articles" in copies_are_sound(articles(), copies())
    with pytest.raises(Untrue):
        copies_are_sound(articles(**change), copies(**listed))


@pytest.mark.parametrize(
    ("change", "n", "kinds"),
    [
        ({"event_id": ["e1", "e1", "named", "unlisted"]}, [1, 2], ["named", "proposed"]),
        ({}, [2, 2], ["named", "proposed"]),
        ({}, [1, 2], ["proposed", "proposed"]),
        ({"focus": [True, False, False, True]}, [1, 2], ["named", "proposed"]),
    ],
)
def test_events_are_sound_or_not(change: dict, n: list[int], kinds: list[str]) -> None:
    def events(numbers: list[int], kind: list[str]) -> pd.DataFrame:
        return pd.DataFrame({"event_id": ["named", "e1"], "kind": kind, "n": numbers})

    table = articles()
    by_outlet = events_by_outlet(table, table["event_id"])
    assert "2 events, 1 of them proposed" in events_are_sound(table, events([1, 2], ["named", "proposed"]), by_outlet)
    with pytest.raises(Untrue):
        changed = articles(**change)
        events_are_sound(changed, events(n, kinds), events_by_outlet(changed, changed["event_id"]))
    with pytest.raises(Untrue):
        events_are_sound(table, events([1, 2], ["named", "proposed"]), by_outlet.iloc[1:])


def accounts() -> dict[str, pd.DataFrame]:
    table = articles()
    excluded = pd.DataFrame({"article_id": ["x"], "reason": ["language"], "detail": ["fr"]})
    records = pd.DataFrame({"article_id": ["a", "b", "x"], "language": ["English", None, "en"]})
    return {
        "corpus_by_outlet": corpus_by_outlet(table),
        "corpus_by_day": corpus_by_day(table),
        "corpus_by_week": corpus_by_week(table),
        "corpus_texts": corpus_texts(table),
        "corpus_languages": corpus_languages(table, excluded, records),
    }


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("corpus_by_outlet", "n"),
        ("corpus_by_outlet", "n_copies"),
        ("corpus_by_day", "n_focus"),
        ("corpus_by_week", "n"),
        ("corpus_by_week", "n_days"),
        ("corpus_languages", "n"),
        ("corpus_texts", "n"),
        ("corpus_texts", "p5"),
    ],
)
def test_accounts_add_up_or_not(name: str, column: str) -> None:
    tables = accounts()
    assert "4 articles, 3 in focus" in accounts_add_up(articles(), tables)
    tables[name] = tables[name].assign(**{column: tables[name][column] + 7})
    if column == "p5":
        tables[name] = tables[name].assign(p5=1e6)
    with pytest.raises(Untrue):
        accounts_add_up(articles(), tables)


@pytest.mark.parametrize("change", [{"cut": [1.2, 0.0]}, {"lost": [0.5, 0.1]}, {"n": [3, 4]}])
def test_truncation_is_sound_or_not(change: dict) -> None:
    table = pd.DataFrame({"n": [4, 4], "whole": [0.5, 0.0], "cut": [0.25, 0.0], "lost": [0.5, None]})
    assert "2 frames" in truncation_is_sound(table)
    with pytest.raises(Untrue):
        truncation_is_sound(table.assign(**change))
