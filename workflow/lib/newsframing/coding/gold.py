"""The value that counts for an article and frame: adjudicated, or what most people coded; ties are stated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from newsframing.coding.codes import ADJUDICATED, MAIN, PEOPLE, WHOLE, Code
from newsframing.coding.tying import Articles, unmatched_table
from newsframing.errors import UserError

CODE_COLUMNS = ["article_id", "codebook", "frame", "coder", "kind", "unit", "wave", "present"]
GOLD_COLUMNS = ["article_id", "codebook", "frame", "present", "n_coders", "n_present", "decided", "kind"]
#: the wave in which coders learn; it never counts
PILOT = "pilot"


def codes_table(codes: Sequence[Code], articles: Articles) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tie codes to articles: (one row a code, sorted; the articles that the corpus has not).

    The same answer in two files is one; two answers are an error (UserError), as within a file.
    """
    rows: dict[tuple[str, ...], tuple[int, Code]] = {}
    lost = []
    for code in codes:
        found, why = articles.find(code.article)
        if found is None:
            lost.append({"file": code.file, "line": code.line, "article": code.article[0][1], "reason": why})
            continue
        key = (found, code.codebook, code.frame, code.coder, code.kind, code.unit, code.wave)
        present, other = rows.setdefault(key, (code.present, code))
        if present != code.present:
            there = f"{present} in {other.file}, line {other.line}"
            what = f"coder '{code.coder}' gives '{code.frame}' {code.present}, but {there}"
            raise UserError(what, file=code.file, where=f"line {code.line}", right="one cell has one value: keep one")
    table = pd.DataFrame([(*key, present) for key, (present, _) in rows.items()], columns=CODE_COLUMNS)
    types = dict.fromkeys(CODE_COLUMNS[:-1], "str") | {"present": "int8"}
    return table.astype(types).sort_values(CODE_COLUMNS[:-1], ignore_index=True), unmatched_table(lost)


def gold_table(codes: pd.DataFrame) -> pd.DataFrame:
    """Settle one value an article, codebook and frame from ``codes`` (as :func:`codes_table` gives them).

    Adjudicated codes win. Otherwise the people who coded the article decide by majority, each with one voice; where
    nobody but the authors of the study coded it, they do. Models have no voice, and a pilot wave none. ``present`` is
    missing where the voices are equal (``decided`` = tie). A coder who coded units of an article (sentences,
    paragraphs) has found the frame in it if any unit has it.
    """
    voices = codes[(codes["wave"] != PILOT) & ((codes["kind"] != "model") | (codes["coder"] == ADJUDICATED))].copy()
    # of an article coded in two waves, the main one counts, and codes of the whole article before those of its parts
    voices["late"] = (voices["wave"] != MAIN).astype(int)
    voices["part"] = (voices["unit"] != WHOLE).astype(int)
    cell = ["article_id", "codebook", "frame"]
    for rank in ("late", "part"):
        voices = voices[voices[rank] == voices.groupby([*cell, "coder"])[rank].transform("min")]
    one = voices.groupby([*cell, "coder", "kind"], as_index=False)["present"].max()
    # adjudicated before people before the study's authors: of a cell's voices only those of the first rank count
    one["rank"] = np.select([one["coder"] == ADJUDICATED, one["kind"].isin(PEOPLE)], [0, 1], 2)
    one = one[one["rank"] == one.groupby(cell)["rank"].transform("min")]
    table = one.groupby(cell, as_index=False).agg(
        n_coders=("present", "size"), n_present=("present", "sum"), kind=("kind", "first"), rank=("rank", "first")
    )
    tie = 2 * table["n_present"] == table["n_coders"]
    ways = [table["rank"] == 0, table["n_coders"] == 1, tie]
    table["decided"] = np.select(ways, ["adjudicated", "one coder", "tie"], "majority")
    table["present"] = (2 * table["n_present"] > table["n_coders"]).astype("Int8").mask(tie)
    types = dict.fromkeys(["article_id", "codebook", "frame", "decided", "kind"], "str")
    types |= {"present": "Int8", "n_coders": "int32", "n_present": "int32"}
    return table[GOLD_COLUMNS].astype(types).sort_values(cell, ignore_index=True)


def coding_summary(codes: pd.DataFrame, gold: pd.DataFrame, books: Iterable[str]) -> pd.DataFrame:
    """Count, a codebook: articles coded, coders of each kind, cells decided each way; a row a fact."""
    rows: list[tuple[str, str, int]] = []
    for book in books:
        own, settled = codes[codes["codebook"] == book], gold[gold["codebook"] == book]
        rows.append((book, "articles coded", own["article_id"].nunique()))
        rows += [(book, f"coders, {kind}", int(n)) for kind, n in own.groupby("kind")["coder"].nunique().items()]
        rows += [
            (book, f"wave {wave}, articles", int(n)) for wave, n in own.groupby("wave")["article_id"].nunique().items()
        ]
        rows += [
            (book, f"decided by {how}", int(n)) for how, n in settled["decided"].value_counts().sort_index().items()
        ]
    return pd.DataFrame(rows, columns=["codebook", "what", "n"])
