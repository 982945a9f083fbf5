"""What the validity notebook says: which codes there are, how far measures agree with them, what more would add."""

from __future__ import annotations

import pandas as pd

from newsframing.figures import validity as figures
from newsframing.figures.words import decimal, listing, plural, spoken
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report

MACRO = "macro"
#: what F1 of presence is called, from above (the tiers' own bounds, which also ask for agreement)
_WORDS = ((0.8, "well"), (0.6, "fairly"), (0.0, "poorly"))
#: how many fewer articles with a frame make its F1 a matter of chance
FEW_PRESENT = 20


def _titles(report: Report) -> dict[str, str]:
    return {book.id: book.title for book in report.coded_codebooks}


def _labels(report: Report) -> dict[tuple[str, str], str]:
    return {(book.id, frame.id): frame.label for book in report.coded_codebooks for frame in book.frames}


def opening(report: Report) -> Html:
    """Say what was coded by whom, and what is lost on the way."""
    facts = report.table("coding_summary")
    parts: list[object] = []
    for book, own in facts.groupby("codebook", sort=False):
        said = dict(zip(own["what"], own["n"].astype(int), strict=True))
        articles = plural(said.pop("articles coded", 0), "article")
        by_kind = {what.removeprefix("coders, "): n for what, n in said.items() if what.startswith("coders, ")}
        coders = listing([f"{n} {kind}" for kind, n in by_kind.items()])
        ties = said.get("decided by tie", 0)
        told = f"{articles} coded by {coders} coder{'' if sum(by_kind.values()) == 1 else 's'}."
        if ties:
            told += f" {plural(ties, 'cell')} stand even between the coders and count for nothing until settled."
        parts.append(paragraph(Html(f"<strong>{safe(_titles(report).get(str(book), book))}:</strong> "), told))
    if facts.empty:
        parts.append(paragraph("There are no codes yet, so no measure can be judged."))
    unmatched = report.table("coding_unmatched")
    if len(unmatched):
        listed = table_html(unmatched.head(50), "Codes of articles that the corpus has not", row_header=False)
        told = (
            f"{plural(len(unmatched), 'article')} of the files of codes could not be tied to one article of the corpus."
        )
        parts += [paragraph(told), listed]
    notes = [paragraph(f"{row.codebook}: {row.what}.") for row in report.table("classifier_notes").itertuples()]
    return join(*parts, *notes)


def _verdict(value: float) -> str:
    return next(word for least, word in _WORDS if value >= least)


def _overall(report: Report) -> pd.DataFrame:
    """Give the rows of frame_validity over all coded articles, without those of single outlets."""
    table = report.table("frame_validity")
    return table[table["group"] == "all"]


def meaning(report: Report) -> Html:
    """Say in sentences what the table of validity means."""
    table = _overall(report)
    labels = _labels(report)
    parts: list[object] = []
    for (book, method), own in table.groupby(["codebook", "method"], sort=False):
        macro = own[(own["frame"] == MACRO) & own["f1"].notna()]
        frames = own[(own["frame"] != MACRO) & own["f1"].notna()].sort_values("f1", ascending=False)
        if macro.empty:
            continue
        one = macro.iloc[0]
        single = next(b.kind == "single" for b in report.coded_codebooks if b.id == book)
        right = f" It names the right frame in {one['accuracy']:.0%} of them." if single else ""
        best, worst = frames.iloc[0], frames.iloc[-1]
        name = {k: labels.get((str(book), k), k) for k in frames["frame"]}
        rare = [name[row.frame] for row in frames.itertuples() if row.n_present < FEW_PRESENT]
        span = f"{decimal(one['f1_low'])} to {decimal(one['f1_high'])}"
        told = (
            f"over {plural(one['n'], 'coded article')} it finds the frames {_verdict(one['f1'])}: mean F1 "
            f"{decimal(one['f1'])} (95% interval {span}).{right} It is best at {name[best['frame']]} "
            f"({decimal(best['f1'])}) and weakest at {name[worst['frame']]} ({decimal(worst['f1'])}): of the articles "
            f"it says have that frame, {_share(worst['precision'])} do, and of those that have it, it finds "
            f"{_share(worst['recall'])}."
        )
        if rare:
            told += (
                f" {listing(rare)} stand in fewer than {FEW_PRESENT} coded articles: read their F1 with its interval."
            )
        parts.append(paragraph(Html(f"<strong>{safe(spoken(method).capitalize())}</strong>, "), told))
    parts.append(
        paragraph(
            "The codes are taken as the truth here; how far coders agree with each other stands above, and no tier of "
            "reliability is given without it. What was trained is judged on articles that it had not seen, nor "
            "any copy of them."
        )
    )
    return join(*parts)


def in_short(report: Report) -> Html | None:
    """Say in a sentence or two, for the first page, what the measures are worth; nothing for a study without codes."""
    if not report.coded:
        return None
    table = _overall(report)
    titles, parts = _titles(report), []
    for book, own in table[(table["frame"] == MACRO) & table["f1"].notna()].groupby("codebook", sort=False):
        said = [
            f"{spoken(row.method)} {decimal(row.f1)} ({decimal(row.f1_low)} to {decimal(row.f1_high)})"
            for row in own.itertuples()
        ]
        head = Html(f"<strong>How far to trust this ({safe(titles.get(str(book), book))}):</strong> ")
        told = "against codes made by people, mean F1 is "
        more = Html('; shares above are the dictionary\'s, uncorrected. <a href="validity.html">Frame by frame</a>.')
        parts.append(paragraph(head, f"{told}{listing(said)}", more))
    return join(*parts)


def _share(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:.0%}"


def validity(report: Report) -> Html:
    """Draw F1 a frame and method, and list the table."""
    table, labels = report.table("frame_validity"), _labels(report)
    drawn = report.draw(
        "frame_validity", "frame_validity", figures.validity, table, labels=labels, codebooks=_titles(report)
    )
    shown = table[table["group"] == "all"].drop(columns=["group", "value", "tier"])
    headers = {"n": "articles", "n_present": "with the frame", "f1": "F1", "f1_low": "from", "f1_high": "to"}
    listed = table_html(
        shown, "Each measure against the codes, with 95% intervals of F1", headers=headers, row_header=False
    )
    return join(drawn, listed)


def curve(report: Report) -> Html:
    """Draw the learning curve and say what more codes would add."""
    table = report.table("learning_curve")
    drawn = report.draw("learning_curve", "learning_curve", figures.curve, table, codebooks=_titles(report))
    told = []
    for book, own in table.groupby("codebook", sort=False):
        known, ahead = own[own["measured"] == 1], own[own["measured"] == 0]
        if known.empty or ahead.empty:
            continue
        last = known.sort_values("n_train").iloc[-1]
        more = [
            f"{int(row.n_train - last['n_train'])} more would bring it to about {decimal(row.f1)}"
            for row in ahead.itertuples()
        ]
        said = f"{_titles(report).get(str(book), book)}: trained on {int(last['n_train'])} articles, macro-F1 is "
        told.append(paragraph(f"{said}{decimal(last['f1'])}; if the trend holds, {listing(more)}."))
    return join(drawn, *told)


def choices(report: Report) -> Html:
    """List what the folds chose."""
    table = report.table("classifier_choices")
    formats = {"fold": "text", "inner_quality": "decimal3"}
    return table_html(table, "What each fold chose on its own training articles", formats, row_header=False)


def methods(report: Report) -> Html | None:
    """Name the tools whose labels came in."""
    table = report.table("coding_methods")
    if table.empty:
        return None
    return table_html(table, "Labels made by other tools", row_header=False)
