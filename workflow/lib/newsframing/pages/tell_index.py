"""What the first page of a study says: question, answer and main figure first; then a short way into each page."""

from __future__ import annotations

import pandas as pd

from newsframing.cells import Condition
from newsframing.frames.prevalence import to_show
from newsframing.pages import (
    html,
    interactive,
    tell_answer,
    tell_corpus,
    tell_frames,
    tell_topics,
    tell_validity,
    tell_verdicts,
)
from newsframing.pages.gate import gate_of
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report


def opening(report: Report) -> Html:
    """Put the question, the answer in plain words and the figure that carries it; the study's title heads the page."""
    question = " ".join(str(report.settings.get("question", "")).split())
    lead = Html(f'<p class="question method">{safe(question)}</p>') if question else None
    figure = _articles(report) if report.is_small else interactive.shares(report, report.drawn("frame_prevalence"))
    head = Html("<h2>The answer, in plain words</h2>")
    return join(lead, head, tell_answer.answer(report), figure)


def verdicts(report: Report) -> Html:
    """Give every claim with its verdict; a study without claims says so."""
    head = Html("<h2>Verdicts</h2>")
    if not report.settings.get("hypotheses"):
        return join(head, paragraph("The study states no claim to be tested, so there is no verdict."))
    more = paragraph(
        "Reasons, sentences and other choices stand on the ", link_to("verdicts.html", "page of the verdicts"), "."
    )
    return join(head, tell_verdicts.summary(report, "verdicts.html"), more)


def _articles(report: Report) -> Html:
    """List every article in focus with the frames present in it."""
    scores = report.scores
    rows, allowed = [], gate_of(report)
    scores = allowed.sift(scores).table
    for article in report.stories.sort_values(["published", "outlet", "title"]).itertuples(index=False):
        present = scores[(scores["article_id"] == article.article_id) & (scores["present"] == 1)]
        row = {"date": article.published, "outlet": article.outlet, "title": article.title, "url": article.url}
        for book in report.codebooks:
            own = present[present["codebook"] == book.id]
            marks = [f"{report.frame_labels[(r.codebook, r.frame)]} ({r.n_sentences})" for r in own.itertuples()]
            row[book.title] = ", ".join(marks) or "–"
        rows.append(row)
    told = paragraph(
        report.counted_stories(),
        ", too few for estimates: each is listed with the frames of which at least one sentence has a term, and in "
        "brackets the number of those sentences. What each says of an event stands on the ",
        Html('<a href="frames.html">page of the frames</a>.'),
    )
    columns = ["date", "outlet", "title", *(book.title for book in report.codebooks)]
    shown = {"title": lambda row: html.work(row["title"], row["url"])}
    listed = table_html(pd.DataFrame(rows), "Every story in focus", row_header=False, columns=columns, render=shown)
    return join(
        told, listed, allowed.note((book.id, one.id) for book in report.codebooks for one in book.measured) or None
    )


def frames(report: Report) -> Html:
    """Name the frames' shares and compare outlets where there are stories enough, else show the events."""
    head = Html("<h2>Frames</h2>")
    if report.is_small:
        figures = [report.drawn(f"frame_events_{book.id}") for book in report.codebooks if book.measured]
        return join(head, *figures)
    table = report.table("frame_prevalence")
    outlets = table[(table["group"] == "outlet")].drop_duplicates("value")
    large = outlets[outlets["n"] >= tell_frames.FEW]
    many: list[Condition] = [("group", "=", "outlet"), ("n", ">=", tell_frames.FEW)]
    sizes = [f"{html.named(row.value)} ({html.result('frame_prevalence', row, 'n')})" for row in large.itertuples()]
    told = paragraph(
        html.plural_over("frame_prevalence", table, "distinct", "value", "outlet has", "outlets have", many),
        " ",
        html.given(tell_frames.FEW),
        " stories in focus or more: ",
        html.listed([Html(size) for size in sizes]),
        ". The figure compares those; more, with sentences, stands on the ",
        Html('<a href="frames.html">page of the frames</a>.'),
    )
    first = report.codebooks[0]
    more = paragraph(
        "Each frame has a ", link_to("cards.html", "card"), ": what it is, how often it is there, what it is worth. "
        "What goes with it beside the outlet stands in the ", link_to("regressions.html", "regressions"), ".",
    )  # fmt: skip
    shown, _ = to_show(table[table["codebook"] == first.id])
    note = gate_of(report).sift(shown[shown["group"].isin(["all", "outlet"])]).note
    return join(head, *_rarest(report), told, report.drawn(f"frame_outlets_{first.id}"), note or None, more)


def _rarest(report: Report) -> list[Html]:
    """Name the rarest frame of each codebook that has more frames than the answer names."""
    parts = []
    for book in report.codebooks:
        shares = tell_answer.shares(report, book.id)
        if len(shares) > tell_answer.NAMED + 1:
            row = shares.iloc[-1]
            label = html.named(report.frame_labels[(row["codebook"], row["frame"])])
            title = html.named(book.title.split(":")[0])
            parts.append(Html(f"of {title} {label} {html.estimate('frame_prevalence', row)}"))
    return [paragraph("The rarest frame ", html.listed(parts), ".")] if parts else []


