"""Exports of press databases: one document with many articles, split on the marks that their makers document.

Built from descriptions of the formats, without a real export at hand, which their licences keep from being shared:

Nexis Uni, Lexis Advance
    title, outlet, date, labelled lines (``Section:``, ``Length:``, ``Byline:``, ``Highlight:``), ``Body``, the text,
    ``Classification``, ``Load-Date:``, and ``End of Document``; older exports open each article with
    ``3 of 50 DOCUMENTS`` and write the labels in capitals (manual of the R package LexisNexisTools, ``lnt_read``).
Factiva
    either field codes (``HD`` headline, ``PD`` date, ``SN`` source, ``LA`` language, ``LP`` lead, ``TD`` text: ProQuest
    support, "Custom search fields in Factiva.com") or headline, ``512 words``, date, outlet, copyright line and text;
    both end with ``Document`` and the accession number: a source code of eight places, a date, a serial number of nine
    (Dow Jones, "Factiva Select Feed XML Reference", AccessionNo).
ProQuest
    a line of underscores between the articles, and labels (``Full text:``, ``Publication title:``,
    ``Publication date:``, ``ProQuest document ID:``; manual of metaknowledge, ``proquest``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from newsframing.readers.base import Item, Note, Record, Rejected

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})\b",
    re.I,
)
_END = re.compile(r"end of document\Z", re.I)
_COUNTED = re.compile(r"(?:document\s+)?\d{1,6} of \d{1,6} documents?\Z", re.I)
_ACCESSION = re.compile(r"(?:document|dokument|documento)\s+([A-Z0-9]{20,40})\Z", re.I)
_RULE = re.compile(r"_{20,}\Z")
_PAGE = re.compile(r"page \d{1,6} of \d{1,6}\Z", re.I)
_LABEL = re.compile(
    r"(section|length|byline|dateline|highlight|headline|body|language|load-date|publication-type|graphic):\s*", re.I
)
_WORDS = re.compile(r"[\d.,]{1,9} words\Z", re.I)
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b|all rights reserved)", re.I)
_CODE = re.compile(
    r"(HD|SE|CR|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|CLM|VOL)(?:\s*\||\t|\s{2,}|\s*\Z)"
)
_PROQUEST = re.compile(
    r"(title|full text|abstract|subject|location|people|company / organization|publication title|publication date"
    r"|publication year|publisher|section|dateline|place of publication|country of publication|publication subject"
    r"|source type|language of publication|document type|proquest document id|document url|copyright|last updated"
    r"|database|author|pages?|issn|classification|identifier / keyword|links):\s*",
    re.I,
)


@dataclass
class _Found:
    """What a part of an export gives; a part without ``body`` is no article, or one without a text."""

    title: str = ""
    outlet: str = ""
    published: str = ""
    lead: str = ""
    language: str = ""
    key: str = ""
    url: str = ""
    body: list[str] = field(default_factory=list)


def articles(paragraphs: list[str], stem: str, name: str, defaults: dict[str, str]) -> Iterator[Item]:
    """Split the paragraphs of a document into records; position counts the articles in it.

    A document without any of the marks is one article, its first short line the title. A part that has the marks but
    no text is rejected; what stands outside of all parts (cover, list of contents, summary of the search) is noted.
    """
    lines = [" ".join(line.replace("\xa0", " ").split(" ")).strip() for text in paragraphs for line in text.split("\n")]
    kind, parts, outside = _split(lines)
    yield Note(name, "marks of a press database", kind or "none found; read as one article")
    found = [_PARSERS[kind](part) for part in parts] if kind else [_single(lines)]
    for position, article in enumerate(found, 1):
        body = "\n\n".join(line for line in article.body if line)
        if not body:
            yield Rejected(name, position, "no text in the export", article.title[:200])
            continue
        values: dict[str, str | None] = {
            key: getattr(article, key).strip() or None
            for key in ("title", "outlet", "published", "lead", "language", "key", "url")
        }
        for key, value in defaults.items():
            if key != "body" and not values.get(key):
                values[key] = value
        yield Record(name, position, body=body, **values)
    if outside:
        yield Note(name, "lines outside of articles", str(outside))


def _split(lines: list[str]) -> tuple[str, list[list[str]], int]:
    """Tell which database wrote the document, and cut it: (its name or nothing, parts, lines left over)."""
    marks = {
        "Nexis Uni": sum(bool(_END.match(line)) for line in lines),
        "Factiva": sum(bool(_ACCESSION.match(line)) for line in lines),
        "LexisNexis": sum(bool(_COUNTED.match(line)) for line in lines),
        "ProQuest": sum(line.lower().startswith("proquest document id:") for line in lines),
    }
    kind = max(marks, key=lambda key: marks[key])
    if not marks[kind]:
        return "", [], 0
    if kind == "Nexis Uni":
        lines = [line for line in lines if not _COUNTED.match(line)]
    mark = {"Nexis Uni": _END, "Factiva": _ACCESSION, "LexisNexis": _COUNTED, "ProQuest": _RULE}[kind]
    parts: list[list[str]] = [[]]
    for line in lines:
        if not mark.match(line):
            parts[-1].append(line)
            continue
        if kind == "Factiva":
            parts[-1].append(line)  # the mark itself holds the key
        parts.append([])
    if kind == "ProQuest":
        is_article = [any(line.lower().startswith("proquest document id:") for line in part) for part in parts]
        kept = [part for part, good in zip(parts, is_article, strict=True) if good]
        left = [part for part, good in zip(parts, is_article, strict=True) if not good]
    else:
        # what follows the last end mark, or stands before the first opening one, is no article
        kept, left = (parts[1:], parts[:1]) if kind == "LexisNexis" else (parts[:-1], parts[-1:])
    return kind, kept, sum(bool(line) for part in left for line in part)


def _filled(part: list[str]) -> list[str]:
    return [line for line in part if line and not _PAGE.match(line)]


def _nexis(part: list[str]) -> _Found:
    """Read an article of Nexis Uni, or of an older export of LexisNexis, whose title follows the date."""
    lines, found = _filled(part), _Found()
    start = next((i for i, line in enumerate(lines) if line.lower() in ("body", "body:")), None)
    labels = [i for i, line in enumerate(lines[: start if start is not None else 40]) if _LABEL.match(line)]
    if start is None:
        # without the word Body the text follows the last of the labels that stand together at the top
        top = [i for i in labels if not re.match(r"(?:load-date|language|publication-type|graphic):", lines[i], re.I)]
        start = max(top, default=-1)
        inline = lines[start] if top and lines[start].lower().startswith("body:") else ""
        found.body = [inline[5:].strip()] if inline else []
    opening = lines[: labels[0] if labels else max(start, 0)]
    dates = [i for i, line in enumerate(opening) if _DATE.match(line)]
    if dates:
        day = dates[-1]
        found.published = _DATE.match(opening[day]).group(0)  # type: ignore[union-attr]
        before = [line for line in opening[:day] if not _COPYRIGHT.match(line)]
        after = [line for line in opening[day + 1 :] if not _COPYRIGHT.match(line)]
        older = len(before) == 1
        found.outlet = before[-1] if before else ""
        found.title = (after[-1] if after else "") if older else (before[-2] if len(before) > 1 else "")
    elif opening:
        found.title, found.outlet = opening[0], opening[1] if len(opening) > 1 else ""
    for line in lines[: start + 1]:
        _label(line, found)
    for i, line in enumerate(lines[start + 1 :], start + 1):
        if line.lower() in ("classification", "graphic", "notes") or re.match(
            r"(?:load-date|language|publication-type|graphic):", line, re.I
        ):
            for rest in lines[i:]:
                if rest.lower().startswith("language:"):
                    _label(rest, found)
            break
        found.body.append(line)
    return found


def _label(line: str, found: _Found) -> None:
    """Take what a labelled line of Nexis says."""
    match = _LABEL.match(line)
    name, value = (match.group(1).lower(), line[match.end() :].strip()) if match else ("", "")
    if name == "headline":
        found.title = value
    elif name == "highlight":
        found.lead = value
    elif name == "language":
        found.language = value.partition(";")[0]


def _factiva(part: list[str]) -> _Found:
    """Read an article of Factiva, with field codes or without."""
    lines, found = _filled(part), _Found()
    match = _ACCESSION.match(lines[-1]) if lines else None
    found.key = match.group(1) if match else ""
    lines = lines[:-1]
    coded = [i for i, line in enumerate(lines) if (code := _CODE.match(line)) and code.group(1) == "HD"]
    if coded:
        return _coded(lines[coded[0] :], found)
    at = next((i for i, line in enumerate(lines) if _WORDS.match(line)), None)
    if at is None:
        return _Found(title=lines[0] if lines else "", body=lines[1:], key=found.key)
    heads = [line for line in lines[:at] if not line.lower().startswith("by ")]
    found.title = heads[-1] if heads else ""
    rest = lines[at + 1 :]
    day = next((i for i, line in enumerate(rest[:6]) if _DATE.match(line)), None)
    if day is not None:
        found.published = rest[day]
        names = [line for line in rest[day + 1 : day + 4] if not re.match(r"\d{1,2}:\d{2}", line)]
        found.outlet = names[0] if names else ""
    end = next((i for i, line in enumerate(rest[:12]) if _COPYRIGHT.match(line)), None)
    if end is None:
        end = next((i for i, line in enumerate(rest[:12]) if re.match(r"english\Z", line, re.I)), day or 0)
    found.language = "English" if any(line.lower() == "english" for line in rest[: end + 1]) else ""
    found.body = rest[end + 1 :]
    return found


def _coded(lines: list[str], found: _Found) -> _Found:
    """Read fields that open with Factiva's codes; a cell of a table ends with a bar."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODE.match(line)
        if match:
            code, line = match.group(1), line[match.end() :]
        text = line.strip(" |\t")
        if text:
            fields.setdefault(code, []).append(text)
    found.title = " ".join(fields.get("HD", []))
    found.published = " ".join(fields.get("PD", [])[:1])
    found.outlet = " ".join(fields.get("SN", [])[:1])
    found.language = " ".join(fields.get("LA", [])[:1])
    found.body = [*fields.get("LP", []), *fields.get("TD", [])]
    return found


