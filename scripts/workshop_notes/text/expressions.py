"""Expressions: what a language says, kept in YAML beside the code that reads it.

A file maps a section's name to its entries. An entry has `find`, a regular expression of whole
words in which a space stands for white space (` ?` for perhaps none); `matches`, a line in which it
must be found; and `ignores`, one in which it must not. `{name}` stands for any entry of an earlier
section, `{file.name}` of one in another file beside it, `{WEEKDAY}` and `{MONTH}` for the names of
days and months. Further keys are facts for the code that reads the section; `case` minds capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from workshop_notes.text.folding import same_length
from workshop_notes.text.languages import month_numbers, one_of, weekday_numbers
from workshop_notes.text.sieve import Pattern

# The loader in C reads a file ten times as fast.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KEYS = ("find", "matches", "ignores")
_SPACES = re.compile(r"\[(?:\\.|[^\]])*\]|\(\?<[=!][^)]*\)| [?*]?")
_WHITE = {" ": r"\s+", " ?": r"\s*", " *": r"\s*"}
_PAUSES = ",;:"
_NAME = re.compile(
    r"\{(?:(?P<calendar>WEEKDAY|MONTH)|(?:(?P<file>[a-z]+)\.)?(?P<name>[a-z][a-z-]*))\}"
)


@dataclass(frozen=True)
class Expression:
    """One entry: its pattern as typed, its two examples, its facts, and its line in the file."""

    find: str
    matches: str
    ignores: str
    facts: Mapping[str, Any]
    line: int

    @cached_property
    def compiled(self) -> Pattern:
        """Give its pattern, compiled once."""
        return self.pattern()

    def pattern(self, *, case: bool = False) -> Pattern:
        """Compile it; `case`, asked for or among the entry's facts, minds capitals."""
        return Pattern(_flagged(self, case), re.MULTILINE)


@lru_cache(maxsize=64)
def sections(path: Path) -> Mapping[str, tuple[Expression, ...]]:
    """Read a file of expressions.

    Raises ValueError, with file and line, where an entry lacks `find` or one of its examples.
    """
    loader = LOADER(path.read_text(encoding="utf-8"))
    root = loader.get_single_node()
    if not isinstance(root, yaml.MappingNode):
        raise ValueError(f"{path}:1: the file is not a set of sections")
    read: dict[str, tuple[Expression, ...]] = {}
    for key, node in root.value:
        if key.value in read:
            raise ValueError(f"{path}:{key.start_mark.line + 1}: '{key.value}' stands twice")
        items = node.value if isinstance(node, yaml.SequenceNode) else None
        if items is None:
            raise ValueError(f"{path}:{key.start_mark.line + 1}: '{key.value}' is not a list")
        read[str(key.value)] = tuple(_entry(item, loader, path, read) for item in items)
    return read


@lru_cache(maxsize=512)
def pattern(path: Path, section: str, *, case: bool = False) -> Pattern:
    """Give one pattern for all entries of a section; `case` minds capitals.

    Raises ValueError, with file and line, for an entry that is no expression.
    """
    entries = sections(path)[section]
    alike = not any(entry.facts.get("case") or entry.find[0] in _PAUSES for entry in entries)
    try:
        if alike:
            whole = _bounded(_any_of(entries))
            return Pattern(whole, re.MULTILINE if case else re.MULTILINE | re.IGNORECASE)
        return Pattern("|".join(_flagged(entry, case) for entry in entries), re.MULTILINE)
    except re.error:
        for entry in entries:
            try:
                entry.pattern()
            except re.error as error:
                message = f"{path}:{entry.line}: '{entry.find}' is no expression: {error}"
                raise ValueError(message) from error
        raise


@lru_cache(maxsize=64)
def source(path: Path, section: str) -> str:
    """Give a section as part of a larger expression: a group that captures nothing."""
    return _spaced(_any_of(sections(path)[section]))


def _entry(
    node: yaml.Node,
    loader: yaml.SafeLoader,
    path: Path,
    known: Mapping[str, tuple[Expression, ...]],
) -> Expression:
    line = node.start_mark.line + 1
    entry = loader.construct_object(node, deep=True)
    if not isinstance(entry, dict) or not all(entry.get(key) for key in KEYS):
        raise ValueError(f"{path}:{line}: an entry needs {', '.join(KEYS)}")
    facts = {key: value for key, value in entry.items() if key not in KEYS}
    find = _NAME.sub(lambda name: _named(name, path, known), str(entry["find"]))
    matches, ignores = (same_length(str(entry[key])) for key in KEYS[1:])
    return Expression(find, matches, ignores, facts, line)


def _named(name: re.Match[str], path: Path, known: Mapping[str, tuple[Expression, ...]]) -> str:
    """Give what a name in braces stands for, as part of an expression."""
    if name["calendar"]:
        days = name["calendar"] == "WEEKDAY"
        return f"(?:{one_of(weekday_numbers() if days else month_numbers())})"
    there = sections(path.with_name(f"{name['file']}.yml")) if name["file"] else known
    return _any_of(there[name["name"]])


def _any_of(entries: Iterable[Expression]) -> str:
    return f"(?:{'|'.join(f'(?:{entry.find})' for entry in entries)})"


def _spaced(find: str) -> str:
    """Let a space stand for white space, but for those in character classes and look-behinds."""
    return _SPACES.sub(lambda one: _WHITE.get(one[0], one[0]), find)


def _bounded(find: str) -> str:
    before = "" if find[0] in _PAUSES else r"(?<!\w)"
    return rf"{before}(?:{_spaced(find)})(?!\w)"


def _flagged(entry: Expression, case: bool) -> str:
    bounded = _bounded(entry.find)
    return bounded if case or entry.facts.get("case") else f"(?i:{bounded})"
