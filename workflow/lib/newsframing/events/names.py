"""What tells one happening from another in a text: its names, and words that few articles have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from scipy import sparse

_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
#: a capital inside a sentence: behind a word or a comma, so that it does not open one
_CAPITAL = re.compile(r"(?<=[^\W\d_][ ]|[,;)][ ])[A-Z][^\W\d_]+(?:-[^\W\d_]+)*")
#: a word is a name if it is in capitals in this share of its places
NAME_SHARE = 0.8
#: what stands in more than one article of twenty tells nothing apart, unless these are very few
COMMON, FEW = 0.05, 10
#: a name weighs as much as so many other rare words
NAME_WEIGHT = 2.0
#: articles whose words are counted at a time
_BATCH = 2000
#: days and months are in capitals and name no place
_CALENDAR = frozenset(
    _WORD.findall(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december"
    )
)


class Vocabulary:
    """Names and rare words of a corpus with their weights, learnt from every article, in focus or not.

    ``terms``: words in lower case, sorted; ``is_name``: which of them are names; ``spread``: articles that have each;
    ``spelling``: a name as it is written.
    """

    def __init__(self, texts: Sequence[str], without: Iterable[str] = ()) -> None:
        """Count the words of all texts; those of ``without`` (names of outlets; one word each) tell nothing apart."""
        capitals: Counter[str] = Counter()
        small: Counter[str] = Counter()
        spread: Counter[str] = Counter()
        for first in range(0, len(texts), _BATCH):
            batch = texts[first : first + _BATCH]
            spread.update(chain.from_iterable(set(_WORD.findall(text.lower())) for text in batch))
            capitals.update(chain.from_iterable(_CAPITAL.findall(text) for text in batch))
            small.update(chain.from_iterable(_WORD.findall(text) for text in batch))
        self.spelling: dict[str, str] = {}
        upper: Counter[str] = Counter()
        for word, n in sorted(capitals.items(), key=lambda found: (found[1], found[0])):
            upper[word.lower()] += n
            self.spelling[word.lower()] = word
        names = {word for word, n in upper.items() if n >= NAME_SHARE * (n + small[word])}
        most = max(FEW, COMMON * len(texts))
        left_out = _CALENDAR | {name.lower() for name in without}
        self.terms = sorted(word for word, n in spread.items() if 2 <= n <= most and word not in left_out)
        self.is_name = np.array([word in names for word in self.terms], dtype=bool)
        self.spread = np.array([spread[word] for word in self.terms], dtype=float)
        self._weights = np.log(max(1, len(texts)) / self.spread) * np.where(self.is_name, NAME_WEIGHT, 1.0)
        self._columns = {word: column for column, word in enumerate(self.terms)}

    def vectors(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Weigh the terms of texts: (n, n terms), (1 + log tf) · idf, names heavier, each row of length one or zero."""
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for text in texts:
            counts = Counter(word for word in _WORD.findall(text.lower()) if word in self._columns)
            for word in sorted(counts):
                columns.append(self._columns[word])
                data.append((1.0 + np.log(counts[word])) * self._weights[columns[-1]])
            ends.append(len(data))
        matrix = sparse.csr_matrix((data, columns, ends), shape=(len(texts), len(self.terms)))
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        return sparse.csr_matrix(sparse.diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ matrix)

    def spelt(self, word: str) -> str:
        """Give a name as texts write it most often."""
        return self.spelling.get(word, word)
