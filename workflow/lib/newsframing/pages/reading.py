"""A reading page: one text whole, its frames marked sentence by sentence with who says them, its profile beside others.

The page holds the whole text, so it is local: it stands under data/processed and is no part of a report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from newsframing.errors import UserError, nearest
from newsframing.figures.words import is_missing, plural
from newsframing.frames.codebook import Codebook
from newsframing.frames.sentences import split_sentences
from newsframing.pages.gate import Gate, why
from newsframing.pages.html import Html, join, link, paragraph, safe, table_html
from newsframing.pages.tell_events import who_says

LOCAL = (
    "This page holds a whole text and is local: do not pass it on. Terms mark sentences, quotation marks and reporting "
    "verbs tell who speaks; no person has checked them."
)
#: with fewer stories an outlet is no background to set a text before
LEAST = 10
Labels = Mapping[tuple[str, str], str]


class Background(NamedTuple):
    """What a text is read against: the stories in focus (article_id, outlet), and the scores of all articles."""

    stories: pd.DataFrame
    scores: pd.DataFrame


def article_of(articles: pd.DataFrame, article_id: str, study: str) -> pd.Series:
    """Find an article by its id, counted or read; UserError names the nearest id."""
    found = articles[articles["article_id"] == article_id]
    if len(found):
        return found.iloc[0]
    where = f"data/processed/{study}/articles.parquet"
    right = nearest(article_id, articles["article_id"].sort_values())
    right = right if right.startswith("did") else "an id is 16 hex digits, from the column article_id of that table"
    raise UserError(f"there is no article '{article_id}'", file=where, right=right)


def profile(own: pd.DataFrame, background: Background, outlet: object, labels: Labels) -> pd.DataFrame:
    """Set a text's share of sentences a frame beside that of the stories, and of the stories of its outlet.

    ``own`` are rows of frame_scores. Columns: codebook, frame (its label), n_sentences, share, of_stories (share of
    stories that have the frame), percentile and outlet_percentile (share of stories with a smaller share of
    sentences; nan for the outlet where it has fewer than LEAST other stories). The text itself is left out of both.
    """
    stories = background.stories[~background.stories["article_id"].isin(own["article_id"])]
    scores = background.scores[background.scores["article_id"].isin(stories["article_id"])]
    at_outlet = set() if is_missing(outlet) else set(stories.loc[stories["outlet"] == outlet, "article_id"])
    cells = dict(list(scores.groupby(["codebook", "frame"], sort=False)))
    rows = []
    for row in own.itertuples(index=False):
        others = cells.get((row.codebook, row.frame), scores.iloc[:0])
        near = others[others["article_id"].isin(at_outlet)]
        rows.append(
            {
                "codebook": row.codebook,
                "frame": labels[(row.codebook, row.frame)],
                "n_sentences": row.n_sentences,
                "share": row.share,
                "of_stories": _share(others["share"] > 0),
                "percentile": _share(others["share"] < row.share),
                "outlet_percentile": _share(near["share"] < row.share) if len(near) >= LEAST else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def _share(holds: pd.Series) -> float:
    return float(holds.mean()) if len(holds) else float("nan")


def _marks(text: str, start: int, end: int, rows: list[tuple[int, int]]) -> Html:
    """Write one sentence with the words that showed a frame marked; of overlapping places the first, the longest."""
    parts: list[Html] = []
    done = start
    for begin, close in sorted(rows, key=lambda place: (place[0], -place[1])):
        if begin >= done and close <= end:
            parts += [safe(text[done:begin]), Html(f"<mark>{safe(text[begin:close])}</mark>")]
            done = close
    return Html("".join([*parts, safe(text[done:end])]))


def marked(text: str, evidence: pd.DataFrame, said: Mapping[int, tuple[str, object]], labels: Labels) -> Html:
    """Write one field of a text, each sentence that shows a frame or is said by somebody with a note of both.

    ``evidence`` is that of the field; ``said`` gives (kind, words) of the speaker by the number of the sentence.
    """
    sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]
    places: dict[int, list[tuple[int, int]]] = {}
    frames: dict[int, list[str]] = {}
    for row in evidence.itertuples(index=False):
        number = bisect_right(starts, int(row.start)) - 1
        places.setdefault(number, []).append((int(row.start), int(row.end)))
        stance = "" if is_missing(row.status) else f" ({row.status})"  # of a measure: proposed, taken or rejected
        frames.setdefault(number, []).append(labels[(row.codebook, row.frame)] + stance)
    parts: list[Html] = []
    done = 0
    for number, (start, end) in enumerate(sentences):
        note = [", ".join(dict.fromkeys(frames.get(number, ())))] if number in frames else []
        note += [who_says(*said[number])] if number in said else []
        shown = _marks(text, start, end, places.get(number, []))
        told = f" <small class='told'>[{safe(' · '.join(note))}]</small>" if note else ""
        kind = " class='framed'" if number in frames else ""
        whole = f"<span{kind}>{shown}</span>{told}".replace("\n", " ")  # a sentence may run over a line's end
        parts += [safe(text[done:start]), Html(whole)]
        done = end
    parts.append(safe(text[done:]))
    # the text decides its direction: one that is written from the right is shown so
    return Html("\n".join(f"<p dir='auto'>{piece}</p>" for piece in "".join(parts).split("\n") if piece.strip()))


def _profiles(table: pd.DataFrame, codebooks: Sequence[Codebook], n: int, outlet: object) -> Html:
    """Write the profile, a table a codebook."""
    has_outlet = bool(table["outlet_percentile"].notna().any()) if len(table) else False
    headers = {
        "frame": "frame",
        "n_sentences": "sentences",
        "share": "share",
        "of_stories": "stories with it",
        "percentile": "with less",
    }
    headers |= {"outlet_percentile": f"{outlet}: with less"} if has_outlet else {}
    formats = dict.fromkeys(("share", "of_stories", "percentile", "outlet_percentile"), "percent")
    told = f"Beside the {plural(n, 'story', 'stories')} in focus. The share is that of this text's sentences; "
    told += "“with less”, its percentile, is the share of stories in which the frame takes a smaller part of them."
    if not has_outlet:
        why = "no outlet is known" if is_missing(outlet) else f"{outlet} has fewer than {LEAST} other stories in focus"
        told += f" It is not set beside its outlet: {why}."
    tables = [
        table_html(table[table["codebook"] == book.id], book.title, formats, headers, columns=list(headers))
        for book in codebooks
        if (table["codebook"] == book.id).any()
    ]
    return join(paragraph(told), *tables)


def _left_out(gate: Gate, frames: list[tuple[str, str]]) -> Html | None:
    """Say which frames are not marked, and why; None where all are."""
    failed = [pair for pair in frames if gate.withholds(*pair)]
    return join(gate.note(failed), Html(f"<p>{why()}</p>")) if failed else None


def reading_page(
    article: pd.Series,
    background: Background,
    evidence: pd.DataFrame,
    speakers: pd.DataFrame,
    codebooks: Sequence[Codebook],
    gate: Gate | None = None,
) -> Html:
    """Write the body of the reading page of one article; ``evidence`` and ``speakers`` are those of all articles.

    ``gate``: what the tiers of the study permit; marks and profile of frames that it withholds are left out.
    """
    labels = {(book.id, frame.id): frame.label for book in codebooks for frame in book.frames}
    out: Html | None = None
    if gate is not None:
        labels = {pair: label + gate.beside(*pair) for pair, label in labels.items()}
        background = background._replace(scores=gate.sift(background.scores).table)
        evidence = gate.sift(evidence).table
        out = _left_out(gate, [(book.id, frame.id) for book in codebooks for frame in book.measured])
    own = background.scores[background.scores["article_id"] == article["article_id"]]
    table = profile(own, background, article["outlet"], labels)
    found = evidence[evidence["article_id"] == article["article_id"]]
    voices = speakers[speakers["article_id"] == article["article_id"]]
    fields: list[Html] = []
    for name in ("title", "lead", "body"):
        if not is_missing(article[name]):
            rows = voices[voices["field"] == name].itertuples(index=False)
            said = {int(row.sentence): (row.speaker, row.source) for row in rows}
            fields.append(marked(article[name], found[found["field"] == name], said, labels))
    about = [article[name] for name in ("outlet", "published") if not is_missing(article[name])]
    origin = link(article["url"], "where it was published") if not is_missing(article["url"]) else None
    counted = "It counts in the study's corpus." if article["role"] == "counted" else "It counts in no number."
    return join(
        paragraph(LOCAL),
        paragraph(
            *(part for part in (", ".join(map(str, about)) + ". " if about else "", counted, " ", origin) if part)
        ),
        out,
        Html("<h2>Its frames beside those of the corpus</h2>"),
        _profiles(table, codebooks, len(background.stories), article["outlet"]),
        Html("<h2>The text</h2>"),
        paragraph(
            "In brackets after a sentence: the frames its marked words show, whether a measure is proposed, taken or "
            "rejected, and who says it if not the article."
        ),
        *fields,
    )
