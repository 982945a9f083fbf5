"""One measurement in a process of its own: seconds, CPU seconds and the highest memory of one stage.

Run as ``python -m newsframing.benchmarks.measure STAGE FOLDER``, it prints one line of JSON; imports are not timed, but
their memory counts. ``run`` starts it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from newsframing.benchmarks.engines import SETTINGS
from newsframing.benchmarks.stages import STAGES, prepare

MISSING = 3


def run(stage: str, folder: Path) -> dict[str, Any] | None:
    """Measure a stage in a fresh process: seconds, cpu_seconds, peak_mb, out; None where a package is missing.

    RuntimeError with what the process said where it failed.
    """
    command = [sys.executable, "-m", "newsframing.benchmarks.measure", stage, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == MISSING:
        return None
    if done.returncode:
        raise RuntimeError(f"{stage}: {done.stderr.strip()[-2000:]}")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def peak_mb() -> float:
    """Give the highest memory this process has had, in MB.

    Linux hands ru_maxrss of the process that started this one on to it, so that the mark of the kernel is read there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        mark = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM:")), "")
        if mark:
            return int(mark.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main(stage: str, folder: Path) -> None:
    """Measure one stage here and now."""
    settings = json.loads((folder / SETTINGS).read_text("utf-8"))
    try:
        prepare(stage)
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(MISSING)
    at_start = peak_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    out = STAGES[stage](folder, settings)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    told = {"seconds": wall, "cpu_seconds": cpu, "peak_mb": peak_mb(), "imports_mb": at_start, "out": out}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
