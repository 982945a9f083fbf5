"""The way of codes: drawn, filled in by simulated coders (called human), returned, weighed, a verdict and back."""

from dataclasses import replace

import numpy as np
import pytest
from test_evidence_hypotheses import GROUPS, planted

from newsframing.coding.gold import codes_table, gold_table
from newsframing.coding.plans import Plan
from newsframing.coding.returned import read_drawn
from newsframing.coding.tying import Articles
from newsframing.evidence.agreeing import agreement_of, with_changes
from newsframing.evidence.drawing import draw_articles
from newsframing.evidence.handing import rows_of
from newsframing.evidence.hypotheses import finding
from newsframing.evidence.response import missing_table
from newsframing.evidence.verdicts import decide
from newsframing.frames.codebook import Codebook, Frame
from newsframing.sheets import write_sheet

FRAMES = ["force", "talks", "aid"]
BOOKS = {"remedies": Codebook("remedies", "R", "", "multi", tuple(Frame(name, name, "Is.") for name in FRAMES))}
CODERS = ("ab", "cd")


@pytest.fixture(scope="module")
def study():
    tables, truth = planted()
    scores = tables.scores.pivot(index="article_id", columns="frame", values="share").loc[tables.articles["article_id"]]
    table = draw_articles(tables.articles, scores.to_numpy(), {}, "s", "main", 260, CODERS, 150)
    plan = Plan("s", "main", "article", "all", {"remedies": "then"}, {"remedies": FRAMES}, CODERS, 150, (), 1, table)
    return tables, truth.set_index("article_id"), plan


def returned(study, folder, slips=0.02, lost=0):
    """Let two simulated coders fill in their sheets with some slips and hand them in; give their codes."""
    tables, truth, plan = study
    rng, codes = np.random.default_rng(5), []
    for coder in CODERS:
        rows, fields = rows_of(plan, coder, tables.articles, True)
        for frame in FRAMES:
            real = rows["article_id"].map(truth[frame]).to_numpy()
            given = np.where(rng.random(len(rows)) < slips, 1 - real, real)
            rows[f"remedies.{frame}"] = given.astype(str)
            rows.loc[: lost - 1, f"remedies.{frame}"] = ""
        write_sheet(rows, fields, "t", [], folder / f"back_{coder}")
        file = folder / f"back_{coder}.xlsx"
        codes += read_drawn(file, file.name, {"main": plan}, BOOKS, {}) or []
    return codes_table(codes, Articles(tables.articles.assign(key=None)))[0]


def verdict(study, codes, today="then"):
    tables, _, plan = study
    agreed = with_changes(agreement_of(codes, {"main": plan}, {}, 100, 1), {"remedies": today})
    material = replace(tables, gold=gold_table(codes), design=plan.articles).material("keep_one")
    found = finding(GROUPS, material, agreed)
    return found, decide(found, found.p)[0]


def test_sheets_of_two_people_open_a_verdict_and_their_loss_closes_it(study, tmp_path):
    tables, truth, _ = study
    assert decide(found := finding(GROUPS, tables.material("keep_one")), found.p)[0] == "unvalidated"
    codes = returned(study, tmp_path)
    found, state = verdict(study, codes)
    assert state == "supported"
    assert found.estimator == "dictionary corrected by codes"
    one = tables.articles["outlet"].to_numpy() == "a.example"
    real = truth["force"].to_numpy()
    assert found.low < real[one].mean() - real[~one].mean() < found.high
    assert verdict(study, codes, today="now")[1] == "unvalidated"
    assert verdict(study, codes.assign(kind="author"))[1] == "unvalidated"
    assert verdict(study, codes[codes["coder"] == "ab"])[1] == "unvalidated"


def test_lost_codes_are_counted_and_the_verdict_stands(study, tmp_path):
    whole, _ = verdict(study, returned(study, tmp_path))
    codes = returned(study, tmp_path, lost=15)
    missing = missing_table(codes, {"main": study[2]})
    assert set(missing["n_missing"]) == {15}
    found, state = verdict(study, codes)
    assert state == "supported"
    assert whole.n_coded - 30 <= found.n_coded < whole.n_coded
