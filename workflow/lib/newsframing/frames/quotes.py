"""Sentences to quote: the strongest evidence of a frame, and one event as told by each article.

A page may quote of an article at most two sentences and fifty words; one ``QuoteBudget`` handed to every function that
quotes for the page keeps that. A sentence already quoted costs nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from newsframing.frames.prevalence import articles_of_findings
from newsframing.frames.sentences import split_sentences

EVENT_COLUMNS = [
    "event_id", "article_id", "outlet", "published", "title", "codebook", "frame", "present", "n_sentences", "quote",
]  # fmt: skip
QUOTE_COLUMNS = [
    "codebook", "frame", "rank", "article_id", "outlet", "published", "title", "field", "sentence", "quote", "terms",
]  # fmt: skip
#: a quotation has at most this many words; one that would have fewer than the second number is not worth its place
LONGEST, SHORTEST = 40, 6
#: sentences of this many words read best
_COMFORTABLE = range(8, 31)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Quotable:
    """A sentence with evidence: where it stands, its words, and for each frame where its words were found."""

    article_id: str
    field: str
    sentence: int
    text: str
    hits: Mapping[tuple[str, str], list[tuple[int, int]]]
    terms: Mapping[tuple[str, str], list[str]]

    @property
    def n_words(self) -> int:
        """Words between blanks."""
        return len(self.text.split())


@dataclass
class QuoteBudget:
    """What may still be quoted of each article: at most ``sentences`` sentences and ``words`` words."""

    sentences: int = 2
    words: int = 50
    _quoted: dict[str, dict[tuple[str, int], str]] = field(default_factory=dict)

    def left(self, article_id: str) -> int:
        """Words that a new quotation of this article may have."""
        quoted = self._quoted.get(article_id, {})
        if len(quoted) >= self.sentences:
            return 0
        return max(0, self.words - sum(len(text.replace(ELLIPSIS, " ").split()) for text in quoted.values()))

    def places(self, article_id: str) -> dict[str, tuple[str, int]]:
        """Give the field and sentence in which each quotation of an article stands."""
        return {text: place for place, text in self._quoted.get(article_id, {}).items()}

    def quote(self, one: Quotable, frame: tuple[str, str]) -> str | None:
        """Quote a sentence for a frame, cut where needed so that the frame's words stay; None: nothing is left."""
        quoted = self._quoted.setdefault(one.article_id, {})
        place = (one.field, one.sentence)
        if place not in quoted:
            limit = min(LONGEST, self.left(one.article_id))
            if limit < min(SHORTEST, one.n_words):
                return None
            quoted[place] = cut(one.text, one.hits[frame][0], limit)
        told = quoted[place]
        shown = any(" ".join(one.text[start:end].split()) in told for start, end in one.hits[frame])
        return told if shown else None


