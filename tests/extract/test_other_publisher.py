"""Another publisher's workshops: nothing in the code knows the first publisher's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.checks.check import check
from workshop_notes.convert import convert
from workshop_notes.extract.extraction import extract
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import load_vocabularies

VOCABULARIES = {
    "missions": """
- {id: DELTA, label: DELTA, full_name: Programme for the Lower Zub Delta, country: Zubland}
- {id: WEIRS, label: WEIRS, full_name: Programme for Weirs and Locks, country: Upper Zub}
""",
    "themes": """
- {id: silt, label: Silt and dredging, triggers: [silt, dredging, sandbank]}
- {id: fish-passes, label: Fish passes, triggers: [fish pass, sturgeon, fish ladder]}
- {id: tolls, label: Tolls, triggers: [toll, harbour dues]}
""",
    "organizations": """
- {id: crz, label: River Commission of Zub, aliases: [CRZ], role: organizer}
- {id: bargees, label: League of Zub Bargees, role: organizer}
""",
    "series": """
- {id: river-days, label: River days, triggers: [third of the river days, series of river days]}
""",
}
DECISIONS = """
- {id: "12", label: Decision 12 (2028), aliases: [D/12, VRC/DEC/12], year: 2028}
- {id: D-13, label: Decision D-13, year: 2031}
- {id: tolls, label: Treaty of Tolls}
"""
SEMINAR = """What the Delta Needs

On 12 May 2031, the River Commission of Zub held a seminar under the Chatham House rule on the
Programme for the Lower Zub Delta (DELTA) in Port Zub.

Participants agreed that silt closes the eastern arm every spring and that dredging comes too late.
Several noted that sturgeon find no fish pass at the second weir. Others asked for a fish ladder
before more dredging, and for a map of every sandbank.
"""
GENERAL = SEMINAR.replace(
    " on the\nProgramme for the Lower Zub Delta (DELTA) in Port Zub", " in Port Zub"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with four vocabularies of a river commission; one is missing, and so empty."""
    folder = tmp_path / "notes" / "vocabularies"
    folder.mkdir(parents=True)
    for name, text in VOCABULARIES.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    (folder / "resolutions.yml").write_text(DECISIONS, encoding="utf-8")
    settings = "site_name: River\nextra:\n  workshop_notes:\n    required: [title, organizers]\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return tmp_path


def read(root: Path, text: str) -> Extraction:
    vocabularies, problems = load_vocabularies(root / "notes" / "vocabularies", root)
    assert problems == []
    return extract(convert(Path("toy.txt"), text.encode()), vocabularies, "toy.txt")


def test_its_fields_are_found_by_its_own_words(root: Path) -> None:
    found = read(root, SEMINAR)
    assert found.kind == "note", found.problems
    assert {name: found.value(name) for name in found.fields if name != "summary"} == {
        "title": "What the Delta Needs",
        "mission": ("DELTA",),
        "year": 2031,
        "date": "2031-05-12",
        "themes": ("silt", "fish-passes"),
        "event": "seminar",
        "organizers": ("crz",),
        "language": "en",
        "rule": "chatham-house",
    }


def test_a_seminar_on_no_mission_is_a_note_too(root: Path) -> None:
    found = read(root, GENERAL)
    assert found.kind == "note"
    assert found.value("mission") is None
    assert found.value("organizers") == ("crz",)


@pytest.mark.parametrize(
    "by",
    ["organized by", "hosted by", "convened with the support of", "held at the invitation of"],
)
def test_an_organizer_that_no_vocabulary_has_is_proposed_as_new(root: Path, by: str) -> None:
    text = GENERAL.replace(
        "the River Commission of Zub held a seminar",
        f"a seminar was {by} the Guild of Lock Keepers",
    )
    what = "funder" if "support" in by else "organizer"
    message = f"the text names 'Guild of Lock Keepers' as {what}, which no vocabulary has"
    assert message in [one.message for one in read(root, text).problems]


@pytest.mark.parametrize("by", ["organized by", "hosted by"])
def test_an_organizer_is_read_where_the_words_say_so(root: Path, by: str) -> None:
    text = GENERAL.replace("the River Commission of Zub held a seminar", f"a seminar was {by} CRZ")
    assert read(root, text).value("organizers") == ("crz",)


NOTE = """---
title: What the Delta Needs
year: 2031
date: 2031-05-12
event: seminar
{more}status: published
---

Participants agreed that silt closes the eastern arm every spring.
"""


def test_a_note_without_a_mission_passes_where_none_is_needed(root: Path) -> None:
    path = root / "notes" / "2031" / "delta.md"
    path.parent.mkdir()
    path.write_text(NOTE.format(more="organizers: [crz]\n"), encoding="utf-8")
    assert [one for one in check(root) if one.level == "error"] == []


def test_messages_speak_with_the_publisher_s_own_names(root: Path) -> None:
    path = root / "notes" / "2031" / "delta.md"
    path.parent.mkdir()
    path.write_text(NOTE.format(more="mission: [DELTAS]\n"), encoding="utf-8")
    problems = check(root)
    assert {one.code: one.fix for one in problems if one.level == "error"} == {
        "missing-organizers": (
            "add `organizers: [crz]` with ids from notes/vocabularies/organizations.yml"
        ),
        "unknown-mission": "did you mean 'DELTA'?",
    }
    assert not any("MINUSMA" in f"{one.message} {one.fix}" for one in problems)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Decision 12 (2028)", ("12",)),
        ("the decision 12 of the Commission", ("12",)),
        ("D/12", ("12",)),
        ("VRC/DEC/12", ("12",)),
        ("D-13", ("D-13",)),
        ("decision D-13 and D/12", ("D-13", "12")),
        ("the Treaty of Tolls", ("tolls",)),
        ("decision 120, D/123 and ED/12", None),
        ("12 decisions, and no treaty of tolls", None),
    ],
)
def test_decisions_are_found_by_the_names_of_their_vocabulary(
    root: Path, said: str, found: tuple[str, ...] | None
) -> None:
    text = SEMINAR.replace("comes too late.", f"comes too late, in spite of {said}.")
    assert read(root, text).value("resolutions") == found


@pytest.mark.parametrize(
    ("title", "missions", "event"),
    [
        ("Seminar: What the Delta Needs", ("DELTA",), "seminar"),
        ("What Workshops Taught Us: A Roundtable", ("DELTA",), "roundtable"),
        ("What Seminars Taught Us", ("DELTA",), "workshop"),
        ("Fish in the DELTA and the WEIRS", ("DELTA", "WEIRS"), "workshop"),
    ],
)
def test_a_title_says_which_event_it_was_and_on_what(
    root: Path, title: str, missions: tuple[str, ...], event: str
) -> None:
    text = SEMINAR.replace("What the Delta Needs", title).replace("a seminar", "a workshop")
    found = read(root, f"{text}\nThe DELTA needs weirs. The DELTA needs fish.\n")
    assert (found.value("mission"), found.value("event")) == (missions, event)
