import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.readers import import_source

RESPONSES = Path(__file__).parents[2].parent / "shared" / "data" / "newsapi"
ARTICLE = {
    "source": {"id": None, "name": "The Herald"},
    "title": "Talks fail - The Herald",
    "description": "The two sides left.",
    "url": "https://herald.example/talks",
    "publishedAt": "2022-09-14T16:07:25.1544309Z",
    "content": None,
}


def read(tmp_path: Path, content: object) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    path = tmp_path / "r.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return import_source([(path, "r.json")], "newsapi", {})


def test_description_stands_in_for_missing_content(tmp_path: Path) -> None:
    records, rejected, notes = read(tmp_path, {"status": "ok", "totalResults": 9, "articles": [ARTICLE]})
    record = records.iloc[0]
    assert record["body"] == record["lead"] == "The two sides left."
    assert record["outlet"] == "The Herald"
    assert rejected.empty
    assert ["results not in the file", "8 of 9"] in notes[["what", "value"]].to_numpy().tolist()


def test_lists_and_lines_of_responses(tmp_path: Path) -> None:
    response = {"status": "ok", "totalResults": 1, "articles": [ARTICLE]}
    assert len(read(tmp_path, [response, response])[0]) == 2
    lines = "\n".join([json.dumps(response), "{broken", json.dumps(ARTICLE)])
    records, rejected, _ = read(tmp_path, lines)
    assert len(records) == 2
    assert rejected["reason"].tolist() == ["broken line"]


def test_what_is_no_article_is_rejected(tmp_path: Path) -> None:
    records, rejected, _ = read(tmp_path, {"status": "ok", "articles": [ARTICLE, None, 5]})
    assert len(records) == 1
    assert rejected["position"].tolist() == [2, 3]


def test_an_error_of_the_service_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"the key is wrong \(apiKeyInvalid\): Your key is invalid"):
        read(tmp_path, {"status": "error", "code": "apiKeyInvalid", "message": "Your key is invalid"})


@pytest.mark.parametrize("content", ["", "no json", "{}", '{"articles": 5}', "5"])
def test_what_is_no_response_gives_no_articles(tmp_path: Path, content: str) -> None:
    try:
        records, rejected, _ = read(tmp_path, content)
    except UserError:
        return
    assert records.empty
    assert len(rejected) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["articles", "status", "title", "source", "content", "name"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=100))
def test_any_bytes_give_records_or_a_user_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "r.json"
    path.write_bytes(content)
    try:
        import_source([(path, "r.json")], "newsapi", {})
    except UserError as error:
        assert "\n" not in str(error)


@pytest.mark.skipif(not RESPONSES.is_dir(), reason="the stored responses are not beside this checkout")
def test_real_responses_are_read_whole() -> None:
    records, rejected, _ = import_source([(path, path.name) for path in RESPONSES.glob("*.json")], "newsapi", {})
    assert len(records) == 25
    assert rejected.empty
    assert records["body"].notna().sum() >= 20


def page(n: int, total: int) -> str:
    return json.dumps({"status": "ok", "totalResults": total, "articles": [{**ARTICLE, "url": f"u{n}"}] * 2})


@pytest.mark.parametrize(("total", "said"), [(6, []), (9, ["3 of 9"])])
def test_the_pages_of_one_request_are_taken_together(tmp_path: Path, total: int, said: list[str]) -> None:
    paths = []
    for n in range(3):
        path = tmp_path / f"page-{n}.json"
        path.write_text(page(n, total), encoding="utf-8")
        paths.append((path, path.name))
    records, _, notes = import_source(paths, "newsapi", {})
    assert len(records) == 6
    assert notes.loc[notes["what"] == "results not in the file", "value"].tolist() == said
