"""What every reader gives back, and how every reader opens a file and finds out its encoding."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from newsframing.errors import UserError

_CHUNK = 1 << 20
#: control characters that texts do hold: tab, line feed, vertical tab, form feed, carriage return, substitute, escape
_USUAL = frozenset(b"\t\n\x0b\x0c\r\x1a\x1b")
_ASCII = bytes(range(128))
_CONTROLS = bytes(code for code in range(32) if code not in _USUAL)
#: files that people drop in by mistake, told by their first bytes
_MAGIC = {
    b"PK\x03\x04": "a zip archive or an office document (xlsx, docx, odt)",
    b"\xd0\xcf\x11\xe0": "an old office document (xls, doc)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive (its name should end with .gz)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a parquet file (its name should end with .parquet)",
    b"SQLite format 3": "a database",
}
_SAVE_AS = "save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Record:
    """One article as it stands in its file; ``position`` is the record or line in it, counted from 1."""

    source_file: str
    position: int
    key: str | None = None
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    lead: str | None = None
    body: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """One record that could not be read: where it stands and why; the run goes on without it."""

    source_file: str
    position: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader found out about a file: ``what`` (encoding, delimiter, ...) and its ``value``."""

    source_file: str
    what: str
    value: str


Item = Record | Rejected | Note
Reader = Callable[[Path, str, dict[str, Any]], Iterator[Item]]


def as_text(value: object) -> str | None:
    """Turn a cell into text: missing, NaN and empty become None; numbers and dates are written out.

    A list of texts (paragraphs) is joined by line feeds. Raises ValueError for what is no text, such as an object.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        parts = [as_text(part) for part in value]
        return "\n".join(part for part in parts if part) or None
    if isinstance(value, dict | bytes | set):
        raise ValueError(f"a {type(value).__name__} where a text should be")
    if value != value:  # NaN and NaT are the values that differ from themselves
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turn what goes wrong in opening and unpacking a file into one sentence."""
    try:
        yield
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise UserError(f"the gzip archive is broken ({error})", file=name, right="pack or download it again") from None
    except IsADirectoryError:
        raise UserError("this is a folder, not a file", file=name, right="name its files: folder/*") from None
    except OSError as error:
        raise UserError(f"cannot be opened ({error.strerror or error})", file=name) from None


@contextmanager
def open_bytes(path: Path, name: str) -> Iterator[IO[bytes]]:
    """Open a file, unpacked where its name ends with .gz; UserError where it cannot be opened or unpacked."""
    with _readable(name):
        if path.suffix.lower() == ".gz":
            with gzip.open(path, "rb") as packed:
                yield packed  # type: ignore[misc]
        else:
            with path.open("rb") as plain:
                yield plain


def _known_encoding(encoding: str, name: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise UserError(f"no encoding is called '{encoding}'", file=name, right="say utf-8 or cp1252") from None


def _bom(head: bytes) -> str | None:
    """Tell the encoding that a byte order mark, or the zero bytes of UTF-16 without one, give away."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and head[4:]:
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2], head[1::2]
    if len(head) >= 16 and odd.count(0) > 0.7 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(head) >= 16 and even.count(0) > 0.7 * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def _decodes(stream: IO[bytes], encoding: str, errors: str = "strict") -> tuple[bool, int, int]:
    """Decode a stream to its end: (it decodes, characters replaced, bytes outside ASCII)."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    replaced = beyond = 0
    try:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            if errors == "replace":
                replaced += text.count("\ufffd")
                beyond += len(chunk.translate(None, _ASCII))
        replaced += decoder.decode(b"", True).count("\ufffd")
    except UnicodeError:
        return False, 0, 0
    return True, replaced, beyond


def find_encoding(path: Path, name: str, wanted: str | None = None) -> tuple[str, str]:
    """Find out how a text file is encoded: (encoding, how to treat errors).

    In this order: a byte order mark, UTF-8, UTF-8 with a few broken bytes (replaced), Windows-1252. UserError where
    the file is no text in any of them, or not in ``wanted``.
    """
    with open_bytes(path, name) as stream:
        head = stream.read(_CHUNK)
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise UserError(f"cannot be read as text: this is {what}", file=name, right=_SAVE_AS)
    found = _known_encoding(wanted, name) if wanted else _bom(head)
    controls = sum(head.count(code) for code in _CONTROLS)
    if controls > 0.1 * len(head) and not ((found and "16" in found) or (found and "32" in found)):
        raise UserError("cannot be decoded: it holds bytes of no text", file=name, right=_SAVE_AS)
    with open_bytes(path, name) as stream:
        if _decodes(stream, found or "utf-8")[0]:
            return found or "utf-8", "strict"
    if found and found != "utf-8-sig":
        raise UserError(f"cannot be decoded as {found}", file=name, right=_SAVE_AS)
    with open_bytes(path, name) as stream:
        _, replaced, beyond = _decodes(stream, "utf-8", "replace")
    if replaced <= 0.1 * beyond:
        return found or "utf-8", "replace"
    with open_bytes(path, name) as stream:
        if controls <= 0.001 * len(head) and _decodes(stream, "cp1252")[0]:
            return "cp1252", "strict"
    raise UserError("cannot be decoded: neither UTF-8, UTF-16 nor Windows-1252", file=name, right=_SAVE_AS)


def encoding_note(name: str, encoding: str, errors: str) -> Note:
    """Say which encoding was found."""
    value = f"{encoding}, broken bytes replaced" if errors == "replace" else encoding
    return Note(name, "encoding", value)


@contextmanager
def open_text(path: Path, name: str, encoding: str, errors: str, *, newline: str | None = "") -> Iterator[IO[str]]:
    """Open a text file in an encoding that ``find_encoding`` found."""
    with open_bytes(path, name) as stream, io.TextIOWrapper(stream, encoding, errors, newline) as text:
        yield text


def read_whole(path: Path, name: str, options: dict[str, Any]) -> tuple[str, Note]:
    """Read a small text file whole, line ends turned into line feeds; also the note on its encoding."""
    encoding, errors = find_encoding(path, name, options.get("encoding"))
    with open_text(path, name, encoding, errors, newline=None) as stream:
        return stream.read(), encoding_note(name, encoding, errors)
