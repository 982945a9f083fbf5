"""What the topics notebook says: how K was chosen, what each topic is, how much of the news it takes, its clusters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsframing.cells import Condition
from newsframing.figures import topic_network, topic_panels
from newsframing.figures import topics as figures
from newsframing.figures.words import decimal, is_missing, listing
from newsframing.pages import html
from newsframing.pages.html import Html, join, note, paragraph, safe, table_html
from newsframing.pages.report import Report
from newsframing.topics.choose import RULE, STABLE
from newsframing.topics.clusters import DRAWS
from newsframing.topics.describe import STEADINESS, TWINS, UNSTABLE

#: words of a topic that a table shows
WORDS = 10
#: the telling words that the table shows beside them
FREX_WORDS = 6


def chosen(report: Report) -> pd.Series:
    """Give the row of the chosen K."""
    choice = report.table("topic_choice")
    return choice[choice["chosen"] == 1].iloc[0]


def opening(report: Report) -> Html:
    """Say how many topics were chosen and how steady they are."""
    row, topics = chosen(report), report.table("topics")
    unusable: list[Condition] = [("usable", "=", 0)]
    return paragraph(
        html.result("topic_choice", row, "k"),
        " topics, with a mean coherence of ",
        html.result("topic_choice", row, "npmi", "decimal"),
        " and a mean stability of ",
        html.result("topic_choice", row, "stability", "decimal"),
        ". ",
        html.plural_over("topics", topics, "count", "topic", "of them is", "of them are", unusable),
        " not stable enough for anything to rest on.",
    )


def search(report: Report) -> Html:
    """Draw what the search measured against K, with the chosen one marked."""
    table, k = report.table("topic_search"), int(chosen(report)["k"])
    return report.draw("topic_search", "topic_search", figures.search, table, k, STABLE)


def rule(report: Report) -> Html:
    """State the rule that picked K, and what it gave."""
    choice = report.table("topic_choice").drop(columns="why")
    formats = dict.fromkeys((name for name in choice if name not in ("k", "chosen")), "decimal3")
    headers = {name: name.replace("npmi_behind", "behind").replace("_", " ") for name in choice}
    headers |= {"npmi": "coherence", "heldout": "held-out"}
    listed = table_html(choice, "Numbers of topics tried", formats, headers, source="topic_choice.csv")
    why = paragraph(html.told("topic_choice", chosen(report), "why"))
    told = html.method(
        "Stability se is the standard error of the stability over the resamples; behind is how far the coherence lies "
        "behind the highest of the stable numbers, and behind se the standard error of that over the same resamples."
    )
    return join(html.method(f"The rule: {RULE}"), why, listed, told, _held(report.table("topics")))


def _held(table: pd.DataFrame) -> Html:
    """Name the topics that are found at the chosen K alone."""
    if not table["n_k"].max():
        return Html("")
    looked = "Each topic was looked for at the other numbers of topics that were tried; it holds there if at least ten"
    looked += " of its first twenty words come again in one topic (topic_across_k.csv). "
    alone = table.loc[table["k_held"] == 0, "topic"]
    if alone.empty:
        return paragraph(looked, "Every topic holds at one other number at least.")
    one = len(alone) == 1
    names = html.listed([html.named(number) for number in alone], 30)
    return paragraph(
        looked,
        f"Topic{'' if one else 's'} ",
        names,
        f" {'holds' if one else 'hold'} at this number only: findings about {'it' if one else 'them'} do too.",
    )


def estimates(report: Report) -> pd.DataFrame:
    """Give the estimates of prevalence with copies treated as the study says."""
    table = report.table("topic_prevalence")
    return table[table["copies"] == report.settings["copies"]]


def topics(report: Report) -> Html:
    """List the topics with their words, near twins, share, coherence and stability; unstable ones are marked."""
    table = report.table("topics")
    columns = ["topic", "label", "words", "prevalence", "npmi", "stability", "steadiness"]
    formats = {"topic": "text", "prevalence": "percent"}
    headers = {"prevalence": "share", "npmi": "coherence", "steadiness": "that is"}
    render = {"label": _label, "words": _both_words, "steadiness": _steadiness}
    caption = "Topics, the most frequent first"
    return table_html(table, caption, formats, headers, "topics.csv", columns=columns, render=render)


def _label(row: dict[str, Any]) -> Html:
    """Write a topic's label, grey where it is unstable, and its near twins."""
    label = safe(row["label"]) if row["usable"] else Html(f'<span class="missing">{safe(row["label"])}</span>')
    if row.get("n_k") and not row.get("k_held"):
        label = Html(f"{label}<br><small>at this number of topics only</small>")
    if is_missing(row["twins"]):
        return label
    numbers = str(row["twins"]).removesuffix(".0").split()
    told = f"near twin{'s' if len(numbers) > 1 else ''}: {', '.join(numbers)}"
    near = html.result("topics", row, "twin_cosine", "decimal")
    return Html(f"{label}<br><small>{safe(told)} (cosine {near})</small>")


