"""The one client through which everything is fetched: stated, slow, patient within bounds, and silent about keys."""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import quote, quote_plus, urljoin, urlsplit

import httpx

from newsframing.errors import UserError

#: the name by which robots.txt speaks of this client, and the agent it states
ROBOT = "newsframing"
AGENT = "newsframing/0.1 (research on news framing; one request at a time)"
#: answers that may differ when asked again: timeout, too early, too many requests, and faults of a server
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

# the HTTP library writes addresses, and with them a service's key, into its log
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Limits:
    """Bounds of every request: seconds, tries, bytes. ``delay`` lies between two requests to one host."""

    delay: float = 2.0
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 300.0
    connect: float = 15.0
    silence: float = 30.0
    whole: float = 180.0
    most_bytes: int = 10 << 20
    redirects: int = 5


@dataclass(frozen=True)
class Answer:
    """An answer as it came: its status, the address that gave it in the end, its type, its bytes uncompressed."""

    status: int
    url: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Secret:
    """A key, and where in a request it belongs; it is added on sending, so that no address that is shown holds it."""

    key: str = field(repr=False)
    header: str = ""
    parameter: str = ""


class Refused(Exception):
    """A request that came to nothing: the reason in words, the status if there was one, and whether it may pass.

    ``unreachable``: no connection came about at all.
    """

    def __init__(
        self, reason: str, status: int | None = None, *, passing: bool = False, unreachable: bool = False
    ) -> None:
        """Take the reason; it must never hold a key."""
        super().__init__(reason)
        self.reason, self.status, self.passing, self.unreachable = reason, status, passing, unreachable


def redacted(text: str, key: str) -> str:
    """Take a key, in any way an address writes it, out of a text."""
    for form in {key, quote(key), quote(key, safe=""), quote_plus(key)} - {""}:
        text = text.replace(form, "***")
    return text


def checked_loopback(address: str | None) -> httpx.URL | None:
    """Read the address of a test server; UserError unless it is one of this very machine."""
    if not address:
        return None
    try:
        url = httpx.URL(address)
        host = url.host
        fine = url.scheme == "http" and (host in _LOOPBACK_HOSTS or ipaddress.ip_address(host).is_loopback)
    except (ValueError, httpx.InvalidURL):
        fine = False
    if not fine:
        raise UserError(
            "all requests can be sent to a test server on this machine alone",
            where="NEWSFRAMING_LOOPBACK",
            right="give an address such as http://127.0.0.1:8000, or unset it",
        )
    return url


class _ToLoopback(httpx.HTTPTransport):
    """For tests: every request goes to one server on this machine, which reads the host meant in its Host header."""

    def __init__(self, server: httpx.URL) -> None:
        super().__init__(trust_env=False)
        self._server = server

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self._server.host, port=self._server.port)
        return super().handle_request(request)


