"""The search page and the header's box, driven in a real browser over an invented collection."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from tests.browser.conftest import serve, until
from tests.browser.search_project import invented, write_notes

from workshop_notes.collection import load_collection
from workshop_notes.search.index import write_index

pytestmark = pytest.mark.browser

TIMEOUT = 20_000
DAY = "2036-07-18"
INDEX = re.compile(r"/assets/search/(?!box\.js)")
HOSTILE = (
    "x" * 5_000,
    "mali " * 1_000,
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script>',
    "\x00\x07\u202e\u200b mali \x1b[31m",
    "🦄🔥 👩‍👩‍👧 lantern",
    'AND OR NOT + - * ? ~ ^ : ( ) [ ] { } / \\ "',
    '"unbalanced lantern',
    '""""" « » “ ”',
    "../../etc/passwd %00 %F0%9F",
    "constructor __proto__ toString hasOwnProperty",
    ".*+?^${}()|[]\\",
    "ﬁ ﷺ ĳ 𝕄𝔸𝕃𝕀",
)


@pytest.fixture(scope="session")
def search_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented collection's site."""
    return invented(tmp_path_factory)


@pytest.fixture(scope="session")
def search_base(search_site: Path) -> Iterator[str]:
    """The address at which that site is served."""
    yield from serve(search_site)


@pytest.fixture
def faults() -> list[str]:
    """What the console and the page complained of; empty at the end of every test that asks."""
    return []


