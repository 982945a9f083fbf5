"""Coding sheets as they are handed out: what a coder reads, cells to fill in, what a coder is told, the handbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from newsframing.articles import TEXT_FIELDS, count_words
from newsframing.classify.features import as_read
from newsframing.coding.codes import WHOLE
from newsframing.coding.plans import Plan
from newsframing.frames.codebook import Codebook
from newsframing.frames.sentences import split_sentences
from newsframing.rights import DISTRESS
from newsframing.sheets import Field, plain_text
from newsframing.topics.intrusion import extract

CHOICES = ("0", "1")
#: characters that a cell takes; Excel's own limit is 32,767
LONGEST_CELL = 30_000
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
READ = {"title": "the headline", "title_lead": "the headline and the first paragraph", "all": "the whole text"}


class Unit(NamedTuple):
    """A part of an article that is coded by itself: its name (field and offsets, or "article") and its text."""

    name: str
    text: str


def units_of(article: Mapping[str, object], unit: str) -> list[Unit]:
    """Cut what the coders read of an article into units; offsets are code points of the field, as in the evidence."""
    fields = [(name, text) for name in TEXT_FIELDS if isinstance(text := article[name], str) and text.strip()]
    if unit == WHOLE:
        return [Unit(WHOLE, "\n\n".join(_lines(text) for name, text in fields if name != "title"))]
    found = []
    for name, text in fields:
        places = split_sentences(text) if unit == "sentence" else [m.span() for m in _PARAGRAPH.finditer(text)]
        found += [Unit(f"{name}:{start}-{end}", plain_text(text[start:end])) for start, end in places]
    return found


def _lines(text: str) -> str:
    """Clean a text line by line: paragraphs stay."""
    return "\n\n".join(line for part in text.split("\n") if (line := plain_text(part)))


def _asked(plan: Plan) -> list[str]:
    return [f"{book}.{frame}" for book, frames in plan.frames.items() for frame in frames]


def fields_of(plan: Plan, texts: int, books: Mapping[str, Codebook] | None = None) -> tuple[Field, ...]:
    """List the columns of a sheet; ``texts`` is how many cells the longest text takes.

    ``books``: the codebooks, of which a workbook shows label and definition beside the cell to be filled in.
    """
    beside = [Field(name, 16) for name in plan.show]
    said = {
        f"{book}.{frame.id}": (frame.label, frame.definition)
        for book, codebook in (books or {}).items()
        for frame in codebook.frames
    }
    answers = [Field(name, 12, CHOICES, *said.get(name, ())) for name in _asked(plan)]
    many = [Field("text" if number == 1 else f"text_{number}", 90) for number in range(1, max(texts, 1) + 1)]
    return (
        *(Field(name, 12) for name in ("sheet", "article_id", "unit", "wave", "coder")),
        *beside, Field("title", 36), *many, *answers, Field("note", 30),
    )  # fmt: skip


def rows_of(
    plan: Plan, coder: str, articles: pd.DataFrame, whole: bool, books: Mapping[str, Codebook] | None = None
) -> tuple[pd.DataFrame, tuple[Field, ...]]:
    """Make the rows of a coder's sheet and its columns, empty cells where the answers go.

    ``articles`` needs article_id, outlet, published and the text fields. With ``whole`` the text to be coded stands in
    the row; without it title and opening alone, 50 words at most, and of smaller units the title alone.
    """
    shown = as_read(articles, plan.text).assign(
        outlet=articles["outlet"].to_numpy(), day=articles["published"].to_numpy()
    )
    by_id = {str(row["article_id"]): row for row in shown.to_dict("records")}
    rows, longest, name = [], 1, plan.sheet_of(coder)
    for article in plan.of_coder(coder):
        if article not in by_id:
            continue  # the corpus has changed since the draw; the code stays missing
        own = by_id[article]
        for unit in units_of(own, plan.unit):
            title, cells = _shown(own, unit, plan.unit, whole)
            longest = max(longest, len(cells))
            said = {"outlet": own["outlet"], "published": own["day"]}
            rows.append({
                "sheet": name, "article_id": article, "unit": unit.name, "wave": plan.wave, "coder": coder,
                **{key: said[key] for key in plan.show}, "title": title,
                **{"text" if n == 1 else f"text_{n}": cell for n, cell in enumerate(cells, 1)},
                **dict.fromkeys(_asked(plan), ""), "note": "",
            })  # fmt: skip
    fields = fields_of(plan, longest, books)
    return pd.DataFrame(rows, columns=[field.name for field in fields]).fillna(""), fields


def _shown(own: Mapping[str, object], unit: Unit, kind: str, whole: bool) -> tuple[str, list[str]]:
    """Give the title and the cells of text of one row."""
    if not whole:
        title, opening = extract(pd.Series(own), split_sentences)
        return title, [opening if kind == WHOLE else ""]
    title = plain_text(own["title"]) if isinstance(own["title"], str) else ""
    cells = [unit.text[start : start + LONGEST_CELL] for start in range(0, len(unit.text), LONGEST_CELL)]
    return title, cells or [""]


def words_and_rows(articles: pd.DataFrame, text: str, unit: str) -> tuple[int, int]:
    """Count the words to be read and the rows to be filled in."""
    words = rows = 0
    for own in as_read(articles, text).to_dict("records"):
        words += sum(count_words(own[name]) for name in TEXT_FIELDS if isinstance(own[name], str))
        rows += len(units_of(own, unit))
    return words, rows


def instructions(
    plan: Plan, coder: str, books: Mapping[str, Codebook], folder: str, texts: str
) -> tuple[str, list[str]]:
    """Give title and lines of a sheet's first page; ``folder``: where filled-in sheets go, ``texts``: the whole."""
    named = ", ".join(f"“{books[book].title}”" for book in plan.codebooks)
    unit = "article" if plan.unit == WHOLE else plan.unit
    single = [books[book].title for book in plan.codebooks if books[book].kind == "single"]
    lines = [
        DISTRESS,
        f"Each row of the sheet “items” is one {unit}. Read {READ[plan.text]}"
        + ("" if plan.unit == WHOLE else f", cut into {unit}s,")
        + f" and decide for each frame of {named}: 1 if the {unit} carries it, 0 if not.",
        "Decide by the definitions and rules of the handbook (last sheet), not by single words and not by what you "
        "know of the topic. A row is filled in whole, codebook by codebook: half a row cannot be used. Leave a row "
        "wholly empty if you cannot code it, and say why in “note”.",
        *(f"Of “{title}” an {unit} has one frame at most." for title in single),
        "Code by yourself; do not talk about single texts with other coders before all of you are done. Keep to the "
        "order of the rows. You can stop at any row and go on later.",
        "Do not change the other columns, and do not sort out rows. Type 0 and 1 only; some spreadsheets turn other "
        "things, such as 1/0, into dates.",
        f"You are “{coder}” in this study: use no real name anywhere in the file.",
        f"Work in a copy. Save it under any name that does not name another coder, as .xlsx or .csv, and put it into "
        f"{folder}.",
        f"The texts stand in {texts}, and as a page to read, in the order of the rows, in "
        f"{texts.removesuffix('.xlsx')}.html. Both hold whole articles and are not to be passed on.",
    ]
    return f"Coding sheet of {coder}, wave {plan.wave}", lines


def handbook(books: Sequence[Codebook]) -> list[str]:
    """Write codebooks as lines: each frame's label, definition and rules."""
    return [line for book in books for line in _pages(book)]


def _pages(book: Codebook) -> Iterator[str]:
    yield f"{book.title} ({book.id})"
    yield "An article may have one frame at most." if book.kind == "single" else "A text may carry several, or none."
    if book.source:
        yield f"Source: {book.source}"
    labels = {frame.id: frame.label for frame in book.frames}
    for frame in book.frames:
        yield ""
        yield f"{frame.label} [{book.id}.{frame.id}]"
        yield frame.definition
        yield from (f"Code it for: {text}" for text in frame.include)
        yield from (f"Not for: {text}" for text in frame.exclude)
        if frame.nearest_frame:
            yield f"Easily taken for “{labels[frame.nearest_frame]}”: {frame.nearest_rule}"
        yield from (f"Example: {text}" for text in frame.examples)
    yield ""
