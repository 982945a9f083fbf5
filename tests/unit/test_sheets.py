import csv
import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from newsframing.errors import UserError
from newsframing.sheets import Field, plain_text, read_sheet, returned, write_sheet

HOSTILE = [
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\tcmd",
    "<script>alert(1)</script>",
    'a "quoted", listed word',
    "مرحبا بالعالم",
    "https://example.org/a",
    "{=1+1}",
    "007",
]
FIELDS = (Field("item", 10), Field("text", 40), Field("answer", 8, ("A", "B")))


def table(texts=HOSTILE):
    return pd.DataFrame({"item": [f"i{n}" for n in range(len(texts))], "text": texts, "answer": ""})


def written(folder, texts=HOSTILE):
    write_sheet(table(texts), FIELDS, "What is it?", ["Read each row.", "=1+1 is no formula here."], folder / "form")
    return folder / "form.csv", folder / "form.xlsx"


def test_no_cell_of_a_csv_can_run(tmp_path):
    path, _ = written(tmp_path)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert [row[1] for row in rows[1:6]] == [f"'{text}" for text in HOSTILE[:5]]
    assert [row[1] for row in rows[6:]] == HOSTILE[5:]


def test_cells_of_a_workbook_are_texts(tmp_path):
    _, path = written(tmp_path)
    sheet = openpyxl.load_workbook(path)["items"]
    cells = [sheet.cell(row, 2) for row in range(2, len(HOSTILE) + 2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(path) as archive:
        assert not any("<f>" in archive.read(name).decode() for name in archive.namelist() if "sheet" in name)


def test_a_workbook_opens_with_what_to_do(tmp_path):
    _, path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    said = [row[0] for row in first.iter_rows(values_only=True) if row[0]]
    assert said == ["What is it?", "Read each row.", "=1+1 is no formula here."]
    assert book.active.title == first.title
    assert first["A4"].data_type == "s"


def test_the_answer_column_offers_its_choices(tmp_path):
    _, path = written(tmp_path)
    (rule,) = openpyxl.load_workbook(path)["items"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"A,B"', f"C2:C{len(HOSTILE) + 1}")
    assert rule.showErrorMessage


def test_choices_that_a_list_cannot_hold_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no comma"):
        write_sheet(table(["x"]), [*FIELDS[:2], Field("answer", 8, ("a,b",))], "t", [], tmp_path / "form")


def test_a_sheet_without_rows_is_written(tmp_path):
    path, book = written(tmp_path, [])
    assert path.read_text("utf-8") == "item,text,answer\n"
    assert read_sheet(book, "form.xlsx", ["item"]).empty


def test_two_writings_give_the_same_bytes(tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    first = [path.read_bytes() for path in written(one)]
    # another day, for whatever asks for the time
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert [path.read_bytes() for path in written(two)] == first
    with zipfile.ZipFile(two / "form.xlsx") as archive:
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}


def test_both_kinds_come_back_as_they_went(tmp_path):
    texts = [text for text in HOSTILE if text.strip() == text]
    for path in written(tmp_path, texts):
        back = read_sheet(path, path.name, ["item", "answer"])
        assert back["text"].tolist() == texts, path.name
        assert back["answer"].tolist() == [""] * len(texts)
        assert back["line"].tolist() == list(range(2, len(texts) + 2))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("item;answer;text\r\ni1;A;größer\r\n".encode("cp1252"), "größer"),
        ("\ufeffItem, Answer ,Text\ni1,A,größer\n".encode(), "größer"),
        ("item\tanswer\ttext\ni1\tA\tgrößer\n".encode("utf-16"), "größer"),
        (b"sep=;\nitem;answer;text\ni1;A;x\n", "x"),
        (b'item,answer,text\n\n,,\ni1,A,"two\nlines"\n', "two\nlines"),
    ],
    ids=["semicolons and cp1252", "byte order mark", "tabs and utf-16", "sep line", "blank lines"],
)
def test_what_spreadsheets_make_of_a_csv_is_read(tmp_path, content, text):
    path = tmp_path / "back.csv"
    path.write_bytes(content)
    (row,) = read_sheet(path, path.name, ["item", "answer"]).to_dict("records")
    assert (row["item"], row["answer"], row["text"]) == ("i1", "A", text)


def test_a_header_is_found_on_any_sheet_and_below_a_note(tmp_path):
    path = tmp_path / "own.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("notes").write_string(0, 0, "hello")
    sheet = book.add_worksheet("mine")
    sheet.write_row(2, 0, ["item", "ANSWER"])
    sheet.write_row(3, 0, ["i1", 7])
    book.close()
    assert read_sheet(path, path.name, ["item", "answer"]).to_dict("records") == [
        {"line": 4, "item": "i1", "answer": "7"}
    ]


def test_another_kind_of_sheet_is_passed_over(tmp_path):
    path, book = written(tmp_path)
    assert read_sheet(path, path.name, ["article_id", "frame"]) is None
    assert read_sheet(book, book.name, ["article_id", "frame"]) is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"no workbook", "x.xlsx: this cannot be opened as a workbook"),
        ("x.csv", b"\xff\xfea", "x.csv: this cannot be decoded"),
        ("x.csv", b"item,answer,answer\n1,2,3\n", "x.csv, line 1: two columns are called 'answer'"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=re.escape(said)):
        read_sheet(tmp_path / name, name, ["item", "answer"])


def test_returned_sheets_are_found_whatever_their_names(tmp_path):
    folder = tmp_path / "data/raw/s/codings"
    (folder / "week 2").mkdir(parents=True)
    for name in ("b.XLSX", "a form (1).csv", "week 2/c.tsv", "~$b.xlsx", ".hidden.csv", "letter.docx"):
        (folder / name).write_bytes(b"")
    assert returned(tmp_path, "s") == [
        "data/raw/s/codings/a form (1).csv",
        "data/raw/s/codings/b.XLSX",
        "data/raw/s/codings/week 2/c.tsv",
    ]
    assert returned(tmp_path, "other") == []


def test_plain_text_stays_on_one_line_and_in_one_direction():
    assert plain_text("a\n\tb\u202e c\x07d") == "a b c d"
