"""Two-word phrases found and joined on integer ids, without a loop over tokens.

A pair of neighbouring terms is a phrase where it stands often enough and its normalised pointwise mutual information
(Bouma 2009, "Normalized (pointwise) mutual information in collocation extraction"; the scorer gensim calls "npmi")
reaches a threshold. Neighbours are words with no mark, stop word or name between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsframing.tokens.counting import KeyCounts

#: a pair must stand this often, and score this much of the possible 1
MIN_COUNT = 10
THRESHOLD = 0.5


@dataclass(frozen=True)
class Phrases:
    """Accepted pairs: ``keys`` (first * n_terms + second, sorted) and their ``scores``; terms count ``n_terms``."""

    keys: np.ndarray
    scores: np.ndarray
    n_terms: int

    @classmethod
    def none(cls, n_terms: int) -> Phrases:
        """Give no phrase at all."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0), n_terms)

    def without(self, weak: np.ndarray) -> Phrases:
        """Drop the pairs of which both halves are ``weak`` (a flag a term): "last week", "told reporters"."""
        keep = ~(weak[self.keys // self.n_terms] & weak[self.keys % self.n_terms])
        return Phrases(self.keys[keep], self.scores[keep], self.n_terms)

    def pairs(self) -> list[tuple[int, int]]:
        """Give the accepted pairs as ids of terms."""
        return [(int(key // self.n_terms), int(key % self.n_terms)) for key in self.keys]


def _keys(terms: np.ndarray, n_terms: int) -> np.ndarray:
    """Give each place the key of the pair that begins there, -1 where none does; as long as ``terms``."""
    keys = np.full(len(terms), -1, dtype=np.int64)
    if len(terms) > 1:
        first, second = terms[:-1].astype(np.int64), terms[1:].astype(np.int64)
        # a word twice ("very very", "new new") is emphasis or a slip of layout, no phrase
        both = (first >= 0) & (second >= 0) & (first != second)
        keys[:-1][both] = first[both] * n_terms + second[both]
    return keys


class PairCounts:
    """Counts terms and pairs of neighbours, chunk after chunk; it holds a number for each different pair."""

    def __init__(self, n_terms: int) -> None:
        """Start with nothing counted; terms are numbered below ``n_terms``."""
        self._n_terms = n_terms
        self._single = np.zeros(n_terms, dtype=np.int64)
        self._pairs = KeyCounts()

    def add(self, terms: np.ndarray) -> None:
        """Count ``terms`` (ids in reading order, -1 a gap); no pair spans two calls."""
        self._single += np.bincount(terms[terms >= 0], minlength=self._n_terms)
        keys = _keys(terms, self._n_terms)
        self._pairs.add(keys[keys >= 0])

    def phrases(self, min_count: int = MIN_COUNT, threshold: float = THRESHOLD) -> Phrases:
        """Score every pair that stands ``min_count`` times and keep what reaches the threshold."""
        keys, counts = self._pairs.totals()
        often = counts >= min_count
        keys, counts = keys[often], counts[often]
        if not len(keys):
            return Phrases.none(self._n_terms)
        total = self._single.sum()
        p_pair = counts / total
        p_first, p_second = self._single[keys // self._n_terms] / total, self._single[keys % self._n_terms] / total
        # a text of one pair over and over has p_pair 1: its log is 0 and it is left out
        with np.errstate(divide="ignore", invalid="ignore"):
            scores = np.log(p_pair / (p_first * p_second)) / -np.log(p_pair)
        keep = np.isfinite(scores) & (scores >= threshold)
        return Phrases(keys[keep], scores[keep], self._n_terms)


def find_phrases(terms: np.ndarray, n_terms: int, min_count: int = MIN_COUNT, threshold: float = THRESHOLD) -> Phrases:
    """Score every pair of neighbours in ``terms`` (ids in reading order, -1 a gap) and keep what passes.

    Texts must be parted by a gap, so that no pair spans two of them.
    """
    counts = PairCounts(n_terms)
    counts.add(terms)
    return counts.phrases(min_count, threshold)


def phrase_places(terms: np.ndarray, phrases: Phrases) -> tuple[np.ndarray, np.ndarray]:
    """Find where accepted pairs begin; of pairs that share a word the better scored is taken, of equals the left.

    Returns (places in ``terms``, ascending; index of each place's pair in ``phrases.keys``).
    """
    keys = _keys(terms, phrases.n_terms)
    if not len(phrases.keys):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    index = np.minimum(np.searchsorted(phrases.keys, keys), len(phrases.keys) - 1)
    open_places = np.flatnonzero(phrases.keys[index] == keys)
    taken: list[np.ndarray] = []
    while len(open_places):
        score = phrases.scores[index[open_places]]
        touches = np.diff(open_places) == 1
        loses_left = np.r_[False, touches & (score[1:] <= score[:-1])]
        loses_right = np.r_[touches & (score[:-1] < score[1:]), False]
        wins = ~(loses_left | loses_right)
        taken.append(open_places[wins])
        beside = np.r_[False, touches & wins[:-1]] | np.r_[touches & wins[1:], False]
        open_places = open_places[~(wins | beside)]
    places = np.sort(np.concatenate(taken)) if taken else open_places
    return places, index[places]
