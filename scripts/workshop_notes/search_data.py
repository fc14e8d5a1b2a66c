"""Search data: the catalogue that answers at once, and the words the query reader knows.

Everything is derived from the notes and the vocabularies, folded and packed as rows rather than
objects, because a reader waits for each of its bytes. The shapes are read by the scripts
`docs/assets/search-*.js`:

- `search-terms.json`: missions, countries, themes, organizations, resolutions, series;
- `search-notes.json`: the newest notes, all of them when they are few;
- `search-rest.json`: the others, asked for together with the full-text engine;
- `search-words.json`: glossary and theme triggers, for queries with words besides names;
- `search-rare.json`: long names, French triggers, the notes' words, for words no note holds;
- `search/FACET-VALUE.json`: in a large collection, the first notes under one facet value;
- `search.js` and the other scripts: without comments, those that a first answer needs as one.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.vocabulary import Term, Vocabularies

FOLDER = "assets/data"
# Scripts as they are sent: those that a first answer needs come as one, in this order.
SCRIPTS = {
    "search.js": ("search-reading.js", "search-answer.js"),
    "search-page.js": ("search-page.js",),
    "search-text.js": ("search-text.js",),
    "search-words.js": ("search-words.js",),
    "search-rare.js": ("search-rare.js",),
}
# Compressed bytes: what of the catalogue may come before the first answer.
FIRST_BYTES = 6_000
FIRST_OF_MANY_BYTES = 3_000
# Notes that the page holds and ranks as a whole; beyond, the full-text engine ranks alone.
WHOLE = 300
SHARD_ROWS = 24
STRONGEST = 9
SPELLING_WORDS = 6_000
SHORTEST_WORD = 4
HINT_WORDS = 2

Row = list[Any]

_REPUBLIC = re.compile(
    r"^(?P<kind>.*\b(?:republic|republique)\b.*?)\b(?:of the|of|du|de la)\s+(?P<name>.+)$"
)
_GENERIC = re.compile(r"\b(?:republic|republique)\b")
_SCRIPT_COMMENT = re.compile(r"^\s*(?:/\*\*.*?\*/|//.*?)$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")


def data_files(collection: Collection, hues: Mapping[str, int] | None = None) -> dict[str, str]:
    """Give every data file of search: path below `docs/` → text.

    `collection` holds the notes that readers may see; withdrawn ones are left out here. `hues` are
    the colours of the missions, in degrees.
    """
    vocabularies = collection.vocabularies
    newest_first = tuple(reversed(collection.oldest_first))
    pack = _packer(vocabularies)
    rows = [pack(note) for note in newest_first]
    first = _affordable(rows, FIRST_BYTES)
    if len(rows) > WHOLE and first < len(rows):
        first = _affordable(rows, FIRST_OF_MANY_BYTES)
    files = {
        "search-terms.json": _terms(collection, hues or {}),
        "search-notes.json": {
            "total": len(rows),
            "rest": len(rows) <= WHOLE,
            "notes": rows[:first],
        },
        "search-words.json": _words(collection.vocabularies),
        "search-rare.json": _rare(collection),
    }
    if len(rows) <= WHOLE:
        files["search-rest.json"] = {"total": len(rows), "notes": rows[first:]}
    if first < len(rows):
        files.update(_shards(newest_first, rows, vocabularies))
    written = {f"{FOLDER}/{name}": _json(value) for name, value in files.items()}
    return written | _scripts(collection.root / "docs" / "assets")


def fold(text: str) -> str:
    """Fold text for comparison: no accents, no capitals, no punctuation, single spaces.

    The query reader folds queries in the same way.
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("+", " plus ")
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain.replace("&", " and ").lower()).split())


def _packer(vocabularies: Vocabularies) -> Callable[[Note], Row]:
    missions = _places(vocabularies.missions.terms)
    themes = _places(vocabularies.themes.terms)
    organizations = _places(vocabularies.organizations.terms)
    marks = {term.id: _marks(term, vocabularies) for term in vocabularies.themes.terms}

    def pack(note: Note) -> Row:
        text = f" {fold(' '.join((note.title, note.summary, _prose(note))))} "
        return [
            note.id,
            note.title,
            [missions[mission] for mission in note.mission if mission in missions],
            note.year or 0,
            note.date or note.published,
            [
                [themes[theme], _strength(text, *marks[theme])]
                for theme in note.themes
                if theme in themes
            ],
            list(note.resolutions),
            [organizations[name] for name in note.organizers if name in organizations],
            [organizations[name] for name in note.funders if name in organizations],
            note.language,
            note.summary,
            " ".join(word for word in (note.event, note.format, note.series) if word),
        ]

    return pack


