"""The journeys of readers in Firefox, a second engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browser.firefox import Firefox, firefox, program
from tests.browser.test_pages import KINDS, NOTE
from tests.conftest import skip_or_fail

pytestmark = pytest.mark.browser

TITLE = "return document.querySelector('h1').textContent.trim()"
GROUND = "return getComputedStyle(document.body).backgroundColor"


def _program() -> str:
    found = program()
    if found is None:
        skip_or_fail("no Firefox is installed; run tests/tools.py")
    return found


@pytest.fixture(scope="module")
def window() -> Iterator[Firefox]:
    """One Firefox for all journeys."""
    with firefox(_program()) as found:
        found.size(1280, 900)
        yield found


def test_from_home_to_the_comparison_to_the_paragraph(window: Firefox, base: str) -> None:
    window.open(base)
    window.click("table.matrix tbody th a")
    assert window.run(TITLE) == "MINUSMA"
    window.open(base + NOTE)
    assert window.run("return document.querySelectorAll('.asked li').length") > 2
    window.click(".compare a")
    assert window.run(TITLE) == "MINUSMA: 2018 and 2020"
    window.click(".group .sides a.to")
    assert re.search(r"/notes/20\d\d/minusma/#p-\w+$", window.address)
    window.wait(
        "const box = document.querySelector(':target').getBoundingClientRect();"
        "return box.top >= 0 && box.bottom <= innerHeight"
    )
    marked = window.run(
        "return getComputedStyle(document.querySelector(':target')).backgroundColor"
    )
    assert marked != window.run(GROUND)


def test_every_kind_of_page_loads_its_own_files_and_fits(window: Firefox, base: str) -> None:
    for width in (500, 1280):  # a window of Firefox is never narrower than 450
        window.size(width, 900)
        for address in KINDS:
            window.open(base + address)
            seen = window.run(
                "return {wide: document.documentElement.scrollWidth - innerWidth,"
                " sheets: [...document.styleSheets].length,"
                " head: getComputedStyle(document.querySelector('.md-header')).position,"
                " material: typeof document$ === 'object'}"
            )
            assert seen["wide"] <= 0, (address, width)
            assert seen["sheets"] >= 3, address
            assert seen["head"] == "sticky", address
            assert seen["material"], address
    window.size(1280, 900)


def test_light_and_dark_are_switched_and_kept(window: Firefox, base: str) -> None:
    window.open(base + NOTE)
    before = window.run(GROUND)
    seen = {before}
    for _ in range(2):
        window.click("[data-md-component=palette] label:not([hidden])")
        seen.add(window.run(GROUND))
    assert len(seen) == 2
    chosen = window.run(GROUND)
    window.open(base + "about/")
    assert window.run(GROUND) == chosen


def test_search_answers(window: Firefox, base: str) -> None:
    window.open(base + "search/?q=protection+of+civilians+Mali")
    window.wait("return document.querySelectorAll('main a[href*=\"/notes/\"]').length > 0")


def test_a_report_says_which_page_it_is_about(window: Firefox, base: str) -> None:
    window.open(base + NOTE)
    window.click(".site-foot a[href*='report/']")
    assert window.address.endswith("report/?page=notes/2020/minusma/")


def test_a_saved_site_opens_from_disk(window: Firefox, site: Path) -> None:
    window.open((site / "index.html").as_uri())
    window.click("table.matrix tbody th a")
    assert window.run(TITLE) == "MINUSMA"
    assert window.run("return getComputedStyle(document.querySelector('.md-header')).position") == (
        "sticky"
    )


def test_without_scripts_the_way_to_a_paragraph_is_the_same(base: str) -> None:
    with firefox(_program(), scripts=False) as plain:
        plain.open(base)
        plain.click("table.matrix tbody th a")
        plain.click(".events h3 a")
        assert "/notes/" in plain.address
        plain.open(f"{base}missions/minusma/2018-2020/")
        plain.click(".group .sides a.to")
        assert re.search(r"/notes/20\d\d/minusma/#p-\w+$", plain.address)
