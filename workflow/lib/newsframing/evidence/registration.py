"""The plan of a study, fixed before coding: hashes of what the verdicts hang on, and what has changed since.

A registration proves that its hashes belong to what is there now. It does not prove *when* it was written: nobody
witnessed it. Only a deposit in a public registry, or a signed and published commit, does. Nor can it prove that no
code existed elsewhere; it states how many codes of the main wave this project held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from newsframing.coding.codes import MAIN, Code
from newsframing.errors import UserError
from newsframing.evidence.verdicts import CONFIRMATORY, EXPLORATORY
from newsframing.provenance import content_hash

FOLDER = "config/registrations"
WITNESS = "an unwitnessed hash: it shows what was fixed, not when, unless it is deposited in a public registry"
KEYS = ("study", "what", "parts", "main_codes", "date", "registry")
#: what of a hypothesis is a part of its own (adjustments), and what says nothing about the test
_BESIDE = ("adjust", "source")
_LENGTH = 64


class Status(NamedTuple):
    """What a hypothesis may be called, what has changed since its registration, and a sentence that says why."""

    status: str
    deviations: tuple[str, ...]
    why: str


def parts(settings: Mapping[str, Any], codebooks: Mapping[str, str], code: str) -> dict[str, str]:
    """Hash the parts of a plan, each by itself: name of the part to sha256.

    ``settings``: those of the study with its defaults; ``codebooks``: id to sha256 of the file; ``code``: hash of the
    modules that estimate and decide. The corpus and its focus are one part, each codebook and hypothesis is its own.
    """
    corpus = {key: value for key, value in settings["corpus"].items() if key != "collected"}
    found = {"focus": _sha([corpus, settings.get("copies"), settings.get("events"), settings.get("split")])}
    found |= {f"codebook {name}": sha for name, sha in sorted(codebooks.items())}
    for given in settings.get("hypotheses", []):
        tested = {key: value for key, value in given.items() if key not in _BESIDE}
        found[f"hypothesis {given['id']}"] = _sha(tested)
        held = given.get("adjust") or []
        words = settings.get("theatres") if "theatre" in held else None
        found[f"adjustments {given['id']}"] = _sha([held, words])
    return found | {"code": code}


def _sha(value: object) -> str:
    return content_hash(value, _LENGTH)


def main_codes(codes: Iterable[Code]) -> dict[str, Any]:
    """Count the codes of the main wave that are there, and hash them."""
    own = sorted(
        (code.article, code.codebook, code.frame, code.coder, code.unit, code.present)
        for code in codes
        if code.wave == MAIN and code.kind != "model"
    )
    return {"n": len(own), "sha256": _sha([list(code) for code in own])}


def registration(study: str, now: Mapping[str, str], codes: Mapping[str, Any], date: str = "") -> dict[str, Any]:
    """Compose the record; the date is the user's word, for a clock would be no better witness."""
    return {
        "study": study,
        "what": WITNESS,
        "parts": dict(now),
        "main_codes": dict(codes),
        "date": date,
        "registry": {"name": "", "id": ""},
    }


def check_registration(record: Mapping[str, Any], file: str) -> None:
    """Raise UserError where a record lacks a key, or has one that is not known."""
    for key in (*KEYS, *record):
        if (key in record) != (key in KEYS):
            what = "is missing" if key in KEYS else "is not known"
            raise UserError(f"the key '{key}' {what}", file=file, right="take the file back as make register wrote it")
    for key, inner in (("parts", ()), ("main_codes", ("n", "sha256")), ("registry", ("name", "id"))):
        if not isinstance(record[key], Mapping) or any(name not in record[key] for name in inner):
            raise UserError(f"found {record[key]!r}", file=file, where=f"key {key}", right="a mapping belongs here")


def deviations(now: Mapping[str, str], record: Mapping[str, Any]) -> list[str]:
    """List the parts that are not what was registered: changed, new, or gone."""
    then = record["parts"]
    changed = [f"{name}: changed" for name in now if name in then and then[name] != now[name]]
    new = [f"{name}: not registered" for name in now if name not in then]
    return changed + new + [f"{name}: registered, but gone" for name in then if name not in now]


def status(
    hypothesis: str, codebooks: Sequence[str], now: Mapping[str, str], record: Mapping[str, Any] | None
) -> Status:
    """Say whether a hypothesis is confirmatory: registered before the first main-wave code, and unchanged since.

    ``codebooks``: those it compares. Changes of the focus, of these codebooks, of the hypothesis or its adjustments
    make it exploratory; one of the code is listed as a deviation and does no more, for mistakes must be mended.
    """
    if record is None:
        return Status(EXPLORATORY, (), "it was not registered")
    needed = ["focus", *(f"codebook {name}" for name in codebooks)]
    needed += [f"hypothesis {hypothesis}", f"adjustments {hypothesis}"]
    then = record["parts"]
    own = [name for name in needed if name not in then or then[name] != now.get(name)]
    told = [f"{name}: {'changed' if name in then else 'not registered'}" for name in own]
    if then.get("code") != now.get("code"):
        told.append("code: changed")
    known = int(record["main_codes"]["n"])
    if known:
        return Status(EXPLORATORY, tuple(told), f"{known} codes of the main wave were there when it was registered")
    if own:
        return Status(EXPLORATORY, tuple(told), f"it is not what was registered ({'; '.join(told)})")
    deposit = record["registry"]["id"]
    where = f"deposited as {deposit}" if deposit else "an unwitnessed hash"
    return Status(CONFIRMATORY, tuple(told), f"it was registered before the first code of the main wave ({where})")
