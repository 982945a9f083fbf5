"""The record, its proof and the deposit on the small project; and the guide's commands on a newcomer's table."""

import csv
import html
import io
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import smoke
from rocrate.rocrate import ROCrate

from newsframing import rights

HEADINGS = """\
## Overview
## Data Availability and Provenance Statements
### Statement about Rights
### License for Data
### Summary of Availability
### Details on each Data Source
## Dataset list
## Computational requirements
### Software Requirements
### Controlled Randomness
### Memory, Runtime, Storage Requirements
#### Summary time to reproduce
#### Summary of required storage space
#### Computational Details
## Description of programs/code
### License for Code
## Instructions to Replicators
### Details on various programs
## List of tables and programs
## References
## Acknowledgements
""".splitlines()


def command(folder, *arguments):
    lib = os.pathsep.join(str(folder / "workflow" / part) for part in ("lib", "logger"))
    environment = {**os.environ, "PYTHONPATH": lib, "MPLCONFIGDIR": str(folder / ".mpl")}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture()
def published(own_copy):
    done = command(own_copy, "newsframing.replication", "publish", "smoke")
    assert done.returncode == 0, done.stderr
    return own_copy


def test_a_finished_study_has_a_package_that_says_how_it_was_made(smoke_project):
    folder = smoke_project / "reports/smoke/replication"
    text = (folder / "README.md").read_text("utf-8")
    lines = text.splitlines()
    places = [lines.index(heading) for heading in HEADINGS]
    assert places == sorted(places)
    for heading, place in zip(HEADINGS, places, strict=True):  # each is filled, by text or by what stands below it
        filled = [line for line in lines[place + 1 :] if line]
        assert filled, heading
        assert not filled[0].startswith("## "), heading
    for sentence in rights.ALL:
        assert f"- {sentence}" in lines
    index = html.unescape((smoke_project / "reports/smoke/index.html").read_text("utf-8"))
    for sentence in rights.ALL:
        assert sentence in index
    assert "- [x] Less than 10 minutes" in lines
    tables = sorted((smoke_project / "reports/smoke/tables").glob("*.csv"))
    listed = pd.read_csv(folder / "manifest.csv").set_index("path")["sha256"]
    assert {f"tables/{table.name}" for table in tables} <= set(listed.index)
    assert {"index.html", "figures/frame_prevalence.svg", "figures/frame_prevalence.png"} <= set(listed.index)
    for table in tables:
        assert re.search(rf"\| `{table.stem}` \| `[a-z]+_[a-z]+` \| \d+ \| `\.\./tables/{table.name}` \|", text), table
    assert "| `corpus_flow` | `build_articles` |" in text
    articles = pd.read_parquet(smoke_project / "data/processed/smoke/articles.parquet")
    assert pd.read_csv(folder / "articles.csv")["article_id"].tolist() == sorted(articles["article_id"])
    crate = ROCrate(folder)
    assert crate.name == "A smoke study on texts written for the tests"
    assert {entity.id for entity in crate.data_entities} == {
        "README.md", "articles.csv", "manifest.csv", "requirements.lock", "study.yaml",
    }  # fmt: skip
    assert all((folder / entity.id).is_file() for entity in crate.data_entities)


