"""The agreement of a study's coders, and the cells on which they differ, for somebody to settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from newsframing.articles import TEXT_FIELDS
from newsframing.coding.codes import ADJUDICATED, MAIN, PEOPLE, WHOLE
from newsframing.coding.gold import PILOT
from newsframing.coding.plans import DRIFT, Plan
from newsframing.evidence.agreement import DISAGREEMENT_COLUMNS, agreement_table, disagreements
from newsframing.evidence.handing import CHOICES, LONGEST_CELL
from newsframing.frames.codebook import Codebook
from newsframing.sheets import Field, plain_text

#: what agreement calls the same coder's codes of one article at two times
STABILITY = "main and drift"
SHEET_FIELDS = (
    *(Field(name, 12) for name in ("sheet", "article_id", "unit", "wave", "codebook", "frame")),
    *(Field("label", 20), Field("said", 22), Field("title", 36), Field("text", 90)),
    *(Field("present", 10, CHOICES), Field("note", 30)),
)


def items_of(codes: pd.DataFrame, plans: Mapping[str, Plan]) -> pd.DataFrame:
    """Give codes with their item (an article or a part of one), its ``place``, and as ``unit`` the kind of part."""
    items = codes["article_id"].where(codes["unit"] == WHOLE, codes["article_id"] + " " + codes["unit"])
    parts = codes["wave"].map(lambda wave: plans[wave].unit if wave in plans else "part").astype("str")
    named = (codes["unit"] != WHOLE) & codes["unit"].str.contains(":", regex=False)
    return codes.assign(item=items, place=codes["unit"], unit=codes["unit"].mask(named, parts))


def agreement_of(
    codes: pd.DataFrame, plans: Mapping[str, Plan], sha256: Mapping[str, str], draws: int, seed: int
) -> pd.DataFrame:
    """Measure the agreement of coders a codebook, frame, unit and wave, and of coders with themselves over time.

    What an adjudicator settled is no coder's voice. ``sha256``: that of each codebook today; codes of a drawn wave get
    that of the codebook they were made by, so that a codebook that has changed since can be told.
    """
    own = items_of(codes[codes["coder"] != ADJUDICATED], plans)
    both = _twice(own)
    table = agreement_table(pd.concat([own, both], ignore_index=True), dict(sha256), draws, seed)
    # a coder at two times is not two coders
    table["coders"] = table["coders"].where(table["wave"] != STABILITY, "each with themselves")
    shas = [
        plans[wave].codebooks.get(book, sha) if wave in plans else sha
        for wave, book, sha in table[["wave", "codebook", "codebook_sha256"]].itertuples(index=False)
    ]
    return table.assign(codebook_sha256=shas)


def with_changes(agreement: pd.DataFrame, today: Mapping[str, str]) -> pd.DataFrame:
    """Add ``changed``: the codebook's file is not what it was when these codes were made (``today``: id to sha256)."""
    then = agreement["codebook_sha256"]
    now = agreement["codebook"].map(lambda book: today.get(str(book)))
    return agreement.assign(changed=(then.notna() & now.notna() & (then != now)).astype(bool))


def together(frames: Sequence[str]) -> str:
    """Name a code that says that one of several frames is there."""
    return " or ".join(frames)


def of_sides(codes: pd.DataFrame, sides: Iterable[tuple[str, Sequence[str]]]) -> pd.DataFrame:
    """Give what each coder's codes say of "one of these frames", for sides (codebook, frames) that take several.

    A claim on several frames rests on whether coders agree that one of them is there, not on each. One frame found
    settles it; a cell in which none is found and one is not coded is missing. Columns are those of ``codes``.
    """
    parts = []
    for book, frames in dict.fromkeys((book, tuple(frames)) for book, frames in sides if len(frames) > 1):
        own = codes[(codes["codebook"] == book) & codes["frame"].isin(frames)].dropna(subset=["present"])
        cell = [name for name in codes.columns if name not in ("frame", "present")]
        found = own.groupby(cell, sort=True, dropna=False)["present"].agg(["max", "size"]).reset_index()
        found = found[(found["max"] == 1) | (found["size"] == len(frames))]
        parts.append(found.assign(frame=together(frames), present=found["max"]).reindex(columns=codes.columns))
    return pd.concat(parts, ignore_index=True) if parts else codes.iloc[:0]


def for_claims(
    agreement: pd.DataFrame,
    codes: pd.DataFrame,
    sides: Iterable[tuple[str, Sequence[str]]],
    plans: Mapping[str, Plan],
    today: Mapping[str, str],
    bootstrap: Mapping[str, int],
) -> pd.DataFrame:
    """Add to the table of agreement that on the sides of claims, and what has changed since (``with_changes``)."""
    joint = agreement_of(of_sides(codes, sides), plans, today, bootstrap["draws"], bootstrap["seed"])
    return with_changes(pd.concat([agreement, joint], ignore_index=True) if len(joint) else agreement, today)


