import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsframing.patterns import Terms, parse_term


def found(terms, text):
    known = Terms(terms)
    return [(known.terms[hit.term], text[hit.start : hit.end]) for hit in known.find(text)]


def test_whole_words_in_any_case():
    assert found(["TTP"], "http://x TTP ttp TTPs") == [("TTP", "TTP"), ("TTP", "ttp")]


def test_a_star_stands_for_the_rest_of_a_word():
    assert found(["insurgen*"], "Insurgents, insurgency; counterinsurgency") == [
        ("insurgen*", "Insurgents"),
        ("insurgen*", "insurgency"),
    ]


def test_words_of_a_phrase_may_be_joined_by_blank_or_hyphen():
    text = "An air strike, two air-strikes, air\nstrikes; the air. Strikes went on"
    assert [hit for _, hit in found(["air strike*"], text)] == ["air strike", "air-strikes", "air\nstrikes"]


def test_possessives_and_abbreviations():
    assert [hit for _, hit in found(["Taliban", "U.S. troops"], "The Taliban's men met U.S. troops")] == [
        "Taliban",
        "U.S. troops",
    ]


def test_a_stretch_found_twice_is_one_mention():
    assert Terms(["Islamic State", "Islamic"]).count("The Islamic State and Islamic law") == 2


@pytest.mark.parametrize("term", ["", "*", "a * b", "*bomb", "!!"])
def test_what_is_no_term_is_refused(term):
    with pytest.raises(ValueError, match="term"):
        Terms([term])


def test_hostile_terms_and_texts_come_to_an_end():
    # as a regular expression the first would run for ages; here every term is words, so the time is linear in the text
    assert Terms(["(a+)+$", "a" * 1000 + "*", "a a a a a a"]).count("a " * 200_000) > 0


@given(st.text(max_size=300), st.lists(st.from_regex(r"[a-cİß]{1,3}\*?( [a-c]{1,2}\*?)?", fullmatch=True), max_size=5))
def test_every_hit_stands_where_it_says(text, terms):
    for term, hit in found(terms, text):
        first = parse_term(term)[0][0]
        assert re.match(r"[^\W_]", hit)
        assert hit.lower().startswith(first)
