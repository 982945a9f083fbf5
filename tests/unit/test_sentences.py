"""Sentences: exact offsets, abbreviations, quotes, paragraphs, hostile text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsframing.frames.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Khan met Lt. Col. Roe. They spoke.", ["Gen. Khan met Lt. Col. Roe.", "They spoke."]),
        ("The U.S. Army left. U.S. aid stayed.", ["The U.S. Army left.", "U.S. aid stayed."]),
        ("They flew to the U.S. The talks ended.", ["They flew to the U.S.", "The talks ended."]),
        ("It began at 5 a.m. Monday. No. 7 fell.", ["It began at 5 a.m. Monday.", "No. 7 fell."]),
        ("Did he say no. The crowd left.", ["Did he say no.", "The crowd left."]),
        ('"Stop!" he cried. "Go on."', ['"Stop!" he cried.', '"Go on."']),
        ('He said: "We left." Then he sat.', ['He said: "We left."', "Then he sat."]),
        ("Why? Nobody knew… The end.", ["Why?", "Nobody knew…", "The end."]),
        ("J. Smith spoke of Acme Inc. shares.", ["J. Smith spoke of Acme Inc. shares."]),
        ("A blast. al-Shabab denied it.", ["A blast.", "al-Shabab denied it."]),
        ("The raid ended.Then it rained.", ["The raid ended.", "Then it rained."]),
        ("Prices rose 3.5 percent. See example.com today.", ["Prices rose 3.5 percent.", "See example.com today."]),
        ("A headline\nThe text begins", ["A headline", "The text begins"]),
        ("a line that\ngoes on here", ["a line that\ngoes on here"]),
        ("no sign\n\nlower case paragraph", ["no sign", "lower case paragraph"]),
        ("1. First point. 2. Second point.", ["1. First point.", "2. Second point."]),
        ("***\n\nText.\n---", ["Text."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_splits_as_a_reader_would(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@given(st.text(alphabet=st.sampled_from("aB .!?…\n\"'”()1İß‮\u200b"), max_size=80))
def test_sentences_are_trimmed_ordered_and_lose_no_word(text: str) -> None:
    sentences = split_sentences(text)
    last = 0
    for start, end in sentences:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
    kept = "".join(text[start:end] for start, end in sentences)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize("unit", ["a", ".", ". ", '"', "\n", " ", "a.", "A. ", "?!", "U.S. "])
def test_a_megabyte_of_anything_ends_in_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit)) + "x"
    begun = time.process_time()
    split_sentences(text)
    assert time.process_time() - begun < 5
