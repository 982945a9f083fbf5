import pandas as pd
import pytest

from newsframing.tables import read_csv, read_parquet, rounded, spreadsheet_safe, whole_file, write_csv, write_parquet


def test_csv_is_rounded_plain_and_safe(tmp_path):
    path = tmp_path / "t.csv"
    write_csv(pd.DataFrame({"a": [1 / 3, -0.0], "b": ['=HYPERLINK("x")', "plain, with comma"], "n": [1, 2]}), path)
    assert path.read_bytes() == b'a,b,n\n0.333333,"\'=HYPERLINK(""x"")",1\n0.0,"plain, with comma",2\n'


def test_large_numbers_keep_their_digits(tmp_path):
    path = tmp_path / "t.csv"
    write_csv(pd.DataFrame({"a": [1234567.891]}), path)
    assert path.read_text() == "a\n1234567.891\n"


def test_missing_stays_missing_and_na_stays_a_text(tmp_path):
    path = tmp_path / "t.csv"
    write_csv(pd.DataFrame({"a": ["NA", None]}), path)
    back = read_csv(path, skip_blank_lines=False)
    assert back["a"][0] == "NA"
    assert back["a"].isna()[1]


@pytest.mark.parametrize("opener", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formulas_are_defused(opener):
    assert spreadsheet_safe(opener) == "'" + opener


def test_a_failed_write_leaves_nothing_and_keeps_the_old_file(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError), whole_file(path) as draft:
        draft.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_parquet_repeats_its_bytes(tmp_path):
    table = pd.DataFrame({"a": [0.1234567891, 2.0], "b": ["x", None]})
    write_parquet(table, tmp_path / "1.parquet")
    write_parquet(table, tmp_path / "2.parquet")
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()
    assert read_parquet(tmp_path / "1.parquet")["a"][0] == 0.123457


def test_rounding_leaves_the_given_table_alone():
    table = pd.DataFrame({"a": [0.12345678]})
    rounded(table)
    assert table["a"][0] == 0.12345678
