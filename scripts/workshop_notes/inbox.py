"""The inbox: originals uploaded in the browser become drafts, and leave the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from workshop_notes.checks.check import check_note
from workshop_notes.collection import Collection
from workshop_notes.ingest import Ingested, ingest, write
from workshop_notes.places import is_original
from workshop_notes.report import in_plain_words

FOLDER = "inbox"
CONFIDENTIAL = ("identifies-", "hidden-")


@dataclass(frozen=True, slots=True)
class Taken:
    """One upload: what became of it, and a summary in plain words for whoever uploaded it."""

    ingested: Ingested
    summary: str


def uploads(root: Path) -> list[Path]:
    """List the originals that wait in notes/inbox, sorted."""
    folder = root / "notes" / FOLDER
    return sorted(path for path in folder.glob("*") if is_original(path))


def take(root: Path, collection: Collection) -> Iterator[Taken]:
    """Ingest each upload; a clean one becomes a draft note and its original is removed.

    An upload that is refused, or whose text identifies somebody, stays where it is, so that a
    clean version can replace it.
    """
    for one in ingest(uploads(root), collection):
        if one.ok and one.note is not None:
            found = check_note(one.note, collection.vocabularies)
            confidential = [problem for problem in found if problem.code.startswith(CONFIDENTIAL)]
            one = replace(one, problems=(*one.problems, *confidential))
        if one.ok and one.target is not None:
            write(one)
            one.source.unlink()
        yield Taken(one, in_plain_words(one, collection.vocabularies))
