"""Note: a tagged note as values, its front matter read with line numbers, written canonically."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from dataclasses import fields as parts
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml

from workshop_notes.bounded import (
    Loader,
    Position,
    UnreadError,
    merged,
    place,
    read_text,
    read_yaml,
)
from workshop_notes.fields import SHAPES, Field, WrongShapeError, read_fields, table, text_of
from workshop_notes.problem import Level, Problem

Status = Literal["draft", "published", "withdrawn"]
STATUSES: tuple[Status, ...] = ("draft", "published", "withdrawn")
FENCE = "---"
_READ = "_read"  # the attribute that reads what is not held
_READ_AGAIN = ("body", "positions")


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Speaker:
    """A named speaker whose consent is on record, with the reason the name may be shown."""

    name: str
    reason: str


@dataclass(frozen=True)
class Waiver:
    """A passage of the note that may stand as it is, with the reason why it identifies nobody."""

    text: str
    reason: str


@dataclass(frozen=True)
class Note:
    """A tagged note.

    Lists are tuples of vocabulary ids in the editor's order; dates are ISO text (`date` may be a
    range `first/last`); `body` is the Markdown after the front matter and begins at `body_line` of
    the file, whose SHA-256 is its `content` where that is known; the body has so many `letters`.
    `others` holds the fields of the table that have no attribute here. `shown` is the
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
    body: str = field(default_factory=str)  # which leaves no value of the class in its place
    body_line: int = field(default=1, compare=False)
    letters: int = field(default=0, compare=False, repr=False)
    content: str = field(default="", compare=False, repr=False)
    shown: str = field(default="", compare=False)
    positions: Mapping[str, Position] = field(default_factory=lambda: {"": (1, 1)}, compare=False)

    @property
    def when(self) -> str:
        """The day of the workshop or, without one, its year; "" for neither."""
        return self.date or str(self.year or "")

    @property
    def beside(self) -> Path | None:
        """The place of its original, which may be withheld."""
        name = Path(self.original.file).name if self.original else ""
        return self.path.with_name(name) if name else None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Give the body or the positions, which are read when they are asked for."""
            if name not in _READ_AGAIN or _READ not in vars(self):
                raise AttributeError(name)
            return vars(self)[_READ](self, name)

    def __getstate__(self) -> dict[str, Any]:
        """Give what is sent to another process, with all that is read when it is asked for."""
        state = vars(self).copy()
        again = {name: getattr(self, name) for name in _READ_AGAIN if state.get(_READ)}
        return {name: value for name, value in state.items() if name != _READ} | again

    def state(self) -> dict[str, Any]:
        """Give what is remembered of a note: neither what is read again, nor its path, nor what is
        empty."""
        own = vars(self).items()
        return {
            name: value for name, value in own if name not in _APART and value != _NONE.get(name)
        }

    @staticmethod
    def of(values: Mapping[str, Any]) -> Note:
        """Give the note that has these values; `replace` takes ten times as long."""
        made = object.__new__(Note)
        object.__setattr__(made, "__dict__", values)
        return made

    def whole(self) -> Note:
        """Give the note with its body, for who asks often."""
        return self if "body" in vars(self) else Note.of({**vars(self), "body": self.body})

    def value(self, name: str) -> Any:
        """Give the value of a field of the table, "" or () where it is empty."""
        return self.others.get(name, "") if name not in ATTRIBUTES else getattr(self, name)

    def texts(self, name: str) -> list[str]:
        """Give the value of a field as texts, none for an empty one."""
        value = self.value(name)
        return [str(one) for one in (value if isinstance(value, tuple) else [value]) if one]

    def at(self, name: str) -> Position:
        """Give the (line, column) of a field or item, or of the note's start if it is absent."""
        return self.positions.get(name, (1, 1))

    def problem(
        self, name: str, code: str, message: str, fix: str, level: Level = "error"
    ) -> Problem:
        """Give a problem of a field or item, or of the whole note if it is absent."""
        return Problem(self.shown, *self.at(name), code, message, fix, level)


