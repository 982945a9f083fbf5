"""Which event each article reports in the end: what a person wrote, else what the study names, else the proposal."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing.errors import UserError

EVENT_COLUMNS = ["event_id", "kind", "label", "n", "n_outlets", "outlets", "first", "last"]
EVENT_OUTLET_COLUMNS = ["event_id", "outlet", "n", "n_copies", "first"]
#: a proposed event that so many outlets report is shown beside the named ones
OUTLETS_TO_SHOW = 3
_EVENT_ID = re.compile(r"[a-z0-9-]+\Z")
_RIGHT = "expected: the columns article_id and event_id, parted by commas, in UTF-8 (others are not read)"


def read_edits(path: Path, file: str, known: Sequence[str]) -> dict[str, str | None]:
    """Read config/events/{study}.csv: article id → event id, or None where the cell is empty (no event).

    ``known`` are the ids of the counted articles. UserError names ``file`` and line for a missing column, an article
    that is not there or stands twice, and an id that is not made of a-z, 0-9 and hyphens.
    """
    ids = set(known)
    edits: dict[str, str | None] = {}
    try:
        text = path.read_text("utf-8-sig")
        rows = csv.DictReader(text.splitlines(keepends=True), strict=True)
        missing = {"article_id", "event_id"} - set(rows.fieldnames or [])
        if missing:
            raise UserError(f"there is no column {' and no '.join(sorted(missing))}", file=file, right=_RIGHT)
        for row in rows:
            where = f"line {rows.line_num}"
            article, event = (row["article_id"] or "").strip(), (row["event_id"] or "").strip()
            if not article and not event:
                continue
            if article not in ids:
                right = "copy article ids from events_proposed.csv of this study"
                raise UserError(f"there is no article '{article}'", file=file, where=where, right=right)
            if event and not _EVENT_ID.match(event):
                right = f"write {_slug(event) or 'a name'}: small letters, digits and hyphens"
                raise UserError(f"'{event}' is no event id", file=file, where=where, right=right)
            if edits.setdefault(article, event or None) != (event or None):
                raise UserError(f"the article '{article}' stands twice, with two events", file=file, where=where)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"the table cannot be read ({error})", file=file, right=_RIGHT) from None
    return edits


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def settle_events(
    articles: pd.DataFrame, named: pd.Series, proposed: pd.DataFrame, edits: Mapping[str, str | None] | None = None
) -> pd.DataFrame:
    """Give each article its event: (event_id or None, kind), with the index of ``articles``.

    ``kind`` says where it comes from: ``edited`` wins over ``named``, that over ``proposed``; None without an event.
    Where more than half of a proposed event's articles report one that the study names, the others are proposed for
    that one. A proposed event of which only one article is left is none.
    """
    of = dict(zip(proposed["article_id"], proposed["event_id"], strict=True))
    names = dict(zip(articles["article_id"], named, strict=True))
    for _, members in proposed.groupby("event_id")["article_id"]:
        most = members.map(names).value_counts().head(1)
        if (most > len(members) / 2).any():
            of.update(dict.fromkeys(members, str(most.index[0])))
    rows: list[tuple[str | None, str | None]] = []
    for article, name in zip(articles["article_id"], named, strict=True):
        if edits is not None and article in edits:
            rows.append((edits[article], "edited" if edits[article] else None))
        elif isinstance(name, str):
            rows.append((name, "named"))
        else:
            rows.append((of.get(article), "proposed" if article in of else None))
    settled = pd.DataFrame(rows, columns=["event_id", "kind"], index=articles.index, dtype=object)
    alone = settled.groupby("event_id")["event_id"].transform("size").eq(1) & settled["kind"].eq("proposed")
    settled.loc[alone, ["event_id", "kind"]] = None
    return settled


def events_account(
    articles: pd.DataFrame, settled: pd.DataFrame, named: Sequence[Mapping[str, Any]] | None
) -> pd.DataFrame:
    """List the events of a study: event_id, kind, label, n, n_outlets, outlets (joined by "; "), first and last day.

    ``kind`` is ``named`` where the study names it, ``edited`` where a person's file does (in part or whole), else
    ``proposed``. Named events come first, in the study's order, those without an article too; then the others, those
    that most outlets report first.
    """
    labels = {str(event["id"]): str(event.get("label") or event["id"]) for event in named or []}
    groups = dict(list(articles.groupby(settled["event_id"], sort=True)))
    rows = []
    for event in [*labels, *sorted(groups.keys() - labels)]:
        group = groups.get(event, articles.iloc[:0])
        kinds = set(settled.loc[group.index, "kind"])
        kind = "named" if event in labels else "edited" if "edited" in kinds else "proposed"
        outlets = sorted({outlet for outlet in group["outlet"] if isinstance(outlet, str)})
        days = sorted(day for day in group["published"] if isinstance(day, str))
        first, last = (days[0], days[-1]) if days else (None, None)
        label = labels.get(event) or _label(event)
        rows.append((event, kind, label, len(group), len(outlets), "; ".join(outlets) or None, first, last))
    order = {event: place for place, event in enumerate(labels)}
    rows.sort(key=lambda row: (order.get(row[0], len(order)), -row[4], -row[3], row[0]))
    return pd.DataFrame(rows, columns=EVENT_COLUMNS).astype({"n": "int64", "n_outlets": "int64"})


def events_by_outlet(articles: pd.DataFrame, event_ids: pd.Series) -> pd.DataFrame:
    """Count which outlet reports which event: event_id, outlet (blank if unknown), n, n_copies, first day.

    ``event_ids`` has the index of ``articles``. Sorted by event; the outlet with most reports first.
    """
    told = articles.assign(event_id=event_ids, outlet=articles["outlet"].fillna(""))
    groups = told[told["event_id"].notna()].groupby(["event_id", "outlet"], sort=True)
    counted = groups.agg(n=("is_copy", "size"), n_copies=("is_copy", "sum"), first=("published", "min")).reset_index()
    counted = counted.sort_values(["event_id", "n", "outlet"], ascending=[True, False, True])
    return counted.astype({"n": "int64", "n_copies": "int64"})[EVENT_OUTLET_COLUMNS]


def _label(event: str) -> str:
    """Write a proposed id for people: 2017-02-16-sehwan-shrine is "Sehwan Shrine (2017-02-16)"."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)-(.+)", event)
    if not found:
        return event.replace("-", " ").capitalize()
    words = found[2].replace("-", " ")
    return f"{words.title()} ({found[1]})"


def events_to_show(events: pd.DataFrame) -> list[str]:
    """Choose events whose reports are compared: named and edited ones, proposed ones of OUTLETS_TO_SHOW outlets."""
    shown = events["kind"].ne("proposed") | events["n_outlets"].ge(OUTLETS_TO_SHOW)
    return [str(event) for event in events.loc[shown, "event_id"]]
