"""A count of what cleaning altered: which change, in how many articles, how many characters."""

from __future__ import annotations

import re
from collections import defaultdict

import pandas as pd

CHANGE_COLUMNS = ["change", "n_articles", "n_characters"]


class ChangeLog:
    """Counts the changes of one cleaning run; ``article`` is set before the steps of an article run."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self.article = ""
        self._articles: dict[str, set[str]] = defaultdict(set)
        self._characters: dict[str, int] = defaultdict(int)

    def add(self, change: str, n_characters: int = 0) -> None:
        """Count one change to the present article, with the characters it removed or replaced."""
        self._articles[change].add(self.article)
        self._characters[change] += n_characters

    def sub(self, change: str, pattern: re.Pattern[str], replacement: str, text: str) -> str:
        """Replace every match and count the characters matched."""
        matched = 0
        plain = "\\" not in replacement

        def replace(match: re.Match[str]) -> str:
            nonlocal matched
            matched += match.end() - match.start()
            return replacement if plain else match.expand(replacement)

        text = pattern.sub(replace, text)
        if matched:
            self.add(change, matched)
        return text

    def table(self) -> pd.DataFrame:
        """Give the counts, the most frequent change first."""
        rows = [(change, len(ids), self._characters[change]) for change, ids in self._articles.items()]
        rows.sort(key=lambda row: (-row[1], row[0]))
        return pd.DataFrame(rows, columns=CHANGE_COLUMNS)
