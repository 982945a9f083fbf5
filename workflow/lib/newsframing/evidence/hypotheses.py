"""From a hypothesis of a study to a finding: what is compared with what, over which articles, by which measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from newsframing.evidence.corrected import (
    Estimate,
    adjusted_difference,
    corrected_share,
    difference,
    mean_interval,
    share_interval,
    within,
)
from newsframing.evidence.material import DICTIONARY, Material
from newsframing.evidence.verdicts import EXPLORATORY, Finding

#: articles a side needs; articles in which speakers are compared
FEWEST, FEWEST_SPOKEN = 10, 30
#: what opens a verdict: alpha on so many articles coded twice, so many of them with the frame
ALPHA, TWICE, WITH_FRAME = 0.667, 60, 10
TENTATIVE = 0.80
UNIT = "stories"


@dataclass(frozen=True)
class Side:
    """Frames of which one must be present, in which articles, voiced by whom (None: anybody)."""

    frames: tuple[str, ...]
    codebook: str
    inside: np.ndarray
    speakers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Comparison:
    """Two sides, or one that is only described; ``paired``: in the same articles."""

    one: Side
    other: Side | None
    paired: bool

    @property
    def by_speaker(self) -> bool:
        """Tell whether speakers are compared."""
        return self.one.speakers is not None


def listed(value: Any) -> tuple[str, ...]:
    """Take one or many as many."""
    return tuple(value) if isinstance(value, (list, tuple)) else (str(value),)


def comparison(compare: Mapping[str, Any], material: Material, events: Mapping[str, str]) -> Comparison:
    """Read ``compare`` of a hypothesis over the material; ``events``: id to day."""
    articles = material.articles
    everywhere = np.ones(len(articles), dtype=bool)
    frames, codebook = listed(compare["frame"]), str(compare["codebook"])
    if where := compare.get("where"):
        everywhere = _measured(material, str(where["codebook"]), listed(where["frame"])) == 1
    one = Side(frames, codebook, everywhere)
    if other := compare.get("with"):
        return Comparison(one, Side(listed(other["frame"]), str(other.get("codebook", codebook)), everywhere), True)
    if between := compare.get("between"):
        column, (first, second) = next(iter(between.items()))
        if column == "speaker":
            return Comparison(replace(one, speakers=listed(first)), replace(one, speakers=listed(second)), True)
        values = articles[column].astype("str")
        parts = [
            everywhere & values.isin(listed(group)).fillna(False).to_numpy(dtype=bool) for group in (first, second)
        ]
        return Comparison(replace(one, inside=parts[0]), replace(one, inside=parts[1]), False)
    if event := compare.get("before_after"):
        days = articles["published"].astype("str")
        known = everywhere & days.notna().to_numpy()
        after = (days >= events[event]).fillna(False).to_numpy(dtype=bool)
        return Comparison(replace(one, inside=known & after), replace(one, inside=known & ~after), False)
    return Comparison(one, None, False)


def _measured(material: Material, codebook: str, frames: Sequence[str]) -> np.ndarray:
    """Say which articles have a frame: by people where they coded, else by the best method at hand."""
    methods = material.methods(codebook)
    codes = material.any_code(codebook, frames)
    marked = material.any_present(codebook, frames, methods[0]) if methods else np.zeros(len(material.articles))
    return marked if codes is None else np.where(np.isnan(codes), marked, codes)


def _values(material: Material, side: Side, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Give presence and score of a side in every article, by one method."""
    if side.speakers is None:
        return (
            material.any_present(side.codebook, side.frames, method),
            material.any_score(side.codebook, side.frames, method),
        )
    rows = material.evidence
    voiced = rows[
        (rows["codebook"] == side.codebook) & rows["frame"].isin(side.frames) & rows["speaker"].isin(side.speakers)
    ]
    present = material.articles["article_id"].isin(voiced["article_id"]).to_numpy(dtype=float)
    return present, present


def _estimates(material: Material, compared: Comparison, method: str, corrected: bool) -> tuple[Estimate, ...]:
    """Estimate both sides: by codes and predictions, or by one method taken at its word."""
    found = []
    for side in (compared.one, compared.other or compared.one):
        present, score = _values(material, side, method)
        inside = side.inside
        codes, chance = material.settled(side.codebook, side.frames) if corrected else (None, None)
        clusters = material.clusters[inside]
        if codes is not None and side.speakers is None:
            part = corrected_share(codes[inside], score[inside], None if chance is None else chance[inside], clusters)
        else:
            part = corrected_share(present[inside], None, None, clusters)
        found.append(within(part, inside))
    return tuple(found)


def gate(agreement: pd.DataFrame | None, sides: Sequence[Side], codes: bool) -> tuple[str, str]:
    """Say what human codes lack, and what of their reliability must be said: (lack, remark), each may be empty."""
    if not codes:
        return "no person has coded the frames, and what word lists find is not what is there", ""
    remark = ""
    for side in sides:
        for frame in side.frames:
            rows = pd.DataFrame() if agreement is None else agreement
            if len(rows):
                rows = rows[(rows["codebook"] == side.codebook) & (rows["frame"] == frame) & (rows["wave"] == "main")]
                rows = rows[rows["coders"].str.contains("human") & ~rows["coders"].str.contains("author|model")]
            if not len(rows) or int(rows["n_both"].iloc[0]) == 0:
                return f"no two people have coded '{frame}' in the same articles", remark
            row = rows.iloc[0]
            if row.get("changed", False):
                return f"the codebook of '{frame}' has changed since it was coded, and older codes do not hold", remark
            if row["n_both"] < TWICE or row["n_present"] < WITH_FRAME:
                few = f"{int(row['n_both'])} articles are coded twice for '{frame}', {int(row['n_present'])} with it"
                return f"only {few}; it takes {TWICE} and {WITH_FRAME}", remark
            if not row["alpha"] >= ALPHA:
                return f"coders agree on '{frame}' with an alpha of {row['alpha']:.2f}, and it takes {ALPHA}", remark
            if row["alpha"] < TENTATIVE:
                remark = "The coders' reliability is tentative (alpha under .80)."
    return "", remark


