"""What all rules share: settings read and checked once, code hashes, and the functions that inputs and params use.

A study's results stand under data/processed/{study} and reports/{study}. What several studies can share stands under
data/processed/shared, in folders named after the sources and a hash of every setting that the content hangs on:
{corpus} for cleaned articles, {matrix} for word counts, {model} for fitted topics.
"""

from pathlib import Path

import newsframing
from newsframing import project, register, sheets
from newsframing.coding import plans
from newsframing.errors import UserError
from newsframing.provenance import code_hash
from newsframing.steps import use_one_thread

ROOT = Path(workflow.basedir)
LIB = ROOT / "workflow" / "lib"
SHARED = "data/processed/shared"
TEMPLATE = sorted(f"workflow/report/template/{file.name}" for file in (ROOT / "workflow/report/template").iterdir())
PAGES = ["index", "corpus", "topics", "frames", "events"]
SUPPLEMENTS = ["articles", "cards", "regressions", "method", "downloads"]
SITE_TABLES = ["focus_articles"]
CORPUS_TABLES = [f"corpus_{name}" for name in ("flow", "by_outlet", "by_day", "changes", "notes", "removed")]
CORPUS_TABLES += [f"corpus_{name}" for name in ("events", "copies", "copying", "independence")]
CORPUS_TABLES += [f"corpus_{name}" for name in ("by_week", "texts", "languages", "event_outlets")]
CORPUS_TABLES += [f"corpus_{name}" for name in ("boilerplate", "dates", "unknown_outlets", "focus_sample")]
CORPUS_FIGURES = [f"corpus_{name}" for name in ("flow", "weeks", "days", "outlets", "lengths", "truncation")]
TOPIC_TABLES = ["topic_search", "topic_choice", "topic_across_k", "topics", "topic_prevalence", "topic_intrusion"]
TOPIC_TABLES += [f"topic_{name}" for name in ("exemplars", "clusters", "ties", "names")]
FRAME_TABLES = [f"frame_{name}" for name in ("prevalence", "events", "quotes", "truncation")]
FRAME_TABLES += [f"frame_{name}" for name in ("measures", "cooccurrence", "time", "outlets", "regression", "keyness")]
FRAME_VOICES = ["frame_speakers", "frame_remedies"]
SPEAKER_TABLES = [*FRAME_VOICES, "event_reports"]
ESTIMATES = CORPUS_TABLES + TOPIC_TABLES + FRAME_TABLES + SPEAKER_TABLES
TABLES = ESTIMATES + SITE_TABLES
SUPPLEMENT_TABLES = [f"corpus_{name}" for name in ("flow", "by_outlet", "changes", "independence")]
SUPPLEMENT_TABLES += [f"topic_{name}" for name in ("choice", "clusters", "intrusion")]
SUPPLEMENT_TABLES += [f"frame_{name}" for name in ("keyness", "outlets", "prevalence", "quotes", "regression")]
SUPPLEMENT_TABLES += ["frame_truncation"]
SUPPLEMENT_VALIDITY = ["coding_summary", "coding_methods", "agreement", "frame_validity", "validity_groups"]
VERDICT_TABLES = ["verdicts", "robustness", "verdict_sentences", "verdict_needs", "verdict_balance"]
VALIDITY_TABLES = ["coding_summary", "coding_methods", "coding_unmatched", "learning_curve", "classifier_choices"]
VALIDITY_TABLES += ["classifier_notes", "frame_validity", "validity_groups", "agreement", "coding_missing"]
VALIDITY_TABLES += ["disagreements", "design", "war_peace", "classifier_calibration"]
DATA = ["articles", "excluded", "tokens", "doc_topics", "frame_scores", "frame_evidence", "speakers"]
DATA += ["frame_measures", "intrusion_answers"]
ACTORS = sorted(f"config/actors/{file.name}" for file in (ROOT / "config/actors").glob("*.yaml"))
EXPORTS = ["matrix.mtx.gz", "vocabulary.txt", "documents.csv", "frame_scores.csv.gz", "README.txt"]
FORMS = [f"{form}_intrusion.{kind}" for form in ("word", "document") for kind in ("csv", "xlsx")]
FORMS += ["intrusion_instructions.txt"]

use_one_thread()

