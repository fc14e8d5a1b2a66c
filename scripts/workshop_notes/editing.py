"""An editor's two other acts: beginning a note by hand, and withdrawing one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from workshop_notes.note import Note, slug
from workshop_notes.places import is_original
from workshop_notes.vocabulary import Vocabularies
from workshop_notes.writing import digest_of

SKELETON = """\
## Introduction

Write here what the workshop was about, when it was held and by whom.

## What was discussed

Write what was said, never who said it: “several participants noted”, “one participant asked”.

## What participants asked the Council to do

- Write each request as an item.
"""
PURGE = (
    "The text is out of the site from the next build on, but still in the repository's history.",
    "A purge of the history is a step of its own: it needs `git filter-repo`, a forced push and a",
    "request to the code host to drop its caches; every copy of the repository must be made anew.",
)


def new_note(
    root: Path, vocabularies: Vocabularies, *, title: str, mission: str, date: str, name: str = ""
) -> Note:
    """Give the draft of a note on a mission's workshop of a day (ISO text).

    Raises ValueError, saying what to mend, for an unknown mission or an impossible day.
    """
    term = vocabularies.missions.resolve(mission)
    if term is None:
        near = vocabularies.missions.suggest(mission)
        hint = f"; did you mean '{near}'?" if near else ""
        raise ValueError(f"unknown mission '{mission}'{hint}")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date):
        raise ValueError(f"'{date}' is not a day; write YYYY-MM-DD")
    year = int(date[:4])
    path = root / "notes" / str(year) / f"{slug(name or term.id)}.md"
    return Note(
        id=f"{year}/{path.stem}",
        path=path,
        shown=path.relative_to(root).as_posix(),
        title=title,
        mission=(term.id,),
        year=year,
        date=date,
        language="en",
        rule="chatham-house",
        status="draft",
        body=SKELETON,
    )


def withdrawn(note: Note, why: str) -> Note:
    """Give the note's tombstone: where it stood and why it went, nothing of what it said."""
    return replace(
        Note(id=note.id, path=note.path, shown=note.shown),
        mission=note.mission,
        year=note.year,
        date=note.date,
        language=note.language,
        withdrawn=" ".join(why.split()),
        status="withdrawn",
    )


def own_original(note: Note) -> Path | None:
    """Give the original beside a note: by the note's own name, or the very file it records."""
    if note.original is None or Path(note.original.file).name != note.original.file:
        return None
    path = note.path.with_name(note.original.file)
    regular = path.is_file() and not path.is_symlink() and is_original(path)
    own = path.name.startswith(f"{note.path.stem}.")
    return path if regular and (own or digest_of(path) == note.original.sha256) else None
