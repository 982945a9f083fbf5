import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from newsframing.duplicates import content_hash, mark_copies, normalised

LONG = "The two sides met on Monday and left without a word to the press."


def articles(*rows: tuple[str, str, str | None, str | None, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["article_id", "role", "published", "title", "body"]).astype(object)
    return table.assign(lead=None)


def test_the_earliest_then_smallest_id_represents_a_cluster() -> None:
    table = mark_copies(
        articles(
            ("a", "counted", "2017-02-09", "One", LONG),
            ("b", "counted", "2017-02-08", "Two", LONG.upper().replace(" ", "  ").replace(".", "!")),
            ("c", "counted", None, "Three", LONG),
            ("d", "counted", "2017-02-08", "Four", LONG),
            ("e", "counted", "2017-02-01", "Five", LONG + " More."),
        )
    ).set_index("article_id")
    assert table["cluster_id"].to_dict() == {"a": "b", "b": "b", "c": "b", "d": "b", "e": "e"}
    assert table.index[table["is_copy"]].tolist() == ["a", "c", "d"]
    assert table["content_hash"].nunique() == 2


def test_little_text_needs_the_same_title() -> None:
    table = mark_copies(
        articles(
            ("a", "counted", None, "Storm in pictures", "View gallery."),
            ("b", "counted", None, "Flood in pictures", "View gallery."),
            ("c", "counted", None, "Storm in pictures!", "View gallery"),
        )
    )
    assert table["is_copy"].tolist() == [False, False, True]


def test_without_text_the_title_decides_and_nothing_matches_nothing() -> None:
    table = mark_copies(
        articles(
            ("a", "counted", None, "A headline", None),
            ("b", "counted", None, "A Headline", None),
            ("c", "counted", None, None, None),
            ("d", "counted", None, None, None),
        )
    )
    assert table["is_copy"].tolist() == [False, True, False, False]


def test_a_reading_is_no_copy_of_a_counted_article() -> None:
    table = mark_copies(
        articles(("a", "reading", "2017-01-01", "One", LONG), ("b", "counted", "2017-01-02", "One", LONG))
    )
    assert not table["is_copy"].any()


def test_it_does_not_matter_where_the_lead_ends() -> None:
    first, second = LONG.split(" and ")
    assert content_hash("T", f"{first} and", second) == content_hash("U", None, LONG)


@given(st.text(max_size=60))
def test_normalising_settles(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
