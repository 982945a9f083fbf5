"""Labels of topics: proposed from words and titles, renamed by people in a file that outlives a change of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import yaml
from scipy.optimize import linear_sum_assignment

from newsframing.errors import UserError
from newsframing.settings import load_yaml, validate
from newsframing.topics.texts import Texts

#: terms in a proposed label
LABEL_WORDS = 3
#: a pair of neighbours in a title is a phrase of the label if so many titles have it
PHRASE_TITLES = 3
#: how many words of a topic stand for it in the file of names, and how many of the topic are compared with them
FINGERPRINT_WORDS = 10
COMPARED_WORDS = 20
#: a name belongs to a topic if at least so large a share of the words it was given for are among the topic's first
SAME_TOPIC = 0.5
NAME_COLUMNS = ["label", "words", "topic", "overlap", "found"]


def propose_label(terms: Sequence[str], titles: Texts, bodies: Texts, taken: Sequence[str] = ()) -> str:
    """Propose a label of up to three terms that are telling in the topic's words and common in its best titles.

    ``terms`` are the candidates, the most telling first. A candidate scores its rank (1 for the first, falling evenly)
    and the share of the titles that hold it over the largest such share; two candidates that stand side by side in
    three titles or more are a candidate too, with the rank of the better half. No term of a label repeats another one
    or a part of it (``repeats``), and no label is in ``taken``: a fourth term, then a number, tells them apart. Terms
    are written as they mostly stand in ``bodies``. A label is a proposal for people to rename, not a finding.
    """
    rank = {term: 1 - place / len(terms) for place, term in enumerate(terms)}
    rank.update(_title_phrases(rank, titles))
    holding = {term: float(titles.holding(term).mean()) if len(titles) else 0.0 for term in rank}
    most = max(holding.values(), default=0.0) or 1.0
    score = {term: round(rank[term] + holding[term] / most, 9) for term in rank}
    picked: list[str] = []
    label = ""
    for term in sorted(rank, key=lambda term: (-score[term], -len(term.split("_")), term)):
        if any(repeats(term, other) for other in picked):
            continue
        picked.append(term)
        label = ", ".join(bodies.form(term) for term in picked)
        if len(picked) >= LABEL_WORDS and label not in taken:
            break
    label = plain = label or "no words"
    number = 1
    while label in taken:
        number += 1
        label = f"{plain} ({number})"
    return label


def repeats(term: str, other: str) -> bool:
    """Tell whether two terms say the same: they share a word, or words that open alike ("Syria" and "Syrian")."""
    return any(_alike(a, b) for a in term.split("_") for b in other.split("_"))


def _alike(one: str, other: str) -> bool:
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one == other or common >= 5 or (common >= 4 and common == min(len(one), len(other)))


def _title_phrases(known: Mapping[str, float], titles: Texts) -> dict[str, float]:
    """Find pairs of single-word candidates that are neighbours in titles often enough to be read as one term."""
    words = [term for term in known if "_" not in term]
    places = {term: set(titles.places(term).tolist()) for term in words}
    found = {}
    for first in words:
        for second in words:
            pair = f"{first}_{second}"
            if first == second or pair in known:
                continue
            neighbours = sum(place + 1 in places[second] for place in places[first])
            if neighbours >= PHRASE_TITLES and titles.holding(pair).sum() >= PHRASE_TITLES:
                found[pair] = max(known[first], known[second])
    return found


class Name(NamedTuple):
    """A name that a person gave to a topic, and the words by which the topic is found again."""

    label: str
    words: tuple[str, ...]


def read_names(files: Sequence[str | Path], schema: Mapping[str, Any]) -> list[Name]:
    """Read the names that people gave, from no file or one."""
    return [name for file in files for name in checked_names(load_yaml(Path(file)), schema, Path(file).as_posix())]


def checked_names(data: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> list[Name]:
    """Check what a file of names holds and give its names; UserError says in one sentence what is wrong in it."""
    validate(data, schema, file)
    names = []
    for entry in data["topics"]:
        words = [str(word).strip().lower().replace(" ", "_") for word in entry["words"]]
        names.append(Name(" ".join(str(entry["label"]).split()), tuple(dict.fromkeys(words))))
    for what, values in (("label", [n.label for n in names]), ("list of words", [" ".join(n.words) for n in names])):
        twice = [value for value, times in Counter(values).items() if times > 1]
        if twice:
            place = f"key topics[{len(values) - 1 - values[::-1].index(twice[0])}]"
            raise UserError(
                f"the {what} '{twice[0]}' is given twice", file=file, where=place, right="name a topic once"
            )
    return names


def match_names(names: Sequence[Name], words: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Find the topic of each name: label, words, topic (missing where none is left), overlap, found (0/1).

    ``words``: each topic's words, the most probable first. The overlap is the share of a name's words among the
    topic's first 20. Names and topics are matched one to one so that the overlaps add up to the most (the Hungarian
    method); a name of which fewer than half the words are there has found no topic, whatever its number once was.
    """
    overlap = np.array(
        [[len(set(name.words) & set(topic[:COMPARED_WORDS])) / len(name.words) for topic in words] for name in names]
    ).reshape(len(names), len(words))
    kept = np.where(overlap >= SAME_TOPIC, overlap, 0.0)
    rows, columns = linear_sum_assignment(-kept)
    topic = {int(row): int(column) for row, column in zip(rows, columns, strict=True) if kept[row, column] > 0}
    records = [
        (
            name.label,
            " ".join(name.words),
            topic[i] + 1 if i in topic else None,
            overlap[i, topic[i]] if i in topic else overlap[i].max(initial=0.0),
            int(i in topic),
        )
        for i, name in enumerate(names)
    ]
    return pd.DataFrame(records, columns=NAME_COLUMNS).astype({"topic": "Int64", "overlap": float, "found": int})


def template(topics: pd.DataFrame, names: pd.DataFrame, study: str) -> str:
    """Write the file in which people name topics, filled with the present labels and the words that find the topics.

    Names that found no topic stand at its end as comments, so that nobody's work is lost.
    """
    head = [
        f"# Names of topics. Copy this file to config/labels/{study}.yaml, edit the labels, and run the study again.",
        "# Leave the words as they are: by them a name finds its topic where a later run numbers the topics anew.",
        "# A topic without an entry keeps the label that is proposed for it.",
    ]
    entries = [
        {"words": str(row.words).split()[:FINGERPRINT_WORDS], "label": str(row.label)}
        for row in topics.itertuples(index=False)
    ]
    lost = [
        {"words": str(row.words).split(), "label": str(row.label)}
        for row in names[names["found"] == 0].itertuples(index=False)
    ]
    parts = ["\n".join(head), _dump({"topics": entries})]
    if lost:
        told = "".join(f"# {line}\n" for line in _dump(lost).splitlines())
        parts.append(f"# Names that found no topic in this run:\n{told}")
    return "\n".join(parts)


def _dump(data: object) -> str:
    # lists of words on one line, keys in the order given
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=None)
