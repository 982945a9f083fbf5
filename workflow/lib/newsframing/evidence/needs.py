"""What would change an answer: how many codes or stories a claim lacks, how many hours they take, which command."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from newsframing.coding.codes import MAIN
from newsframing.evidence import drawing
from newsframing.evidence.hypotheses import (
    ALPHA,
    FEWEST,
    FEWEST_SPOKEN,
    TWICE,
    WITH_FRAME,
    comparison,
    smaller_side,
)
from newsframing.evidence.material import Material
from newsframing.evidence.sampling import size_for
from newsframing.evidence.verdicts import DIFFERENCE, Finding, needed

COLUMNS = [
    *("id", "lack", "n_stories", "n_stories_needed", "n_coded", "n_codes_needed", "n_twice", "n_each", "hours_each"),
    *("half_width", "codebooks", "command"),
]
#: the row that speaks of all claims at once, as a wave is drawn once
ALL = "all claims"
CODERS = 2
#: the half-width for which the stories are counted that a description would need
DESCRIBED = 0.10
#: more than any corpus has: nothing is left over to be found by coding all of it
_ENDLESS = 10**9


def needs(
    findings: Sequence[Finding],
    hypotheses: Sequence[Mapping[str, Any]],
    material: Material,
    frames: Mapping[str, int],
    study: str,
    events: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Say of each claim what it lacks, and of all together what coding them takes: COLUMNS.

    ``frames``: number of frames of each codebook of the study. ``n_stories`` are those there, ``n_stories_needed``
    those it would take; ``n_codes_needed`` articles would be coded, ``n_twice`` of them by everybody, ``n_each`` by
    each of two coders, in ``hours_each``. ``half_width``: the interval's today, or what it would be with these codes.
    """
    rows = []
    for found, given in zip(findings, hypotheses, strict=True):
        books = [book for book in books_of(given["compare"]) if book in frames]
        command = f"make sheets STUDY={study} CODEBOOK={','.join(books)}"
        stories = _stories(found, given, material, events)
        rows.append(_row(found.id, found, stories, material, frames, books, command))
    lacking = any(found.lack in ("codes", "agreement") for found in findings)
    if lacking:
        command = f"make sheets STUDY={study}"
        rows.append(_row(ALL, None, len(material.articles), material, frames, list(frames), command))
    whole = ["n_codes_needed", "n_twice", "n_each"]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(whole, "Int64"))


def books_of(compare: Mapping[str, Any]) -> list[str]:
    """List the codebooks that a comparison speaks of."""
    parts = [compare, *(compare[key] for key in ("with", "where") if key in compare)]
    return list(dict.fromkeys(str(part.get("codebook", compare["codebook"])) for part in parts))


def _stories(found: Finding, given: Mapping[str, Any], material: Material, events: Mapping[str, str] | None) -> int:
    """Say how many stories in focus it would take, at the rates of today."""
    n = len(material.articles)
    if found.lack == "described":
        return size_for(DESCRIBED, _ENDLESS, 0.5)
    if found.lack == "voices":
        return math.ceil(n * FEWEST_SPOKEN / max(1, found.n_clusters))
    if found.lack == "stories":
        return math.ceil(
            n * FEWEST / max(1, smaller_side(comparison(given["compare"], material, events or {}), material))
        )
    undecided = found.quantity == DIFFERENCE and found.smallest_effect > 0 and found.high == found.high
    return max(n, math.ceil(n * needed(found) / max(1, found.n_coded or found.n))) if undecided else n


def _row(
    name: str, found: Finding | None, stories: int, material: Material, frames: Mapping[str, int],
    books: Sequence[str], command: str,
) -> tuple[object, ...]:  # fmt: skip
    articles = material.articles
    size = drawing.sample_size(len(articles), MAIN, None, None)
    twice = min(size, drawing.OVERLAP)
    each = twice + math.ceil((size - twice) / CODERS)
    words = float(articles["n_words"].mean()) * each
    took = drawing.hours(words, each * sum(frames[book] for book in books))
    lack = "codes" if found is None else found.lack
    half = float("nan")
    if found is not None and found.high == found.high:
        half = (found.high - found.low) / 2 * (1.0 if found.n_coded else math.sqrt(max(1.0, found.n / size)))
    coded = lack in ("codes", "agreement")
    work: tuple[object, ...] = (size, twice, each, took) if coded else (None, None, None, None)
    return (
        name, lack, len(articles), stories, 0 if found is None else found.n_coded, *work, half,
        ", ".join(books), command if coded else "",
    )  # fmt: skip


def with_needs(findings: Sequence[Finding], table: pd.DataFrame) -> list[Finding]:
    """Let each finding's reason name what it would take (``takes``)."""
    rows = {str(row["id"]): row for row in table.to_dict("records")}
    return [replace(found, takes=_sentence(found, rows[found.id])) for found in findings]


def _sentence(found: Finding, row: Mapping[str, Any]) -> str:
    if found.lack == "codes":
        who = (
            f"{row['n_codes_needed']:,} of the {row['n_stories']:,} stories"
            if row["n_codes_needed"] < row["n_stories"]
            else f"all {row['n_stories']:,} stories"
        )
        return (
            f"It would take two people who code {who} ({row['n_twice']} of them both, some {row['hours_each']:.0f} "
            f"hours each) and agree with an alpha of {ALPHA:.3f} or more on each frame, with at least {TWICE} stories "
            f"coded twice and {WITH_FRAME} of these with the frame."
        )
    if found.lack == "agreement":
        return (
            f"It would take codes by two people of {TWICE} stories or more, {WITH_FRAME} of them with the frame, with "
            f"an alpha of {ALPHA:.3f} or more; there are codes of {row['n_coded']:,} stories."
        )
    if found.lack in ("stories", "voices"):
        return (
            f"At today's rate it would take some {row['n_stories_needed']:,} stories; there are {row['n_stories']:,}."
        )
    if found.lack == "outlets":
        return "A claim that names its outlets can be tested on the same stories."
    if found.lack == "described":
        return (
            f"To tell a share to within {100 * DESCRIBED:.0f} points it would take some {row['n_stories_needed']:,} "
            f"stories; there are {row['n_stories']:,}."
        )
    if found.lack == "speakers":
        return "It would take two people who code, sentence by sentence, who is speaking; no sheet asks for that yet."
    return ""
