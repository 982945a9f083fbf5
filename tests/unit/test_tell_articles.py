"""The table of every article in focus, and its page."""

import pandas as pd
import pytest

from newsframing.frames.codebook import Codebook, Frame
from newsframing.pages import tell_articles
from newsframing.tables import read_csv, write_csv

BOOK = Codebook(
    "remedies", "Remedies: what to do", "here", "multi",
    (Frame("talks", "Talks", "d", measurable_by="terms"), Frame("force", "Force", "d", measurable_by="terms")),
)  # fmt: skip


def articles(**columns):
    table = pd.DataFrame(
        {
            "article_id": ["a", "b", "c", "d"],
            "role": ["counted", "counted", "counted", "reading"],
            "focus": [True, True, False, True],
            "is_copy": [True, False, False, False],
            "outlet": ["x.example", None, "x.example", "x.example"],
            "published": ["2020-01-02", "2020-01-01", "2020-01-01", None],
            "title": ["=1+1", "<b>Bold</b>", "no", "no"],
            "url": ["javascript:alert(1)", "https://x.example/b", None, None],
            "genre": ["news"] * 4,
            "n_words": [5, 6, 7, 8],
            "event_id": [None] * 4,
        }
    )
    return table.assign(**columns)


def scores():
    rows = [("a", "force", 1), ("a", "talks", 0), ("b", "talks", 1), ("b", "force", 1)]
    table = pd.DataFrame(rows, columns=["article_id", "frame", "present"])
    return table.assign(codebook="remedies", method="dictionary")


def test_articles_in_focus_copies_included_by_date():
    table = tell_articles.focus_articles(articles(), scores())
    assert list(table["article_id"]) == ["b", "a"]
    assert list(table["frames"]) == ["remedies:talks remedies:force", "remedies:force"]
    assert list(table["is_copy"]) == [0, 1]
    assert list(table["url"].isna()) == [False, True]
    assert list(table.columns) == tell_articles.COLUMNS


def test_a_title_is_no_formula_in_the_file(tmp_path):
    write_csv(tell_articles.focus_articles(articles(), scores()), tmp_path / "t.csv")
    assert list(read_csv(tmp_path / "t.csv")["title"]) == ["<b>Bold</b>", "'=1+1"]


def test_rows_escape_titles_and_link_plain_addresses_only():
    rows, shown = tell_articles._rows(tell_articles.focus_articles(articles(), scores()), [BOOK])
    assert shown == 2
    assert '<a href="https://x.example/b" rel="noopener">&lt;b&gt;Bold&lt;/b&gt;</a>' in rows[0]
    assert 'data-f="0 1"' in rows[0]
    assert "Remedies: Talks, Force" in rows[0]
    assert "(no outlet)" in rows[0]
    assert "javascript:" not in rows[1]
    assert "(copy)" in rows[1]


def test_no_article_is_in_focus():
    table = tell_articles.focus_articles(articles(focus=False), scores())
    assert table.empty
    assert tell_articles._rows(table, [BOOK]) == ([], 0)


@pytest.mark.parametrize("number", [30_000])
def test_a_page_holds_only_what_fits(number):
    table = pd.concat([tell_articles.focus_articles(articles(), scores())] * (number // 2), ignore_index=True)
    rows, shown = tell_articles._rows(table, [BOOK])
    assert 0 < shown < number
    assert len("\n".join(rows).encode()) <= tell_articles.MOST_BYTES


def test_articles_without_any_frame_are_listed_too():
    table = tell_articles.focus_articles(articles(), scores().iloc[:0])
    assert list(table["article_id"]) == ["b", "a"]
    rows, shown = tell_articles._rows(table, [])
    assert shown == 2
    assert 'data-f=""' in rows[0]
