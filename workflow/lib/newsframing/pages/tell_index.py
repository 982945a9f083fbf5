"""What the first page of a study says: the question, the main figure, what it means and what it does not mean."""

from __future__ import annotations

import pandas as pd

from newsframing.figures.words import interval, is_missing, listing, percent, plural
from newsframing.frames.prevalence import to_show
from newsframing.pages import tell_corpus, tell_frames, tell_topics, tell_validity, tell_verdicts
from newsframing.pages.html import Html, cell, join, link, number, paragraph, safe, table_html
from newsframing.pages.report import Report


def opening(report: Report) -> Html:
    """Put the question and the size of the study; its title heads the page."""
    question = " ".join(str(report.settings.get("question", "")).split())
    lead = Html(f'<p class="question">{safe(question)}</p>') if question else None
    return join(lead, tell_corpus.opening(report))


def _shares(report: Report, codebook: str) -> pd.DataFrame:
    table, _ = to_show(report.table("frame_prevalence"))
    own = table[(table["group"] == "all") & (table["codebook"] == codebook)]
    return own.sort_values(["estimate", "frame"], ascending=[False, True])


def answer(report: Report) -> Html:
    """Show the figure that carries the answer and say it in words; a small study lists its articles instead."""
    if report.is_small:
        return _articles(report)
    parts: list[object] = [report.drawn("frame_prevalence")]
    for book in report.codebooks:
        shares = _shares(report, book.id)
        if shares.empty:
            continue
        told: list[object] = []
        for row in shares.itertuples(index=False):
            key = f"{row.codebook},{row.frame},{row.method},all,all" + (",corrected" if row.corrected else "")
            value = number(row.estimate, cell("frame_prevalence.csv", key, "estimate"), "percent")
            label = report.frame_labels[(row.codebook, row.frame)]
            told += [f"{label} ", value, f" ({interval(row.low, row.high)}), "]
        told[-1] = str(told[-1]).removesuffix(", ") + "."
        parts.append(paragraph(Html(f"<strong>{safe(book.title)}:</strong> "), *told))
    return join(*parts, tell_validity.in_short(report), tell_verdicts.in_short(report))


def _articles(report: Report) -> Html:
    """List every article in focus with the frames present in it."""
    scores = report.scores
    rows = []
    for article in report.stories.sort_values(["published", "outlet", "title"]).itertuples(index=False):
        present = scores[(scores["article_id"] == article.article_id) & (scores["present"] == 1)]
        row = {"date": article.published, "outlet": article.outlet, "title": article.title, "url": article.url}
        for book in report.codebooks:
            own = present[present["codebook"] == book.id]
            marks = [f"{report.frame_labels[(r.codebook, r.frame)]} {r.n_sentences}" for r in own.itertuples()]
            row[book.title] = ", ".join(marks) or "–"
        rows.append(row)
    told = paragraph(
        f"{plural(len(rows), 'story', 'stories')}, too few for estimates: each is listed with the frames of which at "
        "least one sentence has a term, and the number of those sentences. What each says of an event stands on the ",
        Html('<a href="frames.html">page of the frames</a>.'),
    )
    columns = ["date", "outlet", "title", *(book.title for book in report.codebooks)]
    shown = {"title": lambda row: link(row["url"], "(no title)" if is_missing(row["title"]) else row["title"])}
    listed = table_html(pd.DataFrame(rows), "Every story in focus", row_header=False, columns=columns, render=shown)
    return join(told, listed)


