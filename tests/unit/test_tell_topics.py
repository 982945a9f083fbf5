"""What the page of the topics says: marks of unstable topics, twins, copies, lost names, quotations; all escaped."""

import re
from html import unescape

import pandas as pd
import pytest

from newsframing.pages import tell_topics as tell
from newsframing.pages.html import Html
from newsframing.topics.describe import TOPIC_COLUMNS
from newsframing.topics.labels import Name, match_names

WORDS = [["wheat", "barn", "grain_price"], ["goal", "cup", "league"]]


class Report:
    """Stands for a study's report: tables from memory, figures counted instead of drawn."""

    def __init__(self, **tables):
        topics = pd.DataFrame(
            [
                (1, "wheat <b>", " ".join(WORDS[0]), "barn", 0.6, 0.3, 0.8, "steady", 1, 0.5, "2", 0.61, "", 0, "a"),
                (2, "goal, cup", "goal cup league", "cup", 0.4, 0.2, 0.3, "unstable", 0, 0.5, None, None, "", 0, "a"),
            ],
            columns=TOPIC_COLUMNS,
        )
        cells = [
            (topic, group, value, copies, n, 30, estimate, drawn, why)
            for topic in (1, 2)
            for copies, n, estimate in (("keep_one", 30, 0.5), ("keep_all", 33, 0.5044 if topic == 1 else 0.5))
            for group, value, drawn, why in (
                ("all", "all", 1, None),
                ("week", "2020-W05", 0, "fewer than 3 outlets"),
                ("week", "2020-W06", 1, None),
            )
        ]
        columns = ["topic", "group", "value", "copies", "n", "n_clusters", "estimate", "drawn", "why"]
        exemplars = pd.DataFrame(
            [(1, "a", "o.org", "2020-01-01", "<i>T", "Wheat & barn."), (1, "b", None, None, None, None)],
            columns=["topic", "article_id", "outlet", "published", "title", "quote"],
        )
        names = match_names([], WORDS)
        self.tables = {
            "topics": topics,
            "topic_prevalence": pd.DataFrame(cells, columns=columns),
            "topic_exemplars": exemplars,
            "topic_names": names,
            **tables,
        }
        self.study, self.settings = "s", {"copies": "keep_one"}
        self.articles = pd.DataFrame({"article_id": ["a", "b"], "url": ["https://o.org/a", None]})
        self.drawn = []

    def table(self, name):
        return self.tables[name]

    def draw(self, name, table, draw, *tables):
        self.drawn.append((name, tables))
        return Html(f"<figure>{name}</figure>")


def test_the_table_marks_what_is_unstable_and_names_near_twins():
    page = tell.topics(Report())
    assert "wheat &lt;b&gt;" in page and "<b>" not in page
    assert "near twin: 2 (cosine" in page and ">0.61</data>" in page
    assert '<span class="missing">goal, cup</span>' in page and "<strong>unstable</strong>" in page
    assert "wheat, barn, grain price" in page and "telling: barn" in page


def test_unstable_topics_are_named_as_not_for_verdicts():
    told = tell.thresholds(Report())
    assert "2 (goal, cup)" in told and "not for any verdict" in told and "unstable: less" in told
    assert "config/labels/s.yaml" in told
    steady = Report().tables["topics"].assign(usable=1)
    assert "not for any verdict" not in tell.thresholds(Report(topics=steady))


def test_names_that_found_no_topic_are_told():
    names = match_names([Name("Farms", tuple(WORDS[0])), Name("Polls <x>", ("vote", "seat", "poll"))], WORDS)
    told = tell.thresholds(Report(topic_names=names))
    assert "Farms (1)" in told and "“Polls &lt;x&gt;”" in told and "found no topic any more" in told
    assert "found no topic" not in tell.thresholds(Report(topic_names=names.iloc[:1]))


def words(page):
    """Read a page as its reader does: without tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", str(page)).replace("\xa0", " ")).split())


@pytest.mark.parametrize(("copies", "told"), [("keep_one", "one of each cluster"), ("keep_all", "count every copy")])
def test_copies_once_or_all(copies, told):
    report = Report()
    report.settings["copies"] = copies
    page = tell.copies(report)
    assert told in page and "of topic 1, from 50.00% to 50.44%" in words(page)
    assert tell.estimates(report)["copies"].unique().tolist() == [copies]


def test_a_period_that_is_not_drawn_says_why():
    report = Report()
    page = tell.periods(report)
    assert "2020-W05: fewer than 3 outlets" in words(page) and "2020-W06" not in page
    assert report.drawn[0][0] == "topic_periods"
    whole = report.tables["topic_prevalence"].assign(drawn=1)
    assert "Not drawn" not in tell.periods(Report(topic_prevalence=whole))


def test_exemplars_are_linked_escaped_and_quoted_where_they_have_a_sentence():
    page = tell.exemplars(Report())
    assert '<cite><a href="https://o.org/a" rel="noopener">&lt;i&gt;T</a></cite>' in page
    assert "<i>T · o.org, 1 Jan 2020" in words(page)
    assert "<blockquote><p>Wheat &amp; barn.</p></blockquote>" in page and page.count("<blockquote>") == 1
    assert "<cite>(no title)</cite> · </li>" in page
    assert "2. goal, cup (unstable)" in page


def test_a_topic_that_holds_at_one_number_only_is_marked_in_the_table():
    topics = Report().tables["topics"].assign(n_k=2, k_held=[0, 1])
    assert tell.topics(Report(topics=topics)).count("at this number of topics only") == 1
    assert "at this number" not in tell.topics(Report(topics=topics.assign(n_k=0)))


@pytest.mark.parametrize(("stability", "told"), [(0.66, True), (0.7, False)])
def test_a_loose_cluster_is_named(stability, told):
    clusters = pd.DataFrame(
        {"topic": [1, 2], "cluster": 1, "cluster_label": "wheat <x> · goal", "cluster_stability": stability}
    )
    page = tell.clusters(Report(topic_clusters=clusters, topic_ties=pd.DataFrame()))
    assert ("leave over more than as a theme: 1 (wheat <x> · goal)." in words(page)) == told
    assert "<x>" not in page
