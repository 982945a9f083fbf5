"""Keyword in context: every place where a term stands in a study's articles, with the words around it.

``python -m newsframing.frames.kwic STUDY TERM`` (``make kwic STUDY=… TERM="…"``) prints the first places and writes all
of them to data/processed/STUDY/kwic_TERM.csv, which is local, for it holds text.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from newsframing.articles import TEXT_FIELDS
from newsframing.errors import UserError
from newsframing.frames.prevalence import articles_of_findings
from newsframing.patterns import Terms
from newsframing.steps import MARK
from newsframing.tables import read_parquet, write_csv

COLUMNS = ["article_id", "outlet", "published", "field", "start", "end", "before", "words", "after"]
#: characters on each side of the term
AROUND = 60
#: places that are printed; the file holds all
PRINTED = 40
_CLOSING = tuple(".,;:!?)]'\"’”")


def _line(text: str) -> str:
    """Make one line of a text: white space to blanks, what a terminal would obey or turn around left out."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def _around(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Give what stands before, the words themselves, and what stands after, cut at word ends."""
    before, after = text[max(0, start - width) : start], text[end : end + width]
    if start > width and not text[start - width - 1].isspace():
        before = before[len(before.split(None, 1)[0]) :] if before.split() else before
    if end + width < len(text) and not text[end + width].isspace():
        after = after.rsplit(None, 1)[0] if len(after.split()) > 1 else after
    return _line(before), _line(text[start:end]), _line(after)


def concordance(articles: pd.DataFrame, terms: Sequence[str], width: int = AROUND) -> pd.DataFrame:
    """List the places of the terms, by outlet, date, article and place.

    ``articles`` has article_id, outlet, published, title, lead and body; ``start`` and ``end`` are offsets in code
    points into the field, so that field[start:end] are the words. Terms are those of a codebook: whole words, phrases,
    ``*`` at a word's end, any case.
    """
    wanted = Terms(terms)
    rows: list[tuple[object, ...]] = []
    ordered = articles.sort_values(["outlet", "published", "article_id"], na_position="last")
    for article in ordered.itertuples(index=False):
        for field in TEXT_FIELDS:
            text = getattr(article, field)
            if not isinstance(text, str):
                continue
            for hit in wanted.find(text):
                parts = _around(text, hit.start, hit.end, width)
                about = (article.article_id, article.outlet, article.published)
                rows.append((*about, field, hit.start, hit.end, *parts))
    return pd.DataFrame(rows, columns=COLUMNS)


def printed(table: pd.DataFrame, most: int = PRINTED, width: int = AROUND) -> str:
    """Write the first places of each outlet, as many of one as of another where it has them, the term in one column."""
    turn = table.groupby("outlet", dropna=False, sort=False).cumcount().sort_values(kind="stable")
    shown = table.loc[turn.index[:most].sort_values()]
    lines = [
        f"{_line(str(row.outlet))[:18]:18} {str(row.published)[:10]:10} {row.before[-width:]:>{width}}"
        f" [{row.words}]{'' if row.after.startswith(_CLOSING) else ' '}{row.after[:width]}"
        for row in shown.itertuples(index=False)
    ]
    return "\n".join(lines)


def file_name(term: str) -> str:
    """Make a file name of a term that holds letters, digits and dashes only."""
    return "kwic_" + (re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")[:60] or "term") + ".csv"


def main(arguments: Sequence[str], root: Path = Path()) -> int:
    """Run the command; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="make kwic", description="Show a term in its context.")
    parser.add_argument("study", nargs="?", default="", help="the id of the study; it must have run")
    parser.add_argument("term", nargs="?", default="", help='a word, a phrase, or one with *: "air strike*"')
    parser.add_argument("--all", action="store_true", help="all articles, not those in focus alone")
    given = parser.parse_args(arguments)
    try:
        table, target = _run(root, given.study, given.term.strip(), given.all)
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    print(printed(table))
    shown = min(len(table), PRINTED)
    print(f"{MARK}{len(table)} places in {table['article_id'].nunique()} articles, {shown} shown; all: {target}")
    return 0


def _run(root: Path, study: str, term: str, every: bool) -> tuple[pd.DataFrame, str]:
    """Find and write; returns the table and where it stands, as seen from the project's folder."""
    if not study or not term:
        raise UserError("say which study and which term are meant", right='make kwic STUDY=<id> TERM="air strike*"')
    if not re.fullmatch(r"[a-z0-9-]+", study):
        raise UserError(f"'{study}' is no id of a study", right="small letters, digits and dashes")
    source = f"data/processed/{study}/articles.parquet"
    if not (root / source).is_file():
        raise UserError("the study has not run", file=source, right=f"make STUDY={study} first")
    try:
        Terms([term])
    except ValueError as error:
        raise UserError(str(error)) from None
    articles = read_parquet(root / source)
    chosen = articles[articles["role"] == "counted"] if every else articles_of_findings(articles, "keep_all")
    table = concordance(chosen, [term])
    target = f"data/processed/{study}/{file_name(term)}"
    write_csv(table, root / target)
    return table, target


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
