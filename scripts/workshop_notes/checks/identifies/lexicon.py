"""Lexicon: the words by which a sentence says who spoke, each with the tag that the checks read.

A tag is one letter for a phrase, so that a sentence is read as a short string and a construction
("the delegate from Niger asked") is a short regular expression over it ("dRlSW").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workshop_notes.vocabulary import Vocabularies

FOLDER = Path(__file__).parent
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
CODE = re.compile(r"[A-Z]{2,4}$")
LANGUAGES = ("en", "fr", "es", "pt", "de", "it", "ru", "ar")

# The keys of lexicon.yml and their tags; of two keys with one phrase, the first wins.
TAGS: Mapping[str, str] = {
    "speech_phrases": "V",
    "participation": "g",
    "ambassadors": "B",
    "bodies": "O",
    "groups": "G",
    "public_officials": "%",
    "roles": "K",
    "delegates": "R",
    "delegates_plural": "D",
    "titles": "T",
    "public_titles": "P",
    "act_phrases": "A",
    "strong_contributions": "q",
    "contributions": "Q",
    "weak_contributions": "5",
    "state_nominal": "Y",
    "nominal": "Z",
    "thanks": "@",
    "small_regions": "C",
    "wide_regions": "c",
    "region_names": "3",
    "members": "m",
    "organizations_class": "i",
    "functionaries": "F",
    "functionaries_plural": "f",
    "individuals": "I",
    "leaders": "H",
    "united_nations": "U",
    "exclusive": "E",
    "documents": "8",
    "meetings": "7",
    "own": "L",
    "determiners": "d",
    "indefinites": "e",
    "quantifiers": "k",
    "of": "o",
    "from": "l",
    "by": "y",
    "prepositions": "p",
    "conjunctions": "&",
    "modals": "M",
    "wishes": "w",
    "have": "h",
    "attitudes": "0",
    "be": "b",
    "not": "n",
    "pronouns": "u",
    "possessives": "j",
    "relatives": "r",
    "adverbs": "a",
}
# Punctuation has tags too; what is not here counts as the end of a clause.
MARKS: Mapping[str, str] = {
    ",": ",", ":": ":", ";": "!", "(": "1", ")": "2", '"': '"', "-": "_", "–": "_", "—": "_", "&": "&",
    "/": "&", "+": "&", "،": ",",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: its words in small letters, its tag, and which words need capitals.

    `capitals` has one letter a word: `x` for any, `X` for a capital first, `A` for capitals only.
    """

    words: tuple[str, ...]
    tag: str
    capitals: str
    state: str = ""

    def stands_at(self, tokens: Sequence[str], lows: Sequence[str], at: int) -> bool:
        """Say whether the phrase stands at a place among the tokens; `lows` are these in small."""
        length = len(self.words)
        if length > 1 and tuple(lows[at : at + length]) != self.words:
            return False
        for step, need in enumerate(self.capitals):
            if need != "x":
                token = tokens[at + step]
                if not (token.isupper() if need == "A" else token[0].isupper()):
                    return False
        return True


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language and its word lists.

    `plain` has the tag of each word that is a phrase alone, whatever its capitals; `single` the
    phrases of one word; `longer` the others by their first and second word, the longest first.
    """

    language: str
    plain: Mapping[str, str]
    single: Mapping[str, tuple[Phrase, ...]]
    longer: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    common: frozenset[str]
    institutions: frozenset[str]
    stopwords: frozenset[str]
    frequent: tuple[str, ...]  # the stop words that no other language here has, between spaces

    def is_sure_of(self, text: str) -> bool:
        """Say whether a text is surely in this language, by its most frequent words."""
        return any(word in text for word in self.frequent)

    def phrases_at(self, lows: Sequence[str], at: int) -> Iterator[Phrase]:
        """Give the phrases that may stand at a place among words in small letters."""
        low = lows[at]
        if low in self.longer and at + 1 < len(lows):
            yield from self.longer[low].get(lows[at + 1], ())
        yield from self.single.get(low, ())


@dataclass(frozen=True)
class Expressions:
    """A list of expressions as one pattern, which is only tried where all words of one are.

    `hints` gives, by the longest word of an expression, the words of all that share it.
    """

    pattern: re.Pattern[str]
    hints: Mapping[str, tuple[frozenset[str], ...]]

    def search(self, text: str, words: frozenset[str] | None = None) -> re.Match[str] | None:
        """Find the first expression in `text`; `words` are those of the text, in small letters."""
        if words is not None:
            near = self.hints.keys() & words
            if not any(needed <= words for word in near for needed in self.hints[word]):
                return None
        return self.pattern.search(text)


@dataclass(frozen=True)
class Knowledge:
    """Everything the checks look up: a lexicon for each language, and what is public in all."""

    lexicons: Mapping[str, Lexicon]
    public: Expressions
    rooms: Expressions
    attendance: Expressions
    spoken_pronouns: Expressions
    list_labels: frozenset[str]
    speaker_labels: frozenset[str]
    generic_labels: frozenset[str]
    own: frozenset[str]
    codes: Mapping[str, str]  # ISO 3166 code, in capitals → id of the state
    acronyms: frozenset[str]  # capitals that stand for a mission, a body or a concept
    missions: frozenset[str]  # acronyms of missions
    hosts: frozenset[str]  # states that have or had a mission, by id


_known: tuple[Vocabularies | None, Knowledge] | None = None


def knowledge(vocabularies: Vocabularies | None) -> Knowledge:
    """Give what the checks look up, with the names of the project's vocabularies in it."""
    global _known
    if _known is None or _known[0] is not vocabularies:
        _known = (vocabularies, _knowledge(vocabularies))
    return _known[1]


