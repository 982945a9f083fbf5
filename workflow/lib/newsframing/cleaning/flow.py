"""Accounts of the corpus: how many records each reason removed, and what each outlet gives."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

FLOW_COLUMNS = ["step", "reason", "n_in", "n_removed", "n_out"]
BY_OUTLET_COLUMNS = ["outlet", "n", "n_focus", "n_copies", "n_words", "first", "last"]


def corpus_flow(n_read: int, steps: Iterable[tuple[str, str, int]]) -> pd.DataFrame:
    """Give one row a reason, in the order of the run, from (step, reason, number removed).

    The first row is all records read, those rejected at import included; each row's n_in is the n_out before it.
    ValueError where more is removed than there is.
    """
    rows: list[tuple[str, str, int, int, int]] = [("read", "all records read", n_read, 0, n_read)]
    left = n_read
    for step, reason, removed in steps:
        if not 0 <= removed <= left:
            raise ValueError(f"{step}, {reason}: {removed} of {left} records cannot be removed")
        rows.append((step, reason, left, removed, left - removed))
        left -= removed
    return pd.DataFrame(rows, columns=FLOW_COLUMNS)


def corpus_by_outlet(articles: pd.DataFrame) -> pd.DataFrame:
    """Count, for each outlet: articles, those in focus, copies, words; first and last day of publication.

    Articles of unknown outlet stand in a last row without a name; the others in the order of their ids.
    """
    if articles.empty:
        return pd.DataFrame(columns=BY_OUTLET_COLUMNS)
    rows = []
    for outlet, group in articles.groupby(articles["outlet"].fillna(""), sort=True):
        days = sorted(day for day in group["published"] if isinstance(day, str))
        rows.append(
            (
                outlet or None,
                len(group),
                int(group["focus"].sum()),
                int(group["is_copy"].sum()),
                int(group["n_words"].sum()),
                days[0] if days else None,
                days[-1] if days else None,
            )
        )
    rows.sort(key=lambda row: (row[0] is None, row[0] or ""))
    table = pd.DataFrame(rows, columns=BY_OUTLET_COLUMNS)
    for column in ("outlet", "first", "last"):
        table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table


def corpus_by_day(articles: pd.DataFrame) -> pd.DataFrame:
    """Count articles and those in focus for each outlet and day: outlet, published, n, n_focus; unknown ones blank."""
    known = articles.assign(outlet=articles["outlet"].fillna(""), published=articles["published"].fillna(""))
    counted = known.groupby(["outlet", "published"], sort=True).agg(n=("focus", "size"), n_focus=("focus", "sum"))
    return counted.reset_index().astype({"n": "int64", "n_focus": "int64"})


def removed_records(excluded: pd.DataFrame) -> pd.DataFrame:
    """List removed records for people, without anything of their text but the title, sorted by reason and place."""
    return excluded.sort_values(["step", "reason", "source_file", "position"], kind="stable")
