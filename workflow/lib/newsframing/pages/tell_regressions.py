"""The regression table: what goes with each frame, as a page, and as LaTeX and Markdown to paste into a paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from newsframing.figures.words import decimal, is_missing, plural
from newsframing.frames.codebook import Codebook
from newsframing.frames.regression import LEAST_STORIES, OTHERS
from newsframing.pages.citations import latex
from newsframing.pages.html import Html, interval, join, method, paragraph, result, safe, table_html
from newsframing.pages.report import Report
from newsframing.pages.tell_verdicts import estimate_of

NOTE = (
    "Average marginal effects, in percentage points, of logistic regressions of a frame's presence on outlet, "
    "length, genre and agency copy (weak normal prior of standard deviation 2.5 on the logit scale), one regression "
    "a frame; standard errors are cluster-robust, by story. Each says by how many points the share of stories with "
    "the frame differs between the two values named, the other features held as they are. A dash: too few stories "
    "on a side, or all or none of them with the frame."
)
MEASURE = (
    "Presence is what lists of terms find, without correction for their errors: where they miss a frame more often at "
    "one outlet than at another, an effect shows that too."
)
_TABLE = "frame_regression.csv"


class Pasted(NamedTuple):
    """The page's body, and the same tables as LaTeX and as Markdown."""

    page: Html
    latex: str
    markdown: str


class Block(NamedTuple):
    """The table of one codebook: its frames, its features in order, and the row of each (frame, feature)."""

    book: Codebook
    frames: list[str]
    features: list[tuple[str, str, str]]
    rows: dict[tuple[str, str, str], dict[str, Any]]


def points(value: object) -> str:
    """Write percentage points with their sign: "+27.7", "−0.1"."""
    if is_missing(value):
        return "–"
    text = decimal(value, 1)
    return text if text.startswith("−") or float(text.replace(",", "")) == 0 else f"+{text}"


def named(term: str, level: str, reference: str) -> str:
    """Name a feature as a row of the table."""
    if term == "n_words":
        return "Length: twice the words"
    if term == "agency":
        return "Credits an agency (against none)"
    return f"{term.capitalize()}: {level} (against {reference})"


def blocks(report: Report) -> Iterator[Block]:
    """Yield the tables, one a codebook, of what the terms found; frames without any estimate are left out."""
    table = report.table("frame_regression")
    for book in report.codebooks:
        own = table[(table["codebook"] == book.id) & (table["method"] == "dictionary")]
        known = own[own["effect"].notna()]
        frames = [frame.id for frame in book.frames if frame.id in set(known["frame"])]
        if not frames:
            continue
        shown = own[own["frame"].isin(frames)]
        keys = shown[["term", "level", "reference"]].fillna("").astype(str)
        features = [tuple(row) for row in keys.drop_duplicates().itertuples(index=False)]
        rows = {
            (str(record["frame"]), str(record["term"]), str(record["level"])): record
            for record in shown.to_dict("records")
        }
        estimated = {(r["term"], r["level"]) for r in known.to_dict("records")}
        yield Block(book, frames, [f for f in features if (f[0], f[1]) in estimated], rows)


def tables(report: Report) -> Pasted:
    """Write the page and what can be pasted."""
    found = list(blocks(report))
    if not found:
        told = (
            f"A regression takes {LEAST_STORIES} stories in focus and frames in ten of them or more; this study has "
            f"{plural(len(report.stories), 'story', 'stories')}, so none was fitted."
        )
        return Pasted(join(method(told), _claims(report)), f"% {told}\n", f"{told}\n")
    size = next(iter(found[0].rows.values()))
    n = f"N = {plural(size['n'], 'story', 'stories')} in {plural(size['n_clusters'], 'cluster')} of copies."
    links = Html(
        'To paste: <a href="downloads/regression.tex" download>regression.tex</a> (LaTeX, booktabs), '
        '<a href="downloads/regression.md" download>regression.md</a> (Markdown), '
        f'<a href="tables/{_TABLE}">{_TABLE}</a>.'
    )
    others = any(OTHERS in feature for block in found for feature in block.features)
    more = f"“{OTHERS}” are those with fewer than twenty stories." if others else ""
    sized = Html(
        f"N = {result('frame_regression', size, 'n')} stories in {result('frame_regression', size, 'n_clusters')} "
        f"clusters of copies. {safe(more)}"
    )
    page = join(
        method(f"{NOTE} ", sized), paragraph(MEASURE), paragraph(links),
        *(_as_html(report, block) for block in found), _claims(report),
    )  # fmt: skip
    notes = f"{NOTE} {n} {more} {MEASURE}".replace("  ", " ")
    return Pasted(
        page,
        "\n".join(_as_latex(report, block, notes) for block in found),
        "\n".join([*(_as_markdown(report, block) for block in found), notes, ""]),
    )


