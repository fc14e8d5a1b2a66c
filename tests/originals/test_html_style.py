"""Selectors and declarations of CSS, as far as they hide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from workshop_notes.originals.css import applying, length, read_rules

PAGE = html.document_fromstring(
    '<body id="b"><div class="box wide"><h2>x</h2><p id="p" class="a b" data-x="one two">x</p>'
    '<p class="c">x</p></div></body>'
)


def _selected(selector: str) -> bool:
    sheet = read_rules(f"{selector} {{ display: none }}")
    return applying(PAGE.get_element_by_id("p"), sheet) == {"display": "none"}


@pytest.mark.parametrize(
    "selector",
    [
        "p", "*", "#p", ".a", ".b.a", "p.a", "p#p.b", "div p", "div > p", "body p", "#b .a",
        "h2 + p", "h2 ~ p", "[data-x]", "[data-x~=two]",
        "[data-x^='one']", '[data-x$="two"]', "[data-x*=e]",
        "[class='a b']", "x, p", "DIV P", ".box.wide > .a", "div > h2 + p.a",
    ],
)  # fmt: skip
def test_a_selector_selects(selector: str) -> None:
    assert _selected(selector)


@pytest.mark.parametrize(
    "selector",
    [
        "h2", "#q", ".c", "p.c", "body > p", "p p", "h2 > p", "p + p", "p:hover", "p::before",
        "[data-y]", "[data-x=one]", "p:first-child", "p:last-child", "p >", "..a", "",
    ],
)  # fmt: skip
def test_a_selector_does_not_select(selector: str) -> None:
    assert not _selected(selector)


def test_the_weightier_rule_holds() -> None:
    element = PAGE.get_element_by_id("p")
    sheet = read_rules("#p { color: red } .a { color: blue } p { color: green; margin: 0 }")
    assert applying(element, sheet) == {"color": "red", "margin": "0"}
    sheet = read_rules("p { color: green !important } #p { color: red }")
    assert applying(element, sheet) == {"color": "green"}


@pytest.mark.parametrize(
    ("text", "points"), [("10px", 7.5), ("1in", 72.0), ("12pt", 12.0), ("0", 0.0), ("x", None)]
)
def test_lengths_are_read_in_points(text: str, points: float | None) -> None:
    assert length(text) == points


@given(st.text("ap.#[]=:>+~(){};@media!-* \n\"'", max_size=80))
def test_any_sheet_is_read(text: str) -> None:
    applying(PAGE.get_element_by_id("p"), read_rules(text))
