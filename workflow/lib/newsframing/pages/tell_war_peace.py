"""What pages say of war and peace journalism: the index where people coded enough items, and what others published."""

from __future__ import annotations

import pandas as pd

from newsframing.evidence.war_peace import LEAST_ITEMS, pairs_of
from newsframing.pages import html
from newsframing.pages.html import Html, join, paragraph, table_html
from newsframing.pages.report import Report

NOT_COMPARABLE = "Others' findings, as context: a different measure, not comparable"


def index(report: Report) -> Html | None:
    """Tell the index of each coded codebook whose items come in pairs; nothing where there is none."""
    books = [book for book in report.coded_codebooks if pairs_of(book)]
    if not books:
        return None
    table = report.table("war_peace")
    parts: list[object] = [Html("<h3>War and peace journalism</h3>")]
    for book in books:
        own = table[table["codebook"] == book.id]
        rule = ["An index is peace items less war items over the items coded, for articles of which people coded both "]
        rule += ["sides of ", html.given(LEAST_ITEMS), " items or more: from -1, all war, to 1, all peace. "]
        if own.empty:
            parts.append(paragraph(*rule, "No article has so many: there is no index."))
            continue
        columns = {"value": "articles", "n": "coded", "n_war": "war", "n_peace": "peace", "n_even": "even"}
        columns |= {"estimate": "index", "low": "from", "high": "to"}
        shown = dict.fromkeys(("estimate", "low", "high"), "decimal")
        heading = f"{book.title}: the index, with 95% intervals"
        parts += [
            paragraph(*rule),
            table_html(own, heading, shown, columns, "war_peace.csv", columns=list(columns)),
        ]
    return join(*parts, published(report))


def published(report: Report) -> Html | None:
    """List what others found with frames like those of the study's codebooks, coded or marked ones too."""
    books = {book.id: book for book in (*report.codebooks, *report.reading_codebooks, *report.coded_codebooks)}
    rows = [
        {"codebook": book.title, "finding": one.finding, "published in": one.source}
        for book in books.values()
        for one in book.published
    ]
    return table_html(pd.DataFrame(rows), NOT_COMPARABLE) if rows else None
