"""The visual language of every figure: type, lines, the sheet a chart is drawn on, and how it is saved.

Charts are drawn on a plain :class:`matplotlib.figure.Figure` (never pyplot: no global figures) inside :func:`styled`,
so that no setting of the caller leaks in and none of ours leaks out. Lengths are inches, sizes are points; text is
measured before it is placed, so that nothing is cut off.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags

from newsframing.figures.palette import ACCENT, INK, MUTED, RULE
from newsframing.figures.svg import light
from newsframing.tables import whole_file

WIDTH = 7.0
MARGIN = 0.12
FONT = "DejaVu Sans"
# at 360 pixels a figure of NARROW inches is shown at its size: small text has 11 pixels there
TITLE, TEXT, SMALL = 11.5, 8.9, 8.25
LEADING = 1.32
#: A space at which no line is broken.
HARD = "\xa0"
#: CSS has 96 pixels to the inch; the PNG has twice as many.
PNG_DPI = 192
#: Labels come from outside; one longer than this is shown shortened, whole in the table.
LONGEST = 160

RC: dict[str, Any] = {
    "font.family": [FONT],
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,  # an outlet called "$x$" is a name, not a formula
    "text.usetex": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "xtick.major.width": 0.8,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "newsframing",
    "svg.id": None,
    "path.simplify": False,
}

# a machine may have another version of the same font, which would draw other letters; ours ships with matplotlib
fontManager.ttflist = [font for font in fontManager.ttflist if font.name != FONT]
for _file in sorted(Path(mpl.get_data_path(), "fonts/ttf").glob(f"{FONT.replace(' ', '')}[-.]*ttf")):
    fontManager.addfont(_file)

P = ParamSpec("P")


class Chart(NamedTuple):
    """A figure with its title and the alternative text that says what is seen in it, numbers included."""

    figure: Figure
    title: str
    alt: str


@contextmanager
def style() -> Iterator[None]:
    """Draw with matplotlib's own defaults and ours on top; afterwards the caller's settings are back.

    Warnings of glyphs that the shipped font lacks are silenced: such a letter is drawn as a box, the table has it.
    """
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*Glyph.*")
        warnings.filterwarnings("ignore", message=".*glyph.*")
        settings: Any = mpl.rcParams
        settings.update({k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(("backend", "webagg"))})
        settings.update(RC)
        yield


def styled(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """Run a drawing function in :func:`style`."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> Chart:
        with style():
            return draw(*args, **kwargs)

    return inside


def rendered(chart: Chart | Figure, kind: str = "svg") -> bytes:
    """Give a chart as svg or png (twice the pixels), the same bytes on every run: no date, no tool, fixed ids."""
    figure = chart.figure if isinstance(chart, Chart) else chart
    metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    buffer = BytesIO()
    with style():
        figure.savefig(buffer, format=kind, dpi=72 if kind == "svg" else PNG_DPI, metadata=metadata)
    if kind != "svg":
        return buffer.getvalue()
    return light(buffer.getvalue(), *(chart[1:] if isinstance(chart, Chart) else ()))


def save(chart: Chart | Figure, stem: str | Path) -> list[Path]:
    """Write ``stem``.svg and ``stem``.png; return both paths."""
    base = Path(stem)
    written = []
    for kind in ("svg", "png"):
        target = base.parent / f"{base.name}.{kind}"
        with whole_file(target) as draft:
            draft.write_bytes(rendered(chart, kind))
        written.append(target)
    return written


def figure_row(chart: Chart, file: str, table: str, rule: str) -> dict[str, str]:
    """Give the row of figures.csv for a chart: file, title, alt, table (it was drawn from), rule (that made it)."""
    return {"file": file, "title": chart.title, "alt": chart.alt, "table": table, "rule": rule}


