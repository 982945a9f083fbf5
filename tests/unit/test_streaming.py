from itertools import pairwise

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing import streaming
from newsframing.streaming import count_rows, parquet_sink, read_chunks, sorted_rows


def table(n, first=0):
    rows = range(first, first + n)
    return pd.DataFrame(
        {
            "article_id": [f"{(number * 2654435761) % (1 << 32):08x}{number:08x}" for number in rows],
            "title": pd.Series([None if number % 3 else f"Title {number}" for number in rows], dtype=object),
            "genre": pd.Series([None] * n, dtype=object),
            "position": pd.array([None if number % 5 else number for number in rows], dtype="Int64"),
            "focus": [number % 2 == 0 for number in rows],
            "share": [number / 7 for number in rows],
        }
    )


LIKE = table(1).iloc[:0]


def write(path, tables):
    with parquet_sink(path, LIKE) as sink:
        for part in tables:
            sink.write(part)


def test_the_file_does_not_hang_on_how_the_rows_were_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", 4)
    whole = table(11)
    write(tmp_path / "a.parquet", [whole])
    write(tmp_path / "b.parquet", [whole.iloc[:0], whole.iloc[:1], whole.iloc[1:9], whole.iloc[9:]])
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    groups = pq.ParquetFile(tmp_path / "a.parquet").metadata
    assert [groups.row_group(i).num_rows for i in range(groups.num_row_groups)] == [4, 4, 3]


def test_rows_come_back_as_they_were_with_floats_rounded(tmp_path):
    whole = table(7)
    write(tmp_path / "a.parquet", [whole])
    back = pd.read_parquet(tmp_path / "a.parquet")
    assert str(back["position"].dtype) == "Int64" and back["position"].tolist() == whole["position"].tolist()
    assert back["share"].tolist() == [round(number / 7, 6) for number in range(7)]
    assert back["genre"].isna().all() and back["focus"].dtype == bool
    assert [t if isinstance(t, str) else None for t in back["title"]] == whole["title"].tolist()


def test_other_columns_are_refused(tmp_path):
    with pytest.raises((KeyError, ValueError)), parquet_sink(tmp_path / "a.parquet", LIKE) as sink:
        sink.write(table(2).drop(columns="focus"))
    with pytest.raises((TypeError, ValueError)), parquet_sink(tmp_path / "a.parquet", LIKE) as sink:
        sink.write(table(2).assign(focus=["yes", "no"]))


def test_a_fault_leaves_no_file_and_keeps_the_old_one(tmp_path):
    path = tmp_path / "a.parquet"
    write(path, [table(3)])
    before = path.read_bytes()
    with pytest.raises(RuntimeError), parquet_sink(path, LIKE) as sink:
        sink.write(table(5))
        raise RuntimeError
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_chunks_are_read_in_order_and_an_empty_file_gives_one(tmp_path):
    write(tmp_path / "a.parquet", [table(9)])
    chunks = list(read_chunks(tmp_path / "a.parquet", ["article_id", "focus"], size=4))
    assert [len(chunk) for chunk in chunks] == [4, 4, 1] and count_rows(tmp_path / "a.parquet") == 9
    assert pd.concat(chunks)["article_id"].tolist() == table(9)["article_id"].tolist()
    write(tmp_path / "b.parquet", [])
    (only,) = read_chunks(tmp_path / "b.parquet", ["article_id", "focus"])
    assert only.empty and only.columns.tolist() == ["article_id", "focus"] and only["focus"].dtype == bool


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, 40), max_size=5), expected=st.integers(0, 60))
def test_sorting_loses_nothing_and_can_be_gone_through_twice(cuts, expected):
    whole = table(40)
    places = [0, *sorted(cuts), 40]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "CHUNK", 8)
        with sorted_rows(LIKE, expected) as rows:
            for first, last in pairwise(places):
                rows.add(whole.iloc[first:last])
            once, twice = (pd.concat(list(rows), ignore_index=True) for _ in range(2))
    assert rows.rows == 40
    pd.testing.assert_frame_equal(once, twice)
    assert once["article_id"].tolist() == sorted(whole["article_id"])
    by_id = whole.set_index("article_id")["title"].to_dict()
    assert [t if isinstance(t, str) else None for t in once["title"]] == [by_id[i] for i in once["article_id"]]


def test_sorting_needs_hexadecimal_ids():
    with sorted_rows(LIKE, 1) as rows, pytest.raises(ValueError, match="xyz"):
        rows.add(table(1).assign(article_id="xyz"))
