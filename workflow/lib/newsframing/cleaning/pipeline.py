"""Cleaning of all records of a source: fields repaired, records without use removed with their reason."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from newsframing.articles import ARTICLE_COLUMNS, RECORD_COLUMNS, count_words, excluded_table, scored_text
from newsframing.cleaning.agencies import cut_credit, wire_section
from newsframing.cleaning.bodies import is_placeholder, settle_lead, tidy
from newsframing.cleaning.boilerplate import cut_boilerplate
from newsframing.cleaning.dates import DateLog, checked_date, parse_date
from newsframing.cleaning.encoding import normalise, repair_encoding, repair_mojibake
from newsframing.cleaning.genre import genre
from newsframing.cleaning.language import language_code, settle_language
from newsframing.cleaning.log import ChangeLog
from newsframing.cleaning.markup import is_removed, strip_markup, strip_tails
from newsframing.cleaning.outlets import Outlets
from newsframing.cleaning.repetition import Repetition
from newsframing.cleaning.titles import strip_title_tail
from newsframing.errors import UserError

STEP = "clean"
#: reasons of removal, in the order in which they are looked for
REASONS = ("repeated", "no text", "language", "no date", "outside window")

#: outlets whose scraped pages end with advertisements of newsletters
_WITH_PITCHES = frozenset({"huffingtonpost.com"})
#: "By" and the crossheads of the page, which some scrapes leave behind the last sentence of a lead
_BYLINE = re.compile(r"(?<=[.?!\"')]) By(?: [A-Z'\"][^.?!\n]{0,300})?\Z")


@dataclass(frozen=True)
class Cleaned:
    """What cleaning leaves: articles (ARTICLE_COLUMNS), excluded (EXCLUDED_COLUMNS), changes (change, n_articles,
    n_characters), and removed: (step, reason, number) in order, for ``corpus_flow``.

    For people to check: boilerplate (outlet, text, n_articles, n_characters), dates (fault, n, example) and
    unknown_outlets (outlet, n).
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


@dataclass(frozen=True)
class _Fields:
    """Title, lead and body of one article on their way through the steps."""

    title: str | None
    lead: str | None
    body: str | None
    truncated: bool = False
    agency: str | None = None
    genre: str = "unknown"


def _text(raw: object, log: ChangeLog) -> tuple[str | None, bool]:
    """Clean one field of what may befall any field: (text or None, whether it had been cut short)."""
    if not isinstance(raw, str) or not raw.strip():
        return None, False
    if is_removed(raw):
        log.add("placeholders removed", len(raw))
        return None, False
    text = normalise(repair_mojibake(raw, log), log)
    text = repair_encoding(text, log)
    text, truncated = strip_tails(text, log)
    text = strip_markup(text, log)
    return tidy(normalise(text, log), log) or None, truncated


def _clean_fields(record: Mapping[str, Any], outlet: str | None, outlets: Outlets, log: ChangeLog) -> _Fields:
    """Clean title, lead and body, and let them say each thing once."""
    title, _ = _text(record["title"], log)
    lead, _ = _text(record["lead"], log)
    body, truncated = _text(record["body"], log)
    if title:
        given = record["outlet"]
        title = strip_title_tail(title, lambda tail: outlets.is_name_of(tail, outlet, given), log)
        title = " ".join(title.split()) or None
    kind = genre(record["url"], title, record["outlet"], body)
    return _clean_bodies(_Fields(title, lead, body, truncated, wire_section(record["url"]), kind), outlet, log)


