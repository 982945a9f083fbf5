"""Codes read from files: labels to frames, one row a coder's answer, contradictions met with an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from newsframing.coding.sheets import Row, Table, named, settle_columns, yes_or_no
from newsframing.errors import UserError, nearest
from newsframing.frames.codebook import Codebook

KINDS = ("human", "author", "model", "simulated")
#: kinds of coder whose codes decide and open verdicts; simulated ones are let into studies marked planted alone
PEOPLE = frozenset({"human", "simulated"})
#: the coder whose codes win over all others
ADJUDICATED = "adjudicated"
#: the coder of a file that names none
UNNAMED = "coder"
#: what a unit is where a file does not say
WHOLE = "article"
MAIN = "main"


class Code(NamedTuple):
    """One coder's answer on one frame of what a file calls one article."""

    file: str
    line: int
    article: tuple[tuple[str, str], ...]
    codebook: str
    frame: str
    coder: str
    kind: str
    unit: str
    wave: str
    present: int


class _Cell(NamedTuple):
    """One answer as it stands in the file, before labels become frames."""

    line: int
    article: tuple[tuple[str, str], ...]
    label: str
    coder: str
    unit: str
    wave: str
    present: int


def read_codes(table: Table, entry: Mapping[str, Any], book: Codebook, unnamed: str = UNNAMED) -> list[Code]:
    """Read the codes of one file by its entry in the study (columns, map, coders); UserError says what is wrong.

    Long files have a column ``frame``, wide ones a column a label. A label is mapped, or is a frame's id; one that is
    mapped to nothing means that none of the frames is present. A file without a 0 names presences alone: then an
    article's other frames are absent, as they are where a codebook allows one frame. ``unnamed`` is the coder of rows
    that name none.
    """
    name = table.file
    # a wide file may have a column "frame_1" but none called "frame"
    is_long = "frame" in (entry.get("columns") or {}) or "frame" in (column.lower() for column in table.names)
    columns = settle_columns(table, entry.get("columns"))
    labels = _labels(entry.get("map"), book, name)
    read = _long if is_long else _wide
    cells = list(read(table, columns, labels, book, unnamed))
    _no_contradictions(cells, name)
    only_presences = all(cell.present for cell in cells)
    kinds = {coder: given.get("kind", "human") for coder, given in (entry.get("coders") or {}).items()}
    fill = is_long and (only_presences or book.kind == "single")
    return list(_codes(cells, labels, book, name, kinds, fill))


def _labels(given: Mapping[str, str | None] | None, book: Codebook, file: str) -> dict[str, str | None]:
    """Give each label its frame, or None for "none of the frames"; the frames' own ids are labels too."""
    known = [frame.id for frame in book.frames]
    found: dict[str, str | None] = {frame: frame for frame in known}
    for label, frame in (given or {}).items():
        if frame and frame not in known:
            fault = f"no frame '{frame}' in codebook '{book.id}'"
            raise UserError(fault, file=file, where=f"map: {label}", right=nearest(frame, known))
        found[str(label)] = frame or None
    return found


def _base(row: Row, columns: Mapping[str, str], table: Table, unnamed: str) -> dict[str, Any]:
    """Read what long and wide rows share."""
    article = named(row, columns)
    if not article:
        raise UserError("the row names no article", file=table.file, where=f"line {row.line}")
    said = {ours: row.cells.get(columns[ours], "") for ours in ("coder", "unit", "wave") if ours in columns}
    return {
        "line": row.line,
        "article": tuple(article.items()),
        "coder": said.get("coder") or unnamed,
        "unit": said.get("unit") or WHOLE,
        "wave": said.get("wave") or MAIN,
    }


