"""What the verdicts notebook says: claim by claim, what was found, what it is worth, what would change it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from newsframing.evidence.balance import MEAN
from newsframing.evidence.needs import ALL
from newsframing.figures import verdicts as figures
from newsframing.figures.words import listing, percent, spoken
from newsframing.pages.html import (
    Format,
    Html,
    day,
    join,
    listed,
    method,
    named,
    over,
    paragraph,
    plural_over,
    result,
    safe,
    table_html,
    told,
)
from newsframing.pages.report import Report
from newsframing.pages.tell_claims import points, sentences, signed

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
#: what is held constant, in words
_HELD = {
    "n_words": "length (the logarithm of the number of words)",
    "genre": "genre (an unknown one counts as the commonest)",
    "theatre": "theatre of conflict",
    "agency": "whether an agency is credited",
}


def badge(state: str) -> Html:
    """Write a verdict in the frame that marks it everywhere."""
    return Html(f'<span class="verdict {safe(state)}">{safe(STATES[state][0])}</span>')


def _verdicts(report: Report) -> pd.DataFrame:
    return report.table("verdicts")


def _needs(report: Report) -> pd.DataFrame:
    return report.table("verdict_needs").set_index("id", drop=False)


def _number(table: str, row: Any, column: str, how: Format = "count") -> Html:
    return result(table, row, column, how)


def estimate_of(row: Any) -> Html:
    """Write an estimate with its interval, each number with its cell."""
    if math.isnan(row.estimate):
        return Html("none")
    how = percent if row.quantity == "share" else signed
    unit = "" if row.quantity == "share" else " points"
    found = Html(f"{_number('verdicts', row, 'estimate', how)}{unit}")
    if math.isnan(row.low):
        few = row.quantity == "share" or row.unit == "sentences"
        of = f" of {_number('verdicts', row, 'n')} {row.unit}" if few else ""
        return Html(f"{found}{of}")
    return Html(f"{found} ({_number('verdicts', row, 'low', how)} to {_number('verdicts', row, 'high', how)})")


def _short_need(row: Any) -> Html:
    """Say in a few words what a claim lacks."""
    if row.lack in ("codes", "agreement"):
        stories, hours = (_number("verdict_needs", row, name) for name in ("n_codes_needed", "hours_each"))
        return Html(f"codes of {stories} stories by two people, some {hours} hours each")
    if row.lack in ("stories", "voices", "described"):
        wanted, there = (_number("verdict_needs", row, name) for name in ("n_stories_needed", "n_stories"))
        return Html(f"some {wanted} stories in focus; there are {there}")
    lacks = {"speakers": "people who code who speaks", "measure": "a measure", "outlets": "more outlets of each kind"}
    return Html(lacks.get(str(row.lack), "nothing"))


def summary(report: Report, page: str = "") -> Html:
    """Give all verdicts at one look; ``page``: where the claims stand one by one, if not on the same page."""
    table, lacking = _verdicts(report), _needs(report)
    rows = list(table.itertuples())
    needed = {row.id: row for row in lacking.itertuples()}
    shown = {
        "claim": lambda record: Html(f'<a href="{page}#{safe(record["id"])}">{named(record["claim"])}</a>'),
        "found": lambda record: estimate_of(rows[record["place"]]),
        "verdict": lambda record: badge(record["verdict"]),
        "lacks": lambda record: _short_need(needed[record["id"]]),
    }
    given = table[["id", "claim", "verdict", "status"]].assign(place=range(len(table)), found="", lacks="")
    headers = {"found": "estimate (95% interval)", "lacks": "what it lacks", "status": "registered"}
    used = [state for state in STATES if state in set(table["verdict"])]
    meaning = listing([f"“{STATES[state][0]}” means that {STATES[state][1]}" for state in used])
    columns = ["claim", "found", "verdict", "lacks", "status"]
    return join(
        table_html(given, "The claims and their verdicts", columns=columns, headers=headers, render=shown),
        method(f"{meaning}. “Confirmatory” are claims that were registered before the first code; others are "
               "exploratory."),
    )  # fmt: skip


def in_short(report: Report) -> Html:
    """Count the verdicts in a sentence for the first page; nothing for a study without hypotheses."""
    if not report.settings.get("hypotheses"):
        return Html("")
    table = _verdicts(report)
    held = set(table["verdict"])
    counts = [
        Html(f"{over('verdicts', table, 'count', 'id', [('verdict', '=', state)])} {safe(STATES[state][0])}")
        for state in STATES
        if state in held
    ]
    return paragraph(
        Html("<strong>The claims:</strong> "),
        plural_over("verdicts", table, "count", "id", "claim"),
        " put to the test: ",
        listed(counts),
        ". ",
        Html('<a href="verdicts.html">Each with its numbers, its reason and its sentences</a>.'),
    )


def to_an_answer(report: Report) -> Html:
    """Say how to come from here to an answer, where people's codes are what is lacking; else nothing."""
    lacking = _needs(report)
    if ALL not in lacking.index or report.settings.get("planted"):
        return Html("")
    row = next(lacking[lacking["id"] == ALL].itertuples())
    n, twice, each, hours = (
        _number("verdict_needs", row, name) for name in ("n_codes_needed", "n_twice", "n_each", "hours_each")
    )
    study = report.study
    lack = "codes" if (lacking.drop(index=ALL)["lack"] == "codes").any() else "agreement"
    where = [("lack", "=", lack), ("id", "!=", ALL)]
    waiting = plural_over("verdict_needs", lacking, "count", "id", "claim waits", "claims wait", where)
    steps = (
        f"<code>make register STUDY={safe(study)}</code> fixes the claims before anybody codes: they are then "
        "tested as confirmatory.",
        f"<code>{safe(row.command)}</code> draws the stories and writes a sheet for each of two coders, with the "
        f"handbook: {n} stories, {twice} of them for both, {each} for each, some <strong>{hours} hours a "
        "coder</strong>. The texts tell of violence and death.",
        f"Filled-in sheets go to <code>data/raw/{safe(study)}/codings/</code>, under any name; a fault is told with "
        "its file, row and column.",
        f"<code>make STUDY={safe(study)}</code> then measures agreement, corrects the numbers and gives verdicts.",
    )
    items = "".join(f"<li>{step}</li>" for step in steps)
    return join(
        Html("<h2>One command away from an answer</h2>"),
        paragraph(
            waiting, " for one thing: codes made by people. A wave is drawn once, so draw for all claims together."
        ),
        Html(f"<ol>{items}</ol>"),
    )


