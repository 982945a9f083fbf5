import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.readers import import_source
from newsframing.readers.presets import PRESETS

CORPORA = Path(__file__).parents[2].parent / "shared" / "data" / "corpora" / "foreign_security_2012_2020.jsonl.gz"


def read(path: Path, text: str | bytes, **options: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return import_source([(path, path.name)], "table", options)


def notes_of(notes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(notes["what"], notes["value"], strict=True))


def test_mediacloud_gives_headlines(tmp_path: Path) -> None:
    text = (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "a1,2024-06-05,en,herald.example,herald.example,2024-06-04,Bridge opens,https://herald.example/bridge\n"
    )
    records, rejected, notes = read(tmp_path / "mc.csv", text, preset="mediacloud")
    record = records.iloc[0]
    assert rejected.empty
    assert (record["key"], record["outlet"], record["published"]) == ("a1", "herald.example", "2024-06-04")
    assert (record["title"], record["body"], record["language"]) == ("Bridge opens", None, "en")
    assert "titles are the texts" in notes_of(notes)["body"]


def test_4cat_gives_items_without_calling_an_author_an_outlet(tmp_path: Path) -> None:
    text = "id,thread_id,author,body,subject,timestamp,url\n7,7,Jane,A text.,Bridge,2024-06-04 10:00:00,https://x.example/7\n"
    record = read(tmp_path / "4cat.csv", text, preset="4cat")[0].iloc[0]
    assert (record["key"], record["title"], record["body"]) == ("7", "Bridge", "A text.")
    assert record["outlet"] is None
    named = read(tmp_path / "4cat.csv", text, preset="4cat", columns={"outlet": "author"})[0].iloc[0]
    assert named["outlet"] == "Jane", "what is mapped goes before the preset"


def test_article_bias_takes_the_original_text(tmp_path: Path) -> None:
    article = {"ID": "x", "source": "The Herald", "date": "2017-02-07", "title": "Bridge", "content": "a bridge"}
    both = {**article, "content_original": "A bridge."}
    lines = json.dumps(both) + "\n" + json.dumps({**both, "content_original": "Another."})
    records, _, _ = read(tmp_path / "a.jsonl.gz", gzip.compress(lines.encode()), preset="article-bias")
    assert records["body"].tolist() == ["A bridge.", "Another."]
    one, _, _ = read(tmp_path / "x.json", json.dumps(article, indent=2), preset="article-bias")
    assert one["body"].tolist() == ["a bridge"], "one object a file is how the set is published"


@pytest.mark.parametrize("preset", ["4cat", "article-bias"])
def test_a_preset_that_does_not_fit_says_what_is_missing(tmp_path: Path, preset: str) -> None:
    with pytest.raises(UserError, match="no column holds the body"):
        read(tmp_path / "x.csv", "title,other\na,b\n", preset=preset)


def test_an_unknown_preset_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="did you mean 'mediacloud'"):
        read(tmp_path / "x.csv", "title,body\na,b\n", preset="media-cloud")


def test_every_preset_stands_in_the_schema() -> None:
    schema = (Path(__file__).parents[2] / "workflow" / "schemas" / "study.yaml").read_text(encoding="utf-8")
    assert f"enum: [{', '.join(PRESETS)}]" in schema


def test_habits_of_spreadsheets(tmp_path: Path) -> None:
    text = (
        '\ufeffsep=;\r\ntitle;body;published\r\n#REF!;"A text\r\nof two lines";#N/A\r\n#metoo;' + "x" * 32767 + ";\r\n"
    )
    records, rejected, notes = read(tmp_path / "s.csv", text)
    assert rejected.empty
    assert records["title"].tolist() == [None, "#metoo"]
    assert records["published"].tolist() == [None, None]
    assert records["body"].iloc[0] == "A text\r\nof two lines"
    found = notes_of(notes)
    assert found["delimiter"] == ";"
    assert found["spreadsheet errors left empty"] == "2"
    assert found["cells as long as a spreadsheet allows, so that they may be cut"] == "1"


def test_a_broken_line_below_a_separator_line_has_its_own_number(tmp_path: Path) -> None:
    _, rejected, _ = read(tmp_path / "s.csv", "sep=;\ntitle;body\na;b\na;b;c\n")
    assert rejected["detail"].tolist() == ["line 4: 3 cells, 2 columns"]


@pytest.mark.skipif(not CORPORA.is_file(), reason="the corpus of foreign news is not beside this checkout")
def test_the_shared_corpus_has_this_shape() -> None:
    records, rejected, _ = import_source([(CORPORA, "c")], "table", {"preset": "article-bias"})
    assert (len(records), len(rejected)) == (4805, 0)
    assert records[["outlet", "title", "body", "url"]].notna().all(axis=None)
