"""What truncation costs is measured within articles, with the study's own codebooks."""

import pandas as pd
import pytest

from newsframing.frames.codebook import Codebook, Frame
from newsframing.frames.match import score
from newsframing.frames.truncation import COLUMNS, CUT_AT, MOST, cut_short, frame_truncation
from newsframing.patterns import Term

FILLER = "The river rose over the meadow and the ferry waited by the bank. "


def codebooks() -> list[Codebook]:
    frames = [
        Frame(name, name, "d", terms=(Term(name),), measurable_by="terms") for name in ("truce", "siege", "storm")
    ]
    return [Codebook("b", "B", "", "multi", tuple(frames))]


def articles(*bodies: str, **change: object) -> pd.DataFrame:
    rows = [
        {
            "article_id": f"{n:016x}",
            "role": "counted",
            "title": "A title",
            "lead": "A lead.",
            "body": body,
            "focus": True,
            "is_copy": False,
            "truncated": False,
            "n_words": 200,
        }
        for n, body in enumerate(bodies)
    ]
    return pd.DataFrame(rows).assign(**change)


def measured(table: pd.DataFrame) -> pd.DataFrame:
    return frame_truncation(table, score(table, codebooks())[0], codebooks())


def test_a_frame_that_stands_late_is_lost_and_one_that_stands_early_is_not() -> None:
    table = articles("A truce held. " + FILLER * 9 + "The siege ended.", FILLER * 9 + "A truce and a siege ended.")
    told = measured(table)
    assert list(told.columns) == COLUMNS
    told = told.set_index("frame")
    assert told["n"].tolist() == [2, 2, 2]
    assert told.loc["truce", ["whole", "cut", "lost"]].tolist() == [1.0, 0.5, 0.5]
    assert told.loc["siege", ["whole", "cut", "lost"]].tolist() == [1.0, 0.0, 1.0]
    assert told.loc["storm", ["whole", "cut"]].tolist() == [0.0, 0.0]
    assert pd.isna(told.loc["storm", "lost"])


def test_title_and_lead_are_left_as_a_service_gives_them() -> None:
    told = measured(articles(FILLER * 9 + "The siege ended.", lead="The siege goes on.")).set_index("frame")
    assert told.loc["siege", ["whole", "cut", "lost"]].tolist() == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    "change",
    [
        {"focus": False},
        {"is_copy": True},
        {"truncated": True},
        {"role": "reading"},
        {"n_words": 149},
        {"body": "s" * CUT_AT},
        {"body": None},
    ],
)
def test_what_is_not_whole_or_not_counted_is_not_compared(change: dict[str, object]) -> None:
    assert measured(articles(FILLER * 9, **change)).empty


def test_no_more_are_compared_than_needed() -> None:
    assert measured(articles(*[FILLER * 4] * (MOST + 5)))["n"].tolist() == [MOST] * 3


def test_a_word_that_the_cut_breaks_is_left_out() -> None:
    assert cut_short("The talks, talking", 13) == "The talks,"
    assert cut_short("The talks, talking", 10) == "The talks,"
    assert cut_short("The talk", 8) == "The talk"
    assert cut_short("The talks went", 9) == "The talks"
    assert cut_short("x" * 300) == ""
    assert cut_short(None) is None
