from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsframing.tokens.counting import KeyCounts, Shelf
from newsframing.tokens.phrases import PairCounts, find_phrases

LISTS = st.lists(st.lists(st.integers(0, 2**62), max_size=30), max_size=8)


@given(LISTS)
def test_keys_are_counted_over_all_chunks(chunks):
    counts = KeyCounts()
    for chunk in chunks:
        counts.add(np.array(chunk, dtype=np.int64))
    keys, times = counts.totals()
    plain = Counter(key for chunk in chunks for key in chunk)
    assert dict(zip(keys.tolist(), times.tolist(), strict=True)) == plain
    assert keys.tolist() == sorted(plain)


@given(st.lists(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=20), max_size=6))
def test_a_shelf_gives_back_what_was_put_there_as_often_as_asked(arrays):
    shelf = Shelf()
    for array in arrays:
        shelf.add(np.array(array, dtype=np.int32))
    for _ in range(2):
        assert [array.tolist() for array in shelf] == arrays


def test_phrases_of_chunks_are_those_of_the_whole():
    terms = np.random.default_rng(3).integers(-1, 12, 4000)
    # a gap between chunks, as every text ends with one
    terms[[999, 2499]] = -1
    pairs = PairCounts(12)
    for part in (terms[:1000], terms[1000:2500], terms[2500:]):
        pairs.add(part)
    chunked, whole = pairs.phrases(5, 0.0), find_phrases(terms, 12, 5, 0.0)
    assert len(whole.keys) > 3
    assert chunked.keys.tolist() == whole.keys.tolist() and chunked.scores.tolist() == whole.scores.tolist()
