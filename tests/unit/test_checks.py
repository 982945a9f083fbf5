import hashlib
from base64 import b64encode

import pandas as pd
import pytest

from newsframing.checks import (
    Untrue,
    articles_are_sound,
    codes_are_sound,
    evidence_is_sound,
    figures_are_described,
    flow_adds_up,
    intervals_are_sound,
    outside_loads,
    page_stands_alone,
    scores_are_sound,
    topics_are_sound,
)

FLOW = pd.DataFrame({"n_in": [10, 8], "n_removed": [2, 1], "n_out": [8, 7]})


def test_a_flow_adds_up_or_not():
    assert "10 records read = 7 kept + 3 removed" in flow_adds_up(FLOW, 7, 3)
    for change in ({"n_in": [10, 9]}, {"n_out": [8, 6]}, {"n_removed": [2, 2]}):
        with pytest.raises(Untrue):
            flow_adds_up(FLOW.assign(**change), 7, 3)
    for n_articles, n_excluded in ((6, 3), (7, 2)):
        with pytest.raises(Untrue):
            flow_adds_up(FLOW, n_articles, n_excluded)


def articles(**change):
    table = pd.DataFrame(
        {
            "article_id": ["0" * 16, "1" * 16],
            "published": ["2017-02-08", "2017-02-09"],
            "cluster_id": ["0" * 16, "0" * 16],
            "is_copy": [False, True],
            "title": ["Troops advance", None],
            "lead": [None, None],
            "body": ["More troops.", "Talks."],
        }
    )
    return table.assign(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"article_id": ["0" * 16, "0" * 16]},
        {"article_id": ["1" * 16, "0" * 16]},
        {"article_id": ["0" * 16, "x"]},
        {"published": ["2017-02-08", "2018-02-09"]},
        {"published": ["2017-02-08", None]},
        {"cluster_id": ["0" * 16, "2" * 16]},
        {"is_copy": [False, False]},
    ],
)
def test_articles_are_sound_or_not(change):
    window = {"from": "2017-02-07", "to": "2017-03-30"}
    assert "2 articles" in articles_are_sound(articles(), window)
    with pytest.raises(Untrue):
        articles_are_sound(articles(**change), window)


@pytest.mark.parametrize("row", [(1.2, 0.1, 0.9), (0.5, 0.6, 0.9), (0.5, 0.1, 0.4), (0.5, -0.1, 0.9)])
def test_intervals_hold_their_estimates(row):
    columns = ["estimate", "low", "high"]
    intervals_are_sound(pd.DataFrame([(0.5, 0.1, 0.9), (None, None, None)], columns=columns), "t")
    with pytest.raises(Untrue):
        intervals_are_sound(pd.DataFrame([row], columns=columns), "t")


def test_topics_make_up_the_whole():
    topics = pd.DataFrame({"prevalence": [0.4, 0.6]})
    search = pd.DataFrame({"k": [2, 2, 3]})
    choice = pd.DataFrame({"k": [2, 3], "chosen": [1, 0]})
    topics_are_sound(topics, search, choice)
    for args in (
        (topics * 0.9, search, choice),
        (topics, search, choice.assign(chosen=[0, 1])),
        (topics, search, choice.assign(chosen=1)),
        (topics, search[search["k"] == 2], choice),
    ):
        with pytest.raises(Untrue):
            topics_are_sound(*args)


EVIDENCE = pd.DataFrame(
    [("0" * 16, "title", "c", "military", 0, 6, "troop*"), ("0" * 16, "body", "c", "military", 5, 11, "troop*")],
    columns=["article_id", "field", "codebook", "frame", "start", "end", "term"],
)


def test_evidence_stands_where_it_says():
    assert "2 pieces" in evidence_is_sound(EVIDENCE, articles())
    for change in ({"start": [1, 5]}, {"field": ["lead", "body"]}):
        with pytest.raises(Untrue):
            evidence_is_sound(EVIDENCE.assign(**change), articles())


