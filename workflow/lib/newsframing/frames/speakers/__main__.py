"""Measure how well speakers are told: ``python -m newsframing.frames.speakers [codes.csv] [articles.parquet]``.

``--names model`` lets the optional model tell names.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from newsframing.errors import UserError
from newsframing.frames.speakers.accuracy import judged, known_kinds, report
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.names import finder
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet

CODES = "tests/data/speakers_dev.csv"
ARTICLES = "data/processed/force-and-remedies/articles.parquet"


def main(arguments: Sequence[str]) -> int:
    """Print the measures; status 1 with one sentence where a file or the model is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m newsframing.frames.speakers", description="How well speakers are told."
    )
    parser.add_argument("codes", nargs="?", default=CODES, help="sentences that people coded, by their places")
    parser.add_argument("articles", nargs="?", default=ARTICLES, help="the articles they stand in")
    parser.add_argument("--names", choices=["rules", "model"], default="rules", help="what tells the names of persons")
    given = parser.parse_args(arguments)
    try:
        for file in (given.codes, given.articles):
            if not Path(file).is_file():
                raise UserError("there is no such file", file=file, right="run make first, from the project's folder")
        lists = [(path.as_posix(), load_yaml(path)) for path in sorted(Path("config/actors").glob("*.yaml"))]
        actors = read_actors(lists, load_yaml(Path("workflow/schemas/actors.yaml")))
        table = read_csv(given.codes)
        known_kinds(table, given.codes)
        print(report(*judged(table, read_parquet(given.articles), actors, finder(given.names))))
    except UserError as error:
        sys.stderr.write(f"newsframing: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
