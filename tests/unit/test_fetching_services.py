"""Queries to services against a server that pages, lies, throttles and refuses."""

import json

import pytest
from webserver import Reply, Web, as_json, served

from newsframing.errors import UserError
from newsframing.fetching.client import Client, Limits
from newsframing.fetching.query import checked_key, fetch_query
from newsframing.fetching.services import SERVICES
from newsframing.manifest import NAME, Manifest, read
from newsframing.readers import import_source

KEY = "k3y-0123456789abcdef"
GUARDIAN, NEWSAPI = SERVICES["guardian"], SERVICES["newsapi"]
PLACE = {"guardian": ("content.guardianapis.com", "/search"), "newsapi": ("newsapi.org", "/v2/everything")}
QUERY = {"query": 'Pakistan AND "air strikes"', "from": "2024-03-01", "to": "2024-03-31", "pages": 20}


def article(number):
    """Make a result in the shape of the Guardian's."""
    return {
        "id": f"world/2024/mar/18/story-{number}",
        "type": "article",
        "webPublicationDate": "2024-03-18T10:00:00Z",
        "webTitle": f"Story {number}",
        "webUrl": f"https://www.theguardian.com/world/2024/mar/18/story-{number}",
        "fields": {
            "headline": f"Story {number} of the border",
            "trailText": "<p>Residents &amp; soldiers.</p>",
            "bodyText": f"Villagers of place {number} said that the strikes had hit houses.",
            "publication": "The Guardian",
            "lang": "en",
        },
    }


