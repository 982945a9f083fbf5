"""Sheets that people fill in: written as CSV and XLSX, read again from whatever a spreadsheet makes of them.

Texts of articles stand in them, so no cell can run: a CSV cell that a spreadsheet would take for a formula gets an
apostrophe, an XLSX cell is written as a text whatever it holds. The same table gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pandas as pd

from newsframing.errors import UserError
from newsframing.tables import whole_file, write_csv

#: the day that every workbook says it was made on: a real one would change its bytes
CREATED = datetime(2000, 1, 1)
KINDS = (".csv", ".tsv", ".xlsx")
#: the number of the line or row of a returned sheet in which a record stands
LINE = "line"
#: a header stands in one of the first rows of a sheet
_PEEK = 20
#: what a list in a cell may be long, by Excel's own limit
_LONGEST_LIST = 255
#: and the title of what is shown beside a cell
_LONGEST_TITLE = 32
_DELIMITERS = (",", ";", "\t")
#: the folder under data/raw/{study} in which filled-in sheets are put
FOLDER = "codings"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Field:
    """A column of a sheet: its name, its width in characters, and for an answer the values to choose from.

    ``label`` and ``help`` appear in a workbook beside a cell that is being filled in.
    """

    name: str
    width: int = 14
    choices: tuple[str, ...] = ()
    label: str = ""
    help: str = ""


def returned(root: Path, study: str) -> list[str]:
    """List the sheets under data/raw/{study}/codings, at any depth, sorted, without hidden files and locks."""
    folder = root / "data/raw" / study / FOLDER
    return sorted(
        path.relative_to(root).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() in KINDS and not path.name.startswith((".", "~$"))
    )


def plain_text(text: object) -> str:
    """Put a text on one line, without control characters or marks that turn the direction of what follows."""
    return " ".join(_CONTROLS.sub(" ", str(text)).split())


def write_sheet(
    table: pd.DataFrame,
    fields: Sequence[Field],
    title: str,
    instructions: Sequence[str],
    stem: str | Path,
    handbook: Sequence[str] = (),
) -> None:
    """Write ``stem``.csv and ``stem``.xlsx; the workbook opens with a sheet of instructions.

    ``handbook``: lines of a last sheet, to be looked things up in.

    The columns of the table are those of ``fields``, in their order. A field with choices is one that people fill in:
    it stands out, and its cells offer the choices and take no other value.
    """
    shown = table[[field.name for field in fields]]
    write_csv(shown, f"{stem}.csv")
    _write_workbook(shown, fields, title, instructions, Path(f"{stem}.xlsx"), handbook)


def _write_workbook(
    table: pd.DataFrame,
    fields: Sequence[Field],
    title: str,
    instructions: Sequence[str],
    path: Path,
    handbook: Sequence[str],
) -> None:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": title, "created": CREATED})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    asked = book.add_format({"bg_color": "#FFF4CC", "border": 1, "border_color": "#B0A070", "valign": "top"})
    first = book.add_worksheet("read this first")
    first.set_column(0, 0, 100, wrapped)
    first.write_string(0, 0, title, bold)
    for row, line in enumerate(instructions, 2):
        first.write_string(row, 0, line, wrapped)
    sheet = book.add_worksheet("items")
    sheet.freeze_panes(1, 1)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
        sheet.write_string(0, column, field.name, bold)
        how = asked if field.choices else wrapped
        for row, value in enumerate(table[field.name], 1):
            # never write(), which would take "=1+1" for a formula and an address for a link
            sheet.write_string(row, column, "" if pd.isna(value) else str(value), how)
        if field.choices and len(table):
            sheet.data_validation(1, column, len(table), column, _validation(field))
    if handbook:
        last = book.add_worksheet("handbook")
        last.set_column(0, 0, 110, wrapped)
        for row, line in enumerate(handbook):
            last.write_string(row, 0, line, wrapped)
    book.close()
    with whole_file(path) as draft:
        draft.write_bytes(target.getvalue())


def _validation(field: Field) -> dict[str, Any]:
    """Offer a field's choices as a list; a list in a cell is parted by commas and has a limit."""
    joined = ",".join(field.choices)
    if any("," in choice for choice in field.choices) or len(joined) > _LONGEST_LIST:
        raise ValueError(f"{field.name}: choices must be short and hold no comma")
    beside = {"input_title": _cut(field.label, _LONGEST_TITLE), "input_message": _cut(field.help, _LONGEST_LIST)}
    return {
        **{key: value for key, value in beside.items() if value},
        "validate": "list",
        "source": list(field.choices),
        "error_title": "Not one of the answers",
        "error_message": f"Choose from the list: {', '.join(field.choices)[:200]}",
    }


def _cut(text: str, most: int) -> str:
    """Cut a text to what a spreadsheet takes, at a word's end."""
    line = plain_text(text)
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def read_sheet(path: Path, name: str, wanted: Collection[str]) -> pd.DataFrame | None:
    """Read a returned sheet that has the ``wanted`` columns, else None: another kind of sheet is no fault.

    All cells are texts, blanks at their ends taken off, "" where empty; columns are named in small letters; ``line``
    says where a row stands in its file. Rows without any text are left out. UserError where the file cannot be read.
    """
    pages = _workbook_rows(path, name) if path.suffix.lower() == ".xlsx" else [_delimited_rows(path, name)]
    for rows in pages:
        for start, row in enumerate(rows[:_PEEK]):
            header = [cell.lower() for cell in row]
            if set(wanted) <= set(header):
                return _table(header, rows[start + 1 :], start + 2, name)
    return None


def _table(header: list[str], rows: list[list[str]], first_line: int, name: str) -> pd.DataFrame:
    named = [cell for cell in header if cell]
    if twice := sorted({cell for cell in named if named.count(cell) > 1}):
        raise UserError(f"two columns are called '{twice[0]}'", file=name, where=f"line {first_line - 1}")
    records = []
    for line, row in enumerate(rows, first_line):
        if any(row):
            cells = dict(zip(header, [*row, *[""] * len(header)], strict=False))
            records.append({LINE: line, **{column: cells[column] for column in named if column != LINE}})
    return pd.DataFrame(records, columns=[LINE, *(column for column in named if column != LINE)])


def _cell(value: object) -> str:
    """Give a cell as the text that was meant: without the apostrophe that keeps a spreadsheet from running it."""
    text = "" if value is None else str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _workbook_rows(path: Path, name: str) -> list[list[list[str]]]:
    """Give the rows of each sheet of a workbook."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        pages = [
            [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
        ]
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError):
        raise UserError("this cannot be opened as a workbook", file=name, right="save it as .xlsx or .csv") from None
    return pages


def _delimited_rows(path: Path, name: str) -> list[list[str]]:
    """Read a CSV file as spreadsheets save one: parted by commas, semicolons or tabs, in UTF-8, UTF-16 or cp1252."""
    text = _decoded(path.read_bytes(), name)
    if text.lower().startswith("sep="):
        text = text.split("\n", 1)[-1]
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        return [
            [_cell(value) for value in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise UserError(f"this is no table ({error})", file=name, right="save it as .csv or .xlsx") from None


def _decoded(content: bytes, name: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: Iterable[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError("this cannot be decoded", file=name, right="save it as CSV in UTF-8, or as .xlsx")
