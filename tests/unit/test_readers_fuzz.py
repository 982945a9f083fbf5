"""Whatever a file holds, a reader gives records, rejections or one sentence: no traceback, no hang, nothing lost."""

import csv
import gzip
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsframing.articles import RECORD_COLUMNS
from newsframing.cleaning import clean
from newsframing.errors import UserError
from newsframing.readers import READERS, import_source

#: a name that each reader takes for its own; a reader that is not listed here is tried on all of them
NAMES = {
    "table": ["a.csv", "a.tsv", "a.jsonl", "a.json", "a.parquet", "a.csv.gz", "a.jsonl.gz"],
    "text": ["a.txt", "a.md"],
    "newsapi": ["a.json", "a.json.gz"],
}
CASES = [(fmt, name) for fmt in READERS for name in NAMES.get(fmt, ["a.html", "a.csv", "a.docx", "a.rtf"])]

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.text(max_size=30)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "body", "url", "articles", "status", "source", "id"]), inner, max_size=5
        )
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
PIECES = [b"title,body\n", b'"', b",", b"\n", b"\r\n", b"\0", b"{", b"}", b'{"body": "x"}\n', b"[", b"]", b"---\n"]
PIECES += [
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"title: x\n",
    b"PAR1",
    b"\x1f\x8b",
    b"sep=;\n",
    b'{"status": "error"}',
    b"\xc3",
]
pieces = st.sampled_from([*PIECES, b"=1+1", b"body"])
hostile = st.binary(max_size=200) | st.lists(pieces, max_size=14).map(b"".join)


