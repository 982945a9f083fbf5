"""From pairs of texts to clusters of copies, each with the article that stands for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from newsframing.duplicates.candidates import candidate_pairs, sketches
from newsframing.duplicates.pairs import Overlap, Texts, overlaps
from newsframing.duplicates.texts import content_hash, joined, shingles

#: copies are sought this many days apart; an outlet that prints a text again after a month prints it anew
WINDOW_DAYS = 7
PAIR_COLUMNS = ["article_id", "copy_of", "jaccard", "containment", "days_apart", "kind"]
_UNDATED = "9999"


def find_copies(articles: pd.DataFrame, window: int = WINDOW_DAYS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mark copies: (articles with content_hash, cluster_id and is_copy filled, the pairs they follow from).

    ``articles`` needs article_id, role, outlet, published, title, lead and body. Articles of one role with the same
    words are exact copies, whenever they were published; near copies (see ``pairs``) lie at most ``window`` days apart,
    or one of them is undated. Copies of copies fall into one cluster if they reach its representative or half of its
    members. The representative is the earliest published, then the one of the smallest id, an undated article coming
    after the dated ones; it gives the cluster its id and is no copy. An article without any text is a copy of none.

    Pairs: article_id, copy_of (the earlier), jaccard and containment of word 3-grams (0 to 1), days_apart (missing
    where undated), kind: ``exact`` (each with the representative of its words), ``near``, or ``part``, a passage shared
    by two texts of which neither is a copy. One pair for two texts, by their representatives of each day.
    """
    texts = _Articles.of(articles)
    ids, days = texts.ids, texts.days
    order = sorted(range(len(ids)), key=lambda row: (days[row], ids[row]))
    rank = {row: place for place, row in enumerate(order)}
    node_of: dict[tuple[str, str], int] = {}
    nodes, exact = [0] * len(ids), []
    first_on: dict[tuple[int, str], int] = {}
    for row in order:
        node = nodes[row] = node_of.setdefault((texts.roles[row], texts.sames[row]), row)
        if node != row:
            exact.append((row, node))
        first_on.setdefault((node, days[row]), row)
    near = _near(texts, sorted(first_on.values(), key=ids.__getitem__), window)
    leader = _clusters(((nodes[pair.first], nodes[pair.second]) for pair in near if pair.near), rank)
    clusters = [ids[leader.get(node, node)] for node in nodes]
    marked = articles.assign(
        content_hash=pd.Series(texts.hashes, index=articles.index, dtype=object),
        cluster_id=pd.Series(clusters, index=articles.index, dtype=object),
        is_copy=pd.Series([cluster != own for cluster, own in zip(clusters, ids, strict=True)], articles.index, bool),
    )
    rows = [(*pair, 1.0, 1.0, "exact") for pair in exact]
    rows += [
        (*_later_first(pair, rank), pair.jaccard, pair.containment, "near" if pair.near else "part")
        for pair in near
        if nodes[pair.first] != nodes[pair.second]
    ]
    return marked, _pair_table(rows, ids, days)


@dataclass(frozen=True)
class _Articles:
    """The columns that the search reads, as lists in the order of the table; ``sames`` tell one text from another."""

    ids: list[str]
    roles: list[str]
    days: list[str]
    outlets: list[str | None]
    leads: list[str | None]
    bodies: list[str | None]
    hashes: list[str]
    sames: list[str]

    @classmethod
    def of(cls, articles: pd.DataFrame) -> _Articles:
        """Read a table of articles."""
        columns = [
            [value if isinstance(value, str) else None for value in articles[name].tolist()]
            for name in ("outlet", "lead", "body", "title", "published")
        ]
        outlets, leads, bodies, titles, days = columns
        ids = articles["article_id"].tolist()
        fields = zip(titles, leads, bodies, strict=True)
        hashes = [content_hash(*field) for field in fields]
        wordless = content_hash(None, None, None)
        sames = [f"{words} {own}" if words == wordless else words for words, own in zip(hashes, ids, strict=True)]
        dated = [day or _UNDATED for day in days]
        return cls(ids, articles["role"].tolist(), dated, outlets, leads, bodies, hashes, sames)


