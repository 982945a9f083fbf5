"""Dates of many shapes as ISO days; what is not certain is left out, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

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
#: months in other languages of the press; names that two languages use for different months are left out
_MONTHS |= {
    name: number
    for number, names in enumerate(
        [
            "januar janvier enero janeiro gennaio",
            "februar février fevrier febrero fevereiro febbraio",
            "märz maerz mars marzo março",
            "avril abril aprile",
            "mai mayo maio maggio",
            "juni juin junio junho giugno",
            "juli juillet julio julho luglio",
            "août aout agosto",
            "septembre septiembre setembro settembre",
            "oktober octobre octubre outubro ottobre",
            "novembre noviembre novembro",
            "dezember décembre decembre diciembre dezembro dicembre",
        ],
        1,
    )
    for name in names.split()
}
_TIME = r"(?:[tT\s,]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,40})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}\Z", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?Z?)?\Z")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}\Z", re.DOTALL)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:of\s+|de\s+)?([^\W\d_]{{3,10}})\.?,?[\s-]+(?:de\s+)?(\d{{4}})\b"
    r".{0,50}\Z",
    re.DOTALL,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b.{{0,50}}\Z", re.DOTALL
)
#: an RFC 822 or asctime date carries the time before the year: Mon Feb 13 10:00:00 2017
_TIME_BEFORE_YEAR = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\s+(\d{{1,2}})\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s+[a-z]{{2,5}}|\s+[+-]\d{{4}})?\s+(\d{{4}})\Z"
)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일].{0,40}\Z", re.DOTALL)
_STAMP = re.compile(r"(\d{9,10})(?:\.\d{1,9})?\Z|(\d{12,13})\Z")
_PARTIAL = re.compile(r"\d{4}(?:[-/.]\d{1,2})?\Z|[a-z]{3,9}\.?\s+\d{4}\Z")
_PREFIX = re.compile(r"\A(?:first published|last updated|published|updated|posted|date)(?:\s+(?:on|at))?\s*:?\s+")
#: days that systems write where they know none: the zeros of Unix, of spreadsheets and of databases
_ZEROS = frozenset({"1970-01-01", "1900-01-01", "1899-12-30", "1899-12-31", "1904-01-01"})
FAULTS = (
    "sound",
    "missing",
    "malformed",
    "incomplete",
    "ambiguous",
    "impossible",
    "placeholder",
    "future",
    "after the window",
)
DATE_COLUMNS = ["fault", "n", "example"]
_LONGEST_EXAMPLE = 40


class ParsedDate(NamedTuple):
    """A day as YYYY-MM-DD, or None and why: one of FAULTS."""

    day: str | None
    fault: str


def _checked(year: int, month: int, day: int) -> ParsedDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ParsedDate(None, "impossible")
    try:
        written = dt.date(year, month, day).isoformat()
        return ParsedDate(None, "placeholder") if written in _ZEROS else ParsedDate(written, "")
    except ValueError:
        return ParsedDate(None, "impossible")


@lru_cache(maxsize=65536)
def parse_date(text: str | None) -> ParsedDate:
    """Read a date; the day is the one written, whatever the time zone.

    ``fault`` is empty where the date is certain. 03/04/2017 is ambiguous (two days share the shape), 2017 or 2017-02
    incomplete, 2017-02-30 and years outside 1900 to 2100 impossible, the zero of a system's calendar (1970-01-01) a
    placeholder, everything else that is no date malformed.
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
    if (match := _TIME_BEFORE_YEAR.match(written)) and match[1] in _MONTHS:
        return _checked(int(match[3]), _MONTHS[match[1]], int(match[2]))
    if match := _EAST_ASIAN.match(written):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _STAMP.match(written):
        seconds = int(match[1]) if match[1] else int(match[2]) // 1000
        return ParsedDate((dt.date(1970, 1, 1) + dt.timedelta(days=seconds // 86400)).isoformat(), "")
    if match := _PARTIAL.match(written):
        year = int(written[:4]) if written[:4].isdigit() else int(written[-4:])
        return ParsedDate(None, "incomplete" if FIRST_YEAR <= year <= LAST_YEAR else "impossible")
    return ParsedDate(None, "malformed")


def _day_or_month_first(first: int, second: int, year: int) -> ParsedDate:
    """Tell day and month apart where only one order is possible."""
    if first == second:
        return _checked(year, first, second)
    if first > 12:
        return _checked(year, second, first)
    if second > 12:
        return _checked(year, first, second)
    return ParsedDate(None, "ambiguous" if FIRST_YEAR <= year <= LAST_YEAR else "impossible")


def checked_date(text: str | None, latest: str | None = None) -> ParsedDate:
    """Read a date and leave out one after ``latest``, the day on which the corpus was collected: future.

    A year alone that lies after it is future as well. Without ``latest`` nothing is: there is no clock here.
    """
    date = parse_date(text)
    if latest and date.day and date.day > latest:
        return ParsedDate(None, "future")
    if latest and date.fault == "incomplete" and (year := re.match(r"\s*(\d{4})", text or "")) and year[1] > latest[:4]:
        return ParsedDate(None, "future")
    return date


class DateLog:
    """Counts dates by their fault, each with the first example met."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._number: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, fault: str, written: str | None) -> None:
        """Count one date; an empty fault is a sound date."""
        fault = fault or "sound"
        self._number[fault] += 1
        if written and fault != "missing":
            self._examples.setdefault(fault, " ".join(written.split())[:_LONGEST_EXAMPLE])

    def table(self) -> pd.DataFrame:
        """Give fault, n and an example as it was written, in the order of FAULTS, those that occur."""
        rows = [(fault, self._number[fault], self._examples.get(fault)) for fault in FAULTS if self._number[fault]]
        return pd.DataFrame(rows, columns=DATE_COLUMNS)
