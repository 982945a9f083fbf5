"""One pair of axes over a whole sheet, in inches: many small panels cost no more than one.

Every pair of axes of matplotlib brings ticks, spines and a dozen texts that are laid out at each drawing; a figure of
forty panels took seconds. Here panels are places on one canvas, with lines and labels drawn where they belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from newsframing.figures.palette import MUTED, RULE
from newsframing.figures.style import SMALL, Sheet

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


def canvas(sheet: Sheet) -> Axes:
    """Cover a sheet with axes whose units are those of ``Sheet.text``: inches from the left and down the body."""
    ax = sheet.figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(0, sheet.width)
    ax.set_ylim(sheet.height - sheet.top, -sheet.top)
    return ax


class Scale(NamedTuple):
    """A panel's horizontal scale: where its left end stands, its width, and the values at its ends."""

    left: float
    width: float
    low: float
    high: float

    def at(self, value: float) -> float:
        """Give the place of a value, in inches."""
        return self.left + (value - self.low) / (self.high - self.low) * self.width


def share_scale(left: float, width: float, top: float, low: float = 0.0) -> tuple[Scale, list[float]]:
    """Choose a scale of shares from ``low`` (0, or below it for differences) to ``top``, and the values to mark."""
    ticks = max(2, int(width / 0.38))
    step = next((s for s in _STEPS if (top - low) / s <= ticks), 0.5)
    end = max(step, min(1.0, step * -(-round(top, 9) // step)))
    start = max(-1.0, step * (round(low, 9) // step))
    count = round((end - start) / step)
    return Scale(left, width, start, end), [round(start + i * step, 9) for i in range(count + 1)]


def draw_scale(
    sheet: Sheet, ax: Axes, scale: Scale, marks: Sequence[float], y: float, height: float, named: bool, signed: bool
) -> None:
    """Draw faint lines at the marks down a panel, with their values below it where ``named``."""
    segments = [[(scale.at(mark), y), (scale.at(mark), y + height)] for mark in marks]
    ax.add_collection(LineCollection(segments, colors=RULE, linewidths=0.6, zorder=0), autolim=False)
    if not named:
        return
    for mark in marks:
        said = f"{100 * mark:+.0f}" if signed and mark else f"{100 * mark:.0f}"
        text = said.replace("-", "−") + ("" if signed else "%")
        sheet.text(scale.at(mark), y + height + 0.15, text, ha="center", size=SMALL, color=MUTED)


def interval_mark(
    ax: Axes, scale: Scale, y: float, row: Mapping[str, float], colour: str, hollow: bool = False, size: float = 5.2
) -> None:
    """Draw an estimate with its interval at a height; one without an interval is small and hollow."""
    low, high = row["low"], row["high"]
    bounded = low == low and high == high
    if bounded:
        ax.plot([scale.at(low), scale.at(high)], [y, y], color=colour, linewidth=1.6 if not hollow else 1.0, zorder=2)
    ax.plot(
        [scale.at(row["estimate"])],
        [y],
        marker="o",
        markersize=size if bounded else 4.0,
        markerfacecolor="white" if hollow or not bounded else colour,
        markeredgecolor=colour,
        markeredgewidth=1.2,
        linestyle="none",
        zorder=3,
    )
