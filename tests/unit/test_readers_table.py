import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.readers import import_source


def read(path: Path, role: str = "counted", **options: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return import_source([(path, path.name)], "table", options, role)


def write(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_own_names_are_taken_without_mapping(tmp_path: Path) -> None:
    records, rejected, notes = read(write(tmp_path, "a.csv", "Title,body,other\nOne,Text one,x\nTwo,Text two,y\n"))
    assert records["title"].tolist() == ["One", "Two"]
    assert records["body"].tolist() == ["Text one", "Text two"]
    assert records["position"].tolist() == [1, 2]
    assert rejected.empty
    assert notes.set_index("what")["value"].to_dict() == {"encoding": "utf-8", "delimiter": ","}


def test_mapping_defaults_and_missing_cells(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "headline;content;paper\nOne;Text;\nTwo;More;Herald\n")
    records, _, _ = read(
        path, columns={"title": "headline", "body": "content", "outlet": "paper"}, defaults={"outlet": "Post"}
    )
    assert records["outlet"].tolist() == ["Post", "Herald"]


def test_missing_column_names_key_and_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "headline,content\nOne,Text\n")
    with pytest.raises(
        UserError, match=r"a\.csv, columns: body: there is no column 'contents'; did you mean 'content'"
    ):
        read(path, columns={"body": "contents"})
    with pytest.raises(UserError, match="no column holds the body"):
        read(path)


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")]
)
def test_encodings_are_found_out(tmp_path: Path, encoding: str, found: str) -> None:
    path = write(tmp_path, "a.csv", "title,body\nCafé – “open”,Le café est là\n".encode(encoding))
    records, _, notes = read(path)
    assert records.loc[0, "title"] == "Café – “open”"
    assert found in notes["value"].tolist()


def test_one_broken_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    text = ("title,body\n" + "Café,éèà öü ñ\n" * 20).encode() + b"Last,bad \xff byte\n"
    records, _, notes = read(write(tmp_path, "a.csv", text))
    assert records["title"].tolist()[0] == "Café"
    assert "utf-8, broken bytes replaced" in notes["value"].tolist()


def test_newlines_long_cells_and_zero_bytes(tmp_path: Path) -> None:
    body = "word " * 60_000
    content = f'title,body\nOne,"first line\nsecond ""line"""\nTwo,{body}\nThr\0ee,text\n'
    records, rejected, notes = read(write(tmp_path, "a.csv", content))
    assert records["body"].tolist() == ['first line\nsecond "line"', body, "text"]
    assert records.loc[2, "title"] == "Three"
    assert rejected.empty
    assert ["zero bytes dropped", "1"] in notes[["what", "value"]].to_numpy().tolist()


def test_rows_of_wrong_length_are_rejected_and_counted(tmp_path: Path) -> None:
    content = "title,body\nOne,text\nTwo,te,xt\nThree\n\nFour,text\n"
    records, rejected, _ = read(write(tmp_path, "a.csv", content))
    assert records["title"].tolist() == ["One", "Four"]
    assert rejected["position"].tolist() == [2, 3]
    assert set(rejected["step"]) == {"import"}


def test_a_quote_that_never_closes_loses_one_line_only(tmp_path: Path) -> None:
    content = 'title,body\nOne,text\nTwo,"never closed\nThree,text\nFour,text\n'
    records, rejected, _ = read(write(tmp_path, "a.csv", content))
    assert records["title"].tolist() == ["One", "Three", "Four"]
    assert rejected["position"].tolist() == [2]


def test_json_lines_packed_with_a_broken_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"t": "One", "x": {"y": "Text"}, "n": 5}),
        "{broken",
        "[1]",
        json.dumps({"t": "Two", "x": {"y": "More"}}),
    ]
    path = write(tmp_path, "a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    records, rejected, _ = read(path, columns={"title": "t", "body": "x.y", "key": "n"})
    assert records["body"].tolist() == ["Text", "More"]
    assert records["key"].tolist() == ["5", None]
    assert rejected["position"].tolist() == [2, 3]


def test_parquet_with_dates(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"body": ["Text", None], "published": pd.to_datetime(["2020-01-02", None])}).to_parquet(path)
    records, _, _ = read(path)
    assert records["published"].tolist()[0].startswith("2020-01-02")
    assert records["body"].tolist() == ["Text", None]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"PK\x03\x04 rest", "zip archive or an office document"),
        ("a.csv", bytes(range(256)) * 40, "cannot be decoded"),
        ("a.csv", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"no json\n", "no line holds a JSON object"),
        ("a.parquet", b"no parquet", "no parquet file"),
        ("a.csv.gz", b"no gzip", "gzip archive is broken"),
        ("a.xlsx", b"x", "is no table that can be read"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says) as fault:
        read(write(tmp_path, name, content))
    assert "\n" not in str(fault.value)
    assert str(tmp_path) not in str(fault.value)


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        read(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UserError, match="this is a folder"):
        read(tmp_path / "folder.csv")


@settings(max_examples=150, deadline=None)
@given(
    content=st.binary(max_size=300)
    | st.text(alphabet='a,";\t\n\r{}[]:\0é\ud800', max_size=120).map(
        lambda t: ("body,title\n" + t).encode("utf-8", "surrogatepass")
    ),
    name=st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json", "a.parquet", "a.csv.gz", "a.txt"]),
)
def test_any_bytes_give_records_or_a_user_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") and content[:1] != b"\x1f" else content)
    try:
        records, _, _ = read(path)
    except UserError:
        return
    assert records["article_id"].str.fullmatch("[0-9a-f]{16}").all()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(min_size=1, max_size=60)), min_size=1, max_size=6))
def test_every_row_of_a_sound_csv_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    import csv
    import io

    rows = [(t.replace("\0", ""), "x" + b.replace("\0", "")) for t, b in rows]
    rows = [tuple(c.encode("utf-8", "replace").decode().replace("\r", "") for c in row) for row in rows]  # type: ignore[misc]
    stream = io.StringIO()
    csv.writer(stream).writerows([("title", "body"), *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(stream.getvalue().encode())
    try:
        records, rejected, _ = read(path, delimiter=",")
    except UserError as error:
        assert "bytes of no text" in str(error)  # controls make up much of so small a file
        return
    assert rejected.empty
    assert records["body"].tolist() == [body for _, body in rows]
