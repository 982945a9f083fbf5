"""A project as the workflow sees it: its studies, checked and completed, and what they can share.

Nothing here runs a stage; it says which files a study reads and under which names shared results stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsframing import manifest, sheets
from newsframing.errors import UserError, nearest
from newsframing.frames.codebook import read_codebook
from newsframing.provenance import content_hash
from newsframing.settings import check_study, defaults_of, load_yaml, merged, validate

PLANTED_BOOKS = ("conflict", "force_stance", "remedies")
#: what a rule of the workflow makes, so that it need not be there before a run
MADE = frozenset(f"data/raw/planted/{name}.csv" for name in ("articles", *(f"codes_{book}" for book in PLANTED_BOOKS)))
STUDY_ID = re.compile(r"[a-z0-9-]+\Z")


@dataclass(frozen=True)
class Source:
    """One source of a study: the settings a reader needs, and the files it reads, relative to the project.

    ``beside`` are files that the reader finds through them, such as the kept pages of a list of addresses.
    """

    format: str
    files: tuple[str, ...]
    options: dict[str, Any]
    dataset: str | None
    role: str
    beside: tuple[str, ...] = ()

    @property
    def identity(self) -> dict[str, Any]:
        """Say what the content hangs on, for the name of shared results."""
        return {"format": self.format, "options": self.options, "dataset": self.dataset, "files": self.files}


@dataclass(frozen=True)
class Study:
    """One study: settings with all defaults filled in, its sources, and the names of what it shares with others."""

    id: str
    settings: dict[str, Any]
    counted: tuple[Source, ...]
    readings: tuple[Source, ...]
    codings: tuple[dict[str, Any], ...] = ()
    predictions: tuple[dict[str, Any], ...] = ()

    @property
    def is_coded(self) -> bool:
        """Tell whether people's codes or another tool's labels are there."""
        return bool(self.codings or self.predictions)

    @property
    def code_files(self) -> list[str]:
        """All files of codes and labels."""
        return [file for entry in (*self.codings, *self.predictions) for file in entry["files"]]

    @property
    def coded_texts(self) -> dict[str, str]:
        """Say what the coders of each codebook read: title, title_lead or all."""
        return {entry["codebook"]: entry.get("text", "all") for entry in self.settings.get("coding", [])}

    @property
    def coded_codebooks(self) -> list[str]:
        """Every codebook that codes or labels may speak of."""
        named = [entry["codebook"] for entry in (*self.codings, *self.predictions) if entry.get("codebook")]
        sheets = any(not entry.get("codebook") for entry in self.codings)
        return list(dict.fromkeys([*named, *(self.settings["frames"]["codebooks"] if sheets else [])]))

    @property
    def starts_from_counts(self) -> bool:
        """Tell whether the study starts mid-way, from counts that were shared in place of texts."""
        return any(source.format == "counts" for source in self.counted)

    @property
    def is_planted(self) -> bool:
        """Tell whether the texts are made by this project, with known contents."""
        return bool(self.settings.get("planted"))

    @property
    def has_claims(self) -> bool:
        """Tell whether the study puts hypotheses."""
        return bool(self.settings.get("hypotheses"))

    @property
    def corpus(self) -> str:
        """Name of the cleaned articles: sources, languages and window."""
        settings = self.settings["corpus"]
        identity = [[source.identity for source in self.counted], settings.get("languages"), settings.get("window")]
        identity += [settings["collected"]] if settings.get("collected") else []
        names = "-".join(source.dataset or source.format for source in self.counted)[:40]
        return f"corpus-{names}-{content_hash(identity)}"

    @property
    def matrix(self) -> str:
        """Name of the word counts: the cleaned articles, what makes words of them, and which of them are fitted."""
        on_focus = self.settings["topics"]["fit_on"] == "focus"
        focus = self.settings["corpus"].get("focus") if on_focus else None
        return "matrix-" + content_hash([self.corpus, self.settings["text"], self.settings["copies"], on_focus, focus])

    @property
    def model(self) -> str:
        """Name of the fitted topics: the word counts and the settings of a fit; the choice of K is not part of it."""
        topics = {key: value for key, value in self.settings["topics"].items() if key not in ("k", "choose", "fit_on")}
        return "model-" + content_hash([self.matrix, topics])


@dataclass(frozen=True)
class Project:
    """All studies of a run, and the public corpora they may name."""

    studies: dict[str, Study]
    datasets: dict[str, Any]

    @property
    def coded(self) -> list[str]:
        """Names of the studies with codes or labels."""
        return [name for name, study in self.studies.items() if study.is_coded]

    @property
    def claiming(self) -> list[str]:
        """Names of the studies with hypotheses."""
        return [name for name, study in self.studies.items() if study.has_claims]

    @property
    def from_counts(self) -> list[str]:
        """Names of the studies that start from shared counts."""
        return [name for name, study in self.studies.items() if study.starts_from_counts]

    @property
    def planted(self) -> list[str]:
        """Names of the studies of which everything is known."""
        return [name for name, study in self.studies.items() if study.is_planted]

    def sharing(self, level: str, name: str) -> Study:
        """Give the first study (by id) that uses a shared result; level is corpus, matrix or model."""
        return next(study for _, study in sorted(self.studies.items()) if getattr(study, level) == name)


def load(root: Path, config: Mapping[str, Any]) -> Project:
    """Read config, datasets, codebooks and studies under ``root``; UserError says in a sentence what is wrong."""
    schemas = {name: load_yaml(root / f"workflow/schemas/{name}.yaml") for name in ("config", "study", "dataset")}
    validate(config, schemas["config"], "config/config.yaml")
    datasets = load_yaml(root / "config/datasets.yaml", "config/datasets.yaml")
    validate(datasets, schemas["dataset"], "config/datasets.yaml")
    defaults = merged(defaults_of(schemas["study"]), config.get("defaults") or {})
    names = config["studies"]
    frames_of = _frames(root)
    studies = {}
    for name in names.split(",") if isinstance(names, str) else names:
        studies[name] = _study(root, name, schemas["study"], defaults, datasets, frames_of)
    return Project(studies, datasets)


def _frames(root: Path) -> dict[str, list[str]]:
    """Map each codebook of the project to its frames; one that cannot be read is a fault, used or not."""
    schema = load_yaml(root / "workflow/schemas/codebook.yaml")
    found: dict[str, list[str]] = {}
    for path in sorted((root / "config/codebooks").glob("*.yaml")):
        name = f"config/codebooks/{path.name}"
        book = read_codebook(load_yaml(path, name), schema, file=name)
        found[path.stem] = [frame.id for frame in book.frames]
    return found


def _study(
    root: Path,
    name: str,
    schema: Mapping[str, Any],
    defaults: Mapping[str, Any],
    datasets: Mapping[str, Any],
    frames_of: Mapping[str, list[str]],
) -> Study:
    file = f"config/studies/{name}.yaml"
    given = _given(root, name, schema)
    settings = merged(defaults, given)
    validate(settings, schema, f"{file} with the defaults of config/config.yaml")
    check_study(settings, file, datasets, frames_of)
    if isinstance(settings["topics"]["k"], int):
        settings["topics"]["k"] = [settings["topics"]["k"]]
    sources = [_source(root, entry, index, name, datasets) for index, entry in enumerate(given["corpus"]["sources"])]
    counted = tuple(source for source in sources if source.role == "counted")
    if not any(source.files for source in counted):
        raise UserError("no source is counted, so the corpus is empty", file=file, where="key corpus.sources")
    readings = tuple(s for s in sources if s.role == "reading")
    every_frame = {frame for book in settings["frames"]["codebooks"] for frame in frames_of[book]}
    codings = [*_codes(root, given, "coding", file), *_sheets(root, name, every_frame)]
    labels = _codes(root, given, "predictions", file)
    study = Study(name, settings, counted, readings, tuple(codings), tuple(labels))
    _check_counts(study, [source.format for source in sources], file)
    return study


def _check_counts(study: Study, formats: Sequence[str], file: str) -> None:
    """UserError where a study that starts from shared counts asks for what takes texts."""
    if "counts" not in formats:
        return
    if len(formats) > 1 or not study.starts_from_counts:
        right = "one source alone, role counted: counts of two corpora cannot be joined, for their words differ"
        raise UserError("a study starts from texts or from counts", file=file, where="key corpus.sources", right=right)
    if study.is_coded:
        fault = "codes and labels are judged with the texts, and this study starts from counts"
        right = "leave coding, predictions and returned sheets of codes out; frame scores may come along"
        raise UserError(fault, file=file, where="key coding", right=right)


def _sheets(root: Path, study: str, frames: set[str]) -> list[dict[str, Any]]:
    """List the returned sheets that hold codes of frames; each says itself which codebook it is of."""
    found = sheets.returned(root, study)
    return [{"files": [file], "sheet": True} for file in found if _holds_codes(root / file, file, frames)]


def _holds_codes(path: Path, name: str, frames: set[str]) -> bool:
    """Tell a sheet of codes, which names articles and frames, from one by which people judge topics."""
    try:
        tables = [sheets.read_sheet(path, name, {column}) for column in ("article_id", "url", "key")]
    except UserError:
        return False  # the step that reads every returned sheet says what is wrong with it
    return any(table is not None and ({"frame", "codebook", "sheet"} | frames) & set(table.columns) for table in tables)


def _codes(root: Path, given: Mapping[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    """Give the entries of coding or predictions that have files, each with the names of these."""
    found = []
    for index, entry in enumerate(given.get(key, [])):
        where = f"key {key}[{index}].path"
        if Path(entry["path"]).is_absolute():
            right = "expected: a path relative to the project"
            raise UserError(f"found '{entry['path']}'", file=file, where=where, right=right)
        files = _files(root, entry["path"])
        if not files and not entry.get("optional"):
            right = "put the file there, or mark it as optional: true"
            raise UserError(f"there is no file '{entry['path']}'", file=file, where=where, right=right)
        if files:
            found.append({**entry, "files": files})
    return found


def _files(root: Path, pattern: str) -> list[str]:
    """List the files of a pattern by their names relative to the project."""
    if pattern in MADE:
        return [pattern]
    return sorted(
        path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        for path in _matches(root, pattern)
        # a folder that Snakemake keeps by a hidden file is still empty
        if path.is_file() and not path.name.startswith(".")
    )


def _given(root: Path, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a study's file says, held against the schema."""
    file = f"config/studies/{name}.yaml"
    if not STUDY_ID.match(name):
        raise UserError(f"found the study id '{name}'", right="an id is made of small letters, digits and hyphens")
    if not (root / file).is_file():
        known = [path.stem for path in (root / "config/studies").glob("*.yaml")]
        raise UserError(f"there is no study '{name}'", file=file, right=nearest(name, known))
    given = load_yaml(root / file, file)
    validate(given, schema, file)
    return given


