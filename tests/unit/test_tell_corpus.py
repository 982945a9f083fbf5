"""What the corpus page tells: enough of each reason to look at, everything escaped, nothing said that is not there."""

import re
from types import SimpleNamespace
from typing import Any

import pandas as pd

from newsframing.articles import excluded_table
from newsframing.cleaning.flow import removed_records
from newsframing.pages import tell_corpus as tell

HOSTILE = '<script>alert(1)</script> & "more"'


def report(**tables: pd.DataFrame) -> Any:
    settings = {"corpus": {"focus": {"any": ["rebel*", "<b>"], "at_least": 3, "none": "cricket"}}}
    return SimpleNamespace(table=lambda name: tables[name], study="s", settings=settings, from_counts=False)


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", page.split("<tbody>")[1], re.DOTALL)


def removed(*reasons: tuple[str, int]) -> pd.DataFrame:
    rows = [
        {
            "step": "clean",
            "reason": reason,
            "source_file": "data/raw/s/export.csv",
            "position": number,
            "outlet": "north.example",
            "title": f"{HOSTILE} {number}",
            "published": "2020-02-01",
            "detail": "why <i>",
        }
        for reason, n in reasons
        for number in range(1, n + 1)
    ]
    return removed_records(excluded_table(rows))


def test_ten_removed_records_a_reason_from_all_over_the_files() -> None:
    page = str(tell.removed(report(corpus_removed=removed(("no date", 95), ("no text", 3), ("repeated", 10)))))
    rows = rows_of(page)
    assert [sum(f">{reason}<" in row for row in rows) for reason in ("no date", "no text", "repeated")] == [10, 3, 10]
    assert "record 1<" in rows[0] and "record 95<" in rows[9], "the first and the last are among those shown"
    assert "<script" not in page and "<i>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_removed_is_said() -> None:
    assert "No record was removed" in tell.removed(report(corpus_removed=removed()))


def test_a_decision_on_the_focus_is_shown_with_the_terms_that_made_it() -> None:
    sample = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "outlet": ["north.example", None],
            "published": ["2020-02-01", None],
            "title": [HOSTILE, None],
            "mentions": ["any 4 of 3; none 0", "all[0] 1 of 3; all[1] 2 of 2; none 1"],
            "terms": ["any: rebel* 3, air strike* 1", "all[1]: <b> 2; none: cricket 1"],
            "focus": [True, False],
            "margin": [1, 3],
        }
    )
    page = str(tell.focus_sample(report(corpus_focus_sample=sample))).replace("\xa0", " ")
    assert "3 mentions or more of rebel* and &lt;b&gt;." in page and "mentions cricket even once" in page
    assert "<td>4 of 3</td>" in page and "rebel* 3, air strike* 1" in page
    assert "1: 1 of 3<br>2: 2 of 2<br>excluded 1" in page and "2: &lt;b&gt; 2<br>excluded: cricket 1" in page
    assert "north.example, 1 Feb 2020" in page and "(no title)" in page
    assert "<script" not in page and "<b>" not in page


def test_events_name_their_outlets_with_the_reports_of_each() -> None:
    events = pd.DataFrame(
        {
            "event_id": ["flood", "e2", "e3"],
            "kind": ["named", "proposed", "proposed"],
            "label": [HOSTILE, "Two", "Three"],
            "n": [3, 2, 4],
            "n_outlets": [2, 2, 3],
            "outlets": ["a; b", "a; b", "a; b; c"],
            "first": ["2020-02-01", "2020-02-02", "2020-02-03"],
            "last": ["2020-02-02", "2020-02-02", "2020-02-03"],
        }
    )
    by_outlet = pd.DataFrame({"event_id": ["flood", "flood"], "outlet": ["<u>", None], "n": [2, 1]})
    page = str(tell.events(report(corpus_events=events, corpus_event_outlets=by_outlet))).replace("\xa0", " ")
    assert "1 Feb 2020 to 2 Feb 2020" in page
    assert "&lt;u&gt; <data" in page and "(no outlet) <data" in page
    assert "Three" in page and "Two" not in page, "an event of two outlets is proposed, not shown"
    assert "<script" not in page and "<u>" not in page


def test_sound_dates_are_a_sentence_and_faults_a_table() -> None:
    sound = pd.DataFrame({"fault": ["sound"], "n": [12], "example": ["2020-01-01"]})
    assert "every one of the" in tell.dates(report(corpus_dates=sound))
    faults = pd.DataFrame({"fault": ["sound", "impossible"], "n": [12, 1], "example": ["2020-01-01", HOSTILE]})
    page = tell.dates(report(corpus_dates=faults))
    assert "impossible" in page and "<script" not in page
