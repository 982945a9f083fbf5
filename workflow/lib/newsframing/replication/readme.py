"""The README of a study's replication package, under the headings that data editors of social science journals ask for.

Every figure in it is of the study's own tables, or one that the project states; none is of the run that wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from newsframing.replication.record import pinned
from newsframing.rights import ALL

#: what was measured once, on two cores: a run's own clock never enters an artefact. The bench's whole path took 9.9
#: times as long, and 1,013 MB, for ten times the corpus
MEASURED = (
    "Measured once on two cores, for the two studies of `config/config.yaml` (3,824 records): 2 minutes 55 seconds "
    "from a fresh clone, installation included, 565 MB in the largest job; with ten times the corpus ten times the "
    "work, and 1.0 GB. A run writes down neither its time nor its machine, so that it gives the same bytes each time: "
    "`make times` says where the time of the last run went, `make bench` measures larger corpora."
)
#: minutes that any run takes, records read that add one more minute, and the classes of the template, in minutes
_FIXED, _RECORDS = 2, 2000
_CLASSES = (
    (10, "Less than 10 minutes"), (60, "10 to 60 minutes"), (480, "1 to 8 hours"), (1440, "8 to 24 hours"),
    (4320, "1 to 3 days"), (20160, "3 to 14 days"), (10**9, "More than 14 days"),
)  # fmt: skip
_TEMPLATE = (
    "Vilhuber, L., Connolly, M., Koren, M., Llull, J., & Morrow, P. (2022). A template README for social science "
    "replication packages, version 1.1. doi:10.5281/zenodo.7293838"
)
_PRINCIPAL = ("snakemake", "pandas", "numpy", "scipy", "scikit-learn", "gensim", "matplotlib", "papermill", "pyarrow")


def plain(text: object) -> str:
    """Make a text safe inside a line or a table of Markdown: one line, nothing that opens HTML, a link or a cell."""
    line = " ".join(str(text).split())
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;"))


def as_code(text: object) -> str:
    """Show a text as code inside a line or a table of Markdown."""
    return "`" + " ".join(str(text).split()).replace("`", "'").replace("|", "¦") + "`"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)]


def _dataset(name: str, entry: Mapping[str, Any]) -> list[str]:
    """Tell one public corpus: where it is from, whose it is, how it is cited and checked."""
    said = [f"**{plain(entry.get('title', name))}** (`{name}`, version {plain(entry.get('version', 'not stated'))})."]
    said += [f"{key.capitalize()}: {plain(entry[key])}" for key in ("origin", "licence", "limits") if entry.get(key)]
    said.append(
        f"Fetched by the first run to `data/raw/{name}/{plain(entry['file'])}` and checked: "
        f"sha256 `{entry.get('file_sha256', 'not stated')}`."
    )
    return ["", *said]


def _own_source(source: Mapping[str, Any]) -> list[str]:
    """Tell a source that the authors of the study have gathered themselves."""
    if "path" not in source:
        fetch = source["fetch"]
        what = f"**Answers of the service `{fetch['api']}`** to the query {as_code(fetch.get('query', ''))}, "
        what += (
            f"{fetch.get('from', 'from the start')} to {fetch.get('to', 'the end')}. `make fetch` asks for them with "
        )
        what += "a key of your own; they are kept under `data/raw/` and are no part of the package."
        rights = "Rights: the terms of the service hold, and the publishers' rights in each text."
    elif source["format"] == "counts":
        what = f"**Counts of words and frame scores of another study** ({as_code(source['path'])}), shared in place of "
        what += "its texts. What could not be recomputed from them is listed in `../tables/not_recomputed.csv`, with "
        what += "the reason. They are no part of the package."
        rights = "Rights: those of the study that shared them, and of the sources it names."
    elif source["format"] == "urls":
        what = (
            f"**Pages behind the addresses of {as_code(source['path'])}**, which `make fetch` asks for; they are kept "
        )
        what += "under `data/raw/` and are no part of the package. A page may have changed or gone since."
        rights = "Rights: the texts belong to their publishers."
    else:
        role = " (read against the corpus, never counted)" if source.get("role") == "reading" else ""
        what = f"**Files {as_code(source['path'])}**{role}, format `{source['format']}`."
        rights = (
            "Rights: the texts belong to their publishers; the authors of the study hold them under terms that this "
            "program cannot know and that they have to state here. The files are no part of the package."
        )
    return ["", what, rights]


def _listed_source(source: Mapping[str, Any], datasets: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Give a source's line of the dataset list: its files, where they are from, a note, whether they are provided."""
    if name := source.get("dataset"):
        entry = datasets[name]
        file = f"`data/raw/{name}/{plain(entry['file'])}`"
        return file, plain(entry.get("title", name)), "fetched by the run, checked by sha256", "no"
    if "path" not in source:
        return "`data/raw/`", f"service `{source['fetch']['api']}`", "`make fetch` asks for it", "no"
    if source["format"] == "urls":
        return as_code(source["path"]), "addresses of pages", "`make fetch` asks for the pages", "the list alone"
    if source["format"] == "counts":
        return as_code(source["path"]), "another study", "counts of words, frame scores; no text", "no"
    role = "read against the corpus, never counted" if source.get("role") == "reading" else "the articles"
    return as_code(source["path"]), "the study's own", role, "no"


