"""Copies: two texts that report one event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def same_note(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Say whether two notes' fields tell of one event: the same missions on the same day.

    `first` and `second` map field names to values, as a note's front matter or the values of an
    extraction do. A range and one of its days are the same event; titles, languages and mirrors
    may differ. Without missions or a date nothing is said to be a copy.
    """
    missions = set(first.get("mission") or ())
    days = _days(first.get("date")) & _days(second.get("date"))
    return bool(missions) and missions == set(second.get("mission") or ()) and bool(days)


def disagreements(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    """List the fields in which two copies of one note contradict each other, in order of name.

    A field that only one of them has, a publication date, and what follows from the language of
    the text are no contradiction.
    """
    names = ("date", "event", "format", "funders", "organizers", "resolutions", "rule", "year")
    differing = []
    for name in names:
        one, other = _comparable(first.get(name)), _comparable(second.get(name))
        if one and other and one != other:
            differing.append(name)
    return differing


def _days(value: Any) -> set[str]:
    return set(str(value).split("/")) if value else set()


def _comparable(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list | tuple) else value
