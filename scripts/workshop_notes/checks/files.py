"""Rules for files as such: each is known by its place, plain, and no link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from workshop_notes.collection import shown_path
from workshop_notes.places import kind_of
from workshop_notes.problem import Problem

_WAYS_OUT = (
    (r"~\$.*|\.~lock\..*#?", "close the document in its word processor, then remove this lock"),
    (
        r"\..*|.*~|#.*#|.*\.(?:orig|rej|bak|sw[op])",
        "remove it: hidden files and spare copies are not read",
    ),
    (r"(?i).*\.(?:docm|dotx?|pages|wps)", "save it as .docx, and remove this one"),
    (r"(?i).*\.(?:eml|msg|xlsx?|ods|csv|tsv|zip|7z|pptx?|odp)", "take it out of the project"),
    (r"(?i).*\.(?:html?|markdown)", "write the page in Markdown, and name it NAME.md"),
    (r"(?i).*\.md", "move a note to notes/YEAR/; name a raw note NAME.original.md"),
)


def unknown_file(path: Path, plain: bool, root: Path) -> Iterator[Problem]:
    """Every file under notes/ and docs/ is of a kind that is checked.

    Bad: `notes/2031/participants.csv`, `notes/2031/~$zuma.docx`, `docs/page.html`
    Good: `notes/2031/zuma.docx`, `docs/about.md`, `docs/assets/site.css`
    """
    if path.is_symlink() or (plain and kind_of(path, root)):
        return
    message = "no check knows this kind of file at this place" if plain else "this is no plain file"
    ways = (way for pattern, way in _WAYS_OUT if re.fullmatch(pattern, path.name))
    fix = next(ways, "move it out of notes/ and docs/")
    yield Problem(shown_path(path, root), 1, 1, "unknown-file", message, fix)


def linked_file(path: Path, plain: bool, root: Path) -> Iterator[Problem]:
    """No file or folder is a link: it would publish what lies elsewhere.

    Bad: `docs/draft.md` as a symbolic link to `notes/2031/draft.md`
    Good: a file of its own
    """
    if not plain and path.is_symlink():
        message, fix = "this is a symbolic link", "put the file itself here, or remove the link"
        yield Problem(shown_path(path, root), 1, 1, "linked-file", message, fix)


ALL = (unknown_file, linked_file)


def judge_files(files: list[tuple[Path, bool]], root: Path) -> Iterator[Problem]:
    """Give the problems of files, each with whether it is a plain one."""
    for path, plain in files:
        for rule in ALL:
            yield from rule(path, plain, root)
