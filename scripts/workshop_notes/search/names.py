"""What a query is read with: the names that the vocabularies call things by, and its words.

Words are compared folded and cut by the text layer, less those that say nothing. A row of names
is `[kind, ids, label, label_fr, names]`. A note is found that has any of the ids; the names are
folded and separated by `|`. The kinds are: `m` mission or country, `p` place in a mission's area,
`t` theme, `o` organization, `r` resolution, `g` term of the glossary, `s` series, `e` kind of
event, `x` country without a mission, `h` word that hints at a theme, `n` name that hints at a
theme, which is offered and never read so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from workshop_notes.bounded import read_own
from workshop_notes.text import folding
from workshop_notes.text.folding import LETTERS, fold
from workshop_notes.text.languages import languages, month_numbers
from workshop_notes.vocabulary import Term, Vocabularies, grouped

Row = list[Any]
TYPED = Path(__file__).with_name("typed.yml")

# The languages in which countries are known: the first are asked at once, the others when a word is
# left that nothing else holds.
NEAR_LANGUAGES = ("en", "fr", "es")
FAR_LANGUAGES = ("pt", "de", "ar", "ru", "zh")
# A name of more words is seldom typed, and its words find the note.
LONGEST = 5
PHRASE = 3
SHORTEST = 2
EVENTS = ("workshop", "roundtable", "seminar", "virtual", "hybrid")

_REPUBLIC = re.compile(
    r"^(?P<kind>.*\b(?:republic|republique|republica)\b.*?)"
    r"\b(?:of the|of|du|de la|del|de)\s+(?P<name>.+)$"
)
_GENERIC = re.compile(r"\b(?:republic|republique|republica)\b")
NO_COUNTRIES = ("EU", "EZ", "UN", "XA", "XB", "ZZ")

# A document's symbol as it is written: `S/2023/36`.
SYMBOL = re.compile(r"\b[A-Z]{1,4}(?:/[A-Z]{1,6})*(?:/\d+)+\b")
SHORTEST_MONTH = 3
EXAMPLES = ("reads", "leaves")
# The words of a time that come as patterns beside it.
SPANS = ("since", "before", "between", "to", "of", "decades")


def split_names(held: Set[str], named: list[Row], seldom: list[Row]) -> tuple[list[Row], list[Row]]:
    """Give the rows that every query is read with, and those for words that nothing else holds.

    `held` are the keys of the terms that a note has (`!m:minusma`). Places and terms of the
    glossary that no note has are seldom typed: they wait with the second.
    """
    near: list[Row] = []
    far = [*seldom]
    for row in named:
        kind = "m" if row[0] == "p" else row[0]
        has_notes = any(f"!{kind}:{one}".lower() in held for one in row[1])
        if has_notes or row[0] not in "pge":
            near.append(row)
        elif row[0] != "e":
            far.append(row)
    return near, far


@cache
def vocabulary_names(vocabularies: Vocabularies) -> list[Row]:
    """Give a row for each term and place of the vocabularies; a name stands in one row alone."""
    rows = [
        _row("m", term, (name for name in term.names if " " not in name))
        for term in vocabularies.missions.terms
    ]
    rows += [
        [kind, missions, shown, shown_fr, _packed(names)]
        for kind, shown, shown_fr, names, missions in _countries(vocabularies)
    ]
    for term in vocabularies.themes.terms:
        rows.append(_row("t", term, [*term.names, *_linked(vocabularies, "theme", term)]))
    for term in vocabularies.organizations.terms:
        names = [*term.names, *term.texts("seen_as")]
        names += _linked(vocabularies, "organization", term)
        rows.append(_row("o", term, names))
    for term in vocabularies.glossary.terms:
        if not any(map(term.text, ("theme", "organization", "country"))):
            rows.append(_row("g", term, term.names))
    rows += [_row("s", term, term.names) for term in vocabularies.series.terms]
    rows += [["e", [event], event, "", event] for event in EVENTS]
    for term in vocabularies.resolutions.terms:
        rows.append(["r", [term.id], term.text("year"), "", ""])
    return _once(rows)


@cache
def far_names(vocabularies: Vocabularies) -> list[Row]:
    """Give rows that no vocabulary writes out.

    Countries in other scripts, countries without a mission, and phrases that show a theme.
    """
    hosts = _hosts(vocabularies)
    rows: list[Row] = []
    for code, name in sorted(Locale("en").territories.items()):
        if len(code) != 2 or code in NO_COUNTRIES:
            continue
        if code in hosts:
            shown = _territory(code, FAR_LANGUAGES)
            rows.append(["m", hosts[code], name, "", _packed(shown)])
        else:
            rows.append(["x", [code.lower()], name, "", _packed(_territory(code, ("en", "fr")))])
    themes = vocabularies.themes.terms
    # A word that hints at several themes tells nobody which is meant.
    hinting = Counter(fold(word) for term in themes for word in {*_words(term, "hints")})
    for term in themes:
        own, *others = (typed_phrases(term, key) for key in ("triggers", "triggers_fr", "names_es"))
        other = [phrase for phrases in others for phrase in phrases]
        # What a note in another language says shows the theme; so does what several words say.
        named = [*other, *(phrase for phrase in own if " " in phrase)]
        rows.append(["t", [term.id], term.label, term.label_fr, _packed(named, PHRASE)])
        single = [word for word in _words(term, "triggers") if fold(word) in own]
        single += [word for word in _words(term, "hints") if hinting[fold(word)] == 1]
        for kind, words in (
            ("h", [word for word in single if word.islower()]),
            ("n", [word for word in single if not word.islower()]),
        ):
            rows.append([kind, [term.id], term.label, term.label_fr, _packed(words)])
    return [row for row in rows if row[4]]


def names_of(vocabularies: Vocabularies) -> dict[tuple[str, str], list[str]]:
    """Give what every term is called, for the field of names: (kind, id) → names."""
    found = {("m", term.id): [*term.names] for term in vocabularies.missions.terms}
    for term in vocabularies.missions.terms:
        found["m", term.id] += [term.text("country"), term.text("country_fr")]
    for kind, terms in (
        ("t", vocabularies.themes.terms),
        ("o", vocabularies.organizations.terms),
        ("s", vocabularies.series.terms),
    ):
        found |= {(kind, term.id): [term.label] for term in terms}
    return found


def typed_for_browser(entries: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give the table as the browser needs it.

    Words that are orders come as patterns over folded words, with what stood between them.
    `entries` stand for those of the table.
    """
    entries = entries or read_own(TYPED)
    slim: dict[str, Any] = {
        name: entries[name]["list"] for name in ("endings", "spellings", "alike", "prefixes")
    }
    slim["least"] = entries["endings"]["least"]
    slim["stop"] = sorted(silent())
    slim["generic"] = entries["generic"]["list"].split()
    slim["parts"] = [[one["list"], one["months"]] for one in entries["parts"]]
    slim |= {name: _any_of(entries[name]["list"]) for name in ("except", "newest", "oldest")}
    said = _any_of(entries["resolution"]["list"])
    slim["resolution"] = rf"(?:(?<said>{said})[ /.-]*)?(?<number>\d{{2,4}})(?: (?<year>\d{{4}}))?"
    times = {name: entry for name, entry in entries["times"].items() if name not in EXAMPLES}
    spans = {name: _any_of(entries[name]["list"]) for name in SPANS}
    slim["times"] = {**times, **spans, "one": "|".join(times["one"])}
    months = {fold(name): number for name, number in month_numbers().items()}
    slim["months"] = {
        name: number for name, number in months.items() if len(name) >= SHORTEST_MONTH
    }
    slim["letters"] = LETTERS
    return slim


