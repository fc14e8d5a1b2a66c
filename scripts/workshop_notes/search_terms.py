"""Search terms: the names and words that the query reader knows, from the vocabularies."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.vocabulary import Term, Vocabularies

# Notes that the page holds and ranks as a whole; beyond, the full-text engine ranks alone.
WHOLE = 300
SPELLING_WORDS = 6_000
SHORTEST_WORD = 4
HINT_WORDS = 2

_REPUBLIC = re.compile(
    r"^(?P<kind>.*\b(?:republic|republique)\b.*?)\b(?:of the|of|du|de la)\s+(?P<name>.+)$"
)
_GENERIC = re.compile(r"\b(?:republic|republique)\b")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")


def terms_data(collection: Collection, hues: Mapping[str, int]) -> dict[str, Any]:
    """Give `search-terms.json`: the names that a query is read with."""
    vocabularies = collection.vocabularies
    missions = vocabularies.missions.terms
    place_of = places(missions)
    years = Counter(note.year for note in collection.oldest_first if note.year)
    return {
        "missions": [
            [
                term.id,
                term.label,
                len(collection.by_mission(term.id)),
                [name for name in folded_names(term) if " " not in name],
                *([round(hues[term.id])] if term.id in hues else []),
            ]
            for term in missions
        ],
        "countries": [
            [shown, names, [place_of[mission] for mission in found]]
            for shown, names, found in _countries(vocabularies)
        ],
        "themes": [
            [
                term.id,
                term.label,
                len(collection.by_theme(term.id)),
                unique(folded_names(term) + glossary_names(vocabularies, "theme", term.id)),
            ]
            for term in vocabularies.themes.terms
        ],
        "organizations": [
            [
                term.id,
                term.label,
                len(collection.by_organization(term.id)),
                unique(folded_names(term) + glossary_names(vocabularies, "organization", term.id)),
                term.broader,
            ]
            for term in vocabularies.organizations.terms
        ],
        "resolutions": {
            term.id: [
                term.facts.get("year", 0),
                [place_of[name] for name in term.facts.get("missions", ()) if name in place_of],
                len(collection.by_resolution(term.id)),
            ]
            for term in vocabularies.resolutions.terms
        },
        "series": [
            [term.id, term.label, [name for name in folded_names(term) if " " in name]]
            for term in vocabularies.series.terms
        ],
        "years": {str(year): years[year] for year in sorted(years)},
        "languages": sorted({note.language for note in collection.oldest_first}),
    }


def words_data(vocabularies: Vocabularies) -> dict[str, Any]:
    """Give `search-words.json`: glossary and theme triggers."""
    return {
        "glossary": [
            [term.id, term.label, [term.label_fr] if term.label_fr else [], _phrases(term)]
            for term in vocabularies.glossary.terms
            if not any(key in term.facts for key in ("theme", "organization", "country", "mission"))
        ],
        "triggers": [_hints(term, "triggers") for term in vocabularies.themes.terms],
    }


def rare_data(collection: Collection) -> dict[str, Any]:
    """Give what is looked up for words that no note holds: long names, French hints, spelling."""
    vocabularies = collection.vocabularies
    found: Counter[str] = Counter()
    for note in collection.oldest_first:
        text = " ".join((note.title, note.summary, prose(note)))
        found.update({word for word in fold(text).split() if len(word) >= SHORTEST_WORD})
    least = 1 if len(collection.oldest_first) <= WHOLE else 2
    kept = sorted(
        (word for word, notes in found.items() if notes >= least and not word.isdigit()),
        key=lambda word: (-found[word], word),
    )
    return {
        "missions": [
            [name for name in folded_names(term) if " " in name]
            for term in vocabularies.missions.terms
        ],
        "adopted": {
            term.id: term.facts.get("adopted", "") for term in vocabularies.resolutions.terms
        },
        "triggers": [_hints(term, "triggers_fr") for term in vocabularies.themes.terms],
        "words": " ".join(sorted(kept[:SPELLING_WORDS])),
    }


def fold(text: str) -> str:
    """Fold text for comparison: no accents, no capitals, no punctuation, single spaces.

    The query reader folds queries in the same way.
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("+", " plus ")
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain.replace("&", " and ").lower()).split())


