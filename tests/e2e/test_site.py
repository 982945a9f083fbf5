"""The study's site on the small project: pages without a notebook, what their scripts do, what can be downloaded."""

import hashlib
import re
import shutil
import subprocess
from base64 import b64encode

import openpyxl
import pandas as pd
import pytest

from newsframing.checks import page_stands_alone
from newsframing.pages.tables_told import TOLD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=5000"
)
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium)")


@pytest.fixture(scope="module")
def reports(smoke_project):
    return smoke_project / "reports/smoke"


def after(page, script, folder):
    """Open a page with one more script that its policy allows, as a reader's hand; give the document afterwards."""
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = page.read_text("utf-8").replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    driven = folder / page.name
    driven.write_text(html.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    command = [CHROMIUM, *FLAGS.split(), f"--user-data-dir={folder / 'profile'}", "--dump-dom", driven.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_the_table_of_articles_is_whole_without_scripts(reports):
    page = (reports / "articles.html").read_text("utf-8")
    table = pd.read_csv(reports / "tables/focus_articles.csv")
    assert page.count("<tr data-f=") == len(table) > 10
    assert re.search(r'<div class="controls"[^>]* hidden>', page)
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert set(table["frames"].dropna().str.split().explode().str.split(":").str[0]) <= {
        "conflict", "remedies", "force_stance", "causes", "war_peace",
    }  # fmt: skip
    page_stands_alone(page, "articles.html")


@in_browser
@pytest.mark.browser
def test_articles_are_searched_chosen_and_sorted(reports, tmp_path):
    table = pd.read_csv(reports / "tables/focus_articles.csv")
    outlet = table["outlet"].mode()[0]
    script = (
        f'document.getElementById("outlet").value = "{outlet}";'
        'document.getElementById("outlet").dispatchEvent(new Event("input"));'
        'const sort = document.querySelector("#articles thead button"); sort.click(); sort.click();'
    )
    document = after(reports / "articles.html", script, tmp_path)
    shown = [row for row in re.findall(r"<tr data-f=[^>]*>", document) if "hidden" not in row]
    own = int((table["outlet"] == outlet).sum())
    assert len(shown) == own < len(table)
    assert f"{own} of {len(table)} articles listed." in document
    assert 'aria-sort="descending"' in document
    assert 'id="controls" role="search" aria-label="Articles in focus">' in document
    rows = re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]*)', document)
    assert rows == sorted(rows, key=str.casefold, reverse=True)


def test_the_method_text_is_written_from_the_run(reports):
    text = (reports / "replication/method.txt").read_text("utf-8")
    flow = pd.read_csv(reports / "tables/corpus_flow.csv")
    choice = pd.read_csv(reports / "tables/topic_choice.csv")
    assert f"Of {flow['n_in'].iloc[0]} records read, {flow['n_out'].iloc[-1]} articles" in text
    for row in flow[flow["n_removed"] > 0].itertuples():
        assert f"{row.n_removed} for" in text or f"{row.n_removed} as" in text, row
    assert f"Chosen were {choice.loc[choice['chosen'] == 1, 'k'].iloc[0]} topics" in text
    assert "No person has coded articles of this study" in text
    assert "The study states no claim to be tested" in text
    assert "Whether force works is a causal claim" in text
    assert "sources of the role reading" in text
    assert "An interval says how far a result would move" in text  # the limits are told in full
    page_stands_alone((reports / "method.html").read_text("utf-8"), "method.html")


def test_the_works_listed_are_those_cited(reports):
    text, bibtex = ((reports / "replication" / name).read_text("utf-8") for name in ("method.txt", "references.bib"))
    keys = re.findall(r"^@\w+\{([^,]+),", bibtex, re.MULTILINE)
    assert keys == sorted(set(keys))
    assert {"entman1993", "blei2003", "snakemake", "newsframing"} <= set(keys)
    assert not {"krippendorff2019", "holm1979", "angelopoulos2023a"} & set(keys)  # no codes, no claims
    assert text.count("\n- ") == len(keys)


def test_every_frame_has_a_card(reports):
    page = (reports / "cards.html").read_text("utf-8")
    shares = pd.read_csv(reports / "tables/frame_prevalence.csv")
    for book, frame in shares[["codebook", "frame"]].drop_duplicates().itertuples(index=False):
        assert page.count(f'<section class="card" id="{book}-{frame}">') == 1
    assert "Not validated by people" in page
    page_stands_alone(page, "cards.html")


def test_tables_figures_and_summary_can_be_taken(reports):
    page = (reports / "downloads.html").read_text("utf-8")
    for table in (reports / "tables").glob("*.csv"):
        assert f'href="tables/{table.name}"' in page, table.name
        assert TOLD.get(table.stem), f"{table.name} is not described in pages/tables_told.py"
    figures = pd.read_csv(reports / "figures/figures.csv")
    for name in figures["file"]:
        assert f'href="figures/{name}"' in page
        assert f'href="figures/{name.replace(".svg", ".png")}"' in page
    for path in re.findall(r'href="((?:tables|figures|downloads|replication)/[^"]+)"', page):
        assert (reports / path).is_file(), path
    book = openpyxl.load_workbook(reports / "downloads/tables.xlsx", read_only=True)
    assert len(book.sheetnames) == 1 + len(list((reports / "tables").glob("*.csv")))
    assert (reports / "downloads/summary.pdf").read_bytes().startswith(b"%PDF-")
    assert (reports / "downloads/regression.md").is_file()


def test_the_index_opens_with_question_answer_and_one_figure(reports):
    page = (reports / "index.html").read_text("utf-8")
    main = page[page.index("<main") :]
    order = [
        "Does the whole way from files to a report hold?",
        "The answer, in plain words",
        "puts no claim to the test",
    ]
    order += [f"<h2>{head}</h2>" for head in ("Verdicts", "Frames", "Topics", "Corpus", "Validity and robustness")]
    order += ["<h2>Readings</h2>", "<h2>Method and limits</h2>"]
    places = [main.index(text) for text in order]
    assert places == sorted(places)
    for name in re.findall(r'href="([a-z_/]+\.(?:html|csv|yaml))"', main):
        assert (reports / name).is_file(), name


def test_the_main_figure_stands_still_and_its_numbers_can_be_opened(reports):
    page = (reports / "index.html").read_text("utf-8")
    still = page.index('<div id="still">')
    assert still < page.index("<figure>", still) < page.index('<details id="shares">')
    page_stands_alone(page, "index.html")


@in_browser
@pytest.mark.browser
def test_the_chart_shows_what_its_table_says(reports, tmp_path):
    script = (
        'const pick = document.getElementById("chart-outlet"); pick.value = String(pick.options.length - 1);'
        'pick.dispatchEvent(new Event("input"));'
    )
    document = after(reports / "index.html", script, tmp_path)
    table = document[document.index('<details id="shares">') : document.index("</details>")]
    last = [re.sub(r"<[^>]+>", "", row) for row in re.findall(r"<td>((?:(?!<td>).)*)</td></tr>", table)]
    chart = document[document.index('<figure class="chart">') : document.index('<div id="still"')]
    shown = re.findall(r'<span class="value">([^<]*)</span>', chart)
    assert shown == last
    assert len(shown) > 5
    assert 'class="print-only"' in document
