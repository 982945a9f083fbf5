"""The sentences on which a claim rests: those that speak for its first side, and those for the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from newsframing.evidence.hypotheses import Side, comparison, voiced_rows
from newsframing.evidence.material import Material
from newsframing.frames.quotes import QuoteBudget, evidence_quotes, quotables

COLUMNS = ["id", "side", "codebook", "frame", "article_id", "outlet", "published", "title", "quote"]
COLUMNS += ["speaker", "field", "sentence", "terms"]
_CELL = ["article_id", "field", "sentence"]
#: sentences a side of a claim that is tested; of one that is only described every sentence is listed
MOST = 3
#: words that must be left of an article for a quotation worth choosing
LEAST = 30
_FIELDS = {"title": 0, "lead": 1, "body": 2}


def sentences_for_and_against(
    hypotheses: Sequence[Mapping[str, Any]],
    material: Material,
    events: Mapping[str, str] | None = None,
    described: Collection[str] = (),
) -> pd.DataFrame:
    """Choose up to MOST sentences a side of each claim, and every one of the claims ``described``: COLUMNS.

    Sides: ``first`` and ``second`` as the hypothesis names them. One budget for quotations over all claims;
    a listed sentence that it does not cover, or that stands in a headline, has its place and its words of the word
    list, and no ``quote``; one that shows several frames of its side is one row that names them all.
    """
    budget = QuoteBudget()
    parts: dict[int, list[pd.DataFrame]] = {}
    # few are listed whole: they come first, before the choices of the others use up what may be quoted
    order = sorted(range(len(hypotheses)), key=lambda place: (str(hypotheses[place]["id"]) not in described, place))
    for place in order:
        hypothesis = hypotheses[place]
        compared = comparison(hypothesis["compare"], material, events or {})
        sides = [("first", compared.one), *([("second", compared.other)] if compared.other else [])]
        choose = _listed if str(hypothesis["id"]) in described else _strongest
        parts[place] = [
            choose(side, material, budget).assign(id=str(hypothesis["id"]), side=name) for name, side in sides
        ]
    found = [part for place in sorted(parts) for part in parts[place] if len(part)]
    return pd.concat(found, ignore_index=True)[COLUMNS] if found else pd.DataFrame(columns=COLUMNS)


def _rows(side: Side, material: Material) -> pd.DataFrame:
    rows = voiced_rows(material, side)
    return rows[rows["article_id"].isin(material.articles.loc[side.inside, "article_id"])]


def _strongest(side: Side, material: Material, budget: QuoteBudget) -> pd.DataFrame:
    """Quote the MOST strongest sentences of a side, one an article."""
    rows = _rows(side, material)
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    # what is left of an article that is listed elsewhere is a snippet: others are quoted first
    fresh = rows["article_id"].map({name: budget.left(name) >= LEAST for name in rows["article_id"].unique()})
    rows = rows[fresh.astype(bool)] if fresh.any() else rows
    found = evidence_quotes(material.articles, rows, budget=budget).sort_values(["rank", "frame"], kind="stable")
    speakers = rows.drop_duplicates(_CELL).set_index(_CELL)["speaker"]
    chosen = found.drop_duplicates("article_id").head(MOST)
    return chosen.assign(speaker=speakers.reindex(pd.MultiIndex.from_frame(chosen[_CELL])).to_numpy())


def _listed(side: Side, material: Material, budget: QuoteBudget) -> pd.DataFrame:
    """List every sentence of a side, by date, article and place; quoted as far as the budget goes."""
    rows = _rows(side, material)
    about = material.articles.set_index("article_id")[["outlet", "published", "title"]]
    sentences = {(one.article_id, one.field, one.sentence): one for one in quotables(material.articles, rows)}
    listed = rows.assign(term=rows["term"].astype("str")).groupby([*_CELL, "codebook"], sort=False)
    found = listed.agg(frame=("frame", _together), terms=("term", _together), speaker=("speaker", "first"))
    found = found.reset_index()
    found = found.join(about, on="article_id").assign(rank=found["field"].map(_FIELDS))
    found = found.sort_values(["published", "outlet", "article_id", "rank", "sentence", "frame"], na_position="last")
    quotes = []
    for row in found.itertuples():
        one = sentences.get((row.article_id, row.field, row.sentence))
        quotes.append(None if one is None else budget.quote(one, (row.codebook, row.frame.split("; ")[0])))
    return found.assign(quote=pd.array(quotes, dtype="str"))


def _together(values: pd.Series) -> str:
    return "; ".join(dict.fromkeys(values))
