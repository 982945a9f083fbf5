"""Labels made by other tools: read by the same files, one value an article and frame, judged like our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsframing.coding.sheets import Table, named, settle_columns, yes_or_no
from newsframing.coding.tying import Articles, unmatched_table
from newsframing.errors import UserError, nearest
from newsframing.frames.codebook import Codebook

#: one row an article, frame and method; score is missing where a tool gives none
COLUMNS = ["article_id", "codebook", "frame", "method", "present", "score", "out_of_fold", "coded"]
TYPES = dict.fromkeys(COLUMNS[:4], "str") | {
    "present": "int8",
    "score": "float64",
    "out_of_fold": "int8",
    "coded": "int8",
}
#: from which score on a frame counts as present where a tool says nothing else
CUT = 0.5


class Label(NamedTuple):
    """What a tool says of one frame of what a file calls one article."""

    line: int
    article: tuple[tuple[str, str], ...]
    frame: str
    present: int | None
    score: float | None


def read_labels(table: Table, entry: Mapping[str, Any], book: Codebook) -> list[Label]:
    """Read article, frame, and score or present; UserError for another frame, a score that is no number from 0 to 1."""
    name = table.file
    columns = settle_columns(table, entry.get("columns"), ["frame"])
    if not {"score", "present"} & columns.keys():
        right = "a prediction gives one of the two"
        raise UserError("there is no column 'score' and none 'present'", file=name, right=right)
    frames = {str(label): frame for label, frame in (entry.get("map") or {}).items()}
    known = [frame.id for frame in book.frames]
    found = []
    for row in table.rows:
        label = row.cells.get(columns["frame"], "")
        frame = frames.get(label, label)
        if label in frames and not frame:
            continue
        if frame not in known:
            where = f"line {row.line}, column {columns['frame']}"
            raise UserError(
                f"no frame '{frame}' in codebook '{book.id}'", file=name, where=where, right=nearest(str(frame), known)
            )
        article = named(row, columns)
        if not article:
            raise UserError("the row names no article", file=name, where=f"line {row.line}")
        present = None
        if "present" in columns:
            present = yes_or_no(
                row.cells.get(columns["present"], ""), name, f"line {row.line}, column {columns['present']}"
            )
        score = _score(row.cells.get(columns["score"], ""), table, row.line) if "score" in columns else None
        if present is not None or score is not None:
            found.append(Label(row.line, tuple(article.items()), str(frame), present, score))
    return found


def _score(text: str, table: Table, line: int) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 <= value <= 1:
        raise UserError(f"found '{text[:40]}'", file=table.file, where=f"line {line}, score", right="expected: 0 to 1")
    return value


def labels_table(
    labels: Sequence[Label], book: Codebook, method: str, articles: Articles, file: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tie labels to articles: (one row an article and frame; what the corpus has not).

    An article that the tool speaks of has a value in every frame of the codebook; a frame that the tool does not name
    is absent. Without ``present``, a score of 0.5 decides, in a codebook of kind single the highest score.
    """
    said: dict[str, dict[str, Label]] = {}
    lost = []
    for label in labels:
        found, why = articles.find(label.article)
        if found is None:
            lost.append({"file": file, "line": label.line, "article": label.article[0][1], "reason": why})
            continue
        other = said.setdefault(found, {}).setdefault(label.frame, label)
        if (other.present, other.score) != (label.present, label.score):
            what = f"'{label.frame}' has another value in line {other.line}"
            raise UserError(what, file=file, where=f"line {label.line}", right="one cell has one value: keep one")
    frames = [frame.id for frame in book.frames]
    rows: list[tuple[object, ...]] = []
    for article in sorted(said):
        own = said[article]
        given = [own[frame].score if frame in own else None for frame in frames]
        scores = np.array([np.nan if score is None else score for score in given])
        stated = any(label.present is not None for label in own.values())
        best = int(np.nanargmax(scores)) if not np.isnan(scores).all() else -1
        for number, frame in enumerate(frames):
            score = float(scores[number])
            if stated:
                present = int(frame in own and own[frame].present == 1)
            else:
                present = int(number == best) if book.kind == "single" else int(score >= CUT)
            rows.append((article, book.id, frame, method, present, score, 0, 0))
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES), unmatched_table(lost)
