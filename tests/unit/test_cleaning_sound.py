"""Sound text passes: cleaning changes nothing in it but what it states (quotes, dashes, blanks, composed accents)."""

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsframing.cleaning.encoding import normalise, repair_encoding, repair_mojibake
from newsframing.cleaning.fields import clean_text
from newsframing.cleaning.log import ChangeLog

#: words of several scripts, as newspapers print them; accents of every kind that damage could have left
_WORDS = """
bridge U.S.-led don't we're mayor's São Paulo NÃO Ângela Fáil naïve Zürich Łódź Škoda Đặng İstanbul Þór fjörður 
мост река город что? мир не είναι γέφυρα جسر النهر سڑک پُل می‌خواهم पुल नदी क्‍ष 橋が架かる 다리 гора Đà ñandú RT 
RTÉ St.-Germain 1,000 50% $5 A&T Q&A mid-March twenty-one (G20)-Staaten «oui» co-op
"""
WORDS = _WORDS.split()
ENDS = (".", "?", "!", '."', '?"', '"?', '!"', ".)", "…", "?!")
sentences = st.builds(
    lambda words, quoted, end: " ".join(words) + (f' "{quoted}"' if quoted else "") + end,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    st.sampled_from(["", "no", "мост", "we will", 'the ""new"" one', "橋"]),
    st.sampled_from(ENDS),
)
texts = st.lists(st.lists(sentences, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4).map("\n\n".join)

_STATED = str.maketrans(
    {"«": '"', "»": '"', "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "‐": "-", "−": "-", "`": "'"}
)


def stated(text: str) -> str:
    """What a sound text is allowed to become."""
    return unicodedata.normalize("NFC", text.translate(_STATED))


@settings(max_examples=400, deadline=None)
@given(texts)
@example('Did he say "no"? she asked. "Yes"? he said.')
@example('Paris St.-Germain met the "Islamic State"-Taliban front in a "Spiegel"-Interview.')
@example("What is RT? asked the mayor. See index.php?id=3&copy=2 and AT&T.")
@example('"""" ?? "?')
@example("ISTO NÃO É “ASSIM” – disse a IRMÃ”")
def test_sound_text_is_not_repaired(text: str) -> None:
    log = ChangeLog()
    assert repair_mojibake(text, log) == text
    plain = normalise(text, log)
    assert plain == stated(text)
    assert repair_encoding(plain, log) == plain
    assert set(log.table()["change"]) <= {"quotes and dashes written one way"}


@settings(max_examples=200, deadline=None)
@given(texts)
def test_sentences_and_paragraphs_stay_apart(text: str) -> None:
    cleaned, truncated = clean_text(text, ChangeLog())
    assert not truncated
    assert cleaned is not None
    assert cleaned.count("\n\n") == text.count("\n\n")
    for before, after in zip(stated(text).split("\n\n"), cleaned.split("\n\n"), strict=True):
        assert after == before


@settings(max_examples=100, deadline=None)
@given(texts)
def test_mojibake_of_sound_text_is_undone(text: str) -> None:
    """A text read in the wrong encoding comes back as it was, or is left alone; it never becomes a third thing."""
    try:
        damaged = text.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        return
    for before, after in zip(text.split("\n"), repair_mojibake(damaged, ChangeLog()).split("\n"), strict=True):
        assert after in (before, before.encode("utf-8").decode("cp1252"))
