"""Lists of files: what belongs to the project, and manifests of files with their sha256."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from newsframing.errors import UserError
from newsframing.provenance import file_sha256
from newsframing.tables import read_csv, write_csv

#: folders of the project in which a file counts though git does not track it yet (a study that was just written)
OURS = ("config", "workflow", "published")
#: folders of the project as it is passed on; what runs build in data/ and reports/ is no part of it
FOLDERS = (".ci", "docs", "tests", *OURS)
#: names at the top of the project that are its files
_KINDS = ("", ".cff", ".in", ".lock", ".md", ".toml", ".yaml", ".yml")
_HIDDEN = (".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml")
_KEEPERS = ("data/raw/.gitkeep", "data/processed/.gitkeep", "reports/.gitkeep")


def project_files(root: Path) -> list[str]:
    """List the project's own files, sorted: what git tracks, or without git what stands in the project's folders."""
    names = _tracked(root) if (root / ".git").exists() else None
    if names is None:
        names = {name for name in _KEEPERS if (root / name).is_file()} | set(_walked(root, FOLDERS))
        for path in root.iterdir():
            if path.is_file() and (path.name in _HIDDEN or (path.suffix in _KINDS and path.name[:1] != ".")):
                names.add(path.name)
    return sorted(name for name in names | set(_walked(root, OURS)) if (root / name).is_file())


def _tracked(root: Path) -> set[str] | None:
    """Ask git; None where there is no git."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return set(filter(None, done.stdout.split("\0")))


def _walked(root: Path, folders: Iterable[str]) -> list[str]:
    """List the files under some folders, without caches, drafts and hidden files."""
    found = []
    for folder in folders:
        for path in (root / folder).rglob("*"):
            parts = path.relative_to(root / folder).parts
            hidden = any(part.startswith(".") or part == "__pycache__" or part.endswith("~") for part in parts)
            if path.is_file() and not hidden:
                found.append(path.relative_to(root).as_posix())
    return found


def manifest(folder: Path, names: Iterable[str]) -> pd.DataFrame:
    """List files of a folder with their sha256, sorted by path."""
    rows = [(name, file_sha256(folder / name)) for name in sorted(set(names))]
    return pd.DataFrame(rows, columns=["path", "sha256"])


def write_manifest(folder: Path, names: Iterable[str], target: Path) -> None:
    """Write the manifest of some files of a folder."""
    write_csv(manifest(folder, names), target)


def checked_manifest(file: Path, folder: Path, shown: str, right: str) -> list[str]:
    """Read a manifest and hold every file of it against its sha256; gives the paths.

    UserError names the first file that is not there or that was changed, as one of the folder that is ``shown``.
    """
    if not file.is_file():
        raise UserError("there is no such file", file=f"{shown}/{file.name}", right=right)
    try:
        listed = read_csv(file, dtype=str)[["path", "sha256"]]
    except (ValueError, KeyError):
        raise UserError("no table with the columns path and sha256", file=f"{shown}/{file.name}", right=right) from None
    for path, sha256 in listed.itertuples(index=False):
        if not (folder / path).is_file():
            raise UserError("this file is listed and not there", file=f"{shown}/{path}", right=right)
        if file_sha256(folder / path) != sha256:
            raise UserError("this file was changed since it was listed", file=f"{shown}/{path}", right=right)
    return [str(path) for path in listed["path"]]
