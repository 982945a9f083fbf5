"""A reading page: one text whole, its frames marked sentence by sentence, its profile beside the stories in focus.

The page holds the whole text, so it is local: it stands under data/processed and is no part of a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from newsframing.figures.words import is_missing
from newsframing.pages.html import Html, join, paragraph, safe, table_html

LOCAL = (
    "This page holds a whole text and is local: do not pass it on. The text is read against the corpus and counts in "
    "none of its numbers. Terms mark sentences; no person has checked them."
)


def profile(own: pd.DataFrame, stories: pd.DataFrame, labels: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """Set a text's share of sentences a frame beside that of the stories.

    ``own`` and ``stories`` are rows of frame_scores. Columns: codebook, frame (its label), n_sentences, share, of
    stories (share of stories that have the frame), percentile (share of stories with a smaller share of sentences).
    """
    rows = []
    for row in own.itertuples(index=False):
        others = stories.loc[(stories["codebook"] == row.codebook) & (stories["frame"] == row.frame), "share"]
        rows.append(
            {
                "codebook": row.codebook,
                "frame": labels[(row.codebook, row.frame)],
                "n_sentences": row.n_sentences,
                "share": row.share,
                "of stories": float((others > 0).mean()) if len(others) else float("nan"),
                "percentile": float((others < row.share).mean()) if len(others) else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def marked(text: str, evidence: pd.DataFrame, labels: Mapping[tuple[str, str], str]) -> Html:
    """Write one field of a text with the words that showed a frame marked; ``evidence`` is that of the field."""
    spans: dict[tuple[int, int], list[str]] = {}
    for row in evidence.itertuples(index=False):
        spans.setdefault((int(row.start), int(row.end)), []).append(labels[(row.codebook, row.frame)])
    parts: list[Html] = []
    done = 0
    for (start, end), frames in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start < done:
            continue
        names = safe(", ".join(dict.fromkeys(frames)))
        parts += [safe(text[done:start]), Html(f"<mark>{safe(text[start:end])}</mark><sup>{names}</sup>")]
        done = end
    parts.append(safe(text[done:]))
    whole = "".join(parts)
    return Html("\n".join(f"<p>{piece}</p>" for piece in whole.split("\n") if piece.strip()))


def reading_page(
    article: pd.Series,
    scores: pd.DataFrame,
    evidence: pd.DataFrame,
    story_ids: Iterable[str],
    labels: Mapping[tuple[str, str], str],
) -> Html:
    """Write the body of the reading page of one article, from the scores and the evidence of all articles."""
    own = scores[scores["article_id"] == article["article_id"]]
    table = profile(own, scores[scores["article_id"].isin(set(story_ids))], labels)
    formats = {"share": "percent", "of stories": "percent", "percentile": "percent"}
    headers = {
        "n_sentences": "sentences",
        "share": "share of sentences",
        "of stories": "stories in focus with it",
        "percentile": "stories with less of it",
    }
    found = evidence[evidence["article_id"] == article["article_id"]]
    fields = [
        marked(article[name], found[found["field"] == name], labels)
        for name in ("title", "lead", "body")
        if not is_missing(article[name])
    ]
    return join(
        paragraph(LOCAL),
        table_html(table, "Frames of this text beside the stories in focus", formats, headers, row_header=False),
        Html("<h2>The text</h2>"),
        *fields,
    )
