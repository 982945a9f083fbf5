"""A study with codes runs to a page of validity; one without has none of its jobs."""

import pandas as pd
import pytest
import smoke

CODING = """\
coding:
  - path: data/raw/smoke/codes/people.csv
    codebook: conflict
    columns: {key: id}
    map: {WAR: military, NOTHING: ""}
predictions:
  - {path: data/raw/smoke/codes/tool.csv, codebook: conflict, method: tool-1, model: a tool of the tests}
"""


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    folder = smoke.make_project(tmp_path_factory.mktemp("coded"))
    study = folder / "config/studies/smoke.yaml"
    study.write_text(study.read_text("utf-8") + CODING, "utf-8")
    codes = folder / "data/raw/smoke/codes"
    codes.mkdir()
    themes = [(row["id"], index % 3 == 0) for index, row in enumerate(smoke.rows()[:72])]
    lines = [f"{key},{coder},{'WAR' if war else 'NOTHING'}" for key, war in themes for coder in ("ab", "cd")]
    (codes / "people.csv").write_text("\n".join(["id,coder,frame", *lines, "no-such-key,ab,WAR"]), "utf-8")
    lines = [f"{key},military,{0.9 if war else 0.2}" for key, war in themes]
    (codes / "tool.csv").write_text("\n".join(["key,frame,score", *lines]), "utf-8")
    return folder


def test_codes_are_used_and_every_measure_is_judged(coded):
    done = smoke.run(coded, "--cores", "1", "reports/smoke/validity.html")
    assert done.returncode == 0, done.stdout + done.stderr
    every = pd.read_csv(coded / "reports/smoke/tables/frame_validity.csv")
    table = every[every["group"] == "all"]
    one = table[table["frame"] == "military"].set_index("method")
    assert set(one.index) == {"classifier", "dictionary", "tool-1"}
    assert one.loc["tool-1", "f1"] == 1
    assert one.loc["classifier", "f1"] > 0.8
    assert table[table["frame"] == "macro"].groupby("method").size().eq(1).all()
    lost = pd.read_csv(coded / "reports/smoke/tables/coding_unmatched.csv")
    assert "no-such-key" in set(lost["article"])
    assert 'aria-current="page"' in (coded / "reports/smoke/validity.html").read_text("utf-8")


def test_a_label_that_is_not_mapped_ends_the_run_in_a_sentence(coded):
    people = coded / "data/raw/smoke/codes/people.csv"
    text = people.read_text("utf-8")
    people.write_text(text.replace("WAR", "WARR", 1), "utf-8")
    done = smoke.run(coded, "--cores", "1", "data/processed/smoke/gold.parquet")
    people.write_text(text, "utf-8")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "people.csv, line 2, column frame: the label 'WARR' is not mapped" in " ".join(said.split())
    assert "Traceback" not in said


def test_a_study_without_codes_has_none_of_their_jobs(tmp_path):
    folder = smoke.make_project(tmp_path)
    done = smoke.run(folder, "--dry-run", profile=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "render_frames" in done.stdout + done.stderr
    for rule in ("import_codes", "fit_classifier", "estimate_validity", "render_validity"):
        assert rule not in done.stdout + done.stderr
