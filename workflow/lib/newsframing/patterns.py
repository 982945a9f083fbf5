"""Terms of a focus or a codebook, found in text as whole words in any case, in time linear in the text.

A term is a word, a phrase, or either with ``*`` at the end of a word ("insurgen*", "air strike*"). Words are runs of
letters and digits; the words of a phrase may be joined by blanks, a hyphen or an apostrophe ("cease-fire" finds
"cease fire"). No regular expression is made from a term, so no term can hang a run.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, compress
from operator import itemgetter
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
_SPLIT = re.compile(r"([^\W_]+)")
#: the same for text without other letters, where it is faster
_SPLIT_PLAIN = re.compile(r"([0-9A-Za-z]+)")
#: what may stand between two words of one phrase; a point only inside or right after an abbreviation (U.S. troops)
_GAP = r"[\s\-\u2010-\u2015'\u2019&/]"
_JOINT = re.compile(rf"{_GAP}{{1,3}}\Z")
_JOINT_AFTER_LETTER = re.compile(rf"\.?{_GAP}{{0,2}}\Z")
#: signs of print that are common in news, each as a sign of ASCII that joins or parts words as it does
_PLAIN = (("\u2019", "'"), ("\u2013", "-"), ("\u2014", "-"), ("\u201c", '"'), ("\u201d", '"'), ("\u2018", "`"),
          ("\u2026", ","), ("\u00a3", "$"), ("\u20ac", "$"))  # fmt: skip
#: words whose terms are remembered at a time; bounds the memory over a million articles
_REMEMBERED = 500_000
#: words so common, in English and in news, that a phrase is better looked for by another of its words
_COMMON_WORDS = """a an and are as at be been by can for from has have in into is it its more no not of on or our
out than that the their them they this to up was we were will with would s t about after all also back because before
but called campaign could country did do does down end even first get going government group had he her his how i if
international just last least life like made major make many national new now office one only other over own people
political president recent right security she since so some state statement states still such support take those
through time two under until very war way well what when where which who without work working world year years you"""
_COMMON = frozenset(_COMMON_WORDS.split())


class Hit(NamedTuple):
    """One place where a term stands: the term's index in the list, and offsets in code points."""

    term: int
    start: int
    end: int


class Term(NamedTuple):
    """A term and the words or phrases that must not stand right before it, or right after it.

    ``beside`` is for those who read sentence by sentence: words of which one must stand in the same sentence.
    """

    text: str
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


_hit = tuple.__new__  # the fast way to make one of very many
_TERM, _START, _END = itemgetter(0), itemgetter(1), itemgetter(2)
_ALONE = itemgetter(0)


