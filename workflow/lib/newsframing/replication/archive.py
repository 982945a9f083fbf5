"""``make archive``: a deposit that unpacks and runs elsewhere, with nothing in it that is not to be shown.

It holds the project's own files, the study's record and its reports. No raw article and no processed text goes in; what
goes in is looked through for paths of this machine, its name and the keys in its environment. Same files, same bytes.
"""

from __future__ import annotations

import os
import re
import socket
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from newsframing.errors import UserError
from newsframing.provenance import file_sha256
from newsframing.replication.listing import project_files
from newsframing.replication.rebuild import load_study
from newsframing.replication.record import MANIFEST, read_record, reported_files, write_record
from newsframing.tables import whole_file

_SECRET = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|PASSWD)\Z")
_SHORTEST_SECRET = 8
#: the earliest time that a zip archive can hold
_TIME = (1980, 1, 1, 0, 0, 0)


def machine_words(root: Path, environment: Mapping[str, str], host: str) -> dict[str, re.Pattern[bytes]]:
    """Give what nothing that is passed on may hold: the folder, the home, the host's name, keys; each with its name."""
    found = {}
    for said, folder in (("the path of this folder", root.resolve()), ("the path of your home", Path.home())):
        if len(folder.parts) > 1:
            found[said] = re.compile(rb"(?<![\w./-])" + re.escape(os.fsencode(folder)) + rb"(?=[/\"'\s<])")
    # a host named by a plain word ("vm") would be found in any prose; one with a digit, dot or hyphen is a name
    if re.search(r"[0-9.-]", host) and len(host) > 3 and not host.startswith("localhost"):
        found["the name of this machine"] = re.compile(rb"(?<![\w.-])" + re.escape(host.encode()) + rb"(?![\w-])")
    for name, value in sorted(environment.items()):
        if _SECRET.search(name.upper()) and len(value) >= _SHORTEST_SECRET:
            found[f"the value of {name}"] = re.compile(re.escape(value.encode()))
    return found


def _study_files(root: Path, study: str) -> dict[str, Path]:
    """Map names in the archive to the files of a study's reports."""
    folder = root / "reports" / study
    listed = reported_files(root, study)
    described = [path.relative_to(folder).as_posix() for path in (folder / "replication").iterdir() if path.is_file()]
    return {f"reports/{study}/{name}": folder / name for name in [*listed, *described] if "/." not in name}


def _matching_record(root: Path, study: str, made: Path) -> Path:
    """Give the published record if it is of the reports as they are, or the one just made where there is none."""
    published = root / "published" / study
    if not (published / MANIFEST).is_file():
        return made
    names = read_record(published, f"published/{study}")
    tables = [name for name in names if name.startswith("tables/")]
    for name in tables:
        if not (made / name).is_file() or file_sha256(made / name) != file_sha256(published / name):
            right = f"run make publish STUDY={study} to take the new one, or make verify STUDY={study} to see why"
            raise UserError(
                "the report holds another table than the record", file=f"published/{study}/{name}", right=right
            )
    return published


def write_archive(root: Path, study: str, environment: Mapping[str, str], host: str = "") -> tuple[Path, int]:
    """Write dist/<study>.zip; gives its path and the number of files. UserError names what may not go in."""
    root = root.resolve()
    load_study(root, study)
    forbidden = machine_words(root, environment, host or socket.gethostname())
    target = root / "dist" / f"{study}.zip"
    with TemporaryDirectory(prefix="newsframing-") as temporary:
        made = Path(temporary) / "record"
        names = write_record(root, study, made)
        record = _matching_record(root, study, made)
        files = {name: root / name for name in project_files(root) if not name.startswith("published/")}
        files |= {f"published/{study}/{name}": record / name for name in [*names, MANIFEST]}
        files |= _study_files(root, study)
        with whole_file(target) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for name, path in sorted(files.items()):
                content = path.read_bytes()
                _look_through(name, content, forbidden)
                entry = zipfile.ZipInfo(f"newsframing-{study}/{name}", _TIME)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                entry.external_attr = (0o755 if os.access(path, os.X_OK) else 0o644) << 16
                packed.writestr(entry, content)
    return target, len(files)


def _look_through(name: str, content: bytes, forbidden: Mapping[str, re.Pattern[bytes]]) -> None:
    if name.startswith("data/") and not name.endswith("/.gitkeep"):
        raise UserError("data are never passed on", file=name, right="take the file out of git")
    for said, pattern in forbidden.items():
        if pattern.search(content):
            raise UserError(f"it holds {said}, so nothing was written", file=name, right="take it out of the file")
