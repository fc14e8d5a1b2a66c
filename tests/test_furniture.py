"""Site furniture: what a site put around a note goes with its reason; no sentence of it does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.formats.furniture import Cut, searched, without
from workshop_notes.formats.lines import class_of, is_prose, names_somebody
from workshop_notes.formats.title import Row

PROSE = (
    "The participants met in a quiet room in Toytown and spoke for a whole day of the mandate of "
    "the mission, its priorities and the order in which to take them on."
)
TITLE = "Sequencing the Tasks of a Toy Mission: The Case of TOYMIS"


def cuts(lines: list[str]) -> tuple[Cut, ...]:
    """Give the furniture among lines of plain text."""
    return searched([Row(line) for line in lines])[0]


def gone(text: str) -> list[tuple[str, str]]:
    """Give (text, reason) of what goes from a text."""
    return [(cut.text.strip(), cut.reason) for cut in cuts(text.split("\n"))]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("June 19, 2020", "publication date"),
        ("Tuesday, December 13, 2016", "publication date"),
        ("19 juin 2020", "publication date"),
        ("5 de junio de 2023", "publication date"),
        ("JUNE 2020", "publication date"),
        ("J U N E  2 02 1", "publication date"),
        ("2020-06-19", "publication date"),
        ("Published on 13 Dec 2016", "publication line"),
        ("Posted Mon 13 Nov 2023", "publication line"),
        ("Publié le 9 novembre 2021 | Temps de lecture : 6 minutes", "publication line"),
        ("REPORT from Institute of Examples", "publication line"),
        ("Category: Toys   Published on Thursday, 19 May 2022 19:18   Hits: 0", "publication line"),
        ("Cite to URL: https://example.org/x", "citation line"),
        ("Cite to URL:", "citation line"),
        ("Share this", "share bar"),
        ("Facebook Twitter LinkedIn Email", "share bar"),
        ("Partager   Imprimer   Envoyer par courriel", "share bar"),
        ("Email This | BlogThis! | Share to X", "share bar"),
        ("Download", "download box"),
        ("Attachments Download Report (PDF | 421.7 KB)", "download box"),
        ("Full text in Spanish (PDF, 1.2 MB)", "download box"),
        ("Télécharger le document (PDF | 312.4 Ko)", "download box"),
        ("Descargar PDF | Imprimir | Compartir", "download box"),
        ("Upload: others", "file details of a mirror"),
        ("Post on 25-May-2020", "file details of a mirror"),
        ("0 download", "file details of a mirror"),
        ("Total Page:16", "file details of a mirror"),
        ("File Type:pdf, Size:1020Kb", "file details of a mirror"),
        ("Langue : Anglais", "facts of the site"),
        ("No comments:", "comment form"),
        ("Read more https://example.org/x?utm_source=rss", "link to more"),
        ("Subscribe to our newsletter", "newsletter box"),
        ("Skip to main content", "navigation"),
        ("Pasar al contenido principal", "navigation"),
        ("Home » Research » Toys", "navigation"),
        ("Menu   Research   Events   About   Donate", "navigation"),
        ("© 2020 Institute of Examples. All rights reserved.", "legal line"),
        ("Mentions légales | Plan du site | © 2023", "legal line"),
    ],
)
def test_wording_names_its_class(line: str, reason: str) -> None:
    assert class_of(line) == reason
    assert gone(f"{line}\n\n{TITLE}\n\n{PROSE}") == [(line, reason)]


@pytest.mark.parametrize(
    "line",
    [
        "Download the mission’s human rights reports and share them with the Council.",
        "Share this burden with the region, participants said.",
        "Published reports of the secretary-general were discussed first.",
        "In June 2020 the mandate ends.",
        "Home to two million people, the region was discussed at length.",
        "Search and rescue",
        "Introduction",
        "The mission should print its radio programmes.",
        "By the end of 2021, local elections are due.",
        "Read more into the text than it says: that was the risk.",
    ],
)
def test_sentences_of_the_body_stay(line: str) -> None:
    for text in (f"{PROSE}\n\n{line}\n\n{PROSE}", f"{TITLE}\n\n{line}\n\n{PROSE}"):
        assert gone(text) == []


@pytest.mark.parametrize("line", ["Download", "Home", "June 2020", "Print", "1 views"])
def test_lines_between_paragraphs_stay_but_boxes(line: str) -> None:
    expected = [(line, class_of(line))] if line in ("Download", "Print") else []
    assert gone(f"{PROSE}\n\n{line}\n\n{PROSE}") == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Example",
        "By Jane Example and Kim Sample",
        "Par Jeanne Exemple",
        "Posted by Kim Sample at 7:12 PM",
        "Author: Jane Example",
        "Written by Jane Example",
    ],
)
def test_bylines_are_withheld(line: str) -> None:
    assert names_somebody(line)
    (cut,) = cuts(f"{TITLE}\n{line}\n\n{PROSE}".split("\n"))
    assert cut.withheld


def test_date_glued_to_the_first_line_goes_and_the_heading_stays() -> None:
    lines = [" date 2018-05-31 Introduction", "", PROSE]
    found = cuts(lines)
    assert [(cut.text, cut.reason) for cut in found] == [
        (" date 2018-05-31 ", "date glued to the first line")
    ]
    assert without(lines, found)[0] == "Introduction"


def test_breadcrumbs_above_the_title() -> None:
    text = f"Toys & Games\nToy Soldiers, Toy Towns\nToy Reform\n\n{TITLE}\n\n{PROSE}"
    assert [reason for _, reason in gone(text)] == ["breadcrumb or category"] * 3


def test_short_title_keeps_what_stands_around_it() -> None:
    assert gone(f"Meeting in Toytown\n\nA Second Short Line\n\n{PROSE}") == []


def test_title_printed_three_times_stays_once() -> None:
    halves = TITLE.split(": ")
    text = f"{TITLE}\n{TITLE.upper()}\n\n{halves[0]}:\n{halves[1]}\n\n{PROSE}\n\n2 {TITLE[:30]}..."
    assert {reason for _, reason in gone(text)} == {"title repeated", "running head"}
    title = searched([Row(line) for line in text.split("\n")])[1]
    assert title is not None
    assert title.rows == range(1)


def test_interface_in_another_script_goes_with_its_values() -> None:
    text = f"{TITLE}\n\nСтраны\nДР Конго\nИсточники\nIPI\n+ 2\n\n{PROSE}\n\nاللغة: الإنجليزية"
    assert len(gone(text)) == 6


def test_russian_note_is_no_interface() -> None:
    prose = "Участники встретились в тихой комнате и целый день говорили о мандате миссии, " * 4
    assert gone(f"Мандат миссии в стране\n\n{prose}.") == []


def test_box_of_facts_goes_whole() -> None:
    facts = "Pays\nPays des Jouets\nSources\nIPI\nDate de publication\n27 fév 2019"
    text = f"{TITLE}\n\n{facts}\n\n{PROSE}"
    assert len(gone(text)) == 6


def test_links_to_other_documents_go_to_the_end() -> None:
    text = f"{PROSE}\n\nRelated content\nAnother note on another mission\n\nMOTION FOR TOYS"
    assert [reason for _, reason in gone(text)] == ["links to other documents"] * 3


def test_page_numbers() -> None:
    assert gone(f"{PROSE}\n\n1")[0][1] == "page number"
    assert len(gone(f"1\n\n{PROSE}\n\n2\n\n{PROSE}\n\n3\n\n{PROSE}")) == 3
    assert gone(f"{PROSE}\n\n2480\n\n{PROSE}") == []
    assert gone(f"{PROSE}\n\n12\n\n{PROSE}") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (PROSE, True),
        (TITLE, False),
        ("Introduction", False),
        (
            "sequencing the tasks of a mission the case · of a toy mission whose title goes on...",
            False,
        ),
        ("One, two.", False),
    ],
)
def test_prose(line: str, expected: bool) -> None:
    assert is_prose(line) is expected


@given(st.lists(st.text(alphabet="aA b.,:\n12|·»", max_size=60), max_size=12))
def test_any_lines_are_read_and_cuts_are_parts_of_them(lines: list[str]) -> None:
    flat = [line.replace("\n", " ") for line in lines]
    for cut in cuts(flat):
        assert cut.text.strip() in flat[cut.line]
        assert cut.reason
