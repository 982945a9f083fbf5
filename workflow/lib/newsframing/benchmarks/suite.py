"""The scale table: every stage at several sizes of the corpus, the peers' way beside it in the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from newsframing.benchmarks import engines
from newsframing.benchmarks.corpora import write_corpus
from newsframing.benchmarks.engines import SETTINGS, kept
from newsframing.benchmarks.measure import run

#: from articles to topics
PATH = ("import", "cleaning", "copies", "tokens", "topics")
AGAIN = "topics again"
OURS = (*PATH, AGAIN, "frames")
WHOLE = "peers: whole path"
PEERS = ("peers: tokens", "peers: copies", WHOLE)
COLUMNS = ["times", "records", "stage", "seconds", "cpu_seconds", "records_per_cpu_second", "peak_mb", "imports_mb"]
COLUMNS += ["out"]
#: most memory at ten times the corpus, and how many times faster than the peers' way words are to be counted
MOST_MB, FASTER = 2500, 3.0
#: … and how many times faster than the tutorial way the whole path, three times the corpus; what work differs
COMPARED, PATH_FASTER = 3, 5.0
#: ten times the corpus: topics of two seeds are to agree (matched Jaccard index of the first 20 words)
LARGE, LEAST_SEED = 10, 0.95
#: CPU seconds that all frames of ten times the corpus may take
FRAMES_SECONDS = 60
DIFFERS = (
    "What work differs: ours also checks and cleans every field, finds copies, lemmatises and infers each article's "
    "topics from a model started by NMF; the tutorial way makes ten passes and computes c_v, and cleans nothing."
)


def scale(
    records: pd.DataFrame,
    settings: Mapping[str, Any],
    times: Sequence[int] = (1, 3, 10),
    peers_up_to: int = 3,
    repeats: int = 1,
    tell: Callable[[str], None] = print,
) -> pd.DataFrame:
    """Measure all stages on ``records`` (as read) enlarged ``times``; peers up to ``peers_up_to`` times.

    ``settings`` are those of a study: languages, window, outlets, stopwords, min_docs, max_share, codebooks. Of
    ``repeats`` the medians are given. Corpora stand in a temporary folder, one at a time. Columns: COLUMNS.
    """
    rows = []
    for size in times:
        with TemporaryDirectory(prefix="newsframing-bench-") as name:
            folder = Path(name)
            number = write_corpus(records, size, folder / "corpus.csv")
            (folder / SETTINGS).write_text(json.dumps(dict(settings), default=str), "utf-8")
            for stage in (*OURS, *(PEERS if size <= peers_up_to else ())):
                measured = [run(stage, folder) for _ in range(repeats)]
                if any(m is None for m in measured):
                    tell(f"{stage}: left out, as its packages are not installed (requirements-bench.in)")
                    continue
                row = _medians([m for m in measured if m is not None])
                pace = round(number / row["cpu_seconds"]) if row["cpu_seconds"] else 0
                rows.append({"times": size, "records": number, "stage": stage, "records_per_cpu_second": pace, **row})
                tell(f"{size:>3} times, {stage}: {row['cpu_seconds']:.1f} CPU seconds, {row['peak_mb']:.0f} MB")
    return pd.DataFrame(rows, columns=COLUMNS)


def _medians(measured: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    numbers = ("seconds", "cpu_seconds", "peak_mb", "imports_mb")
    return {**{n: round(median(m[n] for m in measured), 2) for n in numbers}, "out": measured[0]["out"]}


def verdicts(table: pd.DataFrame) -> list[str]:
    """Say in sentences what the scale table shows: growth, memory, and how the peers' way compares."""
    cpu = {(row.times, row.stage): row.cpu_seconds for row in table.itertuples()}
    peak = {(row.times, row.stage): row.peak_mb for row in table.itertuples()}
    sizes = sorted({size for size, _ in cpu})
    told = []
    low, high = sizes[0], sizes[-1]
    for stage in OURS:
        if low != high and (low, stage) in cpu and (high, stage) in cpu:
            growth = cpu[high, stage] / cpu[low, stage] / (high / low)
            told.append(
                f"{stage}: {high / low:g} times the records take {cpu[high, stage] / cpu[low, stage]:.1f} times the "
                f"CPU ({growth:.2f} of linear) and {peak[high, stage] - peak[low, stage]:+.0f} MB"
            )
    if (high, "frames") in cpu:
        told.append(
            f"Frames at {high} times: {cpu[high, 'frames']:.1f} CPU seconds; at most {FRAMES_SECONDS}: "
            f"{kept(cpu[high, 'frames'] <= FRAMES_SECONDS)}"
        )
    paths = _paths(cpu)
    for size in sorted(paths):
        if (size, WHOLE) in cpu:
            ratio = cpu[size, WHOLE] / paths[size]
            told.append(
                f"Articles to topics at {size} times: {paths[size]:.1f} CPU seconds, {ratio:.1f} times faster than the "
                f"tutorial way ({cpu[size, WHOLE]:.1f})"
            )
    if any((size, WHOLE) in cpu for size in paths):
        told.append(DIFFERS)
    for size in sizes:
        for peer in PEERS:
            own = peer.removeprefix("peers: ")
            if (size, peer) in cpu and (size, own) in cpu:
                ratio = cpu[size, peer] / cpu[size, own]
                goal = f"; the goal is {FASTER:g}" if own == "tokens" else ""
                told.append(f"{own} at {size} times: {ratio:.1f} times faster than the peers' way{goal}")
    return told


