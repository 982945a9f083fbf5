"""A rebuilt record against the published one: each file identical, within tolerance or different, and why.

Numbers are within tolerance where they differ by at most ABSOLUTE or RELATIVE times the published number; texts, rows
and columns have to be the same. Bytes are promised on one platform and one lock; on another kind of processor the
last decimals of a fitted model may differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from newsframing.replication.record import ARTICLES, SETTINGS, VERSIONS, read_cells

RELATIVE, ABSOLUTE = 1e-3, 1e-4
IDENTICAL, WITHIN, DIFFERENT = "identical", "within tolerance", "different"
#: how many rows, columns and articles are shown
_SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """What became of one file of a record: its status, and lines that say what moved."""

    file: str
    status: str
    lines: tuple[str, ...] = ()


def compare_tables(recorded: Path, rebuilt: Path, file: str) -> Finding:
    """Compare one table with the published one."""
    if not rebuilt.is_file():
        return Finding(file, DIFFERENT, ("it is published and was not made again",))
    if recorded.read_bytes() == rebuilt.read_bytes():
        return Finding(file, IDENTICAL)
    old, new = read_cells(recorded), read_cells(rebuilt)
    if list(old.columns) != list(new.columns):
        lost, more = [c for c in old if c not in new], [c for c in new if c not in old]
        parts = [f"lacks {', '.join(lost)}"] * bool(lost) + [f"has {', '.join(more)} too"] * bool(more)
        return Finding(file, DIFFERENT, (f"columns: {'; '.join(parts) or 'in another order'}",))
    if len(old) != len(new):
        return Finding(file, DIFFERENT, (f"{len(new)} rows, {len(old)} are published", *_first_row(old, new)))
    lines, status = [], WITHIN
    for column in old.columns:
        apart = old[column] != new[column]
        if not apart.any():
            continue
        beyond = apart & ~_near(old[column], new[column])
        if beyond.any():
            status = DIFFERENT
            lines.append(_told(old, new, column, beyond))
        else:
            lines.append(f"column {column}: {int(apart.sum())} of {len(old)} rows within tolerance")
    return Finding(file, status, tuple(lines))


def _near(old: pd.Series, new: pd.Series) -> pd.Series:
    """Tell where two cells are numbers and near each other."""
    first, second = (pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float) for cells in (old, new))
    return pd.Series(np.isclose(second, first, rtol=RELATIVE, atol=ABSOLUTE), index=old.index)


def _row_name(table: pd.DataFrame, row: int, but: str) -> str:
    """Name a row by its line and its first texts, as in "row 5 (codebook conflict, frame military)"."""
    number = pd.to_numeric(table.iloc[row], errors="coerce")
    cells = {name: cell for name, cell in table.iloc[row].items() if cell and name != but and pd.isna(number[name])}
    words = [f"{name} {cell}" for name, cell in cells.items()]
    return f"row {row + 1}" + (f" ({', '.join(word[:60] for word in words[:_SHOWN])})" if words else "")


def _told(old: pd.DataFrame, new: pd.DataFrame, column: str, apart: pd.Series) -> str:
    rows = np.flatnonzero(apart.to_numpy())
    shown = [
        f"{_row_name(old, row, column)}: {old[column].iloc[row][:60] or 'empty'} is now "
        f"{new[column].iloc[row][:60] or 'empty'}"
        for row in islice(rows.tolist(), _SHOWN)
    ]
    return f"column {column}: {len(rows)} of {len(old)} rows; first {'; '.join(shown)}"


def _first_row(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Say which row is the first that only one of two tables has."""
    for one, other, said in ((old, new, "published and not made"), (new, old, "made and not published")):
        known = set(other.itertuples(index=False, name=None))
        for row, cells in enumerate(one.itertuples(index=False, name=None)):
            if cells not in known:
                return [f"the first row that is {said}: {_row_name(one, row, '')}"]
    return []


def compare_records(recorded: Path, rebuilt: Path, names: Sequence[str]) -> list[Finding]:
    """Compare every table of a published record, and the articles."""
    tables = sorted(name for name in names if name.startswith("tables/") or name == ARTICLES)
    return [compare_tables(recorded / name, rebuilt / name, name) for name in tables]


def overall(findings: Sequence[Finding]) -> str:
    """Give the worst status of all."""
    return max((one.status for one in findings), key=[IDENTICAL, WITHIN, DIFFERENT].index, default=IDENTICAL)


