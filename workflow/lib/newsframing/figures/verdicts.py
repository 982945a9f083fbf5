"""The figure of verdicts: each claim's estimate with its interval, and what would be too small to matter."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from newsframing.figures.palette import ACCENT, MUTED, RULE
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    dot,
    nothing,
    stack,
    styled,
    text_width,
    tidy,
    write_rows,
)

_UNANSWERED = frozenset({"not_testable", "unvalidated"})


@styled
def estimates(verdicts: pd.DataFrame, states: Mapping[str, str] | None = None, width: float = WIDTH) -> Chart:
    """Draw the difference of each claim with its 95 % interval; claims without an answer are hollow and grey.

    ``verdicts``: id, claim, estimate, low, high, smallest_effect, verdict; ``states``: what to call each state.
    """
    table = tidy(verdicts, ["id", "claim", "verdict"], ["estimate", "low", "high", "smallest_effect"])
    table = table[table["estimate"].notna()]
    title = "The claims: differences in the share of stories"
    if table.empty:
        return nothing(title, "No claim has an estimate.", width)
    names = [str((states or {}).get(str(row.verdict), row.verdict)) for row in table.itertuples()]
    labels = [f"{clean(row.claim)} [{name}]" for row, name in zip(table.itertuples(), names, strict=True)]
    rows = stack(labels, 0.46 * width, least=0.42, size=SMALL, lines=6)
    told = [f"{row.estimate:+.2f}" for row in table.itertuples()]
    after = max(text_width(text, SMALL) for text in told) + 0.16
    left = MARGIN + rows.width + 0.14
    plot = width - left - MARGIN - after
    explain = "Right of the line: as the claim says where it expects more. Grey and hollow: no answer."
    note = "Lines: 95% intervals over stories. Bands: differences too small to matter, as the study set them."
    sheet = Sheet(title, explain, note, rows.height + 0.46, width)
    write_rows(sheet, rows, left - 0.12, 0.0, SMALL)
    ax = sheet.axes(left, 0.0, plot, rows.height)
    ax.set_ylim(rows.height, 0)
    ax.set_yticks([])
    ends = table[["estimate", "low", "high", "smallest_effect"]].abs().max().max()
    reach = max(0.1, -(-ends // 0.1) * 0.1)
    ax.set_xlim(-reach * 1.03, reach * 1.03)
    marks = [-reach, 0.0, reach] if plot < 2.4 else [-reach, -reach / 2, 0.0, reach / 2, reach]
    ax.set_xticks(marks, [f"{100 * mark:+.0f}" if mark else "0" for mark in marks])
    ax.set_xlabel("points", labelpad=4)
    ax.axvline(0, color=RULE, linewidth=1.0, zorder=1)
    for row, centre, text in zip(table.itertuples(), rows.centres, told, strict=True):
        if row.smallest_effect > 0:
            ends_of_band = [-row.smallest_effect, row.smallest_effect]
            ax.fill_betweenx(
                [centre - 0.16, centre + 0.16], *ends_of_band, color=RULE, alpha=0.5, linewidth=0, zorder=0
            )
        answered = row.verdict not in _UNANSWERED
        values = {"estimate": row.estimate, "low": row.low, "high": row.high}
        dot(ax, centre, values, ACCENT if answered else MUTED, hollow=not answered)
        sheet.text(left + plot + 0.1, centre + 0.05, text, size=SMALL)
    said = [f"{label}: {row.estimate:+.2f} ({row.low:+.2f} to {row.high:+.2f})" for label, row in zip(
        labels, table.itertuples(), strict=True)]  # fmt: skip
    return Chart(sheet.figure, title, f"{title}. {'; '.join(said)}.")