def study_settings(root: Path, name: str) -> tuple[str, dict[str, Any]]:
    """Read one study, whose articles need not be there yet: (its file, its settings as given, checked)."""
    file = f"config/studies/{name}.yaml"
    given = _given(root, name, load_yaml(root / "workflow/schemas/study.yaml"))
    check_study(given, file, load_yaml(root / "config/datasets.yaml", "config/datasets.yaml"), _frames(root))
    return file, given


def pages_folder(study: str) -> str:
    """Name the folder in which the pages of a study's lists of addresses are kept."""
    return f"data/raw/{study}/pages"


def fetched_folder(study: str, fetch: Mapping[str, Any]) -> str:
    """Name the folder in which the answers to a query are kept: another query, another folder; more pages, the same."""
    query = {key: fetch.get(key) for key in ("query", "from", "to", "language")}
    return f"data/raw/{study}/{fetch['api']}-{content_hash(query)}"


def _source(root: Path, entry: Mapping[str, Any], index: int, study: str, datasets: Mapping[str, Any]) -> Source:
    file = f"config/studies/{study}.yaml"
    role = entry.get("role", "counted")
    options = {
        key: entry[key]
        for key in ("preset", "columns", "defaults", "delimiter", "encoding", "one_per_line")
        if key in entry
    }
    if "dataset" in entry:
        dataset = datasets[entry["dataset"]]
        own = {
            key: dataset[key]
            for key in ("columns", "defaults", "delimiter", "encoding", "one_per_line")
            if key in dataset
        }
        path = f"data/raw/{entry['dataset']}/{dataset['file']}"
        return Source(dataset["format"], (path,), merged(own, options), entry["dataset"], role)
    if "path" not in entry:
        folder = fetched_folder(study, entry["fetch"])
        files = sorted(path.relative_to(root).as_posix() for path in (root / folder).glob("page-*.json"))
        if not files and not entry.get("optional"):
            raise _not_fetched(study, file, f"key corpus.sources[{index}].fetch")
        return Source(entry["fetch"]["api"], tuple(files), options, None, role)
    pattern = entry["path"]
    where = f"key corpus.sources[{index}].path"
    if Path(pattern).is_absolute():
        raise UserError(f"found '{pattern}'", file=file, where=where, right="expected: a path relative to the project")
    files = _files(root, pattern)
    if not files and not entry.get("optional"):
        raise UserError(
            f"there is no file '{pattern}'",
            file=file,
            where=where,
            right="put the files there, or mark the source as optional: true",
        )
    if entry["format"] != "urls" or not files:
        return Source(entry["format"], tuple(files), options, None, role)
    folder = pages_folder(study)
    if not (root / folder / manifest.NAME).is_file():
        if entry.get("optional"):
            return Source("urls", (), options, None, role)
        raise _not_fetched(study, file, where)
    kept = sorted(f"{folder}/{path.name}" for path in (root / folder).glob("*.html"))
    beside = (f"{folder}/{manifest.NAME}", *kept)
    return Source("urls", tuple(files), {**options, "pages": folder}, None, role, beside)


def _not_fetched(study: str, file: str, where: str) -> UserError:
    return UserError(
        "the articles of this source have not been fetched yet",
        file=file,
        where=where,
        right=f"run make fetch STUDY={study} once, with a network; then make STUDY={study}",
    )


def _matches(root: Path, pattern: str) -> list[Path]:
    """Expand a pattern, which may begin with ../ (pathlib cannot glob upwards)."""
    base = root
    parts = Path(pattern).parts
    while parts and parts[0] == "..":
        base, parts = base / "..", parts[1:]
    if not parts:
        return []
    found = list(base.glob("/".join(parts)))
    # a folder stands for the files in it (the pages of one request), but sheets of coders are no articles
    found = [path for path in found if not (path.is_dir() and path.name == sheets.FOLDER)]
    return [inner for path in found for inner in (path.iterdir() if path.is_dir() else [path])]
