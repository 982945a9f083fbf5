"""What the validity notebook says: which codes there are, how far measures agree with them, what more would add."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.cells import cell_name
from newsframing.figures import validity as figures
from newsframing.figures.words import spoken
from newsframing.pages import html
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report

FILE, SUMMARY = "frame_validity", "coding_summary"
MACRO = "macro"
#: what F1 of presence is called, from above (the tiers' own bounds, which also ask for agreement)
_WORDS = ((0.8, "well"), (0.6, "fairly"), (0.0, "poorly"))
#: how many fewer articles with a frame make its F1 a matter of chance
FEW_PRESENT = 20
#: a smaller rise of F1 is none
FLAT = 0.005


def _titles(report: Report) -> dict[str, str]:
    return {book.id: book.title for book in report.coded_codebooks}


def _labels(report: Report) -> dict[tuple[str, str], str]:
    return {(book.id, frame.id): frame.label for book in report.coded_codebooks for frame in book.frames}


def opening(report: Report) -> Html:
    """Say what was coded by whom, and what is lost on the way."""
    facts = report.table("coding_summary")
    parts: list[object] = []
    for book, own in facts.groupby("codebook", sort=False):
        said = {row["what"]: row for row in own.to_dict("records")}
        by_kind = {what.removeprefix("coders, "): row for what, row in said.items() if what.startswith("coders, ")}
        coders = [Html(f"{html.result(SUMMARY, row, 'n')} {safe(kind)}") for kind, row in by_kind.items()]
        articles, ties = said.get("articles coded"), said.get("decided by tie")
        told: list[object] = [html.result(SUMMARY, articles, "n") if articles else "no", " articles coded by "]
        told += [html.listed(coders), f" coder{'' if sum(row['n'] for row in by_kind.values()) == 1 else 's'}."]
        if ties and ties["n"]:
            told += [" ", html.plural_of(ties["n"], cell_name(SUMMARY, ties, "n"), "cell"), " stand even between the "]
            told += ["coders and count for nothing until settled."]
        parts.append(paragraph(Html(f"<strong>{html.named(_titles(report).get(str(book), book))}:</strong> "), *told))
    if facts.empty:
        parts.append(paragraph("There are no codes yet, so no measure can be judged."))
    unmatched = report.table("coding_unmatched")
    if len(unmatched):
        caption = "Codes of articles that the corpus has not"
        listed = table_html(unmatched.head(50), caption, {"line": "text"}, row_header=False)
        lost = html.plural_over("coding_unmatched", unmatched, "count", "file", "article")
        parts += [paragraph(lost, " of the files of codes could not be tied to one article of the corpus."), listed]
    notes = [
        paragraph(html.named(row.codebook), ": ", html.told("classifier_notes", row, "what"), ".")
        for row in report.table("classifier_notes").itertuples()
    ]
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
        right = [" It names the right frame in ", html.result(FILE, one, "accuracy", "percent"), " of them."]
        best, worst = frames.iloc[0], frames.iloc[-1]
        name = {k: labels.get((str(book), k), k) for k in frames["frame"]}
        rare = [name[row.frame] for row in frames.itertuples() if row.n_present < FEW_PRESENT]
        told: list[object] = [
            "over ",
            html.result(FILE, one, "n"),
            f" coded articles it finds the frames {_verdict(one['f1'])}: its mean balance of precision and recall is ",
            html.estimate(FILE, one, "decimal", "f1", "f1_low", "f1_high"),
            ".",
            *(right if single else []),
            " It is best at ",
            html.named(name[best["frame"]]),
            " (",
            html.result(FILE, best, "f1", "decimal"),
            ") and weakest at ",
            html.named(name[worst["frame"]]),
            " (",
            html.result(FILE, worst, "f1", "decimal"),
            "): of the articles it says have that frame, ",
            _share(worst, "precision"),
            " do, and of those that have it, it finds ",
            _share(worst, "recall"),
            ".",
        ]
        if rare:
            told += [" ", html.listed([html.named(one) for one in rare]), " stand in fewer than "]
            told += [html.given(FEW_PRESENT), " coded articles: read their values with the interval."]
        parts.append(paragraph(Html(f"<strong>{html.named(spoken(method).capitalize())}</strong>, "), *told))
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
            Html(f"{spoken(row.method)} {html.estimate(FILE, row, 'decimal', 'f1', 'f1_low', 'f1_high')}")
            for row in own.itertuples()
        ]
        head = Html(f"<strong>How far to trust this ({html.named(titles.get(str(book), book))}):</strong> ")
        told = Html('against codes, the mean balance of precision and recall (<span class="name">F1</span>) is ')
        mended = report.table("frame_prevalence").query("codebook == @book and corrected == 1")
        how = "corrected by the codes" if len(mended) else "as the dictionary finds them, uncorrected"
        more = Html(f'; shares above are {how}. <a href="validity.html">Frame by frame</a>.')
        parts.append(paragraph(head, told, html.listed(said), more))
    return join(*parts)


def _share(row: Any, column: str) -> Html:
    return safe("none") if pd.isna(row[column]) else html.result(FILE, row, column, "percent")


def validity(report: Report) -> Html:
    """Draw F1 a frame and method, and list the table."""
    table, labels = report.table("frame_validity"), _labels(report)
    drawn = report.draw(
        "frame_validity", "frame_validity", figures.validity, table, labels=labels, codebooks=_titles(report)
    )
    columns = [name for name in table.columns if name not in ("group", "value", "tier")]
    headers = {"n": "articles", "n_present": "with the frame", "f1": "F1", "f1_low": "from", "f1_high": "to"}
    options: dict[str, Any] = {"source": f"{FILE}.csv", "columns": columns, "row_header": False}
    caption = "Each measure against the codes, with 95% intervals of F1"
    return join(drawn, table_html(table[table["group"] == "all"], caption, headers=headers, **options))


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
        curve, flat = "learning_curve", "; it has not risen with their number so far"
        more = [
            Html(f"{html.result(curve, row, 'n_train')} would bring it to {html.result(curve, row, 'f1', 'decimal')}")
            for row in ahead.itertuples()
        ]
        told.append(
            paragraph(
                html.named(_titles(report).get(str(book), book)),
                ": trained on ",
                html.result(curve, last, "n_train"),
                " articles, the mean over its frames is ",
                html.result(curve, last, "f1", "decimal"),
                *(["; if the trend holds, ", html.listed(more)] if ahead["gain"].max() >= FLAT else [flat]),
                ".",
            )
        )
    return join(drawn, *told)


def choices(report: Report) -> Html:
    """List what the folds chose."""
    table = report.table("classifier_choices")
    formats = {"fold": "text", "inner_quality": "decimal3"}
    caption = "What each fold chose on its own training articles"
    return table_html(table, caption, formats, source="classifier_choices.csv", row_header=False)


def calibrated(report: Report) -> Html | None:
    """List what the classifier's probabilities said and what people found, band by band."""
    table = report.table("classifier_calibration")
    if table.empty:
        return None
    table["band"] = [f"{low:.2f} to {high:.2f}" for low, high in zip(table["from"], table["to"], strict=True)]
    headers = {"n": "articles × frames", "said": "mean probability", "found": "share that people code present"}
    formats = dict.fromkeys(("said", "found"), "decimal")
    columns = ["codebook", "band", "n", "said", "found"]
    caption = "Are its probabilities shares? Out of fold, by bands of probability"
    source = "classifier_calibration.csv"
    return table_html(table, caption, formats, source=source, headers=headers, row_header=False, columns=columns)


def methods(report: Report) -> Html | None:
    """Name the tools whose labels came in."""
    table = report.table("coding_methods")
    if table.empty:
        return None
    return table_html(table, "Labels made by other tools", source="coding_methods.csv", row_header=False)
