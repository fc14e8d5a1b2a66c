"""Who and what may pass: speakers, waivers, reviewed names; and the sheet that a human signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.checks.check import check
from workshop_notes.guard.identify import identify, identify_text
from workshop_notes.guard.known import codes, read_names
from workshop_notes.note import Note, parse_note
from workshop_notes.problem import Problem, quoting
from workshop_notes.report import passed, sheet
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

NOTE = """---
title: "The Case of ZUMA"
mission: [ZUMA]
{fields}status: draft
---

{body}
"""


def note_of(body: str, fields: str = "") -> Note:
    text = NOTE.format(fields=fields, body=body)
    note, problems = parse_note(text, "2033/zuma", Path("zuma.md"), "notes/2033/zuma.md")
    assert note
    assert not problems
    return note


def found(body: str, vocabularies: Vocabularies, fields: str = "") -> list[Problem]:
    return list(identify(note_of(body, fields), vocabularies))


PASSAGE = "Mali said that the force was small."
WAIVER = f'public:\n  - {{text: "{PASSAGE}", reason: said in the Council}}\n'


def test_a_waiver_lets_exactly_its_passage_pass(toy_vocabularies: Vocabularies) -> None:
    assert [one.code for one in found(PASSAGE, toy_vocabularies)] == ["identifies-state"]
    assert not found(PASSAGE, toy_vocabularies, WAIVER)
    more = f"{PASSAGE}\n\nMali said that it would go."
    assert [one.line for one in found(more, toy_vocabularies, WAIVER)] == [11]


@pytest.mark.parametrize("entry", codes().values(), ids=list(codes()))
def test_a_waiver_for_what_the_check_quotes_is_enough(
    toy_vocabularies: Vocabularies, entry: dict[str, str]
) -> None:
    for problem in list(identify_text(entry["bad"], "", toy_vocabularies)):
        text = problem.passage or problem.message
        again = identify_text(entry["bad"], "", toy_vocabularies, waivers=(text,))
        assert problem not in list(again)
        assert f"“{problem.passage}”" in quoting(problem).message or '"' in problem.passage


@pytest.mark.parametrize("body", ["Mali said that the force was too small.", "Forty people came."])
def test_a_waiver_for_words_that_changed_is_void_and_an_error(
    toy_vocabularies: Vocabularies, body: str
) -> None:
    problems = found(body, toy_vocabularies, WAIVER)
    assert (5, "unused-waiver") in {(one.line, one.code) for one in problems}
    assert len(problems) == (2 if "Mali" in body else 1)


@pytest.mark.parametrize(
    "fields",
    ["public: [{text: Mali}]", "public: [{reason: x}]", "public: Mali", "speakers: [{name: A}]"],
)
def test_a_waiver_without_its_reason_or_text_is_an_error(fields: str) -> None:
    text = NOTE.format(fields=f"{fields}\n", body="x")
    _, problems = parse_note(text, "2033/zuma", Path("zuma.md"), "x.md")
    assert [one.code for one in problems] == ["wrong-shape"]


SPEAKER = (
    "speakers:\n"
    "  - {name: Anders Halvorsenne, reason: announced as Ambassador of Norway in public}\n"
)


@pytest.mark.parametrize(
    "body",
    [
        "Anders Halvorsenne opened the workshop.",
        "Halvorsenne noted that time was short.",
        "Ambassador Halvorsenne noted that time was short.",
        "Ambassador Anders Halvorsenne of Norway noted that time was short.",
        "The Ambassador of Norway noted that time was short.",
    ],
)
def test_a_speaker_is_covered_with_surname_and_announced_office(
    toy_vocabularies: Vocabularies, body: str
) -> None:
    assert not found(body, toy_vocabularies, SPEAKER)
    assert found(body, toy_vocabularies)


@pytest.mark.parametrize(
    "body",
    [
        "Astrid Halvorsennes noted that time was short.",
        "The Ambassador of Malta noted that time was short.",
        "Norway said that time was short.",
    ],
)
def test_nobody_else_is_covered_by_a_speaker(toy_vocabularies: Vocabularies, body: str) -> None:
    assert found(body, toy_vocabularies, SPEAKER)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {name: Zed Zedson, why: x}", "needs name, why and source"),
        ("- {name: Zed Zedson, why: x, source: ''}", "needs name, why and source"),
        ("- Zed Zedson", "needs name, why and source"),
        (
            "- {name: Zedson, why: x, source: y}\n- {name: Zedson, why: x, source: y}",
            "stands twice",
        ),
        ("- {name: Brown, why: x, source: y}", "ordinary words"),
        ("- {name: [", "cannot be read"),
        ("name: Zedson", "cannot be read"),
    ],
)
def test_a_bad_list_of_names_stops_the_check_with_its_line(
    toy: Path, text: str, message: str
) -> None:
    path = toy / "notes" / "vocabularies" / "names.yml"
    path.write_text(text, encoding="utf-8")
    problems = check(toy)
    assert message in problems[0].message
    assert problems[0].code == "bad-vocabulary"
    assert problems[0].path == "notes/vocabularies/names.yml"


def test_a_listed_name_may_be_written_about_and_still_not_speak(toy: Path) -> None:
    path = toy / "notes" / "vocabularies" / "names.yml"
    path.write_text("- {name: Zedsonne, why: the report bears it, source: A/1}", encoding="utf-8")
    vocabularies, _ = load_vocabularies(path.parent, toy)
    assert list(read_names(vocabularies)[0].values()) == ["the report bears it"]
    assert not found("The Zedsonne report was long.", vocabularies)
    assert not found("Zedsonne was elected president in 2020.", vocabularies)
    said = found("Zedsonne noted that time was short.", vocabularies)
    assert [one.code for one in said] == ["identifies-person"]


def test_the_sheet_shows_what_passed_with_lines_and_reasons(
    toy_vocabularies: Vocabularies,
) -> None:
    body = "Norway left the mission.\n\nThe governor is elected. QXV came back.\n\nCost: high."
    rows = {
        row.text: row
        for row in passed(note_of(body, WAIVER.replace(PASSAGE, "x")), toy_vocabularies)
    }
    assert rows["Norway"].lines == (9,)
    assert rows["governor"].kind == "role"
    assert "initials" in rows["QXV"].why
    assert rows["Cost"].kind == "label"
    assert rows["x"].kind == "waiver"


def test_the_sheet_prints_nothing_of_a_note_that_identifies_somebody(
    toy_vocabularies: Vocabularies,
) -> None:
    assert sheet(note_of("Halvorsenne of Norway came."), toy_vocabularies) is None
    assert sheet(note_of("Norway left the mission."), toy_vocabularies)
