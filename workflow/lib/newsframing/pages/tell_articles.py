"""The page of every article in focus: a table that is whole without scripts and can be searched and sorted with one.

Titles and addresses come from outside: they are escaped, and only plain web addresses become links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from newsframing.figures.corpus import outlet_name
from newsframing.figures.words import MISSING, is_missing, plural
from newsframing.frames.codebook import Codebook
from newsframing.pages.gate import gate_of
from newsframing.pages.html import Html, join, link, over, paragraph, plural_over, safe, shortened, web_address
from newsframing.pages.report import Report

COLUMNS = ["article_id", "published", "outlet", "title", "url", "genre", "n_words", "is_copy", "event_id", "frames"]
#: what is read of the articles
READ = [*(name for name in COLUMNS if name != "frames"), "role", "focus"]
#: bytes of rows that a page holds at most (a page has to stay under 3 MB); the csv has the others
MOST_BYTES = 2_400_000
#: a longer title is cut on the page
MOST_WORDS = 40
_TABLE = "focus_articles.csv"


def focus_articles(articles: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """List every article in focus, copies included, by date, outlet and id: the table focus_articles.

    ``frames`` names what the terms found, as "conflict:military conflict:diplomacy" in the order of the codebooks;
    ``url`` is empty where the source gave none that a browser may follow; ``is_copy`` is 0 or 1.
    """
    chosen = articles[(articles["role"] == "counted") & articles["focus"].astype(bool)]
    found = scores[(scores["present"] == 1) & (scores["method"] == "dictionary")]
    named = (found["codebook"] + ":" + found["frame"]).groupby(found["article_id"], sort=False).agg(" ".join)
    table = chosen.assign(
        url=[web_address(url) for url in chosen["url"]],
        is_copy=chosen["is_copy"].astype(int),
        frames=chosen["article_id"].map(named),
    )
    return table.sort_values(["published", "outlet", "article_id"], na_position="last", ignore_index=True)[COLUMNS]


def body(report: Report, table: pd.DataFrame) -> Html:
    """Write the page: what is listed, the controls that the script reveals, the table."""
    gate = gate_of(report)
    books = gate.permitted(report.codebooks)
    rows, shown = _rows(table, books)
    note = gate.note((book.id, frame.id) for book in report.codebooks for frame in book.measured) or None
    return join(_opening(report, table, shown), note, _controls(table, books), _status(shown), _table(rows, report))


def _opening(report: Report, table: pd.DataFrame, shown: int) -> Html:
    said: list[object] = [plural_over("focus_articles", table, "count", "article_id", "article is", "articles are")]
    said.append(" in focus")
    copies = int(table["is_copy"].sum())
    if copies:
        counted = "count like any other" if report.settings["copies"] == "keep_all" else "are not counted in findings"
        kind = " is a copy of another" if copies == 1 else " are copies of others"
        said += ["; ", over("focus_articles", table, "sum", "is_copy"), f"{kind} and {counted}"]
    said.append(
        ". Only title, outlet, day and frames are listed, with a link to the publisher; a link may have died since. "
        "A frame is named where at least one sentence has one of its terms, which is what a word list finds and no "
        "person's judgement. The same as a file: "
    )
    said += [Html(f'<a href="tables/{_TABLE}">{_TABLE}</a>'), "."]
    cut = None
    if shown < len(table):
        cut = paragraph(
            f"The page lists the first {plural(shown, 'article')} by date, as many as a page of this size can hold. "
            "The file has them all."
        )
    return join(paragraph(*said), cut)


def _choices(values: Sequence[tuple[object, object]]) -> str:
    return "".join(f'<option value="{safe(value)}">{safe(name)}</option>' for value, name in values)


def _controls(table: pd.DataFrame, codebooks: Sequence[Codebook]) -> Html:
    """Write the controls, hidden until the script that gives them a use has run."""
    outlets = sorted({outlet_name(outlet) for outlet in table["outlet"]})
    places = _places(codebooks)
    groups = "".join(
        f'<optgroup label="{safe(book.title)}">'
        + _choices([(places[book.id, frame.id], frame.label) for frame in book.measured])
        + "</optgroup>"
        for book in codebooks
        if book.measured
    )
    days = table["published"].dropna()
    ends = f' min="{safe(days.min())}" max="{safe(days.max())}"' if len(days) else ""
    return Html(
        '<div class="controls" id="controls" role="search" aria-label="Articles in focus" hidden>\n'
        '<p class="wider"><label for="find">Words of title or outlet</label><input id="find" type="search"></p>\n'
        f'<p><label for="outlet">Outlet</label><select id="outlet"><option value="">All</option>'
        f"{_choices([(name, name) for name in outlets])}</select></p>\n"
        f'<p><label for="frame">Frame</label><select id="frame"><option value="">Any</option>{groups}</select></p>\n'
        f'<p><label for="from">From</label><input id="from" type="date"{ends}></p>\n'
        f'<p><label for="to">To</label><input id="to" type="date"{ends}></p>\n'
        '<p><button id="reset" type="button">Show all</button></p>\n</div>'
    )


def _status(shown: int) -> Html:
    return Html(f'<p id="count" class="method" role="status">{plural(shown, "article")} listed.</p>')


def _places(codebooks: Sequence[Codebook]) -> dict[tuple[str, str], int]:
    """Number the frames: rows carry the numbers, the list of choices the labels."""
    keys = [(book.id, frame.id) for book in codebooks for frame in book.measured]
    return {key: place for place, key in enumerate(keys)}


def _rows(table: pd.DataFrame, codebooks: Sequence[Codebook]) -> tuple[list[str], int]:
    """Write the rows until the page is full; gives them and their number."""
    places, rows, size = _places(codebooks), [], 0
    labels = {(book.id, frame.id): frame.label for book in codebooks for frame in book.measured}
    titles = {book.id: book.title.split(":")[0] for book in codebooks}
    for record in table.to_dict("records"):
        row = _row(record, places, labels, titles)
        size += len(row.encode()) + 1
        if size > MOST_BYTES:
            break
        rows.append(row)
    return rows, len(rows)


def _row(
    record: dict[str, Any],
    places: dict[tuple[str, str], int],
    labels: dict[tuple[str, str], str],
    titles: dict[str, str],
) -> str:
    frames = "" if is_missing(record["frames"]) else str(record["frames"])
    keys = [(book, frame) for book, _, frame in (name.partition(":") for name in frames.split())]
    keys = [key for key in keys if key in places]
    numbers = " ".join(str(places[key]) for key in keys)
    told = "; ".join(
        f"{titles[book]}: {', '.join(labels[key] for key in keys if key[0] == book)}"
        for book in dict.fromkeys(book for book, _ in keys)
    )
    title = "(no title)" if is_missing(record["title"]) else shortened(record["title"], MOST_WORDS)
    copy = " <small>(copy)</small>" if record["is_copy"] else ""
    day = MISSING if is_missing(record["published"]) else record["published"]
    return (
        f'<tr data-f="{numbers}"><th scope="row">{link(record["url"], title)}{copy}</th>'
        f"<td>{safe(outlet_name(record['outlet']))}</td><td>{safe(day)}</td><td>{safe(told or MISSING)}</td></tr>"
    )


def _table(rows: list[str], report: Report) -> Html:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Title", "Outlet", "Published", "Frames found by terms"))
    found = "\n".join(rows) or '<tr><td colspan="4">No article is in focus.</td></tr>'
    return Html(
        '<div class="scroll" role="region" tabindex="0" aria-label="Articles in focus">\n'
        '<table id="articles" class="articles">\n<caption><span>Articles in focus</span></caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{found}\n</tbody>\n</table>\n</div>"
    )
