"""How far a finding hangs on choices that could have been made otherwise: the same estimate over a grid of them.

Only choices that can move an estimate enter its grid, and specifications that come to the same articles and measures
count once (Simonsohn, Simmons & Nelson 2020, "Specification curve analysis").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from newsframing.evidence.hypotheses import finding, listed
from newsframing.evidence.material import DICTIONARY, Material, gather, wide_tables
from newsframing.evidence.verdicts import decide
from newsframing.focus import focus_counts, in_focus

AXES = ["focus_at_least", "duplicates", "measure", "codebook"]
COLUMNS = ["id", *AXES, "estimate", "low", "high", "verdict", "agrees"]
WHOLE = "whole"


@dataclass
class Tables:
    """The tables of a study that a specification is made from; see ``material.gather``."""

    articles: pd.DataFrame
    scores: pd.DataFrame
    evidence: pd.DataFrame
    gold: pd.DataFrame | None = None
    predictions: pd.DataFrame | None = None
    design: pd.DataFrame | None = None

    @cached_property
    def _wide(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return wide_tables(self.scores, self.predictions)

    @cached_property
    def _grouped(self) -> pd.DataFrame:
        return self.evidence.assign(group=_stems(self.evidence["term"]))

    def material(self, copies: str, inside: pd.Series | None = None) -> Material:
        """Gather the material with another treatment of copies, or another focus (by article id)."""
        articles = self.articles
        if inside is not None:
            articles = articles.assign(focus=articles["article_id"].map(inside).fillna(False).astype(bool))
        return gather(articles, *self._wide, self._grouped, self.gold, self.design, copies)


def term_groups(evidence: pd.DataFrame, codebook: str, frames: Sequence[str]) -> list[str]:
    """Name the groups of terms that find the frames most: most articles first, of equals by name.

    A group is the first word of a term without its ending: "talk" holds "talks" and "talked", not "peace talk".
    ``evidence`` has the column ``group``.
    """
    own = evidence[(evidence["codebook"] == codebook) & evidence["frame"].isin(frames)]
    counts = own.groupby("group")["article_id"].nunique()
    return [str(name) for name in sorted(counts.index, key=lambda name: (-counts[name], name))]


def _stems(terms: pd.Series) -> pd.Series:
    """Give the first word of each term, small, without a common ending."""
    names = {term: str(term).casefold().replace("*", "").split() or [""] for term in terms.unique()}
    first = terms.map({term: words[0] for term, words in names.items()}).astype("str")
    return first.str.replace(r"(?:ations?|ing|ed|es|s)$", "", regex=True)


def without_terms(material: Material, codebook: str, frames: Sequence[str], group: str) -> Material:
    """Measure the frames again by terms, leaving one group of terms out."""
    rows = material.evidence
    dropped = (rows["codebook"] == codebook) & rows["frame"].isin(frames) & (rows["group"] == group)
    kept = rows[~dropped]
    present = dict(material.present)
    for frame in frames:
        key = (DICTIONARY, codebook, frame)
        if key in present:
            found = kept.loc[(kept["codebook"] == codebook) & (kept["frame"] == frame), "article_id"]
            still = material.articles["article_id"].isin(found).to_numpy(dtype=float)
            # a frame that the matcher takes back for other reasons stays taken back
            present[key] = np.minimum(present[key], still)
    return replace(material, present=present, evidence=kept)


def _thresholds(focus: Mapping[str, Any] | None, wanted: Sequence[int]) -> list[int | None]:
    if not focus or "any" not in focus or not wanted:
        return [None]
    own = int(focus.get("at_least", 1))
    return [own, *(number for number in wanted if number != own)]


def _specifications(
    hypothesis: Mapping[str, Any], material: Material, grid: Mapping[str, Any], focus: Mapping[str, Any] | None
) -> Iterator[dict[str, Any]]:
    """List the choices a hypothesis depends on, the study's own first."""
    compare = hypothesis["compare"]
    codebook = str(compare["codebook"])
    sides = [(codebook, listed(compare["frame"]))]
    if other := compare.get("with"):
        sides.append((str(other.get("codebook", codebook)), listed(other["frame"])))
    drops: list[tuple[str, str, tuple[str, ...], str] | None] = [None]
    if grid.get("codebook") == "drop_one":
        drops += [
            (f"without {book}: {group}*", book, frames, group)
            for book, frames in sides
            for group in term_groups(material.evidence, book, frames)[:3]
        ]
    methods = [m for m in grid.get("measure", [DICTIONARY]) if m in material.methods(codebook)] or [None]
    copies = listed(grid.get("duplicates", ["keep_one"]))
    for least, kept, method, drop in product(
        _thresholds(focus, grid.get("focus_at_least", [])), copies, methods, drops
    ):
        if drop is not None and method not in (None, DICTIONARY):
            continue  # a classifier knows no terms
        yield {"least": least, "copies": kept, "method": method, "drop": drop}