@pytest.fixture
def here(browser: Browser, search_base: str, faults: list[str]) -> Iterator[Page]:
    """A page on the invented site that fails on any error of a script."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=search_base)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def answered(page: Page, query: str) -> list[str]:
    """Wait for the whole answer to a query; gives the notes, best first."""
    until(
        page,
        """query => { const status = document.getElementById("search-status").dataset;
        return status.query === query && status.complete === "true"; }""",
        query,
    )
    found: list[str] = page.eval_on_selector_all(
        "#search-page [data-note]", "rows => rows.map(row => row.dataset.note)"
    )
    return found


def ask(page: Page, query: str) -> list[str]:
    """Type a query into the search page and wait for the whole answer."""
    if "/search/" not in page.url:
        page.goto("search/")
    page.fill("#search-query", query)
    page.press("#search-query", "Enter")
    return answered(page, query)


def chips(page: Page) -> list[str]:
    """Give the chips shown."""
    found: list[str] = page.eval_on_selector_all(
        "[data-chip]", "all => all.map(one => one.dataset.chip)"
    )
    return found


@pytest.mark.parametrize(
    ("query", "first", "shown"),
    [
        ("MINUSMA 2031", "2031/minusma", ["mission:minusma", "year:2031"]),
        ("République centrafricaine", "2031/minusca", ["mission:minusca"]),
        ("POC", "2031/minusma", ["theme:protection-of-civilians"]),
        ("UNSCR 2480 (2019)", "2031/minusma", ["resolution:2480"]),
        ("R-ARCSS floods", "2031/unmiss", ["term:r-arcss"]),
        ("2030-2031 exit strategy", "2030/monusco", ["year:2030-2031"]),
        ('"paper lantern"', "2032/taking-stock", []),
    ],
)
def test_a_query_is_read_and_finds_its_note(
    here: Page, query: str, first: str, shown: list[str]
) -> None:
    assert ask(here, query)[:1] == [first]
    assert set(shown) <= set(chips(here))


def test_one_correction_is_said_and_can_be_taken_back(here: Page) -> None:
    assert ask(here, "MINUSAM 2032")[0] == "2032/minusma"
    notice = here.locator("[data-search=notices]")
    expect(notice).to_contain_text("Read as MINUSMA")
    notice.get_by_role("link", name="MINUSAM 2032").click()
    answered(here, "MINUSAM 2032")
    here.wait_for_url(re.compile("exact=1"))
    expect(notice).to_contain_text("No note holds “MINUSAM”")


def test_no_note_says_why_and_offers_what_there_is(here: Page) -> None:
    assert ask(here, "BINUH Haiti") == []
    none = here.locator("[data-search=none]")
    expect(none).to_contain_text("This collection has no note on BINUH")
    expect(none.get_by_role("link", name="MINUSMA", exact=True)).to_be_visible()
    expect(none.get_by_role("link", name="the table of all notes")).to_be_visible()
    assert here.get_attribute("#search-status", "data-count") == "0"
    assert ask(here, "MONUSCO 2031") == []
    expect(none).to_contain_text("There is no note for “MONUSCO 2031”")
    assert ask(here, "Atlantis treaty") == []
    expect(none).to_contain_text("Atlantis")


def test_a_page_that_was_asked_nothing_says_nothing_negative(here: Page) -> None:
    here.goto("search/")
    answered(here, "")
    expect(here.locator("#search-status")).to_be_empty()
    expect(here.locator("[data-search=none]")).to_contain_text("Type what you look for")


def test_a_passage_links_to_its_paragraph(here: Page) -> None:
    ask(here, "blue lantern accord")
    passage = here.locator("[data-note='2032/minusma'] li a").first
    expect(passage).to_be_visible()
    expect(passage).to_contain_text("blue lantern accord")
    assert passage.locator("mark").count() >= 3
    passage.click()
    here.wait_for_url(re.compile("/notes/2032/minusma/#."))
    target = here.evaluate("document.getElementById(location.hash.slice(1)).textContent")
    assert "blue lantern accord" in target


def test_facets_count_and_narrow_or_within_and_across(here: Page) -> None:
    ask(here, "lanterns")
    total = int(here.get_attribute("#search-status", "data-count") or 0)
    here.get_by_label("MINUSMA").check()
    answered(here, "lanterns")
    one = int(here.get_attribute("#search-status", "data-count") or 0)
    here.get_by_label("MONUSCO").check()
    answered(here, "lanterns")
    two = int(here.get_attribute("#search-status", "data-count") or 0)
    assert 0 < one < two <= total
    here.get_by_label("2030").check()
    assert answered(here, "lanterns") == ["2030/monusco"]
    assert "mission=minusma&mission=monusco&year=2030" in here.url
    assert {"mission:minusma", "mission:monusco", "year:2030"} <= set(chips(here))
    here.locator("[data-chip='year:2030']").click()
    answered(here, "lanterns")
    assert int(here.get_attribute("#search-status", "data-count") or 0) == two


def test_the_count_of_a_facet_is_what_choosing_it_gives(here: Page) -> None:
    ask(here, "invented")
    values = here.locator("[data-facet=theme] label:not([hidden])")
    for place in range(values.count()):
        label = values.nth(place)
        count = int(label.locator(".search-facet__count").inner_text())
        label.locator("input").check()
        answered(here, "invented")
        here.wait_for_url(re.compile("theme="))
        assert int(here.get_attribute("#search-status", "data-count") or 0) == count
        label.locator("input").uncheck()
        answered(here, "invented")


def test_filters_work_without_a_query(here: Page) -> None:
    here.goto("search/?mission=minusma&sort=date")
    assert answered(here, "") == ["2032/taking-stock", "2032/minusma", "2031/minusma"]


def test_back_and_forward_bring_the_answers_back(here: Page) -> None:
    ask(here, "Mali")
    ask(here, "ballot")
    here.go_back()
    assert answered(here, "Mali")[0] == "2032/minusma"
    assert here.input_value("#search-query") == "Mali"
    here.go_forward()
    answered(here, "ballot")
    assert here.input_value("#search-query") == "ballot"


def test_a_chip_taken_away_leaves_its_words(here: Page) -> None:
    ask(here, "Sudan's market")
    assert chips(here) == ["mission:unitams"]
    here.locator("[data-chip='mission:unitams']").click()
    until(here, "!document.querySelector('[data-chip]')")
    assert answered(here, "Sudan's market")[0] == "2031/unmiss"
    assert "plain=m%3A" in here.url


def test_unknown_facets_in_the_address_are_named_and_left_out(here: Page) -> None:
    here.goto("search/?q=ballot&mission=atlantis&year=never&theme=%3Cb%3E&language=xx&sort=up")
    assert answered(here, "ballot")
    expect(here.locator("[data-search=notices]")).to_contain_text("“atlantis”")
    assert chips(here) == []


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_are_answered_calmly(here: Page, query: str) -> None:
    here.goto("search/?q=" + quote(query[:1_500]))
    until(here, "document.getElementById('search-status').dataset.complete === 'true'")
    here.evaluate(
        """query => { const input = document.getElementById("search-query");
        input.value = query; input.form.requestSubmit(); }""",
        query,
    )
    here.wait_for_timeout(50)
    until(here, "!document.getElementById('search-page').hasAttribute('aria-busy')")
    assert here.evaluate("window.hit") is None
    assert here.inner_text("#search-status")


def test_markup_in_a_note_shows_as_typed(here: Page) -> None:
    ask(here, "angle brackets")
    expect(here.locator("[data-note='2031/unmiss'] li a").first).to_contain_text("<b>angle")


def test_what_no_note_holds_is_said_word_by_word_and_what_is_near_offered(here: Page) -> None:
    ask(here, "lantern zebra")
    expect(here.locator("[data-absent=zebra]")).to_contain_text("No note holds “zebra”")
    assert ask(here, "Wagner") == []
    expect(here.locator("[data-absent=Wagner]").get_by_role("link")).to_contain_text("Partnerships")


def test_nothing_negative_is_said_while_somebody_types(here: Page) -> None:
    here.goto("search/")
    here.locator("#search-query").press_sequentially("lantern zeb")
    answered(here, "lantern zeb")
    assert not here.locator("[data-absent]").count()


def test_a_lost_file_is_said_and_asked_for_again(here: Page, faults: list[str]) -> None:
    here.route("**/assets/search/w*.js*", lambda route: route.abort())
    here.goto("search/?q=blue+lantern+accord")
    again = here.locator("[data-lost=lost]").get_by_role("button")
    expect(again).to_be_visible()
    here.unroute("**/assets/search/w*.js*")
    again.click()
    here.wait_for_selector("[data-note='2032/minusma']")
    faults.clear()


def test_a_link_leads_past_the_boxes_to_the_results(here: Page) -> None:
    ask(here, "ballot")
    here.get_by_label("Sort by").focus()
    here.keyboard.press("Tab")
    expect(here.get_by_role("link", name="Skip to the results")).to_be_focused()
    here.keyboard.press("Enter")
    here.keyboard.press("Tab")
    assert here.evaluate("document.activeElement.closest('[data-note]') !== null")


def test_nothing_of_search_is_loaded_before_the_reader_reaches_for_it(here: Page) -> None:
    asked: list[str] = []
    here.on("request", lambda request: asked.append(request.url))
    here.goto("about/")
    here.wait_for_load_state("networkidle")
    assert not [url for url in asked if INDEX.search(url)]
    here.focus("#search-box-query")
    until(here, "Boolean(window.notesSearch?.start)")
    assert [url for url in asked if INDEX.search(url)]


def test_what_is_typed_before_all_has_loaded_is_answered(here: Page) -> None:
    here.route("**/assets/search/*", lambda route: (here.wait_for_timeout(150), route.continue_()))
    here.goto("search/", wait_until="commit")
    here.wait_for_selector("#search-query")
    here.fill("#search-query", "ballot")
    assert answered(here, "ballot")
    assert here.input_value("#search-query") == "ballot"


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k"])
def test_keys_lead_to_the_box(here: Page, key: str) -> None:
    here.goto("about/")
    here.keyboard.press(key)
    expect(here.locator("#search-box-query")).to_be_focused()
    assert here.input_value("#search-box-query") == ""


def test_the_header_box_offers_first_results_and_leads_to_the_page(here: Page) -> None:
    here.goto("about/")
    box = here.locator("#search-box-query")
    box.fill("ballot")
    option = here.get_by_role("option").first
    expect(option).to_be_visible()
    expect(here.locator(".search-box__status")).to_contain_text("notes")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(option).not_to_be_visible()
    box.press("Enter")
    here.wait_for_url(re.compile(r"/search/\?q=ballot"))
    assert answered(here, "ballot")


def test_the_keyboard_alone_reaches_a_result_from_the_header(here: Page) -> None:
    here.goto("about/")
    here.keyboard.press("Control+k")
    here.keyboard.type("blue lantern accord")
    expect(here.get_by_role("option").first).to_be_visible()
    here.keyboard.press("ArrowDown")
    here.keyboard.press("Enter")
    here.wait_for_url(re.compile("/notes/2032/minusma/"))


def test_no_request_leaves_the_site(here: Page, search_base: str) -> None:
    asked: list[Request] = []
    here.on("request", lambda request: asked.append(request))
    ask(here, "ballot lantern")
    assert all(request.url.startswith(search_base) for request in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["ballot lantern", "BINUH Haiti", "MINUSAM 2032"])
def test_the_page_has_no_accessibility_violation(
    browser: Browser, search_base: str, axe: str, query: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, base_url=search_base)  # type: ignore[arg-type]
    page = context.new_page()
    ask(page, query)
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations)")
    context.close()
    assert not found, json.dumps(found, indent=1)


def test_the_open_box_has_no_accessibility_violation(here: Page, axe: str) -> None:
    here.goto("about/")
    here.fill("#search-box-query", "ballot")
    expect(here.get_by_role("option").first).to_be_visible()
    here.evaluate(axe)
    found = here.evaluate("axe.run().then(result => result.violations)")
    assert not found, json.dumps(found, indent=1)


def test_a_phone_shows_it_all_without_scrolling_sideways(
    browser: Browser, search_base: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, base_url=search_base)
    page = context.new_page()
    ask(page, "protection of civilians Congo")
    page.locator("summary", has_text="Narrow").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_site_without_its_index_says_so(
    browser: Browser, search_site: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    for path in (site / "assets" / "search").glob("[wc]*.js"):
        path.unlink()
    for base in serve(site):
        context = browser.new_context(base_url=base)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error, into=errors: into.append(str(error)))
        ask(page, "ballot rally")
        expect(page.locator("[data-search=notices]")).to_contain_text("did not come")
        assert not errors
        context.close()


@pytest.fixture(scope="session")
def parted_site(search_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented collection's site with an index in many small shards."""
    site = tmp_path_factory.mktemp("parted") / "site"
    shutil.copytree(search_site, site)
    root = tmp_path_factory.mktemp("invented")
    write_notes(root / "notes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workshop_notes.search.index.SMALL_SHARD", 300)
        write_index(load_collection(root).published(DAY), site)
    return site


