import pandas as pd
import pytest

from newsframing.duplicates import copies_table, copying_table, independence_table
from newsframing.duplicates.accounts import effective_n

ARTICLES = pd.DataFrame(
    {
        "article_id": list("abcdef"),
        "outlet": ["x", "y", "y", "z", None, "x"],
        "published": ["2017-02-01", "2017-02-02", "2017-02-03", "2017-02-01", None, None],
        "title": ["A", "B", "C", "D", "E", "F"],
        "focus": [True, True, False, True, False, False],
        "cluster_id": list("aaadef"),
    }
).astype({"outlet": object, "published": object})
PAIRS = pd.DataFrame(
    [
        ("b", "a", 0.5, 0.7, 1, "near"),
        ("c", "a", 0.4, 0.6, 2, "near"),
        ("c", "b", 0.35, 0.6, 1, "near"),
        ("d", "a", 0.2, 0.6, 0, "part"),
    ],
    columns=["article_id", "copy_of", "jaccard", "containment", "days_apart", "kind"],
)


def test_clusters_are_listed_with_their_loosest_pair() -> None:
    table = copies_table(ARTICLES, PAIRS)
    assert table.to_dict("records") == [
        {
            "cluster_id": "a",
            "n": 3,
            "outlets": "x; y",
            "first": "2017-02-01",
            "last": "2017-02-03",
            "jaccard_min": 0.35,
            "title": "A",
        }
    ]
    assert copies_table(ARTICLES.iloc[3:], PAIRS.iloc[:0]).empty


def test_who_copies_whom_counts_articles_and_leaves_parts_out() -> None:
    table = copying_table(ARTICLES, PAIRS)
    assert table.to_numpy().tolist() == [["y", "x", 2], ["y", "y", 1]]


def test_three_copies_and_two_singles_are_worth_25_elevenths() -> None:
    assert effective_n(pd.Series(list("aaabc"))) == pytest.approx(25 / 11)
    assert effective_n(pd.Series(list("abc"))) == 3
    assert effective_n(pd.Series(["a"] * 7)) == 1
    assert effective_n(pd.Series([], dtype=object)) == 0


def test_independence_of_all_focus_and_each_outlet() -> None:
    table = independence_table(ARTICLES).set_index(["group", "value"])
    assert table.loc[("all", "all")].tolist() == [6, 4, pytest.approx(36 / 12)]
    assert table.loc[("focus", "in focus")].tolist() == [3, 2, pytest.approx(9 / 5)]
    assert table.loc[("outlet", "y")].tolist() == [2, 1, 1]
    assert table.loc["outlet"].index.tolist() == ["x", "y", "z"]
    nothing = independence_table(ARTICLES.assign(focus=False)).set_index("group")
    assert nothing.loc["focus", ["n", "effective_n"]].tolist() == [0, 0]
