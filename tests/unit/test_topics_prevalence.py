"""Prevalence: cells counted by hand, copies kept once or all, periods with too few stories not drawn."""

import numpy as np
import pandas as pd
import pytest
from planted import planted

from newsframing.tokens import build_matrix
from newsframing.topics import search_k, topic_prevalence
from newsframing.topics.prevalence import PREVALENCE_COLUMNS, choose_periods, why_not_drawn


@pytest.fixture(scope="module")
def found():
    articles = planted(n_docs=120, k=3)[0]
    articles.loc[7, "body"] = None
    articles.loc[8, "is_copy"] = True
    articles.loc[8, "cluster_id"] = articles.loc[9, "article_id"]
    matrix = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9)
    return articles, matrix, search_k(matrix, 3, seeds=1, resamples=0)


def test_prevalence_by_hand(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, articles)
    assert list(table.columns) == PREVALENCE_COLUMNS
    once = table[table["copies"] == "keep_one"]
    assert sorted(set(zip(once["group"], once["value"], strict=True))) == [
        ("all", "all"), ("focus", "in"), ("focus", "out"), ("outlet", "o0.org"), ("outlet", "o1.org"),
        ("outlet", "o2.org"),
    ]  # fmt: skip
    # one copy and one article without a word are not counted
    assert once.loc[once["group"] == "all", "n"].tolist() == [118] * 3
    assert once.loc[once["group"] == "all", "n_outlets"].tolist() == [3] * 3
    rows = [i for i in range(120) if i % 3 == 1 and i not in (7, 8)]
    cell = once[once["value"] == "o1.org"]
    assert cell["n"].tolist() == [len(rows)] * 3
    assert cell["estimate"].to_numpy() == pytest.approx(model.doc_topic[rows].mean(axis=0))
    assert (table["low"] <= table["estimate"]).all() and (table["estimate"] <= table["high"]).all()


def test_copies_kept_count_in_the_estimate_and_not_as_stories(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, articles, groups=())
    every = table[table["copies"] == "keep_all"]
    assert every["n"].tolist() == [119] * 3 and every["n_clusters"].tolist() == [118] * 3
    rows = [i for i in range(120) if i != 7]
    assert every["estimate"].to_numpy() == pytest.approx(model.doc_topic[rows].mean(axis=0))
    assert table.loc[table["copies"] == "keep_one", "n"].tolist() == [118] * 3


def test_another_study_counts_its_own_articles(found):
    articles, matrix, model = found
    mine = articles.iloc[:20].sample(frac=1, random_state=0).assign(outlet=None)
    table = topic_prevalence(matrix, model, mine)
    assert table["group"].unique().tolist() == ["all", "focus"]
    assert table["n"].iloc[0] == 18
    pd.testing.assert_frame_equal(table, topic_prevalence(matrix, model, articles.iloc[:20].assign(outlet=None)))


def test_articles_that_were_too_short_to_fit_are_not_counted(found):
    articles, matrix, model = found
    assert topic_prevalence(matrix, model, articles, groups=(), min_words=60)["n"].iloc[0] == 118
    none = topic_prevalence(matrix, model, articles, groups=(), min_words=61)
    assert none["n"].unique().tolist() == [0] and none["estimate"].isna().all() and not none["drawn"].any()


def test_fitted_on_the_focus_only_the_focus_is_counted(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, articles, groups=(), fit_on="focus")
    assert table["n"].iloc[0] == sum(i % 4 == 0 and i not in (7, 8) for i in range(120))


def test_a_cell_of_one_story_has_no_interval_and_is_not_drawn(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, articles.iloc[:1], groups=["outlet"])
    assert table["low"].isna().all() and table["estimate"].notna().all()
    assert not table["drawn"].any() and table["why"].unique().tolist() == ["fewer than 20 stories"]


@pytest.mark.parametrize(
    ("stories", "outlets", "least", "why"),
    [
        (20, 3, 3, None),
        (19, 3, 3, "fewer than 20 stories"),
        (20, 2, 3, "fewer than 3 outlets"),
        (19, 2, 3, "fewer than 20 stories and fewer than 3 outlets"),
        (20, 1, 0, None),
    ],
)
def test_what_a_cell_lacks(stories, outlets, least, why):
    assert why_not_drawn(stories, outlets, least) == why


def dated(articles, months):
    days = [f"2020-{months[i % len(months)]:02d}-{1 + i % 28:02d}" for i in range(len(articles))]
    return articles.assign(published=days)


def test_a_period_with_too_few_stories_stays_in_the_table_and_says_why(found):
    articles, matrix, model = found
    # 24 articles a month in May to August, all outlets; 23 in September, of which two outlets are made one
    months = dated(articles, [5, 6, 7, 8, 9])
    late = months["published"].str.startswith("2020-09")
    months.loc[late & (months["outlet"] == "o2.org"), "outlet"] = "o1.org"
    months.loc[months["published"].str.startswith("2020-08") & (months.index > 60), "published"] = None
    table = topic_prevalence(matrix, model, months, groups=())
    cells = table[(table["topic"] == 1) & (table["copies"] == "keep_one") & (table["group"] == "month")]
    told = dict(zip(cells["value"], cells["why"], strict=True))
    assert told["2020-05"] is None and told["2020-06"] is None and told["2020-07"] is None
    assert told["2020-08"] == "fewer than 20 stories" and told["2020-09"] == "fewer than 3 outlets"
    assert cells["drawn"].tolist() == [1, 1, 1, 0, 0]
    assert cells["estimate"].notna().all()


def test_weeks_where_months_are_too_few_and_no_period_without_a_date(found):
    articles, matrix, model = found
    table = topic_prevalence(matrix, model, dated(articles, [5, 6]), groups=())
    weeks = table.loc[table["group"] == "week", "value"].unique().tolist()
    assert weeks[0] == "2020-W18" and not (table["group"] == "month").any()
    undated = topic_prevalence(matrix, model, articles.assign(published=None), groups=())
    assert undated["group"].unique().tolist() == ["all"]


def test_a_week_belongs_to_the_year_of_its_thursday():
    days = pd.Series(["2021-01-03", "2021-01-04", None])
    group, weeks = choose_periods(days, pd.Series(["a", "b", "c"]), pd.Series(["x"] * 3), np.ones(3, dtype=bool))
    assert group == "week" and weeks.tolist()[:2] == ["2020-W53", "2021-W01"] and pd.isna(weeks.iloc[2])
