"""Copies of one note."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workshop_notes.ingest import disagreements, same_note
from workshop_notes.note import Note

NOTHING = Note("2031/one", Path("notes/2031/one.md"))
NOTE = replace(NOTHING, mission=("UNISFA",), date="2031-05-08", title="One")


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"title": "Another", "language": "fr"},
        {"date": "2031-05-08/2031-05-09"},
    ],
)
def test_the_same_missions_on_the_same_day_are_copies(other: dict[str, Any]) -> None:
    assert same_note(NOTE, replace(NOTE, **other))
    assert same_note(replace(NOTE, **other), NOTE)


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2031-05-09"},
        {"mission": ("UNMISS",)},
        {"mission": ("UNISFA", "UNMISS")},
        {"date": ""},
        {"mission": ()},
    ],
)
def test_other_missions_or_days_are_not(other: dict[str, Any]) -> None:
    assert not same_note(NOTE, replace(NOTE, **other))


def test_without_missions_and_date_nothing_is_a_copy() -> None:
    assert not same_note(NOTHING, NOTHING)


def test_copies_that_contradict_each_other_say_in_what() -> None:
    first = replace(NOTE, organizers=("ipi", "stimson"), format="virtual", funders=("gffo",))
    second = replace(NOTE, organizers=("stimson", "ipi"), funders=("canada",))
    assert disagreements(first, second) == ["funders"]
