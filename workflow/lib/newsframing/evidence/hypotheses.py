"""From a hypothesis of a study to a finding: what is compared with what, over which articles, by which measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from newsframing.coding.codes import PEOPLE
from newsframing.evidence.agreeing import together
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
from newsframing.evidence.verdicts import DIFFERENCE, EXPLORATORY, SHARE, Finding
from newsframing.frames.adjust import genre_of
from newsframing.inference import LEVEL

#: articles a side needs; articles in which speakers are compared
FEWEST, FEWEST_SPOKEN = 10, 30
#: what opens a verdict: alpha on so many articles coded twice, so many of them with the frame
ALPHA, TWICE, WITH_FRAME = 0.667, 60, 10
TENTATIVE = 0.80
#: groups of outlets that stand for more than the outlets themselves
_KINDS = ("outlet_kind", "country")
#: of fewer stories a share is told without an interval
FEWEST_TOLD = 20
UNIT, VOICED = "stories", "sentences"
SPOKEN = "dictionary and rules for speakers, uncorrected"


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
    by_kind: bool = False

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
        sides = [replace(one, inside=part) for part in parts]
        return Comparison(sides[0], sides[1], False, column in _KINDS)
    if event := compare.get("before_after"):
        days = articles["published"].astype("str")
        known = everywhere & days.notna().to_numpy()
        after = (days >= events[event]).fillna(False).to_numpy(dtype=bool)
        return Comparison(replace(one, inside=known & after), replace(one, inside=known & ~after), False)
    return Comparison(one, None, False)


def sides_of(compare: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """List the sides of a comparison as (codebook, frames)."""
    parts = [compare, *([compare["with"]] if "with" in compare else [])]
    return [(str(part.get("codebook", compare["codebook"])), listed(part["frame"])) for part in parts]


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
    return (voiced(material, side) > 0).astype(float), voiced(material, side)


def voiced_rows(material: Material, side: Side) -> pd.DataFrame:
    """Give the rows of evidence of a side's frames, by its speakers where it names some."""
    rows = material.evidence
    own = (rows["codebook"] == side.codebook) & rows["frame"].isin(side.frames)
    return rows[own & rows["speaker"].isin(side.speakers)] if side.speakers is not None else rows[own]


def voiced(material: Material, side: Side) -> np.ndarray:
    """Count in every article the sentences with one of the frames that the side's speakers voice: (n,)."""
    rows = voiced_rows(material, side).drop_duplicates(["article_id", "field", "sentence"])
    return material.articles["article_id"].map(rows["article_id"].value_counts()).fillna(0).to_numpy(dtype=float)


def _balance(one: np.ndarray, other: np.ndarray) -> Estimate:
    """Give the share of the voiced sentences that is the first side's less that of the other's, by article.

    A ratio of two sums over articles, its error by linearisation (Särndal et al. 1992, section 5.6).
    """
    total = one.sum() + other.sum()
    value = float((one.sum() - other.sum()) / total)
    influence = (one - other - value * (one + other)) * len(one) / total
    held = int(((one + other) > 0).sum())
    return Estimate(value, influence, influence, held - 1, 0, 0)


def _clusters(material: Material, compared: Comparison) -> np.ndarray:
    """Number the clusters of a comparison: outlets where kinds of outlets are compared, else stories or events."""
    return pd.factorize(material.articles["outlet"].astype("str"))[0] if compared.by_kind else material.clusters


def _estimates(material: Material, compared: Comparison, method: str, corrected: bool) -> tuple[Estimate, ...]:
    """Estimate both sides: by codes and predictions, or by one method taken at its word."""
    found = []
    for side in (compared.one, compared.other or compared.one):
        present, score = _values(material, side, method)
        inside = side.inside
        codes, chance = material.settled(side.codebook, side.frames) if corrected else (None, None)
        clusters = _clusters(material, compared)[inside]
        if codes is not None:
            part = corrected_share(codes[inside], score[inside], None if chance is None else chance[inside], clusters)
        else:
            part = corrected_share(present[inside], None, None, clusters)
        found.append(within(part, inside))
    return tuple(found)


def gate(agreement: pd.DataFrame | None, sides: Sequence[Side], codes: bool) -> tuple[str, str]:
    """Say what human codes lack, and what of their reliability must be said: (lack, remark), each may be empty."""
    if sides[0].speakers is not None:
        return "who speaks is told by rules, and no person has coded who voices these sentences", ""
    if not codes:
        return "no person has coded the frames, and what word lists find is not what is there", ""
    remark = ""
    for side in sides:
        whole = together(side.frames)
        # what is compared is "one of these frames": how far coders agree on that, where it is known
        joint = (
            agreement is not None and ((agreement["codebook"] == side.codebook) & (agreement["frame"] == whole)).any()
        )
        for frame in (whole,) if joint else side.frames:
            rows = pd.DataFrame() if agreement is None else agreement
            if len(rows):
                rows = rows[(rows["codebook"] == side.codebook) & (rows["frame"] == frame) & (rows["wave"] == "main")]
                rows = rows[
                    rows["coders"].str.contains("|".join(sorted(PEOPLE))) & ~rows["coders"].str.contains("author|model")
                ]
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