def _clean_bodies(fields: _Fields, outlet: str | None, log: ChangeLog) -> _Fields:
    """Settle lead and body between them, and cut what belongs to the page."""
    title, lead, body = fields.title, fields.lead, fields.body
    agencies: list[str] = []
    if body and is_placeholder(body):
        log.add("placeholders removed", len(body))
        body = None
    if lead and is_placeholder(lead):
        log.add("placeholders removed", len(lead))
        lead = None
    lead, body = settle_lead(lead, body, log)
    if body:
        # twice, as boilerplate may stand behind a credit and a credit behind boilerplate
        for _ in range(2):
            before = body
            body, named = cut_credit(body, outlet, log)
            agencies += [name for name in named if name not in agencies]
            body = tidy(cut_boilerplate(body, log, pitches=outlet in _WITH_PITCHES), log)
            if body == before:
                break
        body = body if body and not is_placeholder(body) else None
    if lead:
        lead = log.sub("byline cut from the lead", _BYLINE, "", tidy(cut_boilerplate(lead, log), log)) or None
    if lead and title and lead.casefold() == title.casefold():
        log.add("lead dropped, as it repeats the title", len(lead))
        lead = None
    return replace(fields, lead=lead, body=body, agency="; ".join(agencies) or fields.agency)


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

    Each record is cleaned by itself; then what each outlet repeats is settled over all of them and cut.
    """
    known = outlets if isinstance(outlets, Outlets) else Outlets(outlets)
    days = window_days(window)
    wanted = {language_code(language) for language in languages} if languages else None
    log, dates, repetition = ChangeLog(), DateLog(), Repetition()
    seen: set[str] = set()
    rows: list[dict[str, Any]] = []
    excluded: list[dict[str, Any]] = []
    reasons: Counter[str] = Counter()

    def remove(record: Mapping[str, Any], row: Mapping[str, Any], reason: str, detail: str) -> None:
        reasons[reason] += 1
        excluded.append(
            {
                "step": STEP,
                "reason": reason,
                "article_id": record["article_id"],
                "source_file": record["source_file"],
                "position": record["position"],
                "outlet": row["outlet"],
                "title": row.get("title") or record["title"],
                "url": record["url"],
                "published": row.get("published") or record["published"],
                "detail": detail,
            }
        )

    pairs: list[tuple[dict[str, Any], dict[str, Any], int]] = []
    # counted records first, so that a record that is also a reading stays counted
    order = records.sort_values("role", kind="stable")[RECORD_COLUMNS].astype(object)
    # a table that was stored comes back with NaN where a text is missing
    for record in order.where(order.notna(), None).to_dict("records"):
        log.article = record["article_id"]
        outlet = known.of(record["outlet"], record["url"])
        if record["article_id"] in seen:
            remove(record, {"outlet": outlet}, "repeated", "the same record was read before")
            continue
        seen.add(record["article_id"])
        row = _row(record, outlet, known, log)
        pairs.append((record, row, repetition.add(outlet, row["body"])))
    repetition.settle()
    for record, row, number in pairs:
        log.article = record["article_id"]
        body = repetition.cut(number, row["outlet"], row["body"], log)
        _finish(row, body, record["language"], log)
        date = checked_date(record["published"], collected)
        row["published"] = date.day
        late = bool(days and date.day and date.day > days[1])
        dates.add("after the window" if late else date.fault, record["published"])
        if date.fault and date.fault != "missing":
            log.add(f"date left empty: {date.fault}", len(record["published"]))
        reason, detail = _reason(row, wanted, days, date.fault, record["published"])
        if reason:
            remove(record, row, reason, detail)
        else:
            rows.append({**row, "role": role or record["role"]})
    articles = _table(rows)
    return Cleaned(
        articles,
        excluded_table(excluded),
        log.table(),
        [(STEP, reason, reasons[reason]) for reason in REASONS],
        repetition.table(),
        dates.table(),
        known.unknown(articles["outlet"]),
    )


def _row(record: Mapping[str, Any], outlet: str | None, outlets: Outlets, log: ChangeLog) -> dict[str, Any]:
    """Make an article of a record, by what the record itself says."""
    fields = _clean_fields(record, outlet, outlets, log)
    return {
        "article_id": record["article_id"],
        "content_hash": None,
        "key": record["key"],
        "role": record["role"],
        "source_file": record["source_file"],
        "outlet": outlet,
        "published": None,
        "title": fields.title,
        "lead": fields.lead,
        "body": fields.body,
        "url": record["url"].strip() if record["url"] else None,
        "language": None,
        "genre": fields.genre,
        "agency": fields.agency,
        "focus": True,
        "truncated": fields.truncated,
        "cluster_id": record["article_id"],
        "event_id": None,
        "is_copy": False,
        "n_words": 0,
    }


def _finish(row: dict[str, Any], body: str | None, stated: str | None, log: ChangeLog) -> None:
    """Take the body without what its outlet repeats, read the credit that stood before that, settle the language."""
    if body != row["body"]:
        body, agencies = cut_credit(tidy(body or "", log), row["outlet"], log)
        row["agency"] = row["agency"] or "; ".join(agencies) or None
        row["body"] = body if body and not is_placeholder(body) else None
    text = scored_text(row["title"], row["lead"], row["body"])
    row["n_words"] = count_words(text)
    row["language"], overruled = settle_language(text, stated)
    if overruled:
        log.add("language decided by the text against the record")


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
