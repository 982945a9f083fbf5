"""What the frames notebook says: how often each frame is present, by outlet and event, and sentences that show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from newsframing.cells import Condition, cell_name
from newsframing.events import events_to_show
from newsframing.figures import differences as figures_differences
from newsframing.figures import frame_time as figures_time
from newsframing.figures import frames as figures
from newsframing.figures import network as figures_network
from newsframing.figures.words import MISSING, decimal, is_missing, listing, plural, spoken
from newsframing.frames.prevalence import to_show
from newsframing.pages import gate, html
from newsframing.pages.html import Html, join, paragraph, quote_html, safe, table_html
from newsframing.pages.report import FEW, Report, needs_texts

#: events of which a page lists every report
REPORTS = 40


def opening(report: Report) -> Html:
    """Say what was measured, on how many stories, and what the measure is worth today."""
    frames = sum(len(book.measured) for book in report.codebooks)
    few = [" That is fewer than ", html.given(FEW), ": they are described one by one, and no share is estimated."]
    opened = paragraph(
        html.given(plural(frames, "frame")),
        " of ",
        html.given(plural(len(report.codebooks), "codebook")),
        ", looked for in ",
        report.counted_stories(),
        " in focus.",
        *(few if report.is_small else []),
        " ",
        _worth(report),
        "Read a share as that of stories in which somebody, the outlet or a person it quotes, says something that the "
        "frame's terms catch, and compare frames with care: a frame with more or commoner terms is found more often.",
    )
    return join(opened, gate.told(report))


def _worth(report: Report) -> Html:
    """Say whether people have coded the articles."""
    if set(report.coded) & {book.id for book in report.codebooks}:
        return Html('How far these measures agree with codes made by people: <a href="validity.html">validity</a>. ')
    return Html("<strong>Not validated:</strong> no person has coded these articles yet. ")


def prevalence(report: Report) -> Html:
    """Draw the share of stories with each frame."""
    titles = {book.id: book.title for book in report.codebooks}
    table, beside = to_show(_own(report, report.table("frame_prevalence")))
    methods = table["method"].unique()
    sifted = gate.gate_of(report).sift(table[table["group"] == "all"])
    table = sifted.table
    # one figure for codebooks that are measured in different ways names them all
    one = sifted._replace(table=table.assign(method=listing([str(method) for method in methods])))
    drawn = gate.draw(
        report, "frame_prevalence", "frame_prevalence", figures.prevalence, one, labels=report.frame_labels,
        codebooks=titles, beside=beside,
    )  # fmt: skip
    formats = dict.fromkeys(("estimate", "low", "high"), "percent")
    listed = table_html(
        table,
        "Share of stories with each frame, with 95% intervals",
        formats,
        {"n": "stories", "estimate": "share", "low": "from", "high": "to"},
        "frame_prevalence.csv",
        columns=["frame", "estimate", "low", "high", "n", "codebook"],
        render={"frame": frame_label(report), "codebook": lambda row: spoken(row["codebook"])},
    )
    return drawn if report.is_small else join(drawn, listed)


def frame_label(report: Report) -> Callable[[dict[str, Any]], object]:
    """Give the label of a row's frame."""
    return lambda row: report.frame_labels.get((row["codebook"], row["frame"]), row["frame"])


