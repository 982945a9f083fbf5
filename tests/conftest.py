"""Fixtures that several tests share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import smoke


@pytest.fixture(scope="session")
def smoke_project(tmp_path_factory):
    """A project with the smoke study run to its report; tests that change it copy it first."""
    folder = smoke.make_project(tmp_path_factory.mktemp("project"))
    done = smoke.run(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture()
def own_copy(smoke_project, tmp_path):
    """A copy of the finished smoke project that a test may change."""
    import shutil

    target = tmp_path / "project"
    shutil.copytree(smoke_project, target, symlinks=True)
    return target
