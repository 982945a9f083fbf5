"""The house rules that a machine can check."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import smoke

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
RULES = sorted((ROOT / "workflow/rules").glob("*.smk"))


def run(*command):
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["snakefmt", "--check", "Snakefile", "workflow/rules"],
        ["mypy"],
        ["python", "workflow/docs.py", "--check"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_style_types_and_docs(command):
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_snakemake_lint_is_clean(tmp_path):
    project = smoke.make_project(tmp_path)
    done = smoke.run(project, "--lint", profile=False)
    assert "good condition" in done.stdout + done.stderr, done.stdout + done.stderr


def test_the_snakefile_is_short():
    assert len((ROOT / "Snakefile").read_text("utf-8").splitlines()) < 60


def test_no_file_is_long():
    long = {
        path.relative_to(ROOT).as_posix(): n
        for folder in ("workflow", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if (n := len(path.read_text("utf-8").splitlines())) > 420
    }
    assert long == {}


def test_every_rule_has_log_benchmark_code_and_a_script_of_its_name():
    for path in RULES[1:] if RULES[0].name != "common.smk" else [p for p in RULES if p.name != "common.smk"]:
        text = path.read_text("utf-8")
        assert text.startswith('"""'), f"{path.name} opens with its contract"
        for name, body in re.findall(r"^rule (\w+):\n((?:    .*\n|\n)+)", text, re.MULTILINE):
            assert "    log:" in body, name
            assert "    benchmark:" in body, name
            assert "code=" in body or name == "fetch_dataset", name
            script = f"../scripts/{'render_notebook' if name == 'render_corpus' else name}.py"
            assert script in body, name
            assert re.match(r"(fetch|import|clean|build|fit|score|estimate|compare|render|check)_", name), name


def test_scripts_are_glue():
    for path in (ROOT / "workflow/scripts").glob("*.py"):
        text = path.read_text("utf-8")
        assert text.startswith('"""'), path.name
        assert "def main(" in text
        assert 'if "snakemake" in globals():' in text
        assert len(text.splitlines()) <= 75, path.name


def test_notebooks_are_stored_without_outputs():
    for path in (ROOT / "workflow/notebooks").glob("*.ipynb"):
        book = json.loads(path.read_text("utf-8"))
        for cell in book["cells"]:
            if cell["cell_type"] == "code":
                assert not cell["outputs"], path.name
                assert cell["execution_count"] is None
        assert "parameters" in book["cells"][0]["metadata"].get("tags", []), path.name


def test_ci_runs_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")
    assert "make test" in (ROOT / "README.md").read_text("utf-8")


def test_built_files_are_not_tracked():
    listed = run("git", "ls-files").stdout.splitlines()
    built = [name for name in listed if name.startswith(("data/", "reports/")) and not name.endswith(".gitkeep")]
    assert built == []


def test_nothing_committed_names_this_machine():
    home = str(Path.home()) + "/"
    for name in run("git", "ls-files").stdout.splitlines():
        if (ROOT / name).is_file():
            text = (ROOT / name).read_text("utf-8", errors="replace")
            assert home not in text, name
            assert f"{ROOT}/" not in text, name