def words(text: str) -> list[str]:
    """Split text into words and marks."""
    return WORD.findall(text)


@cache
def _read(name: str) -> Any:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)


def _knowledge(vocabularies: Vocabularies | None) -> Knowledge:
    data: dict[str, dict[str, Any]] = _read("lexicon.yml")
    states: list[dict[str, Any]] = _read("states.yml")
    named = list(_state_phrases(states))
    terms_of_project = list(_vocabulary_phrases(vocabularies))
    familiar = _defining_words(vocabularies)

    def every(key: str) -> frozenset[str]:
        return frozenset(one for language in LANGUAGES for one in _entries(data[language].get(key)))

    terms = [
        name.strip("()")
        for vocabulary in (vocabularies.glossary, vocabularies.missions, vocabularies.organizations)
        for term in vocabulary.terms
        for name in (term.id, term.label, *term.aliases)
    ] if vocabularies else []  # fmt: skip
    missions = vocabularies.missions.terms if vocabularies else ()
    return Knowledge(
        lexicons={
            name: _lexicon(name, data[name], named, terms_of_project, familiar)
            for name in LANGUAGES
        },
        public=_any_of(every("public_places")),
        rooms=_any_of(every("rooms")),
        attendance=_any_of(every("attendance")),
        spoken_pronouns=_any_of(every("spoken_pronouns")),
        list_labels=every("participants_labels"),
        speaker_labels=every("transcript_speakers"),
        generic_labels=every("generic_labels"),
        own=every("own"),
        codes={state[key]: state["id"] for state in states for key in ("id", "alpha_2")}
        | {
            name: state["id"]
            for state in states
            for name in state.get("aliases", ())
            if CODE.match(name)
        }
        | {"US": "USA", "UK": "GBR", "UAE": "ARE", "EU": "EU"},
        acronyms=frozenset(name for name in terms if name.isupper()) | every("bodies"),
        missions=frozenset(term.id for term in missions),
        hosts=frozenset(
            code
            for term in missions
            if len(term.facts.get("countries", ())) == 1
            for code in term.facts["countries"]
        ),
    )


def _lexicon(
    language: str,
    data: Mapping[str, Any],
    states: Iterable[Phrase],
    terms: Iterable[Phrase],
    familiar: frozenset[str],
) -> Lexicon:
    phrases: dict[str, list[Phrase]] = {}
    seen: set[tuple[tuple[str, ...], str]] = set()
    by_whom = (_phrase(entry, "6") for entry in _entries(data.get("by_verbs")))
    listed = (*_verb_phrases(language, data), *states, *_listed_phrases(data), *terms, *by_whom)
    for phrase in listed:
        if phrase.words and (phrase.words, phrase.capitals) not in seen:
            seen.add((phrase.words, phrase.capitals))
            phrases.setdefault(phrase.words[0], []).append(phrase)
    common = frozenset(_entries(data.get("anonymous"))) | familiar
    ordered = [(first, sorted(same, key=_longest_first)) for first, same in phrases.items()]
    return Lexicon(
        language,
        {first: tag for first, same in phrases.items() if (tag := _plain_tag(same))},
        {first: tuple(one for one in same if len(one.words) == 1) for first, same in ordered},
        {first: _by_second(same) for first, same in ordered if len(same[0].words) > 1},
        common,
        frozenset(_entries(data.get("institution_words"))),
        frozenset(_entries(data.get("stopwords"))),
        tuple(f" {word} " for word in _entries(data.get("frequent"))),
    )


