import gzip
import logging
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webserver import Reply, Web, served

from newsframing.errors import UserError
from newsframing.fetching.client import AGENT, Client, Limits, Refused, Secret, checked_loopback, redacted
from newsframing.fetching.robots import Robots

HOST = "news.example"


@pytest.fixture()
def web():
    return Web()


@pytest.fixture()
def server(web):
    with served(web) as address:
        yield address


class Waits(list):
    """A sleep that only writes down how long it was to be."""

    def __call__(self, seconds):
        self.append(seconds)


def client(server, waits=None, **limits):
    return Client(Limits(**limits), loopback=server, sleep=Waits() if waits is None else waits)


def test_it_states_its_agent_and_its_contact(web, server):
    web.on(HOST, "/a", Reply(200, "<p>x"))
    with Client(loopback=server, contact="me@uni.example (x)") as own:
        assert own.get(f"https://{HOST}/a").body == b"<p>x"
    agent = web.seen[0]["headers"]["User-Agent"]
    assert agent.startswith(AGENT.rpartition(")")[0])
    assert "me@uni.example" in agent


def test_it_waits_as_long_as_it_is_asked_to(web, server):
    web.on(HOST, "/a", [Reply(429, "slow", Retry_After=7), Reply(503, "later", Retry_After="soon"), Reply(200, "ok")])
    waits = Waits()
    with client(server, waits) as own:
        assert own.get(f"http://{HOST}/a").status == 200
    assert waits == [7, 2]


def test_it_waits_until_a_stated_time(web, server):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    web.on(HOST, "/a", [Reply(503, "", Retry_After=soon), Reply(200, "ok")])
    waits = Waits()
    with client(server, waits) as own:
        own.get(f"http://{HOST}/a")
    assert 60 < waits[0] <= 100


def test_it_does_not_wait_for_hours(web, server):
    web.on(HOST, "/a", Reply(429, "", Retry_After=86400))
    waits = Waits()
    with client(server, waits) as own, pytest.raises(Refused, match="come back in 24 h") as refused:
        own.get(f"http://{HOST}/a")
    assert waits == []
    assert refused.value.passing
    assert refused.value.status == 429


@pytest.mark.parametrize(("status", "words"), [(500, "failed \\(500\\)"), (429, "too many requests"), (503, "503")])
def test_it_gives_up_after_so_many_tries_and_waits_longer_each_time(web, server, status, words):
    web.on(HOST, "/a", Reply(status, ""))
    waits = Waits()
    with client(server, waits, tries=4) as own, pytest.raises(Refused, match=f"{words}.*after 4 tries"):
        own.get(f"http://{HOST}/a")
    assert len(web.seen) == 4
    assert waits == [1, 2, 4]


def test_an_answer_that_breaks_off_is_asked_for_again(web, server):
    web.on(HOST, "/a", [Reply(200, "half", cut=100), Reply(200, "whole")])
    with client(server) as own:
        assert own.get(f"http://{HOST}/a").body == b"whole"
    assert len(web.seen) == 2


def test_an_answer_that_always_breaks_off_is_refused(web, server):
    web.on(HOST, "/a", Reply(200, "half", cut=100))
    with client(server, tries=2) as own, pytest.raises(Refused, match="broke off") as refused:
        own.get(f"http://{HOST}/a")
    assert refused.value.passing


def test_packed_answers_are_unpacked_within_bounds(web, server):
    text = b"<p>word</p>" * 50
    raw = zlib.compressobj(wbits=-15)
    web.on(HOST, "/gzip", Reply(200, gzip.compress(text), Content_Encoding="gzip"))
    web.on(HOST, "/deflate", Reply(200, zlib.compress(text), Content_Encoding="deflate"))
    web.on(HOST, "/raw", Reply(200, raw.compress(text) + raw.flush(), Content_Encoding="deflate"))
    web.on(HOST, "/bomb", Reply(200, gzip.compress(bytes(1 << 24)), Content_Encoding="gzip"))
    web.on(HOST, "/short", Reply(200, gzip.compress(text)[:-9], Content_Encoding="gzip"))
    web.on(HOST, "/br", Reply(200, b"x", Content_Encoding="br"))
    web.on(HOST, "/large", Reply(200, bytes(1 << 17)))
    with client(server, most_bytes=1 << 16, tries=1) as own:
        for path in ("/gzip", "/deflate", "/raw"):
            assert own.get(f"http://{HOST}{path}").body == text
        for path, words in (
            ("/bomb", "larger"),
            ("/large", "larger"),
            ("/short", "broke off"),
            ("/br", "not asked for"),
        ):
            with pytest.raises(Refused, match=words):
                own.get(f"http://{HOST}{path}")


