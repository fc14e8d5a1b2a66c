"""Notes that strain a page: it holds together, shows what was typed, and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import serve
from tests.end_to_end.conftest import once, project, run
from tests.tools import ROOT

from workshop_notes.build.make import IN_CHARGE
from workshop_notes.collection import load_collection
from workshop_notes.site import derive

pytestmark = pytest.mark.browser

MARKUP = "<script>alert(1)</script> {{ config.site_name }} {% x %} &amp; <b>"
TABLE = "\n".join(
    ["| a | b | c | d | e | f | g | h |", "|---|---|---|---|---|---|---|---|"]
    + ["| " + " | ".join(f"cell {n} of {row}" for n in range(8)) + " |" for row in range(40)]
)
FRENCH = """Un atelier inventé sur ZUMA.[^1] La résolution 9801 est citée.

## Ce que les participants ont demandé

- Servir le thé.

[^1]: Une note *de bas de page*, avec [un lien](https://toys.example/).
"""
NOTES = {
    "2031/markup": (f"title: '{MARKUP}'\nmission: [ZUMA]\nyear: 2031\nsummary: '{MARKUP}'", MARKUP),
    "2031/long": (
        "title: " + "Ranking invented tasks " * 100 + "\nmission: [ZUMA]\nyear: 2031",
        TABLE,
    ),
    "2031/unbroken": (f"title: {'t' * 300}\nsummary: {'s' * 300}\nyear: 2031", "w" * 2000),
    "2031/bare": ("title: Bare", "One paragraph."),
    "2031/empty": ("title: Empty\nyear: 2031", ""),
    "2031/leftward": ("title: أولويات مخترعة\nlanguage: ar\nyear: 2031", "نص مخترع. ZUMA."),
    "2031/many": (
        "title: Many\nyear: 2031\nmission: [ZUMA, ZUMAS, ABCDE, FGHIJ, KLMNO, PQRST]",
        "x",
    ),
    "2031/french": (
        "title: Un titre\nlanguage: fr\nmission: [ZUMA]\nyear: 2031\ndate: 2031-05-01",
        FRENCH,
    ),
}


@pytest.fixture(scope="module")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy project with odd notes, built without the checks that would refuse some of them."""
    return once(tmp_path_factory, "odd", _built) / "site"


@pytest.fixture(scope="module")
def odd_base(odd_site: Path) -> Iterator[str]:
    yield from serve(odd_site)


@pytest.fixture
def odd(browser: Browser, odd_base: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=odd_base)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a page opened a dialog: {dialog.message}"))
    yield page
    context.close()


def test_every_page_holds_together(odd: Page) -> None:
    addresses = [f"notes/{name}/" for name in NOTES]
    for address in (*addresses, "", "browse/", "missions/zuma/", "years/2031/"):
        odd.set_viewport_size({"width": 320, "height": 800})
        odd.goto(address)
        for width in (320, 390, 768, 1440):
            odd.set_viewport_size({"width": width, "height": 800})
            assert odd.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


def test_markup_shows_as_typed_on_page_list_head_and_feed(odd_site: Path) -> None:
    for address in ("notes/2031/markup/", "years/2031/", "browse/", "missions/zuma/"):
        tree = lxml.html.parse(str(odd_site / address / "index.html"))
        assert MARKUP in tree.getroot().text_content(), address
        scripts = tree.xpath("//script[not(@src) and not(@type='application/ld+json')]")
        assert not [one for one in scripts if "alert" in (one.text or "")]
    note = lxml.html.parse(str(odd_site / "notes/2031/markup/index.html"))
    assert MARKUP in str(note.xpath("string(//title)"))
    assert MARKUP in note.xpath("//meta[@name='description']/@content")
    assert MARKUP in note.xpath("//meta[@name='citation_title']/@content")
    assert "&lt;script&gt;" in (odd_site / "feed.xml").read_text("utf-8")


def test_text_from_right_to_left_begins_on_the_right(odd: Page) -> None:
    odd.goto("notes/2031/leftward/")
    place = odd.locator("h1").evaluate(
        "element => { const range = document.createRange(); range.selectNodeContents(element);"
        " return range.getBoundingClientRect().right - element.getBoundingClientRect().right }"
    )
    assert abs(place) < 2


def test_a_footnote_shows_beside_its_mark(odd: Page) -> None:
    odd.set_viewport_size({"width": 1280, "height": 800})
    odd.goto("notes/2031/french/")
    odd.locator(".footnote-ref").hover()
    note = odd.locator(".md-tooltip2")
    expect(note).to_contain_text("Une note de bas de page, avec un lien.")
    expect(note.get_by_role("link").first).to_have_attribute("href", "https://toys.example/")
    odd.mouse.move(0, 0)
    expect(note).to_have_count(0)


def test_a_footnote_leads_to_the_foot_without_scripts(browser: Browser, odd_base: str) -> None:
    context = browser.new_context(base_url=odd_base, java_script_enabled=False)
    page = context.new_page()
    page.goto("notes/2031/french/")
    page.locator(".footnote-ref").click()
    assert page.url.endswith("#fn-1")
    context.close()


def test_a_french_note_has_a_french_interface(odd: Page) -> None:
    odd.goto("notes/2031/french/")
    expect(odd.locator("html")).to_have_attribute("lang", "fr")
    odd.set_viewport_size({"width": 1280, "height": 800})
    expect(odd.get_by_role("navigation", name="Onglets")).to_contain_text("Thèmes")
    expect(odd.locator("[data-md-component=palette] label:not([hidden])")).to_have_attribute(
        "title", "Passer au mode clair"
    )
    expect(odd.get_by_role("navigation", name="À propos")).to_contain_text("Organisations")
    expect(odd.get_by_role("heading", name="Ce que les participants ont demandé")).to_have_count(2)
    expect(odd.get_by_text("1er mai 2031").first).to_be_visible()


def test_nobody_is_shut_out_of_odd_notes(odd: Page, axe: str) -> None:
    wrong = []
    for name in NOTES:
        odd.goto(f"notes/{name}/")
        odd.evaluate(axe)
        found = odd.evaluate("axe.run({resultTypes: ['violations']})")
        wrong += [(name, one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert wrong == []


def _built(root: Path) -> None:
    project(root, ROOT / "tests" / "toy" / "notes")
    for name, (front, body) in NOTES.items():
        path = root / "notes" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{front}\nstatus: published\n---\n\n{body}\n", "utf-8")
    derive(root, load_collection(root))
    run(
        root,
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        **{IN_CHARGE: "1", "NO_MKDOCS_2_WARNING": "1"},
    )
