"""What readers do on the pages, in a real browser."""

from __future__ import annotations

import gzip
import re
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Witness, violations

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
NOTE = "notes/2020/minusma/"
OTHER = "notes/2018/minusma/"
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
    "due/",
    "missions/",
    "themes/",
    "years/",
    "resolutions/",
    "glossary/",
    "organizations/",
    "browse/",
    "search/",
    "about/",
    "add-a-note/",
    "report/",
    "404.html",
)
# Compressed, in bytes: all that the first view of a note loads, this project's part, a second view.
WEIGHT, OURS, SECOND = 85_000, 22_000, 12_000
REQUESTS = 9
# What another width brings in fades in; it is read when it stands, without the wait for it.
SETTLED = """new Promise(requestAnimationFrame).then(
  () => document.getAnimations().filter((one) => one.playState === "running" &&
    one.effect.getComputedTiming().endTime < 1e5).forEach((one) => one.finish())
).then(() => new Promise(requestAnimationFrame))"""
GROUND = "getComputedStyle(document.body).backgroundColor"


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
    assert box["y"] < PHONE["height"]
    text = page.locator(".text p").first.bounding_box()
    assert text is not None
    assert text["y"] < 2 * PHONE["height"]
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


def test_a_page_asks_this_site_alone_and_its_policy_keeps_nothing_of_it_out(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(base_url=base)
    witness = Witness(context, base)
    for address in KINDS:
        witness.visit(address)
        said = witness.page.locator("meta[http-equiv='Content-Security-Policy']")
        assert "default-src 'none'" in (said.get_attribute("content") or ""), address
    context.close()
    assert witness.away == []
    assert witness.kept_out == []
    assert witness.said == []


def test_the_policy_keeps_out_what_somebody_put_into_a_page(page: Page) -> None:
    page.goto(NOTE)
    page.evaluate(
        """() => {
            const evil = document.createElement("script");
            evil.textContent = "window.ran = 1";
            document.body.append(evil);
            const picture = '<img src="x" onerror="window.ran = 2">';
            document.body.insertAdjacentHTML("beforeend", picture);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None


def test_every_kind_of_page_has_materials_header_style_and_palette(site: Path) -> None:
    for address in KINDS:
        path = site / address / ("" if address.endswith(".html") else "index.html")
        tree = lxml.html.parse(str(path))
        assert tree.xpath("//header[contains(@class, 'md-header')]"), address
        assert tree.xpath("//link[contains(@href, 'stylesheets/main.')]"), address
        assert tree.xpath("//link[contains(@href, 'stylesheets/palette.')]"), address
        assert tree.xpath("//form[@data-md-component='palette']"), address
        assert len(tree.xpath("//h1")) == 1, address


def test_a_note_and_all_that_it_loads_first_are_light(page: Page, base: str, site: Path) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(NOTE)
    page.wait_for_load_state("networkidle")
    first = {url: _weight(site, base, url) for url in loaded if url.startswith(base)}
    assert len(first) <= REQUESTS, first
    assert sum(first.values()) <= WEIGHT, first
    ours = {
        url: size
        for url, size in first.items()
        if "/stylesheets/" not in url and "/javascripts/" not in url
    }
    assert sum(ours.values()) <= OURS, ours
    loaded.clear()
    page.goto(OTHER)
    page.wait_for_load_state("networkidle")
    again = {url: _weight(site, base, url) for url in loaded if url not in first}
    assert sum(again.values()) <= SECOND, again


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", KINDS, ids=lambda address: address or "home")
def test_a_page_fits_every_window_and_shuts_nobody_out(
    browser: Browser, base: str, axe: str, address: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 900},
        base_url=base,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    # A scheme changes colours alone.
    rules = ["color-contrast", "link-in-text-block"] if scheme == "dark" else []
    wrong: list[object] = []
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((width, "wider than its window"))
        if width > 320:
            wrong += [(width, *found) for found in violations(page, axe, *rules)]
    context.close()
    assert wrong == []


def test_the_copied_address_of_a_paragraph_opens_it(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(NOTE)
    pin = page.locator(".text .pin").nth(2)
    pin.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    (address,) = re.findall(rf"{re.escape(base)}{NOTE}#p-[0-9a-f]+(?:-\d+)?", copied)
    page.goto(address)
    expect(page.locator(":target")).to_be_in_viewport()
    context.close()


def test_the_scheme_follows_the_system_and_a_choice_is_kept(browser: Browser, base: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=base, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(NOTE)
        grounds[scheme] = page.evaluate(GROUND)
        if scheme == "dark":
            page.get_by_title("Switch to light mode").click()
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
            assert page.evaluate(GROUND) == grounds["light"]
            page.goto("about/")
            assert page.evaluate(GROUND) == grounds["light"]
        context.close()
    assert grounds["light"] != grounds["dark"]


@pytest.mark.parametrize("address", [NOTE, "missions/", "about/"])
def test_the_skip_link_comes_first_and_leads_to_the_text(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_term_shows_what_it_means_and_hides_it_again(page: Page) -> None:
    page.goto(NOTE)
    term = page.locator("a.term").first
    means = term.get_attribute("title")
    assert means
    term.hover()
    expect(page.get_by_role("tooltip")).to_have_text(means)
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_every_sign_of_a_grid_is_in_its_legend(page: Page) -> None:
    page.goto("themes/protection-of-civilians/")
    signs = set(page.locator(".matrix td[class]").evaluate_all("all => all.map(e => e.className)"))
    assert "other" in signs
    for sign in signs:
        expect(page.locator(f".legend .{sign}")).to_be_visible()


def test_both_columns_of_themes_begin_at_one_height(page: Page) -> None:
    page.goto("missions/minusma/")
    boxes = [one.bounding_box() or {} for one in page.locator(".by-theme > details").all()]
    columns = {left: [b["y"] for b in boxes if b["x"] == left] for left in {b["x"] for b in boxes}}
    assert len(columns) == 2
    assert len({min(tops) for tops in columns.values()}) == 1


def test_paragraphs_show_the_numbers_that_others_point_to(page: Page) -> None:
    page.goto(NOTE)
    pins = page.locator(".text .pin")
    assert pins.all_inner_texts() == [str(number + 1) for number in range(pins.count())]
    first = page.locator(".facts .to").first
    number = first.inner_text().removeprefix("¶")
    anchor = first.get_attribute("href")
    assert page.locator(f"{anchor} > .pin").inner_text() == number


def test_the_drawer_of_a_phone_opens_by_key_and_by_touch_and_holds_every_section(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(viewport=PHONE, base_url=base)
    page = context.new_page()
    page.goto(NOTE)
    drawer = page.get_by_role("navigation", name="Navigation").first
    button = page.locator("header [for=__drawer]")
    button.click()
    expect(drawer.get_by_role("link", name="Resolutions")).to_be_in_viewport()
    page.locator(".md-overlay").click(position={"x": 380, "y": 400})
    expect(drawer.get_by_role("link", name="Resolutions")).not_to_be_in_viewport()
    button.focus()
    page.keyboard.press("Enter")
    drawer.get_by_role("link", name="Missions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Missions")
    context.close()


def test_a_report_says_which_page_it_is_about(page: Page) -> None:
    page.goto(NOTE)
    page.get_by_role("link", name="Report a problem").click()
    assert page.url.endswith("report/?page=notes/2020/minusma/")
    expect(page.get_by_role("region", name="It identifies me")).to_contain_text(
        "Do not write where everybody can read it"
    )


def test_a_saved_site_opens_from_disk(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    witness = Witness(context, "file:")
    page = witness.page
    witness.visit((site / "index.html").as_uri())
    page.get_by_role("rowheader", name=re.compile("MINUSMA")).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("MINUSMA")
    # The links lead into folders until the page's script has named their files.
    page.wait_for_load_state("load")
    page.get_by_role("navigation", name="Tabs").get_by_role("link", name="All notes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All notes")
    expect(page.locator("#browse tbody tr").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == (
        "sticky"
    )
    assert witness.kept_out == []
    context.close()


def test_every_link_of_the_site_is_relative(site: Path) -> None:
    for path in sorted(site.rglob("index.html")):
        tree = lxml.html.parse(str(path))
        for link in tree.xpath("//@href | //@src"):
            assert not str(link).startswith("/"), (path, link)


def _weight(site: Path, base: str, url: str) -> int:
    path = site / urlsplit(url.removeprefix(base)).path
    return len(gzip.compress((path / "index.html" if path.is_dir() else path).read_bytes(), 6))
