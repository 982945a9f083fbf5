"""What the frames notebook says: how often each frame is present, by outlet and event, and sentences that show it."""

from __future__ import annotations

import pandas as pd

from newsframing.events import events_to_show
from newsframing.figures import frames as figures
from newsframing.figures.words import is_missing, plural
from newsframing.pages.html import Html, join, link, paragraph, quote_html, safe, table_html
from newsframing.pages.report import FEW, Report

#: events of which a page lists every report
REPORTS = 40


def opening(report: Report) -> Html:
    """Say what was measured, on how many stories, and what the measure is worth today."""
    frames = sum(len(book.measured) for book in report.codebooks)
    few = (
        f" That is fewer than {FEW}: they are described one by one, and no share is estimated from them."
        if report.is_small
        else ""
    )
    return paragraph(
        f"{plural(frames, 'frame')} of {plural(len(report.codebooks), 'codebook')}, looked for in "
        f"{plural(len(report.stories), 'story', 'stories')} in focus.{few} ",
        _worth(report),
        "Read a share as that of stories in which somebody, the outlet or a person it quotes, says something that the "
        "frame's terms catch, and compare frames with care: a frame with more or commoner terms is found more often.",
    )


def _worth(report: Report) -> Html:
    """Say whether people have coded the articles."""
    if set(report.coded) & {book.id for book in report.codebooks}:
        return Html('How far these measures agree with codes made by people: <a href="validity.html">validity</a>. ')
    return Html("<strong>Not validated:</strong> no person has coded these articles yet. ")


def prevalence(report: Report) -> Html:
    """Draw the share of stories with each frame."""
    titles = {book.id: book.title for book in report.codebooks}
    table = report.table("frame_prevalence")
    drawn = report.draw(
        "frame_prevalence", "frame_prevalence", figures.prevalence, table, labels=report.frame_labels, codebooks=titles
    )
    every = table[table["group"] == "all"]
    shown = every[["codebook", "frame", "n", "estimate", "low", "high"]]
    formats = dict.fromkeys(("estimate", "low", "high"), "percent")
    headers = {"n": "stories", "estimate": "share", "low": "from", "high": "to"}
    listed = table_html(
        shown, "Share of stories with each frame, with 95% intervals", formats, headers, row_header=False
    )
    return drawn if report.is_small else join(drawn, listed)


def by_outlet(report: Report) -> Html:
    """Draw the share of stories with each frame by outlet, a figure a codebook."""
    table = report.table("frame_prevalence")
    return join(
        *(
            report.draw(
                f"frame_outlets_{book.id}",
                "frame_prevalence",
                figures.by_outlet,
                table,
                book.id,
                labels=report.frame_labels,
                title_of=book.title,
            )
            for book in report.codebooks
            if book.measured
        )
    )


def events(report: Report) -> Html:
    """Draw how many stories of each event and outlet have each frame, and quote them side by side."""
    table = report.table("frame_events")
    listed = report.table("corpus_events")
    shown = listed[listed["event_id"].isin(events_to_show(listed))]
    labels = dict(zip(shown["event_id"], shown["label"], strict=True))
    table.insert(1, "label", table["event_id"].map(labels))
    parts: list[object] = [
        report.draw(
            f"frame_events_{book.id}",
            "frame_events",
            figures.events,
            table,
            book.id,
            labels=report.frame_labels,
            title_of=book.title,
        )
        for book in report.codebooks
        if book.measured
    ]
    for event in labels:
        parts += [Html(f"<h3>{safe(labels[event])}</h3>"), _reports(report, table[table["event_id"] == event])]
    return join(*parts)


def _reports(report: Report, table: pd.DataFrame) -> Html:
    """List the reports of one event: outlet, date, title, frames, and a sentence with its frames."""
    if table.empty:
        return paragraph("No story in focus reports this event.")
    by_id = report.articles.set_index("article_id")
    told = []
    for article, part in list(table.groupby("article_id", sort=False))[:REPORTS]:
        found = by_id.loc[article]
        present = part[part["present"] == 1]
        frames = [report.frame_labels[(r.codebook, r.frame)] for r in present.itertuples()]
        quotes = present.dropna(subset=["quote"]).groupby("quote", sort=False)
        shown = [
            Html(
                f"<blockquote><p>{safe(quote)}</p></blockquote><p class='minor'>Shows: "
                f"{safe(', '.join(report.frame_labels[(r.codebook, r.frame)] for r in rows.itertuples()))}</p>"
            )
            for quote, rows in quotes
        ]
        title = "(no title)" if is_missing(found["title"]) else found["title"]
        head = f"<strong>{safe(found['outlet'])}</strong>, {safe(found['published'])}: "
        told.append(
            Html(
                f"<li><p>{head}{link(found['url'], title)}<br>Frames: "
                f"{safe(', '.join(frames) or 'none of those measured')}</p>{join(*shown)}</li>"
            )
        )
    return Html(f"<ul class='reports'>\n{join(*told)}\n</ul>")


def quotes(report: Report) -> Html:
    """Quote the strongest sentences of each frame."""
    table = report.table("frame_quotes")
    urls = report.articles.set_index("article_id")["url"]
    parts: list[object] = []
    for book in report.codebooks:
        parts.append(Html(f"<h3>{safe(book.title)}</h3>"))
        for frame in book.measured:
            own = table[(table["codebook"] == book.id) & (table["frame"] == frame.id)]
            parts.append(Html(f"<h4>{safe(frame.label)}</h4>"))
            parts += [
                quote_html(row.quote, row.outlet, row.published, urls[row.article_id], row.title)
                for row in own.itertuples(index=False)
            ]
            if own.empty:
                parts.append(paragraph("No sentence to quote."))
    return join(*parts)


def definitions(report: Report) -> Html:
    """List every frame with its definition, where that comes from, and its nearest neighbour."""
    parts: list[object] = []
    for book in report.codebooks:
        rows = [
            {
                "frame": frame.label,
                "definition": frame.definition,
                "told from its neighbour": frame.nearest_rule,
                "terms": len(frame.terms),
                "origin": frame.source or book.source,
            }
            for frame in book.frames
        ]
        parts.append(table_html(pd.DataFrame(rows), f"Codebook {book.id}: {book.title}"))
    return join(*parts)
