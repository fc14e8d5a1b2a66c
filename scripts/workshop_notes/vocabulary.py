"""Term, Vocabulary: the controlled words of the collection, read from notes/vocabularies.

The fields of each vocabulary's entries are a table, vocabulary.yml; what is wrong with an entry by
it is told with its place."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from workshop_notes.bounded import (
    LARGEST,
    Position,
    UnreadError,
    merged,
    place,
    read_own,
    read_text,
    read_yaml,
)
from workshop_notes.fields import Field, read_fields, rows, schema
from workshop_notes.problem import Problem, UsageError, folded, meant, nearest

CODE = "bad-vocabulary"
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
LARGEST_VOCABULARY = 10 * LARGEST
K = TypeVar("K")
V = TypeVar("V")
NAMING_FACTS = ("acronym", "acronym_fr", "full_name", "full_name_fr", "expansion", "expansion_fr")


def _table() -> tuple[set[str], Mapping[str, Mapping[str, Field]]]:
    """Read vocabulary.yml: the names of the fields of all vocabularies, and the fields of each."""
    read = read_own(Path(__file__).with_name("vocabulary.yml"))
    common = read.pop("common")
    found: dict[str, Mapping[str, Field]] = {}
    for name, own in read.items():
        listed: list[Mapping[str, Any]] = []
        for row in (*common, *own):
            one = {key: value for key, value in row.items() if key != "french"}
            one |= {"vocabulary": name} if row.get("vocabulary") == "own" else {}
            listed.append(one)
            if row.get("french"):
                french = {"name": f"{row['name']}_fr", "help": f"{row['help']} In French."}
                listed.append({**one, **french})
        found[name] = rows(listed, f"vocabulary.yml: {name}")
    return set.intersection(*map(set, found.values())), found


KEYS, VOCABULARIES = _table()
NAMES = tuple(VOCABULARIES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as read: its values by field, and the (line, column) of each."""

    values: Mapping[str, Any]
    places: Mapping[str, Position]


