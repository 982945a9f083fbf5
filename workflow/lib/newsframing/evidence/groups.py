"""Groups that verdicts compare or hold constant, and the clusters over which their intervals speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from newsframing.articles import scored_texts
from newsframing.focus import make_terms
from newsframing.frames.prevalence import clusters_of
from newsframing.patterns import Words

NO_THEATRE = "none"
#: from so many events on, the reports of one event are one cluster
EVENTS = 20


def independent(articles: pd.DataFrame) -> pd.Series:
    """Give the cluster of each article: its event where there are EVENTS or more, else its story (texts of one origin).

    A story without an event stands by itself. Copies of a story go with the event that any of them reports.
    """
    story = clusters_of(articles).astype("str")
    if "event_id" not in articles or articles["event_id"].nunique() < EVENTS:
        return story
    event = articles["event_id"].astype(object).groupby(story).transform("first")
    return story.where(event.isna(), "event " + event.astype("str"))


def theatre_of(articles: pd.DataFrame, theatres: Mapping[str, Sequence[str]]) -> pd.Series:
    """Place each article in the theatre whose words it mentions most, of equals the first named; "none" without any."""
    counters = [(name, make_terms(list(words), f"theatres: {name}")) for name, words in theatres.items()]
    placed = []
    for text in scored_texts(articles):
        words = Words(text)
        counts = [terms.count(words) for _, terms in counters]
        most = max(counts, default=0)
        placed.append(counters[counts.index(most)][0] if most else NO_THEATRE)
    return pd.Series(placed, index=articles.index, dtype="str", name="theatre")


def with_groups(
    articles: pd.DataFrame,
    outlets: Mapping[str, Mapping[str, Any]],
    theatres: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Add outlet_kind, country, month and theatre to articles; what is not known is "unknown"."""
    facts = {name: (entry or {}) for name, entry in outlets.items()}

    def of(key: str) -> pd.Series:
        return articles["outlet"].map({name: entry.get(key) for name, entry in facts.items()}).fillna("unknown")

    months = articles["published"].astype("str").str.slice(0, 7).fillna("unknown")
    agency = articles["agency"].notna().map({True: "agency", False: "own"})
    added = articles.assign(outlet_kind=of("kind"), country=of("country"), month=months, agency=agency)
    return added.assign(theatre=theatre_of(articles, theatres or {}))
