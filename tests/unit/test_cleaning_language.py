import subprocess
import sys

import pandas as pd
import pytest

from newsframing.articles import RECORD_COLUMNS
from newsframing.cleaning import clean
from newsframing.cleaning.language import detect_language, language_code, settle_language

TEXTS = {
    "en": "The minister told the assembly on Monday that the road along the river would be mended before winter.",
    "de": "Die Ministerin sagte am Montag vor der Versammlung, die Straße am Fluss werde vor dem Winter repariert.",
    "fr": "Le ministre a déclaré lundi devant l'assemblée que la route qui longe le fleuve sera réparée avant l'hiver.",
    "es": "El ministro dijo el lunes ante la asamblea que la carretera junto al río se arreglará antes del invierno.",
    "ru": "Министр заявил в понедельник на собрании, что дорога вдоль реки будет отремонтирована до наступления зимы.",
    "ur": "وزیر نے پیر کے روز اسمبلی کو بتایا کہ دریا کے ساتھ والی سڑک سردیوں سے پہلے مرمت کر دی جائے گی۔",
}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_of_a_sentence_or_two_is_told(code: str) -> None:
    assert detect_language(TEXTS[code]) == code
    assert detect_language(TEXTS[code]) == code, "the same text has the same answer"


def test_capitals_do_not_mislead() -> None:
    assert detect_language(TEXTS["en"].upper()) == "en"


@pytest.mark.parametrize("text", ["", "Talks fail", "12 34 56 78 90 " * 20, "?! " * 200])
def test_a_short_text_is_not_judged(text: str) -> None:
    assert detect_language(text) is None


def test_the_text_decides_where_it_is_long_enough() -> None:
    assert settle_language(TEXTS["de"], "en") == ("de", True)
    assert settle_language(TEXTS["de"], "de-AT") == ("de", False)
    assert settle_language(TEXTS["de"], None) == ("de", False)
    assert settle_language("Talks fail", "fr") == ("fr", False)
    assert settle_language("Talks fail", None) == (None, False)


def test_a_close_language_that_is_stated_is_believed() -> None:
    norwegian = (
        "Statsråden sa mandag at veien langs elven skal repareres før vinteren, og at broen skal bygges på nytt."
    )
    assert settle_language(norwegian, "da")[0] == "da"


@pytest.mark.parametrize(
    ("stated", "code"), [("en-GB", "en"), ("English", "en"), ("deu", "de"), (" FR ", "fr"), ("?", None), (None, None)]
)
def test_tags_and_names_are_codes(stated: str | None, code: str | None) -> None:
    assert language_code(stated) == code


def test_articles_go_only_where_languages_are_given() -> None:
    rows = [{"article_id": f"{n:016x}", "role": "counted", "body": text} for n, text in enumerate(TEXTS.values())]
    table = pd.DataFrame(rows, columns=RECORD_COLUMNS).astype(object)
    assert clean(table).articles["language"].tolist() == list(TEXTS)
    kept = clean(table, languages=["en", "fr"])
    assert kept.articles["language"].tolist() == ["en", "fr"]
    assert set(kept.excluded["reason"]) == {"language"}


def test_the_model_needs_no_network() -> None:
    """In a process of its own, where every socket is an error."""
    program = (
        "import socket\n"
        "def no(*a, **k): raise OSError('no network here')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from newsframing.cleaning.language import detect_language\n"
        f"print(detect_language({TEXTS['es']!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "es", done.stderr
