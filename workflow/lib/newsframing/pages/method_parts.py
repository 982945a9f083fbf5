"""The paragraphs of the method text, each from the run's own tables and settings: what a paper has to say.

A part gives paragraphs as :class:`Html`, with a result's numbers as ``html.number``; the plain text is made from them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.figures.words import listing, plural
from newsframing.frames.codebook import Codebook
from newsframing.pages.citations import Citations, Work, latex
from newsframing.pages.html import Html, over, result
from newsframing.pages.html import method as paragraph
from newsframing.pages.report import Report
from newsframing.topics.choose import RULE

#: what a removal is for, in the words of a paper
_REASONS = {
    "repeated": "as the same record again",
    "no text": "for having no text",
    "language": "for being in another language",
    "no date": "for having no date",
    "outside window": "for lying outside the window",
}
_ENGINES = {
    "lda": "latent Dirichlet allocation, started from a non-negative matrix factorisation",
    "lda_cold": "latent Dirichlet allocation",
    "nmf": "non-negative matrix factorisation of TF-IDF weights",
    "stm": "a structural topic model with outlet and day as covariates",
}
_ENGINE_WORKS = {
    "lda": ("blei2003", "hoffman2010", "lee1999", "boutsidis2008"),
    "lda_cold": ("blei2003", "hoffman2010"),
    "nmf": ("lee1999", "boutsidis2008"),
    "stm": ("roberts2014",),
}


def corpus(report: Report, refs: Citations) -> list[Html]:
    """Tell the sources, the window, what was read and what was removed for which reason."""
    flow = report.table("corpus_flow")
    outlets = report.table("corpus_by_outlet")
    window = report.window
    span = f", published from {window['from']} to {window['to']}" if window else ""
    said: list[object] = [f"The articles come from {listing(_sources(report, refs), 20)}. Of "]
    said.append(result("corpus_flow", flow.iloc[0], "n_in"))
    said.append(" records read, ")
    said += [result("corpus_flow", flow.iloc[-1], "n_out"), " articles of "]
    said += [over("corpus_by_outlet", outlets, "count", "outlet"), f" outlets{span} remain; "]
    gone = flow[flow["n_removed"] > 0]
    told: list[object] = []
    for row in gone.itertuples():
        told += [result("corpus_flow", row, "n_removed"), f" {_REASONS.get(row.reason, f'for: {row.reason}')}", ", "]
    said += [*told[:-1], " were removed."] if told else ["none was removed."]
    languages = report.settings["corpus"].get("languages")
    if languages and not report.from_counts:
        works = refs.cite("joulin2017", "joulin2016")
        said.append(f" Languages ({listing(languages)}) were told by the text with fastText's model {works}.")
    return [paragraph(*said), _cleaning(report)]


def _sources(report: Report, refs: Citations) -> list[str]:
    named = []
    own = []
    for source in report.settings["corpus"]["sources"]:
        if source.get("role") == "reading":
            continue
        if name := source.get("dataset"):
            entry = report.datasets[name]
            work = refs.add(_dataset(name, entry))
            version = entry.get("version", "not stated")
            named.append(f"the public set “{entry['title']}” ({work.fields['year']}, version {version})")
        elif "api" in source.get("fetch", {}):
            own.append(f"answers of the service {source['fetch']['api']}")
        elif source.get("format") == "urls":
            own.append("pages fetched from a list of addresses")
        elif source.get("format") == "counts":
            own.append("counts of words and frame scores that another study shared in place of its texts")
        else:
            own.append(f"files of the study's own ({source.get('format', 'table')})")
    return named + list(dict.fromkeys(own))


def _dataset(name: str, entry: dict[str, Any]) -> Work:
    """Make a public corpus a work: its own words on how it is cited stand in the note."""
    year = next((word for word in str(entry.get("citation", "")).replace("(", " ").replace(")", " ").split()
                 if word.isdigit() and len(word) == 4), "n.d.")  # fmt: skip
    fields = {
        "title": f"{{{latex(entry['title'])}}}",
        "year": year,
        "version": latex(entry.get("version", "not stated")),
        "note": latex(f"{entry.get('citation', '')} sha256 of the file: {entry.get('file_sha256', 'not stated')}"),
    }
    return Work("misc", f"dataset-{name}", fields)


def _cleaning(report: Report) -> Html:
    """Name the commonest changes of cleaning with the number of articles."""
    if report.from_counts:
        return paragraph("Cleaning, the search for copies and the matching of frames were done where the texts are.")
    if report.from_counts:
        return paragraph(
            "The study starts from counts and frame scores that were shared in place of texts: cleaning and copies are "
            "those of whoever shared them."
        )
    changes = report.table("corpus_changes").head(4)
    if changes.empty:
        return paragraph("Cleaning changed no text.")
    told: list[object] = []
    for row in changes.itertuples():
        told += [f"{row.change} (", result("corpus_changes", row, "n_articles"), "), "]
    told[-1] = ")"
    return paragraph(
        "Texts were cleaned by fixed rules; the changes met in most articles (number of articles in brackets): ", *told,
        ". Every removed record and every kind of change is listed with the study's tables.",
    )  # fmt: skip


def copies(report: Report, refs: Citations) -> list[Html]:
    """Tell the focus, and how copies are found and counted."""
    table = report.table("corpus_independence")
    every = table[table["group"] == "all"].iloc[0]
    said: list[object] = [
        "Near copies were found by MinHash sketches of 3-grams ",
        refs.cite("broder1997"),
        ", each candidate pair compared exactly, with guards for facts that differ; they are grouped in clusters of "
        "one origin: ",
        result("corpus_independence", every, "n"),
        " articles in ",
        result("corpus_independence", every, "n_clusters"),
        " clusters. "
        + (
            "All copies are counted."
            if report.settings["copies"] == "keep_all"
            else "Findings count one of each cluster."
        ),
    ]
    return [paragraph(*_focus(report, table)), paragraph(*said)]


def _focus(report: Report, table: pd.DataFrame) -> list[object]:
    focus = report.settings["corpus"].get("focus") or {}
    if not focus and not report.from_counts:
        return ["Every article is in focus."]
    conditions = focus.get("all") or [focus]
    told = [
        f"{plural(one.get('at_least', 1), 'mention')} or more of {plural(len(one['any']), 'term')}"
        for one in conditions
        if one.get("any")
    ]
    said = f"In focus are articles with {listing(told)} in title, lead and body (the terms stand in study.yaml)"
    if report.from_counts:
        said = "Which articles are in focus, and which repeat others, came with the counts"
    elif focus.get("none"):
        said += f", and without any of {plural(len(focus['none']), 'other term')}"
    inside = table[(table["group"] == "focus") & (table["value"] == "in focus")]
    if inside.empty:
        return [f"{said}; no article is."]
    own = inside.iloc[0]
    return [
        f"{said}: ",
        result("corpus_independence", own, "n"),
        " articles, ",
        result("corpus_independence", own, "n_clusters"),
        " stories without copies.",
    ]


def topics(report: Report, refs: Citations) -> list[Html]:
    """Tell the engine, how K was chosen and why, and how steady the topics are."""
    settings, choice = report.settings["topics"], report.table("topic_choice")
    row = choice[choice["chosen"] == 1].iloc[0]
    tried = [int(k) for k in choice["k"]]
    fitted = "articles in focus" if settings.get("fit_on") == "focus" else "all articles, one of each cluster of copies"
    text = report.settings["text"]
    words = "lemmas" if text.get("lemmas") else "words"
    phrases = (
        f" and two-word phrases {refs.cite('bouma2009')}" if text.get("phrases") and not report.from_counts else ""
    )
    engine = f"{_ENGINES[settings['engine']]} {refs.cite(*_ENGINE_WORKS[settings['engine']])}"
    quality = refs.cite("bouma2009", "lau2014")
    first = paragraph(
        f"Topics were fitted on {fitted}, by {engine}, "
        f"from counts of {words}{phrases} that stand in at least {text['min_docs']} articles and in at most "
        f"{text['max_share']:.0%} of them. The number of topics was sought among {listing(tried, 20)}, each with "
        f"{plural(settings['seeds'], 'seed')} and {plural(settings['resamples'], 'resample')} of four fifths of the "
        f"articles, by coherence (NPMI, {quality[1:-1]}), stability over resamples {refs.cite('greene2014')} and "
        f"held-out likelihood {refs.cite('wallach2009')}. {RULE}",
    )
    ties = ""
    if len(report.table("topic_clusters")):
        network = refs.cite("walter2019", "blondel2008")
        ties = f" Clusters of topics are the communities of the network of shared articles {network}."
    second = paragraph(
        "Chosen were ", result("topic_choice", row, "k"), " topics (NPMI ",
        result("topic_choice", row, "npmi", "decimal"), ", stability ",
        result("topic_choice", row, "stability", "decimal"), f"). {row['why']}{ties}",
    )  # fmt: skip
    judged = report.table("topic_intrusion")
    third = None
    if len(judged):
        third = paragraph(f"People judged topics by word and document intrusion {refs.cite('chang2009')}.")
    return [part for part in (first, second, third) if part is not None]


def frames(report: Report, refs: Citations, hashes: dict[str, str]) -> list[Html]:
    """Tell the codebooks with their versions and sizes, and what a frame's presence means."""
    parts = [
        paragraph(
            f"A frame is what a text selects and makes salient {refs.cite('entman1993')}. Frames were measured a "
            "sentence at a time by lists of terms (whole words, any case), in title, lead and body; a frame is present "
            "in an article with one such sentence. The codebooks, with their versions:"
        )
    ]
    parts += [paragraph(_book(book, hashes.get(book.id, ""))) for book in report.codebooks]
    if len(report.table("frame_keyness")):
        parts.append(
            paragraph(
                "Words that tell outlets and frames apart are ranked by log-odds ratios with an informative Dirichlet "
                f"prior {refs.cite('monroe2008')}."
            )
        )
    return parts


