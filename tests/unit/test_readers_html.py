import csv
from pathlib import Path

import pytest
import sites
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.readers import html, import_source

TEXT = "The army said on Monday that its jets had struck two camps of fighters near the border crossing. "
BODY = "".join(f"<p>{n}. {TEXT}</p>" for n in range(4))


def read(tmp_path, content, **options):
    path = tmp_path / "page.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_source([(path, "page.html")], "html", options)


@pytest.mark.parametrize("shape", sites.SHAPES, ids=lambda shape: shape.__name__)
def test_pages_of_every_shape(tmp_path, shape):
    url = "https://herald.example/world/story-7"
    title, paragraphs = sites.article(7, "2024-03-18", "The Herald")
    records, rejected, _ = read(tmp_path, shape(title, paragraphs, "The Herald", "2024-03-18", url))
    assert rejected.empty
    record = records.iloc[0]
    assert record["title"].startswith(title)
    for paragraph in paragraphs:
        assert paragraph in record["body"]
    for residue in ("Read more", "Facebook", "All rights", "never", "Menu"):
        assert residue not in record["body"]
    if shape is not sites.old:
        assert record["url"] == url
        assert record["published"][:10] == "2024-03-18"
    if shape in (sites.opengraph, sites.linked_data):
        assert record["outlet"] == "The Herald"


def test_outlet_and_day_come_from_the_address_where_the_page_is_silent(tmp_path):
    link = '<link rel="canonical" href="https://www.herald.example/2024/03/18/jets#top">'
    record = read(tmp_path, f"<html><head><title>Jets</title>{link}</head><body><article>{BODY}")[0].iloc[0]
    assert (record["outlet"], record["published"]) == ("www.herald.example", "2024-03-18")
    assert record["url"] == "https://www.herald.example/2024/03/18/jets"


def test_a_number_in_an_address_is_no_day(tmp_path):
    link = '<link rel="canonical" href="https://herald.example/2024/10/10-dead-in-clash">'
    record = read(tmp_path, f"<html><head><title>Jets</title>{link}</head><body><article>{BODY}")[0].iloc[0]
    assert record["published"] is None


def test_an_address_that_a_browser_noted(tmp_path):
    saved = "<!-- saved from url=(0032)https://herald.example/world/1 -->\n"
    assert read(tmp_path, f"{saved}<html><body>{BODY}")[0].iloc[0]["url"] == "https://herald.example/world/1"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//herald.example/1", "https://h.example/ x", "http://[::1"]
)
def test_an_address_that_is_none_is_left_out(tmp_path, address):
    link = f'<link rel="canonical" href="{address}">'
    assert read(tmp_path, f"<html><head>{link}</head><body>{BODY}")[0].iloc[0]["url"] is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a page"),
        (b"just a text", "not a page"),
        (b"%PDF-1.7 ...", "not a page"),
        (bytes(range(256)) * 10, "not a page"),
        ("<html><body><nav><a href=/>Home</a></nav></body></html>", "no main text"),
        ("<html><body><script>" + TEXT * 20 + "</script></body></html>", "no main text"),
        ("<div>" * 30000 + BODY, "no main text"),
        ("<p>" + "x<br>" * 70000, "page too large"),
        (b"<html>" + b" " * html.MOST_BYTES, "page too large"),
    ],
)
def test_what_gives_no_article_is_rejected_with_its_reason(tmp_path, content, reason):
    records, rejected, _ = read(tmp_path, content)
    assert records.empty
    assert rejected["reason"].tolist() == [reason]


def test_entities_are_not_expanded_and_nothing_is_loaded(tmp_path):
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    records, _, _ = read(tmp_path, f"{bomb}<html><body><p>&b;&f; {TEXT}</p>{BODY}</body></html>")
    assert "hahaha" not in records.iloc[0]["body"]
    assert "localhost" not in records.iloc[0]["body"]


def test_hostile_titles_stay_texts(tmp_path):
    title = "=HYPERLINK(&quot;http://x.example&quot;) &lt;script&gt;alert(1)&lt;/script&gt;"
    record = read(tmp_path, f"<html><head><title>{title}</title></head><body>{BODY}")[0].iloc[0]
    assert "1. The army" in record["body"]
    assert "\n" not in (record["title"] or "")


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("‘Größe’ été".encode(), None),
        ("\ufeff‘Größe’ été".encode("utf-16"), None),
        (b'<meta charset="windows-1252">' + "‘Größe’ été".encode("cp1252"), None),
        ("‘Größe’ été".encode("cp1252"), None),
        ("‘Größe’ été".encode("cp1252"), "windows-1252"),
        (b'<meta charset="punycode">' + "‘Größe’ été".encode("cp1252"), "no-such-encoding"),
    ],
)
def test_encodings_are_found(content, charset):
    assert html.decode(content, charset).endswith("‘Größe’ été")


def test_defaults_fill_what_the_page_lacks(tmp_path):
    record = read(tmp_path, f"<html><body>{BODY}", defaults={"outlet": "Herald", "published": "2024-01-01"})[0].iloc[0]
    assert (record["outlet"], record["published"]) == ("Herald", "2024-01-01")
    with pytest.raises(UserError, match="did you mean 'outlet'"):
        read(tmp_path, BODY, defaults={"outlt": "x"})


PIECES = [
    "<div>",
    "</p>",
    "<p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<script>",
    "&#0;",
    "&#xD800;",
    "<a href='",
    "\0",
    "<td>",
    TEXT,
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=10), max_size=30).map("".join) | st.binary(max_size=300))
def test_any_page_is_a_record_or_a_rejection(tmp_path_factory, content):
    head = b"<html><body>"
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    records, rejected, _ = read(tmp_path_factory.mktemp("any"), head + content)
    assert len(records) + len(rejected) == 1


def test_the_shipped_list_is_whole():
    path = Path(__file__).parents[2] / "config/urls/border-strikes.csv"
    with path.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len({row["url"] for row in rows}) == 64
    assert all(html.web_address(row["url"]) == row["url"] for row in rows)