class Words:
    """The words of one text, lower-cased, with their places; made once and shared by every list of terms."""

    __slots__ = ("_gaps", "_starts", "lower", "padded", "text")

    def __init__(self, text: str) -> None:
        """Split the text into runs of letters and digits and the gaps between them."""
        self.text = text
        plain = text
        if not text.isascii():
            for sign, ascii_sign in _PLAIN:
                plain = plain.replace(sign, ascii_sign)
        lowered = plain.lower()
        parts = (_SPLIT_PLAIN if plain.isascii() else _SPLIT).split(lowered)
        #: the words as compared; a word may be longer here than in the text ("İ" gains a code point)
        self.lower: list[str] = parts[1::2]
        if len(lowered) != len(plain) or "Σ" in plain:  # small letters that hang on what stands beside them
            parts = _SPLIT.split(plain)
            self.lower = list(map(str.lower, parts[1::2]))
        self._gaps = parts
        self._starts: list[int] | None = None
        self.padded: list[str] | None = None

    def __len__(self) -> int:
        """Count the words."""
        return len(self.lower)

    def starts(self) -> list[int]:
        """Give code point offsets: word n stands from 2n to 2n + 1 of the list."""
        if self._starts is None:
            self._starts = list(accumulate(map(len, self._gaps)))
        return self._starts

    def within(self, start: int, end: int) -> slice:
        """Give the words that stand wholly between two code point offsets."""
        starts = self.starts()
        return slice((bisect_left(starts, start) + 1) // 2, bisect_right(starts, end) // 2)

    def joined(self, before: int) -> bool:
        """Tell whether a word and the next one can belong to one phrase."""
        gap = self._gaps[2 * before + 2]
        if gap == " ":
            return True
        pattern = _JOINT_AFTER_LETTER if len(self._gaps[2 * before + 1]) == 1 else _JOINT
        return len(gap) <= 3 and pattern.match(gap) is not None


Pattern = list[tuple[str, bool]]


def parse_term(term: str) -> Pattern:
    """Split a term into (word, is a prefix) pairs; ValueError where there is no word or a star stands elsewhere."""
    parts: Pattern = []
    for match in re.finditer(r"([^\W_]+)(\*?)", term):
        parts.append((match.group(1).lower(), match.group(2) == "*"))
    if not parts or term.count("*") != sum(prefix for _, prefix in parts) or re.search(r"\*[^\W_]", term):
        raise ValueError("a term is a word, a phrase, or either with * at the end of a word")
    return parts


def _stands(words: Words, pattern: Pattern, first: int) -> bool:
    """Tell whether a pattern's words stand from this word on, joined as one phrase."""
    if first < 0 or first + len(pattern) > len(words):
        return False
    for offset, (word, is_prefix) in enumerate(pattern):
        found = words.lower[first + offset]
        if not (found.startswith(word) if is_prefix else found == word):
            return False
        if offset and not words.joined(first + offset - 1):
            return False
    return True


class _Found(NamedTuple):
    """What may stand where a word stands: terms of that word alone, and phrases by the word right after or before it.

    ``open`` are phrases of which that other word is a prefix: the phrase, how far the other word stands, the prefix.
    """

    alone: tuple[int, ...]
    after: dict[str, tuple[int, ...]]
    before: dict[str, tuple[int, ...]]
    open: tuple[tuple[int, int, str], ...]


#: where nothing may stand: an empty tuple, so that it counts as false
_NOTHING: _Found = tuple.__new__(_Found)


class _Guard(NamedTuple):
    """What must not stand on one side of a term: whole words, beginnings of a word, and phrases."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    phrases: list[Pattern]

    @classmethod
    def of(cls, terms: Iterable[str]) -> _Guard | None:
        """Parse the terms; none where there are none."""
        patterns = [parse_term(term) for term in terms]
        single = [pattern[0] for pattern in patterns if len(pattern) == 1]
        if not patterns:
            return None
        return cls(
            frozenset(word for word, is_prefix in single if not is_prefix),
            tuple(word for word, is_prefix in single if is_prefix),
            [pattern for pattern in patterns if len(pattern) > 1],
        )

    def has(self, word: str) -> bool:
        """Tell whether it bars a word that stands alone on its side."""
        return word in self.words or word.startswith(self.prefixes)


class _Seen(dict[str, _Found]):
    """Word to what is looked for where it stands; worked out when first asked for, bounded.

    ``anchors``: the word by which each term is looked for; ``beside``: of a phrase, the word beside that one, how far
    (1 or -1) and whether it is a prefix; None for a term of one word.
    """

    def __init__(self, anchors: list[tuple[str, bool]], beside: list[tuple[int, str, bool] | None]) -> None:
        super().__init__()
        self._beside = beside
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        for index, (word, is_prefix) in enumerate(anchors):
            (self._prefix if is_prefix else self._exact).setdefault(word, []).append(index)
        #: the lengths of prefixes by how they open, so that few are tried of a word
        self._lengths: dict[str, set[int]] = {}
        for start in self._prefix:
            self._lengths.setdefault(start[:2], set()).add(len(start))

    def __missing__(self, word: str) -> _Found:
        hits = list(self._exact.get(word, ()))
        for opening in {word[:2], word[:1]}:
            for length in self._lengths.get(opening, ()):
                hits.extend(self._prefix.get(word[:length], ()))
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = self._sorted_out(hits) if hits else _NOTHING
        return found

    def _sorted_out(self, hits: list[int]) -> _Found:
        alone: list[int] = []
        places: dict[int, dict[str, tuple[int, ...]]] = {1: {}, -1: {}}
        open_ones: list[tuple[int, int, str]] = []
        for index in hits:
            beside = self._beside[index]
            if beside is None:
                alone.append(index)
                continue
            step, word, is_prefix = beside
            if is_prefix:
                open_ones.append((index, step, word))
            else:
                places[step][word] = (*places[step].get(word, ()), index)
        return _Found(tuple(alone), places[1], places[-1], tuple(open_ones))


def _rarest(pattern: Pattern) -> int:
    """Choose the word of a phrase by which it is looked for: the longest that is no common word."""
    return max(range(len(pattern)), key=lambda place: (pattern[place][0] not in _COMMON, len(pattern[place][0])))


class Terms:
    """A list of terms, ready to be looked for in many texts."""

    def __init__(self, terms: Iterable[str | Term]) -> None:
        """Parse the terms; ValueError names the first that cannot be read."""
        self.terms = list(terms)
        self._patterns: list[Pattern] = []
        self._anchors: list[int] = []
        neighbours: list[tuple[int, str, bool] | None] = []
        self._guards: dict[int, tuple[_Guard | None, _Guard | None]] = {}
        for index, given in enumerate(self.terms):
            term = Term(given) if isinstance(given, str) else given
            try:
                pattern = parse_term(term.text)
                before, after = _Guard.of(term.not_before), _Guard.of(term.not_after)
            except ValueError as error:
                raise ValueError(f"term {term.text!r}: {error}") from None
            anchor = _rarest(pattern)
            beside = anchor + 1 if anchor + 1 < len(pattern) else anchor - 1
            self._patterns.append(pattern)
            self._anchors.append(anchor)
            neighbours.append((beside - anchor, *pattern[beside]) if len(pattern) > 1 else None)
            if before or after:
                self._guards[index] = (before, after)
        self._sizes = [len(pattern) for pattern in self._patterns]
        anchors = [pattern[anchor] for pattern, anchor in zip(self._patterns, self._anchors, strict=True)]
        self._seen = _Seen(anchors, neighbours)

    def _barred(self, index: int, words: Words, first: int, last: int) -> bool:
        """Tell whether a word that must not stand there stands right before or right after the term."""
        before, after = self._guards[index]
        if before and first > 0 and words.joined(first - 1):
            if before.has(words.lower[first - 1]):
                return True
            if any(_stands(words, pattern, first - len(pattern)) for pattern in before.phrases):
                return True
        if after and last + 1 < len(words.lower) and words.joined(last):
            if after.has(words.lower[last + 1]):
                return True
            return any(_stands(words, pattern, last + 1) for pattern in after.phrases)
        return False

    def find(self, text: str | Words, part: slice | None = None) -> Iterator[Hit]:
        """Yield every place of every term, in the order of the text; hits of different terms may overlap.

        With ``part``, a stretch of the text's words (see ``Words.within``), the hits that stand wholly inside it.
        """
        words = Words(text) if isinstance(text, str) else text
        lower = words.lower
        opens, closes, _ = (part or slice(None)).indices(len(lower))
        candidates = list(map(self._seen.__getitem__, lower[opens:closes] if part else lower))
        hits: list[Hit] = []
        sizes, guards, patterns, anchors = self._sizes, self._guards, self._patterns, self._anchors
        starts, in_order, last = words.starts(), True, -1
        if words.padded is None:  # nothing stands after the last word, nor (at -1) before the first
            words.padded = [*lower, ""]
        lower = words.padded
        for place, (found, after, before, prefixes) in zip(
            compress(range(opens, closes), candidates), filter(None, candidates), strict=True
        ):
            if after:
                found += after.get(lower[place + 1], ())
            if before:
                found += before.get(lower[place - 1], ())
            for index, step, prefix in prefixes:
                if lower[place + step].startswith(prefix):
                    found += (index,)
            for index in found:
                size = sizes[index]
                first = place
                if size > 1:
                    first -= anchors[index]
                    if first < opens or first + size > closes:
                        continue
                    if not (words.joined(first) if size == 2 else _stands(words, patterns[index], first)):
                        continue
                if index in guards and self._barred(index, words, first, first + size - 1):
                    continue
                hit = _hit(Hit, (index, starts[2 * first], starts[2 * (first + size) - 1]))
                hits.append(hit)
                if hit[1] <= last:
                    in_order = False
                last = hit[1]
        # by place, the longest first, then the order of the terms; sorts are stable, and fast where the key is an item
        if not in_order:
            hits.sort(key=_TERM)
            hits.sort(key=_END, reverse=True)
            hits.sort(key=_START)
        return iter(hits)

    def standing(self, words: Words, part: slice) -> set[int]:
        """Give the terms of one word that stand in a part of a text; for lists of such terms, without guards."""
        found = filter(None, map(self._seen.__getitem__, words.lower[part]))
        return set(chain.from_iterable(map(_ALONE, found)))

    def count(self, text: str | Words) -> int:
        """Count mentions; a stretch of text found by several terms counts once (the longest, from the left)."""
        mentions, covered = 0, -1
        for hit in self.find(text):
            if hit.start >= covered:
                mentions += 1
                covered = hit.end
        return mentions

    def count_each(self, text: str | Words) -> Counter[str]:
        """Count mentions as ``count`` does, each for the term that it counts for; the sum is that of ``count``."""
        mentions: Counter[str] = Counter()
        covered = -1
        for hit in self.find(text):
            if hit.start >= covered:
                term = self.terms[hit.term]
                mentions[term if isinstance(term, str) else term.text] += 1
                covered = hit.end
        return mentions
