import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from newsframing import project
from newsframing.errors import UserError
from newsframing.planted import found as held
from newsframing.planted.making import CODED, CODER_ERROR, COPIES, EVENT_ARTICLES, ONE, SHARES, make
from newsframing.planted.words import FRAMES, TOPICS
from newsframing.settings import check_study
from newsframing.tables import write_csv

ROOT = Path(__file__).parents[2]
WRITE = """\
import sys
sys.path.insert(0, "workflow/scripts")
from build_planted import main
names = ["articles", "truth", "sentences", "conflict", "force_stance", "remedies"]
main(**{name: f"{sys.argv[1]}/{name}.csv" for name in names})
"""


@pytest.fixture(scope="module")
def study():
    return make()


def test_the_generator_gives_the_same_bytes_each_time(tmp_path):
    digests = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", WRITE, str(folder)], cwd=ROOT, env=environment, check=True)
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()})
    assert len(digests[0]) == 6
    assert digests[0] == digests[1]
    assert not make(seed=5).articles.equals(make().articles)


def test_what_is_planted_is_in_the_texts(study):
    truth, articles = study.truth.set_index("key"), study.articles.set_index("key")
    assert 600 <= len(articles) <= 1000
    assert articles["body"].is_unique
    for name, words in TOPICS.items():
        own = articles.loc[truth.index[truth["topic"] == name], "body"].str.lower()
        assert own.map(lambda text, things=words["thing"]: sum(thing in text for thing in things) >= 5).all()
    stories = truth[truth["copy_of"] == ""]
    inside = stories["outlet"].isin(ONE)
    for (book, frame), (one, other) in SHARES.items():
        column = stories[f"{book}/{frame}"]
        assert column[inside].mean() == pytest.approx(one, abs=0.08)
        assert column[~inside].mean() == pytest.approx(other, abs=0.08)
    assert (truth["event"] == "dam").sum() == EVENT_ARTICLES
    assert articles.loc[truth.index[truth["event"] == "dam"], "body"].str.count("Velmar").min() >= 1


def test_copies_are_nearly_the_same_text_of_another_outlet(study):
    articles = study.articles.set_index("key")
    copies = study.truth[study.truth["copy_of"] != ""]
    assert len(copies) == COPIES
    for row in copies.itertuples():
        copy, text = articles.loc[row.key], articles.loc[row.copy_of]
        assert copy["outlet"] != text["outlet"]
        assert set(copy["body"].split()) <= set(text["body"].split())
        assert 0.75 < len(copy["body"]) / len(text["body"]) < 1


def test_simulated_coders_err_at_the_stated_rate_and_differences_are_settled(study):
    long = study.truth.melt(["key", "outlet", "topic", "event", "copy_of"], var_name="frame", value_name="planted")
    for book, codes in study.codes.items():
        assert codes["key"].nunique() == CODED
        named = codes.assign(frame=book + "/" + codes["frame"]).merge(long[["key", "frame", "planted"]])
        wrong = named["present"] != named["planted"]
        assert wrong[named["coder"].str.startswith("sim")].mean() == pytest.approx(CODER_ERROR, abs=0.02)
        settled = named[named["coder"] == "adjudicated"]
        assert not wrong[settled.index].any()
        both = codes[codes["coder"] != "adjudicated"].pivot(index=["key", "frame"], columns="coder", values="present")
        assert (both["sim1"] != both["sim2"]).sum() == len(settled) > 0


def test_every_planted_frame_is_one_of_its_codebook():
    from newsframing.coding.books import read_books

    files = [str(ROOT / f"config/codebooks/{book}.yaml") for book in sorted({book for book, _ in FRAMES})]
    books = read_books(files, str(ROOT / "workflow/schemas/codebook.yaml"))
    assert set(SHARES) == set(FRAMES)
    for book, frame in FRAMES:
        assert frame in [one.id for one in books[book].frames]


