"""What a style hides and what it does not, by the table that a browser has confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from workshop_notes.convert import convert
from workshop_notes.formats.html import parse_page
from workshop_notes.formats.html_style import styled

WAYS = Path(__file__).with_name("styles.yml")


def ways(*kinds: str) -> list[tuple[bool, str]]:
    """Give each way of some kinds: whether it hides the word `secret`, and the page."""
    found = []
    table = yaml.safe_load(WAYS.read_text(encoding="utf-8"))
    for kind in kinds:
        for way in table[kind]:
            one = way if isinstance(way, dict) else {"css": way}
            body = one.get("body", '<p class="x">secret</p>')
            found.append((kind in ("hides", "veils"), f"<style>{one['css']}</style>{body}"))
    return found


def test_the_table_is_large() -> None:
    hides = [hidden for hidden, _ in ways("hides", "shows")]
    assert hides.count(True) >= 100
    assert hides.count(False) >= 70


@pytest.mark.parametrize(("hides", "page"), ways("hides", "veils", "shows", "clear"))
def test_a_text_is_hidden_where_a_browser_hides_it(hides: bool, page: str) -> None:
    assert hides_secret(page) is hides


def hides_secret(page: str) -> bool:
    """Say whether the word `secret` of a page is hidden."""
    texts = []
    for one in styled(parse_page(page))[0]:
        element = one.element
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        texts.append("".join(map(str, element.itertext())) if one.whole else own)
    return "secret" in "".join(texts)


def test_a_style_that_hides_more_than_a_fifth_of_a_page_refuses_it() -> None:
    shown, hidden = "<p>Shown words stand here.</p>", '<p class="x">Some words more stand here.</p>'

    def codes(ways: int) -> set[str]:
        page = f"<style>.x {{ display: none }}</style>{shown * 40}{hidden * ways}"
        found = convert(Path("note.html"), f"<html><body>{page}</body></html>".encode())
        return {problem.code for problem in found.problems if problem.level == "error"}

    assert codes(6) == set()
    assert codes(12) == {"much-hidden"}
