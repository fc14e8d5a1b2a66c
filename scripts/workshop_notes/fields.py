"""Fields: what a note's field, or that of a vocabulary's entry, may hold, and how it is read.

Those of notes are a table, fields.yml, those of vocabularies another; shapes of values a third."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import yaml

from workshop_notes.bounded import Position, place, read_own
from workshop_notes.problem import Problem, meant, nearest

PATH = Path(__file__).with_name("fields.yml")
SHAPES: Mapping[str, Mapping[str, Any]] = read_own(PATH.with_name("field_shapes.yml"))


class WrongShapeError(Exception):
    """A value is not of its field's shape; `fix` says what to do at the node."""

    def __init__(self, node: yaml.Node, message: str, fix: str) -> None:
        super().__init__(message)
        self.node = node
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a note or entry; fields.yml and vocabulary.yml say what each property means."""

    name: str
    shape: str = "text"
    label: Mapping[str, str] = field(default_factory=dict)
    noun: str = ""
    vocabulary: str = ""
    values: tuple[str, ...] = ()
    form: str = ""
    asks: str = ""
    after: str = ""
    names: bool = False
    read: bool = False
    export: str = ""
    search: str = ""
    required: bool = False
    seldom: bool = False
    blank: str = ""
    example: str = ""
    help: str = ""

    @property
    def is_told(self) -> bool:
        """Say whether it is free text that is no name of the entry."""
        free = not (self.names or self.form or self.values or self.vocabulary)
        return free and self.shape == "text"

    @property
    def is_list(self) -> bool:
        """Say whether the value is a list of texts."""
        return bool(SHAPES[self.shape].get("list"))

    def labelled(self, language: str) -> str:
        """Give what readers see, in English where the language has no label."""
        return self.label.get(language) or self.label.get("en") or self.name

    def wrong(self, text: str) -> tuple[str, str, str] | None:
        """Give the code of what is wrong with a text of the value, what it is and what to do."""
        if self.shape in FORMS and not FORMS[self.shape](text):
            said = f"'{text}' is not a {'day' if self.shape == 'day' else 'date'}"
            return "impossible-date", said, SHAPES[self.shape]["form"]
        first, _, last = text.partition("/") if self.shape == "date" else ("", "", "")
        if last and first > last:
            said = f"the range '{text}' ends before it begins"
            return "impossible-date", said, "write the earlier day first"
        if self.shape == "address" and not is_web_address(text):
            fix = "write the whole address, beginning with https://"
            return "bad-address", f"'{text}' is not a web address", fix
        if self.values and text not in self.values:
            near = nearest(text, list(self.values))
            fix = f"did you mean '{near}'? Else write " if near else "write "
            fix += f"one of {', '.join(self.values)}, or leave the field out"
            return "unknown-value", f"unknown {self.noun or self.name} '{text}'", fix
        if self.form and not re.fullmatch(self.form, text):
            fix = self.asks or "letters, digits and hyphens"
            return "wrong-form", f"'{self.name}' is '{text}'", f"write {fix}"
        return None

    def schema(self, identifiers: Sequence[str], text: object) -> dict[str, Any]:
        """Give the JSON Schema of the value; `identifiers` are those of its vocabulary."""
        value: dict[str, Any] = {"type": text}
        if self.values or identifiers:
            value = {"enum": [*self.values, *identifiers]}
            value["enum"] += [int(one) for one in identifiers if one.isdigit()]
        elif self.form:
            value["pattern"] = f"^(?:{self.form})$"
        if self.shape == "numbers":
            # A number that no list has yet is a number all the same.
            value = {"anyOf": [value, {"type": "integer"}]}
        if self.is_list:
            value = {"type": "array", "items": value, "uniqueItems": True}
        return {"description": self.help, **SHAPES[self.shape].get("json", value)}


def schema(
    title: str,
    known: Mapping[str, Field],
    identifiers: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    text: object = "string",
) -> dict[str, Any]:
    """Give the JSON Schema of an object of fields, by which editors complete and check YAML.

    `identifiers` are the ids of each vocabulary, `needed` the fields that must be there; `text` is
    the type of what is no number, list or choice.
    """
    properties = {
        one.name: one.schema(identifiers.get(one.vocabulary, ()), text) for one in known.values()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "required": list(needed),
        "properties": properties,
    }


def table(path: Path | None = None) -> Mapping[str, Field]:
    """Give the fields of notes by name, in the front matter's order.

    Raises ValueError, with the row, for one without a name, of an unknown shape or property.
    """
    return _table(path or PATH)


def read_from_texts() -> tuple[str, ...]:
    """Give the names of the fields that intake proposes, in the front matter's order."""
    return tuple(one.name for one in table().values() if one.read)


