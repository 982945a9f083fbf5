"""Faults that a user can cause: one sentence, status 1, no traceback, nothing half-written."""

import pytest
import smoke


@pytest.fixture()
def project(tmp_path):
    return smoke.make_project(tmp_path)


def edit(project, old, new):
    path = project / "config/studies/smoke.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def fault(project, *arguments):
    done = smoke.run(project, *arguments)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    said = [line for line in done.stderr.splitlines() if line.startswith("newsframing: ")]
    assert len(said) == 1, done.stderr
    assert not list(project.glob("data/processed/**/*.part"))
    assert not (project / "reports/smoke/index.html").exists()
    return said[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  window:", "  windw:", ["smoke.yaml", "corpus.windw", "did you mean 'window'?"]),
        (
            "export*.csv" if False else "data/raw/smoke/*.csv",
            "data/raw/smoke/*.tsv",
            ["no file 'data/raw/smoke/*.tsv'"],
        ),
        (
            "bootstrap:",
            "frames: {codebooks: [conflct]}\nbootstrap:",
            ["codebook 'conflct'", "did you mean 'conflict'?"],
        ),
        (
            "bootstrap:",
            "hypotheses: [{id: h, claim: c, compare: {frame: militry, codebook: conflict}}]\nbootstrap:",
            ["frame", "'militry'", "did you mean 'military'?"],
        ),
        ("body: text", "body: txt", ["export.csv", "'txt'", "'text'"]),
        ("from: 2020-01-01", "from: 2020-13-01", ["corpus.window.from", "no date"]),
        ("at_least: 2", "at_least: two", ["corpus.focus.at_least", "'two'"]),
    ],
)
def test_a_wrong_study(project, old, new, words):
    edit(project, old, new)
    message = fault(project)
    for word in words:
        assert word in message, message


def test_a_study_that_does_not_exist(project):
    message = fault(project, "--config", "studies=smok")
    assert "did you mean 'smoke'?" in message


def test_a_file_that_cannot_be_decoded_at_all(project):
    (project / "data/raw/smoke/export.csv").write_bytes(bytes(range(256)) * 40)
    message = fault(project)
    assert "export.csv" in message


def test_an_empty_corpus(project):
    path = project / "data/raw/smoke/export.csv"
    path.write_text(path.read_text("utf-8-sig").splitlines()[0] + "\n", "utf-8")
    (project / "data/raw/smoke/page.json").write_text('{"status": "ok", "totalResults": 0, "articles": []}', "utf-8")
    message = fault(project)
    assert "no article" in message or "empty" in message, message


def test_an_error_response_of_newsapi(project):
    (project / "data/raw/smoke/page.json").write_text(
        '{"status": "error", "code": "apiKeyInvalid", "message": "Your API key is invalid."}', "utf-8"
    )
    message = fault(project)
    assert "page.json" in message
    assert "apiKeyInvalid" in message


def test_a_broken_codebook(project):
    path = project / "config/codebooks/conflict.yaml"
    path.write_text(path.read_text("utf-8").replace("    definition:", "    definiton:", 1), "utf-8")
    message = fault(project)
    assert "conflict.yaml" in message
    assert "definiton" in message