ATTRIBUTES = frozenset(Note.__dataclass_fields__)
_APART = (*_READ_AGAIN, "path")
_NONE = {one.name: one.default for one in parts(Note)}
# Of each shape whose items have a reason: what they become, and an example.
WITH_REASONS: dict[str, tuple[type[Speaker | Waiver], str]] = {
    "speakers": (
        Speaker,
        "[{name: …, reason: announced as opening speaker in the public invitation}]",
    ),
    "waivers": (Waiver, '[{text: "…", reason: a public statement of 3 March 2020}]'),
}


def with_values(note: Note, values: Mapping[str, Any]) -> Note:
    """Give the note with these fields set, those without an attribute among its `others`."""
    own = {name: value for name, value in values.items() if name in ATTRIBUTES}
    more = {name: value for name, value in values.items() if name not in ATTRIBUTES}
    others = {**note.others, **more} if more else note.others
    return replace(note, **own, others=others)


def without_leading_title(note: Note) -> str:
    """Give the body without its first-level heading, which repeats the title."""
    body = note.body.lstrip("\n")
    first, _, rest = body.partition("\n")
    return rest.lstrip("\n") if first.startswith("# ") else body


def slug(text: str) -> str:
    """Give an address of small letters, digits and hyphens: `Côte d'Ivoire` → `cote-d-ivoire`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def read_note(
    path: Path, root: Path, data: bytes | None = None
) -> tuple[Note | None, list[Problem]]:
    """Read a tagged note from its file under `root/notes`.

    `data` is the file's content where it was read already. Returns the note, or None when there is
    nothing to read fields from, and every problem of encoding, fence, YAML and shape, each at its
    line and column. Problems of meaning (unknown terms, impossible dates) are the checks' business.
    """
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    try:
        text = read_text(path, shown, "split the note, or ingest its original anew", data=data)
    except UnreadError as error:
        return None, [error.problem]
    notes = root / "notes"
    inside = path.is_relative_to(notes)
    name = path.relative_to(notes).with_suffix("").as_posix() if inside else path.stem
    return parse_note(text, name, path, shown)


def parse_note(text: str, name: str, path: Path, shown: str) -> tuple[Note | None, list[Problem]]:
    """Read a tagged note from `text`; `shown` is the path that problems name."""
    code, fix = "bad-front-matter", "write one `field: value` a line between the two `---` lines"
    quoted = 'write `field: value`; put a value with a colon, quote or # in "double quotes"'
    try:
        front, body, body_line = _split(merged(text, shown), shown)
        root = read_yaml(front, shown, code, "front matter", quoted) or yaml.MappingNode("map", [])
    except UnreadError as error:
        return None, [error.problem]
    if not isinstance(root, yaml.MappingNode):
        return None, [Problem(shown, 2, 1, code, "front matter has no fields", fix)]
    values, positions, problems = read_fields(root, table(), shown, SHAPED)
    note = Note(name, path, body=body, body_line=body_line, shown=shown, positions=positions)
    return replace(with_values(note, values), letters=len(body)), problems


def body_of(text: str, shown: str) -> str:
    """Give the body of a note's file that can be read."""
    return _split(merged(text, shown), shown)[1]


def write_note(note: Note) -> str:
    """Write a note canonically: fields in the contract's order, empty ones left out, then the body.

    `parse_note(write_note(note))` gives the same note.
    """
    lines = filter(None, (write_field(note, name) for name in table()))
    body = note.body.strip("\n")
    return "\n".join((FENCE, *lines, FENCE, "")) + (f"\n{body}\n" if body else "")


def write_field(note: Note, name: str) -> str:
    """Give the line of a field as `write_note` writes it, "" for an empty one."""
    value = note.value(name)
    return "" if value in ("", (), None, False) else f"{name}: {written(table()[name], value)}"