class Client:
    """One connection at a time, one host at a time; used as a context manager."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        loopback: str | None = None,
        contact: str = "",
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the bounds; ``loopback`` sends every request to that test server, without a pause between them.

        ``contact`` (an address of the people who fetch) becomes part of the stated agent.
        """
        self.limits = limits or Limits()
        self._server = checked_loopback(loopback)
        self._sleep, self._clock = sleep, clock
        self._last: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        contact = re.sub(r"[^\x21-\x7e ]|[()]", "", contact)[:100]
        agent = AGENT.replace(")", f"; {contact})") if contact else AGENT
        bounds = httpx.Timeout(self.limits.silence, connect=self.limits.connect)
        headers = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}
        if self._server is None:
            self._http = httpx.Client(timeout=bounds, headers=headers)
        else:
            transport = _ToLoopback(self._server)
            self._http = httpx.Client(timeout=bounds, headers=headers, transport=transport, trust_env=False)

    def __enter__(self) -> Client:
        """Give the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._http.close()

    def slow_down(self, host: str, delay: float) -> None:
        """Wait at least so many seconds between two requests to a host."""
        self._delays[host] = delay

    def get(
        self,
        url: str,
        *,
        parameters: Mapping[str, str] | None = None,
        secret: Secret | None = None,
        before_hop: Callable[[str], None] | None = None,
    ) -> Answer:
        """Ask for an address until it answers for good, and give that answer, whatever its status.

        Redirects are followed where ``before_hop`` is given; it is called with each new address and may refuse it. A
        request with a key follows none, so that the key stays with its service. Refused where nothing came of it.
        """
        for _ in range(self.limits.redirects + 1):
            status, headers, body = self._patiently(url, parameters or {}, secret)
            if status not in _REDIRECTS or not headers.get("location"):
                return Answer(status, url, headers.get("content-type", "")[:200], body)
            if before_hop is None or secret is not None:
                raise Refused("it sends elsewhere (redirect), where nothing was asked", status)
            url, parameters = self._next_hop(url, headers["location"]), None
            before_hop(url)
        raise Refused(f"it sends elsewhere more than {self.limits.redirects} times", passing=False)

    def _next_hop(self, url: str, location: str) -> str:
        """Follow a redirect to the address it names; never from the web into a private network."""
        try:
            target = urljoin(url, location).partition("#")[0]
            parts = urlsplit(target)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme not in ("http", "https") or len(target) > 4000:
            raise Refused("it sends to what is no address of the web")
        try:
            inside = not ipaddress.ip_address(host).is_global
        except ValueError:
            inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
        if inside and host != urlsplit(url).hostname:
            raise Refused("it sends into a private network")
        return target

    def _patiently(
        self, url: str, parameters: Mapping[str, str], secret: Secret | None
    ) -> tuple[int, httpx.Headers, bytes]:
        """Ask up to ``tries`` times, waiting longer each time, or as long as the host says."""
        wait = self.limits.first_wait
        for left in reversed(range(self.limits.tries)):
            asked: float | None = None
            try:
                status, headers, body = self._once(url, parameters, secret)
                if status not in PASSING:
                    return status, headers, body
                asked = _retry_after(headers.get("retry-after", ""))
                fault = Refused(_STATUS_WORDS.get(status, f"the server failed ({status})"), status, passing=True)
            except Refused as refused:
                if not refused.passing:
                    raise
                fault = refused
            if asked is not None and asked > self.limits.longest_wait:
                raise Refused(f"{fault.reason}; it asks to come back in {_words(asked)}", fault.status, passing=True)
            if not left:
                raise Refused(
                    f"{fault.reason}, also after {self.limits.tries} tries" if self.limits.tries > 1 else fault.reason,
                    fault.status,
                    passing=True,
                    unreachable=fault.unreachable,
                )
            self._sleep(max(asked or 0.0, wait))
            wait = min(wait * 2, 60.0)
        raise AssertionError("unreachable")

    def _once(self, url: str, parameters: Mapping[str, str], secret: Secret | None) -> tuple[int, httpx.Headers, bytes]:
        """Ask once; the words of the library's errors are dropped, for they may hold the address with its key."""
        try:
            target = httpx.URL(url)
            if target.scheme not in ("http", "https") or not target.host or urlsplit(url).port == 0:
                raise Refused("this is no address of the web")
            if parameters or (secret and secret.parameter):
                extra = {secret.parameter: secret.key} if secret and secret.parameter else {}
                target = target.copy_merge_params({**parameters, **extra})
        except (httpx.InvalidURL, ValueError, TypeError):
            raise Refused("this is no address of the web") from None
        headers = {secret.header: secret.key} if secret and secret.header else {}
        self._pause(target.host)
        end = self._clock() + self.limits.whole
        try:
            with self._http.stream("GET", target, headers=headers) as response:
                raw = bytearray()
                for chunk in response.iter_raw():
                    raw += chunk
                    if len(raw) > self.limits.most_bytes:
                        raise Refused(f"larger than {self.limits.most_bytes >> 10} KB", response.status_code)
                    if self._clock() > end:
                        raise Refused(f"did not end within {self.limits.whole:.0f} s", passing=True)
                body = _unpacked(bytes(raw), response.headers.get("content-encoding", ""), self.limits.most_bytes)
                return response.status_code, response.headers, body
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError):
            raise Refused("no connection", passing=True, unreachable=True) from None
        except httpx.TimeoutException:
            raise Refused(f"no answer within {self.limits.silence:.0f} s", passing=True) from None
        except httpx.TransportError:
            raise Refused("the answer broke off", passing=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise Refused("this is no address that can be asked") from None
        finally:
            self._last[target.host] = self._clock()

    def _pause(self, host: str) -> None:
        """Wait until a host may be asked again."""
        if self._server is not None or host not in self._last:
            return
        due = self._last[host] + max(self.limits.delay, self._delays.get(host, 0.0))
        if (rest := due - self._clock()) > 0:
            self._sleep(rest)


_STATUS_WORDS = {429: "too many requests, it says (429)", 503: "it is not available (503)"}


def _retry_after(text: str) -> float | None:
    """Read Retry-After, seconds or a date, as seconds from now; None where it is neither."""
    text = text.strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())


def _words(seconds: float) -> str:
    """Write a span of time for people."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _unpacked(raw: bytes, encoding: str, most: int) -> bytes:
    """Undo the compression of a transfer, never beyond ``most`` bytes; Refused where it is cut short or too large."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not raw:
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Refused(f"it was packed in a way that was not asked for ({encoding[:20]})")
    fault: zlib.error | None = None
    for bits in (47, -15) if encoding == "deflate" else (47,):  # some servers send deflate without its header
        unpacker = zlib.decompressobj(bits)
        try:
            body = unpacker.decompress(raw, most + 1)
        except zlib.error as error:
            fault = error
            continue
        if len(body) > most:
            raise Refused(f"larger than {most >> 10} KB")
        if not unpacker.eof:
            raise Refused("the answer broke off", passing=True)
        return body
    raise Refused("its compression is broken", passing=True) from fault
