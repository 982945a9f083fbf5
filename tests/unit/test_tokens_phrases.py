import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsframing.tokens.phrases import Phrases, find_phrases, phrase_places


def test_the_score_of_a_pair_by_hand():
    # "0 1" stands 4 times; 0 and 1 nowhere else; 12 words in all: p = 1/3 each, so NPMI is 1
    # "2 3" stands once of 12 words, 2 twice, 3 twice: log((1/12) / (1/6 * 1/6)) / log 12 = log 3 / log 12
    terms = np.array([0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 2, 3, -1, 3, -1, 2])
    found = find_phrases(terms, 4, min_count=1, threshold=-1.0)
    assert found.pairs() == [(0, 1), (2, 3)]
    assert np.allclose(found.scores, [1.0, math.log(3) / math.log(12)])
    assert find_phrases(terms, 4, min_count=2, threshold=-1.0).pairs() == [(0, 1)]
    assert find_phrases(terms, 4, min_count=1, threshold=0.9).pairs() == [(0, 1)]


def test_gaps_part_pairs_and_a_word_twice_is_none():
    terms = np.array([0, -1, 1, 2, 2, -1, 0, -1, 1])
    assert find_phrases(terms, 3, min_count=1, threshold=-1.0).pairs() == [(1, 2)]


def test_of_overlapping_pairs_the_better_is_taken():
    # prime minister khan: "prime minister" (0 1) is better than "minister khan" (1 2)
    phrases = Phrases(np.array([0 * 4 + 1, 1 * 4 + 2]), np.array([0.9, 0.6]), 4)
    places, which = phrase_places(np.array([0, 1, 2, -1, 1, 2]), phrases)
    assert places.tolist() == [0, 4] and which.tolist() == [0, 1]
    places, which = phrase_places(np.array([0, 1, 2]), Phrases(phrases.keys, np.array([0.6, 0.9]), 4))
    assert places.tolist() == [1] and which.tolist() == [1]


def test_of_equals_the_left_is_taken():
    phrases = Phrases(np.array([1, 1 * 5 + 2, 2 * 5 + 3]), np.array([0.7, 0.7, 0.7]), 5)
    assert phrase_places(np.array([0, 1, 2, 3]), phrases)[0].tolist() == [0, 2]


def test_pairs_of_two_weak_words_fall():
    phrases = Phrases(np.array([1, 1 * 3 + 2]), np.array([0.7, 0.7]), 3)
    assert phrases.without(np.array([True, True, False])).pairs() == [(1, 2)]


@given(st.lists(st.integers(-1, 3), max_size=60))
def test_phrases_never_overlap_and_none_is_left_over(values):
    terms = np.array(values, dtype=np.int32)
    phrases = find_phrases(terms, 4, min_count=1, threshold=-1.0)
    places, _ = phrase_places(terms, phrases)
    assert np.all(np.diff(places) >= 2)
    covered = set(places.tolist()) | set((places + 1).tolist())
    pairs = set(phrases.pairs())
    for place in range(len(values) - 1):
        if (values[place], values[place + 1]) in pairs:
            assert place in covered or place + 1 in covered
