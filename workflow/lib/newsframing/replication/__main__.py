"""``make publish``, ``make verify`` and ``make archive``: the record of a study, its proof, its deposit."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from newsframing.errors import UserError
from newsframing.project import STUDY_ID
from newsframing.replication.archive import write_archive
from newsframing.replication.rebuild import load_study
from newsframing.replication.record import write_record
from newsframing.replication.verify import STATUS, verify, wanted_studies
from newsframing.steps import MARK


def _say(line: str) -> None:
    print(f"{MARK}{line}", flush=True)


def _one_study(study: str, command: str) -> None:
    """UserError where no study is named, or none of that name is there."""
    if not study:
        raise UserError("say which study is meant", right=f"make {command} STUDY=<id>")
    load_study(Path(), study)


def _run(command: str, study: str) -> int:
    root = Path()
    if study and not STUDY_ID.match(study):
        raise UserError(f"found the study id '{study}'", right="an id is made of small letters, digits and hyphens")
    if command == "verify":
        return max(STATUS[verify(root, each, _say)] for each in wanted_studies(root, study))
    _one_study(study, command)
    if command == "publish":
        names = write_record(root, study, root / "published" / study)
        _say(f"published/{study}: {len(names)} files and their manifest, no text of an article; commit them with git")
    else:
        path, number = write_archive(root, study, os.environ)
        _say(f"{path.relative_to(root.resolve()).as_posix()}: {number} files, no article, no path of this machine")
    return 0


def main(arguments: list[str]) -> int:
    """Run one command in the working folder; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="newsframing.replication", description=__doc__)
    parser.add_argument("command", choices=("publish", "verify", "archive"))
    parser.add_argument("study", nargs="?", default="", help="the id of the study: its file in config/studies/")
    given = parser.parse_args(arguments)
    try:
        return _run(given.command, given.study)
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"{MARK}stopped\n")
        return 130
    except OSError as error:
        sys.stderr.write(f"{MARK}a file could not be read or written ({error.strerror})\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
