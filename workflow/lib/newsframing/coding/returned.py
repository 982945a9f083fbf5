"""Sheets that coders send back, checked cell by cell against what they were given.

Each fault is a sentence with file, row and column; the first is told in full, the next ones briefly, so that a coder
can mend all of them at once. A row of which a codebook's cells are all empty is missing, which is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newsframing.coding.codes import ADJUDICATED, WHOLE, Code
from newsframing.coding.plans import SHEET_COLUMNS, Plan
from newsframing.coding.sheets import yes_or_no
from newsframing.errors import UserError, nearest
from newsframing.frames.codebook import Codebook
from newsframing.sheets import LINE, read_sheet

#: how many faults beside the first are told
_MORE = 5
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}:\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"|\d{1,2}[./ -]?[A-Za-zéû]{3,4}\b|[A-Za-z]{3}[./ -]\d{1,4}\b"
)
#: columns of the adjudicator's sheet, one row a cell on which coders differ
ADJUDICATION = (*SHEET_COLUMNS, "codebook", "frame", "present")


class _Fault(NamedTuple):
    line: int
    column: str
    what: str
    right: str = ""


class _Sheet(NamedTuple):
    file: str
    rows: list[dict[str, Any]]
    columns: list[str]


def read_drawn(
    path: Path, name: str, plans: Mapping[str, Plan], books: Mapping[str, Codebook], kinds: Mapping[str, str]
) -> list[Code] | None:
    """Read a sheet that ``make sheets`` or the list of disagreements has drawn; None where it is another kind of file.

    ``kinds``: coder to human, author or model; those not named are human. UserError tells every fault with its place.
    """
    table = read_sheet(path, name, SHEET_COLUMNS)
    if table is None:
        return None
    sheet = _Sheet(name, table.to_dict("records"), [column for column in table.columns if column != LINE])
    if set(ADJUDICATION) <= set(sheet.columns):
        return list(_checked(sheet, _adjudicated(sheet, books)))
    plan, coder = _owner(sheet, plans)
    return list(_checked(sheet, _coded(sheet, plan, coder, books, kinds.get(coder, "human"))))


def _checked(sheet: _Sheet, found: Iterator[Code | _Fault]) -> Iterator[Code]:
    """Give the codes, or raise one UserError for all faults."""
    every = list(found)
    faults = sorted({one for one in every if isinstance(one, _Fault)})
    if not faults:
        return (one for one in every if isinstance(one, Code))
    first, *others = faults
    told = "; ".join(f"row {f.line}, column {f.column}: {f.what}" for f in others[:_MORE])
    more = f"also {told}" if told else ""
    if len(others) > _MORE:
        more += f"; and {len(others) - _MORE} more"
    right = "; ".join(part for part in (first.right, more) if part)
    raise UserError(first.what, file=sheet.file, where=f"row {first.line}, column {first.column}", right=right or None)


def _owner(sheet: _Sheet, plans: Mapping[str, Plan]) -> tuple[Plan, str]:
    """Find the plan and the coder of a sheet by its name in the column ``sheet``; the file's name must not differ."""
    names = {plan.sheet_of(coder): (plan, coder) for plan in plans.values() for coder in plan.coders}
    stated = [(row[LINE], row["sheet"].lower()) for row in sheet.rows]
    if not stated:
        raise UserError("the sheet has no rows", file=sheet.file, right="take the sheet as it was handed out")
    line, first = stated[0]
    if first not in names:
        known = "the sheets drawn for this study are " + ", ".join(sorted(names)) if names else "none was drawn"
        what = f"found '{first[:60]}', which is no sheet of this study"
        raise UserError(what, file=sheet.file, where=f"row {line}, column sheet", right=known)
    for line, other in stated:
        if other != first:
            what = f"found '{other[:60]}' in the sheet {first}"
            right = "one file holds one coder's sheet: take the rows of others out"
            raise UserError(what, file=sheet.file, where=f"row {line}, column sheet", right=right)
    plan, coder = names[first]
    words = set(re.split(r"[^a-z0-9]+", Path(sheet.file).stem.lower()))
    if coder not in words and (others := sorted(words & set(plan.coders))):
        what = f"the file is named after the coder '{others[0]}', but it is the sheet of '{coder}'"
        right = f"rename it if '{coder}' filled it in; if '{others[0]}' did, give that coder the sheet made for them"
        raise UserError(what, file=sheet.file, where=f"row {stated[0][0]}, column sheet", right=right)
    return plan, coder


