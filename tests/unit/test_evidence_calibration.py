import numpy as np
import pandas as pd
import pytest

from newsframing import calibrate as command
from newsframing.evidence import calibration
from newsframing.evidence.calibration import DESIGNS, F1, F1_SHARE, FRAMES, error_at, outside, separation

REPS = 30


def coverage(table):
    return table[table["quantity"] == "coverage"].set_index("frame")["value"]


@pytest.fixture(scope="module")
def table():
    return calibration.calibrate(REPS, n=600, codes=150)


def test_the_table_has_every_quantity_and_repeats_itself(table):
    assert list(table.columns) == calibration.COLUMNS
    quantities = {"coverage", "coverage_uncorrected", "width_ratio", "power", "false_support"}
    assert quantities <= set(table["quantity"])
    assert set(table.loc[table["quantity"] == "coverage", "frame"]) == set(FRAMES)
    assert set(table.loc[table["quantity"] == "power", "frame"]) == {design.name for design in DESIGNS}
    first = [calibration._one_share(seed, 0.2, 300, 80, 0.8) for seed in range(5)]
    assert first == [calibration._one_share(seed, 0.2, 300, 80, 0.8) for seed in range(5)]
    assert len(set(first)) > 1
    assert calibration.power(DESIGNS[0], 5) == calibration.power(DESIGNS[0], 5)


def test_corrected_intervals_hold_and_uncorrected_do_not(table):
    assert coverage(table).min() > 0.8
    bare = table[table["quantity"] == "coverage_uncorrected"].set_index("frame")["value"]
    assert bare["planted_20"] < 0.5
    power = table[table["quantity"] == "power"]["value"]
    none = table[table["quantity"] == "false_support"]["value"]
    assert power.min() > none.max()


def test_an_estimator_that_takes_the_machine_at_its_word_is_caught(monkeypatch):
    real = calibration.corrected_share

    def uncorrected(codes, predictions=None, probability=None, clusters=None):
        marked = codes if predictions is None else (predictions > 0.5).astype(float)
        return real(marked, None, None, clusters)

    monkeypatch.setattr(calibration, "corrected_share", uncorrected)
    broken = calibration.calibrate(REPS, n=600, codes=150)
    assert coverage(broken)["planted_20"] < 0.5
    wrong = outside(broken)
    assert {"planted_40", "planted_30", "planted_20"} <= set(wrong.loc[wrong["quantity"] == "coverage", "frame"])


def test_classes_lie_as_far_apart_as_the_stated_f1_needs():
    # marking everything has F1 2 · .5 / 1.5 = .67 already
    assert separation(0.60, 0.5) == 0.0
    rng = np.random.default_rng(0)
    truth = rng.random(400_000) < F1_SHARE
    shown = rng.normal(size=len(truth)) + separation(F1, F1_SHARE) * truth
    best = max(2 * (truth & (shown > cut)).sum() / (truth.sum() + (shown > cut).sum()) for cut in np.arange(0, 3, 0.1))
    assert best == pytest.approx(F1, abs=0.005)
    assert separation(0.8, 0.2) > separation(0.6, 0.2)


def test_errors_of_coders_give_the_stated_alpha():
    # half the articles have the frame, so alpha = 1 - e (1 - e) / .25, which is .64 at e = .1
    assert error_at(0.64, 0.5) == pytest.approx(0.1)
    rng = np.random.default_rng(1)
    truth = rng.random(200_000) < 0.2
    rate = error_at(0.8, 0.2)
    one, other = (truth != (rng.random(len(truth)) < rate) for _ in range(2))
    both = np.concatenate([one, other])
    alpha = 1 - (one != other).mean() / (2 * both.mean() * (1 - both.mean()))
    assert alpha == pytest.approx(0.8, abs=0.01)


def made(value, low, high):
    return pd.DataFrame([("coverage", "x", value, low, high, 9)], columns=calibration.COLUMNS)


def test_a_value_without_bounds_is_reported_and_one_outside_fails():
    nothing = float("nan")
    assert len(outside(made(0.1, nothing, nothing))) == 0
    assert len(outside(made(0.95, 0.93, 0.97))) == 0
    assert len(outside(made(0.92, 0.93, 0.97))) == len(outside(made(0.98, 0.93, 0.97))) == 1


class Now:
    """A pool that does its work at once and in this process."""

    def __init__(self, _n):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, work, *args):
        class Done:
            result = staticmethod(lambda: work(*args))

        return Done


@pytest.mark.parametrize(("value", "status"), [(0.95, 0), (0.5, 1)])
def test_the_command_fails_outside_the_bounds(monkeypatch, tmp_path, capsys, value, status):
    monkeypatch.setattr(command, "ProcessPoolExecutor", Now)
    monkeypatch.setattr(command, "calibrate", lambda reps: made(value, 0.93, 0.97))
    curve = pd.DataFrame([("two frames", 0.1, 9, 9, 0.5, 0.6, 3)], columns=calibration.CURVE_COLUMNS)
    monkeypatch.setattr(command, "power_curve", lambda reps: curve)
    assert command.main([str(tmp_path), "--reps", "3"]) == status
    assert pd.read_csv(tmp_path / "calibration.csv")["value"].tolist() == [value]
    assert (tmp_path / "power_curve.csv").is_file()
    assert ("outside 0.93 to 0.97" in capsys.readouterr().err) == bool(status)