def outcome(content: bytes, fmt: str, name: str, options: dict[str, Any] | None = None) -> tuple[Any, ...] | None:
    """Read a file: the three tables, or None where it was refused in one sentence that names it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            tables = import_source([(path, name)], fmt, options or {})
        except UserError as error:
            assert name in str(error)
            assert "\n" not in str(error)
            return None
    return tables


@pytest.mark.parametrize(("fmt", "name"), CASES)
@settings(max_examples=30, deadline=None)
@given(hostile)
@example(b"")
@example(b"\0" * 50)
@example(b'{"body":' * 600)
@example(b"[" * 3000)
def test_any_bytes(fmt: str, name: str, content: bytes) -> None:
    found = outcome(content, fmt, name)
    if found is not None:
        cleaned = clean(found[0])
        assert len(cleaned.articles) + len(cleaned.excluded) == len(found[0])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.integers(0, 60), st.binary(max_size=6))
def test_a_broken_archive_is_one_sentence(content: bytes, kept: int, tail: bytes) -> None:
    packed = gzip.compress(b"title,body\n" + content, mtime=0)
    outcome(packed[:kept] + tail, "table", "a.csv.gz")
    outcome(packed[: len(packed) // 2], "newsapi", "a.json.gz")
    assert outcome(gzip.compress(b"title,body\n")[:-4], "table", "a.csv.gz") is None


@settings(max_examples=80, deadline=None)
@given(st.lists(anything, max_size=6))
def test_every_entry_of_a_response_is_a_record_or_rejected(articles: list[Any]) -> None:
    content = json.dumps(
        {"status": "ok", "totalResults": len(articles), "articles": articles}, allow_nan=False, default=str
    )
    found = outcome(content.encode("utf-8", "surrogatepass"), "newsapi", "a.json")
    if found is not None:
        records, rejected, _ = found
        assert len(records) + len(rejected) == len(articles)


@settings(max_examples=80, deadline=None)
@given(anything)
def test_any_json_is_read_or_refused(value: Any) -> None:
    content = json.dumps(value, default=str).encode("utf-8", "surrogatepass")
    for fmt in ("newsapi", "table"):
        outcome(content, fmt, "a.json")


@settings(max_examples=80, deadline=None)
@given(st.lists(anything, min_size=1, max_size=8))
def test_every_line_of_json_is_a_record_or_rejected(values: list[Any]) -> None:
    lines = [json.dumps({"body": "x"}), *(json.dumps(value) for value in values), "{broken"]
    found = outcome("\n".join(lines).encode("utf-8", "surrogatepass"), "table", "a.jsonl")
    assert found is not None
    assert len(found[0]) + len(found[1]) == len(lines)


# (a file with many control characters is refused as no text)
cells = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=8), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_every_row_that_was_written_is_a_record(rows: list[tuple[str, str]], delimiter: str, end: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "body"), *rows])
    found = outcome(stream.getvalue().encode("utf-8"), "table", "a.csv")
    assert found is not None
    records, rejected, _ = found
    assert rejected.empty
    written = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(records) == len(written), "a row without a single letter is no record"
    errors = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"}
    expected = [tuple(None if not c or c.strip() in errors else c for c in row) for row in written]
    assert list(zip(records["title"], records["body"], strict=True)) == expected


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet='ab,;"\n ', max_size=25), min_size=1, max_size=10))
def test_no_line_of_a_broken_table_is_lost_unseen(lines: list[str]) -> None:
    """Quotes may swallow lines: then the record says so, or the lines stand in what was rejected."""
    text = "title,body\n" + "\n".join(lines) + "\n"
    found = outcome(text.encode(), "table", "a.csv", {"delimiter": ","})
    if found is None:
        return
    records, rejected, _ = found
    letters = sum(text.count(letter) for letter in "ab") - sum("title,body".count(letter) for letter in "ab")
    kept = sum(str(cell).count(letter) for c in ("title", "body") for cell in records[c].dropna() for letter in "ab")
    assert kept == letters or not rejected.empty


HOSTILE = ["<script>", "<!--", "<p", '"?', "(", " ", "\n ", "- -", "Read more: ", "JUST WATCHED ", "Copyright ", "**a"]
HOSTILE += [
    "[a](",
    "A. B. ",
    "x@y",
    "(Reporting by ",
    "opinions expressed ",
    "Want to get ",
    "F??il ",
    "the-",
    "Q: ",
    "(",
]
HOSTILE += [
    "Ã©",
    "â€",
    "\u00a0",
    "&amp;",
    "Word. ",
    "Source:",
    "ab contributed ",
    "MUST WATCH ",
    "/TASS/",
    "(CNN",
    " ,",
]


def test_no_text_makes_cleaning_hang() -> None:
    """Repetitions on which a careless pattern takes quadratic time; in a process of its own, which is given up."""
    program = (
        "import pandas as pd\n"
        "from newsframing.articles import RECORD_COLUMNS\n"
        "from newsframing.cleaning import clean\n"
        f"texts = [(s * (150000 // len(s))) + ' end' for s in {HOSTILE!r}]\n"
        "rows = [{'article_id': f'{n:016x}', 'role': 'counted', 'outlet': 'huffingtonpost.com', 'body': t}"
        " for n, t in enumerate(texts)]\n"
        "done = clean(pd.DataFrame(rows, columns=RECORD_COLUMNS).astype(object))\n"
        "print(len(done.articles) + len(done.excluded))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.strip() == str(len(HOSTILE)), done.stderr


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(RECORD_COLUMNS[4:]), st.none() | cells, max_size=8), max_size=6))
def test_cleaning_accounts_for_every_record(rows: list[dict[str, str | None]]) -> None:
    full = [{**row, "article_id": f"{n % 4:016x}", "role": "counted"} for n, row in enumerate(rows)]
    cleaned = clean(pd.DataFrame(full, columns=RECORD_COLUMNS).astype(object), languages=["en"], collected="2020-01-01")
    assert len(cleaned.articles) + len(cleaned.excluded) == len(rows)
    assert cleaned.dates["n"].sum() == len({row["article_id"] for row in full})
    assert sum(number for _, _, number in cleaned.removed) == len(cleaned.excluded)
