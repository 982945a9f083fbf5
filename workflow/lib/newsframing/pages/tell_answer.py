"""The answer in plain words, from the states of the verdicts and the numbers: what can be said today, what cannot."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.figures.words import spoken
from newsframing.frames.codebook import Codebook
from newsframing.frames.prevalence import to_show
from newsframing.pages import html
from newsframing.pages.gate import gate_of
from newsframing.pages.html import Html, join, paragraph, safe
from newsframing.pages.report import Report
from newsframing.pages.tell_verdicts import STATES, UNANSWERED, estimate_of

#: verdicts that answer a claim
ANSWERED = ("supported", "contradicted", "negligible")
#: frames of a codebook that the answer names
NAMED = 3


def answer(report: Report) -> Html:
    """Answer the question as far as the study goes: by verdicts where there are claims, else by description."""
    return join(*_claims(report), *_found(report))


def shares(report: Report, codebook: str) -> pd.DataFrame:
    """Give the shares of a codebook's frames that a report shows, the largest first."""
    table, _ = to_show(report.table("frame_prevalence"))
    own = table[(table["group"] == "all") & (table["codebook"] == codebook)]
    own = gate_of(report).sift(own).table
    return own.sort_values(["estimate", "frame"], ascending=[False, True])


def _claims(report: Report) -> list[Html]:
    """Say which claims are answered and how; where none is, say so first."""
    if not report.settings.get("hypotheses"):
        return [paragraph("The study puts no claim to the test: it describes, and what follows is its description.")]
    table = report.table("verdicts")
    answered = table[table["verdict"].isin(ANSWERED)]
    parts = []
    if answered.empty:
        parts.append(paragraph(Html("<strong>No answer yet.</strong> "), *_nothing(report, table)))
    else:
        parts += [_answered(report, row) for row in answered.itertuples(index=False)]
        rest = table[~table["verdict"].isin(ANSWERED)]
        if len(rest):
            parts.append(paragraph("No answer to the rest: ", _states(table, rest), "."))
    return parts


def _states(table: pd.DataFrame, inside: pd.DataFrame) -> Html:
    """Count the claims of ``inside`` by what became of them: "3 cannot be tested and 1 no answer yet"."""
    own = set(inside["verdict"])
    told = [
        Html(f"{html.over('verdicts', table, 'count', 'id', [('verdict', '=', state)])} “{safe(name)}”")
        for state, (name, _) in STATES.items()
        if state in own
    ]
    return html.listed(told)


def _nothing(report: Report, table: pd.DataFrame) -> list[object]:
    """Say why no claim is answered."""
    said: list[object] = ["Of ", html.plural_over("verdicts", table, "count", "id", "claim"), " none is answered: "]
    said += [_states(table, table), ". "]
    if not report.coded:
        said.append(
            "No person has coded these articles, and what a list of words finds is not the same as what is there. "
        )
    elif table["verdict"].isin(UNANSWERED).any():
        said.append("Too little was coded by people, or they agree too little. ")
    said.append(Html('<a href="verdicts.html">Each claim with its reason</a>.'))
    return said


def _answered(report: Report, row: Any) -> Html:
    """Answer one claim in its own words, with the number behind the answer."""
    name, _ = STATES[row.verdict]
    by = " by simulated coders" if report.settings.get("planted") else ""
    return paragraph(
        Html(f"<strong>{safe(name.capitalize())}{by}:</strong> "), html.named(row.claim),
        " Estimate: ", estimate_of(row), ".",
    )  # fmt: skip


def _found(report: Report) -> list[Html]:
    """Say what the measures find, and how that was measured: by word lists alone, or corrected by codes."""
    if report.is_small:
        return []
    told = [one for book in report.codebooks if (one := _of_book(report, book)) is not None]
    table, _ = to_show(report.table("frame_prevalence"))
    every, note, _ = gate_of(report).sift(table[table["group"] == "all"])
    if not told:
        return [note] if note else []
    coders = "simulated coders" if report.settings.get("planted") else "people"
    corrected = every["corrected"] == 1
    if corrected.all():
        how = f"Corrected for the measures' errors by the codes of {coders}"
    elif corrected.any():
        how = f"By {html.listed([spoken(m) for m in every['method'].unique()])}, in part corrected by codes of {coders}"
    else:
        how = "By word lists alone, whoever says it and with whatever approval"
    head = paragraph(
        f"{how}, of ", report.counted_stories(), " in focus (", html.given("95%"), " intervals in brackets):"
    )
    return [head, *([note] if note else []), Html(f"<ul>{''.join(f'<li>{one}</li>' for one in told)}</ul>")]


def _of_book(report: Report, book: Codebook) -> Html | None:
    own = shares(report, book.id)
    if own.empty:
        return None
    said = [
        Html(f"{html.named(report.frame_labels[(row.codebook, row.frame)])} {html.estimate('frame_prevalence', row)}")
        for row in own.head(NAMED).itertuples(index=False)
    ]
    title = book.title.split(":")[0]
    rest = len(own) - len(said)
    more = f"; the other {'one is' if rest == 1 else 'ones are'} rarer" if rest else ""
    return Html(f"<strong>{html.named(title)}:</strong> {html.listed(said)}{more}.")