def _affordable(rows: Sequence[Row], limit: int) -> int:
    """Give how many rows from the start fit into so many compressed bytes, at least one."""
    if len(gzip.compress(_json(list(rows)).encode())) <= limit:
        return len(rows)
    low, high = 1, min(len(rows), WHOLE)
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(gzip.compress(_json(list(rows[:middle])).encode())) <= limit
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def _shards(
    notes: Sequence[Note], rows: Sequence[Row], vocabularies: Vocabularies
) -> dict[str, dict[str, Any]]:
    """Give the first rows under each mission, mission and year, year, theme and resolution."""
    themes = [term.id for term in vocabularies.themes.terms]
    under: dict[str, list[Row]] = {}
    for note, row in zip(notes, rows, strict=True):
        values = [f"mission-{mission}" for mission in note.mission]
        values += [f"mission-{mission}-{note.year}" for mission in note.mission if note.year]
        values += [f"year-{note.year}"] if note.year else []
        values += [f"theme-{theme}" for theme in note.themes]
        values += [f"resolution-{number}" for number in note.resolutions]
        for value in dict.fromkeys(values):
            under.setdefault(value, []).append(row)
    shards = {}
    for value, found in sorted(under.items()):
        kept = found
        if value.startswith("theme-") and value.removeprefix("theme-") in themes:
            place = themes.index(value.removeprefix("theme-"))
            kept = sorted(found, key=lambda row: -dict(row[5]).get(place, 0))
        name = f"search/{value.lower()}.json"
        shards[name] = {"total": len(found), "notes": kept[:SHARD_ROWS]}
    return shards


def _terms(collection: Collection, hues: Mapping[str, int]) -> dict[str, Any]:
    vocabularies = collection.vocabularies
    missions = vocabularies.missions.terms
    places = _places(missions)
    years = Counter(note.year for note in collection.oldest_first if note.year)
    return {
        "missions": [
            [
                term.id,
                term.label,
                len(collection.by_mission(term.id)),
                [name for name in _folded_names(term) if " " not in name],
                *([round(hues[term.id])] if term.id in hues else []),
            ]
            for term in missions
        ],
        "countries": [
            [shown, names, [places[mission] for mission in found]]
            for shown, names, found in _countries(vocabularies)
        ],
        "themes": [
            [
                term.id,
                term.label,
                len(collection.by_theme(term.id)),
                _unique(_folded_names(term) + _glossary_names(vocabularies, "theme", term.id)),
            ]
            for term in vocabularies.themes.terms
        ],
        "organizations": [
            [
                term.id,
                term.label,
                len(collection.by_organization(term.id)),
                _unique(
                    _folded_names(term) + _glossary_names(vocabularies, "organization", term.id)
                ),
                term.broader,
            ]
            for term in vocabularies.organizations.terms
        ],
        "resolutions": {
            term.id: [
                term.facts.get("year", 0),
                [places[name] for name in term.facts.get("missions", ()) if name in places],
                len(collection.by_resolution(term.id)),
            ]
            for term in vocabularies.resolutions.terms
        },
        "series": [
            [term.id, term.label, [name for name in _folded_names(term) if " " in name]]
            for term in vocabularies.series.terms
        ],
        "years": {str(year): years[year] for year in sorted(years)},
        "languages": sorted({note.language for note in collection.oldest_first}),
    }


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
        yield shown[code], _unique(folded), hosts[code]
    known = {fold(name) for group in names.values() for name in group}
    places: dict[str, tuple[str, list[str]]] = {}
    for name, mission in brackets:
        if fold(name) and fold(name) not in known:
            places.setdefault(fold(name), (name, []))[1].append(mission)
    for folded_name, (name, found) in sorted(places.items()):
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


