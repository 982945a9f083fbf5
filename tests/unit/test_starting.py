"""What `make new` writes: columns guessed, a file that the study's schema accepts, nothing written over."""

import json
from pathlib import Path

import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.settings import load_yaml, validate
from newsframing.starting import find_format, guess_columns, main, start_study

ROOT = Path(__file__).parents[2]
ROWS = [
    {"ID": "1", "Headline": "A dam is built", "Full Text": "Water rose.", "Date": "2021-03-04", "paper": "East"},
    {"ID": "2", "Headline": 'The "old" mill: closed', "Full Text": "It closed.", "Date": "2021-01-02", "paper": "West"},
]  # fmt: skip


@pytest.fixture()
def project(tmp_path, monkeypatch):
    (tmp_path / "config/studies").mkdir(parents=True)
    (tmp_path / "workflow").mkdir()
    (tmp_path / "workflow/schemas").symlink_to(ROOT / "workflow/schemas")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(path, separator=",", encoding="utf-8"):
    pd.DataFrame(ROWS).to_csv(path, index=False, sep=separator, encoding=encoding)
    return path


def written(project, study="dam"):
    path = project / f"config/studies/{study}.yaml"
    given = load_yaml(path)
    validate(given, load_yaml(ROOT / "workflow/schemas/study.yaml"), path.name)
    return given


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "cp1252")])
def test_a_study_file_is_written_with_the_columns_of_the_table(project, separator, encoding):
    table(project / "mine.csv", separator, encoding)
    start_study(project, "dam", "mine.csv", 'The dam: "how"?', "")
    given = written(project)
    assert given["title"] == 'The dam: "how"?'
    source = given["corpus"]["sources"][0]
    assert source["columns"] == {
        "key": "ID", "title": "Headline", "body": "Full Text", "published": "Date", "outlet": "paper",
    }  # fmt: skip
    assert source["path"] == "data/raw/dam/*.csv"
    assert (project / "data/raw/dam/mine.csv").read_bytes() == (project / "mine.csv").read_bytes()
    text = (project / "config/studies/dam.yaml").read_text("utf-8")
    assert "# window: {from: 2021-01-02, to: 2021-03-04}" in text
    (project / "config/studies/open.yaml").write_text(
        text.replace("  # window", "  window").replace("  # focus", "  focus")
    )
    opened = written(project, "open")["corpus"]
    assert opened["window"] == {"from": "2021-01-02", "to": "2021-03-04"}
    assert opened["focus"]["at_least"] == 2


def test_long_texts_are_the_body_where_no_name_tells():
    cells = pd.DataFrame({"a": ["word " * 100, "more " * 90], "b": ["x", "y"]})
    assert guess_columns(cells) == {"body": "a"}
    with pytest.raises(UserError, match=r"no column looks like the text of the articles.*the columns here are: a, b"):
        guess_columns(pd.DataFrame({"a": ["x"], "b": ["y"]}))


def test_json_lines_and_folders_without_files(project):
    (project / "mine.jsonl").write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8")
    start_study(project, "lines", "mine.jsonl", "", "")
    assert written(project, "lines")["corpus"]["sources"][0]["columns"]["body"] == "Full Text"
    start_study(project, "empty", "", "", "")
    assert (project / "data/raw/empty").is_dir()
    assert written(project, "empty")["corpus"]["sources"][0]["format"] == "table"


def test_nothing_is_written_over(project):
    table(project / "mine.csv")
    start_study(project, "dam", "mine.csv", "", "")
    before = (project / "config/studies/dam.yaml").read_bytes()
    with pytest.raises(UserError, match="this study is there already; take another id"):
        start_study(project, "dam", "mine.csv", "Another", "")
    assert (project / "config/studies/dam.yaml").read_bytes() == before
    (project / "data/raw/other").mkdir()
    (project / "data/raw/other/mine.csv").write_text("kept", "utf-8")
    with pytest.raises(UserError, match=r"data/raw/other/mine\.csv: a file of this name is there already"):
        start_study(project, "other", "mine.csv", "", "")
    assert (project / "data/raw/other/mine.csv").read_text("utf-8") == "kept"
    assert not (project / "config/studies/other.yaml").exists()


