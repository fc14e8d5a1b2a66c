"""The table of all notes: filters by address, sorting, the selection as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

ROWS = "#browse tbody tr:not([hidden])"


def test_the_address_filters_and_the_filters_write_the_address(page: Page) -> None:
    page.goto("browse/?mission=minusma&theme=protection-of-civilians")
    everything = page.locator("#browse tbody tr").count()
    shown = page.locator(ROWS)
    assert 0 < shown.count() < everything
    for row in shown.all():
        assert "minusma" in (row.get_attribute("data-mission") or "").split()
        assert "protection-of-civilians" in (row.get_attribute("data-theme") or "").split()
    page.get_by_label("Theme").select_option("")
    assert page.url.endswith("browse/?mission=minusma")
    page.get_by_role("button", name="Clear").click()
    expect(shown).to_have_count(everything)
    assert page.url.endswith("browse/")


def test_unknown_filters_in_the_address_are_ignored(page: Page) -> None:
    page.goto("browse/?mission=%3Cscript%3E&year=nine&sort=nothing")
    assert page.locator(ROWS).count() == page.locator("#browse tbody tr").count()


def test_filters_that_fit_no_note_say_so(page: Page) -> None:
    page.goto("browse/?mission=minusma&year=2016")
    expect(page.locator("#browse-none")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="note")).to_contain_text("0 / 29 notes")


def test_a_head_sorts_up_and_down(page: Page) -> None:
    page.goto("browse/")
    dates = "rows => rows.map(row => row.dataset.date)"
    down = page.locator(ROWS).evaluate_all(dates)
    assert down == sorted(down, reverse=True)
    page.get_by_role("button", name="Workshop").click()
    assert page.locator(ROWS).evaluate_all(dates) == sorted(down)
    assert page.url.endswith("?sort=date")


def test_the_selection_is_downloaded_as_csv(page: Page, tmp_path: Path) -> None:
    page.goto("browse/?mission=minusma")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as CSV").click()
    started.value.save_as(tmp_path / "notes.csv")
    with (tmp_path / "notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == page.locator(ROWS).count()
    assert all("MINUSMA" in row["Mission"] for row in rows)
    assert all("/notes/" in row["URL"] for row in rows)


def test_without_scripts_the_table_is_whole_and_the_filters_are_gone(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    page.goto("browse/?mission=minusma")
    expect(page.get_by_role("form", name="Filters")).to_be_hidden()
    dates = page.locator("#browse tbody tr").evaluate_all("rows => rows.map(r => r.dataset.date)")
    assert dates == sorted(dates, reverse=True)
    expect(page.get_by_role("link", name="Download as CSV")).to_have_attribute(
        "href", "../assets/data/notes.csv"
    )
    context.close()