def test_the_study_loads_before_its_files_are_made(tmp_path):
    for name in ("config", "workflow"):
        (tmp_path / name).symlink_to(ROOT / name)
    loaded = project.load(tmp_path, {"studies": ["planted"]})
    one = loaded.studies["planted"]
    assert loaded.planted == ["planted"]
    assert one.counted[0].files == ("data/raw/planted/articles.csv",)
    assert len(one.code_files) == 3


def test_simulated_coders_count_in_planted_studies_alone():
    entry = {"path": "x.csv", "codebook": "remedies", "coders": {"s": {"kind": "simulated"}}}
    given = {"title": "x", "corpus": {"sources": []}, "coding": [entry]}
    books = {"remedies": ["force"]}
    with pytest.raises(UserError, match="simulated, and the study is not marked planted"):
        check_study(given, "s.yaml", [], books)
    check_study({**given, "planted": True}, "s.yaml", [], books)


def known_articles(clusters, events=(None,) * 4):
    articles = pd.DataFrame({"article_id": list("abcd"), "key": list("abcd"), "cluster_id": clusters})
    known = pd.DataFrame({"copy_of": ["", "a", "", ""], "event": ["dam", "dam", "", ""]}, index=list("abcd"))
    return articles.assign(event_id=events), known


@pytest.mark.parametrize(
    ("clusters", "recall", "precision"),
    [((1, 1, None, None), 1, 1), ((1, 1, 1, None), 1, 0), ((None, None, 1, 1), 0, 0), ((None,) * 4, 0, 0)],
)
def test_copies_that_were_not_planted_or_not_found_show(clusters, recall, precision):
    rows = list(held._copies(*known_articles(clusters)))
    assert [row.held for row in rows] == [recall, precision]


def test_events_taken_apart_or_together_show():
    assert [row.held for row in held._event(*known_articles((None,) * 4, ("dam", "dam", None, None)))] == [1, 1]
    assert [row.held for row in held._event(*known_articles((None,) * 4, ("dam", "dam", "dam", "dam")))] == [1, 0]
    assert [row.held for row in held._event(*known_articles((None,) * 4, ("dam", None, None, None)))] == [0, 1]


def test_coders_that_err_more_than_planted_show():
    table = pd.DataFrame({"codebook": "b", "frame": ["f", "g"], "n_both": 200, "percent": [0.945, 0.94]})
    assert [row.held for row in held._coders(table)] == [1]
    assert [row.held for row in held._coders(table.assign(percent=0.85))] == [0]
    assert list(held._coders(table.assign(n_both=0))) == []


def test_a_verdict_that_supports_what_is_not_there_shows():
    rows = pd.DataFrame(
        [("effect", 0.3, 0.2, 0.4, "undetermined"), ("no-effect", 0.2, 0.1, 0.3, "supported")],
        columns=["id", "estimate", "low", "high", "verdict"],
    )
    found = {row.what: row.held for row in held._verdicts(rows)}
    assert found == {
        "effect: difference in shares": 1,
        "effect: verdict": 0,
        "no-effect: difference in shares": 0,
        "no-effect: verdict": 0,
    }


def test_topics_that_mix_what_was_planted_show():
    names = list(TOPICS)
    ids = [f"a{n}" for n in range(40)]
    known = pd.DataFrame({"topic": [names[n % 4] for n in range(40)]}, index=ids)
    choice = pd.DataFrame({"k": [4, 6], "chosen": [1, 0]})

    def rows(weight):
        table = pd.DataFrame(
            [(one, topic + 1, weight(n, topic)) for n, one in enumerate(ids) for topic in range(4)],
            columns=["article_id", "topic", "weight"],
        )
        return [row.held for row in held._topics(known, table, choice)]

    assert rows(lambda n, topic: float(n % 4 == topic)) == [1] * 5
    assert rows(lambda n, topic: 0.25 + np.spacing(1)) == [1, 0, 0, 0, 0]


def test_codes_are_written_as_coding_reads_them(study, tmp_path):
    write_csv(study.codes["remedies"], tmp_path / "c.csv")
    assert pd.read_csv(tmp_path / "c.csv").columns.tolist() == ["key", "coder", "frame", "present", "wave"]
