"""Services that answer a query page by page: how each is asked, and what its answers and faults say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from newsframing.fetching.client import Secret


@dataclass(frozen=True)
class Results:
    """What one page of results says: the ids on it, how many results there are in all, how many pages."""

    ids: tuple[str, ...]
    total: int | None
    pages: int | None


@dataclass(frozen=True)
class Service:
    """One service: its name (also of its reader), the variable with its key, and how it is spoken to.

    ``parameters`` gives those of a query without its page, ``results`` reads an answer (ValueError where it is none),
    ``message`` gives what an answer says of a fault.
    """

    name: str
    title: str
    variable: str
    register: str
    url: str
    page_size: int
    header: str
    parameter: str
    parameters: Callable[[Mapping[str, Any]], dict[str, str]]
    results: Callable[[bytes], Results]
    message: Callable[[bytes], str]

    def secret(self, key: str) -> Secret:
        """Say where in a request the key goes."""
        return Secret(key, header=self.header, parameter=self.parameter)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = None
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _ids(items: object, *keys: str) -> tuple[str, ...]:
    """Give what tells the items of a list apart; ValueError where it is no list."""
    if not isinstance(items, list):
        raise ValueError("no list of results")
    return tuple(
        str(next((item[k] for k in keys if item.get(k)), item)) if isinstance(item, dict) else str(item)
        for item in items
    )


def _guardian_parameters(query: Mapping[str, Any]) -> dict[str, str]:
    # the oldest first: what is published while pages are fetched cannot shift those that were fetched
    return {
        "q": str(query["query"]),
        "from-date": str(query["from"]),
        "to-date": str(query["to"]),
        "use-date": "published",
        "order-by": "oldest",
        "type": "article",
        "page-size": str(GUARDIAN_PAGE),
        "show-fields": "headline,trailText,bodyText,byline,publication,wordcount,lang",
        "format": "json",
        **({"lang": str(query["language"])} if query.get("language") else {}),
    }


def _guardian_results(body: bytes) -> Results:
    answer = _object(body).get("response")
    if not isinstance(answer, dict) or answer.get("status") != "ok":
        raise ValueError("no answer of the Guardian's open platform")
    return Results(
        _ids(answer.get("results"), "id", "webUrl"), _number(answer.get("total")), _number(answer.get("pages"))
    )


def _guardian_message(body: bytes) -> str:
    answer = _object(body)
    inner = answer.get("response")
    return str((inner if isinstance(inner, dict) else answer).get("message") or "")


def _newsapi_parameters(query: Mapping[str, Any]) -> dict[str, str]:
    return {
        "q": str(query["query"]),
        "from": str(query["from"]),
        "to": str(query["to"]),
        "sortBy": "publishedAt",
        "pageSize": str(NEWSAPI_PAGE),
        **({"language": str(query["language"])} if query.get("language") else {}),
    }


def _newsapi_results(body: bytes) -> Results:
    answer = _object(body)
    if answer.get("status") != "ok":
        raise ValueError("no answer of NewsAPI")
    return Results(_ids(answer.get("articles"), "url", "title"), _number(answer.get("totalResults")), None)


def _newsapi_message(body: bytes) -> str:
    answer = _object(body)
    parts = [str(answer[key]) for key in ("code", "message") if answer.get(key)]
    return ": ".join(parts)


GUARDIAN_PAGE = 50
NEWSAPI_PAGE = 100
SERVICES = {
    "guardian": Service(
        name="guardian",
        title="the Guardian's open platform",
        variable="GUARDIAN_API_KEY",
        register="open-platform.theguardian.com/access",
        url="https://content.guardianapis.com/search",
        page_size=GUARDIAN_PAGE,
        header="",
        # its documentation knows the key as a parameter of the address alone
        parameter="api-key",
        parameters=_guardian_parameters,
        results=_guardian_results,
        message=_guardian_message,
    ),
    "newsapi": Service(
        name="newsapi",
        title="NewsAPI",
        variable="NEWSAPI_KEY",
        register="newsapi.org/register",
        url="https://newsapi.org/v2/everything",
        page_size=NEWSAPI_PAGE,
        header="X-Api-Key",
        parameter="",
        parameters=_newsapi_parameters,
        results=_newsapi_results,
        message=_newsapi_message,
    ),
}
