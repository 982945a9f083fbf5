from dataclasses import replace

import numpy as np
import pytest

from newsframing.evidence.verdicts import STATES, Finding, decide, holm, needed, verdicts_table

BASE = Finding(
    id="h1", claim="c", status="confirmatory", unit="stories", expect="greater", smallest_effect=0.15,
    n=184, n_clusters=184, n_coded=184, estimator="corrected", estimate=0.3, low=0.2, high=0.4,
    low_90=0.22, high_90=0.38, p=0.001,
)  # fmt: skip


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.2, float("nan"), 0.01])[2] == pytest.approx(0.02)
    assert np.isnan(holm([0.2, float("nan")])[1])
    assert holm([0.9, 0.8]) == [1.0, 1.0]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "supported"),
        ({"expect": "different"}, "supported"),
        ({"expect": "less"}, "contradicted"),
        ({"estimate": -0.3, "low": -0.4, "high": -0.2, "low_90": -0.38, "high_90": -0.22}, "contradicted"),
        ({"p": 0.2}, "undetermined"),
        ({"estimate": 0.1, "low": 0.02, "high": 0.18, "low_90": 0.03, "high_90": 0.17}, "undetermined"),
        ({"estimate": 0.05, "low": 0.0, "high": 0.1, "low_90": 0.01, "high_90": 0.09}, "negligible"),
        ({"unvalidated": "no human codes"}, "unvalidated"),
        ({"unvalidated": "no human codes", "blocked": "two word lists"}, "not_testable"),
    ],
)
def test_the_first_state_that_matches(change: dict[str, object], state: str) -> None:
    finding = replace(BASE, **change)
    found, why = decide(finding, finding.p)
    assert found == state
    assert found in STATES
    assert why.endswith(".")


def test_negligible_goes_before_supported() -> None:
    tiny = replace(BASE, estimate=0.149, low=0.148, high=0.1499, low_90=0.1482, high_90=0.1498, smallest_effect=0.15)
    assert decide(tiny, 1e-9)[0] == "negligible"
    assert decide(replace(tiny, smallest_effect=0.0), 1e-9)[0] == "supported"


def test_only_what_is_tested_counts_in_the_correction() -> None:
    findings = [
        replace(BASE, id="a", p=0.02),
        replace(BASE, id="b", p=0.03, blocked="two word lists"),
        replace(BASE, id="c", p=0.04, unvalidated="no codes"),
        replace(BASE, id="d", p=0.04, status="exploratory"),
    ]
    table = verdicts_table(findings, {"a": 0.75}).set_index("id")
    assert table["p_adjusted"].round(3).to_dict() == pytest.approx(
        {"a": 0.02, "b": np.nan, "c": np.nan, "d": 0.04}, nan_ok=True
    )
    assert table.loc["a", "robust_share"] == 0.75
    assert table["verdict"].tolist() == ["supported", "not_testable", "unvalidated", "supported"]


def test_the_number_it_would_take_grows_with_the_interval() -> None:
    wide = replace(BASE, estimate=0.1, low=-0.2, high=0.4)
    assert needed(wide) == 184 * (0.3 / 0.075) ** 2
    assert "2,944 codes" in decide(wide, 0.5)[1]
