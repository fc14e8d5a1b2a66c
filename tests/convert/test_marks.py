"""Marks that a word processor sets before an item are kept where they say something."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.convert import test_docx, test_odt
from tests.convert.word import cell, item, numbering, paragraph, table, word

from workshop_notes.convert import convert

# The mark, its font, and what stands before the item.
BULLETS = {
    ("✓", ""): "✓ ",
    ("✗", ""): "✗ ",
    ("☑", ""): "☑ ",
    ("☐", ""): "☐ ",
    ("\uf0fc", "Wingdings"): "✓ ",
    ("\uf0fb", "Wingdings"): "✗ ",
    ("+", ""): "+ ",
    ("Finding:", ""): "Finding: ",
    ("•", ""): "",
    ("o", "Courier New"): "",
    ("–", ""): "",
    ("\uf0b7", "Symbol"): "",
    ("\uf0a7", "Wingdings"): "",
    ("\uf0d8", "Wingdings"): "",
    ("★", ""): "",
}
NUMBERS = {  # prefix and suffix, and the list
    ("", "."): "1. Renew.\n2. Cut.",
    ("(", ")"): "1. Renew.\n2. Cut.",
    ("Recommendation ", ":"): "- Recommendation 1: Renew.\n- Recommendation 2: Cut.",
    ("", " (agreed)"): "- 1 (agreed) Renew.\n- 2 (agreed) Cut.",
}


@pytest.mark.parametrize("bullet", BULLETS)
def test_a_bullet_that_says_something_stays(bullet: tuple[str, str]) -> None:
    mark, font = bullet
    letters = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    lists = numbering(("bullet", 1)).replace('"%1."/>', f'"{mark}"/>{letters}')
    body = f"{test_docx.PROSE}{item('Renew', 1)}{test_docx.PROSE}"
    named = f'<style:text-properties style:font-name="{font}"/>' if font else ""
    style = (
        '<text:list-style style:name="LB"><text:list-level-style-bullet text:level="1" '
        f'text:bullet-char="{mark}">{named}</text:list-level-style-bullet></text:list-style>'
    )
    of_odf = test_odt.PROSE + test_odt.listed(test_odt.text("Renew")) + test_odt.PROSE
    for name, data in (
        ("note.docx", word(body, lists=lists)),
        ("note.odt", test_odt.odt(of_odf, test_odt.STYLES + style)),
    ):
        read = convert(Path(name), data)
        assert f"\n- {BULLETS[bullet].replace('+', chr(92) + '+')}Renew\n" in read.markdown
        assert read.loss.unknown == 0


@pytest.mark.parametrize("around", NUMBERS)
def test_words_around_a_number_stay(around: tuple[str, str]) -> None:
    style = (
        '<text:list-style style:name="LB"><text:list-level-style-number text:level="1" style:num-'
        f'format="1" style:num-prefix="{around[0]}" style:num-suffix="{around[1]}"/>'
        "</text:list-style>"
    )
    listed = test_odt.listed(test_odt.text("Renew."), test_odt.text("Cut."))
    read = convert(Path("note.odt"), test_odt.odt(test_odt.PROSE + listed, test_odt.STYLES + style))
    assert NUMBERS[around] in read.markdown
    assert read.loss.unknown == 0


def test_numbers_of_empty_cells_stand_in_them() -> None:
    rows = [cell(item("", 2)) + cell(paragraph(said)) for said in ("Patrols", "Escorts")]
    read = convert(Path("note.docx"), word(test_docx.PROSE + table(*rows) + test_docx.PROSE))
    assert "| 1. | Patrols |\n| --- | --- |\n| 2. | Escorts |" in read.markdown
    assert read.loss.unknown == 0
    more = ('xml:id="a"', 'xml:id="b" text:continue-list="a"')
    cells = [f"<table:table-cell>{test_odt.listed('<text:p/>', more=f' {one}')}" for one in more]
    of_odf = "".join(
        f"<table:table-row>{one}</table:table-cell>{test_odt.cell(said)}</table:table-row>"
        for one, said in zip(cells, ("Patrols", "Escorts"), strict=True)
    )
    style = (
        '<text:list-style style:name="LB"><text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/></text:list-style>'
    )
    body = f"{test_odt.PROSE}<table:table>{of_odf}</table:table>"
    read = convert(Path("note.odt"), test_odt.odt(body, test_odt.STYLES + style))
    assert "| 1. | Patrols |\n| --- | --- |\n| 2. | Escorts |" in read.markdown


def test_an_empty_item_counts_and_a_hidden_one_does_not() -> None:
    gone = item("gone", 2).replace("</w:numPr>", "</w:numPr><w:rPr><w:vanish/></w:rPr>")
    gone = gone.replace("<w:rPr></w:rPr>", "<w:rPr><w:vanish/></w:rPr>")
    for between, number in ((item("", 2), 3), (gone, 2)):
        body = f"{test_docx.PROSE}{item('Renew.', 2)}{between}{item('Cut.', 2)}"
        assert f"{number}. Cut." in convert(Path("note.docx"), word(body)).markdown