def _blocked(
    material: Material, compared: Comparison, method: str, corrected: bool, unknown: Sequence[str], described: bool
) -> tuple[str, str]:
    """Say which precondition fails and what is lacking (of LACKS), or twice nothing."""
    if unknown:
        return f"no measure at hand finds {', '.join(unknown)}; people would have to code it", "measure"
    n = len(np.unique(material.clusters))
    few = f"{n} {'story is' if n == 1 else 'stories are'}"
    if described or compared.other is None:
        reason = f"{few} too few for a test" if described else "a share is compared with nothing"
        return f"{reason}, so every marked sentence is listed and no p is given", "described"
    sides = (compared.one, compared.other)
    counts = [int((_values(material, side, method)[0][side.inside] == 1).sum()) for side in sides]
    if compared.by_speaker:
        held = int(((voiced(material, sides[0]) + voiced(material, sides[1])) > 0).sum())
        if held < FEWEST_SPOKEN:
            return (
                f"there are {held} articles in which somebody of either kind is quoted with it, and it takes "
                f"{FEWEST_SPOKEN}; every such sentence is listed"
            ), "voices"
        return "", ""
    held_ = counts if compared.paired else [int(side.inside.sum()) for side in sides]
    if compared.by_kind:
        outlets = [int(material.articles.loc[side.inside, "outlet"].nunique()) for side in sides]
        if min(outlets) < FEWEST:
            return (
                f"outlets are named cases, and {outlets[0]} and {outlets[1]} of them do not stand for their kind; it "
                f"takes {FEWEST} on each side, or a claim that names the outlets"
            ), "outlets"
    if min(held_) < FEWEST:
        return f"there are {held_[0]} and {held_[1]} articles on the two sides, and it takes {FEWEST}", "stories"
    if compared.paired and not corrected:
        return (
            "two frames are compared by word lists alone, and lists of different breadth find different parts of each"
        ), "codes"
    return "", ""


def smaller_side(compared: Comparison, material: Material) -> int:
    """Count the articles of the smaller side, as the precondition does: with the frame, or of the group."""
    sides = [side for side in (compared.one, compared.other) if side is not None]
    if not compared.paired:
        return min(int(side.inside.sum()) for side in sides)
    method = next(iter(material.methods(compared.one.codebook)), DICTIONARY)
    return min(int((_values(material, side, method)[0][side.inside] == 1).sum()) for side in sides)


def _covariates(articles: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Set what is held constant as columns: numbers as logarithms of size, anything else one column a value.

    An unknown genre counts as the commonest known one: a class of its own would stand for outlets.
    """
    columns = []
    for name in names:
        values = genre_of(articles) if name == "genre" else articles[name]
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
    registered: str = "",
    deviations: str = "",
) -> Finding:
    """Estimate one hypothesis of a study: everything but its verdict.

    ``status``, ``registered`` (why so) and ``deviations`` are those of its registration, and are passed on.
    ``method``: by which the frames are measured where people have not coded (the best one at hand).
    """
    compared = comparison(hypothesis["compare"], material, events or {})
    described = bool(hypothesis.get("describe", False))
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
        n_clusters=len(np.unique(_clusters(material, compared)[inside])),
        registered=registered,
        deviations=deviations,
        quantity=SHARE if described or compared.other is None else DIFFERENCE,
    )
    blocked, lack = _blocked(material, compared, chosen, corrected, unknown, described)
    base = replace(base, blocked=blocked, lack=lack)
    if unknown or not all(side.inside.any() for side in sides):
        return replace(base, blocked=blocked or "there is no article on one side", lack=lack or "stories")
    if compared.by_speaker and not described:
        return _spoken(base, material, compared)
    estimates = _estimates(material, compared, chosen, corrected)
    single = base.quantity == SHARE
    estimate = estimates[0] if single else difference(*estimates)
    counts = [one.n_coded for one in estimates]
    n_coded = 0 if not corrected else min(counts) if compared.paired or single else sum(counts)
    adjust = [name for name in hypothesis.get("adjust", ()) if name in material.articles]
    unadjusted = float("nan")
    if not single and not compared.paired and adjust:
        unadjusted = estimate.value
        estimate = _adjusted(material, compared, chosen, corrected, adjust)
    clusters = _clusters(material, compared)
    low, high, p = mean_interval(estimate, clusters)
    low_90, high_90, _ = mean_interval(estimate, clusters, 0.90)
    if single:
        # of a handful of stories an interval would say more than they can bear
        low, high = share_interval(estimate, clusters) if base.n_clusters >= FEWEST_TOLD else (np.nan, np.nan)
        p = float("nan")
    lacking, remark = gate(agreement, sides, corrected)
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
        unvalidated=lacking,
        lack=lack or (("agreement" if corrected else "codes") if lacking else ""),
        reliability=remark,
        unadjusted=unadjusted,
    )


def _spoken(base: Finding, material: Material, compared: Comparison) -> Finding:
    """Compare who voices sentences with the frames: sentences, clustered by article."""
    assert compared.other is not None
    one, other = voiced(material, compared.one), voiced(material, compared.other)
    held = int(((one + other) > 0).sum())
    found = replace(base, unit=VOICED, n=int(one.sum() + other.sum()), n_clusters=held, estimator=SPOKEN)
    if held == 0:
        return found
    estimate = _balance(one, other)
    found = replace(found, estimate=estimate.value)
    if base.blocked:
        return found
    (low, high, _), (low_90, high_90, _) = (mean_interval(estimate, None, level) for level in (LEVEL, 0.90))
    return replace(
        found, low=low, high=high, low_90=low_90, high_90=high_90, unvalidated=gate(None, [compared.one], False)[0],
        lack="speakers",
    )  # fmt: skip


def _adjusted(material: Material, compared: Comparison, method: str, corrected: bool, names: Sequence[str]) -> Estimate:
    """Compare two groups with other things held constant: outcomes of both, one regression."""
    assert compared.other is not None
    inside = compared.one.inside | compared.other.inside
    both = replace(compared.one, inside=inside)
    whole, _ = _estimates(material, Comparison(both, None, False, compared.by_kind), method, corrected)
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
