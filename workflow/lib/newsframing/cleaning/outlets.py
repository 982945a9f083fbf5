"""Outlets under one id each, whatever a record calls them, from the record or else from its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from newsframing.errors import UserError

_BLANKS = re.compile(r"[\s_]+")
_EDITION = re.compile(r"\A(?:www\d?|m|mobile|amp|edition|rss|feeds)\.")
#: what aggregators put behind an outlet's name: "CNN (Web News)", "Newsmax - Opinion"
_SUFFIX = re.compile(
    r"\s*(?:\((?:web news|online news|online|opinion|editorial|news|us|world)\)|\s-\s(?:news|opinion|editorial))\s*\Z",
    re.I,
)
#: and what stands behind it without a mark, cut only where the rest is a known name: "Fox News Opinion"
_LOOSE = re.compile(r"\s+(?:online news|web news|online|opinion|editorial|news)\s*\Z", re.I)
UNKNOWN_COLUMNS = ["outlet", "n"]


def host_of(url: str | None) -> str | None:
    """Give an address's host in small letters without www. and its like; None where it has none."""
    if not url:
        return None
    try:
        host = urlsplit(url.strip() if "//" in url else f"//{url.strip()}").hostname
    except ValueError:
        return None
    if not host or "." not in host or not re.fullmatch(r"[a-z0-9.\-]{3,253}", host):
        return None
    return _EDITION.sub("", host.strip("."))


def _plain(name: str) -> str:
    """Compare names without case, blanks at the ends, a leading "The" and dots at the end."""
    name = _BLANKS.sub(" ", name).strip(" .").casefold()
    return name.removeprefix("the ").strip()


class Outlets:
    """The outlets of config/outlets.yaml: id → {name, hosts, aliases, country, kind, ...}."""

    def __init__(self, outlets: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Take the mapping; UserError where two outlets share an alias."""
        self.outlets = dict(outlets or {})
        self._ids: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        for identity, about in self.outlets.items():
            names = [identity, about.get("name", identity), *about.get("aliases", [])]
            for name in names:
                owner = self._ids.setdefault(_plain(str(name)), identity)
                if owner != identity:
                    raise UserError(f"'{name}' names both {owner} and {identity}", where="outlets", right="keep one")
            for host in [identity, *about.get("hosts", [])]:
                self._hosts[str(host).lower()] = identity
        self.of = lru_cache(maxsize=65536)(self._of)

    def by_host(self, host: str | None) -> str | None:
        """Give the outlet of a host or of a domain above it, else the host itself."""
        if host is None:
            return None
        parts = host.split(".")
        for start in range(len(parts) - 1):
            if known := self._hosts.get(".".join(parts[start:])):
                return known
        return host

    def _of(self, outlet: str | None, url: str | None) -> str | None:
        """Give the id of a record's outlet: by its name, else by its address; an unknown name stays as it is."""
        host = self.by_host(host_of(url))
        if outlet and outlet.strip():
            name = _SUFFIX.sub("", outlet.strip())
            if known := self._ids.get(_plain(outlet)) or self._ids.get(_plain(name)):
                return known
            if known := self._ids.get(_plain(_LOOSE.sub("", name))):
                return known
            if re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/?", name):
                return self.by_host(host_of(name)) or name
            return host if host in self.outlets else _BLANKS.sub(" ", name).strip()
        return host

    def unknown(self, counts: Mapping[str, int]) -> pd.DataFrame:
        """List the outlets of articles that are not in the file, so that a user can add them: outlet, n; most first.

        ``counts`` maps outlets to numbers of articles; an empty name stands for those without outlet.
        """
        rows = [(name or "(no outlet)", n) for name, n in counts.items() if name not in self.outlets]
        rows.sort(key=lambda row: (-row[1], row[0]))
        return pd.DataFrame(rows, columns=UNKNOWN_COLUMNS)

    def names(self, outlets: Iterable[str | None]) -> list[str]:
        """Give every name, alias and host of these outlets, sorted: words that are no topic."""
        found: set[str] = set()
        for outlet in set(outlets):
            if outlet:
                about = self.outlets.get(outlet, {})
                found |= {outlet, about.get("name", outlet), *about.get("aliases", ()), *about.get("hosts", ())}
        return sorted(map(str, found))

    def is_name_of(self, text: str, outlet: str | None, given: str | None = None) -> bool:
        """Tell whether a text is a name of this outlet: its id, name, an alias, a host, or what the record said."""
        if outlet is None:
            return False
        if given and _plain(text) == _plain(given):
            return True
        if self._ids.get(_plain(text)) == outlet or _plain(text) == _plain(outlet):
            return True
        host = host_of(text) if re.fullmatch(r"[\w.-]+\.[a-z]{2,}", text.strip().lower()) else None
        return host is not None and self.by_host(host.lower()) == outlet
