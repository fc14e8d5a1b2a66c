"""Collection: what may lie under notes/ and docs/, and all notes and vocabularies as one object.

Of the places there is one table: a file that fits no row is an error."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

from workshop_notes.formats.table import ORIGINAL_SUFFIXES, PICTURE_SUFFIXES, RAW_MARKDOWN
from workshop_notes.machine import git
from workshop_notes.note import Note, read_note
from workshop_notes.problem import Problem
from workshop_notes.settings import derived
from workshop_notes.vocabulary import VOCABULARIES, Vocabularies, grouped, load_vocabularies
from workshop_notes.writing import MARK, Lying, held, lying, written_before

Kind = Literal[
    "note", "original", "picture", "vocabulary", "text", "page", "style", "script", "font", "other"
]
CORRECTION = "Correction"
RAW_SUFFIX = RAW_MARKDOWN
TEMPLATE = "TEMPLATE.md"
INBOX = "inbox"
BESIDE = ("vocabularies", INBOX)
IGNORED = ".gitignore"
DERIVED_FILES = re.compile(rf"index\.md|feed(?:-\d+)?\.xml|{re.escape(IGNORED)}|{re.escape(MARK)}")
Read = tuple[Note | None, list[Problem]]


@dataclass(frozen=True, slots=True)
class Place:
    """One row: where a file lies (its folder and name, as patterns) and what it then is.

    A row with `empty` holds for files without content only.
    """

    kind: Kind
    folder: str
    name: str
    empty: bool = False


def _ending(suffixes: tuple[str, ...]) -> str:
    return rf"(?![.~]).+(?i:{'|'.join(map(re.escape, suffixes))})"


_NOTES = rf"notes(?!/(?:{'|'.join(BESIDE)})(?:/|$))(?:/[^./][^/]*)*"
_DOCS = r"docs(?:/[^./][^/]*)*"
PLACES = (
    Place("other", "notes", re.escape(TEMPLATE)),
    Place("other", rf"notes/{INBOX}", r"README\.md"),
    Place("other", rf"(?:{_NOTES}|notes/{INBOX}|{_DOCS})", r"\.(?:git)?keep", empty=True),
    Place("vocabulary", "notes/vocabularies", rf"(?:{'|'.join((*VOCABULARIES, 'names'))})\.yml"),
    Place("original", rf"(?:{_NOTES}|notes/{INBOX}|{_DOCS})", _ending((RAW_SUFFIX,))),
    Place("note", rf"(?=notes/){_NOTES}", r"(?!\.).+\.md"),
    Place("original", rf"(?:{_NOTES}|notes/{INBOX})", _ending(ORIGINAL_SUFFIXES)),
    Place("picture", rf"(?:{_NOTES}|{_DOCS})", _ending(PICTURE_SUFFIXES)),
    Place("page", _DOCS, r"(?!\.).+\.md"),
    Place("style", _DOCS, r"(?!\.).+\.css"),
    Place("script", _DOCS, r"(?!\.).+\.m?js"),
    Place("font", _DOCS, r"(?!\.).+\.(?:woff2?|ttf|otf)"),
    Place("picture", _DOCS, r"(?!\.).+\.ico"),
    Place("original", _DOCS, _ending((".pdf", ".docx", ".odt"))),
    Place("text", "docs", r"CNAME|robots\.txt|_headers|_redirects|\.nojekyll"),
    Place("text", r"docs/\.well-known", r"security\.txt"),
)


@dataclass(frozen=True)
class Collection:
    """Every readable note, sorted by id, with the vocabularies they are tagged from.

    `problems` are those of reading: notes that cannot be read, vocabularies that are broken.
    """

    root: Path
    notes: tuple[Note, ...]
    vocabularies: Vocabularies
    problems: tuple[Problem, ...] = ()
    day: str = ""

    def get(self, identifier: str) -> Note | None:
        return self._by_id.get(identifier)

    def on(self, kind: str, value: str | int) -> tuple[Note, ...]:
        """Give the notes on a `mission` or `theme`, that name a `resolution`, or of a `year`.

        The oldest comes first; here and below, one stands for each workshop.
        """
        return tuple(self._index.get((kind, value), ()))

    @cached_property
    def oldest_first(self) -> tuple[Note, ...]:
        """The notes that stand, in the order of their workshops: by date or year, then id."""
        standing = (note for note in self.notes if note.status != "withdrawn")
        return tuple(
            sorted(standing, key=lambda note: (note.when or note.published or "9999", note.id))
        )

    @cached_property
    def workshops(self) -> tuple[Note, ...]:
        """One note for each workshop, oldest first: a translation goes with what it translates."""
        return tuple(note for note in self.oldest_first if self.workshop(note).id == note.id)

    def workshop(self, note: Note) -> Note:
        """Give the note that stands for a note's workshop: what it translates, if that stands."""
        first = self.get(note.translation_of)
        return note if first is None or first.status == "withdrawn" else first

    def texts(self, notes: Iterable[Note]) -> tuple[Note, ...]:
        """Give notes, each followed by its translations."""
        return tuple(
            text for note in notes for text in (note, *self._translations.get(note.id, ()))
        )

    def in_other_languages(self, note: Note) -> tuple[Note, ...]:
        """Give what there is on the note's workshop in other languages, the first one first."""
        return tuple(one for one in self.texts([self.workshop(note)]) if one.id != note.id)

    @property
    def withdrawn(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.status == "withdrawn")

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have a note, ascending."""
        return tuple(sorted({note.year for note in self.oldest_first if note.year is not None}))

    def neighbours(self, note: Note, mission: str) -> tuple[Note | None, Note | None]:
        """Give the mission's notes before and after this one; None at either end."""
        row = self.on("mission", mission)
        here = [other.id for other in row].index(note.id)
        before = row[here - 1] if here > 0 else None
        return before, row[here + 1] if here + 1 < len(row) else None

    def published(self, today: str, *, drafts: bool = False) -> Collection:
        """Give the collection that readers may see on a day (ISO text).

        Drafts and notes under embargo stay out, unless `drafts` asks for both; withdrawn notes
        stay in, for their tombstones.
        """
        seen = self.only(note for note in self.notes if drafts or is_seen(note, today))
        return replace(seen, day=today)

    def only(self, notes: Iterable[Note]) -> Collection:
        """Give the same collection with these notes alone, and without the others' problems."""
        kept = tuple(notes)
        left_out = {note.shown for note in self.notes} - {note.shown for note in kept}
        problems = tuple(one for one in self.problems if one.path not in left_out)
        return replace(self, notes=kept, problems=problems)

    @cached_property
    def _by_id(self) -> dict[str, Note]:
        return {note.id: note for note in self.notes}

    @cached_property
    def _translations(self) -> dict[str, list[Note]]:
        return grouped((note.translation_of, note) for note in self.oldest_first)

    @cached_property
    def _index(self) -> dict[tuple[str, str | int], list[Note]]:
        kinds = {"mission": "mission", "theme": "themes", "resolution": "resolutions"}
        tagged = (
            ((kind, value), note)
            for note in self.workshops
            for kind, name in kinds.items()
            for value in dict.fromkeys(note.value(name))
        )
        return grouped([*((("year", note.year or 0), note) for note in self.workshops), *tagged])


