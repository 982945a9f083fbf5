"""Fixtures that several tests share."""

import fcntl
import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import smoke


def made_once(tmp_path_factory, name, make):
    """Make a folder once for all processes that run tests side by side: the others wait, then use it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def smoke_project(tmp_path_factory):
    """A project with the smoke study run to its report; tests that change it copy it first."""

    def make(folder):
        smoke.make_project(folder)
        done = smoke.run(folder)
        assert done.returncode == 0, done.stderr

    own = tmp_path_factory.mktemp("project") / "own"
    shutil.copytree(made_once(tmp_path_factory, "smoke", make), own, symlinks=True)
    return own


@pytest.fixture(scope="session")
def default_project(tmp_path_factory):
    """The first study of config/config.yaml run to its report, once; a finished run of this folder is built upon."""

    def make(folder):
        smoke.copy_checkout(folder)
        known = (smoke.ROOT / ".snakemake/metadata").is_dir()  # without it nobody knows what made the finished files
        finished = ("data/processed", "reports", ".snakemake/metadata") if known else ()
        for part in ("data/raw/newsarticles", *finished):
            if (smoke.ROOT / part).is_dir():
                shutil.copytree(smoke.ROOT / part, folder / part, dirs_exist_ok=True, symlinks=True)
        done = smoke.run(folder, "--config", "studies=force-and-remedies", patience=1200)
        if done.returncode and "fetch_dataset" in done.stderr:
            pytest.skip(f"the default corpus cannot be fetched here: {done.stderr[-300:]}")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "default", make)


@pytest.fixture()
def own_copy(smoke_project, tmp_path):
    """A copy of the finished smoke project that a test may change."""
    target = tmp_path / "project"
    shutil.copytree(smoke_project, target, symlinks=True)
    return target
