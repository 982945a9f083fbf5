"""A study run again from nothing in a scratch folder: the project's own files, the study's raw data, no result."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy2
from tempfile import TemporaryDirectory

from newsframing.errors import UserError
from newsframing.project import Study, load
from newsframing.provenance import file_sha256
from newsframing.replication.listing import project_files
from newsframing.settings import load_yaml

#: a source may stand so many folders above the project
_UPWARDS = 3


def load_study(root: Path, study: str) -> Study:
    """Read one study of a project as a run would, whether or not config/config.yaml names it."""
    config = load_yaml(root / "config/config.yaml", "config/config.yaml")
    return load(root, {**config, "studies": [study]}).studies[study]


def altered_datasets(root: Path, study: str) -> list[str]:
    """Name the files of public corpora here that are not the ones of config/datasets.yaml, by their sha256."""
    known = load_yaml(root / "config/datasets.yaml", "config/datasets.yaml")
    named = sorted({source.dataset for source in load_study(root, study).counted if source.dataset})
    files = [(f"data/raw/{name}/{known[name]['file']}", known[name].get("file_sha256")) for name in named]
    return [file for file, sha in files if sha and (root / file).is_file() and file_sha256(root / file) != sha]


def raw_files(root: Path, study: Study) -> list[str]:
    """List the files that a study's run reads and that are no part of the project, relative to it."""
    sources = (*study.counted, *study.readings)
    named = [file for source in sources for file in (*source.files, *source.beside)] + study.code_files
    folders = [f"data/raw/{name}" for name in {study.id, *(s.dataset for s in sources if s.dataset)}]
    for folder in folders:
        named += [path.relative_to(root).as_posix() for path in (root / folder).rglob("*")]
    return sorted({name for name in named if (root / name).is_file()})


def _put(source: Path, target: Path) -> None:
    """Link a file, or copy it where the scratch folder is on another disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        target.hardlink_to(source.resolve())
    except OSError:
        copy2(source, target)


@contextmanager
def scratch(root: Path, study: str) -> Iterator[Path]:
    """Give a temporary project in which nothing has been run, with what this one study needs."""
    root = root.resolve()
    needed = raw_files(root, load_study(root, study))
    with TemporaryDirectory(prefix="newsframing-") as temporary:
        top = Path(temporary).resolve()
        project = top.joinpath(*["above"] * _UPWARDS, "project")
        for name in project_files(root):
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(root / name, project / name)
        for name in needed:
            target = Path(os.path.normpath(project / name))
            if not target.is_relative_to(top):
                raise UserError(f"'{name}' stands too far above the project", right="put it under data/raw")
            _put(root / name, target)
        yield project


def run(project: Path, study: str) -> None:
    """Run one study to its tables on all cores, as `make` does, on the folder's own programs."""
    bin_folder = Path(sys.executable).parent
    lib = os.pathsep.join(str(project / "workflow" / part) for part in ("lib", "logger"))
    environment = {**os.environ, "PYTHONPATH": lib, "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    profile = ["--workflow-profile", "workflow/profiles/default", "--logger", "newsframing"]
    command = [str(bin_folder / "snakemake"), *profile, "--config", f"studies={study}", "--", "tables"]
    try:
        status = subprocess.run(command, cwd=project, env=environment, check=False).returncode
    except OSError as error:
        raise UserError(f"Snakemake could not be started ({error.strerror})", right="run make once") from None
    if status:
        raise UserError("the study could not be run again", right="what stopped it stands above")