def kind_of(path: Path, root: Path) -> Kind | None:
    """Give what a file is by its place, or None if nothing knows it there.

    Outside the project a note and an original are told by their names alone.
    """
    if not any(path.is_relative_to(root / name) for name in ("notes", "docs")):
        return "original" if is_original(path) else "note" if path.suffix == ".md" else None
    rows = _rows_of(path, root)
    return next((one.kind for one in rows if not (one.empty and path.stat().st_size)), None)


def is_derived(path: Path, root: Path) -> bool:
    """Say whether a path is where pages and data are derived to, or were by an earlier run."""
    docs = root / "docs"
    if not path.is_relative_to(docs):
        return False
    below = path.relative_to(docs).as_posix()
    return (
        bool(DERIVED_FILES.fullmatch(below))
        or any(f"{below}/".startswith(f"{one}/") for one in derived(root))
        or below in _written_before(docs, lying(docs / MARK))
    )


def ignored(root: Path) -> str:
    """Give the .gitignore of docs/, which names what is derived there, itself included."""
    names = (IGNORED, MARK, "index.md", "feed*.xml", *(f"{one}/" for one in derived(root)))
    return "# Derived from notes/; never committed\n" + "".join(f"/{one}\n" for one in names)


def is_original(path: Path) -> bool:
    """Say whether a file's name is that of a raw note; lock files of word processors are not."""
    return path.name.lower().endswith(ORIGINAL_SUFFIXES) and not path.name.startswith((".", "~"))


