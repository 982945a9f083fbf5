"""Frames found by the terms of codebooks, sentence by sentence, with the place of every word that showed one.

The unit is the sentence of the title, the lead or the body. A term counts in its sentence if the sentence has a cue
in reach (where the frame asks for one) and none of the words that rule it out; of overlapping terms of one frame the
longest counts. ``share`` is taken over all sentences of title, lead and body, so a headline weighs as one sentence.

Each piece of evidence says whether it is denied and whether it stands in a quotation (see ``marks``). Where the
codebook has words of status, the one nearest to the evidence says whether the measure is proposed, taken or rejected;
a word of proposing or deciding that is itself denied rejects.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

import pandas as pd

from newsframing.frames.codebook import Codebook
from newsframing.frames.marks import Quotations, negated
from newsframing.frames.sentences import Sentence, split_sentences
from newsframing.patterns import WORD, Hit, Term, Terms, Words, parse_term

FIELDS = ("title", "lead", "body")
METHOD = "dictionary"
SCORE_COLUMNS = ["article_id", "codebook", "frame", "method", "present", "share", "n_sentences"]
EVIDENCE_COLUMNS = [
    "article_id", "field", "codebook", "frame", "sentence", "start", "end", "term", "speaker", "negated", "quoted",
    "status",
]  # fmt: skip
#: articles whose rows are held as Python objects at a time
_CHUNK = 2000
_start = attrgetter("start")


class Evidence(NamedTuple):
    """One place that counted: the frame's position in the plan, the hit, and how the sentence speaks of a measure."""

    frame: int
    hit: Hit
    status: str | None


@dataclass
class _Use:
    """What one term is used for: frames it shows and rules out, by position in the plan, and lists of cues it is in."""

    shows: list[int] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    bars: list[int] = field(default_factory=list)


class _Plan:
    """The measured frames of all codebooks and one list of their terms, so that a text is read once for all."""

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self.frames = [(book, frame) for book in codebooks for frame in book.measured]
        uses: dict[Term, _Use] = {}
        lists: dict[tuple[Term, ...], int] = {}  # frames of one codebook mostly share their cues
        for number, (_, frame) in enumerate(self.frames):
            for term in frame.terms:
                uses.setdefault(term, _Use()).shows.append(number)
            for term in frame.not_with:
                uses.setdefault(term, _Use()).bars.append(number)
            if frame.cue and frame.cue not in lists:
                lists[frame.cue] = len(lists)
                for term in frame.cue:
                    uses.setdefault(term, _Use()).cues.append(lists[frame.cue])
        self.cue_list = [lists.get(frame.cue) for _, frame in self.frames]
        # a phrase that must stand beside a term is looked for like a term; a word is looked up where it is asked for
        texts = dict.fromkeys(text for term in uses for text in term.beside)
        words = [text for text in texts if len(parse_term(text)) == 1]
        for text in texts.keys() - set(words):
            uses.setdefault(Term(text), _Use())
        place = {term: number for number, term in enumerate(uses)}
        word_place = {text: number for number, text in enumerate(words)}
        self.words = Terms(words)
        #: of each term the frames it shows, the lists of cues it is in, the frames it rules out, and its company
        self.roles = [
            (
                tuple(use.shows),
                tuple(use.cues),
                tuple(use.bars),
                frozenset(word_place[text] for text in term.beside if text in word_place),
                frozenset(place[Term(text)] for text in term.beside if text not in word_place),
            )
            for term, use in uses.items()
        ]
        self.terms = Terms(uses)
        self.texts = [term.text for term in uses]
        self.status = [{place[term]: status for term, status in frame.status} for _, frame in self.frames]

    def in_sentence(self, words: Words, sentence: Sentence, hits: list[Hit]) -> list[Evidence]:
        """Give what counts in one sentence of a text; frame by frame."""
        found: dict[int, list[Hit]] = {}
        cues: dict[int, list[Hit]] = {}
        barred: set[int] = set()
        stand: set[int] | None = None
        standing: set[int] | None = None
        text, start = words.text, sentence.start
        for hit in hits:
            shows, cued, bars, by_word, by_phrase = self.roles[hit[0]]
            if by_word or by_phrase:
                if stand is None:
                    stand = {one[0] for one in hits}
                if by_phrase.isdisjoint(stand):
                    if standing is None:
                        standing = self.words.standing(words, words.within(*sentence))
                    if by_word.isdisjoint(standing):
                        continue
            for number in shows:
                found.setdefault(number, []).append(hit)
            for number in cued:
                cues.setdefault(number, []).append(hit)
            if bars:
                barred.update(bars)
        kept: list[Evidence] = []
        if not found:
            return kept
        for number in sorted(found.keys() - barred):
            places, own = found[number], self.cue_list[number]
            if own is not None:
                reach, given = self.frames[number][1].cue_within, cues.get(own, [])
                places = [hit for hit in places if next(_in_reach(text, hit, given, reach), None)] if given else []
                for hit in _longest(places):
                    kept.append(Evidence(number, hit, self._status(text, start, number, hit, given)))
            else:
                kept += [Evidence(number, hit, None) for hit in _longest(places)]
        return kept

    def _status(self, text: str, start: int, number: int, hit: Hit, cues: list[Hit]) -> str | None:
        """Say how the sentence speaks of a measure: by the nearest of its words of status, the longest of those."""
        status, reach = self.status[number], self.frames[number][1].cue_within
        for cue in _in_reach(text, hit, cues, reach) if status else ():
            if cue.term in status:
                denied = status[cue.term] != "rejected" and negated(text, start, cue.start)
                return "rejected" if denied else status[cue.term]
        return None


