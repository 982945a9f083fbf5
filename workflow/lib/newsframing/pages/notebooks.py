"""Notebooks: executed with papermill, made the same bytes on every run, and turned into a page of ours.

A notebook that fails stays at its draft path with its error, for opening. Nothing of the machine (times, paths, host,
versions) is left in what :func:`normalise` gives.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from traitlets.config import Config

from newsframing.errors import UserError, nearest
from newsframing.lean import ADDRESS_FORMATS, without
from newsframing.tables import whole_file

with without(ADDRESS_FORMATS):
    import nbformat
    from nbformat import NotebookNode

PARAMETERS, INJECTED = "parameters", "injected-parameters"
#: Cells with this tag show what they give, never their code.
HIDDEN = "hide-input"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
#: Kinds of output that a page of ours shows, richest first; a widget or a script is not among them.
SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")


def _transport(folder: str) -> Config:
    """Let a kernel talk through sockets in a folder of its own: no port is opened, and no other kernel is met.

    Without ``ip`` the sockets would stand in the working folder under one name, which two jobs side by side share.
    """
    return Config() if os.name == "nt" else Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/k"}})


class NotebookFailed(Exception):
    """A cell of a notebook raised an error; the draft with its traceback is kept."""


def parameter_names(notebook: str | Path) -> list[str]:
    """List the names which the cell tagged "parameters" assigns, in their order; none if there is no such cell."""
    names: list[str] = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code" and PARAMETERS in cell.metadata.get("tags", []):
            for statement in ast.parse(cell.source).body:
                targets = (
                    statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
                )
                names += [t.id for t in targets if isinstance(t, ast.Name)]
    return names


@contextmanager
def _own_place() -> Iterator[str]:
    """Give the kernel a folder of its own: no start-up files and no history of whoever runs this."""
    before = {name: os.environ.get(name) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    with TemporaryDirectory(prefix="nf-", ignore_cleanup_errors=True) as folder:
        os.environ.update(IPYTHONDIR=f"{folder}/i", JUPYTER_RUNTIME_DIR=f"{folder}/r")
        try:
            yield folder
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def execute(
    notebook: str | Path,
    draft: str | Path,
    parameters: Mapping[str, object] | None = None,
    cwd: str | Path = ".",
    timeout: int = 600,
) -> NotebookNode:
    """Run a notebook with papermill in the folder ``cwd`` on the kernel python3, writing every step to ``draft``.

    Raises UserError if a parameter is unknown to the notebook (papermill would only warn) or if a cell raised a
    UserError; NotebookFailed for any other error of a cell. ``timeout`` is in seconds, a cell.
    """
    import papermill  # a second to import: only who runs notebooks pays it
    from papermill.exceptions import PapermillExecutionError

    given = dict(parameters or {})
    known = parameter_names(notebook)
    for name in given:
        if name not in known:
            raise UserError(f"unknown parameter '{name}'", file=Path(notebook).name, right=nearest(name, known))
    target = Path(draft).resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _own_place() as folder:
            done: NotebookNode = papermill.execute_notebook(
                str(Path(notebook).resolve()),
                str(target),
                parameters=given,
                cwd=str(Path(cwd).resolve()),
                kernel_name=KERNEL["name"],
                language=KERNEL["language"],
                progress_bar=False,
                log_output=False,
                execution_timeout=timeout,
                config=_transport(folder),
            )
    except PapermillExecutionError as error:
        place = f"cell {error.exec_count}"
        if error.ename == "UserError":
            raise UserError(str(error.evalue), file=Path(notebook).name, where=place) from None
        raise NotebookFailed(
            f"{Path(notebook).name}, {place}: {error.ename}: {error.evalue} (the notebook with its error: {draft})"
        ) from error
    return done


def _plain(text: str) -> str:
    """Take addresses in memory out of a repr."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def _outputs(outputs: list[NotebookNode], counter: int) -> list[NotebookNode]:
    """Keep what a reader sees: no warnings, one piece a stream however it came in, no addresses in memory."""
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            if output.name == "stderr":
                continue
            if kept and kept[-1].output_type == "stream":
                kept[-1].text += _plain(output.text)
                continue
            output.text = _plain(output.text)
        elif output.output_type in ("display_data", "execute_result"):
            output.data = {kind: output.data[kind] for kind in sorted(output.data)}
            if isinstance(output.data.get("text/plain"), str):
                output.data["text/plain"] = _plain(output.data["text/plain"])
            output.metadata = {}
            if output.output_type == "execute_result":
                output.execution_count = counter
        kept.append(output)
    return kept


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Give a copy without anything that differs between two runs of the same code on the same data.

    No times, durations, paths or versions; ids ``cell-0``, ``cell-1``, …; executions counted from 1; warnings dropped.
    """
    nb = deepcopy(notebook)
    nb.metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    nb.nbformat, nb.nbformat_minor = 4, 5
    counter = 0
    for i, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{i}"
        tags = sorted(cell.metadata.get("tags", []))
        cell.metadata = {"tags": tags} if tags else {}
        if cell.cell_type == "code":
            counter += 1
            cell.execution_count = counter
            cell.outputs = _outputs(cell.outputs, counter)
    clean: NotebookNode = nbformat.from_dict(nb)
    nbformat.validate(clean)
    return clean


def write(notebook: NotebookNode, path: str | Path) -> None:
    """Write a notebook as it opens in Jupyter, whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def shown_parameters(notebook: NotebookNode) -> list[tuple[str, str]]:
    """List name and value of the parameters a notebook was run with, as its injected cell says."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and INJECTED in cell.metadata.get("tags", []):
            return [
                (ast.unparse(statement.targets[0]), ast.unparse(statement.value))
                for statement in ast.parse(cell.source).body
                if isinstance(statement, ast.Assign)
            ]
    return []


def to_html(notebook: NotebookNode, template: str | Path, page: Mapping[str, Any]) -> str:
    """Turn an executed notebook into a page with the template folder ``template``, through nbconvert's HTMLExporter.

    ``page`` is what the template is told (see :func:`newsframing.pages.site.page_facts`). The template stands alone: no
    template of nbconvert is used, for those load scripts from elsewhere. Cells and outputs are sanitised, warnings left
    out; parameters and code are folded away.
    """
    from nbconvert import HTMLExporter  # half a second to import

    from newsframing.pages.sanitise import sanitise
    from newsframing.pages.sources import distinct_regions, with_sources

    folder = Path(template).resolve()
    nb = normalise(notebook)
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                best = next((kind for kind in SHOWN if kind in output.data), None)
                output.data = {} if best is None else {best: output.data[best]}
    exporter = HTMLExporter(
        template_name=folder.name,
        extra_template_basedirs=[str(folder.parent)],
        exclude_anchor_links=True,
        filters={"sanitise": sanitise},
    )
    first = next((cell for cell in nb.cells if cell.cell_type == "markdown"), None)
    facts = {
        **page,
        "parameters": shown_parameters(nb),
        "has_heading": first is not None and first.source.lstrip().startswith("# "),
    }
    body, _ = exporter.from_notebook_node(nb, resources={"page": facts})
    return distinct_regions(with_sources(str(body).strip(), page.get("rules", {}))) + "\n"
