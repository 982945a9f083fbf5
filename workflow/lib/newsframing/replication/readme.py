"""The README of a study's replication package, under the headings that data editors of social science journals ask for.

Every figure in it is of the study's own tables, or one that the project states; none is of the run that wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from newsframing.replication.record import versions

#: what the project says of itself in its README and docs; a run's own clock never enters an artefact
RUN_TIME = (
    "On two cores a fresh clone ran both studies of `config/config.yaml` (3,824 records read) in 2 minutes 55 seconds, "
    "installation included. `make times` says where the time of a run went, `make bench` measures larger corpora."
)
MEMORY = (
    "The largest job of these studies was measured at 565 MB of memory. The environment takes about 1.5 GB of disk, "
    "the two studies some 200 MB."
)
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


def _listed_source(source: Mapping[str, Any], datasets: Mapping[str, Any]) -> tuple[str, str, str]:
    """Give a source's line of the dataset list: its files, where they are from, whether they are provided."""
    if name := source.get("dataset"):
        entry = datasets[name]
        return f"`data/raw/{name}/{plain(entry['file'])}`", plain(entry.get("title", name)), "no; fetched by the run"
    if "path" not in source:
        return "`data/raw/`", f"service `{source['fetch']['api']}`", "no; `make fetch` asks for it"
    if source["format"] == "urls":
        return as_code(source["path"]), "addresses of pages", "the list; `make fetch` asks for the pages"
    return as_code(source["path"]), "the study's own", "no"


def data_section(record: Mapping[str, Any], flow: pd.DataFrame, outlets: pd.DataFrame, listed: int) -> list[str]:
    """Write data availability and provenance, and the dataset list."""
    sources = record["study"]["corpus"]["sources"]
    datasets = record.get("datasets") or {}
    # texts that are only read against the corpus move no number
    private = any("dataset" not in source and source.get("role") != "reading" for source in sources)
    window = record["study"]["corpus"].get("window") or {}
    span = f", {window.get('from', 'the start')} to {window.get('to', 'the end')}" if window else ""
    lines = [
        "## Data Availability and Provenance Statements",
        "",
        f"The study read {int(flow['n_in'].iloc[0]):,} records and kept {int(flow['n_out'].iloc[-1]):,} articles of "
        f"{len(outlets)} outlets{span}; every removed record and its reason is counted in `../tables/corpus_flow.csv`.",
        "",
        "### Statement about Rights",
        "",
        "- [ ] The authors of the study certify that they have legitimate access to and permission to use the data. "
        "(Theirs to tick.)",
        "- The texts of the articles belong to their publishers. No text is redistributed: not here, not in the record "
        "under `published/`, not in the deposit that `make archive` packs. Pages and tables quote at most two "
        "sentences or 50 words of an article.",
        f"- In place of the texts stand {listed:,} article ids and content hashes in `articles.csv`, so that someone "
        "with access to the same sources can rebuild the study and be told which articles differ or lack.",
        "",
        "### Summary of Availability",
        "",
        f"- [{' ' if private else 'x'}] All data are publicly available.",
        f"- [{'x' if private else ' '}] Some data cannot be made publicly available; each source says how to get them.",
        "",
        "### Details on each Data Source",
    ]
    for source in sources:
        name = source.get("dataset")
        lines += _dataset(name, datasets[name]) if name else _own_source(source)
    rows = [_listed_source(source, datasets) for source in sources]
    rows += [("`articles.csv`", "ids and content hashes of the articles, made by the run", "yes")]
    return [*lines, "", "## Dataset list", "", *_table(["data file", "source", "provided"], rows), ""]


def requirements_section(record: Mapping[str, Any], lock: str) -> list[str]:
    """Write the computational requirements."""
    pinned = dict(versions(lock))
    topics, bootstrap = record["study"]["topics"], record["study"]["bootstrap"]
    k = topics["k"] if isinstance(topics["k"], list) else [topics["k"]]
    return [
        "## Computational requirements",
        "",
        "### Software Requirements",
        "",
        f"- Python 3.11, 3.12 or 3.13 and `make`; {len(pinned)} packages with versions and hashes in "
        "`requirements.lock`, which `make` installs into a folder of the project. Among them: "
        + ", ".join(f"{name} {pinned[name]}" for name in _PRINCIPAL if name in pinned)
        + ".",
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
        "#### Summary",
        "",
        "- [x] Less than 10 minutes on a machine of two cores with nothing else to do, for some thousand articles.",
        "- [x] Less than 25 GB of disk.",
        "",
        "#### Details",
        "",
        RUN_TIME,
        MEMORY,
        "",
    ]


def programs_section(record: Mapping[str, Any], study: str) -> list[str]:
    """Write what the programs are and how to run them."""
    steps = [
        ("`workflow/rules/corpus.smk`", "raw files → clean articles, copies, events, the flow"),
        ("`workflow/rules/topics.smk`", "word counts, topics for each K, their stability and prevalence"),
        ("`workflow/rules/frames.smk`", "frames by article with the sentences that showed them; speakers"),
        ("`workflow/rules/coding.smk`", "codes made by people, a classifier, what each measure is worth"),
        ("`workflow/rules/evidence.smk`", "hypotheses to verdicts, robustness"),
        ("`workflow/rules/reports.smk`", "notebooks, figures, pages, checks"),
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
        "### Details",
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
        "Every table and figure of the report is made by the rule named; `snakemake <file>` makes it alone.",
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
        *requirements_section(record, lock),
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