def unchanged(gold: pd.DataFrame, plans: Mapping[str, Plan], today: Mapping[str, str]) -> pd.DataFrame:
    """Leave out codes of codebooks that have changed since the main wave was drawn (``today``: id to sha256)."""
    then = plans[MAIN].codebooks if MAIN in plans else {}
    old = [book for book, sha in then.items() if book in today and today[book] != sha]
    return gold[~gold["codebook"].isin(old)]


def _twice(codes: pd.DataFrame) -> pd.DataFrame:
    """Pair a coder's codes of the main wave with those of the drift wave: the two times stand for two coders."""
    people = codes[(codes["kind"].isin(PEOPLE)) & codes["wave"].isin([MAIN, DRIFT])]
    cell = ["codebook", "frame", "item", "coder"]
    twice = people[people.groupby(cell)["wave"].transform("nunique") > 1]
    return twice.assign(item=twice["item"] + " " + twice["coder"], coder=twice["wave"], wave=STABILITY)


def pseudonyms(codes: pd.DataFrame, plans: Mapping[str, Plan]) -> dict[str, str]:
    """Give each coder the name that is shown: a pseudonym of a drawn sheet as it is, any other name a number."""
    known = {coder for plan in plans.values() for coder in plan.coders} | {ADJUDICATED}
    others = sorted(set(codes["coder"]) - known)
    return {name: name for name in known} | {name: f"coder {number}" for number, name in enumerate(others, 1)}


def open_cells(codes: pd.DataFrame, plans: Mapping[str, Plan]) -> pd.DataFrame:
    """List every code of the cells on which people differ and that nobody has settled: ids and pseudonyms alone."""
    shown = items_of(codes[codes["wave"] != PILOT], plans)
    shown["coder"] = shown["coder"].map(pseudonyms(codes, plans))
    return disagreements(shown)[DISAGREEMENT_COLUMNS]


def adjudication_sheet(
    codes: pd.DataFrame, plans: Mapping[str, Plan], articles: pd.DataFrame, books: Mapping[str, Codebook]
) -> pd.DataFrame:
    """Make the adjudicator's sheet, one row an open cell, in the order of the articles: columns of SHEET_FIELDS.

    It holds texts, so it is local. An empty cell under ``present`` stays open.
    """
    own = items_of(codes[codes["wave"] != PILOT], plans)
    own["coder"] = own["coder"].map(pseudonyms(codes, plans))
    left = disagreements(own).merge(
        own[["codebook", "frame", "unit", "wave", "item", "coder", "article_id", "place"]],
        on=["codebook", "frame", "unit", "wave", "item", "coder"],
    )
    texts = articles.set_index("article_id")
    rows = []
    cell = ["article_id", "place", "codebook", "frame", "wave"]
    for (article, place, book, frame, wave), part in left.groupby(cell, sort=True):
        said = ", ".join(f"{coder}: {int(value)}" for coder, value in zip(part["coder"], part["present"], strict=True))
        title, text = _text(texts, str(article), str(place))
        label = books[book].frame(frame).label if book in books else frame
        rows.append(("adjudicated", article, place, wave, book, frame, label, said, title, text, "", ""))
    return pd.DataFrame(rows, columns=[field.name for field in SHEET_FIELDS])


def _text(texts: pd.DataFrame, article: str, place: str) -> tuple[str, str]:
    """Give title and text of an article or of its part."""
    if article not in texts.index:
        return "", ""
    fields = {name: text for name in TEXT_FIELDS if isinstance(text := texts.at[article, name], str)}
    name, _, span = place.partition(":")
    start, _, end = span.partition("-")
    if name in fields and start.isdigit() and end.isdigit():
        text = fields[name][int(start) : int(end)]
    else:
        text = " ".join(fields[name] for name in ("lead", "body") if name in fields)
    return plain_text(fields.get("title", "")), plain_text(text)[:LONGEST_CELL]


INSTRUCTIONS = (
    "Some of these texts tell of violence, death and suffering. Take breaks.",
    "Each row of the sheet “items” is one frame of one text on which coders differ; “said” tells who gave what. Read "
    "the definition in the handbook (last sheet), decide, and write 1 or 0 under “present”. An empty cell stays open.",
    "Work in a copy, save it under any name as .xlsx or .csv, and put it beside the coders' sheets. What stands there "
    "wins over the coders' own codes; their agreement is measured without it.",
    "Do not change the other columns. The file holds whole articles and is not to be passed on.",
)
