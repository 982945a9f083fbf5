"""What the corpus notebook says: from records read to articles analysed, outlets, days, copies, what was removed."""

from __future__ import annotations

import pandas as pd

from newsframing.events import events_to_show
from newsframing.figures import corpus as figures
from newsframing.figures.words import plural
from newsframing.pages.html import Html, cell, join, number, paragraph, table_html
from newsframing.pages.report import Report

#: removed records shown for each reason
SHOWN = 10
#: lines of an outlet's page shown, outlets that are not in the list shown
SHOWN_LINES, SHOWN_OUTLETS = 25, 15


def flow_number(flow: pd.DataFrame, reason: str, column: str) -> Html:
    """Write a number of corpus_flow.csv with the cell it came from."""
    rows = flow[flow["reason"] == reason]
    return number(rows[column].iloc[0] if len(rows) else 0, cell("corpus_flow.csv", reason, column))


def opening(report: Report) -> Html:
    """Say in a sentence what was read, kept and is in focus."""
    flow, outlets = report.table("corpus_flow"), report.table("corpus_by_outlet")
    last = flow.iloc[-1]
    return paragraph(
        "Of ",
        flow_number(flow, "all records read", "n_in"),
        " records read, ",
        number(last["n_out"], cell("corpus_flow.csv", last["reason"], "n_out")),
        " articles are kept, of ",
        plural(len(outlets), "outlet"),
        ". ",
        number(outlets["n_focus"].sum(), "corpus_by_outlet.csv#sum/n_focus"),
        " of them are in focus; ",
        number(outlets["n_copies"].sum(), "corpus_by_outlet.csv#sum/n_copies"),
        " of the kept articles repeat the text of another one. Findings count ",
        f"{plural(len(report.stories), 'story', 'stories')} in focus"
        + (", one of each set of copies." if report.settings["copies"] == "keep_one" else ", copies included."),
    )


def flow(report: Report) -> Html:
    """Draw the way from records read to articles kept."""
    return report.draw("corpus_flow", "corpus_flow", figures.flow, report.table("corpus_flow"))


def days(report: Report) -> Html:
    """Draw articles by day and outlet."""
    return report.draw("corpus_days", "corpus_by_day", figures.coverage, report.table("corpus_by_day"), report.window)


def outlets(report: Report) -> Html:
    """Draw and list articles and those in focus by outlet."""
    table = report.table("corpus_by_outlet")
    drawn = report.draw("corpus_outlets", "corpus_by_outlet", figures.focus, table)
    headers = {"n": "articles", "n_focus": "in focus", "n_copies": "copies", "n_words": "words"}
    listed = table_html(table, "Articles by outlet", headers=headers, source="corpus_by_outlet.csv", key="outlet")
    return join(drawn, listed)


def changes(report: Report) -> Html:
    """List what cleaning changed and how often."""
    table = report.table("corpus_changes").sort_values("n_articles", ascending=False)
    headers = {"n_articles": "articles", "n_characters": "characters"}
    return table_html(table, "What cleaning changed", headers=headers, source="corpus_changes.csv", key="change")


def boilerplate(report: Report) -> Html:
    """List what each outlet repeats and was therefore cut, so that a person can see that it is no reporting."""
    table = report.table("corpus_boilerplate")
    if table.empty:
        return paragraph("No line or sentence recurs often enough in one outlet to be told as belonging to its page.")
    shown = table.sort_values(["n_articles", "outlet", "text"], ascending=[False, True, True]).head(SHOWN_LINES)
    headers = {"n_articles": "articles", "n_characters": "characters"}
    told = (
        f"Lines that an outlet repeats, the {len(shown)} most frequent of {len(table)} (tables/corpus_boilerplate.csv)"
    )
    return table_html(shown, told, headers=headers, row_header=False)


def dates(report: Report) -> Html:
    """Count dates that could not be used; none of them was guessed."""
    table = report.table("corpus_dates")
    return table_html(table, "Dates as they were written", headers={"fault": "date", "n": "records"})


