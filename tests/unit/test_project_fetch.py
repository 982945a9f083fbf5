"""Sources that are fetched: what a study may say of them, and what it says where they are not there."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing import project
from newsframing.errors import UserError
from newsframing.manifest import Entry, Manifest
from newsframing.readers import import_source

ROOT = Path(__file__).parents[2]
QUERY = "{api: guardian, query: border, from: 2024-03-01, to: 2024-03-31}"


@pytest.fixture()
def folder(tmp_path):
    for part in ("config", "workflow/schemas"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


def load(folder, *sources):
    lines = "".join(f"    - {source}\n" for source in sources)
    (folder / "config/studies/own.yaml").write_text(f"title: Own\ncorpus:\n  sources:\n{lines}", "utf-8")
    return project.load(folder, {"studies": ["own"], "defaults": {}}).studies["own"]


@pytest.mark.parametrize("source", [f"fetch: {QUERY}", "{path: config/urls/border-strikes.csv, format: urls}"])
def test_what_was_not_fetched_is_said_in_a_sentence(folder, source):
    with pytest.raises(UserError, match=r"own.yaml.*not been fetched yet; run make fetch STUDY=own"):
        load(folder, source)


def test_kept_answers_are_the_files_of_a_query(folder):
    fetch = {"api": "guardian", "query": "border", "from": "2024-03-01", "to": "2024-03-31"}
    name = project.fetched_folder("own", fetch)
    assert re.fullmatch(r"data/raw/own/guardian-[0-9a-f]{8}", name)
    assert project.fetched_folder("own", {**fetch, "pages": 50, "delay": 9}) == name
    assert project.fetched_folder("own", {**fetch, "query": "other"}) != name
    (folder / name).mkdir(parents=True)
    (folder / name / "page-0001.json").write_text("{}")
    (folder / name / "manifest.jsonl").write_text("")
    (source,) = load(folder, f"fetch: {QUERY}").counted
    assert (source.format, source.files, source.beside) == ("guardian", (f"{name}/page-0001.json",), ())


def test_a_list_brings_its_pages_and_their_manifest(folder):
    with Manifest(folder / "data/raw/own/pages").opened() as manifest:
        manifest.keep(Entry("https://a.example/1", 200, file="a.html"), b"<p>")
    (source,) = load(folder, "{path: config/urls/border-strikes.csv, format: urls, fetch: {delay: 3}}").counted
    assert source.files == ("config/urls/border-strikes.csv",)
    assert source.beside == ("data/raw/own/pages/manifest.jsonl", "data/raw/own/pages/a.html")
    assert source.options == {"pages": "data/raw/own/pages"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("fetch: {api: guardan, query: x, from: 2024-03-01, to: 2024-03-31}", "did you mean 'guardian'"),
        ("fetch: {api: guardian, qery: x}", "did you mean 'query'"),
        ("fetch: {api: guardian, query: x, from: 2024-03-01}", "the key 'to' is missing"),
        ("fetch: {api: guardian, query: x, from: 2024-03-01, to: 2024-02-30}", "no date"),
        ("fetch: {api: guardian, query: x, from: 2024-03-02, to: 2024-03-01}", "ends .* before it begins"),
        ("{path: x.csv, format: urls, fetch: {api: guardian}}", "a query to a service has no path"),
        ("{path: x.csv, format: table, fetch: {delay: 2}}", "nothing is fetched for this format"),
        ("{path: x.csv, format: urls, fetch: {delay: 0}}", "fetch.delay"),
    ],
)
def test_what_a_study_may_not_say(folder, source, words):
    with pytest.raises(UserError, match=words):
        load(folder, source)


def test_settings_can_be_read_before_anything_is_there(folder):
    file, given = project.study_settings(folder, "border-strikes")
    assert file == "config/studies/border-strikes.yaml"
    assert given["corpus"]["sources"][0]["format"] == "urls"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["response", "results", "total", "fields", "bodyText", "id"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=100))
def test_any_answer_of_the_guardian_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "page-0001.json"
    path.write_bytes(content)
    try:
        import_source([(path, "page")], "guardian", {})
    except UserError as error:
        assert "\n" not in str(error)