def overview(report: Report) -> Html:
    """Draw the estimates of all claims that compare something, with their intervals."""
    table = _verdicts(report)
    compared = table[(table["quantity"] == "difference") & table["low"].notna()]
    drawn = report.draw(
        "verdicts",
        "verdicts",
        figures.estimates,
        compared,
        {state: name for state, (name, _) in STATES.items()},
        caption="Difference in the share of stories, with its 95% interval; the band: too small to matter.",
    )
    return drawn if len(compared) else paragraph("No claim here is estimated with an interval: each is only described.")


def curves(report: Report) -> Html:
    """Draw how each estimate moves under other choices."""
    words = dict(zip(_verdicts(report)["id"], _verdicts(report)["claim"], strict=True))
    table = report.table("robustness")
    drawn = report.draw("verdict_curves", "robustness", figures.curves, table, words)
    if table["id"].value_counts().max() < 2:
        return paragraph("No other choice was tried: what is only described has no estimate that one could move.")
    tried = paragraph(
        "Tried are other least numbers of mentions that put a story in focus, copies kept or left out, another "
        "measure where one is at hand, and the word list without each of its three commonest groups of terms. "
        "Sets of choices that come to the same stories and measures count once."
    )
    return join(tried, drawn)


def claims(report: Report) -> Html:
    """Answer one claim after the other."""
    table, lacking = _verdicts(report), _needs(report)
    given = {claim["id"]: claim for claim in report.settings["hypotheses"]}
    needed = {row.id: row for row in lacking.itertuples()}
    return join(*(_claim(report, row, given[row.id], needed[row.id]) for row in table.itertuples()))


def _claim(report: Report, row: Any, given: dict[str, Any], need: Any) -> Html:
    parts: list[object] = [
        Html(f'<h3 id="{safe(row.id)}">{safe(row.claim)}</h3>'),
        paragraph(Html("<strong>Verdict:</strong> "), badge(row.verdict), " ", told("verdicts", row, "why")),
    ]
    if given.get("source"):
        parts.append(paragraph("Where the claim is made: ", Html(f"<cite>{safe(given['source'])}</cite>.")))
    parts.append(_registered(row))
    if not math.isnan(row.estimate):
        parts.append(_measured(report, row, given))
    parts += [_balance(report, given), _robust(report, row), *sentences(report, given), _change(row, need)]
    return join(*parts)


def _registered(row: Any) -> Html:
    """Say what the registration makes of a claim, and what deviates from it."""
    parts: list[object] = [f"It is {row.status}: ", told("verdicts", row, "registered"), "."]
    if isinstance(row.deviations, str) and row.deviations:
        parts += [" Deviations: ", told("verdicts", row, "deviations"), "."]
    return paragraph(*parts)


def _measured(report: Report, row: Any, given: dict[str, Any]) -> Html:
    n, clusters = _number("verdicts", row, "n"), _number("verdicts", row, "n_clusters")
    if row.unit == "sentences":
        what, over = (
            "of the sentences that either kind voices, the share of the first less that of the second",
            "articles",
        )
        held = Html(f"{n} sentences in {clusters} {over}")
    else:
        what = "share of stories" if row.quantity == "share" else "difference in the share of stories"
        events = clusters != n and row.n_clusters < row.n
        held = Html(f"{n} stories" + (f" in {clusters} independent events and stories" if events else ""))
    coders = "simulated coders" if report.settings.get("planted") else "people"
    coded = Html(f", {_number('verdicts', row, 'n_coded')} of them coded by {coders}") if row.n_coded else ""
    parts: list[object] = [
        Html("<strong>Estimate:</strong> "),
        estimate_of(row),
        f", {what}; {row.estimator}; ",
        held,
        coded,
    ]
    parts.append(". ")
    if row.smallest_effect > 0 and row.quantity == "difference":
        smallest = _number("verdicts", row, "smallest_effect", points)
        parts.append(Html(f"A difference under {smallest} points would not matter, as the study set it. "))
    if (held_constant := given.get("adjust")) and row.quantity == "difference":
        parts.append(f"Held constant: {listing([_HELD.get(name, name) for name in held_constant])}. ")
        if not math.isnan(row.unadjusted):
            raw = _number("verdicts", row, "unadjusted", signed)
            parts.append(Html(f"With nothing held constant the difference is {raw} points. "))
        if "theatre" in held_constant:
            parts.append(_theatres(report))
    return paragraph(*parts)


