"""Edition: the collection made ready to be shown, every note read once and its mentions known."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workshop_notes.collection import Collection
from workshop_notes.link import Lexicon, Target
from workshop_notes.note import Note
from workshop_notes.pages import mandate
from workshop_notes.pages.address import relative, term_address
from workshop_notes.pages.body import Paragraph
from workshop_notes.pages.entry import Entry, read_entry
from workshop_notes.vocabulary import Term, Vocabularies, Vocabulary

# So far apart that the eight missions of the first series are nearly an eighth of the circle from
# one another, and no two missions are alike.
HUE_STEP = 42.8
FIRST_HUE = 30.0
RELATED = 4
REASONS = 3
# A term that more notes share than this says nothing about any two of them.
COMMON_SHARE = 0.4
COMMON_LEAST = 8
COMMON_MOST = 300
SHORTEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class Site:
    """What the builder's settings say of the site; `pdf` if each note is printed too."""

    name: str = "Workshop notes"
    address: str = ""
    description: str = ""
    repository: str = ""
    pdf: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of a note that names something."""

    entry: Entry
    paragraph: Paragraph
    sentence: str


@dataclass(frozen=True, slots=True)
class Related:
    """A note that shares rare terms with another, and the rarest of them first."""

    entry: Entry
    shared: tuple[Target, ...]


@dataclass(frozen=True)
class Edition:
    """The collection with everything that pages show of it; corrections are (date, text) by id."""

    collection: Collection
    site: Site = field(default_factory=Site)
    corrections: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The notes that stand, oldest first."""
        return tuple(
            read_entry(note, self._names, self._theme_lexicon, self._sources, self._link_to)
            for note in self.collection.oldest_first
        )

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """The entries by the notes' ids."""
        return {entry.note.id: entry for entry in self.entries}

    def of(self, notes: tuple[Note, ...]) -> list[Entry]:
        """Give the entries of these notes."""
        return [self.by_id[note.id] for note in notes]

    def term(self, kind: str, identifier: str) -> Term | None:
        """Give a term by its kind and id."""
        vocabulary = self.vocabulary(kind)
        return vocabulary.get(identifier) if vocabulary else None

    def vocabulary(self, kind: str) -> Vocabulary | None:
        """Give the vocabulary of a kind of term."""
        vocabularies = self.collection.vocabularies
        return {
            "mission": vocabularies.missions,
            "theme": vocabularies.themes,
            "organization": vocabularies.organizations,
            "glossary": vocabularies.glossary,
            "resolution": vocabularies.resolutions,
        }.get(kind)

    def label(self, kind: str, identifier: str, lang: str = "en") -> str:
        """Give a term's label in a language; of a term in no vocabulary, its id."""
        term = self.term(kind, identifier)
        if term:
            return term.named(lang)
        if kind == "resolution":
            return f"Résolution {identifier}" if lang == "fr" else f"Resolution {identifier}"
        return identifier

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """Each mission's hue in degrees."""
        return hues(self.collection.vocabularies)

    @cached_property
    def missions(self) -> tuple[str, ...]:
        """The missions that have a note, those with most first."""
        counts = Counter(name for entry in self.entries for name in set(entry.note.mission))
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    @cached_property
    def mandates(self) -> Mapping[str, tuple[Term, ...]]:
        """Each mission's resolutions on its mandate."""
        return mandate.by_mission(self.collection.vocabularies.resolutions)

    @cached_property
    def resolutions(self) -> tuple[str, ...]:
        """Every resolution that is listed, tagged or named, in the order of their numbers."""
        vocabularies = self.collection.vocabularies
        found = {term.id for term in vocabularies.resolutions.terms}
        found |= {
            str(term.facts["founding_resolution"])
            for term in vocabularies.missions.terms
            if term.facts.get("founding_resolution")
        }
        for entry in self.entries:
            found.update(entry.note.resolutions)
            found.update(target.id for target in entry.named if target.kind == "resolution")
        return tuple(sorted(found, key=lambda number: (len(number), number)))

    def citations(self, kind: str, identifier: str) -> list[Citation]:
        """Give the first sentence of each note that names a term, oldest note first."""
        return self._citations.get(Target(kind, identifier), [])

    def mentioned_in(self, entry: Entry) -> list[Citation]:
        """Give the sentences of other notes that name or link to this one."""
        return [
            citation
            for citation in self.citations("note", entry.note.id)
            if citation.entry is not entry
        ]

    def years(self, mission: str) -> list[int]:
        """Give the years in which a mission has a note, ascending."""
        return self._years.get(mission, [])

    def related(self, entry: Entry, besides: frozenset[str] = frozenset()) -> list[Related]:
        """Give the notes that share the rarest terms with this one, the nearest first."""
        scores: dict[str, float] = {}
        shared: dict[str, list[tuple[float, Target]]] = {}
        for target in sorted(entry.terms):
            weight = self._weights.get(target, 0.0)
            for other in self._holding[target] if weight else ():
                scores[other] = scores.get(other, 0.0) + weight
                shared.setdefault(other, []).append((weight, target))
        out = besides | {entry.note.id}
        best = sorted(
            (name for name in scores if name not in out), key=lambda name: (-scores[name], name)
        )
        found = []
        for name in best[:RELATED]:
            reasons = sorted(shared[name], key=lambda pair: (-pair[0], pair[1]))[:REASONS]
            found.append(Related(self.by_id[name], tuple(target for _, target in reasons)))
        return found

    def _link_to(self, target: Target, here: str, lang: str) -> dict[str, str] | None:
        """Give the attributes of a link to a term, with what it means where an acronym hides it."""
        if target.kind == "note":
            return None
        attributes = {"href": relative(here, term_address(target.kind, target.id))}
        term = self.term(target.kind, target.id)
        full = "expansion" if target.kind == "glossary" else "full_name"
        means = term.facts.get(f"{full}_fr" if lang == "fr" else full) if term else ""
        if term and target.kind == "glossary":
            means = means or term.definition
        return attributes | ({"class": "term", "data-means": str(means)} if means else {})

    @cached_property
    def _linked_names(self) -> list[tuple[str, Target]]:
        vocabularies = self.collection.vocabularies
        pairs = [
            (name, Target("mission", term.id))
            for term in vocabularies.missions.terms
            for name in term.names
        ]
        pairs += [
            (name, Target("glossary", term.id))
            for term in vocabularies.glossary.terms
            for name in (term.label, term.label_fr, *term.aliases)
            if name
        ]
        return pairs

    @cached_property
    def _theme_lexicon(self) -> Lexicon:
        # A name holds its words: a stabilization mission's says nothing of stabilization.
        held = [
            (name, Target(kind, term.id))
            for kind, vocabulary in (
                ("mission", self.collection.vocabularies.missions),
                ("organization", self.collection.vocabularies.organizations),
            )
            for term in vocabulary.terms
            for name in term.names
        ]
        triggers = [
            (name, Target("theme", term.id))
            for term in self.collection.vocabularies.themes.terms
            for name in (
                *term.names[1:],
                *(term.facts.get("triggers") or ()),
                *(term.facts.get("triggers_fr") or ()),
            )
        ]
        return Lexicon([*held, *triggers])

    @cached_property
    def _names(self) -> Lexicon:
        titles = [
            (note.title, Target("note", note.id))
            for note in self.collection.oldest_first
            if len(note.title) >= SHORTEST_TITLE
        ]
        return Lexicon([*titles, *self._linked_names], resolutions=True)

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        notes = self.collection.oldest_first
        return {note.source_url: note.id for note in notes if note.source_url}

    @cached_property
    def _years(self) -> Mapping[str, list[int]]:
        found: dict[str, set[int]] = {}
        for note in self.collection.oldest_first:
            for mission in note.mission if note.year else ():
                found.setdefault(mission, set()).add(note.year or 0)
        return {mission: sorted(years) for mission, years in found.items()}

    @cached_property
    def _citations(self) -> Mapping[Target, list[Citation]]:
        found: dict[Target, list[Citation]] = {}
        for entry in self.entries:
            for target, (paragraph, sentence) in entry.named.items():
                found.setdefault(target, []).append(Citation(entry, paragraph, sentence))
        return found

    @cached_property
    def _holding(self) -> Mapping[Target, list[str]]:
        found: dict[Target, list[str]] = {}
        for entry in self.entries:
            for target in entry.terms:
                found.setdefault(target, []).append(entry.note.id)
        return found

    @cached_property
    def _weights(self) -> Mapping[Target, float]:
        everything = len(self.entries)
        most = min(COMMON_MOST, max(COMMON_LEAST, everything * COMMON_SHARE))
        return {
            target: math.log((everything + 1) / len(names))
            for target, names in self._holding.items()
            if 1 < len(names) <= most
        }


def hues(vocabularies: Vocabularies) -> dict[str, int]:
    """Give each mission's hue in degrees, by its place in the vocabulary.

    A mission added at the end changes no other's colour.
    """
    return {
        term.id: round(FIRST_HUE + HUE_STEP * place) % 360
        for place, term in enumerate(vocabularies.missions.terms)
    }