def _book(book: Codebook, sha256: str) -> str:
    terms = sum(len(frame.terms) for frame in book.measured)
    version = f", sha256 {sha256[:12]}" if sha256 else ""
    by_people = len(book.frames) - len(book.measured)
    all_of = f"all measured by {plural(terms, 'term')}"
    some = f"{len(book.measured)} measured by {plural(terms, 'term')}, {by_people} that only people can code"
    how = some if by_people else all_of
    return (
        f"{book.title} ({book.id}.yaml{version}): {plural(len(book.frames), 'frame')}, {how}. "
        f"Source of its definitions: {book.source.strip()}"
    )


def intervals(report: Report, refs: Citations) -> list[Html]:
    """Tell how shares got their intervals, and how outlets were compared."""
    draws = report.settings["bootstrap"]["draws"]
    parts = [
        paragraph(
            f"Shares have 95% percentile bootstrap intervals {refs.cite('efron1993')} of {plural(draws, 'draw')} over "
            f"clusters of copies {refs.cite('cameron2008')}; where all or no story has the frame, Wilson's interval "
            f"{refs.cite('wilson1927')}."
        )
    ]
    if len(report.table("frame_outlets")):
        parts.append(
            paragraph(
                "Differences between outlets were adjusted for length, genre and agency copy by marginal "
                f"standardisation {refs.cite('lane1982', 'muller2014')} after a logistic regression with a weak prior "
                f"{refs.cite('gelman2008')}; the regression table gives average marginal effects in percentage points, "
                "clustered by story."
            )
        )
    return parts
