"""Missing codes are counted and weighted up, never dropped."""

import numpy as np
import pandas as pd
import pytest

from newsframing.coding.plans import Plan
from newsframing.evidence.corrected import corrected_share
from newsframing.evidence.response import coded_frame, design_table, missing_table, response


def plan(table, coders=("ab", "cd")):
    return Plan("s", "main", "article", "all", {"m": "1"}, {"m": ["f", "g"]}, coders, 0, (), 1, table)


def gold(ids, present, frame="f"):
    table = pd.DataFrame({"article_id": ids, "codebook": "m", "frame": frame, "present": present})
    return table.astype({"present": "Int8"})


def test_missing_codes_are_counted_a_coder_and_frame():
    table = pd.DataFrame({
        "article_id": ["1", "2", "3", "4"], "stratum": "s", "probability": 1.0, "drawn": 1,
        "coders": ["ab cd", "ab", "cd", "ab cd"],
    })  # fmt: skip
    codes = pd.DataFrame(
        [("1", "ab", "f"), ("2", "ab", "f"), ("4", "ab", "f"), ("1", "cd", "f"), ("9", "cd", "f"), ("1", "ab", "g")],
        columns=["article_id", "coder", "frame"],
    ).assign(codebook="m", wave="main")
    found = missing_table(codes, {"main": plan(table)}).set_index(["coder", "frame"])
    assert found["n_asked"].to_dict() == {("ab", "f"): 3, ("ab", "g"): 3, ("cd", "f"): 3, ("cd", "g"): 3}
    assert found["n_missing"].to_dict() == {("ab", "f"): 0, ("ab", "g"): 2, ("cd", "f"): 2, ("cd", "g"): 3}


def test_response_is_weighted_within_strata():
    drawn = np.array([True] * 6)
    coded = np.array([True, True, False, True, True, True])
    chance = np.array([0.5, 0.25, 0.25, 1.0, 1.0, 1.0])
    strata = np.array(["a", "a", "a", "b", "b", "b"], dtype=object)
    # of stratum a, articles that stand for 2 + 4 of 2 + 4 + 4 came back
    assert response(coded, drawn, chance, strata).tolist() == pytest.approx([0.6, 0.6, 0.6, 1, 1, 1])


def test_a_stratum_without_any_code_is_carried_by_the_others():
    drawn = np.array([True] * 4)
    coded = np.array([True, True, False, False])
    strata = np.array(["a", "a", "b", "b"], dtype=object)
    assert response(coded, drawn, np.ones(4), strata).tolist() == [0.5] * 4


def test_weights_undo_what_is_missing():
    """Half of one stratum's codes are lost, where the frame is common: weighted, the share is whole again."""
    n = 400
    ids = [f"{number:04d}" for number in range(n)]
    stratum = np.where(np.arange(n) < 200, "common", "rare")
    truth = np.where(np.arange(n) < 200, np.arange(n) % 2, 0)
    table = pd.DataFrame({"article_id": ids, "stratum": stratum, "probability": 1.0, "drawn": 1, "coders": "ab"})
    there = (stratum == "rare") | (np.arange(n) % 4 < 2)
    settled = gold(np.array(ids)[there], truth[there])
    found = coded_frame(pd.DataFrame({"article_id": ids}), settled, plan(table), "m", "f")
    assert np.isnan(found.codes).sum() == 100
    assert corrected_share(found.codes, None, found.probability).value == pytest.approx(0.25)
    assert np.nanmean(found.codes) == pytest.approx(50 / 300)


def test_codes_outside_the_draw_have_no_probability_and_count_for_nothing():
    table = pd.DataFrame({
        "article_id": ["1", "2", "3"], "stratum": "s", "probability": [0.5, 0.5, 1.0], "drawn": [1, 0, 1],
        "coders": "ab",
    })  # fmt: skip
    settled = gold(["1", "2", "3", "gone"], [1, 1, None, 1])
    found = coded_frame(pd.DataFrame({"article_id": ["1", "2", "3", "new"]}), settled, plan(table), "m", "f")
    assert found.codes[0] == 1
    assert np.isnan(found.codes[1:]).all()  # not drawn; a tie; not among the articles then
    # articles that stand for 2 of 2 + 1 came back
    assert found.probability[0] == pytest.approx(0.5 * 2 / 3)
    assert np.isnan(found.probability[3])


def test_without_a_plan_all_count_alike():
    found = coded_frame(pd.DataFrame({"article_id": ["1", "2", "3", "4"]}), gold(["1", "3"], [1, 0]), None, "m", "f")
    assert found.probability.tolist() == [0.5] * 4
    assert set(found.strata) == {"all alike"}


def test_the_table_for_other_programs_has_the_best_measure_of_each_frame():
    articles = pd.DataFrame({"article_id": ["2", "1", "3"]})
    predictions = pd.DataFrame(
        [
            (i, "m", "f", method, 1, score)
            for i in "123"
            for method, score in (("dictionary", 0.1), ("classifier", 0.9))
        ],
        columns=["article_id", "codebook", "frame", "method", "present", "score"],
    )
    clusters = pd.Series(["1", "1", "3"], index=["1", "2", "3"])
    settled = pd.concat([gold(["1", "2"], [1, 0]), gold(["1"], [1], "g")])
    table = design_table(articles, settled, predictions, {}, clusters)
    own = table[table["frame"] == "f"]
    assert own["article_id"].tolist() == ["1", "2", "3"]
    assert own["cluster"].tolist() == ["1", "1", "3"]
    assert set(own["method"]) == {"classifier"}
    assert own["predictions"].tolist() == [0.9] * 3
    assert own["codes"].isna().tolist() == [False, False, True]
    assert own["probability"].tolist() == pytest.approx([2 / 3] * 3)
    assert table.loc[table["frame"] == "g", "predictions"].isna().all()
    assert {"probability", "stratum", "codes"} <= set(design_table(articles, settled[:0], predictions, {}, clusters))


def test_terms_predict_presence_not_a_share_of_sentences():
    predictions = pd.DataFrame({
        "article_id": ["1", "2"], "codebook": "m", "frame": "f", "method": "dictionary", "present": [1, 0],
        "score": [0.1, 0.0],
    })  # fmt: skip
    articles = pd.DataFrame({"article_id": ["1", "2"]})
    table = design_table(articles, gold(["1", "2"], [1, 0]), predictions, {}, pd.Series(["1", "2"], index=["1", "2"]))
    assert table["predictions"].tolist() == [1.0, 0.0]
