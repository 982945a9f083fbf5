"""Cleaning of all records of a source: fields repaired, records without use removed with their reason.

It takes two passes, as what an outlet repeats is known only when all of it was read: ``draft`` cleans each record by
itself, ``finish`` cuts the repetitions and decides what is kept. ``clean`` is both for records in memory,
``chunked.clean_file`` both for a file of any size.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from newsframing.articles import ARTICLE_COLUMNS, RECORD_COLUMNS, count_words, excluded_table, scored_text
from newsframing.cleaning.agencies import cut_credit
from newsframing.cleaning.bodies import is_placeholder, tidy
from newsframing.cleaning.dates import DateLog, checked_date, parse_date
from newsframing.cleaning.fields import clean_fields
from newsframing.cleaning.language import language_code, settle_language
from newsframing.cleaning.log import ChangeLog
from newsframing.cleaning.outlets import Outlets
from newsframing.cleaning.repetition import Repetition
from newsframing.errors import UserError

STEP = "clean"
#: reasons of removal, in the order in which they are looked for
REASONS = ("repeated", "no text", "language", "no date", "outside window")
#: a record between the two passes: published, language and as_titled as they were read, the number of its segments
DRAFT_COLUMNS = [
    *("article_id", "key", "role", "source_file", "position", "outlet", "published", "title", "lead", "body", "url"),
    *("language", "genre", "agency", "truncated", "as_titled", "number", "repeated"),
]


@dataclass(frozen=True)
class Cleaned:
    """What cleaning leaves: articles (ARTICLE_COLUMNS), excluded (EXCLUDED_COLUMNS), changes (change, n_articles,
    n_characters), and removed: (step, reason, number) in order, for ``corpus_flow``.

    For people to check: boilerplate (outlet, text, n_articles, n_characters), dates (fault, n, example) and
    unknown_outlets (outlet, n). Where records are cleaned in chunks, articles and excluded are of one chunk, all else
    of all chunks so far.
    """

    articles: pd.DataFrame
    excluded: pd.DataFrame
    changes: pd.DataFrame
    removed: list[tuple[str, str, int]]
    boilerplate: pd.DataFrame
    dates: pd.DataFrame
    unknown_outlets: pd.DataFrame


def window_days(window: Mapping[str, Any] | Sequence[Any] | None) -> tuple[str, str] | None:
    """Read a window, {from, to} or a pair, as two ISO days, both included; UserError where it is none."""
    if not window:
        return None
    first, last = (window["from"], window["to"]) if isinstance(window, Mapping) else tuple(window)
    days = []
    for name, value in (("from", first), ("to", last)):
        day = value.isoformat()[:10] if isinstance(value, dt.date) else parse_date(str(value)).day
        if day is None:
            raise UserError(f"'{value}' is no date", where=f"window: {name}", right="write it as 2017-02-07")
        days.append(day)
    if days[0] > days[1]:
        raise UserError(f"the window ends ({days[1]}) before it begins ({days[0]})", where="window")
    return days[0], days[1]


@dataclass
class State:
    """What must be known across the chunks of one corpus: ids that were read, all that is counted, repetitions."""

    seen: set[str] = field(default_factory=set)
    log: ChangeLog = field(default_factory=ChangeLog)
    reasons: Counter[str] = field(default_factory=Counter)
    dates: DateLog = field(default_factory=DateLog)
    repetition: Repetition = field(default_factory=Repetition)
    outlets: Counter[str] = field(default_factory=Counter)


def clean(
    records: pd.DataFrame,
    *,
    languages: Sequence[str] | None = None,
    window: Mapping[str, Any] | Sequence[Any] | None = None,
    outlets: Outlets | Mapping[str, Any] | None = None,
    role: str | None = None,
    collected: str | None = None,
) -> Cleaned:
    """Clean records as ``import_source`` gives them.

    ``languages`` are the codes to keep (a record of unknown language is kept), ``window`` the days to keep,
    ``outlets`` those of config/outlets.yaml, ``role`` overrides the records' own, ``collected`` is the day on which the
    corpus was collected, after which a date of publication is a fault. Removed is only what REASONS names; nothing is
    removed for being short. Copies, focus and events are not settled here: their columns hold neutral values. Articles
    come back in the order of their ids.
    """
    state = State()
    known = outlets if isinstance(outlets, Outlets) else Outlets(outlets)
    drafts = draft(records, state, known)
    state.repetition.settle()
    return finish(drafts, state, known, languages=languages, window=window, role=role, collected=collected)


def draft(records: pd.DataFrame, state: State, outlets: Outlets) -> pd.DataFrame:
    """Clean each record by itself: the first pass. One row a record (DRAFT_COLUMNS), repeated ones marked."""
    rows: list[dict[str, Any]] = []
    # counted records first, so that a record that is also a reading stays counted
    order = records.sort_values("role", kind="stable")[RECORD_COLUMNS].astype(object)
    # a table that was stored comes back with NaN where a text is missing
    for record in order.where(order.notna(), None).to_dict("records"):
        identity = record["article_id"]
        state.log.article = identity
        outlet = outlets.of(record["outlet"], record["url"])
        kept = {name: record[name] for name in ("article_id", "key", "role", "source_file", "position", "published")}
        kept |= {"outlet": outlet, "url": record["url"], "as_titled": record["title"], "language": record["language"]}
        if identity in state.seen:
            rows.append({**kept, "truncated": False, "number": -1, "repeated": True})
            continue
        state.seen.add(identity)
        fields = clean_fields(record, outlet, outlets, state.log)
        number = state.repetition.add(outlet, fields.body)
        rows.append({**kept, **vars(fields), "number": number, "repeated": False})
    table = pd.DataFrame(rows, columns=DRAFT_COLUMNS).astype(object)
    types = {"position": "Int64", "number": "int64", "truncated": bool, "repeated": bool}
    return table.where(table.notna(), None).astype(types)


def finish(
    drafts: pd.DataFrame,
    state: State,
    outlets: Outlets,
    *,
    languages: Sequence[str] | None = None,
    window: Mapping[str, Any] | Sequence[Any] | None = None,
    role: str | None = None,
    collected: str | None = None,
) -> Cleaned:
    """Cut what outlets repeat, which is settled by now, and decide what is kept: the second pass (see ``clean``)."""
    days = window_days(window)
    wanted = {language_code(language) for language in languages} if languages else None
    rows: list[dict[str, Any]] = []
    excluded: list[dict[str, Any]] = []
    plain = drafts.astype(object)
    for each in plain.where(plain.notna(), None).to_dict("records"):
        state.log.article = each["article_id"]
        row: dict[str, Any] = {}
        reason, detail = "repeated", "the same record was read before"
        if not each["repeated"]:
            written = each["published"]
            date = checked_date(written, collected)
            late = bool(days and date.day and date.day > days[1])
            state.dates.add("after the window" if late else date.fault, written)
            if date.fault and date.fault != "missing":
                state.log.add(f"date left empty: {date.fault}", len(written))
            row = _row(each, date.day, state)
            reason, detail = _reason(row, wanted, days, date.fault, written)
        if not reason:
            rows.append({**row, "role": role or each["role"]})
            continue
        state.reasons[reason] += 1
        excluded.append(
            {
                "step": STEP,
                "reason": reason,
                "article_id": each["article_id"],
                "source_file": each["source_file"],
                "position": each["position"],
                "outlet": each["outlet"],
                "title": row.get("title") or each["as_titled"],
                "url": each["url"],
                "published": row.get("published") or each["published"],
                "detail": detail,
            }
        )
    articles = _table(rows)
    state.outlets.update(articles["outlet"].fillna("").tolist())
    return Cleaned(
        articles,
        excluded_table(excluded),
        state.log.table(),
        [(STEP, reason, state.reasons[reason]) for reason in REASONS],
        state.repetition.table(),
        state.dates.table(),
        outlets.unknown(state.outlets),
    )


def _row(each: Mapping[str, Any], day: str | None, state: State) -> dict[str, Any]:
    """Make an article of a draft: its outlet's repetitions cut, a credit before them read, its language settled."""
    body, agency = each["body"], each["agency"]
    left = state.repetition.cut(each["number"], each["outlet"], body, state.log)
    if left != body:
        body, agencies = cut_credit(tidy(left or "", state.log), each["outlet"], state.log)
        agency = agency or "; ".join(agencies) or None
        body = body if body and not is_placeholder(body) else None
    text = scored_text(each["title"], each["lead"], body)
    language, overruled = settle_language(text, each["language"])
    if overruled:
        state.log.add("language decided by the text against the record")
    return {
        "article_id": each["article_id"],
        "content_hash": None,
        "key": each["key"],
        "role": each["role"],
        "source_file": each["source_file"],
        "outlet": each["outlet"],
        "published": day,
        "title": each["title"],
        "lead": each["lead"],
        "body": body,
        "url": each["url"].strip() if each["url"] else None,
        "language": language,
        "genre": each["genre"],
        "agency": agency,
        "focus": True,
        "truncated": each["truncated"],
        "cluster_id": each["article_id"],
        "event_id": None,
        "is_copy": False,
        "n_words": count_words(text),
    }


def _reason(
    row: Mapping[str, Any],
    wanted: set[str | None] | None,
    days: tuple[str, str] | None,
    fault: str,
    written: str | None,
) -> tuple[str, str]:
    """Give the reason why an article is removed and its detail, or two empty texts."""
    if not (row["title"] or row["lead"] or row["body"]):
        return "no text", "title, lead and body are empty"
    if wanted and row["language"] and row["language"] not in wanted:
        return "language", row["language"]
    if days:
        if row["published"] is None:
            return "no date", f"{fault}: {written}" if written else fault
        if not days[0] <= row["published"] <= days[1]:
            return "outside window", f"window {days[0]} to {days[1]}"
    return "", ""


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Set articles in the order of their ids, each column with its type."""
    table = pd.DataFrame(sorted(rows, key=lambda row: row["article_id"]), columns=ARTICLE_COLUMNS)
    for column in ARTICLE_COLUMNS:
        if column in ("focus", "truncated", "is_copy"):
            table[column] = table[column].astype(bool)
        elif column == "n_words":
            table[column] = table[column].astype("int64")
        else:
            table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table
