import numpy as np
import pytest

from newsframing.evidence.sampling import PER_STRATUM, draw, half_width, inclusion_probabilities, size_for


def test_probabilities_sum_to_the_size_and_keep_their_bounds() -> None:
    rng = np.random.default_rng(1)
    scores = rng.random((500, 3)) ** 3
    chance = inclusion_probabilities(scores, 120)
    assert chance.sum() == pytest.approx(120, abs=1e-6)
    assert chance.min() >= 0.4 * 120 / 500 - 1e-12
    assert chance.max() <= 1.0
    doubt = (scores * (1 - scores)).mean(axis=1)
    assert np.corrcoef(chance, doubt)[0, 1] > 0.9
    assert inclusion_probabilities(scores, 500).tolist() == [1.0] * 500
    assert inclusion_probabilities(np.zeros((10, 0)), 5) == pytest.approx(np.full(10, 0.5))


def test_each_stratum_is_held() -> None:
    strata = np.array(["a"] * 400 + ["b"] * 5 + ["c"] * 1)
    chance = inclusion_probabilities(np.full((406, 1), 0.5), 60, strata)
    assert chance.sum() == pytest.approx(60, abs=1e-6)
    for seed in range(30):
        drawn = strata[draw(chance, seed, strata)]
        assert len(drawn) == 60
        assert (drawn == "b").sum() >= PER_STRATUM - 1
        assert (drawn == "c").sum() == 1


def test_articles_come_as_often_as_their_probability_says() -> None:
    chance = inclusion_probabilities(np.random.default_rng(2).random((40, 1)), 12)
    counts = np.zeros(40)
    for seed in range(4000):
        drawn = draw(chance, seed)
        assert len(np.unique(drawn)) == 12
        counts[drawn] += 1
    assert counts / 4000 == pytest.approx(chance, abs=0.035)


def test_the_same_seed_draws_the_same_articles() -> None:
    chance = np.full(100, 0.3)
    assert draw(chance, 7).tolist() == draw(chance, 7).tolist()
    assert draw(chance, 7).tolist() != draw(chance, 8).tolist()


def test_half_widths_by_hand() -> None:
    assert half_width(100, 10_000, 0.5) == pytest.approx(1.96 * 0.05, abs=1e-3)
    assert half_width(100, 10**9, 0.5, 0.8) == pytest.approx(1.96 * 0.05 * 0.6, abs=1e-3)
    assert np.isnan(half_width(0, 10, 0.5))
    size = size_for(0.05, 2000, 0.3)
    assert half_width(size, 2000, 0.3) <= 0.05 < half_width(size - 1, 2000, 0.3)
    assert size_for(0.001, 50, 0.5) == 50
