"""The fields of one record, cleaned by what the record itself says: title, lead, body, credit, genre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsframing.cleaning.agencies import cut_credit, wire_section
from newsframing.cleaning.bodies import is_placeholder, settle_lead, tidy
from newsframing.cleaning.boilerplate import cut_boilerplate
from newsframing.cleaning.encoding import normalise, repair_encoding, repair_mojibake
from newsframing.cleaning.genre import genre
from newsframing.cleaning.log import ChangeLog
from newsframing.cleaning.markup import is_removed, strip_markup, strip_tails
from newsframing.cleaning.outlets import Outlets
from newsframing.cleaning.titles import strip_title_tail

#: outlets whose scraped pages end with advertisements of newsletters
_WITH_PITCHES = frozenset({"huffingtonpost.com"})
#: "By" and the crossheads of the page, which some scrapes leave behind the last sentence of a lead
_BYLINE = re.compile(r"(?<=[.?!\"')]) By(?: [A-Z'\"][^.?!\n]{0,300})?\Z")


@dataclass(frozen=True)
class Fields:
    """Title, lead and body of one article on their way through the steps."""

    title: str | None
    lead: str | None
    body: str | None
    truncated: bool = False
    agency: str | None = None
    genre: str = "unknown"


def clean_text(raw: object, log: ChangeLog) -> tuple[str | None, bool]:
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


def clean_fields(record: Mapping[str, Any], outlet: str | None, outlets: Outlets, log: ChangeLog) -> Fields:
    """Clean title, lead and body, and let them say each thing once."""
    title, _ = clean_text(record["title"], log)
    lead, _ = clean_text(record["lead"], log)
    body, truncated = clean_text(record["body"], log)
    if title:
        given = record["outlet"]
        title = strip_title_tail(title, lambda tail: outlets.is_name_of(tail, outlet, given), log)
        title = " ".join(title.split()) or None
    kind = genre(record["url"], title, record["outlet"], body)
    return _settled_bodies(Fields(title, lead, body, truncated, wire_section(record["url"]), kind), outlet, log)


def _settled_bodies(fields: Fields, outlet: str | None, log: ChangeLog) -> Fields:
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
        # twice, as boilerplate may stand behind a credit and a credit behind boilerplate; what is as it was is tidy
        met: set[str] = set()
        tidied = body is fields.body
        for among in (None, met):
            before = body
            body, named = cut_credit(body, outlet, log)
            agencies += [name for name in named if name not in agencies]
            body = cut_boilerplate(body, log, pitches=outlet in _WITH_PITCHES, met=met, among=among)
            if not (tidied and body == before):
                body = tidy(body, log)
            if body == before:
                break
            tidied = True
        body = body if body and not is_placeholder(body) else None
    if lead:
        lead = log.sub("byline cut from the lead", _BYLINE, "", tidy(cut_boilerplate(lead, log), log)) or None
    if lead and title and lead.casefold() == title.casefold():
        log.add("lead dropped, as it repeats the title", len(lead))
        lead = None
    return replace(fields, lead=lead, body=body, agency="; ".join(agencies) or fields.agency)
