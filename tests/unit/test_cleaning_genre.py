import pytest

from newsframing.cleaning.agencies import cut_credit, wire_section
from newsframing.cleaning.genre import GENRES, genre
from newsframing.cleaning.log import ChangeLog

SITE = "https://herald.example"


@pytest.mark.parametrize(
    ("url", "title", "outlet", "body", "expected"),
    [
        (f"{SITE}/world/2017/02/07/bridge-opens", "Bridge opens", None, "It opened.", "news"),
        (f"{SITE}/2017/02/07/politics/bridge/index.html", "Bridge opens", None, None, "news"),
        (f"{SITE}/indepth/opinion/2017/bridge.html", "A bridge too many", None, None, "opinion"),
        (f"{SITE}/world/2017/bridge", "Opinion: A bridge too many", None, None, "opinion"),
        (f"{SITE}/world/2017/bridge", "OPINION | A bridge too many", None, None, "opinion"),
        (f"{SITE}/a-123", "Editorial: Build it", None, None, "opinion"),
        (f"{SITE}/a-123", "Build it", "The Herald - Opinion", None, "opinion"),
        (f"{SITE}/a-123", "Build it", "Guest Writer - Left", None, "opinion"),
        (f"{SITE}/news/a-123", "Build it", None, "ANALYSIS/OPINION:\n\nBuild it.", "opinion"),
        (None, "Build it", None, "Build.\nThe opinions expressed in this commentary are solely his.", "opinion"),
        (f"{SITE}/a-123", "Q&A: The woman who built it", None, None, "interview"),
        (f"{SITE}/a-123", "Interview: 'We built it'", None, None, "interview"),
        (f"{SITE}/a-123", "We built it", None, "Q: Why?\nA: So.\nQ: How?\nA: So.\nQ: When?\nA: Now.", "interview"),
        (f"{SITE}/a-123", "We built it", None, "This interview has been edited for length.", "interview"),
        (f"{SITE}/a-123", "Clip was edited", None, "An interview on the station about an edited film.", "unknown"),
        (f"{SITE}/programmes/insidestory/2017/bridge", "Who pays?", None, None, "programme"),
        (f"{SITE}/a-123", "Inside Story: Who pays?", None, None, "programme"),
        (f"{SITE}/a-123", "Who pays?", None, "This is a rush transcript. Copy may change.", "programme"),
        (f"{SITE}/indepth/features/bridge", "Life on a bridge", None, None, "unknown"),
        (f"{SITE}/news/inpictures/bridge", "A bridge in pictures", None, None, "unknown"),
        (None, "Bridge opens", None, "ARLEN (Reuters) - A bridge opened.", "news"),
        (None, "Bridge opens", None, "A bridge opened.", "unknown"),
        (None, None, None, None, "unknown"),
        ("http://[broken", "Opinions differ on bridge", None, None, "unknown"),
        (f"{SITE}/opinions-differ-on-bridge", "Opinions differ on bridge", None, None, "unknown"),
    ],
)
def test_genre_is_what_the_page_says(
    url: str | None, title: str | None, outlet: str | None, body: str | None, expected: str
) -> None:
    assert genre(url, title, outlet, body) == expected
    assert expected in GENRES


@pytest.mark.parametrize(
    ("tail", "agencies"),
    [
        ("Contributing: The Associated Press", ["AP"]),
        ("• This article is based in part on wire service reports.", ["news agencies"]),
        ("(Reporting by A. Miller and B. Baker; Editing by C. Smith)", ["Reuters"]),
        ("The Associated Press contributed to this report.", ["AP"]),
        ("aw,ls,jbh,dm/bw,rc (AFP, dpa)", ["AFP", "dpa"]),
        ("pfd/ (dpa, AP)", ["dpa", "AP"]),
        ("Reuters reported that the bridge was open.", []),
    ],
)
def test_a_credited_wire_is_read_and_cut(tail: str, agencies: list[str]) -> None:
    body = "The bridge opened on Monday.\n\nThe mayor was there."
    text, found = cut_credit(f"{body}\n\n{tail}", "herald.example", ChangeLog())
    assert found == agencies
    assert (text == body) is bool(agencies)


def test_an_agency_that_is_the_outlet_is_no_credit() -> None:
    assert cut_credit("ARLEN (Reuters) - Open.", "reuters.com", ChangeLog())[1] == []


def test_a_wire_page_is_told_by_its_address() -> None:
    assert wire_section(f"{SITE}/World/wireStory/bridge-123") == "news agencies"
    assert wire_section(f"{SITE}/World/story/wirestory-123") is None
    assert wire_section(None) is None
