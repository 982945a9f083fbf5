"""Events that the machine proposes: articles of the same days that share names and rare words."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from newsframing.articles import scored_texts
from newsframing.events.names import Vocabulary

#: reports of one happening lie at most so many days apart
DAYS_APART = 2
#: mean cosine of names and rare words from which articles report one event; among articles on armed conflict 90 in 100
#: pairs of the same days have less than .14, and all pairs of seven reports on one bombing .26 or more
SIMILAR = 0.2
#: two reports alone must be this similar: of 15 such pairs of the default study below it some 3 reported one happening,
#: of 4 above it 3; then, of 25 events drawn from another corpus, 23 were one happening and what was said of it
SIMILAR_PAIR = 0.4
#: larger groups are first parted at a higher similarity, so that no table of distances outgrows the memory
LARGEST = 3000
_STEP = 0.05
#: words that explain why an article belongs to an event
_REASONS = 5
_ROWS = 500
COLUMNS = ["article_id", "event_id", "score", "why", "outlet", "published", "title"]


def propose_events(articles: pd.DataFrame, names_of_outlets: Iterable[str] = ()) -> pd.DataFrame:
    """Group articles in focus by happening: article_id, event_id, score, why, outlet, published, title.

    ``articles`` are all counted ones (their words say what is rare) with article_id, focus, outlet, published, title,
    lead, body. Similarity is the cosine of names and rare words within DAYS_APART days, else 0; groups are made by
    average linkage at SIMILAR (scikit-learn), so that an event cannot grow along a chain of days. Undated articles and
    those that stand alone are in no event, nor are two that are less similar than SIMILAR_PAIR. ``event_id`` is the
    first day and the two words that say most (2017-02-16-sehwan-shrine); ``score`` the mean similarity with the event's
    other articles (0 to 1); ``why`` the names or words shared with most of them. Sorted by event and article; the same
    articles give the same table.
    """
    ordered = articles.sort_values("article_id").reset_index(drop=True)
    every = scored_texts(ordered)
    wanted = ordered["focus"].astype(bool) & ordered["published"].notna()
    chosen = sorted(np.flatnonzero(wanted), key=lambda row: (ordered["published"][row], row))
    if len(chosen) < 2:
        return pd.DataFrame(columns=COLUMNS)
    vocabulary = Vocabulary(every, names_of_outlets)
    vectors = vocabulary.vectors([every[row] for row in chosen])
    days = np.array([dt.date.fromisoformat(ordered["published"][row]).toordinal() for row in chosen])
    rows: list[tuple[object, ...]] = []
    taken: set[str] = set()
    for members in _groups(vectors, days):
        part = vectors[members]
        likeness = _similarities(part, days[members])
        if len(members) == 2 and likeness[0, 1] < SIMILAR_PAIR:
            continue
        event = _name(part, vocabulary, dt.date.fromordinal(int(days[members].min())), taken)
        for place, member in enumerate(members):
            article = ordered.iloc[chosen[member]]
            score = float(np.delete(likeness[place], place).mean())
            about = [article[name] for name in ("outlet", "published", "title")]
            rows.append((article["article_id"], event, score, _why(part, place, vocabulary), *about))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["event_id", "article_id"], ignore_index=True)


def _groups(vectors: sparse.csr_matrix, days: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows of each event of two articles or more, in the order of their first row; rows are sorted by day."""
    graph = _links(vectors, days)
    waiting = [(np.arange(len(days)), SIMILAR)]
    found: list[np.ndarray] = []
    while waiting:
        rows, least = waiting.pop()
        near = graph[rows][:, rows]
        near = near.multiply(near >= least)
        number, labels = csgraph.connected_components(near, directed=False)
        # average linkage at SIMILAR joins nothing that is not connected by pairs as similar as that
        order = np.argsort(labels, kind="stable")
        for group in np.split(rows[order], np.cumsum(np.bincount(labels, minlength=number))[:-1]):
            if len(group) > LARGEST and least < 1.0:
                waiting.append((group, least + _STEP))
            elif len(group) > 1:
                found += _linked(group, vectors, days)
    yield from sorted(found, key=lambda group: int(group[0]))


