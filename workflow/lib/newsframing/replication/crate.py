"""The replication package as an RO-Crate: what it holds, said to machines, with the same bytes each time.

Files beside the metadata are data entities; tables, figures and pages stand a folder up, where a crate may not reach,
and are described as what it mentions, each with its path and sha256.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from newsframing.tables import whole_file

METADATA = "ro-crate-metadata.json"
_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".lock": "text/plain",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}


def crate(
    study: str,
    settings: Mapping[str, Any],
    software: Mapping[str, Any],
    files: Mapping[str, str],
    reported: pd.DataFrame,
    folder: Path,
) -> ROCrate:
    """Describe a package: its files with what each is, and the manifest of what the study reports.

    ``software`` is the project's citation file; its day of release is the only day in the crate.
    """
    made = ROCrate(version="1.1")
    made.name = str(settings["title"])
    made.description = str(settings.get("question") or f"Replication package of the study {study}.").strip()
    made.datePublished = dt.datetime.fromisoformat(str(software["date-released"]))
    made.license = "The texts of the articles belong to their publishers and are no part of the package."
    program = made.add(
        ContextEntity(
            made,
            "#newsframing",
            {
                "@type": "SoftwareApplication",
                "name": str(software["title"]),
                "softwareVersion": str(software["version"]),
                "license": {"@id": "https://spdx.org/licenses/MIT"},
            },
        )
    )
    own = {}
    for name, what in files.items():
        own[name] = made.add_file(
            folder / name, name, properties={"description": what, "encodingFormat": _TYPES[Path(name).suffix]}
        )
    results = [
        made.add(
            ContextEntity(
                made,
                f"#{row.path}",
                {
                    "@type": "CreativeWork",
                    "name": row.path,
                    "url": f"../{row.path}",
                    "encodingFormat": _TYPES.get(Path(row.path).suffix, "application/octet-stream"),
                    "sha256": row.sha256,
                },
            )
        )
        for row in reported.itertuples()
    ]
    run = made.add(ContextEntity(made, "#run", {"@type": "CreateAction", "name": f"make STUDY={study}"}))
    run["instrument"] = program
    run["object"] = [own[name] for name in ("study.yaml", "articles.csv", "requirements.lock")]
    run["result"] = results
    made.root_dataset["mentions"] = [run, *results]
    return made


def write_crate(made: ROCrate, path: Path) -> None:
    """Write the metadata alone, its entities sorted by id."""
    content = made.metadata.generate()
    content["@graph"] = sorted(content["@graph"], key=lambda entity: (entity["@id"] != METADATA, entity["@id"]))
    with whole_file(path) as draft:
        draft.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
