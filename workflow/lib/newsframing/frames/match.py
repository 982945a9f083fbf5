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

import numpy as np
import pandas as pd

from newsframing.frames.codebook import Codebook
from newsframing.frames.marks import NEGATIONS, Quotations, negated
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
#: words that may be part of a denial, as ``Words`` cuts them: "don't" is "don" and "t"
_DENIALS = NEGATIONS | {"t"}
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


class _Company(NamedTuple):
    """The words and phrases, by their places in the plan's lists, of which one must stand in a term's sentence."""

    words: frozenset[int]
    phrases: frozenset[int]


class _Sentence:
    """One sentence that a term was found in; what else stands in it is looked up when first asked for."""

    __slots__ = ("_phrases", "_plan", "_words", "part", "start", "words")

    def __init__(self, plan: _Plan, words: Words, place: Sentence) -> None:
        self.words, self.start, self.part = words, place.start, words.within(*place)
        self._plan = plan
        self._words: set[int] | None = None
        self._phrases: set[int] | None = None

    def has(self, company: _Company) -> bool:
        """Tell whether one of these words or phrases stands in the sentence."""
        if company.words:
            if self._words is None:
                self._words = self._plan.words.standing(self.words, self.part)
            if not company.words.isdisjoint(self._words):
                return True
        if company.phrases:
            if self._phrases is None:
                self._phrases = {hit[0] for hit in self._plan.phrases.find(self.words, self.part)}
            return not company.phrases.isdisjoint(self._phrases)
        return False

    def denies(self) -> bool:
        """Tell whether any word of denial stands in the sentence; only then is it worth a closer look."""
        return not _DENIALS.isdisjoint(self.words.lower[self.part])


class _Plan:
    """The measured frames of all codebooks and their terms in few lists, so that a text is read once for all.

    ``terms`` are those that show a frame or rule one out, looked for everywhere; ``cues`` are looked for only in
    sentences where a frame that asks for one was found, ``words`` and ``phrases`` where a term asks for company.
    """

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
        #: of each frame the list of its cues, if it asks for one
        self.cue_list = [lists.get(frame.cue) for _, frame in self.frames]
        required = [text for _, frame in self.frames for text in frame.only_with]
        texts = dict.fromkeys([text for term in uses for text in term.beside] + required)
        words = [text for text in texts if len(parse_term(text)) == 1]
        phrases = list(texts.keys() - set(words))
        self.words, self.phrases = Terms(words), Terms(phrases)
        word_place, phrase_place = ({text: place for place, text in enumerate(own)} for own in (words, phrases))

        def company(given: tuple[str, ...]) -> _Company | None:
            own = (frozenset(places[text] for text in given if text in places) for places in (word_place, phrase_place))
            return _Company(*own) if given else None

        #: of each frame the company that any of its terms needs
        self.only_with = [company(frame.only_with) for _, frame in self.frames]
        terms = [term for term, use in uses.items() if use.shows or use.bars]
        self.terms = Terms(terms)
        self.texts = [term.text for term in terms]
        #: of each term the frames it shows, those it rules out, and its company
        self.roles = [(tuple(uses[term].shows), tuple(uses[term].bars), company(term.beside)) for term in terms]
        cues = [term for term, use in uses.items() if use.cues]
        self.cues = Terms(cues)
        self.cue_roles = [(tuple(uses[term].cues), company(term.beside)) for term in cues]
        place = {term: number for number, term in enumerate(cues)}
        self.status = [{place[term]: status for term, status in frame.status} for _, frame in self.frames]

    def in_sentence(self, sentence: _Sentence, hits: list[Hit]) -> list[Evidence]:
        """Give what counts in a sentence, of its hits of ``terms``; frame by frame."""
        found: dict[int, list[Hit]] = {}
        barred: set[int] = set()
        roles = self.roles
        for hit in hits:
            shows, bars, company = roles[hit[0]]
            if company is None or sentence.has(company):
                for number in shows:
                    if number in found:
                        found[number].append(hit)
                    else:
                        found[number] = [hit]
                if bars:
                    barred.update(bars)
        kept: list[Evidence] = []
        cues: dict[int, list[Hit]] | None = None
        for number in sorted(found.keys() - barred if barred else found):
            places, cue_list, needed = found[number], self.cue_list[number], self.only_with[number]
            if needed and not sentence.has(needed):
                continue
            if cue_list is None:
                for hit in _longest(places):
                    kept.append(Evidence(number, hit, None))
                continue
            if cues is None:
                cues = self._cues_in(sentence)
            reach, given, text = self.frames[number][1].cue_within, cues.get(cue_list, []), sentence.words.text
            places = [hit for hit in places if next(_in_reach(text, hit, given, reach), None)] if given else []
            for hit in _longest(places):
                kept.append(Evidence(number, hit, self._status(text, sentence.start, number, hit, given)))
        return kept

    def _cues_in(self, sentence: _Sentence) -> dict[int, list[Hit]]:
        """Give the cues of a sentence by the list they are in, in the order of the text."""
        cues: dict[int, list[Hit]] = {}
        for hit in self.cues.find(sentence.words, sentence.part):
            own, company = self.cue_roles[hit.term]
            if company is None or sentence.has(company):
                for number in own:
                    cues.setdefault(number, []).append(hit)
        return cues

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

    def __init__(self, names: list[tuple[str, str]]) -> None:
        self._names = names
        self.scores: list[tuple[str, list[int], int]] = []  # article, sentences a frame, sentences in all
        self.evidence: list[tuple[object, ...]] = []
        self._tables: tuple[list[pd.DataFrame], list[pd.DataFrame]] = ([], [])

    def flush(self) -> None:
        """Turn what is held into tables."""
        scores, evidence = self._tables
        if self.scores or not scores:
            scores.append(_score_table(self.scores, self._names))
            evidence.append(_evidence_table(self.evidence))
        self.scores.clear()
        self.evidence.clear()

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give both tables whole."""
        self.flush()
        scores, evidence = (pd.concat(tables, ignore_index=True) for tables in self._tables)
        return scores, evidence


def _score_table(rows: list[tuple[str, list[int], int]], names: list[tuple[str, str]]) -> pd.DataFrame:
    """Make the table of scores, a row an article and frame, column by column, for that is faster than by rows."""
    n_rows, n_names = len(rows), len(names)
    counts = np.array([own for _, own, _ in rows], dtype="int32").reshape(n_rows, n_names)
    totals = np.maximum([[total] for _, _, total in rows], 1).reshape(n_rows, 1)
    books, frames = (np.array([name[part] for name in names], dtype=object) for part in (0, 1))
    columns = {
        "article_id": np.repeat(np.array([own for own, _, _ in rows], dtype=object), n_names),
        "codebook": np.tile(books, n_rows),
        "frame": np.tile(frames, n_rows),
        "method": np.full(n_rows * n_names, METHOD, dtype=object),
    }
    table = pd.DataFrame({name: pd.Series(column, dtype="str") for name, column in columns.items()})
    table["present"] = (counts > 0).ravel().astype("int8")
    table["share"] = (counts / totals).ravel()
    table["n_sentences"] = counts.ravel()
    return table[SCORE_COLUMNS]


def _evidence_table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Make the table of evidence, column by column."""
    types = dict.fromkeys(EVIDENCE_COLUMNS, "str") | dict.fromkeys(("sentence", "start", "end"), "int32")
    types |= dict.fromkeys(("negated", "quoted"), "int8")
    columns = zip(*rows, strict=True) if rows else ([] for _ in types)
    return pd.DataFrame(
        {name: pd.Series(list(own), dtype=types[name]) for name, own in zip(types, columns, strict=True)}
    )


