"""The folder reports/{study}/replication: written beside the merged settings, from the tables of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import yaml

from newsframing.replication.crate import METADATA, crate, write_crate
from newsframing.replication.listing import manifest
from newsframing.replication.readme import readme
from newsframing.replication.record import ARTICLES, MANIFEST, SETTINGS, article_list
from newsframing.tables import read_csv, read_parquet, whole_file, write_csv

FILES = {
    "README.md": "how the results were made and how to make them again",
    MANIFEST: "path and sha256 of every table, figure, page, notebook and download of the study",
    ARTICLES: "ids and content hashes of the articles, in place of their texts",
    SETTINGS: "the study as it ran, with every default filled in",
    "requirements.lock": "versions and hashes of the packages",
}


def drawn(figures: Path) -> list[str]:
    """List the files of the figures that a study's list of them names: SVG and PNG of each."""
    named = [Path(name) for name in read_csv(figures)["file"]]
    return [f"figures/{name.with_suffix(kind)}" for name in named for kind in (".svg", ".png")]


def write_package(
    study: str,
    tables: Sequence[str],
    rules: Mapping[str, str],
    pages: Sequence[str],
    figures: str,
    articles: str,
    lock: str,
    citation: Mapping[str, Any],
    folder: Path,
) -> None:
    """Write README.md, manifest.csv, articles.csv, requirements.lock and the crate's metadata into ``folder``.

    ``tables`` and ``pages`` are files of the study's reports, the folder above it; a page that a notebook makes has its
    name.
    """
    reports = folder.parent
    record = yaml.safe_load((folder / SETTINGS).read_text("utf-8"))
    listed = article_list(read_parquet(articles, ["article_id", "content_hash", "outlet", "published", "url", "role"]))
    write_csv(listed, folder / ARTICLES)
    copyfile(lock, folder / "requirements.lock")
    names = [Path(name).relative_to(reports).as_posix() for name in [*tables, *pages]]
    beside = [f"notebooks/{Path(page).stem}.ipynb" for page in pages]
    names += [name for name in (*beside, *drawn(Path(figures)), "figures/figures.csv") if (reports / name).is_file()]
    # made with the page that lists them
    names += [f"downloads/{path.name}" for path in (reports / "downloads").glob("[!.]*") if path.is_file()]
    reported = manifest(reports, names)
    write_csv(reported, folder / MANIFEST)
    cited = f"{citation['authors'][0]['name']} ({str(citation['date-released'])[:4]}). {citation['title']}. Version "
    cited += str(citation["version"])
    text = readme(
        study,
        record,
        Path(lock).read_text("utf-8"),
        {Path(name).stem: read_csv(name) for name in tables},
        rules,
        read_csv(figures),
        len(listed),
        cited,
    )
    with whole_file(folder / "README.md") as draft:
        draft.write_text(text, "utf-8")
    write_crate(crate(study, record["study"], citation, FILES, reported, folder), folder / METADATA)
