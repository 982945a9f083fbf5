"""The sentences on which a claim rests: those that speak for its first side, and those for the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from newsframing.evidence.hypotheses import listed
from newsframing.evidence.material import Material
from newsframing.frames.quotes import QuoteBudget, evidence_quotes

COLUMNS = ["id", "side", "codebook", "frame", "article_id", "outlet", "published", "title", "quote"]
#: sentences a side
MOST = 3


def sentences_for_and_against(hypotheses: Sequence[Mapping[str, Any]], material: Material) -> pd.DataFrame:
    """Choose up to MOST sentences a side of each claim: COLUMNS; an article is quoted within one budget over all.

    Sides: ``first`` and ``second`` as the hypothesis names them. Where groups are compared the first side's sentences
    come from the first group.
    """
    budget = QuoteBudget()
    parts = []
    for hypothesis in hypotheses:
        compare = hypothesis["compare"]
        codebook = str(compare["codebook"])
        sides = [("first", codebook, listed(compare["frame"]), material.articles)]
        if other := compare.get("with"):
            named = (str(other.get("codebook", codebook)), listed(other["frame"]))
            sides.append(("second", *named, material.articles))
        elif between := compare.get("between"):
            column, groups = next(iter(between.items()))
            if column != "speaker":
                values = material.articles[column].astype("str")
                own = [material.articles[values.isin(group).fillna(False)] for group in groups]
                sides = [
                    (name, codebook, sides[0][2], rows) for name, rows in zip(("first", "second"), own, strict=True)
                ]
        for side, book, frames, articles in sides:
            rows = material.evidence
            rows = rows[
                (rows["codebook"] == book)
                & rows["frame"].isin(frames)
                & rows["article_id"].isin(articles["article_id"])
            ]
            if len(rows):
                found = evidence_quotes(articles, rows, budget=budget).sort_values(["rank", "frame"], kind="stable")
                parts.append(found.drop_duplicates("article_id").head(MOST).assign(id=str(hypothesis["id"]), side=side))
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)