def cut(text: str, hit: tuple[int, int], limit: int) -> str:
    """Cut a sentence to ``limit`` words at word ends, with an ellipsis for what is left out; the hit stays inside."""
    words = text.split()
    if len(words) <= limit:
        return " ".join(words)
    last = len(text[: hit[1]].split())  # words up to the end of the hit
    first = max(0, min(last - limit, len(words) - limit)) if last > limit else 0
    if first:
        first = min(first + limit // 3, last - 1, len(words) - limit)
    opening = f"{ELLIPSIS} " if first else ""
    closing = f" {ELLIPSIS}" if first + limit < len(words) else ""
    return opening + " ".join(words[first : first + limit]) + closing


def quotables(articles: pd.DataFrame, evidence: pd.DataFrame) -> list[Quotable]:
    """List the sentences of leads and bodies that hold evidence, in the order of the evidence.

    Headlines are left out: a page shows them anyway. ``articles`` has article_id, lead, body.
    """
    texts = articles.set_index("article_id")[["lead", "body"]].to_dict("index")
    found: list[Quotable] = []
    inside = evidence[evidence["article_id"].isin(texts.keys()) & (evidence["field"] != "title")]
    # gathered in plain mappings: a table a sentence would take most of the time of the stage
    fields: dict[tuple[str, str], dict[int, list[tuple[Any, ...]]]] = {}
    columns = [inside[name].tolist() for name in ("article_id", "field", "sentence", "codebook", "frame", "term")]
    for article_id, name, number, *row in zip(*columns, inside["start"].tolist(), inside["end"].tolist(), strict=True):
        fields.setdefault((article_id, name), {}).setdefault(number, []).append(tuple(row))
    for (article_id, name), by_sentence in fields.items():
        text = texts[article_id][name]
        sentences = split_sentences(text)
        for number in sorted(by_sentence):
            start, end = sentences[number]
            hits: dict[tuple[str, str], list[tuple[int, int]]] = {}
            terms: dict[tuple[str, str], list[str]] = {}
            for codebook, frame, term, begins, ends in by_sentence[number]:
                hits.setdefault((codebook, frame), []).append((begins - start, ends - start))
                terms.setdefault((codebook, frame), []).append(term)
            found.append(Quotable(article_id, name, number, text[start:end], hits, terms))
    return found


def evidence_quotes(
    articles: pd.DataFrame, evidence: pd.DataFrame, per_frame: int = 3, budget: QuoteBudget | None = None
) -> pd.DataFrame:
    """Choose the strongest quotable sentences of each frame from the articles in focus, without copies.

    Strongest: the most different terms of the frame (three are enough), then a comfortable length, then the order of
    article_id; a second sentence of one outlet only when no other has one, and one sentence an article and frame.
    Rare frames choose first. Sorted by frame and rank.
    """
    chosen = articles_of_findings(articles).sort_values("article_id")
    about = chosen.set_index("article_id")[["outlet", "published", "title"]].to_dict("index")
    spent = QuoteBudget() if budget is None else budget
    sentences = quotables(chosen, evidence)
    by_frame: dict[tuple[str, str], list[Quotable]] = {}
    for one in sentences:
        for frame in one.hits:
            by_frame.setdefault(frame, []).append(one)
    rows: list[tuple[Any, ...]] = []
    for frame in sorted(by_frame, key=lambda frame: (len(by_frame[frame]), frame)):  # the rarest choose first
        ranked = sorted(by_frame.get(frame, []), key=lambda one: _strength(one, frame))
        rank, outlets, used = 0, set(), set()
        for fresh_outlet in (True, False):
            for one in ranked:
                outlet = about[one.article_id]["outlet"]
                if rank == per_frame or one.article_id in used or (fresh_outlet and outlet in outlets):
                    continue
                quote = spent.quote(one, frame)
                if quote is None:
                    continue
                rank += 1
                outlets.add(outlet)
                used.add(one.article_id)
                terms = "; ".join(dict.fromkeys(one.terms[frame]))
                rows.append(
                    (
                        *frame,
                        rank,
                        one.article_id,
                        *about[one.article_id].values(),
                        one.field,
                        one.sentence,
                        quote,
                        terms,
                    )
                )
    rows.sort(key=lambda row: row[:3])
    return pd.DataFrame(rows, columns=QUOTE_COLUMNS)


def _strength(one: Quotable, frame: tuple[str, str]) -> tuple[Any, ...]:
    """Sort key: the strongest first, ties by place."""
    different = min(3, len(set(one.terms[frame])))
    return (one.n_words not in _COMFORTABLE, -different, one.article_id, one.field, one.sentence)


def events_table(
    articles: pd.DataFrame, scores: pd.DataFrame, evidence: pd.DataFrame, budget: QuoteBudget | None = None
) -> pd.DataFrame:
    """Tell how each article in focus reports its event: every frame, present or not, with a sentence to quote.

    ``articles`` needs event_id beside what ``evidence_quotes`` needs; those without an event are left out, copies stay,
    for a copy is an outlet's report too. One row an article and measured frame; ``quote`` is missing where the frame is
    absent, stands in the headline alone, or the article's quotations are used up (the sentences that show the most
    frames are quoted first). Sorted by event, date, outlet, article.
    """
    chosen = articles_of_findings(articles, "keep_all")
    chosen = chosen[chosen["event_id"].notna()].sort_values(["event_id", "published", "outlet", "article_id"])
    spent = QuoteBudget() if budget is None else budget
    sentences: dict[str, list[Quotable]] = {}
    for one in quotables(chosen, evidence):
        sentences.setdefault(one.article_id, []).append(one)
    own = scores[scores["article_id"].isin(chosen["article_id"])]
    measured = dict(list(own.groupby("article_id", sort=False)))
    rows: list[tuple[Any, ...]] = []
    for article in chosen.itertuples(index=False):
        quotes = cover(sentences.get(article.article_id, []), spent)
        about = (article.event_id, article.article_id, article.outlet, article.published, article.title)
        for score in measured[article.article_id].itertuples(index=False):
            quote = quotes.get((score.codebook, score.frame)) if score.present else None
            rows.append((*about, score.codebook, score.frame, score.present, score.n_sentences, quote))
    return pd.DataFrame(rows, columns=EVENT_COLUMNS)


def cover(sentences: list[Quotable], budget: QuoteBudget) -> dict[tuple[str, str], str]:
    """Choose an article's sentences so that the quotations show as many of its frames as they can."""
    quotes: dict[tuple[str, str], str] = {}
    waiting = list(sentences)
    while waiting:
        best = max(waiting, key=lambda one: (len(one.hits.keys() - quotes), one.n_words in _COMFORTABLE, -one.sentence))
        waiting.remove(best)
        if not best.hits.keys() - quotes:
            break
        for frame in best.hits:
            told = budget.quote(best, frame) if frame not in quotes else None
            if told is not None:
                quotes[frame] = told
    return quotes
