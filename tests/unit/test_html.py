"""HTML: nothing of an article gets through unescaped, links lead to the web or nowhere, numbers name their cell."""

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from newsframing.figures import corpus
from newsframing.pages import html, site
from newsframing.pages.sanitise import sanitise

TEMPLATE = Path(__file__).parents[2] / "workflow/report/template"
NASTY = "<script>alert(1)</script> ]]> <img src=x onerror=alert(1)> \" ' & </p></main> {{ 7*7 }} {% x %}"


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(str(text))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *a) for a in attrs]

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    "made",
    [
        html.safe(NASTY),
        html.paragraph(NASTY),
        html.link("https://a.example/", NASTY),
        html.link(NASTY, NASTY),
        html.note(NASTY, NASTY),
        html.quote_html(NASTY, NASTY, NASTY, NASTY, NASTY),
        html.table_html(pd.DataFrame({NASTY: [NASTY]}), NASTY, headers={NASTY: NASTY}),
        html.figure_html(b"<svg/>", NASTY, NASTY, b"<svg/>"),
        html.number(1, html.cell(NASTY, NASTY, NASTY)),
    ],
)
def test_texts_of_articles_are_shown_not_run(made):
    seen = Seen(made)
    assert not {"script", "main"} & set(seen.tags)
    assert not [a for a in seen.attributes if a[1].startswith("on")]
    assert "<script" not in str(made)
    assert [
        src for _, name, src in seen.attributes if name == "src" and not src.startswith("data:image/svg+xml,")
    ] == []


@given(st.text())
def test_what_is_escaped_reads_as_it_was(text):
    seen = Seen(html.paragraph(text))
    assert seen.tags == ["p"]
    printable = "".join(c for c in text if c >= " " or c in "\n\t")
    assert seen.text == printable


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "//host.example/x",
        "https:///nohost",
        'https://a.example/"onmouseover="x',
        "https://[broken",
        "file:///etc/passwd",
        "ftp://a.example",
        "",
        None,
        float("nan"),
    ],
)
def test_other_addresses_are_no_links(url):
    assert html.link(url, "words") == "words"
    assert "href" not in html.quote_html("text", "outlet", None, url)


def test_links_are_plain():
    assert (
        html.link("https://a.example/x?a=1&b=2", "w")
        == '<a href="https://a.example/x?a=1&amp;b=2" rel="noopener">w</a>'
    )


def test_numbers_name_their_cell():
    cell = html.cell("frame_prevalence.csv", "conflict,military,all", "estimate")
    assert cell == "frame_prevalence.csv#conflict,military,all/estimate"
    assert html.number(0.3456789, cell, "percent") == f'<data value="0.345679" data-cell="{cell}">35%</data>'
    assert html.number(3824, cell) == f'<data value="3824" data-cell="{cell}">3,824</data>'
    assert html.number(-0.0000001, cell, "decimal").startswith('<data value="0" ')
    assert "<data" not in html.number(float("nan"), cell) and "–" in html.number(None, cell)
    with pytest.raises(ValueError, match="not a number"):
        html.number("many", cell)
    assert html.cell("t.csv", "a/b#c", "d e") == "t.csv#a%2Fb%23c/d%20e"


def test_tables_are_accessible():
    table = pd.DataFrame({"frame": ["military", "talks"], "n": [1234, 5], "estimate": [0.5, None], "ok": [True, False]})
    made = html.table_html(table, "Frames & shares", {"estimate": "percent"}, source="t.csv", key="frame")
    assert "<caption><span>Frames &amp; shares</span></caption>" in made
    assert made.count('<th scope="col"') == 4 and made.count('<th scope="row"') == 2
    assert 'role="region" tabindex="0" aria-label="Frames &amp; shares"' in made
    assert '<data value="1234" data-cell="t.csv#military/n">1,234</data>' in made
    assert '<data value="0.5" data-cell="t.csv#military/estimate">50%</data>' in made
    assert 'data-cell="t.csv#talks/estimate" title="no value">–' in made
    assert "<td>True</td>" in made


