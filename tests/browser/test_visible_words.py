"""What a browser shows of a page is kept, moved or listed, and nothing else is published."""

from __future__ import annotations

import pytest
from bench.visible import differences, page
from playwright.sync_api import Browser


@pytest.mark.parametrize("seed", [11, 12])
def test_each_visible_word_of_a_page_is_accounted_for(browser: Browser, seed: int) -> None:
    shown = browser.new_page(viewport={"width": 1280, "height": 800})
    for number in range(20):
        found, lost, published = differences(page(seed * 1_000_000 + number), shown)
        assert found.markdown, found.problems
        assert not (lost or published), (number, lost, published)
    shown.close()
