"""The catalogue as a built site on localhost, and a real Chromium to read it with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import project, run
from tests.tools import NODE_MODULES, ROOT, system_browser

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shipped catalogue's site, built as `notes build` does."""
    root = project(tmp_path_factory.mktemp("catalogue"), ROOT / "notes")
    run(root, "notes", "build")
    return root / "site"


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """The address at which the site is served, ending in a slash."""
    yield from serve(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=system_browser(), args=list(QUIET))
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


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine until the fixture ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