def test_redirects_are_followed_within_the_web_and_never_with_a_key(web, server):
    web.on(HOST, "/a", Reply(301, "", Location="https://other.example/b"))
    web.on("other.example", "/b", Reply(200, "there"))
    web.on(HOST, "/loop", Reply(302, "", Location="/loop"))
    web.on(HOST, "/file", Reply(302, "", Location="file:///etc/passwd"))
    web.on(HOST, "/inside", Reply(302, "", Location="http://169.254.169.254/latest"))
    web.on(HOST, "/local", Reply(302, "", Location="http://localhost/x"))
    hops = []
    with client(server) as own:
        answer = own.get(f"http://{HOST}/a", before_hop=hops.append)
        assert (answer.body, answer.url, hops) == (b"there", "https://other.example/b", ["https://other.example/b"])
        for path, words in (
            ("loop", "more than 5"),
            ("file", "no address"),
            ("inside", "private"),
            ("local", "private"),
        ):
            with pytest.raises(Refused, match=words):
                own.get(f"http://{HOST}/{path}", before_hop=hops.append)
        web.seen.clear()
        with pytest.raises(Refused, match="sends elsewhere"):
            own.get(f"http://{HOST}/a", secret=Secret("k" * 20, header="X-Api-Key"), before_hop=hops.append)
    assert [seen["host"] for seen in web.seen] == [HOST]


@pytest.mark.parametrize("url", ["ftp://x.example/", "http://", "no address", "http://[::1", "http://x.example:99999/"])
def test_what_is_no_address_is_refused_without_a_request(web, server, url):
    with client(server) as own, pytest.raises(Refused, match="no address"):
        own.get(url)
    assert web.seen == []


def test_no_connection_says_so():
    with (
        Client(Limits(tries=2), loopback="http://127.0.0.1:9", sleep=Waits()) as own,
        pytest.raises(Refused, match="no connection") as refused,
    ):
        own.get(f"http://{HOST}/")
    assert refused.value.unreachable


def test_a_key_is_in_the_request_and_in_nothing_that_is_shown(web, server, caplog):
    caplog.set_level(logging.DEBUG)
    key = "secret-key/1234+5678"
    web.on(HOST, "/a", lambda query, headers: Reply(200, "ok"))
    with client(server) as own:
        answer = own.get(f"http://{HOST}/a", parameters={"q": "x"}, secret=Secret(key, parameter="api-key"))
        own.get(f"http://{HOST}/a", secret=Secret(key, header="X-Api-Key"))
    assert "secret-key%2F1234%2B5678" in web.seen[0]["query"]
    assert web.seen[1]["headers"]["X-Api-Key"] == key
    assert "secret-key" not in answer.url + repr(Secret(key)) + caplog.text
    assert redacted("a secret-key%2F1234%2B5678 b secret-key/1234+5678", key) == "a *** b ***"


@pytest.mark.parametrize(
    "address", ["http://news.example", "https://127.0.0.1", "http://10.0.0.1:80", "ftp://::1", "x"]
)
def test_only_this_machine_can_stand_in_for_the_web(address):
    with pytest.raises(UserError, match="this machine alone"):
        checked_loopback(address)


def test_the_same_host_is_asked_after_a_pause_alone():
    now = [100.0]
    waits = Waits()
    own = Client(Limits(delay=3), sleep=waits, clock=lambda: now[0])
    own._pause(HOST)
    own._last[HOST] = 100.0
    now[0] = 101.0
    own._pause("other.example")
    own._pause(HOST)
    own.slow_down(HOST, 10)
    own._pause(HOST)
    assert waits == [2, 9]


ROBOTS = "User-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\nCrawl-delay: 9\n"


def test_robots_are_read_once_a_host_and_obeyed(web, server):
    web.on(HOST, "/robots.txt", Reply(200, ROBOTS, "text/plain"))
    with client(server) as own:
        robots = Robots(own)
        robots.check(f"http://{HOST}/news/1")
        robots.check(f"http://{HOST}/private/open/1")
        for path in ("/private/1", "/x.pdf"):
            with pytest.raises(Refused, match="does not allow"):
                robots.check(f"http://{HOST}{path}")
        assert own._delays[HOST] == 9
    assert web.paths(robots=True) == [f"{HOST}/robots.txt"]


def test_this_client_is_meant_by_its_name(web, server):
    web.on(HOST, "/robots.txt", Reply(200, "User-agent: Newsframing\nDisallow: /\n\nUser-agent: *\nAllow: /\n"))
    with client(server) as own, pytest.raises(Refused, match="does not allow"):
        Robots(own).check(f"http://{HOST}/")


def test_a_host_without_robots_allows_all_and_a_failing_one_nothing_for_now(web, server):
    web.on("gone.example", "/robots.txt", Reply(410, ""))
    web.on("down.example", "/robots.txt", Reply(500, ""))
    with client(server, tries=2) as own:
        robots = Robots(own)
        robots.check("http://gone.example/a")
        with pytest.raises(Refused, match=r"robots.txt could not be read") as refused:
            robots.check("http://down.example/a")
    assert refused.value.passing


@given(st.binary(max_size=300))
def test_any_robots_file_is_read(content):
    from protego import Protego

    from newsframing.readers.html import decode

    rules = Protego.parse(decode(content))
    rules.can_fetch("http://news.example/a?b=c", "newsframing")
    rules.crawl_delay("newsframing")


def test_an_answer_that_does_not_end_is_left(web, server):
    web.on(HOST, "/a", Reply(200, bytes(100_000)))
    now = iter(range(0, 100_000, 100))
    own = Client(Limits(tries=1), loopback=server, sleep=Waits(), clock=lambda: float(next(now)))
    with own, pytest.raises(Refused, match="did not end within 180 s") as refused:
        own.get(f"http://{HOST}/a")
    assert refused.value.passing
