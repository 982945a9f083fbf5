"""Hold what the workflow found in the planted study against what was planted, a row a question."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from newsframing.evidence.corrected import corrected_share, share_interval
from newsframing.evidence.material import CLASSIFIER, DICTIONARY, gather, wide_tables
from newsframing.inference import wilson
from newsframing.planted.making import CODER_ERROR, SHARES
from newsframing.planted.words import TOPICS

COLUMNS = ["part", "what", "planted", "found", "low", "high", "least", "held", "how"]
#: what a cosine, a share of sentences, copies or reports must reach to count as found
LEAST = 0.8
#: what the verdict on each hypothesis should be: its state, or that it is not supported
SUPPORTED, NOT_SUPPORTED = "supported", "not supported"
VERDICTS = {"effect": SUPPORTED, "no-effect": NOT_SUPPORTED, "two-frames": SUPPORTED}
_INSIDE = "the 95% interval holds what was planted"
_REACHES = f"at least {LEAST}"


class Row(NamedTuple):
    """One question: in which part of the workflow, what was planted and found, and whether it holds (0/1)."""

    part: str
    what: str
    planted: float | str
    found: float | str
    low: float
    high: float
    least: float
    held: int
    how: str


def planted_found(
    truth: pd.DataFrame,
    sentences: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
) -> pd.DataFrame:
    """Answer every question; COLUMNS.

    ``truth`` and ``sentences`` as the generator leaves them; ``tables``: the study's articles, doc_topics,
    topic_choice, scores, evidence, gold, predictions, speakers, agreement and verdicts.
    """
    articles = tables["articles"]
    known = truth.assign(**{c: truth[c].fillna("") for c in ("event", "copy_of")}).set_index("key")
    known = known.reindex(articles["key"]).set_axis(articles["article_id"])
    rows = [
        *_topics(known, tables["doc_topics"], tables["topic_choice"]),
        *_frames(known, tables),
        *_coders(tables["agreement"]),
        *_speakers(articles, sentences, tables["speakers"]),
        *_copies(articles, known),
        *_event(articles, known),
        *_verdicts(tables["verdicts"]),
    ]
    # columns with numbers and words are not rounded on writing
    rounded = [[round(cell, 6) if isinstance(cell, float) else cell for cell in row] for row in rows]
    return pd.DataFrame(rounded, columns=COLUMNS)


def _reached(part: str, what: str, found: float, n: int | None = None) -> Row:
    """Make a row of a share that should be 1; with ``n`` an interval beside it."""
    low, high = wilson(found * n, n) if n else (float("nan"), float("nan"))
    return Row(part, what, 1.0, found, float(low), float(high), LEAST, int(found >= LEAST), _REACHES)


def _inside(part: str, what: str, planted: float, found: float, low: float, high: float) -> Row:
    return Row(part, what, planted, found, low, high, float("nan"), int(low <= planted <= high), _INSIDE)


def _topics(known: pd.DataFrame, weights: pd.DataFrame, choice: pd.DataFrame) -> Iterator[Row]:
    """Match each planted topic with the fitted one that is nearest over the articles, each taken once."""
    names, nothing = list(TOPICS), float("nan")
    wide = weights.pivot(index="article_id", columns="topic", values="weight")
    own = np.stack([(known.loc[wide.index, "topic"] == name).to_numpy(dtype=float) for name in names])
    fitted = wide.to_numpy(dtype=float).T
    norms = np.linalg.norm(own, axis=1)[:, None] * np.linalg.norm(fitted, axis=1)
    cosines = own @ fitted.T / norms
    chosen = int(choice.loc[choice["chosen"] == 1, "k"].iloc[0])
    how = "the same number"
    yield Row(
        "topics", "number of topics", len(names), chosen, nothing, nothing, nothing, int(chosen == len(names)), how
    )
    for place, match in zip(*linear_sum_assignment(-cosines), strict=True):
        what = f"{names[place]}: cosine of its articles with topic {wide.columns[match]}"
        yield _reached("topics", what, float(cosines[place, match]))


def _frames(known: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> Iterator[Row]:
    """Give shares of stories with each frame: corrected by the codes, and by the dictionary taken at its word."""
    wide = wide_tables(tables["scores"], tables["predictions"])
    material = gather(tables["articles"], *wide, tables["evidence"], tables["gold"])
    truth = known.loc[material.articles["article_id"]]
    clusters, n = material.clusters, len(truth)
    for book, frame in SHARES:
        planted = float(truth[f"{book}/{frame}"].mean())
        codes = material.any_code(book, [frame])
        assert codes is not None
        score = material.any_score(book, [frame], CLASSIFIER)
        found = corrected_share(codes, score, None, clusters)
        low, high = share_interval(found, clusters)
        yield _inside("frames, corrected", f"{book}: {frame}, share of stories", planted, found.value, low, high)
        marked = float(material.any_present(book, [frame], DICTIONARY).mean())
        under, over = wilson(marked * n, n)
        what = f"{book}: {frame}, share of stories"
        yield _inside("frames, word list alone", what, planted, marked, float(under), float(over))


def _coders(agreement: pd.DataFrame) -> Iterator[Row]:
    """Compare how often the two simulated coders agree with what their planted errors give."""
    planted = (1 - CODER_ERROR) ** 2 + CODER_ERROR**2
    both = agreement[agreement["n_both"] > 0]
    for book, own in both.groupby("codebook", sort=True):
        n = int(own["n_both"].sum())
        agreed = float((own["percent"] * own["n_both"]).sum() / n)
        low, high = wilson(agreed * n, n)
        what = f"{book}: share of codes that both coders give alike, each erring in {CODER_ERROR}"
        yield _inside("coders", what, round(planted, 6), agreed, float(low), float(high))


def _speakers(articles: pd.DataFrame, sentences: pd.DataFrame, speakers: pd.DataFrame) -> Iterator[Row]:
    """Compare who says each sentence of the bodies; sentences that nobody is quoted in are the journalist's."""
    ids = articles.set_index("key")["article_id"]
    told = sentences.assign(article_id=sentences["key"].map(ids)).dropna(subset=["article_id"])
    said = speakers.loc[speakers["field"] == "body", ["article_id", "sentence", "speaker"]]
    both = told.merge(said, "left", ["article_id", "sentence"], suffixes=("", "_found"))
    right = both["speaker"] == both["speaker_found"].fillna("journalist")
    for kind, part in right.groupby(both["speaker"]):
        yield _reached("speakers", f"{kind}: share of its sentences told right", float(part.mean()), len(part))


