"""Frames found by the terms of codebooks, sentence by sentence, with the place of every word that showed one.

The unit is the sentence of the title, the lead or the body. A term counts in its sentence if the sentence has a cue
in reach (where the frame asks for one) and none of the words that rule it out; of overlapping terms of one frame the
longest counts. ``share`` is taken over all sentences of title, lead and body, so a headline weighs as one sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from newsframing.frames.codebook import Codebook
from newsframing.frames.sentences import split_sentences
from newsframing.patterns import WORD, Hit, Term, Terms, Words

FIELDS = ("title", "lead", "body")
METHOD = "dictionary"
SCORE_COLUMNS = ["article_id", "codebook", "frame", "method", "present", "share", "n_sentences"]
EVIDENCE_COLUMNS = ["article_id", "field", "codebook", "frame", "sentence", "start", "end", "term", "speaker"]
#: articles whose rows are held as Python objects at a time
_CHUNK = 2000


@dataclass
class _Use:
    """What one term is used for, by positions in the plan: frames it shows, is a cue of, rules out."""

    shows: list[int] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    bars: list[int] = field(default_factory=list)


class _Plan:
    """The measured frames of all codebooks and one list of their terms, so that a text is read once for all."""

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self.frames = [(book, frame) for book in codebooks for frame in book.measured]
        self.needs_cue = [bool(frame.cue) for _, frame in self.frames]
        uses: dict[Term, _Use] = {}
        for number, (_, frame) in enumerate(self.frames):
            for name in ("terms", "cue", "not_with"):
                for term in getattr(frame, name):
                    use = uses.setdefault(term, _Use())
                    {"terms": use.shows, "cue": use.cues, "not_with": use.bars}[name].append(number)
        for text in [text for term in uses for text in term.beside]:
            uses.setdefault(Term(text), _Use())
        place = {term: number for number, term in enumerate(uses)}
        self.beside = [frozenset(place[Term(text)] for text in term.beside) for term in uses]
        self.terms = Terms(uses)
        self.uses = list(uses.values())
        self.texts = [term.text for term in uses]

    def in_sentence(self, text: str, hits: list[Hit]) -> dict[int, list[Hit]]:
        """Give the hits that count in one sentence of a text, frame by frame."""
        found: dict[int, list[Hit]] = {}
        cues: dict[int, list[Hit]] = {}
        barred: set[int] = set()
        stand = {hit.term for hit in hits}
        for hit in hits:
            if self.beside[hit.term] and not self.beside[hit.term] & stand:
                continue
            use = self.uses[hit.term]
            for number in use.shows:
                found.setdefault(number, []).append(hit)
            for number in use.cues:
                cues.setdefault(number, []).append(hit)
            barred.update(use.bars)
        kept: dict[int, list[Hit]] = {}
        for number, places in found.items():
            if number in barred:
                continue
            if self.needs_cue[number]:
                reach = self.frames[number][1].cue_within
                places = [hit for hit in places if _cued(text, hit, cues.get(number, []), reach)]
            if places:
                kept[number] = _longest(places)
        return kept


def _cued(text: str, hit: Hit, cues: list[Hit], reach: int | None) -> bool:
    """Tell whether a cue stands in reach of a hit, counted in words between the two; None reaches over the sentence."""
    if reach is None:
        return bool(cues)
    for cue in cues:
        between = text[min(cue.end, hit.end) : max(cue.start, hit.start)]
        # blanks are looked at first: a stretch with few of them may still be many words joined by hyphens
        if between.count(" ") <= reach + 1 and sum(1 for _ in WORD.finditer(between)) <= reach:
            return True
    return False


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep the longest of overlapping hits, from the left."""
    if len(hits) == 1:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.term)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _losers(plan: _Plan, counts: list[int], mentions: Mapping[int, int]) -> set[int]:
    """Positions that lose in a codebook of kind single: all but the frame with most sentences, then most mentions."""
    losers: set[int] = set()
    best: dict[str, int] = {}
    for number, (book, _) in enumerate(plan.frames):
        if book.kind != "single" or not counts[number]:
            continue
        other = best.setdefault(book.id, number)
        if other != number:
            wins = (counts[number], mentions[number]) > (counts[other], mentions[other])
            best[book.id] = number if wins else other
            losers.add(other if wins else number)
    return losers


