"""Sheets that come back: every fault with file, row and column; what is missing is no fault."""

import datetime
import re

import openpyxl
import pandas as pd
import pytest

from newsframing.coding.plans import Plan, read_plans, write_plan
from newsframing.coding.returned import read_drawn
from newsframing.errors import UserError
from newsframing.evidence.handing import handbook, instructions, rows_of, units_of
from newsframing.frames.codebook import Codebook, Frame
from newsframing.sheets import write_sheet

IDS = [f"{number:016x}" for number in range(1, 6)]
HOSTILE = '=HYPERLINK("http://evil.example","x")'
BOOKS = {
    "mood": Codebook("mood", "Moods", "ours", "multi", (Frame("glad", "Glad", "Is glad."), Frame("sad", "Sad", "Is."))),
    "side": Codebook("side", "Sides", "ours", "single", (Frame("left", "Left", "Is."), Frame("right", "Right", "Is."))),
}
FRAMES = {"mood": ["glad", "sad"], "side": ["left", "right"]}


def plan(unit="article", wave="main", show=(), ids=IDS):
    table = pd.DataFrame({"article_id": ids, "stratum": "s", "probability": 1.0, "drawn": 1, "coders": "ab cd"})
    return Plan("s", wave, unit, "all", {"mood": "1", "side": "2"}, FRAMES, ("ab", "cd"), 5, show, 1, table)


def articles():
    return pd.DataFrame({
        "article_id": IDS, "outlet": "o.example", "published": "2020-01-02",
        "title": [HOSTILE, "+1", "@x", "\u202eabc", None],
        "lead": ["First things first. Then others.", None, "-2", "a\x07b", "Lead."],
        "body": ["Para one.\n\nPara two. It ends.", "x " * 30_000, "Body.", "<script>", "Body."],
    })  # fmt: skip


def fill(drawn, coder="ab"):
    """Make a coder's sheet with a 0 in every cell, as a table."""
    table, _ = rows_of(drawn, coder, articles(), True)
    for book, frames in FRAMES.items():
        for frame in frames:
            table[f"{book}.{frame}"] = "0"
    return table


def read(table, tmp_path, name="main_ab.csv", drawn=None):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False)
    given = drawn or plan()
    return read_drawn(path, name, {given.wave: given}, BOOKS, {})


def test_a_sheet_comes_back_as_codes(tmp_path):
    table = fill(plan())
    table.loc[1, "mood.glad"] = "1"
    codes = read(table, tmp_path)
    assert len(codes) == 5 * 4
    found = [code for code in codes if code.present]
    assert [(c.frame, c.coder, c.kind, c.unit, c.wave, c.line) for c in found] == [
        ("glad", "ab", "human", "article", "main", 3)
    ]
    assert dict(found[0].article) == {"article_id": table.at[1, "article_id"]}


def test_a_row_left_empty_is_missing_and_one_codebook_may_come_alone(tmp_path):
    table = fill(plan())
    table.loc[0, ["mood.glad", "mood.sad"]] = ""
    assert len(read(table, tmp_path)) == 4 * 4 + 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({(1, "mood.sad"): "maybe"}, "main_ab.csv, row 3, column mood.sad: found 'maybe'; expected: 1, 0 or nothing"),
        ({(2, "mood.sad"): ""}, "row 4, column mood.sad: this cell is empty, but mood.glad of the same row is filled"),
        ({(0, "mood.glad"): "1900-01-01 00:00:00"}, "row 2, column mood.glad: found '1900-01-01 00:00:00': a spread"),
        ({(0, "mood.glad"): "01-Jan"}, "row 2, column mood.glad: found '01-Jan': a spreadsheet has turned what"),
        ({(0, "side.left"): "1", (0, "side.right"): "1"}, "row 2, column side.right: 1 stands here and in side.left"),
        ({(3, "article_id"): "1.23E+15"}, "row 5, column article_id: the article '1.23E+15' was not given to the"),
        ({(3, "coder"): "cd"}, "row 5, column coder: found 'cd' in a sheet of 'ab'"),
        ({(3, "unit"): "body:0-4"}, "row 5, column unit: found 'body:0-4', where articles were coded"),
        ({(3, "sheet"): "main-cd-00000000"}, "row 5, column sheet: found 'main-cd-00000000' in the sheet main-ab-"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value[:30],
)
def test_each_fault_is_a_sentence_with_file_row_and_column(tmp_path, change, said):
    table = fill(plan())
    for (row, column), value in change.items():
        table.loc[row, column] = value
    with pytest.raises(UserError, match=re.escape(said)):
        read(table, tmp_path)


def test_all_faults_are_told_at_once(tmp_path):
    table = fill(plan())
    table.loc[0, "mood.glad"] = "a"
    table.loc[4, "side.left"] = "b"
    with pytest.raises(UserError, match=r"row 2, column mood.glad: found 'a'.*also row 6, column side.left: found 'b'"):
        read(table, tmp_path)


def test_a_doubled_row_a_lost_column_and_another_coders_name_are_faults(tmp_path):
    table = fill(plan())
    doubled = pd.concat([table, table.iloc[[1]]])
    with pytest.raises(UserError, match=r"row 7, column article_id: the article \w+ stands in row 3 too"):
        read(doubled, tmp_path)
    with pytest.raises(UserError, match=r"row 1, column mood.sad: this column is not there"):
        read(table.drop(columns="mood.sad"), tmp_path)
    with pytest.raises(UserError, match=r"row 1, column mood.angry: no frame that was asked for"):
        read(table.assign(**{"mood.angry": "0"}), tmp_path)
    with pytest.raises(UserError, match=r"main_CD \(2\).csv, row 2, column sheet: .* named after the coder 'cd'"):
        read(table, tmp_path, "main_CD (2).csv")
    with pytest.raises(UserError, match="which is no sheet of this study"):
        read(table.assign(sheet="main-ab-00000000"), tmp_path)
    assert read(table, tmp_path, "final version.csv")


