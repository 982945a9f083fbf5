"""``make register STUDY=<id>``: fix the plan of a study before its articles are coded, outside of any run.

Writes config/registrations/<study>.yaml, which git tracks. See ``evidence.registration`` for what that proves.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from newsframing.coding.books import read_books
from newsframing.coding.importing import read_all
from newsframing.coding.plans import plan_files, read_plans
from newsframing.errors import UserError
from newsframing.evidence.registration import (
    FOLDER,
    WITNESS,
    Status,
    check_registration,
    deviations,
    main_codes,
    parts,
    registration,
    status,
)
from newsframing.project import Study, load
from newsframing.provenance import content_hash, file_sha256, modules_used
from newsframing.settings import check_date, load_yaml
from newsframing.steps import MARK
from newsframing.tables import whole_file

LIB = Path(__file__).parents[1]


def parts_of(root: Path, study: Study) -> dict[str, str]:
    """Hash the parts of a study's plan as they are now."""
    compared = {name for given in study.settings.get("hypotheses", []) for name in _codebooks(given["compare"])}
    names = list(dict.fromkeys([*study.settings["frames"]["codebooks"], *sorted(compared)]))
    shas = {name: file_sha256(root / f"config/codebooks/{name}.yaml") for name in names}
    return parts(study.settings, shas, evidence_hash())


def _codebooks(compare: dict[str, Any]) -> list[str]:
    other = compare.get("with") or {}
    return [name for name in (compare.get("codebook"), other.get("codebook")) if name]


def evidence_hash() -> str:
    """Hash the modules that estimate and decide, with all that they use."""
    own = sorted((LIB / "newsframing/evidence").glob("*.py"))
    used = sorted({*own, *modules_used(own, LIB)})
    return content_hash([(path.relative_to(LIB).as_posix(), file_sha256(path)) for path in used], 64)


def read_registration(root: Path, study: str) -> dict[str, Any] | None:
    """Read a study's registration, if it has one."""
    file = f"{FOLDER}/{study}.yaml"
    if not (root / file).is_file():
        return None
    record = load_yaml(root / file, file)
    check_registration(record, file)
    return record


def standing(root: Path, study: Study) -> dict[str, Status]:
    """Say of each hypothesis of a study what its registration makes of it: id to status, deviations and why."""
    hypotheses = study.settings.get("hypotheses", [])
    record = read_registration(root, study.id) if hypotheses else None
    now = parts_of(root, study) if record else {}
    return {given["id"]: status(given["id"], _codebooks(given["compare"]), now, record) for given in hypotheses}


def statuses(root: Path, study: Study) -> dict[str, dict[str, str]]:
    """Say of each hypothesis whether it is confirmatory, why, and what deviates from its registration, as texts."""
    return {
        name: {"status": found.status, "registered": found.why, "deviations": "; ".join(found.deviations)}
        for name, found in standing(root, study).items()
    }


def register(root: Path, study: str, date: str, say: Callable[[str], None]) -> None:
    """Write a study's registration; where there is one, say what has changed since, and leave it as it is."""
    file = f"{FOLDER}/{study}.yaml"
    if date:
        check_date(date, file, "DATE")
    config = load_yaml(root / "config/config.yaml", "config/config.yaml")
    owner = load(root, {**config, "studies": [study]}).studies[study]
    now = parts_of(root, owner)
    record = read_registration(root, study)
    if record is not None:
        changed = deviations(now, record)
        say(
            f"{file} is there already and is left as it is; {'since then:' if changed else 'nothing has changed since'}"
        )
        for line in changed:
            say(f"  {line}")
        if changed:
            say("to register anew, remove the file (git keeps the former one) before the first main-wave code")
        return
    schema = str(root / "workflow/schemas/codebook.yaml")
    books = read_books([str(root / f"config/codebooks/{name}.yaml") for name in owner.coded_codebooks], schema)
    codes = read_all(list(owner.codings), books, root, read_plans(plan_files(root, study), root))
    held = main_codes(codes)
    text = yaml.safe_dump(registration(study, now, held, date), sort_keys=False, allow_unicode=True, width=120)
    with whole_file(root / file) as draft:
        draft.write_text(f"# Written by make register; only date and registry are yours to fill in.\n{text}", "utf-8")
    say(f"written: {file}, {WITNESS}")
    count = len(owner.settings.get("hypotheses", []))
    say(f"{count} hypotheses; {held['n']} codes of the main wave are there" + (
        ": what is tested with them is exploratory" if held["n"] else ""
    ))  # fmt: skip
    say("put the file under version control now; deposit its sha256 in a public registry and fill in registry.id")


def main(arguments: list[str] | None = None) -> int:
    """Register one study of the project in the working folder; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="make register", description="Fix the plan of a study before coding.")
    parser.add_argument("study", nargs="?", default="")
    parser.add_argument("--date", default="", help="a day such as 2026-05-01, by your word; else git's commit tells")
    given = parser.parse_args(arguments)
    try:
        if not given.study:
            raise UserError("say which study is meant", right="make register STUDY=<id>")
        register(Path(), given.study, given.date, lambda line: print(f"{MARK}{line}", flush=True))
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