def test_a_table_takes_html_of_ours_and_says_when_it_is_empty():
    made = html.table_html(
        pd.DataFrame({"a": [html.link("https://a.example", "x")]}, dtype=object), Markup("<em>c</em>"), row_header=False
    )
    assert '<td><a href="https://a.example" rel="noopener">x</a></td>' in made and 'aria-label="c"' in made
    assert "No rows." in html.table_html(pd.DataFrame({"a": []}), "c")
    with pytest.raises(ValueError, match="no column b"):
        html.table_html(pd.DataFrame({"a": [1]}), "c", source="t.csv", key="b")


def test_a_quotation_has_at_most_fifty_words():
    quote = Seen(html.quote_html("word " * 51, "a.example", "2020-01-02T10:00:00")).text
    assert quote.count("word") == 50 and "…" in quote and "2020-01-02" in quote and "10:00" not in quote
    assert "…" not in html.quote_html("word " * 50)


def test_a_figure_needs_a_text_and_can_have_a_twin(tmp_path):
    with pytest.raises(ValueError, match="alternative"):
        html.figure_html(b"<svg/>", " ")
    table = pd.DataFrame({"outlet": ["a.example"], "n": [3], "n_focus": [1]})
    chart, made = html.show(corpus.focus, tmp_path / "focus", table, caption="C")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["focus.png", "focus.svg", "narrow"]
    seen = Seen(made)
    assert ("img", "alt", chart.alt) in seen.attributes and "source" in seen.tags and seen.text.strip() == "C"
    assert sanitise(made).count("data:image/svg+xml,%3Csvg") == 2


def test_a_notebook_keeps_one_copy_of_what_it_shows():
    bundle = html.paragraph("x" * 100)._repr_mimebundle_()
    assert "x" * 100 in bundle["text/html"] and "x" * 100 not in bundle["text/plain"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>a<script>b()</script></p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="k">a</p>', '<p class="k">a</p>'),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href="corpus.html#n">a</a>', '<a href="corpus.html#n">a</a>'),
        ('<img src="https://a.example/t.png" alt="t">', '<img alt="t">'),
        ('<img alt="t" src="data:image/svg+xml;base64,AAAA">', '<img alt="t" src="data:image/svg+xml;base64,AAAA">'),
        ("<style>@import 'https://a.example'</style><b>a</b>", "<b>a</b>"),
        ('<iframe src="https://a.example">x</iframe><svg><script>y</script></svg>z', "z"),
        ('<data data-cell="t#a/b" value="1">1</data>', '<data data-cell="t#a/b" value="1">1</data>'),
    ],
)
def test_sanitise(given, kept):
    assert sanitise(given) == kept


def test_the_list_of_studies():
    entries = [
        site.Entry("one", "First & <b>best</b>", "Why?", 1234, 16),
        {"study": "two", "title": "T", "question": "", "n_articles": 1},
    ]
    page = site.reports_index(entries, TEMPLATE, version="1.2.3")
    assert 'href="one/index.html"' in page and "First &amp; &lt;b&gt;best&lt;/b&gt;" in page
    assert "1,234 articles, 16 of them in focus" in page and "1 article<" in page and "1.2.3" in page
    assert page == site.reports_index(entries, TEMPLATE, version="1.2.3")
    assert Seen(page).tags.count("h1") == 1
    assert "No study" in site.reports_index([], TEMPLATE)


def test_a_page_without_a_notebook_has_the_same_frame():
    facts = site.page_facts("corpus", "T & t", "S", version="1")
    page = site.page(html.paragraph("x"), TEMPLATE, facts)
    assert "<h1>T &amp; t</h1>" in page and 'aria-current="page">Corpus<' in page and 'href="../index.html"' in page
    assert {"header", "nav", "main", "footer"} <= set(Seen(page).tags) and 'href="#main"' in page


def test_a_cell_can_be_made_of_its_whole_row():
    table = pd.DataFrame({"url": ["https://a.example/1", "javascript:x"], "title": ["A <b>", "B"], "n": [1, 2]})
    made = html.table_html(
        table, "c", columns=["title", "n"], render={"title": lambda r: html.link(r["url"], r["title"])}
    )
    assert '<th scope="row"><a href="https://a.example/1" rel="noopener">A &lt;b&gt;</a></th>' in made
    assert '<th scope="row">B</th>' in made and "javascript" not in made and made.count('scope="col"') == 2


def test_a_column_without_a_heading_has_no_empty_header():
    made = html.table_html(pd.DataFrame({"a": ["x"], "b": ["y"]}), "c", headers={"b": ""})
    assert '<th scope="col">a</th><td></td>' in made
