"""Text comes out on the page as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from workshop_notes.convert import convert
from workshop_notes.formats.as_markdown import as_markdown
from workshop_notes.normalize import normalize
from workshop_notes.text.markdown import visible

_MARKUP = "*_`#+-.!|:=~<>&^$@[](){}\\/\"'1a b;"
_typed = st.one_of(
    st.text(alphabet=_MARKUP, min_size=1, max_size=30),
    st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30),
).map(lambda text: " ".join(normalize(text).split()))


def _written(*blocks: tuple[str, str]) -> str:
    body = etree.Element("body")
    for tag, text in blocks:
        etree.SubElement(body, tag).text = text
    return as_markdown(body)


@given(_typed)
@example("1. a")
@example("*[HTML]: x")
@example("[^1]: x")
@example("{: .x }")
@example(": x")
@example("--- | ---")
@example("&lt;b&gt;")
@example("http://example.org/_a_/*b*?c=1&amp=2")
def test_paragraph_shows_what_was_typed(text: str) -> None:
    written = _written(("p", "Before."), ("p", text), ("p", "After."))
    assert visible(written, numbers=True).split("\n") == [
        line for line in ("Before.", text, "After.") if line
    ]


@given(_typed.filter(lambda text: any(letter.isalnum() for letter in text)))
def test_heading_shows_what_was_typed(text: str) -> None:
    assert visible(_written(("h2", text)), numbers=True) == text


@pytest.mark.parametrize("text", ["a_b_c", "5 < 6", "A & B", "x.y", "so-called", "(i)", "50%"])
def test_harmless_text_stays_readable(text: str) -> None:
    assert _written(("p", text)).strip() == text


@pytest.mark.parametrize("marks", ["*_", "`", "[", "~~"])
def test_a_paragraph_of_marks_alone_is_refused_before_it_takes_its_time(marks: str) -> None:
    found = convert(Path("note.txt"), (marks * 80_000)[:80_000].encode())
    assert [one.code for one in found.problems] == ["limit-size"]