def robustness(
    hypotheses: Sequence[Mapping[str, Any]],
    tables: Tables,
    grid: Mapping[str, Any],
    focus: Mapping[str, Any] | None,
    copies: str = "keep_one",
    agreement: pd.DataFrame | None = None,
    events: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Estimate each hypothesis under every specification of the grid: COLUMNS, the study's own choices first.

    ``agrees``: the estimate has the sign, and the verdict the state, that the study's own choices give. p values are
    taken as they are here, without a correction for the number of hypotheses.
    """
    base = tables.material(copies)
    counted = tables.articles[tables.articles["role"] == "counted"]
    counts = focus_counts(counted, dict(focus)) if focus and grid.get("focus_at_least") and "any" in focus else None
    cache: dict[tuple[Any, str], Material] = {}
    rows: list[dict[str, object]] = []
    for hypothesis in hypotheses:
        first: tuple[float, str] | None = None
        seen: set[tuple[object, ...]] = set()
        for choice in _specifications(hypothesis, base, {**grid, "duplicates": _own_first(grid, copies)}, focus):
            key = (choice["least"], choice["copies"])
            if key not in cache:
                cache[key] = tables.material(choice["copies"], _inside(counted, counts, focus, choice["least"]))
            material = cache[key]
            if choice["drop"] is not None:
                _, book, frames, group = choice["drop"]
                material = without_terms(material, book, frames, group)
            found = finding(hypothesis, material, agreement, events, method=choice["method"])
            same = (found.n, found.n_clusters, round(found.estimate, 12), found.estimator)
            if same in seen and first is not None:
                continue
            seen.add(same)
            verdict = decide(found, found.p)[0]
            first = first or (found.estimate, verdict)
            rows.append(
                {
                    "id": found.id,
                    "focus_at_least": "" if choice["least"] is None else str(choice["least"]),
                    "duplicates": choice["copies"],
                    "measure": choice["method"] or "",
                    "codebook": choice["drop"][0] if choice["drop"] else WHOLE,
                    "estimate": found.estimate,
                    "low": found.low,
                    "high": found.high,
                    "verdict": verdict,
                    "agrees": int(verdict == first[1] and bool(np.sign(found.estimate) == np.sign(first[0]))),
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _own_first(grid: Mapping[str, Any], copies: str) -> list[str]:
    return [copies, *(kept for kept in listed(grid.get("duplicates", [copies])) if kept != copies)]


def _inside(
    counted: pd.DataFrame, counts: pd.DataFrame | None, focus: Mapping[str, Any] | None, least: int | None
) -> pd.Series | None:
    """Tell by article id what is in focus at another least number of mentions."""
    if counts is None or least is None or focus is None:
        return None
    inside = in_focus(counted, {**focus, "at_least": least}, counts)
    return pd.Series(inside.to_numpy(), index=counted["article_id"])


def agreeing_share(table: pd.DataFrame) -> dict[str, float]:
    """Give, by hypothesis, the share of other specifications that agree with the study's own; none: not in it."""
    shares = {}
    for name, part in table.groupby("id", sort=False):
        others = part["agrees"].iloc[1:]
        if len(others):
            shares[str(name)] = float(others.mean())
    return shares
