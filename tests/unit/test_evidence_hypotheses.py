"""Planted tables: 400 stories of two outlets, two frames, a word list that errs, people who code."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from newsframing.evidence.agreement import agreement_table
from newsframing.evidence.hypotheses import finding
from newsframing.evidence.quotes import sentences_for_and_against
from newsframing.evidence.robustness import Tables, agreeing_share, robustness, term_groups, without_terms
from newsframing.evidence.verdicts import decide

N = 400
PAIRED = {
    "id": "h1",
    "claim": "force more than talks",
    "compare": {"frame": "force", "codebook": "remedies", "with": {"frame": ["talks", "aid"]}},
    "expect": "greater",
    "smallest_effect": 0.1,
}
GROUPS = {
    "id": "h2",
    "claim": "one outlet more than the other",
    "compare": {"frame": "force", "codebook": "remedies", "between": {"outlet": [["a.example"], ["b.example"]]}},
    "expect": "greater",
    "smallest_effect": 0.1,
}
#: shares planted by frame and outlet
SHARES = {"force": (0.6, 0.3), "talks": (0.15, 0.15), "aid": (0.1, 0.1)}


def planted(seed: int = 1) -> tuple[Tables, pd.DataFrame]:
    """Give the tables of a study and the truth: (article_id, one column a frame)."""
    rng = np.random.default_rng(seed)
    ids = [f"{i:016x}" for i in range(N)]
    outlet = np.where(np.arange(N) % 2 == 0, "a.example", "b.example")
    articles = pd.DataFrame({"article_id": ids, "outlet": outlet}).assign(
        role="counted", focus=True, is_copy=False, cluster_id=ids, published="2017-03-01", title="Title", lead=None,
        body="Troops moved. Talks failed.", n_words=rng.integers(50, 900, N), genre="news", agency=None, url=None,
    )  # fmt: skip
    articles.loc[articles.index >= 200, "published"] = "2017-03-20"
    truth = pd.DataFrame({"article_id": ids})
    rows, found = [], []
    for frame, (one, other) in SHARES.items():
        truth[frame] = (rng.random(N) < np.where(outlet == "a.example", one, other)).astype(int)
        # the word list misses a third and marks a tenth of the others
        marked = np.where(truth[frame] == 1, rng.random(N) < 0.67, rng.random(N) < 0.1).astype("int8")
        rows.append(pd.DataFrame({"article_id": ids, "codebook": "remedies", "frame": frame, "method": "dictionary",
                                  "present": marked, "share": marked * 0.5, "n_sentences": marked}))  # fmt: skip
        hits = articles.loc[marked == 1, ["article_id"]].assign(
            field="body", codebook="remedies", frame=frame, sentence=0, start=0, end=6, speaker=None
        )
        found.append(hits.assign(term=np.where(np.arange(len(hits)) % 4 == 0, "troop*", "bombard*")))
    return Tables(articles, pd.concat(rows, ignore_index=True), pd.concat(found, ignore_index=True)), truth


def coded(truth: pd.DataFrame, n: int = 300, kind: str = "human", error: float = 0.03) -> pd.DataFrame:
    """Let two coders code the first articles of a seeded order; give codes with items."""
    rng = np.random.default_rng(7)
    drawn = truth.iloc[rng.permutation(len(truth))[:n]]
    rows = []
    for coder in ("ab", "cd"):
        for frame in SHARES:
            values = np.where(rng.random(n) < error, 1 - drawn[frame], drawn[frame])
            rows.append(pd.DataFrame({"article_id": drawn["article_id"], "frame": frame, "present": values}).assign(
                coder=coder, kind=kind, codebook="remedies", unit="article", wave="main"))  # fmt: skip
    table = pd.concat(rows, ignore_index=True)
    return table.assign(item=table["article_id"])


def gold_of(codes: pd.DataFrame) -> pd.DataFrame:
    votes = codes.groupby(["article_id", "codebook", "frame", "kind"], as_index=False)["present"].mean()
    return votes.assign(present=votes["present"].map({0.0: 0, 1.0: 1}).astype("Int8"))


def test_without_codes_two_word_lists_are_not_compared_and_groups_get_no_answer() -> None:
    material = planted()[0].material("keep_one")
    paired, groups = finding(PAIRED, material), finding(GROUPS, material)
    assert decide(paired, paired.p)[0] == "not_testable"
    assert "word lists" in decide(paired, paired.p)[1]
    assert decide(groups, groups.p)[0] == "unvalidated"
    assert groups.low < groups.estimate < groups.high
    assert groups.estimator == "dictionary, uncorrected"


def test_codes_of_people_open_the_verdict_and_their_loss_closes_it() -> None:
    tables, truth = planted()
    codes = coded(truth)
    agreed = agreement_table(codes)
    material = replace(tables, gold=gold_of(codes)).material("keep_one")
    for hypothesis, real in ((PAIRED, 0.45 - (1 - 0.85 * 0.9)), (GROUPS, 0.3)):
        found = finding(hypothesis, material, agreed)
        assert decide(found, found.p)[0] == "supported", hypothesis["id"]
        assert found.low < real < found.high
        assert found.n_coded >= 250
        assert found.estimator == "dictionary corrected by codes"
    models = coded(truth, kind="model")
    without = replace(tables, gold=gold_of(models)).material("keep_one")
    closed = finding(GROUPS, without, agreement_table(models))
    assert decide(closed, closed.p)[0] == "unvalidated"


@pytest.mark.parametrize(
    ("n", "error", "why"),
    [(40, 0.0, "coded twice"), (300, 0.4, "alpha of"), (300, 0.08, "tentative")],
)
def test_the_gate_asks_for_agreement(n: int, error: float, why: str) -> None:
    tables, truth = planted()
    codes = coded(truth, n, error=error)
    found = finding(GROUPS, replace(tables, gold=gold_of(codes)).material("keep_one"), agreement_table(codes))
    assert why in (found.unvalidated or found.reliability)
    assert bool(found.unvalidated) == (why != "tentative")


def test_few_articles_on_a_side_and_a_frame_without_a_measure_cannot_be_tested() -> None:
    tables, _ = planted()
    few = replace(tables, articles=tables.articles.assign(focus=tables.articles.index < 12)).material("keep_one")
    assert "it takes 10" in finding(GROUPS, few).blocked
    nobody = {**GROUPS, "compare": {**GROUPS["compare"], "between": {"outlet": [["a.example"], ["c.example"]]}}}
    assert finding(nobody, tables.material("keep_one")).blocked
    unknown = {**GROUPS, "compare": {**GROUPS["compare"], "frame": "border_control"}}
    assert "'border_control'" in finding(unknown, tables.material("keep_one")).blocked
    voices = {**GROUPS, "compare": {**GROUPS["compare"], "between": {"speaker": [["state_military"], ["civilian"]]}}}
    assert "it takes 30" in finding(voices, tables.material("keep_one")).blocked


def test_before_and_after_an_event_and_only_where_a_frame_is() -> None:
    material = planted()[0].material("keep_one")
    event = {**GROUPS, "compare": {"frame": "force", "codebook": "remedies", "before_after": "fall"}}
    found = finding(event, material, events={"fall": "2017-03-10"})
    assert found.n == N
    assert abs(found.estimate) < 0.15
    where = {**PAIRED, "compare": {**PAIRED["compare"], "where": {"frame": "talks", "codebook": "remedies"}}}
    assert finding(where, material).n == int(material.present["dictionary", "remedies", "talks"].sum())


def test_speakers_are_compared_in_the_same_articles() -> None:
    tables, _ = planted()
    speaker = np.where(np.arange(len(tables.evidence)) % 3 == 0, "civilian", "state_military")
    voiced = replace(tables, evidence=tables.evidence.assign(speaker=speaker)).material("keep_one")
    voices = {**GROUPS, "compare": {**GROUPS["compare"], "between": {"speaker": [["state_military"], ["civilian"]]}}}
    found = finding(voices, voiced)
    assert not found.blocked
    assert found.estimate > 0.1


def test_adjusting_for_what_does_not_matter_changes_little() -> None:
    material = planted()[0].material("keep_one")
    plain, held = finding(GROUPS, material), finding({**GROUPS, "adjust": ["n_words", "genre"]}, material)
    assert held.estimate == pytest.approx(plain.estimate, abs=0.03)
    assert held.estimator.endswith("adjusted for n_words, genre")


def test_the_grid_counts_each_specification_once_and_its_own_first() -> None:
    tables, _ = planted()
    grid = {"focus_at_least": [1, 2], "duplicates": ["keep_one", "keep_all"], "measure": ["dictionary", "classifier"],
            "codebook": "drop_one"}  # fmt: skip
    focus = {"any": ["troops", "talks"], "at_least": 1}
    table = robustness([PAIRED, GROUPS], tables, grid, focus)
    own = table[table["id"] == "h1"]
    assert own.iloc[0][["focus_at_least", "duplicates", "codebook"]].tolist() == ["1", "keep_one", "whole"]
    # there are no copies, every text mentions both words, and a classifier is not at hand: only terms move it
    assert own["codebook"].str.startswith(("whole", "without")).all()
    assert len(own) == len(own.drop_duplicates("estimate")) > 2
    assert set(agreeing_share(table)) == {"h1", "h2"}


def test_terms_fall_into_groups_and_can_be_left_out() -> None:
    material = planted()[0].material("keep_one")
    assert term_groups(material.evidence, "remedies", ["force"]) == ["bombard", "troop"]
    less = without_terms(material, "remedies", ("force",), "bombard")
    before, after = (m.present["dictionary", "remedies", "force"].sum() for m in (material, less))
    assert after == pytest.approx(before / 4, abs=1)


def test_sentences_of_both_sides_are_quoted_within_the_budget() -> None:
    material = planted()[0].material("keep_one")
    quoted = sentences_for_and_against([PAIRED, GROUPS], material)
    assert set(quoted["side"]) == {"first", "second"}
    assert quoted.groupby(["id", "side"]).size().max() <= 3
    second = quoted[(quoted["id"] == "h2") & (quoted["side"] == "second")]
    assert set(second["outlet"]) <= {"b.example"}
