from pathlib import Path

from newsframing.provenance import code_hash, content_hash, file_sha256, modules_used

LIB = Path(__file__).parents[2] / "workflow/lib"


def package(root: Path) -> Path:
    (root / "newsframing/inner").mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "a.py": "from newsframing.inner import b\n",
        "inner/__init__.py": "",
        "inner/b.py": "import newsframing.c\n",
        "c.py": "import os\n",
        "other.py": "",
    }.items():
        (root / "newsframing" / name).write_text(text)
    script = root / "script.py"
    script.write_text("from newsframing.a import x\n")
    return script


def test_modules_are_found_at_any_depth(tmp_path):
    script = package(tmp_path)
    used = [path.relative_to(tmp_path / "newsframing").as_posix() for path in modules_used([script], tmp_path)]
    assert used == ["__init__.py", "a.py", "c.py", "inner/__init__.py", "inner/b.py"]


def test_the_hash_moves_with_used_modules_only(tmp_path):
    roots = [tmp_path / str(i) for i in range(3)]
    scripts = [package(root) for root in roots]
    (roots[1] / "newsframing/c.py").write_text("import sys\n")
    (roots[2] / "newsframing/other.py").write_text("import sys\n")
    plain, used, unused = (code_hash([script], root) for script, root in zip(scripts, roots, strict=True))
    assert plain != used
    assert plain == unused


def test_notebooks_count_by_their_code(tmp_path):
    package(tmp_path)
    book = tmp_path / "n.ipynb"
    book.write_text('{"cells": [{"cell_type": "code", "source": ["from newsframing import c\\n", "1"]}]}')
    assert [path.name for path in modules_used([book], tmp_path)] == ["__init__.py", "c.py"]


def test_content_hash_ignores_the_order_of_keys():
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    assert content_hash([1, 2]) != content_hash([2, 1])


def test_file_hash_is_sha256(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    assert file_sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_stage_imports_only_earlier_stages():
    order = {
        name: rank
        for rank, names in enumerate(
            [
                ["errors", "lean", "tables", "provenance", "quoted", "rights", "steps"],
                ["streaming", "settings", "patterns", "inference", "manifest", "sheets", "cells"],
                ["articles"],
                ["readers", "datasets"],
                ["cleaning"],
                ["duplicates", "focus", "events"],
                ["tokens"],
                ["topics"],
                ["frames"],
                ["coding"],
                ["classify"],
                ["evidence"],
                ["planted", "project", "checks", "codebooks", "exemplars", "counts"],
                ["figures"],
                ["pages"],
                ["fetching", "planted_copies", "draw_sheets", "register", "replication", "starting"],
                ["bench_copies", "benchmarks", "calibrate", "prove"],
                ["bench"],
            ]
        )
        for name in names
    }
    root = LIB / "newsframing"
    for path in sorted(root.rglob("*.py")):
        own = path.relative_to(root).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        assert own in order, f"{own}: say in this test where the module stands in the flow"
        text = path.read_text("utf-8")
        assert "import snakemake" not in text
        for used in modules_used([path], LIB):
            other = used.relative_to(root).parts[0].removesuffix(".py")
            if other not in ("__init__", own):
                assert order[other] <= order[own], f"{path.name} imports the later stage {other}"
