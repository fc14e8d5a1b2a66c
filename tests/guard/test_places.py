"""Where the guard looks: all of Markdown, with line and column, and whom it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import TOY

from workshop_notes.guard.identify import identify, identify_text
from workshop_notes.guard.passage import Passage
from workshop_notes.note import parse_note
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

NOTE = """---
title: "Ambassador Thornquist’s remarks on mandates"
mission: [ZUMA]
rule: {rule}
summary: The Permanent Mission of Sweden asked for more.
{speakers}status: draft
---

# A heading

One participant noted that tasks pile up.

Ambassador Anna Thornquist noted that the text was long.
"""


# A project whose vocabularies have no term.
NONE_OF_THEM, _ = load_vocabularies(TOY / "nowhere", TOY)


def note_problems(
    vocabularies: Vocabularies, rule: str = "chatham-house", speakers: str = ""
) -> list[Problem]:
    text = NOTE.format(rule=rule, speakers=speakers)
    note, _ = parse_note(text, "2033/zuma", Path("zuma.md"), "notes/2033/zuma.md")
    assert note
    return list(identify(note, vocabularies))


def identifies(
    text: str, consented: tuple[str, ...] = (), vocabularies: Vocabularies = NONE_OF_THEM
) -> list[Problem]:
    return list(identify_text(text, "x.md", vocabularies, consented=consented))


def places(text: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in identifies(text)]


def test_title_summary_and_body_are_checked_each_at_its_line(
    toy_vocabularies: Vocabularies,
) -> None:
    assert [(one.line, one.code) for one in note_problems(toy_vocabularies)] == [
        (2, "identifies-name"),
        (5, "identifies-affiliation"),
        (13, "identifies-name"),
    ]


def test_exactly_the_name_of_a_speaker_who_agreed_passes(toy_vocabularies: Vocabularies) -> None:
    agreed = "speakers:\n  - {name: Anna Thornquist, reason: announced in public}\n"
    problems = note_problems(toy_vocabularies, speakers=agreed)
    assert {one.line for one in problems} == {5}, "the surname alone stands for the same person"
    other = "speakers:\n  - {name: Anna Thornquista, reason: announced in public}\n"
    assert 15 in {one.line for one in note_problems(toy_vocabularies, speakers=other)}


@pytest.mark.parametrize(
    ("allowed", "text"),
    [
        ("Anna Thornquist", "Anna Thornquist opened the workshop with remarks on money."),
        ("Ambassador Anna Thornquist", "Ambassador Anna Thornquist noted the cost."),
        ("Anna Thornquist", "Moderator: Anna Thornquist"),
        ("Anna Thornquist", "**Anna** *Thornquist* argued for a shorter text."),
        ("Anna Thornquist", "Anna Thornquist spoke first. She argued for a shorter text."),
    ],
)
def test_consent_holds_in_every_construction(allowed: str, text: str) -> None:
    assert not identifies(text, (allowed,))
    assert identifies(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Thornquist and Bo Castellarov argued for a shorter text.",
        "The Swedish delegate, Anna Thornquist, argued for a shorter text.",
        "Anna Thornquist-Castellarov argued for a shorter text.",
    ],
)
def test_consent_of_one_is_not_that_of_another(text: str) -> None:
    assert identifies(text, ("Anna Thornquist",))


def test_a_missing_rule_is_the_chatham_house_rule(toy_vocabularies: Vocabularies) -> None:
    problems = note_problems(toy_vocabularies, rule='""')
    assert problems == note_problems(toy_vocabularies)
    assert {one.level for one in problems} == {"error"}


def test_only_a_reason_makes_a_note_public(toy_vocabularies: Vocabularies) -> None:
    ruled = note_problems(toy_vocabularies)
    assert note_problems(toy_vocabularies, rule="public") == ruled
    assert not note_problems(toy_vocabularies, rule="public\nrule_reason: broadcast live")


def test_in_a_public_original_only_contacts_are_errors(toy_vocabularies: Vocabularies) -> None:
    text = "Ambassador Thornquist noted the cost. Write to a.thornquist@mission.example."
    problems = identify_text(text, "x.txt", toy_vocabularies, public=True)
    assert [one.code for one in problems] == ["identifies-contact"]


@pytest.mark.parametrize(
    "text",
    [
        "## Ambassador Thornquist’s remarks",
        "- first\n- Ambassador Thornquist noted the cost.",
        "1. Ambassador Thornquist noted the cost.",
        "> Ambassador Thornquist noted the cost.",
        "> > - Ambassador Thornquist noted the cost.",
        "Text.[^1]\n\n[^1]: Ambassador Thornquist noted the cost.",
        "| topic | who |\n|---|---|\n| cost | Ambassador Thornquist noted it. |",
        "Ambassador [Thornquist](https://x.example/a_b) noted the cost.",
        "Ambassador **Thorn**quist noted the cost.",
        "**Ambassador** __Thornquist__ noted the cost.",
        "Ambassador ~~Thornquist~~ noted the cost.",
        "Ambassador <b>Thornquist</b> noted the cost.",
        "<!-- Ambassador Thornquist noted the cost. -->",
        "Ambassador\nThornquist\nnoted the cost.",
        "Ambassador\u00a0Thornquist noted the cost.",
        "Ambassador Thorn\u00adquist noted the cost.",
        "Ambassador Thorn\u200bquist noted the cost.",
        "Ambassador Thornquist&nbsp;noted the cost.",
        "Ambassador O\u2019Thornquist noted the cost.",
        "Ambassador The\u0301odorovna noted the cost.",
        "![Ambassador Thornquist noted the cost](picture.png)",
        '!!! note "Note"\n    Ambassador Thornquist noted the cost.',
        "Cost\n: Ambassador Thornquist noted it.",
        "Ambassador Thornquist noted the cost.\r\nMore.",
    ],
)
def test_markup_hides_nobody(text: str) -> None:
    assert "identifies-name" in {code for _, _, code in places(text)}


def test_a_finding_stands_where_the_person_is_named() -> None:
    text = "Tasks *pile* up. **Then** Ambassador Thornquist noted\nthe cost.\n\n- DE: no\n"
    assert places(text) == [(1, 38, "identifies-name"), (4, 3, "identifies-label")]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20000,
        "(" * 20000,
        "Mr. " * 5000,
        "A. " * 5000,
        "Ambassador " * 3000 + "noted",
        "of the " * 5000,
        "Germany, " * 3000 + "and Chad said",
        "1 2 3 4 5 6 7 8 9 " * 1500,
        "+" + "1" * 20000,
        "a@" * 10000,
        "[" * 5000 + "](x)" * 5000,
        "*" * 20000,
        "Thornquist " * 5000,
        "said, " * 5000,
        "x: " * 6000,
        "| a " * 5000,
        "’s " * 5000,
        "\n".join("FR: no" for _ in range(2000)),
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_for_ever(text: str) -> None:
    identifies(text)


USUAL = (
    "Ambassador Thornquist the delegate of Niger said noted , . : ( ) “ ” ’s — Mr. FR: She her and"
    " by Russia A3 DPPA officer asked was whether that thanked - * **"
)
WORDS = st.sampled_from([*USUAL.split(), "[x](y)", "\n", "\n\n", "#", "|", "é", "ß", "İ"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_and_every_finding_lies_inside_it(text: str) -> None:
    lines = text.split("\n")
    for problem in identifies(text):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab *_[]()`<>&;~\\\n\u00ad\u0301é|#-", max_size=200))
def test_plain_text_points_back_into_the_source(text: str) -> None:
    for block in Passage(text).blocks:
        offsets = [block.offset(place) for place in range(len(block.text))]
        assert offsets == sorted(offsets)
        assert all(0 <= offset < len(text) for offset in offsets)


def test_the_toy_vocabularies_are_enough(toy_vocabularies: Vocabularies) -> None:
    assert identifies("A P3 member argued for less.", (), toy_vocabularies)
    assert identifies("A P3 member argued for less.")
