"""Pieces of HTML. Texts of articles are not trusted: everything is escaped here, and only here.

Every function gives an :class:`Html`, which a notebook shows when it is the last line of a cell and which the other
functions take as it is; any other value is escaped. A number of a result goes through :func:`number`, which names the
cell of the table it came from; :func:`result`, :func:`estimate`, :func:`over` and :func:`plural_over` find that name
themselves. Digits that are no result are marked as what they are: :func:`given` (the method's), :func:`named` (part of
a name), ``<time>``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote as url_quote
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup, escape

from newsframing.cells import KEYS, Condition, cell_name, over_name, row_name, stem
from newsframing.cells import over as over_rows
from newsframing.figures.corpus import day_of, in_words
from newsframing.figures.style import HARD, Chart, rendered, save
from newsframing.figures.svg import data_address
from newsframing.figures.words import MISSING, count, decimal, is_missing, percent
from newsframing.tables import DECIMALS, whole_file

#: What may be quoted of one article on a page that others may see.
MOST_WORDS = 50
#: The width of the twin that a phone shows, in inches, and the screen up to which it is shown.
NARROW, NARROW_SCREEN = 3.45, "(max-width: 520px)"

Format = str | Callable[[object], str]
FORMATS: dict[str, Callable[[object], str]] = {
    "count": count,
    "percent": percent,
    "decimal": decimal,
    "decimal3": lambda value: decimal(value, 3),
    "text": lambda value: MISSING if is_missing(value) else str(value),
}


class Html(Markup):
    """A piece of safe HTML; a notebook shows it, and keeps no second copy of it as text."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": str(self), "text/plain": "(shown on the page)"}


def safe(value: object) -> Html:
    """Escape a value; what is :class:`Html` (or Markup) already stays as it is; control characters are dropped."""
    if isinstance(value, Markup):
        return Html(value)
    text = "".join(c for c in str(value) if c >= " " or c in "\n\t")
    return Html(escape(text))


def join(*parts: object) -> Html:
    """Put pieces together, one a line; a None is left out."""
    return Html("\n".join(str(safe(part)) for part in parts if part is not None))


def paragraph(*parts: object) -> Html:
    """Write a paragraph of texts and :func:`number`s, with no space added between them."""
    return Html(f"<p>{''.join(str(safe(part)) for part in parts)}</p>")


def web_address(url: object) -> str | None:
    """Give the address if it is a plain http or https one with a host, else None."""
    if is_missing(url):
        return None
    text = str(url).strip()
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"'\\]", text)
        )
    except ValueError:
        return None
    return text if good else None


def link(url: object, text: object) -> Html:
    """Link a text to a web address; where the address is none that may be followed, the text alone."""
    address = web_address(url)
    return safe(text) if address is None else Html(f'<a href="{safe(address)}" rel="noopener">{safe(text)}</a>')


def cell(table: str, row: object, column: str) -> str:
    """Name a cell by its row's key as a text, commas between the values; better: :func:`result`, which finds it."""
    return f"{url_quote(table, safe='')}#{url_quote(str(row), safe=':,.')}/{url_quote(column, safe='')}"


def as_number(value: object) -> str | None:
    """Write a value as the data element wants it (six decimals at most, no comma); None if it is no number."""
    if is_missing(value) or isinstance(value, bool):
        return None
    try:
        number_ = round(float(str(value)), DECIMALS) + 0.0
    except ValueError:
        return None
    if number_ != number_ or number_ in (float("inf"), float("-inf")):
        return None
    return f"{number_:.{DECIMALS}f}".rstrip("0").rstrip(".")


def formatted(value: object, how: Format) -> str:
    """Format a value by the name of a format (count, percent, decimal, decimal3, text) or a function."""
    return FORMATS[how](value) if isinstance(how, str) else how(value)


def number(value: object, cell: str, how: Format = "count") -> Html:
    """Write a result's number with the cell it came from (see :func:`cell`); a missing one is a dash.

    Raises ValueError if the value is neither missing nor a number: then it is no result.
    """
    if is_missing(value):
        return Html(f'<span class="missing" data-cell="{safe(cell)}" title="no value">{MISSING}</span>')
    plain = as_number(value)
    if plain is None:
        raise ValueError(f"{value!r} is not a number; {cell} cannot be a result")
    return Html(f'<data value="{plain}" data-cell="{safe(cell)}">{safe(formatted(value, how))}</data>')


def result(table: str, record: Any, column: str, how: Format = "count") -> Html:
    """Write a number of a table's row, a mapping, Series or named tuple that has the table's key columns.

    ``table``: its name, "frame_prevalence"; the row's key columns stand in ``newsframing.cells.KEYS``.
    """
    row = _as_mapping(record)
    return number(row[column], cell_name(table, row, column), how)


def interval(table: str, record: Any, how: Format = "percent", low: str = "low", high: str = "high") -> Html:
    """Write the interval of a table's row: "43% to 55%"; a dash where either end is missing."""
    row = _as_mapping(record)
    if is_missing(row[low]) or is_missing(row[high]):
        return Html(MISSING)
    return Html(f"{result(table, row, low, how)} to {result(table, row, high, how)}")


