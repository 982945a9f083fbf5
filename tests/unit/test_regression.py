"""Average marginal effects: what was planted is found, and standard errors are those of other samples."""

import numpy as np
import pandas as pd
import pytest

from newsframing.frames.regression import COLUMNS, marginal_effects


def made(n=600, seed=3, copies=1):
    """Stories of two large outlets; the second has the frame 20 points more often, agency copy 15 points less."""
    chance = np.random.default_rng(seed)
    outlet = np.where(chance.random(n) < 0.4, "b.example", "a.example")
    agency = chance.random(n) < 0.3
    share = 0.4 + 0.2 * (outlet == "b.example") - 0.15 * agency
    present = (chance.random(n) < share).astype(int)
    ids = np.array([f"{i:05d}" for i in range(n)])
    articles = pd.DataFrame(
        {
            "article_id": ids, "role": "counted", "focus": True, "is_copy": False, "cluster_id": ids, "outlet": outlet,
            "n_words": chance.integers(100, 900, n), "genre": "news", "agency": np.where(agency, "wire", None),
        }
    )  # fmt: skip
    articles["agency"] = articles["agency"].where(agency)
    scores = pd.DataFrame(
        {"article_id": ids, "codebook": "c", "frame": "f", "method": "dictionary", "present": present}
    )
    twins = [articles.assign(article_id=ids + str(k)) for k in range(copies)]
    again = [scores.assign(article_id=ids + str(k)) for k in range(copies)]
    return pd.concat(twins, ignore_index=True), pd.concat(again, ignore_index=True)


def effect(table, term):
    return table[table["term"] == term].iloc[0]


def test_planted_effects_lie_in_their_intervals():
    articles, scores = made()
    table = marginal_effects(scores, articles)
    assert list(table.columns) == COLUMNS
    outlet, agency, words = (effect(table, term) for term in ("outlet", "agency", "n_words"))
    assert (outlet["level"], outlet["reference"]) == ("b.example", "a.example")
    assert outlet["low"] < 20 < outlet["high"]
    assert agency["low"] < -15 < agency["high"]
    assert words["low"] < 0 < words["high"]


def test_intervals_hold_the_truth_as_often_as_they_say():
    inside = []
    for seed in range(120):
        articles, scores = made(400, seed)
        row = effect(marginal_effects(scores, articles), "outlet")
        inside.append(row["low"] < 20 < row["high"])
    assert 0.89 <= np.mean(inside) <= 0.99


def test_copies_add_no_certainty():
    articles, scores = made(300)
    tripled = marginal_effects(*reversed(made(300, copies=3)), copies="keep_all")
    once = effect(marginal_effects(scores, articles), "outlet")
    thrice = effect(tripled, "outlet")
    assert thrice["n"] == 3 * once["n"]
    assert thrice["n_clusters"] == once["n_clusters"]
    assert thrice["std_error"] == pytest.approx(once["std_error"], rel=0.05)


def test_what_cannot_be_estimated_says_why():
    articles, scores = made(300)
    rare = scores.assign(present=0)
    rare.loc[:4, "present"] = 1
    table = marginal_effects(rare, articles)
    assert table["effect"].isna().all()
    assert table["why"].str.contains("fewer than 10 stories with the frame").all()
    one_sided = scores.assign(present=np.where(articles["outlet"] == "b.example", 1, scores["present"]))
    row = effect(marginal_effects(one_sided, articles), "outlet")
    assert np.isnan(row["effect"])
    assert "all or none" in row["why"]


def test_few_stories_bear_no_regression():
    articles, scores = made(50)
    assert marginal_effects(scores, articles).empty
