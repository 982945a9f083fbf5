"""Which article reports which of the events that a study names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from newsframing.articles import scored_texts
from newsframing.errors import UserError
from newsframing.focus import make_terms

#: an event is in the papers on its day and on the next one
_DAYS_AFTER = 1


def _day(value: object, where: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise UserError(f"'{value}' is no date", where=where, right="write it as 2017-02-16") from None


def assign_events(articles: pd.DataFrame, events: Sequence[dict[str, Any]] | None) -> pd.Series:
    """Give each article the id of the first event that it reports, or None.

    An article reports an event if it was published from ``date`` to ``until`` (by default the next day) and mentions
    the event's ``any`` terms ``at_least`` times (by default once); an event without terms is assigned to no article.
    UserError for a bad date.
    """
    found: list[str | None] = [None] * len(articles)
    published = articles["published"].tolist()
    texts: list[str] | None = None
    for number, event in enumerate(events or []):
        where = f"events[{number}]"
        first = _day(event.get("date"), f"{where}: date")
        last = _day(event["until"], f"{where}: until") if event.get("until") else first + dt.timedelta(days=_DAYS_AFTER)
        if last < first:
            raise UserError(f"the event ends ({last}) before it begins ({first})", where=f"{where}: until")
        if not event.get("any"):
            continue
        terms = make_terms(event["any"], f"{where}: any")
        least = int(event.get("at_least", 1))
        texts = scored_texts(articles) if texts is None else texts
        for row, (day, text) in enumerate(zip(published, texts, strict=True)):
            inside = isinstance(day, str) and first.isoformat() <= day <= last.isoformat()
            if inside and found[row] is None and terms.count(text) >= least:
                found[row] = str(event["id"])
    return pd.Series(found, index=articles.index, name="event_id", dtype=object)