def split(text: str) -> list[str]:
    """Give the words of a text in order, folded."""
    return fold(text).split()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Give a folded word without its ending; nothing for one that search leaves out."""
    if word in silent() or (len(word) == 1 and word.isascii() and not word.isdigit()):
        return ""
    return folding.stem(word)


@cache
def silent() -> frozenset[str]:
    """Give the words that say nothing of what is looked for."""
    articles = frozenset(word for one in languages().values() for word in one.articles)
    return (
        frozenset(" ".join(read_own(TYPED)["stop"][code] for code in ("en", "fr", "es")).split())
        | articles
    )


def _row(kind: str, term: Term, names: Iterable[str]) -> Row:
    french = term.label_fr if term.label_fr != term.label else ""
    return [kind, [term.id], term.label, french, _packed(names)]


def _packed(names: Iterable[str], longest: int = LONGEST) -> str:
    """Give folded names, none twice, none empty, of one letter or of silent words alone."""
    folded = dict.fromkeys(fold(name) for name in names)
    return "|".join(
        name
        for name in folded
        if len(name) >= SHORTEST
        and sum(bool(stem(word)) for word in name.split()) <= longest
        and any(stem(word) for word in name.split())
    )


def _once(rows: list[Row]) -> list[Row]:
    """Leave each name to the first row that has it; a mission's names come before a glossary's."""
    taken: set[str] = set()
    for row in rows:
        names = [name for name in row[4].split("|") if name not in taken]
        taken.update(names)
        row[4] = "|".join(names)
    return [row for row in rows if row[4] or row[0] == "r"]


def _linked(vocabularies: Vocabularies, key: str, linked: Term) -> list[str]:
    """Give the names of the glossary's entries that say they are this term."""
    entries = vocabularies.glossary.terms
    return [name for term in entries if term.text(key) == linked.id for name in term.names]


