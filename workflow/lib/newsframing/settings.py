"""Settings in YAML: read with their line numbers, held against a closed schema, merged with defaults."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from newsframing.errors import UserError, nearest
from newsframing.lean import ADDRESS_FORMATS, without

with without(ADDRESS_FORMATS):
    import jsonschema


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML without surprises: a key given twice is an error, a date stays the text that it is."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    seen: set[str] = set()
    for key_node, _ in node.value:
        if key_node.value in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key '{key_node.value}' is given twice", key_node.start_mark
            )
        seen.add(key_node.value)
    return {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}


def _scalar_text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _scalar_text)


def load_yaml(path: Path, name: str | None = None) -> dict[str, Any]:
    """Read a YAML mapping; UserError with the line where the file cannot be read as one."""
    file = name or path.as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError("there is no such file", file=file) from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"byte {error.start} cannot be read as UTF-8", file=file, right="save the file as UTF-8"
        ) from None
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UserError(f"{error.problem or 'not YAML'}", file=file, where=f"line {line}" if line else None) from None
    except yaml.YAMLError as error:
        raise UserError(f"not YAML: {error}", file=file) from None
    if not isinstance(data, dict):
        raise UserError("found no keys", file=file, right="a mapping of keys to values is expected")
    return data


def _place(path: Iterable[object]) -> str:
    """Write the way to a key: corpus.sources[0].format."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


_TYPES = {
    "array": "a list",
    "object": "a mapping of keys",
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
}


def _sentence(error: jsonschema.ValidationError) -> tuple[str, str, str | None]:
    """Turn a validator's error into (place, what was found, what would be right)."""
    place = _place(error.absolute_path)
    instance: Any = error.instance
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        unknown = sorted(str(key) for key in instance if key not in known)[0]
        return f"{place}.{unknown}" if place else unknown, "this key is not known", nearest(unknown, known)
    if error.validator == "required":
        missing = next(key for key in schema["required"] if key not in instance)
        what = schema.get("properties", {}).get(missing, {}).get("description", "")
        return place, f"the key '{missing}' is missing", f"it gives: {what}" if what else None
    if error.validator in ("enum", "const"):
        allowed: Any = error.validator_value if error.validator == "enum" else [error.validator_value]
        return place, f"found {instance!r}", nearest(str(instance), [str(v) for v in allowed])
    right = f"expected: {schema['description']}" if schema.get("description") else None
    if error.validator == "type":
        wanted = _TYPES.get(str(error.validator_value), str(error.validator_value))
        return place, f"found {_shown(instance)}, where {wanted} belongs", right
    return place, f"found {_shown(instance)}", right or f"rule: {error.validator} {error.validator_value}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _nearest_branch(error: jsonschema.ValidationError) -> jsonschema.ValidationError:
    """Go into the alternative (anyOf, oneOf) that the user most likely meant: the one that fails deepest."""

    def nearness(inner: jsonschema.ValidationError) -> tuple[int, bool, bool]:
        wanted: Any = inner.validator_value
        instance: Any = inner.instance
        half_given = inner.validator == "required" and any(key in instance for key in wanted)
        return len(inner.absolute_path), half_given, inner.validator != "type"

    while error.context:
        error = max(error.context, key=nearness)
    return error


