"""What the corpus notebook says: from records read to articles analysed, outlets, days, copies, what was removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from newsframing.cells import Condition, chosen
from newsframing.events import events_to_show
from newsframing.figures import corpus as figures
from newsframing.figures import coverage
from newsframing.figures import truncation as figures_truncation
from newsframing.figures.style import HARD
from newsframing.figures.words import MISSING, count, decimal, is_missing, listing, plural
from newsframing.frames.truncation import CUT_AT, FEWEST_WORDS
from newsframing.pages import html
from newsframing.pages.html import Html, join, paragraph, safe, table_html
from newsframing.pages.report import Report, needs_texts, silent_without_texts

#: removed records shown for each reason
SHOWN = 10
#: lines of an outlet's page shown, outlets that are not in the list shown
SHOWN_LINES, SHOWN_OUTLETS = 25, 15


def opening(report: Report) -> Html:
    """Say in a sentence what was read, kept and is in focus."""
    flow, outlets = report.table("corpus_flow"), report.table("corpus_by_outlet")
    return paragraph(
        "Of ",
        html.result("corpus_flow", flow.iloc[0], "n_in"),
        " records read, ",
        html.result("corpus_flow", flow.iloc[-1], "n_out"),
        " articles are kept, of ",
        html.plural_over("corpus_by_outlet", outlets, "count", "outlet", "outlet"),
        ". ",
        html.over("corpus_by_outlet", outlets, "sum", "n_focus"),
        " of them are in focus; ",
        html.over("corpus_by_outlet", outlets, "sum", "n_copies"),
        " of the kept articles repeat the text of another one. Findings count ",
        report.counted_stories(),
        " in focus",
        ", one of each set of copies." if report.settings["copies"] == "keep_one" else ", copies included.",
    )


def flow(report: Report) -> Html:
    """Draw the way from records read to stories analysed."""
    counts = report.table("corpus_by_outlet")
    focus, stories = int(counts["n_focus"].sum()), len(report.stories)
    aside = [("not in focus", int(counts["n"].sum()) - focus), ("copies of a story in focus", focus - stories)]
    shown = [(why, number) for why, number in aside if number]
    return report.draw("corpus_flow", "corpus_flow", figures.flow, report.table("corpus_flow"), shown)


def weeks(report: Report) -> Html:
    """Draw articles by week and outlet."""
    return report.draw("corpus_weeks", "corpus_by_week", coverage.weeks, report.table("corpus_by_week"), report.window)


def days(report: Report) -> Html:
    """Draw articles by day and outlet."""
    return report.draw("corpus_days", "corpus_by_day", figures.coverage, report.table("corpus_by_day"), report.window)


def outlets(report: Report) -> Html:
    """Draw and list articles and those in focus by outlet."""
    table = report.table("corpus_by_outlet")
    drawn = report.draw("corpus_outlets", "corpus_by_outlet", figures.focus, table)
    headers = {"n": "articles", "n_focus": "in focus", "n_copies": "copies", "n_words": "words"}
    options: dict[str, Any] = {"source": "corpus_by_outlet.csv", "render": _DAYS}
    listed = table_html(table, "Articles by outlet", headers=headers, **options)
    return join(drawn, listed)


def lengths(report: Report) -> Html:
    """Draw how long articles are, and list by outlet what is very short, without a text, cut short or undated."""
    table = report.table("corpus_texts")
    drawn = report.draw("corpus_lengths", "corpus_texts", coverage.lengths, table)
    headers = {
        "value": "outlet",
        "n": "articles",
        "median": "words",
        "n_short": "short",
        "n_no_body": "no text",
        "n_truncated": "cut",
        "n_undated": "no date",
    }
    told = (
        "Articles by outlet: median of words, and how many have fewer than 50 words, title or lead but no text, a text "
        "that was cut short, no date; nothing is removed for it"
    )
    options: dict[str, Any] = {"columns": list(headers), "source": "corpus_texts.csv", "formats": {"median": "count"}}
    options["render"] = {"value": lambda row: "(no outlet)" if is_missing(row["value"]) else row["value"]}
    return join(drawn, table_html(table, told, headers=headers, **options))


def truncation(report: Report) -> Html:
    """Say how many articles are cut short, and what that would do to the frames of whole ones."""
    texts, table = report.table("corpus_texts"), report.table("frame_truncation")
    n = int(table["n"].max()) if len(table) else 0
    every, focus = texts.iloc[0], texts.iloc[1]
    told = paragraph(
        html.result("corpus_texts", every, "n_truncated"),
        " of ",
        html.result("corpus_texts", every, "n"),
        " articles came with their text cut short by the service that gave them, ",
        html.result("corpus_texts", focus, "n_truncated"),
        " of those in focus. What that costs is measured within articles: ",
        html.plural_over("frame_truncation", table, "max", "n", "whole story", "whole stories") if n else "no story",
        " in focus, of ",
        html.given(FEWEST_WORDS),
        " words or more, scored by the same codebooks once more as if a service gave title, lead and the first ",
        html.given(CUT_AT),
        " characters of the text alone.",
    )
    labels = report.frame_labels
    drawn = report.draw("corpus_truncation", "frame_truncation", figures_truncation.truncation, table, labels)
    if report.from_counts:
        return report.not_here()
    if n >= figures_truncation.FEWEST or not n:
        return join(told, drawn)
    # so few are listed, not drawn
    headers = {"whole": f"of {n} whole articles", "cut": "of the same, cut short"}
    listed = table_html(
        table[table["whole"] > 0],
        "Share of articles with the frame, whole and cut short",
        {"whole": "percent", "cut": "percent"},
        headers,
        "frame_truncation.csv",
        columns=["frame", "whole", "cut"],
        render={"frame": lambda row: labels.get((row["codebook"], row["frame"]), row["frame"])},
    )
    return join(told, listed)


def languages(report: Report) -> Html:
    """List languages as they were decided, against what the records state."""
    table = report.table("corpus_languages")
    headers = {
        "language": "language of the text",
        "stated": "stated by the record",
        "n": "articles kept",
        "n_focus": "in focus",
        "n_removed": "removed for it",
    }
    told = "The text decides where it is long enough, what the record states where it is not"
    render = {
        name: lambda row, name=name, empty=empty: empty if is_missing(row[name]) else row[name]
        for name, empty in (("language", "(not decided)"), ("stated", "(nothing)"))
    }
    options: dict[str, Any] = {"source": "corpus_languages.csv", "row_header": False, "render": render}
    return table_html(table.head(SHOWN_LINES), told, headers=headers, **options)


@needs_texts
def changes(report: Report) -> Html:
    """List what cleaning changed and how often."""
    table = report.table("corpus_changes").sort_values("n_articles", ascending=False)
    headers = {"n_articles": "articles", "n_characters": "characters"}
    return table_html(table, "What cleaning changed", headers=headers, source="corpus_changes.csv")


@silent_without_texts
def boilerplate(report: Report) -> Html | None:
    """List what each outlet repeats and was therefore cut, so that a person can see that it is no reporting."""
    table = report.table("corpus_boilerplate")
    if table.empty:
        return paragraph("No line or sentence recurs often enough in one outlet to be told as belonging to its page.")
    shown = table.sort_values(["n_articles", "outlet", "text"], ascending=[False, True, True]).head(SHOWN_LINES)
    headers = {"n_articles": "articles", "n_characters": "characters"}
    told = (
        f"Lines that an outlet repeats, the {len(shown)} most frequent of {len(table)} (tables/corpus_boilerplate.csv)"
    )
    cells = {"text": lambda row: _two_lines(row["text"], figures.outlet_name(row["outlet"]))}
    columns = ["text", "n_articles", "n_characters"]
    options: dict[str, Any] = {"source": "corpus_boilerplate.csv", "columns": columns, "render": cells}
    return table_html(shown, told, headers=headers, row_header=False, **options)


@silent_without_texts
def dates(report: Report) -> Html | None:
    """Count dates that could not be used; none of them was guessed."""
    table = report.table("corpus_dates")
    if table["fault"].isin(["sound"]).all():
        return paragraph(
            "A day could be read for every one of the ",
            html.over("corpus_dates", table, "sum", "n"),
            " records looked at.",
        )
    headers = {"fault": "date", "n": "records", "example": "as it was written"}
    told = "Dates of all records: those with a fault are left empty, none is guessed"
    return table_html(table, told, headers=headers, source="corpus_dates.csv")


@silent_without_texts
def unknown_outlets(report: Report) -> Html | None:
    """List outlets that config/outlets.yaml does not know."""
    table = report.table("corpus_unknown_outlets")
    if table.empty:
        return None
    told = f"Outlets that are not in config/outlets.yaml, the first {min(SHOWN_OUTLETS, len(table))} of {len(table)}"
    return table_html(table.head(SHOWN_OUTLETS), told, headers={"n": "articles"}, source="corpus_unknown_outlets.csv")


@needs_texts
def focus_sample(report: Report) -> Html:
    """Show decisions on the focus for a person to check, with the terms that decided."""
    table = report.table("corpus_focus_sample")
    if table.empty:
        return paragraph("The study names no focus: every article is in it.")
    columns = ["title", "mentions", "terms", "margin"]
    headers = {"title": "article", "mentions": "mentions", "terms": "terms found"}
    parts: list[Html] = [_conditions(report.settings["corpus"]["focus"])]
    for side, told, margin in ((True, "In focus", "to spare"), (False, "Out of focus", "missing")):
        shown = table[table["focus"] == side]
        if shown.empty:
            continue
        caption = f"{told}: {plural(len(shown), 'article')}, those nearest to the threshold first"
        cells = {
            "title": lambda row: _two_lines(_title(row), _where(row)),
            "mentions": lambda row: _spoken(row["mentions"]),
            "terms": lambda row: MISSING if is_missing(row["terms"]) else _spoken(row["terms"]),
        }
        options: dict[str, Any] = {"columns": columns, "render": cells, "source": "corpus_focus_sample.csv"}
        parts.append(table_html(shown, caption, headers={**headers, "margin": margin}, **options))
    return join(*parts)


def _conditions(focus: dict[str, Any]) -> Html:
    """Say what the focus asks for."""
    asked = focus.get("all") or ([focus] if focus.get("any") else [])
    parts = []
    for place, each in enumerate(asked, start=1):
        terms = [each["any"]] if isinstance(each["any"], str) else each["any"]
        name = f"Condition {place}: " if len(asked) > 1 else "In focus is an article with "
        parts.append(f"{name}{plural(each.get('at_least', 1), 'mention')} or more of {listing(terms, 40)}.")
    none = [focus["none"]] if isinstance(focus.get("none"), str) else focus.get("none")
    parts += [f"Out is whatever mentions {listing(none, 40)} even once."] if none else []
    return html.method(" ".join(parts))


def _spoken(mentions: str) -> Html:
    """Name conditions as people count them, a line each: "all[0] 4 of 4; …" is "1: 4 of 4", "any 6 of 5" "6 of 5"."""
    lines = []
    for part in re.split(r"; (?=all\[|any|none)", mentions):
        said = re.sub(r"\Aall\[(\d+)\]:?", lambda found: f"{int(found[1]) + 1}:", part)
        said = re.sub(r"\Aany:? ", "", said).replace("none", "excluded")
        # a term keeps its number beside it
        said = re.sub(r" (?=\d+(?:,|\Z))| (?=of \d)|(?<=of) ", HARD, said)
        lines += [safe(said)] if said != f"excluded{HARD}0" else []
    return Html("<br>".join(lines))


def _title(row: dict[str, Any]) -> str:
    return "(no title)" if is_missing(row["title"]) else str(row["title"])


def _two_lines(first: object, second: object) -> Html:
    return Html(f'{safe(first)}<br><span class="missing">{safe(second)}</span>')


def _where(row: dict[str, Any]) -> str:
    """Name outlet and day, a day never broken over two lines."""
    day = figures.day_of(row["published"])
    outlet = figures.outlet_name(row["outlet"])
    return f"{outlet}, {figures.in_words(day)}".replace(" ", HARD).replace(f",{HARD}", ", ") if day else outlet


def copies(report: Report) -> Html:
    """Say how many texts stand more than once, how many independent stories that leaves, who shares with whom."""
    clusters, independent = report.table("corpus_copies"), report.table("corpus_independence")
    if clusters.empty:
        return paragraph("No article repeats the text of another one.")
    several: list[Condition] = [("outlets", "*=", "; ")]
    shared = chosen(clusters, several)
    told = join(
        paragraph(
            html.plural_over("corpus_copies", clusters, "count", "cluster_id", "text stands", "texts stand"),
            " more than once, in ",
            html.over("corpus_copies", clusters, "sum", "n"),
            " articles; ",
            html.over("corpus_copies", clusters, "count", "cluster_id", several),
            " of them in more than one outlet.",
        ),
        html.method(
            "A copy has the same words as a text, or shares 30% of word 3-grams, and the facts, with one of the same "
            "week: a wire report edited by two desks, for example. A story told in other words is none. Articles are "
            "worth as many independent stories as the last column says: (Σm)² / Σm² over clusters of m articles."
        ),
    )
    whole = independent[independent["group"] != "outlet"]
    headers = {"value": "which", "n": "articles", "n_clusters": "texts", "effective_n": "independent stories"}
    worth = table_html(
        whole,
        "What the articles are worth",
        headers=headers,
        formats={"effective_n": lambda value: decimal(value, 1)},
        source="corpus_independence.csv",
        columns=list(headers),
    )
    copying = report.table("corpus_copying")
    most = table_html(
        copying.head(SHOWN),
        f"Who shares texts with whom, the earlier article on the right: {_first(len(copying))}",
        headers={"outlet": "articles of", "outlet_other": "have the text of", "n": "articles"},
        source="corpus_copying.csv",
        row_header=False,
    )
    if shared.empty:
        return join(told, worth, most)
    texts = table_html(
        shared.head(SHOWN),
        f"Texts that stand in more than one outlet: {_first(len(shared))} (all of them: tables/corpus_copies.csv)",
        columns=["title", "first", "n", "jaccard_min"],
        headers={"title": "text", "n": "articles", "first": "first day", "jaccard_min": "3-grams shared"},
        formats={"jaccard_min": "percent"},
        source="corpus_copies.csv",
        render={"title": lambda row: _two_lines(_title(row), row["outlets"]), "first": lambda row: _day(row["first"])},
    )
    return join(told, worth, most, texts)


#: how first and last day are written in a table
_DAYS: dict[str, Callable[[dict[str, Any]], object]] = {
    "first": lambda row: _day(row["first"]),
    "last": lambda row: _day(row["last"]),
}


def _first(number_of: int) -> str:
    """Say which of a longer list are shown."""
    return f"the first {SHOWN} of {number_of}" if number_of > SHOWN else "all"


def _day(value: object) -> str:
    day = figures.day_of(value)
    return figures.in_words(day).replace(" ", HARD) if day else MISSING


def events(report: Report) -> Html:
    """List the events that the study names or the machine proposes, and which outlets report them."""
    table, by_outlet = report.table("corpus_events"), report.table("corpus_event_outlets")
    shown = table[table["event_id"].isin(events_to_show(table))].head(SHOWN_LINES)
    others: list[Condition] = [("kind", "!=", "proposed")]
    ours: list[Condition] = [("kind", "=", "proposed")]
    told = paragraph(
        html.plural_over("corpus_events", table, "count", "event_id", "event is", "events are", others),
        " named by the study or a person; the machine proposes ",
        html.over("corpus_events", table, "count", "event_id", ours),
        " more, groups of articles in focus of the same days that share names and rare words. Proposals stand in ",
        Html("<code>events_proposed.csv</code> with the words they rest on; a line in "),
        Html(f"<code>config/events/{safe(report.study)}.csv</code> (article_id, event_id) overrules them."),
    )
    if report.from_counts:
        told = paragraph("Which article reports which event came with the counts.")
    reports: dict[str, list[Html]] = {}
    for row in by_outlet.itertuples():
        said = Html(f"{safe(figures.outlet_name(row.outlet))}{HARD}{html.result('corpus_event_outlets', row, 'n')}")
        reports.setdefault(row.event_id, []).append(said)
    cells: dict[str, Callable[[dict[str, Any]], object]] = {
        "label": lambda row: _two_lines(row["label"], f"{row['kind']}, {_period(row)}"),
        "outlets": lambda row: Html(", ".join(reports.get(row["event_id"], [])) or MISSING),
    }
    headers = {"label": "event", "n": "articles", "outlets": "articles of each outlet"}
    caption = "Who reports what: events, proposed ones of three outlets or more (all: tables/corpus_event_outlets.csv)"
    options: dict[str, Any] = {"source": "corpus_events.csv", "render": cells}
    return join(told, table_html(shown, caption, headers=headers, columns=["label", "n", "outlets"], **options))


def _period(row: dict[str, Any]) -> str:
    """Name the days of an event's reports."""
    first, last = _day(row["first"]), _day(row["last"])
    return first if first == last else f"{first} to {last}"