def test_a_frame_that_came_later_was_not_asked_for(tmp_path):
    grown = {**BOOKS, "mood": Codebook("mood", "M", "", "multi", (*BOOKS["mood"].frames, Frame("new", "New", "Is.")))}
    table = fill(plan())
    table.to_csv(tmp_path / "x.csv", index=False)
    codes = read_drawn(tmp_path / "x.csv", "x.csv", {"main": plan()}, grown, {})
    assert {code.frame for code in codes} == {"glad", "sad", "left", "right"}


def test_a_workbook_with_numbers_and_dates_is_read(tmp_path):
    drawn = plan()
    table, fields = rows_of(drawn, "cd", articles(), True)
    title, told = instructions(drawn, "cd", BOOKS, "there/", "here.xlsx")
    write_sheet(table, fields, title, told, tmp_path / "cd", handbook(list(BOOKS.values())))
    book = openpyxl.load_workbook(tmp_path / "cd.xlsx")
    sheet = book["items"]
    header = [cell.value for cell in sheet[1]]
    asked = [header.index(f"{name}.{frame}") + 1 for name, frames in FRAMES.items() for frame in frames]
    for row in range(2, sheet.max_row + 1):
        for column in asked:
            sheet.cell(row, column).value = 0
    sheet.cell(2, asked[0]).value = 1.0
    book.save(tmp_path / "back.xlsx")
    codes = read_drawn(tmp_path / "back.xlsx", "back.xlsx", {"main": drawn}, BOOKS, {"cd": "author"})
    assert sum(code.present for code in codes) == 1
    assert {code.kind for code in codes} == {"author"}
    sheet.cell(3, asked[1]).value = datetime.datetime(2001, 1, 1)
    book.save(tmp_path / "back.xlsx")
    with pytest.raises(UserError, match=r"row 3, column mood.sad: found '2001-01-01 00:00:00': a spreadsheet has turn"):
        read_drawn(tmp_path / "back.xlsx", "back.xlsx", {"main": drawn}, BOOKS, {})


def test_hostile_texts_are_shown_as_texts_and_give_the_same_bytes_twice(tmp_path):
    made = []
    for folder in ("one", "two"):
        table, fields = rows_of(plan(), "ab", articles(), True)
        write_sheet(table, fields, "t", ["i"], tmp_path / folder / "s", handbook(list(BOOKS.values())))
        made.append([(tmp_path / folder / f"s.{kind}").read_bytes() for kind in ("csv", "xlsx")])
    assert made[0] == made[1]
    text = made[0][0].decode()
    assert f'"\'{HOSTILE.replace(chr(34), chr(34) * 2)}"' in text
    assert ",'+1," in text
    assert ",'@x," in text
    assert "\u202e" not in text
    assert "\x07" not in text
    sheet = openpyxl.load_workbook(tmp_path / "one/s.xlsx")["items"]
    header = [cell.value for cell in sheet[1]]
    assert {sheet.cell(row, header.index("title") + 1).data_type for row in range(2, 7)} <= {"s", "n"}
    assert HOSTILE in [sheet.cell(row, header.index("title") + 1).value for row in range(2, 7)]
    # a text longer than a cell goes on in the next one
    assert {"text", "text_2"} <= set(header)


def test_parts_of_articles_stand_where_their_names_say():
    own = articles().iloc[0].to_dict()
    for unit in ("sentence", "paragraph"):
        for part in units_of(own, unit):
            field, _, span = part.name.partition(":")
            start, end = map(int, span.split("-"))
            assert own[field][start:end].strip() == part.text
    assert [part.name for part in units_of(own, "paragraph")][-2:] == ["body:0-9", "body:11-29"]
    assert [part.name for part in units_of(own, "article")] == ["article"]


def test_sentences_are_coded_by_themselves(tmp_path):
    drawn = plan(unit="sentence", ids=IDS[:1])
    table = fill(drawn)
    assert table["unit"].is_unique
    assert len(read(table, tmp_path, drawn=drawn)) == 4 * len(table)


def test_adjudicated_cells_win_no_other_ones_are_filled(tmp_path):
    table = pd.DataFrame({
        "sheet": "adjudicated", "article_id": IDS[:3], "unit": "article", "wave": "main", "codebook": "mood",
        "frame": "glad", "present": ["1", "1", ""],
    })  # fmt: skip
    codes = read(table, tmp_path, "settled.csv")
    assert [(code.coder, code.frame, code.present) for code in codes] == [("adjudicated", "glad", 1)] * 2
    table.loc[0, "present"] = "hm"
    with pytest.raises(UserError, match=r"settled.csv, row 2, column present: found 'hm'"):
        read(table, tmp_path, "settled.csv")


def test_another_kind_of_file_is_passed_over(tmp_path):
    other = pd.DataFrame({"article_id": IDS, "coder": "x", "frame": "glad", "present": 1})
    assert read(other, tmp_path, "free.csv") is None


def test_a_plan_is_read_as_it_was_written_and_not_written_twice(tmp_path):
    files = write_plan(plan(show=("outlet",)), tmp_path)
    back = read_plans(files, tmp_path)["main"]
    assert back.sheet_of("ab") == plan().sheet_of("ab")
    assert back.of_coder("cd") == plan().of_coder("cd")
    assert back.show == ("outlet",)
    with pytest.raises(ValueError, match="drawn already"):
        write_plan(plan(), tmp_path)
    (tmp_path / files[1]).unlink()
    with pytest.raises(UserError, match=r"config/coding/s/main.csv: there is no such file"):
        read_plans(files, tmp_path)