if Path(newsframing.__file__).parents[1] != LIB:
    raise SystemExit("newsframing: this environment belongs to another copy of the project; run make here")

try:
    PROJECT = project.load(Path(), config)
except UserError as error:
    raise SystemExit(f"newsframing: {error}")


wildcard_constraints:
    study="[a-z0-9-]+",
    dataset="|".join(PROJECT.datasets),
    corpus="corpus-[a-z0-9-]+",
    matrix="matrix-[a-z0-9]+",
    model="model-[a-z0-9]+",
    k="[0-9]+",
    article="[^/]+",


def code(script, *others):
    """Hash a script, the library modules it uses at any depth, and other files it reads: an edit reruns the rule."""
    return code_hash([ROOT / "workflow" / script], LIB, [ROOT / other for other in others])


def only(names):
    """Constrain a wildcard to some names; without any, to nothing that there is."""
    return "|".join(names) or "(?!)"


def setting(*keys):
    """Give a params function that looks a setting up by whatever wildcard the rule has."""

    def look_up(wildcards):
        value = owner(wildcards).settings
        for key in keys:
            value = value.get(key) if value else None
        return value

    return look_up


def owner(wildcards):
    """Give the study of a rule, or for shared results the first study that uses them."""
    for level in ("corpus", "matrix", "model"):
        if hasattr(wildcards, level):
            return PROJECT.sharing(level, getattr(wildcards, level))
    return PROJECT.studies[wildcards.study]


def sources(kind):
    """Give a params function that lists the sources of one kind (counted, readings) as plain mappings."""

    def look_up(wildcards):
        return [
            {key: value for key, value in vars(source).items() if key != "beside"}
            for source in getattr(owner(wildcards), kind)
        ]

    return look_up


def source_files(kind):
    """Give an input function that lists the files of those sources, and what their readers find beside them."""

    def look_up(wildcards):
        return [file for source in getattr(owner(wildcards), kind) for file in (*source.files, *source.beside)]

    return look_up


def shared(level, name):
    """Give an input function that finds a shared result of the rule's study: shared("corpus", "cleaned.parquet")."""

    def look_up(wildcards):
        return f"{SHARED}/{getattr(owner(wildcards), level)}/{name}"

    return look_up


def fitted(name):
    """Give an input function that lists the fits of a study's model, one a K: fitted("k{k}.npz")."""

    def look_up(wildcards):
        study = PROJECT.studies[wildcards.study]
        return [f"{SHARED}/{study.model}/{name.format(k=k)}" for k in study.settings["topics"]["k"]]

    return look_up


def covariates(wildcards):
    """Give the table that tells outlet and day of the articles, if the model's engine uses them."""
    study = owner(wildcards)
    if study.settings["topics"]["engine"] != "stm":
        return []
    own = f"data/processed/{study.id}/articles.parquet"
    return own if study.starts_from_counts else shared("corpus", "articles.parquet")(wildcards)


def returned_sheets(wildcards):
    """List the sheets that coders of a study have sent back, whatever their names and kinds of sheet."""
    return sheets.returned(ROOT, wildcards.study)


def event_edits(wildcards):
    """Give the file in which a person has settled a study's events, if there is one."""
    file = f"config/events/{wildcards.study}.csv"
    return [file] if (ROOT / file).is_file() else []


def topic_names(wildcards):
    """Give the file in which a person has named a study's topics, if there is one."""
    file = f"config/labels/{wildcards.study}.yaml"
    return [file] if (ROOT / file).is_file() else []


def speakers_focus(wildcards):
    """Give the widest focus under which a study repeats a claim about speakers; None: no wider than its own."""
    settings = PROJECT.studies[wildcards.study].settings
    focus, grid = settings["corpus"].get("focus") or {}, settings.get("robustness") or {}
    claims = [claim["compare"].get("between") or {} for claim in settings.get("hypotheses") or []]
    least = min(grid.get("focus_at_least") or [focus.get("at_least", 1)])
    wider = "any" in focus and least < focus.get("at_least", 1) and any("speaker" in claim for claim in claims)
    return {**focus, "at_least": least} if wider else None


def codebook_files(wildcards):
    """List the files of a study's codebooks."""
    return [
        f"config/codebooks/{name}.yaml" for name in PROJECT.studies[wildcards.study].settings["frames"]["codebooks"]
    ]


