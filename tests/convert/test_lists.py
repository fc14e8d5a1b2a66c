"""Lists that are none in their file, and what stands beside lists in an item or a cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.convert.test_webpage import PROSE, TITLE, page

from workshop_notes.convert import convert
from workshop_notes.formats.document import bullet

GAP = "&nbsp;&nbsp;&nbsp; "


def of_word(mark: str, text: str, level: int = 1, margin: int = 36) -> str:
    """A paragraph as Word saves an item of a list."""
    style = f"margin-left:{margin}pt;text-indent:-18pt;mso-list:l0 level{level} lfo1"
    ignored = f'<span style="mso-list:Ignore">{mark}<span>{GAP}</span></span>'
    return f'<p class="MsoListParagraph" style="{style}">{ignored}{text}</p>'


def of_google(identity: str, level: int, *items: str) -> str:
    """A list as Google Docs saves each level of one: beside the others."""
    inner = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="lst-kix_{identity}-{level}">{inner}</ul>'


LISTS = {
    "bullets of Word": (of_word("·", "one") + of_word("·", "two"), "- one\n- two"),
    "levels of Word": (
        of_word("·", "one") + of_word("o", "in", 2, 72) + of_word("·", "two"),
        "- one\n    - in\n- two",
    ),
    "numbers of Word": (of_word("3.", "three") + of_word("4.", "four"), "3. three\n4. four"),
    "letters of Word": (of_word("a)", "one") + of_word("b)", "two"), "- a) one\n- b) two"),
    "levels of Google": (
        of_google("x", 0, "one") + of_google("x", 1, "in") + of_google("x", 0, "two"),
        "- one\n    - in\n- two",
    ),
    "letters": ('<ol type="a"><li>one</li><li>two</li></ol>', "- a. one\n- b. two"),
    "romans": ('<ol type="I" start="4"><li>one</li></ol>', "- IV. one"),
    "falling numbers": ("<ol reversed><li>two</li><li>one</li></ol>", "- 2\\. two\n- 1\\. one"),
    "text behind a list in an item": (
        "<ul><li>one<ul><li>in</li></ul>after</li></ul>",
        "- one\n\n    - in\n\n    after",
    ),
    "text before a heading in a division": ("<div>loose<h2>Head</h2></div>", "loose\n\n## Head"),
    "a list in a cell": (
        "<table><tr><td>a<ul><li>b</li></ul>c</td><td>d</td></tr></table>",
        "| a<br>• b<br>c | d |",
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read(name: str) -> None:
    body, written = LISTS[name]
    conversion = convert(Path("note.html"), page(TITLE + PROSE + body + PROSE))
    assert written in conversion.markdown, conversion.markdown
    assert conversion.loss.unknown == 0


def test_a_bullet_without_a_font_is_one_of_symbol() -> None:
    assert bullet("\uf0b7", "") == ""
    assert bullet("\uf0b7", "Unknown") == "[?]"
