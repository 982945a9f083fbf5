"""A real web server on this machine for tests: it pages, throttles, breaks off and lies as the test tells it to."""

import json
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

#: no test asks for more; a client in a loop runs into it
MOST_REQUESTS = 500


class Reply:
    """One answer: status, body, headers; ``cut`` bytes of the body are promised but never sent."""

    def __init__(self, status=200, body=b"", kind="text/html; charset=utf-8", cut=0, **headers):
        self.status, self.kind, self.cut = status, kind, cut
        self.body = body if isinstance(body, bytes) else body.encode()
        self.headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}


def as_json(value, status=200, **headers):
    """Make an answer in JSON."""
    return Reply(status, json.dumps(value), "application/json", **headers)


class Web:
    """Answers by (host, path): a Reply, a list of them in turn (the last one stays), or a function of the query."""

    def __init__(self):
        self.answers = {}
        self.seen = []
        self._turn = defaultdict(int)
        self._lock = threading.Lock()

    def on(self, host, path, answer):
        self.answers[(host, path)] = answer

    def answer(self, host, path, query, headers):
        with self._lock:
            self.seen.append({"host": host, "path": path, "query": query, "headers": headers})
            if len(self.seen) > MOST_REQUESTS:
                return Reply(599, "too many requests for a test")
            answer = self.answers.get((host, path))
            if isinstance(answer, list):
                turn = self._turn[(host, path)]
                self._turn[(host, path)] += 1
                answer = answer[min(turn, len(answer) - 1)]
        if callable(answer):
            answer = answer({name: values[0] for name, values in parse_qs(query).items()}, headers)
        return answer or Reply(404, "no such page")

    def paths(self, *, robots=False):
        return [seen["host"] + seen["path"] for seen in self.seen if robots or seen["path"] != "/robots.txt"]


@contextmanager
def served(web):
    """Serve on a free port of the loopback address; gives the server's address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self):
            parts = urlsplit(self.path)
            host = (self.headers.get("Host") or "").partition(":")[0]
            reply = web.answer(host, parts.path, parts.query, dict(self.headers))
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body) + reply.cut))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.cut:
                self.send_header("Connection", "close")
                self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):  # the client was killed meanwhile
                self.end_headers()
                self.wfile.write(reply.body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
