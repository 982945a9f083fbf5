"""Who speaks: quotations, reporting verbs, names; and how that agrees with the makers' own codes."""

from pathlib import Path

import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.frames.speakers.accuracy import by_kind, judged, known_kinds, report, sentence_hash
from newsframing.frames.speakers.actors import KINDS, LABELS, read_actors
from newsframing.frames.speakers.attribute import attribute, fill, read_for_speakers, speakers_table
from newsframing.frames.speakers.quotations import quotations
from newsframing.frames.speakers.tables import frame_speakers, public_sources
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(ROOT / "workflow/schemas/actors.yaml")
CODES = ROOT / "tests/data/speakers_dev.csv"
ARTICLES = ROOT / "data/processed/force-and-remedies/articles.parquet"


@pytest.fixture(scope="module")
def actors():
    return read_actors([(p.name, load_yaml(p)) for p in sorted((ROOT / "config/actors").glob("*.yaml"))], SCHEMA)


def voices(actors, body, title=None):
    """Give the kind of speaker of every sentence of a body."""
    from newsframing.frames.sentences import split_sentences

    said = {one.sentence: one.speaker for one in attribute({"title": title, "body": body}, actors)["body"]}
    return [said.get(number, "journalist") for number in range(len(split_sentences(body)))]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('He said: "It is over." Then he left.', ['"It is over."']),
        ("“One,” she said. “Two.”", ["“One,”", "“Two.”"]),
        ('"First paragraph\n"second paragraph" he said', ['"First paragraph', '"second paragraph"']),
        ('A 12" gun and nothing more', []),
        ("Army 'did not expect so many' in the pass", ["'did not expect so many'"]),
        ("It's the soldiers' tent", []),
    ],
)
def test_quotations_open_and_close(text, places):
    assert [text[a:b] for a, b in quotations(text)] == places


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("Rain fell in the valley.", ["journalist"]),
        ('"We hold the pass," the army said.', ["state_military"]),
        ('Villagers fled. "We ran at night. We had no water," said Amina, a resident of the valley.',
         ["journalist", "civilian", "civilian"]),
        ("The Taliban claimed responsibility for the blast.", ["armed_group"]),
        ("A spokesman for Jamaat-ul-Ahrar warned of more.", ["armed_group"]),
        ("According to the Red Cross, forty were hurt.", ["international"]),
        ("Bombing will fail, analysts warned.", ["analyst"]),
        ("A retired army general said it would fail.", ["analyst"]),
        ("Military analyst Ivo Pell said it would fail.", ["analyst"]),
        ("Police closed the road.", ["journalist"]),
        ("The blast was said to be loud.", ["journalist"]),
        ("So-called safe zones were hit by militants.", ["journalist"]),
        ('They call it a "safe zone" here.', ["journalist"]),
        ('"Nobody told us that they would come here again."', ["unknown"]),
        ('"Stop here at once now, please," I told the driver.', ["journalist"]),
    ],
)  # fmt: skip
def test_sentences_have_their_speaker(actors, body, kinds):
    assert voices(actors, body) == kinds


def test_last_names_and_pronouns_are_the_last_named_speaker(actors):
    body = (
        "Najib Orak, deputy spokesman for the interior ministry in Kabul, said the gate was hit. It was a cold day. "
        '"The guards were brave," he said. A witness saw two men. Orak said the road was open. "It is safe again now."'
    )
    assert voices(actors, body) == ["state_military", "journalist", "state_military", "journalist"] + 2 * [
        "state_military"
    ]


def test_a_government_is_own_or_another_by_what_the_story_names(actors):
    body = "Pakistan shut the Pakistani border. Islamabad sent men. The Pakistani foreign minister said it was right. "
    assert voices(actors, body + "The British foreign minister said it was wrong.")[2:] == [
        "state_military",
        "other_government",
    ]


def test_abbreviations_are_written_in_capitals(actors):
    assert voices(actors, "They told us so.") == ["unknown"]
    assert "US" not in {m.entry.country for m in actors.find("join us now")}
    assert [m.entry.country for m in actors.find("the US now")] == ["US"]


def test_a_headline_before_its_colon_speaks_unless_it_is_a_place(actors):
    def title(text):
        return [one.speaker for one in attribute({"title": text}, actors)["title"]]

    assert title("Army: fifty fighters killed") == ["state_military"]
    assert title("Pakistan: blast kills ten") == []


def test_hostile_text_ends_and_places_fit(actors):
    for text in ('"' * 20_000, '"a ' * 5_000, "said, " * 5_000, "X said. " * 2_000, "'a" * 9_000, "\n\n" * 5_000):
        for one in attribute({"body": text}, actors)["body"]:
            assert text[one.start : one.end].strip() == text[one.start : one.end]


def test_lists_are_closed():
    with pytest.raises(UserError, match=r"a\.yaml.*knd.*did you mean 'kind'"):
        read_actors([("a.yaml", {"actors": [{"name": "X Y", "knd": "analyst"}]})], SCHEMA)
    with pytest.raises(UserError, match=r"a\.yaml.*'\*x' cannot be looked for"):
        read_actors([("a.yaml", {"actors": [{"name": "*x", "kind": "analyst"}]})], SCHEMA)
    assert set(LABELS) == set(KINDS)


