"""What the frames notebook says of voices and words: who says a frame, what is recommended, which words stand out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from newsframing.cells import Condition, chosen
from newsframing.figures import speakers as figures_speakers
from newsframing.figures.words import MISSING, decimal
from newsframing.frames.speakers.actors import LABELS
from newsframing.pages import gate, html
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import FEW, Report, needs_texts
from newsframing.pages.tell_frames import frame_label


def speakers(report: Report) -> Html:
    """Draw who says the sentences of each frame, if speakers have been told apart."""
    if not (report.folder / "tables/frame_speakers.csv").is_file():
        return paragraph("Speakers have not been told apart in this study.")
    sifted = gate.gate_of(report).sift(report.table("frame_speakers"))
    drawn = gate.draw(
        report, "frame_speakers", "frame_speakers", figures_speakers.by_speaker, sifted,
        labels=report.frame_labels, speakers=LABELS, codebooks={book.id: book.title for book in report.codebooks},
    )  # fmt: skip
    return report.not_here() if report.from_counts else drawn


#: for whom a remedy is, as a table says it
_ADDRESSEES = {
    "state": "a state", "armed_group": "an armed group", "international": "an international body",
    "civilian": "civilians", "nobody": "nobody named",
}  # fmt: skip


@needs_texts
def remedies(report: Report) -> Html:
    """List what is recommended, for whom and by whom, as counts of sentences."""
    table = report.table("frame_remedies")
    if table.empty:
        return paragraph("No codebook of this study says whether a measure is proposed, taken or rejected.")
    table, note, _ = gate.gate_of(report).sift(table)
    told = paragraph(
        "What sentences in focus say of a measure: proposed, demanded or defended; decided or taken; rejected. In "
        "brackets how many of them name a kind of actor beside the speaker, as rules and lists of actors tell it: "
        "who would act or bear the measure cannot be told apart, and one sentence may name several. These are counts "
        "that describe, no estimates: how often sentences marked so are right, by the makers' reading, stands in the "
        "limits of the study and in the codebook."
    )
    # a sentence counts once (n_counted): the kinds of actors it names are several rows of the table
    statuses = ("proposed", "taken", "rejected")
    render: dict[str, Callable[[dict[str, Any]], object]] = {status: _counted(table, status) for status in statuses}
    render["frame"] = frame_label(report)
    render["speaker"] = lambda row: _most(table, row, "speaker", "n_counted", LABELS)
    render["addressee_kind"] = lambda row: _most(table, row, "addressee_kind", "n_sentences", _ADDRESSEES)
    heads = {"frame": "remedy", "speaker": "proposed by, most often"}
    heads["addressee_kind"] = "who is named with a proposal, most often"
    shown = table.drop_duplicates(["codebook", "frame"]).assign(**dict.fromkeys(statuses, 0))
    columns = ["frame", *statuses, "speaker", "addressee_kind"]
    listed = table_html(shown, "Sentences that speak of each remedy", headers=heads, columns=columns, render=render)
    return join(told, listed, note or None)


def _counted(table: pd.DataFrame, status: str) -> Callable[[dict[str, Any]], object]:
    """Write how many sentences of a row's frame have a status."""
    return lambda row: html.over("frame_remedies", table, "sum", "n_counted", [*_of(row), ("status", "=", status)])


def _of(row: Mapping[str, Any]) -> list[Condition]:
    """Ask for the rows of a row's frame."""
    return [("codebook", "=", row["codebook"]), ("frame", "=", row["frame"])]


def _most(
    table: pd.DataFrame, row: Mapping[str, Any], column: str, counted: str, labels: Mapping[str, str], most: int = 3
) -> Html:
    """Write the commonest values among a remedy's proposals with their sentences."""
    where = [*_of(row), ("status", "=", "proposed")]
    counts = chosen(table, where).groupby(column)[counted].sum()
    ranked = sorted(counts[counts > 0].items(), key=lambda pair: (-pair[1], str(pair[0])))[:most]
    said = [
        f"{labels[str(name)]} ({html.over('frame_remedies', table, 'sum', counted, [*where, (column, '=', name)])})"
        for name, _ in ranked
    ]
    return html.listed([Html(one) for one in said]) or Html(MISSING)


@needs_texts
def words(report: Report) -> Html:
    """List the words that set outlets apart, and the words that come with each frame."""
    table = report.table("frame_keyness")
    if table.empty:
        return paragraph("No comparison has ", html.given(FEW), " stories on each side.")
    table, note, _ = gate.gate_of(report).sift(table)
    part = " Only the discovery part of the stories was looked at." if report.settings.get("split") else ""
    outlets = [{"outlet": outlet, "stories": _keywords(own)} for outlet, own in table.groupby("outlet", sort=False)]
    frames = [
        {
            "codebook": book,
            "frame": report.frame_labels.get((str(book), str(frame)), frame),
            "stories": _keywords(own[own["own_term"] == 0]),
        }
        for (book, frame), own in table.groupby(["codebook", "frame"], sort=False)
    ]
    told = html.method(
        "Words that are more frequent on one side than chance and the corpus at large lead to expect, by the z-score "
        "of the log-odds ratio with an informative prior (Monroe, Colaresi & Quinn 2008); in brackets z and the "
        "number of stories with the word. A word that owes its place to one story is left out. Words tell what the "
        f"stories of an outlet or frame are about; they are no frames.{part}"
    )
    lists: list[object] = [told, note or None]
    if outlets:
        heads = {"stories": "words, against the stories of all other outlets"}
        lists.append(table_html(pd.DataFrame(outlets, dtype=object), "Words that set each outlet apart", headers=heads))
    if frames:
        heads = {"stories": "words, beside the frame's own terms, against the stories without the frame"}
        lists.append(
            table_html(
                pd.DataFrame(frames, dtype=object), "Words that come with each frame", headers=heads, row_header=False
            )
        )
    return join(*lists)


def _keywords(table: pd.DataFrame, most: int = 12) -> Html:
    """Write the strongest words in a line."""
    said = [
        f"{safe(str(row.term).replace('_', ' '))} ({html.result('frame_keyness', row, 'z', lambda z: decimal(z, 1))}; "
        f"{html.result('frame_keyness', row, 'n_stories')})"
        for row in table.head(most).itertuples()
    ]
    return Html(", ".join(said) or "none")