def test_a_table_already_in_its_folder_is_left_there(project):
    (project / "data/raw/dam").mkdir(parents=True)
    table(project / "data/raw/dam/mine.csv")
    said = start_study(project, "dam", "data/raw/dam/*.csv", "", "")
    assert not any("copied" in line for line in said)
    assert written(project)["corpus"]["sources"][0]["path"] == "data/raw/dam/*.csv"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["", "--files", "mine.csv"], "say how the study is to be called; make new STUDY=<id>"),
        (["../x"], "STUDY: found the study id '../x'; an id is made of small letters"),
        (["dam", "--files", "none.csv"], "FILES: there is no file 'none.csv'"),
        (["dam", "--files", "mine.csv mine.exe"], "FILES: found .csv, .exe; give files of one kind"),
        (["dam", "--files", "mine.csv", "--format", "tabel"], "FORMAT: found 'tabel'; did you mean 'table'?"),
    ],
)
def test_a_fault_is_one_sentence(project, capsys, arguments, sentence):
    table(project / "mine.csv")
    (project / "mine.exe").write_bytes(b"x")
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("newsframing: ") and sentence in said and said.count("\n") == 1
    assert not list(project.glob("config/studies/*"))


def test_the_format_is_told_by_the_ending():
    assert find_format([Path("a.csv.gz")], "", ["table"]) == "table"
    assert find_format([Path("a.DOCX")], "", ["docx"]) == "docx"


def test_questions_are_asked_where_nothing_was_given(project, monkeypatch, capsys):
    table(project / "mine.csv")
    asked = []
    answers = iter(
        ["How three papers covered the dam", "", "mine.csv", "How often do they present costs?", "dam, mill*"]
    )

    def reply(question):
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", reply)
    assert main(["", "--files", "", "--title", "", "--format", ""]) == 0
    assert len(asked) == 5
    assert "[how-three-papers-covered-the-dam]" in asked[1]
    given = written(project, "how-three-papers-covered-the-dam")
    assert given["title"] == "How three papers covered the dam"
    assert given["question"] == "How often do they present costs?"
    assert given["corpus"]["focus"] == {"any": ["dam", "mill*"], "at_least": 2}
    assert (project / "data/raw/how-three-papers-covered-the-dam/mine.csv").is_file()


def test_flags_say_what_questions_would_and_nobody_is_asked(project, monkeypatch):
    table(project / "mine.csv")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("a question was asked"))
    flags = ["--files", "mine.csv", "--title", "T", "--question", "Why?\n", "--focus", " dam ,, old mill "]
    assert main(["dam", *flags]) == 0
    assert written(project)["question"] == "Why?"
    assert written(project)["corpus"]["focus"]["any"] == ["dam", "old mill"]


def test_a_word_that_cannot_be_looked_for_is_told_before_anything_is_written(project, capsys):
    assert main(["dam", "--focus", "*"]) == 1
    assert "FOCUS" in capsys.readouterr().err
    assert not list((project / "config/studies").iterdir())


def test_without_a_terminal_nothing_is_asked(project, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert main([]) == 1
    assert "say how the study is to be called; make new STUDY=<id>" in capsys.readouterr().err


def test_an_end_of_the_answers_writes_nothing(project, monkeypatch, capsys):
    def gone(_):
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", gone)
    assert main([]) == 1
    assert "stopped; nothing was written" in capsys.readouterr().err
    assert not list((project / "config/studies").iterdir())


def test_a_study_of_shared_counts_is_written_without_what_takes_texts(project):
    folder = project / "shared"
    folder.mkdir()
    for name in ("matrix.mtx.gz", "vocabulary.txt", "documents.csv", "frame_scores.csv.gz"):
        (folder / name).write_bytes(b"x")
    start_study(project, "copy", "shared/*", "Counts", "counts")
    given = written(project, "copy")
    assert given["corpus"]["sources"] == [{"path": "data/raw/copy/*", "format": "counts"}]
    assert "focus" not in (project / "config/studies/copy.yaml").read_text()
