"""Codes and labels tied to the articles of the corpus; what belongs to none is listed with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from newsframing.coding.sheets import NAMES

UNMATCHED_COLUMNS = ["file", "line", "article", "reason"]


class Articles:
    """Finds an article by its id, address or key, and says why one is not there."""

    def __init__(self, articles: pd.DataFrame, excluded: pd.DataFrame | None = None) -> None:
        """Take the corpus (article_id, url, key) and what cleaning removed (article_id, url, step, reason)."""
        self._by: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in NAMES}
        for row in articles[["article_id", "url", "key"]].itertuples(index=False):
            for name, value in zip(NAMES, row, strict=True):
                if isinstance(value, str) and value:
                    self._by[name][_plain(name, value)].add(str(row[0]))
        self._removed: dict[tuple[str, str], str] = {}
        if excluded is not None:
            for gone in excluded.itertuples(index=False):
                for name in ("article_id", "url"):
                    value = getattr(gone, name)
                    if isinstance(value, str) and value:
                        self._removed[(name, _plain(name, value))] = str(gone.reason)

    def find(self, article: Iterable[tuple[str, str]]) -> tuple[str | None, str]:
        """Give (article_id, "") or (None, why there is none) for what a row says of its article.

        The first of article_id, url and key that is filled decides.
        """
        name, value = next(iter(article))
        found = self._by[name].get(_plain(name, value), set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            return None, f"{len(found)} articles have this {name}"
        reason = self._removed.get((name, _plain(name, value)))
        return None, f"removed in cleaning: {reason}" if reason else "not in the corpus"


def _plain(name: str, value: str) -> str:
    """Compare addresses without blanks at their ends, a last slash and what only points into a page."""
    value = value.strip()
    return value.split("#")[0].rstrip("/") if name == "url" else value


def unmatched_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Give the articles of files that the corpus has not, each once a file, in the order of the file."""
    table = pd.DataFrame(list(rows), columns=UNMATCHED_COLUMNS)
    return table.drop_duplicates(["file", "article"], ignore_index=True).astype({"line": "int64"})
