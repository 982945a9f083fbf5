"""What the robots.txt of a host allows (RFC 9309), read once a run."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

from newsframing.fetching.client import ROBOT, Client, Refused
from newsframing.readers.html import decode

_MOST = 500 << 10
_SLOWEST = 120.0


class Robots:
    """The rules of the hosts that were asked, for this client."""

    def __init__(self, client: Client) -> None:
        """Take the client that reads them."""
        self._client = client
        self._rules: dict[str, Protego | Refused] = {}

    def check(self, url: str) -> None:
        """Raise Refused where an address must not be fetched; a stated Crawl-delay is kept from then on.

        No such file, or one that may not be read (4xx), allows everything; a host that fails (5xx, 429, no answer)
        allows nothing for now (RFC 9309, 2.3.1).
        """
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            self._rules[place] = self._read(place, parts.hostname or "")
        rules = self._rules[place]
        if isinstance(rules, Refused):
            raise rules
        if not rules.can_fetch(url, ROBOT):
            raise Refused("its robots.txt does not allow it")

    def _read(self, place: str, host: str) -> Protego | Refused:
        try:
            answer = self._client.get(f"{place}/robots.txt", before_hop=lambda _: None)
        except Refused as refused:
            if refused.passing:
                return Refused(
                    f"its robots.txt could not be read: {refused.reason}",
                    refused.status,
                    passing=True,
                    unreachable=refused.unreachable,
                )
            return Protego.parse("")
        rules = Protego.parse(decode(answer.body[:_MOST]) if answer.status == 200 else "")
        delay = rules.crawl_delay(ROBOT)
        if delay:
            self._client.slow_down(host, min(float(delay), _SLOWEST))
        return rules
