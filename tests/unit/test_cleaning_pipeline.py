from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from newsframing.articles import ARTICLE_COLUMNS, EXCLUDED_COLUMNS, RECORD_COLUMNS, article_id
from newsframing.cleaning import Outlets, clean, corpus_by_outlet, corpus_flow
from newsframing.errors import UserError
from newsframing.readers import import_source

ROOT = Path(__file__).parents[2]
CORPORA = ROOT.parent / "shared" / "data" / "corpora" / "foreign_security_2012_2020.jsonl.gz"
SEED = ROOT.parent / "shared" / "seed"


def records(*rows: dict[str, Any]) -> pd.DataFrame:
    full = []
    for number, row in enumerate(rows, 1):
        base = dict.fromkeys(RECORD_COLUMNS) | {"source_file": "a.csv", "position": number, "role": "counted", **row}
        base["article_id"] = article_id(
            base["outlet"], base["url"] or base["key"], base["published"], base["title"], base["body"]
        )
        full.append(base)
    return pd.DataFrame(full, columns=RECORD_COLUMNS).astype(object)


def test_removals_are_named_and_add_up() -> None:
    rows = [
        {"title": "Kept", "body": "Text.", "published": "2017-02-08", "language": "en"},
        {"title": "Kept", "body": "Text.", "published": "2017-02-08", "language": "en"},
        {"title": " ", "body": "[Removed]", "published": "2017-02-08"},
        {"title": "Fremd", "body": "Ein Text.", "published": "2017-02-08", "language": "de-DE"},
        {"title": "Undated", "body": "Text.", "published": "03/04/2017"},
        {"title": "Late", "body": "Text.", "published": "2018-01-01"},
        {"title": "A headline alone", "published": "2017-02-09"},
    ]
    table = records(*rows)
    cleaned = clean(table, languages=["en"], window={"from": "2017-02-07", "to": "2017-03-30"})
    assert cleaned.articles["title"].tolist().count("Kept") == 1
    assert set(cleaned.articles["title"]) == {"Kept", "A headline alone"}
    assert list(cleaned.articles.columns) == ARTICLE_COLUMNS
    assert list(cleaned.excluded.columns) == EXCLUDED_COLUMNS
    assert cleaned.excluded["reason"].tolist() == ["repeated", "no text", "language", "no date", "outside window"]
    assert "ambiguous" in cleaned.excluded.loc[3, "detail"]
    flow = corpus_flow(len(table), cleaned.removed)
    assert flow["n_in"].tolist()[1:] == flow["n_out"].tolist()[:-1]
    assert flow["n_out"].iloc[-1] == len(cleaned.articles)
    assert flow["n_removed"].sum() + len(cleaned.articles) == len(table)


def test_without_a_window_an_undated_article_stays() -> None:
    cleaned = clean(records({"title": "Undated", "body": "Text.", "published": "0001"}))
    assert cleaned.articles["published"].tolist() == [None]
    assert "date left empty: impossible" in cleaned.changes["change"].tolist()


def test_the_order_of_records_does_not_matter() -> None:
    table = records(*({"title": f"Title {n}", "body": f"Text {n}."} for n in range(20)))
    first, second = clean(table).articles, clean(table.iloc[::-1]).articles
    pd.testing.assert_frame_equal(first, second)
    assert first["article_id"].is_monotonic_increasing


def test_fields_come_out_clean() -> None:
    outlets = Outlets({"herald.example": {"name": "The Herald"}})
    row = {
        "title": "Talks fail - The Herald",
        "lead": "The two sides left the table.",
        "body": "<p>The two sides left the table.</p><p>Nobody **knows** why… [+99 chars]",
        "url": "https://www.herald.example/opinion/talks",
        "published": "2022-09-14T16:07:25.1544309Z",
        "language": "en-GB",
    }
    article = clean(records(row), outlets=outlets).articles.iloc[0]
    assert (article["title"], article["lead"], article["body"]) == ("Talks fail", row["lead"], "Nobody knows why")
    assert (article["outlet"], article["published"], article["language"]) == ("herald.example", "2022-09-14", "en")
    assert article["truncated"]
    assert article["genre"] == "opinion"
    assert article["n_words"] == 2 + 6 + 3


def test_a_record_that_is_also_a_reading_stays_counted() -> None:
    table = records({"title": "Same", "body": "Text."}, {"title": "Same", "body": "Text."})
    table["role"] = ["reading", "counted"]
    assert clean(table).articles["role"].tolist() == ["counted"]


def test_a_window_that_is_none_is_an_error() -> None:
    with pytest.raises(UserError, match="window: to: 'soon' is no date"):
        clean(records({"body": "x"}), window={"from": "2017-01-01", "to": "soon"})
    with pytest.raises(UserError, match="ends"):
        clean(records({"body": "x"}), window=("2017-01-02", "2017-01-01"))


def test_no_records_give_empty_tables() -> None:
    cleaned = clean(records())
    assert cleaned.articles.empty
    assert list(cleaned.articles.columns) == ARTICLE_COLUMNS
    assert corpus_by_outlet(cleaned.articles).empty


def test_outlets_are_counted() -> None:
    rows = [
        {"title": "A", "body": "one two", "outlet": "X", "published": "2017-01-02"},
        {"title": "B", "body": "three", "outlet": "X", "published": "2017-01-01"},
        {"title": "C", "body": "four"},
    ]
    table = corpus_by_outlet(clean(records(*rows)).articles)
    assert table["outlet"].tolist() == ["X", None]
    assert table.loc[0].tolist() == ["X", 2, 2, 0, 5, "2017-01-01", "2017-01-02"]


def test_a_flow_cannot_remove_more_than_there_is() -> None:
    with pytest.raises(ValueError, match="cannot be removed"):
        corpus_flow(1, [("clean", "language", 2)])


@pytest.mark.skipif(not SEED.is_dir(), reason="the founding article is not beside this checkout")
def test_the_founding_article_loses_its_marks_and_tail() -> None:
    table, _, _ = import_source([(path, path.name) for path in SEED.glob("*.txt")], "text", {}, "reading")
    body = clean(table).articles.loc[0, "body"]
    assert "**" not in body
    assert "NewsAPI" not in body
    assert table.loc[0, "body"].count("\n") - 1 == body.count("\n")


@pytest.mark.skipif(not CORPORA.is_file(), reason="the corpus of foreign news is not beside this checkout")
def test_a_dirty_corpus_loses_no_record_unseen() -> None:
    options = {"columns": {"outlet": "source", "published": "date", "body": "content_original"}}
    table, rejected, _ = import_source([(CORPORA, CORPORA.name)], "table", options)
    table = table.head(600)
    outlets = Outlets(yaml.safe_load((ROOT / "config" / "outlets.yaml").read_text(encoding="utf-8")))
    cleaned = clean(table, outlets=outlets)
    assert rejected.empty
    assert len(cleaned.articles) + len(cleaned.excluded) == 600
    assert not cleaned.articles["outlet"].str.contains("Web News").any()
    assert cleaned.articles["published"].dropna().str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