def validate(data: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> None:
    """Hold settings against a closed JSON schema; UserError names the key, what stands there, and the nearest known."""
    validator = jsonschema.Draft202012Validator(schema)
    errors = sorted(validator.iter_errors(data), key=lambda e: ([str(p) for p in e.absolute_path], str(e.validator)))
    if errors:
        # an unknown key explains a missing one (formt, format): say it first
        errors.sort(key=lambda e: e.validator != "additionalProperties")
        place, found, right = _sentence(_nearest_branch(errors[0]))
        raise UserError(found, file=file, where=f"key {place}" if place else None, right=right)


def defaults_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Collect the defaults that a schema states for its keys, mapping by mapping; those inside lists do not count."""
    found: dict[str, Any] = {}
    for key, inner in schema.get("properties", {}).items():
        if "default" in inner:
            found[key] = copy.deepcopy(inner["default"])
        elif inner.get("type") == "object" and (nested := defaults_of(inner)):
            found[key] = nested
    return found


def merged(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay given settings over defaults, mapping by mapping; lists are replaced, not joined."""
    result = copy.deepcopy(dict(defaults))
    for key, value in given.items():
        if isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            result[key] = merged(result[key], value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def check_date(value: str, file: str, where: str) -> None:
    """Raise UserError where a settings date is no day of the calendar."""
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise UserError(
            f"found '{value}', which is no date", file=file, where=where, right="expected: 2017-02-07"
        ) from None


def _simulated(entry: Mapping[str, Any], study: Mapping[str, Any], file: str, where: str) -> None:
    """Let simulated coders into planted studies alone: elsewhere their codes would open verdicts on real news."""
    named = [coder for coder, given in entry.get("coders", {}).items() if given["kind"] == "simulated"]
    if named and not study.get("planted"):
        fault = f"the coder '{named[0]}' is simulated, and the study is not marked planted: true"
        raise UserError(fault, file=file, where=where, right="codes of real articles are human, author or model")


def check_study(
    study: Mapping[str, Any], file: str, datasets: Iterable[str], codebooks: Mapping[str, Iterable[str]]
) -> None:
    """Check what a schema cannot say of a study: names of datasets, codebooks and frames, dates, doubled ids.

    ``codebooks`` maps each known codebook to its frames.
    """
    for index, source in enumerate(study["corpus"]["sources"]):
        name = source.get("dataset")
        if name is not None and name not in datasets:
            raise UserError(
                f"there is no dataset '{name}'",
                file=file,
                where=f"key corpus.sources[{index}].dataset",
                right=nearest(name, datasets),
            )
        _check_fetch(source, file, f"key corpus.sources[{index}].fetch")
    for key in ("frames", "readings"):
        for index, name in enumerate(study.get(key, {}).get("codebooks", [])):
            _known(name, codebooks, "codebook", file, f"key {key}.codebooks[{index}]")
    for key in ("coding", "predictions"):
        for index, entry in enumerate(study.get(key, [])):
            _known(entry["codebook"], codebooks, "codebook", file, f"key {key}[{index}].codebook")
            _simulated(entry, study, file, f"key {key}[{index}].coders")
            frames = codebooks[entry["codebook"]]
            for label, frame in entry.get("map", {}).items():
                if frame:
                    where = f"key {key}[{index}].map.{label}"
                    _known(frame, frames, f"frame in the codebook '{entry['codebook']}',", file, where)
    grid, wanted = study.get("topics", {}).get("k"), study.get("topics", {}).get("choose")
    if grid is not None and wanted is not None and wanted not in (tried := [grid] if isinstance(grid, int) else grid):
        raise UserError(
            f"found {wanted}, which is not among the numbers of topics that are tried",
            file=file,
            where="key topics.choose",
            right=f"one of topics.k ({', '.join(map(str, tried))}), or add it there",
        )
    window = study["corpus"].get("window")
    if window:
        for end in ("from", "to"):
            check_date(window[end], file, f"key corpus.window.{end}")
        if window["from"] > window["to"]:
            raise UserError(
                f"the window ends ({window['to']}) before it begins ({window['from']})",
                file=file,
                where="key corpus.window",
            )
    if "collected" in study["corpus"]:
        check_date(study["corpus"]["collected"], file, "key corpus.collected")
    event_ids: set[str] = set()
    for index, event in enumerate(study.get("events", [])):
        check_date(event["date"], file, f"key events[{index}].date")
        if "until" in event:
            check_date(event["until"], file, f"key events[{index}].until")
        if event["id"] in event_ids:
            raise UserError(f"the event '{event['id']}' is given twice", file=file, where=f"key events[{index}].id")
        event_ids.add(event["id"])
    claims: set[str] = set()
    for index, hypothesis in enumerate(study.get("hypotheses", [])):
        if hypothesis["id"] in claims:
            fault = f"the claim '{hypothesis['id']}' is given twice"
            raise UserError(fault, file=file, where=f"key hypotheses[{index}].id")
        claims.add(hypothesis["id"])
        _check_comparison(hypothesis["compare"], file, f"key hypotheses[{index}].compare", codebooks, event_ids)


def _check_fetch(source: Mapping[str, Any], file: str, where: str) -> None:
    """Check that what is to be fetched has days of the calendar, and stands where it is read."""
    fetch = source.get("fetch", {})
    for end in ("from", "to"):
        if end in fetch:
            check_date(fetch[end], file, f"{where}.{end}")
    if {"from", "to"} <= fetch.keys() and fetch["from"] > fetch["to"]:
        raise UserError(f"it ends ({fetch['to']}) before it begins ({fetch['from']})", file=file, where=where)
    missing = [key for key in ("api", "query", "from", "to") if key not in fetch]
    if not {"path", "dataset"} & source.keys() and missing:
        raise UserError(
            f"the key '{missing[0]}' is missing", file=file, where=where, right="a query gives api, query, from and to"
        )
    if "path" in source and (unused := sorted(fetch.keys() - {"delay", "contact"})):
        raise UserError(
            f"found '{unused[0]}' beside a path", file=file, where=where, right="a query to a service has no path"
        )
    if fetch and "path" in source and source["format"] != "urls":
        raise UserError("nothing is fetched for this format", file=file, where=where, right="leave fetch out")


def _check_comparison(
    compare: Mapping[str, Any], file: str, where: str, codebooks: Mapping[str, Iterable[str]], events: set[str]
) -> None:
    """Check that a hypothesis speaks of a codebook, frames and an event that exist."""
    book = compare["codebook"]
    parts = [(compare, ""), *((compare[key], f"{key}.") for key in ("with", "where") if key in compare)]
    for part, key in parts:
        own = part.get("codebook", book)
        _known(own, codebooks, "codebook", file, f"{where}.{key}codebook")
        named = part["frame"] if isinstance(part["frame"], list) else [part["frame"]]
        for frame in named:
            _known(frame, codebooks[own], f"frame in the codebook '{own}',", file, f"{where}.{key}frame")
    ways = [key for key in ("with", "between", "before_after") if key in compare]
    if len(ways) > 1:
        raise UserError(
            f"found both '{ways[0]}' and '{ways[1]}'", file=file, where=where, right="one comparison a claim"
        )
    event = compare.get("before_after")
    if event is not None:
        _known(event, events, "event", file, f"{where}.before_after")


def _known(name: str, known: Iterable[str], what: str, file: str, where: str) -> None:
    if name not in known:
        raise UserError(f"there is no {what} '{name}'", file=file, where=where, right=nearest(name, known))
