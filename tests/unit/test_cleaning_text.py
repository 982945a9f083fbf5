import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.cleaning.agencies import cut_credit
from newsframing.cleaning.bodies import is_placeholder, settle_lead, tidy
from newsframing.cleaning.boilerplate import PATTERNS, cut_boilerplate
from newsframing.cleaning.encoding import normalise, repair_encoding, repair_mojibake
from newsframing.cleaning.log import ChangeLog
from newsframing.cleaning.markup import is_removed, strip_markup, strip_tails
from newsframing.cleaning.titles import strip_title_tail

SOUND = [
    'Did he say "never"? Nobody knows. "Why?" she asked.',
    "The well-known by-election was a one-of-a-kind event - or so they say - in al-Bab.",
    "A state-of-the-art, pro-Kremlin and anti-American think tank -- in the then-President's words -- failed.",
    "Été à Düsseldorf, Dáil Éireann and Škoda are spelt right; 5 * 3 = 15 and a_b_c is a name.",
    "U.S.-led forces met short- and long-term goals.",
    "Talks on U.S.-Egypt ties ended.\n\nThe low-grade U.S.-Iran feud goes on.",
    "If x < 5 and y > 3 then nothing <is> marked up.",
    "They paid $5 (about 4 euros) for it; AT&T agreed.",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_texts_are_not_touched(text: str) -> None:
    log = ChangeLog()
    assert tidy(strip_markup(repair_encoding(text, log), log), log) == text
    assert log.table().empty


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ('"We will win,"?she said.', '"We will win," she said.'),
        ('They don"t know, and we"re late"?all of us."?', "They don't know, and we're late\" all of us.\""),
        ('It was late "?and dark.', "It was late – and dark."),
        ('The leaders"?plan failed.', "The leaders' plan failed."),
        ("He left.- She stayed.- - -", "He left. She stayed."),
        ("It has-been said.- The-mayor left.", "It has been said. The mayor left."),
        ("The mayor left.- In his words, singer-John Doe won.", "The mayor left. In his words, singer John Doe won."),
        ("Fianna F\ufffd\ufffdil and the T\ufffd\ufffdnaiste", "Fianna Fáil and the Tánaiste"),
        ("in D?sseldorf and M?nchengladbach", "in Düsseldorf and Mönchengladbach"),
        ("cafÃ© and itâ€™s", "café and it's"),
        ("zero\u200bwidth\x00", "zerowidth"),
        ('The end."?,-1"', 'The end."'),
    ],
)
def test_damage_is_repaired(damaged: str, repaired: str) -> None:
    log = ChangeLog()
    assert normalise(repair_encoding(repair_mojibake(damaged, log), log), log).strip() == repaired
    assert not log.table().empty


def test_normalise_writes_quotes_one_way_and_keeps_paragraphs() -> None:
    assert normalise("“It’s”\r\n\r\nnew\u00a0line…", ChangeLog()) == '"It\'s"\n\nnew line...'


def test_markup_goes_and_text_stays() -> None:
    log = ChangeLog()
    text = "<p>One &amp;amp; <b>two</b></p><script>x()</script>The **bold** [link](http://a.example/b) at "
    text += "http://x.example/y end."
    assert tidy(strip_markup(text, log), log) == "One & two\n\nThe bold link at end."


def test_tails_of_collectors() -> None:
    assert strip_tails("The end.\nSource: NewsAPI:q\n", ChangeLog()) == ("The end.", False)
    assert strip_tails("It goes on… [+1234 chars]", ChangeLog()) == ("It goes on", True)
    assert strip_tails("A list [1]", ChangeLog()) == ("A list [1]", False)
    assert is_removed(" [Removed] ")
    assert not is_removed("He was [removed] from office")


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Talks fail - The Herald", "Talks fail"),
        ("Talks fail | Herald", "Talks fail"),
        ("Talks - again - The Herald", "Talks - again"),
        ("Talks fail - for now", "Talks fail - for now"),
        ("The Herald", "The Herald"),
        (" - The Herald", " - The Herald"),
    ],
)
def test_only_the_own_outlet_is_cut_from_a_title(title: str, clean: str) -> None:
    assert strip_title_tail(title, lambda tail: tail.removeprefix("The ") == "Herald", ChangeLog()) == clean


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "- -",
        "N/A",
        "Nothing found.",
        "View comments",
        "",
        "…",
        "Please enable JavaScript to go on",
        "We use cookies to show you what you like. Accept all or manage your choices; see our cookie policy.",
    ],
)
def test_placeholders_are_known(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "He won.",
        "Nothing found its way back.",
        "2017 was hot",
        "Sites must ask for consent before they set cookies, the court held; a privacy policy alone will not do.",
    ],
)
def test_short_texts_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


