"""Term, Vocabulary: the controlled words of the collection, read from notes/vocabularies.

The keys of each vocabulary's entries are a table, vocabulary.yml; what is wrong with an entry by it
is told with its place."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml

from workshop_notes.bounded import (
    LARGEST,
    UnreadError,
    merged,
    place,
    read_own,
    read_text,
    read_yaml,
)
from workshop_notes.problem import Problem, UsageError

Kind = Literal["text", "texts", "number", "date", "address"]
CODE = "bad-vocabulary"
ID = re.compile(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
INVISIBLE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
LARGEST_VOCABULARY = 10 * LARGEST
NEAR = 72.0
NAMING_FACTS = ("acronym", "acronym_fr", "full_name", "full_name_fr", "expansion", "expansion_fr")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a vocabulary's entries.

    `refers` names the vocabulary whose ids its values are; `names` says that the entry is known by
    its values, so that no other entry may have them; `form` is a pattern of each value and `shape`
    the words for it; `after` is the key whose value it may not lie before.
    """

    name: str
    says: str
    kind: Kind = "text"
    refers: str = ""
    names: bool = False
    choices: tuple[str, ...] = ()
    form: str = ""
    shape: str = ""
    after: str = ""


def _table() -> tuple[tuple[Key, ...], Mapping[str, tuple[Key, ...]]]:
    """Read vocabulary.yml: the keys that all vocabularies have, and those of each."""
    read = read_own(Path(__file__).with_name("vocabulary.yml"))
    found: dict[str, tuple[Key, ...]] = {}
    for name, listed in read.items():
        keys: list[Key] = []
        for row in listed:
            french = row.pop("french", False)
            key = Key(**{**row, "choices": tuple(row.get("choices", ()))})
            keys.append(key)
            if french:
                keys.append(replace(key, name=f"{key.name}_fr", says=f"{key.says} In French."))
        found[name] = tuple(keys)
    return found.pop("common"), found


COMMON, VOCABULARIES = _table()
NAMES = tuple(VOCABULARIES)
KEYS = tuple(key.name for key in COMMON)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as read: its values by key, and the (line, column) of each key's value."""

    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]
    line: int


