"""What the topics notebook says: how K was chosen, what each topic is, how much of the news it takes."""

from __future__ import annotations

import pandas as pd

from newsframing.figures import topics as figures
from newsframing.figures.words import is_missing, listing, plural
from newsframing.pages.html import Html, cell, join, link, number, paragraph, safe, table_html
from newsframing.pages.report import Report
from newsframing.topics.choose import RULE, STABLE

#: words of a topic that a table shows
WORDS = 10
#: a stability and the plain word for it, from the best
STEADY = ((0.7, "steady"), (0.5, "fairly steady"), (0.3, "shaky"), (-1.0, "a chance grouping"))


def steadiness(stability: float) -> str:
    """Say a topic's stability in a word."""
    if pd.isna(stability):
        return "not known"
    return next(word for least, word in STEADY if stability >= least)


def chosen(report: Report) -> pd.Series:
    """Give the row of the chosen K."""
    choice = report.table("topic_choice")
    return choice[choice["chosen"] == 1].iloc[0]


def opening(report: Report) -> Html:
    """Say how many topics were chosen and how steady they are."""
    row, topics = chosen(report), report.table("topics")
    weak = int((topics["stability"] < 0.5).sum())
    key = row["k"]
    return paragraph(
        number(key, cell("topic_choice.csv", key, "k")),
        " topics, with a mean coherence of ",
        number(row["npmi"], cell("topic_choice.csv", key, "npmi"), "decimal"),
        " and a mean stability of ",
        number(row["stability"], cell("topic_choice.csv", key, "stability"), "decimal"),
        f". {plural(weak, 'topic')} of them {'falls' if weak == 1 else 'fall'} under .5 in stability.",
    )


def search(report: Report) -> Html:
    """Draw what the search measured against K, with the chosen one marked."""
    table, k = report.table("topic_search"), int(chosen(report)["k"])
    return report.draw("topic_search", "topic_search", figures.search, table, k, STABLE)


def rule(report: Report) -> Html:
    """State the rule that picked K, and what it gave."""
    formats = dict.fromkeys(("npmi", "diversity", "exclusivity", "heldout", "stability"), "decimal3")
    choice = report.table("topic_choice").drop(columns="why")
    listed = table_html(choice, "Numbers of topics tried", formats, source="topic_choice.csv", key="k")
    return join(paragraph(f"The rule: {RULE} ", str(chosen(report)["why"])), listed, _held(report.table("topics")))


def _held(table: pd.DataFrame) -> Html:
    """Name the topics that are found at the chosen K alone."""
    if not table["n_k"].max():
        return Html("")
    looked = "Each topic was looked for at the other numbers of topics that were tried; it holds there if at least ten"
    looked += " of its first 20 words come again in one topic (topic_across_k.csv). "
    alone = table.loc[table["k_held"] == 0, "topic"]
    if alone.empty:
        return paragraph(looked, "Every topic holds at one other number at least.")
    names = f"Topic {alone.iloc[0]} holds" if len(alone) == 1 else f"Topics {listing(list(alone), 30)} hold"
    return paragraph(
        looked, f"{names} at this number only: findings about {'it' if len(alone) == 1 else 'them'} do too."
    )


def topics(report: Report) -> Html:
    """List the topics with their words, share, coherence and stability."""
    table = report.table("topics")
    shown = pd.DataFrame(
        {
            "topic": table["topic"],
            "label": table["label"],
            "words": [_words(words) for words in table["words"]],
            "prevalence": table["prevalence"],
            "npmi": table["npmi"],
            "stability": table["stability"],
            "steadiness": [steadiness(value) for value in table["stability"]],
        }
    )
    formats = {"topic": "text", "prevalence": "percent"}
    headers = {"prevalence": "share", "npmi": "coherence", "steadiness": "that is"}
    return table_html(shown, "Topics, the most frequent first", formats, headers, "topics.csv", "topic")


def _words(words: object) -> str:
    return ", ".join(str(words).split()[:WORDS]).replace("_", " ")


def prevalence(report: Report) -> Html:
    """Draw the share of each topic in all articles and in those in focus."""
    estimates, table = report.table("topic_prevalence"), report.table("topics")
    return report.draw("topic_prevalence", "topic_prevalence", figures.prevalence, estimates, table)


def exemplars(report: Report) -> Html:
    """List, for each topic, the articles with the largest share of it: outlet, date and title."""
    by_id = report.articles.set_index("article_id")
    parts = []
    for row in report.table("topics").itertuples(index=False):
        items = []
        for article in str(row.exemplar_ids).split():
            found = by_id.loc[article]
            title = "(no title)" if is_missing(found["title"]) else found["title"]
            items.append(Html(f"<li>{link(found['url'], title)} · {safe(_origin(found))}</li>"))
        parts.append(Html(f"<h3>{safe(row.topic)}. {safe(row.label)}</h3>\n<ul>\n{join(*items)}\n</ul>"))
    return join(*parts)


def _origin(article: pd.Series) -> str:
    return ", ".join(str(value) for value in (article["outlet"], article["published"]) if value)