def _blocked(material: Material, compared: Comparison, method: str, corrected: bool, unknown: Sequence[str]) -> str:
    """Say which precondition fails, or nothing."""
    if unknown:
        return f"no measure at hand finds {', '.join(unknown)}; people would have to code it"
    if compared.other is None:
        return "the claim is described, not compared with anything"
    sides = (compared.one, compared.other)
    counts = [int((_values(material, side, method)[0][side.inside] == 1).sum()) for side in sides]
    least = FEWEST_SPOKEN if compared.by_speaker else FEWEST
    held = counts if compared.paired else [int(side.inside.sum()) for side in sides]
    if compared.by_speaker:
        held = [sum(held)]
    if min(held) < least:
        told = " and ".join(str(number) for number in held)
        what = "articles in which somebody of either kind is quoted with it" if compared.by_speaker else (
            "articles on the two sides"
        )  # fmt: skip
        return f"there are {told} {what}, and it takes {least}"
    if compared.paired and not compared.by_speaker and not corrected:
        return (
            "two frames are compared by word lists alone, and lists of different breadth find different parts of each"
        )
    return ""


def _covariates(articles: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Set what is held constant as columns: numbers as logarithms of size, anything else one column a value."""
    columns = []
    for name in names:
        values = articles[name]
        if pd.api.types.is_numeric_dtype(values):
            columns.append(np.log1p(values.to_numpy(dtype=float))[:, None])
        else:
            columns.append(pd.get_dummies(values.astype("str").fillna("none")).to_numpy(dtype=float)[:, 1:])
    return np.hstack(columns) if columns else np.zeros((len(articles), 0))


def finding(
    hypothesis: Mapping[str, Any],
    material: Material,
    agreement: pd.DataFrame | None = None,
    events: Mapping[str, str] | None = None,
    status: str = EXPLORATORY,
    method: str | None = None,
) -> Finding:
    """Estimate one hypothesis of a study: everything but its verdict.

    ``method``: by which the frames are measured where people have not coded (the best one at hand).
    """
    compared = comparison(hypothesis["compare"], material, events or {})
    sides = [side for side in (compared.one, compared.other) if side is not None]
    chosen = method or next(iter(material.methods(compared.one.codebook)), DICTIONARY)
    unknown = [
        f"'{frame}'"
        for side in sides
        for frame in side.frames
        if side.speakers is None and (chosen, side.codebook, frame) not in material.present
    ]
    corrected = not compared.by_speaker and all(
        material.any_code(side.codebook, side.frames) is not None for side in sides
    )
    inside = np.any([side.inside for side in sides], axis=0)
    base = Finding(
        id=str(hypothesis["id"]),
        claim=str(hypothesis["claim"]),
        status=status,
        unit=UNIT,
        expect=str(hypothesis.get("expect", "different")),
        smallest_effect=float(hypothesis.get("smallest_effect", 0.0)),
        n=int(inside.sum()),
        n_clusters=len(np.unique(material.clusters[inside])),
    )
    blocked = _blocked(material, compared, chosen, corrected, unknown)
    if unknown or not all(side.inside.any() for side in sides):
        return replace(base, blocked=blocked or "there is no article on one side")
    estimates = _estimates(material, compared, chosen, corrected)
    estimate = difference(*estimates) if compared.other is not None else estimates[0]
    counts = [one.n_coded for one in estimates]
    n_coded = 0 if not corrected else min(counts) if compared.paired or compared.other is None else sum(counts)
    adjust = [name for name in hypothesis.get("adjust", ()) if name in material.articles]
    if compared.other is not None and not compared.paired and adjust:
        estimate = _adjusted(material, compared, chosen, corrected, adjust)
    clusters = material.clusters
    low, high, p = mean_interval(estimate, clusters)
    low_90, high_90, _ = mean_interval(estimate, clusters, 0.90)
    if compared.other is None:
        (low, high), p = share_interval(estimate, clusters), float("nan")
    lack, remark = gate(agreement, sides, corrected)
    name = f"{chosen} corrected by codes" if corrected else f"{chosen}, uncorrected"
    return replace(
        base,
        n_coded=n_coded,
        estimator=f"{name}, adjusted for {', '.join(adjust)}" if adjust and not compared.paired else name,
        estimate=estimate.value,
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        p=p if corrected else float("nan"),
        blocked=blocked,
        unvalidated=lack,
        reliability=remark,
    )


def _adjusted(material: Material, compared: Comparison, method: str, corrected: bool, names: Sequence[str]) -> Estimate:
    """Compare two groups with other things held constant: outcomes of both, one regression."""
    assert compared.other is not None
    inside = compared.one.inside | compared.other.inside
    both = replace(compared.one, inside=inside)
    whole, _ = _estimates(material, Comparison(both, None, False), method, corrected)
    n = len(inside)
    # back from all articles to those of the two groups
    part = replace(
        whole,
        influence=whole.influence[inside] * inside.sum() / n,
        sampling=whole.sampling[inside] * inside.sum() / n,
    )
    group = compared.one.inside[inside]
    held = adjusted_difference(part, group, _covariates(material.articles[inside], names))
    return within(held, inside)
