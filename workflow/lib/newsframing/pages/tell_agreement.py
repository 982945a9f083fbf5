"""What the validity notebook says of the coders: how far they agree, which codes are missing, what is unsettled."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.cells import Condition, cell_name
from newsframing.coding.codes import WHOLE
from newsframing.evidence.agreeing import STABILITY
from newsframing.evidence.unequal import GATE_BOTH, GATE_PRESENT, LEAST_CODED, LEAST_PRESENT, NOT_ASSESSED
from newsframing.figures.words import listing, spoken
from newsframing.pages import html
from newsframing.pages.gate import RELIABILITY
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report

_SIGNIFICANT = 0.05
_HEADERS = {"n_both": "coded twice", "n_present": "with it", "alpha_low": "from", "alpha_high": "to", "ac1": "AC1"}


def _label(report: Report) -> dict[tuple[str, str], str]:
    return {(book.id, frame.id): frame.label for book in report.coded_codebooks for frame in book.frames}


def agreement(report: Report) -> Html:
    """Say who coded twice and how far they agree, and list it a frame."""
    table = report.table("agreement")
    twice = table[table["n_both"] > 0]
    if twice.empty:
        return paragraph(
            "No article was coded by two coders, so it is not known whether two people would give the same codes; "
            "nothing below can be called reliable."
        )
    labels = _label(report)
    parts: list[object] = []
    for (book, wave), own in twice.groupby(["codebook", "wave"], sort=False):
        head = Html(f"<strong>{html.named(_title(report, str(book)))}, wave {html.named(wave)}:</strong> ")
        parts.append(paragraph(head, *_told(own, str(book), str(wave), labels)))
        # what is the same in every row is said above, so that the figures stand side by side
        same = {
            "codebook",
            "wave",
            "coders",
            "n",
            "codebook_sha256",
            *(["unit"] if (own["unit"] == WHOLE).all() else []),
        }
        options: dict[str, Any] = {"headers": _HEADERS, "source": "agreement.csv"}
        options["columns"] = [name for name in own.columns if name not in same]
        options["render"] = {"frame": lambda row: labels.get((row["codebook"], row["frame"]), row["frame"])}
        parts.append(table_html(own, f"Agreement, wave {wave}, with 95% intervals of alpha", **options))
    return join(*parts)


def _title(report: Report, book: str) -> str:
    return next((one.title for one in report.coded_codebooks if one.id == book), book)


def _told(own: pd.DataFrame, book: str, wave: str, labels: dict[tuple[str, str], str]) -> list[object]:
    """Tell one codebook and wave in two sentences."""
    most: list[Condition] = [("codebook", "=", book), ("wave", "=", wave)]
    texts = html.plural_over("agreement", own, "max", "n_both", "text", where=most)
    kinds = own.drop_duplicates("coders").to_dict("records")
    coders = " ".join(str(row["coders"]) for row in kinds)
    said: list[object] = [html.listed([html.told("agreement", row, "coders") for row in kinds]), " coders, "]
    said += [texts, " coded by two or more."]
    if wave == STABILITY:
        said = ["coders beside their own earlier codes, ", texts, " coded again."]
    known = own[own["alpha"].notna()].sort_values("alpha", ascending=False)
    if known.empty:
        return [*said, " Nobody saw any of its frames, and alpha says nothing."]
    best, worst = known.iloc[0], known.iloc[-1]
    name = {row.frame: labels.get((book, row.frame), row.frame) for row in known.itertuples()}
    few = [name[row.frame] for row in known.itertuples() if row.n_both < GATE_BOTH or row.n_present < GATE_PRESENT]
    one = len(known) == 1
    said += [" Alpha, one where all agree and zero where chance would do as well, is "]
    said += ["known for " if one else "highest for "]
    for row, rest in [(best, ".")] if one else [(best, " and lowest for "), (worst, ".")]:
        bounds = ("decimal", "alpha", "alpha_low", "alpha_high")
        said += [html.named(name[row["frame"]]), " at ", html.estimate("agreement", row, *bounds), rest]
    if "author" in coders or "model" in coders:
        said += [" Not all of these coders are independent people: their agreement opens no verdict."]
    if few and wave != STABILITY:
        which = "any of them" if len(few) == len(known) else html.listed([html.named(one) for one in few])
        said += [" Too few texts were coded twice, or have the frame (", html.given(GATE_BOTH), " and "]
        said += [html.given(GATE_PRESENT), " are asked for), to rest on alpha for ", which, "."]
    return said


def tiers(report: Report) -> Html:
    """Say which frames a measure reads reliably, and how the tiers are made."""
    table = report.table("frame_validity")
    own = table[(table["group"] == "all") & (table["frame"] != "macro")]
    labels, parts = _label(report), []
    for (book, method), rows in own.groupby(["codebook", "method"], sort=False):
        by = {name: [labels.get((str(book), f), f) for f in part["frame"]] for name, part in rows.groupby("tier")}
        said = [
            f"tier {name}{f' ({RELIABILITY})' if name == 'B' else ''}: {listing(by[name])}"
            for name in "ABC"
            if by.get(name)
        ]
        if by.get(NOT_ASSESSED):
            said.append(f"not assessed: {listing(by[NOT_ASSESSED])}")
        parts.append(
            paragraph(
                Html(f"<strong>{html.named(_title(report, str(book)))}, {html.named(spoken(str(method)))}:</strong> "),
                html.named("; ".join(said)),
                ".",
            )
        )
    rule = html.method(
        "Tier A: alpha and F1 of .80 or more. B, tentative reliability: alpha of .667 and F1 of .60 or more. C: less. "
        f"Alpha counts where two people coded {GATE_BOTH} texts twice and found the frame in {GATE_PRESENT}."
    )
    return join(*parts, rule)


def groups(report: Report) -> Html:
    """Say whether a measure errs more in some outlets than in others, which would fake differences between them."""
    tests, table = report.table("validity_groups"), report.table("frame_validity")
    rows = table[table["group"] != "all"]
    judged = rows[rows["tier"] != NOT_ASSESSED].dropna(subset=["f1"])
    asked = f"{LEAST_CODED} coded articles, {LEAST_PRESENT} of them with the frame"
    if tests.empty:
        return html.method(
            f"Whether a measure errs more in one outlet than in another cannot be told: no frame has {asked}, in two "
            "outlets. Uncorrected differences between outlets may be differences of error."
        )
    found = tests[tests["p_adjusted"] < _SIGNIFICANT]
    labels = _label(report)
    names = [f"{labels.get((r.codebook, r.frame), r.frame)} by {spoken(r.method)}" for r in found.itertuples()]
    told = (
        f"Errors differ between outlets for {listing(names)}: differences between outlets by these are not to be read "
        "without correction."
        if names
        else "No measure's errors differ between outlets by more than chance would make them; that is no proof that "
        "they are equal."
    )
    formats = {"statistic": "decimal3", "p": "decimal3", "p_adjusted": "decimal3"}
    caption = "Do errors differ between outlets? Permutation tests"
    listed = table_html(tests, caption, formats, source="validity_groups.csv", row_header=False)
    options: dict[str, Any] = {"source": "frame_validity.csv", "row_header": False}
    options["columns"] = ["codebook", "frame", "method", "value", "n", "n_present", "f1", "f1_low", "f1_high", "tier"]
    by = [table_html(judged, f"By outlet, where it has {asked}", **options)] if len(judged) else []
    return join(html.method(told), listed, *by)


def missing(report: Report) -> Html:
    """Say which codes were asked for and did not come, and what becomes of that."""
    table = report.table("coding_missing")
    if table.empty:
        return paragraph(
            "There is no record of how these articles were drawn for coding: they are taken as drawn all alike."
        )
    lost = table[table["n_missing"] > 0]
    if lost.empty:
        return paragraph("Every code that was asked for has come.")
    most = lost.sort_values("n_missing", ascending=False, kind="stable").drop_duplicates(["wave", "coder"])
    said = [
        Html(
            f"{html.named(row['coder'])} "
            f"{html.plural_of(row['n_missing'], cell_name('coding_missing', row, 'n_missing'), 'row')} "
            f"(wave {html.named(row['wave'])})"
        )
        for row in most.sort_values(["wave", "coder"]).to_dict("records")
    ]
    worst = lost.sort_values("n_missing", ascending=False, kind="stable")
    return join(
        paragraph(
            "Codes asked for and not there: ",
            html.listed(said),
            ". The articles that did come are weighted up in their stratum, so that the missing ones are not passed "
            "over; that takes it for chance which are missing.",
        ),
        table_html(
            worst.drop_duplicates(["wave", "coder", "codebook"]).sort_index(),
            "Rows asked for and missing, by the frame that lacks most (all frames: coding_missing.csv)",
            source="coding_missing.csv",
            columns=["wave", "coder", "codebook", "n_asked", "n_missing"],
            row_header=False,
        ),
    )


def disagreements(report: Report) -> Html:
    """Say how many cells are unsettled, and how to settle them."""
    table = report.table("disagreements")
    if table.empty:
        return paragraph("No cell on which people differ is unsettled.")
    return paragraph(
        "People differ on frames of ",
        html.plural_over("disagreements", table, "distinct", "item", "text"),
        " that nobody has settled. They are listed, with the texts, in ",
        Html(f"<code>data/processed/{safe(report.study)}/adjudication/adjudicate.xlsx</code>"),
        ": filled in and put into ",
        Html(f"<code>data/raw/{safe(report.study)}/codings/</code>"),
        ", its answers win over the coders'.",
    )
