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
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.search_terms import (
    WHOLE,
    fold,
    folded_names,
    glossary_names,
    places,
    prose,
    rare_data,
    terms_data,
    unique,
    words_data,
)
from workshop_notes.vocabulary import Term, Vocabularies

FOLDER = "assets/data"
# Scripts as they are sent: those that a first answer needs come as one, in this order.
SCRIPTS = {
    "search.js": ("search-reading.js", "search-answer.js"),
    "search-page.js": ("search-panels.js", "search-page.js"),
    "search-text.js": ("search-text.js",),
    "search-words.js": ("search-words.js",),
    "search-rare.js": ("search-rare.js",),
}
# Compressed bytes: what of the catalogue may come before the first answer.
FIRST_BYTES = 6_000
FIRST_OF_MANY_BYTES = 3_000
SHARD_ROWS = 24
STRONGEST = 9

Row = list[Any]

_SCRIPT_COMMENT = re.compile(r"^\s*(?:/\*\*.*?\*/|//.*?)$", re.DOTALL | re.MULTILINE)


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
        "search-terms.json": terms_data(collection, hues or {}),
        "search-notes.json": {
            "total": len(rows),
            "rest": len(rows) <= WHOLE,
            "notes": rows[:first],
        },
        "search-words.json": words_data(collection.vocabularies),
        "search-rare.json": rare_data(collection),
    }
    if len(rows) <= WHOLE:
        files["search-rest.json"] = {"total": len(rows), "notes": rows[first:]}
    if first < len(rows):
        files.update(_shards(newest_first, rows, vocabularies))
    written = {f"{FOLDER}/{name}": _json(value) for name, value in files.items()}
    return written | _scripts(collection.root / "docs" / "assets")


def _packer(vocabularies: Vocabularies) -> Callable[[Note], Row]:
    missions = places(vocabularies.missions.terms)
    themes = places(vocabularies.themes.terms)
    organizations = places(vocabularies.organizations.terms)
    marks = {term.id: _marks(term, vocabularies) for term in vocabularies.themes.terms}

    def pack(note: Note) -> Row:
        text = f" {fold(' '.join((note.title, note.summary, prose(note))))} "
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


def _marks(term: Term, vocabularies: Vocabularies) -> tuple[list[str], list[str]]:
    names = unique(folded_names(term) + glossary_names(vocabularies, "theme", term.id))
    phrases = (
        fold(phrase) for key in ("triggers", "triggers_fr") for phrase in term.facts.get(key, ())
    )
    return names, [phrase for phrase in unique(phrases) if phrase not in names]


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
