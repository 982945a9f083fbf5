"""A query to a service, page by page, each answer kept as it came; a query that was cut short goes on where it was."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from newsframing.errors import UserError
from newsframing.fetching.client import Answer, Client, Refused, Secret, redacted
from newsframing.fetching.services import Results, Service
from newsframing.manifest import Entry, Manifest

_AGAIN = "what came is kept; run make fetch again, it goes on here"
#: shorter keys than any service gives (the Guardian's "test") may stand in a text by chance
_SHORTEST_KEY = 12


@dataclass(frozen=True)
class Outcome:
    """What a query has given so far: requests of this run, pages and results kept, what the service says it has."""

    asked: int
    pages: int
    results: int
    total: int | None
    why: str


def checked_key(service: Service, environment: Mapping[str, str]) -> str:
    """Take a service's key from the environment; UserError, which never shows it, where it is missing or no key."""
    key = environment.get(service.variable, "").strip()
    if not key:
        raise UserError(
            f"the key of {service.title} is missing",
            where=service.variable,
            right=f"get one at {service.register} and set this variable in the environment",
        )
    if not re.fullmatch(r"[\x21-\x7e]{1,200}", key):
        raise UserError("this variable holds what cannot be a key", where=service.variable, right="set it again")
    return key


def fetch_query(
    service: Service,
    query: Mapping[str, Any],
    manifest: Manifest,
    client: Client,
    key: str,
    say: Callable[[str], None],
) -> Outcome:
    """Fetch the pages of a query that are not kept yet, up to ``query["pages"]``; ``manifest`` must be opened.

    It ends with an empty page, with a page that repeats the one before (a service that lies about its paging), or
    with the last page that the service names. UserError where the service refuses.
    """
    base = service.parameters(query)
    url = f"{service.url}?{urlencode(base)}"
    limit = int(query.get("pages") or 10)
    asked = kept = n_results = 0
    total: int | None = None
    before: tuple[str, ...] = ()
    why = f"the study asks for {limit} page{'s' if limit > 1 else ''} at most"
    for page in range(1, limit + 1):
        entry = manifest.known(url, page)
        if entry is not None and not entry.file and not entry.again:
            why = entry.reason
            break
        if entry is not None and entry.file:
            results = _results(service, manifest.content(entry))
        else:
            asked += 1
            answer = _ask(service, {**base, "page": str(page)}, client, service.secret(key), key)
            results = _results(service, answer.body)
            if before and results.ids == before:
                why = manifest.note(Entry(url, answer.status, "this page repeats the one before", page=page)).reason
                break
            entry = Entry(url, answer.status, file=f"page-{page:04d}.json", content_type=answer.content_type, page=page)
            manifest.keep(entry, answer.body)
            say(f"{service.name}: page {page}, {len(results.ids)} results of {_many(results.total)}")
        kept, n_results, before = kept + 1, n_results + len(results.ids), results.ids
        total = results.total if results.total is not None else total
        if not results.ids:
            why = "there are no more results"
            break
        # a service that has given more than it names lies about the rest as well: go on to the first empty page
        lied = results.total is not None and n_results > results.total
        if page >= _last_page(results, service.page_size) and not lied:
            why = "this was the last page"
            break
    return Outcome(asked, kept, n_results, total, why)


def _many(total: int | None) -> str:
    return "an unknown number" if total is None else str(total)


def _last_page(results: Results, page_size: int) -> float:
    """Work out the number of the last page from what the service says; without a word from it there is none."""
    if results.pages is not None:
        return results.pages
    return math.ceil(results.total / page_size) if results.total is not None else math.inf


def _results(service: Service, body: bytes) -> Results:
    try:
        return service.results(body)
    except ValueError:
        raise UserError(
            f"{service.title} answered with something else than results; nothing of it was kept", right=_AGAIN
        ) from None


def _ask(service: Service, parameters: Mapping[str, str], client: Client, secret: Secret, key: str) -> Answer:
    """Ask for one page; a fault becomes one sentence, in which the key never stands."""
    try:
        answer = client.get(service.url, parameters=parameters, secret=secret)
    except Refused as refused:
        if refused.unreachable:
            raise UserError(
                f"{service.title} cannot be reached ({refused.reason})", right=f"is there a network? {_AGAIN}"
            ) from None
        raise UserError(f"{service.title}: {redacted(refused.reason, key)}", right=_AGAIN) from None
    message = redacted(" ".join(service.message(answer.body).split()), key)[:300]
    said = f", it says: {message}" if message else ""
    if answer.status in (401, 403):
        raise UserError(
            f"{service.title} does not accept the key ({answer.status}){said}",
            where=service.variable,
            right="set the right key in the environment",
        )
    if answer.status == 426:
        raise UserError(
            f"{service.title} gives this only to a larger plan (426){said}",
            right="ask for fewer pages (fetch.pages) or later dates (fetch.from); what came before is kept",
        )
    if answer.status != 200:
        raise UserError(
            f"{service.title} refused the query ({answer.status}){said}", right="look at fetch in the study"
        )
    if len(key) >= _SHORTEST_KEY and key.encode() in answer.body:
        raise UserError(
            f"the answer of {service.title} holds the key itself, so that it was not kept",
            right="report it to the service, and ask for another key",
        )
    return answer
