"""A list of addresses against a server with robots.txt, refusals, redirects and pages that are none."""

import pytest
from webserver import Reply, Web, served

from newsframing.errors import UserError
from newsframing.fetching.client import Client, Limits
from newsframing.fetching.pages import fetch_pages
from newsframing.manifest import NAME, Manifest, page_name, read
from newsframing.readers import import_source

PAGE = """<!doctype html><html lang="en"><head><title>{title} - The Herald</title>
<meta property="og:site_name" content="The Herald"><meta property="article:published_time" content="2024-03-18T09:00Z">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{title}</h1>
<p>The army said on Monday that its jets had struck two camps of fighters on the far side of the border.</p>
<p>Residents of the village said that four houses had been destroyed and that eight people were dead.</p>
<p>The government across the border called the strikes a violation and said that it would answer them.</p>
</article><footer>All rights reserved.</footer></body></html>"""


def page(title):
    """Make a page in the shape of a newspaper's."""
    return Reply(200, PAGE.format(title=title))


@pytest.fixture()
def web():
    return Web()


@pytest.fixture()
def server(web):
    with served(web) as address:
        yield address


@pytest.fixture()
def fetch(server, tmp_path):
    def run(*urls, loopback=server):
        with (
            Client(Limits(tries=2), loopback=loopback, sleep=lambda _: None) as client,
            Manifest(tmp_path / "pages").opened() as manifest,
        ):
            return fetch_pages(urls, manifest, client, lambda line: None)

    run.folder = tmp_path / "pages"
    return run


def reasons(entries):
    return {entry.url: entry.reason for entry in entries}


def test_pages_are_kept_as_they_came_and_refusals_noted(web, fetch):
    web.on("a.example", "/robots.txt", Reply(200, "User-agent: *\nDisallow: /private/", "text/plain"))
    web.on("a.example", "/1", page("Jets hit camps"))
    web.on("a.example", "/private/2", page("Hidden"))
    web.on("b.example", "/gone", Reply(410, ""))
    web.on("b.example", "/pay", Reply(402, ""))
    web.on("b.example", "/file.pdf", Reply(200, b"%PDF", "application/pdf"))
    web.on("b.example", "/empty", Reply(200, " \n"))
    web.on("c.example", "/moved", Reply(301, "", Location="https://a.example/1"))
    web.on("c.example", "/into", Reply(301, "", Location="https://a.example/private/2"))
    urls = [
        "https://a.example/1",
        "https://a.example/private/2",
        *(f"https://b.example/{name}" for name in ("gone", "pay", "file.pdf", "empty")),
        *(f"https://c.example/{name}" for name in ("moved", "into")),
    ]
    asked, kept, without = fetch(*urls)
    assert (asked, kept) == (8, 2)
    assert reasons(without) == {
        urls[1]: "its robots.txt does not allow it",
        urls[2]: "the page is gone (410)",
        urls[3]: "it asks to be paid (402)",
        urls[4]: "no page but application/pdf",
        urls[5]: "an empty page",
        urls[7]: "its robots.txt does not allow it",
    }
    assert "a.example/private/2" not in web.paths()
    assert web.paths(robots=True).count("a.example/robots.txt") == 1
    assert (fetch.folder / page_name(urls[0])).read_bytes() == page("Jets hit camps").body
    entries = {entry.url: entry for entry in read(fetch.folder / NAME)}
    assert entries[urls[6]].final_url == urls[0]
    assert entries[urls[0]].content_type == "text/html; charset=utf-8"


def test_only_what_may_pass_is_asked_for_again(web, fetch):
    web.on("a.example", "/1", page("One"))
    web.on("a.example", "/2", Reply(404, ""))
    web.on("a.example", "/3", [Reply(503, ""), Reply(503, ""), page("Three")])
    urls = [f"https://a.example/{n}" for n in (1, 2, 3)]
    assert fetch(*urls)[:2] == (3, 1)
    web.seen.clear()
    assert fetch(*urls)[:2] == (1, 2)
    assert web.paths() == ["a.example/3"]
    web.seen.clear()
    assert fetch(*urls)[:2] == (0, 2)
    assert web.seen == []


def test_one_dead_host_is_noted_and_a_dead_network_stops(web, fetch):
    web.on("a.example", "/1", page("One"))
    with pytest.raises(UserError, match="no host can be reached; is there a network"):
        fetch("https://a.example/1", "https://b.example/1", loopback="http://127.0.0.1:9")
    assert fetch("https://a.example/1")[1] == 1


LIST = """event,date,outlet,url
strikes,2024-03-18,Herald,https://a.example/1
strikes,2024-03,,https://a.example/2
strikes,2024-03-19,Post,https://a.example/3
strikes,2024-03-19,Post,https://a.example/4
strikes,2024-03-19,Post,javascript:alert(1)
strikes,2024-03-18,Herald,https://a.example/1

strikes,2024-03-19,Post,https://a.example/5
"""


def test_the_list_and_its_pages_become_records_and_nothing_is_lost(web, fetch, tmp_path):
    web.on("a.example", "/1", page("Jets hit camps"))
    web.on("a.example", "/2", page("Villagers mourn"))
    web.on("a.example", "/3", page("Talks"))
    web.on("a.example", "/4", Reply(200, "<html><body><nav>Home</nav></body></html>"))
    fetch(*(f"https://a.example/{n}" for n in (1, 2, 3, 4)))
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    records, rejected, notes = import_source([(path, "list.csv")], "urls", {"pages": str(fetch.folder)})
    assert len(records) + len(rejected) == 7
    assert records["position"].tolist() == [2, 3, 4, 7]
    first, second, third, again = (row for _, row in records.iterrows())
    assert (first["outlet"], first["published"], first["url"]) == ("Herald", "2024-03-18", "https://a.example/1")
    assert first["title"] == "Jets hit camps"
    assert "eight people were dead" in first["body"]
    assert "All rights reserved" not in first["body"]
    # a month in the list yields to the day in the page, an empty outlet to the page's own
    assert (second["outlet"], second["published"]) == ("The Herald", "2024-03-18")
    assert third["published"] == "2024-03-19"
    assert again["article_id"] == first["article_id"]
    assert rejected[["position", "reason"]].to_numpy().tolist() == [
        [5, "no main text"],
        [6, "no address"],
        [9, "page not fetched"],
    ]
    assert "make fetch" in rejected["detail"].iloc[2]
    assert "1 of 7" in notes["value"].tolist()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("title,date\nx,y\n", "no column holds addresses"),
        ("", "no column holds addresses"),
        ('url\n"' + "x" * 200000, "no table"),
    ],
)
def test_a_list_that_is_none(tmp_path, content, words):
    path = tmp_path / "list.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(UserError, match=words):
        import_source([(path, "list.csv")], "urls", {"pages": str(tmp_path)})


def test_columns_of_a_list_can_be_mapped(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Adresse;Zeitung\nhttps://a.example/1;Herald\n", "utf-8")
    options = {"columns": {"url": "Adresse", "outlet": "Zeitung"}, "pages": str(tmp_path)}
    records, rejected, _ = import_source([(path, "list.csv")], "urls", options)
    assert records.empty
    assert rejected["reason"].tolist() == ["page not fetched"]
    with pytest.raises(UserError, match="did you mean 'Adresse'"):
        import_source([(path, "list.csv")], "urls", {"columns": {"url": "Adress"}})
