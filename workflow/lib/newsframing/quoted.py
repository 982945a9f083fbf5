"""How much of each article a page or a table holds: runs of words that it shares with their texts.

Looked for in what is shown, whatever function has written it: a quotation is found by its words. Words that two
articles share, as where both quote one report, cannot be told apart and count for neither.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd

#: so many words in a row that an article has too are taken to be its
RUN = 8
#: words between blanks, as quotations are counted, without the marks around them
_WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class _Text(HTMLParser):
    """Gathers the words of a page, those of its scripts too, not those of its style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take alternative texts and titles too; a cell or a paragraph ends a run of words."""
        self._style = tag == "style"
        self.parts.append("\n" if tag not in ("b", "em", "mark", "span", "strong") else "")
        self.parts.extend(f"\n{value}\n" for name, value in attrs if name in ("alt", "title", "aria-label") and value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._style = False

    def handle_data(self, data: str) -> None:
        """Take words, and in scripts the data that a page carries."""
        if not self._style:
            self.parts.append(data)


def words_of_page(page: str) -> str:
    """Give the text of a page, with what its scripts carry as data."""
    parser = _Text()
    parser.feed(page)
    return "".join(parser.parts)


def words_of(file: Path) -> str:
    """Give the words of a page, a figure or a table; the cells of a table are lines of their own."""
    if file.suffix == ".csv":
        return "\n".join(pd.read_csv(file, dtype=str, keep_default_na=False).to_numpy().ravel().tolist())
    return words_of_page(file.read_text("utf-8"))


class Quotations:
    """Finds quotations of articles in a text; titles are no quotations, for every list of articles shows them."""

    def __init__(self, articles: pd.DataFrame) -> None:
        """Take article_id, title, lead and body of all articles whose texts may not be shown."""
        self._known: dict[str, int] = {}
        self._ids = articles["article_id"].to_numpy(dtype=object)
        runs, owners, places = [], [], []
        titles = [self._runs(str(title)) for title in articles["title"].dropna()]
        for number, (lead, body) in enumerate(zip(articles["lead"], articles["body"], strict=True)):
            text = "\n".join(part for part in (lead, body) if isinstance(part, str))
            found = self._runs(text)
            runs.append(found)
            owners.append(np.full(len(found), number))
            places.append(np.arange(len(found)))
        empty = np.zeros(0, dtype=np.uint64)
        self._found, self._owner, self._place = (
            np.concatenate([empty, *runs]), np.concatenate([empty, *owners]).astype(int),
            np.concatenate([empty, *places]).astype(int),
        )  # fmt: skip
        _, back, times = np.unique(self._found, return_inverse=True, return_counts=True)
        kept = (times[back] == 1) & ~np.isin(self._found, np.concatenate([empty, *titles]))
        order = np.argsort(self._found[kept])
        self._found, self._owner, self._place = (part[kept][order] for part in (self._found, self._owner, self._place))

    def _runs(self, text: str) -> np.ndarray:
        """Give one number for each run of RUN words: equal runs, equal numbers."""
        known = self._known
        numbers = [known.setdefault(word, len(known) + 1) for word in _WORD.findall(text.lower())]
        words = np.array(numbers, dtype=np.uint64)
        if len(words) < RUN:
            return words[:0]
        total = np.zeros(len(words) - RUN + 1, dtype=np.uint64)
        for step in range(RUN):
            total = (total ^ words[step : len(words) - RUN + 1 + step]) * _FACTOR
            total ^= total >> np.uint64(29)
        return total

    def most(self, text: str) -> tuple[str, int]:
        """Give the article of which a text holds most words in runs of RUN or more, and how many; ("", 0): none."""
        runs = np.unique(self._runs(text))
        near = np.searchsorted(self._found, runs)
        inside = near < len(self._found)
        hits = near[inside][self._found[near[inside]] == runs[inside]]
        if not len(hits):
            return "", 0
        hits = hits[np.lexsort((self._place[hits], self._owner[hits]))]
        owner, place = self._owner[hits], self._place[hits]
        # a run begins RUN words; the next one of the same article adds what it does not share with it
        first = np.r_[True, owner[1:] != owner[:-1]]
        added = np.where(first, RUN, np.minimum(np.r_[RUN, np.diff(place)], RUN))
        words = np.bincount(owner, weights=added, minlength=len(self._ids)).astype(int)
        return str(self._ids[int(words.argmax())]), int(words.max())
