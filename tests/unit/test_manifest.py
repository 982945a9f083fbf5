import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.manifest import NAME, Entry, Manifest, page_name, read


def test_what_is_kept_is_found_again(tmp_path):
    with Manifest(tmp_path / "m").opened() as manifest:
        manifest.keep(Entry("https://a.example/1", 200, file="a.html"), b"<p>")
        manifest.note(Entry("https://a.example/2", 404, "there is no such page (404)"))
    with Manifest(tmp_path / "m").opened() as manifest:
        entry = manifest.known("https://a.example/1")
        assert manifest.content(entry) == b"<p>"
        assert manifest.known("https://a.example/2").reason
        assert manifest.known("https://a.example/3") is None
    first = json.loads((tmp_path / "m" / NAME).read_text().splitlines()[0])
    assert list(first) == ["url", "status", "file", "sha256", "n_bytes", "time"]


def test_a_killed_run_leaves_half_a_line_and_half_a_file_and_both_go(tmp_path):
    with Manifest(tmp_path).opened() as manifest:
        manifest.keep(Entry("https://a.example/1", 200, file="a.html"), b"<p>")
    with (tmp_path / NAME).open("ab") as handle:
        handle.write(b'{"url": "https://a.exam')
    (tmp_path / ".b.html.part").write_bytes(b"<p")
    assert len(read(tmp_path / NAME)) == 1
    with Manifest(tmp_path).opened() as manifest:
        manifest.note(Entry("https://a.example/2", 404, "gone"))
    assert [entry.url for entry in read(tmp_path / NAME)] == ["https://a.example/1", "https://a.example/2"]
    assert not (tmp_path / ".b.html.part").exists()


def test_a_broken_line_inside_is_named(tmp_path):
    (tmp_path / NAME).write_text('{"url": "https://a.example/1"}\n{"url": 5}\n{"url": "x"}\n')
    with pytest.raises(UserError, match=r"manifest.jsonl, line 2: this line is no record"):
        read(tmp_path / NAME)


def test_two_runs_in_one_folder_at_once_are_refused(tmp_path):
    pytest.importorskip("fcntl")
    with (
        Manifest(tmp_path).opened(),
        pytest.raises(UserError, match="another make fetch"),
        Manifest(tmp_path).opened(),
    ):
        pass


def test_a_folder_in_which_nothing_came_is_not_left(tmp_path):
    with Manifest(tmp_path / "m").opened():
        pass
    assert not (tmp_path / "m").exists()


@given(
    st.text(max_size=80) | st.sampled_from(["http://../../etc/passwd", "https://[::1", "http://a..b/x", "https:///"])
)
def test_a_file_name_never_leaves_its_folder(url):
    name = page_name(url)
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert name.endswith(".html")
    assert len(name) < 100


@given(st.binary(max_size=200))
def test_any_manifest_is_read_or_refused_in_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("m") / NAME
    path.write_bytes(content)
    try:
        read(path)
    except UserError as error:
        assert "\n" not in str(error)
