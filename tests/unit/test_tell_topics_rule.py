import re
from types import SimpleNamespace

import pandas as pd
import pytest

from newsframing.pages import tell_topics

CHOICE = pd.DataFrame({"k": [2, 3], "npmi": [0.2, 0.3], "chosen": [0, 1], "why": "It is the best."})


def told(n_k, k_held):
    tables = {"topic_choice": CHOICE, "topics": pd.DataFrame({"topic": [1, 2, 3], "n_k": n_k, "k_held": k_held})}
    page = tell_topics.rule(SimpleNamespace(table=tables.__getitem__))
    return re.sub(r"<[^>]*>", "", str(page))


@pytest.mark.parametrize(
    ("k_held", "words"),
    [
        ([2, 0, 1], "Topic 2 holds at this number only: findings about it do too."),
        ([0, 0, 1], "Topics 1 and 2 hold at this number only: findings about them do too."),
        ([2, 1, 1], "Every topic holds at one other number at least."),
    ],
)
def test_topics_that_hold_at_one_number_only_are_named(k_held, words):
    assert words in told(2, k_held)


def test_of_one_number_nothing_is_said():
    assert "at this number" not in told(0, [0, 0, 0])
