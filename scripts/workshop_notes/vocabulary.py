"""Term, Vocabulary: the controlled words of the collection, read from notes/vocabularies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from workshop_notes.problem import Problem

NAMES = ("missions", "themes", "organizations", "glossary", "resolutions", "series")
KEYS = ("id", "label", "label_fr", "aliases", "definition", "broader")
NAMING_FACTS = ("acronym", "acronym_fr", "full_name", "full_name_fr", "expansion", "expansion_fr")
NEAR = 72.0


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
    broader: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
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


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one file, in its order."""

    name: str
    path: Path
    terms: tuple[Term, ...]

    def get(self, identifier: str) -> Term | None:
        """Give the term with exactly this id."""
        return self._by_id.get(identifier)

    def resolve(self, text: str) -> Term | None:
        """Give the term that `text` names by id, label or alias, whatever its case and spacing."""
        return self._by_name.get(_folded(text))

    def suggest(self, text: str) -> str | None:
        """Give the id of the term whose name is nearest to `text`, or None if none is near."""
        # Imported here: a check of a note without a slip never needs it.
        from rapidfuzz import fuzz, process

        resolved = self.resolve(text)
        if resolved:
            return resolved.id
        names = list(self._by_name)
        best = process.extractOne(_folded(text), names, scorer=fuzz.ratio, score_cutoff=NEAR)
        return self._by_name[best[0]].id if best else None

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
                found.setdefault(_folded(name), term)
        return found


@dataclass(frozen=True)
class Vocabularies:
    """All vocabularies of a project."""

    missions: Vocabulary
    themes: Vocabulary
    organizations: Vocabulary
    glossary: Vocabulary
    resolutions: Vocabulary
    series: Vocabulary


def load_vocabularies(folder: Path, root: Path) -> tuple[Vocabularies, list[Problem]]:
    """Read the six vocabulary files of `folder`; problems name them relative to `root`.

    A file that is missing or cannot be read gives an error and an empty vocabulary, so that
    whoever checks against it must stop instead of passing everything.
    """
    problems: list[Problem] = []
    read = {name: _load(name, folder / f"{name}.yml", root, problems) for name in NAMES}
    return Vocabularies(**read), problems


@lru_cache(maxsize=1)
def vocabularies_of(folder: str) -> Vocabularies:
    """Give the vocabularies of a folder, read once: child processes ask for each of many files.

    Whoever hands out the work has stopped at a vocabulary that cannot be read.
    """
    path = Path(folder)
    return load_vocabularies(path, path.parent.parent)[0]


def _load(name: str, path: Path, root: Path, problems: list[Problem]) -> Vocabulary:
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def problem(line: int, column: int, message: str, fix: str) -> None:
        problems.append(Problem(shown, line, column, "bad-vocabulary", message, fix))

    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except FileNotFoundError:
        problem(1, 1, "the vocabulary is missing", "restore the file from the repository")
        return Vocabulary(name, path, ())
    except UnicodeDecodeError:
        problem(1, 1, "the vocabulary is not UTF-8", "save the file as UTF-8")
        return Vocabulary(name, path, ())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = getattr(error, "problem", None) or "this is not YAML"
        problem(line, column, f"the vocabulary cannot be read: {what}", "mend the YAML")
        return Vocabulary(name, path, ())
    if not isinstance(node, yaml.SequenceNode):
        problem(1, 1, "the vocabulary is not a list of terms", "begin each term with `- id: …`")
        return Vocabulary(name, path, ())
    terms: dict[str, Term] = {}
    for item in node.value:
        line, column = item.start_mark.line + 1, item.start_mark.column + 1
        entry = loader.construct_object(item, deep=True)
        if not isinstance(entry, dict) or not entry.get("id") or not entry.get("label"):
            problem(line, column, "a term has no id or no label", "write `- id: …` and `label: …`")
            continue
        term = _term(entry, line)
        if term.id in terms:
            message = f"term '{term.id}' stands twice, first on line {terms[term.id].line}"
            problem(line, column, message, "keep one of the two")
            continue
        terms[term.id] = term
    for term in terms.values():
        if term.broader and term.broader not in terms:
            problem(term.line, 3, f"broader term '{term.broader}' does not exist", "mend its id")
    return Vocabulary(name, path, tuple(terms.values()))


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe loader that reads text and whole numbers only: dates and `NO` stay what was typed."""


_Loader.yaml_implicit_resolvers = {
    digit: [("tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9]\d*)$"))] for digit in "0123456789"
}


def _term(entry: Mapping[str, Any], line: int) -> Term:
    aliases = entry.get("aliases") or ()
    return Term(
        id=str(entry["id"]),
        label=str(entry["label"]),
        label_fr=str(entry.get("label_fr") or ""),
        aliases=tuple(str(alias) for alias in aliases),
        definition=str(entry.get("definition") or ""),
        broader=str(entry.get("broader") or ""),
        facts={str(key): value for key, value in entry.items() if key not in KEYS},
        line=line,
    )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
