import numpy as np
import pytest

from newsframing.inference import bootstrap_draws, bootstrap_mean, cluster_sums, share_interval, wilson


def test_a_coin_of_two_values_has_the_binomial_interval():
    # ten values, five of them 1: the bootstrap mean is Binomial(10, .5) / 10, whose 2.5 % and 97.5 % points are .2, .8
    values = np.array([0, 1] * 5)
    estimate, low, high = bootstrap_mean(values, draws=20_000)
    assert estimate == 0.5
    assert (low, high) == (pytest.approx(0.2), pytest.approx(0.8))


def test_the_spread_of_the_draws_is_that_of_the_formula():
    values = np.array([1.0, 2.0, 4.0, 9.0])
    draws = bootstrap_draws(values[:, None], draws=40_000)
    # variance of the mean of n draws with replacement: population variance / n = 9.5 / 4
    assert draws.mean() == pytest.approx(4.0, abs=0.03)
    assert draws.var() == pytest.approx(9.5 / 4, rel=0.03)


def test_copies_in_one_cluster_do_not_count_as_evidence():
    values = np.array([0.0, 1.0] * 6)
    clusters = np.arange(12)
    once = bootstrap_mean(values, clusters)
    thrice = bootstrap_mean(np.repeat(values, 3), np.repeat(clusters, 3))
    naive = bootstrap_mean(np.repeat(values, 3))
    assert thrice == once
    assert naive.high - naive.low < 0.7 * (once.high - once.low)


def test_clusters_of_unequal_size_by_hand():
    sums, sizes = cluster_sums(np.array([[1.0], [1.0], [0.0]]), np.array(["a", "a", "b"]))
    assert sums.tolist() == [[2.0], [0.0]] and sizes.tolist() == [2.0, 1.0]
    # two clusters drawn twice: aa (1), ab or ba (2/3), bb (0) with chances 1/4, 1/2, 1/4
    draws = bootstrap_draws(np.array([[1.0], [1.0], [0.0]]), np.array(["a", "a", "b"]), draws=8000)[:, 0]
    found = {value: float(np.mean(np.isclose(draws, value))) for value in (0.0, 2 / 3, 1.0)}
    assert sum(found.values()) == pytest.approx(1.0)
    assert found[2 / 3] == pytest.approx(0.5, abs=0.03)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(3)
    hits = 0
    for trial in range(300):
        stories = rng.beta(2, 5, 60)
        values = np.repeat(stories, 2)
        _, low, high = bootstrap_mean(values, np.repeat(np.arange(60), 2), draws=400, seed=trial)
        hits += low <= 2 / 7 <= high
    assert 0.90 <= hits / 300 <= 0.98


def test_several_outcomes_are_as_if_each_were_alone():
    table = np.random.default_rng(1).random((30, 3))
    together = bootstrap_mean(table)
    for column in range(3):
        alone = bootstrap_mean(table[:, column])
        assert [float(part[column]) for part in together] == pytest.approx(list(alone), abs=1e-12)


def test_same_seed_same_numbers_and_another_seed_others():
    values = np.random.default_rng(5).random(40)
    assert bootstrap_mean(values, seed=1) == bootstrap_mean(values, seed=1)
    assert bootstrap_mean(values, seed=1) != bootstrap_mean(values, seed=2)


def test_chunks_of_draws_do_not_change_the_result(monkeypatch):
    values = np.random.default_rng(5).random((50, 2))
    whole = bootstrap_draws(values, draws=100)
    monkeypatch.setattr("newsframing.inference._CELLS", 50 * 7)
    assert np.array_equal(bootstrap_draws(values, draws=100), whole)


def test_nothing_and_one_story_claim_nothing():
    assert np.isnan(list(bootstrap_mean(np.array([])))).all()
    estimate, low, high = bootstrap_mean(np.array([0.2, 0.4]), np.array(["a", "a"]))
    assert estimate == pytest.approx(0.3) and np.isnan([low, high]).all()
    with pytest.raises(ValueError, match="nan"):
        bootstrap_mean(np.array([1.0, np.nan]))


def test_wilson_against_a_published_value():
    # Newcombe 1998, table I: 81 of 263 has (.2553, .3662), 0 of 20 has (.0000, .1611), 1 of 29 (.0061, .1718)
    assert wilson(81, 263) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    assert wilson(0, 20) == (0.0, pytest.approx(0.1611, abs=5e-5))
    assert wilson(1, 29) == (pytest.approx(0.0061, abs=5e-5), pytest.approx(0.1718, abs=5e-5))


def test_a_share_of_none_or_all_is_not_certain():
    none = share_interval(np.zeros(20))
    assert none == (0.0, 0.0, pytest.approx(0.1611, abs=5e-5))
    clustered = share_interval(np.ones(20), np.repeat(np.arange(4), 5))
    assert clustered.high == 1.0 and clustered.low == pytest.approx(wilson(4, 4)[0])
    mixed = share_interval(np.array([[1.0, 0], [1, 1], [1, 0], [1, 1]]))
    assert mixed.low[0] == pytest.approx(wilson(4, 4)[0]) and mixed.low[1] < 0.5 < mixed.high[1]
    one = share_interval(np.array([1.0, 0.0]), np.array(["a", "a"]))
    assert one.low < 0.5 < one.high
