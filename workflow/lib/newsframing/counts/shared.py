"""Reads what build_exports writes for others: counts of words, their vocabulary, a table of articles, frame scores.

Every fault is told in one sentence: these files come from elsewhere, and may have been edited on the way.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, NamedTuple, cast

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.io import mmread

from newsframing.errors import UserError, nearest
from newsframing.frames.match import SCORE_COLUMNS

MATRIX, VOCABULARY, DOCUMENTS, SCORES = "matrix.mtx", "vocabulary.txt", "documents.csv", "frame_scores"
#: columns that documents.csv must have; the others of topics.exports are taken where they are
REQUIRED = ("article_id", "outlet", "published", "n_words", "focus", "is_copy", "cluster_id")
OPTIONAL = ("language", "genre", "event_id", "content_hash", "url", "agency", "truncated")
_WRITTEN = "take the files as build_exports of the other study wrote them (data/processed/<study>/export/)"


class Shared(NamedTuple):
    """What was shared: ``documents``, one row an article sorted by id, ``counts`` (articles, terms) with its rows.

    ``vocabulary``: the terms, sorted; ``scores``: SCORE_COLUMNS, or no row where no frame scores came along.
    """

    documents: pd.DataFrame
    counts: sparse.csr_matrix
    vocabulary: np.ndarray
    scores: pd.DataFrame


def read_shared(files: Sequence[str]) -> Shared:
    """Read the files of one export, given by their names; UserError says which is missing or cannot be right."""
    documents = _documents(_one(files, DOCUMENTS, (DOCUMENTS,)))
    matrix = _one(files, MATRIX, (MATRIX, f"{MATRIX}.gz"))
    vocabulary = _vocabulary(_one(files, VOCABULARY, (VOCABULARY,)))
    counts = _counts(matrix)
    if counts.shape != (len(documents), len(vocabulary)):
        found = f"it has {counts.shape[0]} rows and {counts.shape[1]} columns"
        right = f"one row an article of {DOCUMENTS} ({len(documents)}), one column a line of {VOCABULARY} "
        raise UserError(found, file=matrix, right=f"{right}({len(vocabulary)})")
    rows = np.argsort(documents["article_id"].to_numpy(dtype=str), kind="stable")
    columns = np.argsort(vocabulary, kind="stable")
    counts = counts[rows][:, columns]
    counts.sort_indices()
    documents = documents.iloc[rows].reset_index(drop=True)
    named = [name for name in files if Path(name).name.startswith(f"{SCORES}.")]
    scores = _scores(named[0], set(documents["article_id"])) if named else pd.DataFrame(columns=SCORE_COLUMNS)
    return Shared(documents, counts, vocabulary[columns], scores)


def chosen_scores(scores: pd.DataFrame, codebooks: Sequence[tuple[str, Sequence[str]]], where: str) -> pd.DataFrame:
    """Give the scores of a study's codebooks, (id, frames) each, in their order; UserError where they lack some."""
    parts = []
    for book, frames in codebooks:
        part = scores[scores["codebook"] == book]
        if part.empty:
            known = scores["codebook"].unique()
            right = f"there are scores of: {', '.join(known)}" if len(known) else f"add {SCORES}.csv.gz"
            raise UserError(f"there are no scores of the codebook '{book}'", file=where, right=right)
        unknown = sorted(set(part["frame"]) - set(frames))
        if unknown:
            fault = f"the frame '{unknown[0]}' is not in config/codebooks/{book}.yaml"
            raise UserError(fault, file=where, right=nearest(unknown[0], frames))
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else scores.iloc[:0]


def _one(files: Iterable[str], what: str, names: Sequence[str]) -> str:
    """Give the one file of a kind."""
    found = [file for file in files if Path(file).name in names]
    if len(found) != 1:
        fault = f"there is no {what}" if not found else f"there are several: {', '.join(found)}"
        raise UserError(fault, where="a source of format counts", right=_WRITTEN)
    return found[0]


def _opened(file: str) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(file)) if file.endswith(".gz") else Path(file).open("rb")


def _counts(file: str) -> sparse.csr_matrix:
    try:
        with _opened(file) as handle:
            counts = sparse.csr_matrix(mmread(handle))
    except (ValueError, OSError, EOFError) as error:
        reason = " ".join(str(error).split())[:100]
        raise UserError(f"no Matrix Market file ({reason})", file=file, right=_WRITTEN) from None
    if len(counts.data) and (counts.data.min() < 0 or (counts.data % 1).any()):
        raise UserError("it holds a number that is no count", file=file, right="whole numbers, 0 or more")
    return counts.astype(np.int32)


def _vocabulary(file: str) -> np.ndarray:
    try:
        terms = Path(file).read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UserError(f"byte {error.start} cannot be read as UTF-8", file=file) from None
    terms = terms[:-1] if terms and not terms[-1] else terms
    for number, term in enumerate(terms, start=1):
        if not term.strip():
            raise UserError("an empty line", file=file, where=f"line {number}", right="one term a line")
    twice = pd.Series(terms, dtype=object).duplicated()
    if twice.any():
        number = int(np.flatnonzero(twice)[0])
        raise UserError(f"the term '{terms[number]}' stands twice", file=file, where=f"line {number + 1}")
    return np.array(terms, dtype=str)


