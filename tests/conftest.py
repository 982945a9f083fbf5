"""Fixtures that several tests share."""

import fcntl
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import smoke


@pytest.fixture(scope="session")
def smoke_project(tmp_path_factory, worker_id):
    """A project with the smoke study run to its report; tests that change it copy it first.

    Processes that test side by side share one run: the first makes it, and each works on a copy of its own.
    """
    if worker_id == "master":
        return finished(tmp_path_factory.mktemp("project"))
    first = tmp_path_factory.getbasetemp().parent / "project"
    with first.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (first / "finished").is_file():
            shutil.rmtree(first, ignore_errors=True)
            first.mkdir()
            finished(first)
            (first / "finished").touch()
    own = tmp_path_factory.mktemp("project") / "own"
    shutil.copytree(first, own, symlinks=True)
    return own


def finished(folder):
    """Make the smoke project in a folder and run it."""
    smoke.make_project(folder)
    done = smoke.run(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture()
def own_copy(smoke_project, tmp_path):
    """A copy of the finished smoke project that a test may change."""
    target = tmp_path / "project"
    shutil.copytree(smoke_project, target, symlinks=True)
    return target
