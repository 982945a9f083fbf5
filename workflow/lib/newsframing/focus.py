"""Which articles a study's findings are about: those that mention enough of the terms it names."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.articles import scored_texts
from newsframing.errors import UserError
from newsframing.patterns import Terms, Words

_CONDITION_KEYS = {"any", "at_least"}
_SHAPE = "write {any: [...], at_least: n, none: [...]} or {all: [{any: [...], at_least: n}, ...], none: [...]}"


def make_terms(terms: object, where: str) -> Terms:
    """Make a list of terms ready; UserError names the one that cannot be read."""
    words = [terms] if isinstance(terms, str) else terms
    if not isinstance(words, list | tuple):
        raise UserError("this is no list of terms", where=where, right=_SHAPE)
    try:
        return Terms([str(word) for word in words])
    except ValueError as error:
        raise UserError(str(error), where=where) from None


def _conditions(focus: dict[str, Any]) -> list[tuple[str, Terms, int]]:
    """Give the conditions of a focus as (name, terms, least number of mentions)."""
    unknown = set(focus) - {"any", "at_least", "all", "none"}
    if unknown or ("any" in focus and "all" in focus):
        raise UserError("the focus cannot be read", where="focus", right=_SHAPE)
    if "all" in focus:
        given = [(f"all[{number}]", condition) for number, condition in enumerate(focus["all"])]
    elif "any" in focus:
        given = [("any", {key: focus[key] for key in _CONDITION_KEYS & focus.keys()})]
    else:
        given = []
    conditions = []
    for name, condition in given:
        if not isinstance(condition, dict) or "any" not in condition or set(condition) - _CONDITION_KEYS:
            raise UserError("the condition cannot be read", where=f"focus: {name}", right=_SHAPE)
        least = condition.get("at_least", 1)
        if not isinstance(least, int) or isinstance(least, bool) or least < 1:
            raise UserError(
                f"'{least}' is no number of mentions", where=f"focus: {name}: at_least", right="say 1 or more"
            )
        conditions.append((name, make_terms(condition["any"], f"focus: {name}"), least))
    return conditions


def focus_counts(articles: pd.DataFrame, focus: dict[str, Any] | None) -> pd.DataFrame:
    """Count mentions of each condition's terms in title, lead and body, whole words, any case.

    One row an article, in the order and with the index of the table: ``any`` (or ``all[0]``, ``all[1]``, ...) and
    ``none``, each a number of mentions.
    """
    if not focus:
        return pd.DataFrame(index=articles.index)
    counters = [(name, terms) for name, terms, _ in _conditions(focus)]
    counters.append(("none", make_terms(focus.get("none") or [], "focus: none")))
    rows = []
    for text in scored_texts(articles):
        words = Words(text)
        rows.append([terms.count(words) for _, terms in counters])
    names = [name for name, _ in counters]
    return pd.DataFrame(rows, columns=names, index=articles.index).astype("int64")


def in_focus(articles: pd.DataFrame, focus: dict[str, Any] | None) -> pd.Series:
    """Tell for each article whether it is in the focus; without a focus every article is.

    Every condition must hold, and no term of ``none`` may be mentioned even once.
    """
    if not focus:
        return pd.Series(True, index=articles.index, name="focus", dtype=bool)
    counts = focus_counts(articles, focus)
    inside = counts["none"] == 0
    for name, _, least in _conditions(focus):
        inside &= counts[name] >= least
    return inside.rename("focus").astype(bool)
