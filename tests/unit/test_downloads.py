"""What can be taken from a study: the workbook and the page of it all in one."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import typst

from newsframing.errors import UserError
from newsframing.pages.summary import cut, write_summary
from newsframing.pages.tables_told import TOLD
from newsframing.pages.tell_regressions import points
from newsframing.pages.workbook import write_workbook

TEMPLATE = Path(__file__).parents[2] / "workflow/report/template/summary.typ"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200"/></svg>'
HOSTILE = '=1+1 #eval("1") *bold* @ref <label> $x$ `raw` // remark \\ #import "x"'


def parts(**changed):
    made = {
        "title": HOSTILE, "question": HOSTILE, "answer": [HOSTILE], "found": [HOSTILE], "figure": SVG, "alt": HOSTILE,
        "verdicts": [[HOSTILE, "+5", HOSTILE]], "limits": [HOSTILE], "foot": HOSTILE,
    }  # fmt: skip
    return {**made, **changed}


def test_the_workbook_has_every_table_and_runs_no_text(tmp_path):
    tables = {
        "verdicts": pd.DataFrame({"claim": ["=1+1", "-5 dead", "https://x.example", None], "n": [1, 2, 3, 4.5]}),
        "a_table_with_a_name_longer_than_a_sheet_may_have": pd.DataFrame({"@x": [True]}),
        "empty": pd.DataFrame(columns=["a"]),
    }
    write_workbook(tables, "=title", tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["contents", "verdicts", "a_table_with_a_name_longer_t", "empty"]
    sheet = book["verdicts"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["'=1+1", "'-5 dead", "https://x.example", None]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [1, 2, 3, 4.5]
    assert all(cell.data_type != "f" for one in book for row in one.iter_rows() for cell in row)
    assert book["contents"]["B4"].value == TOLD["verdicts"]
    assert book["contents"]["C4"].value == 4


def test_the_workbook_has_the_same_bytes_each_time(tmp_path):
    tables = {"topics": pd.DataFrame({"topic": [1, 2], "label": ["x", "y"]})}
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tables, "t", tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_summary_is_one_page_of_the_same_bytes_whatever_its_texts_say(tmp_path):
    for name in ("one.pdf", "two.pdf"):
        assert write_summary(parts(), TEMPLATE, tmp_path / name) == 1
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")


def test_hostile_text_is_shown_as_it_is():
    import json

    inputs = {"data": json.dumps(parts()), "size": "9", "width": "0.5"}
    titles = typst.query(TEMPLATE.read_bytes(), "heading", sys_inputs=inputs, ignore_system_fonts=True)
    assert "The answer, in plain words" in titles
    assert "evaluated" not in titles


def test_a_long_summary_gets_smaller_type_until_it_fits(tmp_path):
    assert write_summary(parts(limits=["A long limit of the corpus. " * 60]), TEMPLATE, tmp_path / "s.pdf") == 1
    with pytest.raises(UserError, match="one page"):
        write_summary(parts(limits=["A long limit of the corpus. " * 600]), TEMPLATE, tmp_path / "s.pdf")


def test_a_long_part_is_cut_after_a_sentence():
    assert cut("One. Two two. Three three three.", 20) == "One. Two two. […]"
    assert cut("Short.", 20) == "Short."
    assert cut("word " * 10, 22) == "word word word word […]"


@pytest.mark.parametrize(("value", "shown"), [(27.66, "+27.7"), (-0.04, "0.0"), (-3.2, "−3.2"), (None, "–")])
def test_points(value, shown):
    assert points(value) == shown
