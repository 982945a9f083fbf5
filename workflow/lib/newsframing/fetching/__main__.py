"""``make fetch STUDY=<id>``: fetch what a study names, outside of any run. See ``fetching.run``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from newsframing.errors import UserError
from newsframing.fetching.run import fetch_study
from newsframing.steps import MARK


def main(arguments: list[str]) -> int:
    """Fetch for one study of the project in the working folder; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="make fetch", description="Fetch the articles that a study names.")
    parser.add_argument("study", nargs="?", default="", help="the id of the study: its file in config/studies/")
    study = parser.parse_args(arguments).study
    try:
        if not study:
            raise UserError("say which study is meant", right="make fetch STUDY=<id>")
        fetch_study(Path(), study, os.environ, lambda line: print(f"{MARK}{line}", flush=True))
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"{MARK}stopped; what came is kept, and the next make fetch goes on there\n")
        return 130
    except OSError as error:
        sys.stderr.write(f"{MARK}a file could not be written or read ({error.strerror}); what came before is kept\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
