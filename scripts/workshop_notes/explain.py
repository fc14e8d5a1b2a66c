"""Explain: for each field of a note, the sentence it came from and what else was considered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workshop_notes.collection import Collection, shown_path
from workshop_notes.extract.extraction import Extraction
from workshop_notes.extract.proposal import Proposal
from workshop_notes.fields import read_from_texts
from workshop_notes.ingest import ingest
from workshop_notes.note import Note
from workshop_notes.places import is_original
from workshop_notes.problem import as_text


def explain(name: str, collection: Collection) -> tuple[list[str], bool]:
    """Explain the note with this id or path, or an original; gives lines and whether it could.

    Where an editor has changed a field since, the note's own value is shown beside it.
    """
    note, original = _found(name, collection)
    if original is None:
        return [_without_original(name, note)], False
    one = next(ingest([original], collection.only(()), force=True, as_note=note is not None))
    extraction = one.understood.extraction if one.understood else None
    if extraction is None:
        return [as_text(problem) for problem in one.problems], False
    source = shown_path(original, collection.root)
    lines = [f"{source} is read as a {extraction.kind}."]
    for field in read_from_texts():
        lines += _field(field, extraction, note)
    return [*lines, *(as_text(problem) for problem in one.problems)], True


def _found(name: str, collection: Collection) -> tuple[Note | None, Path | None]:
    path = Path(name)
    if path.is_file() and is_original(path):
        return None, path
    shown = shown_path(path, collection.root)
    note = collection.get(name) or next((n for n in collection.notes if n.shown == shown), None)
    if note is None or note.original is None:
        return note, None
    original = note.path.with_name(note.original.file)
    return note, original if original.is_file() else None


def _without_original(name: str, note: Note | None) -> str:
    if note is None:
        return f"notes: there is no note '{name}'; name it like 2031/zuma, or name an original"
    return f"notes: the original of {note.id} is not here, so there is nothing to compare with"


def _field(name: str, extraction: Extraction, note: Note | None) -> list[str]:
    proposal = extraction.fields.get(name)
    held = _text(note.value(name)) if note else ""
    if proposal is None:
        return [f"\n{name}: {held or '—'}", "  no evidence was found in the original"]
    proposed = _text(proposal.value)
    lines = [f"\n{name}: {proposed}"]
    if note and held != proposed:
        lines.append(f"  the note says: {held or '—'}")
    return lines + _evidence(proposal)


def _evidence(proposal: Proposal) -> list[str]:
    lines = [f"  line {one.line}: “{one.text}”" for one in proposal.evidence]
    for value, why_not, line in proposal.considered:
        lines.append(f"  not {value} (line {line}): {why_not}")
    return lines


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
