"""Stored answers of the web and the record of them: what was asked when, what came, under which name it is kept.

A folder holds the answers untouched, each under a name of its own, and ``manifest.jsonl``, one line a request in the
order in which they were made. A key of a service is never part of it: addresses are written without it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsframing.errors import UserError
from newsframing.provenance import file_sha256
from newsframing.tables import whole_file

NAME = "manifest.jsonl"
_TYPES: dict[str, Any] = {"status": int, "page": int, "n_bytes": int, "again": bool}


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and what became of it; ``file`` is empty where nothing was kept, and ``reason`` then says why.

    ``url`` is the address that was asked for, ``final_url`` the one that answered in the end, ``page`` the number of
    a service's page of results, ``again`` whether the fault may pass, ``time`` UTC in ISO form.
    """

    url: str
    status: int | None = None
    reason: str = ""
    again: bool = False
    file: str = ""
    sha256: str = ""
    n_bytes: int = 0
    content_type: str = ""
    final_url: str = ""
    page: int | None = None
    time: str = ""


def page_name(url: str) -> str:
    """Name the file of a saved page: its host, and 16 hex digits of the sha256 of its address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    plain = re.sub(r"[^a-z0-9.-]+", "", host.lower())[:60].strip(".-") or "page"
    return f"{plain}-{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:16]}.html"


def read(path: Path) -> list[Entry]:
    """Read a manifest; none is an empty one. A last line that a killed run left unfinished does not count.

    UserError where any other line is broken.
    """
    return _read(path)[0]


def _read(path: Path) -> tuple[list[Entry], int]:
    """Read a manifest: its entries, and the number of bytes that hold them."""
    if not path.is_file():
        return [], 0
    entries, sound = [], 0
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if number == len(lines):
            break  # what follows the last line feed is empty, or unfinished
        if line.strip():
            entries.append(_entry(line, path, number))
        sound += len(line) + 1
    return entries, sound


def _entry(line: bytes, path: Path, number: int) -> Entry:
    try:
        values = json.loads(line)
        known = {field.name: values[field.name] for field in fields(Entry) if field.name in values}
        for name, value in known.items():
            if value is not None and not isinstance(value, _TYPES.get(name, str)):
                raise TypeError(name)
        return Entry(**known)
    except (ValueError, TypeError, RecursionError):
        raise UserError(
            "this line is no record of a request",
            file=path.name,
            where=f"line {number}",
            right=f"put it right, or delete the folder {path.parent.name} and fetch again",
        ) from None


def latest(entries: list[Entry]) -> dict[tuple[str, int | None], Entry]:
    """Give the last entry of each address and page."""
    return {(entry.url, entry.page): entry for entry in entries}


class Manifest:
    """The manifest of one folder, open for adding to it; only one process at a time can have it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the answers; nothing is written before ``opened``."""
        self.folder = folder
        self.path = folder / NAME
        self._latest: dict[tuple[str, int | None], Entry] = {}

    @contextmanager
    def opened(self) -> Iterator[Manifest]:
        """Read what earlier runs left, drop what a killed one left half-written, and lock the folder meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        locked = False
        try:
            with self.path.open("ab") as self._handle:
                _lock(self._handle.fileno(), self.folder)
                locked = True
                entries, sound = _read(self.path)
                self._handle.truncate(sound)
                for draft in self.folder.glob(".*.part"):
                    draft.unlink()
                self._latest = latest(entries)
                yield self
        finally:
            # a folder in which nothing came would look like one that was fetched
            if locked and not self.path.stat().st_size:
                self.path.unlink()
                with contextlib.suppress(OSError):
                    self.folder.rmdir()

    def known(self, url: str, page: int | None = None) -> Entry | None:
        """Give the last entry of an address, if the file it names, if any, is still there and as it was fetched.

        None where it has to be asked for again. UserError where the file was changed since.
        """
        entry = self._latest.get((url, page))
        if entry is None or not entry.file:
            return entry
        path = self.folder / Path(entry.file).name
        if not path.is_file():
            return None
        if file_sha256(path) != entry.sha256:
            raise UserError(
                "this is not the file that was fetched (its sha256 differs from the manifest's)",
                file=f"{self.folder.name}/{path.name}",
                right="delete it, and it is fetched again",
            )
        return entry

    def content(self, entry: Entry) -> bytes:
        """Read the answer that an entry keeps."""
        return (self.folder / Path(entry.file).name).read_bytes()

    def keep(self, entry: Entry, content: bytes) -> Entry:
        """Store an answer whole under ``entry.file``, then write it down; gives the entry with hash, size and time."""
        with whole_file(self.folder / entry.file) as draft, draft.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        filled = {**asdict(entry), "sha256": hashlib.sha256(content).hexdigest(), "n_bytes": len(content)}
        return self.note(Entry(**filled))

    def note(self, entry: Entry) -> Entry:
        """Write one entry down, with the time."""
        entry = Entry(**{**asdict(entry), "time": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")})
        given = {name: value for name, value in asdict(entry).items() if value not in ("", None, 0, False)}
        self._handle.write(json.dumps(given, ensure_ascii=True).encode() + b"\n")
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._latest[(entry.url, entry.page)] = entry
        return entry


def _lock(handle: int, folder: Path) -> None:
    """Hold the folder for this process; the lock ends with it, also where it is killed."""
    try:
        import fcntl
    except ImportError:  # Windows has no such locks; there two runs at once are the user's to avoid
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise UserError("another make fetch is at work in this folder", file=folder.name, right="let it end") from None
