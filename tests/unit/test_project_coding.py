"""Studies with codes made by people, as the workflow sees them."""

import shutil
from pathlib import Path

import pytest

from newsframing import project
from newsframing.errors import UserError

ROOT = Path(__file__).parents[2]
HEAD = "title: T\ncorpus: {sources: [{path: 'data/raw/x/*.csv', format: table}]}\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("workflow/schemas", "config/codebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "config/studies").mkdir(parents=True)
    shutil.copyfile(ROOT / "config/datasets.yaml", tmp_path / "config/datasets.yaml")
    (tmp_path / "data/raw/x").mkdir(parents=True)
    (tmp_path / "data/raw/x/a.csv").write_text("body\nx\n")
    (tmp_path / "data/raw/x/codes.tsv").write_text("key\tframe\n")
    return tmp_path


def load(folder, text):
    (folder / "config/studies/a.yaml").write_text(HEAD + text)
    return project.load(folder, {"studies": "a"})


def test_codes_and_labels_make_a_study_a_coded_one(folder):
    text = "coding: [{path: data/raw/x/codes.tsv, codebook: causes, text: title}]\n"
    text = text.replace("causes", "conflict")
    text += "predictions: [{path: data/raw/x/*.tsv, codebook: remedies, method: my-llm}]\n"
    loaded = load(folder, text)
    study = loaded.studies["a"]
    assert loaded.coded == ["a"]
    assert study.coded_codebooks == ["conflict", "remedies"]
    assert study.coded_texts == {"conflict": "title"}
    assert study.code_files == ["data/raw/x/codes.tsv"] * 2


def test_a_study_without_codes_is_none(folder):
    optional = "coding: [{path: data/raw/x/none.csv, codebook: conflict, optional: true}]\n"
    for text in ("", optional):
        assert load(folder, text).coded == []


def test_returned_sheets_are_found_by_themselves(folder):
    sheets = folder / "data/raw/a/codings"
    sheets.mkdir(parents=True)
    for name, text in {
        "zoe.csv": "article_id,talks\n",
        "wave2/ab.csv": "article_id;frame;present\n",
        "topics.csv": "item,answer\n",  # people judge topics by it
        ".~lock.csv": "",
        "notes.pdf": "",
        "broken.xlsx": "",
    }.items():
        (sheets / name).parent.mkdir(exist_ok=True)
        (sheets / name).write_text(text)
    study = load(folder, "frames: {codebooks: [remedies]}\n").studies["a"]
    assert study.code_files == ["data/raw/a/codings/wave2/ab.csv", "data/raw/a/codings/zoe.csv"]
    assert study.coded_codebooks == ["remedies"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("coding: [{path: data/raw/x/c.csv, codebook: conflict}]", ["coding[0].path", "no file 'data/raw/x/c.csv'"]),
        ("coding: [{path: /etc/passwd, codebook: conflict}]", ["/etc/passwd", "relative"]),
        ("coding: [{path: c.csv, codebook: conflct}]", ["coding[0].codebook", "did you mean 'conflict'"]),
        ("coding: [{path: c.csv, codebook: conflict, map: {W: militry}}]", ["map.W", "did you mean 'military'"]),
        ("coding: [{path: c.csv, codebook: conflict, txt: title}]", ["txt", "did you mean 'text'"]),
        ("coding: [{path: c.csv, codebook: conflict, coders: {m: {kind: robot}}}]", ["robot", "model"]),
        ("predictions: [{path: c.csv, codebook: conflict, method: classifier}]", ["predictions[0].method"]),
        ("predictions: [{path: c.csv, codebook: conflict}]", ["'method' is missing"]),
    ],
)
def test_faults_of_codes_in_a_study(folder, text, words):
    with pytest.raises(UserError) as raised:
        load(folder, text + "\n")
    for word in words:
        assert word in str(raised.value)
