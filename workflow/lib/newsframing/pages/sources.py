"""What a page is given when it is whole: where the numbers of each section come from, names that tell regions apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import unquote

from markupsafe import escape

_HEADING = re.compile(r"(?:<(?:section|aside)[^>]*>\s*)?<h2[ >]")
_CELL = re.compile(r'data-cell="([^"#]+)\.csv#')
_REGION = re.compile(r'(<div(?=[^>]*role="region")[^>]*aria-label=")([^"]*)"')
_END = re.compile(r'<details class="code parameters"|</main>')


def with_sources(page: str, rules: Mapping[str, str]) -> str:
    """Put a line at the end of each section of a page that names the tables of its numbers and their rules.

    ``rules``: table (without ending) to the rule that makes it. A section ends at the next heading of its level; a
    section without numbers has no line.
    """
    opened = page.find("<main")
    ends = _END.search(page, opened)
    if opened < 0 or not ends:
        return page
    head, body, tail = page[:opened], page[opened : ends.start()], page[ends.start() :]
    starts = [found.start() for found in _HEADING.finditer(body)]
    parts = [body[a:b] for a, b in zip([0, *starts], [*starts, len(body)], strict=True)]
    return head + "".join(part + _line(part, rules) for part in parts) + tail


def distinct_regions(page: str) -> str:
    """Number the regions of a page that have one name (tables under the same caption), so that a reader can choose."""
    seen: Counter[str] = Counter()

    def told(found: re.Match[str]) -> str:
        seen[found[2]] += 1
        return f'{found[1]}{found[2]}{f", {seen[found[2]]}" if seen[found[2]] > 1 else ""}"'

    return _REGION.sub(told, page)


def _line(part: str, rules: Mapping[str, str]) -> str:
    tables = sorted({unquote(name) for name in _CELL.findall(part)})
    if not tables:  # a heading and text alone
        return ""
    said = []
    for name in tables:
        rule = f" (rule <code>{escape(rules[name])}</code>)" if name in rules else ""
        said.append(f'<a href="tables/{escape(name)}.csv">{escape(name)}.csv</a>{rule}')
    return f'<p class="sources method">Numbers of this section: {", ".join(said)}.</p>\n'
