"""Columns without a table's lines stay columns, or are asked about: no figure changes its year."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.convert.test_docx import PROSE as PARAGRAPH
from tests.convert.word import paragraph, run, word

from workshop_notes.convert import convert
from workshop_notes.formats.columns import tables

PROSE = "The participants met in a quiet room and spoke of the mandate for a long time, and well."
HEAD = ["Region", "2030", "2031"]
RIGHT = {
    "blanks": (
        "Region        2030      2031\nUnity         800       600\nJonglei                 500",
        [HEAD, ["Unity", "800", "600"], ["Jonglei", "", "500"]],
    ),
    "figures at the right": (
        "Region       2030   2031\nUnity     12,800    600\nJonglei              5%",
        [HEAD, ["Unity", "12,800", "600"], ["Jonglei", "", "5%"]],
    ),
    "blank lines": (
        "Region        2030      2031\n\nJonglei                 500",
        [HEAD, ["Jonglei", "", "500"]],
    ),
    "tabs": ("Region\t2030\t2031\nUnity\t\t600", [HEAD, ["Unity", "", "600"]]),
    "tabs before": ("\tRegion\t2030\t2031\n\tUnity\t\t600", [HEAD, ["Unity", "", "600"]]),
    "long names": (
        "Region\t2030\t2031\nNorthern Bahr el Ghazal\t\t600",
        [HEAD, ["Northern Bahr el Ghazal", "", "600"]],
    ),
    "tabs up to the same stops": (
        "Region\t\t2030\t2031\nNorth Darfur\t\t600",
        [HEAD, ["North Darfur", "", "600"]],
    ),
    "a frame": (
        (
            "+---------+------+------+\n| Region  | 2030 | 2031 |\n+=========+======+======+\n"
            "| Jonglei |      | 500  |\n+---------+------+------+"
        ),
        [HEAD, ["Jonglei", "", "500"]],
    ),
    "a frame with lines between rows that wrap": (
        (
            "+---------+------+\n| Region  | 2030 |\n+---------+------+\n| Bahr el | 400  |\n"
            "| Ghazal  |      |\n+---------+------+\n| Unity   | 500  |\n+---------+------+"
        ),
        [["Region", "2030"], ["Bahr el Ghazal", "400"], ["Unity", "500"]],
    ),
    "a frame of signs for boxes": (
        (
            "┌─────────┬──────┬──────┐\n│ Region  │ 2030 │ 2031 │\n├─────────┼──────┼──────┤\n"
            "│ Jonglei │      │ 500  │\n└─────────┴──────┴──────┘"
        ),
        [HEAD, ["Jonglei", "", "500"]],
    ),
    "hyphens below the head": (
        "  Region      2030\n  --------  ------\n  Bor            1\n  Pibor          4",
        [["Region", "2030"], ["Bor", "1"], ["Pibor", "4"]],
    ),
    "words": (
        "Task      Who       When\nPatrols   Force     May\nWells               June",
        [["Task", "Who", "When"], ["Patrols", "Force", "May"], ["Wells", "", "June"]],
    ),
    "columns that run into one another": (
        "Region      2030      2031\nUnity  800       600",
        None,
    ),
}
NONE = {
    "sentences": "They met.  They spoke.  They left.\nIt was so.  It went well.  All left.",
    "justified": "The  mission was renewed\nin   the spring by  all",
    "labels": "Date:   12 May 2031\nPlace:  Juba",
    "contents": "Introduction      3\nFindings          5",
    "items": "1.  Renew   it\n2.  Cut     it",
}


@pytest.mark.parametrize("name", RIGHT)
def test_columns_are_told_or_asked_about(name: str) -> None:
    text, cells = RIGHT[name]
    assert [found for _, found in tables(text.split("\n"))] == [cells]
    conversion = convert(Path("note.txt"), f"{PROSE}\n\n{text}\n\n{PROSE}\n".encode())
    assert [one.code for one in conversion.problems] == ["columns-mixed"] * (cells is None)
    rows = ["| " + " | ".join(row) + " |" for row in cells or ()]
    assert all(row.replace("|  ", "| ") in conversion.markdown for row in rows)
    assert conversion.loss.unknown == 0


@pytest.mark.parametrize("name", NONE)
def test_other_lines_with_gaps_are_no_columns(name: str) -> None:
    assert list(tables(NONE[name].split("\n"))) == []


def test_columns_of_a_message_are_a_table() -> None:
    head = "From: a@example.org\nSubject: The River in Spring\nContent-Type: text/plain\n\n"
    text = f"{head}{PROSE}\n\n{RIGHT['blanks'][0]}\n\n{PROSE}\n"
    assert "| Jonglei | | 500 |" in convert(Path("note.eml"), text.encode()).markdown


def _tabbed(*lines: str) -> bytes:
    tab = "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>"
    return word(
        PARAGRAPH + "".join(paragraph(line).replace("\t", tab) for line in lines) + PARAGRAPH
    )


def test_columns_of_tabs_in_a_document_are_a_table_or_asked_about() -> None:
    even = convert(Path("note.docx"), _tabbed("Region\t2030\t2031", "Unity\t\t600"))
    assert "| Region | 2030 | 2031 |\n| --- | --- | --- |\n| Unity | | 600 |" in even.markdown
    assert not even.problems
    below = convert(Path("note.docx"), _tabbed("Budget\t12", "Region\t2030\t2031", "Unity\t\t600"))
    assert "Budget 12\n\n| Region | 2030 | 2031 |" in below.markdown
    uneven = convert(Path("note.docx"), _tabbed("Region\t2030\t2031", "Unity\t\t\t600"))
    assert [one.code for one in uneven.problems] == ["columns-mixed"]
    listed = convert(Path("note.docx"), _tabbed("1.\tRenew\tit", "2.\tCut\tit"))
    assert "1. Renew it\n2. Cut it" in listed.markdown


def test_the_letters_of_a_cell_keep_how_they_are_set() -> None:
    bold = f"<w:p>{run('Region', '<w:b/>')}<w:r><w:tab/></w:r>{run('A')}<w:r><w:tab/></w:r>"
    body = f"{PARAGRAPH}{bold}{run('B')}</w:p>{bold}{run('5')}</w:p>{PARAGRAPH}"
    assert "| **Region** | A | B |" in convert(Path("note.docx"), word(body)).markdown
