"""The sites of two invented publishers, read by everybody: on a phone, in the dark, in French."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import serve, violations
from tests.test_adopting import ADOPTERS, adopted, clone  # noqa: F401

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("name", ADOPTERS)
def test_nobody_is_shut_out_of_an_adopted_site(
    browser: Browser,
    clone: Path,  # noqa: F811
    name: str,
    axe: str,
) -> None:
    site = adopted(clone, name, terms=True)
    pages = [page.relative_to(site).as_posix() for page in sorted(site.rglob("*.html"))]
    colours = ["color-contrast", "link-in-text-block"]
    assert len(pages) > 8
    wrong = []
    for base in serve(site):
        # A scheme changes colours alone.
        for width, scheme, rules in ((1280, "light", []), (390, "dark", colours)):
            window = browser.new_context(
                viewport={"width": width, "height": 900},
                base_url=base,
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = window.new_page()
            for address in pages:
                page.goto(address)
                wrong += [(address, scheme, *found) for found in violations(page, axe, *rules)]
                too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                wrong += [(address, "wider than the window")] * too_wide
            window.close()
    assert wrong == []