def required(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the names of the fields that every note needs.

    `settings` is what mkdocs.yml holds: its `extra.workshop_notes.required`, a list of names,
    replaces what the table says.
    """
    own = (settings.get("extra") or {}).get("workshop_notes") or {}
    listed = own.get("required") if isinstance(own, Mapping) else None
    if isinstance(listed, list):
        return tuple(name for name in table() if name in map(str, listed))
    return tuple(one.name for one in table().values() if one.required)


def rows(read: Sequence[Mapping[str, Any]], place: str) -> Mapping[str, Field]:
    """Give the fields of a table by name; raises ValueError, with place and row."""
    found: dict[str, Field] = {}
    for number, row in enumerate(read, 1):
        here = f"{place}: row {number}"
        if not isinstance(row, dict) or not row.get("name"):
            raise ValueError(f"{here}: a field needs a name")
        if unknown := sorted(set(row) - set(Field.__dataclass_fields__)):
            raise ValueError(f"{here}: '{unknown[0]}' is no property of a field")
        one = Field(**{**row, "values": tuple(row.get("values", ()))})
        if one.shape not in SHAPES:
            raise ValueError(f"{here}: the shape is one of {' '.join(SHAPES)}")
        if one.name in found:
            raise ValueError(f"{here}: '{one.name}' stands twice")
        found[one.name] = one
    return MappingProxyType(found)


def read_fields(
    node: yaml.MappingNode,
    known: Mapping[str, Field],
    shown: str,
    others: Mapping[str, Callable[[Field, yaml.Node, dict[str, Position]], Any]],
) -> tuple[dict[str, Any], dict[str, Position], list[Problem]]:
    """Read the fields of a note or an entry: values, places by names like `themes.1`, problems.

    `shown` is the path that problems name; `others` read the values of shapes that are no text,
    number or list.
    """
    values: dict[str, Any] = {}
    places: dict[str, Position] = {}
    problems: list[Problem] = []

    def say(at: Position, code: str, message: str, fix: str) -> None:
        problems.append(Problem(shown, *at, code, message, fix))

    for key, inner in node.value:
        name, at = str(key.value) if isinstance(key, yaml.ScalarNode) else "", place(key)
        if name in places:
            message = f"field '{name}' stands twice, first on line {places[name][0]}"
            say(at, "duplicate-field", message, "keep one of the two")
            continue
        places[name] = at
        if name not in known:
            fix = meant(name, list(known), f"the fields are {', '.join(known)}")
            say(at, "unknown-field", f"unknown field '{name}'", fix)
            continue
        try:
            read = others.get(known[name].shape, _value)
            values[name] = read(known[name], inner, places)
        except WrongShapeError as wrong:
            say(place(wrong.node), "wrong-shape", f"field '{name}' {wrong}", wrong.fix)
    return values, places, problems


def text_of(node: yaml.Node) -> str:
    """Give a value as text in one line; "" for none. Raises WrongShapeError for several."""
    if not isinstance(node, yaml.ScalarNode):
        fix = 'write one value; put text with a colon or brackets in "double quotes"'
        raise WrongShapeError(node, "is not text", fix)
    if node.value in ("~", "null") and node.style is None:
        return ""
    return unicodedata.normalize("NFC", " ".join(str(node.value).split()))


@lru_cache(maxsize=20_000)
def first_day(text: str) -> date | None:
    """Give the first day of a day, month or year (ISO text); None where the calendar has none."""
    try:
        return date.fromisoformat("-".join([*text.split("-"), "01", "01"][:3]))
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, written YYYY-MM-DD."""
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and first_day(text))


def is_partial_date(text: str) -> bool:
    """Say whether a text is a year, a month of one, or a day."""
    return is_day(text) or bool(re.fullmatch(r"[0-9]{4}(?:-(0[1-9]|1[0-2]))?", text))


def is_web_address(text: str) -> bool:
    """Say whether a text is a whole web address that holds no name and password."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username


def _are_days(text: str) -> bool:
    days = text.split("/")
    return len(days) <= 2 and all(map(is_day, days))


# What the text of a shape must be.
FORMS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"date": _are_days, "partial-date": is_partial_date, "day": is_day}
)


@lru_cache(maxsize=4)
def _table(path: Path) -> Mapping[str, Field]:
    return rows(read_own(path), path.name)


def _value(one: Field, node: yaml.Node, places: dict[str, Position]) -> Any:
    if one.is_list:
        return _texts(one.name, node, places)
    text = text_of(node)
    places[one.name] = place(node)
    if one.shape == "year":
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}", text):
            raise WrongShapeError(node, f"is '{text}', not a year", "write four digits, like 2020")
        return int(text)
    if one.shape == "flag":
        if text.lower() not in ("true", "false"):
            raise WrongShapeError(node, f"is '{text}'", "write true, or leave the field out")
        return text.lower() == "true"
    if one.shape == "status" and text not in one.values:
        raise WrongShapeError(node, f"is '{text}'", f"write one of {', '.join(one.values)}")
    return text


def _texts(name: str, node: yaml.Node, places: dict[str, Position]) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        value = node.value if isinstance(node, yaml.ScalarNode) else "…"
        raise WrongShapeError(node, "is not a list", f"write [{value}], also for a single entry")
    for index, item in enumerate(node.value):
        places[f"{name}.{index}"] = place(item)
    return tuple(map(text_of, node.value))
