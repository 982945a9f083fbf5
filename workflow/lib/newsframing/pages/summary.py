"""The study on one page, as PDF by typst: question, answer in plain words, main figure, verdicts, limits.

Every text is handed to typst as data, so that nothing in it can be markup. Only typst's own fonts are used and no date
is written, so that the bytes repeat.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from bs4 import BeautifulSoup

from newsframing.errors import UserError
from newsframing.pages import tell_answer
from newsframing.pages.report import INTERVALS, Report
from newsframing.pages.tell_verdicts import STATES, estimate_of
from newsframing.tables import whole_file

#: sizes of type in points and widths of the figure (share of the text's width) that are tried until all fits a page
SIZES = ((9.5, 0.78), (9.0, 0.7), (8.5, 0.64), (8.0, 0.58), (7.5, 0.52), (7.0, 0.45), (6.5, 0.38))
#: what a part may be long, in characters, and how many claims are listed; the whole stands on the pages
MOST, MOST_LIMITS, MOST_CLAIMS = 900, 1300, 6


def contents(report: Report, figure: str, alt: str) -> dict[str, Any]:
    """Gather the texts of the page; ``figure`` is an SVG as text, ``alt`` what it shows."""
    soup = BeautifulSoup(tell_answer.answer(report), "html.parser")
    for link in soup.find_all("a"):  # a page to click on means nothing on paper
        link.decompose()
    answer = [_line(p.get_text()).removesuffix(" .") for p in soup.find_all("p")]
    if report.is_small:
        answer.append(f"{len(report.stories)} stories are in focus, too few for estimates: index.html lists them.")
    settings = report.settings
    limits = [*(d.get("limits", "") for d in report.datasets.values()), settings.get("limits", ""), INTERVALS]
    question = _line(settings.get("question", ""))
    return {
        "title": _line(settings["title"]),
        "question": cut(question, MOST),
        "answer": [cut(part, MOST) for part in answer],
        "found": [_line(item.get_text()) for item in soup.find_all("li")],
        "figure": "" if report.is_small else figure,
        "alt": cut(alt, MOST),
        "verdicts": _verdicts(report),
        "limits": _within([_line(part) for part in limits if _line(part)], MOST_LIMITS),
        "foot": (
            "Written by the run from its own tables; each number, with its interval and its table, stands on the "
            "study's pages. A verdict speaks about these articles, not about an outlet's honesty."
        ),
    }


def _line(text: object) -> str:
    """Give a text as one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text or "")).split())


def cut(text: str, most: int) -> str:
    """Cut a text after a whole sentence, else after a word, so that it has at most ``most`` characters."""
    if len(text) <= most:
        return text
    head = text[:most]
    sentence = head.rfind(". ")
    return head[: sentence + 1] + " […]" if sentence > most // 2 else head.rsplit(" ", 1)[0] + " […]"


def _within(parts: Sequence[str], most: int) -> list[str]:
    """Share the room among the parts: the short ones whole, the long ones cut alike."""
    room, kept = most, dict.fromkeys(range(len(parts)), "")
    for place, index in enumerate(sorted(range(len(parts)), key=lambda i: (len(parts[i]), i))):
        kept[index] = cut(parts[index], max(120, room // (len(parts) - place)))
        room -= len(kept[index])
    return list(kept.values())


def _verdicts(report: Report) -> list[list[str]]:
    """List claims with their difference and verdict."""
    if not report.settings.get("hypotheses"):
        return []
    rows = []
    table = report.table("verdicts")
    for row in table.head(MOST_CLAIMS).itertuples():
        told = BeautifulSoup(estimate_of(row), "html.parser").get_text()
        rows.append([cut(_line(row.claim), 200), told, STATES[row.verdict][0]])
    if len(table) > MOST_CLAIMS:
        rows.append([f"and {len(table) - MOST_CLAIMS} more: verdicts.html", "", ""])
    return rows


def write_summary(parts: dict[str, Any], template: str | Path, path: str | Path) -> int:
    """Set the page in the largest type that fits and write it; returns its number of pages (one).

    UserError where even the smallest type does not fit one page.
    """
    source = Path(template).read_bytes()
    for size, width in SIZES:
        inputs = {"data": json.dumps(parts, ensure_ascii=False), "size": str(size), "width": str(width)}
        options: dict[str, Any] = {"sys_inputs": inputs, "ignore_system_fonts": True}
        found = typst.query(source, "<pages>", field="value", one=True, **options)
        if int(found) == 1:
            with whole_file(path) as draft:
                draft.write_bytes(typst.compile(source, format="pdf", **options))
            return 1
    raise UserError("the study's question and answer do not fit one page", where=str(path), right="a shorter question")
