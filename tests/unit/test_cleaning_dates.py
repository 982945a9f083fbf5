import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsframing.articles import RECORD_COLUMNS
from newsframing.cleaning import clean
from newsframing.cleaning.dates import FAULTS, DateLog, checked_date, parse_date


@pytest.mark.parametrize(
    "written",
    [
        "2017-02-07T10:00:00.1544309Z",
        "2017/2/7",
        "20170207",
        "7 February 2017",
        "7th of February 2017",
        "Tuesday, February 7th, 2017 at 10:00 am",
        "Tue, 07 Feb 2017 10:00:00 GMT",
        "Tue Feb  7 10:00:00 UTC 2017",
        "7. Februar 2017",
        "7 février 2017",
        "7 de febrero de 2017",
        "2017年2月7日",
        "Last updated: 7 Feb 2017, 10:00",
        "First published on 07-Feb-2017",
        "1486461600",
        "1486461600000",
    ],
)
def test_a_date_in_any_form_is_read(written: str) -> None:
    assert parse_date(written) == ("2017-02-07", "")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (None, "missing"),
        (" ", "missing"),
        ("0001", "impossible"),
        ("2017", "incomplete"),
        ("Feb 2017", "incomplete"),
        ("2017-02-30", "impossible"),
        ("30 Smarch 2017", "malformed"),
        ("1/21/..", "malformed"),
        ("02/03/2017", "ambiguous"),
        ("2 hours ago", "malformed"),
        ("#REF!", "malformed"),
        ("1970-01-01T00:00:00Z", "placeholder"),
        ("1900-01-01", "placeholder"),
    ],
)
def test_a_faulty_date_is_marked_and_not_guessed(written: str | None, fault: str) -> None:
    assert parse_date(written) == (None, fault)


def test_a_date_after_the_day_of_collection_is_future() -> None:
    assert checked_date("2020-12-31", "2020-12-31").day == "2020-12-31"
    assert checked_date("2021-01-01", "2020-12-31") == (None, "future")
    assert checked_date("2050", "2020-12-31") == (None, "future")
    assert checked_date("2050-01-01") == ("2050-01-01", ""), "there is no clock"


def test_faults_are_counted_with_an_example_each() -> None:
    log = DateLog()
    for fault, written in [("", "2017-02-07"), ("missing", None), ("malformed", "soon"), ("malformed", "later")]:
        log.add(fault, written)
    assert log.table().astype(object).where(log.table().notna(), None).to_numpy().tolist() == [
        ["sound", 1, "2017-02-07"],
        ["missing", 1, None],
        ["malformed", 2, "soon"],
    ]


def test_cleaning_marks_them_in_its_table() -> None:
    dates = ["2017-02-07", "2050-01-01", "", "1/21/..", "2018-01-01"]
    rows = [
        {"article_id": f"{n:016x}", "role": "counted", "title": f"Title {n}", "published": date}
        for n, date in enumerate(dates)
    ]
    table = pd.DataFrame(rows, columns=RECORD_COLUMNS).astype(object)
    cleaned = clean(table, window=("2017-01-01", "2017-12-31"), collected="2020-01-01")
    faults = dict(zip(cleaned.dates["fault"], cleaned.dates["n"], strict=True))
    assert faults == {"sound": 1, "missing": 1, "malformed": 1, "future": 1, "after the window": 1}
    reasons = dict(zip(cleaned.excluded["title"], cleaned.excluded["reason"], strict=True))
    assert reasons == {"Title 1": "no date", "Title 2": "no date", "Title 3": "no date", "Title 4": "outside window"}
    assert cleaned.excluded.set_index("title").loc["Title 1", "detail"] == "future: 2050-01-01"


@given(st.text(max_size=120))
def test_any_text_gives_a_day_or_a_fault(text: str) -> None:
    day, fault = parse_date(text)
    assert (day is None) is bool(fault)
    assert fault in ("", *FAULTS)