def written(field: Field, value: Any) -> str:
    """Give the value of a field as YAML."""
    if isinstance(value, tuple):
        return f"[{', '.join(written(field, item) for item in value)}]"
    plain = "plain" in SHAPES[field.shape]
    if is_dataclass(value):
        pairs = ((part.name, str(getattr(value, part.name))) for part in parts(value))
        shown = [f"{name}: {_scalar(text, number=plain)}" for name, text in pairs if text]
        return f"{{{', '.join(shown)}}}"
    return "true" if value is True else _scalar(str(value), number=plain)


def _split(text: str, shown: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if not text.strip():
        fix = "copy notes/TEMPLATE.md, or run `notes ingest` on the original"
        raise UnreadError(Problem(shown, 1, 1, "empty-file", "the file is empty", fix))
    if lines[0].rstrip() != FENCE:
        fix = "begin the file with a `---` line, the fields and a second `---` line; a raw note "
        fix += "that ends in .md is named NAME.original.md and goes through `notes ingest`"
        message = "front matter is missing"
        raise UnreadError(Problem(shown, 1, 1, "no-front-matter", message, fix))
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            # One blank line stands for the fence, so that yaml's line numbers are the file's.
            front = "\n" + "\n".join(lines[1 : number - 1]) + "\n"
            return front, "\n".join(lines[number:]), number + 1
    fix = "close it with a line of three hyphens before the text"
    message = "front matter is not closed"
    raise UnreadError(Problem(shown, len(lines), 1, "no-front-matter", message, fix))


def _mapping(node: yaml.Node, keys: tuple[str, ...], example: str) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        raise WrongShapeError(node, "is not a set of fields", f"write {example}")
    found = {str(key.value): text_of(value) for key, value in node.value}
    unknown = [key for key in found if key not in keys]
    if unknown:
        raise WrongShapeError(node, f"has an unknown field '{unknown[0]}'", f"write {example}")
    return found


def _read_original(_one: Field, node: yaml.Node, _places: dict[str, Position]) -> Original:
    example = "{file: zuma.docx, sha256: …, words: 690, left_out: 12}"
    found = _mapping(node, tuple(part.name for part in parts(Original)), example)
    values: dict[str, Any] = {"file": "", "sha256": "", "words": "0", "left_out": "0", **found}
    for key in ("words", "left_out"):
        if not re.fullmatch("[0-9]+", values[key]):
            raise WrongShapeError(node, f"has '{key}' that is not a number", f"write {example}")
        values[key] = int(values[key])
    return Original(**values)


def _with_reasons(
    one: Field, node: yaml.Node, places: dict[str, Position]
) -> tuple[Speaker | Waiver, ...]:
    make, example = WITH_REASONS[one.shape]
    keys = tuple(part.name for part in parts(make))
    if not isinstance(node, yaml.SequenceNode):
        raise WrongShapeError(node, "is not a list", f"write {example}")
    made = []
    for index, item in enumerate(node.value):
        found = _mapping(item, keys, example)
        if not all(map(found.get, keys)):
            raise WrongShapeError(item, f"needs a {' and a '.join(keys)}", f"write {example}")
        places[f"{one.name}.{index}"] = place(item)
        made.append(make(**found))
    return tuple(made)


@lru_cache(maxsize=4096)
def _scalar(text: str, *, number: bool = False) -> str:
    """Write a value plain where every YAML reader takes it as the same text, else quoted."""
    if number and re.fullmatch(r"[0-9a-f/-]+", text):
        return text
    plain = re.fullmatch(r"[^\W_][\w .;()/’'’“”!?+–—-]*", text) and not text.endswith(" ")
    if plain and "  " not in text and isinstance(yaml.load(text, Loader=Loader), str):
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda c: f"\\u{ord(c[0]):04x}", escaped)


SHAPED = {"original": _read_original, "speakers": _with_reasons, "waivers": _with_reasons}
