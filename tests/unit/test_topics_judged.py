import re

import numpy as np
import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.inference import wilson
from newsframing.topics.intrusion import ANSWER_COLUMNS
from newsframing.topics.judged import TABLE_COLUMNS, agree, read_judgements, score_judgements

FORM = "word-0123abcd"
OTHER = "document-4567cdef"
TOPICS = pd.DataFrame(
    {"topic": [1, 2, 3], "label": ["one", "=two", "three"], "npmi": [0.1, 0.2, 0.6], "stability": [0.9, 0.5, np.nan]}
)


def key():
    """Items 1 to 3 of the word form, one a topic, answer B; items 1 and 2 of the document form, both of topic 1."""
    rows = [
        {"item": f"{FORM}-{n:03d}", "task": "word", "topic": n, "n_options": 6, "right": "B"}
        | {letter: f"{letter.lower()} word" for letter in "ABCDEF"}
        for n in (1, 2, 3)
    ]
    rows += [
        {"item": f"{OTHER}-{n:03d}", "task": "document", "topic": 1, "n_options": 4, "right": "D"}
        | {letter: f"{letter}, list" for letter in "ABCD"}
        for n in (1, 2)
    ]
    return pd.DataFrame([dict.fromkeys(ANSWER_COLUMNS, "") | row for row in rows])


def form(folder, name, answers, coder="", task=FORM):
    lines = [f"{task}-{n:03d},{answer},{coder}" for n, answer in answers.items()]
    path = folder / name
    path.write_text("\n".join(["item,answer,coder", *lines]) + "\n", "utf-8")
    return path


def test_answers_are_letters_or_options_and_empty_ones_are_left_out(tmp_path):
    path = form(tmp_path, "word_intrusion_ab.csv", {1: "b", 2: "C WORD", 3: ""})
    table = read_judgements([path], key())
    assert table[["item", "coder", "answer", "where"]].to_numpy().tolist() == [
        [f"{FORM}-001", "ab", "B", "line 2"],
        [f"{FORM}-002", "ab", "C", "line 3"],
    ]


def test_a_coder_is_named_in_the_form_or_by_the_file(tmp_path):
    once = tmp_path / "x.csv"
    once.write_text(f"item,answer,coder\n{FORM}-001,A,\n{FORM}-002,A,Maria\n", "utf-8")
    files = [
        once,
        form(tmp_path, "Word_Intrusion (kk).csv", {1: "A"}),
        form(tmp_path, "word_intrusion.csv", {1: "A"}),
        form(tmp_path, "any.csv", {1: "A"}),
    ]
    named = read_judgements(files, key()).groupby("coder")["item"].count().to_dict()
    assert named == {"Maria": 2, "kk": 1, "word_intrusion": 1, "any": 1}


def test_other_sheets_are_passed_over(tmp_path):
    other = tmp_path / "frames.csv"
    other.write_text("article_id,coder,frame,present\nx,ab,war,1\n", "utf-8")
    assert read_judgements([other], key()).empty


def test_the_same_answer_twice_counts_once(tmp_path):
    files = [form(tmp_path, name, {1: "B"}, "ab") for name in ("one.csv", "two.csv")]
    assert len(read_judgements(files, key())) == 1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({1: "G"}, f"ab.csv, line 2: the answer 'G' to {FORM}-001 is none of the options; expected: one of A, B, C"),
        ({1: "A", 9: "A"}, f"ab.csv, line 3: the form has no item {FORM}-009"),
    ],
)
def test_wrong_cells_are_named(tmp_path, answers, said):
    with pytest.raises(UserError, match=re.escape(said)):
        read_judgements([form(tmp_path, "ab.csv", answers)], key())


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("word-ffffffff-001", "ab.csv, line 2: the item word-ffffffff-001 is of a form made from another model"),
        ("3", "ab.csv, line 2: '3' is no item of an intrusion form"),
        ("", "ab.csv, line 2: '' is no item of an intrusion form"),
    ],
)
def test_unknown_items_are_told_from_those_of_another_model(tmp_path, item, said):
    path = tmp_path / "ab.csv"
    path.write_text(f"item,answer\n{item},A\n", "utf-8")
    with pytest.raises(UserError, match=re.escape(said)):
        read_judgements([path], key())