@dataclass(slots=True)
class Reading:
    """One vocabulary being read: its entries by id and its problems."""

    name: str
    shown: str
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def fields(self) -> Mapping[str, Field]:
        return VOCABULARIES[self.name]

    def problem(self, at: Position, message: str, fix: str) -> None:
        """Add a problem at a (line, column)."""
        self.problems.append(Problem(self.shown, *at, CODE, message, fix))


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary.

    `facts` holds every key beyond the common ones as it was read: text, whole numbers or lists of
    text; dates are ISO text.
    """

    id: str
    label: str
    label_fr: str = ""
    aliases: tuple[str, ...] = ()
    definition: str = ""
    definition_fr: str = ""
    broader: str = ""
    was: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Give every name the term is known by, its id and label first, none twice."""
        found = (self.id, self.label, self.label_fr, *map(self.text, NAMING_FACTS), *self.aliases)
        return tuple(dict.fromkeys(name for name in found if name))

    def text(self, name: str) -> str:
        """Give a fact as text, "" where there is none."""
        return str(self.facts.get(name) or "")

    def texts(self, *names: str) -> list[str]:
        """Give what facts that are lists hold, one after another."""
        return [str(one) for name in names for one in self.facts.get(name) or ()]

    @property
    def countries(self) -> list[str]:
        """Give a mission's countries and what stands beside them, in each language."""
        said = (self.text(key) for key in ("country", "country_fr"))
        return [name.strip() for one in said for name in re.split(r"[()/]", one) if name.strip()]

    def named(self, language: str) -> str:
        """Give the label in `language` (`en`, `fr`), the English one where there is no other."""
        return self.label_fr if language == "fr" and self.label_fr else self.label

    def defined(self, language: str) -> str:
        """Give the definition in `language`, the English one where there is no other."""
        return self.definition_fr if language == "fr" and self.definition_fr else self.definition


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one file, in its order."""

    name: str
    path: Path
    terms: tuple[Term, ...]

    def __hash__(self) -> int:
        """Give a number without reading every term: what is kept for a vocabulary asks for it."""
        return hash((self.name, self.path, len(self.terms)))

    def get(self, identifier: str) -> Term | None:
        """Give the term with exactly this id."""
        return self._by_id.get(identifier)

    def resolve(self, text: str) -> Term | None:
        """Give the term that `text` names by id, label or alias, whatever its case and spacing."""
        return self._by_name.get(folded(text))

    def suggest(self, text: str) -> str | None:
        """Give the id of the term whose name is nearest to `text`, or None if none is near."""
        resolved = self.resolve(text)
        if resolved:
            return resolved.id
        near = nearest(text, list(self._by_name))
        return self._by_name[near].id if near else None

    def hint(self, text: str, otherwise: str = "") -> str:
        """Ask whether the nearest term was meant, or say what to do `otherwise`: to look it up."""
        near = self.suggest(text)
        return f"did you mean '{near}'?" if near else otherwise or f"look into {self.path.name}"

    def asked(self, text: str, what: str) -> Term:
        """Give the term that was asked for by a name; raises UsageError where there is none."""
        term = self.resolve(text)
        if term is None:
            raise UsageError(f"unknown {what} '{text}'; {self.hint(text)}")
        return term

    def former(self, identifier: str) -> tuple[str, ...]:
        """Give the ids that a term had before, but for those that another term has now."""
        term = self.get(identifier)
        return tuple(one for one in (term.was if term else ()) if self.get(one) is None)

    def narrower(self, identifier: str) -> tuple[Term, ...]:
        """Give the terms whose broader term this is."""
        return tuple(term for term in self.terms if term.broader == identifier)

    @cached_property
    def _by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for term in self.terms:
            for name in term.names:
                found.setdefault(folded(name), term)
        return found


@dataclass(frozen=True)
class Vocabularies:
    """All vocabularies of a project; what is made of one, such as a finder, may be cached by it."""

    missions: Vocabulary
    themes: Vocabulary
    organizations: Vocabulary
    glossary: Vocabulary
    resolutions: Vocabulary
    series: Vocabulary

    def of(self, one: Field) -> Vocabulary | None:
        """Give the vocabulary from which a field takes its values, if it has one."""
        return getattr(self, one.vocabulary) if one.vocabulary else None


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Give the values of each key, in their order."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def read_vocabulary(name: str, path: Path, shown: str) -> Reading:
    """Read the entries of one file; what is wrong with each alone is told with its place."""
    reading = Reading(name, shown)
    larger = "split the vocabulary, or look what happened to it"
    fix = 'begin each term with `- id: …`; put a value with a colon in "double quotes"'
    # A publisher without missions or series needs no file that says so.
    with contextlib.suppress(FileNotFoundError):
        try:
            text = merged(read_text(path, shown, larger, LARGEST_VOCABULARY), shown)
            _read_entries(read_yaml(text, shown, CODE, "the vocabulary", fix), reading)
        except UnreadError as error:
            reading.problems.append(replace(error.problem, code=CODE))
    return reading


def json_schema(name: str, identifiers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Give the JSON Schema of a vocabulary; `identifiers` are the ids of each, for completion."""
    known, text = VOCABULARIES[name], ["string", "integer"]
    # A mission may follow one that has no entry.
    others = {**identifiers, name: ()} if "without_entry" in known else identifiers
    items = schema(f"The vocabulary {name}.yml", known, others, ("id", "label"), text)
    head = {key: items.pop(key) for key in ("$schema", "title")}
    return {**head, "type": ["array", "null"], "items": items}


def judge_together(readings: Mapping[str, Reading]) -> None:
    """Add what only shows when all vocabularies are read: references, circles, shared names."""
    for reading in readings.values():
        for identifier, entry in reading.entries.items():
            for one in reading.fields.values():
                if one.vocabulary and one.name in entry.values:
                    _judge_reference(reading, entry, one, readings[one.vocabulary])
            _judge_broader(reading, identifier, entry)
        _judge_names(reading)


def load_vocabularies(folder: Path, root: Path) -> tuple[Vocabularies, list[Problem]]:
    """Read the six vocabulary files of `folder`; problems name them relative to `root`.

    A file without terms is an empty vocabulary. Whatever is wrong with one is an error, at which
    whoever checks against it must stop instead of passing everything.
    """
    readings = {}
    for name in NAMES:
        path = folder / f"{name}.yml"
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        readings[name] = read_vocabulary(name, path, shown)
    judge_together(readings)
    read = {
        name: Vocabulary(name, folder / f"{name}.yml", tuple(map(_term, one.entries.values())))
        for name, one in readings.items()
    }
    return Vocabularies(**read), sorted(p for one in readings.values() for p in one.problems)


@lru_cache(maxsize=1)
def vocabularies_of(folder: str) -> Vocabularies:
    """Give the vocabularies of a folder, read once: child processes ask for each of many files.

    Whoever hands out the work has stopped at a vocabulary that cannot be read.
    """
    path = Path(folder)
    return load_vocabularies(path, path.parent.parent)[0]


