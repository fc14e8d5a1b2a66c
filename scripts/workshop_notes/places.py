"""What may lie under notes/ and docs/, as one table: a file that fits no row is an error."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workshop_notes.formats.table import ORIGINAL_SUFFIXES, PICTURE_SUFFIXES, RAW_MARKDOWN
from workshop_notes.schema import VOCABULARIES
from workshop_notes.settings import derived

Kind = Literal[
    "note", "original", "picture", "vocabulary", "text", "page", "style", "script", "font", "other"
]

RAW_SUFFIX = RAW_MARKDOWN
TEMPLATE = "TEMPLATE.md"
INBOX = "inbox"
BESIDE = ("vocabularies", INBOX)
DERIVED_FILES = re.compile(r"index\.md|feed(?:-\d+)?\.xml")


@dataclass(frozen=True, slots=True)
class Place:
    """One row: where a file lies (its folder and name, as patterns) and what it then is.

    A row with `empty` holds for files without content only.
    """

    kind: Kind
    folder: str
    name: str
    empty: bool = False

    def holds(self, folder: str, name: str) -> bool:
        """Say whether the row is that of a file."""
        return bool(re.fullmatch(self.folder, folder) and re.fullmatch(self.name, name))


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
    Place("other", "docs", r"\.gitignore|\.workshop-notes"),
)


def kind_of(path: Path, root: Path) -> Kind | None:
    """Give what a file is by its place, or None if nothing knows it there.

    Outside the project a note and an original are told by their names alone.
    """
    if not any(path.is_relative_to(root / name) for name in ("notes", "docs")):
        return "original" if is_original(path) else "note" if path.suffix == ".md" else None
    folder, name = _split(path, root)
    for place in PLACES:
        if place.holds(folder, name) and not (place.empty and path.stat().st_size):
            return place.kind
    return None


def is_derived(path: Path, root: Path) -> bool:
    """Say whether a path is where pages and data are derived to."""
    docs = root / "docs"
    if not path.is_relative_to(docs):
        return False
    below = path.relative_to(docs).as_posix()
    return bool(DERIVED_FILES.fullmatch(below)) or any(
        f"{below}/".startswith(f"{one}/") for one in derived(root)
    )


def is_original(path: Path) -> bool:
    """Say whether a file's name is that of a raw note; lock files of word processors are not."""
    return path.name.lower().endswith(ORIGINAL_SUFFIXES) and not path.name.startswith((".", "~"))


def is_note_path(path: Path, root: Path) -> bool:
    """Say whether a path below the project is the place of a tagged note."""
    folder, name = _split(path, root)
    kinds = (one.kind for one in PLACES if one.holds(folder, name) and not one.empty)
    return next(kinds, None) == "note"


def everything(folder: Path, root: Path) -> Iterator[tuple[Path, bool]]:
    """Give every file below a folder, sorted, and whether it is a plain file.

    Links are given as they are, never followed; what is derived is passed over, links apart.
    """
    if folder.is_symlink() or not folder.is_dir():
        if folder.is_symlink():
            yield folder, False
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = folder / entry.name
        mode = entry.stat(follow_symlinks=False).st_mode
        if is_derived(path, root) and not stat.S_ISLNK(mode):
            continue
        if stat.S_ISDIR(mode):
            yield from everything(path, root)
        else:
            yield path, stat.S_ISREG(mode)


def _split(path: Path, root: Path) -> tuple[str, str]:
    return path.parent.relative_to(root).as_posix(), path.name
