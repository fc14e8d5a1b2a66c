"""An editor's acts: a note is begun by hand, withdrawn, or renamed, and a term likewise."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from workshop_notes import fields
from workshop_notes.checks.check import note_beside
from workshop_notes.checks.rules import template_body
from workshop_notes.collection import RAW_SUFFIX, Collection, is_original
from workshop_notes.guard.identify import identify_text
from workshop_notes.ingest import signed
from workshop_notes.note import Note, slug, write_field, write_note
from workshop_notes.problem import UsageError, meant
from workshop_notes.vocabulary import VOCABULARIES, Vocabularies, Vocabulary
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

    Raises UsageError, saying what to mend, for an unknown mission or an impossible day.
    """
    term = vocabularies.missions.asked(mission, "mission")
    days = date.split("/")
    if len(days) > 2 or not all(map(fields.is_day, days)) or days != sorted(days):
        raise UsageError(
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
        rule="chatham-house",
        body=template_body(root / "notes"),
    )


def named(collection: Collection, identifier: str) -> Note:
    """Give the note of an id; raises UsageError, with the nearest id, where there is none."""
    note = collection.get(identifier)
    if note is None:
        hint = meant(identifier, [one.id for one in collection.notes], "name it like 2031/zuma")
        raise UsageError(f"there is no note '{identifier}'; {hint}")
    return note


