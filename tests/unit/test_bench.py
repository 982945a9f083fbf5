import random
from collections import Counter

import pandas as pd
import pytest

from newsframing import bench
from newsframing.articles import RECORD_COLUMNS
from newsframing.benchmarks import suite
from newsframing.benchmarks.corpora import enlarged, write_corpus

WORDS = ["river", "camp", "envoy", "border", "market", "school", "harbour", "winter", "council", "bridge", "engine"]


def sentence(rng):
    return " ".join(rng.choices(WORDS, k=9)).capitalize() + "."


@pytest.fixture
def records():
    rng = random.Random(5)
    rows = []
    for n in range(24):
        body = " ".join([sentence(rng) for _ in range(6)] + ["Follow us everywhere."])
        rows.append(
            {"outlet": f"outlet{n % 2}", "published": f"2017-02-{n % 9 + 1:02}", "title": sentence(rng), "body": body}
        )
    rows[7]["body"] = rows[3]["body"]
    table = pd.DataFrame(rows, columns=RECORD_COLUMNS).assign(key=[str(n) for n in range(24)], role="counted")
    return table.assign(url=[f"https://{o}.example/{n}" for n, o in enumerate(table["outlet"])]).astype(object)


def test_a_larger_corpus_keeps_words_outlets_days_and_copies(records):
    made = pd.DataFrame(enlarged(records, 3))
    assert len(made) == 72 and made["key"].is_unique and made["url"].is_unique
    real, other = made.iloc[:24], made.iloc[24:48]
    for column in ("outlet", "published"):
        assert other[column].tolist() == real[column].tolist()
    for column in ("title", "body"):
        assert other[column].tolist() != real[column].tolist()
    counted = [Counter(" ".join([*part["body"].unique(), *part["title"]]).split()) for part in (real, other)]
    assert counted[0] == counted[1]
    # the planted copy is one again, of another text; lines of the page stay
    assert other["body"].iloc[3] == other["body"].iloc[7] != real["body"].iloc[3]
    assert other["body"].duplicated().sum() == 1
    assert other["body"].str.endswith("Follow us everywhere.").all()
    # no made article is one of the real ones over again
    assert all(len(set(a.split(". ")) & set(b.split(". "))) <= 4 for a in other["body"] for b in real["body"])


def test_the_same_seed_gives_the_same_corpus(records, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert write_corpus(records, 2, tmp_path / name, seed) == 48
    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert a == b != c


def test_the_stages_run_and_peers_that_are_missing_are_left_out(records, monkeypatch):
    monkeypatch.setattr("newsframing.benchmarks.measure.STAGES", {})
    settings = {"languages": None, "window": None, "outlets": {}, "min_docs": 1, "max_share": 1.0}
    settings["stopwords"] = {"gaps": {}, "weak": {}}
    real = suite.run
    monkeypatch.setattr(suite, "run", lambda stage, folder: None if "peers" in stage else real(stage, folder))
    told: list[str] = []
    table = suite.scale(records, settings, times=(1,), tell=told.append)
    assert table["stage"].tolist() == list(suite.OURS) and table.columns.tolist() == suite.COLUMNS
    assert (table["records"] == 24).all() and (table["peak_mb"] >= table["imports_mb"]).all()
    assert sum("left out" in line for line in told) == 2
    assert "24 articles" in table["out"].tolist()


def test_what_a_stage_says_when_it_fails_is_passed_on(tmp_path):
    (tmp_path / "settings.json").write_text("{}", "utf-8")
    with pytest.raises(RuntimeError, match=r"corpus\.csv"):
        suite.run("import", tmp_path)


def test_the_table_is_put_into_words():
    rows = [(1, "tokens", 2.0, 300.0), (1, "peers: tokens", 8.0, 400.0), (10, "tokens", 22.0, 2600.0)]
    table = pd.DataFrame(rows, columns=["times", "stage", "cpu_seconds", "peak_mb"])
    told = "\n".join(suite.verdicts(table))
    assert "11.0 times the CPU (1.10 of linear)" in told and "2500 MB are NOT kept" in told
    assert "tokens at 1 times: 4.0 times faster" in told


def test_times_of_a_run(tmp_path, capsys):
    with pytest.raises(SystemExit, match="run make first"):
        bench.main([str(tmp_path)])
    folder = tmp_path / "build_matrix"
    folder.mkdir()
    (folder / "matrix-1.tsv").write_text("s\tmax_rss\tcpu_time\n4.0\t200.5\t3.5\n", "utf-8")
    bench.main([str(tmp_path)])
    shown = capsys.readouterr().out
    assert "build_matrix" in shown and "topics" in shown and "held" in shown
