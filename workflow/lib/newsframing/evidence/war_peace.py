"""An index over items that come in pairs, as in war and peace journalism: peace items less war items over items coded.

The two of a pair are frames of which each names the other as its nearest, one labelled "War: …", one "Peace: …". An
item is a pair of which a person coded both sides. An article has an index only where six items or more are coded, so
that no index rests on the few items that words can measure; the idea of an index over indicators follows Lee & Maslog
(2005, Journal of Communication 55(2)).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from newsframing.frames.codebook import Codebook
from newsframing.frames.prevalence import clusters_of
from newsframing.inference import bootstrap_mean

#: the fewest items that an article's index may rest on
LEAST_ITEMS = 6
WAR, PEACE = "War:", "Peace:"
COLUMNS = ["codebook", "group", "value", "n", "n_items", "n_war", "n_peace", "n_even", "estimate", "low", "high"]


def pairs_of(book: Codebook) -> list[tuple[str, str]]:
    """List the pairs of a codebook, the war item first; none where its frames do not come in such pairs."""
    labels = {frame.id: frame.label for frame in book.frames}
    return [
        (frame.id, frame.nearest_frame)
        for frame in book.frames
        if frame.label.startswith(WAR) and labels.get(frame.nearest_frame, "").startswith(PEACE)
    ]


def article_index(gold: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Give the index of each article with enough items: article_id, items, index from -1 (war) to 1 (peace).

    ``gold`` has article_id, codebook, frame and present (missing where coders were divided: no item then).
    """
    own = gold[(gold["codebook"] == book.id) & gold["present"].notna()]
    wide = own.pivot(index="article_id", columns="frame", values="present").astype("Float64")
    parts = [
        (wide[peace] - wide[war]).rename(war)
        for war, peace in pairs_of(book)
        if war in wide.columns and peace in wide.columns
    ]
    if not parts:
        return pd.DataFrame({"article_id": pd.Series(dtype="str"), "items": [], "index": []})
    balance = pd.concat(parts, axis=1)
    table = pd.DataFrame({"items": balance.notna().sum(axis=1), "index": balance.mean(axis=1).astype("float64")})
    return table[table["items"] >= LEAST_ITEMS].reset_index()


def war_peace_table(
    gold: pd.DataFrame, articles: pd.DataFrame, books: Iterable[Codebook], draws: int, seed: int
) -> pd.DataFrame:
    """Average the index over all articles that have one, and by outlet, with intervals over stories.

    A row a codebook and group: ``n`` articles, ``n_items`` the fewest items coded of one of them, ``n_war``,
    ``n_peace`` and ``n_even`` articles with an index below, above and at zero. The articles are those that people
    coded: where they were drawn with unequal chances the mean describes them alone. Columns: COLUMNS.
    """
    rows: list[tuple[object, ...]] = []
    known = articles.assign(cluster=clusters_of(articles).astype(str))[["article_id", "outlet", "cluster"]]
    for book in books:
        table = article_index(gold, book).merge(known, on="article_id", how="inner").sort_values("article_id")
        groups = [("all", "all", table)] if len(table) else []
        groups += [("outlet", str(name), part) for name, part in table.groupby("outlet", sort=True)]
        for group, value, part in groups:
            index = part["index"]
            found = bootstrap_mean(index.to_numpy(), part["cluster"].to_numpy(), draws, seed)
            counts = [int((index < 0).sum()), int((index > 0).sum()), int((index == 0).sum())]
            rows.append((book.id, group, value, len(part), int(part["items"].min()), *counts, *found))
    return pd.DataFrame(rows, columns=COLUMNS)
