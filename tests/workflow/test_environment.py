"""The environment: one lock for all, no address in it, and a setup that says in a sentence what it lacks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SIX = ("snakemake", "pandas", "gensim", "matplotlib", "jupyter", "papermill")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def locked(name):
    return re.findall(rf"^{name}==(\S+)", LOCK, re.MULTILINE)


def test_environment_names_the_six_packages_with_the_versions_of_the_lock():
    text = (ROOT / "environment.yml").read_text("utf-8")
    for name in SIX:
        assert re.findall(rf"^  #   {name} (\S+)$", text, re.MULTILINE) == locked(name), name
    parsed = yaml.safe_load(text)
    assert {"pip": ["-r requirements.lock"]} in parsed["dependencies"]


def test_every_direct_dependency_is_locked_with_hashes():
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    for name in (line.strip() for line in lines if line and not line.startswith("#")):
        assert locked(name), name
    pins = re.split(r"^(?=[A-Za-z0-9_.\-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > 100
    assert all("--hash=sha256:" in pin for pin in pins)


def test_no_address_of_a_package_index_is_committed():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    pattern = re.compile(
        r"https?://[^ \"]+\.(whl|tgz|deb)|--(extra-)?index-url[ =]|files\.pythonhosted|pypi\.org/simple"
    )
    for name in filter(None, listed.split("\0")):
        if name == "tests/workflow/test_environment.py" or not (ROOT / name).is_file():
            continue
        assert not pattern.search((ROOT / name).read_text("utf-8", errors="replace")), name


def setup(python, *arguments):
    return subprocess.run([*python, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_a_python_too_old_or_too_new_gets_one_sentence(version):
    code = (
        f"import sys, runpy; sys.version_info = (*{version}, 0, 'final', 0); sys.argv = ['setup_venv.py', 'never'];"
        "runpy.run_path('workflow/setup_venv.py', run_name='__main__')"
    )
    done = setup([sys.executable, "-c", code])
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "this Python is {}.{}".format(*version) in done.stderr
    assert "install" in done.stderr
    assert not (ROOT / "never").exists()


def test_a_python_without_venv_gets_one_sentence():
    code = (
        "import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = ['setup_venv.py', 'never'];"
        "runpy.run_path('workflow/setup_venv.py', run_name='__main__')"
    )
    done = setup([sys.executable, "-c", code])
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "venv" in done.stderr


def test_setup_parses_on_old_pythons():
    import ast

    ast.parse((ROOT / "workflow/setup_venv.py").read_text("utf-8"), feature_version=(3, 4))


def test_make_help_lists_every_command_with_what_it_does():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    phony = re.findall(r"^\.PHONY: (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for name in phony:
        assert re.search(rf"^make {name}\s+\S", done.stdout, re.MULTILINE), name