def _both_words(row: dict[str, Any]) -> Html:
    telling = _words(row["frex_words"], FREX_WORDS)
    return Html(f"{safe(_words(row['words']))}<br><small>telling: {safe(telling)}</small>")


def _steadiness(row: dict[str, Any]) -> Html:
    word = safe(row["steadiness"])
    return word if row["usable"] else Html(f"<strong>{word}</strong>")


def thresholds(report: Report) -> Html:
    """Say what the words for stability, near twins and names of topics mean here."""
    steady = "; ".join(f"{word}: {decimal(least)} or more" for least, word in STEADINESS)
    table = report.table("topics")
    weak = [f"{int(row.topic)} ({row.label})" for row in table[table["usable"] == 0].itertuples(index=False)]
    told = f"In words: {steady}; {UNSTABLE}: less. At .7, 16 or 17 of a topic's 20 words come again, at .5 13."
    if weak:
        told += f" Not stable here, marked in every table and figure, and not for any verdict: {listing(weak, 30)}."
    twins = f"Near twins are topics whose words have a cosine of {decimal(TWINS)} or more: read them together."
    return join(html.method(told), html.method(twins), _names(report))


def _names(report: Report) -> Html:
    """Say which topics a person has named, which names found no topic any more, and how to name them."""
    names = report.table("topic_names")
    file = f"config/labels/{report.study}.yaml"
    how = (
        f"To rename topics, copy reports/{report.study}/tables/topic_labels.yaml to {file}, edit the labels there and "
        "run the study again."
    )
    if names.empty:
        return html.method("All labels are proposed by a rule, from words and titles. ", how)
    found = names[names["found"] == 1]
    lost = names[names["found"] == 0]
    parts: list[object] = [
        paragraph(
            html.plural_over("topic_names", names, "count", "label", "topic", where=[("found", "=", 1)]),
            Html(f" named by people in <code>{safe(file)}</code>: "),
            html.listed([html.named(f"{row.label} ({int(row.topic)})") for row in found.itertuples(index=False)], 40)
            or "none",
            ".",
        )
    ]
    if len(lost):
        listed = listing([f"“{row.label}”" for row in lost.itertuples(index=False)], 40)
        parts.append(
            note(
                f"{listed}: no topic of this run has half of the words that the name was given for. Look for a new "
                f"home for it in topic_labels.yaml, or take it out of {file}.",
                heading="Names that found no topic any more.",
            )
        )
    return join(*parts)


def _words(words: object, most: int = WORDS) -> str:
    return ", ".join(str(words).split()[:most]).replace("_", " ")


def prevalence(report: Report) -> Html:
    """Draw the share of each topic in all articles and in those in focus."""
    return report.draw(
        "topic_prevalence", "topic_prevalence", figures.prevalence, estimates(report), report.table("topics")
    )


def copies(report: Report) -> Html:
    """Say how far the shares move when every copy counts, or only one of each cluster."""
    table = report.table("topic_prevalence")
    everything = table[table["group"] == "all"]
    wide = everything.pivot(index="topic", columns="copies", values="estimate")
    moved = (wide["keep_all"] - wide["keep_one"]).abs()
    if moved.dropna().empty:
        return paragraph("No article was counted.")
    topic = int(moved.idxmax())
    own = everything[everything["topic"] == topic].set_index("copies", drop=False)
    one, each = own.loc["keep_one"], own.loc["keep_all"]
    told = "one of each cluster of copies" if report.settings["copies"] == "keep_one" else "every copy"
    return paragraph(
        f"The figures count {told}. With one of each the table has ",
        html.result("topic_prevalence", one, "n"),
        " articles, with all copies ",
        html.result("topic_prevalence", each, "n"),
        " on the same stories; no topic's share moves more than that of topic ",
        html.named(topic),
        ", from ",
        html.result("topic_prevalence", one, "estimate", _fine),
        " to ",
        html.result("topic_prevalence", each, "estimate", _fine),
        ".",
    )


