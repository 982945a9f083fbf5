"""Where the time of the last run went: Snakemake's own benchmark files, added up by stage, against a budget."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

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
    "topics": (("build_matrix", "fit_topics", "estimate_topics"), 60),
    "frames": (("score_frames", "estimate_frames"), 25),
    "pages": (
        (
            "build_settings",
            "render_corpus",
            "render_topics",
            "render_frames",
            "render_index",
            "check_report",
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


def main(folder: Path, cores: int = 2) -> None:
    """Print the stages with their budgets and the ten longest jobs."""
    table = jobs(folder)
    if table.empty:
        sys.exit("newsframing: no run has been timed yet; run make first")
    print(f"Stages of the last run (job seconds; on the clock: divided by {cores} cores)\n")
    print(by_stage(table, cores).to_string(index=False))
    print("\nThe ten longest jobs\n")
    longest = table.sort_values("seconds", ascending=False).head(10).drop(columns="stage")
    print(longest.to_string(index=False, na_rep="-"))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "benchmarks"))
