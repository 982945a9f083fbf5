import random
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted import planted

from newsframing import bench
from newsframing.articles import RECORD_COLUMNS
from newsframing.benchmarks import engines, suite
from newsframing.benchmarks.corpora import enlarged, write_corpus
from newsframing.settings import load_yaml
from newsframing.tokens import build_matrix, save_matrix
from newsframing.topics import quality

ROOT = Path(__file__).parents[2]
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
    book = {"title": "Small", "frames": [{"id": "a", "label": "A", "definition": "A.", "terms": ["envoy", "border"]}]}
    settings["codebooks"] = {"schema": load_yaml(ROOT / "workflow/schemas/codebook.yaml"), "books": {"small": book}}
    real = suite.run
    monkeypatch.setattr(suite, "run", lambda stage, folder: None if "peers" in stage else real(stage, folder))
    told: list[str] = []
    table = suite.scale(records, settings, times=(1,), tell=told.append)
    assert table["stage"].tolist() == list(suite.OURS) and table.columns.tolist() == suite.COLUMNS
    assert (table["records"] == 24).all() and (table["peak_mb"] >= table["imports_mb"]).all()
    assert sum("left out" in line for line in told) == 3
    assert "24 articles" in table["out"].tolist()
    frames = str(table.loc[table["stage"] == "frames", "out"].iloc[0])
    assert frames.startswith("24 articles") and " 0 places" not in frames and frames.endswith("in 1 frames")
    assert "seed Jaccard 1.000" in table["out"].tolist()


def test_what_a_stage_says_when_it_fails_is_passed_on(tmp_path):
    (tmp_path / "settings.json").write_text("{}", "utf-8")
    with pytest.raises(RuntimeError, match=r"corpus\.csv"):
        suite.run("import", tmp_path)


def test_the_table_is_put_into_words():
    rows = [(1, "tokens", 2.0, 300.0), (1, "peers: tokens", 8.0, 400.0), (10, "tokens", 22.0, 2600.0)]
    table = pd.DataFrame(rows, columns=["times", "stage", "cpu_seconds", "peak_mb"])
    told = "\n".join(suite.verdicts(table))
    assert "11.0 times the CPU (1.10 of linear)" in told and "+2300 MB" in told
    assert "tokens at 1 times: 4.0 times faster" in told


def test_the_whole_path_is_put_into_words():
    rows = [(n, stage, float(n), 300.0) for n in (1, 3) for stage in suite.PATH]
    rows += [(3, suite.WHOLE, 90.0, 400.0)]
    table = pd.DataFrame(rows, columns=["times", "stage", "cpu_seconds", "peak_mb"])
    told = "\n".join(suite.verdicts(table))
    assert "Articles to topics at 3 times: 15.0 CPU seconds, 6.0 times faster" in told and suite.DIFFERS in told


def test_the_whole_path_is_held_against_its_goals():
    rows = [(n, stage, float(n), 300.0 * n, "") for n in (1, 10) for stage in suite.PATH]
    rows += [(3, stage, 4.0, 300.0, "") for stage in suite.PATH]
    rows += [(3, suite.WHOLE, 90.0, 400.0, ""), (10, suite.AGAIN, 1.0, 300.0, "seed Jaccard 0.960")]
    table = pd.DataFrame(rows, columns=["times", "stage", "cpu_seconds", "peak_mb", "out"])
    told = suite.must_show(table)
    assert [line.rsplit(": ", 1)[1] for line in told] == ["NOT kept", "kept", "NOT kept", "kept"]
    assert "4.5 times faster" in told[0] and "10.0 times the CPU" in told[1] and "0.960" in told[3]
    told = suite.must_show(table[table["times"] == 1])
    assert all(line.endswith("not measured") for line in told) and len(told) == 2


@pytest.fixture(scope="module")
def planted_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    articles, _, _ = planted(n_docs=240, k=20, n_words=15)
    save_matrix(build_matrix(articles, phrases=False, min_docs=2, max_share=0.9), folder / engines.MATRIX)
    return folder


@pytest.mark.parametrize("name", engines.PLANS)
def test_every_engine_gives_its_topics_in_the_order_of_the_matrix(planted_folder, name):
    pytest.importorskip(engines.PLANS[name].needs)
    counts = engines.fitted_counts(planted_folder)
    found, spent = engines.PLANS[name].fit(counts, 1)
    assert found.shape == (engines.K, counts.shape[1]) and spent > 0
    # words of one topic stand together: in another order their coherence would be that of chance
    assert quality.npmi(counts, quality.top_terms(found, 5)).mean() > 0.3
    mixed = found[:, np.random.default_rng(1).permutation(found.shape[1])]
    assert quality.npmi(counts, quality.top_terms(mixed, 5)).mean() < 0


def test_engines_are_compared_and_missing_peers_left_out(planted_folder):
    asked = []

    def run(stage, folder):
        name = stage.removeprefix("fit: ")
        asked.append(name)
        return None if "peers" in name else {"out": engines.fit(name, folder), "peak_mb": 300.0}

    told: list[str] = []
    plans = {name: engines.PLANS[name]._replace(resamples=3) for name in ("nmf", "peers: topica")}
    table = engines.compare(planted_folder, run, plans, told.append)
    assert table.columns.tolist() == engines.COLUMNS and table["engine"].tolist() == ["nmf"]
    row = table.iloc[0]
    assert (row["n_timed"], row["seed_pairs"], row["resample_pairs"]) == (2, 1, 3)
    assert row["seeds"] == 1.0 and 0 < row["resamples"] <= 1
    assert asked.count("nmf") == 5 and asked.count("peers: topica") == 2
    assert "left out" in told[-1]


def test_a_resample_is_four_fifths_of_the_articles_and_the_same_for_all(planted_folder):
    counts = engines.fitted_counts(planted_folder)
    one, again, other = (engines.resample(counts, number) for number in (1, 1, 2))
    assert one.shape[0] == round(0.8 * counts.shape[0])
    assert (one != again).nnz == 0 and (one != other).nnz > 0
    assert engines.resample(counts, 0) is counts


def test_the_default_engine_is_held_against_its_goals():
    rows = [("lda", 9.0, 0.28, 0.61, 10), ("peers: tomotopy", 6.0, 0.2, 0.4, 10)]
    table = pd.DataFrame(rows, columns=["engine", "cpu_seconds", "npmi", "resamples", "resample_pairs"])
    told = engines.verdicts(table)
    assert [line.endswith(": kept") for line in told] == [True, False, False]
    assert "1.50 times the CPU" in told[2]


def test_times_of_a_run(tmp_path, capsys):
    with pytest.raises(SystemExit, match="run make first"):
        bench.main([str(tmp_path)])
    folder = tmp_path / "build_matrix"
    folder.mkdir()
    (folder / "matrix-1.tsv").write_text("s\tmax_rss\tcpu_time\n4.0\t200.5\t3.5\n", "utf-8")
    bench.main([str(tmp_path)])
    shown = capsys.readouterr().out
    assert "build_matrix" in shown and "topics" in shown and "held" in shown
