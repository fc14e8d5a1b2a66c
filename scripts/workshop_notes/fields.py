"""Fields: the one table of a note's front matter, fields.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workshop_notes.bounded import read_own

PATH = Path(__file__).with_name("fields.yml")
SHAPES: Mapping[str, Mapping[str, Any]] = read_own(PATH.with_name("field_shapes.yml"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a note; fields.yml says what each property means."""

    name: str
    shape: str
    label: Mapping[str, str] = field(default_factory=dict)
    noun: str = ""
    vocabulary: str = ""
    values: tuple[str, ...] = ()
    read: bool = False
    export: str = ""
    search: bool = False
    required: bool = False
    seldom: bool = False
    blank: str = ""
    example: str = ""
    help: str = ""

    @property
    def is_list(self) -> bool:
        """Say whether the value is a list of texts."""
        return bool(SHAPES[self.shape].get("list"))

    def labelled(self, language: str) -> str:
        """Give what readers see, in English where the language has no label."""
        return self.label.get(language) or self.label.get("en") or self.name


def table(path: Path | None = None) -> Mapping[str, Field]:
    """Give the fields by name, in the front matter's order.

    Raises ValueError, with the row, for one without a name, of an unknown shape or property.
    """
    return _table(path or PATH)


def names() -> tuple[str, ...]:
    """Give the fields' names, in the front matter's order."""
    return tuple(table())


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
        return tuple(name for name in names() if name in map(str, listed))
    return tuple(one.name for one in table().values() if one.required)


@lru_cache(maxsize=4)
def _table(path: Path) -> Mapping[str, Field]:
    rows = read_own(path)
    found: dict[str, Field] = {}
    for number, row in enumerate(rows, 1):
        one = _field(row, f"{path.name}: row {number}")
        if one.name in found:
            raise ValueError(f"{path.name}: row {number}: '{one.name}' stands twice")
        found[one.name] = one
    return MappingProxyType(found)


def _field(row: Mapping[str, Any], place: str) -> Field:
    if not isinstance(row, dict) or not row.get("name"):
        raise ValueError(f"{place}: a field needs a name")
    unknown = sorted(set(row) - set(Field.__dataclass_fields__))
    if unknown:
        raise ValueError(f"{place}: '{unknown[0]}' is no property of a field")
    if row.get("shape") not in SHAPES:
        raise ValueError(f"{place}: the shape is one of {' '.join(SHAPES)}")
    return Field(**{**row, "values": tuple(row.get("values", ()))})
