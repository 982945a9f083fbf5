"""Dates of many shapes as ISO days; what is not certain is left out, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
_TIME = r"(?:[tT\s,]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,40})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}\Z", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\Z")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}\Z", re.DOTALL)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+([a-z]{{3,9}})\.?,?[\s-]+(\d{{4}})\b.{{0,50}}\Z", re.DOTALL
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b.{{0,50}}\Z", re.DOTALL
)
_STAMP = re.compile(r"(\d{9,10})(?:\.\d{1,9})?\Z|(\d{12,13})\Z")
_PARTIAL = re.compile(r"\d{4}(?:[-/.]\d{1,2})?\Z|[a-z]{3,9}\.?\s+\d{4}\Z")
_PREFIX = re.compile(r"\A(?:published|updated|posted|date)(?:\s+on)?\s*:?\s+")


class ParsedDate(NamedTuple):
    """A day as YYYY-MM-DD, or None and why: missing, malformed, incomplete, ambiguous or impossible."""

    day: str | None
    fault: str


def _checked(year: int, month: int, day: int) -> ParsedDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ParsedDate(None, "impossible")
    try:
        return ParsedDate(dt.date(year, month, day).isoformat(), "")
    except ValueError:
        return ParsedDate(None, "impossible")


@lru_cache(maxsize=65536)
def parse_date(text: str | None) -> ParsedDate:
    """Read a date; the day is the one written, whatever the time zone.

    ``fault`` is empty where the date is certain. 03/04/2017 is ambiguous (two days share the shape), 2017 or 2017-02
    incomplete, 2017-02-30 and years outside 1900 to 2100 impossible, everything else that is no date malformed.
    """
    written = " ".join((text or "").split()).lower()
    if not written:
        return ParsedDate(None, "missing")
    if len(written) > 100:
        return ParsedDate(None, "malformed")
    written = _PREFIX.sub("", written)
    if match := _YEAR_FIRST.match(written):
        return _checked(int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT.match(written.upper()):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.match(written):
        return _day_or_month_first(int(match[1]), int(match[3]), int(match[4]))
    if (match := _DAY_MONTH.match(written)) and match[2] in _MONTHS:
        return _checked(int(match[3]), _MONTHS[match[2]], int(match[1]))
    if (match := _MONTH_DAY.match(written)) and match[1] in _MONTHS:
        return _checked(int(match[3]), _MONTHS[match[1]], int(match[2]))
    if match := _STAMP.match(written):
        seconds = int(match[1]) if match[1] else int(match[2]) // 1000
        return ParsedDate((dt.date(1970, 1, 1) + dt.timedelta(days=seconds // 86400)).isoformat(), "")
    return ParsedDate(None, "incomplete" if _PARTIAL.match(written) else "malformed")


def _day_or_month_first(first: int, second: int, year: int) -> ParsedDate:
    """Tell day and month apart where only one order is possible."""
    if first == second:
        return _checked(year, first, second)
    if first > 12:
        return _checked(year, second, first)
    if second > 12:
        return _checked(year, first, second)
    return ParsedDate(None, "ambiguous" if FIRST_YEAR <= year <= LAST_YEAR else "impossible")
