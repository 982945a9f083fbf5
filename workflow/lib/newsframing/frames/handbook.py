"""A codebook as a handbook for coders: one page, self-contained, to be read on a screen or printed.

A codebook may come from anybody, so every text of it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from newsframing.frames.codebook import STATUSES, Codebook, Frame, OneSided
from newsframing.patterns import Term, Terms
from newsframing.rights import DISTRESS

ELEMENTS = {
    "aspect": "an aspect: what the story is about",
    "problem": "a definition of the problem",
    "cause": "a cause",
    "evaluation": "an evaluation",
    "remedy": "a remedy",
    "style": "a style of reporting",
    "": "not said",
}
MEASURED = {
    "terms": "by terms, and by people",
    "speaker": "by terms together with who says it, and by people",
    "human": "by people only (or by a classifier trained on what they coded)",
}
STYLE = """
:root { --ink: #1c1f23; --soft: #59616b; --line: #d8dce1; --wash: #f5f6f8; --yes: #1e6b45; --no: #9a3324; }
* { box-sizing: border-box; }
body { color: var(--ink); background: #fff; font: 16px/1.55 Georgia, "Times New Roman", serif; margin: 0 auto;
  max-width: 46rem; padding: 2.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 0; }
h2 code, nav code { color: var(--soft); font-size: .8em; font-weight: normal; }
h3 { font: 600 .8rem/1.4 system-ui, sans-serif; color: var(--soft); letter-spacing: .04em; margin: 1rem 0 .2rem; }
section { border-top: 2px solid var(--ink); margin-top: 2.5rem; padding-top: 1rem; break-inside: avoid-page; }
ul, ol { margin: .2rem 0; padding-left: 1.3rem; }
p { margin: .4rem 0; }
.meta, footer { color: var(--soft); font: .85rem/1.5 system-ui, sans-serif; }
.definition { font-size: 1.1rem; }
.yes, .no { border-left: 3px solid var(--yes); margin: .4rem 0; padding: .1rem .8rem; }
.no { border-color: var(--no); }
.why { color: var(--soft); }
details { background: var(--wash); font: .85rem/1.6 system-ui, sans-serif; margin-top: 1rem; padding: .5rem .8rem; }
summary { cursor: pointer; }
mark { background: #ffe9a8; padding: 0 .15em; }
table { border-collapse: collapse; font: .85rem/1.5 system-ui, sans-serif; width: 100%; }
td, th { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; }
@media print { body { font-size: 11pt; max-width: none; padding: 0; } details:not([open]) { display: none; }
  section { break-before: auto; } a { color: inherit; text-decoration: none; } }
"""


def _each(tag: str, texts: Iterable[object]) -> Markup:
    return Markup("\n").join(Markup(f"<{tag}>{{}}</{tag}>").format(text) for text in texts)


def _block(heading: str, texts: Sequence[str]) -> Markup:
    """A heading and a list, or nothing where there is nothing to list."""
    return Markup("<h3>{}</h3>\n<ul>{}</ul>").format(heading, _each("li", texts)) if texts else Markup("")


def _term(term: Term, labels: Terms, sides: Sequence[OneSided]) -> Markup:
    """A term with the words that must, or must not, stand beside it; a word of one side is marked."""
    hit = next(labels.find(term.text.replace("*", "")), None)
    text = escape(term.text)
    if hit is not None:
        text = Markup('<mark title="{}">{}</mark>').format(f"a word of one side: {sides[hit.term].side}", term.text)
    pairs = (("not after", term.not_before), ("not before", term.not_after), ("only with", term.beside))
    limits = "; ".join(f"{said} {', '.join(words)}" for said, words in pairs if words)
    return Markup('{} <span class="why">({})</span>').format(text, limits) if limits else text


def _terms(summary: str, terms: Sequence[Term], labels: Terms, sides: Sequence[OneSided]) -> Markup:
    if not terms:
        return Markup("")
    listed = Markup(" · ").join(_term(term, labels, sides) for term in terms)
    return Markup("<details><summary>{}</summary><p>{}</p></details>").format(f"{summary} ({len(terms)})", listed)


def _frame(frame: Frame, book: Codebook, labels: Terms) -> Markup:
    names = {one.id: one.label for one in book.frames}
    nearest = Markup("")
    if frame.nearest_frame:
        nearest = Markup("<h3>Easily taken for</h3>\n<p>{}: {}</p>").format(
            names[frame.nearest_frame], frame.nearest_rule
        )
    yes = Markup("").join(Markup('<p class="yes">{}</p>').format(text) for text in frame.examples)
    no = Markup("").join(
        Markup('<p class="no">{}<br><span class="why">No: {}</span></p>').format(one.text, one.why)
        for one in frame.near_misses
    )
    source = Markup('<p class="meta">After: {}</p>').format(frame.source) if frame.source else Markup("")
    return Markup(
        '<section id="{}">\n<h2>{} <code>{}</code></h2>\n<p class="meta">{}; measured {}.</p>\n'
        '<p class="definition">{}</p>\n{}\n{}\n{}\n{}{}{}\n{}{}\n</section>'
    ).format(
        frame.id,
        frame.label,
        frame.id,
        ELEMENTS[frame.element].capitalize(),
        MEASURED[frame.measurable_by],
        frame.definition,
        _block("Code it for", frame.include),
        _block("Do not code it for", frame.exclude),
        nearest,
        Markup("<h3>Examples</h3>\n") if yes or no else "",
        yes,
        no,
        source,
        _terms("Terms of the matcher; a coder need not know them", frame.terms, labels, book.one_sided),
    )


def handbook(book: Codebook) -> str:
    """Compose the page: how to code, the frames with rules and examples, the words of one side, the sources."""
    labels = Terms(one.term.text for one in book.one_sided)
    several = "An article may carry several frames, or none." if book.kind == "multi" else "An article has one at most."
    rules = [
        DISTRESS,
        "Read the whole of what you were given once before you code.",
        "For each frame decide whether the text carries it, by the definition and not by single words.",
        several,
        "A frame that somebody quoted voices is coded like one in the writer's own voice, also where it is denied or "
        "the writer keeps a distance, unless a rule says otherwise.",
        "Where two frames seem to fit, ask the rule under “Easily taken for”.",
        "When in doubt code no, and write the doubt down.",
    ]
    status = Markup("")
    given = book.measured[0].status if book.measured else ()
    if given:
        rows = [(name, ", ".join(term.text for term, one in given if one == name)) for name in STATUSES]
        cells = Markup("").join(Markup("<tr><td>{}</td><td>{}</td></tr>").format(*row) for row in rows if row[1])
        status = Markup(
            '<section id="status"><h2>Proposed, taken, rejected</h2>\n<p>A measure counts only where the sentence '
            "proposes or demands it, decides on or defends it, or rejects it. The matcher tells by these words; a word "
            "of the first two rows that is denied (“should not”) rejects.</p>\n<table>{}</table></section>"
        ).format(cells)
    sides = Markup("")
    if book.one_sided:
        cells = Markup("").join(
            Markup("<tr><td>{}</td><td>{}</td><td>{}</td></tr>").format(one.term.text, one.side, one.ours)
            for one in book.one_sided
        )
        sides = Markup(
            '<section id="one-sided"><h2>Words of one side</h2>\n<p>They stand in texts and quotations; we do not use '
            "them as names.</p>\n<table><tr><th>Word</th><th>Who says it of whom</th><th>Ours</th></tr>{}</table>"
            "</section>"
        ).format(cells)
    contents = _each("li", (Markup('<a href="#{}">{}</a>').format(one.id, one.label) for one in book.frames))
    page = Markup(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{} – handbook</title>\n'
        "<style>{}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n"
        '<p class="meta">Handbook for coders of the codebook <code>{}</code>, {} frames.</p>\n'
        "<h3>How to code</h3>\n<ol>{}</ol>\n<h3>Frames</h3>\n<nav><ol>{}</ol></nav>\n{}\n{}\n{}\n</main>\n"
        "<footer><h3>Where the definitions come from</h3><p>{}</p></footer>\n</body>\n</html>\n"
    ).format(
        book.title,
        Markup(STYLE),
        book.title,
        book.id,
        len(book.frames),
        _each("li", rules),
        contents,
        Markup("\n").join(_frame(frame, book, labels) for frame in book.frames),
        status,
        sides,
        book.source or "not said",
    )
    return str(page)
