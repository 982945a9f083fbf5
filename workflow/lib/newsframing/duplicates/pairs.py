"""Is it a copy? Each candidate pair compared exactly, with guards against texts that only look alike.

Two texts are near copies if they share Jaccard NEAR of their 3-grams, not half of them an outlet's own formulae, if the
facts they give agree as well as their words do, and if the shared part is more than a background that both carry.
A pair that shares HALF of the shorter text and is no near copy shares a part: it is listed, but both texts stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsframing.duplicates.texts import Shingles, distinct, facts, joined, shingles

NEAR, HALF = 0.3, 0.5
#: texts of fewer different 3-grams are copies only if all words agree; up to SHORT, half must be shared
FEWEST_GRAMS, SHORT = 20, 50
#: a part that two texts share counts from this many 3-grams on: a paragraph
LEAST_PART = 30
#: of the share of words, the share of facts must be this much; real wire copies have .8 to 2, templates .1 to .6
FACTS_TO_WORDS = 0.7
#: with fewer facts in the shorter text, nothing can be said of them
FEWEST_FACTS = 4
#: an opening is strange to another text if that has less than this of its 3-grams, in runs of so many (six words)
STRANGE = 0.15
RUN = 4
#: less than this of the facts outside the shared part agree: the two texts are about different things
OTHER_FACTS = 0.25
#: a 3-gram that one outlet prints in so many texts, more than a window apart, is a formula; undated: in so many texts
FORMULA_TEXTS, FORMULA_UNDATED = 3, 6
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Texts:
    """What the comparison reads of each text, in the order of the shingles.

    ``days``: float, NaN where undated; ``outlets``: None where unknown; ``leads`` and ``bodies`` as they stand.
    """

    grams: Shingles
    days: np.ndarray
    outlets: Sequence[str | None]
    leads: Sequence[str | None]
    bodies: Sequence[str | None]


@dataclass(frozen=True)
class Overlap:
    """A pair of texts that share words: rows, Jaccard and containment of 3-grams (0 to 1), near copies or a part."""

    first: int
    second: int
    jaccard: float
    containment: float
    near: bool


def overlaps(texts: Texts, pairs: np.ndarray, window: int) -> list[Overlap]:
    """Compare candidate pairs (int, (n, 2)) exactly; give those that are near copies or share a part, in order."""
    shared: list[np.ndarray] = []
    kept: list[tuple[int, int]] = []
    cache: dict[int, np.ndarray] = {}
    for first, second in pairs.tolist():
        # pairs come sorted by their first text, whose 3-grams are kept until the next one
        if first not in cache:
            cache = {first: distinct(texts.grams.of(first))}
        both = np.intersect1d(cache[first], distinct(texts.grams.of(second)), assume_unique=True)
        fewest, most = sorted((texts.grams.distinct[first], texts.grams.distinct[second]))
        alike = len(both) >= NEAR * (fewest + most - len(both)) or len(both) >= max(HALF * fewest, LEAST_PART)
        if fewest >= FEWEST_GRAMS and alike:
            kept.append((first, second))
            shared.append(both)
    formulae = _Formulae(texts, shared, window)
    found = [_overlap(texts, first, second, both, formulae) for (first, second), both in zip(kept, shared, strict=True)]
    return [overlap for overlap in found if overlap is not None]


def _overlap(texts: Texts, first: int, second: int, both: np.ndarray, formulae: _Formulae) -> Overlap | None:
    sizes = texts.grams.distinct[[first, second]]
    jaccard = len(both) / float(sizes.sum() - len(both))
    containment = len(both) / float(sizes.min())
    own = len(both) - formulae.count(both, (texts.outlets[first], texts.outlets[second]))
    is_near = (
        jaccard >= NEAR
        and own >= HALF * len(both)
        and (sizes.min() >= SHORT or jaccard >= HALF)
        and _facts_agree(texts, first, second, containment, bool(sizes.min() < 2 * SHORT), jaccard)
        and (jaccard >= HALF or not _is_background(texts, first, second, both))
    )
    if not is_near and (containment < HALF or own < LEAST_PART):
        return None
    return Overlap(first, second, jaccard, containment, is_near)


def _facts_agree(texts: Texts, first: int, second: int, containment: float, short: bool, jaccard: float) -> bool:
    """Tell whether figures and names agree as far as words do: a template is filled in anew, a copy is not."""
    ours, theirs = (facts(texts.leads[row], texts.bodies[row]) for row in (first, second))
    fewest = min(len(ours), len(theirs))
    if fewest < FEWEST_FACTS:
        return jaccard >= HALF or not short
    return len(ours & theirs) / fewest >= FACTS_TO_WORDS * containment


def _is_background(texts: Texts, first: int, second: int, both: np.ndarray) -> bool:
    """Tell whether two texts open with different news and share what stands behind it.

    So they do if neither opening is found in the other text, and either one outlet printed them on different days (its
    next story, with the background of the last) or what stands outside the shared part gives other facts (the same
    note about the author under two columns).
    """
    if max(_opening(texts.grams.of(row), both) for row in (first, second)) >= STRANGE:
        return False
    outlets = texts.outlets[first], texts.outlets[second]
    if outlets[0] is not None and outlets[0] == outlets[1] and texts.days[first] != texts.days[second]:
        return True
    return all(_own_facts_differ(texts, *rows, both) for rows in ((first, second), (second, first)))


def _opening(grams: np.ndarray, both: np.ndarray) -> float:
    """Give the share of a text's opening, its first third or at most sixty 3-grams, that the other text has in runs.

    A run is RUN 3-grams or longer, so that "told reporters in" and its like do not make an opening known.
    """
    opening = _among(grams[: max(FEWEST_GRAMS, min(60, len(grams) // 3))], both)
    edges = np.flatnonzero(np.diff(np.r_[False, opening, False]))
    runs = edges[1::2] - edges[::2]
    return float(runs[runs >= RUN].sum() / max(1, len(opening)))


def _own_facts_differ(texts: Texts, row: int, other: int, both: np.ndarray) -> bool:
    """Tell whether the sentences that only one text has give facts that the other does not know."""
    own: set[str] = set()
    for sentence in _SENTENCE.split(f"{texts.leads[row] or ''}\n{texts.bodies[row] or ''}"):
        grams = shingles([joined(None, sentence)]).flat
        if not len(grams) or np.isin(grams, both).mean() < HALF:
            own |= facts(None, sentence)
    theirs = facts(texts.leads[other], texts.bodies[other])
    return len(own) >= FEWEST_FACTS and len(own & theirs) / len(own) < OTHER_FACTS


class _Formulae:
    """The 3-grams that an outlet prints again and again, among those that candidates share."""

    def __init__(self, texts: Texts, shared: list[np.ndarray], window: int) -> None:
        wanted = distinct(np.concatenate(shared)) if shared else np.empty(0, dtype=np.uint32)
        names = sorted({outlet for outlet in texts.outlets if outlet is not None})
        self._numbers = {name: number for number, name in enumerate(names)}
        self._wanted = wanted
        codes: list[np.ndarray] = []
        rows: list[np.ndarray] = []
        for row, outlet in enumerate(texts.outlets if len(wanted) else []):
            if outlet is None:
                continue
            grams = distinct(texts.grams.of(row))
            places = np.searchsorted(wanted, grams[_among(grams, wanted)])
            codes.append(places.astype(np.int64) * len(names) + self._numbers[outlet])
            rows.append(np.full(len(places), row, dtype=np.int32))
        self._formulae = _repeated(codes, rows, texts.days, window)

    def count(self, both: np.ndarray, outlets: tuple[str | None, str | None]) -> int:
        """Count the 3-grams of ``both`` that are a formula of either outlet."""
        places = np.searchsorted(self._wanted, both).astype(np.int64)
        is_formula = np.zeros(len(both), dtype=bool)
        for outlet in {name for name in outlets if name is not None}:
            is_formula |= _among(places * len(self._numbers) + self._numbers[outlet], self._formulae)
        return int(is_formula.sum())


def _among(values: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    """Tell of each value whether it is in a sorted array (np.isin hashes the whole of it every time)."""
    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: np.ndarray = ordered[places] == values
    return found


def _repeated(codes: list[np.ndarray], rows: list[np.ndarray], days: np.ndarray, window: int) -> np.ndarray:
    """Give the codes (3-gram and outlet) that stand in enough texts, far enough apart in time; sorted."""
    if not codes:
        return np.empty(0, dtype=np.int64)
    code, row = np.concatenate(codes), np.concatenate(rows)
    order = np.argsort(code, kind="stable")
    code, day = code[order], days[row[order]]
    starts = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    dated = np.add.reduceat(~np.isnan(day), starts)
    undated = np.add.reduceat(np.isnan(day), starts)
    last = np.maximum.reduceat(np.where(np.isnan(day), -np.inf, day), starts)
    early = np.minimum.reduceat(np.where(np.isnan(day), np.inf, day), starts)
    spread = (dated >= FORMULA_TEXTS) & (last - early > window)
    repeated: np.ndarray = code[starts][spread | (undated >= FORMULA_UNDATED)]
    return repeated