def _balance(report: Report, given: dict[str, Any]) -> Html:
    """Show how the two groups differ in what is held constant."""
    table = report.table("verdict_balance")
    own = table[table["id"] == given["id"]]
    between = (given["compare"].get("between") or {}).values()
    if own.empty or not between:
        return Html("")
    first, second = (listing(group, 2) for group in next(iter(between)))

    def share(side: str) -> Callable[[dict[str, Any]], object]:
        def shown(record: dict[str, Any]) -> object:
            return result("verdict_balance", record, side, "count" if record["value"] == MEAN else "percent")

        return shown

    names = {"n_words": "words"}
    render = {
        "held": lambda record: f"{names.get(record['held'], spoken(record['held']))}",
        "value": lambda record: named(record["value"]),
        "share_first": share("share_first"),
        "share_second": share("share_second"),
    }
    headers = {"held": "held constant", "value": "", "share_first": first, "share_second": second}
    caption = "How the two groups differ in it: share of stories, or mean"
    return table_html(own, caption, columns=list(headers), headers=headers, render=render)


def _theatres(report: Report) -> Html:
    theatres = report.settings.get("theatres") or {}
    words_of = "; ".join(f"{name}: {', '.join(words)}" for name, words in theatres.items())
    return Html(f"A story belongs to the theatre whose words it mentions most ({named(words_of)}), or to none.")


def _robust(report: Report, row: Any) -> Html:
    table = report.table("robustness")
    own = table[table["id"] == row.id]
    if len(own) < 2:
        return Html("")
    how = percent if row.quantity == "share" else signed
    where = [("id", "=", row.id)]
    low, high = (over("robustness", table, do, "estimate", where, how) for do in ("min", "max"))
    n = over("robustness", table, "count", "id", where)
    same = "the same sign" if row.verdict in UNANSWERED else "the same sign and the same verdict"
    return paragraph(
        Html(
            f"<strong>How robust:</strong> under {n} sets of choices, the study's own among them, the estimate lies "
            f"between {low} and {high}{'' if row.quantity == 'share' else ' points'}; "
            f"{_number('verdicts', row, 'robust_share', 'percent')} of the others give {same} "
            '(<a href="#robust">each of them drawn</a>).'
        )
    )


def _change(row: Any, need: Any) -> Html:
    """Say what would change a verdict."""
    head = Html("<strong>What would change it:</strong> ")
    if row.verdict not in (*UNANSWERED, "undetermined"):
        return paragraph(head, "another corpus, other codes, or a fault in the codebook.")
    parts: list[object] = [head, _short_need(need)]
    if need.lack in ("codes", "agreement"):
        parts.append(Html(f"; for this claim alone <code>{safe(need.command)}</code>"))
    parts.append(". ")
    if need.lack in ("codes", "agreement") or row.verdict == "undetermined":
        half = _number("verdict_needs", need, "half_width", points)
        opening = "If people find the frames about as often as the word list does, the interval would then reach"
        parts.append(Html(f"{opening} some {half} points to either side"))
        if need.n_stories_needed > need.n_stories:
            wanted = _number("verdict_needs", need, "n_stories_needed")
            aim = "to bring that down to half of the smallest difference that matters takes some"
            parts.append(Html(f"; {aim} {wanted} stories"))
        parts.append(".")
    if need.lack == "described":
        parts.append("Until then, read the sentences.")
    return paragraph(*parts)


def not_tested(report: Report) -> Html:
    """Say what no verdict here can speak of: what the study says of its corpus, and what is so of any."""
    window = report.window
    given = [(named(one["what"]), named(one["why"])) for one in report.settings.get("out_of_reach") or []]
    if window and not report.settings.get("planted"):
        told_days = Html(f"There is no article before {day(window['from'])} or after {day(window['to'])}.")
        given.append((safe("Other days"), told_days))
    always = [
        ("Whether it works", "Whether force, or any other remedy, works is no question for a corpus: it holds what was "
         "said about it, by whom, and how often."),
        ("What readers made of it", "Frames are measured in texts; nobody was asked what they took from them."),
    ]  # fmt: skip
    given += [(safe(what), safe(why)) for what, why in always]
    items = "".join(f"<dt><strong>{what}</strong></dt><dd>{why}</dd>" for what, why in given)
    return Html(f"<dl>{items}</dl>")
