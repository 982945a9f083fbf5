"""The sentences for and against a claim as the verdicts page lists them, and who voices them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from newsframing.cells import Condition
from newsframing.figures.words import decimal, is_missing, listing, spoken
from newsframing.pages.gate import Gate, gate_of
from newsframing.pages.html import Html, day, given, named, over, paragraph, quote_html, safe, table_html
from newsframing.pages.report import Report

#: how a speaker is called in a list of sentences
_VOICES = {
    "state_military": "a state or its military",
    "other_government": "another government",
    "armed_group": "an armed group",
    "international": "an international body",
    "civilian": "a civilian",
    "analyst": "an analyst",
    "journalist": "the journalist",
    "unknown": "somebody untold",
}


def signed(value: object) -> str:
    """Write a share as points with a sign: .125 is "+12"."""
    told = decimal(100 * float(str(value)), 0)
    return told if told.startswith("−") or told == "0" else f"+{told}"


def points(value: object) -> str:
    """Write a share as points: .15 is "15"."""
    return decimal(100 * float(str(value)), 0)


def sentences(report: Report, claim: dict[str, Any]) -> list[object]:
    """List the sentences of a claim, its first side and the other."""
    table = report.table("verdict_sentences")
    own = table[table["id"] == claim["id"]]
    gate = gate_of(report)
    listed = report.table("verdict_needs").set_index("id")["lack"].get(claim["id"]) in ("described", "voices")
    parts: list[object] = []
    heads = _heads(report, claim["compare"])
    if speakers := (claim["compare"].get("between") or {}).get("speaker"):
        parts.append(_voices(report, claim["compare"], speakers))
    for side, head in zip(("first", "second"), heads, strict=False):
        rows = own[own["side"] == side]
        kept = _permitted(rows, gate)
        note = gate.note(_pairs(rows))
        if len(rows) and kept.empty:
            parts += [paragraph(Html(f"<em>{named(head)}:</em> its sentences are not shown.")), note]
        elif rows.empty:
            parts.append(paragraph(Html(f"<em>{named(head)}:</em> no sentence is marked.")))
        else:
            told = _told(table, [("id", "=", claim["id"]), ("side", "=", side)], listed)
            parts += [paragraph(Html(f"<em>{named(head)}</em>"), told), *([note] if note else [])]
            parts += _shown(kept, report, listed)
    return parts


def _pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """List the frames (codebook, frame) that sentences show; a sentence may show several of its side."""
    shown = zip(rows["codebook"], rows["frame"], strict=True)
    return list(dict.fromkeys((str(book), name) for book, names in shown for name in str(names).split("; ")))


def _permitted(rows: pd.DataFrame, gate: Gate) -> pd.DataFrame:
    """Keep the sentences that show a frame which is not withheld."""
    out = {pair for pair in _pairs(rows) if gate.withholds(*pair)}
    shown = zip(rows["codebook"], rows["frame"], strict=True)
    stays = [any((book, name) not in out for name in str(names).split("; ")) for book, names in shown]
    return rows[pd.Series(stays, rows.index, dtype=bool)]


def _heads(report: Report, compare: dict[str, Any]) -> list[str]:
    """Name the two sides of a comparison."""
    first = _frames(report, compare["codebook"], compare["frame"])
    if other := compare.get("with"):
        against = _frames(report, other.get("codebook", compare["codebook"]), other["frame"])
        return [f"For: marked as {first}", f"Against: marked as {against}"]
    if between := compare.get("between"):
        column, groups = next(iter(between.items()))
        if column == "speaker":
            return [
                f"{side}: {first}, voiced by {_who(group)}"
                for side, group in zip(("For", "Against"), groups, strict=True)
            ]
        return [f"{first.capitalize()} in {listing(group)}" for group in groups]
    if compare.get("before_after"):
        return [f"{first.capitalize()}, from the day on", f"{first.capitalize()}, before"]
    return [f"Marked as {first}"]


def _frames(report: Report, codebook: str, frame: str | list[str]) -> str:
    names = [frame] if isinstance(frame, str) else frame
    labels = {book.id: {one.id: one.label for one in book.frames} for book in report.codebooks}
    return listing([f"“{labels.get(codebook, {}).get(name, spoken(name))}”" for name in names]).replace(" and ", " or ")


def _who(kinds: list[str]) -> str:
    return listing([_VOICES.get(kind, spoken(kind)) for kind in kinds]).replace(" and ", " or ")


def _told(table: pd.DataFrame, where: list[Condition], listed: bool) -> Html:
    """Say how many sentences follow, and how they were found."""
    n = over("verdict_sentences", table, "count", "article_id", where)
    if not listed:
        return Html(f", {n} of the sentences that the word list marks most clearly; read them to judge it:")
    stories = over("verdict_sentences", table, "distinct", "article_id", where)
    return Html(f", every sentence that the word list marks; sentences: {n}, stories: {stories}:")


def _shown(rows: pd.DataFrame, report: Report, listed: bool) -> list[object]:
    if not listed:
        return [quote_html(row.quote, row.outlet, row.published, title=row.title) for row in rows.itertuples()]
    shown = {
        "story": lambda row: Html(
            f"{named(row['outlet'])}<br>{day(row['published'])}"
            + ("" if is_missing(row["title"]) else f"<br><cite>{safe(row['title'])}</cite>")
        ),
        "sentence": lambda row: _sentence(row),
        "voice": lambda row: "" if is_missing(row["speaker"]) else _VOICES.get(row["speaker"], spoken(row["speaker"])),
        "words": lambda row: named(row["terms"]),
    }
    table = rows.assign(place=rows["sentence"], story="", voice="", words="")
    headers = {"voice": "voiced by (by rule)", "words": "words of the list"}
    caption = "Every sentence, by date; at most two sentences or 50 words of an article are quoted"
    parts: list[object] = [
        table_html(table, caption, columns=["story", "sentence", "voice", "words"], headers=headers, render=shown,
                   formats={"sentence": "text"})
    ]  # fmt: skip
    left = rows[rows["quote"].isna()]["article_id"].unique()
    if len(left):
        commands = Html(
            "The rest stands on local pages, made by "
            + "; ".join(f"<code>make reading STUDY={safe(report.study)} ARTICLE={safe(one)}</code>" for one in left[:3])
            + ("" if len(left) <= 3 else f"; and so on for {given(len(left) - 3)} more")
            + "."
        )
        parts.append(paragraph(commands))
    return parts


def _sentence(row: dict[str, Any]) -> Html:
    if not is_missing(row["quote"]):
        return Html(f"<q>{safe(row['quote'])}</q>")
    if row["field"] == "title":
        return Html('<span class="missing">in the headline</span>')
    return Html(
        f'<span class="missing">sentence {given(int(row["place"]) + 1)} of the {safe(row["field"])}, not quoted</span>'
    )


def _voices(report: Report, compare: dict[str, Any], speakers: list[list[str]]) -> Html:
    """Table who voices the evaluations of a codebook: sentences a frame and kind of speaker."""
    table = report.table("frame_speakers")
    table = table[(table["codebook"] == compare["codebook"]) & (table["n_sentences"] > 0)]
    labels = {one.id: one.label for book in report.codebooks if book.id == compare["codebook"] for one in book.frames}
    gate = gate_of(report)
    known = [name for name in labels if name in set(table["frame"])]
    frames = [name for name in known if not gate.withholds(compare["codebook"], name)]
    kinds = [kind for kind in _VOICES if kind in set(table["speaker"])]
    if not frames:
        return Html("")

    def held(frame: str) -> Callable[[dict[str, Any]], object]:
        def shown(record: dict[str, Any]) -> object:
            where: list[Condition] = [("codebook", "=", compare["codebook"]), ("frame", "=", frame)]
            where.append(("speaker", "=", record["kind"]))
            return over("frame_speakers", table, "sum", "n_sentences", where)

        return shown

    given = pd.DataFrame({"voiced by (by rule)": [_VOICES[kind] for kind in kinds], "kind": kinds})
    given = given.assign(**dict.fromkeys(frames, 0))
    columns = ["voiced by (by rule)", *frames]
    render = {frame: held(frame) for frame in frames}
    title = next(book.title for book in report.codebooks if book.id == compare["codebook"])
    caption = f"{title}: sentences in all stories in focus, by who voices them"
    note = gate.note((compare["codebook"], name) for name in known)
    listed = table_html(given, caption, columns=columns, headers=labels, render=render)
    return Html(f"{listed}\n{note}") if note else listed
