"""The rest of the method text: codes and what measures are worth by them, claims and verdicts, software."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsframing.evidence.verdicts import SIGNIFICANT
from newsframing.figures.words import listing, plural, spoken
from newsframing.pages.citations import Citations, Work, latex
from newsframing.pages.html import Html, estimate, result
from newsframing.pages.html import method as paragraph
from newsframing.pages.report import Report

#: the row of frame_validity that is the mean over frames
MACRO = "macro"
#: packages that every study uses, with the key of the work to cite
ALWAYS = ("snakemake", "pandas", "numpy", "scipy", "scikit-learn", "matplotlib")


def coding(report: Report, refs: Citations) -> list[Html]:
    """Tell who coded what, how far coders agree, and how measures do against them; or that nobody has coded."""
    if not report.coded:
        return [
            paragraph(
                "No person has coded articles of this study: how far the lists of terms find what a reader would "
                f"find is not known, and lists alone are often not valid enough {refs.cite('vanatteveldt2021')}. No "
                "agreement, no correction of shares and no verdict rests on them."
            )
        ]
    simulated = bool(report.settings.get("planted"))
    parts = [_coders(report, simulated), _agreement(report, refs), *_measures(report, refs), _correction(report, refs)]
    return [part for part in parts if part is not None]


def _coders(report: Report, simulated: bool) -> Html:
    """Say a codebook at a time how many articles were coded by whom, and how cells were settled."""
    facts = report.table("coding_summary")
    said: list[object] = []
    for book, own in facts.groupby("codebook", sort=False):
        placed = {str(row["what"]): result("coding_summary", row, "n") for row in own.to_dict("records")}
        said += [f"{spoken(book).capitalize()}: ", placed.pop("articles coded", "no"), " articles, by "]
        kinds = [what for what in placed if what.startswith("coders, ")]
        for what in kinds:
            said += [placed.pop(what), f" {what.removeprefix('coders, ')} ", "and "]
        said[-1] = "coders" if kinds else "nobody"
        settled = [what for what in placed if what.startswith("decided")]
        for place, what in enumerate(settled):
            said += ["; cells " if place == 0 else ", ", f"{what}: ", placed[what]]
        said.append(". ")
    if not said:
        return paragraph("None of the codes could be tied to an article of the corpus.")
    head = "The coders are simulated, no people, and know what was planted. " if simulated else "Codes. "
    return paragraph(head, *said)


def _agreement(report: Report, refs: Citations) -> Html | None:
    table = report.table("agreement")
    known = table[table["alpha"].notna() & (table["wave"] == "main")]
    if known.empty:
        return paragraph("No article was coded by two coders, so agreement is not known.")
    said: list[object] = [f"Agreement, by Krippendorff's alpha for nominal codes {refs.cite('krippendorff2019')}"]
    said.append(
        f", with 95% bootstrap intervals (kappa and AC1 {refs.cite('cohen1960', 'gwet2008')} are in the tables): "
    )
    for row in known.itertuples():
        told = estimate("agreement", row, "decimal", "alpha", "alpha_low", "alpha_high")
        said += [f"{spoken(row.frame)} ", told, ", "]
    said[-1] = "."
    return paragraph(*said)


def _measures(report: Report, refs: Citations) -> list[Html]:
    table = report.table("frame_validity")
    rows = table[(table["frame"] == MACRO) & (table["group"] == "all") & table["f1"].notna()]
    parts = []
    if "classifier" in set(rows["method"]):
        parts.append(
            paragraph(
                "A classifier (regularised least squares on words, characters and the codebook's own scores, "
                "scikit-learn) was trained on the codes and judged out of nested folds that keep copies together: "
                "every choice was made on training articles alone, and no article was judged by a model that had "
                "seen it."
            )
        )
    said: list[object] = ["Against the codes, mean F1 of presence over frames is "]
    for row in rows.itertuples():
        told = estimate("frame_validity", row, "decimal", "f1", "f1_low", "f1_high")
        said += [told, f" for the {spoken(row.method)} in {spoken(row.codebook)}, "]
    if len(rows):
        said[-1] = str(said[-1]).removesuffix(", ") + "."
        parts.append(paragraph(*said))
    labels = report.table("coding_methods")
    if len(labels):
        made = [f"{row.method} ({row.model})" for row in labels.drop_duplicates("method").itertuples()]
        parts.append(paragraph(f"Labels made by other tools were judged by the same codes: {listing(made)}."))
    return parts


def _correction(report: Report, refs: Citations) -> Html | None:
    table = report.table("frame_prevalence")
    if not (table["corrected"] == 1).any():
        return paragraph("Shares are not corrected for errors: too few codes are on articles in focus.")
    works = refs.cite("sarndal1992", "angelopoulos2023a", "angelopoulos2023b", "egami2023")
    return paragraph(
        "Shares were corrected for the measure's errors by the difference estimator, known as prediction-powered "
        f"inference {works}, with the stored probabilities of drawing, predictions from out of fold, and stories "
        "(events, from twenty of them on) as clusters; rows with corrected 1 in frame_prevalence.csv are these."
    )


def verdicts(report: Report, refs: Citations) -> list[Html]:
    """Tell what a claim takes to be answered, and under which other choices it was repeated."""
    claims = report.settings.get("hypotheses") or []
    if not claims:
        return [paragraph("The study states no claim to be tested, so it gives no verdict.")]
    table = report.table("verdicts")
    status = table["status"].value_counts()
    told = listing([f"{n} {name}" for name, n in status.items()])
    parts = [
        paragraph(
            f"{plural(len(claims), 'claim')} ({told}) took the first of these verdicts that held: cannot be tested, "
            "where a precondition failed (two frames compared by lists of different breadth, fewer than ten "
            "articles on a side); no answer yet, where no people have coded or agree too little; negligible, where "
            "the 90% interval lies within the smallest effect that matters, an equivalence test "
            f"{refs.cite('schuirmann1987')}; supported or contradicted, where p corrected by Holm's method "
            f"{refs.cite('holm1979')} is below {SIGNIFICANT:.2f} and the estimate at least that effect; else "
            "undetermined."
        )
    ]
    sources = list(dict.fromkeys(" ".join(str(c["source"]).split()) for c in claims if c.get("source")))
    if sources:
        parts.append(paragraph(f"Where the claims come from: {'; '.join(sources)}."))
    repeated = report.table("robustness")
    per_claim = repeated.groupby("id").size()
    if len(per_claim) and per_claim.max() > 1:
        parts.append(
            paragraph(
                f"Each claim was repeated under up to {per_claim.max() - 1} other choices of focus, copies, measure "
                f"and terms {refs.cite('simonsohn2020')}; the share that agrees stands beside the verdict."
            )
        )
    return parts


def packages(report: Report) -> list[str]:
    """List the packages that this study's results were made with; the lock has them all."""
    settings = report.settings
    names = list(ALWAYS)
    if settings["topics"]["engine"] in ("lda", "lda_cold"):
        names.append("gensim")
    if len(report.table("topic_clusters")):
        names.append("networkx")
    if settings["text"].get("lemmas"):
        names.append("simplemma")
    formats = {source.get("format") for source in settings["corpus"]["sources"]}
    if formats & {"html", "urls"}:
        names.append("trafilatura")
    return [*names, "rensa", "ftfy", "papermill", "jupyter"]


def software(report: Report, refs: Citations, versions: Mapping[str, str], project: Mapping[str, Any]) -> list[Html]:
    """Name the program and the packages with the versions of the lock, and keep them for the references."""
    title, version = str(project["title"]), str(project["version"])
    authors = " and ".join(f"{{{latex(one['name'])}}}" for one in project["authors"] if "name" in one)
    year = str(project.get("date-released", "n.d."))[:4]
    fields = {"author": authors or "{Newsframing}", "title": f"{{{latex(title)}}}", "year": year, "version": version}
    refs.add(Work("software", "newsframing", fields))
    told = []
    for name in packages(report):
        held = versions.get(name)
        if held is None:
            continue
        told.append(f"{name} {held}")
        if name in refs.known:
            refs.take(name, f"version {held}")
        else:
            who = f"{{{latex(name)} contributors}}"
            refs.add(Work("software", name, {"author": who, "title": latex(name), "year": "n.d.", "version": held}))
    return [
        paragraph(
            f"Everything was computed by Newsframing {version} in one run from the sources to this text, with "
            f"{listing(told, 30)}; all packages are pinned by version and hash in requirements.lock. Every job runs "
            "on one thread with fixed seeds, so that a second run on one platform gives the same bytes."
        )
    ]
