"""The regression table as a page, in LaTeX and in Markdown."""

from types import SimpleNamespace

import pandas as pd

from newsframing.frames.codebook import Codebook, Frame
from newsframing.frames.regression import COLUMNS
from newsframing.pages import tell_regressions


def told(rows):
    """Give what the page asks of a report."""
    frames = tuple(
        Frame(name, label, "d", measurable_by="terms") for name, label in (("f", "A_b & c|d"), ("g", "Rare"))
    )
    return SimpleNamespace(
        settings={"hypotheses": []},
        stories=range(12),
        codebooks=[Codebook("c", "Costs & gains: 100%", "here", "multi", frames)],
        frame_labels={("c", frame.id): frame.label for frame in frames},
        table=lambda name: {"frame_regression": rows}[name],
    )


def row(frame, term, level, reference, effect, why=None):
    numbers = (effect, 4.25, effect - 8.5, effect + 8.5) if effect is not None else (None,) * 4
    return ("c", frame, "dictionary", term, level, reference, 90, 30, 88, *numbers, why)


def made():
    rows = [
        row("f", "outlet", "b_1.example", "a.example", -3.24),
        row("f", "n_words", "twice the words", None, 12.06),
        row("f", "agency", "credits an agency", "credits none", None, "fewer than 20 stories on a side"),
        row("g", "outlet", "b_1.example", "a.example", None, "fewer than 10 stories with the frame or without it"),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_effects_are_shown_with_intervals_and_lead_to_their_cells():
    page = tell_regressions.tables(told(made())).page
    cell = "frame_regression.csv#c,f,dictionary,outlet,b_1.example/effect"
    assert f'<data value="-3.24" data-cell="{cell}">−3.2</data>' in page.replace("b%5F1", "b_1")
    assert "+12.1" in page
    assert "A_b &amp; c|d" in page
    assert "Rare" not in page  # nothing could be estimated of it
    assert "agency" not in page.split("<tbody>")[1]


def test_latex_and_markdown_escape_what_comes_from_outside():
    pasted = tell_regressions.tables(told(made()))
    assert r"A\_b \& c|d" in pasted.latex
    assert r"Costs \& gains: 100\%" in pasted.latex
    assert r"Outlet: b\_1.example (against a.example) & $-$3.2 (4.2) \\" in pasted.latex
    for opened, closed in (("\\begin{table}", "\\end{table}"), ("\\begin{tabular}", "\\end{tabular}"), ("{", "}")):
        assert pasted.latex.count(opened) == pasted.latex.count(closed) > 0
    assert r"| | A_b & c\|d |" in pasted.markdown
    assert "| Length: twice the words | +12.1 (4.2) |" in pasted.markdown


def test_a_study_too_small_says_so():
    pasted = tell_regressions.tables(told(made().iloc[:0]))
    assert "takes 60 stories" in pasted.page
    assert pasted.latex.startswith("% ")
    assert "12 stories" in pasted.markdown
