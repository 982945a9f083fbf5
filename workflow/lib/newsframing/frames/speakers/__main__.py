"""Measure how well speakers are told: ``python -m newsframing.frames.speakers [codes.csv] [articles.parquet]``."""

from __future__ import annotations

import sys
from pathlib import Path

from newsframing.errors import UserError
from newsframing.frames.speakers.accuracy import judged, known_kinds, report
from newsframing.frames.speakers.actors import read_actors
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet

CODES = "tests/data/speakers_dev.csv"
ARTICLES = "data/processed/force-and-remedies/articles.parquet"


def main(codes: str = CODES, articles: str = ARTICLES) -> int:
    """Print the measures; status 1 with one sentence where a file is missing."""
    try:
        for file in (codes, articles):
            if not Path(file).is_file():
                raise UserError("there is no such file", file=file, right="run make first, from the project's folder")
        lists = [(path.as_posix(), load_yaml(path)) for path in sorted(Path("config/actors").glob("*.yaml"))]
        actors = read_actors(lists, load_yaml(Path("workflow/schemas/actors.yaml")))
        table = read_csv(codes)
        known_kinds(table, codes)
        print(report(*judged(table, read_parquet(articles), actors)))
    except UserError as error:
        sys.stderr.write(f"newsframing: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
