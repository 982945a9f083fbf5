"""The page of downloads: what can be taken from a study, how large it is and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from newsframing.figures.style import HARD
from newsframing.pages.html import Html, join, method, safe, table_html
from newsframing.pages.report import Report
from newsframing.pages.tables_told import told

#: what stands beside tables and figures: path in the study's folder, what it is
FILES = (
    ("downloads/summary.pdf", "the study on one page: question, answer, main figure, verdicts, limits (PDF)"),
    ("downloads/tables.xlsx", "all tables in one workbook, a sheet each (XLSX)"),
    ("downloads/regression.tex", "the regression tables, to paste into LaTeX (booktabs)"),
    ("downloads/regression.md", "the regression tables in Markdown"),
    ("replication/method.txt", "the method text, as plain text"),
    ("replication/references.bib", "the works it cites, as BibTeX"),
    ("replication/study.yaml", "the study with every default filled in"),
)


def size(path: Path) -> str:
    """Write a file's size for people: "812 bytes", "24 kB", "1.3 MB"."""
    n = path.stat().st_size
    if n < 1000:
        return f"{n}{HARD}bytes"
    return f"{n / 1000:.0f}{HARD}kB" if n < 999_500 else f"{n / 1_000_000:.1f}{HARD}MB"


def body(report: Report, tables: Sequence[str], figures: pd.DataFrame) -> Html:
    """Write the page; ``tables``: names of all tables, ``figures``: as figures.csv has them."""
    return join(
        method(
            "Everything below may be reused with a reference to the study; it holds no text of an article but "
            "titles and quotations of at most two sentences or 50 words. What a rebuild takes (README, lock, ids "
            "and hashes of the articles) stands in the ",
            _link("replication/README.md", "replication package"),
            ".",
        ),
        Html("<h2>Documents</h2>"),
        _listed(report, [(path, path.rpartition("/")[2], what) for path, what in FILES], "Documents"),
        Html("<h2>Tables</h2>"),
        _listed(report, [(f"tables/{name}.csv", f"{name}.csv", told(name)) for name in tables], "Tables (CSV, UTF-8)"),
        Html("<h2>Figures</h2>"),
        _figures(report, figures),
    )


def _link(path: str, text: str) -> Html:
    return Html(f'<a href="{safe(path)}" download>{safe(text)}</a>')


def _listed(report: Report, files: Sequence[tuple[str, str, str]], caption: str) -> Html:
    rows = [{"file": name, "path": path, "what it holds": what, "size": size(report.folder / path)}
            for path, name, what in files if (report.folder / path).is_file()]  # fmt: skip
    shown = {"file": lambda row: _link(row["path"], row["file"])}
    table = pd.DataFrame(rows, columns=["file", "path", "what it holds", "size"])
    return table_html(table, caption, columns=["file", "what it holds", "size"], render=shown)


def _figures(report: Report, figures: pd.DataFrame) -> Html:
    """List every figure with its two files, the table it is drawn from and the rule that drew it."""

    def kinds(row: dict[str, str]) -> Html:
        files = [report.folder / "figures" / row["file"]]
        files.append(files[0].with_suffix(".png"))
        kept = [file for file in files if file.is_file()]
        links = [f"{_link(f'figures/{file.name}', file.suffix[1:].upper())} ({size(file)})" for file in kept]
        return Html(", ".join(links))

    table = figures[["title", "file", "table", "rule"]].assign(files="")
    headers = {"title": "figure", "table": "drawn from", "rule": "by rule"}
    columns = ["title", "files", "table", "rule"]
    return table_html(table, "Figures", headers=headers, columns=columns, render={"files": kinds})
