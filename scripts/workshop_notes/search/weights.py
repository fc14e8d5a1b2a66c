"""Weights: the words of a note, weighed by where they stand, and the terms that it is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workshop_notes.collection import Collection
from workshop_notes.fields import table
from workshop_notes.note import Note, without_leading_title
from workshop_notes.search.names import SYMBOL, names_of, split, stem, typed_phrases
from workshop_notes.text.expressions import pattern
from workshop_notes.text.folding import fold
from workshop_notes.views.body import ASKING
from workshop_notes.vocabulary import Term, Vocabularies

# How strong a word or term is in a note: the level of a posting, 1 to STRONGEST.
STRONGEST = 9
# What stands before the words of a translation: "coup" in French is not the English one.
OTHER = "~"
# BM25F: what one occurrence counts in each text of a note, how much its length takes away, and the
# length at which it is neither long nor short: a constant, so that one note changes no other's
# words, since the notes of a series are much alike. A title and the names of what a note is about
# say most; requests are what readers come for.
TEXTS = {
    "title": (3.0, 0.0, 12),
    "names": (0.7, 0.0, 60),
    "summary": (2.0, 0.0, 30),
    "requests": (1.6, 0.4, 60),
    "headings": (2.0, 0.2, 12),
    "body": (1.0, 0.5, 400),
}
SATURATION = 1.6
# A word of a mission's name, for a note on that mission alone; on several, it is shared out.
MISSION_NAME = 1.0
# Phrases of a theme, of which a note that holds so many is half as strong as can be.
HALF_SAID = 6
# A resolution on a note's mission, adopted in its year, that the note does not name.
DECIDED = 2
# A note on one mission says more of it than one on eight.
SHARED = 4

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(
    r"\]\([^)]*\)|https?://\S+|\[\^[^\]]*\]:?|^\s*\|?[\s:|-]+\|?\s*$", re.MULTILINE
)
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*#*$")


@dataclass(frozen=True)
class Words:
    """What a note gives to the index: levels of stems and terms, places and forms of stems."""

    levels: Mapping[str, int]
    places: Mapping[str, list[int]]
    forms: Mapping[str, list[str]]


@dataclass(frozen=True)
class Phrase:
    """A name as it stands in a folded text, between spaces, and its words."""

    text: str
    words: frozenset[str]


@dataclass(frozen=True)
class Text:
    """A folded field of a note, its words, and what one occurrence counts in it."""

    text: str
    words: frozenset[str]
    weight: float

    def says(self, phrases: Iterable[Phrase]) -> float:
        """Weigh how often the phrases stand in the text."""
        said = sum(self.text.count(one.text) for one in phrases if one.words <= self.words)
        return said * self.weight


def reader(collection: Collection, *, placed: bool = True) -> Callable[[Note], Words]:
    """Give the function that reads a note of this collection; `placed` asks for places too."""
    vocabularies = collection.vocabularies
    called = {
        key: [one for name in names for one in map(stem, split(name)) if one]
        for key, names in names_of(vocabularies).items()
    }
    shown = {
        term.id: (_phrases(term.names), _phrases(_triggers(term)))
        for term in vocabularies.themes.terms
    }
    spelled = [
        (term.id, _phrases(term.names))
        for term in vocabularies.glossary.terms
        if not any(map(term.text, ("theme", "organization", "country")))
    ]

    def read(note: Note) -> Words:
        counts: dict[str, float] = defaultdict(float)
        places: dict[str, list[int]] = defaultdict(list)
        forms: dict[str, list[str]] = defaultdict(list)
        length = 0
        fields: list[Text] = []
        for spoken in collection.texts([note]):
            mark = "" if spoken is note else OTHER
            for field, text in texts_of(spoken).items():
                found = split(text)
                weight, share, usual = TEXTS[field]
                weight /= 1 - share + share * max(len(found), usual / 4) / usual
                cut = {word: mark + stem(word) for word in set(found) if stem(word)}
                for word, times in Counter(filter(cut.get, found)).items():
                    counts[cut[word]] += times * weight
                    forms[cut[word]].append(mark + word)
                for place, word in enumerate(found, length + 1) if placed else ():
                    if word in cut:
                        places[cut[word]].append(place)
                # Fields do not touch: no phrase runs from one into the next.
                length += len(found) + 2
                if spoken is note:
                    fields.append(Text(f" {' '.join(found)} ", frozenset(found), weight))
        for key in _about(note):
            # What a note on one mission is about, its names say better than its text.
            weight = MISSION_NAME / len(note.mission) if key[0] == "m" else TEXTS["names"][0]
            for one in called.get(key, ()):
                counts[one] += weight
        counts.pop("", None)
        levels = {
            one: max(1, round(STRONGEST * weight / (weight + SATURATION)))
            for one, weight in counts.items()
        }
        terms = _terms(note, vocabularies, fields, shown, spelled)
        terms |= {f"!l:{one.language}": STRONGEST for one in collection.texts([note])}
        return Words(levels | terms, places, forms)

    return read


def day_of(note: Note) -> str:
    """Give the day, month or year under which a note stands, as it was written; "" for none."""
    return note.when or note.published


def others(note: Note) -> list[str]:
    """Give the values of fields whose words are searched as they are."""
    names = (one.name for one in table().values() if one.search == "words")
    return [text for name in names for text in note.texts(name)]


def texts_of(note: Note) -> dict[str, str]:
    """Give the text of each field of a note, without markup; requests and headings apart."""
    body: dict[str, list[str]] = {"headings": [], "requests": [], "body": []}
    asked = False
    text = _ADDRESS.sub(" ", _COMMENT.sub(" ", without_leading_title(note)))
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            asked = bool(pattern(ASKING, "headings").search(heading["text"]))
            body["headings"].append(heading["text"])
        else:
            body["requests" if asked else "body"].append(line)
    lines_of = {name: "\n".join(lines) for name, lines in body.items()}
    lines_of["names"] = "\n".join(others(note))
    return {"title": note.title, "summary": note.summary, **lines_of}


def _about(note: Note) -> Iterable[tuple[str, str]]:
    yield from (("m", mission) for mission in note.mission)
    yield from (("t", theme) for theme in note.themes)
    yield from (("o", name) for name in (*note.organizers, *note.funders))
    yield from (("s", name) for name in (note.series,) if name)
    yield from (("e", name) for name in (note.event, note.format) if name)


def _terms(
    note: Note,
    vocabularies: Vocabularies,
    fields: Sequence[Text],
    shown: Mapping[str, tuple[list[Phrase], list[Phrase]]],
    spelled: Iterable[tuple[str, list[Phrase]]],
) -> dict[str, int]:
    """Give the level of each term that a note is about: keys as `!m:minusma`, `!d:2020-05-20`."""
    words = frozenset[str]().union(*(field.words for field in fields))
    alone = STRONGEST if len(note.mission) == 1 else SHARED
    found = {f"!m:{mission}": alone for mission in note.mission}
    for theme in note.themes:
        names, triggers = shown.get(theme, ([], []))
        found[f"!t:{theme}"] = _strength(fields, _likely(names, words), _likely(triggers, words))
    for name in (*note.organizers, *note.funders):
        term = vocabularies.organizations.get(name)
        for one in (name, term.broader if term else ""):
            if one:
                found[f"!o:{one}"] = STRONGEST if name in note.funders else SHARED
    found |= {f"!n:{symbol}": STRONGEST for symbol in SYMBOL.findall(f"{note.summary} {note.body}")}
    for term in vocabularies.resolutions.terms:
        if [*note.mission] == term.facts.get("missions") and note.year == term.facts.get("year"):
            found[f"!r:{term.id}"] = DECIDED
    found |= {f"!r:{number}": STRONGEST for number in note.resolutions}
    found |= {f"!{kind}:{name}": STRONGEST for kind, name in _about(note) if kind in "se"}
    found |= {f"!d:{day}": STRONGEST for day in note.date.split("/") if day}
    found |= {f"!y:{year}": STRONGEST for year in (day_of(note)[:4],) if year}
    found |= _spelled(fields, spelled, words)
    return {key.lower(): level for key, level in found.items()}


def _spelled(
    fields: Sequence[Text], spelled: Iterable[tuple[str, list[Phrase]]], words: frozenset[str]
) -> dict[str, int]:
    """Give the level of each term of the glossary that a note names."""
    held = ((identifier, _likely(names, words)) for identifier, names in spelled)
    said = ((one, sum(field.says(names) for field in fields)) for one, names in held if names)
    return {f"!g:{one}": min(STRONGEST, round(3 + 2 * much)) for one, much in said if much}


def _likely(phrases: Iterable[Phrase], words: frozenset[str]) -> list[Phrase]:
    """Give the phrases of which a note has all words."""
    return [one for one in phrases if one.words <= words]


def _strength(fields: Iterable[Text], names: list[Phrase], triggers: list[Phrase]) -> int:
    """Weigh how much a note speaks of a theme, 2 to STRONGEST; its names count twice."""
    said = sum(2 * field.says(names) + field.says(triggers) for field in fields)
    return 2 + round((STRONGEST - 2) * said / (said + HALF_SAID))


def _triggers(term: Term) -> list[str]:
    names = set(map(fold, term.names))
    return [one for one in typed_phrases(term, "triggers", "triggers_fr") if one not in names]


def _phrases(names: Iterable[str]) -> list[Phrase]:
    folded = dict.fromkeys(fold(name) for name in names)
    return [Phrase(f" {name} ", frozenset(name.split())) for name in folded if len(name) > 1]
