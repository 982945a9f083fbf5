"""A card for every frame, one a printed page: what it is, how it is measured, how often it occurs, what it is worth."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.cells import cell_name
from newsframing.evidence.gate import TIERS
from newsframing.evidence.unequal import GATE_BOTH, GATE_PRESENT, NOT_ASSESSED
from newsframing.figures.words import decimal, is_missing, spoken
from newsframing.frames.codebook import Codebook, Frame
from newsframing.frames.truncation import CUT_AT
from newsframing.inference import wilson
from newsframing.pages.gate import gate_of
from newsframing.pages.html import (
    Html,
    estimate,
    given,
    join,
    method,
    paragraph,
    plural_of,
    quote_html,
    result,
    safe,
    table_html,
)
from newsframing.pages.report import Report

#: sentences that a card quotes
QUOTES = 2
#: what each tier lets a study say
_ALPHA, _F1 = {name: alpha for name, alpha, _ in TIERS}, {name: f1 for name, _, f1 in TIERS}
PERMITS = {
    "A": "may carry a verdict and be reported as measured, with its interval",
    "B": "may carry a verdict, and every sentence that rests on it says “tentative reliability”",
    "C": "left out of reading pages, lists of sentences and uncorrected figures; corrected shares stay",
    NOT_ASSESSED: "may carry no verdict: too few articles were coded twice to say what it is worth",
}
_UNVALIDATED = "Not validated by people: its numbers say what a list of terms finds, and answer no question."


class Facts:
    """The tables that the cards look things up in, read once."""

    def __init__(self, report: Report) -> None:
        """Read what the study has; tables of codes are empty where nobody has coded."""
        self.report = report
        self.shares = report.table("frame_prevalence")
        self.quotes = report.table("frame_quotes")
        self.cut = report.table("frame_truncation")
        self.gate = gate_of(report, [*report.codebooks, *report.coded_codebooks])
        coded = bool(report.coded)
        self.validity = report.table("frame_validity") if coded else pd.DataFrame(columns=["codebook", "frame"])
        self.agreement = report.table("agreement") if coded else pd.DataFrame(columns=["codebook", "frame"])
        self.groups = report.table("validity_groups") if coded else pd.DataFrame(columns=["codebook", "frame"])

    def of(self, table: pd.DataFrame, book: Codebook, frame: Frame) -> pd.DataFrame:
        """Give a frame's rows of a table."""
        return table[(table["codebook"] == book.id) & (table["frame"] == frame.id)]


def cards(report: Report) -> Html:
    """Write all cards, in the order of the codebooks, with links to each at the top."""
    facts, books = Facts(report), {book.id: book for book in (*report.codebooks, *report.coded_codebooks)}
    listed = [
        Html(
            f"<li>{safe(book.title)}: "
            + ", ".join(f'<a href="#{safe(_anchor(book, frame))}">{safe(frame.label)}</a>' for frame in book.frames)
            + "</li>"
        )
        for book in books.values()
    ]
    tiers = (
        f"A tier needs {GATE_BOTH} articles coded by two people, {GATE_PRESENT} of them with the frame: A from alpha "
        f"{_ALPHA['A']:.2f} and F1 {_F1['A']:.2f}, B from alpha {_ALPHA['B']:.3f} and F1 {_F1['B']:.2f}, else C."
    )
    return join(
        paragraph("One card a frame; printed, each is a page of its own."),
        method(tiers),
        Html(f"<ul>{''.join(listed)}</ul>"),
        *(_card(facts, book, frame) for book in books.values() for frame in book.frames),
    )


def _anchor(book: Codebook, frame: Frame) -> str:
    return f"{book.id}-{frame.id}"


def _card(facts: Facts, book: Codebook, frame: Frame) -> Html:
    parts = [
        Html(f"<h2>{safe(frame.label)}</h2>"),
        method(Html(f"<em>{safe(book.title)}</em> ({safe(book.id)}, {safe(frame.id)})")),
        method(Html("<strong>Definition.</strong> "), frame.definition.strip()),
        _rules("Include", frame.include),
        _rules("Exclude", frame.exclude),
        _nearest(book, frame),
        _measured(frame),
        *_shares(facts, book, frame),
        *_trust(facts, book, frame),
        _errors(facts, book, frame),
        *_examples(facts, book, frame),
    ]
    return Html(f'<section class="card" id="{safe(_anchor(book, frame))}">\n{join(*parts)}\n</section>')


def _rules(head: str, rules: tuple[str, ...]) -> Html | None:
    return method(Html(f"<strong>{head}.</strong> "), " ".join(rules)) if rules else None


def _nearest(book: Codebook, frame: Frame) -> Html | None:
    if not frame.nearest_frame:
        return None
    other = next((one.label for one in book.frames if one.id == frame.nearest_frame), frame.nearest_frame)
    return method(Html("<strong>Told from its neighbour</strong> "), f"({other}): {frame.nearest_rule}")


def _measured(frame: Frame) -> Html:
    head = Html("<strong>Measured by</strong> ")
    if frame.by_terms:
        return method(head, f"a list of {len(frame.terms)} terms, a sentence at a time.")
    return method(head, "who speaks." if frame.measurable_by == "speaker" else "people; no list of terms finds it.")


