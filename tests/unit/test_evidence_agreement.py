import itertools
import json
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from newsframing.evidence.agreement import agreement, agreement_table, alpha, disagreements

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT.parent / "shared/data/gold/krippendorff_worked_examples.json"
NAN = float("nan")
#: the four observers and twelve units of Krippendorff's paper of 2011
WORKED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)


def test_alpha_of_the_worked_example() -> None:
    assert alpha(WORKED) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.skipif(not EXAMPLES.is_file(), reason="the published examples are not beside this checkout")
def test_alpha_of_the_published_examples() -> None:
    seen = 0
    for example in json.loads(EXAMPLES.read_text("utf-8"))["examples"]:
        if example["layout"] == "coders x units" and "nominal" in example["alpha"]:
            codes = np.array([[NAN if value is None else value for value in row] for row in example["data"]], float)
            assert alpha(codes) == pytest.approx(example["alpha"]["nominal"], abs=6e-4), example["id"]
            seen += 1
    assert seen > 1


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(2, 30), st.floats(0, 0.6))
def test_alpha_is_that_of_the_reference_library(seed: int, coders: int, units: int, missing: float) -> None:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 2, (coders, units)).astype(float)
    codes[rng.random(codes.shape) < missing] = NAN
    twice = (~np.isnan(codes)).sum(axis=0) > 1
    if not twice.any() or len(np.unique(codes[:, twice][~np.isnan(codes[:, twice])])) < 2:
        assert np.isnan(alpha(codes))
        return
    reference = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")
    assert alpha(codes) == pytest.approx(reference, abs=1e-6)


def test_kappa_of_two_coders_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(5)
    codes = (rng.random((2, 60)) < 0.4).astype(float)
    codes[1, :40] = codes[0, :40]
    assert agreement(codes).kappa == pytest.approx(cohen_kappa_score(codes[0], codes[1]))
    third = np.vstack([codes, np.where(np.arange(60) < 30, codes[0], NAN)])
    pairs = [(a, b) for a, b in itertools.combinations(range(3), 2)]
    both = [~np.isnan(third[a]) & ~np.isnan(third[b]) for a, b in pairs]
    kappas = [cohen_kappa_score(third[a][x], third[b][x]) for (a, b), x in zip(pairs, both, strict=True)]
    weights = [x.sum() for x in both]
    assert agreement(third).kappa == pytest.approx(np.average(kappas, weights=weights))


def test_ac1_by_hand() -> None:
    # two coders, ten units: both present in 1, both absent in 8, one differs; pa = .9, mean share present = .15
    codes = np.array([[1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]], float)
    found = agreement(codes)
    chance = 2 * 0.15 * 0.85
    assert found.percent == pytest.approx(0.9)
    assert found.ac1 == pytest.approx((0.9 - chance) / (1 - chance))
    assert found.low <= found.alpha <= found.high


def test_one_value_only_or_one_coder_only_says_nothing() -> None:
    assert np.isnan(agreement(np.zeros((2, 10))).alpha)
    assert agreement(np.zeros((2, 10))).percent == 1.0
    alone = agreement(np.array([[1.0, 0.0, 1.0]]))
    assert (alone.n, alone.n_both) == (3, 0)
    assert np.isnan(alone.alpha) and np.isnan(alone.percent)


def codes_table(coders: dict[str, str], present: np.ndarray) -> pd.DataFrame:
    rows = [
        {"codebook": "conflict", "frame": "military", "unit": "article", "wave": "main", "item": f"a{i}"}
        | {"coder": coder, "kind": kind, "present": present[c, i]}
        for c, (coder, kind) in enumerate(coders.items())
        for i in range(present.shape[1])
    ]
    return pd.DataFrame(rows)


def test_people_are_not_mixed_with_models() -> None:
    rng = np.random.default_rng(2)
    truth = (rng.random(40) < 0.5).astype(float)
    present = np.vstack([truth, truth, 1 - truth])
    found = agreement_table(codes_table({"ab": "human", "cd": "human", "m": "model"}, present), {"conflict": "x"})
    assert found["alpha"].tolist() == [1.0]
    assert found["coders"].tolist() == ["2 human"]
    assert found["n_present"].tolist() == [int(truth.sum())]
    assert found["codebook_sha256"].tolist() == ["x"]
    lone = agreement_table(codes_table({"ab": "human", "cd": "author", "m": "model"}, present))
    assert lone["coders"].tolist() == ["1 author, 1 human, 1 model"]


def test_disagreements_are_listed_until_they_are_settled() -> None:
    present = np.array([[1, 0, 1], [1, 1, NAN]], float)
    table = codes_table({"ab": "human", "cd": "human"}, present)
    assert disagreements(table)["item"].tolist() == ["a1", "a1"]
    settled = codes_table({"adjudicated": "human"}, np.array([[NAN, 1, NAN]], float)).query("item == 'a1'")
    assert disagreements(pd.concat([table, settled])).empty