def data_section(record: Mapping[str, Any], flow: pd.DataFrame, outlets: pd.DataFrame, listed: int) -> list[str]:
    """Write data availability and provenance, and the dataset list."""
    sources = record["study"]["corpus"]["sources"]
    datasets = record.get("datasets") or {}
    # texts that are only read against the corpus move no number
    counted = ["dataset" in source for source in sources if source.get("role") != "reading"]
    private, public = not all(counted), any(counted)
    window = record["study"]["corpus"].get("window") or {}
    span = f", {window.get('from', 'the start')} to {window.get('to', 'the end')}" if window else ""
    lines = [
        "## Data Availability and Provenance Statements",
        "",
        f"- [{'x' if record['study'].get('planted') else ' '}] This study does not involve analysis of external data.",
        "",
        f"The study read {int(flow['n_in'].iloc[0]):,} records and kept {int(flow['n_out'].iloc[-1]):,} articles of "
        f"{len(outlets)} outlets{span}; every removed record and its reason is counted in `../tables/corpus_flow.csv`.",
        "",
        "### Statement about Rights",
        "",
        "- [ ] The authors of the study certify that they have legitimate access to and permission to use the data. "
        "(Theirs to tick.)",
        "- No text is redistributed: not here, not in the record under `published/`, not in the deposit that `make "
        "archive` packs.",
        *(f"- {sentence}" for sentence in ALL),
        f"- In place of the texts stand {listed:,} article ids and content hashes in `articles.csv`, so that someone "
        "with access to the same sources can rebuild the study and be told which articles differ or lack.",
        "",
        "### License for Data",
        "",
        "The articles have no licence from this project: their publishers' rights and the terms of each source hold. "
        "`articles.csv` and the tables are facts and measures about them; the authors of the study choose a licence "
        "for these and state it here.",
        "",
        "### Summary of Availability",
        "",
        f"- [{' ' if private else 'x'}] All data are publicly available.",
        f"- [{'x' if private and public else ' '}] Some data cannot be made publicly available.",
        f"- [{'x' if private and not public else ' '}] No data can be made publicly available.",
        "",
        "Each source below says how to get at it.",
        "",
        "### Details on each Data Source",
    ]
    for source in sources:
        name = source.get("dataset")
        lines += _dataset(name, datasets[name]) if name else _own_source(source)
    rows = [_listed_source(source, datasets) for source in sources]
    rows += [("`articles.csv`", "all listed", "ids and content hashes of the articles, made by the run", "yes")]
    rows += [("`../tables/*.csv`", "all listed", "made by the run; each with its sha256 in `manifest.csv`", "yes")]
    return [*lines, "", "## Dataset list", "", *_table(["data file", "source", "notes", "provided"], rows), ""]


