"""Pictures for the README are small, and where no browser is at hand one sentence says so."""

import importlib.util
import io
import random
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "workflow/screenshots.py"


def program():
    spec = importlib.util.spec_from_file_location("screenshots", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_browser_one_sentence_says_so(tmp_path):
    environment = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT / "workflow/lib")}
    done = subprocess.run([sys.executable, PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("newsframing: there is no Chromium on this machine, so no picture was taken")
    assert done.stderr.count("\n") == 1


def test_a_picture_is_made_small_whatever_it_shows():
    chance = random.Random(1)
    target = io.BytesIO()
    Image.frombytes("RGB", (800, 500), chance.randbytes(800 * 500 * 3)).save(target, "PNG")
    screenshots = program()
    content = screenshots.small(target.getvalue())
    assert len(target.getvalue()) > screenshots.LARGEST >= len(content)
    assert Image.open(io.BytesIO(content)).format == "PNG"
    assert content == screenshots.small(target.getvalue()), "the same picture, the same bytes"


def test_the_pictures_of_the_readme_are_there_and_small():
    named = [
        line for line in (ROOT / "README.md").read_text("utf-8").split("(") if line.startswith("docs/screenshots/")
    ]
    files = [ROOT / name.split(")")[0] for name in named]
    assert files
    for file in files:
        assert file.is_file(), file
        assert file.stat().st_size <= program().LARGEST