def meaning(report: Report) -> Html:
    """Say what the numbers mean and what they do not mean."""
    subject = "the marks" if report.is_small else "the shares"
    means = (
        f"A frame is marked in a story when at least one sentence has one of its terms, whoever says it. So {subject} "
        "tell what readers of these stories meet at least once"
    )
    means += "." if report.from_counts else ", and each can be looked up down to the sentence."
    means_not = (
        "They do not tell how much weight a story gives to a frame, who holds the view, whether it is quoted with "
        "approval or denied, or whether a claim is true."
    )
    if not report.coded:
        means_not += (
            " No person has coded these articles yet, so nobody knows how often the terms err: frames are compared "
            "across stories and outlets with care, and no claim is called confirmed or refuted here."
        )
    return join(
        Html("<h2>What this means, and what it does not mean</h2>"),
        paragraph(Html("<strong>It means:</strong> "), means),
        paragraph(Html("<strong>It does not mean:</strong> "), means_not),
    )


def findings(report: Report) -> Html:
    """Compare outlets where there are stories enough, else show the events."""
    head = Html("<h2>Outlets and events</h2>")
    if report.is_small:
        figures = [report.drawn(f"frame_events_{book.id}") for book in report.codebooks if book.measured]
        return join(head, *figures)
    table = report.table("frame_prevalence")
    outlets = table[(table["group"] == "outlet")].drop_duplicates("value")[["value", "n"]]
    large = outlets[outlets["n"] >= tell_frames.FEW]
    told = paragraph(
        f"{plural(len(large), 'outlet has', 'outlets have')} {tell_frames.FEW} stories in focus or more: "
        f"{listing([f'{row.value} ({row.n})' for row in large.itertuples()])}. The figure compares those; more, with "
        "sentences, stands on the ",
        Html('<a href="frames.html">page of the frames</a>.'),
    )
    first = report.codebooks[0]
    return join(head, told, report.drawn(f"frame_outlets_{first.id}"))


def corpus(report: Report) -> Html:
    """Show where the articles come from."""
    more = paragraph("More on the ", Html('<a href="corpus.html">page of the corpus</a>.'))
    return join(Html("<h2>The articles</h2>"), report.drawn("corpus_outlets"), more)


def topics(report: Report) -> Html:
    """Name the topics that stand out in the focus."""
    table = tell_topics.estimates(report)
    labels = report.table("topics").set_index("topic")["label"]
    focus = table[(table["group"] == "focus") & (table["value"] == "in")]
    most = focus.sort_values(["estimate", "topic"], ascending=[False, True]).head(5)
    told = [f"{labels[row.topic]} ({percent(row.estimate)})" for row in most.itertuples()]
    return join(
        Html("<h2>What the stories are about</h2>"),
        tell_topics.opening(report),
        paragraph(f"The largest of them in the stories in focus: {listing(told)}.") if told else None,
        paragraph("More on the ", Html('<a href="topics.html">page of the topics</a>.')),
    )


def files(report: Report) -> Html:
    """List the tables and figures of the study, and where each figure comes from."""
    figures = report.list_figures()[["title", "table", "rule", "file"]]
    headers = {"title": "figure", "table": "drawn from", "rule": "by rule"}
    links = {
        "title": lambda row: link_to(f"figures/{row['file']}", row["title"]),
        "table": lambda row: link_to(row["table"], row["table"]),
    }
    listed = table_html(
        figures, "Figures (SVG, and PNG beside each)", headers=headers, columns=list(headers), render=links
    )
    names = sorted(path.name for path in (report.folder / "tables").glob("*.csv"))
    tables = Html(", ".join(link_to(f"tables/{name}", name) for name in names))
    return join(
        Html("<h2>Figures, tables, data</h2>"),
        listed,
        paragraph("Tables: ", tables, "."),
        paragraph(
            "The study as it ran: ",
            link_to("replication/study.yaml", "study.yaml"),
            ". The notebooks as they ran: ",
            Html(
                ", ".join(link_to(f"notebooks/{p}.ipynb", p) for p in ("index", "corpus", "topics", "frames", "events"))
            ),
            ".",
        ),
    )


def link_to(path: str, text: object) -> Html:
    """Link to a file of the same report."""
    return Html(f'<a href="{safe(path)}">{safe(text)}</a>')