def _paths(cpu: Mapping[tuple[int, str], float]) -> dict[int, float]:
    """Add up the CPU seconds of the whole path at each size at which all of it was measured."""
    return {
        size: sum(cpu[size, stage] for stage in PATH)
        for size in sorted({size for size, _ in cpu})
        if all((size, stage) in cpu for stage in PATH)
    }


def must_show(table: pd.DataFrame) -> list[str]:
    """Hold the scale table against what is promised of the whole path; what was not measured is said."""
    cpu = {(row.times, row.stage): row.cpu_seconds for row in table.itertuples()}
    peak = {(row.times, row.stage): row.peak_mb for row in table.itertuples()}
    out = {(row.times, row.stage): row.out for row in table.itertuples()}
    paths = _paths(cpu)
    told = []
    name = f"Articles to topics, {COMPARED} times the corpus, against the tutorial way"
    if COMPARED in paths and (COMPARED, WHOLE) in cpu:
        ratio = cpu[COMPARED, WHOLE] / paths[COMPARED]
        told.append(f"{name}: {ratio:.1f} times faster; the goal is {PATH_FASTER:g}: {kept(ratio >= PATH_FASTER)}")
    else:
        told.append(f"{name}: not measured")
    if LARGE not in paths or 1 not in paths:
        return [*told, f"Articles to topics, {LARGE} times the corpus: not measured"]
    growth = paths[LARGE] / paths[1]
    told.append(
        f"Articles to topics, {LARGE} times the corpus: {growth:.1f} times the CPU; at most {LARGE}: "
        f"{kept(growth <= LARGE)}"
    )
    most, stage = max((peak[LARGE, stage], stage) for stage in PATH)
    told.append(f"Most memory there: {most:.0f} MB ({stage}); less than {MOST_MB}: {kept(most < MOST_MB)}")
    if (LARGE, AGAIN) in out:
        jaccard = float(str(out[LARGE, AGAIN]).split()[-1])
        told.append(f"Seed Jaccard there: {jaccard:.3f}; the goal is {LEAST_SEED}: {kept(jaccard >= LEAST_SEED)}")
    return told


def engines_table(
    records: pd.DataFrame, settings: Mapping[str, Any], tell: Callable[[str], None] = print
) -> pd.DataFrame:
    """Compare the engines of topics on the matrix of the corpus as it is."""
    with TemporaryDirectory(prefix="newsframing-bench-") as name:
        folder = Path(name)
        write_corpus(records, 1, folder / "corpus.csv")
        (folder / SETTINGS).write_text(json.dumps(dict(settings), default=str), "utf-8")
        for stage in PATH[:-1]:
            run(stage, folder)
        return engines.compare(folder, run, tell=tell)


def copies_table() -> pd.DataFrame | None:
    """Give recall and precision of the search for copies on planted texts; None where no module measures them."""
    try:
        measured: pd.DataFrame = import_module("newsframing.bench_copies").bench_copies()
    except ModuleNotFoundError:
        return None
    return measured
