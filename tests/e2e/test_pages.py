"""Every page of a study as its readers meet it: in a browser, on phone, tablet, screen and paper, and number by number.

By default the first study of config/config.yaml, run once for all tests, and the small one on hostile texts.
PAGES_OF="planted …" before the command looks at finished pages of other studies of this folder, as ``make prove`` does.
"""

import os
import re
from functools import lru_cache
from pathlib import Path

import browser
import pytest

from newsframing.datasets import fetch, sha256_of
from newsframing.errors import UserError
from newsframing.pages.numbers import count_of, faults
from newsframing.tables import read_csv

ROOT = Path(__file__).parents[2]
OTHERS = os.environ.get("PAGES_OF", "").split()
STUDIES = OTHERS or ["force-and-remedies", "smoke"]
MOST_BYTES = 3_000_000
WIDTHS = (360, 768, 1440)
#: paper less its margins, in pixels of CSS
PAPER = 680
needs_chromium = pytest.mark.skipif(browser.CHROMIUM is None, reason=browser.REASON)


@pytest.fixture()
def reports(request, study):
    """The folder of the finished reports."""
    project = "smoke_project" if study == "smoke" else "default_project"
    return (ROOT if OTHERS else request.getfixturevalue(project)) / "reports"


@pytest.fixture(scope="module")
def chromium():
    opened = browser.Browser()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def axe():
    """The source of axe-core, fetched once from the package index into the environment and checked by its hash."""
    kept = ROOT / ".venv/share/axe/axe.min.js"
    if not (kept.is_file() and sha256_of(kept.read_bytes()) == browser.AXE["file_sha256"]):
        try:
            fetch("axe", browser.AXE, kept.parent)
        except UserError as error:
            pytest.skip(f"axe-core cannot be fetched here: {error}")
    return kept.read_text("utf-8")


def pages(reports, study):
    found = sorted((reports / study).glob("*.html"))
    assert {"index", "corpus", "topics", "frames", "events"} <= {page.stem for page in found}
    return found


def all_faults(reports, study, look):
    """Look at every page of a study and tell what is wrong, by page; nothing else would show at once what to mend."""
    wrong = {page.name: said for page in pages(reports, study) if (said := look(page))}
    assert not wrong, "\n".join(f"{name}: {one}" for name, said in wrong.items() for one in said[:6])


@pytest.mark.parametrize("study", STUDIES)
def test_every_number_leads_to_its_cell_and_no_result_is_bare(reports, study):
    @lru_cache
    def table_of(name):
        file = reports / study / f"tables/{name}.csv"
        if not file.is_file():
            raise LookupError(f"there is no table {name}.csv")
        return read_csv(file, dtype=str)

    all_faults(reports, study, lambda page: faults(page.read_text("utf-8"), table_of))
    counts = {page.stem: count_of(page.read_text("utf-8")) for page in pages(reports, study)}
    assert min(counts[page] for page in ("index", "corpus", "topics")) > 5, counts


@pytest.mark.parametrize("study", STUDIES)
def test_no_page_is_heavy(reports, study):
    sizes = {page.name: page.stat().st_size for page in pages(reports, study)}
    assert max(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.parametrize("study", STUDIES)
def test_sections_say_where_their_numbers_come_from(reports, study):
    for page in pages(reports, study):
        text = page.read_text("utf-8")
        linked = set(re.findall(r'<a href="tables/([^"]+)\.csv">', text))
        assert set(re.findall(r'data-cell="([^"#]+)\.csv#', text)) <= linked, page.name
        assert all((page.parent / f"tables/{name}.csv").is_file() for name in linked), page.name


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize("study", STUDIES)
def test_pages_load_nothing_and_log_nothing_and_no_text_is_clipped_or_covered(reports, chromium, study):
    def look(page):
        chromium.open(page.as_uri())
        wrong = [f"asked for {url}" for url in chromium.loads() if url != page.as_uri()]
        wrong += [f"logged {said}" for said in chromium.complaints()]
        for width in WIDTHS:
            chromium.look(width)
            wrong += [f"at {width} pixels: {said}" for said in chromium.run(browser.LAYOUT)]
        return wrong

    all_faults(reports, study, look)


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize("study", STUDIES)
def test_axe_finds_no_violation(reports, chromium, axe, study):
    def look(page):
        chromium.open(page.as_uri()).look(WIDTHS[0])
        return chromium.axe(axe)

    all_faults(reports, study, look)


@needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize("study", STUDIES)
def test_pages_print(reports, chromium, study):
    def look(page):
        chromium.open(page.as_uri()).look(PAPER, media="print")
        wrong = chromium.run(browser.CUT)
        sheets = chromium.printed().count(b"/Type /Page\n")
        return [*wrong, *([] if 1 <= sheets <= 120 else [f"{sheets} sheets of paper"])]

    all_faults(reports, study, look)


BAD = """<!DOCTYPE html><html><head><title>t</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>
<img src="http://elsewhere.invalid/a.png"><p style="color:#bbb">Pale words</p>
<p style="width:60px;white-space:nowrap">Words that run far out of their box</p>
<div style="position:relative;height:40px"><span style="position:absolute;top:0">One text</span>
<span style="position:absolute;top:3px">another</span></div>
<table><tr><td style="min-width:1500px;display:block">wide</td></tr></table>
<script>console.error("a complaint"); undefinedThing()</script></main></body></html>"""


@needs_chromium
@pytest.mark.browser
def test_a_bad_page_would_be_seen(chromium, axe, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(BAD)
    chromium.open(page.as_uri()).look(360)
    assert "http://elsewhere.invalid/a.png" in chromium.loads()
    said = " ".join(chromium.complaints())
    assert "a complaint" in said and "undefinedThing" in said
    layout = " ".join(chromium.run(browser.LAYOUT))
    assert "runs out of its box" in layout and "text over text" in layout and "wide on a screen of 360" in layout
    found = " ".join(chromium.axe(axe))
    assert "color-contrast" in found and "image-alt" in found and "html-has-lang" in found
    chromium.look(PAPER, media="print")
    assert "cut off on paper" in " ".join(chromium.run(browser.CUT))
