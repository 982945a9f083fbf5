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
from newsframing.benchmarks.measure import SETTINGS, run

#: from articles to topics
PATH = ("import", "cleaning", "copies", "tokens", "topics")
OURS = (*PATH, "topics again", "frames")
WHOLE = "peers: whole path"
PEERS = ("peers: tokens", "peers: copies", WHOLE)
COLUMNS = ["times", "records", "stage", "seconds", "cpu_seconds", "records_per_cpu_second", "peak_mb", "imports_mb"]
COLUMNS += ["out"]
#: most memory at ten times the corpus, and how many times faster than the peers' way words are to be counted
MOST_MB, FASTER = 2500, 3.0
#: … and how many times faster than the tutorial way the whole path, three times the corpus; what work differs
PATH_FASTER = 5.0
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
    most = max((peak[high, stage], stage) for stage in OURS if (high, stage) in peak)
    kept = "kept" if most[0] <= MOST_MB else "NOT kept"
    told.append(f"Most memory at {high} times: {most[0]:.0f} MB ({most[1]}); {MOST_MB} MB are {kept}")
    if (high, "frames") in cpu:
        kept = "kept" if cpu[high, "frames"] <= FRAMES_SECONDS else "NOT kept"
        told.append(f"Frames at {high} times: {cpu[high, 'frames']:.1f} CPU seconds; {FRAMES_SECONDS} are {kept}")
    paths = {size: sum(cpu[size, stage] for stage in PATH) for size in sizes if all((size, s) in cpu for s in PATH)}
    if low in paths and high in paths and low != high:
        growth = paths[high] / paths[low] / (high / low)
        told.append(f"Articles to topics: {paths[high]:.0f} CPU seconds at {high} times, {growth:.2f} of linear growth")
    for size in sorted(paths):
        if (size, WHOLE) in cpu:
            ratio = cpu[size, WHOLE] / paths[size]
            told.append(
                f"Articles to topics at {size} times: {ratio:.1f} times faster than the tutorial way; the goal is "
                f"{PATH_FASTER:g} at 3 times"
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