def test_an_answer_beyond_the_options_of_its_item_is_none(tmp_path):
    with pytest.raises(UserError, match="one of A, B, C, D"):
        read_judgements([form(tmp_path, "ab.csv", {1: "E"}, task=OTHER)], key())


def test_one_item_answered_in_two_ways_names_both_places(tmp_path):
    files = [form(tmp_path, "one.csv", {1: "B"}, "ab"), form(tmp_path, "two.csv", {1: "C"}, "ab")]
    said = f"two.csv, line 2: the coder 'ab' answers {FORM}-001 with C, but with B in one.csv, line 2"
    with pytest.raises(UserError, match=re.escape(said)):
        read_judgements(files, key())


def scored(folder):
    files = [
        form(folder, "ab.csv", {1: "B", 2: "B", 3: "A"}),
        form(folder, "cd.csv", {1: "B", 2: "A", 3: "C"}),
        form(folder, "ef.csv", {1: "B"}),
        form(folder, "document_intrusion_ab.csv", {1: "D", 2: "D"}, task=OTHER),
    ]
    return score_judgements(read_judgements(files, key()), key(), TOPICS)


def test_scores_are_those_of_a_case_worked_by_hand(tmp_path):
    table = scored(tmp_path)
    assert table.columns.tolist() == TABLE_COLUMNS
    assert table[["task", "topic"]].to_numpy().tolist() == [
        ["word", "all"], ["word", "1"], ["word", "2"], ["word", "3"], ["document", "all"], ["document", "1"],
    ]  # fmt: skip
    assert table["n"].tolist() == [7, 3, 2, 2, 2, 2]
    assert table["n_items"].tolist() == [3, 1, 1, 1, 2, 2]
    assert table["n_coders"].tolist() == [3, 3, 2, 2, 1, 1]
    assert table["right"].tolist() == [4, 3, 1, 0, 2, 2]
    assert table["precision"].tolist() == pytest.approx([4 / 7, 1, 0.5, 0, 1, 1])
    assert table["chance"].tolist() == pytest.approx([1 / 6] * 4 + [1 / 4] * 2)
    # the three agree on the first item, the two differ on the others
    assert table["agreement"][:4].tolist() == pytest.approx([1 / 3, 1, 0, 0])
    assert table["kappa"][:4].tolist() == pytest.approx([(1 / 3 - 1 / 6) / (5 / 6), 1, -0.2, -0.2])
    assert table["agreement"][4:].isna().all()
    assert table["npmi"].tolist() == pytest.approx([0.3, 0.1, 0.2, 0.6, 0.1, 0.1])
    assert table["stability"][:3].tolist() == pytest.approx([0.7, 0.9, 0.5])
    assert table["label"].tolist() == ["", "one", "=two", "three", "", "one"]


def test_intervals_say_what_they_are(tmp_path):
    table = scored(tmp_path)
    assert table["interval"].tolist() == ["bootstrap over topics", *["wilson"] * 5]
    assert tuple(table.loc[2, ["low", "high"]]) == pytest.approx(wilson(1, 2))
    # one topic, found each time: one independent unit, not two
    assert tuple(table.loc[4, ["low", "high"]]) == pytest.approx(wilson(1, 1))
    assert (table["low"] <= table["precision"]).all()
    assert (table["precision"] <= table["high"]).all()


def test_two_of_three_who_agree_are_one_pair_of_three():
    group = pd.DataFrame({"item": ["i"] * 3, "answer": ["A", "A", "B"], "n_options": 4})
    assert agree(group) == pytest.approx((1 / 3, (1 / 3 - 1 / 4) / (3 / 4)))


def test_nothing_returned_gives_the_header_alone():
    table = score_judgements(read_judgements([], key()), key(), TOPICS)
    assert table.empty
    assert table.columns.tolist() == TABLE_COLUMNS


def test_a_study_without_items_has_no_scores():
    empty = pd.DataFrame(columns=ANSWER_COLUMNS)
    assert score_judgements(read_judgements([], empty), empty, TOPICS).empty
