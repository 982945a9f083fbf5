"""Notebooks: a real kernel, the same bytes twice, a failure kept for opening, pages that load nothing."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from newsframing.errors import UserError
from newsframing.pages import notebooks, site

TEMPLATE = Path(__file__).parents[2] / "workflow/report/template"
SHOW = """
import sys, warnings
from pathlib import Path
from newsframing.pages.html import join, link, paragraph, quote_html
warnings.warn("a warning that is not for readers")
print("in", Path.cwd().name)
print("twice", file=sys.stdout)
"""
QUOTE = """
join(paragraph("study ", study), quote_html("<script>alert(1)</script> ]]>", "o", None, "javascript:x"))
"""
FACTS = site.page_facts("corpus", "The corpus", "A study & more", version="9.8.7", notebook="notebooks/corpus.ipynb")


def notebook(path, *cells):
    first = new_code_cell("study = 'none'\nleast: int = 20", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[first, *cells]), path)
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same notebook run twice, in two folders of different names."""
    done = []
    for name in ("first", "second-with-a-longer-name"):
        folder = tmp_path_factory.mktemp(name) / "project"
        folder.mkdir()
        source = notebook(
            folder / "in.ipynb",
            new_markdown_cell("# The corpus\n\nProse with [a link](https://a.example/) and <script>bad()</script>."),
            new_code_cell(SHOW),
            new_code_cell(
                QUOTE,
                metadata={"tags": ["hide-input"]},
            ),
            new_code_cell("object()"),
            new_code_cell(
                "from IPython.display import HTML\nHTML('<script src=\"https://a.example/x.js\"></script><b>kept</b>')"
            ),
        )
        draft = folder / "logs/draft.ipynb"
        done.append((notebooks.execute(source, draft, {"study": "s-1"}, cwd=folder), draft))
    return done


def test_two_runs_give_the_same_bytes(runs, tmp_path):
    for i, (nb, _) in enumerate(runs):
        notebooks.write(notebooks.normalise(nb), tmp_path / f"{i}.ipynb")
    first = (tmp_path / "0.ipynb").read_bytes()
    assert first == (tmp_path / "1.ipynb").read_bytes()
    pages = [notebooks.to_html(nb, TEMPLATE, FACTS) for nb, _ in runs]
    assert pages[0] == pages[1]


def test_the_normalised_notebook_says_nothing_of_the_machine(runs):
    nb = notebooks.normalise(runs[0][0])
    nbformat.validate(nb)
    text = nbformat.writes(nb)
    assert [c["id"] for c in nb.cells] == [f"cell-{i}" for i in range(len(nb.cells))]
    assert not re.search(r"papermill|duration|start_time|\d{4}-\d\d-\d\dT|0x[0-9a-f]{6}|/tmp|stderr", text)
    assert "not for readers" not in text.replace("warnings.warn(", "").replace(
        "a warning that is not for readers", "", 1
    )
    assert "s-1" in text and "in project" in text
    assert notebooks.normalise(nb) == nb


def test_the_run_sees_its_folder_and_parameters(runs):
    nb, draft = runs[0]
    assert draft.exists()
    assert notebooks.shown_parameters(nb) == [("study", "'s-1'")]


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_page_loads_nothing_from_outside(runs):
    page = notebooks.to_html(runs[0][0], TEMPLATE, FACTS)
    for tag, attributes in Seen(page).found:
        assert tag not in ("script", "iframe", "object", "embed")
        for name, value in attributes.items():
            assert not name.startswith("on")
            outside = re.match(r"\s*(?:[a-z]+:)?//", value or "")
            assert not outside or (tag == "a" and name == "href"), (tag, name, value)
    assert "@import" not in page and "url(" not in page
    assert "default-src 'none'" in page


def test_the_page_shows_what_a_reader_needs(runs):
    page = notebooks.to_html(runs[0][0], TEMPLATE, FACTS)
    tags = [tag for tag, _ in Seen(page).found]
    assert {"header", "nav", "main", "footer"} <= set(tags) and tags.count("h1") == 1
    assert "Parameters of this run" in page and "<dt>study</dt><dd><code>'s-1'</code></dd>" in page
    assert "<b>kept</b>" in page and "in project\ntwice" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt;" in page
    assert page.count("<summary>Code</summary>") == 3  # the hidden one and the parameters are not among them
    assert "A study &amp; more" in page and "9.8.7" in page and "../index.html" in page
    main = page[page.index("<main") : page.index("</main>")]
    outputs = re.sub(r"<details.*?</details>", "", main, flags=re.S)
    assert "not for readers" not in outputs and "least" not in outputs


def test_a_failed_notebook_is_kept_with_its_error(tmp_path):
    source = notebook(tmp_path / "in.ipynb", new_code_cell("1 / 0"), new_code_cell("print('never')"))
    draft = tmp_path / "draft.ipynb"
    with pytest.raises(notebooks.NotebookFailed, match=r"in\.ipynb, cell 2: ZeroDivisionError.*draft\.ipynb"):
        notebooks.execute(source, draft, cwd=tmp_path)
    errors = [o for c in nbformat.read(draft, 4).cells for o in c.get("outputs", []) if o.output_type == "error"]
    assert errors[0].ename == "ZeroDivisionError" and "never" not in str(errors)


def test_an_error_of_the_user_is_one(tmp_path):
    code = "from newsframing.errors import UserError\nraise UserError('no such frame', file='study.yaml')"
    source = notebook(tmp_path / "in.ipynb", new_code_cell(code))
    with pytest.raises(UserError, match=r"in\.ipynb, cell 2: study\.yaml: no such frame"):
        notebooks.execute(source, tmp_path / "draft.ipynb", cwd=tmp_path)


def test_an_unknown_parameter_is_an_error_of_the_user(tmp_path):
    source = notebook(tmp_path / "in.ipynb")
    assert notebooks.parameter_names(source) == ["study", "least"]
    with pytest.raises(UserError, match=r"unknown parameter 'studdy'.*did you mean 'study'"):
        notebooks.execute(source, tmp_path / "draft.ipynb", {"studdy": "x"}, cwd=tmp_path)
    assert not (tmp_path / "draft.ipynb").exists()


def test_kernels_side_by_side_in_one_folder_do_not_meet(tmp_path):
    source = notebook(tmp_path / "in.ipynb", new_code_cell("import time\ntime.sleep(1)\nstudy"))
    code = (
        "import sys; from newsframing.pages.notebooks import execute; "
        "nb = execute('in.ipynb', sys.argv[1] + '.ipynb', {'study': sys.argv[1]}); "
        "print(nb.cells[-1].outputs[0].data['text/plain'])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, name], cwd=source.parent, stdout=subprocess.PIPE, text=True)
        for name in ("a", "b", "c")
    ]
    assert [run.communicate(timeout=120)[0].strip() for run in running] == ["'a'", "'b'", "'c'"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ipynb", "b.ipynb", "c.ipynb", "in.ipynb"]
