"""The page "Method and limits": the text that a paper needs, written from the run, and the works it cites."""

from __future__ import annotations

import html as plain_html
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from newsframing.figures.words import plural
from newsframing.pages import method_evidence, method_parts
from newsframing.pages.citations import Citations
from newsframing.pages.html import Html, join, safe
from newsframing.pages.html import method as paragraph
from newsframing.pages.report import Report
from newsframing.pages.site import RIGHTS

#: codebooks that measure how force is judged: only where they are used is it said what no corpus can tell of it
OF_FORCE = {"force_stance", "remedies"}
Section = tuple[str, list[Html]]


class Method(NamedTuple):
    """The page's body, the same as plain text, and the cited works as BibTeX."""

    page: Html
    text: str
    bibtex: str


def method(
    report: Report,
    works: str,
    versions: Mapping[str, str],
    project: Mapping[str, Any],
    hashes: dict[str, str],
) -> Method:
    """Write the method text; ``works``: what can be cited, ``versions``: of the lock, ``hashes``: of the codebooks."""
    refs = Citations(works)
    sections: list[Section] = [
        ("Corpus", method_parts.corpus(report, refs)),
        ("Focus and copies", method_parts.copies(report, refs)),
        ("Topics", method_parts.topics(report, refs)),
        ("Frames", method_parts.frames(report, refs, hashes)),
        ("Codes, agreement and correction", method_evidence.coding(report, refs)),
        ("Intervals and comparisons", method_parts.intervals(report, refs)),
        ("Claims and verdicts", method_evidence.verdicts(report, refs)),
        ("Software", method_evidence.software(report, refs, versions, project)),
    ]
    bounds = limits(report)
    text = _text(report, sections, bounds, refs)
    told = [join(Html(f"<h2>{safe(head)}</h2>"), *parts) for head, parts in sections]
    items = "".join(f'<li class="method">{safe(one)}</li>' for one in refs.listed)
    listed = Html(f'<ul class="references">{items}</ul>')
    page = join(
        paragraph(
            "This text was written by the run, from its own tables and settings; nothing in it was filled in by hand. "
            "To use it in a paper, take the file: ",
            Html('<a href="replication/method.txt" download>method.txt</a>'),
            ", and the works cited as BibTeX: ",
            Html('<a href="replication/references.bib" download>references.bib</a>'),
            ".",
        ),
        *told,
        Html("<h2>Limits</h2>"),
        *bounds,
        Html("<h2>References</h2>"),
        listed,
    )
    return Method(page, text, refs.bibtex)


def limits(report: Report) -> list[Html]:
    """Say what the study cannot carry: in its own words first, then what holds for every study."""
    parts = [report.limits()]
    read = [source for source in report.settings["corpus"]["sources"] if source.get("role") == "reading"]
    if read:
        parts.append(
            paragraph(
                "The study reads texts against its corpus (sources of the role reading). Such a text may be where a "
                "question comes from; it is counted in no topic, share or verdict, and is no evidence for what it says."
            )
        )
    used = {book.id for book in report.codebooks} | set(report.coded)
    if used & OF_FORCE:
        parts.append(
            paragraph(
                "Whether force works is a causal claim that no corpus of news can test. What can be told is how often "
                "that is said, by whom, and beside which other remedies."
            )
        )
    parts.append(
        paragraph(
            "A result speaks about these articles, not about what readers believe. Frames that lists of terms find are "
            "what the lists find."
        )
    )
    parts.append(paragraph(RIGHTS))
    licences = [
        paragraph(Html(f"<strong>{safe(entry['title'])}.</strong> "), "Licence: ", " ".join(entry["licence"].split()))
        for entry in report.datasets.values()
        if entry.get("licence")
    ]
    return [*parts, *licences]


def _as_text(part: Html) -> list[str]:
    """Turn a piece of HTML of ours into paragraphs of plain text."""
    blocks = re.split(r"</p>|</h2>|</li>", str(part))
    texts = [plain_html.unescape(re.sub(r"<[^>]+>", "", block)) for block in blocks]
    return [" ".join(text.split()) for text in texts if text.strip()]


def _text(report: Report, sections: list[Section], bounds: list[Html], refs: Citations) -> str:
    lines = [f"Method of the study: {' '.join(report.settings['title'].split())}", ""]
    for head, parts in [*sections, ("Limits", bounds)]:
        lines += [head, ""]
        for part in parts:
            for text in _as_text(part):
                lines += [text, ""]
    lines += ["References", ""] + [f"- {one}" for one in refs.listed]
    lines += ["", f"({plural(len(refs.cited), 'work')}; the same as BibTeX: references.bib)"]
    return "\n".join(lines) + "\n"
