"""Works cited by a study's own texts: in the text, as a list, and as a BibTeX file of those that were cited.

The works stand in a BibTeX file (one entry a line) that the caller hands over as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_ENTRY = re.compile(r"^@(\w+)\{([^,\s]+), (.*)\}$")
_FIELD = re.compile(r"(\w+) = \{((?:[^{}]|\{[^{}]*\})*)\}")
_LATEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"}
)


class Work(NamedTuple):
    """A work: kind of BibTeX entry, key, fields as they stand in BibTeX."""

    kind: str
    key: str
    fields: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        """Last names of its authors; a group in braces is one name."""
        authors = self.fields.get("author", "")
        if authors.startswith("{") and authors.endswith("}"):
            return [readable(authors)]
        return [readable(name.split(",")[0]) for name in authors.split(" and ")]

    @property
    def short(self) -> str:
        """Name and year as a text cites them: "Lane & Nelder 1982", "Blei et al. 2003"."""
        names = self.names
        who = names[0] if len(names) == 1 else f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."
        return f"{who} {self.year}"

    @property
    def year(self) -> str:
        """Its year, with the letter that its key gives it beside a like one: 2023a."""
        year = self.fields.get("year", "n.d.")
        return self.key[-5:] if re.fullmatch(rf"{re.escape(year)}[a-z]", self.key[-5:]) else year

    @property
    def bibtex(self) -> str:
        """The entry as BibTeX reads it, a field a line."""
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{fields}}}\n"

    @property
    def listed(self) -> str:
        """The work in a list of references."""
        f = {name: readable(value) for name, value in self.fields.items()}
        authors = f.get("author", "").split(" and ")
        if authors[-1] == "others":
            who = f"{'; '.join(authors[:-1])} et al."
        else:
            who = authors[0] if len(authors) == 1 else f"{'; '.join(authors[:-1])} & {authors[-1]}"
        place = f.get("journal") or f.get("booktitle") or f.get("publisher") or ""
        if f.get("volume"):
            place += f" {f['volume']}" + (f"({f['number']})" if f.get("number") else "")
        place += f", {f['pages'].replace('--', '–')}" if f.get("pages") else ""
        year, title = f"({self.year})", f["title"].rstrip(".")
        head = [f"{who} {year}", title] if who else [f"{title} {year}"]
        held = [f"{word} {f[word]}" for word in ("edition", "version") if f.get(word)]
        parts = [*head, place, *held, f.get("note", "")]
        doi = f"doi:{f['doi']}" if f.get("doi") else ""
        return ". ".join(part.rstrip(".") for part in [*parts, doi] if part) + "."


def readable(value: str) -> str:
    """Write a BibTeX field as people read it."""
    return re.sub(r"\\([&%$#_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", value))


def latex(text: object) -> str:
    """Escape a text that is none of ours for BibTeX and LaTeX: one line, no command in it."""
    return " ".join(str(text).split()).translate(_LATEX)


class Citations:
    """The works cited so far, in the order in which they were first cited."""

    def __init__(self, bibtex: str) -> None:
        """Read the works that can be cited; ValueError for a line that is neither an entry nor a remark."""
        self.known: dict[str, Work] = {}
        self.cited: dict[str, Work] = {}
        for line in bibtex.splitlines():
            if not line.strip() or line.startswith("%"):
                continue
            entry = _ENTRY.match(line)
            if entry is None:
                raise ValueError(f"not one entry a line: {line[:60]}")
            self.known[entry[2]] = Work(entry[1], entry[2], dict(_FIELD.findall(entry[3])))

    def cite(self, *keys: str) -> str:
        """Cite works in brackets, and keep them for the list: "(Blei et al. 2003; Lee & Seung 1999)"."""
        return f"({'; '.join(self.take(key).short for key in keys)})"

    def take(self, key: str, note: str = "") -> Work:
        """Keep a work for the list, with a remark such as the version used."""
        work = self.known[key]
        if note:
            work = work._replace(fields={**work.fields, "note": note})
        return self.cited.setdefault(key, work)

    def add(self, work: Work) -> Work:
        """Keep a work that is not among the known ones: a dataset, a package."""
        return self.cited.setdefault(work.key, work)

    @property
    def bibtex(self) -> str:
        """All cited works as one BibTeX file, by key."""
        return "\n".join(self.cited[key].bibtex for key in sorted(self.cited))

    @property
    def listed(self) -> list[str]:
        """All cited works as a list of references, by name."""
        works = sorted(self.cited.values(), key=lambda work: (work.listed.casefold(), work.key))
        return [work.listed for work in works]