def _shares(facts: Facts, book: Codebook, frame: Frame) -> list[Html]:
    """Give the share of stories in focus by each method, as found and corrected."""
    every = facts.of(facts.shares, book, frame)
    every = every[every["group"] == "all"]
    own, note, _ = facts.gate.sift(every)
    if own.empty and len(every):
        return [paragraph(Html("<strong>How often.</strong> "), "No corrected share is known."), note]
    if own.empty:
        return [paragraph(Html("<strong>How often.</strong> "), "No share of stories in focus was estimated.")]
    parts: list[object] = []
    for row in own.itertuples(index=False):
        how = "corrected for errors by people's codes" if row.corrected else "as found, uncorrected"
        if row.corrected and facts.report.settings.get("planted"):
            how = "corrected for errors by the simulated coders' codes"
        parts += [estimate("frame_prevalence", row), f" by the {spoken(row.method)}, {how}; "]
    first = own.iloc[0]
    size = plural_of(first["n"], cell_name("frame_prevalence", first, "n"), "story", "stories")
    parts[-1] = str(parts[-1]).removesuffix("; ")
    return [
        paragraph(
            Html("<strong>How often.</strong> Of "), size, " in focus: ", *parts, Html(f" ({given('95%')} intervals).")
        ),
        *([note] if note else []),
    ]


def _trust(facts: Facts, book: Codebook, frame: Frame) -> list[Html]:
    """Give what the measures are worth against codes, how far coders agree, and the tier."""
    own = facts.of(facts.validity, book, frame)
    own = own[own["group"] == "all"] if len(own) else own
    head = Html("<strong>How far to trust it.</strong> ")
    if own.empty:
        return [paragraph(head, _UNVALIDATED)]
    shown = own.assign(
        precision_ends=[_wilson(row, "precision") for row in own.itertuples()],
        recall_ends=[_wilson(row, "recall") for row in own.itertuples()],
    )
    headers = {
        "n": "coded", "n_present": "with it", "precision_ends": "of 95%", "recall_ends": "of 95%", "f1": "F1",
        "f1_low": "from", "f1_high": "to",
    }  # fmt: skip
    columns = ["method", "n", "n_present", "precision", "precision_ends", "recall", "recall_ends"]
    columns += ["f1", "f1_low", "f1_high", "tier"]
    label = (
        f"{frame.label} against the codes; of precision and recall Wilson's intervals, as if no two articles were alike"
    )
    listed = table_html(shown, label, headers=headers, source="frame_validity.csv", columns=columns)
    tiers = dict(zip(own["method"], own["tier"], strict=True))
    permits = [f"{spoken(name)}: tier {tier}, {PERMITS.get(tier, '')}" for name, tier in tiers.items()]
    return [paragraph(head, _agreed(facts, book, frame)), listed, method("; ".join(permits) + ".")]


def _wilson(row: Any, what: str) -> str:
    """Give Wilson's interval of precision or recall from the counts behind them."""
    value = getattr(row, what)
    found = row.recall * row.n_present
    of = row.n_present if what == "recall" else (found / row.precision if row.precision else 0.0)
    if is_missing(value) or not of:
        return "–"
    low, high = wilson(value * of, of)
    return f"{decimal(low)} to {decimal(high)}"


def _agreed(facts: Facts, book: Codebook, frame: Frame) -> Html:
    own = facts.of(facts.agreement, book, frame)
    own = own[(own["wave"] == "main") & own["alpha"].notna()] if len(own) else own
    if own.empty:
        return safe("No article was coded by two coders, so agreement is not known.")
    row = own.iloc[0]
    alpha = estimate("agreement", row, "decimal", "alpha", "alpha_low", "alpha_high")
    both = result("agreement", row, "n_both")
    coders = "simulated coders" if facts.report.settings.get("planted") else "coders"
    return Html(f"Two {coders} or more agree with Krippendorff's alpha {alpha} over {both} articles.")


def _errors(facts: Facts, book: Codebook, frame: Frame) -> Html:
    """Say what is known to go wrong: near misses of the codebook, cut texts, groups that are read unequally well."""
    told: list[object] = []
    for miss in frame.near_misses:
        told.append(f"“{miss.text}” comes close and is none: {miss.why} ")
    cut = facts.of(facts.cut, book, frame)
    if len(cut) and not is_missing(cut["lost"].iloc[0]):
        lost = result("frame_truncation", cut.iloc[0], "lost", "percent")
        told += [
            "Of the stories that have it, ",
            lost,
            f" lose it where only title, lead and the first {CUT_AT} characters are kept. ",
        ]
    groups = facts.of(facts.groups, book, frame)
    if len(groups):
        unequal = groups[groups["p_adjusted"] < 0.05]
        for row in unequal.itertuples():
            told.append(f"The {spoken(row.method)} errs unequally by {spoken(row.group)}: differences may be its own. ")
    if frame.by_terms:
        told.append("A list of terms counts the sentence of a speaker, a denial and a quotation alike.")
    return method(Html("<strong>Known errors.</strong> "), *(told or ["None is known; none was looked for."]))


def _examples(facts: Facts, book: Codebook, frame: Frame) -> list[Html]:
    """Quote two sentences that the terms found, of two articles: those that the page of the frames quotes, too."""
    own = facts.of(facts.quotes, book, frame).sort_values("rank").drop_duplicates("article_id").head(QUOTES)
    if own.empty:
        return []
    if facts.gate.withholds(book.id, frame.id):
        return [
            paragraph(Html("<strong>Sentences that its terms found.</strong>")),
            facts.gate.note([(book.id, frame.id)]),
        ]
    quotes = [quote_html(row.quote, row.outlet, row.published, title=row.title) for row in own.itertuples()]
    return [paragraph(Html("<strong>Two sentences that its terms found</strong>, right or wrong:")), *quotes]
