"""``make verify``: a published study run again and held against its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree

from newsframing.errors import UserError, nearest
from newsframing.replication import rebuild
from newsframing.replication.compare import (
    ABSOLUTE,
    DIFFERENT,
    IDENTICAL,
    RELATIVE,
    WITHIN,
    compare_records,
    overall,
    reasons,
)
from newsframing.replication.record import published_studies, read_record, write_record

#: exit statuses of the command; 1 is a fault of the user, 2 one of the command line
STATUS = {IDENTICAL: 0, WITHIN: 3, DIFFERENT: 4}


def wanted_studies(root: Path, study: str) -> list[str]:
    """Give the studies to verify: the one named, or all that are published; UserError where there is no record."""
    known = published_studies(root)
    if study and study not in known:
        right = f"make publish STUDY={study} writes one after a run; {nearest(study, known)}"
        raise UserError(f"no record of the study '{study}' is published", file="published", right=right)
    if not known:
        raise UserError(
            "no study is published, so there is nothing to compare with",
            file="published",
            right="make publish STUDY=<id> writes the record of a study that has been run",
        )
    return [study] if study else known


def verify(root: Path, study: str, say: Callable[[str], None]) -> str:
    """Run a study again, compare it with its record, tell it; gives the status.

    Where anything differs, the new record is kept in dist/verify/<study> to be looked at.
    """
    recorded = root / "published" / study
    names = read_record(recorded, f"published/{study}")
    kept = root / "dist/verify" / study
    rmtree(kept, ignore_errors=True)
    say(f"{study}: running it again in a folder of its own")
    with rebuild.scratch(root, study) as project:
        rebuild.run(project, study)
        write_record(project, study, project / "record", [name for name in names if name.startswith("tables/")])
        findings = compare_records(recorded, project / "record", names)
        status = overall(findings)
        for one in findings:
            if one.status != IDENTICAL:
                say(f"{one.file}: {one.status}")
                for line in one.lines:
                    say(f"  {line}")
        if status != IDENTICAL:
            altered = [
                f"{file} is not the file of config/datasets.yaml" for file in rebuild.altered_datasets(root, study)
            ]
            for line in [*altered, *reasons(recorded, project / "record")]:
                say(f"why: {line}")
            copytree(project / "record", kept)
            say(f"what was made now is kept in {kept.relative_to(root).as_posix()}")
    counts = Counter(one.status for one in findings)
    told = ", ".join(f"{counts[each]} {each}" for each in (IDENTICAL, WITHIN, DIFFERENT) if counts[each])
    tolerance = f" ({RELATIVE:g} of a number, or {ABSOLUTE:g})" if counts[WITHIN] else ""
    say(f"{study}: {status}; of {len(findings)} tables {told}{tolerance}")
    return status
