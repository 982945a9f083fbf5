import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.readers.importing import import_chunks, import_files, import_source
from newsframing.streaming import count_rows


def csv_file(path, n, broken=()):
    lines = [f"k{number},2017-02-0{number % 9 + 1},Title {number},Body {number}." for number in range(n)]
    for place in broken:
        lines[place] += ",one,cell,more"
    path.write_text("\n".join(["key,published,title,body", *lines]) + "\n", "utf-8")
    return path


def test_chunks_are_the_whole(tmp_path):
    paths = [(csv_file(tmp_path / "a.csv", 11, broken=[3, 8]), "a.csv"), (csv_file(tmp_path / "b.csv", 2), "b.csv")]
    whole = import_source(paths, "table", {})
    chunks = list(import_chunks(paths, "table", {}, size=4))
    assert len(chunks) > 2 and [len(table) for table in whole[:2]] == [11, 2]
    for place, table in enumerate(whole):
        joined = pd.concat([chunk[place] for chunk in chunks], ignore_index=True)
        pd.testing.assert_frame_equal(joined.astype(object), table.astype(object))


def test_sources_are_read_into_files(tmp_path):
    source = {"files": [str(csv_file(tmp_path / "a.csv", 5, broken=[1]))], "format": "table", "options": {}}
    notes = import_files([source, source], tmp_path / "records.parquet", tmp_path / "rejected.parquet")
    assert count_rows(tmp_path / "records.parquet") == 8 and count_rows(tmp_path / "rejected.parquet") == 2
    assert notes["what"].tolist() == ["encoding", "delimiter"] * 2
    assert pd.read_parquet(tmp_path / "rejected.parquet")["position"].tolist() == [2, 2]


def test_a_bad_file_stops_it_before_anything_is_written(tmp_path):
    good = {"files": [str(csv_file(tmp_path / "a.csv", 5))], "format": "table", "options": {}}
    bad = {"files": [str(tmp_path / "none.csv")], "format": "table", "options": {}}
    with pytest.raises(UserError, match=r"none\.csv"):
        import_files([good, bad], tmp_path / "out" / "records.parquet", tmp_path / "out" / "rejected.parquet")
    assert not list((tmp_path / "out").iterdir())


def test_no_source_gives_empty_tables(tmp_path):
    notes = import_files([], tmp_path / "records.parquet", tmp_path / "rejected.parquet")
    assert notes.empty and count_rows(tmp_path / "records.parquet") == 0
    assert pd.read_parquet(tmp_path / "records.parquet")["position"].dtype == "int64"
