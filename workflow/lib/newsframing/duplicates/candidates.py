"""Which texts are worth comparing: those whose minhash sketches meet in a band, published within days of each other."""

from __future__ import annotations

import numpy as np
from rensa import RMinHash

from newsframing.duplicates.texts import Shingles, distinct

#: permutations of a sketch, and how many of them must agree together for two texts to meet; with 128 bands of two,
#: texts of Jaccard .3 meet with probability .999994, of .2 with .995, of .1 with .72 (Leskovec, Rajaraman & Ullman,
#: Mining of Massive Datasets, ch. 3)
PERMUTATIONS, BAND = 256, 2
SEED = 1
#: a sketch that agrees in fewer places is not looked at again; the standard error at Jaccard .3 is .029
LEAST_ESTIMATE = 0.08
#: in a crowd of more texts than this each is compared with the crowd's first and with its nearest in time
CROWD = 200
_ROWS = 2000


def sketches(grams: Shingles) -> np.ndarray:
    """Sketch each text by minhash (Broder 1997, computed by rensa): uint32, (n texts, PERMUTATIONS)."""
    n = len(grams.distinct)
    signs = np.zeros((n, PERMUTATIONS), dtype=np.uint32)
    for first in range(0, n, _ROWS):
        rows = slice(first, min(first + _ROWS, n))
        starts = grams.starts[rows.start : rows.stop + 1]
        hashes = grams.flat[starts[0] : starts[-1]].astype(np.uint64)
        offsets = (starts - starts[0]).astype(np.uint64)
        signs[rows] = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, PERMUTATIONS, SEED).to_rows()
    return signs


def candidate_pairs(signs: np.ndarray, days: np.ndarray, window: int) -> np.ndarray:
    """Pair texts that meet in a band and lie at most ``window`` days apart; an undated one is paired with any.

    ``days``: float, (n,), NaN where undated. Returns int64, (n pairs, 2), the smaller row first, sorted, each once,
    only those whose sketches agree in LEAST_ESTIMATE of their places.
    """
    n = len(signs)
    codes = np.empty(0, dtype=np.int64)
    for band in range(0, signs.shape[1], BAND):
        key = signs[:, band].astype(np.uint64) << np.uint64(32) | signs[:, band + 1]
        order = np.lexsort((days, key))
        new = _met(key[order], days[order], window)
        if len(new):
            pairs = np.sort(order[new], axis=1)
            codes = distinct(np.concatenate([codes, pairs[:, 0] * n + pairs[:, 1]]))
    pairs = np.stack([codes // n, codes % n], axis=1) if n else np.empty((0, 2), dtype=np.int64)
    return pairs[_estimates(signs, pairs) >= LEAST_ESTIMATE]


def _met(key: np.ndarray, days: np.ndarray, window: int) -> np.ndarray:
    """Pair places of equal key within the window; ``key`` and then ``days`` are in order, undated ones last."""
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    begins = np.repeat(starts, np.diff(np.r_[starts, len(key)]))
    ends = np.repeat(np.r_[starts[1:], len(key)], np.diff(np.r_[starts, len(key)]))
    alone = ends - begins == 1
    left = np.flatnonzero(~alone)
    found = []
    for step in range(1, CROWD + 1):
        left = left[left + step < ends[left]]
        if not len(left):
            break
        apart = days[left + step] - days[left]
        # a later place lies further off in time, so that a text whose next one is too far is done, if that is dated
        near = (apart <= window) | np.isnan(apart)
        found.append(np.stack([left, left + step], axis=1)[near])
        left = left[near | (np.isnan(days[ends[left] - 1]))]
    if len(left):
        crowded = np.flatnonzero(ends - begins > CROWD)
        apart = days[crowded] - days[begins[crowded]]
        near = ((apart <= window) | np.isnan(apart)) & (crowded != begins[crowded])
        found.append(np.stack([begins[crowded], crowded], axis=1)[near])
    return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)


def _estimates(signs: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Estimate the Jaccard similarity of each pair: the share of places in which its sketches agree."""
    shares = np.zeros(len(pairs))
    for first in range(0, len(pairs), 50_000):
        part = pairs[first : first + 50_000]
        shares[first : first + len(part)] = (signs[part[:, 0]] == signs[part[:, 1]]).mean(axis=1)
    return shares