def _apart(one: Hit, other: Hit) -> int:
    """Count the characters between two hits; none where they touch or overlap."""
    return max(0, max(one.start, other.start) - min(one.end, other.end))


def _in_reach(text: str, hit: Hit, cues: list[Hit], reach: int | None) -> Iterator[Hit]:
    """Yield the cues in reach of a hit, the nearest first, then the longest; None reaches over the sentence.

    Reach is counted in words between the two. Of the cues, in the order of the text, the four on either side are
    looked at, and of the text no more than a hundred characters a word: so a hostile sentence ends in time.
    """
    near = cues
    if len(cues) > 8:
        place = bisect_left(cues, hit.start, key=_start)
        near = cues[max(0, place - 4) : place + 4]
    for apart, _, _, cue in sorted((_apart(hit, cue), cue.start - cue.end, cue.start, cue) for cue in near):
        if reach is None or apart <= reach or (apart <= 100 * reach and _between(text, hit, cue) <= reach):
            yield cue


def _between(text: str, hit: Hit, cue: Hit) -> int:
    """Count the words between two hits."""
    return sum(1 for _ in WORD.finditer(text, min(cue.end, hit.end), max(cue.start, hit.start)))


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
    return _table(rows, types)


def _evidence_table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    types = dict.fromkeys(EVIDENCE_COLUMNS, "str") | dict.fromkeys(("sentence", "start", "end"), "int32")
    types |= dict.fromkeys(("negated", "quoted"), "int8")
    return _table(rows, types)


def _table(rows: list[tuple[object, ...]], types: Mapping[str, str]) -> pd.DataFrame:
    """Make a table of rows, column by column, for that is faster than by rows."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in types)
    return pd.DataFrame(
        {name: pd.Series(list(own), dtype=types[name]) for name, own in zip(types, columns, strict=True)}
    )


def _field_hits(plan: _Plan, text: str) -> tuple[int, list[tuple[int, int, list[Evidence]]]]:
    """Count a field's sentences; give each sentence with hits: its number, where it begins, and what counts in it."""
    sentences = split_sentences(text)
    by_sentence: dict[int, list[Hit]] = {}
    starts = [sentence.start for sentence in sentences]
    words = Words(text)
    for hit in plan.terms.find(words):
        number = bisect_right(starts, hit.start) - 1
        if number >= 0 and hit.end <= sentences[number].end:  # a phrase does not reach over a sentence's end
            by_sentence.setdefault(number, []).append(hit)
    return len(sentences), [
        (number, starts[number], plan.in_sentence(words, sentences[number], hits))
        for number, hits in by_sentence.items()
    ]


def score(articles: pd.DataFrame, codebooks: Iterable[Codebook]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure every article in every frame that terms can measure; gives (frame_scores, frame_evidence).

    ``articles`` has article_id, title, lead and body (text or missing). frame_scores has a row for every article and
    frame, zeros included: present (0/1), n_sentences with the frame, share of all sentences of the three fields (0
    where there are none); in a codebook of kind single, one frame at most is present, the one most sentences have, and
    the others count as absent. frame_evidence has a row for every place that counted: ``field[start:end]`` are the
    words found, in code points, ``sentence`` counts from 0 in its field, ``speaker`` is empty here, ``negated`` and
    ``quoted`` are 0 or 1, ``status`` is missing where the codebook knows none. Rows stand in the order of articles,
    fields, sentences, codebooks.
    """
    plan = _Plan(list(codebooks))
    rows = _Rows()
    names = [(book.id, frame.id) for book, frame in plan.frames]
    columns = [articles[name].tolist() for name in ("article_id", *FIELDS)]
    for done, (article_id, *texts) in enumerate(zip(*columns, strict=True), start=1):
        counts, total = [0] * len(names), 0
        places: list[tuple[object, ...]] = []
        mentions: Counter[int] = Counter()
        for name, text in zip(FIELDS, texts, strict=True):
            if not isinstance(text, str) or not text:
                continue
            n_sentences, found = _field_hits(plan, text)
            total += n_sentences
            quotations = Quotations(text) if found else None
            for sentence, begins, evidence in found:
                for number in {one.frame for one in evidence}:
                    counts[number] += 1
                for number, hit, status in evidence:
                    mentions[number] += 1
                    marks = (
                        int(negated(text, begins, hit.start)),
                        int(quotations is not None and quotations.cover(hit.start, hit.end)),
                    )
                    term = plan.texts[hit.term]
                    places.append((number, name, sentence, hit.start, hit.end, term, None, *marks, status))
        losers = _losers(plan, counts, mentions)
        for number, (pair, count) in enumerate(zip(names, counts, strict=True)):
            n = 0 if number in losers else count
            rows.scores.append((article_id, *pair, METHOD, int(n > 0), n / total if total else 0.0, n))
        rows.evidence.extend(
            (article_id, name, *names[number], *rest)  # type: ignore[call-overload]
            for number, name, *rest in places
            if number not in losers
        )
        if done % _CHUNK == 0:
            rows.flush()
    return rows.tables()
