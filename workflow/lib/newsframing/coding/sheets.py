"""Files of codes as tables: every cell a text, every row with its line, every fault with its file and place."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from newsframing.errors import UserError, nearest
from newsframing.readers.base import find_encoding, open_text
from newsframing.sheets import LINE, read_sheet

#: by which an article is named in a file, the surest first
NAMES = ("article_id", "url", "key")
#: what else a file of codes may give
COLUMNS = (*NAMES, "coder", "frame", "present", "unit", "wave", "score", "codebook")
_YES, _NO = {"1", "1.0", "true", "yes", "y", "x"}, {"0", "0.0", "false", "no", "n"}


class Row(NamedTuple):
    """One row of a file: its line (the header is line 1) and its cells."""

    line: int
    cells: dict[str, str]


class Table(NamedTuple):
    """A file's rows; ``names`` are its columns, ``file`` is what errors call it."""

    file: str
    names: list[str]
    rows: list[Row]


def read_table(path: Path, name: str) -> Table:
    """Read a csv, tsv or xlsx file; UserError where it is none of these or a row does not fit the header."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".tsv", ".xlsx"):
        raise UserError(f"'{path.name}' is no file of codes that can be read", file=name, right="give csv, tsv or xlsx")
    grid = _workbook(path, name) if kind == ".xlsx" else _delimited(path, name, kind)
    if not grid:
        raise UserError("the file is empty", file=name, right="its first line should name the columns")
    header = [cell.strip() for cell in grid[0][1]]
    doubled = sorted({column for column in header if column and header.count(column) > 1})
    if doubled:
        raise UserError(f"two columns are called '{doubled[0]}'", file=name, where="line 1", right="keep one")
    rows = []
    for line, cells in grid[1:]:
        if any(cell.strip() for cell in cells[len(header) :]):
            raise UserError(f"found {len(cells)} cells under {len(header)} columns", file=name, where=f"line {line}")
        rows.append(Row(line, dict(zip(header, [cell.strip() for cell in cells], strict=False))))
    return Table(name, header, rows)


def read_returned(path: Path, name: str) -> Table:
    """Read a returned sheet: the page and the line where a header names articles; columns in small letters."""
    for wanted in NAMES:
        found = read_sheet(path, name, {wanted})
        if found is not None:
            names = [str(column) for column in found.columns if column != LINE]
            rows = [Row(int(cells.pop(LINE)), cells) for cells in found.to_dict("records")]
            return Table(
                name, names, [row._replace(cells={str(k): str(v) for k, v in row.cells.items()}) for row in rows]
            )
    raise UserError("no column says which article a row is about", file=name, right="keep the column article_id")


def _delimited(path: Path, name: str, kind: str) -> list[tuple[int, list[str]]]:
    encoding, errors = find_encoding(path, name, None)
    with open_text(path, name, encoding, errors) as stream:
        lines = stream.read().splitlines(keepends=True)
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    head = lines[0] if lines else ""
    mark = "\t" if kind == ".tsv" else max(",;\t", key=head.count)
    reader = csv.reader(lines, delimiter=mark)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UserError(f"a row cannot be read ({error})", file=name, where=f"line {reader.line_num}") from None


def _workbook(path: Path, name: str) -> list[tuple[int, list[str]]]:
    try:
        sheet = pd.read_excel(path, header=None, dtype=str, keep_default_na=False, engine="openpyxl")
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UserError(f"no workbook that can be read ({reason[:80]})", file=name) from None
    grid = [(number, [str(cell) for cell in cells]) for number, cells in enumerate(sheet.to_numpy().tolist(), 1)]
    return [(number, cells) for number, cells in grid if any(cell.strip() for cell in cells)]


def settle_columns(table: Table, given: Mapping[str, str] | None, needs: Iterable[str] = ()) -> dict[str, str]:
    """Say which of a file's columns gives which of ours: as mapped, or by our own name in any case.

    ``needs`` must be there, and one of the names of an article. UserError names what is missing.
    """
    by_lower = {column.lower(): column for column in reversed(table.names)}
    found = {ours: by_lower[ours] for ours in COLUMNS if ours in by_lower}
    for ours, theirs in (given or {}).items():
        if theirs not in table.names:
            right = nearest(theirs, table.names)
            raise UserError(f"there is no column '{theirs}'", file=table.file, where=f"columns: {ours}", right=right)
        found[ours] = theirs
    here = "the columns here are: " + ", ".join(table.names[:12])
    if not any(name in found for name in NAMES):
        missing = "no column says which article a row is about"
        raise UserError(missing, file=table.file, right=f"name one article_id, url or key, or map it; {here}")
    for column in needs:
        if column not in found:
            right = f"map it, as in columns: {{{column}: …}}; {here}"
            raise UserError(f"there is no column '{column}'", file=table.file, right=right)
    return found


def yes_or_no(text: str, file: str, where: str) -> int | None:
    """Read a cell that says whether a frame is present; an empty one is missing, any other text an error."""
    word = text.strip().lower()
    if not word:
        return None
    if word not in _YES | _NO:
        raise UserError(f"found '{text[:40]}'", file=file, where=where, right="expected: 1, 0 or nothing")
    return int(word in _YES)


def named(row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    """Give what a row says of its article: those of article_id, url and key that are filled."""
    return {name: text for name in NAMES if name in columns and (text := row.cells.get(columns[name], ""))}
