"""What the tier of a frame lets a study show of a measure that nobody corrected.

F1 gates reading pages, lists of sentences and uncorrected figures. Corrected estimates stay: verdicts gate them
on alpha alone.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

#: the measure by the terms of a codebook
TERMS = "dictionary"
PERMITTED, TENTATIVE, WITHHELD, NOT_VALIDATED = "permitted", "tentative", "withheld", "not validated"
#: (tier, least alpha, least F1), the best first
TIERS = (("A", 0.80, 0.80), ("B", 0.667, 0.60))
_BY_TIER = {"A": PERMITTED, "B": TENTATIVE, "C": WITHHELD}


class Permit(NamedTuple):
    """What may be shown of a frame by a measure, and the row of frame_validity that says so (None: there is none)."""

    state: str
    row: dict[str, object] | None = None


def permit(frame_validity: pd.DataFrame, codebook: object, frame: object, method: object = TERMS) -> Permit:
    """Say what the tier of a frame permits for a measure: PERMITTED, TENTATIVE, WITHHELD or NOT_VALIDATED.

    ``frame_validity``: as ``frame_validity.csv`` has it (codebook, frame, method, group, tier, ...), or without rows
    where nobody has coded; its rows of group "all" count. WITHHELD is a frame that was assessed and failed, tier C: one
    that was not assessed is NOT_VALIDATED, and nothing is withheld of it.
    """
    if frame_validity.empty:
        return Permit(NOT_VALIDATED)
    own = frame_validity[(frame_validity["codebook"] == codebook) & (frame_validity["frame"] == frame)]
    own = own[(own["method"] == method) & (own["group"] == "all")]
    if own.empty:
        return Permit(NOT_VALIDATED)
    row = {str(name): value for name, value in own.iloc[0].items()}
    return Permit(_BY_TIER.get(str(row["tier"]), NOT_VALIDATED), row)
