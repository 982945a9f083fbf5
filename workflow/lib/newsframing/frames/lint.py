"""What a codebook's author should look at again: names, exclusions, terms that overlap, never or always count.

A fault is against a rule of the house and ends ``make codebook`` with status 1; a note is for a person to judge, since
two frames may well share a term on purpose. What is against the schema never comes here: reading the file refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from newsframing.frames.codebook import Codebook, Frame, OneSided
from newsframing.frames.match import score
from newsframing.patterns import Term, Terms

#: a term found in at least this share of articles tells few of them from others
ALWAYS = 0.5


class Finding(NamedTuple):
    """One finding: fault or note, the frame ("" for the codebook), and what was found."""

    kind: str
    frame: str
    text: str


def lint(book: Codebook, one_sided: Iterable[OneSided] = ()) -> list[Finding]:
    """Look a codebook through; ``one_sided`` are words of one side from other codebooks, beside its own.

    Faults first, then notes, each in the order of the frames.
    """
    labels = {one.term.text.lower(): one for one in (*one_sided, *book.one_sided)}
    found = [*_names(book, list(labels.values())), *_rules(book), *_within(book), *_between(book)]
    return sorted(found, key=lambda one: one.kind)  # fault before note


def _names(book: Codebook, labels: list[OneSided]) -> Iterator[Finding]:
    """A name that is shown must not be the word of one side."""
    terms = Terms([one.term.text for one in labels])
    for frame_id, name in (("", book.title), *((frame.id, frame.label) for frame in book.frames)):
        for hit in terms.find(name):
            one = labels[hit.term]
            said = f"the name '{name}' has '{name[hit.start : hit.end]}', a word of one side ({one.side})"
            yield Finding("fault", frame_id, f"{said}; ours: {one.ours}")


def _rules(book: Codebook) -> Iterator[Finding]:
    """A person must be able to code by it."""
    wanted = {
        "include": "no rule for what counts",
        "exclude": "no exclusions: what does not count?",
        "examples": "no example",
        "near_misses": "no near miss",
    }
    for frame in book.frames:
        for key, said in wanted.items():
            if not getattr(frame, key):
                yield Finding("note", frame.id, said)
        if len(book.frames) > 1 and not frame.nearest_frame:
            yield Finding("note", frame.id, "no nearest frame: which is it taken for, and what tells the two apart?")
    if not book.source:
        yield Finding("note", "", "no source: where do the definitions come from?")


def _words(term: Term) -> str:
    return term.text.replace("*", "")


def _bare(term: Term) -> bool:
    """Tell whether a term counts wherever it stands."""
    return not (term.not_before or term.not_after or term.beside)


def _within(book: Codebook) -> Iterator[Finding]:
    """A term that another term of its frame finds anyway adds nothing."""
    for frame in book.measured:
        wide = [term for term in frame.terms if _bare(term)]
        known = Terms([term.text for term in wide])
        for term in frame.terms:
            covering = {wide[hit.term].text for hit in known.find(_words(term))} - {term.text}
            if covering:
                yield Finding("note", frame.id, f"'{term.text}' adds nothing to '{min(covering)}'")


def _between(book: Codebook) -> Iterator[Finding]:
    """Terms of one frame that find words of another's."""
    for frame in book.measured:
        known = Terms(term.text for term in frame.terms)
        for other in book.measured:
            if other.id != frame.id:
                yield from _shared(frame, known, other, book.kind)


def _shared(frame: Frame, known: Terms, other: Frame, kind: str) -> Iterator[Finding]:
    same = {term.text.lower() for term in frame.terms} & {term.text.lower() for term in other.terms}
    if same and frame.id < other.id:
        said = f"the same as in '{other.id}': {', '.join(sorted(same))}"
        yield Finding("fault" if kind == "single" else "note", frame.id, said)
    inside: dict[str, str] = {}
    for term in other.terms:
        for hit in known.find(_words(term)):
            own = frame.terms[hit.term].text
            if own.lower() != term.text.lower() and term.text.lower() not in same:
                inside.setdefault(term.text, own)
    if inside:
        pairs = ", ".join(f"'{own}' in '{theirs}'" for theirs, own in sorted(inside.items()))
        yield Finding("note", frame.id, f"finds words of '{other.id}' too: {pairs}")


def lint_on_corpus(book: Codebook, articles: pd.DataFrame) -> list[Finding]:
    """Say which terms never count in these articles, and which in half of them or more.

    ``articles`` as for ``match.score``. A term counts where it is evidence: with its cue, and the longest of its place.
    """
    _, evidence = score(articles, [book])
    n = len(articles)
    found: list[Finding] = []
    for frame in book.measured:
        own = evidence[evidence["frame"] == frame.id]
        stories = own.groupby("term")["article_id"].nunique().to_dict()
        never = [term.text for term in frame.terms if term.text not in stories]
        if never:
            said = f"{len(never)} of {len(frame.terms)} terms never count in {n} articles: {', '.join(never)}"
            found.append(Finding("note", frame.id, said))
        for term, count in sorted(stories.items()):
            if n and count / n >= ALWAYS:
                found.append(Finding("note", frame.id, f"'{term}' counts in {count} of {n} articles"))
        if n and own["article_id"].nunique() == n:
            found.append(Finding("note", frame.id, f"is present in every one of {n} articles"))
    return found
