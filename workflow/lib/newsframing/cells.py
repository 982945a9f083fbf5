"""Cells of a study's tables: how a number of a page names the one it came from, and how that is found again.

``frame_prevalence.csv#conflict,military,dictionary,all,all,0/estimate`` is a cell: the table, its row by the values of
the table's key columns (:data:`KEYS`), the column. ``topics.csv#count:usable=0/topic`` is a number over several rows:
what is done (count, distinct, sum, min, max), on the rows that fulfil all conditions, with a column. Values and names
are percent-encoded, so that a comma or a slash within them parts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from newsframing.tables import DECIMALS

_FRAME = ("codebook", "frame")
#: The columns that together name one row of each table.
KEYS: dict[str, tuple[str, ...]] = {
    "agreement": (*_FRAME, "unit", "wave"),
    "classifier_calibration": ("codebook", "from"),
    "classifier_choices": ("codebook", "fold"),
    "classifier_notes": ("codebook", "what"),
    "coding_methods": ("file", "codebook", "method"),
    "coding_missing": ("codebook", "frame", "wave", "coder"),
    "coding_summary": ("codebook", "what"),
    "corpus_boilerplate": ("outlet", "text"),
    "corpus_by_day": ("outlet", "published"),
    "corpus_by_outlet": ("outlet",),
    "corpus_by_week": ("outlet", "week"),
    "corpus_changes": ("change",),
    "corpus_copies": ("cluster_id",),
    "corpus_copying": ("outlet", "outlet_other"),
    "corpus_dates": ("fault",),
    "corpus_event_outlets": ("event_id", "outlet"),
    "corpus_events": ("event_id",),
    "corpus_flow": ("reason",),
    "corpus_focus_sample": ("article_id",),
    "corpus_independence": ("group", "value"),
    "corpus_languages": ("language", "stated"),
    "corpus_texts": ("group", "value"),
    "corpus_unknown_outlets": ("outlet",),
    "event_reports": ("event_id", "article_id", *_FRAME),
    "focus_articles": ("article_id",),
    "frame_cooccurrence": (*_FRAME, "codebook_other", "frame_other", "method"),
    "frame_events": ("event_id", "article_id", *_FRAME),
    "frame_keyness": (*_FRAME, "outlet", "term"),
    "frame_measures": (*_FRAME, "method"),
    "frame_outlets": (*_FRAME, "method", "outlet"),
    "frame_prevalence": (*_FRAME, "method", "group", "value", "corrected"),
    "frame_regression": (*_FRAME, "method", "term", "level"),
    "frame_remedies": (*_FRAME, "status", "speaker", "addressee_kind"),
    "frame_speakers": (*_FRAME, "speaker"),
    "frame_time": (*_FRAME, "method", "period", "start"),
    "frame_truncation": _FRAME,
    "frame_validity": (*_FRAME, "method", "group", "value"),
    "learning_curve": ("codebook", "n_train"),
    "planted_found": ("part", "what"),
    "topic_across_k": ("topic", "k_other"),
    "topic_choice": ("k",),
    "topic_clusters": ("topic",),
    "topic_exemplars": ("topic", "rank"),
    "topic_intrusion": ("task", "topic"),
    "topic_prevalence": ("topic", "group", "value", "copies"),
    "topic_search": ("k", "seed", "resample"),
    "topic_ties": ("topic", "other"),
    "topics": ("topic",),
    "validity_groups": (*_FRAME, "method"),
    "war_peace": ("codebook", "group", "value"),
    "robustness": ("id", "focus_at_least", "duplicates", "measure", "codebook"),
    "verdict_balance": ("id", "held", "value"),
    "verdict_needs": ("id",),
    "verdict_sentences": ("id", "side", "article_id", "field", "sentence"),
    "verdicts": ("id",),
}
#: What can be done with several rows.
OVER = ("count", "distinct", "sum", "min", "max")
_CONDITION = re.compile(r"([^=<>!*]+)(!=|>=|<=|\*=|=|<|>)(.*)", re.DOTALL)
#: A condition on rows: a column, how it is compared (=, !=, <, >, <=, >=; *= for "contains"), and with what; a value
#: may be missing.
Condition = tuple[str, str, object]


def stem(table: str) -> str:
    """Give a table's name without its ending."""
    return table.removesuffix(".csv")


def as_text(value: object) -> str:
    """Write a key's value as it stands in a csv table: a whole number without a point, nothing for a missing value."""
    if value is None or (not isinstance(value, str) and bool(pd.isna(value))):
        return ""
    # a table read as text keeps the point of "0.0"
    return re.sub(r"^(-?\d+)\.0$", r"\1", str(value))


