"""Figure of frames by speaker: of the sentences that carry a frame, the share that each kind of speaker says."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from newsframing.figures.canvas import canvas
from newsframing.figures.frames import LEAST, Labels, label_of
from newsframing.figures.palette import ACCENT, INK, RULE
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    lines_height,
    nothing,
    stack,
    styled,
    text_width,
    tidy,
    wrap,
    write_rows,
)
from newsframing.figures.words import listing, percent, spoken

TEXTS = ["codebook", "frame", "speaker"]
NUMBERS = ["n_sentences", "share"]
_SHADES = LinearSegmentedColormap.from_list("shares", ["#FFFFFF", ACCENT])


@styled
def by_speaker(
    frame_speakers: pd.DataFrame,
    labels: Labels | None = None,
    speakers: Mapping[str, str] | None = None,
    codebooks: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Draw a row a frame and a column a kind of speaker, shaded by the share of the frame's sentences.

    ``frame_speakers``: codebook, frame, speaker, n_sentences, share. Frames of fewer than 20 sentences are listed.
    ``speakers``: labels of the kinds; ``codebooks``: id to title, also their order, for frames of several may bear one
    name.
    """
    table = tidy(frame_speakers, TEXTS, NUMBERS)
    title = "Who says the sentences that carry each frame"
    sizes = table.groupby(["codebook", "frame"], sort=False)["n_sentences"].sum()
    drawn = [pair for pair in sizes.index if sizes[pair] >= LEAST]
    few = [f"{label_of(labels, *p)} ({sizes[p]:.0f})" for p in sizes.index if sizes[p] < LEAST]
    if not drawn:
        return nothing(title, f"No frame has {LEAST} sentences in the stories in focus.", width)
    kinds = list(dict.fromkeys(table["speaker"]))
    names = [clean((speakers or {}).get(kind) or spoken(kind).capitalize()) for kind in kinds]
    order = list(dict.fromkeys([*(codebooks or {}), *(pair[0] for pair in drawn)]))
    blocks = []
    for book in order:
        own = sorted((pair for pair in drawn if pair[0] == book), key=lambda pair: (-sizes[pair], pair))
        named = [f"{label_of(labels, *p)} (n\xa0=\xa0{sizes[p]:.0f})" for p in own]
        if own:
            blocks.append((book, own, stack(named, 0.36 * width, least=0.25, size=SMALL)))
    left = MARGIN + max(rows.width for _, _, rows in blocks) + 0.12
    cell = (width - left - MARGIN) / len(kinds)
    heads = [wrap(name, 1.2, SMALL, most=max(1, int(cell / lines_height(1, SMALL)))) for name in names]
    head = max(text_width(line, SMALL) for lines in heads for line in lines) + 0.12
    explain = (
        "Of the n sentences with a term of the frame, the share that each kind of speaker says; rows add up to 100%."
    )
    note = f"Not drawn, fewer than {LEAST} sentences: {listing(few, 30)}." if few else ""
    titles = [
        wrap((codebooks or {}).get(b) or spoken(b).capitalize(), width - 2 * MARGIN, SMALL, True) for b, _, _ in blocks
    ]
    tops = [lines_height(len(lines), SMALL) + 0.14 for lines in titles]
    whole = sum(top + rows.height for top, (_, _, rows) in zip(tops, blocks, strict=True))
    sheet = Sheet(title, explain, note, head + whole + 0.05, width)
    ax = canvas(sheet)
    for i, lines in enumerate(heads):
        sheet.text(left + (i + 0.5) * cell, head - 0.04, "\n".join(lines), ha="center", size=SMALL, rotation=90)
    shares = table.set_index(TEXTS)["share"]
    boxes, fills, said = [], [], []
    tight = cell < 0.42
    placed, y = [], head
    for (_, own, rows), lines, top in zip(blocks, titles, tops, strict=True):
        sheet.text(MARGIN, y + 0.1, "\n".join(lines), size=SMALL, weight="bold", va="top")
        write_rows(sheet, rows, left - 0.1, y + top, SMALL)
        placed += [(pair, y + top + centre) for pair, centre in zip(own, rows.centres, strict=True)]
        y += top + rows.height
    for pair, centre in placed:
        told = {name: float(shares.get((*pair, kind), 0.0)) for name, kind in zip(names, kinds, strict=True)}
        for i, share in enumerate(told.values()):
            boxes.append(Rectangle((left + i * cell + 0.02, centre - 0.11), cell - 0.04, 0.22))
            fills.append(_SHADES(min(1.0, share)))
            text = f"{100 * share:.0f}" if tight else f"{100 * share:.0f}%"
            colour = "white" if share > 0.75 else INK
            sheet.text(left + (i + 0.5) * cell, centre, text, ha="center", va="center", size=SMALL, color=colour)
        most = max(told, key=lambda name: told[name])
        said.append(f"{label_of(labels, *pair)}: {most} {percent(told[most])}")
    ax.add_collection(PatchCollection(boxes, facecolors=fills, edgecolor=RULE, linewidth=0.6), autolim=False)
    return Chart(sheet.figure, title, f"{title}. The commonest speaker of each frame: {listing(said, 40)}.")
