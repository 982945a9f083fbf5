"""A headless Chromium for tests, spoken to by its DevTools protocol: what a page loads, logs, hides, and how it prints.

A driver (playwright, 50 MB; selenium, 12 MB and a driver of the browser's own version) would be installed by everyone
who runs a study, for these few messages.
"""

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REASON = "no Chromium on this machine (Debian: apt install chromium)"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --no-default-browser-check --hide-scrollbars "
    "--disable-dev-shm-usage --remote-debugging-port=0 --remote-allow-origins=*"
)
#: axe-core 4.12.1 (MPL-2.0), taken out of a pinned wheel as corpora are (newsframing.datasets)
AXE = {
    "kind": "wheel",
    "package": "axe-playwright-python==0.1.8",
    "sha256": "fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8",
    "member": "axe_playwright_python/axe.min.js",
    "file": "axe.min.js",
    "file_sha256": "84494fec757e4710dc751c8d7a636e457f4532f08f85c86dc9070133fbff53bc",
}
A4 = {"paperWidth": 8.27, "paperHeight": 11.69}


class Browser:
    """A running browser with one page open at a time."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="nf-chromium-", ignore_cleanup_errors=True)
        command = [CHROMIUM, *FLAGS.split(), f"--user-data-dir={self.profile.name}", "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told = Path(self.profile.name) / "DevToolsActivePort"
        for _ in range(600):
            if told.is_file() and len(told.read_text().split()) == 2:
                break
            time.sleep(0.05)
        port, path = told.read_text().split()
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}{path}", timeout=120, max_size=None)
        self.numbers, self.events, self.session = itertools.count(1), [], None

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        self.profile.cleanup()

    def ask(self, method, **params):
        """Send a command to the open page (or the browser) and wait for its answer; events on the way are kept."""
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            got = json.loads(self.socket.recv())
            if got.get("id") == number:
                assert "error" not in got, (method, got["error"])
                return got["result"]
            if "method" in got:
                self.events.append(got)

    def open(self, address):
        """Open a page in a tab of its own and wait until it has loaded."""
        self.leave()
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.events.clear()
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Page.navigate", url=address)
        for _ in range(600):
            if self.run("document.readyState") == "complete" and self.run("location.href") == address:
                return self
            time.sleep(0.05)
        raise AssertionError(f"{address} did not load")

    def leave(self):
        if self.session:
            self.ask("Page.close")
            self.session = None

    def run(self, script):
        """Run a script in the page and give its value; a promise is waited for."""
        got = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def look(self, width, height=900, media=""):
        """Give the page a screen of some width, or paper (media="print")."""
        phone = width < 500
        self.ask("Emulation.setEmulatedMedia", media=media)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def loads(self):
        """List every address the page asked for, beside what it holds itself."""
        asked = [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in asked if not url.startswith(("data:", "about:"))]

    def complaints(self):
        """List errors and warnings that the browser or a script logged."""
        said = [e["params"]["entry"]["text"] for e in self.events if e["method"] == "Log.entryAdded"]
        said += [str(e["params"]["args"]) for e in self.events if e["method"] == "Runtime.consoleAPICalled"]
        return said + [str(e["params"]) for e in self.events if e["method"] == "Runtime.exceptionThrown"]

    def axe(self, source):
        """List what axe finds against WCAG 2.0 to 2.2 A and AA and its best practices: rule, what, where."""
        self.run(source)
        found = self.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        nodes = [(one, node) for one in found for node in one["nodes"][:3]]
        return [
            f"{one['id']}: {one['help']}: {node['html'][:150]} {node['failureSummary'][:250]}" for one, node in nodes
        ]

    def printed(self):
        """Print the page on A4 by its own style; give the PDF."""
        self.ask("Emulation.setEmulatedMedia", media="")
        return base64.b64decode(self.ask("Page.printToPDF", printBackground=False, **A4)["data"])


#: what is wrong with the layout of the page as it stands; regions that scroll are looked at as far as they show
LAYOUT = r"""
(() => {
  // a phone that zooms out to a page that is too wide has a larger innerWidth
  const wrong = [], root = document.documentElement, WIDE = root.clientWidth;
  const say = (what, node) => wrong.push(what + ": " + (node.outerHTML || node.textContent).slice(0, 140));
  if (root.scrollWidth > WIDE + 1) {
    wrong.push("the page is " + root.scrollWidth + " wide on a screen of " + WIDE);
    for (const e of document.querySelectorAll("main *, header *, footer *"))
      if (!e.closest(".scroll, pre") && e.getBoundingClientRect().right > WIDE + 1) { say("too wide", e); break; }
  }
  const scrolls = e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
  for (const e of document.querySelectorAll("body *")) {
    if (!e.clientWidth || e.closest(".skip, details:not([open])") || scrolls(e)) continue;
    if (e.parentElement.closest(".scroll, pre")) continue;
    if (e.scrollWidth > e.clientWidth + 1 && e.textContent.trim()) say("text runs out of its box", e);
  }
  const texts = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, e = node.parentElement;
    if (!node.textContent.trim() || e.closest(".skip, style, script, details:not([open]), sub, sup")) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    const region = e.closest(".scroll"), frame = region && region.getBoundingClientRect();
    for (const r of range.getClientRects()) {
      const left = frame ? Math.max(r.left, frame.left) : r.left;
      const right = frame ? Math.min(r.right, frame.right) : r.right;
      if (right - left < 2 || r.height < 2) continue;
      if (!frame && r.right > WIDE + 1) say("text beyond the edge", e);
      texts.push({left, right, top: r.top + r.height * .25, bottom: r.bottom - r.height * .25, e, node});
    }
  }
  texts.sort((a, b) => a.top - b.top);
  for (let i = 0; i < texts.length; i++)
    for (let j = i + 1; j < texts.length && texts[j].top < texts[i].bottom; j++) {
      const a = texts[i], b = texts[j];
      if (a.node === b.node || Math.min(a.right, b.right) - Math.max(a.left, b.left) < 2) continue;
      if (Math.min(a.bottom, b.bottom) - b.top < 2) continue;
      say("text over text: " + b.node.textContent.trim().slice(0, 40), a.e);
    }
  return [...new Set(wrong)].slice(0, 8);
})()
"""
#: what paper would cut off: regions that scroll on a screen show all they hold
CUT = r"""
((WIDE) => [...document.querySelectorAll("main table, main figure img, main pre")]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > WIDE + 1)
  .map(e => "cut off on paper by " + Math.round(e.getBoundingClientRect().right - WIDE) + ": "
            + e.outerHTML.slice(0, 60) + (e.caption ? e.caption.textContent : ""))
  .slice(0, 5))(document.documentElement.clientWidth)
"""
