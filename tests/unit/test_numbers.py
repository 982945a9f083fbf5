"""The check of a page's numbers: what it lets pass, and what it sees."""

import pandas as pd
import pytest

from newsframing.pages import html
from newsframing.pages.numbers import count_of, faults

TOPICS = pd.DataFrame({"topic": ["1", "2"], "prevalence": ["0.5", "0.25"], "label": ["a b", None]})


def looked(*parts):
    return faults(f"<main>{html.join(*parts)}</main>", {"topics": TOPICS}.__getitem__)


def wrong(value, shown, cell="topics.csv#1/prevalence"):
    return html.paragraph(html.Html(f'<data value="{value}" data-cell="{cell}">{shown}</data>'))


@pytest.mark.parametrize("shown", ["0.50", "50%", "0.5", "1", "50.00%"])
def test_a_number_that_is_its_cell_passes(shown):
    assert looked(wrong(0.5, shown)) == []


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        (wrong(0.4, "0.40"), "is 0.5, the page has 0.4"),
        (wrong(0.5, "0.51"), "the page shows 0.51"),
        (wrong(0.5, "5%"), "the page shows 5%"),
        (wrong(0.5, "half"), "the page shows half"),
        (wrong(0.5, "0.5", "topics.csv#3/prevalence"), "0 rows"),
        (html.paragraph("Of 20 topics all hold."), "a digit without its cell"),
        (html.Html("<ul><li><b>7</b> articles</li></ul>"), "a digit without its cell"),
        (html.table_html(pd.DataFrame({"n": [3, 4]}), "c", row_header=False), "without its cell"),
        (html.Html('<p><span data-cell="topics.csv#1/label">a c</span></p>'), "the page has 'a c'"),
        (html.Html('<p><span data-cell="topics.csv#2/label">3</span></p>'), "is empty"),
    ],
)
def test_a_number_that_is_not_is_seen(part, seen):
    found = looked(part)
    assert len(found) >= 1 and seen in found[0]


def test_digits_that_say_what_they_are_pass():
    assert not looked(
        html.paragraph("Of ", html.given(20), " in ", html.named("Channel 4"), " on ", html.day("2020-01-02")),
        html.method("After 20 of them (Smith 2008)."),
        html.paragraph(html.work("9 dead", "https://a.example/9"), html.Html(" <code>k7</code>")),
        html.quote_html("All 9 of them", "A", "2020-01-02"),
        html.Html('<section class="prose"><p>Ten of 20.</p></section><h2>1 heading</h2>'),
        html.paragraph(html.told("topics", {"topic": 1, "label": "a b"}, "label")),
    )
    assert count_of(str(wrong(0.5, "50%"))) == 1