def _own(report: Report, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of the study's codebooks: codes and labels may speak of others."""
    return table[table["codebook"].isin([book.id for book in report.codebooks])]


def position(report: Report) -> Html:
    """List where each frame stands in the stories that have it, and how often it leads its codebook."""
    table = report.table("frame_measures")
    if table.empty or report.is_small:
        return paragraph("Too few stories for shares: the first page lists the frames of each.")
    table, note, _ = gate.gate_of(report).sift(table)
    name, file, whose = frame_label(report), "frame_measures", ("dominant", "dominant_low", "dominant_high")
    own = table[table["n_present"] > 0]
    titled = own[own["in_title"].notna() & (own["n_present"] >= FEW)]
    headline = titled.sort_values("in_title", ascending=False).head(1).to_dict("records")
    leading = own.sort_values("dominant", ascending=False).head(1).to_dict("records")
    told: list[object] = []
    for row in headline:
        told += ["Of the ", html.result(file, row, "n_present"), " stories with ", html.named(name(row)), ", "]
        told += [html.result(file, row, "in_title", "percent"), " have it in the headline, the highest such share. "]
    for row in leading:
        told += [html.named(name(row)), " leads its codebook alone in "]
        told += [html.estimate(file, row, "percent", *whose), " of the ", html.result(file, row, "n"), " stories: no "]
        told += ["other frame of it has as many sentences."]

    def part(column: str) -> Callable[[dict[str, Any]], object]:
        """Write a share of the stories with the frame; of so few it would move with every story."""
        return lambda row: MISSING if row["n_present"] < FEW else html.result(file, row, column, "percent")

    columns = ["frame", "n_present", "in_title", "in_lead", "dominant", "ends"]
    heads = {
        "n_present": "stories", "in_title": "headline", "in_lead": "lead", "dominant": "leads", "ends": "95% interval",
    }  # fmt: skip
    formats = dict.fromkeys(("in_title", "in_lead", "dominant"), "percent")
    render = {"frame": name, "in_title": part("in_title"), "in_lead": part("in_lead")}
    render["ends"] = lambda row: html.interval(file, row, "percent", *whose[1:])
    caption = (
        f"Stories with each frame; the share of these that have it in headline or lead (from {FEW} stories on); the "
        "share of all stories in which it leads its codebook alone"
    )
    return join(
        paragraph(*told),
        table_html(own.assign(ends=""), caption, formats, heads, f"{file}.csv", columns=columns, render=render),
        note or None,
    )


def over_time(report: Report) -> Html:
    """Draw the share of stories with each frame by week or month, with the events that the study names."""
    dates = {event["id"]: (str(event["date"]), str(event["label"])) for event in report.settings.get("events") or []}
    return gate.draw(
        report,
        "frame_time",
        "frame_time",
        figures_time.over_time,
        gate.gate_of(report).sift(report.table("frame_time")),
        labels=report.frame_labels,
        codebooks={book.id: book.title for book in report.codebooks},
        events=sorted(dates.values()),
    )


def differences(report: Report) -> Html:
    """Draw what sets each outlet apart, raw and adjusted, and say what was done."""
    table = report.table("frame_outlets")
    sifted = gate.gate_of(report).sift(table)
    drawn = gate.draw(
        report,
        "frame_differences",
        "frame_outlets",
        figures_differences.differences,
        sifted,
        labels=report.frame_labels,
        codebooks={book.id: book.title for book in report.codebooks},
    )
    if table.empty:
        return drawn
    known: Condition = ("adjusted", "!=", None)

    def number(*where: Condition) -> Html:
        return html.over("frame_outlets", table, "count", "frame", [known, *where])

    return join(
        drawn,
        paragraph(
            "Of ",
            html.plural_over("frame_outlets", table, "count", "frame", "difference", where=[known]),
            " that could be adjusted, ",
            number(("raw_low", ">", 0)),
            " lie wholly above zero and ",
            number(("raw_high", "<", 0)),
            " wholly below it as counted; adjusted, ",
            number(("adjusted_low", ">", 0)),
            " and ",
            number(("adjusted_high", "<", 0)),
            ". One in twenty would by chance alone, were there no difference at all.",
            " Frames left out of the figure are counted here." if len(sifted.table) < len(table) else "",
        ),
        html.method(
            "Adjusted: a logistic regression of each frame on outlet, length, genre and agency copy gives every story "
            "each outlet in turn, its own features kept, and the predicted shares are averaged (marginal "
            "standardisation, Muller & MacLehose 2014). So two outlets are compared on one mix of stories; what the "
            "three features do not catch, such as which events an outlet covers, stays in the difference."
        ),
    )


def together(report: Report) -> Html:
    """Draw which frames come together, and list the pairs that stand apart most."""
    table = report.table("frame_cooccurrence")
    sifted = gate.gate_of(report).sift(table)
    table = sifted.table
    drawn = gate.draw(
        report,
        "frame_network",
        "frame_cooccurrence",
        figures_network.cooccurrence,
        sifted,
        labels=report.frame_labels,
        codebooks={book.id: book.title for book in report.codebooks},
    )
    if report.is_small or table.empty:
        return drawn
    rarer = table[(table["high"] < 0) & (table[["n_frame", "n_other"]].min(axis=1) >= figures_network.RARE)]
    label = report.frame_labels
    file = "frame_cooccurrence"
    told = [
        Html(
            f"{html.named(label[(r.codebook, r.frame)])} and {html.named(label[(r.codebook_other, r.frame_other)])} "
            f"({html.plural_of(r.n_both, cell_name(file, r._asdict(), 'n_both'), 'story', 'stories')} where "
            f"{html.result(file, r, 'expected', lambda value: decimal(value, 0))} were expected)"
        )
        for r in rarer.sort_values(["phi", "frame"]).head(5).itertuples()
    ]
    said = ["Less often together than chance would have it: ", html.listed(told), "."] if told else []
    why = (
        "Longer stories have room for more frames, so that two frames may come together for their length alone; phi is "
        "the correlation of the two marks, and no cause. "
    )
    return join(drawn, paragraph(why, *said))


def by_outlet(report: Report) -> Html:
    """Draw the share of stories with each frame by outlet, a figure a codebook."""
    table, _ = to_show(_own(report, report.table("frame_prevalence")))
    allowed = gate.gate_of(report)
    return join(
        *(
            gate.draw(
                report,
                f"frame_outlets_{book.id}",
                "frame_prevalence",
                figures.by_outlet,
                allowed.sift(table[(table["codebook"] == book.id) & table["group"].isin(["all", "outlet"])]),
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
    allowed = gate.gate_of(report)
    parts: list[object] = [
        gate.draw(
            report,
            f"frame_events_{book.id}",
            "frame_events",
            figures.events,
            allowed.sift(table[table["codebook"] == book.id]),
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
    wanted = report.articles[report.articles["article_id"].isin(table["article_id"])]
    by_id = wanted.set_index("article_id").to_dict("index")
    allowed = gate.gate_of(report)
    present = allowed.sift(table[table["present"] == 1]).table
    labels: dict[str, list[str]] = {}
    quotes: dict[str, dict[str, list[str]]] = {}
    for row in present.itertuples(index=False):
        label = report.frame_labels[(row.codebook, row.frame)] + allowed.beside(row.codebook, row.frame)
        labels.setdefault(row.article_id, []).append(label)
        if not is_missing(row.quote):
            quotes.setdefault(row.article_id, {}).setdefault(row.quote, []).append(label)
    told = []
    for article in list(dict.fromkeys(table["article_id"]))[:REPORTS]:
        found, frames = by_id[article], labels.get(article, [])
        shown = [
            Html(f"<blockquote><p>{safe(quote)}</p></blockquote><p class='minor'>Shows: {_several(shows)}</p>")
            for quote, shows in quotes.get(article, {}).items()
        ]
        head = f"<strong>{html.named(found['outlet'])}</strong>, {html.day(found['published'])}: "
        work = html.work(found["title"], found["url"])
        marked = _several(frames) or "none of those measured"
        told.append(Html(f"<li><p>{head}{work}<br>Frames: {marked}</p>{join(*shown)}</li>"))
    return Html(f"<ul class='reports'>\n{join(*told)}\n</ul>")


def _several(labels: list[str]) -> Html:
    return Html(", ".join(html.named(label) for label in labels))


@needs_texts
def quotes(report: Report) -> Html:
    """Quote the strongest sentences of each frame."""
    table = report.table("frame_quotes")
    urls = report.articles.set_index("article_id")["url"]
    allowed = gate.gate_of(report)
    parts: list[object] = []
    for book in report.codebooks:
        parts.append(Html(f"<h3>{safe(book.title)}</h3>"))
        for frame in book.measured:
            own = table[(table["codebook"] == book.id) & (table["frame"] == frame.id)]
            parts.append(Html(f"<h4>{safe(frame.label)}{allowed.beside(book.id, frame.id)}</h4>"))
            if allowed.withholds(book.id, frame.id):
                parts.append(allowed.note([(book.id, frame.id)]))
                continue
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
                "terms": str(len(frame.terms)),
                "origin": frame.source or book.source,
            }
            for frame in book.frames
        ]
        parts.append(table_html(pd.DataFrame(rows), f"Codebook {book.id}: {book.title}"))
    return join(*parts)