def _copies(articles: pd.DataFrame, known: pd.DataFrame) -> Iterator[Row]:
    """Compare pairs of texts of one origin."""
    ids = articles.set_index("key")["article_id"]
    planted = {
        frozenset((ids[row.copy_of], row.Index)) for row in known.itertuples() if row.copy_of and row.copy_of in ids
    }
    clustered = articles.dropna(subset=["cluster_id"]).groupby("cluster_id")["article_id"]
    found = {frozenset(pair) for _, members in clustered for pair in combinations(members, 2)}
    both = len(planted & found)
    yield _reached("copies", "recall: planted copies that were found", both / len(planted), len(planted))
    yield _reached("copies", "precision: found copies that were planted", both / max(len(found), 1), len(found))


def _event(articles: pd.DataFrame, known: pd.DataFrame) -> Iterator[Row]:
    """Compare the reports of the event, whose place other articles name in passing."""
    planted = set(known.index[known["event"] != ""])
    found = set(articles.loc[articles["event_id"] == "dam", "article_id"])
    both = len(planted & found)
    yield _reached("event", "recall: its reports that were found", both / len(planted), len(planted))
    yield _reached("event", "purity: found reports that are its own", both / max(len(found), 1), len(found))


def _verdicts(verdicts: pd.DataFrame) -> Iterator[Row]:
    """Give the effects with their intervals, and the verdicts."""
    nothing = float("nan")
    effects = {
        "effect": SHARES["force_stance", "civilian_harm"],
        "no-effect": SHARES["remedies", "talks"],
        "two-frames": (SHARES["remedies", "force"][0], SHARES["remedies", "diplomacy"][0]),
    }
    for row in verdicts.itertuples(index=False):
        one, other = effects[row.id]
        yield _inside(
            "effects", f"{row.id}: difference in shares", round(one - other, 6), row.estimate, row.low, row.high
        )
        wanted = VERDICTS[row.id]
        held = (row.verdict == SUPPORTED) == (wanted == SUPPORTED)
        how = f"is {wanted}"
        yield Row("verdicts", f"{row.id}: verdict", wanted, row.verdict, nothing, nothing, nothing, int(held), how)