def reading_codebook_files(wildcards):
    """List the files of the codebooks that are marked on a study's reading pages beside its own."""
    settings = PROJECT.studies[wildcards.study].settings
    named = settings.get("readings", {}).get("codebooks", [])
    return [f"config/codebooks/{name}.yaml" for name in named if name not in settings["frames"]["codebooks"]]


def coded_codebook_files(wildcards):
    """List the files of the codebooks that a study's codes and labels may speak of."""
    return [f"config/codebooks/{name}.yaml" for name in PROJECT.studies[wildcards.study].coded_codebooks]


def every_codebook_file(wildcards):
    """List the files of the codebooks that a study measures or has codes of."""
    return list(dict.fromkeys(codebook_files(wildcards) + coded_codebook_files(wildcards)))


def code_files(wildcards):
    """List the files of a study's codes and labels."""
    return PROJECT.studies[wildcards.study].code_files


def drawn_plans(wildcards):
    """List the files in which the draws of a study's coding waves are kept."""
    return plans.plan_files(ROOT, wildcards.study)


def statuses(wildcards):
    """Say of each hypothesis of a study whether it is confirmatory or exploratory, by its registration."""
    return register.statuses(ROOT, PROJECT.studies[wildcards.study])


def if_coded(*names):
    """Give an input function that lists files of a study with codes or labels, and nothing for any other."""

    def look_up(wildcards):
        study = PROJECT.studies[wildcards.study]
        return [name.format(study=study.id) for name in names] if study.is_coded else []

    return look_up


def if_claiming(*names):
    """Give an input function that lists files of a study with hypotheses, and nothing for any other."""

    def look_up(wildcards):
        study = PROJECT.studies[wildcards.study]
        return [name.format(study=study.id) for name in names] if study.has_claims else []

    return look_up


def extra_pages(wildcards):
    """List the pages that only a study with codes, or with hypotheses, has."""
    coded, claiming = if_coded("reports/{study}/validity.html"), if_claiming("reports/{study}/verdicts.html")
    planted = [f"reports/{wildcards.study}/planted.html"] if wildcards.study in PROJECT.planted else []
    return coded(wildcards) + claiming(wildcards) + planted


def study_tables(name):
    """List every table that a study reports."""
    study = PROJECT.studies[name]
    names = TABLES + VALIDITY_TABLES * study.is_coded + VERDICT_TABLES * study.has_claims
    names += ["not_recomputed"] * study.starts_from_counts
    return [f"reports/{study.id}/tables/{name}.csv" for name in names]


def study_pages(wildcards):
    """List every page of a study."""
    return [f"reports/{wildcards.study}/{page}.html" for page in PAGES + SUPPLEMENTS] + extra_pages(wildcards)


def table_rules(wildcards):
    """Map each table of a study to the rule that makes it."""
    # of two rules for one table, that of studies from counts comes last, and only for these
    counts = PROJECT.studies[wildcards.study].starts_from_counts
    every = sorted(workflow.rules, key=lambda each: each.name == "import_counts")
    every = every if counts else [each for each in every if each.name != "import_counts"]
    files = [(Path(str(file)), each.name) for each in every for file in each.output]
    made = {file.stem: name for file, name in files if file.parent.name == "tables" and file.suffix == ".csv"}
    return {name: made[name] for name in (Path(file).stem for file in study_tables(wildcards.study))}


def dataset_entries(wildcards):
    """Give the entries of config/datasets.yaml that a study uses, for its record."""
    used = {source.dataset for source in PROJECT.studies[wildcards.study].counted if source.dataset}
    return {name: PROJECT.datasets[name] for name in sorted(used)}


def figures(page, *names):
    """List the files of a page's figures: SVG and PNG of each, and the table of their titles and texts."""
    folder = "reports/{study}/figures"
    return [f"{folder}/{name}.{kind}" for name in names for kind in ("svg", "png")] + [f"{folder}/{page}.csv"]


def page_code(page):
    """Hash what a page is made by: its notebook, the script that runs it, the modules of both, the template."""
    notebook = ROOT / f"workflow/notebooks/{page}.ipynb"
    return code_hash([ROOT / "workflow/scripts/render_notebook.py", notebook], LIB, [ROOT / file for file in TEMPLATE])
