"""Quotations are found by their words, whoever wrote them: a page that shows too much does not pass."""

import pandas as pd
import pytest

from newsframing import checks
from newsframing.quoted import Quotations, words_of, words_of_page
from newsframing.rights import MOST_WORDS

BODY = " ".join(f"word{number}" for number in range(200)) + ". And the river-bank fell, it’s said, again."
TABLE = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "title": ["word7 word8 word9 word10 word11 word12 word13 word14", None, "short"],
        "lead": ["Each sentence that two papers print alike tells of neither.", None, None],
        "body": [BODY, "Each sentence that two papers print alike tells of neither. " * 2, None],
    }
)


def words(first, last):
    return " ".join(f"word{number}" for number in range(first, last))


@pytest.fixture(scope="module")
def quotations():
    return Quotations(TABLE)


def test_words_of_quotations_are_counted_once_wherever_they_stand(quotations):
    assert quotations.most(f"He wrote: “{words(20, 45)}”, and later “{words(100, 125)}”.") == ("a", 50)
    assert quotations.most(f"{words(20, 45)} and once more {words(30, 45)}") == ("a", 25)
    assert quotations.most("nothing of it, nothing at all, and no more than that") == ("", 0)


def test_capitals_hyphens_and_marks_do_not_hide_a_quotation(quotations):
    assert quotations.most("WORD198, WORD199. And the river-bank fell, it’s said, again!") == ("a", 9)


def test_titles_and_what_two_articles_share_are_nobodys_quotation(quotations):
    assert quotations.most(words(7, 15)) == ("", 0)
    assert quotations.most("Each sentence that two papers print alike tells of neither.") == ("", 0)


def test_the_words_of_a_page_are_those_a_reader_or_a_script_gets(quotations):
    page = (
        f"<p>so {words(20, 24)} <em>{words(24, 28)}</em></p><img alt='{words(60, 70)}'><style>{words(90, 99)}</style>"
    )
    assert quotations.most(words_of_page(page)) == ("a", 18)
    assert quotations.most(words_of_page(f"<script>let data = ['{words(90, 99)}']</script>"))[1] >= 8


def test_cells_of_a_table_are_read_one_by_one(quotations, tmp_path):
    pd.DataFrame({"quote": [words(20, 40)], "note": [words(40, 60)]}).to_csv(tmp_path / "t.csv", index=False)
    assert quotations.most(words_of(tmp_path / "t.csv")) == ("a", 40)


def test_a_page_with_more_than_may_be_quoted_is_untrue(quotations):
    checks.shows_little(quotations, words(20, 20 + MOST_WORDS), "x.html")
    with pytest.raises(checks.Untrue, match=r"x.html shows 51 words of the article a, and 50 may be quoted"):
        checks.shows_little(quotations, words(20, 21 + MOST_WORDS), "x.html")


def test_a_table_with_three_sentences_of_an_article_is_untrue():
    table = pd.DataFrame({"article_id": ["a", "a", "a", "b"], "quote": ["One.", "Two.", "Two.", None]})
    assert checks.quotes_are_few({"t": table}).startswith("2 quotations")
    assert checks.quotes_are_few({"t": table.assign(quote=float("nan"))}).startswith("0 quotations")
    with pytest.raises(checks.Untrue, match="t quotes 3 sentences, 3 words of a"):
        checks.quotes_are_few({"t": table.assign(quote=["One.", "Two.", "Three.", None])})


def test_a_corpus_without_texts_has_nothing_to_quote():
    empty = TABLE.assign(title=None, lead=None, body=None)
    assert Quotations(empty).most(words(0, 60)) == ("", 0)
