"""Remedies: what is recommended, for whom and by whom, counted sentence by sentence in the articles in focus."""

from pathlib import Path

import pandas as pd

from newsframing.frames.codebook import read_codebook
from newsframing.frames.match import score
from newsframing.frames.remedies import COLUMNS, addressees, frame_remedies
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.attribute import fill, speakers_table
from newsframing.settings import load_yaml

ROOT = Path(__file__).parents[2]
ACTORS = read_actors(
    [(f.name, load_yaml(f)) for f in sorted((ROOT / "config/actors").glob("*.yaml"))],
    load_yaml(ROOT / "workflow/schemas/actors.yaml"),
)
BOOK = read_codebook(
    {
        "frames": [{"id": "talks", "label": "Talks", "definition": "Talks.", "terms": ["talks"]}],
        "status": {"proposed": ["should"], "taken": ["agreed"], "rejected": ["ruled out"]},
    },
    load_yaml(ROOT / "workflow/schemas/codebook.yaml"),
    file="b.yaml",
)


def told(*bodies, focus=True):
    articles = pd.DataFrame({"article_id": [f"{n:016x}" for n in range(len(bodies))], "body": bodies})
    articles = articles.assign(title=None, lead=None, role="counted", focus=focus, is_copy=False, cluster_id=None)
    _, evidence = score(articles, [BOOK])
    speakers = speakers_table(articles, ACTORS)
    evidence = fill(evidence, speakers, set(articles["article_id"]))
    return frame_remedies(evidence, speakers, articles, ACTORS)


def test_a_sentence_is_told_by_status_speaker_and_whom_it_names():
    table = told(
        "Residents said there should be talks with the Taliban.",
        "The Taliban ruled out talks. Civilians should see talks, and talks again.",
    )
    rows = table.set_index(["status", "speaker", "addressee_kind"])["n_sentences"].to_dict()
    assert rows == {
        ("proposed", "civilian", "armed_group"): 1,
        ("proposed", "journalist", "civilian"): 1,
        ("rejected", "journalist", "armed_group"): 1,
    }
    assert list(table.columns) == COLUMNS


def test_a_sentence_that_names_two_kinds_is_counted_once():
    table = told("Pakistan and the Taliban should hold talks.")
    assert set(table["addressee_kind"]) == {"state", "armed_group"}
    assert table["n_sentences"].sum() == 2
    assert table["n_counted"].sum() == 1


def test_the_source_is_not_the_one_a_measure_is_for():
    sentence = "The Taliban said that talks should go on in Pakistan."
    assert addressees(sentence, "The Taliban", ACTORS) == ["state"]
    assert addressees(sentence, None, ACTORS) == ["state", "armed_group"]
    assert addressees("There should be talks.", None, ACTORS) == ["nobody"]


def test_articles_out_of_focus_and_codebooks_without_status_are_not_told():
    assert told("There should be talks.", focus=False).empty
    assert list(told("There were no walks.").columns) == COLUMNS
