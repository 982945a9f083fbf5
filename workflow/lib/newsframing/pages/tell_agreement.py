"""What the validity notebook says of the coders: how far they agree, which codes are missing, what is unsettled."""

from __future__ import annotations

import pandas as pd

from newsframing.coding.codes import WHOLE
from newsframing.evidence.agreeing import STABILITY
from newsframing.evidence.unequal import GATE_BOTH, GATE_PRESENT, LEAST_CODED, LEAST_PRESENT, NOT_ASSESSED
from newsframing.figures.words import decimal, listing, plural, spoken
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report

TENTATIVE = "tentative reliability"
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
        head = Html(f"<strong>{safe(_title(report, str(book)))}, wave {safe(str(wave))}:</strong> ")
        parts.append(paragraph(head, _told(own, str(book), str(wave), labels)))
        shown = own.assign(frame=[labels.get((str(book), frame), frame) for frame in own["frame"]])
        # what is the same in every row is said above, so that the figures stand side by side
        if (shown["unit"] == WHOLE).all():
            shown = shown.drop(columns="unit")
        shown = shown.drop(columns=["codebook", "wave", "coders", "n", "codebook_sha256"])
        parts.append(table_html(shown, f"Agreement, wave {wave}, with 95% intervals of alpha", headers=_HEADERS))
    return join(*parts)


def _title(report: Report, book: str) -> str:
    return next((one.title for one in report.coded_codebooks if one.id == book), book)


def _told(own: pd.DataFrame, book: str, wave: str, labels: dict[tuple[str, str], str]) -> str:
    """Tell one codebook and wave in two sentences."""
    coders = listing([str(said) for said in own["coders"].unique()])
    head = f"{coders} coders, {plural(int(own['n_both'].max()), 'text')} coded by two or more."
    if wave == STABILITY:
        head = f"coders beside their own earlier codes, {plural(int(own['n_both'].max()), 'text')} coded again."
    known = own[own["alpha"].notna()].sort_values("alpha", ascending=False)
    if known.empty:
        return f"{head} Nobody saw any of its frames, and alpha says nothing."
    best, worst = known.iloc[0], known.iloc[-1]
    name = {row.frame: labels.get((book, row.frame), row.frame) for row in known.itertuples()}
    few = [name[row.frame] for row in known.itertuples() if row.n_both < GATE_BOTH or row.n_present < GATE_PRESENT]
    said = (
        f" Alpha, 1 where all agree and 0 where chance would do as well, is highest for {name[best['frame']]} "
        f"({decimal(best['alpha'])}) and lowest for {name[worst['frame']]} ({decimal(worst['alpha'])})."
    )
    if "author" in coders or "model" in coders:
        said += " Not all of these coders are independent people: their agreement opens no verdict."
    if few and wave != STABILITY:
        which = "any of them" if len(few) == len(known) else listing(few)
        said += (
            f" Too few texts were coded twice, or have the frame ({GATE_BOTH} and {GATE_PRESENT} are asked for), to "
            f"rest on alpha for {which}."
        )
    return head + said


def tiers(report: Report) -> Html:
    """Say which frames a measure reads reliably, and how the tiers are made."""
    table = report.table("frame_validity")
    own = table[(table["group"] == "all") & (table["frame"] != "macro")]
    labels, parts = _label(report), []
    for (book, method), rows in own.groupby(["codebook", "method"], sort=False):
        by = {name: [labels.get((str(book), f), f) for f in part["frame"]] for name, part in rows.groupby("tier")}
        said = [
            f"tier {name}{f' ({TENTATIVE})' if name == 'B' else ''}: {listing(by[name])}"
            for name in "ABC"
            if by.get(name)
        ]
        if by.get(NOT_ASSESSED):
            said.append(f"not assessed: {listing(by[NOT_ASSESSED])}")
        parts.append(
            paragraph(
                Html(f"<strong>{safe(_title(report, str(book)))}, {safe(spoken(str(method)))}:</strong> "),
                "; ".join(said),
                ".",
            )
        )
    rule = paragraph(
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
        return paragraph(
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
    listed = table_html(tests, "Do errors differ between outlets? Permutation tests", formats, row_header=False)
    shown = judged[["codebook", "frame", "method", "value", "n", "n_present", "f1", "f1_low", "f1_high", "tier"]]
    by = [table_html(shown, f"By outlet, where it has {asked}", row_header=False)] if len(shown) else []
    return join(paragraph(told), listed, *by)


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
    most = lost.groupby(["wave", "coder"])["n_missing"].max()
    said = [f"{coder} {plural(int(n), 'row')} (wave {wave})" for (wave, coder), n in most.items()]
    return join(
        paragraph(
            f"Codes asked for and not there: {listing(said)}. The articles that did come are weighted up in their "
            "stratum, so that the missing ones are not passed over; that takes it for chance which are missing."
        ),
        table_html(
            lost.groupby(["wave", "coder", "codebook"], as_index=False, sort=False)[["n_asked", "n_missing"]].max(),
            "Rows asked for and missing, by the frame that lacks most (all frames: coding_missing.csv)",
            row_header=False,
        ),
    )


def disagreements(report: Report) -> Html:
    """Say how many cells are unsettled, and how to settle them."""
    table = report.table("disagreements")
    if table.empty:
        return paragraph("No cell on which people differ is unsettled.")
    cells = len(table.drop_duplicates(["codebook", "frame", "unit", "wave", "item"]))
    return paragraph(
        f"People differ on {plural(cells, 'cell')} that nobody has settled. They are listed, with the texts, in ",
        Html(f"<code>data/processed/{safe(report.study)}/adjudication/adjudicate.xlsx</code>"),
        ": filled in and put into ",
        Html(f"<code>data/raw/{safe(report.study)}/codings/</code>"),
        ", its answers win over the coders'.",
    )