@dataclass(slots=True)
class Reading:
    """One vocabulary being read: its entries by id and its problems."""

    name: str
    shown: str
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, at: tuple[int, int], message: str, fix: str) -> None:
        """Add a problem at a (line, column)."""
        self.problems.append(Problem(self.shown, *at, CODE, message, fix))


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary.

    `facts` holds every key beyond the common ones as it was read: text, whole numbers or lists of
    text; dates are ISO text. `line` is the entry's line in its file.
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
    line: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Give every name the term is known by, its id and label first, none twice."""
        facts = (str(self.facts.get(name, "")) for name in NAMING_FACTS)
        found = (self.id, self.label, self.label_fr, *facts, *self.aliases)
        return tuple(dict.fromkeys(name for name in found if name))

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
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"The vocabulary {name}.yml",
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["id", "label"],
            "properties": {
                key.name: _as_json(key, name, identifiers) for key in _keys(name).values()
            },
        },
    }


def judge_together(readings: Mapping[str, Reading]) -> None:
    """Add what only shows when all vocabularies are read: references, circles, shared names."""
    for reading in readings.values():
        keys = _keys(reading.name)
        for identifier, entry in reading.entries.items():
            for key in keys.values():
                if key.refers and key.name in entry.values:
                    _judge_reference(reading, entry, key, readings[key.refers])
            _judge_broader(reading, identifier, entry)
        _judge_names(reading, keys)


def nearest(text: str, names: list[str]) -> str | None:
    """Give the one of `names` that is spelled most like `text`, or None if none is like it."""
    # Imported here: a check without a slip never needs it.
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, names, scorer=fuzz.ratio, processor=folded, score_cutoff=NEAR)
    return str(best[0]) if best else None


def meant(text: str, names: list[str], otherwise: str) -> str:
    """Ask whether the nearest of `names` was meant, or say what to do `otherwise`."""
    near = nearest(text, names)
    return f"did you mean '{near}'?" if near else otherwise


def folded(text: str) -> str:
    """Give a name without what does not tell two names apart: case, Unicode form, spacing."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, written YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_web_address(text: str) -> bool:
    """Say whether a text is a whole web address that holds no name and password."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username


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


def _as_json(key: Key, name: str, identifiers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    value: dict[str, Any] = {"type": ["string", "integer"]}
    refers = name if key.name == "broader" else key.refers
    declared = key.name in ("predecessors", "successors")
    if key.choices or (refers and not declared):
        value = {"enum": [*(key.choices or identifiers.get(refers, ()))]}
    elif key.kind == "number":
        value = {"type": "integer"}
    elif key.kind == "date":
        value = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
    elif key.form:
        value = {"type": "string", "pattern": f"^(?:{key.form})$"}
    if key.kind == "texts":
        value = {"type": "array", "items": value}
    return {"description": key.says, **value}


def _keys(name: str) -> dict[str, Key]:
    return {key.name: key for key in (*COMMON, *VOCABULARIES[name])}


def _read_entries(node: yaml.Node | None, reading: Reading) -> None:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return
    if not isinstance(node, yaml.SequenceNode):
        reading.problem(
            place(node), "the vocabulary is not a list of terms", "begin each term with `- id: …`"
        )
        return
    keys = _keys(reading.name)
    for item in node.value:
        entry = _read_entry(item, keys, reading)
        identifier = entry.values.get("id") if entry else None
        if entry is None or identifier is None:
            continue
        if identifier in reading.entries:
            first = reading.entries[identifier].line
            message = f"term '{identifier}' stands twice, first on line {first}"
            reading.problem(entry.places["id"], message, "keep one of the two")
        else:
            reading.entries[identifier] = entry


def _read_entry(item: yaml.Node, keys: Mapping[str, Key], reading: Reading) -> Entry | None:
    if not isinstance(item, yaml.MappingNode):
        fix = "write `- id: …`, and its other keys below"
        reading.problem(place(item), "this term is not a set of keys", fix)
        return None
    values: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}
    for key_node, node in item.value:
        name = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "…"
        at = place(key_node)
        if name in places:
            reading.problem(at, f"key '{name}' stands twice", "keep one of the two")
        elif name not in keys:
            fix = meant(name, list(keys), f"the keys are {', '.join(keys)}")
            reading.problem(at, f"unknown key '{name}'", fix)
        else:
            value = _read_value(node, keys[name], reading)
            if value is not None:
                values[name] = value
        places.setdefault(name, place(node))
    for name in ("id", "label"):
        if name not in places:
            reading.problem(place(item), f"this term has no {name}", f"add `{name}: …`")
    _judge_order(values, places, keys, reading)
    return Entry(values, places, place(item)[0])


def _read_value(node: yaml.Node, key: Key, reading: Reading) -> Any:
    """Read a key's value; None, with a problem, where it is not of its kind."""
    if key.kind != "texts":
        return _read_text(node, key, reading)
    if isinstance(node, yaml.ScalarNode):
        fix = f"write [{node.value}], also for a single one"
        reading.problem(place(node), f"'{key.name}' is not a list", fix)
        return None
    if not isinstance(node, yaml.SequenceNode):
        reading.problem(place(node), f"'{key.name}' is not a list", "write [one, another]")
        return None
    texts = [_read_text(item, key, reading) for item in node.value]
    return [text for text in texts if text is not None]


def _read_text(node: yaml.Node, key: Key, reading: Reading) -> Any:
    at = place(node)
    if not isinstance(node, yaml.ScalarNode):
        fix = 'write one value; put text with a colon or brackets in "double quotes"'
        reading.problem(at, f"'{key.name}' is not text", fix)
        return None
    text = " ".join(str(node.value).split(" ")).strip("\n ")
    text = unicodedata.normalize("NFC", re.sub(r"\s*\n\s*", " ", text))
    wrong = _wrong(text, key)
    if wrong:
        reading.problem(at, *wrong)
        return None
    return int(text) if key.kind == "number" else text


