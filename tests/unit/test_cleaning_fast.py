"""What was made fast does what its plain form does: the plain forms stand here."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsframing.cleaning import bodies, encoding, language, markup, repetition
from newsframing.cleaning.log import ChangeLog

WORDS = [
    "the",
    "who",
    "a",
    "quickly",
    "anti",
    "mayor",
    "bridge",
    "in",
    "It",
    "it",
    "Bonn",
    "NATO",
    "élan",
    "ß",
    "x" * 22,
]
joints = st.sampled_from(["-", "-", " ", ". ", "--", "_", "9", "", '"', "\n", "  "])
texts = st.lists(st.tuples(st.sampled_from(WORDS), joints), max_size=12).map(lambda p: "".join(a + b for a, b in p))

PREFIX = "|".join(sorted(encoding._TAKE_HYPHEN))
PLAIN = {
    "_HYPHEN_WORD": rf"(?<![\w-])({'|'.join(sorted(encoding._LITTLE))})-(?=[^\W\d_]+\b(?!-))",
    "_HYPHEN_CAPITAL": rf"(?<![\w-])({'|'.join(sorted(encoding._BEFORE_NAMES))})-(?=[A-Z])",
    "_HYPHEN_NAME": rf"(?<![\w-])((?!(?:{PREFIX})-|[a-z]+ly-)[a-z]{{4,20}})-(?=[A-Z][a-z])",
}
JOINED = {
    "_HYPHEN_WORD": encoding._LITTLE.__contains__,
    "_HYPHEN_CAPITAL": encoding._BEFORE_NAMES.__contains__,
    "_HYPHEN_NAME": encoding._takes_no_hyphen,
}


@settings(max_examples=600, deadline=None)
@given(texts)
@example("the-mayor of-Bonn quickly-Bonn anti-Bonn the-the-mayor -the-mayor bridge-Bonn")
def test_words_are_parted_at_hyphens_as_by_one_pattern(text: str) -> None:
    for name, plain in PLAIN.items():
        log, again = ChangeLog(), ChangeLog()
        parted = encoding._part("x", getattr(encoding, name), JOINED[name], text, log)
        assert parted == again.sub("x", re.compile(plain), r"\1 ", text)
        assert log.table().equals(again.table())


@settings(max_examples=600, deadline=None)
@given(texts, st.lists(st.sampled_from([word.casefold() for word in WORDS if word != "ß"]), min_size=4, max_size=6))
@example("xthe who a. Quickly! The who, a quickly anti", ["the", "who", "a", "quickly"])
@example("ßß The who a quickly", ["the", "who", "a", "quickly"])
def test_a_lead_is_found_where_its_words_stand_in_a_row(text: str, words: list[str]) -> None:
    found = [(m.group().casefold(), *m.span()) for m in re.finditer(r"[^\W_]+", text)]
    rows = [i for i in range(len(found)) if [word for word, *_ in found[i : i + len(words)]] == words]
    expected = (found[rows[0]][1], found[rows[0] + len(words) - 1][2]) if rows else None
    assert bodies._positions(text, words) == expected


@settings(max_examples=300, deadline=None)
@given(texts)
def test_paragraphs_are_set_apart_as_by_looking_back_first(text: str) -> None:
    flat = text.replace("\n", " ")
    assert bodies._RUN_TOGETHER.subn("|", flat) == re.subn(r"(?<=[^\s,;]) {2,}(?=[^\sa-z])", "|", flat)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_letters_are_counted(text: str) -> None:
    enough = len(re.sub(r"[\W\d_]+", "", text)) >= language.FEWEST_LETTERS
    assert (language._ENOUGH_LETTERS.match(text) is not None) == enough


@given(st.lists(st.sampled_from(["press", "@", ".", "paper", "example", "org", " ", "-"]), max_size=9).map("".join))
@example("write to press@paper.example")
def test_every_mail_address_has_its_mark(text: str) -> None:
    assert markup._MAIL_MARK.search(text) or not markup._MAIL.search(text)


@given(texts, texts)
def test_segments_that_differ_in_figures_and_punctuation_alone_have_one_key(one: str, other: str) -> None:
    def letters(text: str) -> str:
        return "".join(letter for letter in text.casefold() if not letter.isascii() or letter.isalpha())

    def key(text: str) -> int | None:
        return repetition._key("paper", text, repetition._Segment(0, len(text), True))

    assert (key(one) is None) == (len(letters(one)) < 3)
    if key(one) is not None or key(other) is not None:
        assert (key(one) == key(other)) == (letters(one) == letters(other))
