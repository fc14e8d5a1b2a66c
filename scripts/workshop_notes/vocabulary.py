"""Term, Vocabulary: the controlled words of the collection, read from notes/vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from workshop_notes.problem import Problem
from workshop_notes.schema import (
    COMMON,
    VOCABULARIES,
    Entry,
    folded,
    judge_together,
    nearest,
    read_vocabulary,
)

NAMES = tuple(VOCABULARIES)
KEYS = tuple(key.name for key in COMMON)
NAMING_FACTS = ("acronym", "acronym_fr", "full_name", "full_name_fr", "expansion", "expansion_fr")


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
