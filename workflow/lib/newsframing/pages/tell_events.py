"""What the events notebook says: one event, many outlets, frame by frame, with a sentence and who says it."""

from __future__ import annotations

import pandas as pd

from newsframing.cells import cell_name
from newsframing.figures.reports import reports as draw_reports
from newsframing.figures.style import WIDTH, Chart, nothing, styled
from newsframing.figures.words import is_missing
from newsframing.frames.speakers.actors import LABELS
from newsframing.pages import gate, html
from newsframing.pages.html import Html, join, paragraph, safe
from newsframing.pages.report import Report

#: events of which a page sets the reports side by side
MOST = 12
NONE = "No event of this study is reported by two outlets or more, so that there is nothing to set side by side."


def _events(report: Report) -> list[tuple[str, str, pd.DataFrame]]:
    """List the events that two outlets or more report: id, label, rows of event_reports; named events first."""
    table = report.table("event_reports")
    listed = report.table("corpus_events")
    found = []
    for event in listed.itertuples(index=False):
        part = table[table["event_id"] == event.event_id]
        if part["outlet"].nunique() > 1:
            found.append((str(event.event_id), str(event.label), part))
    return found[:MOST]


def opening(report: Report) -> Html:
    """Say what is compared and what is not."""
    events = _events(report)
    if not events:
        return paragraph(NONE)
    return paragraph(
        "Events that two outlets or more report: ",
        html.listed([html.named(event[1]) for event in events], MOST),
        ". ",
        "What follows describes these reports and infers nothing about outlets: one report a day is no sample. A frame "
        "is marked where a sentence has one of its terms; who says the sentence is told by quotation marks, reporting "
        "verbs and lists of names, and no person has checked it. A headline shows what the outlet put first. "
        "“None quoted here”: the little that may be shown of an article went to its other frames.",
    )


@styled
def _nothing(width: float = WIDTH) -> Chart:
    return nothing("One event, many outlets", NONE, width)


def first(report: Report) -> Html:
    """Draw the study's first event, which the README and the findings show too."""
    events = _events(report)
    if not events:
        return report.draw("event_reports", "event_reports", _nothing)
    event, label, part = events[0]
    return join(_figure(report, "event_reports", label, part), _side_by_side(report, event, part))


def others(report: Report) -> Html:
    """Draw every other event and set its reports side by side."""
    told = []
    for event, label, part in _events(report)[1:]:
        told += [Html(f"<h2>{safe(label)}</h2>"), _figure(report, f"event_{event}", label, part)]
        told.append(_side_by_side(report, event, part))
    return join(*told)


def _figure(report: Report, name: str, label: str, part: pd.DataFrame) -> Html:
    titles = {book.id: book.title for book in report.codebooks}
    sifted = gate.gate_of(report).sift(part)
    return gate.draw(
        report, name, "event_reports", draw_reports, sifted, label, labels=report.frame_labels, codebooks=titles
    )


def _side_by_side(report: Report, event: str, part: pd.DataFrame) -> Html:
    """List the reports, then, frame by frame, what each outlet has of it."""
    urls = report.articles.set_index("article_id")["url"]
    heads = part.drop_duplicates("article_id")
    listed = [
        Html(
            f"<li><strong>{html.named(_outlet(row.outlet))}</strong>, {html.day(row.published)}: "
            f"{html.work(row.title, urls[row.article_id])}"
            f"{'' if row.focus else ' (mentions it; not in focus)'}</li>"
        )
        for row in heads.itertuples(index=False)
    ]
    parts: list[object] = [Html(f"<ul class='reports'>\n{join(*listed)}\n</ul>")]
    allowed = gate.gate_of(report)
    part = allowed.sift(part).table  # the figure above says what is left out
    for book in report.codebooks:
        frames = [frame for frame in book.measured if _of(part, book.id, frame.id)["present"].any()]
        if frames:
            parts.append(Html(f"<h3>{safe(book.title)}</h3>"))
        for frame in frames:
            head = Html(f"<h4>{safe(frame.label)}{allowed.beside(book.id, frame.id)}</h4>")
            parts += [head, _one_frame(_of(part, book.id, frame.id))]
    return join(Html(f'<section id="{safe(event)}">'), *parts, Html("</section>"))


def _of(part: pd.DataFrame, codebook: str, frame: str) -> pd.DataFrame:
    return part[(part["codebook"] == codebook) & (part["frame"] == frame)]


def _one_frame(rows: pd.DataFrame) -> Html:
    """Quote what each report has of one frame, and name the outlets that have nothing of it."""
    told = []
    for row in rows[rows["present"] == 1].itertuples(index=False):
        number = cell_name("event_reports", row._asdict(), "n_sentences")
        said = html.plural_of(row.n_sentences, number, "sentence")
        head = f"<p><strong>{html.named(_outlet(row.outlet))}</strong>, {said}"
        if is_missing(row.quote):
            told.append(Html(f"<li>{head}, none quoted here.</p></li>"))
            continue
        who = f"Said by: {who_says(row.speaker, row.source)}"
        quote = f"<blockquote><p>{safe(row.quote)}</p></blockquote><p class='minor'>{html.named(who)}</p>"
        told.append(Html(f"<li>{head}:</p>{quote}</li>"))
    with_it = set(rows.loc[rows["present"] == 1, "outlet"])
    without = sorted({_outlet(outlet) for outlet in rows["outlet"] if outlet not in with_it})
    rest = paragraph("Not in: ", html.listed([html.named(one) for one in without], 20), ".") if without else None
    return join(Html(f"<ul class='reports'>\n{join(*told)}\n</ul>"), rest)


def who_says(speaker: object, source: object) -> str:
    """Name who says a sentence: the kind, and the article's own words for the source."""
    kind = LABELS.get(str(speaker), str(speaker))
    return kind if is_missing(source) or not str(source).strip() else f"{kind} (“{source}”)"


def _outlet(outlet: object) -> str:
    return "(no outlet)" if is_missing(outlet) else str(outlet)
