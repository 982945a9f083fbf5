"""Tables: csv, tsv, JSON lines and parquet, plain or .gz, with any column names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from newsframing.articles import FIELDS
from newsframing.errors import UserError, nearest
from newsframing.readers.base import (
    Item,
    Note,
    Record,
    Rejected,
    as_text,
    encoding_note,
    find_encoding,
    open_bytes,
    open_text,
)
from newsframing.readers.presets import PRESETS, WITHOUT_BODY, preset_columns

#: one cell may hold a long article; the csv module's own limit is 131,072 characters
_LONGEST_CELL = 1 << 30
_DELIMITERS = (",", ";", "\t", "|")
#: keys of JSON records may be left out, so that a column counts as missing only if this many records lack it
_PEEK = 500
#: how often a quote that is never closed is stepped over before the rest of the file is given up
_MOST_UNCLOSED = 50
#: objects within objects of JSON are named to this depth
_DEEPEST = 8
#: what a spreadsheet shows where a formula failed
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"}
)
#: a spreadsheet cuts a cell here
_SPREADSHEET_CELL = 32767
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?\Z", re.IGNORECASE)
_KINDS = "a table is a csv, tsv, jsonl, json or parquet file, or .gz of one of the first four"


def read(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    """Read a table record by record.

    Options: ``preset`` (a key of PRESETS), ``columns`` (our field: their column; a dotted name reaches into an object
    of JSON; null leaves a field out; they go before the preset's), ``defaults`` (our field: value where the cell is
    empty), ``delimiter``, ``encoding``. Columns with our names are taken without being mapped. UserError where the file
    is no table or a column is missing; a broken line is given back as Rejected. A cell that holds a spreadsheet's error
    (#REF!) is empty.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = next((s for s in reversed(suffixes) if s != ".gz"), "")
    if kind == ".parquet":
        yield from _read_parquet(path, name, options)
    elif kind in (".jsonl", ".ndjson", ".json"):
        yield from _read_json(path, name, options)
    elif kind in (".csv", ".tsv", ".tab", ".txt"):
        yield from _read_delimited(path, name, options, kind)
    else:
        raise UserError(f"'{path.suffix or path.name}' is no table that can be read", file=name, right=_KINDS)


def _columns(options: dict[str, Any], known: Iterable[str], name: str) -> dict[str, str]:
    """Settle which of their columns gives which of our fields; UserError names the first that is missing."""
    existing = [str(column) for column in known]
    wanted = dict(options.get("columns") or {})
    for field, theirs in wanted.items():
        if field not in FIELDS:
            raise UserError(f"no field is called '{field}'", file=name, where="columns", right=nearest(field, FIELDS))
        if theirs is not None and str(theirs) not in existing:
            raise UserError(
                f"there is no column '{theirs}'",
                file=name,
                where=f"columns: {field}",
                right=nearest(str(theirs), existing),
            )
    settled = {field: str(theirs) for field, theirs in wanted.items() if theirs is not None}
    preset = options.get("preset")
    if preset is not None:
        ready = preset_columns(str(preset), existing, name)
        settled = {**{field: theirs for field, theirs in ready.items() if field not in wanted}, **settled}
    by_lower = {column.strip().lower(): column for column in reversed(existing)}
    for field in FIELDS:
        if field not in wanted and field not in settled and field in by_lower:
            settled[field] = by_lower[field]
    if "body" not in settled and not (preset in WITHOUT_BODY and "title" in settled):
        names = ", ".join(existing[:12])
        raise UserError(
            "no column holds the body of the articles",
            file=name,
            where="columns: body",
            right=f"map it, as in columns: {{body: text}}; the columns here are: {names}",
        )
    return settled


def _record(
    name: str, position: int, values: dict[str, Any], defaults: dict[str, Any], key: str | None = None
) -> Record | Rejected:
    """Make a record of the cells of one row; defaults fill the empty ones."""
    fields: dict[str, str | None] = {"key": key}
    for field, value in values.items():
        try:
            fields[field] = as_text(value)
        except ValueError as error:
            return Rejected(name, position, "not a text", f"{field}: {error}")
    for field, value in defaults.items():
        if not (fields.get(field) or "").strip():
            fields[field] = as_text(value)
    return Record(name, position, **fields)


def _defaults(options: dict[str, Any], name: str) -> dict[str, Any]:
    defaults = dict(options.get("defaults") or {})
    for field in defaults:
        if field not in FIELDS:
            raise UserError(f"no field is called '{field}'", file=name, where="defaults", right=nearest(field, FIELDS))
    return defaults


class _Lines:
    """Lines of a text, remembered since the last record, so that a quote that never closes can be stepped over."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken: list[str] = []
        self.nuls = 0

    def again(self, lines: list[str]) -> None:
        """Put lines back, to be read once more."""
        self._lines = chain(lines, self._lines)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if "\0" in line:
            self.nuls += line.count("\0")
            line = line.replace("\0", "")
        self.taken.append(line)
        return line


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Tell whether the lines of one record end inside a quote."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _rows(stream: Iterator[str], delimiter: str, counted: _Lines) -> Iterator[tuple[int, list[str] | str]]:
    """Yield (line where the row starts, its cells, or what is wrong with it)."""
    line, skipped = 1, 0
    while True:
        reader = csv.reader(counted, delimiter=delimiter)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, str(error)
                line += len(counted.taken)
                counted.taken.clear()
                break
            taken = list(counted.taken)
            counted.taken.clear()
            # only the last record of a file can end inside a quote; it may have swallowed many lines
            if len(taken) > 1 and _is_open(taken, delimiter):
                skipped += 1
                if skipped > _MOST_UNCLOSED:
                    yield line, f"a quote is never closed; {len(taken)} lines to the end of the file are not read"
                    return
                yield line, "a quote is never closed"
                line += 1
                counted.again(taken[1:])
                break
            yield line, row
            line += len(taken)


def _find_delimiter(sample: list[str], kind: str, options: dict[str, Any], name: str) -> str:
    """Take the delimiter given, or the one under which the first row shows the wanted columns, or most columns."""
    given = options.get("delimiter")
    if given is not None:
        text = {"tab": "\t", "\\t": "\t"}.get(str(given), str(given))
        if len(text) != 1 or text in '"\r\n':
            raise UserError(f"'{given}' is no delimiter", file=name, where="delimiter", right="give one character")
        return text
    if kind in (".tsv", ".tab"):
        return "\t"
    wanted = {str(c).lower() for c in (options.get("columns") or {}).values() if c} | set(FIELDS)
    wanted |= {c.lower() for names in PRESETS.get(str(options.get("preset")), {}).values() for c in names}

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(sample, delimiter=delimiter))
        except (csv.Error, StopIteration):
            return (0, 0)
        return (sum(cell.strip().lower() in wanted for cell in header), len(header))

    return max(_DELIMITERS, key=fit)


def _read_delimited(path: Path, name: str, options: dict[str, Any], kind: str) -> Iterator[Item]:
    csv.field_size_limit(_LONGEST_CELL)
    defaults = _defaults(options, name)
    encoding, errors = find_encoding(path, name, options.get("encoding"))
    yield encoding_note(name, encoding, errors)
    with open_text(path, name, encoding, errors) as stream:
        sample = list(islice(stream, 20))
        if not any(line.strip() for line in sample):
            raise UserError("the file is empty", file=name, right="its first line should name the columns")
        if stated := _SEPARATOR_LINE.match(sample[0]):
            # a line by which a spreadsheet tells itself the delimiter
            sample, options = sample[1:], {"delimiter": stated[1], **options}
        delimiter = _find_delimiter([line.replace("\0", "") for line in sample if line.strip()], kind, options, name)
        yield Note(name, "delimiter", "tab" if delimiter == "\t" else delimiter)
        lines = _Lines(chain(sample, stream))
        yield from _read_rows(name, _rows(lines, delimiter, lines), options, defaults, int(bool(stated)))
        if lines.nuls:
            yield Note(name, "zero bytes dropped", str(lines.nuls))


def _read_rows(
    name: str,
    rows: Iterator[tuple[int, list[str] | str]],
    options: dict[str, Any],
    defaults: dict[str, Any],
    skipped: int = 0,
) -> Iterator[Item]:
    """Turn rows into records; ``position`` counts records, the first after the header being 1.

    ``skipped`` is the number of lines before the header.
    """
    header: list[str] | None = None
    places: dict[str, int] = {}
    position = errors = longest = 0
    for line, row in rows:
        if not isinstance(row, str) and not any(cell.strip() for cell in row):
            continue
        if header is None:
            if isinstance(row, str):
                raise UserError(f"the first line does not name columns ({row})", file=name, where=f"line {line}")
            header = [cell.strip() for cell in row]
            columns = _columns(options, header, name)
            if "body" not in columns:
                yield Note(name, "body", "no column holds one; the titles are the texts")
            places = {field: header.index(theirs) for field, theirs in columns.items()}
            continue
        position += 1
        line += skipped
        if isinstance(row, str):
            yield Rejected(name, position, "broken line", f"line {line}: {row}")
        elif any(cell.strip() for cell in row[len(header) :]):
            yield Rejected(name, position, "broken line", f"line {line}: {len(row)} cells, {len(header)} columns")
        elif len(row) <= places.get("body", -1):
            yield Rejected(name, position, "broken line", f"line {line}: {len(row)} cells, no body among them")
        else:
            values = {field: row[place] for field, place in places.items() if place < len(row)}
            for field, cell in values.items():
                if cell[:1] == "#" and cell.strip() in _ERRORS:
                    values[field] = ""
                    errors += 1
                longest += len(cell) == _SPREADSHEET_CELL
            yield _record(name, position, values, defaults)
    if errors:
        yield Note(name, "spreadsheet errors left empty", str(errors))
    if longest:
        yield Note(name, "cells as long as a spreadsheet allows, so that they may be cut", str(longest))


def _reach(record: dict[str, Any], column: str) -> Any:
    """Get a value by its name, or by a dotted name through objects within objects."""
    if column in record or "." not in column:
        return record.get(column)
    value: Any = record
    for part in column.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _names(record: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Yield the names of a record's values, those within objects dotted, down to a depth that an export may have."""
    for key, value in record.items():
        yield key
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from (f"{key}.{inner}" for inner in _names(value, depth + 1))


def _json_objects(stream: IO[str], name: str, whole: bool) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield (line or record, object or what is wrong with it)."""
    if whole:
        text = stream.read()
        try:
            content = orjson.loads(text)
        except orjson.JSONDecodeError:
            content = None
        if isinstance(content, dict):
            yield 1, content
            return
        if isinstance(content, list):
            for number, value in enumerate(content, 1):
                yield number, value if isinstance(value, dict) else "not an object"
            return
        lines: Iterable[str] = text.split("\n")
    else:
        lines = stream
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield number, f"no JSON: {error}"
            continue
        yield number, value if isinstance(value, dict) else "not an object"


def _read_json(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    defaults = _defaults(options, name)
    encoding, errors = find_encoding(path, name, options.get("encoding"))
    yield encoding_note(name, encoding, errors)
    whole = ".json" in (suffix.lower() for suffix in path.suffixes)
    with open_text(path, name, encoding, errors) as stream:
        objects = _json_objects(stream, name, whole)
        first = list(islice(objects, _PEEK))
        known = dict.fromkeys(column for _, record in first if isinstance(record, dict) for column in _names(record))
        if not known and not first:
            raise UserError("the file is empty", file=name, right="each line should hold one article as JSON")
        if not known:
            raise UserError("no line holds a JSON object", file=name, where="line 1", right=_KINDS)
        columns = _columns(options, known, name)
        if "body" not in columns:
            yield Note(name, "body", "no column holds one; the titles are the texts")
        for position, record in chain(first, objects):
            if isinstance(record, str):
                yield Rejected(name, position, "broken line", f"line {position}: {record}")
            else:
                values = {field: _reach(record, theirs) for field, theirs in columns.items()}
                yield _record(name, position, values, defaults)


def _read_parquet(path: Path, name: str, options: dict[str, Any]) -> Iterator[Item]:
    defaults = _defaults(options, name)
    if path.suffix.lower() == ".gz":
        raise UserError("a parquet file inside gzip cannot be read", file=name, right="unpack it: parquet is packed")
    with open_bytes(path, name) as stream:
        try:
            table = pq.ParquetFile(stream)
            columns = _columns(options, table.schema_arrow.names, name)
            position = 0
            for batch in table.iter_batches(batch_size=2048, columns=sorted(set(columns.values()))):
                for row in batch.to_pylist():
                    position += 1
                    yield _record(name, position, {f: row.get(theirs) for f, theirs in columns.items()}, defaults)
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UserError(f"no parquet file that can be read ({reason[:120]})", file=name) from None
