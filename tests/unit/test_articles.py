import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from newsframing.articles import EXCLUDED_COLUMNS, article_id, count_words, excluded_table, scored_text

PARTS = st.lists(st.none() | st.text(max_size=20), min_size=5, max_size=5)


@given(PARTS, PARTS)
def test_ids_are_equal_only_for_equal_parts(first: list[str | None], second: list[str | None]) -> None:
    def plain(parts: list[str | None]) -> list[str]:
        return [(part or "").encode("utf-8", "replace").decode() for part in parts]

    assert (article_id(*first) == article_id(*second)) == (plain(first) == plain(second))
    assert re.fullmatch("[0-9a-f]{16}", article_id(*first))


def test_parts_do_not_run_together() -> None:
    assert article_id("a", "b\x1fc", "", "", "") != article_id("a\x1fb", "c", "", "", "")
    assert article_id("ab", "c", None, None, None) != article_id("a", "bc", None, None, None)
    assert article_id("a", None, None, None, None) == article_id("a", "", "", "", "")


def test_scored_text_joins_what_is_there() -> None:
    assert scored_text("Title", None, "Body") == "Title\n\nBody"
    assert scored_text(None, float("nan"), "Body") == "Body"  # type: ignore[arg-type]
    assert scored_text(None, None, None) == ""


def test_words_with_apostrophes_and_hyphens_are_one() -> None:
    assert count_words("They don't trust al-Shabab -- or the U-2s, 3 of them.") == 10


def test_excluded_rows_keep_their_columns() -> None:
    table = excluded_table([{"step": "import", "reason": "broken line", "position": 3}])
    assert list(table.columns) == EXCLUDED_COLUMNS
    assert table.loc[0, "position"] == 3
    assert table.loc[0, "title"] is None
    assert list(excluded_table([]).columns) == EXCLUDED_COLUMNS
    assert pd.api.types.is_integer_dtype(excluded_table([])["position"])
