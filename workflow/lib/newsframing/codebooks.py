"""``make codebook`` and ``make handbook``: look a codebook through, print it for coders. See ``frames.lint``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from newsframing.errors import UserError, nearest
from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.frames.handbook import handbook
from newsframing.frames.lint import lint, lint_on_corpus
from newsframing.settings import load_yaml
from newsframing.steps import MARK
from newsframing.tables import read_parquet, whole_file

FOLDER, SCHEMA = Path("config/codebooks"), Path("workflow/schemas/codebook.yaml")


def _file(named: str) -> Path:
    """Take a file, or the id of a codebook of the project."""
    if named.endswith((".yaml", ".yml")):
        return Path(named)
    known = [path.stem for path in sorted(FOLDER.glob("*.yaml"))]
    if not named:
        raise UserError("say which codebook is meant", right=f"make handbook CODEBOOK=<id>, of {', '.join(known)}")
    if named not in known:
        raise UserError(f"no codebook '{named}'", file=FOLDER, right=nearest(named, known))
    return FOLDER / f"{named}.yaml"


def _read(path: Path) -> Codebook:
    return read_codebook(load_yaml(path, path.as_posix()), load_yaml(SCHEMA), file=path.as_posix())


def _looked_through(paths: Sequence[Path], study: str, quiet: bool) -> int:
    """Print what was found; 1 where there is a fault."""
    beside = [
        one for path in sorted({p for q in paths for p in q.parent.glob("*.yaml")}) for one in _read(path).one_sided
    ]
    faults = 0
    for path in paths:
        book = _read(path)
        found = lint(book, beside)
        if study:
            articles = Path(f"data/processed/{study}/articles.parquet")
            if not articles.exists():
                raise UserError("not there yet", file=articles, right=f"run make STUDY={study} first")
            found += lint_on_corpus(book, read_parquet(articles, ["article_id", "title", "lead", "body"]))
        own = sum(one.kind == "fault" for one in found)
        faults += own
        for one in found:
            if one.kind == "fault" or not quiet:
                print(f"{one.kind}: {path.as_posix()}{f', frame {one.frame!r}' if one.frame else ''}: {one.text}")
        print(f"{path.as_posix()}: {len(book.frames)} frames, {own} faults, {len(found) - own} notes")
    return int(faults > 0)


def main(arguments: list[str]) -> int:
    """Run one of the two commands in the working folder; a fault of the user is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="newsframing.codebooks", description="Look codebooks through, or print one.")
    commands = parser.add_subparsers(dest="command", required=True)
    looking = commands.add_parser("lint", help="say what a codebook's author should look at again")
    looking.add_argument("codebooks", nargs="*", default=[], help="files, or ids; none: all of config/codebooks")
    looking.add_argument("--corpus", default="", metavar="STUDY", help="also count terms in this study's articles")
    looking.add_argument("--faults", action="store_true", help="print faults alone, no notes")
    printing = commands.add_parser("handbook", help="write a codebook as a page for coders")
    printing.add_argument("codebook", nargs="?", default="", help="a file, or the id of a codebook")
    printing.add_argument("--out", default="reports/handbooks", help="the folder to write it to")
    given = parser.parse_args(arguments)
    try:
        if given.command == "lint":
            paths = [_file(one) for one in given.codebooks] or sorted(FOLDER.glob("*.yaml"))
            return _looked_through(paths, given.corpus, given.faults)
        book = _read(_file(given.codebook))
        page = Path(given.out) / f"{book.id}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(page) as draft:
            Path(draft).write_text(handbook(book), encoding="utf-8", newline="\n")
        print(f"{MARK}wrote {page.as_posix()}")
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
