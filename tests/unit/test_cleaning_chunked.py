import pandas as pd
import pytest

from newsframing import streaming
from newsframing.articles import excluded_table
from newsframing.cleaning import clean
from newsframing.cleaning.chunked import clean_file
from newsframing.readers.importing import import_files
from newsframing.streaming import count_rows

OPTIONS = {"languages": ["en"], "window": {"from": "2017-02-01", "to": "2017-02-07"}}


@pytest.fixture
def records(tmp_path):
    rows = [f"k{n},2017-02-0{n % 9 + 1},A title of {n},The body of article {n}. READ MORE" for n in range(30)]
    # the same record again, far behind the first
    rows += [rows[2], "k99,soon,No day,Text.", "k98,2017-02-03,,"]
    (tmp_path / "a.csv").write_text("\n".join(["key,published,title,body", *rows]) + "\n", "utf-8")
    source = {"files": [str(tmp_path / "a.csv")], "format": "table", "options": {}}
    import_files([source], tmp_path / "records.parquet", tmp_path / "rejected.parquet")
    return tmp_path / "records.parquet"


def plain(table):
    return table.astype(object).where(table.notna(), None).reset_index(drop=True)


def test_a_file_cleaned_in_chunks_is_the_file_cleaned_at_once(records, monkeypatch):
    whole = clean(pd.read_parquet(records), **OPTIONS)
    # read_chunks took its default when it was defined
    monkeypatch.setattr(streaming.read_chunks, "__defaults__", (None, 7))
    monkeypatch.setattr(streaming, "CHUNK", 7)
    refused = excluded_table([{"step": "import", "reason": "broken line", "position": 3}])
    with clean_file(records, records.with_name("excluded.parquet"), refused, **OPTIONS) as cleaned:
        parts = list(cleaned.articles)
        assert cleaned.articles.rows == len(whole.articles) == 24 and len(parts) > 2
    pd.testing.assert_frame_equal(plain(pd.concat(parts)), plain(whole.articles))
    assert cleaned.removed == whole.removed and ("clean", "repeated", 1) in cleaned.removed
    pd.testing.assert_frame_equal(cleaned.changes, whole.changes)
    excluded = pd.read_parquet(records.with_name("excluded.parquet"))
    pd.testing.assert_frame_equal(plain(excluded), plain(pd.concat([refused, whole.excluded])))
    assert len(excluded) - 1 + cleaned.articles.rows == count_rows(records)


def test_nothing_is_written_where_the_run_stops(records):
    with pytest.raises(RuntimeError), clean_file(records, records.with_name("excluded.parquet")):
        raise RuntimeError
    assert not records.with_name("excluded.parquet").exists()
