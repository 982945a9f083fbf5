"""Linting a codebook, printing it for coders, and the command that does both."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from newsframing.codebooks import main
from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.frames.handbook import handbook
from newsframing.frames.lint import Finding, lint, lint_on_corpus
from newsframing.settings import load_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(ROOT / "workflow/schemas/codebook.yaml")
WHOLE: dict[str, Any] = {
    "definition": "What it is.",
    "include": "This.",
    "exclude": "That.",
    "examples": "So.",
    "near_misses": [{"text": "Not so.", "why": "It is not."}],
}


def read(*frames: dict[str, Any], **keys: Any) -> Codebook:
    data = {"source": "Somebody (1993)", "frames": list(frames), **keys}
    return read_codebook(data, SCHEMA, file="config/codebooks/mine.yaml")


def frame(frame_id: str, other: str, *terms: Any, **keys: Any) -> dict[str, Any]:
    given = {"terms": list(terms)} if terms else {}
    return WHOLE | {"id": frame_id, "label": frame_id.upper(), "nearest": {"frame": other, "rule": "r"}} | given | keys


def test_a_sound_codebook_gives_no_finding() -> None:
    assert lint(read(frame("a", "b", "raid*"), frame("b", "a", "court"))) == []


def test_a_label_of_one_side_is_no_display_name() -> None:
    sides = [{"term": "terrorist*", "side": "one of the other", "ours": "armed group"}]
    (found,) = lint(read(frame("a", "b", label="Terrorists"), frame("b", "a"), one_sided=sides))
    assert (found.kind, found.frame) == ("fault", "a")
    assert "armed group" in found.text
    elsewhere = read(frame("a", "b"), frame("b", "a"), one_sided=sides).one_sided
    assert [one.kind for one in lint(read(frame("a", "b", label="The terrorist"), frame("b", "a")), elsewhere)] == [
        "fault"
    ]


def test_frames_without_rules_are_noted() -> None:
    bare = {"id": "a", "label": "A", "definition": "d"}
    texts = [found.text for found in lint(read(bare, frame("b", "a")))]
    assert [text.split(":")[0] for text in texts] == [
        "no rule for what counts", "no exclusions", "no example", "no near miss", "no nearest frame",
    ]  # fmt: skip


def test_terms_that_overlap_are_noted() -> None:
    book = read(frame("a", "b", "raid*", "night raid", "truce"), frame("b", "a", "Truce", "raiders"))
    assert lint(book) == [
        Finding("note", "a", "'night raid' adds nothing to 'raid*'"),
        Finding("note", "a", "the same as in 'b': truce"),
        Finding("note", "a", "finds words of 'b' too: 'raid*' in 'raiders'"),
    ]
    single = read(frame("a", "b", "truce"), frame("b", "a", "truce"), kind="single")
    assert [found.kind for found in lint(single)] == ["fault"]


def test_terms_that_never_or_always_count() -> None:
    bodies = ["A raid.", "A raid and rain.", "Rain. A court."]
    articles = pd.DataFrame(
        [{"article_id": str(n), "title": None, "lead": None, "body": text} for n, text in enumerate(bodies)]
    )
    found = lint_on_corpus(read(frame("a", "b", "raid", "siege"), frame("b", "a", "rain", "raid", "court")), articles)
    assert [(one.frame, one.text) for one in found] == [
        ("a", "1 of 2 terms never count in 3 articles: siege"),
        ("a", "'raid' counts in 2 of 3 articles"),
        ("b", "'raid' counts in 2 of 3 articles"),
        ("b", "'rain' counts in 2 of 3 articles"),
        ("b", "is present in every one of 3 articles"),
    ]


def test_a_handbook_escapes_what_a_codebook_says_and_loads_nothing() -> None:
    sides = [{"term": "raider*", "side": "<i>them</i>", "ours": "men"}]
    evil = frame("a", "b", "raiders", {"term": "x", "with": ["y"]}, label="<script>alert(1)</script> {0} %s ]]>")
    page = handbook(read(evil, frame("b", "a"), title="A & B <b>", one_sided=sides, status={"taken": ["vowed"]}))
    assert (
        "<script" not in page and "&lt;script&gt;" in page and "A &amp; B &lt;b&gt;" in page and "{0} %s ]]&gt;" in page
    )
    assert not re.search(r"(src|href)=[\"'](?!#)", page) and "url(" not in page and "@import" not in page
    assert '<mark title="a word of one side: &lt;i&gt;them' in page
    assert "only with y" in page and "vowed" in page and "No: It is not." in page


def test_the_command_finds_faults_and_names_the_nearest(monkeypatch: Any, capsys: Any, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["lint", "generic", "--faults"]) == 0
    assert "0 faults" in capsys.readouterr().out
    assert main(["lint", "generik"]) == 1
    assert "did you mean 'generic'?" in capsys.readouterr().err
    bad = tmp_path / "bad.yaml"
    bad.write_text("frames: [{id: a, label: A, definition: d, termz: [x]}]")
    assert main(["lint", str(bad)]) == 1
    assert "did you mean 'terms'?" in capsys.readouterr().err
    bad.write_text("one_sided: [{term: foe, side: s, ours: o}]\nframes: [{id: a, label: Foe, definition: d}]")
    assert main(["lint", str(bad)]) == 1
    assert "fault" in capsys.readouterr().out
    assert main(["lint", "generic", "--corpus", "no-such-study"]) == 1
    assert "make STUDY=no-such-study" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["conflict", "war_peace"])
def test_the_command_prints_a_shipped_codebook(name: str, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["handbook", name, "--out", str(tmp_path)]) == 0
    page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
    book = read_codebook(load_yaml(ROOT / f"config/codebooks/{name}.yaml"), SCHEMA, file=f"{name}.yaml")
    assert page.count("<section id=") >= len(book.frames)
    assert all(f'id="{one.id}"' in page for one in book.frames)
