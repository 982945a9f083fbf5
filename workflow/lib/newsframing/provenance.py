"""What a result was made by: the modules a script uses, as one hash that changes when any of them does."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def content_hash(value: object, length: int = 8) -> str:
    """Hash any JSON-like value: same content, same hash, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def file_sha256(path: Path) -> str:
    """Hash a file's bytes (hexadecimal sha256)."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@cache
def _imports(path: Path, root: Path, package: str) -> frozenset[Path]:
    """List the package's own files that one file imports, read from its syntax, not by importing it."""
    text = path.read_text(encoding="utf-8")
    source = _notebook_code(text) if path.suffix == ".ipynb" else text
    found: set[Path] = set()
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module] + [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == package:
                found.update(_files_of(name, root))
    return frozenset(found)


def _notebook_code(text: str) -> str:
    """Join the code cells of a notebook."""
    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _files_of(module: str, root: Path) -> list[Path]:
    """List the files that importing a module runs: the packages above it and itself."""
    files: list[Path] = []
    folder = root
    for part in module.split("."):
        if (folder / f"{part}.py").is_file():
            files.append(folder / f"{part}.py")
            break
        folder = folder / part
        if not (folder / "__init__.py").is_file():
            break
        files.append(folder / "__init__.py")
    return files


def modules_used(files: Iterable[Path], root: Path, package: str = "newsframing") -> list[Path]:
    """List all files of ``package`` (under ``root``) that these scripts or notebooks use, at any depth, sorted."""
    todo, seen = list(files), set()
    while todo:
        for used in _imports(todo.pop(), root, package):
            if used not in seen:
                seen.add(used)
                todo.append(used)
    return sorted(seen)


def code_hash(files: Iterable[Path], root: Path, others: Iterable[Path] = ()) -> str:
    """Hash scripts or notebooks with every module they use, and other files they read (templates)."""
    own = list(files)
    digest = hashlib.sha256()
    for path in [*own, *modules_used(own, root), *sorted(others)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
