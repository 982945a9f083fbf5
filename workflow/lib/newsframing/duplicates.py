"""Exact copies: the same text under another id, however its letters, blanks and punctuation were set."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from newsframing.articles import short_hash

#: a text of fewer words says too little to be told a copy by itself ("View comments"); its title must agree too
FEWEST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def normalised(text: str | None) -> str:
    """Reduce a text to its words in lower case, one blank between them; compatibility forms are unified (NFKC)."""
    if not isinstance(text, str):
        return ""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def content_hash(title: str | None, lead: str | None, body: str | None) -> str:
    """Hash what an article says apart from its title, or its title where it has no other text.

    Lead and body are taken as one text, so that it does not matter where the lead ends. A text of fewer than
    FEWEST_WORDS words is hashed with its title.
    """
    text = " ".join(part for part in (normalised(lead), normalised(body)) if part)
    if text.count(" ") + 1 < FEWEST_WORDS or not text:
        return short_hash(normalised(title), text)
    return short_hash(text)


def mark_copies(articles: pd.DataFrame) -> pd.DataFrame:
    """Fill content_hash, cluster_id and is_copy: articles of one role with one hash are copies of one text.

    The earliest published (then the smallest id) represents the cluster, gives it its id and is no copy itself; an
    undated article comes after the dated ones. An article without any text is a copy of none.
    """
    articles = articles.copy()
    fields = zip(articles["title"], articles["lead"], articles["body"], strict=True)
    articles["content_hash"] = pd.Series([content_hash(*f) for f in fields], index=articles.index, dtype=object)
    wordless = content_hash(None, None, None)
    best: dict[tuple[str, str], tuple[str, str]] = {}
    keys: list[tuple[str, str]] = []
    for role, digest, day, identity in articles[["role", "content_hash", "published", "article_id"]].itertuples(
        index=False
    ):
        key = (role, digest if digest != wordless else f"{digest} {identity}")
        keys.append(key)
        rank = (day if isinstance(day, str) else "9999", identity)
        best[key] = min(best.get(key, rank), rank)
    articles["cluster_id"] = pd.Series([best[key][1] for key in keys], index=articles.index, dtype=object)
    articles["is_copy"] = (articles["cluster_id"] != articles["article_id"]).astype(bool)
    return articles
