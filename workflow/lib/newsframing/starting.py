"""``make new``: a commented study file for one's own articles, and the folder that they go into.

What is wanted is given by flags, or asked for where somebody sits at a terminal and has given neither study nor files.
Nothing that exists is touched: neither a study file nor a file of articles is ever written over.
"""

from __future__ import annotations

import argparse
import csv
import glob
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import pandas as pd

from newsframing.articles import FIELDS
from newsframing.errors import UserError, nearest
from newsframing.focus import make_terms
from newsframing.project import STUDY_ID
from newsframing.readers.base import find_encoding, open_text
from newsframing.settings import load_yaml
from newsframing.steps import MARK
from newsframing.tables import whole_file

#: names that columns of exports often have, the best first; ours stand among them
GUESSES: dict[str, tuple[str, ...]] = {
    "key": ("key", "id", "article_id", "doc_id", "uid", "guid"),
    "title": ("title", "headline", "heading", "header"),
    "lead": ("lead", "standfirst", "subtitle", "description", "summary", "abstract", "teaser"),
    "body": ("body", "text", "full_text", "fulltext", "article_text", "content", "maintext", "article", "story"),
    "published": ("published", "date", "publish_date", "pub_date", "published_at", "publishedat", "timestamp"),
    "outlet": ("outlet", "source", "newspaper", "publication", "publisher", "media_name", "media", "paper", "domain"),
    "url": ("url", "link", "web_url", "permalink", "href", "address"),
    "language": ("language", "lang"),
}
FORMATS = {
    ".csv": "table", ".tsv": "table", ".jsonl": "table", ".ndjson": "table", ".parquet": "table", ".json": "newsapi",
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".docx": "docx", ".rtf": "rtf",
}  # fmt: skip
_DELIMITERS = (",", ";", "\t", "|")
#: a column whose cells have so many characters on average holds texts
_LONG = 200


def find_files(pattern: str) -> list[Path]:
    """List the files that a user names: patterns and names, separated by blanks where no file has that whole name."""
    names = [pattern] if Path(pattern).is_file() else pattern.split()
    # pathlib expands no absolute pattern
    found = [Path(path) for name in names for path in sorted(glob.glob(str(Path(name).expanduser())))]  # noqa: PTH207
    files = [path for path in found if path.is_file() and not path.name.startswith(".")]
    if pattern and not files:
        raise UserError(f"there is no file '{pattern}'", where="FILES", right='such as FILES="my-articles.csv"')
    return files


def find_format(files: Sequence[Path], given: str, known: Sequence[str]) -> str:
    """Settle the format: the one given, or the one that the files' endings tell."""
    if given:
        if given not in known:
            raise UserError(f"found '{given}'", where="FORMAT", right=nearest(given, known))
        return given
    kinds = {FORMATS.get(Path(path.name.lower().removesuffix(".gz")).suffix) for path in files}
    if len(kinds) > 1 or None in kinds:
        raise UserError(
            f"found {', '.join(sorted({path.suffix or path.name for path in files}))}",
            where="FILES",
            right=f"give files of one kind, or say which it is, as in FORMAT=table; known: {', '.join(known)}",
        )
    return str(kinds.pop()) if kinds else "table"


