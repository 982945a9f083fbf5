"""The record of a study that a paper cites: its tables, its articles by id and hash, its settings, its software.

Nothing in it is text of an article. Cells of tables that quote one, titles included, are replaced by their hash, which
still tells whether a rebuilt table quotes the same. Outlets, days and addresses are facts about an article; of an
address neither login nor query nor fragment is kept, for these may hold what a person was given to get in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from shutil import copyfile, rmtree

import pandas as pd

from newsframing.articles import plain_address
from newsframing.errors import UserError
from newsframing.provenance import file_sha256
from newsframing.replication.listing import checked_manifest, project_files, write_manifest
from newsframing.tables import read_parquet, whole_file, write_csv

MANIFEST, ARTICLES, SETTINGS, VERSIONS = "manifest.csv", "articles.csv", "study.yaml", "versions.csv"
#: columns of tables that hold what an article says
TEXT_COLUMNS = frozenset({"title", "lead", "body", "text", "quote", "sentence"})
#: a text of so many words that an article has too is the article's
_OWN_WORDS = 8
_PIN = re.compile(r"^([A-Za-z0-9_.\-]+)==([^\s;\\]+)", re.MULTILINE)


def article_list(articles: pd.DataFrame) -> pd.DataFrame:
    """List the counted articles without their texts: article_id, content_hash, outlet, published, url."""
    counted = articles[articles["role"] == "counted"].sort_values("article_id", kind="stable")
    listed = counted[["article_id", "content_hash", "outlet", "published"]].copy()
    listed["url"] = [plain_address(url) for url in counted["url"]]
    return listed.reset_index(drop=True)


def versions(lock: str) -> list[tuple[str, str]]:
    """List the packages of a lock and their versions."""
    return sorted({(name, version) for name, version in _PIN.findall(lock)})


def pinned(lock: str) -> dict[str, str]:
    """Give each package of a lock its one version: of those for several Pythons the installed one, else the last."""
    held: dict[str, list[str]] = {}
    for name, version in versions(lock):
        held.setdefault(name, []).append(version)
    return {name: found[0] if len(found) == 1 else _installed(name, found) for name, found in held.items()}


def _installed(name: str, found: list[str]) -> str:
    """Give the one of several versions that is installed here, else the last."""
    try:
        here = metadata.version(name)
    except metadata.PackageNotFoundError:
        return found[-1]
    return here if here in found else found[-1]


def software(root: Path) -> pd.DataFrame:
    """Say what a study is made by: the lock and the programs as hashes, then each locked package; name, version."""
    rows = [("requirements.lock", f"sha256:{file_sha256(root / 'requirements.lock')}")]
    for part in ("workflow", "config"):
        digest = hashlib.sha256()
        for name in project_files(root):
            # studies have their own line, the merged settings; another one beside them changes nothing
            if name.startswith(f"{part}/") and not name.startswith(("config/studies/", "config/config.yaml")):
                digest.update(f"{name}\0{file_sha256(root / name)}\0".encode())
        rows.append((f"{part}/", f"sha256:{digest.hexdigest()}"))
    rows += versions((root / "requirements.lock").read_text("utf-8"))
    return pd.DataFrame(rows, columns=["name", "version"])


def without_texts(table: pd.DataFrame, texts: str) -> pd.DataFrame:
    """Replace cells that quote an article by the hash of the quotation; ``texts`` are all articles in one string.

    Addresses lose login, query and fragment.
    """

    def masked(cell: str, always: bool) -> str:
        own = cell.removeprefix("'")
        # "sentence" is a text in one table and the number of one in another
        named = always and not own.replace(".", "").isdigit()
        if not cell or not (named or (own.count(" ") >= _OWN_WORDS - 1 and own in texts)):
            return cell
        return f"sha256:{hashlib.sha256(cell.encode()).hexdigest()[:16]}"

    kept = table.copy()
    for column in kept.columns:
        if column == "url":
            kept[column] = [plain_address(cell) or "" for cell in kept[column]]
            continue
        known = {cell: masked(cell, column in TEXT_COLUMNS) for cell in kept[column].unique()}
        kept[column] = kept[column].map(known)
    return kept


def all_texts(articles: pd.DataFrame) -> str:
    """Join titles, leads and bodies into one string to look quotations up in."""
    return "\n".join(articles[["title", "lead", "body"]].fillna("").to_numpy().ravel().tolist())


def read_cells(path: Path) -> pd.DataFrame:
    """Read a table cell by cell as it is written: every cell a text, an empty one empty."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def write_cells(table: pd.DataFrame, path: Path) -> None:
    """Write a table of texts as they are; they went through ``tables.write_csv`` before."""
    with whole_file(path) as draft:
        table.to_csv(draft, index=False, encoding="utf-8", lineterminator="\n")


def reported_files(root: Path, study: str) -> list[str]:
    """List what a finished run reports, relative to reports/<study>; UserError where it is not whole."""
    folder = root / "reports" / study
    right = f"run make STUDY={study} first"
    return checked_manifest(folder / "replication" / MANIFEST, folder, f"reports/{study}", right)


def write_record(root: Path, study: str, target: Path, tables: Sequence[str] | None = None) -> list[str]:
    """Write the record of a study into a folder of its own; gives the paths in it.

    Without ``tables`` it is that of a finished run, with all it reports; else of those of these tables that are there.
    What an older record holds and this one does not is removed.
    """
    reports, articles = root / "reports" / study, root / "data/processed" / study / "articles.parquet"
    if tables is None:
        tables = [name for name in reported_files(root, study) if name.startswith("tables/") and name.endswith(".csv")]
    tables = [name for name in tables if (reports / name).is_file()]
    if not articles.is_file():
        raise UserError(
            "the articles of the run are not there",
            file=f"data/processed/{study}/articles.parquet",
            right=f"run make STUDY={study} first",
        )
    known = read_parquet(articles)
    texts = all_texts(known)
    if (target / MANIFEST).is_file():
        rmtree(target)
    for name in tables:
        write_cells(without_texts(read_cells(reports / name), texts), target / name)
    write_csv(article_list(known), target / ARTICLES)
    copyfile(reports / "replication" / SETTINGS, target / SETTINGS)
    write_csv(software(root), target / VERSIONS)
    listed = sorted([*tables, ARTICLES, SETTINGS, VERSIONS])
    write_manifest(target, listed, target / MANIFEST)
    return listed


def published_studies(root: Path) -> list[str]:
    """List the studies that have a record."""
    return sorted(path.parent.name for path in (root / "published").glob(f"*/{MANIFEST}"))


def read_record(folder: Path, shown: str, names: Iterable[str] = ()) -> list[str]:
    """Check a record against its own manifest; gives its paths."""
    right = "take the record back from git, or write it again with make publish"
    listed = checked_manifest(folder / MANIFEST, folder, shown, right)
    for name in {ARTICLES, SETTINGS, VERSIONS, *names} - set(listed):
        raise UserError("the manifest does not list this file", file=f"{shown}/{name}", right=right)
    return listed