def test_scores_and_evidence_agree():
    scores = pd.DataFrame(
        [("0" * 16, "c", "military", 1, 1.0, 2), ("1" * 16, "c", "military", 0, 0.0, 0)],
        columns=["article_id", "codebook", "frame", "present", "share", "n_sentences"],
    )
    scores_are_sound(scores, EVIDENCE, articles())
    for change in ({"share": [1.1, 0]}, {"present": [0, 0]}, {"n_sentences": [0, 0]}):
        with pytest.raises(Untrue):
            scores_are_sound(scores.assign(**change), EVIDENCE, articles())
    with pytest.raises(Untrue):
        scores_are_sound(scores.iloc[:1], EVIDENCE, articles())


def test_figures_have_files_and_texts():
    table = pd.DataFrame({"file": ["a.svg"], "title": ["Flow"], "alt": ["Of 10 records 7 are kept, 3 removed"]})
    figures_are_described(table, ["a.svg"])
    for change, files in (({}, []), ({"alt": [None]}, ["a.svg"]), ({"title": [""]}, ["a.svg"])):
        with pytest.raises(Untrue):
            figures_are_described(table.assign(**change), files)


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://x.example/a.js"></script>',
        '<link rel="stylesheet" href="style.css">',
        '<img src="//x.example/a.png" alt="a">',
        "<style>@import 'a.css'; p { color: red }</style>",
        '<p style="background: url(http://x.example/a.png)">a</p>',
        '<object data="a.svg"></object>',
        '<img srcset="a.png 2x" src="data:x" alt="a">',
    ],
)
def test_outside_loads_are_found(html):
    assert outside_loads(html)
    with pytest.raises(Untrue):
        page_stands_alone(html, "page")


def test_a_page_that_stands_alone():
    page_stands_alone('<a href="https://x.example">x</a><img src="data:image/png;base64,x" alt="x">', "page")
    with pytest.raises(Untrue, match="alternative"):
        page_stands_alone('<img src="data:x">', "page")
    with pytest.raises(Untrue, match="script"):
        page_stands_alone("<script>1</script>", "page")
    with pytest.raises(Untrue, match="script"):
        page_stands_alone('<p onclick="x()">x</p>', "page")
    with pytest.raises(Untrue, match="script"):
        page_stands_alone('<a href=" JavaScript:x()">x</a>', "page")


def test_a_page_runs_only_the_script_that_its_policy_names():
    digest = b64encode(hashlib.sha256(b"1 < 2;").digest()).decode()
    policy = f'<meta http-equiv="Content-Security-Policy" content="script-src \'sha256-{digest}\'">'
    page_stands_alone(f"{policy}<script>1 < 2;</script>", "page")
    with pytest.raises(Untrue, match="policy"):
        page_stands_alone(f"{policy}<script>1 < 3;</script>", "page")
    with pytest.raises(Untrue, match="policy"):
        page_stands_alone(f"<script>1 < 2;</script>{policy.replace(digest, 'x')}{policy}", "page")


@pytest.mark.parametrize(
    "change",
    [
        ("agreement", "alpha", 1.5),
        ("agreement", "n_present", 9),
        ("agreement", "alpha_low", 0.95),
        ("design", "probability", 0.0),
        ("design", "codes", 2.0),
    ],
)
def test_codes_are_sound_or_not(change):
    agreement = pd.DataFrame({"alpha": [0.8], "alpha_low": [0.6], "alpha_high": [0.9], "n": [9], "n_both": [8]})
    agreement["n_present"] = 4
    design = pd.DataFrame({"codebook": "m", "frame": "f", "article_id": ["1", "2"], "codes": [1.0, None]})
    design["probability"] = [0.5, None]
    tables = {"agreement": agreement, "design": design}
    assert "1 codes" in codes_are_sound(agreement, design)
    table, column, value = change
    tables[table].loc[0, column] = value
    with pytest.raises(Untrue):
        codes_are_sound(**tables)
