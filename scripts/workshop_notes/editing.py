"""An editor's two other acts: beginning a note by hand, and withdrawing one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from workshop_notes.checks.rules import template_body
from workshop_notes.front_matter import read_note, write_note
from workshop_notes.ingest import signed
from workshop_notes.note import Note, slug
from workshop_notes.places import RAW_SUFFIX, is_original
from workshop_notes.schema import is_day
from workshop_notes.vocabulary import Vocabularies
from workshop_notes.writing import digest_of, project_of, write_whole

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
    days = date.split("/")
    if len(days) > 2 or not all(map(is_day, days)) or days != sorted(days):
        raise ValueError(
            f"'{date}' is no day of the calendar; write YYYY-MM-DD, or YYYY-MM-DD/YYYY-MM-DD"
        )
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
        body=template_body(root / "notes"),
    )


def withdrawn(note: Note, why: str) -> Note:
    """Give the note's tombstone: where it stood and why it went, nothing of what it said."""
    return replace(
        Note(id=note.id, path=note.path, shown=note.shown),
        mission=note.mission,
        year=note.year,
        date=note.date,
        language=note.language,
        was=note.was,
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


def record_again(original: Path, before: str) -> str:
    """Write the hash of an original that was cleaned in place into the note that recorded `before`.

    Gives the note's path as shown, "" where no note was made of the file.
    """
    path = Path(os.path.abspath(original))
    root = project_of(path)
    beside = path.with_name(path.name.removesuffix(RAW_SUFFIX)).with_suffix(".md")
    note, _ = read_note(beside, root) if beside.is_file() else (None, [])
    if note is None or note.original is None or note.original.sha256 != before:
        return ""
    after = replace(note.original, sha256=digest_of(path))
    text = beside.read_text(encoding="utf-8").replace(before, after.sha256, 1)
    changed = replace(note, original=after)
    write_whole(beside, write_note(signed(changed)) if signed(note) == note else text)
    return note.shown if after.sha256 != before else ""