def test_a_lead_is_counted_once() -> None:
    lead = "Two men were held on Monday."
    log = ChangeLog()
    assert settle_lead(lead, f"{lead} They are brothers.", log) == (lead, "They are brothers.")
    assert settle_lead(lead, "TWO MEN were held, on Monday! They are brothers.", log) == (lead, "They are brothers.")
    assert settle_lead(lead, "Police said so. Two men were held on Monday. They left.", log) == (
        lead,
        "Police said so. They left.",
    )
    assert settle_lead(lead, lead, log) == (lead, None)
    kept = "He added that two men were held on Monday, and left."
    assert settle_lead(lead, kept, log) == (None, kept)
    assert settle_lead(lead, "Something else entirely.", log) == (lead, "Something else entirely.")
    assert settle_lead("Two men were hel...", "Two men were held on Monday.", log) == (
        None,
        "Two men were held on Monday.",
    )


def test_a_body_in_the_column_of_the_lead_is_the_body() -> None:
    text = "word " * 200
    assert settle_lead(text, None, ChangeLog()) == (None, text)
    assert settle_lead("A short lead.", None, ChangeLog()) == ("A short lead.", None)


def test_paragraphs_that_were_run_together_are_set_apart() -> None:
    assert tidy("It ended.  Then  it began", ChangeLog()) == "It ended.\nThen it began"
    assert tidy("Line one\n\n\n\nline  two ( ) .", ChangeLog()) == "Line one\n\nline two."


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Kabul (CNN)The army left.", "The army left."),
        ("MOSCOW, March 3. /TASS/. The army left.", "The army left."),
        ("The army left. READ MORE: Who will come next? Nobody knows.", "The army left. Nobody knows."),
        ("Media playback is unsupported on your device The army left.", "The army left."),
        ("The army left. View Comments", "The army left."),
        ("The army left. Follow us on Twitter.", "The army left."),
        ("Story highlights\nThe army left.", "The army left."),
        (
            "A man was hurt. Anyone who saw it at 10.30pm is asked to contact Clare Garda Station on 01-234 5678 or "
            "the Garda Confidential Line on 1800 666 111 or any garda station.",
            "A man was hurt.",
        ),
        ("It was confidential, the garda said.", "It was confidential, the garda said."),
        ("Read more about it in the archives, he said.", "Read more about it in the archives, he said."),
        ("A tank on the bridge. (Photo: Jo Doe, AP) Story Highlights The army left.", "The army left."),
        ("A tank on the bridge. Photo: Jo Doe/Getty Images\nThe army left.", "The army left."),
        (
            "The army left.\nPhotos: The bridge The bridge – A tank. Photos: The bridge A boat.\nIt rained.",
            "The army left.\n\nIt rained.",
        ),
        ("Photos: he had none to show, he said.", "Photos: he had none to show, he said."),
        ("He held a photo: it showed a tank. It rained.", "He held a photo: it showed a tank. It rained."),
    ],
)
def test_boilerplate_goes_and_sentences_stay(text: str, clean: str) -> None:
    assert tidy(cut_boilerplate(text, ChangeLog()), ChangeLog()) == clean


@pytest.mark.parametrize(
    ("text", "outlet", "clean", "agencies"),
    [
        ("It ended. Source: News agencies", "aljazeera.com", "It ended.", ["news agencies"]),
        ("It ended. Source: Al Jazeera", "aljazeera.com", "It ended.", []),
        ("It ended. isi/at (AFP, dpa)", "dw.com", "It ended.", ["AFP", "dpa"]),
        ("It ended. (Reuters)", None, "It ended.", ["Reuters"]),
        ("It ended. The Associated Press contributed to this report.", None, "It ended.", ["AP"]),
        ("MOSCOW, May 1. /TASS/. It ended.", "tass.com", "MOSCOW, May 1. /TASS/. It ended.", []),
        ("It ended (at last).", None, "It ended (at last).", []),
    ],
)
def test_credits_are_cut_and_kept(text: str, outlet: str | None, clean: str, agencies: list[str]) -> None:
    assert cut_credit(text, outlet, ChangeLog()) == (clean, agencies)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \"?\ufffd-.,'*_[]()<>&;#\n1Tt", max_size=80))
def test_cleaning_never_fails_and_settles(text: str) -> None:
    log = ChangeLog()

    def clean(value: str) -> str:
        return tidy(strip_markup(repair_encoding(normalise(value, log), log), log), log)

    once = clean(text)
    assert "\ufffd" not in once
    # letters come through: nothing but marks may go ("t" and "re" complete a contraction; tags and links are cut)
    if not re.search(r"[<\[&_*'\"]|-1", text):
        assert re.sub(r"[^ab1Tt]", "", once) == re.sub(r"[^ab1Tt]", "", text)


@pytest.mark.parametrize("start", ["a ", "A. ", '" ', "Read ", "(", "- ", "<a ", "[a](", "*a "])
def test_time_is_linear_in_hostile_texts(start: str) -> None:
    import time

    text = start * (200_000 // len(start))
    log = ChangeLog()
    began = time.process_time()
    value = tidy(strip_markup(repair_encoding(normalise(text, log), log), log), log)
    cut_boilerplate(value, log, pitches=True)
    cut_credit(value, None, log)
    assert time.process_time() - began < 20
    assert PATTERNS
