"""How two groups of stories differ in what is held constant when they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from newsframing.evidence.hypotheses import comparison
from newsframing.evidence.material import Material
from newsframing.frames.adjust import genre_of

COLUMNS = ["id", "held", "value", "n_first", "n_second", "share_first", "share_second"]
#: of a number the mean stands in place of a share
MEAN = "mean"


def balance(
    hypotheses: Sequence[Mapping[str, Any]], material: Material, events: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Describe both groups of each claim that holds something constant: COLUMNS, a row a value of what is held.

    ``share_first`` and ``share_second`` are shares of a side's stories with that value, of a number its means;
    ``n_first`` and ``n_second`` count the stories.
    """
    rows: list[tuple[object, ...]] = []
    for given in hypotheses:
        compared = comparison(given["compare"], material, events or {})
        if compared.paired or compared.other is None:
            continue
        sides = [material.articles[side.inside] for side in (compared.one, compared.other)]
        everything = material.articles[compared.one.inside | compared.other.inside]
        for name in given.get("adjust", ()):
            if pd.api.types.is_numeric_dtype(everything[name]):
                means = [float(side[name].mean()) for side in sides]
                rows.append((given["id"], name, MEAN, *(len(side) for side in sides), *means))
                continue
            values = genre_of(everything) if name == "genre" else everything[name].astype("str").fillna("none")
            own = [values.reindex(side.index) for side in sides]
            for value in sorted(values.unique()):
                counts = [int((side == value).sum()) for side in own]
                shares = [
                    count / len(side) if len(side) else float("nan") for count, side in zip(counts, own, strict=True)
                ]
                rows.append((given["id"], name, value, *counts, *shares))
    return pd.DataFrame(rows, columns=COLUMNS)
