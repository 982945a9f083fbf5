"""The index of war and peace journalism: only over six items or more, from -1 to 1, with intervals over stories."""

from pathlib import Path

import pandas as pd
import pytest

from newsframing.evidence.war_peace import COLUMNS, LEAST_ITEMS, article_index, pairs_of, war_peace_table
from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.settings import load_yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book() -> Codebook:
    name = "config/codebooks/war_peace.yaml"
    return read_codebook(load_yaml(ROOT / name), load_yaml(ROOT / "workflow/schemas/codebook.yaml"), name)


def gold(book: Codebook, answers: dict[str, list[tuple[int, int] | None]]) -> pd.DataFrame:
    """Codes: an article's answers on (war, peace) of the first pairs; None: coders were divided on the war side."""
    rows = [
        (article, book.id, frame, value)
        for article, own in answers.items()
        for (war, peace), answer in zip(pairs_of(book), own, strict=False)
        for frame, value in ((war, None if answer is None else answer[0]), (peace, answer[1] if answer else 1))
    ]
    table = pd.DataFrame(rows, columns=["article_id", "codebook", "frame", "present"])
    return table.astype({"present": "Int8"})


def test_the_shipped_codebook_has_ten_pairs(book: Codebook) -> None:
    pairs = pairs_of(book)
    assert len(pairs) == 10 and pairs[0] == ("reactive", "proactive")
    assert len({one for pair in pairs for one in pair}) == 20


def test_an_index_needs_six_items(book: Codebook) -> None:
    codes = gold(
        book, {"a": [(1, 0)] * 6, "b": [(1, 0)] * 5, "c": [(1, 0)] * 5 + [None], "d": [(0, 1)] * 3 + [(1, 1)] * 5}
    )
    found = article_index(codes, book).set_index("article_id")
    assert found.index.tolist() == ["a", "d"]  # five items, or five and a tie, are too few
    assert found.loc["a", "index"] == -1 and found.loc["d", "index"] == pytest.approx(3 / 8)
    assert found.loc["d", "items"] == 8 >= LEAST_ITEMS


def test_the_table_tells_all_and_each_outlet(book: Codebook) -> None:
    answers = {f"w{n}": [(1, 0)] * 6 for n in range(6)} | {f"p{n}": [(0, 1)] * 6 for n in range(2)}
    articles = pd.DataFrame({"article_id": list(answers), "outlet": ["x"] * 6 + ["y"] * 2})
    articles["cluster_id"], articles["is_copy"] = articles["article_id"], False
    table = war_peace_table(gold(book, answers), articles, [book], 200, 1)
    assert table.columns.tolist() == COLUMNS
    whole = table.iloc[0]
    assert (whole["n"], whole["n_war"], whole["n_peace"], whole["n_even"], whole["n_items"]) == (8, 6, 2, 0, 6)
    assert whole["estimate"] == pytest.approx(-0.5) and whole["low"] < -0.5 < whole["high"]
    assert table.loc[table["value"] == "x", "estimate"].item() == -1


def test_without_codes_of_such_items_there_is_no_row(book: Codebook) -> None:
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["x"], "cluster_id": ["a"], "is_copy": [False]})
    few = gold(book, {"a": [(1, 0)] * 2})
    assert war_peace_table(few, articles, [book], 50, 1).empty
    assert war_peace_table(few.iloc[:0], articles, [book], 50, 1).columns.tolist() == COLUMNS
