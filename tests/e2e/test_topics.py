"""Topics through the workflow: planted ones come back, and neither cores nor the order of files moves a byte."""

import csv
import random
import sys

import numpy as np
import pandas as pd
import pytest
import smoke

sys.path.insert(0, str(smoke.ROOT / "tests/unit"))

from planted import planted
from scipy.optimize import linear_sum_assignment

from newsframing.tokens import load_matrix

TRUE_K = 5
PLANTED = """\
title: Planted topics
corpus:
  sources: [{path: data/raw/planted/*.csv, format: table, columns: {key: id}}]
text: {phrases: false, min_docs: 2, max_share: 0.9}
topics: {k: [3, 4, 5, 6, 7, 8], seeds: 1, resamples: 3%s}
bootstrap: {draws: 100}
"""
SAME = ("topics", "topic_prevalence", "topic_clusters", "topic_ties", "topic_search", "topic_choice", "topic_across_k")


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def estimate(folder, study, cores=2):
    done = smoke.run(folder, "--cores", str(cores), f"reports/{study}/tables/topics.csv")
    assert done.returncode == 0, done.stderr
    return {name: (folder / f"reports/{study}/tables/{name}.csv").read_bytes() for name in SAME}


@pytest.fixture(scope="module")
def planted_project(tmp_path_factory):
    folder = smoke.make_project(tmp_path_factory.mktemp("planted"), "[planted]")
    articles, truth, words = planted(k=TRUE_K)
    (folder / "config/studies/planted.yaml").write_text(PLANTED % "", "utf-8")
    (folder / "data/raw/planted").mkdir(parents=True)
    rows = [
        {"id": n, "title": "", "body": body, "published": "2020-01-01", "outlet": "a.example", "language": "en"}
        for n, body in enumerate(articles["body"])
    ]
    write(folder / "data/raw/planted/a.csv", rows)
    estimate(folder, "planted")
    return folder, truth, words


def test_planted_topics_and_their_number_come_back(planted_project):
    folder, truth, words = planted_project
    choice = pd.read_csv(folder / "reports/planted/tables/topic_choice.csv")
    k = int(choice.loc[choice["chosen"] == 1, "k"].iloc[0])
    assert abs(k - TRUE_K) <= 1
    shared = folder / "data/processed/shared"
    matrix = load_matrix(next(shared.glob("matrix-*/matrix.npz")))
    truth = truth[:, [words.index(str(word)) for word in matrix.vocabulary]]
    with np.load(next(shared.glob(f"model-*/k{TRUE_K}.npz"))) as model:
        found = model["topic_term"]
    unit = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (found, truth)]
    cosine = unit[0] @ unit[1].T
    assert cosine[linear_sum_assignment(-cosine)].min() >= 0.9
    topics = pd.read_csv(folder / "reports/planted/tables/topics.csv")
    assert (topics["n_k"] == 5).all()
    # the topics that there are, are there at every larger K too
    assert topics.sort_values("prevalence")["k_held"].tail(TRUE_K - 1).min() >= 3


def test_a_study_may_choose_its_own_number(planted_project):
    folder, _, _ = planted_project
    study = folder / "config/studies/planted.yaml"
    study.write_text(PLANTED % ", choose: 7", "utf-8")
    tables = estimate(folder, "planted")
    assert tables["topics"].count(b"\n") == 1 + 7
    assert b"chooses this number" in tables["topic_choice"]
    study.write_text(PLANTED % ", choose: 9", "utf-8")
    done = smoke.run(folder, "--cores", "2", "reports/planted/tables/topics.csv")
    assert done.returncode != 0
    assert "config/studies/planted.yaml, key topics.choose: found 9" in done.stderr
    assert "Traceback" not in done.stderr


def test_neither_cores_nor_the_order_of_files_moves_a_byte(smoke_project, tmp_path):
    first = {name: (smoke_project / f"reports/smoke/tables/{name}.csv").read_bytes() for name in SAME}
    other = smoke.make_project(tmp_path)
    rows = smoke.rows()
    random.Random(1).shuffle(rows)
    raw = other / "data/raw/smoke"
    (raw / "export.csv").unlink()
    write(raw / "export-b.csv", rows[:30])
    write(raw / "export-a.csv", rows[30:])
    assert estimate(other, "smoke", cores=1) == first
