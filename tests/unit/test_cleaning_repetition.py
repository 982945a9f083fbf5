import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.articles import RECORD_COLUMNS
from newsframing.cleaning import clean
from newsframing.cleaning.log import ChangeLog
from newsframing.cleaning.repetition import FEWEST, Repetition, segments

TOWNS = ["Arlen", "Bexley", "Corvo", "Dunmore", "Eskdale", "Farrow", "Glenn", "Hythe", "Ister", "Jarrow"]


def story(number: int) -> list[str]:
    """Four lines that no other story has."""
    town = TOWNS[number]
    return [
        f"The mayor of {town} opened a bridge on Monday. Some {number + 2} thousand people of {town} came to see it.",
        f"Work on the {town} bridge had taken longer than planned, the council of {town} admitted.",
        f'"We in {town} never gave up," said a baker who lives beside the {town} bridge.',
        f"A second bridge is planned downstream from {town}, where the old ferry of {town} was lost.",
    ]


def run(bodies: list[str], outlets: list[str] | None = None) -> tuple[list[str | None], pd.DataFrame]:
    repetition, log = Repetition(), ChangeLog()
    names = outlets or ["herald.example"] * len(bodies)
    numbers = [repetition.add(name, body) for name, body in zip(names, bodies, strict=True)]
    repetition.settle()
    texts = [repetition.cut(*given, log) for given in zip(numbers, names, bodies, strict=True)]
    return texts, repetition.table()


def test_lines_and_sentences_that_recur_are_cut_and_reported() -> None:
    bodies = []
    for number in range(8):
        lines = story(number)
        lines[1] += " The Herald welcomes letters from its readers."
        bodies.append("\n".join(["SHARE THIS STORY", *lines, f"Gallery ({number} pictures)"]))
    texts, table = run(bodies)
    for number, text in enumerate(texts):
        assert text is not None
        kept = [line.strip() for line in text.split("\n") if line.strip()]
        assert kept == story(number), "every sentence of the report stands whole, in its line"
    assert table["outlet"].unique().tolist() == ["herald.example"]
    assert table["n_articles"].tolist() == [8, 8, 8]
    assert set(table["text"]) == {
        "SHARE THIS STORY",
        "The Herald welcomes letters from its readers.",
        "Gallery (0 pictures)",
    }
    assert table["n_characters"].sum() == 8 * (16 + len(" Herald welcomes letters from its readers.") + 3 + 20)


def test_copies_of_one_report_are_no_boilerplate() -> None:
    text = "\n".join(story(0))
    texts, table = run([text] * 9)
    assert texts == [text] * 9
    assert table.empty


def test_later_versions_of_one_report_are_no_boilerplate() -> None:
    bodies = ["\n".join([*story(0), f"A new line on {TOWNS[n]}, and what {TOWNS[n]} thinks of it."]) for n in range(9)]
    assert run(bodies)[0] == bodies


def test_a_quotation_is_never_cut() -> None:
    quote = '"This bridge belongs to all of us, and nobody will take it away," the president said.'
    running = 'The president said: "This bridge belongs to all of us. Nobody will take it away. It stays." He left.'
    bodies = ["\n".join([*story(n), quote, running]) for n in range(9)]
    texts, table = run(bodies)
    assert table.empty
    assert texts == bodies


def test_what_few_articles_share_stays() -> None:
    bodies = ["\n".join([*story(n), *(["Follow the Herald"] if n < FEWEST - 1 else [])]) for n in range(10)]
    assert run(bodies)[0] == bodies


def test_each_outlet_is_judged_by_itself() -> None:
    bodies = ["\n".join([*story(n), "Follow us everywhere"]) for n in range(10)]
    texts, table = run(bodies, ["a.example"] * 6 + ["b.example"] * 4)
    assert ["Follow us" in str(text) for text in texts] == [False] * 6 + [True] * 4
    assert table["outlet"].tolist() == ["a.example"]


def test_a_long_line_is_shown_by_its_first_words() -> None:
    line = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    _, table = run(["\n".join([*story(n), line]) for n in range(6)])
    assert table["text"].tolist() == ["one two three four five six seven eight nine ten eleven twelve …"]


def test_no_abbreviation_ends_a_sentence() -> None:
    text = "Mr. Smith met Gen. J. Doe. They left."
    assert [text[s.start : s.end].strip() for s in segments(text)] == ["Mr. Smith met Gen. J. Doe.", "They left."]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet='ab."?! \nA', max_size=60), max_size=12))
def test_nothing_but_whole_segments_goes(bodies: list[str]) -> None:
    texts, table = run(bodies)
    cut = sum(len(a) - len(b or "") for a, b in zip(bodies, texts, strict=True))
    assert cut == table["n_characters"].sum()
    for before, after in zip(bodies, texts, strict=True):
        assert before.count('"') == (after or "").count('"')
        assert before.count("\n") == (after or "").count("\n")


def test_cleaning_cuts_it_and_says_so() -> None:
    rows = [
        {
            "article_id": f"{n:016x}",
            "role": "counted",
            "outlet": "Herald",
            "title": f"Bridge {n}",
            "body": "\n\n".join([*story(n), "(Reuters)", "CLICK HERE FOR THE HERALD APP"]),
        }
        for n in range(8)
    ]
    cleaned = clean(pd.DataFrame(rows, columns=RECORD_COLUMNS).astype(object))
    assert cleaned.articles["body"].tolist() == ["\n\n".join(story(n)) for n in range(8)]
    assert cleaned.articles["agency"].tolist() == ["Reuters"] * 8, "a credit before the boilerplate is still read"
    assert cleaned.boilerplate[["text", "n_articles"]].to_numpy().tolist()[0] == ["CLICK HERE FOR THE HERALD APP", 8]
    assert "repeated lines of the outlet cut" in cleaned.changes["change"].tolist()


@pytest.mark.parametrize("outlet", [None, ""])
def test_without_an_outlet_nothing_is_cut(outlet: str | None) -> None:
    repetition = Repetition()
    assert repetition.add(outlet, "SHARE\nA line.") == -1
    repetition.settle()
    assert repetition.cut(-1, outlet, "SHARE\nA line.", ChangeLog()) == "SHARE\nA line."
