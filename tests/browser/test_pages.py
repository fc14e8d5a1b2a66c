"""What readers do on the pages, in a real browser."""

from __future__ import annotations

import gzip
import re
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
NOTE = "notes/2020/minusma/"
KINDS = (
    "",
    NOTE,
    "missions/minusma/",
    "missions/minusma/2018-2020/",
    "themes/protection-of-civilians/",
    "years/2020/",
    "resolutions/2480/",
    "glossary/poc/",
    "organizations/ipi/",
    "missions/",
    "themes/",
    "years/",
    "resolutions/",
    "glossary/",
    "organizations/",
    "browse/",
    "about/",
    "404.html",
)
WEIGHT = 60 * 1024
REQUESTS = 6


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_from_home_to_a_request_to_the_comparison_to_the_paragraph(
    browser: Browser, base: str, scripts: bool
) -> None:
    context = browser.new_context(viewport=PHONE, base_url=base, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("")
    page.get_by_role("rowheader", name=re.compile("MINUSMA")).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("MINUSMA")
    page.goto(urljoin(base, NOTE))
    asked = page.get_by_role("region", name="What participants asked for").get_by_role("listitem")
    box = asked.first.bounding_box()
    assert box is not None
    assert box["y"] < 2 * PHONE["height"]
    page.get_by_role("link", name="Compare 2018 and 2020").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("MINUSMA: 2018 and 2020")
    page.locator(".group .sides a.to").first.click()
    assert re.search(r"/notes/20\d\d/minusma/#p-\w+$", page.url)
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    colour = target.evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour != page.locator("body").evaluate(
        "element => getComputedStyle(element).backgroundColor"
    )
    context.close()


def test_the_newest_note_is_two_clicks_from_home(page: Page) -> None:
    page.goto("")
    first = page.get_by_role("region", name="Newest notes").get_by_role("heading", level=3).first
    title = first.inner_text()
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_every_page_is_three_clicks_from_home(site: Path) -> None:
    every = {
        path.parent.relative_to(site).as_posix().removeprefix(".") + "/"
        for path in site.rglob("index.html")
    }
    every = {address.lstrip("/") for address in every}
    clicks = {"": 0}
    queue = deque([""])
    while queue:
        here = queue.popleft()
        tree = lxml.html.parse(str(site / here / "index.html"))
        for link in tree.xpath("//a/@href | //form/@action"):
            there = urlsplit(urljoin(f"http://site/{here}", str(link)))
            path = there.path.lstrip("/")
            if there.netloc == "site" and path in every and path not in clicks:
                clicks[path] = clicks[here] + 1
                queue.append(path)
    assert every - clicks.keys() == set()
    assert max(clicks.values()) <= 3


def test_every_resolution_in_a_note_leads_to_its_page(site: Path) -> None:
    for path in sorted(site.glob("notes/*/*/index.html")):
        text = lxml.html.parse(str(path)).xpath("//div[@class='text']")[0]
        numbers = set(re.findall(r"[Rr]esolution (\d{3,4})\b", text.text_content()))
        linked = {
            str(link).rstrip("/").rsplit("/", 1)[-1]
            for link in text.xpath(".//a[contains(@href, '/resolutions/')]/@href")
        }
        in_headings = set(
            re.findall(
                r"[Rr]esolution (\d{3,4})\b",
                " ".join(heading.text_content() for heading in text.xpath(".//h2 | .//h3")),
            )
        )
        assert numbers - in_headings <= linked, path
        for number in linked:
            assert (site / "resolutions" / number / "index.html").is_file()


def test_no_request_leaves_the_site_and_no_page_complains(page: Page, base: str) -> None:
    away: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: _note_away(request, base, away))
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in KINDS:
        page.goto(address)
    assert away == []
    assert said == []


def test_a_note_and_all_that_it_loads_first_are_light(page: Page, base: str, site: Path) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(NOTE)
    page.wait_for_load_state("networkidle")
    paths = [urlsplit(url).path.lstrip("/") for url in loaded if url.startswith(base)]
    files = [site / path / ("index.html" if path.endswith("/") else "") for path in paths]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert len(paths) <= REQUESTS, paths
    assert weight <= WEIGHT


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_its_window(browser: Browser, base: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=base)
    page = context.new_page()
    for address in KINDS:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nobody_is_shut_out(browser: Browser, base: str, axe: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        base_url=base,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    wrong = []
    for address in KINDS:
        page.goto(address)
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
        )
        wrong += [(address, one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    context.close()
    assert wrong == []


def test_the_copied_link_of_a_paragraph_opens_it(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(NOTE)
    pin = page.locator(".text .pin").nth(2)
    pin.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{re.escape(base)}{NOTE}#p-[0-9a-f]+(-\d+)?", copied)
    context.close()


def test_the_scheme_is_switched_and_kept(page: Page) -> None:
    page.goto(NOTE)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.goto("about/")
    assert page.evaluate(ground) == dark


def test_the_skip_link_comes_first_and_leads_to_the_text(page: Page) -> None:
    page.goto(NOTE)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the text")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_term_shows_what_it_means_on_focus_and_hides_on_escape(page: Page) -> None:
    page.goto(NOTE)
    term = page.locator("a.term").first
    shown = "element => getComputedStyle(element, '::after').content"
    page.keyboard.press("Tab")
    term.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert term.get_attribute("data-means") in term.evaluate(shown)
    page.keyboard.press("Escape")
    assert term.evaluate(shown) == "none"


def test_a_saved_site_opens_from_disk(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("rowheader", name=re.compile("MINUSMA")).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("MINUSMA")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="All notes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All notes")
    expect(page.locator("#browse tbody tr").first).to_be_visible()
    context.close()


def test_every_link_of_the_site_is_relative(site: Path) -> None:
    for path in sorted(site.rglob("index.html")):
        tree = lxml.html.parse(str(path))
        for link in tree.xpath("//@href | //@src"):
            assert not str(link).startswith("/"), (path, link)


def _note_away(request: Request, base: str, away: list[str]) -> None:
    if not request.url.startswith((base, "data:", "blob:")):
        away.append(request.url)