def tidy(table: pd.DataFrame | None, texts: Sequence[str], numbers: Sequence[str]) -> pd.DataFrame:
    """Give a copy with the columns a chart needs, numbers as floats; an empty table need not have columns.

    Raises ValueError that names the columns which a table with rows lacks.
    """
    if table is None or table.empty:
        return pd.DataFrame(
            {**{c: pd.Series(dtype=object) for c in texts}, **{c: pd.Series(dtype=float) for c in numbers}}
        )
    lacking = [c for c in (*texts, *numbers) if c not in table.columns]
    if lacking:
        raise ValueError(f"the table lacks {', '.join(lacking)}; it has {', '.join(map(str, table.columns))}")
    out = table.reset_index(drop=True).copy()
    for column in numbers:
        out[column] = pd.to_numeric(out[column], errors="coerce").astype(float)
    return out


@lru_cache(maxsize=20_000)
def _advance(char: str, bold: bool) -> float:
    """Measure one letter of our font at a size of one point, in points: how far the next one stands from it."""
    font = get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))
    font.set_size(100.0, 72)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        glyph = font.load_char(ord(char), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Measure one line of text, in inches, in the font it will be drawn in, letter by letter.

    Pairs that stand closer (kerning) are not looked up: laying out every line that is tried took a tenth of a page.
    """
    return sum(_advance(char, bold) for char in text) * size / 72


def clean(text: object) -> str:
    """Make one short printable line of a label from outside."""
    printable = "".join(c if c.isprintable() or c == HARD else " " for c in str(text))
    line = " ".join(part for part in printable.split(" ") if part).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def wrap(text: str, width: float, size: float = TEXT, bold: bool = False, most: int | None = None) -> list[str]:
    """Break a text into lines of at most ``width`` inches; longer words are broken; past ``most`` lines an "…"."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        rest = word
        while text_width(rest, size, bold) > width and len(rest) > 1:
            if line:
                lines.append(line)
                line = ""
            cut = len(rest) - 1
            while cut > 1 and text_width(rest[:cut], size, bold) > width:
                cut -= 1
            dot = rest.rfind(".", 1, cut)  # an address breaks best before a dot
            cut = dot if dot > 0 else cut
            lines.append(rest[:cut])
            rest = rest[cut:]
        joined = f"{line} {rest}".strip()
        if line and text_width(joined, size, bold) > width:
            lines.append(line)
            line = rest
        else:
            line = joined
    if line or not lines:
        lines.append(line)
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…", size, bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" ,") + "…"]
    return lines


def lines_height(n: int, size: float = TEXT) -> float:
    """Give the height of n lines in inches."""
    return n * size * LEADING / 72


class Sheet:
    """A page for one chart: title and explanation above, a body in inches from its top left corner, a note below."""

    def __init__(self, title: str, explain: str, note: str, body: float, width: float = WIDTH) -> None:
        """Measure the texts, make the figure high enough for them and the body (inches), and write them."""
        self.width, self.body = width, body
        inner = width - 2 * MARGIN
        blocks = [
            (wrap(title, inner, TITLE, bold=True), TITLE, "bold", INK),
            (wrap(explain, inner, TEXT) if explain else [], TEXT, "normal", MUTED),
        ]
        under = wrap(note, inner, SMALL) if note else []
        head = sum(lines_height(len(lines), size) for lines, size, _, _ in blocks) + 0.16
        foot = lines_height(len(under), SMALL) + (0.14 if under else 0.0)
        self.top = MARGIN + head
        self.height = self.top + body + foot + MARGIN
        self.figure = Figure(figsize=(width, self.height))
        FigureCanvasAgg(self.figure)
        y = MARGIN
        for lines, size, weight, colour in blocks:
            y = self._lines(lines, y, size, weight, colour)
            y += 0.03
        self._lines(under, self.top + body + 0.14, SMALL, "normal", MUTED)

    def _lines(self, lines: Sequence[str], y: float, size: float, weight: str, colour: str) -> float:
        for line in lines:
            self.text(MARGIN, y + lines_height(1, size) * 0.78 - self.top, line, size=size, weight=weight, color=colour)
            y += lines_height(1, size)
        return y

    def text(self, x: float, y: float, text: str, **options: Any) -> None:
        """Write at x from the left edge and y from the top of the body (inches; by default the baseline)."""
        options = {"size": TEXT, "ha": "left", "va": "baseline", **options}
        self.figure.text(x / self.width, 1 - (self.top + y) / self.height, text, **options)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Add axes at x from the left edge and y from the top of the body, all in inches."""
        bottom = 1 - (self.top + y + height) / self.height
        return self.figure.add_axes((x / self.width, bottom, width / self.width, height / self.height))


class Rows(NamedTuple):
    """Labels of rows, wrapped; the centre of each row and the height of all, in inches from the top."""

    labels: list[list[str]]
    centres: list[float]
    height: float
    width: float


def stack(labels: Sequence[str], most: float, least: float = 0.24, size: float = TEXT, lines: int = 3) -> Rows:
    """Stack row labels, each wrapped to ``most`` inches, each row at least ``least`` inches high."""
    wrapped = [wrap(clean(label), most, size, most=lines) for label in labels]
    centres, y = [], 0.0
    for block in wrapped:
        height = max(least, lines_height(len(block), size) + 0.08)
        centres.append(y + height / 2)
        y += height
    widest = max((text_width(line, size) for block in wrapped for line in block), default=0.0)
    return Rows(wrapped, centres, y, widest)


def write_rows(sheet: Sheet, rows: Rows, right: float, top: float, size: float = TEXT, **options: Any) -> None:
    """Write row labels so that they end at ``right`` inches, the stack starting ``top`` inches down the body."""
    for block, centre in zip(rows.labels, rows.centres, strict=True):
        first = top + centre - lines_height(len(block), size) / 2
        for i, line in enumerate(block):
            y = first + lines_height(i, size) + lines_height(1, size) * 0.74
            sheet.text(right, y, line, ha="right", size=size, **options)


def nothing(title: str, sentence: str, width: float = WIDTH) -> Chart:
    """Give a readable figure that says why there is nothing to draw."""
    lines = wrap(sentence, width - 2 * MARGIN - 0.4, TEXT)
    sheet = Sheet(title, "", "", lines_height(len(lines)) + 0.5, width)
    for i, line in enumerate(lines):
        sheet.text(width / 2, 0.3 + lines_height(i), line, ha="center", color=MUTED, style="italic")
    return Chart(sheet.figure, title, f"{title}. {sentence}")


def share_axis(ax: Axes, top: float, label: str, ticks: int = 5, low: float = 0.0) -> None:
    """Set a horizontal axis of shares (0 to 1, shown in per cent) from ``low`` to ``top`` or more, with faint lines."""
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if (top - low) / s <= ticks), 0.5)
    end = min(1.0, step * -(-top // step)) if top > 0 else step
    marks = [low + i * step for i in range(round((end - low) / step) + 1)]
    inches = ax.get_window_extent().width / ax.figure.dpi / max(1, len(marks) - 1)
    crowded = inches < text_width("100%") + 0.06  # then only the ends are named
    ax.set_xlim(low - (end - low) * 0.015, end + (end - low) * 0.015)
    ends = (marks[0], marks[-1])
    ax.set_xticks(marks, [f"{100 * m:.0f}%" if not crowded or m in ends else "" for m in marks])
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.set_xlabel(label, labelpad=4)


def dot(ax: Axes, y: float, row: Mapping[str, float], colour: str = ACCENT, hollow: bool = False) -> None:
    """Draw an estimate with its interval at height y; an estimate without an interval is drawn hollow and small."""
    low, high = row["low"], row["high"]
    bounded = low == low and high == high
    if bounded:
        ax.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
    face = "white" if hollow or not bounded else colour
    ax.plot(
        [row["estimate"]],
        [y],
        marker="o",
        markersize=5.2 if bounded else 4.0,
        markerfacecolor=face,
        markeredgecolor=colour,
        markeredgewidth=1.3,
        linestyle="none",
        zorder=3,
        clip_on=False,
    )
