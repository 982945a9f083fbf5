"""Every measure of a study's coded codebooks, by dictionary, classifier or another tool, judged by the same codes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from newsframing.classify import encoder
from newsframing.classify.features import as_read, count
from newsframing.classify.nested import CURVE_COLUMNS, can_be_learnt, learn, task
from newsframing.classify.validity import COLUMNS, validity
from newsframing.coding.foreign import COLUMNS as PREDICTION_COLUMNS
from newsframing.coding.foreign import TYPES
from newsframing.frames.codebook import Codebook
from newsframing.frames.match import METHOD as DICTIONARY
from newsframing.frames.match import score
from newsframing.frames.prevalence import clusters_of

CHOICE_COLUMNS = ["codebook", "fold", "words", "characters", "codebook_scores", "meaning", "context", "strength"]
CHOICE_COLUMNS += ["balance", "inner_quality"]
NOTE_COLUMNS = ["codebook", "what"]
#: what the classifier reads: words, characters and the codebook's scores, or these and a sentence encoder
WORDS, ENCODER = "words", "encoder"
TABLES = ("predictions", "curve", "choices", "notes")


def fit_all(
    articles: pd.DataFrame,
    gold: pd.DataFrame,
    labels: pd.DataFrame,
    books: Mapping[str, Codebook],
    texts: Mapping[str, str],
    features: str = WORDS,
) -> dict[str, pd.DataFrame]:
    """Train a classifier for each coded codebook and gather every method's predictions of what the coders read.

    ``texts``: codebook to what its coders read (title, title_lead, all); ``features``: :data:`WORDS`, or
    :data:`ENCODER` for a sentence encoder beside them (UserError where it is not installed). Gives the tables of
    :data:`TABLES`: predictions of dictionary, classifier and other tools, the learning curve, what each fold chose, and
    what could not be done.
    """
    counted = articles[articles["role"] == "counted"].sort_values("article_id", ignore_index=True)
    ids, groups = counted["article_id"].to_numpy(dtype=object), clusters_of(counted).to_numpy(dtype=object)
    found = [labels] if len(labels) else []
    curves, choices, notes = [], [], []
    for name, book in books.items():
        text = texts.get(name, "all")
        coded = set(gold.loc[gold["codebook"] == name, "article_id"])
        if book.measured:
            found.append(_by_terms(as_read(counted, text), book, coded))
        what = task(name, [frame.id for frame in book.frames], book.kind == "single", ids, groups, gold)
        if reason := can_be_learnt(what):
            if coded:
                notes.append((name, f"no classifier was trained: {reason}"))
            continue
        if features == ENCODER:
            notes.append((name, f"beside words the classifier reads a sentence encoder, {encoder.described()}"))
        encode = encoder.encode if features == ENCODER else None
        result = learn(what, count(counted, book, text, encode))
        found.append(result.predictions)
        curves.append(result.curve)
        choices.append(result.choices)
    return {
        "predictions": _joined(found, PREDICTION_COLUMNS).astype(TYPES),
        "curve": _joined(curves, CURVE_COLUMNS),
        "choices": _joined(choices, CHOICE_COLUMNS),
        "notes": pd.DataFrame(notes, columns=NOTE_COLUMNS),
    }


def _joined(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def _by_terms(shown: pd.DataFrame, book: Codebook, coded: set[str]) -> pd.DataFrame:
    """Give what the codebook's own terms find in what the coders read; the score is the share of sentences."""
    scores, _ = score(shown, [book])
    table = scores[["article_id", "codebook", "frame", "present"]].assign(method=DICTIONARY, score=scores["share"])
    table["out_of_fold"] = 0
    table["coded"] = table["article_id"].isin(coded).astype(np.int8)
    return table[PREDICTION_COLUMNS].astype(TYPES)


def judge_all(
    articles: pd.DataFrame,
    gold: pd.DataFrame,
    predictions: pd.DataFrame,
    books: Mapping[str, Codebook],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Judge every method by the gold values: the table frame_validity."""
    clusters = pd.Series(clusters_of(articles).to_numpy(), index=articles["article_id"].to_numpy())
    tables = [
        validity(gold, predictions, clusters, name, [f.id for f in book.frames], book.kind == "single", draws, seed)
        for name, book in books.items()
    ]
    return _joined([table for table in tables if len(table)], COLUMNS)
