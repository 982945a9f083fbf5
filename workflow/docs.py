"""Write what is generated in the documentation: config/README.md, and the rule graph and the figures of README.md.

Run by `make docs`. The figure is that of the last run of the default study, if there was one. With --check it writes
nothing and ends with status 1 where a file is not what it would write.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

from newsframing.settings import load_yaml

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ("config", "study", "codebook", "actors", "dataset", "labels")
FIGURES = ("frame_prevalence", "event_reports")
MARKS = ("<!-- rule graph: written by make docs -->", "<!-- end of rule graph -->")


Row = tuple[str, str, str, str, str]
NAMES = {"object": "mapping", "string": "text", "integer": "whole number", "number": "number", "boolean": "true, false"}


def rows(schema: Mapping[str, Any], prefix: str = "") -> Iterator[Row]:
    """Yield (key, what it takes, must it be given, default, meaning) for a schema's keys, nested ones after theirs."""
    required = set(schema.get("required", []))
    for key, inner in schema.get("properties", {}).items():
        name = f"{prefix}{key}"
        default = repr(inner["default"]).replace("'", "") if "default" in inner else ""
        yield name, takes(inner), "yes" if key in required else "", default, inner.get("description", "")
        yield from nested(inner, name)


def nested(schema: Mapping[str, Any], name: str) -> Iterator[Row]:
    """Yield the rows of what stands inside a key: a mapping, a list of mappings, or one of several shapes."""
    yield from rows(schema, f"{name}.")
    items = schema.get("items")
    if isinstance(items, Mapping):
        yield from nested(items, f"{name}[]")
    extra = schema.get("additionalProperties")
    if isinstance(extra, Mapping):
        yield from nested(extra, f"{name}.<name>")
    for branch in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        if branch.get("properties") or branch.get("items"):
            yield from nested(branch, name)


def takes(schema: Mapping[str, Any]) -> str:
    """Say in a few words what a key takes."""
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {takes(schema.get('items', {})) or 'values'}"
    branches = dict.fromkeys(takes(branch) for branch in schema.get("oneOf", schema.get("anyOf", [])))
    return NAMES.get(str(kind), " or ".join(branches))


def config_readme() -> str:
    """Compose config/README.md."""
    parts = [
        "# The settings\n",
        "Written by `make docs` from `workflow/schemas/`: change a description there. A key not listed is an error.\n",
        "`[]` stands for each entry of a list, `<name>` for a name of your own.\n",
    ]
    for name in SCHEMAS:
        schema = load_yaml(ROOT / f"workflow/schemas/{name}.yaml")
        parts += [f"\n## `{schema['title']}`\n", f"{' '.join(schema['description'].split())}\n"]
        parts += ["| key | takes | must | default | meaning |", "|---|---|---|---|---|"]
        entries = list(rows(schema)) or list(nested(schema, "<name>"))
        if isinstance(schema.get("additionalProperties"), Mapping):
            entries = list(rows(schema["additionalProperties"], "<name>."))
        for row in entries:
            key, *rest = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
            parts.append(f"| `{key}` | " + " | ".join(rest) + " |")
    return "\n".join(parts) + "\n"


def rule_graph() -> str:
    """Draw the rule graph of the default run as mermaid text."""
    command = ["snakemake", "--rulegraph", "mermaid-js", "--cores", "1", "--forceall", "--quiet", "all"]
    drawn = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # Snakemake numbers the rules anew each time: name them by themselves, in order
    names = dict(re.findall(r"(id\d+)\[(\w+)\]", drawn))
    edges = sorted((names[a], names[b]) for a, b in re.findall(r"(id\d+) --> (id\d+)", drawn))
    return "\n".join(["```mermaid", "flowchart TB", *(f"    {a} --> {b}" for a, b in edges), "```"])


def readme(text: str, graph: str) -> str:
    """Put the rule graph between its two marks."""
    before, _, rest = text.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    return f"{before}{MARKS[0]}\n\n{graph}\n\n{MARKS[1]}{after}"


def main(check: bool) -> int:
    """Write both files, or say which of them is out of date."""
    page = ROOT / "README.md"
    wanted = {ROOT / "config/README.md": config_readme(), page: readme(page.read_text("utf-8"), rule_graph())}
    for figure in FIGURES:
        drawn = ROOT / f"reports/force-and-remedies/figures/{figure}.svg"
        if drawn.is_file() and not check:
            copyfile(drawn, ROOT / f"docs/{figure}.svg")
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            sys.stderr.write(f"newsframing: {path.relative_to(ROOT)} is out of date; run make docs\n")
        else:
            path.write_text(wanted[path], "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
