"""What pages leave out of figures and lists of sentences as a frame's tier does not permit it, and how they say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, NamedTuple

import pandas as pd

from newsframing.evidence.gate import NOT_VALIDATED, TENTATIVE, TERMS, TIERS, WITHHELD, Permit, permit
from newsframing.figures.style import WIDTH, Chart, nothing, styled
from newsframing.figures.words import decimal, listing, spoken
from newsframing.frames.codebook import Codebook
from newsframing.pages import html
from newsframing.pages.html import Html, join, paragraph
from newsframing.pages.report import Report

#: what stands beside a frame of tier B
RELIABILITY = "tentative reliability"
_MOST = 40
_LEAST_ALPHA, _LEAST_F1 = f"{TIERS[-1][1]:.3f}", f"{TIERS[-1][2]:.2f}"
#: a name with a digit in it
_F1 = html.named("F1")
#: codebook, frame and method
Key = tuple[str, str, str]


class Sifted(NamedTuple):
    """The rows that may be shown, and what is to be said with them, as HTML and as plain text; "" where nothing is."""

    table: pd.DataFrame
    note: Html
    plain: str


class Gate:
    """What the tiers of a study permit; a study without codes permits everything, and nothing is said here."""

    def __init__(self, validity: pd.DataFrame, labels: dict[tuple[str, str], str]) -> None:
        """Take ``frame_validity`` (without rows where nobody has coded) and the labels by codebook and frame."""
        self.validity, self.labels = validity, labels

    def of(self, codebook: object, frame: object, method: object = TERMS) -> Permit:
        """Say what is permitted of a frame by a measure."""
        return permit(self.validity, codebook, frame, method)

    def withholds(self, codebook: object, frame: object) -> bool:
        """Tell whether a frame was assessed and failed as the terms find it."""
        return self.of(codebook, frame).state == WITHHELD

    def beside(self, codebook: object, frame: object) -> str:
        """Give what stands beside the label of a frame that the terms find with tentative reliability."""
        return f" ({RELIABILITY})" if self.of(codebook, frame).state == TENTATIVE else ""

    def permitted(self, books: Sequence[Codebook]) -> list[Codebook]:
        """Give codebooks without the frames that are withheld."""
        return [
            replace(book, frames=tuple(frame for frame in book.frames if not self.withholds(book.id, frame.id)))
            for book in books
        ]

    def sift(self, table: pd.DataFrame) -> Sifted:
        """Take the frames of tier C out of a table of results (codebook, frame, perhaps a second pair of a row).

        Rows are judged by their ``method`` where they have one, else by the terms. Corrected rows stay, and so does
        an uncorrected one beside a corrected one of the same cell.
        """
        if self.validity.empty or table.empty:
            return Sifted(table, Html(""), "")
        methods = table["method"] if "method" in table else [TERMS] * len(table)
        pairs = [("codebook", "frame"), ("codebook_other", "frame_other")]
        keys = [list(zip(table[book], table[frame], methods, strict=True)) for book, frame in pairs if frame in table]
        alone = self._alone(table)
        permits = {key: self.of(*key) for part in keys for key in dict.fromkeys(part)}
        failed = {key for key, one in permits.items() if one.state == WITHHELD}
        out = pd.Series([any(key in failed for key in of_row) for of_row in zip(*keys, strict=True)], table.index)
        told = dict.fromkeys(key for part in keys for key, uncorrected in zip(part, alone, strict=True) if uncorrected)
        note, plain = self._note({key: permits[key] for key in told}, " where uncorrected" * ("corrected" in table))
        return Sifted(table[~(out & alone)], note, plain)

    def note(self, frames: Iterable[tuple[str, str]]) -> Html:
        """Say which of some frames (codebook, frame) are left out as the terms find them, and which are tentative."""
        return self._note({(*pair, TERMS): self.of(*pair) for pair in frames})[0]

    def _alone(self, table: pd.DataFrame) -> pd.Series:
        """Tell which rows are uncorrected, with no corrected one of the same cell beside them."""
        if "corrected" not in table:
            return pd.Series(True, table.index)
        cells = ["codebook", "frame", "method", "group", "value"]
        return (table["corrected"] != 1) & (table.groupby(cells)["corrected"].transform("max") != 1)

    def _note(self, permits: dict[Key, Permit], where: str = "") -> tuple[Html, str]:
        said, plain = [], []
        for state, head in ((WITHHELD, f"Left out{where}: "), (TENTATIVE, f"{RELIABILITY.capitalize()}{where}: ")):
            own = {key: one for key, one in permits.items() if one.state == state}
            if own:
                said.append(f"{head}{html.listed([self._named(key, one) for key, one in own.items()], _MOST)}.")
                plain.append(f"{head}{listing([self._plainly(key, one) for key, one in own.items()], _MOST)}.")
        return Html(f'<p class="minor">{" ".join(said)}</p>' if said else ""), " ".join(plain)

    def label(self, key: tuple[str, ...]) -> str:
        """Give the label of a frame by codebook and frame."""
        return self.labels.get((key[0], key[1]), str(key[1]))

    def _named(self, key: Key, one: Permit) -> Html:
        row = one.row or {}
        f1 = html.result("frame_validity", row, "f1", "decimal")
        return Html(f"{html.named(self.label(key))} ({_by(key)}{_F1} {f1}, tier {html.safe(row['tier'])})")

    def _plainly(self, key: Key, one: Permit) -> str:
        row = one.row or {}
        return f"{self.label(key)} ({_by(key)}F1 {decimal(row['f1'])}, tier {row['tier']})"


def _by(key: Key) -> str:
    """Name a measure that is not the terms."""
    return "" if key[2] == TERMS else f"{html.safe(spoken(key[2]))}: "


def gate_of(report: Report, books: Sequence[Codebook] | None = None) -> Gate:
    """Read what the tiers of a study permit; frames are named by its codebooks, or by others that are given."""
    columns = ["codebook", "frame", "method", "group", "tier"]
    validity = report.table("frame_validity") if report.coded else pd.DataFrame(columns=columns)
    named = (report.codebooks if books is None else books) if report.coded else []
    return Gate(validity, {(book.id, frame.id): frame.label for book in named for frame in book.frames})


def why() -> Html:
    """Say what a frame of tier C is."""
    return Html(
        f"Tier C is a frame on which coders agree with an alpha under {html.given(_LEAST_ALPHA)}, or whose {_F1} "
        f"against their codes is under {html.given(_LEAST_F1)}: it is left out of reading pages, lists of sentences "
        "and uncorrected figures. Corrected shares stay, verdicts hang on alpha alone, and the tables hold every frame."
    )


def told(report: Report) -> Html | None:
    """Say of all frames of a study what is left out, what is tentative, what is not validated; None if all is."""
    gate = gate_of(report)
    if gate.validity.empty:
        return None
    frames = [(book.id, frame.id) for book in report.codebooks for frame in book.measured]
    unknown = [pair for pair in frames if gate.of(*pair).state == NOT_VALIDATED]
    rest = html.listed([html.named(gate.label(pair)) for pair in unknown], _MOST)
    missing = paragraph(Html("<strong>Not validated:</strong> "), rest, ".") if unknown else None
    held = any(gate.withholds(*pair) for pair in frames)
    return join(gate.note(frames), Html(f'<p class="minor">{why()}</p>') if held else None, missing)


@styled
def _nothing(plain: str, width: float = WIDTH) -> Chart:
    return nothing("No frame may be shown uncorrected", plain, width)


def draw(
    report: Report, name: str, source: str, figure: Callable[..., Chart], sifted: Sifted, *args: Any, **options: Any
) -> Html:
    """Draw a figure of the rows that may be shown, and say below it, and in its alternative text, what is left out."""

    @wraps(figure)
    def noted(*given: Any, **more: Any) -> Chart:
        chart = figure(*given, **more)
        return chart._replace(alt=f"{chart.alt} {sifted.plain}")

    if not sifted.plain:
        return report.draw(name, source, figure, sifted.table, *args, **options)
    if sifted.table.empty:
        return join(report.draw(name, source, _nothing, sifted.plain), sifted.note)
    return join(report.draw(name, source, noted, sifted.table, *args, **options), sifted.note)
