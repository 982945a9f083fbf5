"""How well speakers are told: the makers' own codes of sentences against what the rules say. A development check."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pandas as pd

from newsframing.errors import UserError
from newsframing.frames.speakers.actors import KINDS, Actors
from newsframing.frames.speakers.attribute import attribute
from newsframing.frames.speakers.names import Finder


def sentence_hash(text: str) -> str:
    """Name a sentence without keeping it, so that a changed cleaning is noticed."""
    return sha256(text.encode()).hexdigest()[:12]


def judged(
    codes: pd.DataFrame, articles: pd.DataFrame, actors: Actors, names: Finder | None = None
) -> tuple[pd.DataFrame, int]:
    """Set each code beside what the rules say; gives article_id, field, start, end, kind, found; and how many are gone.

    ``codes`` has article_id, field, start, end, sha256, kind; a code whose words no longer stand at its place is left
    out and counted, for another cleaning moves sentences.
    """
    texts = articles.set_index("article_id")[["title", "lead", "body"]].to_dict("index")
    rows, gone = [], 0
    for article_id, part in codes.groupby("article_id", sort=True):
        fields = texts.get(article_id, {})
        said = attribute(fields, actors, names)
        for code in part.itertuples(index=False):
            text = fields.get(code.field)
            if not isinstance(text, str) or sentence_hash(text[code.start : code.end]) != code.sha256:
                gone += 1
                continue
            found = next((s.speaker for s in said.get(code.field, ()) if s.start <= code.start < s.end), "journalist")
            rows.append((article_id, code.field, code.start, code.end, code.kind, found))
    return pd.DataFrame(rows, columns=["article_id", "field", "start", "end", "kind", "found"]), gone


def by_kind(judgements: pd.DataFrame) -> pd.DataFrame:
    """Give precision and recall of each kind: kind, n, n_found, n_right, precision, recall."""
    rows = []
    for kind in KINDS:
        coded, found = judgements["kind"] == kind, judgements["found"] == kind
        n, n_found, right = int(coded.sum()), int(found.sum()), int((coded & found).sum())
        precision, recall = (right / whole if whole else float("nan") for whole in (n_found, n))
        rows.append((kind, n, n_found, right, precision, recall))
    return pd.DataFrame(rows, columns=["kind", "n", "n_found", "n_right", "precision", "recall"])


def report(judgements: pd.DataFrame, gone: int) -> str:
    """Write accuracy, precision and recall of each kind and the confusions, as text."""
    if judgements.empty:
        raise UserError("no coded sentence stands in these articles", right="run the study the codes were made on")
    quoted = judgements[judgements["kind"] != "journalist"]
    lines = [
        f"{len(judgements)} sentences, {gone} not found as they were coded",
        f"accuracy {(judgements['kind'] == judgements['found']).mean():.3f}",
        f"accuracy where somebody is quoted {(quoted['kind'] == quoted['found']).mean():.3f} (n = {len(quoted)})",
        f"told that somebody is quoted {_agreement(judgements):.3f}",
        "",
        by_kind(judgements).to_string(index=False, float_format="%.2f"),
        "",
        "coded (rows) and found (columns)",
        pd.crosstab(judgements["kind"], judgements["found"]).to_string(),
    ]
    return "\n".join(lines)


def _agreement(judgements: pd.DataFrame) -> float:
    return float(((judgements["kind"] == "journalist") == (judgements["found"] == "journalist")).mean())


def known_kinds(codes: pd.DataFrame, file: str) -> None:
    """Raise UserError where a code is none of the kinds."""
    wrong: Sequence[str] = sorted(set(codes["kind"]) - set(KINDS))
    if wrong:
        raise UserError(f"'{wrong[0]}' is no kind of speaker", file=file, right=f"known: {', '.join(KINDS)}")
