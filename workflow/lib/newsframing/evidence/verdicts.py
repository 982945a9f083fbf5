"""Verdicts: the first state that matches, in a fixed order, with a sentence that says why.

``not_testable`` → ``unvalidated`` → ``negligible`` → ``supported`` or ``contradicted`` → ``undetermined``. Tests are
two-sided, corrected over the registered hypotheses by Holm (1979); ``negligible`` is an equivalence test at 5 %
(two one-sided tests: Schuirmann 1987), that is, the 90 % interval lies inside ± the smallest effect of interest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

STATES = ("not_testable", "unvalidated", "negligible", "supported", "contradicted", "undetermined")
VERDICT_COLUMNS = [
    *("id", "claim", "status", "unit", "n", "n_clusters", "n_coded", "estimator", "estimate", "low", "high", "p"),
    *("p_adjusted", "smallest_effect", "robust_share", "verdict", "why", "quantity", "unadjusted"),
    *("registered", "deviations"),
]
SIGNIFICANT = 0.05
CONFIRMATORY, EXPLORATORY = "confirmatory", "exploratory"
DIFFERENCE, SHARE = "difference", "share"
#: what a claim may lack: a test at all, stories on a side, articles that quote somebody, codes, agreement of coders
LACKS = ("described", "stories", "voices", "codes", "agreement", "measure", "speakers", "outlets")


@dataclass(frozen=True)
class Finding:
    """What is known of one hypothesis before its verdict.

    ``quantity``: what is estimated, a ``difference`` (of shares) or, of what is only described, a ``share``. ``lack``:
    what a claim without an answer lacks most, one of LACKS or empty; ``takes``: what it would take, as a sentence;
    ``unadjusted``: the estimate with nothing held constant, where something is; ``registered``: why it has its status,
    ``deviations``: what is not as it was registered.
    ``blocked``: the precondition that failed, ``unvalidated``: what is lacking in human codes; both as the end of a
    sentence, empty where there is nothing to say. ``low_90`` and ``high_90``: the 90 % interval. ``reliability``: a
    remark on tentative reliability, or empty.
    """

    id: str
    claim: str
    status: str
    unit: str
    expect: str
    smallest_effect: float
    n: int
    n_clusters: int
    n_coded: int = 0
    estimator: str = ""
    estimate: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    low_90: float = float("nan")
    high_90: float = float("nan")
    p: float = float("nan")
    blocked: str = ""
    unvalidated: str = ""
    reliability: str = ""
    quantity: str = DIFFERENCE
    lack: str = ""
    takes: str = ""
    unadjusted: float = float("nan")
    registered: str = ""
    deviations: str = ""


def holm(p: Sequence[float]) -> list[float]:
    """Correct p values by Holm's step-down method; nan stays nan and does not count."""
    values = np.asarray(p, dtype=float)
    known = np.flatnonzero(~np.isnan(values))
    adjusted = np.full(len(values), np.nan)
    highest = 0.0
    for place, index in enumerate(known[np.argsort(values[known], kind="stable")]):
        highest = max(highest, min(1.0, float(values[index]) * (len(known) - place)))
        adjusted[index] = highest
    return adjusted.tolist()


def needed(finding: Finding) -> int:
    """Give the number of codes at which the interval would be half as wide as the smallest effect on either side.

    Half-widths shrink with the root of the number of codes; of as many articles as there are, the same rule.
    """
    half = (finding.high - finding.low) / 2
    wanted = finding.smallest_effect / 2 if finding.smallest_effect else abs(finding.estimate) / 2
    held = finding.n_coded or finding.n
    if not (half > 0 and wanted > 0):
        return held
    return math.ceil(round(held * (half / wanted) ** 2, 6))


def decide(finding: Finding, p_adjusted: float) -> tuple[str, str]:
    """Give the state of a finding and why, in words that name the numbers."""
    f, effect = finding, finding.smallest_effect
    takes = f" {f.takes}" if f.takes else ""
    if f.blocked:
        opening = "This is described, not tested" if f.lack in ("described", "voices") else "This cannot be tested"
        return "not_testable", f"{opening}: {f.blocked}.{takes}"
    if f.unvalidated:
        return "unvalidated", f"The numbers are shown, but they answer nothing: {f.unvalidated}.{takes}"
    interval = f"{_points(f.estimate)} points, 95% interval {_points(f.low)} to {_points(f.high)}"
    remark = f" {f.reliability}" if f.reliability else ""
    if effect > 0 and -effect < f.low_90 and f.high_90 < effect:
        return (
            "negligible",
            f"Whatever difference there is ({interval}) is smaller than {100 * effect:.0f} points.{remark}",
        )
    large = abs(f.estimate) >= effect
    if p_adjusted < SIGNIFICANT and large:
        up = f.estimate > 0
        agrees = f.expect == "different" or (f.expect == "greater") == up
        state = "supported" if agrees else "contradicted"
        way = "as expected" if agrees else "the other way than expected"
        told = "p < .001" if p_adjusted < 0.001 else f"p = {p_adjusted:.3f}"
        return (
            state,
            f"The difference ({interval}; corrected {told}) is {way}, and {_size(effect)}.{remark}",
        )
    half = (f.high - f.low) / 2
    counted = "codes" if f.n_coded else f.unit
    small = "" if large else f", and the estimate is smaller than {100 * effect:.0f} points"
    why = (
        f"The estimate ({interval}) leaves it open: its interval reaches {100 * half:.0f} points to either side"
        f"{small}; it would take some {needed(f):,} {counted}."
    )
    return "undetermined", why + remark


def _points(share: float) -> str:
    """Write a share as points with a sign."""
    return f"{round(100 * share):+d}".replace("-", "−")


def _size(effect: float) -> str:
    return f"at least {100 * effect:.0f} points" if effect > 0 else "no smallest effect was set"


def verdicts_table(findings: Sequence[Finding], robust: dict[str, float] | None = None) -> pd.DataFrame:
    """Give the verdicts, one row a finding in its order: VERDICT_COLUMNS.

    Holm's correction runs over the confirmatory findings that can be tested, and over the exploratory ones apart, for
    those must not cost the registered ones their power. ``robust``: by id, the share of specifications that agree.
    """
    adjusted = dict.fromkeys((finding.id for finding in findings), float("nan"))
    for status in (CONFIRMATORY, EXPLORATORY):
        tested = [f for f in findings if f.status == status and not (f.blocked or f.unvalidated)]
        adjusted |= dict(zip([f.id for f in tested], holm([f.p for f in tested]), strict=True))
    rows = []
    for finding in findings:
        verdict, why = decide(finding, adjusted[finding.id])
        row = {name: getattr(finding, name) for name in VERDICT_COLUMNS if hasattr(finding, name)}
        row |= {"p_adjusted": adjusted[finding.id], "robust_share": (robust or {}).get(finding.id, float("nan"))}
        rows.append(row | {"verdict": verdict, "why": why})
    return pd.DataFrame(rows, columns=VERDICT_COLUMNS)
