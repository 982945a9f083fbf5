"""Titles without the outlet's name behind them."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsframing.cleaning.log import ChangeLog

_TAIL = re.compile(r"\s+(?:[-–—|•·:]|::|--)\s+([^\s\-–—|•·][^|•·]{0,59})\Z")
_WEB_NEWS = re.compile(r"\s*\((?:web news|online news|video|photos?|audio|gallery)\)\s*\Z", re.IGNORECASE)


def strip_title_tail(title: str, is_outlet: Callable[[str], bool], log: ChangeLog) -> str:
    """Cut a tail such as " - The Outlet", only where ``is_outlet`` knows it as the name of the record's outlet.

    A title that would be nothing else is left alone.
    """
    for _ in range(2):
        match = _TAIL.search(title)
        # the last separator counts: "A - B - Outlet" has the tail "Outlet"
        while match and (inner := _TAIL.search(title, match.start() + 1)):
            match = inner
        if match is None or not title[: match.start()].strip() or not is_outlet(match.group(1).strip()):
            break
        log.add("outlet cut from title", len(title) - match.start())
        title = title[: match.start()]
    return log.sub("outlet cut from title", _WEB_NEWS, "", title) if _WEB_NEWS.search(title) else title