def _field_hits(plan: _Plan, text: str) -> tuple[int, list[tuple[int, _Sentence, list[Evidence]]]]:
    """Count a field's sentences; give each sentence with evidence: its number, the sentence, and what counts in it."""
    sentences = split_sentences(text)
    by_sentence: dict[int, list[Hit]] = {}
    starts = [sentence.start for sentence in sentences]
    words = Words(text)
    for hit in plan.terms.find(words):
        number = bisect_right(starts, hit[1]) - 1
        if number >= 0 and hit[2] <= sentences[number].end:  # a phrase does not reach over a sentence's end
            if number in by_sentence:
                by_sentence[number].append(hit)
            else:
                by_sentence[number] = [hit]
    found = []
    for number, hits in by_sentence.items():
        sentence = _Sentence(plan, words, sentences[number])
        if evidence := plan.in_sentence(sentence, hits):
            found.append((number, sentence, evidence))
    return len(sentences), found


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
    names = [(book.id, frame.id) for book, frame in plan.frames]
    rows = _Rows(names)
    single = any(book.kind == "single" for book, _ in plan.frames)
    columns = [articles[name].tolist() for name in ("article_id", *FIELDS)]
    for done, (article_id, *texts) in enumerate(zip(*columns, strict=True), start=1):
        counts, total = [0] * len(names), 0
        places: list[tuple[int, tuple[object, ...]]] = []
        for name, text in zip(FIELDS, texts, strict=True):
            if not isinstance(text, str) or not text:
                continue
            n_sentences, found = _field_hits(plan, text)
            total += n_sentences
            quotations = Quotations(text) if found else None
            for number, sentence, evidence in found:
                denies, last = sentence.denies(), -1
                for frame, (term, start, end), status in evidence:
                    if frame != last:  # evidence stands frame by frame
                        counts[frame] += 1
                        last = frame
                    denied = int(denies and negated(text, sentence.start, start))
                    quoted = int(quotations is not None and quotations.cover(start, end))
                    row = (name, *names[frame], number, start, end, plan.texts[term], None, denied, quoted, status)
                    places.append((frame, row))
        losers = _losers(plan, counts, Counter(frame for frame, _ in places)) if single else frozenset()
        for frame in losers:
            counts[frame] = 0
        rows.scores.append((article_id, counts, total))
        rows.evidence.extend((article_id, *row) for frame, row in places if frame not in losers)
        if done % _CHUNK == 0:
            rows.flush()
    return rows.tables()
