"""Copies of one note."""

from __future__ import annotations

import pytest

from workshop_notes.ingest import disagreements, same_note

NOTE = {"mission": ("UNISFA",), "date": "2031-05-08", "language": "en", "title": "One"}


@pytest.mark.parametrize(
    "other",
    [
        NOTE,
        {**NOTE, "title": "Another", "language": "fr"},
        {**NOTE, "date": "2031-05-08/2031-05-09"},
        {**NOTE, "mission": ["UNISFA"]},
    ],
)
def test_the_same_missions_on_the_same_day_are_copies(other: dict[str, object]) -> None:
    assert same_note(NOTE, other)
    assert same_note(other, NOTE)


@pytest.mark.parametrize(
    "other",
    [
        {**NOTE, "date": "2031-05-09"},
        {**NOTE, "mission": ("UNMISS",)},
        {**NOTE, "mission": ("UNISFA", "UNMISS")},
        {**NOTE, "date": None},
        {},
    ],
)
def test_other_missions_or_days_are_not(other: dict[str, object]) -> None:
    assert not same_note(NOTE, other)


def test_without_missions_and_date_nothing_is_a_copy() -> None:
    assert not same_note({}, {})


def test_copies_that_contradict_each_other_say_in_what() -> None:
    first = {**NOTE, "organizers": ("ipi", "stimson"), "format": "virtual", "funders": ("gffo",)}
    second = {**NOTE, "organizers": ["stimson", "ipi"], "funders": ["canada"]}
    assert disagreements(first, second) == ["funders"]