def _long(
    table: Table, columns: Mapping[str, str], labels: Mapping[str, str | None], book: Codebook, unnamed: str
) -> Iterator[_Cell]:
    for row in table.rows:
        label = row.cells.get(columns["frame"], "")
        where = f"line {row.line}, column {columns['frame']}"
        present: int | None = 1
        if "present" in columns:
            place = f"line {row.line}, column {columns['present']}"
            present = yes_or_no(row.cells.get(columns["present"], ""), table.file, place)
        if present is None or (not label and "present" not in columns):
            continue  # a cell left empty is missing
        if label not in labels:
            right = f"{nearest(label, labels)} (map it, to nothing if it means none of the frames)"
            fault = f"the label '{label[:60]}' is not mapped to a frame of '{book.id}'"
            raise UserError(fault, file=table.file, where=where, right=right)
        yield _Cell(label=label, present=present, **_base(row, columns, table, unnamed))


def _wide(
    table: Table, columns: Mapping[str, str], labels: Mapping[str, str | None], book: Codebook, unnamed: str
) -> Iterator[_Cell]:
    own = [label for label in labels if label in table.names]
    frames = {frame.id for frame in book.frames}
    missing = [label for label in labels if label not in table.names and label not in frames]
    if missing or not own:
        fault = f"there is no column '{missing[0]}'" if missing else f"no column has a frame of '{book.id}'"
        right = nearest(missing[0], table.names) if missing else "a column 'frame', or one a frame; map their names"
        raise UserError(fault, file=table.file, where="line 1", right=right)
    for row in table.rows:
        base = _base(row, columns, table, unnamed)
        for label in own:
            present = yes_or_no(row.cells.get(label, ""), table.file, f"line {row.line}, column {label}")
            if present is not None:
                yield _Cell(label=label, present=present, **base)


def _no_contradictions(cells: Sequence[_Cell], file: str) -> None:
    """Raise UserError where one cell has two values."""
    seen: dict[tuple[object, ...], _Cell] = {}
    for cell in cells:
        key = (cell.article, cell.label, cell.coder, cell.unit, cell.wave)
        other = seen.setdefault(key, cell)
        if other.present != cell.present:
            both = f"{other.present} in line {other.line} and {cell.present} here"
            what = f"coder '{cell.coder}' gives '{cell.label}' {both}"
            raise UserError(what, file=file, where=f"line {cell.line}", right="one cell has one value: keep one")


def _codes(
    cells: Sequence[_Cell],
    labels: Mapping[str, str | None],
    book: Codebook,
    file: str,
    kinds: Mapping[str, str],
    fill: bool,
) -> Iterator[Code]:
    """Turn labels into frames: a frame is present if one of its labels is; ``fill`` makes the rest of it absent."""
    sittings: dict[tuple[object, ...], list[_Cell]] = {}
    for cell in cells:
        sittings.setdefault((cell.article, cell.coder, cell.unit, cell.wave), []).append(cell)
    for own in sittings.values():
        first = own[0]
        values: dict[str, int] = {}
        for cell in own:
            frame = labels[cell.label]
            if frame is not None:
                values[frame] = max(values.get(frame, 0), cell.present)
        none = any(labels[cell.label] is None and cell.present for cell in own)
        present = [frame for frame, value in values.items() if value]
        if none and present:
            what = f"coder '{first.coder}' says none of the frames and '{present[0]}' of one article"
            raise UserError(what, file=file, where=f"line {first.line}", right="keep one of the two")
        if book.kind == "single" and len(present) > 1:
            what = f"coder '{first.coder}' gives the frames '{present[0]}' and '{present[1]}' to one article"
            right = f"the codebook '{book.id}' is of kind single: keep one"
            raise UserError(what, file=file, where=f"line {first.line}", right=right)
        if none or (fill and (present or book.kind == "multi")):
            values = {frame.id: values.get(frame.id, 0) for frame in book.frames}
        kind = kinds.get(first.coder, "human")
        for frame, value in values.items():
            yield Code(
                file, first.line, first.article, book.id, frame, first.coder, kind, first.unit, first.wave, value
            )
