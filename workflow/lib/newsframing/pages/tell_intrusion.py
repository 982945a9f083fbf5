"""What the topics notebook says about people's judgements of the topics: how many saw the intruder."""

from __future__ import annotations

import pandas as pd

from newsframing.figures.words import plural
from newsframing.pages.html import Html, cell, join, number, paragraph, safe, table_html
from newsframing.pages.report import Report
from newsframing.topics.intrusion import WORD
from newsframing.topics.judged import ALL

FILE = "topic_intrusion.csv"
TASKS = {
    "word": "the word that does not belong to a topic",
    "document": "the topic that does not belong to an article",
}
SHORT = {"word": "a word", "document": "a topic of an article"}


def intrusion(report: Report) -> Html:
    """Say how often coders found the intruders, overall and a topic; without a form, how to get one judged."""
    table = report.table("topic_intrusion")
    if table.empty:
        return _unjudged(report.study)
    whole = table[table["topic"].astype(str) == ALL]
    return join(*(_told(row) for _, row in whole.iterrows()), _listed(table), _how(report.study))


def _unjudged(study: str) -> Html:
    return join(
        paragraph(
            "Nobody has judged these topics yet: coherence and stability stand alone. Two forms are ready under ",
            _code(f"reports/{study}/coding/"),
            ": in ",
            _code("word_intrusion.xlsx"),
            " a person looks for the word that does not belong to a topic, in ",
            _code("document_intrusion.xlsx"),
            " for the topic that does not belong to an article. Each takes a person a few minutes; two people or more "
            "should fill in each.",
        ),
        _how(study),
    )


def _how(study: str) -> Html:
    return paragraph(
        "Put filled-in forms, .xlsx or .csv under any name, into ", _code(f"data/raw/{study}/codings/"),
        " and run again: they are scored here, beside coherence and stability.",
    )  # fmt: skip


def _code(text: str) -> Html:
    return Html(f"<code>{safe(text)}</code>")


def _told(row: pd.Series) -> Html:
    """Tell one task in a sentence: how often the intruder was found, what guessing gives, how coders agree."""
    key = f"{row['task']},{ALL}"
    parts: list[object] = [
        f"{plural(int(row['n_coders']), 'coder')} looked for {TASKS[row['task']]} and found it in ",
        number(row["precision"], cell(FILE, key, "precision"), "percent"),
        " of ",
        number(row["n"], cell(FILE, key, "n")),
        " judgements",
    ]
    if pd.notna(row["low"]):
        parts += [
            " (95% interval over topics ",
            number(row["low"], cell(FILE, key, "low"), "percent"),
            " to ",
            number(row["high"], cell(FILE, key, "high"), "percent"),
            ")",
        ]
    parts += ["; guessing gives ", number(row["chance"], cell(FILE, key, "chance"), "percent"), "."]
    if pd.notna(row["agreement"]):
        parts += [
            " Two coders give the same answer in ",
            number(row["agreement"], cell(FILE, key, "agreement"), "percent"),
            " of cases, ",
            number(row["kappa"], cell(FILE, key, "kappa"), "decimal"),
            " beyond chance (kappa of Brennan and Prediger: 0 is chance, 1 is full agreement).",
        ]
    else:
        parts.append(" No item has been judged by two coders, so that their agreement is not known.")
    return paragraph(*parts)


def _listed(table: pd.DataFrame) -> Html:
    """List the judged topics of both tasks, the least clear to people first within a task."""
    shown = table[table["topic"].astype(str) != ALL].copy()
    shown["rank"] = (shown["task"] != WORD).astype(int)
    shown["topic"] = shown["topic"].astype(int)
    shown = shown.sort_values(["rank", "precision", "topic"], kind="stable")
    return table_html(
        shown,
        "Judgements a topic, the least clear first. The intervals (Wilson) take judgements for independent.",
        {"topic": "text", "precision": "percent", "low": "percent", "high": "percent", "chance": "percent"},
        {"task": "intruder", "n": "judgements", "n_coders": "coders", "precision": "found", "npmi": "coherence"},
        FILE,
        ["task", "topic"],
        columns=["topic", "label", "task", "n", "n_coders", "right", "precision", "low", "high", "npmi", "stability"],
        render={"task": lambda row: SHORT[row["task"]]},
    )