def _words(vocabularies: Vocabularies) -> dict[str, Any]:
    return {
        "glossary": [
            [term.id, term.label, [term.label_fr] if term.label_fr else [], _phrases(term)]
            for term in vocabularies.glossary.terms
            if not any(key in term.facts for key in ("theme", "organization", "country", "mission"))
        ],
        "triggers": [_hints(term, "triggers") for term in vocabularies.themes.terms],
    }


def _hints(term: Term, key: str) -> list[str]:
    """Give a theme's folded triggers as a reader might type them.

    Left out: longer English ones, and those in which another trigger or a name stands already.
    """
    names = _folded_names(term)
    phrases = _unique(fold(phrase) for phrase in term.facts.get(key, ()))
    if key == "triggers":
        phrases = [phrase for phrase in phrases if len(phrase.split()) <= HINT_WORDS]
    known = [*names, *phrases]
    return [
        phrase
        for phrase in phrases
        if not any(other != phrase and f" {other} " in f" {phrase} " for other in known)
        and phrase not in names
    ]


def _rare(collection: Collection) -> dict[str, Any]:
    """Give what is looked up for words that no note holds: long names, French hints, spelling."""
    vocabularies = collection.vocabularies
    found: Counter[str] = Counter()
    for note in collection.oldest_first:
        text = " ".join((note.title, note.summary, _prose(note)))
        found.update({word for word in fold(text).split() if len(word) >= SHORTEST_WORD})
    least = 1 if len(collection.oldest_first) <= WHOLE else 2
    kept = sorted(
        (word for word, notes in found.items() if notes >= least and not word.isdigit()),
        key=lambda word: (-found[word], word),
    )
    return {
        "missions": [
            [name for name in _folded_names(term) if " " in name]
            for term in vocabularies.missions.terms
        ],
        "adopted": {
            term.id: term.facts.get("adopted", "") for term in vocabularies.resolutions.terms
        },
        "triggers": [_hints(term, "triggers_fr") for term in vocabularies.themes.terms],
        "words": " ".join(sorted(kept[:SPELLING_WORDS])),
    }


def _phrases(term: Term) -> list[str]:
    keys = ("expansion", "expansion_fr")
    names = [str(term.facts[key]) for key in keys if term.facts.get(key)]
    return _unique((*names, *term.aliases))


def _glossary_names(vocabularies: Vocabularies, key: str, identifier: str) -> list[str]:
    return [
        name
        for term in vocabularies.glossary.terms
        if term.facts.get(key) == identifier
        for name in _folded_names(term)
    ]


def _folded_names(term: Term) -> list[str]:
    return _unique(fold(name) for name in term.names)


def _marks(term: Term, vocabularies: Vocabularies) -> tuple[list[str], list[str]]:
    names = _unique(_folded_names(term) + _glossary_names(vocabularies, "theme", term.id))
    phrases = (
        fold(phrase) for key in ("triggers", "triggers_fr") for phrase in term.facts.get(key, ())
    )
    return names, [phrase for phrase in _unique(phrases) if phrase not in names]


def _strength(text: str, names: Iterable[str], triggers: Iterable[str]) -> int:
    """Weigh how much a folded text speaks of a theme, 1 to STRONGEST; its names count twice."""
    named = sum(text.count(f" {name} ") for name in names)
    hinted = sum(text.count(f" {phrase} ") for phrase in triggers)
    return max(1, min(STRONGEST, 2 * named + hinted))


def _scripts(assets: Path) -> dict[str, str]:
    """Give the scripts with lines of comment and indentation left out; none where there is none."""
    found = {}
    for name, parts in SCRIPTS.items():
        paths = [assets / part for part in parts if (assets / part).is_file()]
        text = "".join(path.read_text(encoding="utf-8") for path in paths)
        lines = [line.strip() for line in _SCRIPT_COMMENT.sub("", text).splitlines()]
        if paths:
            found[f"{FOLDER}/{name}"] = "\n".join(line for line in lines if line)
    return found


def _prose(note: Note) -> str:
    return _ADDRESS.sub(" ", _COMMENT.sub(" ", note.body))


def _places(terms: Sequence[Term]) -> dict[str, int]:
    return {term.id: place for place, term in enumerate(terms)}


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
