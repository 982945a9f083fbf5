"""Position, dominance, co-occurrence, change over time, and outlet differences raw and adjusted."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from newsframing.frames import adjust, measures
from newsframing.frames.split import discovery_part

BOOK = "b"


def corpus(n: int, **columns: Any) -> pd.DataFrame:
    plain = {
        "article_id": [f"{i:016x}" for i in range(n)],
        "role": "counted", "focus": True, "is_copy": False, "cluster_id": None, "outlet": "one.org",
        "published": "2017-02-16", "n_words": 300, "genre": "news", "agency": None,
    }  # fmt: skip
    return pd.DataFrame({**plain, **columns})


def scored(articles: pd.DataFrame, **frames: Any) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "article_id": articles["article_id"], "codebook": BOOK, "frame": name, "method": "dictionary",
                "present": (np.asarray(share) > 0).astype(np.int8), "share": np.asarray(share, dtype=float),
                "n_sentences": 1,
            }
        )
        for name, share in frames.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True).sort_values("article_id", kind="stable", ignore_index=True)


def evidence(*rows: tuple[str, str, str, int, int, int]) -> pd.DataFrame:
    columns = ["article_id", "frame", "field", "sentence", "start", "end"]
    return pd.DataFrame(rows, columns=columns).assign(codebook=BOOK, term="x", speaker=None)


def test_position_and_the_frame_that_leads() -> None:
    texts = corpus(3)
    ids = texts["article_id"].tolist()
    scores = scored(texts, war=[0.5, 0.25, 0], law=[0.25, 0.25, 0])
    found = evidence(
        (ids[0], "war", "title", 0, 0, 3), (ids[0], "war", "body", 0, 0, 3), (ids[0], "law", "lead", 0, 0, 3),
        (ids[1], "war", "body", 0, 0, 3), (ids[1], "law", "body", 1, 9, 12),
    )  # fmt: skip
    table = measures.article_measures(scores, found)
    rows = table.set_index(["article_id", "frame"])
    assert rows.loc[(ids[0], "war"), ["title", "lead", "body", "dominant", "tied"]].tolist() == [1, 0, 1, 1, 1]
    assert rows.loc[(ids[0], "law"), ["title", "lead", "body", "dominant", "tied"]].tolist() == [0, 1, 0, 0, 0]
    assert rows.loc[(ids[1], "law"), ["dominant", "tied"]].tolist() == [1, 2]
    assert rows.loc[ids[2]][["dominant", "tied"]].sum().sum() == 0
    told = measures.measures_table(table, texts, draws=100).set_index("frame")
    assert told.loc["war", ["n", "n_present", "mean_share", "in_title", "opens"]].tolist() == [3, 2, 0.375, 0.5, 0.5]
    assert told.loc["war", ["dominant", "tied"]].tolist() == pytest.approx([1 / 3, 1 / 3])
    assert told.loc["law", ["dominant", "tied"]].tolist() == pytest.approx([0, 1 / 3])


def test_frames_that_come_together_against_chance() -> None:
    texts = corpus(40)
    ids = texts["article_id"].tolist()
    war = np.r_[np.ones(20), np.zeros(20)]
    law = np.r_[np.ones(15), np.zeros(20), np.ones(5)]
    scores = scored(texts, war=war, law=law, none=np.zeros(40))
    same = evidence(
        (ids[0], "war", "body", 0, 0, 8),
        (ids[0], "law", "body", 0, 4, 9),
        (ids[1], "war", "body", 0, 0, 3),
        (ids[1], "law", "body", 0, 3, 6),
    )
    table = measures.cooccurrence(scores, same, texts, draws=200)
    assert list(table.columns) == measures.COOCCURRENCE_COLUMNS
    row = table.iloc[0]
    assert row[["n_frame", "n_other", "n_both", "n_shared", "n", "expected"]].tolist() == [20, 20, 15, 1, 40, 10]
    assert row["phi"] == pytest.approx(np.corrcoef(war, law)[0, 1])
    assert row["odds_ratio"] == pytest.approx(15.5 * 15.5 / (5.5 * 5.5))
    assert 0 < row["low"] < row["phi"] < row["high"] < 1
    assert table.iloc[1:][["phi", "low", "high"]].isna().all(axis=None)  # a frame in no story goes with none


def test_only_periods_with_twenty_stories_have_an_estimate() -> None:
    days = ["2017-02-07"] * 20 + ["2017-02-12"] * 5 + ["2017-02-13"] * 19 + ["2017-02-22"] * 20 + ["2017-02-28"] * 30
    texts = corpus(len(days) + 1, published=[*days, None])
    table = measures.over_time(scored(texts, war=np.ones(len(texts))), texts, draws=50).set_index("start")
    assert table["period"].unique().tolist() == ["week"]
    assert table["n"].to_dict() == {"2017-02-06": 25, "2017-02-13": 19, "2017-02-20": 20, "2017-02-27": 30}
    assert table["estimate"].isna().to_dict()["2017-02-13"] and table["estimate"].notna().sum() == 3
    few = measures.over_time(scored(texts.head(30), war=np.ones(30)), texts.head(30), draws=50)
    assert few["period"].unique().tolist() == ["month"]


def planted(n: int = 900, effect: float = 0.0, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    """Two outlets; the second prints longer texts, and long texts have the frame more often."""
    chance = np.random.default_rng(seed)
    second = chance.random(n) < 0.5
    words = np.exp(chance.normal(5.5 + 1.2 * second, 0.5))
    y = chance.random(n) < expit(-1 + 1.5 * (np.log(words) - 6.1) + effect * second)
    return corpus(n, outlet=np.where(second, "two.org", "one.org"), n_words=words.astype(int)), y.astype(float)


def test_a_difference_of_length_alone_goes_when_adjusted() -> None:
    rows = []
    for seed in range(12):
        texts, y = planted(500, seed=seed)
        table = adjust.outlet_differences(scored(texts, war=y), texts, draws=100)
        rows.append(table.set_index("outlet").loc["two.org"])
    told = pd.DataFrame(rows)
    assert (told["raw_low"] > 0.1).all()
    assert abs(told["adjusted"].mean()) < 0.05
    assert ((told["adjusted_low"] < 0) & (told["adjusted_high"] > 0)).sum() >= 9


def test_a_true_difference_stays_when_adjusted() -> None:
    texts, y = planted(effect=1.5)
    row = adjust.outlet_differences(scored(texts, war=y), texts, draws=300).set_index("outlet").loc["two.org"]
    assert row["adjusted_low"] > 0.1
    assert row["adjusted"] < row["raw"]


def test_without_anything_to_adjust_for_the_two_agree() -> None:
    outlet = np.repeat(["one.org", "two.org", "small.org"], [60, 50, 19])
    y = np.r_[np.tile([1, 0, 0], 20), np.tile([1, 0], 25), np.zeros(19)]
    texts = corpus(len(y), outlet=outlet)
    table = adjust.outlet_differences(scored(texts, war=y), texts, draws=200).set_index("outlet")
    assert table.index.tolist() == ["one.org", "two.org"]  # nineteen stories have no row, but are among the others
    assert table.loc["one.org", ["n", "n_other"]].tolist() == [60, 69]
    assert table.loc["one.org", "raw"] == pytest.approx(20 / 60 - 25 / 69)
    assert table["adjusted"].to_numpy() == pytest.approx(table["raw"].to_numpy(), abs=0.02)


def test_what_cannot_be_adjusted_says_why() -> None:
    texts = corpus(80, outlet=np.repeat(["one.org", "two.org"], 40))
    rare = np.zeros(80)
    rare[:9] = 1
    whole = np.r_[np.ones(40), np.tile([0, 1], 20)]
    table = adjust.outlet_differences(scored(texts, rare=rare, whole=whole), texts, draws=100).set_index(
        ["frame", "outlet"]
    )
    assert table["adjusted"].isna().loc["rare"].all() and "fewer than 10" in table.loc[("rare", "one.org"), "why"]
    assert "all or none" in table.loc[("whole", "one.org"), "why"]
    assert table.loc[("whole", "one.org"), "raw_low"] < 0.5 < table.loc[("whole", "one.org"), "raw_high"]
    assert np.isfinite(table.loc[("whole", "two.org"), "adjusted"])


def test_one_outlet_or_none_is_no_comparison() -> None:
    for texts in (corpus(30), corpus(30, outlet=None), corpus(30, focus=False)):
        assert adjust.outlet_differences(scored(texts, war=np.ones(30)), texts).empty


def test_an_unknown_genre_counts_as_the_commonest_and_stands_for_no_outlet() -> None:
    texts = corpus(60, outlet=np.repeat(["one.org", "two.org"], 30), genre=["news"] * 30 + ["unknown"] * 30)
    assert adjust.design(texts).matrix.shape[1] == 2  # intercept and outlet: nothing else varies


def test_the_order_of_the_articles_moves_nothing() -> None:
    texts, y = planted(200)
    scores = scored(texts, war=y, law=1 - y)
    there, back = (
        [adjust.outlet_differences(s, t, draws=50), measures.cooccurrence(s, evidence(), t, draws=50),
         measures.over_time(s, t, draws=50)]
        for s, t in ((scores, texts), (scores, texts.iloc[::-1]))
    )  # fmt: skip
    for one, other in zip(there, back, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_the_discovery_part_is_drawn_by_story_and_repeats() -> None:
    texts = corpus(200, cluster_id=[f"c{i // 2}" for i in range(200)])
    part = discovery_part(texts, {"discovery": 0.3, "seed": 1})
    assert part.sum() == 60 and (part[::2].to_numpy() == part[1::2].to_numpy()).all()
    assert discovery_part(texts.iloc[::-1], {"discovery": 0.3, "seed": 1}).sort_index().equals(part)
    assert not discovery_part(texts, {"discovery": 0.3, "seed": 2}).equals(part)
    assert discovery_part(texts, None).all()
    with pytest.raises(Exception, match="share between 0 and 1"):
        discovery_part(texts, {"discovery": 3})
