"""What the pages of a site share (navigation, footer, head), the list of studies, and pages that are no notebooks."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newsframing.figures.words import plural
from newsframing.pages.sources import distinct_regions, with_sources
from newsframing.rights import LICENCE, QUOTING, VERDICTS
from newsframing.settings import load_yaml
from newsframing.tables import whole_file

#: The pages of a study in reading order: file stem and what the navigation calls it.
PAGES = {"index": "Findings", "frames": "Frames", "events": "Events", "topics": "Topics", "corpus": "Corpus"}
#: The pages after them, which are made without a notebook.
SUPPLEMENTS = {"articles": "Articles", "cards": "Frame cards", "regressions": "Regressions"}
SUPPLEMENTS |= {"method": "Method and limits", "downloads": "Downloads"}
#: The one script that a page runs.
SCRIPTS = {"articles": "articles.js", "index": "shares.js"}
#: Pages that only studies with codes, and only studies with hypotheses have.
CODED, CLAIMING = {"validity": "Validity"}, {"verdicts": "Verdicts"}
#: The page of a study of which everything is known.
PLANTED = {"planted": "Planted and found"}
#: What stands at their head; the index has the title of the study.
HEADINGS = {"corpus": "The corpus", "topics": "The topics", "frames": "The frames", "events": "One event, many outlets"}
HEADINGS |= {"validity": "What the measures are worth", "verdicts": "The claims and their verdicts"}
HEADINGS |= {"planted": "What was planted, and what was found"}
HEADINGS |= {"articles": "Every article in focus", "method": "Method and limits"}
HEADINGS |= {"cards": "A card for every frame", "regressions": "What goes with each frame", "downloads": "Downloads"}
RIGHTS = (
    f"{LICENCE} This page is no copy of them: {QUOTING[0].lower()}{QUOTING[1:]} {VERDICTS} Tables and figures may be "
    "reused with a reference to the study."
)


class Place(NamedTuple):
    """A link of the navigation: its words, its address, and whether it is the page one is on."""

    text: str
    href: str
    here: bool


class Entry(NamedTuple):
    """A study in the list of studies: its id is its folder."""

    study: str
    title: str
    question: str
    n_articles: int
    n_focus: int | None = None


def navigation(current: str, pages: Mapping[str, str] | None = None) -> list[Place]:
    """Give the links between the pages of a study; ``pages``: stem to words (see :data:`PAGES`)."""
    return [Place(text, f"{stem}.html", stem == current) for stem, text in (pages or PAGES).items()]


def page_facts(
    current: str,
    title: str,
    study_title: str,
    project: str = "Newsframing",
    version: str = "",
    pages: Mapping[str, str] | None = None,
    description: str = "",
    notebook: str = "",
) -> dict[str, Any]:
    """Give what a page of a study tells its template.

    ``current``: stem of this page; ``title``: of the page; ``notebook``: relative address of the executed notebook, if
    it is shipped beside the page; ``description``: one sentence for search engines and screen readers' page lists.
    """
    return {
        "title": title,
        "study_title": study_title,
        "description": description or f"{title} – {study_title}",
        "navigation": navigation(current, pages),
        "up": "../index.html",
        "home": "index.html",
        "project": project,
        "version": version,
        "rights": RIGHTS,
        "notebook": notebook,
        "parameters": [],
        "has_heading": False,
        "script": "",
        "script_hash": "",
    }


def own_script(template: str | Path, page: str) -> dict[str, Any]:
    """Give the script of a page (see :data:`SCRIPTS`), nothing for a page without one."""
    return script_facts(template, SCRIPTS[page]) if page in SCRIPTS else {}


def script_facts(template: str | Path, name: str) -> dict[str, Any]:
    """Give a script of the template's folder as a page holds it, with the hash by which the page's policy lets it run.

    A page runs that script and no other: its policy (Content-Security-Policy) names no source but this hash.
    """
    text = "\n" + (Path(template) / name).read_text("utf-8")
    if "</script" in text.lower():
        raise ValueError(f"{name} holds the end of a script")
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return {"script": Markup(text), "script_hash": f"sha256-{digest}"}


def pages_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Give the pages of a study, stem to words, by its record (replication/study.yaml)."""
    pages = dict(PAGES)
    if record["study"].get("hypotheses"):
        pages = {"index": pages.pop("index"), **CLAIMING, **pages}
    if record["study"].get("planted"):
        pages = {"index": pages.pop("index"), **PLANTED, **pages}
    return {**pages, **(CODED if record.get("coded") else {}), **SUPPLEMENTS}


def page_of(study: str, page: str, root: str | Path = ".") -> dict[str, Any]:
    """Give what the template of a study's page is told, from the study's record under ``root``."""
    record = load_yaml(Path(root) / f"reports/{study}/replication/study.yaml")
    version = metadata.version("newsframing")
    title = record["study"]["title"]
    heading = title if page == "index" else HEADINGS[page]
    notebook = "" if page in SUPPLEMENTS else f"notebooks/{page}.ipynb"
    return page_facts(page, heading, title, version=version, pages=pages_of(record), notebook=notebook)


def _render(template: str | Path, name: str, **facts: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(str(template)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(**facts).strip() + "\n"


def page(body: Markup, template: str | Path, facts: Mapping[str, Any]) -> str:
    """Write a page that is no notebook: ``body`` (safe HTML) within the same frame, ``facts`` of :func:`page_facts`."""
    return _render(template, "plain.html.j2", page=facts, body=Markup(body))


def write_page(
    body: Markup, template: str | Path, study: str, target: str | Path, rules: Mapping[str, str] | None = None
) -> None:
    """Write a page of a study that is made without a notebook, with its script if it has one.

    ``rules``: table to the rule that makes it; each section then says where its numbers come from.
    """
    stem = Path(target).stem
    made = page(body, template, page_of(study, stem) | own_script(template, stem))
    with whole_file(target) as draft:
        draft.write_text(distinct_regions(with_sources(made, rules or {})), "utf-8", newline="\n")


def reports_index(
    entries: Sequence[Entry | Mapping[str, Any]],
    template: str | Path,
    project: str = "Newsframing",
    version: str = "",
) -> str:
    """Write reports/index.html: every study with its title, question, size and a link, in the order given.

    An entry is an :class:`Entry` or a mapping with its fields.
    """
    studies = [entry if isinstance(entry, Entry) else Entry(**entry) for entry in entries]
    cards = [
        {
            "title": s.title,
            "question": s.question or "",
            "href": f"{s.study}/index.html",
            "size": plural(s.n_articles, "article")
            + ("" if s.n_focus is None else f", {plural(s.n_focus, 'of them', 'of them')} in focus"),
        }
        for s in studies
    ]
    facts = {
        **page_facts("", "Studies", project, project, version),
        "description": f"The studies of {project}",
        "navigation": [],
        "up": "",
        "home": "index.html",
        "has_heading": True,
    }
    return _render(template, "studies.html.j2", page=facts, studies=cards)
