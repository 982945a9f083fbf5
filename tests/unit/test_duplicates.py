import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.bench_copies import bench_copies
from newsframing.duplicates import content_hash, find_copies, mark_copies, normalised, represent
from newsframing.duplicates.candidates import candidate_pairs, sketches
from newsframing.duplicates.clusters import _clusters
from newsframing.duplicates.texts import shingles
from newsframing.planted_copies import planted_copies

LONG = "The two sides met on Monday and left without a word to the press."


def articles(*rows: tuple[str, str, str | None, str | None, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["article_id", "role", "published", "title", "body"]).astype(object)
    return table.assign(lead=None, outlet=None)


def story(seed: int, n: int = 120) -> str:
    random = np.random.default_rng(seed)
    return " ".join(f"word{number}" for number in random.integers(0, 5000, n))


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


@pytest.mark.parametrize("other", [LONG * 3, LONG * 3 + " And that was all."])
def test_a_reading_is_no_copy_of_a_counted_article(other: str) -> None:
    table = mark_copies(
        articles(("a", "reading", "2017-01-01", "One", LONG * 3), ("b", "counted", "2017-01-02", "One", other))
    )
    assert not table["is_copy"].any()


def test_near_copies_within_a_week_and_undated_ones() -> None:
    text = story(1)
    half = " ".join([*text.split()[:70], *story(2, 20).split()])
    table, pairs = find_copies(
        articles(
            ("a", "counted", "2017-02-01", "One", text),
            ("b", "counted", "2017-02-08", "Two", half),
            ("c", "counted", "2017-02-09", "Three", story(3)),
            ("d", "counted", None, "Four", half + " at last"),
        )
    )
    assert table["cluster_id"].tolist() == ["a", "a", "c", "a"]
    found = pairs.set_index(["article_id", "copy_of"])
    assert set(found.index) == {("b", "a"), ("d", "a"), ("d", "b")}
    assert found.loc[("b", "a"), "kind"] == "near"
    # 68 of the 118 and 88 different 3-grams are the same
    assert found.loc[("b", "a"), "jaccard"] == pytest.approx(68 / (118 + 88 - 68))
    assert found.loc[("b", "a"), "containment"] == pytest.approx(68 / 88)
    assert found.loc[("b", "a"), "days_apart"] == 7
    assert pd.isna(found.loc[("d", "a"), "days_apart"])


def test_a_week_later_it_is_another_story_but_the_same_words_stay_a_copy() -> None:
    text = story(1)
    table = mark_copies(
        articles(
            ("a", "counted", "2017-02-01", "One", text),
            ("b", "counted", "2017-02-09", "Two", text + " and more"),
            ("c", "counted", "2017-12-09", "Three", text),
        )
    )
    assert table["cluster_id"].tolist() == ["a", "b", "a"]


def test_a_text_inside_a_much_longer_one_is_a_part_and_no_copy() -> None:
    short = story(1, 60)
    table, pairs = find_copies(
        articles(
            ("a", "counted", "2017-02-01", "One", short),
            ("b", "counted", "2017-02-01", "Two", f"{story(2, 120)} {short} {story(3, 120)}"),
        )
    )
    assert pairs["kind"].tolist() == ["part"]
    assert pairs["containment"].tolist() == [1.0]
    assert not table["is_copy"].any()


def test_clusters_do_not_grow_along_a_chain() -> None:
    rank = {node: node for node in range(6)}
    assert _clusters([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)], rank) == {0: 0, 1: 0, 2: 0, 3: 3, 4: 3, 5: 3}
    every = [(a, b) for a in range(4) for b in range(a)]
    assert set(_clusters(every, rank).values()) == {0}


def test_a_sketch_meets_whatever_the_order_of_the_corpus() -> None:
    texts = [story(seed) for seed in range(30)] + [story(seed) + " with an end" for seed in range(30)]
    days = np.full(60, np.nan)
    found = candidate_pairs(sketches(shingles(texts)), days, 7)
    assert {(seed, seed + 30) for seed in range(30)} <= set(map(tuple, found.tolist()))
    turned = candidate_pairs(sketches(shingles(texts[::-1])), days, 7)
    assert {(59 - b, 59 - a) for a, b in turned.tolist()} == set(map(tuple, found.tolist()))


def test_a_crowd_of_copies_is_one_cluster() -> None:
    text = story(1, 200)
    crowd = [(f"{i:03}", "counted", "2017-02-01", "T", f"{text} {story(1000 + i, 12)}") for i in range(260)]
    table = mark_copies(articles(*crowd))
    assert table["cluster_id"].nunique() == 1


def test_order_of_rows_changes_nothing() -> None:
    planted = planted_copies(40, 5)
    table, pairs = find_copies(planted)
    turned, same = find_copies(planted.iloc[::-1])
    pd.testing.assert_frame_equal(pairs, same)
    pd.testing.assert_frame_equal(table, turned.sort_values("article_id"))


def test_a_story_in_focus_counts_though_the_earlier_copy_is_out_of_focus() -> None:
    table = pd.DataFrame(
        {
            "article_id": list("abcde"),
            "published": ["2017-02-01", "2017-02-03", "2017-02-02", None, "2017-02-01"],
            "focus": [False, True, True, True, False],
            "cluster_id": list("aaaae"),
            "is_copy": [False, True, True, True, False],
        }
    ).astype({"published": object})
    changed = represent(table)
    assert changed["cluster_id"].tolist() == list("cccce")
    assert changed["is_copy"].tolist() == [True, True, False, True, False]
    assert represent(changed) is changed


@pytest.mark.parametrize("seed", [11, 12])
def test_planted_copies_are_found_down_to_jaccard_30_and_look_alikes_are_not(seed: int) -> None:
    table = bench_copies(200, seed).set_index("jaccard")
    promised = table.drop(index="below 0.3")
    assert (promised["n_copies"] >= 20).all(), "each band has copies enough to tell"
    assert (promised["recall"] >= 0.9).all(), promised
    assert (promised["precision"] >= 0.95).all(), promised
    assert promised.loc["all from 0.3", "n_lookalikes"] >= 100, "texts that look as much alike and are no copies"


def test_it_does_not_matter_where_the_lead_ends() -> None:
    first, second = LONG.split(" and ")
    assert content_hash("T", f"{first} and", second) == content_hash("U", None, LONG)


@given(st.text(max_size=60))
def test_normalising_settles(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


WILD = st.one_of(st.none(), st.text(max_size=300), st.sampled_from([LONG * 4, LONG * 4 + " End.", "a " * 300]))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["2017-02-01", "2031-01-01", None]), WILD, WILD), max_size=12))
def test_any_text_gets_a_cluster_that_is_there(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    given_rows = [(f"{i:02}", "counted", day, title, body) for i, (day, title, body) in enumerate(rows)]
    table, pairs = find_copies(articles(*given_rows))
    assert set(table["cluster_id"]) <= set(table["article_id"])
    assert (table["is_copy"] == (table["cluster_id"] != table["article_id"])).all()
    assert not table.set_index("article_id")["is_copy"].reindex(table["cluster_id"].unique()).any()
    assert pairs[["jaccard", "containment"]].stack().between(0, 1).all()


@given(st.text(st.sampled_from("aB9é_-. \n\t'ﬁK–€\u0301"), max_size=30))
def test_plain_texts_are_reduced_as_all_others_are(text):
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    assert normalised(text) == " ".join(words)
