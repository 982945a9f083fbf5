"""All tables of a study as one workbook: the same bytes each time, and no cell that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from newsframing.pages.tables_told import told
from newsframing.sheets import CREATED
from newsframing.tables import spreadsheet_safe, whole_file

#: what a cell and a sheet may hold, by Excel's own limits
LONGEST, MOST_ROWS, LONGEST_NAME = 32_767, 1_048_576, 31


def write_workbook(tables: Mapping[str, pd.DataFrame], title: str, path: str | Path) -> None:
    """Write the tables, a sheet each in the order given, after a sheet that says what they hold.

    Texts are written as texts: a spreadsheet runs none, and one that opens like a formula gets an apostrophe, as in the
    csv. A table longer than a sheet can be is cut, and its line in the first sheet says so.
    """
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title[:255], "created": CREATED})
    bold = book.add_format({"bold": True})
    first = book.add_worksheet("contents")
    first.set_column(0, 0, 32)
    first.set_column(1, 1, 80)
    first.write_string(0, 0, title[:LONGEST], bold)
    for column, head in enumerate(("sheet", "what it holds", "rows")):
        first.write_string(2, column, head, bold)
    for place, (name, table) in enumerate(tables.items(), 3):
        sheet_name = _sheet_name(name, list(tables))
        first.write_url(place, 0, f"internal:'{sheet_name}'!A1", string=sheet_name)
        cut = f" (the first {MOST_ROWS - 1:,} rows; the csv has all)" if len(table) >= MOST_ROWS else ""
        first.write_string(place, 1, told(name) + cut)
        first.write_number(place, 2, len(table))
        sheet = book.add_worksheet(sheet_name)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(table.columns):
            sheet.write_string(0, column, str(spreadsheet_safe(str(head))), bold)
            _column(sheet, column, table[head].head(MOST_ROWS - 1))
    book.close()
    with whole_file(path) as draft:
        draft.write_bytes(target.getvalue())


def _sheet_name(name: str, names: list[str]) -> str:
    """Cut a name to what a sheet may be called; a number tells apart what is cut alike."""
    if len(name) <= LONGEST_NAME:
        return name
    alike = [other for other in names if other[: LONGEST_NAME - 3] == name[: LONGEST_NAME - 3]]
    return name[: LONGEST_NAME - 3] + (f"~{alike.index(name) + 1}" if len(alike) > 1 else "")


def _column(sheet: object, column: int, values: pd.Series) -> None:
    """Write a column below its head: numbers as numbers, an empty cell as none, all else as text."""
    write_number, write_string = sheet.write_number, sheet.write_string  # type: ignore[attr-defined]
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        for row, number in enumerate(values, 1):
            if pd.notna(number) and abs(number) != float("inf"):
                write_number(row, column, number)
        return
    for row, value in enumerate(values, 1):
        if pd.notna(value):
            write_string(row, column, str(spreadsheet_safe(str(value)))[:LONGEST])
