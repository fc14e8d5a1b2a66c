"""The catalogue as a built site on localhost, and a real Chromium to read it with."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import catalogue, toy_site  # noqa: F401
from tests.tools import NODE_MODULES, windowless_browser

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# A browser tells a page what its policy kept out; here the page keeps what it was told.
LISTENING = """
window.keptOut = [];
addEventListener("securitypolicyviolation", (event) => {
  window.keptOut.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def site(catalogue: Path) -> Path:  # noqa: F811
    """The folder of the shipped catalogue's site, built as `notes build` does."""
    return catalogue / "site"


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """The address at which the site is served, ending in a slash."""
    yield from serve(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(
                executable_path=windowless_browser(), args=list(QUIET)
            )
        except Error as error:
            skip_or_fail(f"no Chromium can be started; run tests/tools.py ({error.name})")
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page in a window of its own that may fetch from the served site alone."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=base)
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of the accessibility engine."""
    path = NODE_MODULES / "axe-core" / "axe.min.js"
    if not path.is_file():
        skip_or_fail("axe-core is not installed; run tests/tools.py")
    return path.read_text("utf-8")


class Witness:
    """What pages do that they must not: ask another host, complain, break their own policy."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.away: list[str] = []
        self.said: list[str] = []
        self.kept_out: list[str] = []
        context.add_init_script(LISTENING)
        self.page = context.new_page()
        self.page.on("request", lambda request: self._asked(request.url, base))
        self.page.on("pageerror", lambda error: self.said.append(f"{self.page.url}: {error}"))
        self.page.on("console", lambda message: self._heard(message.type, message.text))

    def visit(self, address: str) -> None:
        """Open a page and note what it did."""
        self.page.goto(address, wait_until="load")
        self.kept_out += [
            f"{address}: {line}" for line in self.page.evaluate("window.keptOut || []")
        ]

    def _asked(self, url: str, base: str) -> None:
        if not url.startswith((base, "data:", "blob:")):
            self.away.append(url)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.said.append(f"{self.page.url}: {text}")


def until(page: Page, expression: str, arg: object = None, timeout: float = 20) -> None:
    """Wait until an expression is true in the page, for so many seconds.

    Playwright's own wait reads its expression again within the page, where our policy forbids it.
    """
    end = time.monotonic() + timeout
    while True:
        try:
            if page.evaluate(expression, arg):
                return
        except Error:  # the page was left meanwhile
            if time.monotonic() > end:
                raise
        assert time.monotonic() < end, f"never true in {page.url}: {expression}"
        page.wait_for_timeout(50)


def violations(page: Page, axe: str, *rules: str) -> list[tuple[str, str]]:
    """Give each rule of access that the open page breaks, and the first place.

    `rules` are those that are asked for; all of them when none is named.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    asked: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        asked["runOnly"] = list(rules)
    else:
        asked["rules"] = {"target-size": {"enabled": True}}
    found = page.evaluate("asked => axe.run(asked)", asked)
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine until the fixture ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
