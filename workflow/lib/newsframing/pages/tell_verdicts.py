"""What the verdicts notebook says: claim by claim, what was found, what it is worth, what would change it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from newsframing.cells import Condition
from newsframing.figures import verdicts as figures
from newsframing.figures.words import listing
from newsframing.pages import html
from newsframing.pages.html import Html, join, paragraph, quote_html, safe, table_html
from newsframing.pages.report import Report

#: what each state is called, and what it means
STATES = {
    "not_testable": ("cannot be tested", "a precondition failed, so no number here speaks for or against the claim"),
    "unvalidated": ("no answer yet", "numbers without human codes are shown, and answer nothing"),
    "negligible": ("negligible", "the 90% interval lies within the smallest effect that would matter"),
    "supported": ("supported", "the difference is clear, of the expected direction, and large enough to matter"),
    "contradicted": ("contradicted", "the difference is clear, large enough to matter, and of the other direction"),
    "undetermined": ("undetermined", "the data leave it open"),
}


UNANSWERED = ("not_testable", "unvalidated")


def _verdicts(report: Report) -> pd.DataFrame:
    return report.table("verdicts")


def summary(report: Report) -> Html:
    """Give all verdicts at one look."""
    table = _verdicts(report)
    shown = pd.DataFrame(
        {
            "claim": table["claim"],
            "difference in shares": pd.Series([_estimate(row) for row in table.itertuples()], dtype=object),
            "verdict": [STATES[state][0] for state in table["verdict"]],
            "registered": table["status"],
        }
    )
    used = [state for state in STATES if state in set(table["verdict"])]
    meaning = listing([f"“{STATES[state][0]}” means that {STATES[state][1]}" for state in used])
    return join(table_html(shown, "The claims and their verdicts"), html.method(f"{meaning}."))


def signed(value: object) -> str:
    """Write a difference with its sign: "+0.12", "−0.05"."""
    return f"{float(str(value)):+.2f}".replace("-", "−")


def _estimate(row: Any) -> Html:
    return safe("none") if math.isnan(row.estimate) else html.estimate("verdicts", row, signed)


def in_short(report: Report) -> Html:
    """Count the verdicts in a sentence for the first page; nothing for a study without hypotheses."""
    if not report.settings.get("hypotheses"):
        return Html("")
    table = _verdicts(report)
    told = [
        Html(f"{html.over('verdicts', table, 'count', 'id', [('verdict', '=', state)])} {safe(name)}")
        for state, (name, _) in STATES.items()
        if state in set(table["verdict"])
    ]
    return paragraph(
        Html("<strong>The claims:</strong> "),
        html.plural_over("verdicts", table, "count", "id", "claim"),
        " put to the test: ",
        html.listed(told),
        ". ",
        Html('<a href="verdicts.html">Each with its numbers, its reason and its sentences</a>.'),
    )


def overview(report: Report) -> Html:
    """Draw the estimates of all claims with their intervals."""
    table = _verdicts(report)
    if table["estimate"].notna().sum() == 0:
        return Html("")
    return report.draw(
        "verdicts",
        "verdicts",
        figures.estimates,
        table,
        {state: name for state, (name, _) in STATES.items()},
        caption="Difference in the share of stories, with its 95% interval; the band: too small to matter.",
    )


def claims(report: Report) -> Html:
    """Answer one claim after the other."""
    table = _verdicts(report)
    given = {claim["id"]: claim for claim in report.settings["hypotheses"]}
    return join(*(_claim(report, row, given[row.id]) for row in table.itertuples()))


def _claim(report: Report, row: Any, given: dict[str, Any]) -> Html:
    name, _ = STATES[row.verdict]
    parts: list[object] = [
        Html(f'<h3 id="{safe(row.id)}">{safe(row.claim)}</h3>'),
        paragraph(Html(f"<strong>Verdict: {safe(name)}.</strong> "), html.told("verdicts", row, "why")),
    ]
    if given.get("source"):
        parts.append(paragraph("Where the claim is made: ", Html(f"<cite>{safe(given['source'])}</cite>.")))
    if not math.isnan(row.estimate):
        coders = "simulated coders" if report.settings.get("planted") else "people"
        coded = [", ", html.result("verdicts", row, "n_coded"), f" of them coded by {coders}"] if row.n_coded else []
        measured = [html.told("verdicts", row, "estimator"), "; ", html.result("verdicts", row, "n"), " articles in "]
        measured += [html.result("verdicts", row, "n_clusters"), " independent stories", *coded]
        parts.append(paragraph("Estimate: ", _estimate(row), ". Measured by: ", *measured, "."))
    parts += [_robust(report, row), _sentences(report, row.id), paragraph(_change(row))]
    return join(*parts)


def _robust(report: Report, row: Any) -> Html:
    table = report.table("robustness")
    own = table[table["id"] == row.id]
    if len(own) < 2:
        return Html("")
    where: list[Condition] = [("id", "=", row.id)]
    return paragraph(
        "Under ",
        html.over("robustness", table, "count", "id", where),
        " sets of choices, the study's own among them (how many mentions make the focus, copies kept or not, the "
        "measure, the terms without one of their groups), the estimate lies between ",
        html.over("robustness", table, "min", "estimate", where, signed),
        " and ",
        html.over("robustness", table, "max", "estimate", where, signed),
        "; ",
        html.result("verdicts", row, "robust_share", "percent"),
        f" of the others give the same sign{'' if row.verdict in UNANSWERED else ' and the same verdict'}.",
    )


def _sentences(report: Report, claim: str) -> Html:
    table = report.table("verdict_sentences")
    own = table[table["id"] == claim]
    parts: list[object] = []
    sides = (("first", "Marked for the first side"), ("second", "Marked for the other side"))
    for side, told in sides:
        rows = own[own["side"] == side]
        if len(rows):
            quotes: list[object] = [
                quote_html(row.quote, row.outlet, row.published, title=row.title) for row in rows.itertuples()
            ]
            parts += [
                paragraph(Html(f"<em>{told}</em> (by word lists: read them to see how far to trust these):")),
                *quotes,
            ]
    return join(*parts)


def _change(row: Any) -> str:
    """Say what would change a verdict."""
    if row.verdict == "undetermined":
        return "What would change it: more stories, or more codes, as said above."
    if row.verdict in UNANSWERED:
        return (
            "What would change it: two people who code the stories in focus by the codebooks (make sheets draws their "
            "sheets; what comes back to data/raw/<study>/codings/ is used by the next run)."
        )
    return "What would change it: another corpus, other codes, or a fault in the codebook."


def not_tested(report: Report) -> Html:
    """Say what no verdict here can speak of."""
    window = report.window
    days = ["before ", html.day(window["from"]), " and after ", html.day(window["to"])] if window else []
    return join(
        paragraph(
            "Nothing ",
            *(days or ["outside the corpus"]),
            " can be tested here, nor strikes across the border that the founding case is about (this "
            "corpus holds none), escalation from one act to the next, or trends over years.",
        ),
        paragraph(
            "Whether force works is no question for a corpus: it holds what was said about it, by whom, and how often."
        ),
    )