def _by_second(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if len(phrase.words) > 1:
            found.setdefault(phrase.words[1], []).append(phrase)
    return {second: tuple(same) for second, same in found.items()}


def _plain_tag(phrases: Sequence[Phrase]) -> str:
    """Give the tag of a first word that stands alone, where capitals and context do not matter."""
    alone = [phrase for phrase in phrases if len(phrase.words) == 1]
    plain = len(alone) == 1 and alone[0].capitals == "x" and alone[0].tag not in "TP"
    return alone[0].tag if plain else ""


def _longest_first(phrase: Phrase) -> tuple[int, int]:
    return -len(phrase.words), phrase.capitals.count("x")


def _listed_phrases(data: Mapping[str, Any]) -> Iterator[Phrase]:
    for key, tag in TAGS.items():
        for entry in _entries(data.get(key)):
            yield _phrase(entry, tag)


def _verb_phrases(language: str, data: Mapping[str, Any]) -> Iterator[Phrase]:
    nouns = frozenset(_entries(data.get("also_nouns")))
    # Acts come first: "asked the council" is one, "asked" alone is not.
    for key, tag in (("act", "A"), ("speech", "V"), ("request", "W")):
        for entry in _entries(data.get(key)):
            if language not in INFLECT:
                yield _phrase(entry, tag)
                continue
            for form, is_past in INFLECT[language](entry):
                first = form.split(" ", 1)[0]
                if is_past or not (first in nouns or first.removesuffix("s") in nouns):
                    yield _phrase(form, tag if is_past or tag != "V" else "V")


def _english(entry: str) -> Iterator[tuple[str, bool]]:
    entry, _, given = entry.partition("/")
    verb, _, rest = entry.partition(" ")
    rest = f" {rest}" if rest else ""
    past = given if given and not rest else given.split(" ", 1)[0]
    if not past:
        doubles = verb in (
            "refer",
            "prefer",
            "admit",
            "concur",
            "quip",
            "plan",
            "chat",
            "commit",
            "regret",
            "spar",
            "nod",
        )
        past = (
            f"{verb}d" if verb.endswith("e")
            else f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeiou"
            else f"{verb}{verb[-1] if doubles else ''}ed"
        )  # fmt: skip
    third = (
        f"{verb}es" if verb.endswith(("s", "sh", "ch", "x"))
        else f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"
    )  # fmt: skip
    yield past + rest, True
    yield third + rest, False


def _french(entry: str) -> Iterator[tuple[str, bool]]:
    verb, _, given = entry.partition("/")
    if given or not verb.endswith("er"):
        yield given or verb, True
        return
    stem = verb[:-2]
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    grave = re.sub(r"[eé](?=[^aeiouyé]$)", "è", stem)
    present = stem + stem[-1] if stem.endswith(("appel", "rejet")) else grave
    for ending in ("é", "ée", "és", "ées"):
        yield stem + ending, True
    for form in (
        f"{present}e",
        f"{present}ent",
        f"{soft}ait",
        f"{soft}aient",
        f"{soft}a",
        f"{stem}èrent",
    ):
        yield form, True


INFLECT = {"en": _english, "fr": _french}


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
            yield _phrase(name, "S", identifier)
        for adjective in state.get("adjectives", ()):
            yield _phrase(adjective, "J", identifier)
            if not adjective.endswith(("ese", "ish", "ch", "ss")):
                yield _phrase(f"{adjective}s", "S", identifier)
        for adjective in state.get("adjectives_fr", ()):
            for form in _french_forms(adjective):
                yield _phrase(form, "J", identifier)


def _french_forms(adjective: str) -> Iterator[str]:
    base = adjective
    feminine = (
        f"{base}ne" if base.endswith(("ien", "éen")) else base if base.endswith("e") else f"{base}e"
    )
    yield from (base, feminine, f"{feminine}s")
    if not base.endswith("s"):
        yield f"{base}s"


def _vocabulary_phrases(vocabularies: Vocabularies | None) -> Iterator[Phrase]:
    if vocabularies is None:
        return
    for term in vocabularies.missions.terms:
        for name in term.names:
            yield _phrase(name, "U")
    for term in vocabularies.organizations.terms:
        for name in term.names:
            if term.id != name and name[:1].isupper():
                yield _phrase(name, "O" if term.facts.get("role") != "funder" else "X")
    for term in vocabularies.glossary.terms:
        for name in (term.label, *term.aliases):
            if name[:1].isupper():
                yield _phrase(name, "X")


def _defining_words(vocabularies: Vocabularies | None) -> frozenset[str]:
    """Give the small words of all definitions: whoever writes them with a capital names nobody."""
    if vocabularies is None:
        return frozenset()
    texts = (
        f"{term.definition} {term.label} {' '.join(term.aliases)} {term.facts.get('triggers', '')}"
        for vocabulary in (vocabularies.missions, vocabularies.themes, vocabularies.glossary, vocabularies.resolutions)
        for term in vocabulary.terms
    )  # fmt: skip
    return frozenset(word for text in texts for word in WORD.findall(text) if word.islower())


def _phrase(entry: str, tag: str, state: str = "") -> Phrase:
    parts = words(entry.replace("’", "'"))
    capitals = "".join(
        "A" if len(part) > 1 and part.isupper() else "X" if part[:1].isupper() else "x"
        for part in parts
    )
    return Phrase(tuple(part.lower() for part in parts), tag, capitals, state)


def _entries(value: object) -> list[str]:
    if not value:
        return []
    listed = value if isinstance(value, list) else str(value).split(",")
    return [entry for one in listed if (entry := " ".join(str(one).split()))]


def _any_of(phrases: Iterable[str]) -> Expressions:
    listed = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)"
    hints: dict[str, list[frozenset[str]]] = {}
    for phrase in listed:
        parts = words(phrase.lower())
        hints.setdefault(max(parts, key=len), []).append(frozenset(parts))
    compiled = re.compile(pattern, re.IGNORECASE)
    return Expressions(compiled, {word: tuple(same) for word, same in hints.items()})