def reasons(recorded: Path, rebuilt: Path) -> list[str]:
    """Say what may be behind a difference: the articles, the settings, the versions, the programs."""
    found = [*_articles(read_cells(recorded / ARTICLES), read_cells(rebuilt / ARTICLES))]
    if keys := _keys_apart(_settings(recorded), _settings(rebuilt)):
        found.append(f"settings differ: {', '.join(keys[:8])}{' and others' if len(keys) > 8 else ''}")
    found += _versions(recorded, rebuilt)
    return found or ["articles, settings, packages and programs are those of the record: another platform, or chance"]


def _articles(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Say which articles lack, which are new, and which are the same ones changed."""
    same = old.merge(new, on="article_id", suffixes=("", "_now"))
    edited = same[same["content_hash"] != same["content_hash_now"]]
    lost = old[~old["article_id"].isin(new["article_id"])]
    more = new[~new["article_id"].isin(old["article_id"])]
    lines = []
    pairs = _pairs(lost, more)
    for before, after, why in pairs[:_SHOWN]:
        lines.append(f"article {before.article_id} ({_facts(before)}) was changed at its source: it is now "
                     f"{after.article_id}, {why}")  # fmt: skip
    if len(pairs) > _SHOWN:
        lines.append(f"{len(pairs) - _SHOWN} more articles were changed at their source")
    gone = lost[~lost["article_id"].isin([before.article_id for before, _, _ in pairs])]
    new_ones = more[~more["article_id"].isin([after.article_id for _, after, _ in pairs])]
    for rows, said in (
        (gone, "of the record lack here"),
        (new_ones, "are here and not in the record"),
        (edited, "have the same source and another text after cleaning (content_hash)"),
    ):
        if len(rows):
            shown = "; ".join(f"{row.article_id} ({_facts(row)})" for row in rows.head(_SHOWN).itertuples())
            lines.append(f"{len(rows)} articles {said}: {shown}{'; …' if len(rows) > _SHOWN else ''}")
    return lines


def _pairs(lost: pd.DataFrame, more: pd.DataFrame) -> list[tuple[Any, Any, str]]:
    """Pair articles that lack with new ones that are the same: the same words, or the same address."""
    found: list[tuple[Any, Any, str]] = []
    taken: set[str] = set()
    for column, why in (
        ("content_hash", "with the same words: its punctuation, its title or a detail is another"),
        ("url", "at the same address, with other words (content_hash differs)"),
    ):
        by_value = {getattr(row, column): row for row in more.itertuples() if getattr(row, column)}
        for row in lost.itertuples():
            twin = by_value.get(getattr(row, column))
            if twin is not None and not {row.article_id, twin.article_id} & taken:
                taken |= {row.article_id, twin.article_id}
                found.append((row, twin, why))
    return found


def _facts(row: Any) -> str:
    return ", ".join(str(part) for part in (row.outlet, row.published, row.url) if part) or "no outlet, no date"


def _settings(folder: Path) -> Any:
    return yaml.safe_load((folder / SETTINGS).read_text("utf-8"))


def _keys_apart(old: Any, new: Any, place: str = "") -> list[str]:
    """List the keys in which two settings differ, as study.topics.k."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = dict.fromkeys([*old, *new])
        return [
            found
            for key in keys
            for found in _keys_apart(old.get(key), new.get(key), f"{place}.{key}" if place else str(key))
        ]
    return [] if old == new else [place]


def _versions(recorded: Path, rebuilt: Path) -> list[str]:
    old, new = (
        dict(read_cells(folder / VERSIONS).itertuples(index=False, name=None)) for folder in (recorded, rebuilt)
    )
    apart = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    packages = [name for name in apart if not name.endswith(("/", ".lock"))]
    lines = []
    if packages:
        shown = ", ".join(f"{n} {old.get(n, 'none')} is now {new.get(n, 'none')}" for n in packages[:_SHOWN])
        lines.append(f"{len(packages)} locked packages differ: {shown}{', …' if len(packages) > _SHOWN else ''}")
    elif "requirements.lock" in apart:
        lines.append("the lock differs, though no version does")
    for part, said in (("workflow/", "the programs"), ("config/", "codebooks, outlets or datasets of the project")):
        if part in apart:
            lines.append(f"{said} ({part}) are not those of the record")
    return lines
