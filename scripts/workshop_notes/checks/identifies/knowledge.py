"""Knowledge: everything that the checks look up, from the lexicon, the states and vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workshop_notes.checks.identifies.inflection import french_adjective, verb_forms
from workshop_notes.checks.identifies.lexicon import (
    TAGS,
    WORD,
    Expressions,
    Lexicon,
    Phrase,
    entries,
    expressions,
    lexicon,
    phrase,
    verb_bases,
)
from workshop_notes.vocabulary import Term, Vocabularies

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "pt", "de", "it", "ru", "ar")
# What follows a verb, and seldom the noun that looks like it: "wants to", not "wants".
AFTER_VERBS = frozenset(["to", "that", "whether"])
CODE = re.compile(r"[A-Z]{2,4}$")
COMMON_CODES = {"US": "USA", "UK": "GBR", "EU": "EU"}


@dataclass(frozen=True)
class Knowledge:
    """Everything the checks look up: a lexicon for each language, and what is public in all."""

    lexicons: Mapping[str, Lexicon]
    public: Expressions
    rooms: Expressions
    attendance: Expressions
    spoken_pronouns: Expressions
    list_labels: frozenset[str]
    generic_labels: frozenset[str]
    whose: frozenset[str]  # words that point to one speaker as the owner
    opinions_by: frozenset[str]  # participles by which a state gives its opinion
    of_the_world: Expressions  # what states and officials act on in public
    of_the_room: frozenset[str]  # words for what is discussed of a text or in a workshop
    of_discussion: frozenset[str]  # those of them that no penholder works on in public
    papers: frozenset[str]  # acts of delegates in a workshop, too
    own: frozenset[str]
    addressing: frozenset[str]  # verbs of what is done to somebody in a discussion
    wide_classes: frozenset[str]  # classes of states that name nobody
    codes: Mapping[str, str]  # ISO 3166 code, in capitals → id of the state
    no_codes: frozenset[str]  # capitals that are a word or an abbreviation before a state
    words_and_codes: frozenset[str]  # those of them that are a state where a code must stand
    no_initials: frozenset[str]
    abbreviations: frozenset[str]  # small words with a point that shorten no name
    short_states: frozenset[str]  # three letters by which notes shorten a state, in small
    acronyms: frozenset[str]  # capitals that stand for a mission, a body or a concept
    missions: frozenset[str]  # acronyms of missions
    hosts: frozenset[str]  # states that have or had a mission, by id

    def is_of_interest(self, lows: Sequence[str], lexicon: Lexicon) -> bool:
        """Say whether words in small letters may tell of somebody who speaks or takes part."""
        return not (
            lexicon.speech.isdisjoint(lows)
            and lexicon.people.isdisjoint(lows)
            and self.attendance.hints.keys().isdisjoint(lows)
        )


_known: tuple[Vocabularies | None, Knowledge] | None = None


def knowledge(vocabularies: Vocabularies | None) -> Knowledge:
    """Give what the checks look up, with the names of the project's vocabularies in it."""
    global _known
    if _known is None or _known[0] is not vocabularies:
        _known = (vocabularies, _knowledge(vocabularies))
    return _known[1]


@cache
def _read(name: str) -> Any:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)


def _knowledge(vocabularies: Vocabularies | None) -> Knowledge:
    data: dict[str, dict[str, Any]] = _read("lexicon.yml")
    states: list[dict[str, Any]] = _read("states.yml")
    familiar = _defining_words(vocabularies)

    def every(key: str) -> frozenset[str]:
        return frozenset(one for name in LANGUAGES for one in entries(data[name].get(key)))

    def lexicon_of(name: str) -> Lexicon:
        by_whom = (phrase(entry, "6") for entry in entries(data[name].get("by_verbs")))
        listed = (
            *_verb_phrases(name, data[name]),
            *_state_phrases(states),
            *_listed_phrases(data[name]),
            *_vocabulary_phrases(vocabularies),
            *by_whom,
        )
        return lexicon(name, data[name], listed, familiar)

    missions = vocabularies.missions.terms if vocabularies else ()
    return Knowledge(
        lexicons={name: lexicon_of(name) for name in LANGUAGES},
        public=expressions(every("public_places")),
        rooms=expressions(every("rooms")),
        attendance=expressions(every("attendance")),
        spoken_pronouns=expressions(every("spoken_pronouns")),
        list_labels=every("participants_labels"),
        generic_labels=every("generic_labels"),
        whose=every("whose"),
        opinions_by=every("opinions_by"),
        of_the_world=expressions(every("of_the_world")),
        of_the_room=every("of_the_room"),
        of_discussion=every("of_discussion"),
        papers=every("papers"),
        own=every("own"),
        addressing=every("addressing"),
        wide_classes=every("wide_classes"),
        codes=_codes(states),
        no_codes=every("no_codes"),
        words_and_codes=every("words_and_codes"),
        no_initials=every("no_initials"),
        abbreviations=every("abbreviations"),
        short_states=_short_states(states, every("generic_short")),
        acronyms=_acronyms(vocabularies) | every("bodies"),
        missions=frozenset(term.id for term in missions),
        hosts=frozenset(code for term in missions for code in _host(term)),
    )