def withdrawn(note: Note, why: str, vocabularies: Vocabularies) -> Note:
    """Give the note's tombstone: where it stood and why it went, nothing of what it said.

    Raises UsageError where no reason is given, or one that identifies somebody: readers see it.
    """
    if not why.strip():
        raise UsageError('say why, for readers to see: --why "replaced by a corrected version"')
    for one in identify_text(why, "--why", vocabularies, language=note.language):
        raise UsageError(f"--why {why!r}: {one.message}; {one.fix}")
    return Note(
        id=note.id,
        path=note.path,
        shown=note.shown,
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
    path = note.beside
    if path is None or note.original is None or path.name != note.original.file:
        return None
    regular = path.is_file() and not path.is_symlink() and is_original(path)
    own = path.name.startswith(f"{note.path.stem}.")
    return path if regular and (own or digest_of(path) == note.original.sha256) else None


def record_again(original: Path, before: str) -> str:
    """Write the hash of an original that was cleaned in place into the note that recorded `before`.

    Gives the note's path as shown, "" where no note was made of the file.
    """
    path = Path(os.path.abspath(original))
    note = note_beside(path, project_of(path))
    if note is None or note.original is None or note.original.sha256 != before:
        return ""
    after = replace(note.original, sha256=digest_of(path))
    text = note.path.read_text(encoding="utf-8").replace(before, after.sha256, 1)
    changed = replace(note, original=after)
    write_whole(note.path, write_note(signed(changed)) if signed(note) == note else text)
    return note.shown if after.sha256 != before else ""


def renamed_note(collection: Collection, old: str, new: str) -> tuple[dict[Path, str], list[Path]]:
    """Give the files to write for a note's new id, and those to move or remove after.

    Of the second list the first is the old note; a second and third are its original's old and new
    place. Raises UsageError.
    """
    notes = collection.root / "notes"
    note = named(collection, old)
    place = re.fullmatch(r"([0-9]{4})/(.+)", new)
    if not place or slug(place[2]) != place[2]:
        raise UsageError(f"'{new}' is no address; write YEAR/NAME in small letters")
    target = notes / f"{new}.md"
    if target.exists() or collection.get(new):
        raise UsageError(f"{target.relative_to(collection.root)} stands there; choose another")
    if note.year is not None and int(place[1]) != note.year:
        raise UsageError(f"a note lies in its year's folder; its year is {note.year}")
    for other in collection.notes:
        if new in other.was and other is not note:
            message = f"'{new}' is a former address of {other.shown}, which readers still use"
            raise UsageError(f"{message}; choose another")
    seen = () if note.status == "draft" else (note.id,)
    was = tuple(one for one in (*note.was, *seen) if one != new)
    moved, gone = replace(note, was=was), [note.path]
    original = own_original(note)
    if original is not None and note.original is not None:
        suffix = original.name[len(original.stem) :]
        suffix = RAW_SUFFIX if original.name.endswith(RAW_SUFFIX) else suffix
        beside = target.with_name(target.stem + suffix)
        if beside.exists():
            raise UsageError(f"{beside.relative_to(collection.root)} stands there; move it")
        moved = replace(moved, original=replace(note.original, file=beside.name))
        gone += [original, beside]
    written = {target: _rewritten(note, moved)}
    for other in collection.notes:
        if other.translation_of == old and other is not note:
            text = other.path.read_text(encoding="utf-8")
            written[other.path] = _with_id(text, ("translation_of",), old, new)
    return written, gone


def renamed_term(collection: Collection, kind: str, old: str, new: str) -> dict[Path, str]:
    """Give the files to write for a term's new id: its vocabulary, and all that names it.

    Raises UsageError.
    """
    vocabulary: Vocabulary = getattr(collection.vocabularies, kind)
    term = vocabulary.get(old)
    if term is None:
        raise UsageError(f"there is no '{old}' among the {kind}; {vocabulary.hint(old)}")
    if VOCABULARIES[kind]["id"].wrong(new):
        raise UsageError(f"'{new}' cannot be an address; use letters, digits and hyphens")
    other = vocabulary.resolve(new)
    if other is not None and other is not term:
        raise UsageError(f"'{new}' is a name of '{other.id}' already; choose another")
    written: dict[Path, str] = {}
    for path, keys in _naming(collection, kind):
        text = path.read_text(encoding="utf-8")
        changed = _with_id(text, keys, old, new)
        if path == vocabulary.path:
            was = [one for one in (*term.was, old) if one != new]
            changed = _with_own_id(changed, old, new, was)
        if changed != text:
            written[path] = changed
    return written


def _naming(collection: Collection, kind: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give each file that may name a term of a kind, with the keys that do."""

    def those(known: Mapping[str, fields.Field]) -> tuple[str, ...]:
        return tuple(one.name for one in known.values() if one.vocabulary == kind)

    for name, known in VOCABULARIES.items():
        yield getattr(collection.vocabularies, name).path, those(known)
    for note in collection.notes:
        yield note.path, those(fields.table())


def _with_id(text: str, keys: tuple[str, ...], old: str, new: str) -> str:
    """Give YAML with an id written anew where one of the keys names it, on its own lines."""
    if not keys:
        return text
    id_ = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w.-])")
    value = re.compile(
        rf"^([ -]*(?:{'|'.join(keys)}):)(.*(?:\n[ ]+-[ ].*|\n[ ]+\S*[\],].*)*)", re.MULTILINE
    )
    return value.sub(lambda m: m[1] + id_.sub(new, m[2]), text)


def _with_own_id(text: str, old: str, new: str, was: list[str]) -> str:
    entry = re.compile(rf"^- id: [\"']?{re.escape(old)}[\"']?[ ]*\n((?:[ ]+.*\n|\n(?=[ ]))*)", re.M)
    listed = f"  was: [{', '.join(was)}]\n" if was else ""

    def anew(m: re.Match[str]) -> str:
        rest = re.sub(r"^  was: \[.*\]\n", "", m[1], flags=re.M)
        return f"- id: {new}\n{listed}{rest}"

    changed = entry.sub(anew, text if text.endswith("\n") else text + "\n", count=1)
    if changed.rstrip() == text.rstrip():
        raise UsageError(f"write `- id: {old}` on a line of its own, then try again")
    return changed


def _rewritten(note: Note, moved: Note) -> str:
    """Give the note's file with its new fields; what an editor wrote otherwise stays as it is."""
    text = note.path.read_text(encoding="utf-8")
    if text == write_note(note):
        return write_note(signed(moved) if signed(note) == note else moved)
    lines = text.split("\n")
    for name in ("was", "original"):
        if getattr(moved, name) == getattr(note, name):
            continue
        line = write_field(moved, name)
        at = note.positions.get(name)
        if at and line:
            lines[at[0] - 1] = line
        elif line:
            end = next(n for n, one in enumerate(lines) if one.startswith("status:"))
            lines.insert(end, line)
        elif at:
            del lines[at[0] - 1]
    return "\n".join(lines)
