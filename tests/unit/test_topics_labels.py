"""Labels: proposed from words and titles, and names by people that find their topic again, or say that they do not."""

from pathlib import Path

import pytest
import yaml

from newsframing.errors import UserError
from newsframing.settings import load_yaml
from newsframing.topics.labels import Name, checked_names, match_names, propose_label, read_names, repeats, template
from newsframing.topics.texts import Texts

SCHEMA = load_yaml(Path(__file__).parents[2] / "workflow/schemas/labels.yaml")
NOTHING = Texts([])


def test_terms_are_found_in_every_form_and_phrases_within_one_text():
    texts = Texts(["The White House fired missiles", "a missile; white", "house of cards", "White-House"])
    assert texts.holding("missile").tolist() == [True, True, False, False]
    assert texts.holding("white_house").tolist() == [True, False, False, True]
    assert texts.holding("unheard").tolist() == [False] * 4
    assert len(texts) == 4 and len(NOTHING) == 0 and NOTHING.holding("x").tolist() == []


def test_a_term_is_written_as_it_mostly_stands_in_the_texts():
    texts = Texts(["The U.S. and the US, the US Navy's ships", "WHEAT, wheat and wheat; Wheat's"])
    assert texts.form("usa") == "US"
    assert texts.form("wheat") == "wheat"
    assert texts.form("ships") == "ships"
    assert texts.form("north_sea") == "north sea"


def test_without_titles_the_most_telling_words_make_the_label_and_no_part_comes_twice():
    words = ["north_korea", "korea", "north_korean", "missile", "test", "launch"]
    first = propose_label(words, NOTHING, NOTHING)
    assert first == "north korea, missile, test"
    assert propose_label(words, NOTHING, NOTHING, [first]) == "north korea, missile, test, launch"
    assert propose_label(["a"], NOTHING, NOTHING) == "a"
    assert propose_label(["a"], NOTHING, NOTHING, ["a"]) == "a (2)"
    assert propose_label(["a"], NOTHING, NOTHING, ["a", "a (2)"]) == "a (3)"
    assert propose_label([], NOTHING, NOTHING) == "no words"


def test_words_of_the_titles_come_first_and_neighbours_in_titles_become_a_phrase():
    titles = Texts(["Flood warning for the coast", "Second flood warning", "A flood warning ends", "Rain"])
    words = ["rain", "river", "warnings", "flood", "dyke"]
    assert propose_label(words, titles, NOTHING) == "flood warnings, rain, river"
    assert propose_label(words, NOTHING, NOTHING) == "rain, river, warnings"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("syria", "syrian", True), ("iraq", "iraqi", True), ("white_house", "house", True), ("trade", "train", False)],
)
def test_terms_that_repeat_each_other(one, other, same):
    assert repeats(one, other) is same and repeats(other, one) is same


def names_of(text):
    return checked_names(yaml.safe_load(text), SCHEMA, "config/labels/x.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topic: []", "config/labels/x.yaml, key topic: this key is not known; did you mean 'topics'?"),
        ("topics: [{label: A}]", "key topics[0]: the key 'words' is missing"),
        ("topics: [{words: [a, b], label: A}]", "key topics[0].words: found ['a', 'b']"),
        ("topics: [{words: [a, b, c], label: ' '}]", "key topics[0].label: found ' '"),
        ("topics: [{words: [a, b, c], label: A, lable: B}]", "did you mean 'label'?"),
        ("topics: [{words: [a, b, 3], label: A}]", "topics[0].words[2]: found 3, where a text belongs"),
        (
            "topics: [{words: [a, b, c], label: A}, {words: [d, e, f], label: A}]",
            "key topics[1]: the label 'A' is given twice; name a topic once",
        ),
        (
            "topics: [{words: [a, b, c], label: A}, {words: [a, b, c], label: B}]",
            "the list of words 'a b c' is given twice",
        ),
    ],
)
def test_a_bad_file_of_names_gets_one_sentence(text, said):
    with pytest.raises(UserError) as fault:
        names_of(text)
    assert said in str(fault.value) and "\n" not in str(fault.value)


def test_names_are_read_from_a_file_and_no_file_is_no_name(tmp_path):
    file = tmp_path / "study.yaml"
    file.write_text("topics:\n- {words: [White House, Trump, ' tax', trump], label: The  office, note: why}\n", "utf-8")
    assert read_names([file], SCHEMA) == [Name("The office", ("white_house", "trump", "tax"))]
    assert read_names([], SCHEMA) == []
    file.write_text("topics: [", "utf-8")
    with pytest.raises(UserError):
        read_names([file], SCHEMA)


TOPICS = [["wheat", "barn", "rain", "field"], ["goal", "cup", "league", "coach"], ["rebel", "army", "truce", "camp"]]


def test_names_find_their_topic_whatever_its_number_and_lost_ones_are_told():
    names = [
        Name("War", ("army", "rebel", "shell", "camp")),
        Name("Farming", ("field", "wheat", "barn")),
        Name("Elections", ("vote", "poll", "camp")),
    ]
    table = match_names(names, TOPICS)
    assert table["topic"].tolist()[:2] == [3, 1] and table["topic"].isna().tolist() == [False, False, True]
    assert table["overlap"].tolist() == pytest.approx([0.75, 1.0, 1 / 3])
    assert table["found"].tolist() == [1, 1, 0]
    assert match_names(names, TOPICS[::-1])["topic"].tolist()[:2] == [1, 3]
    assert match_names([], TOPICS).empty


def test_two_names_do_not_share_a_topic_and_the_better_match_wins():
    names = [Name("Half", ("wheat", "barn", "x", "y")), Name("Whole", ("wheat", "barn", "rain"))]
    assert match_names(names, TOPICS)["found"].tolist() == [0, 1]


def test_the_template_is_a_file_of_names_that_finds_every_topic_again():
    import pandas as pd

    topics = pd.DataFrame({"label": ["Farming: wheat & #1", "off", "=1+1"], "words": [" ".join(t) for t in TOPICS]})
    lost = match_names([Name("Elections", ("vote", "poll", "seat"))], TOPICS)
    text = template(topics, lost, "x")
    names = names_of(text)
    assert [name.label for name in names] == topics["label"].tolist()
    assert match_names(names, TOPICS)["topic"].tolist() == [1, 2, 3]
    assert "Elections" in text and "Elections" not in str(yaml.safe_load(text))
    assert "config/labels/x.yaml" in text
