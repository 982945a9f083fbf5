"""How many articles are drawn, with which probabilities, for whom."""

import numpy as np
import pandas as pd
import pytest

from newsframing.evidence.drawing import draw_articles, hours, periods, population, sample_size, sizes_table, strata


def corpus(n, seed=1):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "article_id": [f"{number:016x}" for number in rng.permutation(n)],
        "outlet": rng.choice(["a.example", "b.example", "c.example"], n),
        "published": rng.choice(["2020-01-05", "2020-02-05", "2020-03-05"], n),
    })  # fmt: skip


def test_few_articles_are_all_coded_with_certainty():
    own = corpus(40)
    table = draw_articles(
        own, np.zeros((40, 2)), {}, "s", "main", sample_size(40, "main", None, None), ["ab", "cd"], 10
    )
    assert set(table["probability"]) == {1.0}
    assert set(table["drawn"]) == {1}
    assert (table["coders"] == "ab cd").sum() == 10
    assert sorted(table.loc[table["coders"] != "ab cd", "coders"].value_counts()) == [15, 15]


def test_probabilities_sum_to_the_size_and_rise_with_doubt():
    own = corpus(900)
    scores = np.random.default_rng(2).random((900, 1)) ** 4
    kinds = {"a.example": "public"}
    table = draw_articles(own, scores, kinds, "s", "main", 200, ["ab"], 0)
    assert table["drawn"].sum() == 200
    assert table["probability"].sum() == pytest.approx(200, abs=0.01)
    assert table["probability"].min() > 0.3 * 200 / 900
    by_id = dict(zip(own["article_id"], scores[:, 0], strict=True))
    said = table["article_id"].map(by_id)
    doubtful, sure = table["probability"][said.between(0.3, 0.7)], table["probability"][said < 0.01]
    assert doubtful.mean() > 1.5 * sure.mean()
    assert table[table["drawn"] == 1].groupby("stratum").size().min() >= 2
    assert table["stratum"].nunique() == 6


def test_the_draw_hangs_on_names_not_on_the_order_of_the_corpus():
    own = corpus(400)
    scores = np.linspace(0, 1, 400)[:, None]
    first = draw_articles(own, scores, {}, "s", "main", 50, ["ab"], 5)
    order = np.random.default_rng(3).permutation(400)
    again = draw_articles(own.iloc[order].reset_index(drop=True), scores[order], {}, "s", "main", 50, ["ab"], 5)
    pd.testing.assert_frame_equal(first, again)
    assert not first["drawn"].equals(draw_articles(own, scores, {}, "other", "main", 50, ["ab"], 5)["drawn"])


def test_drawn_as_often_as_the_probability_says():
    own, scores = corpus(60), np.linspace(0, 0.5, 60)[:, None]
    drawn, chance = np.zeros(60), None
    for number in range(400):
        table = draw_articles(own, scores, {}, f"study-{number}", "main", 20, ["ab"], 0)
        drawn += table["drawn"].to_numpy()
        chance = table["probability"].to_numpy()
    # 400 repetitions: four standard errors
    error = 4 * np.sqrt(chance * (1 - chance) / 400) + 1e-9
    assert (np.abs(drawn / 400 - chance) <= error).all()


def test_pilot_and_drift_draw_all_alike():
    own = corpus(100)
    table = draw_articles(own, np.linspace(0, 1, 100)[:, None], {}, "s", "pilot", 30, ["ab", "cd"], 30)
    assert set(table["probability"]) == {0.3}
    codes = pd.DataFrame({
        "article_id": own["article_id"][:9], "wave": ["main"] * 6 + ["pilot"] * 3, "kind": ["human"] * 5 + ["model"] * 4
    })  # fmt: skip
    assert len(population(own, "drift", codes)) == 5
    assert population(own, "drift", None).empty
    assert len(population(own, "main", codes)) == 100


@pytest.mark.parametrize(
    ("n", "wave", "stated", "wanted", "size"),
    [
        (300, "main", None, None, 300),
        (5000, "main", None, None, 323),
        (5000, "main", 80, None, 80),
        (250, "main", None, 0.1, 81),
        (5000, "pilot", None, None, 30),
        (12, "drift", None, None, 12),
        (50, "main", 80, None, 50),
    ],
)
def test_the_size_is_stated_or_follows_from_the_half_width(n, wave, stated, wanted, size):
    assert sample_size(n, wave, stated, wanted) == size


def test_the_table_of_half_widths_is_that_of_a_share():
    table = sizes_table(5000, 323).set_index("codes")
    assert 323 in table.index
    assert table.loc[100, "share_50"] == pytest.approx(0.098, abs=1e-3)
    assert table.loc[323, "share_30"] == pytest.approx(0.05, abs=2e-4)
    assert (table["share_30_predicted"] < table["share_30"]).all()
    assert table["share_10"].is_monotonic_decreasing


def test_periods_are_few_and_undated_articles_have_their_own():
    days = pd.Series([None, *(f"{year}-{month:02d}-01" for year in range(2000, 2012) for month in range(1, 13))])
    named = periods(days)
    assert named[0] == "undated"
    assert sorted(set(named[1:])) == [f"sixth {n}" for n in range(1, 7)]
    assert named[1:].value_counts().max() == 24
    assert set(periods(days[1:30])) == {"2000", "2001", "2002"}
    assert set(periods(days[1:4])) == {"2000-01", "2000-02", "2000-03"}
    own = corpus(5)
    assert set(strata(own, {}).str.split(",").str[0]) == {"kind unknown"}


def test_hours_are_reading_and_deciding():
    assert hours(12_000, 0) == pytest.approx(1)
    assert hours(0, 300) == pytest.approx(1)