def _coded(sheet: _Sheet, plan: Plan, coder: str, books: Mapping[str, Codebook], kind: str) -> Iterator[Code | _Fault]:
    # a frame that a codebook has got since the draw was not asked for, one that it has lost is not read
    asked = {
        book: [f"{book}.{frame.id}" for frame in books[book].frames if frame.id in frames]
        for book, frames in plan.frames.items()
        if book in books
    }
    given = [book for book, columns in asked.items() if set(columns) & set(sheet.columns)]
    known = [f"{book}.{frame}" for book, frames in plan.frames.items() for frame in frames]
    head = sheet.rows[0][LINE] - 1
    for column in sheet.columns:
        if "." in column and column not in known:
            yield _Fault(head, column, "no frame that was asked for", nearest(column, known))
    for book in given or asked:
        for column in asked[book]:
            if column not in sheet.columns:
                yield _Fault(head, column, "this column is not there", "take the sheet as it was handed out")
    mine = set(plan.of_coder(coder))
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        line, article = row[LINE], row["article_id"].lower()
        unit = row.get("unit") or WHOLE
        if fault := _place(row, plan, coder, mine, unit):
            yield fault
            continue
        before = seen.setdefault((article, unit), line)
        if before != line:
            yield _Fault(line, "article_id", f"the article {article} stands in row {before} too", "keep one of the two")
            continue
        for book in given:
            cells = {column: row.get(column, "") for column in asked[book]}
            read = list(_row(sheet.file, line, cells, books[book]))
            yield from (one for one in read if isinstance(one, _Fault))
            for column, value in (one for one in read if not isinstance(one, _Fault)):
                frame = column.partition(".")[2]
                where = (("article_id", article),)
                yield Code(sheet.file, line, where, book, frame, coder, kind, unit, plan.wave, value)


def _place(row: Mapping[str, Any], plan: Plan, coder: str, mine: set[str], unit: str) -> _Fault | None:
    """Check what a coder should not have changed."""
    line, article = row[LINE], row["article_id"].lower()
    if article not in mine:
        what = f"the article '{row['article_id'][:40]}' was not given to the coder '{coder}'"
        return _Fault(line, "article_id", what, "a spreadsheet may have changed the id: take the sheet as handed out")
    for column, right in (("coder", coder), ("wave", plan.wave)):
        said = str(row.get(column) or right).lower()
        if said != right:
            return _Fault(line, column, f"found '{said[:40]}' in a sheet of '{right}'", "leave this column as it is")
    if (plan.unit == WHOLE) != (unit == WHOLE):
        return _Fault(line, "unit", f"found '{unit[:40]}', where {plan.unit}s were coded", "leave this column as it is")
    return None


def _row(file: str, line: int, cells: Mapping[str, str], book: Codebook) -> Iterator[tuple[str, int] | _Fault]:
    """Read one row's cells of one codebook: all filled, or none."""
    if not any(cells.values()):
        return
    present = []
    for column, text in cells.items():
        if not text:
            filled = next(name for name, other in cells.items() if other)
            what = f"this cell is empty, but {filled} of the same row is filled: the row is half filled"
            yield _Fault(line, column, what, "write 0 or 1, or leave the whole row empty")
            continue
        value = _value(file, line, column, text)
        if not isinstance(value, _Fault):
            present += [column] if value else []
            yield column, value
        else:
            yield value
    if book.kind == "single" and len(present) > 1:
        what = f"1 stands here and in {present[0]}, but an article has one frame of '{book.id}' at most"
        yield _Fault(line, present[1], what, "keep one")


def _value(file: str, line: int, column: str, text: str) -> int | _Fault:
    if _DATE.match(text):
        what = f"found '{text[:40]}': a spreadsheet has turned what was typed into a date"
        return _Fault(line, column, what, "format the cell as text and write 0 or 1")
    try:
        value = yes_or_no(text, file, "")
    except UserError:
        return _Fault(line, column, f"found '{text[:40]}'", "expected: 1, 0 or nothing")
    return int(value or 0)


def _adjudicated(sheet: _Sheet, books: Mapping[str, Codebook]) -> Iterator[Code | _Fault]:
    """Read the adjudicator's sheet: one row a contested cell; empty ones stay open."""
    seen: dict[Sequence[str], int] = {}
    for row in sheet.rows:
        line, name = row[LINE], row["codebook"]
        if name not in books:
            yield _Fault(line, "codebook", f"found '{name[:40]}'", nearest(name, books))
            continue
        frames = [frame.id for frame in books[name].frames]
        if row["frame"] not in frames:
            yield _Fault(line, "frame", f"no frame '{row['frame'][:40]}' in '{name}'", nearest(row["frame"], frames))
            continue
        unit, wave = row.get("unit") or WHOLE, row.get("wave") or "main"
        cell = (row["article_id"].lower(), name, row["frame"], unit, wave)
        before = seen.setdefault(cell, line)
        if before != line:
            yield _Fault(line, "frame", f"this cell stands in row {before} too", "keep one of the two")
            continue
        if not row["present"]:
            continue
        value = _value(sheet.file, line, "present", row["present"])
        if isinstance(value, _Fault):
            yield value
            continue
        where = (("article_id", cell[0]),)
        yield Code(sheet.file, line, where, name, row["frame"], ADJUDICATED, "human", unit, wave, value)
