from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.readers import import_source

SEED = Path(__file__).parents[2].parent / "shared" / "seed"


def one(tmp_path: Path, content: str, name: str = "a.txt", **options: object) -> dict[str, object]:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    records, rejected, _ = import_source([(path, name)], "text", options)
    assert rejected.empty
    assert len(records) == 1
    return dict(records.iloc[0])


def test_a_text_without_a_title_line_is_all_body(tmp_path: Path) -> None:
    text = "The first paragraph is long and ends with a full stop.\nThe second goes on.\nSource: NewsAPI:q\n"
    record = one(tmp_path, text, "007_story.txt")
    assert record["title"] is None
    assert record["outlet"] is None
    assert record["key"] == "007_story"
    assert str(record["body"]).endswith("Source: NewsAPI:q")


def test_a_short_first_line_before_a_blank_one_is_the_title(tmp_path: Path) -> None:
    record = one(tmp_path, "Talks fail again\n\nThe two sides left without a word.\n")
    assert (record["title"], record["body"]) == ("Talks fail again", "The two sides left without a word.")
    assert one(tmp_path, "They met today.\n\nMore text here.\n")["title"] is None
    assert one(tmp_path, "# A heading\nText below it.\n", "a.md")["title"] == "A heading"


def test_header_lines_and_front_matter(tmp_path: Path) -> None:
    record = one(tmp_path, "Title: Talks fail\nDate: 3 May 2020\nSource: The Herald\n\nText: as it is.\n")
    assert (record["title"], record["published"], record["outlet"]) == ("Talks fail", "3 May 2020", "The Herald")
    assert record["body"] == "Text: as it is."
    record = one(tmp_path, "---\ntitle: Talks fail\ndate: 2020-13-45\nauthors: [a, b]\n---\nThe text.\n", "a.md")
    assert (record["title"], record["published"], record["body"]) == ("Talks fail", "2020-13-45", "The text.")
    broken = one(tmp_path, "---\n{[ :\n---\nThe text.\n", "a.md")
    assert "The text." in str(broken["body"])


def test_a_signature_names_the_outlet(tmp_path: Path) -> None:
    assert one(tmp_path, "A text that ends.\nSource: The Herald\n")["outlet"] == "The Herald"


def test_one_article_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.cor"
    path.write_text("first text\n\nsecond text\n", encoding="utf-8")
    options = {"one_per_line": True, "defaults": {"outlet": "abc.net.au"}}
    records, _, _ = import_source([(path, "a.cor")], "text", options)
    assert records["body"].tolist() == ["first text", "second text"]
    assert records["position"].tolist() == [1, 3]
    assert set(records["outlet"]) == {"abc.net.au"}


def test_an_empty_file_is_a_record_without_text(tmp_path: Path) -> None:
    assert one(tmp_path, "")["body"] is None


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200) | st.text(alphabet="-\n:{}[]&*!#T itle", max_size=80).map(lambda t: ("---\n" + t).encode())
)
def test_any_bytes_give_one_record_or_a_user_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.md"
    path.write_bytes(content)
    try:
        records, _, _ = import_source([(path, "a.md")], "text", {})
    except UserError:
        return
    assert len(records) == 1


@pytest.mark.skipif(not SEED.is_dir(), reason="the founding article is not beside this checkout")
def test_the_founding_article_is_read_whole() -> None:
    paths = [(path, path.name) for path in SEED.glob("*.txt")]
    records, rejected, _ = import_source(paths, "text", {}, "reading")
    assert len(records) == len(paths)
    assert rejected.empty
    assert records["title"].isna().all()
    assert set(records["role"]) == {"reading"}
