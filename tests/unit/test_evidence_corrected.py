import numpy as np
import pytest

from newsframing.evidence.corrected import (
    adjusted_difference,
    corrected_share,
    difference,
    mean_interval,
    share_interval,
    standard_error,
    within,
)

NAN = float("nan")


def sample(rng, n=1000, n_coded=200, share=0.3, right=0.9):
    truth = (rng.random(n) < share).astype(float)
    predictions = np.where(rng.random(n) < right, truth, 1 - truth)
    codes = np.full(n, NAN)
    drawn = rng.permutation(n)[:n_coded]
    codes[drawn] = truth[drawn]
    return truth, predictions, codes


def test_all_coded_is_the_share_itself() -> None:
    truth = np.array([1, 0, 0, 1, 1, 0, 0, 0, 0, 0], float)
    found = corrected_share(truth, np.ones(10))
    assert found.value == pytest.approx(0.3)
    assert standard_error(found, finite=True) == 0.0
    assert standard_error(found) == pytest.approx(np.std(truth, ddof=1) / np.sqrt(10))


def test_by_hand() -> None:
    # four of eight coded, all alike: mean of predictions .5, of the coded ones .5, codes .75
    codes = np.array([1, 1, 1, 0, NAN, NAN, NAN, NAN])
    alone = corrected_share(codes)
    assert alone.value == pytest.approx(0.75)
    # drawn with other chances: (1/.8 + 1/.8 + 1/.2) / (1/.8 + 1/.8 + 1/.2 + 1/.2)
    chance = np.array([0.8, 0.8, 0.2, 0.2, 0.5, 0.5, 0.5, 0.5])
    assert corrected_share(codes, probability=chance).value == pytest.approx(7.5 / 12.5)


def test_useless_predictions_get_no_weight_and_good_ones_narrow() -> None:
    rng = np.random.default_rng(3)
    _, predictions, codes = sample(rng, right=0.95)
    alone, helped = corrected_share(codes), corrected_share(codes, predictions)
    noise = corrected_share(codes, rng.random(len(codes)))
    assert standard_error(helped) < 0.8 * standard_error(alone)
    assert noise.weight < 0.3
    assert 0.6 < helped.weight <= 1.0
    assert np.isclose(helped.influence.mean(), 0, atol=1e-12)
    assert helped.outcomes.mean() == pytest.approx(helped.value)


def test_a_biased_machine_is_put_right() -> None:
    rng = np.random.default_rng(4)
    values = []
    for _ in range(300):
        truth = (rng.random(600) < 0.2).astype(float)
        predictions = np.where(rng.random(600) < 0.8, truth, 1 - truth)  # says .32 for .2
        codes = np.where(rng.random(600) < 0.3, truth, NAN)
        values.append(corrected_share(codes, predictions, np.full(600, 0.3)).value)
    assert np.mean(values) == pytest.approx(0.2, abs=0.005)


def test_unequal_chances_do_not_bias() -> None:
    rng = np.random.default_rng(6)
    values = []
    for _ in range(300):
        truth = (rng.random(800) < 0.2).astype(float)
        predictions = np.where(rng.random(800) < 0.85, truth, 1 - truth)
        chance = np.where(predictions == 1, 0.6, 0.15)
        codes = np.where(rng.random(800) < chance, truth, NAN)
        values.append(corrected_share(codes, predictions, chance).value)
    assert np.mean(values) == pytest.approx(0.2, abs=0.006)


def coverage(draw, truth: float, reps: int = 400) -> float:
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(reps):
        low, high = draw(rng)
        held += low <= truth <= high
    return held / reps


@pytest.mark.parametrize("share", [0.3, 0.1, 0.04])
def test_intervals_hold_the_share_of_the_process(share: float) -> None:
    def draw(rng):
        _, predictions, codes = sample(rng, share=share)
        return share_interval(corrected_share(codes, predictions))

    assert coverage(draw, share) > 0.92


def test_intervals_of_stories_are_wider_than_of_articles() -> None:
    rng = np.random.default_rng(9)
    story = np.repeat(np.arange(250), 4)
    truth = (rng.random(250) < 0.3).astype(float)[story]
    codes = np.where(rng.random(1000) < 0.3, truth, NAN)
    found = corrected_share(codes, None, np.full(1000, 0.3), story)
    assert standard_error(found, story) > 1.3 * standard_error(found)
    low, high = share_interval(found, story)
    assert low < found.value < high


def test_the_share_of_this_very_set_is_known_better() -> None:
    rng = np.random.default_rng(10)
    held = 0
    for _ in range(300):
        truth, predictions, codes = sample(rng, n=400, n_coded=200, right=0.85)
        found = corrected_share(codes, predictions)
        assert standard_error(found, finite=True) < standard_error(found)
        low, high = share_interval(found, finite=True)
        held += low <= truth.mean() <= high
    assert held / 300 > 0.92


def test_few_present_codes_stand_alone_with_exact_limits() -> None:
    codes = np.full(500, NAN)
    codes[:100] = 0
    codes[:2] = 1
    found = corrected_share(codes, np.full(500, 0.5))
    assert (found.value, found.weight) == (0.02, 0.0)
    low, high = share_interval(found)
    assert low == pytest.approx(0.0024, abs=5e-4)  # Clopper and Pearson for 2 of 100
    assert high == pytest.approx(0.0704, abs=2e-3)
    codes[:2] = 0
    assert share_interval(corrected_share(codes))[0] == 0.0


def test_no_code_is_an_error() -> None:
    with pytest.raises(ValueError, match="no article is coded"):
        corrected_share(np.full(3, NAN))
    with pytest.raises(ValueError, match="no probability"):
        corrected_share(np.array([1.0, 0.0]), probability=np.array([0.0, 1.0]))


def test_differences_of_frames_and_of_groups() -> None:
    rng = np.random.default_rng(11)
    _, predictions, codes = sample(rng, share=0.3)
    _, others, other_codes = sample(rng, share=0.3)
    other_codes = np.where(np.isnan(codes), NAN, np.nan_to_num(other_codes))
    one, other = corrected_share(codes, predictions), corrected_share(other_codes, others)
    paired = difference(one, other)
    assert paired.value == pytest.approx(one.value - other.value)
    assert standard_error(difference(one, one)) == 0.0
    group = np.arange(1000) < 400
    parts = [within(corrected_share(codes[inside], predictions[inside]), inside) for inside in (group, ~group)]
    apart = difference(*parts)
    errors = [standard_error(corrected_share(codes[i], predictions[i])) for i in (group, ~group)]
    assert standard_error(apart) == pytest.approx(np.hypot(*errors), rel=0.02)
    low, high, p = mean_interval(apart)
    assert low < apart.value < high
    assert 0 < p <= 1


def test_adjustment_takes_out_what_length_explains() -> None:
    rng = np.random.default_rng(12)
    length = rng.normal(size=3000)
    group = (rng.random(3000) < 1 / (1 + np.exp(-2 * length))).astype(float)
    truth = (rng.random(3000) < np.clip(0.4 + 0.15 * length, 0, 1)).astype(float)
    codes = np.where(rng.random(3000) < 0.5, truth, NAN)
    predictions = np.where(rng.random(3000) < 0.9, truth, 1 - truth)
    found = corrected_share(codes, predictions, np.full(3000, 0.5))
    plain = adjusted_difference(found, group, np.zeros((3000, 0)))
    held = adjusted_difference(found, group, length[:, None])
    assert plain.value > 0.1
    assert abs(held.value) < 0.06
    low, high, _ = mean_interval(held)
    assert low < held.value < high