class _Rows:
    """Rows of both tables, turned into frames of pandas chunk by chunk, so that memory follows the chunk."""

    def __init__(self) -> None:
        self.scores: list[tuple[object, ...]] = []
        self.evidence: list[tuple[object, ...]] = []
        self._tables: tuple[list[pd.DataFrame], list[pd.DataFrame]] = ([], [])

    def flush(self) -> None:
        """Turn what is held into tables."""
        for rows, tables, make in zip(
            (self.scores, self.evidence), self._tables, (_score_table, _evidence_table), strict=True
        ):
            if rows or not tables:
                tables.append(make(rows))
            rows.clear()

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give both tables whole."""
        self.flush()
        scores, evidence = (pd.concat(tables, ignore_index=True) for tables in self._tables)
        return scores, evidence


def _score_table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    types = dict.fromkeys(SCORE_COLUMNS[:4], "str") | {"present": "int8", "share": "float64", "n_sentences": "int32"}
    return pd.DataFrame(rows, columns=SCORE_COLUMNS).astype(types)


def _evidence_table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    types = dict.fromkeys(EVIDENCE_COLUMNS, "str") | dict.fromkeys(("sentence", "start", "end"), "int32")
    return pd.DataFrame(rows, columns=EVIDENCE_COLUMNS).astype(types)


def _field_hits(plan: _Plan, text: str) -> tuple[int, list[tuple[int, dict[int, list[Hit]]]]]:
    """Count a field's sentences and give, for each sentence with hits, its number and the hits that count."""
    sentences = split_sentences(text)
    by_sentence: dict[int, list[Hit]] = {}
    starts = [sentence.start for sentence in sentences]
    for hit in plan.terms.find(Words(text)):
        number = bisect_right(starts, hit.start) - 1
        if number >= 0 and hit.end <= sentences[number].end:  # a phrase does not reach over a sentence's end
            by_sentence.setdefault(number, []).append(hit)
    return len(sentences), [(number, plan.in_sentence(text, hits)) for number, hits in by_sentence.items()]


def score(articles: pd.DataFrame, codebooks: Iterable[Codebook]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure every article in every frame that terms can measure; gives (frame_scores, frame_evidence).

    ``articles`` has article_id, title, lead and body (text or missing). frame_scores has a row for every article and
    frame, zeros included: present (0/1), n_sentences with the frame, share of all sentences of the three fields (0
    where there are none); in a codebook of kind single, one frame at most is present, the one most sentences have, and
    the others count as absent. frame_evidence has a row for every place that counted: ``field[start:end]`` are the
    words found, in code points, ``sentence`` counts from 0 in its field, ``speaker`` is empty here. Rows stand in the
    order of articles, fields, sentences, codebooks.
    """
    plan = _Plan(list(codebooks))
    rows = _Rows()
    names = [(book.id, frame.id) for book, frame in plan.frames]
    columns = [articles[name].tolist() for name in ("article_id", *FIELDS)]
    for done, (article_id, *texts) in enumerate(zip(*columns, strict=True), start=1):
        counts, total = [0] * len(names), 0
        places: list[tuple[int, str, int, Hit]] = []
        for name, text in zip(FIELDS, texts, strict=True):
            if not isinstance(text, str) or not text:
                continue
            n_sentences, found = _field_hits(plan, text)
            total += n_sentences
            for sentence, frames in found:
                for number in sorted(frames):
                    counts[number] += 1
                    places.extend((number, name, sentence, hit) for hit in frames[number])
        losers = _losers(plan, counts, Counter(number for number, *_ in places))
        for number, (pair, count) in enumerate(zip(names, counts, strict=True)):
            n = 0 if number in losers else count
            rows.scores.append((article_id, *pair, METHOD, int(n > 0), n / total if total else 0.0, n))
        rows.evidence.extend(
            (article_id, name, *names[number], sentence, hit.start, hit.end, plan.texts[hit.term], None)
            for number, name, sentence, hit in places
            if number not in losers
        )
        if done % _CHUNK == 0:
            rows.flush()
    return rows.tables()
