"""Numbers of a page, looked up: each leads to the cell it names, and no digit of a result stands without one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pandas as pd
from bs4 import BeautifulSoup, Tag

from newsframing.cells import find

#: blocks in which results are told
BLOCKS = ("p", "li", "dd")
#: blocks that hold no results: prose of a notebook (the same in every run), code, quotations, what the method sets
FREE_BLOCKS = "section.prose, details, blockquote, figure.quote, .method, nav, table, figcaption"
#: pieces of a block whose digits are no results, or have been looked up
FREE_PIECES = "[data-cell], time, cite, code, .given, .name, p, li, dd, blockquote, figure, table"
_DIGITS = re.compile(r"\d")
#: a difference has a sign, and may be in points (hundredths)
_SHOWN = re.compile(r"([−+-]?)(<?)([\d,]*\.?\d+)(%?)")


def faults(page: str, table_of: Callable[[str], pd.DataFrame]) -> list[str]:
    """List what is wrong with the numbers of a page; ``table_of`` as in :func:`newsframing.cells.find`."""
    soup = BeautifulSoup(page, "html.parser")
    main = soup.find("main") or soup
    assert isinstance(main, Tag)
    return [*_unlike_their_cell(main, table_of), *_without_a_cell(main)]


def count_of(page: str) -> int:
    """Count the numbers and texts of a page that name a cell."""
    return page.count("data-cell=")


def _unlike_their_cell(main: Tag, table_of: Callable[[str], pd.DataFrame]) -> Iterator[str]:
    for element in main.select("[data-cell]"):
        name, text = str(element["data-cell"]), element.get_text()
        try:
            found = find(name, table_of)
        except LookupError as error:
            yield str(error.args[0])
            continue
        if element.name == "data":
            value = float(str(element["value"]))
            if not isinstance(found, float) or abs(found - value) > 1e-6:
                yield f"{name} is {found}, the page has {value}"
            elif not _says(text, value):
                yield f"{name} is {value}, the page shows {text}"
        elif found is None:
            if _DIGITS.search(text):
                yield f"{name} is empty, the page shows {text}"
        elif isinstance(found, float) or " ".join(found.split()) != " ".join(text.split()):
            yield f"{name} is {found!r}, the page has {text!r}"


def _says(text: str, value: float) -> bool:
    """Say whether a text shows a value, rounded to the digits it has, as it is, in per cent or (a share) in points."""
    shown = _SHOWN.fullmatch(text.strip())
    if not shown:
        return False
    sign, less, digits, percent = shown.groups()
    number = float(digits.replace(",", "")) * (-1 if sign in ("−", "-") else 1)
    value = 100 * value if percent else value
    if less:
        return 0 < abs(value) < number
    decimals = len(digits.rpartition(".")[2]) if "." in digits else 0
    in_points = [100 * value] if not percent and abs(value) <= 1 else []
    return any(abs(number - one) <= 0.5 * 10**-decimals + 1e-4 for one in (value, *in_points))


def _without_a_cell(main: Tag) -> Iterator[str]:
    for cell in main.select("td.num"):
        if _DIGITS.search(cell.get_text()) and not cell.select("[data-cell]"):
            yield f"a column of numbers has {cell.get_text()!r} without its cell"
    free = {id(element) for element in main.select(FREE_BLOCKS)}
    for block in main.find_all(BLOCKS):
        if id(block) in free or any(id(parent) in free for parent in block.parents):
            continue
        pieces = {id(piece) for piece in block.select(FREE_PIECES)}
        text = "".join(
            str(string) for string in block.find_all(string=True) if not _inside(string.parent, block, pieces)
        )
        if _DIGITS.search(text):
            yield f"a digit without its cell: {' '.join(block.get_text().split())[:160]!r}"


def _inside(element: Tag | None, block: Tag, pieces: set[int]) -> bool:
    while element is not None and element is not block:
        if id(element) in pieces:
            return True
        element = element.parent
    return False