def test_a_record_holds_no_sentence_of_an_article_and_no_path(published):
    folder = published / "published/smoke"
    said = {path: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert len(said) > 40
    sentences = [sentence for theme in smoke.THEMES.values() for sentence in theme]
    for path, text in said.items():
        assert not [sentence for sentence in sentences if sentence.rstrip(".") in text], path.name
        assert str(published) not in text
    quoted = (published / "reports/smoke/tables/frame_quotes.csv").read_text("utf-8")
    assert any(sentence.rstrip(".") in quoted for sentence in sentences), "else the first test could not fail"


def test_a_changed_comma_is_told_with_the_table_that_moved_and_why(published):
    export = published / "data/raw/smoke/export.csv"
    text = export.read_text("utf-8-sig")
    old = next(s for s in smoke.THEMES["conflict"] if f"{s} " in text and "," in s)
    rows = csv.DictReader(io.StringIO(text))
    row = next(row for row in rows if f"{old} " in row["text"] and text.count(row["text"]) == 1)
    changed = row["text"].replace(old, old.replace(",", ""), 1)
    export.write_text(text.replace(row["text"], changed), "utf-8")
    done = command(published, "newsframing.replication", "verify", "smoke")
    assert done.returncode == 4, done.stdout + done.stderr
    assert "smoke: different" in done.stdout
    assert re.search(r"tables/\w+\.csv: different\n.*  column \w+: \d+ of \d+ rows; first row \d+", done.stdout)
    why = re.search(r"why: article ([0-9a-f]{16}) \((.*)\) was changed at its source: it is now", done.stdout)
    assert why, done.stdout
    assert row["source"] in why[2] and row["link"] in why[2]
    assert "with the same words: its punctuation" in done.stdout
    assert "settings differ" not in done.stdout and "programs" not in done.stdout
    kept = pd.read_csv(published / "dist/verify/smoke/articles.csv")["article_id"]
    assert why[1] not in kept.tolist()


def test_the_deposit_unpacks_and_is_verified_without_git(published, tmp_path, monkeypatch):
    monkeypatch.setenv("SMOKE_API_KEY", "k3y-that-nobody-may-see")
    first = command(published, "newsframing.replication", "archive", "smoke")
    assert first.returncode == 0, first.stderr
    packed = published / "dist/smoke.zip"
    content = packed.read_bytes()
    assert command(published, "newsframing.replication", "archive", "smoke").returncode == 0
    assert packed.read_bytes() == content
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "elsewhere")
        for name in names:
            assert str(published).encode() not in archive.read(name), name
    assert min(name.count("/") for name in names if name.endswith("/Snakefile")) <= 1
    data = [name for name in names if "/data/" in name and not name.endswith(".gitkeep")]
    assert data == []
    assert not [
        name for name in names if ".git/" in name or "reports/smoke/coding/" in name or name.endswith(".parquet")
    ]
    assert "newsframing-smoke/reports/smoke/index.html" in names
    project = tmp_path / "elsewhere/newsframing-smoke"
    lacking = command(project, "newsframing.replication", "verify")
    assert lacking.returncode == 1
    assert "there is no file 'data/raw/smoke/*.csv'; put the files there" in lacking.stderr
    (project / "data/raw/smoke").mkdir()
    for path in (published / "data/raw/smoke").glob("*.*"):
        (project / "data/raw/smoke" / path.name).write_bytes(path.read_bytes())
    done = command(project, "newsframing.replication", "verify", "smoke")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"smoke: identical; of (\d+) tables \1 identical", done.stdout)
    assert not (project / "dist/verify").exists()


def test_a_deposit_of_a_study_without_a_record_gets_one(own_copy):
    done = command(own_copy, "newsframing.replication", "archive", "smoke")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(own_copy / "dist/smoke.zip") as archive:
        names = archive.namelist()
    assert "newsframing-smoke/published/smoke/manifest.csv" in names
    assert "newsframing-smoke/published/smoke/articles.csv" in names
    assert not (own_copy / "published").exists(), "the record of the project is written by make publish alone"


def test_a_key_in_a_file_keeps_the_deposit_from_being_written(published, monkeypatch):
    monkeypatch.setenv("SMOKE_API_KEY", "k3y-that-nobody-may-see")
    (published / "config/notes.yaml").write_text("key: k3y-that-nobody-may-see\n", "utf-8")
    done = command(published, "newsframing.replication", "archive", "smoke")
    assert done.returncode == 1
    assert "config/notes.yaml: it holds the value of SMOKE_API_KEY, so nothing was written" in done.stderr
    assert "k3y" not in done.stderr
    assert not list((published / "dist").glob("*.zip"))


def test_the_commands_of_the_guide_lead_to_an_index_page(tmp_path):
    project = smoke.make_project(tmp_path)
    # without the dirt: a broken date, one of another year, a headline alone
    rows = [row for row in smoke.rows(43)[:43] if row["text"] and row["date"].startswith("2020")]
    with (project / "my-articles.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["Nr", "Headline", "Full text", "Date", "Newspaper", "Web URL"])
        writer.writerows([r["id"], r["headline"], r["text"], r["date"], r["source"], r["link"]] for r in rows)
    guide = (smoke.ROOT / "docs/your-study.md").read_text("utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) for line in block.splitlines()]
    assert [shlex.split(line)[:2] for line in lines] == [["make", "new"], ["make", "STUDY=my-study"]]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(project / "workflow" / part) for part in ("lib", "logger")),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    # the environment of the tests stands for the one that make would set up
    venv = Path(sys.prefix).as_posix()
    for line in lines:
        words = [*shlex.split(line), f"VENV={venv}", "-o", f"{venv}/.ready"]
        done = subprocess.run(words, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (project / "reports/my-study/index.html").read_text("utf-8")
    assert "How three papers covered the river" in page
    outlets = pd.read_csv(project / "reports/my-study/tables/corpus_by_outlet.csv")
    assert len(rows) == 40
    assert outlets["n"].sum() == len(rows)
    assert set(outlets["outlet"]) == set(smoke.OUTLETS)