def mark_copies(articles: pd.DataFrame, window: int = WINDOW_DAYS) -> pd.DataFrame:
    """Fill content_hash, cluster_id and is_copy as ``find_copies`` does."""
    return find_copies(articles, window)[0]


def represent(articles: pd.DataFrame) -> pd.DataFrame:
    """Let an article in focus stand for its cluster where the representative is out of focus.

    Of two copies one may mention the study's terms once more than the other; the story is then in focus, and counts.
    """
    inside = articles[articles["focus"].astype(bool)]
    lost = inside[~inside["cluster_id"].isin(inside["article_id"])]
    if lost.empty:
        return articles
    early = lost.assign(day=lost["published"].fillna(_UNDATED)).sort_values(["day", "article_id"])
    stands_for = early.groupby("cluster_id")["article_id"].first()
    changed = articles["cluster_id"].map(stands_for)
    articles = articles.assign(cluster_id=changed.where(changed.notna(), articles["cluster_id"]).astype(object))
    return articles.assign(is_copy=(articles["cluster_id"] != articles["article_id"]).astype(bool))


def _near(articles: _Articles, rows: list[int], window: int) -> list[Overlap]:
    """Find the overlaps among some rows of the table, each role for itself; rows of the table are given back."""
    found = []
    for role in sorted(set(articles.roles)):
        own = [row for row in rows if articles.roles[row] == role]
        leads, bodies = [articles.leads[row] for row in own], [articles.bodies[row] for row in own]
        days = np.array([_ordinal(articles.days[row]) for row in own], dtype=float)
        grams = shingles(joined(lead, body) for lead, body in zip(leads, bodies, strict=True))
        texts = Texts(grams, days, [articles.outlets[row] for row in own], leads, bodies)
        for pair in overlaps(texts, candidate_pairs(sketches(grams), days, window), window):
            found.append(Overlap(own[pair.first], own[pair.second], pair.jaccard, pair.containment, pair.near))
    return found


def _ordinal(day: str) -> float:
    return float("nan") if day == _UNDATED else float(dt.date.fromisoformat(day).toordinal())


def _clusters(links: Iterable[tuple[int, int]], rank: dict[int, int]) -> dict[int, int]:
    """Give each linked node its representative: connected components, parted where they only hang on a chain."""
    near: dict[int, set[int]] = {}
    for one, other in links:
        if one != other:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    leader: dict[int, int] = {}
    for head in sorted(near, key=rank.__getitem__):
        if head in leader:
            continue
        members = {head} | {node for node in near[head] if node not in leader}
        while True:
            fringe = {node for member in members for node in near[member]} - members - leader.keys()
            joins = {node for node in fringe if 2 * len(near[node] & members) >= len(members)}
            if not joins:
                break
            members |= joins
        leader.update(dict.fromkeys(members, head))
    return leader


def _later_first(pair: Overlap, rank: dict[int, int]) -> tuple[int, int]:
    early, late = sorted((pair.first, pair.second), key=rank.__getitem__)
    return late, early


def _pair_table(rows: list[tuple[int, int, float, float, str]], ids: list[str], days: list[str]) -> pd.DataFrame:
    """Write pairs of rows as a table, sorted by the ids."""
    table = [
        (ids[late], ids[early], jaccard, containment, _days_apart(days[late], days[early]), kind)
        for late, early, jaccard, containment, kind in rows
    ]
    pairs = pd.DataFrame(sorted(table), columns=PAIR_COLUMNS)
    return pairs.astype({"jaccard": float, "containment": float, "days_apart": "Int64"})


def _days_apart(late: str, early: str) -> int | None:
    if _UNDATED in (late, early):
        return None
    return abs((dt.date.fromisoformat(late) - dt.date.fromisoformat(early)).days)