def is_note_path(path: Path, root: Path) -> bool:
    """Say whether a path below the project is the place of a tagged note."""
    kinds = (one.kind for one in _rows_of(path, root) if not one.empty)
    return next(kinds, None) == "note"


def everything(folder: Path, root: Path) -> Iterator[tuple[Path, bool]]:
    """Give every file below a folder, sorted, and whether it is a plain file.

    Links are given as they are, never followed; what is derived is passed over, links apart.
    """
    if folder.is_symlink() or not folder.is_dir():
        if folder.is_symlink():
            yield folder, False
        return
    written = folder.is_relative_to(root / "docs")
    for name, kind in held(f"{folder}/"):
        path = folder / name
        if written and kind != "link" and is_derived(path, root):
            continue
        if kind == "folder":
            yield from everything(path, root)
        else:
            yield path, kind == "file"


def load_collection(
    root: Path,
    read: Callable[[list[Path]], Iterable[Read]] | None = None,
    known: Callable[[Path, Path], tuple[Vocabularies, list[Problem]]] | None = None,
) -> Collection:
    """Read every tagged note below `root/notes` and the vocabularies.

    `read` gives what `read_note` gives for each of some files, `known` what `load_vocabularies`
    gives, from their memory perhaps.
    """
    known = known or load_vocabularies
    vocabularies, problems = known(root / "notes" / "vocabularies", root)
    notes = []
    paths = note_paths(root)
    for note, found in read(paths) if read else (read_note(path, root) for path in paths):
        problems.extend(found)
        if note:
            notes.append(note)
    return Collection(root, tuple(notes), vocabularies, tuple(problems))


def note_paths(root: Path) -> list[Path]:
    """List the files that are tagged notes, sorted: Markdown below notes/, raw originals aside.

    A link is no note, wherever it leads: the check says so.
    """
    folder = root / "notes"
    return [path for path, plain in everything(folder, root) if plain and is_note_path(path, root)]


def shown_path(path: Path, root: Path) -> str:
    """Give the path as problems show it: relative to the project where it lies inside."""
    absolute = Path(os.path.abspath(path))
    if absolute.is_relative_to(root):
        return absolute.relative_to(root).as_posix()
    return path.as_posix()


def is_seen(note: Note, today: str) -> bool:
    """Say whether readers see something at the note's address on a day: it, or its tombstone."""
    if note.status == "withdrawn":
        return True
    return note.status == "published" and not (note.embargo and note.embargo > today)


def _rows_of(path: Path, root: Path) -> Iterator[Place]:
    rows = _rows_in(path.parent, root)
    return (one for one in rows if re.fullmatch(one.name, path.name))


@cache
def _rows_in(folder: Path, root: Path) -> list[Place]:
    name = folder.relative_to(root).as_posix()
    return [one for one in PLACES if re.fullmatch(one.folder, name)]


@lru_cache(maxsize=8)
def _written_before(docs: Path, _lies: Lying) -> frozenset[str]:
    return written_before(docs) or frozenset()


def corrections(root: Path) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Read the corrections of notes from the project's history, the newest first.

    A correction is a commit that changes a note and ends in a line `Correction: what readers should
    know`; no other part of a commit is shown. By a note's id stand commit, date and text; without
    a history there are none.
    """
    if not (root / ".git").exists():
        return {}
    show = f"--format=%x00%H%x01%cs%x01%(trailers:key={CORRECTION},valueonly,unfold)%x01"
    log = git(root, "log", show, "--name-only", f"--grep=^{CORRECTION}:", "--", "notes")
    commits = (commit.split("\x01", 3) for commit in log.split("\0")[1:])
    found = grouped(
        (name.removeprefix("notes/").removesuffix(".md"), (commit, date, " ".join(text.split())))
        for commit, date, text, names in commits
        for name in names.split("\n")
        if text.strip() and name.startswith("notes/") and name.endswith(".md")
    )
    return {identifier: tuple(rows) for identifier, rows in found.items()}