def unknown_outlets(report: Report) -> Html | None:
    """List outlets that config/outlets.yaml does not know."""
    table = report.table("corpus_unknown_outlets")
    if table.empty:
        return None
    told = f"Outlets that are not in config/outlets.yaml, the first {min(SHOWN_OUTLETS, len(table))} of {len(table)}"
    return table_html(table.head(SHOWN_OUTLETS), told, headers={"n": "articles"})


def focus_sample(report: Report) -> Html:
    """Show decisions on the focus for a person to check."""
    table = report.table("corpus_focus_sample")
    if table.empty:
        return paragraph("The study names no focus: every article is in it.")
    parts = []
    for side, told in ((True, "In focus"), (False, "Out of focus")):
        shown = table[table["focus"] == side][["title", "outlet", "published", "mentions", "margin"]]
        if len(shown):
            parts.append(table_html(shown, f"{told}: {len(shown)} articles, the nearest to the threshold first"))
    return join(*parts)


def copies(report: Report) -> Html:
    """Say how many texts stand more than once, how many independent stories that leaves, who shares with whom."""
    clusters, independent = report.table("corpus_copies"), report.table("corpus_independence")
    if clusters.empty:
        return paragraph("No article repeats the text of another one.")
    shared = int(clusters["outlets"].fillna("").str.contains("; ").sum())
    told = paragraph(
        f"{plural(len(clusters), 'text')} {'stands' if len(clusters) == 1 else 'stand'} more than once, in ",
        number(clusters["n"].sum(), "corpus_copies.csv#sum/n"),
        f" articles; {plural(shared, 'text')} of them in more than one outlet. A copy has the same words as a text, or "
        "shares 30% of word 3-grams, and the facts, with one of the same week: a wire report edited by two desks, for "
        "example. A story told in other words is none. Articles are worth as many independent stories as the last "
        "column says: (Σm)² / Σm² over clusters of m articles.",
    )
    chosen = independent[independent["group"] != "outlet"]
    headers = {"value": "articles", "n_clusters": "texts", "effective_n": "independent stories"}
    worth = table_html(
        chosen[["value", "n", "n_clusters", "effective_n"]], "What the articles are worth", headers=headers
    )
    most = table_html(
        report.table("corpus_copying").head(SHOWN),
        "Who shares texts with whom, the earlier article on the right",
        headers={"outlet": "articles of", "outlet_other": "have the text of", "n": "articles"},
        row_header=False,
    )
    return join(told, worth, most)


def events(report: Report) -> Html:
    """List the events of the study: those it names, and those that the machine proposes and several outlets report."""
    table = report.table("corpus_events")
    proposed = table[table["kind"] == "proposed"]
    shown = table[table["event_id"].isin(events_to_show(table))]
    told = paragraph(
        f"{plural(len(table) - len(proposed), 'event is', 'events are')} named by the study or a person; the machine "
        f"proposes {plural(len(proposed), 'more', 'more')}, groups of articles in focus of the same days that share "
        "names and rare words. Proposals stand in events_proposed.csv with the words they rest on; a line in "
        f"config/events/{report.study}.csv (article_id, event_id) overrules them."
    )
    columns = ["label", "kind", "n", "n_outlets", "first", "last"]
    headers = {"label": "event", "n": "articles", "n_outlets": "outlets"}
    return join(told, table_html(shown[columns], "Events, proposed ones of three outlets or more", headers=headers))


def notes(report: Report) -> Html | None:
    """List what was found out about the files that were read."""
    table = report.table("corpus_notes")
    return table_html(table, "What was found out about the files") if len(table) else None


def removed(report: Report) -> Html:
    """Show some removed records a reason, to be looked at by a person."""
    table = report.table("corpus_removed")
    if table.empty:
        return paragraph("No record was removed.")
    shown = table.groupby("reason", sort=False).head(SHOWN)
    columns = ["reason", "outlet", "published", "title", "detail", "source_file", "position"]
    told = f"Removed records, at most {SHOWN} a reason (all of them: tables/corpus_removed.csv)"
    return table_html(shown[columns], told, formats={"position": "text"}, row_header=False)