def _table(file: str, required: Sequence[str]) -> pd.DataFrame:
    """Read a table as texts, an empty cell missing."""
    try:
        if file.endswith(".parquet"):
            table = pd.read_parquet(file)
        else:
            table = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    except (ValueError, OSError, EOFError) as error:
        reason = " ".join(str(error).split())[:100]
        raise UserError(f"the table cannot be read ({reason})", file=file, right=_WRITTEN) from None
    if missing := [name for name in required if name not in table]:
        right = f"expected: {', '.join(required)}"
        raise UserError(f"there is no column {' and no '.join(missing)}", file=file, right=right)
    return table


def _hold(table: pd.DataFrame, file: str, column: str, right: str, good: pd.Series) -> None:
    """UserError that names the first row in which a column holds what it may not."""
    if not good.all():
        row = int(np.flatnonzero(~good.to_numpy(dtype=bool))[0])
        cell = table[column].iloc[row]
        found = "nothing" if pd.isna(cell) else f"'{str(cell)[:60]}'"
        raise UserError(
            f"found {found}", file=file, where=f"row {row + 1}, column {column}", right=f"expected: {right}"
        )


def _is_day(cell: object) -> bool:
    try:
        return pd.isna(cell) or dt.date.fromisoformat(str(cell)).isoformat() == cell
    except ValueError:
        return False


def _documents(file: str) -> pd.DataFrame:
    """Read the table of articles, its marks as true or false, and hold it against what an article is."""
    table = _table(file, REQUIRED).reindex(columns=[*REQUIRED, *OPTIONAL])
    if table.empty:
        raise UserError("there is no article in it", file=file)
    ids = table["article_id"].astype("str")
    _hold(table, file, "article_id", "16 hexadecimal digits", ids.str.fullmatch("[0-9a-f]{16}").fillna(False))
    _hold(table, file, "article_id", "each id once", ~ids.duplicated())
    _hold(table, file, "published", "a day such as 2017-02-07, or nothing", table["published"].map(_is_day))
    _hold(table, file, "n_words", "a whole number", table["n_words"].str.fullmatch(r"\d{1,9}").fillna(False))
    table["truncated"] = table["truncated"].fillna("0")
    for column in ("focus", "is_copy", "truncated"):
        _hold(table, file, column, "0 or 1", table[column].isin(["0", "1"]))
        table[column] = table[column] == "1"
    table["cluster_id"] = table["cluster_id"].fillna(table["article_id"])
    _hold(table, file, "cluster_id", "the article_id of a row", table["cluster_id"].isin(ids))
    own = table["cluster_id"] == table["article_id"]
    _hold(table, file, "is_copy", "0 where cluster_id is the article's own id, else 1", table["is_copy"] != own)
    heads = table["cluster_id"].isin(table.loc[own, "article_id"])
    _hold(table, file, "cluster_id", "an article that stands for its cluster", heads)
    return table.astype({"n_words": "int64"})


def _scores(file: str, ids: set[str]) -> pd.DataFrame:
    """Read frame scores and hold them against the articles: one row an article, frame and method."""
    table = _table(file, SCORE_COLUMNS)[SCORE_COLUMNS].astype("str")
    _hold(table, file, "article_id", f"an article of {DOCUMENTS}", table["article_id"].isin(ids))
    for column in ("codebook", "frame", "method"):
        _hold(table, file, column, "a name", table[column].fillna("").str.fullmatch(r"[\w.-]+"))
    _hold(table, file, "present", "0 or 1", table["present"].isin(["0", "1"]))
    _hold(table, file, "n_sentences", "a whole number", table["n_sentences"].str.fullmatch(r"\d{1,6}").fillna(False))
    _hold(table, file, "share", "a number from 0 to 1", pd.to_numeric(table["share"], "coerce").between(0, 1))
    keys = ["codebook", "frame", "method"]
    _hold(table, file, "frame", "each article, frame and method once", ~table.duplicated(["article_id", *keys]))
    for key, n in table.groupby(keys, sort=False).size().items():
        if n != len(ids):
            told = f"{n} articles have a score of the frame '{key[1]}'"
            raise UserError(told, file=file, right=f"one for each of the {len(ids)} articles of {DOCUMENTS}")
    # float() of the text: the number that was written, which the reader of tables may miss by the last bit
    table["share"] = [float(cell) for cell in table["share"]]
    order = {key: place for place, key in enumerate(table[keys].drop_duplicates().itertuples(index=False, name=None))}
    place = [order[key] for key in table[keys].itertuples(index=False, name=None)]
    table = table.assign(_place=place).sort_values(["article_id", "_place"], kind="stable", ignore_index=True)
    return table[SCORE_COLUMNS].astype({"present": "int8", "n_sentences": "int32"})
