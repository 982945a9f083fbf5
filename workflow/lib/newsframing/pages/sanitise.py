"""What may stand in the body of a page: an allowlist, applied to all that notebooks give."""

from __future__ import annotations

import re

import bleach  # type: ignore[import-untyped]
from bs4 import BeautifulSoup

TAGS = frozenset(
    """a abbr aside b blockquote br caption cite code col colgroup data dd del details div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p picture pre q s section small source span strong sub summary sup table
    tbody td tfoot th thead time tr u ul""".split()  # noqa: SIM905
)
#: Elements whose content is no text for a reader: they go with all that is in them.
DROPPED = (
    "script",
    "style",
    "template",
    "iframe",
    "object",
    "embed",
    "noscript",
    "svg",
    "math",
    "form",
    "link",
    "meta",
)
ANYWHERE = frozenset(
    """class id title role lang dir tabindex
    aria-label aria-labelledby aria-describedby aria-hidden""".split()  # noqa: SIM905
)
ON = {
    "a": {"rel"},
    "data": {"value", "data-cell"},
    "span": {"data-cell"},
    "time": {"datetime"},
    "img": {"alt", "width", "height"},
    "source": {"media"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan", "headers"},
    "col": {"span"},
    "ol": {"start"},
    "details": {"open"},
}
IMAGE = re.compile(
    r"data:image/(?:(?:svg\+xml|png|jpeg);base64,[A-Za-z0-9+/=]+|svg\+xml,[A-Za-z0-9%!$&'()*+,./:;=?@_~-]+)"
)
LINK = re.compile(r"(?:https?://[^\s]+|#[^\s]*|(?!/)[A-Za-z0-9_.~/%-]+(?:#[^\s]*)?)", re.IGNORECASE)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name in ANYWHERE or name in ON.get(tag, ()):
        return True
    if (tag, name) in (("img", "src"), ("source", "srcset")):
        return IMAGE.fullmatch(value) is not None
    return (tag, name) == ("a", "href") and LINK.fullmatch(value.strip()) is not None


def sanitise(html: str) -> str:
    """Keep the elements and attributes that pages use; images are embedded, links web addresses or local."""
    soup = BeautifulSoup(str(html), "html.parser")
    for element in soup(list(DROPPED)):
        element.decompose()
    cleaner = bleach.Cleaner(tags=TAGS, attributes=_allowed, protocols=["http", "https", "data"], strip=True)
    return str(cleaner.clean(str(soup)))
