"""Executed notebooks are for people: they run again by hand, where they stand, also with other parameters."""

import os
import subprocess
import sys

import nbformat
import pytest
import smoke


def by_hand(folder, *arguments):
    """Run a command as Jupyter would run a kernel: in the folder of the notebook, in the project's environment."""
    place = folder / "reports/smoke/notebooks"
    lib = os.pathsep.join(str(folder / "workflow" / part) for part in ("lib", "logger"))
    environment = {**os.environ, "PYTHONPATH": lib, "MPLCONFIGDIR": str(folder / ".mpl")}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=place, env=environment, capture_output=True, text=True, check=False
    )


def shown(path):
    """Give what the cells of a notebook show."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [output["data"].get("text/html") for cell in cells for output in cell.outputs if "data" in output]


@pytest.mark.parametrize("page", ["index"])
def test_a_notebook_of_a_report_runs_again_where_it_stands(own_copy, page):
    before = smoke.files(own_copy)
    notebook = own_copy / f"reports/smoke/notebooks/{page}.ipynb"
    went = shown(notebook)
    done = by_hand(own_copy, "jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", notebook.name)
    assert done.returncode == 0, done.stderr
    assert any(went)
    assert shown(notebook) == went, "the same environment and tables show the same"
    after = smoke.files(own_copy)
    assert {name for name in before if after.get(name) != before[name]} <= {f"reports/smoke/notebooks/{page}.ipynb"}


def test_a_notebook_of_a_report_takes_other_parameters(own_copy):
    (own_copy / "reports/other").symlink_to("smoke")
    (own_copy / "data/processed/other").symlink_to("smoke")
    notebook = own_copy / "reports/smoke/notebooks/corpus.ipynb"
    went = shown(notebook)
    done = by_hand(own_copy, "papermill", "-p", "study", "other", notebook.name, "mine.ipynb")
    assert done.returncode == 0, done.stderr
    again = nbformat.read(notebook.with_name("mine.ipynb"), as_version=4)
    assert any("'other'" in cell.source or '"other"' in cell.source for cell in again.cells)
    assert len(shown(notebook.with_name("mine.ipynb"))) == len(went)
    done = by_hand(own_copy, "papermill", "-p", "study", "nowhere", notebook.name, "none.ipynb")
    assert done.returncode != 0
