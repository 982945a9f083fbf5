"""All codes and labels of a study, read and tied to its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from newsframing.coding import foreign
from newsframing.coding.codes import Code, read_codes
from newsframing.coding.gold import codes_table, coding_summary, gold_table
from newsframing.coding.plans import Plan
from newsframing.coding.returned import read_drawn
from newsframing.coding.sheets import Table, read_returned, read_table
from newsframing.coding.tying import Articles
from newsframing.errors import UserError, nearest
from newsframing.frames.codebook import Codebook

LABEL_COLUMNS = ["file", "codebook", "method", "model", "prompt_sha256", "articles"]


class Imported(NamedTuple):
    """Codes, one value an article and frame, other tools' labels; what was read, and what belongs to no article."""

    codes: pd.DataFrame
    gold: pd.DataFrame
    labels: pd.DataFrame
    summary: pd.DataFrame
    methods: pd.DataFrame
    unmatched: pd.DataFrame


def import_all(
    codings: Sequence[Mapping[str, Any]],
    predictions: Sequence[Mapping[str, Any]],
    books: Mapping[str, Codebook],
    articles: pd.DataFrame,
    excluded: pd.DataFrame,
    root: Path,
    plans: Mapping[str, Plan] | None = None,
) -> Imported:
    """Read every file of the study's ``coding`` and ``predictions`` (entries with their ``files`` under ``root``).

    ``plans``: what was drawn for coding, wave to plan, against which returned sheets are held.
    """
    known = Articles(articles, excluded)
    codes = read_all(codings, books, root, plans or {})
    table, lost = codes_table(codes, known)
    gold = gold_table(table)
    labels, methods, lost_labels = _labels(predictions, books, known, root)
    unmatched = pd.concat([lost, *lost_labels], ignore_index=True)
    used = [book for book in books if (table["codebook"] == book).any()]
    return Imported(table, gold, labels, coding_summary(table, gold, used), methods, unmatched)


def read_all(
    codings: Sequence[Mapping[str, Any]], books: Mapping[str, Codebook], root: Path, plans: Mapping[str, Plan]
) -> list[Code]:
    """Read the codes of every file, before they are tied to articles."""
    kinds: dict[str, Any] = {}
    for entry in codings:
        kinds |= entry.get("coders") or {}
    codes: list[Code] = []
    for entry in codings:
        for file in entry["files"]:
            codes += _read_file({**entry, "coders": kinds}, file, books, root, plans)
    return codes


def _read_file(
    entry: Mapping[str, Any], file: str, books: Mapping[str, Codebook], root: Path, plans: Mapping[str, Plan]
) -> list[Code]:
    if not entry.get("sheet"):
        return read_codes(read_table(root / file, file), entry, books[entry["codebook"]])
    kinds = {coder: given.get("kind", "human") for coder, given in entry["coders"].items()}
    drawn = read_drawn(root / file, file, plans, books, kinds)
    if drawn is not None:
        return drawn
    table = read_returned(root / file, file)
    # a returned sheet says which codebook it is of, and its name who coded
    return [
        code
        for book, part in _by_codebook(table, books)
        for code in read_codes(part, entry, book, unnamed=Path(file).stem)
    ]


def _by_codebook(table: Table, books: Mapping[str, Codebook]) -> Iterator[tuple[Codebook, Table]]:
    """Split a sheet by its column ``codebook``; without one, take the codebook whose frames it names."""
    if "codebook" in table.names:
        for name in dict.fromkeys(row.cells.get("codebook", "") for row in table.rows):
            rows = [row for row in table.rows if row.cells.get("codebook", "") == name]
            if name not in books:
                where = f"line {rows[0].line}, column codebook"
                raise UserError(f"found '{name}'", file=table.file, where=where, right=nearest(name, books))
            yield books[name], table._replace(rows=rows)
        return
    said = set(table.names) | {row.cells.get("frame", "") for row in table.rows}
    fitting = [book for book in books.values() if said & {frame.id for frame in book.frames}]
    if len(fitting) != 1:
        found = "several codebooks have its frames" if fitting else "no codebook of the study has its frames"
        right = f"add a column 'codebook' with one of: {', '.join(books)}"
        raise UserError(found, file=table.file, right=right)
    yield fitting[0], table


def _labels(
    predictions: Sequence[Mapping[str, Any]], books: Mapping[str, Codebook], known: Articles, root: Path
) -> tuple[pd.DataFrame, pd.DataFrame, list[pd.DataFrame]]:
    """Read other tools' labels: (a row an article, frame and method; a row a file; what belongs to no article)."""
    tables, lost, methods = [pd.DataFrame(columns=foreign.COLUMNS).astype(foreign.TYPES)], [], []
    seen: dict[tuple[str, str], str] = {}
    for entry in predictions:
        book = books[entry["codebook"]]
        for file in entry["files"]:
            other = seen.setdefault((book.id, entry["method"]), file)
            if other != file:
                what = f"the method '{entry['method']}' has labels of '{book.id}' in {other} too"
                raise UserError(what, file=file, right="one file a method and codebook")
            found = foreign.read_labels(read_table(root / file, file), entry, book)
            table, gone = foreign.labels_table(found, book, entry["method"], known, file)
            tables.append(table)
            lost.append(gone)
            about = [entry["method"], entry.get("model", ""), entry.get("prompt_sha256", "")]
            methods.append((file, book.id, *about, table["article_id"].nunique()))
    return pd.concat(tables, ignore_index=True), pd.DataFrame(methods, columns=LABEL_COLUMNS), lost