def guardian(total, *, says=None, pages=None, size=50):
    """Answer as the Guardian does, with ``total`` results, though it may name others."""

    def answer(query, headers):
        if query.get("api-key") != KEY:
            return as_json({"message": "Unauthorized"}, 401)
        page = int(query["page"])
        results = [article(n) for n in range((page - 1) * size, min(page * size, total))]
        named = total if says is None else says
        stated = {"pages": -(-named // size) if pages is None else pages}
        body = {"status": "ok", "total": named, "pageSize": size, "currentPage": page, **stated, "results": results}
        return as_json({"response": body})

    return answer


def newsapi(total, *, most=None):
    """Answer as NewsAPI does; beyond ``most`` results it wants a larger plan."""

    def answer(query, headers):
        if headers.get("X-Api-Key") != KEY:
            fault = {"status": "error", "code": "apiKeyInvalid", "message": f"Your key {headers.get('X-Api-Key')} is"}
            return as_json(fault, 401)
        page, size = int(query["page"]), int(query["pageSize"])
        if most is not None and (page - 1) * size >= most:
            fault = {"status": "error", "code": "maximumResultsReached", "message": "You asked for too many results."}
            return as_json(fault, 426)
        made = [
            {
                "source": {"id": None, "name": "West Wire"},
                "title": f"Story {n}",
                "description": "They met.",
                "url": f"https://west.example/{n}",
                "publishedAt": "2024-03-18T10:00:00Z",
                "content": "They met at the border… [+900 chars]",
            }
            for n in range((page - 1) * size, min(page * size, total))
        ]
        return as_json({"status": "ok", "totalResults": total, "articles": made})

    return answer


@pytest.fixture()
def web():
    return Web()


@pytest.fixture()
def server(web):
    with served(web) as address:
        yield address


@pytest.fixture()
def fetch(server, tmp_path):
    """Run a query against the server; what it says goes into ``said``."""
    said = []

    def run(service, query=QUERY, key=KEY, **limits):
        with (
            Client(Limits(**{"tries": 3, **limits}), loopback=server, sleep=lambda _: None) as client,
            Manifest(tmp_path / "kept").opened() as manifest,
        ):
            return fetch_query(service, query, manifest, client, key, said.append)

    run.said = said
    run.folder = tmp_path / "kept"
    return run


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".json") if folder.exists() else []


def nothing_half_written(folder):
    return not folder.exists() or not list(folder.glob(".*"))


def nowhere(key, folder, *texts):
    """Tell whether a key is in no file and in no text."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return not any(key.encode() in content for content in contents) and not any(key in text for text in texts)


def test_all_pages_are_kept_untouched_and_read(web, fetch):
    web.on(*PLACE["guardian"], guardian(120))
    done = fetch(GUARDIAN)
    assert (done.asked, done.pages, done.results, done.total) == (3, 3, 120, 120)
    assert files(fetch.folder) == ["page-0001.json", "page-0002.json", "page-0003.json"]
    assert json.loads((fetch.folder / "page-0003.json").read_bytes())["response"]["currentPage"] == 3
    assert web.seen[0]["query"].startswith("q=Pakistan+AND") or "q=Pakistan%20AND" in web.seen[0]["query"]
    entries = read(fetch.folder / NAME)
    assert [entry.page for entry in entries] == [1, 2, 3]
    assert all(len(entry.sha256) == 64 and entry.time.endswith("+00:00") for entry in entries)
    assert nowhere(KEY, fetch.folder, *fetch.said)
    records, rejected, _ = import_source([(fetch.folder / n, n) for n in files(fetch.folder)], "guardian", {})
    assert len(records) == 120
    assert rejected.empty
    assert records.iloc[0]["title"] == "Story 0 of the border"
    assert records.iloc[0]["outlet"] == "The Guardian"


def test_what_is_kept_is_not_asked_for_again(web, fetch):
    web.on(*PLACE["guardian"], guardian(120))
    fetch(GUARDIAN, {**QUERY, "pages": 2})
    assert len(web.seen) == 2
    assert fetch(GUARDIAN).asked == 1
    assert fetch(GUARDIAN).asked == 0
    assert len(web.seen) == 3


def test_a_page_that_was_lost_is_fetched_again_and_one_that_was_changed_is_named(web, fetch):
    web.on(*PLACE["guardian"], guardian(120))
    fetch(GUARDIAN)
    (fetch.folder / "page-0002.json").unlink()
    assert fetch(GUARDIAN).asked == 1
    (fetch.folder / "page-0002.json").write_text("{}")
    with pytest.raises(UserError, match=r"page-0002.json: this is not the file that was fetched"):
        fetch(GUARDIAN)


@pytest.mark.parametrize(
    ("lie", "pages", "results"),
    [
        ({"says": 1000}, 4, 120),  # more is named than there is: an empty page ends it
        ({"says": 0, "pages": 0}, 4, 120),  # less than came: nothing it says of the rest counts
        ({"says": 70}, 4, 120),
        ({"pages": 10**9}, 4, 120),
        ({"says": -5, "pages": -1}, 4, 120),
    ],
)
def test_lies_about_totals_lose_nothing_and_end(web, fetch, lie, pages, results):
    web.on(*PLACE["guardian"], guardian(120, **lie))
    done = fetch(GUARDIAN)
    assert (done.pages, done.results) == (pages, results)
    asked = len(web.seen)
    assert fetch(GUARDIAN).asked == 0
    assert len(web.seen) == asked


def test_a_service_that_repeats_a_page_for_ever_is_left(web, fetch):
    body = {"response": {"status": "ok", "total": 10**6, "pages": 10**4, "results": [article(n) for n in range(50)]}}
    web.on(*PLACE["guardian"], as_json(body))
    done = fetch(GUARDIAN)
    assert (done.pages, done.asked, done.why) == (1, 2, "this page repeats the one before")
    assert fetch(GUARDIAN).asked == 0


def test_newsapi_gets_its_key_in_a_header(web, fetch):
    web.on(*PLACE["newsapi"], newsapi(130))
    done = fetch(NEWSAPI)
    assert (done.pages, done.results) == (2, 130)
    assert all(KEY not in seen["query"] and seen["headers"]["X-Api-Key"] == KEY for seen in web.seen)
    records, _, _ = import_source([(fetch.folder / n, n) for n in files(fetch.folder)], "newsapi", {})
    assert len(records) == 130


def test_a_throttled_and_broken_answer_comes_in_the_end(web, fetch):
    good = guardian(10)({"api-key": KEY, "page": "1"}, {})
    half = Reply(200, good.body[:100], "application/json", cut=50)
    web.on(*PLACE["guardian"], [Reply(429, "", Retry_After=1), half, good])
    assert fetch(GUARDIAN).results == 10


FAULTS = [
    ("guardian", as_json({"message": "Unauthorized"}, 401), "does not accept the key .401., it says: Unauthorized"),
    ("newsapi", newsapi(5), "does not accept the key .401.*apiKeyInvalid"),
    ("newsapi", as_json({"status": "error", "code": "parameterInvalid"}, 426), "larger plan .426.*parameterInvalid"),
    ("newsapi", as_json({"status": "error", "code": "rateLimited"}, 429), "too many requests.*429.*3 tries"),
    ("guardian", Reply(500, "<h1>oops"), "the server failed .500.*3 tries"),
    (
        "guardian",
        Reply(400, '{"response":{"status":"error","message":"bad page"}}'),
        "refused the query .400.*bad page",
    ),
    ("guardian", Reply(200, "<html>a login page"), "something else than results"),
    ("guardian", as_json({"response": {"status": "ok", "results": None}}), "something else than results"),
    ("newsapi", as_json({"status": "error", "code": "unexpectedError"}), "something else than results"),
    ("guardian", Reply(302, "", Location="https://evil.example/"), "sends elsewhere"),
    ("guardian", Reply(200, "half", cut=1000), "broke off"),
    ("guardian", Reply(200, f'{{"response": "{KEY}"}}'), "holds the key itself"),
]


@pytest.mark.parametrize(("name", "answer", "words"), FAULTS)
def test_each_fault_is_one_sentence_and_leaves_nothing(web, fetch, name, answer, words):
    web.on(*PLACE[name], answer)
    key = KEY if name == "guardian" or "plan" in words or "many" in words or "else" in words else "wrong-key-987654321"
    with pytest.raises(UserError, match=words) as error:
        fetch(SERVICES[name], key=key)
    assert "\n" not in str(error.value)
    assert files(fetch.folder) == []
    assert nothing_half_written(fetch.folder)
    assert nowhere(key, fetch.folder if fetch.folder.exists() else fetch.folder.parent, str(error.value), *fetch.said)
    assert "evil.example" not in [seen["host"] for seen in web.seen]


def test_a_plan_that_ends_keeps_what_it_gave(web, fetch):
    web.on(*PLACE["newsapi"], newsapi(340, most=100))
    with pytest.raises(UserError, match=r"larger plan .426.*maximumResultsReached.*fewer pages"):
        fetch(NEWSAPI)
    assert files(fetch.folder) == ["page-0001.json"]
    assert fetch(NEWSAPI, {**QUERY, "pages": 1}).asked == 0


def test_a_network_that_is_down(tmp_path):
    with (
        Client(Limits(tries=1), loopback="http://127.0.0.1:9") as client,
        Manifest(tmp_path / "kept").opened() as manifest,
        pytest.raises(UserError, match=r"cannot be reached .no connection.*is there a network"),
    ):
        fetch_query(GUARDIAN, QUERY, manifest, client, KEY, print)
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("value", ["", "  ", "two words", "line\nline", "schlüssel"])
def test_a_key_that_is_none_is_not_shown(value):
    with pytest.raises(UserError, match="GUARDIAN_API_KEY") as error:
        checked_key(GUARDIAN, {"GUARDIAN_API_KEY": value})
    assert not value.strip() or value not in str(error.value)
