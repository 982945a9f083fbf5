"""One event as each outlet tells it: every report, frame by frame, with a sentence to quote and who says it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from newsframing.frames.quotes import Quotable, QuoteBudget, cover, quotables

COLUMNS = [
    "event_id", "article_id", "outlet", "published", "title", "focus", "codebook", "frame", "present", "n_sentences",
    "quote", "speaker", "source",
]  # fmt: skip


def event_reports(
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    evidence: pd.DataFrame,
    speakers: pd.DataFrame,
    shown: Collection[str],
    named: Collection[str],
) -> pd.DataFrame:
    """Tell how each counted article reports its event, for the events in ``shown``: one row an article and frame.

    Of events in ``named`` every report is told, in focus or not, for an outlet that mentions an event in passing tells
    it too; of the others those in focus. ``speakers`` as ``speakers_table`` leaves it. ``quote`` is missing where the
    frame is absent, stands in the headline alone, or two sentences or fifty words are used up; ``speaker`` and
    ``source`` belong to the quote. Sorted by event, date, outlet, article.
    """
    inside = (articles["role"] == "counted") & articles["event_id"].isin(list(shown))
    inside &= articles["focus"].astype(bool) | articles["event_id"].isin(list(named))
    chosen = articles[inside].sort_values(["event_id", "published", "outlet", "article_id"])
    of = evidence[evidence["article_id"].isin(chosen["article_id"])]
    said = speakers[speakers["article_id"].isin(chosen["article_id"])]
    who = {(r.article_id, r.field, r.sentence): (r.speaker, r.source) for r in said.itertuples(index=False)}
    sentences: dict[str, list[Quotable]] = {}
    for one in quotables(chosen, of):
        sentences.setdefault(one.article_id, []).append(one)
    measured = dict(list(scores[scores["article_id"].isin(chosen["article_id"])].groupby("article_id", sort=False)))
    rows: list[tuple[Any, ...]] = []
    for article in chosen.itertuples(index=False):
        budget = QuoteBudget()
        quotes = cover(sentences.get(article.article_id, []), budget)
        places = budget.places(article.article_id)
        about = (article.event_id, article.article_id, article.outlet, article.published, article.title)
        for score in measured[article.article_id].itertuples(index=False):
            quote = quotes.get((score.codebook, score.frame)) if score.present else None
            told = who.get((article.article_id, *places[quote]), ("journalist", None)) if quote else (None, None)
            frame = (score.codebook, score.frame, score.present, score.n_sentences)
            rows.append((*about, int(article.focus), *frame, quote, *told))
    return pd.DataFrame(rows, columns=COLUMNS)