def _proquest(part: list[str]) -> _Found:
    """Read an article of ProQuest: labels, the text under one of them."""
    lines, found = _filled(part), _Found()
    found.title = lines[0] if lines and not _PROQUEST.match(lines[0]) else ""
    fields: dict[str, list[str]] = {}
    label = ""
    for line in lines:
        match = _PROQUEST.match(line)
        # inside the text only the labels that follow it count: a sentence may open with "Subject:"
        if match and not (label == "full text" and match.group(1).lower() in ("title", "location", "people", "links")):
            label, line = match.group(1).lower(), line[match.end() :].strip()
        if label and line:
            fields.setdefault(label, []).append(line)
    first = {label: texts[0] for label, texts in fields.items()}
    found.title = first.get("title", found.title)
    found.outlet = first.get("publication title", "").partition(";")[0]
    found.published = first.get("publication date", "")
    found.language = first.get("language of publication", "")
    found.key = first.get("proquest document id", "")
    found.url = first.get("document url", "")
    found.body = fields.get("full text", [])
    return found


def _single(lines: list[str]) -> _Found:
    """Read a document without marks: a short first line without a full stop is the title."""
    filled = [line for line in lines if line]
    if len(filled) > 1 and len(filled[0]) <= 200 and not filled[0].endswith((".", ":", ",", ";")):
        return _Found(title=filled[0], body=filled[1:])
    return _Found(body=filled)


_PARSERS: dict[str, Callable[[list[str]], _Found]] = {
    "Nexis Uni": _nexis,
    "LexisNexis": _nexis,
    "Factiva": _factiva,
    "ProQuest": _proquest,
}
