"""A note on paper: the shortest take two sheets of A4 at most, with the addresses to go on from."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

# A line's end, as the reader of the paper gives it: a hyphen there is another sign.
UNSEEN = re.compile(r"[\s\ufffe\x02-]")

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_note_of_one_minute_is_two_sheets_with_its_addresses(page: Page, site: Path) -> None:
    short = [
        path.parent.relative_to(site).as_posix()
        for path in sorted((site / "notes").glob("*/*/index.html"))
        if "· 1 min" in path.read_text("utf-8").replace("<i>·</i>", "·").replace("\n", "")
    ]
    assert len(short) > 3
    for address in short:
        page.goto(f"{address}/")
        source = page.locator(".end a.out").first.get_attribute("href")
        paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
        text = "".join(one.get_textpage().get_text_range() for one in paper)
        assert len(paper) <= 2, address
        assert source is not None
        assert UNSEEN.sub("", source) in UNSEEN.sub("", text), address
