"""A list of addresses, each fetched once and kept as it came, or noted with the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsframing.errors import UserError
from newsframing.fetching.client import Client, Refused
from newsframing.fetching.robots import Robots
from newsframing.manifest import Entry, Manifest, page_name

#: with so many hosts in a row out of reach it is this machine's network that is down
_DOWN = 4
_HTML = ("text/html", "application/xhtml+xml")


def fetch_pages(
    urls: Iterable[str], manifest: Manifest, client: Client, say: Callable[[str], None]
) -> tuple[int, int, list[Entry]]:
    """Fetch every address that is not kept and not refused for good: (asked for now, kept, entries without a page).

    ``manifest`` must be opened. UserError where no host can be reached at all; what came before that is kept.
    """
    robots = Robots(client)
    wanted = list(dict.fromkeys(urls))
    asked = 0
    down: set[str] = set()
    todo = [url for url in wanted if (entry := manifest.known(url)) is None or (not entry.file and entry.again)]
    for url in todo:
        asked += 1
        try:
            entry = _fetch(url, manifest, client, robots)
            down.clear()
        except Refused as refused:
            if refused.unreachable:
                down.add(page_name(url).rpartition("-")[0])
            else:
                down.clear()
            if len(down) >= _DOWN or (down and asked == len(todo) and len(down) == asked):
                raise UserError(
                    "no host can be reached", right="is there a network? then run make fetch again, it goes on here"
                ) from None
            entry = manifest.note(Entry(url, refused.status, refused.reason, refused.passing))
        say(f"{asked} of {len(todo)}: {url}: {entry.reason or 'kept'}")
    entries = [entry for url in wanted if (entry := manifest.known(url)) is not None]
    return asked, sum(bool(entry.file) for entry in entries), [entry for entry in entries if not entry.file]


def _fetch(url: str, manifest: Manifest, client: Client, robots: Robots) -> Entry:
    """Fetch one address and keep it; Refused where there is nothing to keep."""
    robots.check(url)
    answer = client.get(url, before_hop=robots.check)
    if answer.status != 200:
        raise Refused(_WORDS.get(answer.status, f"it answered with {answer.status}"), answer.status)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind and kind not in _HTML:
        raise Refused(f"no page but {kind[:60]}", answer.status)
    if not answer.body.strip():
        raise Refused("an empty page", answer.status, passing=True)
    final = answer.url if answer.url != url else ""
    entry = Entry(url, answer.status, file=page_name(url), content_type=answer.content_type, final_url=final)
    return manifest.keep(entry, answer.body)


_WORDS = {
    401: "it asks for a login (401)",
    402: "it asks to be paid (402)",
    403: "it does not let this client in (403)",
    404: "there is no such page (404)",
    410: "the page is gone (410)",
    451: "the page is kept back for legal reasons (451)",
}