def _fine(value: object) -> str:
    """Write a share in per cent with two decimals, where a whole one would hide the difference."""
    return f"{decimal(100 * float(str(value)))}%"


def outlets(report: Report) -> Html:
    """Draw the share of each topic by outlet."""
    table = report.table("topics")
    return report.draw("topic_outlets", "topic_prevalence", topic_panels.by_outlet, estimates(report), table)


def periods(report: Report) -> Html:
    """Draw the share of each topic by month or week, and say which periods are not drawn and why."""
    table = estimates(report)
    drawn = report.draw("topic_periods", "topic_prevalence", topic_panels.over_time, table, report.table("topics"))
    cells = table[table["group"].isin(["month", "week"]) & (table["drawn"] == 0)].drop_duplicates("value")
    told = [
        f"{html.named(row.value)}: {html.told('topic_prevalence', row, 'why')}" for row in cells.itertuples(index=False)
    ]
    return join(drawn, paragraph("Not drawn: ", Html("; ".join(told)), ".") if told else None)


def clusters(report: Report) -> Html:
    """Draw the network of topics, and list its clusters with their stability."""
    table, about = report.table("topic_clusters"), report.table("topics")
    drawn = report.draw(
        "topic_clusters", "topic_clusters", topic_network.network, table, report.table("topic_ties"), about
    )
    joined = table.merge(about[["topic", "label"]], on="topic")
    groups = joined.groupby("cluster", sort=True)
    members = {
        number: "; ".join(f"{int(row.topic)} {row.label}" for row in part.itertuples(index=False))
        for number, part in groups
    }
    # what is told of a cluster stands in the row of each of its topics: the first one names the cell
    listed = table_html(
        groups.head(1).sort_values("cluster"),
        "Clusters, the largest first",
        {"cluster": "text", "topic": "text"},
        {"cluster_label": "its largest topics", "topic": "topics", "cluster_stability": "stability"},
        "topic_clusters.csv",
        columns=["cluster", "cluster_label", "topic", "cluster_stability"],
        render={"topic": lambda row: members[row["cluster"]]},
    )
    told = html.method(
        f"A cluster's stability is how often two of its topics stay together when the clusters are sought again in "
        f"{DRAWS} samples of stories, from 0 to 1."
    )
    steady = STEADINESS[0][0]
    loose = groups.head(1)[groups.head(1)["cluster_stability"].round(6) < steady].sort_values("cluster")
    names = [html.named(f"{row.cluster} ({row.cluster_label})") for row in loose.itertuples(index=False)]
    weak = paragraph(
        "Below ",
        html.given(steady, "decimal"),
        ", to be read as what the other clusters leave over more than as a theme: ",
        html.listed(names, 30),
        ".",
    )
    return join(drawn, listed, told, weak if names else None)


def exemplars(report: Report) -> Html:
    """List, for each topic, the articles with the largest share of it: title, outlet, date and one sentence."""
    urls = report.articles.set_index("article_id")["url"]
    shown = report.table("topic_exemplars")
    parts = []
    for row in report.table("topics").itertuples(index=False):
        items = [_exemplar(one, urls) for one in shown[shown["topic"] == row.topic].itertuples(index=False)]
        mark = "" if row.usable else f" ({safe(row.steadiness)})"
        parts.append(Html(f"<h3>{safe(row.topic)}. {safe(row.label)}{mark}</h3>\n<ul>\n{join(*items)}\n</ul>"))
    return join(*parts)


def _exemplar(one: Any, urls: pd.Series) -> Html:
    """Write one exemplar; its sentence stands in the table already cut to 50 words."""
    origin = [html.named(one.outlet)] if not is_missing(one.outlet) else []
    origin += [html.day(one.published)] if not is_missing(one.published) else []
    head = f"{html.work(one.title, urls.get(one.article_id))} · {', '.join(origin)}"
    quote = one.quote
    told = "" if is_missing(quote) else f"<blockquote><p>{safe(quote)}</p></blockquote>"
    return Html(f"<li>{head}{told}</li>")
