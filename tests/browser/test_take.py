"""What readers take along, in a real browser: copied citations, and packs opened from disk."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import serve, until
from tests.browser.search_project import invented

pytestmark = pytest.mark.browser

LINK = re.compile(r"<[a-zA-Z][^>]*?\s(?:href|src|action)=[\"']?([^\"'\s>]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented collection's site."""
    return invented(tmp_path_factory)


@pytest.fixture(scope="module")
def base(site: Path) -> Iterator[str]:
    """The address at which that site is served."""
    yield from serve(site)


def test_a_pin_copies_a_citation_of_its_paragraph_that_can_be_checked(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("notes/2032/minusma/")
    page.locator("a.pin").first.dispatch_event("click")
    until(page, "document.querySelector('a.pin.done')")
    copied = page.evaluate("navigator.clipboard.readText()")
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    shown = page.locator("#cite ~ p code").inner_text()
    assert re.search(
        r"Paragraph \d+, revision [0-9a-f]{10}, http\S+/notes/2032/minusma/#p-", copied
    )
    assert today in copied
    assert shown in copied
    context.close()


def test_each_file_is_there_has_its_size_and_can_be_copied(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for address in ("notes/2032/minusma/", "missions/minusma/", "themes/elections/", "browse/"):
        page.goto(address)
        for item in page.locator(".take li").all():
            link = item.locator("a")
            answer = page.request.get(page.evaluate("link => link.href", link.element_handle()))
            assert answer.ok
            size = len(answer.body())
            assert item.locator("small").inner_text() == f"{size / 1e3:.1f} kB"
    page.goto("missions/minusma/")
    page.get_by_role("button", name="Copy: RIS").click()
    until(page, "navigator.clipboard.readText().then(text => text.startsWith('TY'))")
    context.close()


def test_a_pack_opens_from_disk_with_search_and_every_link_alive(
    browser: Browser, base: str, site: Path, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(f"{base}missions/minusma/")
    shown = page.locator("[data-pack]").inner_text()
    file = site / "missions/minusma/minusma.zip"
    assert shown == f"{file.stat().st_size / 1e3:.1f} kB"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert {"2031/minusma", "2032/minusma"} <= {
        path.parent.relative_to(tmp_path / "notes").as_posix()
        for path in (tmp_path / "notes").rglob("index.html")
    }
    assert not (tmp_path / "notes/2031/unmiss").exists()
    for path in pages:
        for value in map(unescape, LINK.findall(path.read_text("utf-8"))):
            parts = urlsplit(value)
            if parts.scheme or value.startswith("#"):
                continue
            there = path.parent / unquote(parts.path)
            assert there.is_file(), (path.relative_to(tmp_path).as_posix(), value)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    page.wait_for_url(re.compile("missions/minusma/index.html"))
    page.fill("#search-box-query", "blue lantern accord")
    page.press("#search-box-query", "Enter")
    row = page.locator("[data-note='2032/minusma'] h2 a")
    expect(row).to_be_visible()
    assert not page.locator("[data-note='2031/unmiss']").count()
    row.click()
    page.wait_for_url(re.compile("notes/2032/minusma/index.html"))
    expect(page.locator("article h1")).to_be_visible()
    assert not faults
    page.close()
