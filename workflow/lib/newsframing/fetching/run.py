"""Everything that one study fetches: its queries to services, and the pages of its lists of addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from newsframing.errors import UserError
from newsframing.fetching.client import Client, Limits
from newsframing.fetching.pages import fetch_pages
from newsframing.fetching.query import checked_key, fetch_query
from newsframing.fetching.services import SERVICES
from newsframing.manifest import NAME, Manifest
from newsframing.project import fetched_folder, pages_folder, study_settings
from newsframing.readers.urls import read_list

#: for tests: the address of a server on this machine that all requests go to
LOOPBACK = "NEWSFRAMING_LOOPBACK"


def fetch_study(
    root: Path, study: str, environment: Mapping[str, str], say: Callable[[str], None], limits: Limits | None = None
) -> None:
    """Fetch what a study names and does not have yet; ``say`` gets a line a request and a summary a source.

    Keys come from ``environment`` alone. UserError where nothing can be fetched, or a service refuses; what came
    before is kept, and the next run goes on there.
    """
    _, settings = study_settings(root, study)
    sources = settings["corpus"]["sources"]
    wanted = [source for source in sources if source.get("format") == "urls" or "api" in source.get("fetch", {})]
    if not wanted:
        raise UserError(
            "no source of this study is fetched",
            file=f"config/studies/{study}.yaml",
            where="key corpus.sources",
            right="give one format: urls, or fetch: {api: guardian, ...}",
        )
    # all keys are looked at before the first request, so that none is made in vain
    keys = {
        source["fetch"]["api"]: checked_key(SERVICES[source["fetch"]["api"]], environment)
        for source in wanted
        if "api" in source.get("fetch", {})
    }
    for source in wanted:
        fetch = source.get("fetch", {})
        bounds = limits or Limits(delay=float(fetch.get("delay", Limits.delay)))
        with Client(bounds, loopback=environment.get(LOOPBACK), contact=str(fetch.get("contact", ""))) as client:
            if "api" in fetch:
                _query(root, study, fetch, client, keys[fetch["api"]], say)
            else:
                _pages(root, study, source, client, say)


def _query(
    root: Path, study: str, fetch: Mapping[str, Any], client: Client, key: str, say: Callable[[str], None]
) -> None:
    service = SERVICES[fetch["api"]]
    folder = fetched_folder(study, fetch)
    with Manifest(root / folder).opened() as manifest:
        done = fetch_query(service, fetch, manifest, client, key, say)
    named = "" if done.total is None else f" of {done.total} that it names"
    say(f"{service.title}: {done.results} results{named} on {done.pages} pages, {done.asked} asked for now; {done.why}")
    say(f"kept in {folder}")


def _pages(root: Path, study: str, source: Mapping[str, Any], client: Client, say: Callable[[str], None]) -> None:
    folder = pages_folder(study)
    urls: list[str] = []
    lists = sorted(path for path in root.glob(source["path"]) if path.is_file())
    if not lists:
        raise UserError(f"there is no list '{source['path']}'", file=f"config/studies/{study}.yaml")
    for path in lists:
        addresses, _ = read_list(path, path.relative_to(root).as_posix(), dict(source))
        urls += [address.url for address in addresses if address.url]
    if not urls:
        raise UserError("this list holds no address", file=source["path"], right="one a row, such as https://…")
    with Manifest(root / folder).opened() as manifest:
        asked, kept, without = fetch_pages(urls, manifest, client, say)
    reasons = Counter(entry.reason for entry in without)
    say(f"{kept} of {len(set(urls))} pages kept, {asked} asked for now")
    for reason, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        say(f"  {number} not: {reason}")
    say(f"kept in {folder}, each request in {folder}/{NAME}")
    if not kept:
        raise UserError("no page of the list could be fetched", file=source["path"], right="see the reasons above")