def _runtime(read: int) -> list[str]:
    """Tick the class of the template for a number of records read, by what was measured."""
    minutes = _FIXED + -(-read // _RECORDS)
    own = next(limit for limit, _ in _CLASSES if minutes < limit)
    return [
        "#### Summary time to reproduce",
        "",
        f"Approximate time on a machine of two cores with nothing else to do, some {minutes} minutes for {read:,} "
        "records read (a classifier trained on codes takes some minutes more):",
        "",
        *(f"- [{'x' if limit == own else ' '}] {said}" for limit, said in _CLASSES),
        "- [ ] Not feasible to run on a desktop machine.",
        "",
    ]


def extras(study: Mapping[str, Any]) -> list[str]:
    """Name the files of optional packages, beyond the lock, that what a study asks for needs."""
    asked = {
        "requirements-stm.in": study["topics"]["engine"] == "stm",
        "requirements-encoder.in": (study.get("classifier") or {}).get("features") == "encoder",
        "requirements-names.in": (study.get("speakers") or {}).get("names") == "model",
    }
    return [file for file, needed in asked.items() if needed]


def requirements_section(record: Mapping[str, Any], lock: str, read: int) -> list[str]:
    """Write the computational requirements."""
    held = pinned(lock)
    topics, bootstrap = record["study"]["topics"], record["study"]["bootstrap"]
    k = topics["k"] if isinstance(topics["k"], list) else [topics["k"]]
    return [
        "## Computational requirements",
        "",
        "### Software Requirements",
        "",
        f"- Python 3.11, 3.12 or 3.13 and `make`; {len(held)} packages with versions and hashes in "
        "`requirements.lock`, which `make` installs into a folder of the project. Among them: "
        + ", ".join(f"{name} {held[name]}" for name in _PRINCIPAL if name in held)
        + ".",
        *(f"- Packages beyond the lock that this study needs: `{file}`." for file in extras(record["study"])),
        "- A connection to a Python package index, for the installation"
        + (" and the public corpus" if record.get("datasets") else "")
        + ". Nothing else is loaded from the network.",
        "",
        "### Controlled Randomness",
        "",
        f"- Topics (`workflow/rules/topics.smk`): engine `{topics['engine']}`, seeds 1 to {topics['seeds']} and "
        f"{topics['resamples']} resamples, seeded by their number, for each K of {', '.join(map(str, k))}.",
        f"- Intervals: bootstrap of stories, {bootstrap['draws']} draws, seed {bootstrap['seed']}.",
        "- Every job runs on one thread; articles are sorted by id; numbers are rounded to six decimals on writing. "
        "Two runs on one platform and one lock give the same bytes; on another kind of processor the last decimals of "
        "fitted topics may differ, and `make verify` then says `within tolerance`.",
        "",
        "### Memory, Runtime, Storage Requirements",
        "",
        *_runtime(read),
        "#### Summary of required storage space",
        "",
        "- [x] Less than 25 GB: about 1.5 GB for the environment, and some 30 kB a record for what a run leaves.",
        "",
        "#### Computational Details",
        "",
        MEASURED,
        "",
    ]


def programs_section(record: Mapping[str, Any], study: str) -> list[str]:
    """Write what the programs are and how to run them."""
    steps = [
        ("`workflow/rules/corpus.smk`", "raw files → clean articles, copies, events, the flow"),
        ("`workflow/rules/topics.smk`", "word counts, topics for each K, their stability and prevalence"),
        ("`workflow/rules/frames.smk`", "frames by article with the sentences that showed them; speakers"),
        ("`workflow/rules/counts.smk`", "in place of these, for studies that start from shared counts"),
        ("`workflow/rules/coding.smk`", "codes made by people, a classifier, what each measure is worth"),
        ("`workflow/rules/evidence.smk`", "hypotheses to verdicts, robustness"),
        ("`workflow/rules/reports.smk`", "notebooks, figures, pages, checks"),
        ("`workflow/rules/site.smk`", "articles in focus, a card a frame, regressions, method text, downloads"),
        ("`workflow/rules/replication.smk`", "this package"),
    ]
    codebooks = ", ".join(f"`config/codebooks/{name}.yaml`" for name in record["study"]["frames"]["codebooks"])
    return [
        "## Description of programs/code",
        "",
        "`Snakefile` names the order of work; a rule calls the script of its name in `workflow/scripts/`, which calls "
        "the library in `workflow/lib/newsframing/`; pages are made by the notebooks in `workflow/notebooks/`.",
        "",
        *_table(["rules", "what they do"], steps),
        "",
        f"The study is `config/studies/{study}.yaml`; with every default filled in it is `study.yaml` beside this. "
        + (f"Its codebooks: {codebooks}." if codebooks else ""),
        "",
        "### License for Code",
        "",
        "The code is under the MIT licence (`LICENSE`). It does not cover the articles.",
        "",
        "## Instructions to Replicators",
        "",
        "1. Unpack the deposit, or clone the project, and go into its folder.",
        "2. Put the sources that are not public where the dataset list says.",
        f"3. `make STUDY={study}` installs the locked packages and runs the study to `reports/{study}/index.html`.",
        f"4. `make verify STUDY={study}` runs it once more in a scratch folder and compares every table with "
        f"`published/{study}/`.",
        "",
        "### Details on various programs",
        "",
        "`make verify` ends with status 0 where all tables are identical and with another one where they are not; its "
        "last line says `identical`, `within tolerance` or `different`, the lines before it which table moved, in "
        "which column, and which articles, settings, packages or programs are not those of the record.",
        "",
    ]


def outputs_section(tables: Mapping[str, str], figures: pd.DataFrame, sizes: Mapping[str, int]) -> list[str]:
    """List every table and figure with the rule that makes it and its file."""
    rows = [(f"`{name}`", f"`{rule}`", sizes.get(name, ""), f"`../tables/{name}.csv`") for name, rule in tables.items()]
    drawn = [
        (plain(row.title), f"`{row.rule}`", f"`../{row.table}`", f"`../figures/{row.file}`")
        for row in figures.itertuples()
    ]
    return [
        "## List of tables and programs",
        "",
        "The provided code reproduces:",
        "",
        "- [x] All numbers that the report gives in text",
        "- [x] All tables and figures of the report",
        "",
        "Each is made by the rule named, whose program is `workflow/scripts/<rule>.py` (`render_notebook.py` for rules "
        "of pages and their figures); `snakemake <file>` makes it alone. What takes the articles themselves can be "
        "made again by whoever has them; `make verify` says which are not the same.",
        "",
        "### Tables",
        "",
        *_table(["table", "rule", "rows", "file"], rows),
        "",
        "### Figures",
        "",
        *_table(["figure", "rule", "drawn from", "file (SVG; PNG beside it)"], drawn),
        "",
    ]


def readme(
    study: str,
    record: Mapping[str, Any],
    lock: str,
    tables: Mapping[str, pd.DataFrame],
    rules: Mapping[str, str],
    figures: pd.DataFrame,
    listed: int,
    software: str,
) -> str:
    """Write the README; ``rules`` names the rule of each table, ``software`` says how the project is cited."""
    made = {name: rules[name] for name in sorted(tables)}
    cited = [plain(entry["citation"]) for entry in (record.get("datasets") or {}).values() if entry.get("citation")]
    lines = [
        f"# Replication package: {plain(record['study']['title'])}",
        "",
        "## Overview",
        "",
        f"This package says how the results of the study `{study}` were made and how to make them again. It was "
        f"written by the run itself: {len(made)} tables and {len(figures)} figures, each with its sha256 in "
        "`manifest.csv`. `ro-crate-metadata.json` says the same to machines.",
        "",
        *([f"Question: {plain(record['study']['question'])}", ""] if record["study"].get("question") else []),
        *data_section(record, tables["corpus_flow"], tables["corpus_by_outlet"], listed),
        *requirements_section(record, lock, int(tables["corpus_flow"]["n_in"].iloc[0])),
        *programs_section(record, study),
        *outputs_section(made, figures, {name: len(table) for name, table in tables.items()}),
        "## References",
        "",
        *(f"- {each}" for each in [*cited, plain(software), plain(_TEMPLATE)]),
        "",
        "## Acknowledgements",
        "",
        "The headings follow the template README of the social science data editors, cited above.",
        "",
    ]
    return "\n".join(lines)