def _as_html(report: Report, block: Block) -> Html:
    columns = {frame: report.frame_labels[(block.book.id, frame)] for frame in block.frames}
    shown = pd.DataFrame([{"feature": named(*feature), "key": feature} for feature in block.features])

    def of(frame: str) -> Any:
        def render(row: dict[str, Any]) -> Html:
            record = block.rows.get((frame, row["key"][0], row["key"][1]), {})
            if is_missing(record.get("effect")):
                return Html(f'<span class="missing" title="{safe(record.get("why", "no value"))}">–</span>')
            bounds = interval("frame_regression", record, points)
            return Html(f"{result('frame_regression', record, 'effect', points)}<br><small>({bounds})</small>")

        return render

    listed = table_html(
        shown.assign(**dict.fromkeys(columns, "")),
        f"{block.book.title}: effects in points, with 95% intervals",
        headers={"feature": "what differs", **columns},
        columns=["feature", *columns],
        render={frame: of(frame) for frame in columns},
    )
    return join(Html(f"<h2>{safe(block.book.title)}</h2>"), Html(f'<div class="dense">{listed}</div>'))


def _entries(block: Block, feature: tuple[str, str, str]) -> list[str]:
    """Give a row's effects with standard errors in brackets, a dash where there is none."""
    records = [block.rows.get((frame, feature[0], feature[1]), {}) for frame in block.frames]
    return [
        "–" if is_missing(r.get("effect")) else f"{points(r['effect'])} ({decimal(r['std_error'], 1)})" for r in records
    ]


def _as_latex(report: Report, block: Block, notes: str) -> str:
    heads = [latex(report.frame_labels[(block.book.id, frame)]) for frame in block.frames]
    wide = "r" * len(heads)
    lines = [
        "\\begin{table}",
        f"\\caption{{{latex(block.book.title)}: average marginal effects in points (standard errors)}}",
        f"\\begin{{tabular}}{{l{wide}}}",
        "\\toprule",
        " & ".join(["", *heads]) + " \\\\",
        "\\midrule",
    ]
    for feature in block.features:
        entries = [entry.replace("−", "$-$").replace("–", "--") for entry in _entries(block, feature)]
        lines.append(" & ".join([latex(named(*feature)), *entries]) + " \\\\")
    present = [str(next(r["n_present"] for k, r in block.rows.items() if k[0] == frame)) for frame in block.frames]
    lines += ["\\midrule", " & ".join(["Stories with the frame", *present]) + " \\\\", "\\bottomrule", "\\end{tabular}"]
    return "\n".join([*lines, f"\\par\\footnotesize {latex(notes)}", "\\end{table}", ""])


def _as_markdown(report: Report, block: Block) -> str:
    def plain(text: object) -> str:
        return " ".join(str(text).split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")

    heads = [plain(report.frame_labels[(block.book.id, frame)]) for frame in block.frames]
    lines = [f"**{plain(block.book.title)}**: average marginal effects in points (standard errors)", ""]
    lines += [f"| | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    lines += [f"| {plain(named(*f))} | {' | '.join(_entries(block, f))} |" for f in block.features]
    return "\n".join([*lines, ""])


def _claims(report: Report) -> Html | None:
    """List the claims whose difference was adjusted as their hypothesis asks."""
    if not any(claim.get("adjust") for claim in report.settings.get("hypotheses") or []):
        return None
    table = report.table("verdicts")
    own = table[table["estimator"].fillna("").str.contains("adjusted for") & table["estimate"].notna()]
    if own.empty:
        return None
    shown = {"estimate": lambda record: estimate_of(pd.Series(record))}
    headers = {"estimate": "difference (95% interval)", "n": "stories", "n_clusters": "independent"}
    columns = ["claim", "estimate", "n", "n_clusters", "estimator"]
    listed = table_html(
        own, "Claims on differences between groups, adjusted as the claim asks", headers=headers,
        source="verdicts.csv", columns=columns, render=shown,
    )  # fmt: skip
    return join(Html("<h2>Claims, adjusted</h2>"), listed)