def _read_entries(node: yaml.Node | None, reading: Reading) -> None:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return
    if not isinstance(node, yaml.SequenceNode):
        reading.problem(
            place(node), "the vocabulary is not a list of terms", "begin each term with `- id: …`"
        )
        return
    for item in node.value:
        entry = _read_entry(item, reading)
        identifier = entry.values.get("id") if entry else None
        if entry is None or identifier is None:
            continue
        if identifier in reading.entries:
            first, _ = reading.entries[identifier].places["id"]
            message = f"term '{identifier}' stands twice, first on line {first}"
            reading.problem(entry.places["id"], message, "keep one of the two")
        else:
            reading.entries[identifier] = entry


def _read_entry(item: yaml.Node, reading: Reading) -> Entry | None:
    if not isinstance(item, yaml.MappingNode):
        fix = "write `- id: …`, and its other fields below"
        reading.problem(place(item), "this term is not a set of fields", fix)
        return None
    values, places, problems = read_fields(item, reading.fields, reading.shown, {})
    reading.problems += (replace(one, code=CODE) for one in problems)
    for name in ("id", "label"):
        if name not in places:
            reading.problem(place(item), f"this term has no {name}", f"add `{name}: …`")
    for name, value in list(values.items()):
        for index, text in enumerate(_listed(value)):
            if wrong := _wrong(reading.fields[name], text):
                reading.problem(places.get(f"{name}.{index}", places[name]), *wrong)
                values.pop(name, None)
    entry = Entry(values, places)
    _judge_order(entry, reading)
    return entry


def _wrong(one: Field, value: Any) -> tuple[str, str] | None:
    if value in ("", None):
        return f"'{one.name}' is empty", "write a value, or leave the field out"
    if INVISIBLE.search(str(value)):
        return f"'{one.name}' holds a character that nobody sees", "type the words anew"
    wrong = one.wrong(str(value))
    if wrong is None:
        return None
    return (wrong[1] if one.name in wrong[1] else f"'{one.name}': {wrong[1]}", wrong[2])


def _judge_order(entry: Entry, reading: Reading) -> None:
    values = entry.values
    for one in reading.fields.values():
        if one.after in values and one.name in values and values[one.name] < values[one.after]:
            message = f"'{one.name}' lies before '{one.after}'"
            reading.problem(entry.places[one.name], message, "look both up")


def _judge_reference(reading: Reading, entry: Entry, one: Field, other: Reading) -> None:
    declared = entry.values.get("without_entry", ()) if other is reading else ()
    for index, identifier in enumerate(_listed(entry.values[one.name])):
        if identifier in other.entries or identifier in declared:
            continue
        fix = f"{meant(identifier, list(other.entries), '')} take an id from {other.name}.yml"
        if "without_entry" in reading.fields and other is reading:
            fix += ", or list it under 'without_entry' too"
        at = entry.places.get(f"{one.name}.{index}", entry.places[one.name])
        reading.problem(at, f"'{one.name}': unknown id '{identifier}'", fix.strip())


def _judge_broader(reading: Reading, identifier: str, entry: Entry) -> None:
    above = entry.values.get("broader")
    way = [identifier]
    while above is not None and above not in way:
        way.append(above)
        above = reading.entries[above].values.get("broader") if above in reading.entries else None
    # A circle is told at one of its terms, the first in the order of ids.
    if above == identifier and identifier == min(way):
        message = f"broader terms run in a circle: {' → '.join([*way, identifier])}"
        reading.problem(entry.places["broader"], message, "take one 'broader' out")


def _judge_names(reading: Reading) -> None:
    owners: dict[str, str] = {}
    for identifier, entry in reading.entries.items():
        for one in reading.fields.values():
            for name in _listed(entry.values.get(one.name, ())) if one.names else ():
                owner = owners.setdefault(folded(name), identifier)
                if owner != identifier:
                    message = f"'{name}' is a name of '{owner}' already"
                    fix = "a name belongs to one term: take it from one of the two"
                    reading.problem(entry.places[one.name], message, fix)


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _term(entry: Entry) -> Term:
    common = {name: value for name, value in entry.values.items() if name in KEYS}
    facts = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in entry.values.items()
        if name not in KEYS
    }
    return Term(**{"label": entry.values["id"], **common}, facts=facts)
