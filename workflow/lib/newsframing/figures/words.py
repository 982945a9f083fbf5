"""Numbers and lists in words, one way for figures, alternative texts and pages."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

MISSING = "–"


def is_missing(value: object) -> bool:
    """Say whether a cell is empty: None, NaN, NaT or NA (a list or a text never is)."""
    return value is None or (not isinstance(value, str | list | tuple | dict | set) and bool(pd.isna(value)))


def count(value: object) -> str:
    """Write a count with a comma at the thousands: 3824 is "3,824"."""
    return MISSING if is_missing(value) else f"{round(float(str(value))):,}"


def decimal(value: object, digits: int = 2) -> str:
    """Write a number with a fixed number of decimals; a minus is a minus sign, not a hyphen."""
    if is_missing(value):
        return MISSING
    text = f"{float(str(value)):,.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")


def percent(value: object) -> str:
    """Write a share (0 to 1) in per cent: whole above ten, one decimal below, "<0.1%" for what is not quite nothing."""
    if is_missing(value):
        return MISSING
    share = 100 * float(str(value))
    if share == 0 or abs(share) >= 9.95:
        return f"{share:.0f}%".replace("-", "−")
    if abs(share) < 0.05:
        return "<0.1%"
    return f"{share:.1f}%".replace("-", "−")


def interval(low: object, high: object) -> str:
    """Write an interval of shares: "28% to 41%"; a dash where either end is missing."""
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"{percent(low)} to {percent(high)}"


def plural(n: object, one: str, many: str | None = None) -> str:
    """Write a count with its noun: "1 article", "3,824 articles"."""
    return f"{count(n)} {one if count(n) == '1' else many or one + 's'}"


def listing(items: Sequence[object], most: int = 8) -> str:
    """Join as "a, b and c"; past ``most`` items the rest is counted."""
    words = [str(item) for item in items]
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def spoken(identifier: object) -> str:
    """Turn an id into words for a label: "force_stance" is "force stance"."""
    return " ".join(str(identifier).replace("_", " ").split())
