from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsframing.cleaning.dates import parse_date
from newsframing.cleaning.outlets import Outlets, host_of
from newsframing.errors import UserError

CONFIG = Path(__file__).parents[2] / "config" / "outlets.yaml"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017/2/7", "2017-02-07"),
        ("2016/12/30 7:11", "2016-12-30"),
        ("2022-09-14T16:07:25.1544309Z", "2022-09-14"),
        ("2020-01-02T00:00:00+05:00", "2020-01-02"),
        ("20170207", "2017-02-07"),
        ("7 February 2017", "2017-02-07"),
        ("Feb. 7th, 2017, 10:00 a.m.", "2017-02-07"),
        ("Tue, 07 Feb 2017 10:00:00 GMT", "2017-02-07"),
        ("31/12/2017", "2017-12-31"),
        ("12/31/2017", "2017-12-31"),
        ("5.5.2017", "2017-05-05"),
        ("Published on 7 Feb 2017", "2017-02-07"),
        ("1486425600", "2017-02-07"),
    ],
)
def test_dates_of_many_shapes(text: str, day: str) -> None:
    assert parse_date(text) == (day, "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, "missing"),
        ("  ", "missing"),
        ("03/04/2017", "ambiguous"),
        ("2017-02-30", "impossible"),
        ("0001-01-01", "impossible"),
        ("2201-01-01", "impossible"),
        ("2050", "incomplete"),
        ("May 2017", "incomplete"),
        ("1/21/..", "malformed"),
        ("yesterday", "malformed"),
        ("32 May 2017", "impossible"),
        ("x" * 5000, "malformed"),
    ],
)
def test_what_is_uncertain_is_left_out(text: str | None, fault: str) -> None:
    assert parse_date(text) == (None, fault)


@given(st.text(alphabet="0123456789-/.: TZMayfeb,", max_size=30) | st.text(max_size=30))
def test_a_date_is_a_day_or_a_fault(text: str) -> None:
    day, fault = parse_date(text)
    assert (day is None) != (fault == "")
    assert day is None or (len(day) == 10 and "1900" <= day[:4] <= "2100")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://www.herald.example/a", "herald.example"),
        ("https://m.herald.example:8080/a", "herald.example"),
        ("herald.example/a", "herald.example"),
        ("no address", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_hosts(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


def test_outlets_by_name_then_address() -> None:
    outlets = Outlets(
        {"herald.example": {"name": "The Herald", "aliases": ["Herald Online"], "hosts": ["herald-news.example"]}}
    )
    assert outlets.of("Herald Online", None) == "herald.example"
    assert outlets.of("the herald (Web News)", None) == "herald.example"
    assert outlets.of(None, "http://europe.herald.example/x") == "herald.example"
    assert outlets.of(None, "http://www.herald-news.example/x") == "herald.example"
    assert outlets.of(None, "http://www.post.example/x") == "post.example"
    assert outlets.of("Some Weekly", "http://www.post.example/x") == "Some Weekly"
    assert outlets.of("", None) is None
    assert outlets.is_name_of("Herald", "herald.example")
    assert outlets.is_name_of("Some Weekly", "Some Weekly", "Some Weekly")
    assert not outlets.is_name_of("Post", "herald.example")


def test_an_alias_of_two_outlets_is_an_error() -> None:
    with pytest.raises(UserError, match="names both"):
        Outlets({"a.example": {"name": "Herald"}, "b.example": {"name": "The Herald"}})


def test_the_shipped_outlets_are_sound() -> None:
    content = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    outlets = Outlets(content)
    assert outlets.of(None, "http://europe.chinadaily.com.cn/x") == "chinadaily.com.cn"
    assert outlets.of("Fox Online News", None) == outlets.of("Fox News", None) == "foxnews.com"
    for identity, about in content.items():
        assert set(about) <= {"name", "aliases", "hosts", "country", "kind", "kind_source", "kind_as_of"}, identity
        assert ("kind" in about) == ("kind_source" in about) == ("kind_as_of" in about), identity
        assert len(about.get("country", "XX")) == 2, identity
