"""``make calibrate``: repeat planted studies, write what was reached, and fail where it lies outside its bounds.

``python -m newsframing.calibrate [folder] [--reps N]`` writes calibration.csv and power_curve.csv.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd

from newsframing.evidence.calibration import REPS, calibrate, outside, power_curve
from newsframing.tables import write_csv

#: repetitions of each of the points of the power curve, which is no promise
_CURVE_REPS = 400


def main(arguments: list[str] | None = None) -> int:
    """Repeat, write, print; 1 where a value is outside its bounds."""
    parser = argparse.ArgumentParser(prog="newsframing.calibrate", description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", default="reports/planted/tables", type=Path)
    parser.add_argument("--reps", type=int, default=REPS, help=f"repetitions (default {REPS})")
    given = parser.parse_args(arguments)
    with ProcessPoolExecutor(2) as pool:
        curve = pool.submit(power_curve, min(_CURVE_REPS, given.reps))
        table, grid = calibrate(given.reps), curve.result()
    write_csv(table, given.folder / "calibration.csv")
    write_csv(grid, given.folder / "power_curve.csv")
    wide = grid.pivot(index=["design", "codes", "f1"], columns="gap", values="power")
    with pd.option_context("display.width", 160, "display.max_rows", None):
        print("Power: share of planted studies with the verdict 'supported', by the gap between the two shares\n")
        print(wide.to_string(float_format="{:.2f}".format))
        print(f"\n{given.reps:,} repetitions\n")
        print(table.to_string(index=False, float_format="{:.3f}".format, na_rep=""))
    wrong = outside(table)
    for row in wrong.itertuples():
        bounds = f"{row.low_bound} to {row.high_bound}"
        print(f"newsframing: {row.quantity} of {row.frame} is {row.value:.3f}, outside {bounds}", file=sys.stderr)
    return 1 if len(wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
