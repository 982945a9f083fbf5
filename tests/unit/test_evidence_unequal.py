"""Groups with enough codes are judged, unequal errors are found, tiers follow alpha and F1."""

import numpy as np
import pandas as pd
import pytest

from newsframing.evidence.unequal import by_group, errors_differ, tier, with_tiers
from newsframing.frames.codebook import Codebook, Frame

BOOKS = {"m": Codebook("m", "M", "", "multi", (Frame("f", "F", "Is."), Frame("g", "G", "Is.")))}


def study(miss, n=150, seed=1):
    """Codes and predictions of articles in three outlets; ``miss``: outlet to the rate at which the frame is missed."""
    rng = np.random.default_rng(seed)
    ids, outlets = [f"{number:05d}" for number in range(3 * n)], np.repeat(["a", "b", "c"], n)
    truth = (rng.random(3 * n) < 0.4).astype(int)
    lost = rng.random(3 * n) < np.array([miss[outlet] for outlet in outlets])
    said = np.where(lost, 0, truth)
    gold = pd.DataFrame({"article_id": ids, "codebook": "m", "frame": "f", "present": truth}).astype(
        {"present": "Int8"}
    )
    made = pd.DataFrame({"article_id": ids, "codebook": "m", "frame": "f", "method": "dictionary", "present": said})
    return gold, made, pd.Series(outlets, index=ids)


def test_groups_with_few_codes_are_not_assessed():
    gold, made, outlet = study({"a": 0.1, "b": 0.1, "c": 0.1})
    few = gold[(outlet.loc[gold["article_id"]] != "c").to_numpy() | (np.arange(len(gold)) % 10 == 0)]
    clusters = pd.Series(outlet.index, index=outlet.index)
    table = by_group(few, made, {"outlet": outlet}, clusters, BOOKS, 100, 1).set_index("value")
    assert table["n"].to_dict() == {"a": 150, "b": 150, "c": 15}
    assert table.at["c", "tier"] == "not assessed"
    assert np.isnan(table.at["c", "f1"])
    assert table.loc[["a", "b"], "f1"].between(0.8, 1).all()
    assert (table.loc[["a", "b"], "f1_low"] < table.loc[["a", "b"], "f1"]).all()
    assert set(table["group"]) == {"outlet"}


def test_few_articles_with_the_frame_are_not_enough():
    gold, made, outlet = study({"a": 0.0, "b": 0.0, "c": 0.0})
    gold["present"] = gold["present"].where(outlet.loc[gold["article_id"]].to_numpy() != "b", 0)
    table = by_group(gold, made, {"outlet": outlet}, pd.Series(outlet.index, index=outlet.index), BOOKS, 100, 1)
    assert table.set_index("value")["tier"].to_dict() == {"a": "", "b": "not assessed", "c": ""}


def test_unequal_errors_are_found_and_equal_ones_seldom():
    gold, made, outlet = study({"a": 0.05, "b": 0.05, "c": 0.5})
    found = errors_differ(gold, made, "outlet", outlet, 200, 1)
    assert found[["n_groups", "n"]].to_numpy().tolist() == [[3, 450]]
    assert found["p"].iloc[0] == pytest.approx(1 / 201)
    assert errors_differ(gold, made, "outlet", outlet, 200, 1).equals(found)
    false = 0
    for seed in range(100):
        gold, made, outlet = study({"a": 0.2, "b": 0.2, "c": 0.2}, 60, seed)
        false += errors_differ(gold, made, "outlet", outlet, 99, seed)["p"].iloc[0] <= 0.05
    # 5 of 100 are expected; 12 or more would happen once in 200 times
    assert 0 < false < 12


def test_one_group_alone_is_no_test():
    gold, made, outlet = study({"a": 0.1, "b": 0.1, "c": 0.1})
    assert errors_differ(gold, made, "outlet", outlet.where(outlet == "a"), 99, 1).empty


@pytest.mark.parametrize(
    ("alpha", "f1", "said"),
    [(0.80, 0.80, "A"), (0.95, 0.79, "B"), (0.79, 0.9, "B"), (0.667, 0.60, "B"), (0.66, 0.9, "C"), (0.9, 0.59, "C")],
)
def test_tiers(alpha, f1, said):
    assert tier(alpha, f1) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "A"),
        ({"coders": "2 model"}, "not assessed"),
        ({"coders": "1 human"}, "not assessed"),
        ({"coders": "1 author, 1 human"}, "not assessed"),
        ({"wave": "pilot"}, "not assessed"),
        ({"n_both": 59}, "not assessed"),
        ({"n_present": 9}, "not assessed"),
        ({"alpha": np.nan}, "not assessed"),
        ({"alpha": 0.7}, "B"),
        ({"changed": True}, "not assessed"),
        ({"changed": False}, "A"),
    ],
)
def test_only_two_people_in_the_main_wave_carry_a_tier(change, said):
    row = {
        "codebook": "m",
        "frame": "f",
        "wave": "main",
        "coders": "2 human",
        "n_both": 60,
        "n_present": 10,
        "alpha": 0.9,
    }
    table = pd.DataFrame({"codebook": "m", "frame": ["f", "g", "macro"], "f1": [0.9, 0.9, 0.9], "tier": ""})
    found = with_tiers(table, pd.DataFrame([row | change]))
    assert found["tier"].tolist() == [said, "not assessed", ""]
    assert with_tiers(table, pd.DataFrame([row])[:0])["tier"].tolist() == ["not assessed", "not assessed", ""]


def test_without_codes_the_tables_are_empty():
    gold, made, outlet = study({"a": 0.1, "b": 0.1, "c": 0.1})
    clusters = pd.Series(outlet.index, index=outlet.index)
    assert by_group(gold[:0], made, {"outlet": outlet}, clusters, BOOKS, 100, 1).empty
    assert errors_differ(gold[:0], made, "outlet", outlet, 99, 1).empty
    assert errors_differ(gold, made[:0], "outlet", outlet, 99, 1).empty
