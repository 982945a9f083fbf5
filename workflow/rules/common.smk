"""What all rules share: settings read and checked once, names of shared results, code hashes, paths of logs.

A study's results stand under data/processed/{study} and reports/{study}. What several studies can share stands under
data/processed/shared, in folders named after the sources and a hash of every setting that the content hangs on:
{corpus} for cleaned articles, {matrix} for word counts, {model} for fitted topics.
"""

import os
import sys
from pathlib import Path

import newsframing
from newsframing import project
from newsframing.errors import UserError
from newsframing.provenance import code_hash, content_hash

ROOT = Path(workflow.basedir)
LIB = ROOT / "workflow" / "lib"

# One thread a job: results do not hang on the number of cores, and two jobs do not fight for them.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["PYTHONHASHSEED"] = "0"

if Path(newsframing.__file__).parent.parent != LIB:
    raise SystemExit("newsframing: this environment belongs to another copy of the project: run `make` here to set up its own .venv")

try:
    PROJECT = project.load(ROOT, config)
except UserError as error:
    raise SystemExit(f"newsframing: {error}")

STUDIES = PROJECT.studies
SHARED = "data/processed/shared"
PAGES = ["index", "corpus", "topics", "frames"]


wildcard_constraints:
    study="[a-z0-9-]+",
    dataset="[a-z0-9-]+",
    corpus="corpus-[a-z0-9-]+",
    matrix="matrix-[a-z0-9-]+",
    model="model-[a-z0-9-]+",
    k="[0-9]+",


def code(script, *others):
    """Hash a script, the library modules it uses at any depth, and other files it reads: an edit reruns the rule."""
    return code_hash([ROOT / "workflow" / script], LIB, [ROOT / other for other in others])


def setting(*keys):
    """Give a params function that looks a study's settings up by the wildcard: setting("corpus", "focus")."""

    def look_up(wildcards):
        value = STUDIES[wildcards.study].settings
        for key in keys:
            value = value.get(key) if value else None
        return value

    return look_up
