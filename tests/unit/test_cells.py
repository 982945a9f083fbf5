"""Cells: a number names the cell it came from, and the name leads back to it and to nothing else."""

import pandas as pd
import pytest

from newsframing import cells
from newsframing.pages import html
from newsframing.tables import read_csv, write_csv

PREVALENCE = pd.DataFrame(
    {
        "codebook": ["c", "c", "c"],
        "frame": ["a", "a", "b"],
        "method": "dictionary",
        "group": ["all", "outlet", "all"],
        "value": ["all", "a, b / c #1 = x: é", "all"],
        "corrected": [0, 0, 1],
        "n": [1234, 5, 7],
        "estimate": [0.25, 1 / 3, None],
        "low": [0.2, None, 0.1],
        "high": [0.3, None, 0.2],
    }
)
TOPICS = pd.DataFrame(
    {"topic": [1, 2, 3], "usable": [1, 0, 0], "prevalence": [0.5, 0.3, 0.2], "label": ["x", "y", "y"]}
)


@pytest.fixture()
def table_of(tmp_path):
    written = {"frame_prevalence": PREVALENCE, "topics": TOPICS}
    for name, table in written.items():
        write_csv(table, tmp_path / f"{name}.csv")

    def look(name):
        if name not in written:
            raise LookupError(f"no table {name}")
        return read_csv(tmp_path / f"{name}.csv", dtype=str)

    return look


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("column", ["n", "estimate", "low"])
def test_every_cell_is_found_again(table_of, place, column):
    row = PREVALENCE.iloc[place]
    value = cells.find(cells.cell_name("frame_prevalence", row, column), table_of)
    expected = row[column]
    assert value is None if pd.isna(expected) else value == round(float(expected), 6)


def test_a_row_read_as_numbers_has_the_name_of_the_row_as_text(table_of, tmp_path):
    typed = read_csv(tmp_path / "topics.csv")
    for one, other in zip(typed.to_dict("records"), table_of("topics").to_dict("records"), strict=True):
        assert cells.cell_name("topics", one, "prevalence") == cells.cell_name("topics", other, "prevalence")


def test_a_key_that_is_a_whole_number_with_a_point_is_found():
    bands = pd.DataFrame({"codebook": ["c", "c"], "from": [0.0, 0.5], "found": [0.25, 0.75]})
    for place in (0, 1):
        name = cells.cell_name("classifier_calibration", bands.iloc[place], "found")
        assert cells.find(name, lambda _: bands.astype(str)) == bands["found"][place]


@pytest.mark.parametrize(
    ("how", "column", "where", "expected"),
    [
        ("count", "topic", [("usable", "=", 0)], 2),
        ("count", "topic", [], 3),
        ("sum", "prevalence", [("usable", "=", 0), ("topic", "<", 3)], 0.3),
        ("max", "prevalence", [("topic", "!=", 1)], 0.3),
        ("min", "prevalence", [("prevalence", ">=", 0.3)], 0.3),
        ("distinct", "label", [], 2),
        ("sum", "topic", [("label", "=", "nobody")], 0),
        ("count", "topic", [("label", "=", "a,b/c>d")], 0),
    ],
)
def test_numbers_over_rows_are_found_again(table_of, how, column, where, expected):
    assert cells.over(TOPICS, how, column, where) == pytest.approx(expected)
    assert cells.find(cells.over_name("topics", how, column, where), table_of) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("topics.csv", "names no cell"),
        ("nothing.csv#1/topic", "no table nothing"),
        ("topics.csv#1/nothing", "no column nothing"),
        ("topics.csv#9/topic", "0 rows"),
        ("topics.csv#1,2/topic", "named by topic"),
        ("frame_prevalence.csv#c,a/n", "named by codebook, frame"),
        ("topics.csv#count:nothing=1/topic", "no condition"),
    ],
)
def test_a_name_that_leads_nowhere_says_why(table_of, name, why):
    with pytest.raises(LookupError, match=why):
        cells.find(name, table_of)


def test_two_rows_of_one_key_are_no_cell():
    doubled = pd.DataFrame({"topic": ["1", "1"], "n": ["2", "3"]})
    with pytest.raises(LookupError, match="2 rows"):
        cells.find("topics.csv#1/n", lambda _: doubled)


def test_what_is_done_with_rows_is_one_of_five():
    with pytest.raises(ValueError, match="none of count"):
        cells.over_name("topics", "mean", "topic")


def test_pages_write_a_row_with_its_cells():
    row = next(PREVALENCE.itertuples(index=False))
    key = "frame_prevalence.csv#c,a,dictionary,all,all,0"
    assert html.result("frame_prevalence", row, "n") == f'<data value="1234" data-cell="{key}/n">1,234</data>'
    made = html.estimate("frame_prevalence", row)
    assert made.count("<data") == 3 and f'data-cell="{key}/high">30%</data>)' in made
    assert "no interval" in html.estimate("frame_prevalence", PREVALENCE.iloc[1])
    assert html.told("topics", {"topic": 1, "label": "<b>"}, "label").endswith(">&lt;b&gt;</span>")
    weak = html.plural_over("topics", TOPICS, "count", "topic", "topic", where=[("usable", "=", 1)])
    assert weak == '<data value="1" data-cell="topics.csv#count:usable=1/topic">1</data> topic'
    assert html.listed(["a", html.given(2), "c"]) == 'a, <span class="given">2</span> and c'
    assert html.listed(list("abcd"), 3) == 'a, b and <span class="given">2</span> more' and html.listed([]) == ""


def test_a_table_of_a_page_names_its_cells_by_the_keys_of_its_source(table_of):
    made = html.table_html(PREVALENCE, "c", source="frame_prevalence.csv", columns=["frame", "n"], row_header=False)
    names = [part.split('"')[0] for part in made.split('data-cell="')[1:]]
    assert [cells.find(name.replace("&amp;", "&"), table_of) for name in names] == [1234, 5, 7]