def _codes(states: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    found = dict(COMMON_CODES)
    for state in states:
        short = (name for name in state.get("aliases", ()) if CODE.match(name))
        for code in (state["id"], state["alpha_2"], *short):
            found.setdefault(code, state["id"])
    return found


def _short_states(states: Iterable[Mapping[str, Any]], generic: frozenset[str]) -> frozenset[str]:
    """Give the first three letters of the states, but those that shorten something else."""
    return frozenset(state["label"][:3].lower() for state in states) - generic


def _acronyms(vocabularies: Vocabularies | None) -> frozenset[str]:
    if vocabularies is None:
        return frozenset()
    vocabularies_with_names = (
        vocabularies.glossary,
        vocabularies.missions,
        vocabularies.organizations,
    )
    return frozenset(
        name
        for vocabulary in vocabularies_with_names
        for term in vocabulary.terms
        for name in (term.id, term.label, *term.aliases)
        if name.isupper()
    )


def _host(mission: Term) -> tuple[str, ...]:
    """A mission in one state has a host; one along a border or in a region has none."""
    countries = mission.facts.get("countries", ())
    return tuple(countries) if len(countries) == 1 else ()


def _listed_phrases(data: Mapping[str, Any]) -> Iterator[Phrase]:
    for key, tag in TAGS.items():
        for entry in entries(data.get(key)):
            yield phrase(entry, tag)


def _verb_phrases(language: str, data: Mapping[str, Any]) -> Iterator[Phrase]:
    nouns = frozenset(entries(data.get("also_nouns")))
    bases = verb_bases(data)
    # Acts come first: "asked the council" is one, "asked" alone is not.
    for key, tag in (("act", "A"), ("speech", "V"), ("request", "W"), ("discourse", "9")):
        for entry in entries(data.get(key)):
            if tag == "9" and re.split(r"[ /]", entry)[0] in bases:
                continue
            for form, is_past in verb_forms(language, entry):
                first, second = f"{form} ".split(" ")[:2]
                may_be_noun = first in nouns or first.removesuffix("s") in nouns
                is_noun = tag == "9" or (may_be_noun and second not in AFTER_VERBS)
                if is_past or not is_noun:
                    yield phrase(form, tag)


def _state_phrases(states: Iterable[Mapping[str, Any]]) -> Iterator[Phrase]:
    for state in states:
        identifier = state["id"]
        names = (
            state["label"],
            state["label_fr"],
            *state.get("aliases", ()),
            *state.get("capitals", ()),
        )
        for name in dict.fromkeys(names):
            yield phrase(name, "S", identifier)
        for adjective in state.get("adjectives", ()):
            yield phrase(adjective, "J", identifier)
            if not adjective.endswith(("ese", "ish", "ch", "ss")):
                yield phrase(f"{adjective}s", "S", identifier)
        for adjective in state.get("adjectives_fr", ()):
            for form in french_adjective(adjective):
                yield phrase(form, "J", identifier)


def _vocabulary_phrases(vocabularies: Vocabularies | None) -> Iterator[Phrase]:
    if vocabularies is None:
        return
    for term in vocabularies.missions.terms:
        for name in term.names:
            yield phrase(name, "U")
    for term in vocabularies.organizations.terms:
        for name in term.names:
            if term.id != name and name[:1].isupper():
                yield phrase(name, "O" if term.facts.get("role") != "funder" else "X")
    for term in vocabularies.glossary.terms:
        for name in (term.label, *term.aliases):
            if name[:1].isupper():
                yield phrase(name, "X")


def _defining_words(vocabularies: Vocabularies | None) -> frozenset[str]:
    """Give the small words of all definitions: whoever writes them with a capital names nobody."""
    if vocabularies is None:
        return frozenset()
    texts = (
        f"{term.definition} {term.label} {' '.join(term.aliases)} {term.facts.get('triggers', '')}"
        for vocabulary in (
            vocabularies.missions, vocabularies.themes, vocabularies.glossary,
            vocabularies.resolutions,
        )
        for term in vocabulary.terms
    )  # fmt: skip
    return frozenset(word for text in texts for word in WORD.findall(text) if word.islower())