def corpus(report: Report) -> Html:
    """Show where the articles come from."""
    more = paragraph(
        "More on the ", link_to("corpus.html", "page of the corpus"), "; every article in focus is ",
        link_to("articles.html", "listed, to search and sort"), ".",
    )  # fmt: skip
    return join(Html("<h2>Corpus</h2>"), tell_corpus.opening(report), report.drawn("corpus_outlets"), more)


def topics(report: Report) -> Html:
    """Name the topics that stand out in the focus."""
    table = tell_topics.estimates(report)
    labels = report.table("topics").set_index("topic")["label"]
    focus = table[(table["group"] == "focus") & (table["value"] == "in")]
    most = focus.sort_values(["estimate", "topic"], ascending=[False, True]).head(5)
    told = [
        Html(f"{html.named(labels[row.topic])} {html.estimate('topic_prevalence', row)}") for row in most.itertuples()
    ]
    return join(
        Html("<h2>Topics</h2>"),
        tell_topics.opening(report),
        paragraph("The largest of them in the stories in focus: ", html.listed(told), ".") if told else None,
        paragraph("More on the ", Html('<a href="topics.html">page of the topics</a>.')),
    )


def validity(report: Report) -> Html:
    """Say what the measures are worth, and how far the verdicts hang on choices."""
    head = Html("<h2>Validity and robustness</h2>")
    if report.coded:
        worth = join(tell_validity.in_short(report), paragraph(link_to("validity.html", "The page of validity"), "."))
    else:
        worth = paragraph(
            "No person has coded these articles. How often the lists of terms are right is not known, no share is "
            "corrected, and no frame has a tier of reliability. Coding sheets are drawn by make sheets; what comes "
            "back is used by the next run."
        )
    return join(head, worth, _robustness(report))


def _robustness(report: Report) -> Html | None:
    """Say of each claim with other choices which share of them agrees."""
    if not report.settings.get("hypotheses"):
        return None
    table = report.table("verdicts")
    known = table[table["robust_share"].notna()]
    if known.empty:
        return None
    told = [
        Html(f"{html.named(row.id)} {html.result('verdicts', row, 'robust_share', 'percent')}")
        for row in known.itertuples(index=False)
    ]
    return paragraph(
        "Of the other choices of focus, copies, measure and terms under which each claim was repeated, these shares "
        "agree with it: ", html.listed(told, 12), ". Where a claim has no answer, agreeing means the same sign.",
    )  # fmt: skip


def readings(report: Report) -> Html:
    """Say where the reading pages are and how to open them: they hold whole texts, and stay on this machine."""
    folder = f"data/processed/{report.study}/readings/"
    return join(
        Html("<h2>Readings</h2>"),
        html.method(
            "Any article can be read with its frames, its speakers and the words that showed them: ",
            Html(f"<code>make reading STUDY={safe(report.study)} ARTICLE=&lt;article_id&gt;</code>"),
            " (ids stand in ", link_to("tables/focus_articles.csv", "focus_articles.csv"), ") writes a page into ",
            Html(f"<code>{safe(folder)}</code>"),
            ", which you open in a browser. These pages hold whole texts: they stay with who ran the study, and no "
            "page of this site links to them.",
        ),
    )  # fmt: skip


def bounds(report: Report) -> Html:
    """Give the limits of the corpus and what numbers mean, with the way to the method text."""
    more = paragraph(
        "How all this was done, in words that a paper can use, with the works it cites: ",
        link_to("method.html", "method and limits"), ".",
    )  # fmt: skip
    return join(Html("<h2>Method and limits</h2>"), more, report.limits(), meaning(report))


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
        Html("<h3>What the numbers mean, and what they do not mean</h3>"),
        paragraph(Html("<strong>It means:</strong> "), means),
        paragraph(Html("<strong>It does not mean:</strong> "), means_not),
    )


def files(report: Report) -> Html:
    """Write the list of figures, and say where everything can be taken from."""
    figures = report.list_figures()
    notebooks = [link_to(f"notebooks/{page}.ipynb", page) for page in ("index", "corpus", "topics", "frames", "events")]
    return join(
        Html("<h2>Figures, tables, data</h2>"),
        html.method(
            f"{len(figures)} figures (SVG and PNG), all tables (CSV, and as one workbook), a summary on one page and "
            "the texts to paste stand under ", link_to("downloads.html", "downloads"), ", each with what it holds.",
        ),
        paragraph(
            "The study as it ran: ", link_to("replication/study.yaml", "study.yaml"), ". The notebooks as they ran: ",
            Html(", ".join(notebooks)), ".",
        ),
    )  # fmt: skip


def link_to(path: str, text: object) -> Html:
    """Link to a file of the same report."""
    return Html(f'<a href="{safe(path)}">{safe(text)}</a>')
