"""Which sentences of an article are said by somebody, and by whom.

In order: a sentence with a reporting clause is its source's; one inside a quotation is that of the clause beside the
quotation, else that of the last speaker; a headline "Name: …" is the name's. All else is the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import pandas as pd

from newsframing.focus import in_focus
from newsframing.frames.sentences import Sentence, split_sentences
from newsframing.frames.speakers.actors import Actors
from newsframing.frames.speakers.names import Finder
from newsframing.frames.speakers.quotations import quotations
from newsframing.frames.speakers.reporting import Clause, clauses, headline_source, segments
from newsframing.frames.speakers.sources import Heard, Source, Story

FIELDS = ("title", "lead", "body")
COLUMNS = ["article_id", "field", "sentence", "start", "end", "speaker", "source"]
#: a stretch in quotation marks of fewer words is a term, no quotation
_WORDS = 5
_WORD = re.compile(r"[^\W_]+")
_MARKS = frozenset("\"“”„«»'‘’")


class Said(NamedTuple):
    """One sentence that somebody says: its number and place in the field, the kind of speaker, the words for it."""

    sentence: int
    start: int
    end: int
    speaker: str
    source: str


class _Field:
    """One field while it is read: sentences, quotations, and the last speaker so far."""

    def __init__(self, story: Story, field: str, last: Heard) -> None:
        self.story, self.field, self.last = story, field, last
        self.text = story.texts[field]
        self.sentences = split_sentences(self.text)
        self.quoted = quotations(self.text)

    def read(self) -> list[Said]:
        """Attribute sentence by sentence."""
        found: list[Said] = []
        for number, sentence in enumerate(self.sentences):
            source = self._of(number, sentence)
            if source is None:
                if subject := self.story.subject(self.field, *sentence):
                    self.last = self.last.then(subject)
                continue
            kind = self.story.speaker(source)
            if source.kind and source.words:
                self.last = self.last.then(source)
            if kind != "journalist":
                found.append(Said(number, *sentence, kind, " ".join(source.words.split())[:60]))
        return found

    def _of(self, number: int, sentence: Sentence) -> Source | None:
        """Give the source of one sentence; None: nobody is quoted."""
        words, spans = self._quoted_words(sentence)
        source = self._by_clause(sentence)
        if source is None and self.field == "title":
            place = headline_source(self.text)
            source = self.story.headline(self.field, *place) if place else None
        if source is not None and (source.kind or words < _WORDS):
            return source
        if words < _WORDS and not (spans and self._wholly(sentence, spans)):
            return source
        return self._by_quotation(number, spans) or source or self.last.any or Source("", "", "")

    def _quoted_words(self, sentence: Sentence) -> tuple[int, list[tuple[int, int]]]:
        """Give the words of the longest stretch of a sentence in quotation marks, and the quotations it is part of."""
        spans = [(a, b) for a, b in self.quoted if a < sentence.end and b > sentence.start]
        inside = (self.text[max(a, sentence.start) : min(b, sentence.end)] for a, b in spans)
        return max((len(_WORD.findall(piece)) for piece in inside), default=0), spans

    def _wholly(self, sentence: Sentence, spans: list[tuple[int, int]]) -> bool:
        """Tell whether nothing of a sentence stands outside the quotation marks."""
        rest = self.text[sentence.start : sentence.end]
        for a, b in reversed(spans):
            rest = rest[: max(0, a - sentence.start)] + rest[max(0, b - sentence.start) :]
        return not _WORD.search(rest) and self.text[spans[0][0]] not in "'‘"

    def _by_clause(self, sentence: Sentence) -> Source | None:
        unnamed: Source | None = None
        for clause in clauses(self.text, *sentence, self.quoted):
            source = self._named(clause)
            if source and source.kind:
                return source
            if clause.sure and unnamed is None:
                unnamed = source or Source("", "", "")
        return unnamed

    def _named(self, clause: Clause) -> Source | None:
        """Try the words on both sides of a verb, from the verb outwards."""
        best: Source | None = None
        sides = [(clause.before, True)] + ([(clause.after, False)] if clause.after else [])
        if clause.turned:
            sides.reverse()
        for (start, end), from_right in sides:
            for place in segments(self.text, start, end, from_right):
                source = self.story.source(self.field, *place, self.last)
                if source and source.kind:
                    return source
                best = best or source
        return best

    def _by_quotation(self, number: int, spans: list[tuple[int, int]]) -> Source | None:
        """Look for the clause beside the quotation, in the sentence in which it ends or begins."""
        if not spans:
            return None
        start, end = spans[-1]
        while self.text[end - 1] not in _MARKS:  # goes on in the next paragraph
            onward = next(((a, b) for a, b in self.quoted if a >= end), None)
            if onward is None or self.text[end : onward[0]].strip():
                break
            end = onward[1]
        for sentence in reversed(self.sentences[number:]):
            if sentence.start < end and (found := self._by_clause(sentence)) and found.kind:
                return found
        for sentence in self.sentences[:number]:
            if sentence.end > start and (found := self._by_clause(sentence)) and found.kind:
                return found
        return None


def attribute(texts: Mapping[str, object], actors: Actors, names: Finder | None = None) -> dict[str, list[Said]]:
    """Tell for title, lead and body which sentences somebody says; sentences left out are the article's own.

    ``names`` finds the names of a text by a model (``names.finder``); without it capitals tell them.
    """
    fields = {name: text for name in FIELDS if isinstance(text := texts.get(name), str) and text}
    told = {name: names(text) for name, text in fields.items()} if names else None
    story = Story(fields, {name: actors.find(text) for name, text in fields.items()}, told)
    found: dict[str, list[Said]] = {}
    last = Heard()
    for name in ("lead", "body", "title"):  # a headline is understood from what stands below it
        if name in fields:
            reader = _Field(story, name, last if name != "title" else Heard())
            found[name] = reader.read()
            last = reader.last
    return found


def speakers_table(articles: pd.DataFrame, actors: Actors, names: Finder | None = None) -> pd.DataFrame:
    """List the sentences of all articles given that somebody says, with the kind of speaker and the words for it."""
    rows: list[tuple[object, ...]] = []
    columns = [articles[name].tolist() for name in ("article_id", *FIELDS)]
    for article_id, *texts in zip(*columns, strict=True):
        found = attribute(dict(zip(FIELDS, texts, strict=True)), actors, names)
        rows.extend((article_id, name, *said) for name in FIELDS for said in found.get(name, ()))
    types = dict.fromkeys(("article_id", "field", "speaker", "source"), "str")
    types |= dict.fromkeys(("sentence", "start", "end"), "int32")
    return pd.DataFrame(rows, columns=COLUMNS).astype(types)


def read_for_speakers(articles: pd.DataFrame, focus: dict[str, Any] | None = None) -> pd.Series:
    """Mark the articles in which speakers are told: those in focus, reports of events, and readings.

    Findings speak of no others, and telling speakers costs more than finding frames. ``focus``: a wider focus under
    which a claim about speakers is repeated.
    """
    marked = articles["focus"].astype(bool) | (articles["role"] == "reading") | articles["event_id"].notna()
    return marked | in_focus(articles, focus) if focus else marked


def fill(evidence: pd.DataFrame, speakers: pd.DataFrame, read: Collection[str]) -> pd.DataFrame:
    """Fill the column speaker of frame_evidence: who says the sentence, ``journalist`` where nobody is quoted.

    ``read``: ids of the articles in which speakers were told; in all others it stays missing.
    """
    keys = ["article_id", "field", "sentence"]
    known = speakers.set_index(keys)["speaker"]
    places = pd.MultiIndex.from_frame(evidence[keys])
    told = known.reindex(places).fillna("journalist").set_axis(evidence.index)
    filled = evidence.assign(speaker=told.where(evidence["article_id"].isin(read)))
    return filled.astype({"speaker": "str"})
