"""Note: a tagged note, as values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from workshop_notes.problem import Level, Problem

Status = Literal["draft", "published", "withdrawn"]
Position = tuple[int, int]

STATUSES: tuple[Status, ...] = ("draft", "published", "withdrawn")
_START = MappingProxyType({"": (1, 1)})


@dataclass(frozen=True, slots=True)
class Original:
    """The raw note as received: its file name, SHA-256, and the words of the loss account.

    `draft` is the SHA-256 of the note as `ingest` wrote it: while it still fits, no editor has
    touched the note.
    """

    file: str
    sha256: str
    words: int
    left_out: int
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A named speaker whose consent is on record, with the reason the name may be shown."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A passage of the note that may stand as it is, with the reason why it identifies nobody."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A tagged note.

    Lists are tuples of vocabulary ids in the editor's order; dates are ISO text (`date` may be a
    range `first/last`); `body` is the Markdown after the front matter and begins at `body_line` of
    the file. `others` holds the fields of the table that have no attribute here. `shown` is the
    path that problems name; `positions` maps a field, or a list's item as `themes.1`, to (line,
    column).
    """

    id: str
    path: Path
    title: str = ""
    mission: tuple[str, ...] = ()
    year: int | None = None
    date: str = ""
    published: str = ""
    themes: tuple[str, ...] = ()
    series: str = ""
    event: str = ""
    format: str = ""
    organizers: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    language: str = "en"
    rule: str = ""
    rule_reason: str = ""
    summary: str = ""
    abstract: bool = False
    translation_of: str = ""
    source_url: str = ""
    original: Original | None = None
    speakers: tuple[Speaker, ...] = ()
    public: tuple[Waiver, ...] = ()
    embargo: str = ""
    was: tuple[str, ...] = ()
    withdrawn: str = ""
    status: Status = "draft"
    others: Mapping[str, Any] = field(default_factory=dict, hash=False)
    body: str = ""
    body_line: int = field(default=1, compare=False)
    shown: str = field(default="", compare=False)
    positions: Mapping[str, Position] = field(default_factory=lambda: _START, compare=False)

    def value(self, name: str) -> Any:
        """Give the value of a field of the table, "" or () where it is empty."""
        return self.others.get(name, "") if name not in ATTRIBUTES else getattr(self, name)

    def at(self, name: str) -> Position:
        """Give the (line, column) of a field or item, or of the note's start if it is absent."""
        return self.positions.get(name, (1, 1))

    def problem(
        self, name: str, code: str, message: str, fix: str, level: Level = "error"
    ) -> Problem:
        """Give a problem of a field or item, or of the whole note if it is absent."""
        return Problem(self.shown, *self.at(name), code, message, fix, level)


ATTRIBUTES = frozenset(Note.__dataclass_fields__)


def with_values(note: Note, values: Mapping[str, Any]) -> Note:
    """Give the note with these fields set, those without an attribute among its `others`."""
    own = {name: value for name, value in values.items() if name in ATTRIBUTES}
    more = {name: value for name, value in values.items() if name not in ATTRIBUTES}
    others = {**note.others, **more} if more else note.others
    return replace(note, **own, others=others)


def note_id(path: Path, notes: Path) -> str:
    """Give the id of the note at `path`: its path below `notes/` without suffix, `2020/minusma`."""
    return path.relative_to(notes).with_suffix("").as_posix()


def without_leading_title(note: Note) -> str:
    """Give the body without its first-level heading, which repeats the title."""
    body = note.body.lstrip("\n")
    first, _, rest = body.partition("\n")
    return rest.lstrip("\n") if first.startswith("# ") else body


def slug(text: str) -> str:
    """Give an address of small letters, digits and hyphens: `Côte d'Ivoire` → `cote-d-ivoire`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
