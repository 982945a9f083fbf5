"""Claims that are only described, what would change a verdict, and intervals over events."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_evidence_hypotheses import GROUPS, PAIRED, coded, gold_of, planted

from newsframing.coding.plans import Plan
from newsframing.evidence.agreeing import of_sides, unchanged
from newsframing.evidence.agreement import agreement_table
from newsframing.evidence.balance import balance
from newsframing.evidence.groups import EVENTS, independent
from newsframing.evidence.hypotheses import finding, sides_of
from newsframing.evidence.needs import ALL, needs, with_needs
from newsframing.evidence.prevalence import every_prevalence
from newsframing.evidence.quotes import sentences_for_and_against
from newsframing.evidence.verdicts import decide, verdicts_table

SINGLE = {
    "id": "d1",
    "claim": "force is there",
    "describe": True,
    "compare": {"frame": "force", "codebook": "remedies"},
}
SIDES = {**SINGLE, "id": "d2", "compare": {**SINGLE["compare"], "with": {"frame": "talks"}}}
SPOKEN = {**GROUPS, "compare": {**GROUPS["compare"], "between": {"speaker": [["state_military"], ["civilian"]]}}}
FRAMES = {"remedies": 7}


def small(n: int = 16):
    tables, _ = planted()
    return replace(tables, articles=tables.articles.assign(focus=tables.articles.index < n)).material("keep_one")


def test_a_described_claim_has_a_share_and_neither_p_nor_interval_where_stories_are_few() -> None:
    material = small()
    for claim in (SINGLE, SIDES):
        found = finding(claim, material)
        assert found.quantity == "share"
        assert found.estimate == pytest.approx(material.present["dictionary", "remedies", "force"].mean())
        assert np.isnan([found.low, found.high, found.p]).all()
        state, why = decide(found, found.p)
        assert state == "not_testable"
        assert why.startswith("This is described, not tested: 16 stories are too few")
    wide = finding(SINGLE, planted()[0].material("keep_one"))
    assert wide.low < wide.estimate < wide.high


def test_every_sentence_of_a_described_claim_is_listed_and_no_article_is_quoted_beyond_its_limit() -> None:
    tables, _ = planted()
    articles = tables.articles.assign(
        focus=tables.articles.index < 16,
        body="Troops moved at dawn on the town. Troops came back by night with guns. Troops left again in the morning.",
    )
    ids = articles.loc[articles["focus"], "article_id"]
    spans = [(0, 6), (34, 40), (74, 80)]
    rows = [
        {"article_id": i, "field": "body", "codebook": "remedies", "frame": "force", "sentence": number, "start": start,
         "end": end, "term": "troops", "speaker": "civilian"}
        for i in ids for number, (start, end) in enumerate(spans)
    ]  # fmt: skip
    material = replace(tables, articles=articles, evidence=pd.DataFrame(rows)).material("keep_one")
    listed = sentences_for_and_against([PAIRED, SINGLE], material, described={"d1"})
    own = listed[listed["id"] == "d1"]
    assert len(own) == 3 * len(ids)
    assert set(own["speaker"]) == {"civilian"}
    words = listed.dropna(subset=["quote"]).drop_duplicates(["article_id", "quote"])
    per_article = words.groupby("article_id")["quote"].agg(["size", lambda q: sum(len(t.split()) for t in q)])
    assert per_article["size"].max() <= 2
    assert per_article.iloc[:, 1].max() <= 50
    assert own["quote"].isna().any()


def test_a_reason_names_the_codes_and_hours_that_it_would_take() -> None:
    material = planted()[0].material("keep_one")
    claims = [PAIRED, GROUPS]
    findings = [finding(claim, material) for claim in claims]
    table = needs(findings, claims, material, FRAMES, "s").set_index("id")
    assert set(table["lack"]) == {"codes"}
    # 400 stories are more than are coded whole: a half-width of 5 points of a share of .30 is aimed at
    assert table.loc["h1", "n_codes_needed"] == 323
    assert table.loc["h1", "n_each"] == 100 + 112
    words = material.articles["n_words"].mean()
    assert table.loc["h1", "hours_each"] == pytest.approx(212 * (words / 200 + 7 * 0.2) / 60)
    assert table.loc[ALL, "command"] == "make sheets STUDY=s"
    told = verdicts_table(with_needs(findings, table.reset_index()))
    assert told["why"].str.contains("two people who code 323 of the 400 stories").all()


def test_few_stories_or_voices_say_how_many_it_would_take() -> None:
    tables, _ = planted()
    few = replace(tables, articles=tables.articles.assign(focus=tables.articles.index < 12)).material("keep_one")
    for claim, wanted in ((GROUPS, 20), (SINGLE, 97)):
        found = [finding(claim, few)]
        assert needs(found, [claim], few, FRAMES, "s").loc[0, "n_stories_needed"] == wanted
    speaker = np.where(np.arange(len(tables.evidence)) < 8, "civilian", "journalist")
    voices = replace(tables, evidence=tables.evidence.assign(speaker=speaker)).material("keep_one")
    found = finding(SPOKEN, voices)
    assert found.lack == "voices"
    assert (found.unit, found.n, found.n_clusters) == ("sentences", 8, 8)
    assert found.estimate == -1.0
    assert np.isnan(found.low)
    table = needs([found], [SPOKEN], voices, FRAMES, "s")
    assert table.loc[0, "n_stories_needed"] == 400 * 30 / 8


def test_voiced_sentences_are_compared_over_articles() -> None:
    tables, _ = planted()
    evidence = tables.evidence[tables.evidence["frame"] == "force"].reset_index(drop=True)
    # an article that says it ten times is one article
    speaker = np.where(np.arange(len(evidence)) % 4 == 0, "civilian", "state_military")
    once = replace(tables, evidence=evidence.assign(speaker=speaker)).material("keep_one")
    repeated = pd.concat([evidence.assign(speaker=speaker, sentence=number) for number in range(10)])
    often = replace(tables, evidence=repeated).material("keep_one")
    one, ten = finding(SPOKEN, once), finding(SPOKEN, often)
    assert one.estimate == pytest.approx(ten.estimate) == pytest.approx(0.5, abs=0.02)
    assert (one.low, one.high) == pytest.approx((ten.low, ten.high))
    assert decide(one, one.p)[0] == "unvalidated"
    assert "who speaks is told by rules" in one.unvalidated


def test_from_twenty_events_on_the_reports_of_one_event_are_one_cluster() -> None:
    articles = pd.DataFrame({"article_id": [f"a{i:03d}" for i in range(100)], "cluster_id": None})
    articles.loc[:1, "cluster_id"] = "copies"
    few = articles.assign(event_id=[f"e{i % (EVENTS - 1)}" if i < 60 else None for i in range(100)])
    assert independent(few).nunique() == 99
    many = articles.assign(event_id=[f"e{i % EVENTS}" if 0 < i < 60 else None for i in range(100)])
    clusters = independent(many)
    assert clusters.nunique() == EVENTS + 40
    # the copy goes where its original goes
    assert clusters.iloc[0] == clusters.iloc[1] == "event e1"


def test_intervals_are_wider_over_events_than_over_stories() -> None:
    tables, truth = planted()
    codes = coded(truth)
    by_story = replace(tables, gold=gold_of(codes))
    # stories of an event are alike: those with the frame share events
    order = truth["force"].to_numpy() * 10 + np.arange(len(truth)) % 10
    events = replace(by_story, articles=tables.articles.assign(event_id=[f"e{number}" for number in order]))
    agreed = agreement_table(codes)
    one, two = (finding(GROUPS, each.material("keep_one"), agreed) for each in (by_story, events))
    assert two.n_clusters == EVENTS < one.n_clusters
    assert two.high - two.low != pytest.approx(one.high - one.low)


def test_corrected_shares_use_the_probabilities_of_the_draw() -> None:
    tables, truth = planted()
    truth = truth.set_index("article_id")
    ids = tables.articles["article_id"]
    chance = np.where(truth.loc[ids, "force"] == 1, 0.8, 0.2)  # those with the frame come four times as often
    taken = np.random.default_rng(3).random(len(ids)) < chance
    plan = pd.DataFrame({"article_id": ids, "stratum": "one", "probability": chance, "drawn": taken.astype(int)})
    gold = pd.DataFrame({
        "article_id": ids[taken], "codebook": "remedies", "frame": "force", "kind": "human",
        "present": truth.loc[ids[taken], "force"].astype("Int8").to_numpy(),
    })  # fmt: skip
    real = truth["force"].mean()

    def share(design: pd.DataFrame | None) -> pd.Series:
        table = every_prevalence(tables.articles, tables.scores, gold=gold, draws=50, design=design)
        return table[(table["corrected"] == 1) & (table["group"] == "all")].iloc[0]

    weighted, alike = share(plan), share(None)
    assert weighted["low"] < real < weighted["high"]
    assert alike["low"] > real


def test_what_is_held_constant_is_shown_for_both_groups() -> None:
    tables, _ = planted()
    theatre = np.where(tables.articles.index % 4 == 0, "north", "south")
    material = replace(tables, articles=tables.articles.assign(theatre=theatre)).material("keep_one")
    claim = {**GROUPS, "adjust": ["n_words", "genre", "theatre"]}
    table = balance([PAIRED, claim], material).set_index(["held", "value"])
    assert set(table["id"]) == {"h2"}
    assert table.loc[("theatre", "north"), ["share_first", "share_second"]].tolist() == [0.5, 0.0]
    one = material.articles[material.articles["outlet"] == "a.example"]
    assert table.loc[("n_words", "mean"), "share_first"] == pytest.approx(one["n_words"].mean())
    held, plain = finding(claim, material), finding(GROUPS, material)
    assert held.unadjusted == plain.estimate
    assert np.isnan(plain.unadjusted)


def test_adjusting_for_theatre_takes_out_what_theatres_explain() -> None:
    tables, truth = planted()
    # all stories with the frame are of one theatre, which one outlet covers more
    theatre = np.where(truth["force"] == 1, "north", "south")
    marked = tables.scores["frame"].eq("force")
    present = tables.scores["present"].mask(marked, tables.scores["article_id"].map(
        dict(zip(truth["article_id"], truth["force"], strict=True))))  # fmt: skip
    changed = replace(
        tables, articles=tables.articles.assign(theatre=theatre), scores=tables.scores.assign(present=present)
    )
    held = finding({**GROUPS, "adjust": ["theatre"]}, changed.material("keep_one"))
    assert held.unadjusted > 0.2
    assert abs(held.estimate) < 1e-9


def test_few_outlets_do_not_stand_for_their_kind_and_many_are_the_clusters() -> None:
    tables, _ = planted()
    kind = np.where(tables.articles["outlet"] == "a.example", "public", "commercial")
    claim = {**GROUPS, "compare": {"frame": "force", "codebook": "remedies",
                                   "between": {"outlet_kind": [["public"], ["commercial"]]}}}  # fmt: skip
    few = finding(claim, replace(tables, articles=tables.articles.assign(outlet_kind=kind)).material("keep_one"))
    assert decide(few, few.p)[0] == "not_testable"
    assert "outlets are named cases, and 1 and 1 of them" in few.blocked
    outlet = [f"{'p' if one == 'public' else 'c'}{number % 24 // 2}.example" for number, one in enumerate(kind)]
    many = finding(
        claim, replace(tables, articles=tables.articles.assign(outlet_kind=kind, outlet=outlet)).material("keep_one")
    )
    assert not many.blocked
    assert many.n_clusters == 24


def test_codes_of_a_codebook_that_has_changed_since_are_left_out() -> None:
    gold = pd.DataFrame({"codebook": ["a", "b"], "present": [1, 1]})
    plan = Plan("s", "main", "article", "all", {"a": "1", "b": "2"}, {}, ("ab",), 1, (), 1, pd.DataFrame())
    assert unchanged(gold, {"main": plan}, {"a": "1", "b": "changed"})["codebook"].tolist() == ["a"]
    assert len(unchanged(gold, {}, {"a": "x"})) == 2


def test_a_verdict_says_what_its_registration_makes_of_it() -> None:
    material = planted()[0].material("keep_one")
    found = finding(
        GROUPS, material, status="exploratory", registered="it was not registered", deviations="focus: changed"
    )
    row = verdicts_table([found]).iloc[0]
    assert (row["registered"], row["deviations"]) == ("it was not registered", "focus: changed")


def test_a_side_of_several_frames_rests_on_agreement_that_one_of_them_is_there() -> None:
    rows = [("a1", "ab", 1, 0), ("a1", "cd", 0, 1), ("a2", "ab", 0, 0), ("a2", "cd", 0, None), ("a3", "ab", 1, None)]
    codes = pd.DataFrame(
        [(article, coder, "b", frame, value) for article, coder, *given in rows
         for frame, value in zip(("f", "g"), given, strict=True)],
        columns=["article_id", "coder", "codebook", "frame", "present"],
    )  # fmt: skip
    found = of_sides(codes, [("b", ("f", "g")), ("b", ("f",)), ("b", ("f", "g"))])
    assert set(found["frame"]) == {"f or g"}
    given = found.set_index(["article_id", "coder"])["present"].to_dict()
    # where one is found the other does not matter; where none is found and one is open, it is open
    assert given == {("a1", "ab"): 1, ("a1", "cd"): 1, ("a2", "ab"): 0, ("a3", "ab"): 1}


def test_rare_frames_do_not_close_a_claim_on_any_of_them() -> None:
    tables, truth = planted()
    codes = coded(truth, n=80)
    material = replace(tables, gold=gold_of(codes)).material("keep_one")
    alone = agreement_table(codes)
    assert "it takes 60 and 10" in finding(PAIRED, material, alone).unvalidated  # nobody has ten of "aid"
    joint = pd.concat([alone, agreement_table(of_sides(codes, sides_of(PAIRED["compare"])))])
    assert finding(PAIRED, material, joint).unvalidated == ""
