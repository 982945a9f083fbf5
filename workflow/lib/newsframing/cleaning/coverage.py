"""What a corpus covers, for a reviewer: weeks by outlet, lengths, what is missing or cut short, languages."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from newsframing.cleaning.language import language_code

BY_WEEK_COLUMNS = ["outlet", "week", "n", "n_focus", "n_days"]
QUANTILES = {"p5": 0.05, "q1": 0.25, "median": 0.5, "q3": 0.75, "p95": 0.95}
TEXT_COLUMNS = ["group", "value", "n", *QUANTILES, "n_short", "n_no_body", "n_truncated", "n_undated"]
LANGUAGE_COLUMNS = ["language", "stated", "n", "n_focus", "n_removed"]
#: an article of fewer words is very short: a headline, a caption, a teaser
SHORT = 50


def monday_of(day: str | None) -> str:
    """Give the Monday of the week (ISO 8601) in which a day lies, both as ISO days; an empty text without a day."""
    if not isinstance(day, str) or not day:
        return ""
    date = dt.date.fromisoformat(day)
    return (date - dt.timedelta(days=date.weekday())).isoformat()


def corpus_by_week(articles: pd.DataFrame) -> pd.DataFrame:
    """Count for each outlet and week: articles, those in focus, and the days on which the outlet has an article.

    ``week`` is the Monday; undated articles and unknown outlets are blank. A week without an article has no row.
    """
    known = articles[["focus"]].assign(
        outlet=articles["outlet"].fillna(""),
        week=[monday_of(day) for day in articles["published"]],
        day=articles["published"],
    )
    groups = known.groupby(["outlet", "week"], sort=True)
    counted = groups.agg(n=("focus", "size"), n_focus=("focus", "sum"), n_days=("day", "nunique")).reset_index()
    return counted.astype({"n": "int64", "n_focus": "int64", "n_days": "int64"})[BY_WEEK_COLUMNS]


def corpus_texts(articles: pd.DataFrame) -> pd.DataFrame:
    """Describe the texts of all articles, of those in focus and of each outlet, as they were counted.

    Words (title, lead and body) by their quantiles; n_short: articles of fewer than SHORT words; n_no_body: title or
    lead alone; n_truncated: cut short by the service that gave them; n_undated. Unknown outlets are blank, and last.
    """
    groups = [("all", "all", articles), ("focus", "in focus", articles[articles["focus"].astype(bool)])]
    by_outlet = articles.groupby(articles["outlet"].fillna(""), sort=True)
    groups += sorted((("outlet", str(name), group) for name, group in by_outlet), key=lambda g: (not g[1], g[1]))
    rows = []
    for kind, value, group in groups:
        words = group["n_words"].astype(float)
        rows.append(
            (
                kind,
                value,
                len(group),
                *words.quantile(list(QUANTILES.values())),
                int((words < SHORT).sum()),
                int((group["body"].fillna("") == "").sum()),
                int(group["truncated"].astype(bool).sum()),
                int(group["published"].isna().sum()),
            )
        )
    return pd.DataFrame(rows, columns=TEXT_COLUMNS)


def corpus_languages(articles: pd.DataFrame, excluded: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Count articles by the language that was decided and the one that the record states, kept and removed for it.

    ``records``: article_id and language as read. Blank: not decided, or nothing stated. The most frequent come first.
    """
    first = records.drop_duplicates("article_id")
    stated = dict(zip(first["article_id"], first["language"], strict=True))
    removed = excluded[excluded["reason"] == "language"]
    found = pd.DataFrame(
        {
            "article_id": [*articles["article_id"], *removed["article_id"]],
            "language": [*articles["language"], *removed["detail"]],
            "n": [1] * len(articles) + [0] * len(removed),
            "n_focus": [*articles["focus"].astype(int), *([0] * len(removed))],
            "n_removed": [0] * len(articles) + [1] * len(removed),
        }
    )
    codes = (stated.get(identity) for identity in found.pop("article_id"))
    found["stated"] = [language_code(code) or "" if isinstance(code, str) else "" for code in codes]
    found["language"] = found["language"].fillna("").astype(object)
    counted = found.groupby(["language", "stated"], sort=True)[["n", "n_focus", "n_removed"]].sum().reset_index()
    order = ["n", "n_removed", "language", "stated"]
    return counted.sort_values(order, ascending=[False, False, True, True])[LANGUAGE_COLUMNS]