@pytest.mark.parametrize("kind", ["missing", "cut short", "of another build"])
@pytest.mark.parametrize("file", ["a shard", "a card", "the first file"])
def test_a_file_that_is_not_right_is_said_and_the_rest_goes_on(
    browser: Browser, parted_site: Path, tmp_path: Path, file: str, kind: str
) -> None:
    site = tmp_path / "site"
    shutil.copytree(parted_site, site)
    folder = site / "assets" / "search"
    shards = [path for path in folder.glob("w*.js") if "\nlantern\t" in path.read_text("utf-8")]
    broken = {
        "a shard": shards[0],
        "a card": folder / "c0.js",
        "the first file": folder / "entry.js",
    }[file]
    text = broken.read_text("utf-8")
    if kind == "missing":
        broken.unlink()
    elif kind == "cut short":
        broken.write_text(text[: len(text) // 2], encoding="utf-8")
    else:
        broken.write_text(re.sub("`,`[^`]*`,`", "`,`0000`,`", text, count=1), encoding="utf-8")
    for base in serve(site):
        context = browser.new_context(base_url=base)
        page = context.new_page()
        found = ask(page, "lantern ballot")
        said = page.locator("[data-lost]")
        expect(said).to_contain_text("renewed" if kind == "of another build" else "did not come")
        assert bool(found) == (file == "a shard")
        assert not page.locator("[data-absent]").count()
        context.close()


def test_from_disk_the_search_works_too(browser: Browser, search_site: Path) -> None:
    page = browser.new_page()
    page.goto((search_site / "about" / "index.html").as_uri())
    page.fill("#search-box-query", "blue lantern accord")
    page.press("#search-box-query", "Enter")
    page.wait_for_selector("[data-note='2032/minusma']")
    assert page.url == (search_site / "search/index.html").as_uri() + "?q=blue+lantern+accord"
    page.close()


def test_without_javascript_the_table_is_offered(browser: Browser, search_base: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=search_base)
    page = context.new_page()
    page.goto("about/")
    page.fill("#search-box-query", "ballot")
    page.press("#search-box-query", "Enter")
    page.wait_for_url(re.compile(r"/search/\?q=ballot"))
    expect(page.get_by_text("Search needs JavaScript")).to_be_visible()
    context.close()
