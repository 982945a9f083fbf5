"""What the validity notebook says of the coders: how far they agree, which codes are missing, what is unsettled."""

from __future__ import annotations

import pandas as pd

from newsframing.coding.codes import PEOPLE
from newsframing.evidence.unequal import GATE_BOTH, GATE_PRESENT, LEAST_CODED, LEAST_PRESENT, NOT_ASSESSED
from newsframing.figures.words import decimal, listing, plural, spoken
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report

TENTATIVE = "tentative reliability"
_SIGNIFICANT = 0.05


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
    parts = [paragraph(line) for line in _told(twice, _label(report))]
    headers = {"n": "coded", "n_both": "coded twice", "n_present": "with the frame", "alpha_low": "from",
               "alpha_high": "to", "ac1": "AC1"}  # fmt: skip
    shown = twice.drop(columns=["codebook_sha256"])
    listed = table_html(shown, "Agreement a frame, with 95% intervals of alpha", headers=headers, row_header=False)
    return join(*parts, listed)


def _told(table: pd.DataFrame, labels: dict[tuple[str, str], str]) -> list[str]:
    """Tell each codebook and wave in two sentences."""
    told = []
    for (book, wave, coders), own in table.groupby(["codebook", "wave", "coders"], sort=False):
        known = own[own["alpha"].notna()].sort_values("alpha", ascending=False)
        head = f"{book}, wave {wave}: {coders}, {plural(int(own['n_both'].max()), 'text')} coded by two or more."
        if known.empty:
            told.append(f"{head} Nobody saw any of its frames, and alpha says nothing.")
            continue
        best, worst = known.iloc[0], known.iloc[-1]
        name = {row.frame: labels.get((str(book), row.frame), row.frame) for row in known.itertuples()}
        few = [name[row.frame] for row in known.itertuples() if row.n_both < GATE_BOTH or row.n_present < GATE_PRESENT]
        said = (
            f" Alpha, 1 where all agree and 0 where chance would do as well, is highest for {name[best['frame']]} "
            f"({decimal(best['alpha'])}) and lowest for {name[worst['frame']]} ({decimal(worst['alpha'])})."
        )
        if not any(kind in str(coders) for kind in PEOPLE) and wave != "main and drift":
            said += " These coders are not independent people: their agreement opens no verdict."
        if few:
            said += (
                f" Too few texts coded twice or with the frame ({GATE_BOTH} and {GATE_PRESENT} are asked for) to rest "
                f"on: {listing(few)}."
            )
        told.append(head + said)
    return told


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
            paragraph(Html(f"<strong>{safe(book)}, {safe(spoken(str(method)))}:</strong> "), "; ".join(said), ".")
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
    shown = judged.drop(columns=["group"]) if len(judged) else None
    by = table_html(shown, f"By outlet, where it has {asked}", row_header=False) if shown is not None else None
    return join(paragraph(told), listed, *([by] if by is not None else []))


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
        table_html(lost, "Missing codes a coder and frame", row_header=False),
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
