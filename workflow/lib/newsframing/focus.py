"""Which articles a study's findings are about: those that mention enough of the terms it names."""

from __future__ import annotations

import random
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


def in_focus(articles: pd.DataFrame, focus: dict[str, Any] | None, counts: pd.DataFrame | None = None) -> pd.Series:
    """Tell for each article whether it is in the focus; without a focus every article is.

    Every condition must hold, and no term of ``none`` may be mentioned even once. ``counts``: those of
    ``focus_counts`` where they are known.
    """
    if not focus:
        return pd.Series(True, index=articles.index, name="focus", dtype=bool)
    counts = focus_counts(articles, focus) if counts is None else counts
    inside = counts["none"] == 0
    for name, _, least in _conditions(focus):
        inside &= counts[name] >= least
    return inside.rename("focus").astype(bool)


SAMPLE_COLUMNS = ["article_id", "outlet", "published", "title", "mentions", "terms", "focus", "margin"]
#: terms named for each condition, the most frequent ones
_TERMS_NAMED = 5


def focus_sample(
    articles: pd.DataFrame,
    focus: dict[str, Any] | None,
    n: int = 20,
    seed: int = 1,
    counts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Draw decisions for a person to check: up to ``n`` articles in focus and ``n`` out of it, copies left aside.

    Half of each are those nearest the threshold, where a wrong rule shows first; the other half are drawn at random
    from the rest that mention a term at all, then from those that mention none. The nearest come first. ``mentions``
    gives each condition's count and its least ("any 6 of 5"), ``terms`` the terms that were found ("any: Taliban 4,
    bomb* 2"), ``margin`` by how many mentions the decision holds: of the condition that holds least for an article
    within, of all that are missed together for one without (a term of ``none`` counts as missed by its mentions). Ties
    are drawn with the seed. Without a focus there is nothing to draw. ``counts``: those of ``focus_counts``.
    """
    if not focus or articles.empty:
        return pd.DataFrame(columns=SAMPLE_COLUMNS)
    kept = articles[~articles["is_copy"]].sort_values("article_id")
    counts = focus_counts(kept, focus) if counts is None else counts.loc[kept.index]
    inside = in_focus(kept, focus, counts)
    least = {name: number for name, _, number in _conditions(focus)}
    rows = []
    lots = random.Random(seed)
    found_in = counts.to_dict("records")
    for identity, found, within in zip(kept["article_id"], found_in, inside, strict=True):
        over = [found[name] - number for name, number in least.items()]
        missed = found["none"] + sum(-rest for rest in over if rest < 0)
        mentions = [f"{name} {found[name]} of {number}" for name, number in least.items()]
        mentions += [f"none {found['none']}"] if focus.get("none") else []
        margin = min(over, default=0) if within else missed
        silent = not any(found.values())
        rows.append((bool(within), silent, int(margin), lots.random(), identity, "; ".join(mentions)))
    drawn = []
    for side in (True, False):
        ranked = sorted(row for row in rows if row[0] is side)
        near, rest = ranked[: n // 2], ranked[n // 2 :]
        rest = sorted(rest, key=lambda row: (row[1], row[3]))[: n - len(near)]
        drawn += sorted([*near, *rest])
    table = pd.DataFrame(
        [(row[4], row[5], row[0], row[2]) for row in drawn], columns=["article_id", "mentions", "focus", "margin"]
    )
    described = kept[["article_id", "outlet", "published", "title", "lead", "body"]]
    table = table.merge(described, on="article_id", how="left")
    table["terms"] = _terms_found(table, focus)
    return table[SAMPLE_COLUMNS]


def _terms_found(articles: pd.DataFrame, focus: dict[str, Any]) -> list[str | None]:
    """Name the terms that each article mentions, by condition, with their counts; a stretch of text counts once."""
    counters = [(name, terms) for name, terms, _ in _conditions(focus)]
    counters.append(("none", make_terms(focus.get("none") or [], "focus: none")))
    told: list[str | None] = []
    for text in scored_texts(articles):
        words = Words(text)
        parts = []
        for name, terms in counters:
            named = terms.count_each(words).most_common(_TERMS_NAMED)
            parts += [f"{name}: " + ", ".join(f"{term} {number}" for term, number in named)] if named else []
        told.append("; ".join(parts) or None)
    return told
