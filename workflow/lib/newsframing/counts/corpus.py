"""What cleaning, copies, events and matching leave of a corpus, made of shared counts instead of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from newsframing.articles import ARTICLE_COLUMNS, excluded_table
from newsframing.cleaning.coverage import corpus_by_week, corpus_languages, corpus_texts
from newsframing.cleaning.flow import corpus_by_day, corpus_by_outlet, corpus_flow, removed_records
from newsframing.counts.shared import Shared
from newsframing.duplicates import copies_table, copying_table, independence_table
from newsframing.duplicates.clusters import PAIR_COLUMNS
from newsframing.errors import UserError
from newsframing.events import events_account, events_by_outlet
from newsframing.events.proposed import COLUMNS as PROPOSED_COLUMNS
from newsframing.tokens.matrix import TermMatrix, rows_to_fit

#: accounts of cleaning, which was done where the texts are, with their columns
NOT_CLEANED = {
    "changes": ["change", "n_articles", "n_characters"],
    "notes": ["source_file", "what", "value"],
    "boilerplate": ["outlet", "text", "n_articles", "n_characters"],
    "dates": ["fault", "n", "example"],
    "unknown_outlets": ["outlet", "n"],
    "focus_sample": ["article_id", "outlet", "published", "title", "mentions", "terms", "focus", "margin"],
}


def articles_of(documents: pd.DataFrame, source: str) -> pd.DataFrame:
    """Give the articles of a study, ARTICLE_COLUMNS: everything but their texts, titles and keys."""
    made = documents.assign(role="counted", source_file=source)
    for column in ("key", "title", "lead", "body"):
        made[column] = None
    columns = made[ARTICLE_COLUMNS].sort_values("article_id", ignore_index=True)
    texts = [name for name in ARTICLE_COLUMNS if name not in ("focus", "truncated", "is_copy", "n_words")]
    return columns.astype(dict.fromkeys(texts, "str"))


def hold_window(articles: pd.DataFrame, window: Mapping[str, str] | None, source: str) -> None:
    """UserError where an article was published on another day than the study says; nothing is removed here."""
    if window is None:
        return
    outside = articles[~articles["published"].between(window["from"], window["to"]).fillna(False)]
    if len(outside):
        row = outside.iloc[0]
        day = row["published"] if isinstance(row["published"], str) else "no day"
        fault = f"article {row['article_id']} has {day}, outside the window of the study"
        raise UserError(fault, file=source, right="give the window of the study that shared the counts, or none")


def matrix_of(shared: Shared, fit_on: str, copies: str, min_words: int) -> TermMatrix:
    """Give the document-term matrix of shared counts; which articles topics are fitted on is decided as elsewhere."""
    documents = shared.documents
    n_words = documents["n_words"].to_numpy(dtype=np.int64)
    fit = rows_to_fit(documents, fit_on, copies).to_numpy(dtype=bool) & (n_words >= min_words)
    if not shared.counts[fit].nnz:
        fault = "no article that topics would be fitted on has a word"
        raise UserError(fault, where="a source of format counts", right="look at topics.fit_on and text.min_words")
    return TermMatrix(shared.counts, documents["article_id"].to_numpy(dtype=str), shared.vocabulary, fit, n_words)


def settled_events(articles: pd.DataFrame, events: Sequence[Mapping[str, Any]] | None) -> pd.DataFrame:
    """Give each article the event that it came with, (event_id, kind), with the index of ``articles``.

    An event that the study names is ``named``; another is ``proposed``, or ``edited`` where it is not what the machine
    would propose (one article alone, or one out of focus).
    """
    named = {str(event["id"]) for event in events or []}
    ids = articles["event_id"].astype(object).where(articles["event_id"].notna(), None)
    groups = articles["focus"].groupby(ids)
    proposed = {str(event) for event, focus in groups if len(focus) > 1 and focus.all()}
    kinds = [None if e is None else "named" if e in named else "proposed" if e in proposed else "edited" for e in ids]
    return pd.DataFrame({"event_id": ids, "kind": kinds}, index=articles.index, dtype=object)


def corpus_tables(articles: pd.DataFrame, events: Sequence[Mapping[str, Any]] | None) -> dict[str, pd.DataFrame]:
    """Give every table of the corpus by its name (flow, by_outlet, ...); accounts of cleaning have no row."""
    settled = settled_events(articles, events)
    excluded = excluded_table([])
    pairs = pd.DataFrame(columns=PAIR_COLUMNS).astype({"jaccard": float, "containment": float, "days_apart": "Int64"})
    return {
        "excluded": excluded,
        "proposed": pd.DataFrame(columns=PROPOSED_COLUMNS),
        "copy_pairs": pairs,
        "flow": corpus_flow(len(articles), []),
        "events": events_account(articles, settled, events),
        "event_outlets": events_by_outlet(articles, settled["event_id"]),
        "by_outlet": corpus_by_outlet(articles),
        "by_day": corpus_by_day(articles),
        "by_week": corpus_by_week(articles),
        "texts": corpus_texts(articles).assign(n_no_body=np.nan),
        "languages": corpus_languages(articles, excluded, articles.assign(language=None)),
        "removed": removed_records(excluded),
        "copies": copies_table(articles, pairs),
        "copying": copying_table(articles, pairs),
        "independence": independence_table(articles),
        **{name: pd.DataFrame(columns=columns) for name, columns in NOT_CLEANED.items()},
    }
