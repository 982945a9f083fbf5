from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsframing.tokens.words import _TOKEN, Encoder, build_lexicon, encode, name_mask, plain, stop_words


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Border", "border"),
        ("Khan's", "khan"),
        ("O’Neill", "oneill"),
        ("Qur'an", "quran"),
        ("don't", ""),
        ("they've", "they"),
        ("G20", ""),
        ("1990s", ""),
        ("U.N.", "un"),
        ("US", "usa"),
        ("U.S.", "usa"),
        ("us", "us"),
        ("D?il", ""),
        ("garda\ufffd", ""),
        ("Khan?s", "khan"),
        ("@handle", ""),
        ("https://x.org/a", ""),
        ("a", ""),
        (",", ""),
    ],
)
def test_the_form_of_a_word(written, form):
    assert plain(written) == form


def test_a_text_becomes_words_and_marks():
    encoded = encode(["The U.S. envoy's plan - see https://x.org/a?b=c. Talks, then war", ""])
    kept = [plain(encoded.types[number]) for number in encoded.flat]
    assert [word for word in kept if word] == ["the", "usa", "envoy", "plan", "see", "talks", "then", "war"]
    assert encoded.offsets.tolist()[-2:] == [len(encoded.flat)] * 2


def terms_of(text, stops, lemmas=True):
    encoded = encode([text])
    lexicon = build_lexicon(encoded.types, stops, lemmas)
    ids = lexicon.term[encoded.flat]
    return [lexicon.terms[i] + ("*" if lexicon.weak[i] else "") for i in ids if i >= 0]


def test_a_stop_word_falls_in_every_form():
    stops = stop_words({}, {"reporting": ["say"]}, ["shell"])
    assert terms_of("They said shells hit camps", stops) == ["say*", "hit", "camp"]
    assert terms_of("They said shells hit camps", stops, lemmas=False) == ["said*", "hit", "camps"]


def test_news_words_that_the_list_carries_by_accident_stay():
    assert terms_of("fire bill system", stop_words()) == ["fire", "bill", "system"]
    assert terms_of("the of against", stop_words()) == []


def test_names_fall_as_written_and_common_words_stay():
    encoded = encode(["Dawn wrote at dawn. Al Jazeera's crew met al Khan of CNN's desk; tass and TASS"])
    mask = name_mask(encoded, ["Dawn", "Al Jazeera", "cnn.com", "TASS"])
    words = [encoded.types[number] for number in encoded.flat]
    assert [w for w, m in zip(words, mask, strict=True) if m] == ["Dawn", "Al", "Jazeera's", "CNN's", "TASS"]


def test_names_of_nothing():
    assert not name_mask(encode(["a b"]), ["", "...", "Gulf News", "x.org"]).any()
    assert name_mask(encode([]), ["Gulf News"]).shape == (0,)


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_can_be_encoded(texts):
    encoded = encode(texts)
    assert len(encoded.offsets) == len(texts) + 1 and encoded.offsets[-1] == len(encoded.flat)
    lexicon = build_lexicon(encoded.types, stop_words())
    assert all(term and term == term.strip() for term in lexicon.terms)
    assert np.all(lexicon.term < len(lexicon.terms))
    name_mask(encoded, texts)


def test_the_projects_list_of_stop_words_is_sound():
    held = yaml.safe_load((Path(__file__).parents[2] / "config" / "stopwords.yaml").read_text(encoding="utf-8"))
    assert set(held) == {"gaps", "weak", "names"}
    for group in ("gaps", "weak"):
        for section, words in held[group].items():
            # an unquoted yes or no would be a truth value
            assert all(isinstance(word, str) for word in words), section
            assert len(words) == len(set(words)), section
            assert [word for word in words if not word.isalpha() or word != word.lower()] == [], section
    stops = stop_words(held["gaps"], held["weak"])
    fallen = "said tells announced Tuesday March percent million Mr yesterday https subscribe continued"
    assert [term for term in terms_of(fallen, stops) if not term.endswith("*")] == []
    kept = "bombing treaty refugees women election missile court border economy ceasefire"
    assert not [term for term in terms_of(kept, stops) if term.endswith("*")]


@given(st.lists(st.text(alphabet="aB é'?.\n\t\xa0@/:-_9\ufffd\u2019", max_size=30), max_size=6), st.integers(0, 6))
def test_pieces_and_chunks_give_the_tokens_of_the_whole(texts, cut):
    plainly = [_TOKEN.findall(text) for text in texts]
    encoder = Encoder()
    parts = [encoder.add(texts[:cut]), encoder.add(texts[cut:])]
    types = encoder.types
    assert [types[number] for flat, _ in parts for number in flat] == [token for text in plainly for token in text]
    assert [size for _, sizes in parts for size in sizes] == [len(text) for text in plainly]
    # ids are given in the order of the first places
    assert types == list(dict.fromkeys(token for text in plainly for token in text))
    whole = encode(texts)
    assert whole.types == types and np.diff(whole.offsets).tolist() == [len(text) for text in plainly]
