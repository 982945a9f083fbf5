"""Prevalence with codes: every method has rows, corrected ones stand beside them and hold what people coded."""

import numpy as np
import pandas as pd
import pytest

from newsframing.evidence.prevalence import CODED, PRESENT, every_prevalence
from newsframing.figures import frames as figures
from newsframing.figures.palette import RULE
from newsframing.frames.prevalence import COLUMNS, prevalence, to_show

N = 600


def study(coded=300, share=0.4, seed=3):
    """Make articles of which a method marks too many, and codes for some of them."""
    rng = np.random.default_rng(seed)
    ids = [f"{n:016x}" for n in range(N)]
    truth = (rng.random(N) < share).astype(int)
    marks = np.where(rng.random(N) < 0.3, 1, truth)
    articles = pd.DataFrame({"article_id": ids, "outlet": ["a.example", "b.example"] * (N // 2)})
    articles = articles.assign(role="counted", focus=True, is_copy=False, cluster_id=None, published="2020-01-02")
    about = {"codebook": "c", "frame": "f"}
    scores = pd.DataFrame({"article_id": ids, "present": marks}).assign(**about, method="dictionary")
    predictions = pd.DataFrame({"article_id": ids, "present": truth, "score": 0.8 * truth + 0.1})
    predictions = predictions.assign(**about, method="classifier", out_of_fold=1)
    gold = pd.DataFrame({"article_id": ids[:coded], "present": truth[:coded]}).assign(**about, kind="human")
    return articles, scores, predictions, gold, truth


def test_without_codes_nothing_changes():
    articles, scores, *_ = study()
    pd.testing.assert_frame_equal(every_prevalence(articles, scores, draws=50), prevalence(scores, articles, draws=50))


def test_corrected_rows_hold_what_a_biased_method_misses():
    articles, scores, predictions, gold, truth = study()
    table = every_prevalence(articles, scores, predictions, gold, draws=100)
    assert list(table.columns) == COLUMNS
    whole = table[table["group"] == "all"].set_index(["method", "corrected"])
    assert set(whole.index) == {(m, c) for m in ("dictionary", "classifier") for c in (0, 1)}
    plain, mended = whole.loc[("dictionary", 0)], whole.loc[("dictionary", 1)]
    assert plain["low"] > truth.mean()  # the method marks too many
    assert mended["low"] <= truth.mean() <= mended["high"]
    assert abs(mended["estimate"] - truth.mean()) < abs(plain["estimate"] - truth.mean()) / 2
    assert table["estimate"].between(0, 1).all() and (table["low"] <= table["estimate"]).all()
    assert set(table.loc[(table["corrected"] == 1) & (table["group"] == "outlet"), "value"]) == {
        "a.example",
        "b.example",
    }


@pytest.mark.parametrize(("coded", "share"), [(2 * CODED - 4, 0.4), (2 * CODED + 20, 0.02)])
def test_an_outlet_with_few_codes_has_no_corrected_row(coded, share):
    articles, scores, predictions, gold, truth = study(coded, share)
    assert coded < 2 * CODED or truth[:coded].sum() < PRESENT
    table = every_prevalence(articles, scores, predictions, gold, draws=50)
    groups = set(table.loc[table["corrected"] == 1, "group"])
    assert "all" in groups and "outlet" not in groups


def test_reports_show_one_measure_a_codebook():
    articles, scores, predictions, gold, _ = study()
    other = pd.concat([scores, scores.assign(codebook="d", frame="g")])
    shown, beside = to_show(every_prevalence(articles, other, predictions, gold, draws=50))
    whole = shown[shown["group"] == "all"].set_index("codebook")
    assert whole.loc["c", ["method", "corrected"]].tolist() == ["classifier", 1]
    assert whole.loc["d", ["method", "corrected"]].tolist() == ["dictionary", 0]
    assert not shown.duplicated(["codebook", "frame", "group", "value"]).any()
    assert set(beside["codebook"]) == {"c"} and set(beside["corrected"]) == {0}
    shown, beside = to_show(every_prevalence(articles, scores, draws=50))
    assert set(shown["corrected"]) == {0} and beside.empty


def test_the_figure_draws_the_uncorrected_in_grey_and_says_so():
    articles, scores, predictions, gold, _ = study()
    shown, beside = to_show(every_prevalence(articles, scores, predictions, gold, draws=50))
    chart = figures.prevalence(shown, beside=beside)
    texts = " ".join(t.get_text() for t in chart.figure.findobj(match=lambda o: hasattr(o, "get_text")))
    assert "Grey" in texts and "corrected" in texts
    greys = [line for ax in chart.figure.axes for line in ax.lines if line.get_color() == RULE]
    assert greys and "uncorrected" in chart.alt
    assert "Grey" not in " ".join(
        t.get_text()
        for t in figures.prevalence(shown.assign(corrected=0)).figure.findobj(match=lambda o: hasattr(o, "get_text"))
    )


def test_codes_of_models_correct_nothing_and_a_silent_method_has_no_rows():
    articles, scores, predictions, gold, _ = study()
    table = every_prevalence(articles, scores, predictions.iloc[:50], gold.assign(kind="model"), draws=50)
    assert set(table["corrected"]) == {0} and set(table["method"]) == {"dictionary"}
