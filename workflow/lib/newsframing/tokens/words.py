"""Texts to words on integer ids: split once, and every later rule is worked out once a *type*, never once a token.

A word is a run of letters; what holds a digit is no word. Contractions are function words and fall ("don't", "it's"
leaves "it"), a possessive ending falls ("Syria's" leaves "syria"), an apostrophe inside a name is closed ("O'Neill"
becomes "oneill"). Points of an abbreviation fall ("U.N." becomes "un"); the country "US" or "U.S." becomes "usa", so
that it is not taken for the pronoun. A letter lost to a wrong encoding ("D?il") takes its word with it, for the rest
would stand as a word of its own; where the mark stood for an apostrophe ("Trump?s") the word stays.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import simplemma
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

#: addresses and handles, abbreviations with points, words (hyphens part them, apostrophes do not), and marks that no
#: phrase crosses
_TOKEN = re.compile(
    r"https?://\S+|www\.\S+|pic\.twitter\.com/\S+|@\w+|\b(?:[^\W\d_]\.){2,}"
    r"|[?\ufffd]*[^\W_]+(?:['\u2019?\ufffd]{1,2}[^\W_]+)*\ufffd*|[.!?;:,()\[\]\"\u201c\u201d\n]"
)
_DAMAGE = re.compile(r"[?\ufffd]")
_DAMAGED_APOSTROPHE = re.compile(r"([^\W\d_]+)[?\ufffd]{1,2}(s|t|d|m|ll|re|ve)\Z")
_APOSTROPHE = re.compile(r"['\u2019]")
_POSSESSIVE = re.compile(r"['\u2019]s?\Z")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+)(?:\.[\w-]+)*\.[a-z]{2,}/?")
_ENDINGS = frozenset({"s", "d", "m", "ll", "re", "ve"})
_COUNTRY = frozenset({"US", "USA", "U.S.", "U.S.A."})
#: Content words of news that scikit-learn's list carries by accident; Nothman, Qin & Yurchak (2018, "Stop word lists
#: in free open-source software packages") describe how such words came into the lists.
NOT_FUNCTION_WORDS = frozenset(
    ["bill", "bottom", "computer", "cry", "describe", "detail", "fire", "interest", "mill", "move", "sincere", "system"]
)
MIN_LETTERS = 2


@dataclass(frozen=True)
class Encoded:
    """Texts as ids of types: ``flat`` (tokens in reading order), ``offsets`` (n texts + 1), ``types`` as written."""

    flat: np.ndarray
    offsets: np.ndarray
    types: list[str]


@dataclass(frozen=True)
class Lexicon:
    """What each type stands for: ``term`` (id of its lemma, -1: no term), ``surface`` (id of its lower-case form).

    ``terms`` and ``surfaces`` are the names behind the ids; ``weak`` marks the terms that are none on their own.
    """

    term: np.ndarray
    surface: np.ndarray
    weak: np.ndarray
    terms: list[str]
    surfaces: list[str]


class _Types(dict[str, int]):
    """A dictionary that gives each new type the next id."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Encoder:
    """Splits texts into tokens, chunk after chunk, with one numbering of types in the order of their first place.

    A piece of text between blanks is split once, however often it stands: no token spans a blank.
    """

    def __init__(self) -> None:
        """Start without any type."""
        self._types = _Types()
        self._pieces = _Types()
        self._tokens = array("i")
        self._starts = array("q", [0])

    @property
    def types(self) -> list[str]:
        """The types so far; a type's place is its id."""
        return list(self._types)

    def add(self, texts: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
        """Give the tokens of some more texts: (ids of types in reading order, number of tokens of each text)."""
        known = self._pieces.__getitem__
        split = [text.replace("\n", " \n ").split(" ") for text in texts]
        rows = [np.fromiter(map(known, pieces), dtype=np.int32, count=len(pieces)) for pieces in split]
        self._split_new_pieces()
        pieces = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
        starts, tokens = np.array(self._starts, dtype=np.int64), np.array(self._tokens, dtype=np.int32)
        sizes = np.diff(starts)[pieces]
        ends = np.cumsum(sizes)
        # token j of the i-th piece stands j places after the start of that piece's own tokens
        shift = np.repeat(starts[pieces] - (ends - sizes), sizes)
        flat = tokens[shift + np.arange(len(shift))]
        bounds = np.r_[0, ends][np.cumsum([0, *map(len, rows)])]
        return flat, np.diff(bounds)

    def _split_new_pieces(self) -> None:
        number = self._types.__getitem__
        for piece in islice(self._pieces, len(self._starts) - 1, None):
            self._tokens.extend(map(number, _TOKEN.findall(piece)))
            self._starts.append(len(self._tokens))


def encode(texts: Iterable[str]) -> Encoded:
    """Split texts into tokens and give each type an id, in the order of the texts."""
    encoder = Encoder()
    flat, sizes = encoder.add(texts)
    return Encoded(flat, np.r_[0, np.cumsum(sizes)].astype(np.int64), encoder.types)


def plain(word: str) -> str:
    """Give the lower-case form of a type; '' for what is no word: mark, number, address, damage, a word with not."""
    if word in _COUNTRY:
        return "usa"
    if "@" in word or "/" in word or word.startswith("www."):
        return ""
    if _DAMAGE.search(word):
        mended = _DAMAGED_APOSTROPHE.match(word)
        if not mended:
            return ""
        word = f"{mended[1]}'{mended[2]}"
    if "." in word:
        word = word.replace(".", "")
    first, *rest = _APOSTROPHE.split(word.lower())
    if rest:
        if rest[-1] == "t" and first.endswith("n"):
            return ""
        if rest[-1] in _ENDINGS:
            rest.pop()
        first += "".join(rest)
    return first if len(first) >= MIN_LETTERS and first.isalpha() else ""


@lru_cache(maxsize=1_000_000)
def lemma(word: str) -> str:
    """Give the English lemma of a lower-case word (simplemma, Barbaresi 2021), lower-cased."""
    return str(simplemma.lemmatize(word, lang="en")).lower()


class StopWords(NamedTuple):
    """Words that are no terms: ``gaps`` also part phrases; ``weak`` ones may be half of a phrase ("new york")."""

    gaps: frozenset[str]
    weak: frozenset[str]


def stop_words(
    gaps: Mapping[str, Iterable[str]] | None = None,
    weak: Mapping[str, Iterable[str]] | None = None,
    more: Iterable[str] = (),
) -> StopWords:
    """Join scikit-learn's function words, the project's sections (name: words) and ``more``, the study's own words."""
    hard = (set(ENGLISH_STOP_WORDS) - NOT_FUNCTION_WORDS).union(*(gaps or {}).values(), more)
    soft: set[str] = set().union(*(weak or {}).values())
    return StopWords(frozenset(str(w).lower() for w in hard), frozenset(str(w).lower() for w in soft))


def build_lexicon(types: list[str], stops: StopWords, lemmas: bool = True) -> Lexicon:
    """Work out, once a type, its lower-case form and its term.

    A type is no term where its form or its lemma is a stop word, so that "says" falls with "say" even when
    ``lemmas`` is off.
    """
    surfaces, terms = _Types(), _Types()
    surface = np.full(len(types), -1, dtype=np.int32)
    term = np.full(len(types), -1, dtype=np.int32)
    weak: set[int] = set()
    for number, word in enumerate(types):
        form = plain(word)
        if not form:
            continue
        surface[number] = surfaces[form]
        root = lemma(form)
        if len(root) < MIN_LETTERS or form in stops.gaps or root in stops.gaps:
            continue
        term[number] = terms[root if lemmas else form]
        if form in stops.weak or root in stops.weak:
            weak.add(int(term[number]))
    marks = np.zeros(len(terms), dtype=bool)
    marks[sorted(weak)] = True
    return Lexicon(term, surface, marks, list(terms), list(surfaces))


class NameFinder:
    """Finds the tokens that belong to a name of an outlet or agency, matched as written or in capitals.

    Case is kept so that "Dawn" falls and "dawn" stays; a possessive ending does not matter. A host ("www.cnn.com")
    stands for its first label in any case.
    """

    def __init__(self, types: Iterable[str], names: Iterable[str]) -> None:
        """Look the names up among the types of the texts."""
        bases = _Types()
        self._base_of = np.array([bases[_POSSESSIVE.sub("", word)] for word in types] or [0], dtype=np.int32)
        lowered: dict[str, list[int]] = {}
        for word, number in bases.items():
            lowered.setdefault(word.lower(), []).append(number)
        self._single = np.zeros(len(bases) + 1, dtype=bool)
        sequences: set[tuple[int, ...]] = set()
        for name in names:
            host = _HOST.fullmatch(str(name).strip())
            if host:
                self._single[lowered.get(host.group(1).lower(), [])] = True
                continue
            for form in (str(name), str(name).upper()):
                words = [word for word in _TOKEN.findall(form) if plain(word)]
                if len(words) == 1 and words[0] in bases:
                    self._single[bases[words[0]]] = True
                elif len(words) > 1 and all(word in bases for word in words):
                    sequences.add(tuple(bases[word] for word in words))
        self._sequences = sorted(sequences)
        self._openers = np.zeros(len(bases) + 1, dtype=bool)
        self._openers[[sequence[0] for sequence in self._sequences]] = True

    def mask(self, flat: np.ndarray) -> np.ndarray:
        """Mark the tokens of names: a boolean array as long as ``flat`` (ids of types in reading order)."""
        bases = self._base_of[flat]
        mask = self._single[bases]
        starts = np.flatnonzero(self._openers[bases])
        for sequence in self._sequences:
            found = starts[starts <= len(bases) - len(sequence)]
            for step, number in enumerate(sequence):
                found = found[bases[found + step] == number]
            for step in range(len(sequence)):
                mask[found + step] = True
        return mask


def name_mask(encoded: Encoded, names: Iterable[str]) -> np.ndarray:
    """Mark the tokens of names (see ``NameFinder``): a boolean array as long as ``encoded.flat``."""
    return NameFinder(encoded.types, names).mask(encoded.flat)
