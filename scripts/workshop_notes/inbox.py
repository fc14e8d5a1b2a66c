"""The inbox: originals uploaded in the browser become drafts, and leave the inbox.

At the code host two jobs do this: one without rights reads the uploads and packs the drafts into a
parcel; the other reads no upload, takes from the parcel what is a draft that passes, and commits.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workshop_notes.checks.check import check_note
from workshop_notes.collection import Collection
from workshop_notes.formats.original import LARGEST_ORIGINAL
from workshop_notes.front_matter import read_note, write_note
from workshop_notes.ingest import Ingested, ingest, write
from workshop_notes.note import Note
from workshop_notes.places import INBOX, is_note_path, is_original, kind_of
from workshop_notes.problem import Problem, has_errors
from workshop_notes.report import in_plain_words
from workshop_notes.writing import digest_of, refuse_links, walk, write_whole

CONFIDENTIAL = ("identifies-", "hidden-")
LIST = "taken.json"
LARGEST_LIST = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """One upload: what became of it, and a summary in plain words for whoever uploaded it."""

    ingested: Ingested
    summary: str


def uploads(root: Path) -> tuple[list[Path], list[Problem]]:
    """List the originals that wait in notes/inbox, sorted, and a problem for what is none."""
    folder = root / "notes" / INBOX
    originals, unknown = [], []
    for path in walk(folder) if folder.is_dir() else ():
        shown = path.relative_to(root).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if is_original(path) and path.parent == folder:
            originals.append(path)
        elif path.is_symlink() or kind_of(path, root) != "other":
            fix = "upload a document (.docx, .odt, .pdf, .html or .txt) straight to notes/inbox"
            unknown.append(Problem(shown, 1, 1, "unknown-file", "this is no original", fix))
    return originals, unknown


def take(sources: Sequence[Path], collection: Collection) -> Iterator[Taken]:
    """Ingest each upload; nothing is written.

    What is refused, or whose text identifies somebody, stays where it is, so that a clean version
    can replace it.
    """
    for one in ingest(sources, collection):
        if one.ok and one.note is not None:
            found = tuple(_confidential(one.note, collection))
            one = replace(one, problems=(*one.problems, *found))
        yield Taken(one, in_plain_words(one, collection.vocabularies))


def put(taken: Taken) -> None:
    """Write the draft of an upload that was taken, and remove the upload."""
    one = taken.ingested
    if one.ok and one.target is not None:
        write(one)
        one.source.unlink()


def pack(taken: Sequence[Taken], root: Path, parcel: Path) -> None:
    """Write the drafts below the folder `parcel`, and the list of what they were made of."""
    rows = []
    for one in (one.ingested for one in taken):
        if one.ok and one.target is not None and one.note is not None:
            name = one.target.relative_to(root).as_posix()
            write_whole(parcel / name, write_note(one.note))
            upload = one.source.relative_to(root).as_posix()
            rows.append({"upload": upload, "sha256": digest_of(one.source), "note": name})
    write_whole(parcel / LIST, json.dumps(rows, ensure_ascii=False, indent=1))


def unpack(parcel: Path, collection: Collection) -> Iterator[Problem | str]:
    """Take drafts from a parcel into the project, and remove the uploads that they were made of.

    The parcel is text from outside: each row must name an upload that is there, by its hash, and a
    new note; each note must be a draft without a confidentiality problem. Gives a line or a problem
    for each row.
    """
    root = collection.root
    for row in _rows(parcel):
        names = [row.get(key) for key in ("upload", "note")]
        if not all(isinstance(name, str) for name in names):
            yield _refused(LIST, "this row is none of ours")
            continue
        upload, target = (Path(os.path.normpath(root / str(name))) for name in names)
        shown = str(names[1])
        if upload.parent != root / "notes" / INBOX or not is_original(upload):
            yield _refused(shown, "it was made of no upload in notes/inbox")
        elif upload.is_symlink() or not upload.is_file() or digest_of(upload) != row.get("sha256"):
            yield _refused(shown, "its upload is gone, or another since")
        elif not target.is_relative_to(root / "notes") or not is_note_path(target, root):
            yield _refused(shown, "this is no place of a note")
        elif os.path.lexists(target):
            yield _refused(shown, "a note stands there already")
        else:
            yield from _unpacked(parcel / target.relative_to(root), target, parcel, collection)
            if target.is_file():
                upload.unlink()


def _unpacked(
    path: Path, target: Path, parcel: Path, collection: Collection
) -> Iterator[Problem | str]:
    refuse_links(path, parcel)
    refuse_links(target, collection.root)
    shown = target.relative_to(collection.root).as_posix()
    if not path.is_file() or path.stat().st_size > LARGEST_ORIGINAL:
        yield _refused(shown, "its draft is not in the parcel")
        return
    note, problems = read_note(path, parcel)
    if note is not None and not has_errors(problems):
        problems = [*problems, *_confidential(note, collection)]
    if note is None or has_errors(problems):
        yield from problems
    elif note.status != "draft":
        yield _refused(shown, "only drafts are taken")
    else:
        write_whole(target, write_note(note))
        yield f"{shown} is a draft"


def _confidential(note: Note, collection: Collection) -> Iterator[Problem]:
    for problem in check_note(note, collection.vocabularies):
        if problem.code.startswith(CONFIDENTIAL):
            yield problem


def _rows(parcel: Path) -> list[dict[str, object]]:
    path = parcel / LIST
    rows = None
    if not path.is_symlink() and path.is_file() and path.stat().st_size <= LARGEST_LIST:
        with contextlib.suppress(ValueError, RecursionError):
            rows = json.loads(path.read_text(encoding="utf-8"))
    return [one if isinstance(one, dict) else {} for one in (rows if type(rows) is list else [{}])]


def _refused(shown: str, why: str) -> Problem:
    return Problem(shown, 1, 1, "not-taken", why, "upload the original again")
