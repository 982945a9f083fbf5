"""Pages in a real browser: served on loopback, the network log says what they load."""

import functools
import http.server
import json
import shutil
import subprocess
import threading
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --no-default-browser-check"
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium)"),
]


class Recording(http.server.SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def log_request(self, *_):
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def server(smoke_project):
    handler = functools.partial(Recording, directory=smoke_project / "reports")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()


def visit(address, folder, *more):
    """Open a page, return its rendered document and every address that the browser asked the network for."""
    log = folder / "net.json"
    command = [CHROMIUM, *FLAGS.split(), f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", *more]
    done = subprocess.run([*command, "--dump-dom", address], capture_output=True, text=True, timeout=120, check=True)
    asked = set()
    for line in log.read_text("utf-8").splitlines():
        line = line.strip().rstrip(",")
        if line.startswith('{"params"') and '"url"' in line:
            url = json.loads(line)["params"].get("url", "")
            if urlsplit(url).scheme in ("http", "https", "ws", "wss"):
                asked.add(url)
    return done.stdout, asked


PAGES = ["index.html", *(f"smoke/{name}.html" for name in ("index", "corpus", "topics", "frames"))]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_nothing_but_itself(server, tmp_path, page):
    Recording.asked.clear()
    document, asked = visit(f"{server}/{page}", tmp_path)
    assert "</main>" in document
    assert Recording.asked == [f"/{page}"]
    assert {urlsplit(url).netloc for url in asked} - browsers_own(tmp_path) == {urlsplit(server).netloc}


def browsers_own(folder):
    """List the hosts that the browser asks for by itself."""
    (folder / "blank").mkdir()
    return {urlsplit(url).netloc for url in visit("about:blank", folder / "blank")[1]}


def test_the_record_would_show_a_page_that_loads_something(server, smoke_project, tmp_path):
    bad = smoke_project / "reports/bad.html"
    bad.write_text('<main><img src="other.png" alt="x"><img src="http://elsewhere.invalid/a.png" alt="x"></main>')
    Recording.asked.clear()
    try:
        _, asked = visit(f"{server}/bad.html", tmp_path)
    finally:
        bad.unlink()
    assert "/other.png" in Recording.asked
    assert "elsewhere.invalid" in {urlsplit(url).netloc for url in asked}