def _wrong(text: str, key: Key) -> tuple[str, str] | None:
    if not text:
        return f"'{key.name}' is empty", "write a value, or leave the key out"
    if INVISIBLE.search(text):
        return f"'{key.name}' holds a character that nobody sees", "type the words anew"
    if key.name == "id" and not ID.fullmatch(text):
        return f"'{text}' cannot be an address", "use letters, digits and hyphens"
    if key.kind == "number" and not re.fullmatch(r"[0-9]{1,6}", text):
        return f"'{key.name}' is '{text}'", "write a whole number, such as a year: 2031"
    if key.kind == "date" and not is_day(text):
        return f"'{key.name}': '{text}' is not a day", "write it as YYYY-MM-DD: 2031-05-20"
    if key.kind == "address" and not is_web_address(text):
        fix = "write the whole address, beginning with https://"
        return f"'{key.name}': '{text}' is not a web address", fix
    if key.choices and text not in key.choices:
        near = nearest(text, list(key.choices))
        fix = f"did you mean '{near}'? It is " if near else "write "
        return f"'{key.name}' is '{text}'", f"{fix}one of {', '.join(key.choices)}"
    if key.form and not re.fullmatch(key.form, text):
        return f"'{key.name}' is '{text}'", f"write {key.shape or 'letters, digits and hyphens'}"
    return None


def _judge_order(
    values: Mapping[str, Any],
    places: Mapping[str, tuple[int, int]],
    keys: Mapping[str, Key],
    reading: Reading,
) -> None:
    for key in keys.values():
        if key.after in values and key.name in values and values[key.name] < values[key.after]:
            message = f"'{key.name}' lies before '{key.after}'"
            reading.problem(places[key.name], message, "look both up")


def _judge_reference(reading: Reading, entry: Entry, key: Key, other: Reading) -> None:
    value = entry.values[key.name]
    declared = entry.values.get("without_entry", ()) if other is reading else ()
    for one in value if isinstance(value, list) else [value]:
        if one in other.entries or one in declared:
            continue
        near = nearest(one, list(other.entries))
        fix = f"did you mean '{near}'? " if near else ""
        fix += f"take an id from {other.name}.yml"
        if "without_entry" in _keys(reading.name) and other is reading:
            fix += ", or list it under 'without_entry' too"
        reading.problem(entry.places[key.name], f"'{key.name}': unknown id '{one}'", fix)


def _judge_broader(reading: Reading, identifier: str, entry: Entry) -> None:
    above = entry.values.get("broader")
    if above is None:
        return
    if above not in reading.entries:
        fix = meant(above, list(reading.entries), "take an id from this file")
        reading.problem(entry.places["broader"], f"broader term '{above}' does not exist", fix)
        return
    way = [identifier]
    while above is not None and above not in way:
        way.append(above)
        above = reading.entries[above].values.get("broader") if above in reading.entries else None
    # A circle is told at one of its terms, the first in the order of ids.
    if above == identifier and identifier == min(way):
        message = f"broader terms run in a circle: {' → '.join([*way, identifier])}"
        reading.problem(entry.places["broader"], message, "take one 'broader' out")


def _judge_names(reading: Reading, keys: Mapping[str, Key]) -> None:
    owners: dict[str, str] = {}
    for identifier, entry in reading.entries.items():
        for key in keys.values():
            if not (key.names or key.name in ("seen_as", "was")) or key.name not in entry.values:
                continue
            value = entry.values[key.name]
            for name in value if isinstance(value, list) else [value]:
                owner = owners.setdefault(folded(name), identifier)
                if owner != identifier:
                    message = f"'{name}' is a name of '{owner}' already"
                    fix = "a name belongs to one term: take it from one of the two"
                    reading.problem(entry.places[key.name], message, fix)


def _term(entry: Entry) -> Term:
    values = entry.values
    return Term(
        id=values["id"],
        label=values.get("label", values["id"]),
        label_fr=values.get("label_fr", ""),
        aliases=tuple(values.get("aliases", ())),
        definition=values.get("definition", ""),
        definition_fr=values.get("definition_fr", ""),
        broader=values.get("broader", ""),
        was=tuple(values.get("was", ())),
        facts={key: value for key, value in values.items() if key not in KEYS},
        line=entry.line,
    )
