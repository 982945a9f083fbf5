"""What a study that starts from shared counts cannot compute, because it has no texts: said once, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from newsframing.evidence.verdicts import Finding

COUNTS = "counts"
COLUMNS = ["what", "tables", "why"]
#: what is lacking in every such study
_ALWAYS = (
    ("Cleaning, and what it removed", "corpus_flow; corpus_changes; corpus_removed; corpus_notes; corpus_boilerplate; "
     "corpus_dates; corpus_unknown_outlets", "It was done where the texts are; the account begins with what came."),
    ("Copies: who copies whom, and how alike two texts are", "corpus_copies; corpus_copying", "The marks of copies "
     "came with the counts; texts cannot be compared again."),
    ("Which articles are in focus, and a sample of these decisions", "corpus_focus_sample", "Mentions are counted in "
     "texts; the marks came with the counts."),
    ("Which articles report an event", "corpus_events", "Events are found in texts; the marks came with the counts."),
    ("Titles, quotations, reading pages", "topic_exemplars; frame_quotes; frame_events; event_reports; "
     "verdict_sentences", "They are texts."),
    ("Labels of topics from titles", "topics; topic_labels", "Labels are proposed from the words of a topic alone; "
     "names in config/labels/ hold as elsewhere."),
    ("Where in an article a frame stands, and by which words", "frame_measures; frame_cooccurrence; frame_keyness",
     "Frame scores came without their evidence: the columns in_title, in_lead, in_body, opens, n_shared and own_term "
     "are empty."),
    ("Who voices a frame, and what is recommended to whom", "frame_speakers; frame_remedies", "Speakers are told from "
     "sentences."),
    ("What cutting texts would lose", "frame_truncation", "It takes whole texts."),
    ("Agreement, validity, a classifier", "agreement; frame_validity", "Codes are judged with the texts that were "
     "coded; a verdict therefore says unvalidated, whatever was coded elsewhere."),
    ("Phrases and rare words in topics", "topics; topic_prevalence; topic_search", "Shared counts are of single words "
     "that stand in five articles or more: where the other study joined words to phrases (text.phrases), or kept rarer "
     "words, its topics differ; else they are the same."),
)  # fmt: skip
#: keys of a study that are about texts, and do nothing here; the way to each, what it would do
_UNUSED = (
    ("corpus.focus", "the focus"),
    ("corpus.languages", "the languages kept"),
    ("corpus.collected", "the day of collection"),
    ("robustness.focus_at_least", "other thresholds of the focus"),
    ("robustness.codebook", "frames without some of their terms"),
    ("readings", "reading pages"),
)


def starts_from_counts(settings: Mapping[str, Any]) -> bool:
    """Tell whether a study's source are shared counts."""
    return any(source.get("format") == COUNTS for source in settings["corpus"]["sources"])


def takes_texts(hypothesis: Mapping[str, Any]) -> str:
    """Say what a claim compares that is told from texts alone, or nothing."""
    by = next(iter(hypothesis["compare"].get("between", {})), "")
    return {"speaker": "who voices a frame", "theatre": "the theatre of an article"}.get(by, "")


def _given(settings: Mapping[str, Any], way: str) -> bool:
    value: Any = settings
    for key in way.split("."):
        value = (value or {}).get(key)
    return bool(value)


def lacking(settings: Mapping[str, Any]) -> pd.DataFrame:
    """List what cannot be recomputed: what, tables (joined by "; "), why; keys of the study that do nothing last."""
    rows = list(_ALWAYS)
    for way, what in _UNUSED:
        if _given(settings, way):
            rows.append((f"{what[0].upper()}{what[1:]} as the study file says ({way})", "", "It takes texts: the key "
                         "does nothing here."))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def without_texts(hypotheses: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give hypotheses as they can be tested here: theatres, which are told from texts, are not held constant."""
    return [
        {**one, "adjust": [name for name in one["adjust"] if name != "theatre"]} if "adjust" in one else dict(one)
        for one in hypotheses
    ]


def blocked(finding: Finding, hypothesis: Mapping[str, Any]) -> Finding:
    """Say of a claim about speakers or theatres that it takes texts; any other finding stays as it is."""
    what = takes_texts(hypothesis)
    if not what:
        return finding
    nan = float("nan")
    return replace(finding, blocked=f"{what} is told from texts, and this study starts from counts",
                   estimate=nan, low=nan, high=nan, low_90=nan, high_90=nan, p=nan)  # fmt: skip
