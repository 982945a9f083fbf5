"""What truncation does to framing: the same articles scored whole and cut as a news service cuts them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from newsframing.frames.codebook import Codebook
from newsframing.frames.match import score

COLUMNS = ["codebook", "frame", "n", "whole", "cut", "lost"]
#: NewsAPI gives so many characters of an article's text, and the number of those it keeps back
CUT_AT = 200
#: an article of so many words is taken to be whole
FEWEST_WORDS = 150
#: articles compared; the first by id, which is a hash: as good as drawn by lot, and the same each time
MOST = 1000
_BROKEN_WORD = re.compile(r"[^\W_]+\Z")


def cut_short(body: object, at: int = CUT_AT) -> str | None:
    """Cut a body after ``at`` characters; a word that the cut breaks is left out, as half of it is another word."""
    if not isinstance(body, str) or len(body) <= at:
        return body if isinstance(body, str) else None
    kept = body[:at]
    return (_BROKEN_WORD.sub("", kept) if re.match(r"[^\W_]", body[at]) else kept).rstrip()


def frame_truncation(articles: pd.DataFrame, scores: pd.DataFrame, codebooks: Iterable[Codebook]) -> pd.DataFrame:
    """Compare each frame in whole articles with the same ones cut to title, lead and CUT_AT characters of the body.

    ``articles`` are those of the study with their texts; compared are counted stories in focus, none a copy, none
    truncated, of FEWEST_WORDS words or more and with a body that the cut shortens, at most MOST. ``scores`` are their
    frame_scores. n: articles compared; whole, cut: share with the frame; lost: share of those with the frame in the
    whole text that lack it in the cut one (missing where none has it).
    """
    told = articles["focus"].astype(bool) & ~articles["is_copy"].astype(bool) & ~articles["truncated"].astype(bool)
    told &= (articles["role"] == "counted") & (articles["n_words"] >= FEWEST_WORDS)
    told &= articles["body"].str.len().fillna(0) > CUT_AT
    chosen = articles[told].sort_values("article_id").head(MOST)
    columns = ["article_id", "codebook", "frame", "present"]
    short, _ = score(chosen.assign(body=[cut_short(body) for body in chosen["body"]]), codebooks)
    whole = scores.loc[scores["article_id"].isin(chosen["article_id"]), columns]
    both = whole.merge(short[columns], on=columns[:3], suffixes=("_whole", "_cut"), validate="one_to_one")
    rows = []
    for (book, frame), pair in both.groupby(["codebook", "frame"], sort=False):
        before, after = pair["present_whole"] == 1, pair["present_cut"] == 1
        lost = 1 - float(after[before].mean()) if before.any() else None
        rows.append((book, frame, len(pair), float(before.mean()), float(after.mean()), lost))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"lost": float})