def _code(text: str) -> str:
    return quote(text, safe=" .").replace(" ", "%20")


def row_name(values: Iterable[object]) -> str:
    """Name a row by the values of its key columns, in the order of :data:`KEYS`."""
    return ",".join(_code(as_text(value)) for value in values)


def cell_name(table: str, record: Mapping[str, Any], column: str) -> str:
    """Name the cell of a row (a mapping that has the table's key columns): see the module for the form.

    Raises KeyError for a table without keys or a row that lacks one of them.
    """
    row = row_name(record[key] for key in KEYS[stem(table)])
    return f"{_code(stem(table))}.csv#{row}/{_code(column)}"


def over_name(table: str, how: str, column: str, where: Iterable[Condition] = ()) -> str:
    """Name a number over the rows that fulfil all conditions: "topics.csv#count:usable=0/topic"."""
    if how not in OVER:
        raise ValueError(f"{how} is none of {', '.join(OVER)}")
    said = ",".join(f"{_code(name)}{sign}{_code(as_text(value))}" for name, sign, value in where)
    return f"{_code(stem(table))}.csv#{how}:{said}/{_code(column)}"


def chosen(table: pd.DataFrame, where: Iterable[Condition]) -> pd.DataFrame:
    """Keep the rows that fulfil all conditions; order is by number, sameness by text."""
    for name, sign, value in where:
        text = as_text(value)
        if sign in ("=", "!="):
            same = table[name].map(as_text).eq(text) if len(table) else pd.Series(False, index=table.index)
            table = table[same if sign == "=" else ~same]
            continue
        if sign == "*=":
            table = table[table[name].map(lambda cell, part=text: part in as_text(cell)).astype(bool)]
            continue
        number, column = float(text), pd.to_numeric(table[name])
        holds = {"<": column < number, ">": column > number, "<=": column <= number, ">=": column >= number}[sign]
        table = table[holds]
    return table


def over(table: pd.DataFrame, how: str, column: str, where: Iterable[Condition] = ()) -> float:
    """Give a number over the rows that fulfil all conditions; of no rows a sum and a count are 0, the rest is nan."""
    values = chosen(table, where)[column]
    if how == "count":
        return float(len(values))
    if how == "distinct":
        return float(values.dropna().nunique())
    numbers = pd.to_numeric(values).dropna()
    if how == "sum":
        return float(numbers.sum())
    if numbers.empty:
        return float("nan")
    return float(numbers.min() if how == "min" else numbers.max())


def find(name: str, table_of: Callable[[str], pd.DataFrame]) -> str | float | None:
    """Find what a name stands for: a number, a text, or None for an empty cell.

    ``table_of`` gives a table by its stem, every cell a text or missing (``read_csv(path, dtype=str)``). Raises
    LookupError that says what is wrong: no such table, row or column, or several rows of that key.
    """
    found = re.fullmatch(r"([^#]+)\.csv#([^/]*)/([^/]+)", name)
    if not found:
        raise LookupError(f"{name} names no cell")
    file, row, column = unquote(found[1]), found[2], unquote(found[3])
    table = table_of(file)
    if column not in table.columns:
        raise LookupError(f"{name}: {file} has no column {column}")
    how, colon, said = row.partition(":")
    if colon:
        return over(table, how, column, _conditions(name, said, table.columns))
    rows = _row(name, file, [unquote(part) for part in row.split(",")], table)
    value = rows[column].iloc[0]
    if pd.isna(value):
        return None
    try:
        return round(float(value), DECIMALS) + 0.0
    except ValueError:
        return str(value)


def _row(name: str, file: str, values: Sequence[str], table: pd.DataFrame) -> pd.DataFrame:
    keys = KEYS.get(file)
    if keys is None or len(keys) != len(values):
        raise LookupError(f"{name}: a row of {file} is named by {', '.join(keys or ['nothing yet: see cells.KEYS'])}")
    rows = table
    for key, value in zip(keys, values, strict=True):
        if key not in rows.columns:
            raise LookupError(f"{name}: {file} has no column {key}")
        rows = rows[rows[key].map(as_text).astype(object).eq(value)]
    if len(rows) != 1:
        raise LookupError(f"{name}: {len(rows)} rows of {file} have that key")
    return rows


def _conditions(name: str, said: str, columns: Iterable[str]) -> list[Condition]:
    conditions: list[Condition] = []
    for part in said.split(",") if said else []:
        found = _CONDITION.fullmatch(part)
        if not found or unquote(found[1]) not in columns:
            raise LookupError(f"{name}: {part} is no condition on a column of this table")
        conditions.append((unquote(found[1]), found[2], unquote(found[3])))
    return conditions
