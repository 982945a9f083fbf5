"""Agreement of a study's coders, pseudonyms, the adjudicator's sheet."""

import pandas as pd
import pytest

from newsframing.coding.plans import Plan
from newsframing.evidence.agreeing import adjudication_sheet, agreement_of, open_cells, with_changes
from newsframing.frames.codebook import Codebook, Frame

BOOKS = {"m": Codebook("m", "M", "", "multi", (Frame("f", "Label of f", "Is."),))}
ARTICLES = pd.DataFrame({"article_id": [str(number) for number in range(10)], "title": "=1+1", "lead": "One. Two."})
ARTICLES["body"] = "Body\u202e text."


def codes(values, **others):
    """``values``: coder to what they gave to the articles in order, None where nothing."""
    rows = [
        {"article_id": str(number), "coder": coder, "present": value}
        for coder, given in values.items()
        for number, value in enumerate(given)
        if value is not None
    ]
    return pd.DataFrame(rows).assign(
        **{"codebook": "m", "frame": "f", "kind": "human", "unit": "article", "wave": "main"} | others
    )


def plan(unit="article", wave="main"):
    table = pd.DataFrame(
        {"article_id": ARTICLES["article_id"], "stratum": "", "probability": 1.0, "drawn": 1, "coders": "ab cd"}
    )
    return Plan("s", wave, unit, "all", {"m": "sha then"}, {"m": ["f"]}, ("ab", "cd"), 9, (), 1, table)


AB, CD = [1, 1, 0, 0, 1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 1, 0, 0, None, 1, 1]


def test_what_an_adjudicator_settled_is_no_coders_voice():
    table = codes({"ab": AB, "cd": CD})
    settled = codes({"adjudicated": [None, 1]})
    both = pd.concat([table, settled], ignore_index=True)
    first = agreement_of(table, {}, {"m": "sha now"}, 100, 1)
    assert agreement_of(both, {}, {"m": "sha now"}, 100, 1).equals(first)
    row = first.iloc[0]
    assert (row["coders"], row["n"], row["n_both"], row["n_present"]) == ("2 human", 10, 9, 3)
    assert row["percent"] == pytest.approx(7 / 9)
    assert row["codebook_sha256"] == "sha now"
    assert open_cells(table, {})["item"].tolist() == ["1", "1", "9", "9"]
    assert open_cells(both, {})["item"].tolist() == ["9", "9"]


def test_codes_of_a_drawn_wave_keep_the_codebook_they_were_made_by():
    table = agreement_of(codes({"ab": AB, "cd": CD}), {"main": plan()}, {"m": "sha now"}, 100, 1)
    assert table["codebook_sha256"].tolist() == ["sha then"]


def test_names_that_are_no_pseudonym_of_a_sheet_are_never_shown():
    table = codes({"ab": AB, "Jane Roe": CD})
    shown = open_cells(table, {"main": plan()})
    assert set(shown["coder"]) == {"ab", "coder 1"}
    sheet = adjudication_sheet(table, {"main": plan()}, ARTICLES, BOOKS)
    assert sheet["said"].tolist() == ["ab: 1, coder 1: 0", "ab: 0, coder 1: 1"]


def test_a_pilot_is_not_adjudicated_but_its_agreement_is_told():
    table = codes({"ab": AB, "cd": CD}, wave="pilot")
    assert open_cells(table, {}).empty
    assert agreement_of(table, {}, {}, 100, 1)["wave"].tolist() == ["pilot"]


def test_coders_are_compared_with_themselves_over_time():
    table = pd.concat([codes({"ab": AB, "cd": AB}), codes({"ab": AB, "cd": CD}, wave="drift")], ignore_index=True)
    found = agreement_of(table, {}, {}, 100, 1).set_index("wave")
    assert found.at["main and drift", "coders"] == "each with themselves"
    assert found.at["main and drift", "n_both"] == 19
    assert found.at["main and drift", "percent"] == pytest.approx(17 / 19)
    assert found.at["main", "percent"] == 1


def test_the_adjudicators_sheet_shows_the_part_that_was_coded():
    table = codes({"ab": [1], "cd": [0]}, unit="lead:5-9", wave="main")
    found = agreement_of(table, {"main": plan("sentence")}, {}, 100, 1)
    assert found["unit"].tolist() == ["sentence"]
    sheet = adjudication_sheet(table, {"main": plan("sentence")}, ARTICLES, BOOKS)
    assert sheet[
        ["article_id", "unit", "wave", "codebook", "frame", "label", "text", "present"]
    ].to_numpy().tolist() == [["0", "lead:5-9", "main", "m", "f", "Label of f", "Two.", ""]]
    whole = adjudication_sheet(codes({"ab": [1], "cd": [0]}), {}, ARTICLES, BOOKS)
    assert whole["text"].tolist() == ["One. Two. Body text."]


def test_models_and_authors_are_not_asked_to_agree_with_people():
    table = pd.concat([codes({"ab": AB, "cd": CD}), codes({"m1": [0] * 10}, kind="model")], ignore_index=True)
    assert agreement_of(table, {}, {}, 100, 1)["coders"].tolist() == ["2 human"]
    assert set(open_cells(table, {})["item"]) == {"1", "9"}
    alone = pd.concat([codes({"ab": AB}), codes({"m1": CD}, kind="model")], ignore_index=True)
    assert agreement_of(alone, {}, {}, 100, 1)["coders"].tolist() == ["1 human, 1 model"]
    assert open_cells(alone, {}).empty


def test_without_codes_the_tables_are_empty():
    none = codes({"ab": AB})[:0].astype({"article_id": "str", "coder": "str", "wave": "str", "unit": "str"})
    assert agreement_of(none, {"main": plan()}, {}, 100, 1).empty
    assert open_cells(none, {"main": plan()}).empty
    assert adjudication_sheet(none, {}, ARTICLES, BOOKS).empty


def test_a_codebook_that_has_changed_since_is_told():
    table = agreement_of(codes({"ab": AB, "cd": CD}), {"main": plan()}, {"m": "sha now"}, 100, 1)
    assert with_changes(table, {"m": "sha now"})["changed"].tolist() == [True]
    assert with_changes(table, {"m": "sha then"})["changed"].tolist() == [False]
    free = agreement_of(codes({"ab": AB, "cd": CD}), {}, {"m": "sha now"}, 100, 1)
    assert with_changes(free, {"m": "sha now"})["changed"].tolist() == [False]