def read_cells(path: Path) -> pd.DataFrame:
    """Read a table as texts, whatever its kind, to look at its columns."""
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    try:
        if suffix == ".parquet":
            return pd.read_parquet(path).astype(str)
        if suffix in (".jsonl", ".ndjson"):
            return pd.read_json(path, lines=True, dtype=False).astype(str)
        encoding, errors = find_encoding(path, path.name, None)
        with open_text(path, path.name, encoding, errors) as stream:
            header = next((line for line in stream if line.strip()), "")
        delimiter = max(_DELIMITERS, key=lambda each: len(next(csv.reader([header], delimiter=each))))
        return pd.read_csv(
            path, sep=delimiter, dtype=str, keep_default_na=False, encoding=encoding, encoding_errors=errors,
            on_bad_lines="skip", engine="python",
        )  # fmt: skip
    except (ValueError, OSError, csv.Error, IndexError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise UserError(f"this table cannot be read ({reason})", file=path.name) from None


def guess_columns(table: pd.DataFrame) -> dict[str, str]:
    """Map our fields to the columns that look like them; the longest texts are the bodies where no name tells."""
    plain = {re.sub(r"[ -]", "_", str(name).strip().lower()): str(name) for name in reversed(table.columns)}
    found: dict[str, str] = {}
    for field in GUESSES:
        name = next((plain[each] for each in GUESSES[field] if each in plain), None)
        if name is not None and name not in found.values():
            found[field] = name
    if "body" not in found:
        lengths = {str(name): table[name].str.len().mean() for name in table.columns if str(name) not in found.values()}
        longest = max(lengths, key=lambda name: lengths[name], default=None)
        if longest is None or not lengths[longest] >= _LONG:
            raise UserError(
                "no column looks like the text of the articles",
                where="FILES",
                right=f"name one of them body; the columns here are: {', '.join(map(str, table.columns[:12]))}",
            )
        found["body"] = longest
    return {field: found[field] for field in FIELDS if field in found}


def _quoted(text: str) -> str:
    """Write a text so that YAML reads just that text."""
    return json.dumps(text, ensure_ascii=False)


def _days(table: pd.DataFrame, columns: dict[str, str]) -> tuple[str, str] | None:
    """Give the first and the last day that the articles name."""
    if "published" not in columns:
        return None
    days = pd.to_datetime(table[columns["published"]], errors="coerce", format="mixed", utc=True).dropna()
    return (days.min().strftime("%Y-%m-%d"), days.max().strftime("%Y-%m-%d")) if len(days) else None


def study_text(
    title: str, pattern: str, kind: str, table: pd.DataFrame | None, question: str = "", focus: Sequence[str] = ()
) -> str:
    """Write the study file: what was found or said as settings, what is to be decided as comments."""
    columns = guess_columns(table) if table is not None else {}
    number = len(table) if table is not None else 0
    days = _days(table, columns) if table is not None else None
    lines = [
        "# A study; every key that may stand here is explained in config/README.md. Lines behind a # do nothing.",
        f"title: {_quoted(title)}",
        "# what you want to know; it is printed in the report",
        f"question: {_quoted(question)}" if question else "# question: How often do the papers present ...?",
        "corpus:",
        "  sources:",
        f"    - path: {_quoted(pattern)}",
        f"      format: {kind}",
    ]
    if columns:
        lines.append("      # ours: theirs, guessed from the first line of the file; look them through")
        lines += ["      columns:", *(f"        {field}: {_quoted(theirs)}" for field, theirs in columns.items())]
        lines += [f"        # {field}: no column looks like it" for field in FIELDS if field not in columns]
    if "outlet" not in columns:
        lines.append("      # defaults: {outlet: The Paper}   # the outlet where a file does not name one")
    if kind == "counts":
        return "\n".join([*lines, *_measures(number)]) + "\n"
    first, last = days or ("2020-01-01", "2020-12-31")
    found = "the first and the last day found" if days else "days"
    lines += [
        f"  # only articles of these days ({found})",
        f"  # window: {{from: {first}, to: {last}}}",
        "  # only articles in these languages",
        "  # languages: [en]",
        "  # the articles that the findings are about: those with so many mentions of these words; without it, all",
        f"  focus: {{any: [{', '.join(map(_quoted, focus))}], at_least: 2}}"
        if focus
        else '  # focus: {any: ["dam", "reservoir*"], at_least: 2}',
        *_measures(number),
    ]
    return "\n".join(lines) + "\n"


def _measures(number: int) -> list[str]:
    """Write what is measured, topics by the number of articles (0: not known)."""
    return [
        "# numbers of topics to try; a stated rule picks one" + (f" (for some {number} articles)" if number else ""),
        f"topics: {{k: {[3, 5] if number < 150 else [5, 10, 15] if number < 1500 else [10, 20, 30]}}}",
        "# frames are looked for with these word lists of config/codebooks/; put your own file there",
        "frames: {codebooks: [conflict, force_stance, remedies]}",
    ]


QUESTIONS = {
    "title": "What is your study about? Its title: ",
    "study": "A short name for it (small letters, digits, hyphens){0}: ",
    "files": "Your articles: a file, or a pattern such as my-folder/*.csv (empty: you put them there later): ",
    "question": "What do you want to know? One sentence (empty: you write it later): ",
    "focus": "Words that an article about your story mentions, with commas, such as dam, reservoir* (empty: every "
             "article counts): ",
}  # fmt: skip


def ask(given: dict[str, str], reply: Callable[[str], str]) -> dict[str, str]:
    """Ask for what was not given, one question a value; ``reply`` shows a question and gives the answer."""
    answers = dict(given)
    for name, question in QUESTIONS.items():
        if not answers.get(name):
            proposed = re.sub(r"[^a-z0-9]+", "-", answers.get("title", "").lower()).strip("-")[:40].strip("-")
            shown = question.format(f" [{proposed}]" if proposed else "")
            answers[name] = reply(shown).strip() or (proposed if name == "study" else "")
    return answers


def start_study(
    root: Path, study: str, files: str, title: str, kind: str, question: str = "", focus: str = ""
) -> list[str]:
    """Write config/studies/<study>.yaml and data/raw/<study>/, articles copied in; gives what to say to the user.

    ``focus``: words with commas between them.
    """
    if not STUDY_ID.match(study):
        raise UserError(
            f"found the study id '{study}'", where="STUDY", right="an id is made of small letters, digits and hyphens"
        )
    file, folder = root / f"config/studies/{study}.yaml", root / "data/raw" / study
    if file.exists():
        raise UserError("this study is there already", file=f"config/studies/{study}.yaml", right="take another id")
    schema = load_yaml(root / "workflow/schemas/study.yaml")
    given = find_files(files)
    kind = find_format(given, kind, _formats(schema))
    inside = [path.resolve() for path in given if path.resolve().is_relative_to(folder.resolve())]
    outside = [path for path in given if path.resolve() not in inside]
    for name in {path.name for path in outside}:
        if (folder / name).exists() or sum(path.name == name for path in outside) > 1:
            raise UserError("a file of this name is there already", file=f"data/raw/{study}/{name}", right="rename one")
    table = pd.concat([read_cells(path) for path in given]) if given and kind == "table" else None
    endings = sorted({"".join(path.suffixes[-2:] if path.suffix == ".gz" else [path.suffix]) for path in given})
    ending = ".csv" if not endings else endings[0] if len(endings) == 1 else ""
    pattern = f"data/raw/{study}/*{ending}"
    words = [" ".join(word.split()) for word in focus.split(",") if word.strip()]
    if words:
        make_terms(words, "FOCUS")  # a word that cannot be looked for is told now
    text = study_text(title or f"The study {study}", pattern, kind, table, " ".join(question.split()), words)
    folder.mkdir(parents=True, exist_ok=True)
    for path in outside:
        with whole_file(folder / path.name) as draft:
            copyfile(path, draft)
    with whole_file(file) as draft:
        draft.write_text(text, "utf-8")
    said = [f"wrote config/studies/{study}.yaml; look it through, its comments say what may stand there"]
    said += [f"copied {len(outside)} files to data/raw/{study}/"] if outside else []
    said += [] if given else [f"put your articles into data/raw/{study}/ and name them in the file"]
    return [*said, f"then run make STUDY={study} and open reports/{study}/index.html"]


def _formats(schema: dict[str, Any]) -> list[str]:
    source = schema["properties"]["corpus"]["properties"]["sources"]["items"]["properties"]
    return [str(name) for name in source["format"]["enum"]]


def main(arguments: list[str]) -> int:
    """Start a study in the working folder; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="make new", description="Start a study of your own articles.")
    parser.add_argument("study", nargs="?", default="", help="its id: small letters, digits, hyphens")
    parser.add_argument("--files", default="", help="your files, or a pattern")
    parser.add_argument("--title", default="", help="its title")
    parser.add_argument("--question", default="", help="what it asks, in a sentence")
    parser.add_argument("--focus", default="", help="words that an article about the story mentions, with commas")
    parser.add_argument("--format", default="", help="what the files are, where their endings do not tell")
    given = vars(parser.parse_args(arguments))
    try:
        if not given["study"] and not given["files"] and sys.stdin.isatty():
            given = ask(given, input)
        if not given["study"]:
            raise UserError("say how the study is to be called", right='make new STUDY=<id> FILES="my-articles.csv"')
        kind = given.pop("format")
        for line in start_study(Path(), kind=kind, **given):
            print(f"{MARK}{line}")
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write(f"\n{MARK}stopped; nothing was written\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{MARK}a file could not be written or read ({error.strerror})\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
