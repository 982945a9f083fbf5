"""What is promised to coders and of articles is in the texts that they get."""

from pathlib import Path

import pandas as pd
import pytest

from newsframing import rights
from newsframing.coding.books import read_books
from newsframing.frames.handbook import handbook
from newsframing.topics import intrusion

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("book", ["conflict", "remedies", "gun_violence"])
def test_a_handbook_warns_of_distressing_texts(book):
    file = str(ROOT / f"config/codebooks/{book}.yaml")
    page = handbook(read_books([file], str(ROOT / "workflow/schemas/codebook.yaml"))[book])
    assert rights.DISTRESS in page


def test_a_form_that_shows_articles_warns_of_them():
    empty = pd.DataFrame()
    forms = {task: intrusion.Form(task, empty, (), empty) for task in intrusion.TASKS}
    told = {task: " ".join(intrusion.instructions(form, "there")[1]) for task, form in forms.items()}
    assert rights.DISTRESS in told[intrusion.DOCUMENT]
    assert rights.DISTRESS not in told[intrusion.WORD], "a form of single words shows no article"


def test_the_readme_of_the_project_says_what_is_kept():
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    for word in ("two sentences or 50 words", "five articles or more", "private persons", "outlet's honesty",
                 "unsigned", "distressing", "covers the articles"):  # fmt: skip
        assert word in text, word