def folded_names(term: Term) -> list[str]:
    """Give a term's folded names, none twice."""
    return unique(fold(name) for name in term.names)


def glossary_names(vocabularies: Vocabularies, key: str, identifier: str) -> list[str]:
    """Give the folded names of the glossary entries that a key links to a term."""
    return [
        name
        for term in vocabularies.glossary.terms
        if term.facts.get(key) == identifier
        for name in folded_names(term)
    ]


def prose(note: Note) -> str:
    """Give a note's text without comments and addresses."""
    return _ADDRESS.sub(" ", _COMMENT.sub(" ", note.body))


def places(terms: Sequence[Term]) -> dict[str, int]:
    """Give the place of each term by its id."""
    return {term.id: place for place, term in enumerate(terms)}


def unique(names: Iterable[str]) -> list[str]:
    """Give the names that are not empty, none twice."""
    return list(dict.fromkeys(name for name in names if name))


def _countries(vocabularies: Vocabularies) -> Iterator[tuple[str, list[str], list[str]]]:
    """Give each country or place: the name to show, its folded names, its missions' ids.

    A mission in one country names that country; what stands in brackets, or names the place of a
    mission in several countries, is a place of that mission alone: "Darfur", "Abyei".
    """
    names: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    hosts: dict[str, list[str]] = {}
    brackets: list[tuple[str, str]] = []
    for term in vocabularies.missions.terms:
        codes = [str(code) for code in term.facts.get("countries", ())]
        for key in ("country", "country_fr"):
            head, _, inner = str(term.facts.get(key, "")).rstrip(")").partition(" (")
            if len(codes) == 1:
                names.setdefault(codes[0], []).append(head)
                shown.setdefault(codes[0], head)
                brackets += [(part, term.id) for part in inner.split("/")]
            else:
                parts = [*re.split(r" and | et ", head), *inner.split("/")]
                brackets += [(part, term.id) for part in parts]
        for code in codes:
            hosts.setdefault(code, []).append(term.id)
    for term in vocabularies.glossary.terms:
        code = str(term.facts.get("country", ""))
        if code in names:
            names[code] += term.names
    for code in sorted(names):
        folded = [variant for name in names[code] for variant in _short_names(name)]
        yield shown[code], unique(folded), hosts[code]
    known = {fold(name) for group in names.values() for name in group}
    only: dict[str, tuple[str, list[str]]] = {}
    for name, mission in brackets:
        if fold(name) and fold(name) not in known:
            only.setdefault(fold(name), (name, []))[1].append(mission)
    for folded_name, (name, found) in sorted(only.items()):
        yield name, [folded_name], list(dict.fromkeys(found))


def _short_names(name: str) -> list[str]:
    """Give a country's folded name and its short forms: "Congo", "DR Congo", "Central African"."""
    whole = fold(name)
    found = [whole]
    match = _REPUBLIC.match(whole)
    if match:
        initials = "".join(word[0] for word in match["kind"].split())
        found += [match["name"], f"{initials} {match['name']}"]
    elif _GENERIC.search(whole):
        found.append(fold(_GENERIC.sub(" ", whole)))
    return found


def _hints(term: Term, key: str) -> list[str]:
    """Give a theme's folded triggers as a reader might type them.

    Left out: longer English ones, and those in which another trigger or a name stands already.
    """
    names = folded_names(term)
    phrases = unique(fold(phrase) for phrase in term.facts.get(key, ()))
    if key == "triggers":
        phrases = [phrase for phrase in phrases if len(phrase.split()) <= HINT_WORDS]
    known = [*names, *phrases]
    return [
        phrase
        for phrase in phrases
        if not any(other != phrase and f" {other} " in f" {phrase} " for other in known)
        and phrase not in names
    ]


def _phrases(term: Term) -> list[str]:
    keys = ("expansion", "expansion_fr")
    names = [str(term.facts[key]) for key in keys if term.facts.get(key)]
    return unique((*names, *term.aliases))
