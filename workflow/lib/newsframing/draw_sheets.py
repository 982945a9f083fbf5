"""``make sheets STUDY=<id>``: draw articles for coding and hand out a sheet a coder, outside of any run.

The draw is kept in config/coding/<study>/, which git tracks; the sheets are made from it, and made again where they are
gone. What is drawn once is never drawn differently.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from newsframing.coding.books import read_books
from newsframing.coding.codes import ADJUDICATED, MAIN, WHOLE
from newsframing.coding.plans import DRIFT, FOLDER, UNITS, WAVES, Plan, plan_files, read_plans, seed_of, write_plan
from newsframing.errors import UserError, nearest
from newsframing.evidence import drawing, handing
from newsframing.evidence.sampling import FLOOR
from newsframing.frames.codebook import Codebook
from newsframing.frames.prevalence import articles_of_findings
from newsframing.pages.coding_texts import coding_texts
from newsframing.project import study_settings
from newsframing.provenance import file_sha256
from newsframing.settings import defaults_of, load_yaml, merged
from newsframing.sheets import FOLDER as FOLDER_BACK
from newsframing.sheets import write_sheet
from newsframing.steps import MARK
from newsframing.tables import read_parquet, whole_file, write_csv

CODERS = "ab,cd"
_CODER = re.compile(r"[a-z][a-z0-9]{0,7}\Z")
_SHOWN = ("outlet", "published")
ONLY = "This page holds whole articles: it is for you alone. Codes go into the sheet, not here."
_COLUMNS = ["article_id", "role", "outlet", "published", "title", "lead", "body", "focus", "is_copy"]

Say = Callable[[str], None]


class Wish(NamedTuple):
    """What the caller asks for; None and empty where nothing was said."""

    wave: str
    codebooks: list[str]
    coders: list[str]
    size: int | None
    half_width: float | None
    overlap: int | None
    unit: str
    show: list[str]


def draw_sheets(root: Path, study: str, wish: Wish, say: Say) -> Plan:
    """Draw a wave, unless it is drawn already, and write the sheets that are not there; give the plan."""
    _, given = study_settings(root, study)
    common = load_yaml(root / "config/config.yaml", "config/config.yaml").get("defaults") or {}
    settings = merged(merged(defaults_of(load_yaml(root / "workflow/schemas/study.yaml")), common), given)
    articles = _articles(root, study, settings)
    plans = read_plans(plan_files(root, study), root)
    plan = plans.get(wish.wave)
    if plan is not None:
        _same(plan, wish, study)
        books = _books(root, list(plan.codebooks))
        say(f"the wave {plan.wave} of {study} is drawn already, in {FOLDER}/{study}/: nothing is drawn anew")
        for name, sha in plan.codebooks.items():
            if file_sha256(root / f"config/codebooks/{name}.yaml") != sha:
                say(f"the codebook '{name}' has changed since: codes of this wave do not validate it any more")
    else:
        books = _books(root, _codebooks(settings, wish))
        plan = _new_plan(root, study, settings, articles, books, wish, say)
        write_plan(plan, root)
        say(f"the draw is kept in {FOLDER}/{study}/{plan.wave}.csv: put it under version control")
    written = _write(root, plan, articles, books)
    for name in written:
        say(f"written: {name}")
    if not written:
        say("all its sheets are there: nothing is written")
    _tell_next(root, plan, say)
    return plan


def _tell_next(root: Path, plan: Plan, say: Say) -> None:
    """Say what to do now, and what must come first."""
    study = plan.study
    if plan.wave == MAIN and not (root / f"config/registrations/{study}.yaml").is_file():
        say(f"before anybody codes: make register STUDY={study}, or what is tested with these codes is exploratory")
    say(
        f"next: give each coder data/processed/{study}/coding/{plan.wave}_<coder>.xlsx and the .html beside it (the "
        f"texts tell of what the study is about, and may distress); put what comes back into data/raw/{study}/"
        f"{FOLDER_BACK}/; then run make STUDY={study}"
    )


def _articles(root: Path, study: str, settings: dict[str, Any]) -> pd.DataFrame:
    path = root / f"data/processed/{study}/articles.parquet"
    if not path.is_file():
        raise UserError(
            "the articles of this study are not there yet", file=study, right=f"run make STUDY={study} first"
        )
    found = articles_of_findings(read_parquet(path, _COLUMNS), settings["copies"])
    if found.empty:
        raise UserError("no article is in focus, so there is nothing to code", file=f"config/studies/{study}.yaml")
    return found.sort_values("article_id", ignore_index=True)


def _codebooks(settings: dict[str, Any], wish: Wish) -> list[str]:
    known = settings["frames"]["codebooks"]
    for name in wish.codebooks:
        if name not in known:
            raise UserError(f"the study has no codebook '{name}'", where="CODEBOOK", right=nearest(name, known))
    return wish.codebooks or list(known)


def _books(root: Path, names: Sequence[str]) -> dict[str, Codebook]:
    files = [str(root / f"config/codebooks/{name}.yaml") for name in names]
    return read_books(files, str(root / "workflow/schemas/codebook.yaml"))


def _same(plan: Plan, wish: Wish, study: str) -> None:
    """Refuse what would have to be drawn anew."""
    drawn = int(plan.articles["drawn"].sum())
    asked = [
        ("CODERS", wish.coders, list(plan.coders)), ("CODEBOOK", wish.codebooks, list(plan.codebooks)),
        ("N", wish.size, drawn), ("UNIT", wish.unit, plan.unit),
    ]  # fmt: skip
    for name, new, old in asked:
        if new and new != old:
            shown = ",".join(old) if isinstance(old, list) else old
            raise UserError(
                f"the wave {plan.wave} is drawn already, with {name}={shown}",
                file=f"{FOLDER}/{study}/{plan.wave}.yaml",
                right="leave it as it is; if no code has been made yet, delete both files of the wave and draw again",
            )


def _scores(root: Path, study: str, books: Sequence[str], ids: pd.Series) -> np.ndarray:
    """Give predictions (n, frames): of the classifier where one was trained, else the share of sentences by terms."""
    folder = root / f"data/processed/{study}"
    tables = []
    trained = folder / "frame_predictions.parquet"
    if trained.is_file():
        found = read_parquet(trained)
        tables.append(found[found["method"] == "classifier"])
    terms = read_parquet(folder / "frame_scores.parquet").rename(columns={"share": "score"})
    learnt = set(tables[0]["codebook"]) if tables else set()
    tables.append(terms[~terms["codebook"].isin(learnt)])
    every = pd.concat([table[["article_id", "codebook", "frame", "score"]] for table in tables], ignore_index=True)
    wide = every[every["codebook"].isin(books)].pivot(index="article_id", columns=["codebook", "frame"], values="score")
    return wide.reindex(ids).fillna(0.0).to_numpy(dtype=float)


def _new_plan(
    root: Path,
    study: str,
    settings: dict[str, Any],
    articles: pd.DataFrame,
    books: dict[str, Codebook],
    wish: Wish,
    say: Say,
) -> Plan:
    coders = wish.coders or CODERS.split(",")
    codes = root / f"data/processed/{study}/codes.parquet"
    own = drawing.population(articles, wish.wave, read_parquet(codes) if codes.is_file() else None)
    if own.empty:
        right = "a drift wave codes again what was coded in the main wave: return main sheets and run make first"
        raise UserError("there are no codes of a main wave", where="WAVE", right=right)
    size = drawing.sample_size(len(own), wish.wave, wish.size, wish.half_width)
    overlap = min(size, drawing.OVERLAP if wish.overlap is None else wish.overlap)
    if wish.wave != MAIN:
        overlap = size
    outlets = load_yaml(root / "config/outlets.yaml", "config/outlets.yaml")
    kinds = {name: str(about["kind"]) for name, about in outlets.items() if about.get("kind")}
    scores = _scores(root, study, list(books), own["article_id"])
    table = drawing.draw_articles(own, scores, kinds, study, wish.wave, size, coders, overlap)
    text = {entry["codebook"]: entry.get("text", "all") for entry in settings.get("coding", [])}
    read = {text.get(name, "all") for name in books}
    if len(read) > 1:
        raise UserError("coders read different texts for these codebooks", right="draw one at a time: CODEBOOK=<id>")
    unit = wish.unit or WHOLE
    shas = {name: file_sha256(root / f"config/codebooks/{name}.yaml") for name in books}
    seed = seed_of(study, wish.wave)
    plan = Plan(
        study, wish.wave, unit, read.pop(), shas, {name: [f.id for f in book.frames] for name, book in books.items()},
        tuple(coders), overlap, tuple(wish.show), seed, table,
    )  # fmt: skip
    _tell(plan, own, books, say)
    return plan


def _tell(plan: Plan, own: pd.DataFrame, books: dict[str, Codebook], say: Say) -> None:
    """Say what is drawn, what it will take, and what it will give."""
    drawn = plan.articles[plan.articles["drawn"] == 1]
    n, size = len(own), len(drawn)
    frames = sum(len(book.frames) for book in books.values())
    if size == n:
        say(f"all {n} articles are coded, each with probability 1")
    else:
        least, most = drawn["probability"].min(), drawn["probability"].max()
        say(
            f"{size} of {n} articles are drawn, with probabilities from {least:.3f} to {most:.3f}"
            + (f"; none has less than {FLOOR} of the mean" if plan.wave == MAIN else "")
        )
    say(f"{plan.overlap} of them by every coder, for agreement; the unit is the {plan.unit}")
    for coder in plan.coders:
        mine = own[own["article_id"].isin(plan.of_coder(coder))]
        words, rows = handing.words_and_rows(mine, plan.text, plan.unit)
        took = drawing.hours(words, rows * frames)
        say(
            f"coder {coder}: {len(mine)} articles, {rows} rows, {frames} frames, some {took:.0f} hours "
            f"({drawing.WORDS_A_MINUTE} words a minute, {drawing.MINUTES_A_FRAME * 60:.0f} seconds a frame)"
        )
    if plan.wave == MAIN and size < n:
        say("half-width of a 95% interval by number of codes, without and with (last column) help of predictions:")
        for line in drawing.sizes_table(n, size).to_string(index=False, float_format="{:.3f}".format).split("\n"):
            say(line)


def _write(root: Path, plan: Plan, articles: pd.DataFrame, books: dict[str, Codebook]) -> list[str]:
    """Write the sheets that are not there, with texts where nothing is shown, without them where reports stand."""
    local, shown = f"data/processed/{plan.study}/coding", f"reports/{plan.study}/coding"
    guide = handing.handbook(list(books.values()))
    written = []
    for coder in plan.coders:
        mine = articles[articles["article_id"].isin(plan.of_coder(coder))]
        for folder, whole in ((local, True), (shown, False)):
            stem = f"{folder}/{plan.wave}_{coder}"
            kinds = ("csv", "xlsx", "html") if whole else ("csv", "xlsx")
            if all((root / f"{stem}.{kind}").is_file() for kind in kinds):
                continue
            rows, fields = handing.rows_of(plan, coder, mine, whole, books)
            title, told = handing.instructions(
                plan, coder, books, f"data/raw/{plan.study}/{FOLDER_BACK}/", f"{local}/{plan.wave}_{coder}.xlsx"
            )
            write_sheet(rows, fields, title, told, root / stem, guide)
            if whole:
                page = coding_texts(
                    rows, f"Texts of coder {coder}, wave {plan.wave}", (handing.DISTRESS, ONLY), plan.show
                )
                with whole_file(root / f"{stem}.html") as draft:
                    draft.write_text(page, "utf-8", newline="\n")
            written += [f"{stem}.{kind}" for kind in kinds]
    notes = {f"{shown}/handbook_{book}.txt": handing.handbook([books[book]]) for book in books}
    for name, lines in notes.items():
        if not (root / name).is_file():
            with whole_file(root / name) as draft:
                draft.write_text("\n".join(lines), "utf-8", newline="\n")
            written.append(name)
    sizes = f"{shown}/{plan.wave}_half_widths.csv"
    if plan.wave != DRIFT and not (root / sizes).is_file():
        write_csv(drawing.sizes_table(len(plan.articles), int(plan.articles["drawn"].sum())), root / sizes)
        written.append(sizes)
    return written


def _wish(given: argparse.Namespace) -> Wish:
    """Check the options; UserError names the one that is wrong."""
    coders = [name.strip() for name in given.coders.split(",") if name.strip()]
    for name in coders:
        if not _CODER.match(name) or name == ADJUDICATED:
            right = "a pseudonym of at most eight small letters and digits, such as ab; never a real name"
            raise UserError(f"found the coder '{name[:40]}'", where="CODERS", right=right)
    if len(coders) != len(set(coders)):
        raise UserError("a coder is named twice", where="CODERS")
    for name, value, known in (("WAVE", given.wave, WAVES), ("UNIT", given.unit, ("", *UNITS))):
        if value not in known:
            raise UserError(f"found '{value[:40]}'", where=name, right=nearest(value, [k for k in known if k]))
    show = [name.strip() for name in given.show.split(",") if name.strip()]
    for name in show:
        if name not in _SHOWN:
            raise UserError(f"found '{name[:40]}'", where="SHOW", right=nearest(name, _SHOWN))
    size = _number("N", given.n, 1, None)
    wanted = _number("HALF_WIDTH", given.half_width, 0.005, 0.5)
    overlap = None if given.overlap in ("", "all") else _number("OVERLAP", given.overlap, 0, None)
    return Wish(
        given.wave, [name.strip() for name in given.codebook.split(",") if name.strip()], coders,
        None if size is None else int(size), wanted,
        sys.maxsize if given.overlap == "all" else None if overlap is None else int(overlap), given.unit, show,
    )  # fmt: skip


def _number(name: str, text: str, least: float, most: float | None) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not value >= least or (most is not None and value > most) or value == float("inf"):
        span = f"{least} or more" if most is None else f"{least} to {most}"
        raise UserError(f"found '{text[:40]}'", where=name, right=f"expected: a number, {span}")
    return value


def main(arguments: list[str] | None = None) -> int:
    """Draw for one study of the project in the working folder; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="make sheets", description="Draw articles for coding, a sheet a coder.")
    parser.add_argument("study", nargs="?", default="")
    for name, default in (("codebook", ""), ("coders", ""), ("n", ""), ("half-width", ""), ("overlap", ""),
                          ("unit", ""), ("wave", MAIN), ("show", "")):  # fmt: skip
        parser.add_argument(f"--{name}", default=default)
    given = parser.parse_args(arguments)
    try:
        if not given.study:
            raise UserError("say which study is meant", right="make sheets STUDY=<id>")
        draw_sheets(Path(), given.study, _wish(given), lambda line: print(f"{MARK}{line}", flush=True))
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
