"""Light SVGs: the same picture in fewer bytes, a file that stands alone, an address that a page can hold."""

import re
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsframing.figures import corpus
from newsframing.figures.style import rendered
from newsframing.figures.svg import data_address, short_path

PLACES = st.floats(-2000, 2000, allow_nan=False, width=32)


def corners(path):
    """Follow a path of relative steps and list the ends of its steps."""
    at, first, ends = (0.0, 0.0), (0.0, 0.0), []
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", rest)]
        if command == "z":
            at = first
            continue
        size = {"M": 2, "l": 2, "q": 4, "c": 6, "h": 1, "v": 1}[command]
        for i in range(0, len(numbers), size):
            step = numbers[i : i + size]
            if command == "M":
                at = first = (step[0], step[1])
            else:
                x, y = (step[0], 0) if command == "h" else (0, step[0]) if command == "v" else step[-2:]
                at = (at[0] + x, at[1] + y)
            ends.append(at)
    return ends


@given(st.lists(st.tuples(st.sampled_from("LQC"), *[PLACES] * 6), min_size=1, max_size=40))
def test_rounded_steps_end_where_the_path_does(steps):
    said, ends = "M 1.5 2.25", [(1.5, 2.25)]
    for command, *numbers in steps:
        own = numbers[: {"L": 2, "Q": 4, "C": 6}[command]]
        said += f" {command} " + " ".join(f"{n:.6f}" for n in own)
        ends.append(tuple(own[-2:]))
    got = corners(short_path(said + " z"))
    assert len(got) == len(ends)
    assert all(
        abs(a - b) <= 0.0051 for one, other in zip(got, ends, strict=True) for a, b in zip(one, other, strict=True)
    )


def test_an_unknown_command_is_not_dropped_in_silence():
    with pytest.raises(ValueError, match="command A"):
        short_path("M 0 0 A 1 1 0 0 0 2 2")


def drawn():
    table = pd.DataFrame({"outlet": ["a.example", "b.example"], "n": [30, 12], "n_focus": [3, 1]})
    return corpus.focus(table)


def test_a_file_says_what_it_shows_and_an_address_leaves_that_to_the_image():
    chart = drawn()
    svg = rendered(chart)
    root = etree.fromstring(svg)
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
    assert root[0].text == chart.title and root[1].text == chart.alt and root.get("role") == "img"
    address = data_address(svg)
    assert not re.search(r"""[\s"<>]""", address)
    inside = etree.fromstring(unquote(address.removeprefix("data:image/svg+xml,")).encode())
    tags = [element.tag.rpartition("}")[2] for element in inside.iter()]
    assert "title" not in tags and "desc" not in tags
    assert tags.count("use") == svg.count(b"<use ") > 50
    assert all(element.get("href", "#")[0] == "#" for element in inside.iter())
    left, _, width, height = (float(number) for number in inside.get("viewBox").split())
    assert inside.get("width") == f"{width:g}pt" and left > 0  # the picture keeps its proportions
    assert (left + width, height) == tuple(float(number) for number in root.get("viewBox").split())[2:]


def test_ids_are_those_that_something_refers_to():
    root = etree.fromstring(rendered(drawn()))
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    used = {
        element.get("{http://www.w3.org/1999/xlink}href")[1:] for element in root.iter() if element.tag.endswith("use")
    }
    used |= set(re.findall(r"url\(#(\w+)\)", etree.tostring(root).decode()))
    assert ids == used
    classes = set(re.findall(r"\.([a-z]+)\{", next(root.iter("{*}style")).text))
    assert {element.get("class") for element in root.iter() if element.get("class")} == classes
