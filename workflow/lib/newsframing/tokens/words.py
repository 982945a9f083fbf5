"""Texts to words on integer ids: split once, and every later rule is worked out once a *type*, never once a token.

A word is a run of letters; what holds a digit is no word. Contractions are function words and fall ("don't", "it's"
leaves "it"), a possessive ending falls ("Syria's" leaves "syria"), an apostrophe inside a name is closed ("O'Neill"
becomes "oneill"). Points of an abbreviation fall ("U.N." becomes "un"); the country "US" or "U.S." becomes "usa", so
that it is not taken for the pronoun. A letter lost to a wrong encoding ("D?il") takes its word with it, for the rest
would stand as a word of its own; where the mark stood for an apostrophe ("Trump?s") the word stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
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


def encode(texts: Iterable[str]) -> Encoded:
    """Split texts into tokens and give each type an id, in the order of the texts."""
    types = _Types()
    rows = [np.fromiter(map(types.__getitem__, _TOKEN.findall(text)), dtype=np.int32) for text in texts]
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
    return Encoded(flat, offsets, list(types))


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
    """Give the English lemma of a lower-case word (simplemma, Barbaresi 2023), lower-cased."""
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


def name_mask(encoded: Encoded, names: Iterable[str]) -> np.ndarray:
    """Mark the tokens that belong to a name of an outlet or agency, matched as written or in capitals.

    Case is kept so that "Dawn" falls and "dawn" stays; a possessive ending does not matter. A host ("www.cnn.com")
    stands for its first label in any case. Returns a boolean array as long as ``encoded.flat``.
    """
    bases = _Types()
    base_of = np.array([bases[_POSSESSIVE.sub("", word)] for word in encoded.types] or [0], dtype=np.int64)
    flat = base_of[encoded.flat]
    mask = np.zeros(len(flat), dtype=bool)
    lowered: dict[str, list[int]] = {}
    for word, number in bases.items():
        lowered.setdefault(word.lower(), []).append(number)
    single = np.zeros(len(bases) + 1, dtype=bool)
    sequences: set[tuple[str, ...]] = set()
    for name in names:
        host = _HOST.fullmatch(str(name).strip())
        if host:
            single[lowered.get(host.group(1).lower(), [])] = True
            continue
        for form in (str(name), str(name).upper()):
            words = tuple(word for word in _TOKEN.findall(form) if plain(word))
            if len(words) == 1 and words[0] in bases:
                single[bases[words[0]]] = True
            elif len(words) > 1 and all(word in bases for word in words):
                sequences.add(words)
    mask |= single[flat]
    for words in sorted(sequences):
        mask |= _sequence_mask(flat, [bases[word] for word in words])
    return mask


def _sequence_mask(flat: np.ndarray, wanted: list[int]) -> np.ndarray:
    """Mark every token of every place where the ids ``wanted`` follow each other."""
    mask = np.zeros(len(flat), dtype=bool)
    if len(flat) < len(wanted):
        return mask
    starts = np.ones(len(flat) - len(wanted) + 1, dtype=bool)
    for step, number in enumerate(wanted):
        starts &= flat[step : step + len(starts)] == number
    for step in range(len(wanted)):
        mask[step : step + len(starts)] |= starts
    return mask