@silent_without_texts
def notes(report: Report) -> Html | None:
    """List what was found out about the files that were read."""
    table = report.table("corpus_notes")
    return table_html(table, "What was found out about the files") if len(table) else None


@needs_texts
def removed(report: Report) -> Html:
    """Show some removed records a reason, to be looked at by a person."""
    table = report.table("corpus_removed")
    if table.empty:
        return paragraph("No record was removed.")
    shown = pd.concat([_spread(group, SHOWN) for _, group in table.groupby("reason", sort=False)])
    told = f"Removed records, {SHOWN} a reason, taken at even distances (all of them: tables/corpus_removed.csv)"
    cells: dict[str, Callable[[dict[str, Any]], object]] = {
        "reason": lambda row: _two_lines(row["reason"], "" if is_missing(row["detail"]) else row["detail"]),
        "title": lambda row: _two_lines(_title(row), _where(row)),
        "source_file": lambda row: _two_lines(_breakable(row["source_file"]), _record(row["position"])),
    }
    headers = {"title": "record", "source_file": "where it stands"}
    return table_html(shown, told, headers=headers, columns=list(cells), render=cells, row_header=False)


def _breakable(path: object) -> Html:
    """Let the name of a file break behind its folders."""
    return Html(str(safe(MISSING if is_missing(path) else path)).replace("/", "/<wbr>"))


def _record(position: object) -> str:
    return "" if is_missing(position) else f"record {count(position)}"


def _spread(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Take rows at even distances, so that those shown come from all over the files."""
    if len(rows) <= most:
        return rows
    return rows.iloc[[round(place * (len(rows) - 1) / (most - 1)) for place in range(most)]]
