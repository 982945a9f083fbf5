"""Remedies: what is put forward in sentences that speak of a measure, for whom, and by whom; counts, no estimates."""

from __future__ import annotations

import pandas as pd

from newsframing.frames.prevalence import articles_of_findings
from newsframing.frames.sentences import Sentence, split_sentences
from newsframing.frames.speakers.actors import Actors

COLUMNS = ["codebook", "frame", "status", "speaker", "addressee_kind", "n_sentences", "n_articles", "n_counted"]
#: kinds of the lists of actors, as kinds of those whom a measure is for; countries are named as states
_KINDS = {"country": "state", "government": "state", "military": "state", "armed_group": "armed_group",
          "international": "international", "civilian": "civilian"}  # fmt: skip
#: what a sentence says of a measure; where it says several things, the first of these
STATUSES = ("rejected", "proposed", "taken", "untold")
ADDRESSEES = ("state", "armed_group", "international", "civilian", "nobody")
_SENTENCE = ["article_id", "field", "sentence"]


def addressees(sentence: str, source: object, actors: Actors) -> list[str]:
    """List the kinds of actors that a sentence names beside its source (the words for it), each once; else nobody."""
    words = source if isinstance(source, str) else ""
    place = sentence.find(words) if words else -1
    named = {
        _KINDS[mention.entry.kind]
        for mention in actors.find(sentence)
        if mention.entry.kind in _KINDS and not (0 <= place < mention.end and mention.start < place + len(words))
    }
    return [kind for kind in ADDRESSEES if kind in named] or ["nobody"]


def frame_remedies(
    evidence: pd.DataFrame, speakers: pd.DataFrame, articles: pd.DataFrame, actors: Actors, copies: str = "keep_one"
) -> pd.DataFrame:
    """Count the sentences of the articles in focus that speak of a measure: the table frame_remedies.

    Told are the codebooks whose evidence has a status. A row a frame, ``status`` (proposed, taken, rejected; untold
    where no word tells it), kind of speaker, and kind of actor named in the sentence beside its source: for whom, as
    far as rules can tell. A sentence that names two kinds counts in both rows, so that sentences do not add up over
    ``addressee_kind``; ``n_counted`` counts it in the first of these rows only, and adds up. ``articles`` has title,
    lead and body; ``speakers`` as ``speakers_table`` leaves it.
    """
    told = evidence.loc[evidence["status"].notna(), "codebook"].unique()
    chosen = articles_of_findings(articles, copies)
    own = evidence[evidence["codebook"].isin(told) & evidence["article_id"].isin(chosen["article_id"])]
    rank = {status: place for place, status in enumerate(STATUSES)}
    own = own.assign(status=own["status"].astype(object).where(own["status"].notna(), "untold"))
    own = own.assign(rank=own["status"].map(rank)).sort_values([*_SENTENCE, "codebook", "frame", "rank"])
    own = own.drop_duplicates([*_SENTENCE, "codebook", "frame"])
    if own.empty:
        return pd.DataFrame(columns=COLUMNS)
    keys = pd.MultiIndex.from_frame(own[_SENTENCE])
    own = own.assign(source=speakers.set_index(_SENTENCE)["source"].reindex(keys).to_numpy())
    texts = chosen.set_index("article_id")
    places: dict[tuple[str, str], list[Sentence]] = {}
    named: list[list[str]] = []
    for row in own.itertuples(index=False):
        text = texts.at[row.article_id, row.field]
        sentences = places.setdefault((row.article_id, row.field), split_sentences(text))
        start, end = sentences[int(row.sentence)]
        named.append(addressees(text[start:end], row.source, actors))
    wide = own.assign(addressee_kind=named, row=range(len(own))).explode("addressee_kind")
    wide = wide.assign(first=~wide.duplicated("row"))
    cells = wide.groupby(COLUMNS[:5], sort=False).agg(
        n_sentences=("article_id", "size"), n_articles=("article_id", "nunique"), n_counted=("first", "sum")
    )
    return cells.reset_index().sort_values(COLUMNS[:5], ignore_index=True)[COLUMNS]