def estimate(
    table: str, record: Any, how: Format = "percent", column: str = "estimate", low: str = "low", high: str = "high"
) -> Html:
    """Write an estimate with its interval: "49% (43% to 55%)"."""
    bounds = interval(table, record, how, low, high)
    return Html(f"{result(table, record, column, how)} ({'no interval' if bounds == MISSING else bounds})")


def told(table: str, record: Any, column: str) -> Html:
    """Write a text as it stands in a cell of a table, its numbers included."""
    row = _as_mapping(record)
    return Html(f'<span data-cell="{safe(cell_name(table, row, column))}">{safe(row[column])}</span>')


def over(
    name: str, table: pd.DataFrame, do: str, column: str, where: Sequence[Condition] = (), how: Format = "count"
) -> Html:
    """Write a number over the rows of the table ``name`` that fulfil all conditions, as the cell's name says.

    ``do``: count, distinct, sum, min or max; ``where``: conditions like ``("usable", "=", 0)``.
    """
    return number(over_rows(table, do, column, where), over_name(name, do, column, where), how)


def plural_over(
    name: str, table: pd.DataFrame, do: str, column: str, one: str, many: str | None = None,
    where: Sequence[Condition] = (),
) -> Html:  # fmt: skip
    """Write such a number with its noun: "1 topic", "20 topics"."""
    return plural_of(over_rows(table, do, column, where), over_name(name, do, column, where), one, many)


def plural_of(value: object, cell: str, one: str, many: str | None = None) -> Html:
    """Write a count with the name of its cell and its noun."""
    return Html(f"{number(value, cell)} {safe(one if count(value) == '1' else many or one + 's')}")


def given(value: object, how: Format = "count") -> Html:
    """Write a number that the method or the study sets, so that it is not taken for a result."""
    return Html(f'<span class="given">{safe(value if isinstance(value, str) else formatted(value, how))}</span>')


def named(text: object) -> Html:
    """Write a name that comes from outside (a label, an outlet, an event) and may hold digits."""
    return Html(f'<span class="name">{safe(text)}</span>')


def day(value: object) -> Html:
    """Write a day (a date, or a text that opens with one) in words, marked as a time; what is none is a name."""
    found = day_of(value)
    if found is None:
        return named("–" if is_missing(value) else value)
    return Html(f'<time datetime="{found.isoformat()}">{safe(in_words(found)).replace(" ", HARD)}</time>')


def work(title: object, url: object = None) -> Html:
    """Write the title of an article, with a link where its address may be followed."""
    said = "(no title)" if is_missing(title) or not str(title).strip() else title
    return Html(f"<cite>{link(url, said)}</cite>")


def listed(items: Sequence[object], most: int = 8) -> Html:
    """Join pieces as "a, b and c"; past ``most`` the rest is counted."""
    parts = [str(safe(item)) for item in items]
    if len(parts) > most:
        parts = [*parts[: most - 1], f"{given(len(parts) - most + 1)} more"]
    return Html(parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else "")


def method(*parts: object) -> Html:
    """Write a paragraph about the method: its numbers are choices, no results."""
    return Html(f'<p class="method">{"".join(str(safe(part)) for part in parts)}</p>')


def _as_mapping(record: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], record._asdict() if hasattr(record, "_asdict") else record)


