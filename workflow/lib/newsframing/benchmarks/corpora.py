"""Larger corpora out of a real one: its articles, and as many more as are wanted with their sentences recombined.

In each further round every sentence of an outlet stands for another one of that outlet (a seeded permutation), and so
does every title. Words, outlets, days and lengths keep their frequencies; articles that share sentences, as copies do,
share as many afterwards; an article and its models share a sentence or two, no more than two reports of one agency do.
What an outlet repeats (lines of the page) stays what it is. Copies with edits inside their sentences come apart.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing.articles import FIELDS
from newsframing.cleaning.outlets import host_of

#: a sentence that stands so often belongs to the page
PAGE = 3
_BREAK = re.compile(r"((?<=[.!?])\s+|\n+)")
_TEXTS = ("lead", "body")


def _sentences(text: str) -> list[str]:
    """Cut a text into sentences and what stands between them, in turn."""
    return _BREAK.split(text)


def _group(record: dict[str, Any]) -> str:
    return record["outlet"] or host_of(record["url"]) or ""


def _counts(records: list[dict[str, Any]]) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Count the sentences and the titles of each outlet."""
    sentences: dict[str, Counter[str]] = defaultdict(Counter)
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        group = _group(record)
        for text in filter(None, map(record.get, _TEXTS)):
            sentences[group].update(_sentences(text)[::2])
        if record["title"]:
            titles[group][record["title"]] += 1
    return sentences, titles


def _permutation(counts: Counter[str], seed: str) -> dict[str, str]:
    """Let each text that is no part of the page stand for another."""
    texts = sorted(text for text, n in counts.items() if n < PAGE and text.strip())
    shuffled = texts.copy()
    random.Random(seed).shuffle(shuffled)
    return dict(zip(texts, shuffled, strict=True))


def enlarged(records: pd.DataFrame, times: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Give the records of a corpus ``times`` as large as ``records`` (RECORD_COLUMNS), the real ones first."""
    real = records.astype(object).where(records.notna(), None).to_dict("records")
    yield from real
    sentences, titles = _counts(real) if times > 1 else ({}, {})
    for round_ in range(1, times):
        other = {group: _permutation(counts, f"{seed} {round_} {group}") for group, counts in sentences.items()}
        headed = {group: _permutation(counts, f"{seed} {round_} {group}") for group, counts in titles.items()}
        for record in real:
            group = _group(record)
            made = {**record, "key": f"{record['key'] or ''}-{round_}"}
            if record["url"]:
                made["url"] = f"{record['url']}?round={round_}"
            if record["title"]:
                made["title"] = headed[group].get(record["title"], record["title"])
            for name in _TEXTS:
                if record[name]:
                    parts = _sentences(record[name])
                    parts[::2] = [other[group].get(part, part) for part in parts[::2]]
                    made[name] = "".join(parts)
            yield made


def write_corpus(records: pd.DataFrame, times: int, path: Path, seed: int = 1) -> int:
    """Write an enlarged corpus as a csv with our own names of columns; give the number of records."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, FIELDS, extrasaction="ignore")
        writer.writeheader()
        number = 0
        for record in enlarged(records, times, seed):
            writer.writerow(record)
            number += 1
    return number