def _countries(
    vocabularies: Vocabularies,
) -> Iterator[tuple[str, str, str, list[str], list[str]]]:
    """Give each country or place: kind, label, French label, names, ids of its missions.

    What stands in brackets, or names the place of a mission in several countries, is a place of
    that mission alone: "Darfur", "Abyei".
    """
    names: dict[str, list[str]] = {}
    shown: dict[str, tuple[str, str]] = {}
    hosts = _hosts(vocabularies)
    places: dict[str, list[str]] = {}
    for term in vocabularies.missions.terms:
        codes = term.texts("countries")
        parts = (term.text(key).rstrip(")").partition(" (") for key in ("country", "country_fr"))
        heads, _, inner = map(list, zip(*parts, strict=True))
        if len(codes) == 1:
            names.setdefault(codes[0], []).extend([*heads, *term.texts("demonyms")])
            shown.setdefault(codes[0], (heads[0], heads[1]))
            local = [part for name in inner for part in name.split("/")]
        else:
            local = [part for head in heads for part in re.split(r" and | et ", head)]
            local += [part for name in inner for part in name.split("/")]
        for place in [*local, *term.texts("places", "parties")]:
            if place:
                places.setdefault(place, []).append(term.id)
    for term in vocabularies.glossary.terms:
        if term.text("country") in names:
            names[term.text("country")] += term.names
    for code in sorted(names):
        names[code] += _territory(code, NEAR_LANGUAGES)
        folded = [variant for name in names[code] for variant in _short_names(name)]
        yield "m", *shown[code], folded, hosts[_two_letters(code)]
    known = {fold(name) for group in names.values() for name in group}
    for place, found in places.items():
        if fold(place) not in known:
            yield "p", place, "", [place], found


def _territory(code: str, languages: Iterable[str]) -> list[str]:
    """Give a country's names by its code of two or three letters."""
    two = _two_letters(code)
    return [str(Locale(language).territories.get(two, "")) for language in languages]


def _two_letters(code: str) -> str:
    return str(get_global("territory_aliases").get(code, [code[:2]])[0])


def typed_phrases(term: Term, *keys: str) -> list[str]:
    """Give a theme's phrases that stand as they are typed, folded."""
    return [fold(phrase) for phrase in term.texts(*keys) if not re.search(r"[…|~]", phrase)]


def _words(term: Term, key: str) -> list[str]:
    """Give the single words among a theme's phrases, as they are written."""
    return [word for word in term.texts(key) if re.fullmatch(r"\w+", word)]


def _hosts(vocabularies: Vocabularies) -> dict[str, list[str]]:
    """Give the missions of each country, by its code of two letters."""
    return grouped(
        (_two_letters(code), term.id)
        for term in vocabularies.missions.terms
        for code in term.texts("countries")
    )


def _short_names(name: str) -> list[str]:
    """Give a country's name and its short forms: "Congo", "DR Congo", "Central African"."""
    whole = fold(name)
    found = [whole]
    match = _REPUBLIC.match(whole)
    if match:
        initials = "".join(word[0] for word in match["kind"].split())
        found += [
            match["name"],
            f"{initials} {match['name']}",
            f"{match['kind'].strip()} of {match['name']}",
        ]
    elif _GENERIC.search(whole):
        found.append(fold(_GENERIC.sub(" ", whole)))
    return found


def _any_of(phrases: Iterable[str]) -> str:
    """Give a pattern of phrases, the longest first, with whatever stands between their words.

    That of no phrases never fits.
    """
    folded = sorted(map(fold, phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(phrase.replace(" ", "[ /.-]") for phrase in folded) or "(?!)"
