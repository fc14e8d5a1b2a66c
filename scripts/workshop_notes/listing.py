"""Listing: which notes there are and how many, for editors and their programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.problem import UsageError
from workshop_notes.vocabulary import Vocabulary

WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")


def selected(
    collection: Collection, *, mission: str = "", theme: str = "", year: int = 0, status: str = ""
) -> list[Note]:
    """Give the notes with all that is asked for, by id; names are ids, labels or aliases.

    Raises UsageError.
    """
    missions = _resolved(collection.vocabularies.missions, mission, "mission")
    themes = _resolved(collection.vocabularies.themes, theme, "theme")
    return [
        note
        for note in collection.notes
        if (not mission or missions in note.mission)
        and (not theme or themes in note.themes)
        and (not year or note.year == year)
        and (not status or note.status == status)
    ]


def as_lines(notes: Iterable[Note]) -> list[str]:
    """Give a line a note: id, day or year, missions, status, title, with tabs between."""
    return [
        "\t".join(
            (
                note.id,
                note.date or str(note.year or ""),
                ", ".join(note.mission),
                note.status,
                note.title,
            )
        )
        for note in notes
    ]


def as_rows(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Give an object a note, for JSON."""
    return [
        {
            "id": note.id,
            "path": note.shown,
            "title": note.title,
            "mission": list(note.mission),
            "year": note.year,
            "date": note.date,
            "themes": list(note.themes),
            "status": note.status,
        }
        for note in notes
    ]


def figures(notes: Sequence[Note]) -> dict[str, Any]:
    """Count notes and their words: in all, by status, year, mission and theme."""
    return {
        "notes": len(notes),
        "words": sum(len(WORD.findall(note.body)) for note in notes),
        "status": _counted(note.status for note in notes),
        "years": _counted(str(note.year) for note in notes if note.year),
        "missions": _counted(name for note in notes for name in note.mission),
        "themes": _counted(name for note in notes for name in note.themes),
    }


def figures_as_lines(counted: dict[str, Any]) -> list[str]:
    """Give the figures as a reader of a terminal wants them."""
    lines = [f"{counted['notes']} notes, {counted['words']:,} words"]
    for name in ("status", "years", "missions", "themes"):
        parts = ", ".join(f"{key} {number}" for key, number in counted[name].items())
        lines.append(f"{name}: {parts or 'none'}")
    return lines


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _resolved(vocabulary: Vocabulary, name: str, what: str) -> str:
    term = vocabulary.resolve(name) if name else None
    if name and term is None:
        near = vocabulary.suggest(name)
        hint = f"did you mean '{near}'?" if near else f"look into {vocabulary.path.name}"
        raise UsageError(f"unknown {what} '{name}'; {hint}")
    return term.id if term else ""