def frame_of(*bodies):
    table = pd.DataFrame({"article_id": [f"{n:016x}" for n in range(len(bodies))], "body": bodies})
    return table.assign(title=None, lead=None, role="counted", focus=True, is_copy=False, cluster_id=None)


def test_evidence_is_filled_and_counted(actors):
    articles = frame_of('"We fight," the army said. Rain fell.', "Snow fell.")
    places = [("body", 0), ("body", 0), ("body", 1)]
    evidence = pd.DataFrame(places, columns=["field", "sentence"]).assign(
        article_id=f"{0:016x}", codebook="c", frame="f", speaker=None
    )
    evidence = fill(evidence, speakers_table(articles, actors), set(articles["article_id"]))
    assert evidence["speaker"].tolist() == ["state_military", "state_military", "journalist"]
    table = frame_speakers(evidence, articles, draws=50).set_index("speaker")
    assert table.loc["state_military", ["n_sentences", "n_articles", "share"]].tolist() == [1, 1, 0.5]
    assert table["share"].sum() == pytest.approx(1)
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_speakers_are_told_where_findings_speak(actors):
    articles = frame_of(*['"We fight them here," the army said of the raid.'] * 4).assign(event_id=None)
    articles["focus"] = [True, False, False, False]
    articles.loc[1, "role"] = "reading"
    articles.loc[2, "event_id"] = "e"
    assert read_for_speakers(articles).tolist() == [True, True, True, False]
    assert read_for_speakers(articles, {"any": ["raid*"], "at_least": 1}).all()
    evidence = pd.DataFrame({"article_id": articles["article_id"], "field": "body", "sentence": 0, "speaker": None})
    evidence.index = [7, 5, 3, 1]
    read = articles[read_for_speakers(articles)]
    filled = fill(evidence, speakers_table(read, actors), set(read["article_id"]))
    assert filled["speaker"].isna().tolist() == [False, False, False, True]
    assert set(filled["speaker"].iloc[:3]) == {"state_military"}


def test_accuracy_counts_moved_sentences_and_knows_its_kinds(actors):
    articles = frame_of('"We fight," the army said. Rain fell.')
    text = articles["body"].iloc[0]
    rows = [(0, 26, "state_military"), (27, 37, "analyst"), (27, 36, "journalist")]
    codes = pd.DataFrame(rows, columns=["start", "end", "kind"]).assign(article_id=f"{0:016x}", field="body")
    codes["sha256"] = [sentence_hash(text[r.start : r.end]) if r.end != 36 else "moved" for r in codes.itertuples()]
    table, gone = judged(codes, articles, actors)
    assert gone == 1
    assert table["found"].tolist() == ["state_military", "journalist"]
    assert by_kind(table).set_index("kind").loc["analyst", "recall"] == 0
    assert "accuracy 0.500" in report(table, gone)
    with pytest.raises(UserError, match="'pundit' is no kind"):
        known_kinds(codes.assign(kind="pundit"), "codes.csv")


def test_codes_hold_places_and_no_text():
    codes = read_csv(CODES)
    assert list(codes.columns) == ["article_id", "field", "start", "end", "sha256", "kind"]
    assert len(codes) == 150
    known_kinds(codes, CODES.name)


@pytest.mark.skipif(not ARTICLES.is_file(), reason="the default corpus has not been built here")
def test_speakers_agree_with_the_codes_on_the_default_corpus(actors):
    table, gone = judged(read_csv(CODES), read_parquet(ARTICLES), actors)
    assert gone <= 15, "the cleaning has moved sentences: code them again"
    assert (table["kind"] == table["found"]).mean() >= 0.8
    quoted = table[table["kind"] != "journalist"]
    assert (quoted["kind"] == quoted["found"]).mean() >= 0.7


def test_only_public_actors_are_named_in_what_is_shown():
    # written for the test
    lists = [("roles", {"roles": [{"kind": "civilian", "words": ["resident", "residents"]}],
              "actors": [{"name": "United Nations", "aliases": ["UN"], "kind": "international"}]})]  # fmt: skip
    actors = read_actors(lists, SCHEMA)
    told = public_sources(pd.Series(["Mina Example", "residents", "UN", "Jo Example, a resident", None]), actors)
    assert told.tolist() == [None, "residents", "UN", "resident", None]


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("TTP", "armed_group", "PK"),
        ("Tehreek-i-Taliban Pakistan", "armed_group", "PK"),
        ("Jamaat-ul-Ahrar", "armed_group", "PK"),
        ("BLA", "armed_group", "PK"),
        ("ISKP", "armed_group", "AF"),
        ("ISPR", "military", "PK"),
        ("Afghan Taliban", "armed_group", "AF"),
    ],
)
def test_the_region_s_actors_are_known_by_their_names(actors, name, kind, country):
    found = [(m.start, m.end, m.entry.kind, m.entry.country) for m in actors.find(name)]
    assert found == [(0, len(name), kind, country)]
