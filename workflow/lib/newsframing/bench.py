"""Where the time of the last run went, and how the stages grow with the corpus.

``python -m newsframing.bench benchmarks`` adds Snakemake's own benchmark files up by stage, against a budget. With
``--scale config/config.yaml`` it then measures the stages on the corpus of the first study and on larger ones, with the
peers' way beside them (see ``benchmarks``), which takes some minutes, and writes benchmarks/bench.csv.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing.settings import load_yaml
from newsframing.tables import write_csv

#: rules of each stage, in the order of the flow, and the seconds of wall time that the stage may take
STAGES: dict[str, tuple[tuple[str, ...], int]] = {
    "corpus": (
        (
            "fetch_dataset",
            "import_articles",
            "clean_articles",
            "build_copies",
            "import_readings",
            "build_articles",
            "estimate_copies",
        ),
        25,
    ),
    "topics": (
        ("build_matrix", "fit_topics", "estimate_topics", "build_intrusion", "score_intrusion", "build_exports"),
        60,
    ),
    "frames": (("score_speakers", "score_frames", "estimate_frames", "estimate_speakers"), 25),
    "evidence": (("import_codes", "fit_classifier", "estimate_validity", "estimate_verdicts"), 25),
    "pages": (
        (
            "build_settings",
            "render_corpus",
            "render_topics",
            "render_frames",
            "render_events",
            "render_verdicts",
            "render_validity",
            "render_index",
            "render_readings",
            "check_report",
            "build_replication",
            "render_site",
        ),
        50,
    ),
}


def jobs(folder: Path) -> pd.DataFrame:
    """Read every benchmark file under a folder into one row a job: stage, rule, job, seconds, cpu_seconds, peak_mb."""
    stage_of = {rule: stage for stage, (rules, _) in STAGES.items() for rule in rules}
    rows = []
    for path in sorted(folder.rglob("*.tsv")):
        measured = pd.read_csv(path, sep="\t", na_values=["-"]).iloc[-1]
        rule = path.relative_to(folder).parts[0].removesuffix(".tsv")
        job = path.relative_to(folder / rule).with_suffix("").as_posix() if (folder / rule).is_dir() else ""
        figures = [float(measured.get(name, float("nan"))) for name in ("s", "cpu_time", "max_rss")]
        rows.append([stage_of.get(rule, "other"), rule, job, *figures])
    return pd.DataFrame(rows, columns=["stage", "rule", "job", "seconds", "cpu_seconds", "peak_mb"])


def by_stage(table: pd.DataFrame, cores: int) -> pd.DataFrame:
    """Add jobs up by stage. Jobs run side by side, so the stage's share of the wall is its seconds over the cores."""
    rows = []
    for stage, (_, budget) in STAGES.items():
        of_stage = table[table["stage"] == stage]
        seconds = of_stage["seconds"].sum()
        rows.append(
            {
                "stage": stage,
                "jobs": len(of_stage),
                "job_seconds": round(seconds, 1),
                "on_the_clock": round(seconds / cores, 1),
                "budget": budget,
                "held": "yes" if seconds / cores <= budget else "no",
                "peak_mb": round(of_stage["peak_mb"].max(), 0),
            }
        )
    return pd.DataFrame(rows)


def times(folder: Path, cores: int = 2) -> None:
    """Print the stages with their budgets and the ten longest jobs."""
    table = jobs(folder)
    if table.empty:
        sys.exit("newsframing: no run has been timed yet; run make first")
    print(f"Stages of the last run (job seconds; on the clock: divided by {cores} cores)\n")
    print(by_stage(table, cores).to_string(index=False))
    print("\nThe ten longest jobs\n")
    longest = table.sort_values("seconds", ascending=False).head(10).drop(columns="stage")
    print(longest.to_string(index=False, na_rep="-"))


def _codebooks(settings: Mapping[str, Any]) -> list[str]:
    """List the codebooks that a study measures and those that it marks on reading pages."""
    return list(dict.fromkeys([*settings["frames"]["codebooks"], *settings.get("readings", {}).get("codebooks", [])]))


def scale(config: Path, target: Path, sizes: Sequence[int], repeats: int) -> None:
    """Measure the stages on the first study's corpus at several sizes; print and write the table."""
    from newsframing.benchmarks import engines, suite
    from newsframing.project import load
    from newsframing.readers.importing import import_source

    root = config.parent.parent
    study = next(iter(load(root, load_yaml(config)).studies.values()))
    lacking = [file for source in study.counted for file in source.files if not (root / file).exists()]
    if lacking:
        sys.exit(f"newsframing: {lacking[0]} is missing; run make first")
    read = [import_source([(root / f, f) for f in s.files], s.format, s.options)[0] for s in study.counted]
    corpus, text = study.settings["corpus"], study.settings["text"]
    settings = {
        "languages": corpus.get("languages"),
        "window": corpus.get("window"),
        "outlets": load_yaml(root / "config/outlets.yaml"),
        "stopwords": load_yaml(root / "config/stopwords.yaml"),
        "min_docs": text["min_docs"],
        "max_share": text["max_share"],
        "codebooks": {
            "schema": load_yaml(root / "workflow/schemas/codebook.yaml"),
            "books": {name: load_yaml(root / f"config/codebooks/{name}.yaml") for name in _codebooks(study.settings)},
        },
    }
    print(f"\nScale: the corpus of {study.id}, recombined; each measurement in a process of its own\n", flush=True)
    records = pd.concat(read, ignore_index=True)
    measured = suite.scale(records, settings, sizes, repeats=repeats)
    write_csv(measured, target)
    print()
    print(measured.to_string(index=False))
    print()
    print("\n".join(suite.verdicts(measured)))
    print("\nEngines of topics on one matrix, K = 20; stability: mean over pairs of fits\n", flush=True)
    compared = suite.engines_table(records, settings)
    write_csv(compared, target.with_name("bench_topics.csv"))
    print()
    print(compared.round(3).to_string(index=False, na_rep="-"))
    print()
    print("Must show\n")
    print("\n".join([*engines.verdicts(compared), *suite.must_show(measured)]))
    found = suite.copies_table()
    if found is not None:
        write_csv(found, target.with_name("bench_copies.csv"))
        print("\nCopies: recall and precision on planted texts\n")
        print(found.round(3).to_string(index=False, na_rep="-"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and print what it asks for."""
    parser = argparse.ArgumentParser(prog="newsframing.bench", description="Times of the last run; scale of the stages")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("benchmarks"))
    parser.add_argument("--scale", type=Path, metavar="CONFIG", help="also measure the stages at several sizes")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--repeats", type=int, default=1, help="of each measurement; medians are given")
    given = parser.parse_args(arguments)
    try:
        times(given.folder)
    except SystemExit as nothing:
        if given.scale is None:
            raise
        print(nothing)
    if given.scale is not None:
        scale(given.scale, given.folder / "bench.csv", given.sizes, given.repeats)


if __name__ == "__main__":
    main()
