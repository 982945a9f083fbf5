"""What was drawn for coding: which articles, with which probability, for which coder; kept where nothing is rebuilt.

A plan is two tracked files a wave, ``config/coding/<study>/<wave>.yaml`` and ``.csv``. They hold ids and numbers, no
texts, and are never written twice: codes that come back must meet the draw that they were made for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from newsframing.coding.codes import MAIN, WHOLE
from newsframing.coding.gold import PILOT
from newsframing.errors import UserError, nearest
from newsframing.provenance import content_hash
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, whole_file, write_csv

DRIFT = "drift"
WAVES = (PILOT, MAIN, DRIFT)
UNITS = (WHOLE, "paragraph", "sentence")
FOLDER = "config/coding"
PLAN_COLUMNS = ["article_id", "stratum", "probability", "drawn", "coders"]
#: the columns that tell a sheet drawn here from other files; intrusion forms have "item" and "answer" instead
SHEET_COLUMNS = ("sheet", "article_id")
_HEAD = ("study", "wave", "unit", "text", "codebooks", "frames", "coders", "overlap", "show", "seed")


@dataclass(frozen=True)
class Plan:
    """One wave of coding.

    ``codebooks``: id to the sha256 of its file when it was drawn; ``frames``: id to its frames then; ``overlap``: how
    many articles every coder gets;
    ``articles``: all that could be drawn, by PLAN_COLUMNS; ``coders`` there are joined by blanks.
    """

    study: str
    wave: str
    unit: str
    text: str
    codebooks: dict[str, str]
    frames: dict[str, list[str]]
    coders: tuple[str, ...]
    overlap: int
    show: tuple[str, ...]
    seed: int
    articles: pd.DataFrame

    def of_coder(self, coder: str) -> list[str]:
        """List the articles of a coder in the order of the sheet, shuffled by the coder's name."""
        mine = self.articles["coders"].map(lambda names: coder in str(names).split()) & (self.articles["drawn"] == 1)
        ids = sorted(self.articles.loc[mine, "article_id"])
        rng = np.random.default_rng(seed_of(self.study, self.wave, coder))
        return [ids[place] for place in rng.permutation(len(ids))]

    def sheet_of(self, coder: str) -> str:
        """Name a coder's sheet: wave, coder and a fingerprint of what it holds."""
        held = [self.study, self.wave, coder, self.unit, self.text, self.frames, self.codebooks, self.of_coder(coder)]
        return f"{self.wave}-{coder}-{content_hash(held)}"


def seed_of(*names: str) -> int:
    """Make a seed of names: the same names, the same seed, on every machine."""
    return int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:4], "big")


def plan_files(root: Path, study: str) -> list[str]:
    """List the files of a study's plans, relative to the project."""
    folder = root / FOLDER / study
    return [
        f"{FOLDER}/{study}/{wave}.{kind}" for wave in WAVES for kind in ("yaml", "csv")
        if (folder / f"{wave}.{kind}").is_file()
    ]  # fmt: skip


def read_plans(files: list[str], root: Path = Path()) -> dict[str, Plan]:
    """Read plans from their files: wave to plan; UserError where one of a plan's two files is missing or broken."""
    stems = dict.fromkeys(str(Path(file).with_suffix("")) for file in files)
    plans = [_read_plan(root, stem) for stem in stems]
    return {plan.wave: plan for plan in plans}


def _read_plan(root: Path, stem: str) -> Plan:
    head, table = f"{stem}.yaml", f"{stem}.csv"
    right = "both files of a draw belong together: take them back from git"
    for name in (head, table):
        if not (root / name).is_file():
            raise UserError("there is no such file", file=name, right=right)
    given = load_yaml(root / head, head)
    if set(given) != set(_HEAD):
        odd = sorted(set(given) ^ set(_HEAD))[0]
        raise UserError(f"the key '{odd}' is {'unknown' if odd in given else 'missing'}", file=head, right=right)
    if given["wave"] not in WAVES:
        raise UserError(f"found '{given['wave']}'", file=head, where="key wave", right=nearest(given["wave"], WAVES))
    articles = read_csv(root / table, dtype={"article_id": str, "stratum": str, "coders": str})
    if list(articles.columns) != PLAN_COLUMNS:
        raise UserError("the columns are not those of a draw", file=table, right=right)
    articles["coders"] = articles["coders"].fillna("")
    return Plan(
        **{key: given[key] for key in ("study", "wave", "unit", "text")},
        codebooks=dict(given["codebooks"]),
        frames={book: list(frames) for book, frames in given["frames"].items()},
        coders=tuple(given["coders"]),
        overlap=int(given["overlap"]),
        show=tuple(given["show"]),
        seed=int(given["seed"]),
        articles=articles,
    )


def write_plan(plan: Plan, root: Path) -> list[str]:
    """Write a plan's two files, the table first; give their names. ValueError where one is there already."""
    stem = root / FOLDER / plan.study / plan.wave
    if any(stem.with_suffix(kind).exists() for kind in (".csv", ".yaml")):
        raise ValueError(f"{stem} is drawn already")
    write_csv(plan.articles[PLAN_COLUMNS], stem.with_suffix(".csv"))
    head: Mapping[str, Any] = {
        key: list(value) if isinstance(value := getattr(plan, key), tuple) else value for key in _HEAD
    }
    note = "# Drawn by make sheets. Not to be edited: codes that come back are held against it. Keep it in git.\n"
    with whole_file(stem.with_suffix(".yaml")) as draft:
        draft.write_text(note + yaml.safe_dump(dict(head), sort_keys=False, allow_unicode=True, width=120), "utf-8")
    return plan_files(root, plan.study)
