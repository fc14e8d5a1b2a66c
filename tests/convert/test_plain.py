"""Plain text: paragraphs, headings and lists told from the layout of lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.convert import Conversion, convert
from workshop_notes.formats.plain import unwrap

PROSE = "The participants met in a quiet room and spoke of the mandate for a long time, and well."


def read(text: str) -> Conversion:
    """Convert a text, of which every word must be accounted for."""
    conversion = convert(Path("note.txt"), text.encode())
    assert not [problem for problem in conversion.problems if problem.level == "error"]
    assert conversion.loss.unknown == 0
    return conversion


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"A Title of Its Own\n\n{PROSE}", f"# A Title of Its Own\n\n{PROSE}\n"),
        (f"Introduction\n\n{PROSE}", f"## Introduction\n\n{PROSE}\n"),
        (f"{PROSE}\n\nContext analysis\n\n{PROSE}", f"{PROSE}\n\n## Context analysis\n\n{PROSE}\n"),
        (f"{PROSE}\n\n1. Introduction\n\n{PROSE}", f"{PROSE}\n\n## 1. Introduction\n\n{PROSE}\n"),
        (f"{PROSE}\n\nWhat was asked\n\n• a\n• b", f"{PROSE}\n\n## What was asked\n\n- a\n- b\n"),
        (f"{PROSE}\n{PROSE}", f"{PROSE}\n\n{PROSE}\n"),
        (f"{PROSE}\n\nWhat\n----\n{PROSE}", f"{PROSE}\n\n## What\n\n{PROSE}\n"),
        (
            f"=====\nTitle\n=====\n\n{PROSE}\n\nWhat\n~~~~\n\n• a",
            f"## Title\n\n{PROSE}\n\n## What\n\n- a\n",
        ),
        (f"{PROSE}\n\n##Context\n\n{PROSE}", f"{PROSE}\n\n## Context\n\n{PROSE}\n"),
        (f"{PROSE}\n\n== Context ==\n{PROSE}", f"{PROSE}\n\n## Context\n\n{PROSE}\n"),
        (f"{PROSE}\n\n#Context\n\n• a", f"{PROSE}\n\n## #Context\n\n- a\n"),
        ("• a\n• b", "- a\n- b\n"),
        ("  • a\n  • b", "- a\n- b\n"),
        ("– a\n– b", "- a\n- b\n"),
        ("– a single dash stays", "– a single dash stays\n"),
        ("◦ a\n▪ b\n● c", "- a\n- b\n- c\n"),
        ("- a\n\n- b", "- a\n- b\n"),
        ("• a\n    ◦ b\n• c", "- a\n    - b\n- c\n"),
        ("3. c\n4. d", "3. c\n4. d\n"),
        ("3) c\n4) d", "3. c\n4. d\n"),
        ("1. a\n3. c", "1. a\n\n3\\. c\n"),
        ("1. a\n  • b\n2. c", "1. a\n    - b\n2. c\n"),
        ("2019. A year to remember it was.", "2019\\. A year to remember it was.\n"),
        ("ended in 2023.1Note: so", "ended in 2023.1Note: so\n"),
        ("*Note: this was said.", "\\*Note: this was said.\n"),
        ("See https://example.org/a_b.", "See https://example.org/a_b.\n"),
        ("    four spaces in", "four spaces in\n"),
        ("a\tb", "a b\n"),
        ("x:\n: y", "x:\n\n&#58; y\n"),
    ],
)
def test_layout(text: str, expected: str) -> None:
    assert read(text).markdown == expected


def test_a_table_typed_with_strokes_is_a_table() -> None:
    table = "| Task | Why |\n|:--|---|\n| Patrols | a \\| b |\n| Wells |\n"
    written = read(f"{PROSE}\n\n{table}\n{PROSE}").markdown
    assert "| Task | Why |\n| --- | --- |\n| Patrols | a \\| b |\n| Wells | |\n" in written


def test_strokes_without_a_ruled_line_are_no_table() -> None:
    assert "---" not in read(f"{PROSE}\n\nTask | Why\nPatrols | rains\n\n{PROSE}").markdown


def test_lines_broken_at_a_width_are_joined() -> None:
    text = (
        "The participants met in a quiet room in Toytown and spoke of the\n"
        "mandate for a long time. They agreed that the mission should go\n"
        "on, and that its tasks should be put in an order that all could\n"
        "read.\n"
        "\n"
        "They did not agree on the order. Some wanted politics first, and\n"
        "others wanted civilians safe before all else could be tried.\n"
        "  - politics\n"
        "  - safety\n"
    )
    assert read(text).markdown == (
        "The participants met in a quiet room in Toytown and spoke of the mandate for a long time. "
        "They agreed that the mission should go on, and that its tasks should be put in an order "
        "that all could read.\n\nThey did not agree on the order. Some wanted politics first, and "
        "others wanted civilians safe before all else could be tried.\n\n- politics\n- safety\n"
    )


def test_a_line_that_ends_with_a_small_word_goes_on_in_a_text_of_whole_lines() -> None:
    head = "Note of a workshop organised by the Administrators' Forum and the\nLakeside Institute"
    text = f"A Title of Its Own\n\n{head}\n\n{PROSE} {PROSE} {PROSE}"
    assert f"\n\n{head.replace(chr(10), ' ')}\n\n" in read(text).markdown
    headed = f"{PROSE}\n\nWhat they are allowed to\n{PROSE} {PROSE}\n\n{PROSE}"
    assert "What they are allowed to\n\n" in read(headed).markdown


def test_words_parted_at_the_ends_of_lines_are_joined() -> None:
    text = (
        "The In-\nterna-\ntional room, held on Octo-\nber 20, was co-\noperative: co-operative!\n"
    )
    assert read(text).markdown == (
        "The International room, held on October 20, was co-operative: co-operative!\n"
    )


def test_heading_run_into_the_first_paragraph_is_parted() -> None:
    text = f"Sequencing the Mandates of Toys: The Case of TOYMIS MAY 2021 Introduction {PROSE}"
    conversion = read(text)
    assert conversion.markdown == (
        f"# Sequencing the Mandates of Toys: The Case of TOYMIS\n\n## Introduction\n\n{PROSE}\n"
    )
    assert [cut.text for cut in conversion.loss.left_out] == ["MAY 2021"]


def test_evidence_finds_its_lines() -> None:
    text = f"Toys & Games\n\nA Title of Eight Words: It Has All of Them\n\n{PROSE}\r\n"
    assert read(text).text.split("\n")[2].startswith("A Title")


def test_byline_is_in_nothing_that_is_printed() -> None:
    conversion = read(f"A Title of Its Own\nBy Jane Example\n\n{PROSE}")
    assert "Jane" not in repr(conversion)
    assert [cut.reason for cut in conversion.loss.left_out] == ["byline"]


def test_each_paragraph_was_broken_at_its_own_width() -> None:
    head = "INVENTED SERIES                                          released: 3 May 2031"
    text = (
        f"The Case of a Toy Mission\n\n{head}\n\n"
        "Participants met in a quiet room, and what they said of the\n"
        "mission is told here without their names; they spoke for a\n"
        "day of its mandate.\n\n"
        "They asked for an order in which its tasks are taken; some\n"
        "warned of it.\n"
    )
    written = convert(Path("note.txt"), text.encode()).markdown
    assert "of the mission is told here without their names; they spoke for a day" in written
    assert "are taken; some warned of it." in written


def test_titles_below_one_another_are_no_paragraph() -> None:
    title = "Sequencing the Tasks of a Toy Mission: The Case of TOYMIS in a Year of Rain"
    lines = [title, title.upper(), f"{title} Again"]
    assert unwrap(lines) == lines


def test_a_quoted_letter_is_read_without_its_marks() -> None:
    said = "> Participants met in a quiet room, and spoke of the mandate for a day.\n"
    written = convert(Path("note.txt"), f"See below.\n\n{said}>\n{said}".encode()).markdown
    assert ">" not in written


def test_what_is_set_in_below_an_item_goes_on_with_it() -> None:
    lines = ["- A point about patrols at night,", "  when the roads are empty", "- Another"]
    assert unwrap(lines) == [f"{lines[0]} {lines[1].strip()}", "", "- Another"]


def test_what_a_letter_says_that_it_is_about_is_its_title() -> None:
    text = f"From: the secretariat\nSubject: The River in Spring\n\n{PROSE}"
    conversion = read(text)
    assert "# The River in Spring\n" in conversion.markdown
    assert [cut.text for cut in conversion.loss.left_out] == ["Subject:"]


def test_the_numbers_of_a_drafts_lines_are_left_out() -> None:
    typed = "\n".join(
        f"{at:3}  {line}" for at, line in enumerate(["The River in Spring", "", *[PROSE] * 5], 1)
    )
    conversion = read(typed)
    assert conversion.markdown.startswith(f"# The River in Spring\n\n{PROSE}")
    assert {cut.reason for cut in conversion.loss.left_out} == {"line number"}


def test_numbers_at_each_fifth_line_are_left_out() -> None:
    lines = [f"of the boats that line {at} of this note tells, and that" for at in range(1, 16)]
    typed = "\n".join(f"{'' if at % 5 else at:>3}  {line}" for at, line in enumerate(lines, 1))
    conversion = read(typed)
    assert [cut.text for cut in conversion.loss.left_out] == ["5", "10", "15"]
    assert " ".join(lines) in conversion.markdown


COLUMN = [
    "Participants noted that the rivers",
    "carried more boats in spring than",
    "in any other season of the year. The",
    "sluices had been mended and the",
    "rains had ended by the time that",
    "they went home by the road.",
]


def test_columns_of_sentences_side_by_side_are_read_one_after_the_other() -> None:
    right = [line.replace("Participants", "Others") for line in COLUMN]
    text = "\n".join(f"{one:40}{two}" for one, two in zip(COLUMN, right, strict=True))
    assert read(text).markdown == f"{' '.join(COLUMN)}\n\n{' '.join(right)}\n"


def test_empty_lines_within_sentences_part_no_paragraph() -> None:
    text = "\n\n".join([*COLUMN, "The road", *COLUMN])
    assert read(text).markdown.split("\n\n")[0] == " ".join(COLUMN)


def test_lines_of_one_width_are_no_columns() -> None:
    lines = [line.replace(" ", "  ", 38 - len(line)) for line in COLUMN]
    assert read("\n".join(lines)).markdown == f"{' '.join(COLUMN)}\n"


def test_a_table_of_contents_goes_whole_with_its_heading() -> None:
    led = "Context ....... 1\nProtection .... 2\nWhat to do . . . . . iv"
    conversion = read(f"The Case of Toyland\n\nContents\n\n{led}\n\n{PROSE}")
    assert {one.reason for one in conversion.loss.left_out} == {"table of contents"}
    assert conversion.markdown == f"# The Case of Toyland\n\n{PROSE}\n"


def test_a_title_in_capitals_goes_on_and_ends_at_a_ruled_line() -> None:
    text = f"SEQUENCING THE TASKS\nOF A MISSION IN ZEDLAND\n{'_' * 60}\n\n{PROSE}"
    assert read(text).markdown.startswith("# SEQUENCING THE TASKS OF A MISSION IN ZEDLAND\n")


def test_numbers_of_sections_are_no_numbers_of_lines() -> None:
    names = ("Introduction", "Politics", "Elections", "Police", "Budget", "The Road Ahead")
    sections = (
        f"{number}  {name}\n\nSeveral participants found that section {number} was long. Others "
        "said that it could be longer, and that nobody reads it.\n"
        for number, name in enumerate(names, 1)
    )
    conversion = convert(Path("note.txt"), "\n".join(("The Case of Toyland\n", *sections)).encode())
    assert not conversion.loss.left_out
    assert all(f"{number}" in conversion.text for number in range(1, 7))
    assert "6  The Road Ahead" in conversion.text or "6 The Road Ahead" in conversion.text


def test_headings_in_a_column_without_gaps_part_its_paragraphs() -> None:
    lines = [
        "On May 8, 2031, the Toyland Institute and the",
        "Keepers organized a workshop to discuss the man-",
        "date of the mission. It was the fifth year in which",
        "they did so, and everybody who came was glad that",
        "the rains had ended. They went home.",
        "The river",
        "Participants spoke of the river in spring, which",
        "carries more boats than in any other season, and of",
        "the sluices that were mended.",
    ]
    whole = [line for line in unwrap(lines) if line]
    assert [line.split()[0] for line in whole] == ["On", "The", "Participants"]
    assert "to discuss the mandate of" in whole[0]


def test_words_that_hyphens_part_within_a_line_are_put_together() -> None:
    parted = (
        "They asked that mis- sions be kept and sol- diers paid, pre- and post-war, for a long- "
        "term peace. The discus- sion of mis- sions went on."
    )
    whole = (
        "They asked that missions be kept and soldiers paid, pre- and post-war, for a long-term "
        "peace. The discussion of missions went on."
    )
    assert whole in read(parted).markdown
    few = "The sol- diers were paid in a week- long session."
    across = "The Stim- them, and an opera- ees, wea- discuss the sol- diers of mis- sions here."
    for kept in (few, across):
        assert kept in read(kept).markdown


def test_a_hyphen_that_belongs_to_its_word_stays_at_a_lines_end() -> None:
    text = "The long-\nterm deci-\nsion on twenty-\nfive bases, the Secretary-\nGeneral and UN-"
    text += "\nled force."
    joined = " ".join(filter(None, unwrap(text.split("\n"))))
    assert joined == (
        "The long-term decision on twenty-five bases, the Secretary-General and UN-led force."
    )


def test_items_within_items_are_not_run_into_them() -> None:
    text = (
        "• North\n  o Gao stays\n  o Kidal closes\n• South\n\n1. First\n   a) alpha\n   b) beta\n"
    )
    nested = "- North\n    - Gao stays\n    - Kidal closes\n- South"
    lettered = "1. First\n    - a) alpha\n    - b) beta\n2. Second"
    assert nested in read(f"{text}2. Second\n\n{PROSE}").markdown
    assert lettered in read(f"{text}2. Second\n\n{PROSE}").markdown
    apart = f"{PROSE}\n\n1. First point\n\n2. Second point\n\n3. Third point\n\n{PROSE}"
    assert "3. Third point" in read(apart).markdown
    assert "#" not in read(apart).markdown.split("First")[1]


@pytest.mark.parametrize(
    ("heads", "framed"),
    [
        (("UNMISS workshop      2", "UNMISS workshop      3"), 2),
        (("Draft for the room", "Draft for the room"), 2),
        (("page 2", "3"), 2),
        (("", ""), 0),
    ],
)
def test_heads_of_pages_cut_no_sentence(heads: tuple[str, str], framed: int) -> None:
    broken = "The mission must protect all\n\f{}\n\ncivilians in the bases.\n\n\f{}\n\nIt left."
    conversion = read(f"A Title of Its Own\n\n{PROSE}\n\n{broken.format(*heads)}\n\n{PROSE}")
    assert "must protect all civilians in the bases.\n\nIt left.\n" in conversion.markdown
    assert [one.reason for one in conversion.loss.left_out] == ["page header or footer"] * bool(
        framed
    )
    assert not any(head in conversion.markdown for head in heads if head)


def test_a_title_that_comes_again_as_the_head_of_pages_stays() -> None:
    title = "Sequencing the Tasks of a Toy Mission"
    conversion = read(f"{title}\n\n{PROSE}\n\f{title}\n\n{PROSE}\n\f{title}\n\n{PROSE}")
    assert conversion.markdown.startswith(f"# {title}\n")
    assert conversion.markdown.count(title) == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.  One\n\n    More.\n\n2.  Two", "1. One\n\n    More.\n\n2. Two\n"),
        ("- One\n\n  More.\n\n- Two", "- One\n\n    More.\n\n- Two\n"),
        ("1.  One\n\n2.  Two\n\n    Set in.\n\nThe end.", "2. Two\n\nSet in.\n\nThe end.\n"),
        ("1.  One\n\n  Other.\n\n2.  Two", "1. One\n\nOther.\n\n2. Two\n"),
    ],
)
def test_a_paragraph_set_in_below_an_item_goes_on_with_it_where_the_list_goes_on(
    typed: str, expected: str
) -> None:
    assert read(f"{PROSE}\n\n{typed}").markdown.endswith(expected)