def _links(vectors: sparse.csr_matrix, days: np.ndarray) -> sparse.csr_matrix:
    """Give the similarities of SIMILAR and more between rows at most DAYS_APART days apart, as a sparse matrix."""
    rows, columns, values = [], [], []
    for first in range(0, len(days), _ROWS):
        last = min(first + _ROWS, len(days))
        end = int(np.searchsorted(days, days[last - 1] + DAYS_APART, side="right"))
        part = sparse.coo_matrix(vectors[first:last] @ vectors[first:end].T)
        row, column = part.row + first, part.col + first
        keep = (part.data >= SIMILAR) & (row < column) & (days[column] - days[row] <= DAYS_APART)
        rows.append(row[keep])
        columns.append(column[keep])
        values.append(part.data[keep])
    ends = (np.concatenate(rows), np.concatenate(columns))
    upper = sparse.csr_matrix((np.concatenate(values), ends), shape=(len(days), len(days)))
    return sparse.csr_matrix(upper + upper.T)


def _linked(group: np.ndarray, vectors: sparse.csr_matrix, days: np.ndarray) -> list[np.ndarray]:
    """Part a connected group by average linkage; give the parts of two rows or more."""
    from sklearn.cluster import AgglomerativeClustering  # a second to import: pages that show events need it not

    distances = 1.0 - _similarities(vectors[group], days[group])
    model = AgglomerativeClustering(
        n_clusters=None, distance_threshold=1.0 - SIMILAR, linkage="average", metric="precomputed"
    )
    labels = model.fit_predict(distances)
    parts = [group[labels == label] for label in range(labels.max() + 1)]
    return [part for part in parts if len(part) > 1]


def _similarities(vectors: sparse.csr_matrix, days: np.ndarray) -> np.ndarray:
    """Give the cosines of rows in time, 0 of those too far apart, 1 of each with itself."""
    # rounded, so that the last bit of a sum decides no tie
    cosines = np.round((vectors @ vectors.T).toarray(), 9).clip(0.0, 1.0)
    likeness: np.ndarray = np.where(np.abs(days[:, None] - days[None, :]) <= DAYS_APART, cosines, 0.0)
    np.fill_diagonal(likeness, 1.0)
    return likeness


def _ranked(part: sparse.csr_matrix, vocabulary: Vocabulary) -> list[int]:
    """Rank the terms that at least half of an event's articles have, by what they say of it, ties by the alphabet.

    That is their weight over the event, and the less the more other articles have them: Sehwan before Pakistan.
    """
    spread = np.asarray((part > 0).sum(axis=0)).ravel()
    shared = np.flatnonzero(spread >= max(2, part.shape[0] / 2))
    weight = np.asarray(part.sum(axis=0)).ravel()[shared] * np.sqrt(spread[shared] / vocabulary.spread[shared])
    return [int(column) for column in shared[np.lexsort((shared, -np.round(weight, 9)))]]


def _name(part: sparse.csr_matrix, vocabulary: Vocabulary, day: dt.date, taken: set[str]) -> str:
    """Name an event by its first day and two words: the name that says most, and the word that says most beside it."""
    ranked = _ranked(part, vocabulary)
    first = ([column for column in ranked if vocabulary.is_name[column]] or ranked)[:1]
    words: list[str] = []
    for column in first + ranked:
        word = _slug(vocabulary.terms[column])
        # Yemen and Yemeni are one word here
        if word and len(words) < 2 and all(word[:4] != other[:4] for other in words):
            words.append(word)
    base = "-".join([day.isoformat(), *words])
    event, number = base, 2
    while event in taken:
        event, number = f"{base}-{number}", number + 1
    taken.add(event)
    return event


def _slug(word: str) -> str:
    """Reduce a word to letters of the English alphabet, digits and hyphens; nothing may be left of it."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _why(part: sparse.csr_matrix, place: int, vocabulary: Vocabulary) -> str:
    """List what an article shares with most of its event, names before other words."""
    own = set(part[place].indices.tolist())
    shared = [column for column in _ranked(part, vocabulary) if column in own]
    names = [column for column in shared if vocabulary.is_name[column]]
    others = [column for column in shared if not vocabulary.is_name[column]]
    said: Sequence[int] = [*names[:_REASONS], *others][:_REASONS]
    return ", ".join(vocabulary.spelt(vocabulary.terms[column]) for column in said)