def table_html(
    table: pd.DataFrame,
    caption: object,
    formats: Mapping[str, Format] | None = None,
    headers: Mapping[str, object] | None = None,
    source: str | None = None,
    key: str | Sequence[str] | None = None,
    row_header: bool = True,
    columns: Sequence[str] | None = None,
    render: Mapping[str, Callable[[dict[str, Any]], object]] | None = None,
) -> Html:
    """Write an accessible table: caption, scoped headers, and a region of its own that scrolls if it is wide.

    ``formats``: column to format (columns of numbers have "decimal", of whole numbers "count"); ``headers``: column to
    heading; ``source``: the csv table that the numbers stand in under the same column names, ``key``: its key columns
    (those of ``newsframing.cells.KEYS`` without it), which need not be shown;
    ``row_header``: the first column heads its row; ``columns``: those shown, in this order; ``render``: column to a
    function of the whole row that gives the cell (so a title can link to the row's url: pandas keeps no
    :class:`Html` in a column of texts).
    """
    named = {str(c): (headers or {}).get(str(c), str(c).replace("_", " ")) for c in columns or table.columns}
    how = {str(c): (formats or {}).get(str(c)) or _default_format(table[c]) for c in named}
    numeric = {str(c): how[str(c)] != "text" and as_numbers(table[c]) for c in named}
    keys = [key] if isinstance(key, str) else list(key or (KEYS.get(stem(source), ()) if source else ()))
    if missing := [k for k in keys if k not in table.columns]:
        raise ValueError(f"the table has no column {', '.join(missing)} to name its rows by")
    head = "".join(
        f'<th scope="col"{_class(numeric[c])}>{safe(named[c])}</th>' if str(named[c]).strip() else "<td></td>"
        for c in named
    )
    body = []
    for record in table.to_dict("records"):
        row = row_name(record[k] for k in keys)
        cells = []
        for i, column in enumerate(named):
            value = record[column]
            if render and column in render:
                inner = safe(render[column](record))
            elif source and keys and numeric[column] and column not in keys:
                inner = number(value, f"{source}#{row}/{url_quote(column, safe='')}", how[column])
            elif isinstance(value, Markup):
                inner = safe(value)
            else:
                inner = safe(formatted(value, how[column]))
            tag = 'th scope="row"' if row_header and i == 0 else "td"
            cells.append(f"<{tag}{_class(numeric[column])}>{inner}</{tag[:2]}>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    if not body:
        body = [f'<tr><td colspan="{max(1, len(named))}">No rows.</td></tr>']
    label = safe(re.sub(r"<[^>]*>", "", str(caption)) if isinstance(caption, Markup) else caption)
    return Html(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n<table>\n'
        f"<caption><span>{safe(caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{chr(10).join(body)}\n</tbody>\n</table>\n</div>"
    )


def as_numbers(column: pd.Series) -> bool:
    """Say whether a column holds numbers (and not yes and no)."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _default_format(column: pd.Series) -> str:
    if not as_numbers(column):
        return "text"
    whole = pd.api.types.is_integer_dtype(column) or bool((column.dropna() % 1 == 0).all())
    return "count" if whole else "decimal"


def _class(numeric: bool) -> str:
    return ' class="num"' if numeric else ""


def _data_uri(image: Path | str | bytes) -> str:
    content = image if isinstance(image, bytes) else Path(image).read_bytes()
    return data_address(content)


def figure_html(
    image: Path | str | bytes, alt: str, caption: object = "", narrow: Path | str | bytes | None = None
) -> Html:
    """Embed an SVG (a path or its bytes) with its alternative text and a caption; ``narrow``: a twin for phones."""
    if not alt.strip():
        raise ValueError("a figure needs an alternative text")
    picture = f'<img src="{_data_uri(image)}" alt="{safe(alt)}">'
    if narrow is None:  # on a phone it keeps a size at which it can be read, and scrolls
        picture = f'<div class="scroll still" role="region" tabindex="0" aria-label="Figure">{picture}</div>'
    else:
        picture = f'<picture><source media="{NARROW_SCREEN}" srcset="{_data_uri(narrow)}">{picture}</picture>'
    told = f"\n<figcaption>{safe(caption)}</figcaption>" if caption else ""
    return Html(f"<figure>\n{picture}{told}\n</figure>")


def show(
    draw: Callable[..., Chart], stem: str | Path, *args: Any, caption: object = "", **options: Any
) -> tuple[Chart, Html]:
    """Draw, save ``stem``.svg and .png and a narrow twin for phones, and give the chart and its HTML.

    ``draw`` is a function of ``newsframing.figures`` and takes ``width``; the arguments are its own.
    """
    chart = draw(*args, **options)
    svg, _ = save(chart, stem)
    twin = narrow_twin(svg)
    with whole_file(twin) as draft:
        draft.write_bytes(rendered(draw(*args, **{**options, "width": NARROW})))
    return chart, figure_html(svg, chart.alt, caption, twin)


def narrow_twin(svg: Path) -> Path:
    """Say where the narrow twin of a figure stands: figures/narrow/name.svg."""
    return svg.parent / "narrow" / svg.name


def shortened(text: object, most: int = MOST_WORDS) -> str:
    """Cut a text after ``most`` words, with an ellipsis."""
    words = ("" if is_missing(text) else str(text)).split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + " …"


def quote_html(
    text: object, outlet: object = None, date: object = None, url: object = None, title: object = None
) -> Html:
    """Quote at most 50 words of an article, with its title, outlet, date and a link, whichever are known."""
    parts: list[Hashable] = []
    if not is_missing(title) and str(title).strip():
        parts.append(link(url, title))
    elif web_address(url) and not is_missing(outlet):
        parts.append(link(url, outlet))
        outlet = None
    if not is_missing(outlet) and str(outlet).strip():
        parts.append(safe(outlet))
    if not is_missing(date) and str(date).strip():
        parts.append(Html(f"<time>{safe(str(date)[:10])}</time>"))
    origin = f"\n<figcaption>{', '.join(str(p) for p in parts)}</figcaption>" if parts else ""
    return Html(f'<figure class="quote">\n<blockquote><p>{safe(shortened(text))}</p></blockquote>{origin}\n</figure>')


def note(text: object, heading: object = None) -> Html:
    """Write a boxed note, such as the limits of a corpus."""
    head = f"<strong>{safe(heading)}</strong> " if heading else ""
    return Html(f'<aside class="note"><p>{head}{safe(text)}</p></aside>')
