"""Known: everything that may stand in a note, from word lists, vocabularies and reviewed names.

Also what is looked for in a sentence, by name, from patterns.yml, and what is found: whom it
identifies, why, and what an editor may write instead, from messages.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import yaml

from workshop_notes.bounded import TooLargeError, compose, read_bounded, read_own
from workshop_notes.problem import Level, Problem
from workshop_notes.text import expressions
from workshop_notes.text.languages import Lines, ordinary
from workshop_notes.text.sieve import Pattern
from workshop_notes.vocabulary import Vocabularies, grouped

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")
NOTHING: frozenset[str] = frozenset()
PUBLIC_ACTS = {
    "deed": "deeds",
    "either": "either",
    "declare": "declared",
    "state_act": "state_acts",
}
NAMES_FILE = "names.yml"
WORD = re.compile(
    r"(?-i:[a-z]+(?= ))"  # most words, which are then found in half the time
    r"|chargée? d'affaires|(?:[^\W\d_]\.){2,}|h\.e\.|s\.e\."
    r"|(?:[ldnsmtjc]|qu|jusqu|lorsqu|puisqu)'(?=\w)"
    r"|[^\W_]+(?:(?:-|'(?!s\b)|&|\.(?=[a-z]{2}))[^\W_]+)*|'s\b|\d[\d.,:]*|<|>|[^\w\s]|_",
    re.IGNORECASE,
)
# How a name may stand in a sentence. `body`: an institution that speaks through what it adopts.
Kind = Literal[
    "", "state", "demonym", "place", "organization", "mission", "body", "bloc", "public", "listed",
    "speaker", "name", "acronym", "mark", "number",
]  # fmt: skip
WEIGHT: tuple[Kind, ...] = (
    "public", "place", "demonym", "organization", "listed", "state", "bloc", "mission", "body",
    "speaker",
)  # fmt: skip

Reason = Literal[
    "name", "person", "state", "bloc", "organization", "official", "delegation", "affiliation",
    "label", "list", "description", "pronoun", "class", "mail", "telephone", "account",
    "language", "foreign", "script",
]  # fmt: skip


class Grammar(dict[str, frozenset[str]]):
    """The small words of one language, a set for each list of words.yml, and forms of its verbs.

    Beside the lists stand `pasts`, `finite` (third persons), `speech`, and `deed`,
    `either` and `declare`: the forms of what states and offices do in public, may do in a room or
    in public, and say in public; `group`, `first_name`, and `person`.
    """

    def __init__(self, language: str) -> None:
        super().__init__(
            (name, frozenset(word.replace("_", " ") for word in str(one["words"]).split()))
            for name, one in {**read_yaml("words")["both"], **read_yaml("words")[language]}.items()
        )
        names = ("pasts", "finite", "speech", "deed", "either", "declare", "state_act")
        forms: dict[str, set[str]] = {name: set() for name in names}
        if language == "en":
            self._read_verbs(forms)
        else:
            ends = ("", "e", "s", "es")
            said = {f"{word}{end}" for word in self["speech"] for end in ends}
            many = {re.sub("(?<=ai)t$|(?<=[^i])t?e?$", "ent", word) for word in self["present"]}
            self["present"] |= many
            forms["speech"] = said | self["present"]
            forms["pasts"] = forms["speech"]
            forms["declare"].update(self["declared"])
            forms["state_act"].update(self["state_acts"])
        self.update((name, frozenset(words)) for name, words in forms.items())
        self["group"], self["first_name"] = word_list("groups"), word_list("first-names")
        persons = word_list("persons") if language == "en" else NOTHING
        self["one_person"] = persons | self["persons"] | self["offices"]

    def __missing__(self, name: str) -> frozenset[str]:
        return NOTHING

    def of(self, *names: str) -> frozenset[str]:
        return NOTHING.union(*(self[name] for name in names))

    def _read_verbs(self, forms: Mapping[str, set[str]]) -> None:
        for name in ("acts", "speech"):
            for line in lines_of(name):
                lemma, third, gerund, *past = line.split()
                forms["pasts"].update(past)
                forms["finite"].add(third)
                if name == "speech":
                    forms["speech"].update((*past, third, gerund, lemma))
                for kind, listed in PUBLIC_ACTS.items():
                    if lemma in self[listed]:
                        forms[kind].update((*past, third, lemma, gerund))


class Phrases(dict[str, list[tuple[tuple[str, ...], Kind, bool | None]]]):
    """Known names by their first word: the words, the kind, whether small letters do, too.

    None instead of whether asks for capitals throughout; the longest comes first. What the
    vocabularies and the guard's own files name takes the place of what the large lists have.
    """

    def __init__(self, named: Iterable[tuple[str, Kind]], *, world: bool = True) -> None:
        super().__init__()
        self._world: tuple[tuple[Lines, Kind], ...] = ()
        self._own = grouped(
            (tokens_of(text.lower())[0], (text, kind))
            for text, kind in named
            if kind in ("demonym", "bloc") or text != text.lower()
        )
        # Only of these may the first word be small: `casques bleus`.
        self.starts = frozenset(
            low
            for low, named_ in self._own.items()
            if any(not text[0].isupper() for text, _ in named_)
        )
        if world:
            self._world = ((Lines("capitals"), "public"), (Lines("places"), "place"))

    def __missing__(self, low: str) -> list[tuple[tuple[str, ...], Kind, bool | None]]:
        of_the_world = [
            (name, kind)
            for lines, kind in self._world
            for name in lines.starting(low)
            if not name.startswith("The ")
        ]
        found: dict[tuple[str, ...], tuple[Kind, bool | None]] = {}
        for text, kind in (*of_the_world, *self._own.get(low, ())):
            words = tuple(tokens_of(text.lower()))
            if words[0] == low:
                short = text.isupper() and len(text) < 5
                found[words] = (kind, None if short else not text[0].isupper())
        self[low] = sorted(
            ((words, *rest) for words, rest in found.items()), key=lambda one: -len(one[0])
        )
        return self[low]


class Tags(dict[str, int]):
    """What a word in small letters is, as bits; see `tag`."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._lists = [(tag(name), words) for name, words in grammar(project.language).items()]
        self._lists.append((tag("starts"), project.phrases.starts))
        self._words = ordinary(project.language)

    def __missing__(self, low: str) -> int:
        bits = 0
        for bit, words in self._lists:
            if low in words:
                bits |= bit
        if low in self._words or low in self._project.own_words:
            bits |= WORD_OF_THE_LANGUAGE
        self[low] = bits  # before it asks for the parts of a word
        self[low] = bits | self._of_people(low, bits)
        return self[low]

    def _of_people(self, low: str, bits: int) -> int:
        """`headteacher`, `vice-mayor` and `shareholder` are persons, since what they end in is."""
        words, one = grammar(self._project.language), tag("one_person")
        persons, ends = words["one_person"], words["persons_end"]
        last = low.rsplit("-", 1)[-1] if not bits & tag("may_speak") else low
        person = bits & one or (last != low and self[last] & one)
        person = (
            person
            or (low.isalpha() and low.endswith(tuple(ends)) and low not in ends)
            or any(
                low[cut:] in persons and self[low[:cut]] & WORD_OF_THE_LANGUAGE
                for cut in range(3, len(low) - 5)
            )
        )
        single = low.removesuffix("s")
        plural = single != low and self[single] & tag("person")
        return (tag("person") if person else 0) | (tag("people") if plural else 0)


class Plain(dict[str, tuple[Kind, int] | None]):
    """Kind and tags of a word that is the same wherever it stands: small and ordinary, or a mark.

    None for one that must be read in its sentence.
    """

    def __init__(self, tags: Tags) -> None:
        super().__init__()
        self._tags = tags

    def __missing__(self, word: str) -> tuple[Kind, int] | None:
        tags = self._tags[word.lower()]
        ordinary_ = word.islower() and tags & WORD_OF_THE_LANGUAGE
        mark = not word[0].isalnum()
        kept: tuple[Kind, int] | None = None
        if not tags & tag("starts") and (ordinary_ or mark) and word.lower() == word:
            kept = ("mark" if mark and not tags & WORD_OF_THE_LANGUAGE else "", tags)
        self[word] = kept
        return kept


@dataclass(frozen=True)
class Project:
    """What a project knows in one language: its own names, reviewed ones, and the world's."""

    language: str
    vocabularies: Vocabularies
    names: Mapping[str, str]  # those that somebody reviewed, and why each is public
    phrases: Phrases

    @cached_property
    def tags(self) -> Tags:
        """What each word of the language is."""
        return Tags(self)

    @cached_property
    def plain(self) -> Plain:
        """What is known of a word before its sentence is read."""
        return Plain(self.tags)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The small words of the grammar and of the vocabularies, which somebody has read."""
        lists = grammar(self.language)
        written = read_yaml("words")[self.language]
        own = {word for name in written for word in lists[name]}
        own |= {f"{word}s" for name in ("persons", "offices") for word in lists[name]}
        for vocabulary in vars(self.vocabularies).values():
            for term in vocabulary.terms:
                text = f"{term.label} {term.definition} {' '.join(term.aliases)}"
                own.update(word for word in tokens_of(text) if word.islower())
        return frozenset(own)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The states that have or had a mission, and their capitals: topics of notes, too."""
        terms = self.vocabularies.missions.terms
        codes = {code for term in terms for code in term.texts("countries")}
        return frozenset(
            str(name).lower()
            for one in read_yaml("states")
            if one["id"] in codes
            for name in (*one["names"], *one.get("capitals", ()))
        )


@dataclass(frozen=True)
class Known:
    """What a text may hold: what its project knows, and what the text's own note adds to that."""

    project: Project
    speakers: tuple[str, ...] = ()
    acronyms: frozenset[str] = frozenset()  # abbreviations that the text itself explains

    @property
    def language(self) -> str:
        return self.project.language

    @cached_property
    def grammar(self) -> Grammar:
        """The language's small words and verbs."""
        return grammar(self.language)

    @cached_property
    def _consented(self) -> Phrases:
        return Phrases([(name, "speaker") for name in self.speakers], world=False)

    def has(self, low: str) -> bool:
        """Say whether a word in small letters is an ordinary one of the language."""
        return bool(self.project.tags[low] & WORD_OF_THE_LANGUAGE)

    def is_word(self, text: str) -> bool:
        """Say whether a token is an ordinary word, whatever its capitals; parts count alone."""
        low = text.lower()
        if self.has(low):
            return True
        parts = re.split(r"[-'&./]", low)
        return len(parts) > 1 and all(
            len(part) < 2 or part.isdigit() or self.has(part) for part in parts
        )

    def is_named(self, low: str) -> bool:
        """Say whether a known name begins with a word in small letters."""
        return bool(self.project.phrases[low] or self._consented[low])

    def phrase_at(self, tokens: Sequence[str], lows: Sequence[str], at: int) -> tuple[int, Kind]:
        """Give the end and kind of the longest known name that begins at a token, or (at, "")."""
        low, following = lows[at], lows[at + 1] if at + 1 < len(lows) else ""
        own = self._consented[low] if self.speakers else ()
        for words, kind, small in (*own, *self.project.phrases[low]):
            end = at + len(words)
            if end > at + 1 and (words[1] != following or tuple(lows[at:end]) != words):
                continue
            # `Un` is no `UN`.
            if small or (tokens[at].isupper() if small is None else tokens[at][0].isupper()):
                return end, kind
        return at, ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason, and the place in the sentence's text of what identifies."""

    reason: Reason
    start: int
    end: int
    many: bool = False

    @property
    def level(self) -> Level:
        """A class of officials or states is for the editor to weigh; all else is an error."""
        return "warning" if self.reason == "class" else "error"

    @property
    def code(self) -> str:
        entry = read_yaml("messages")["reasons"][self.reason]
        return f"identifies-{entry.get('code', self.reason)}"

    def says(self, language: str) -> tuple[str, str]:
        """Give the message and the way out, which hold nothing of the text."""
        messages = read_yaml("messages")
        entry = messages["reasons"][self.reason]
        fix = str(entry["many" if self.many and "many" in entry else "fix"])
        for english, other in messages["rewritings"].get(language, {}).items():
            fix = fix.replace(english, other)
        return str(entry["message"]), str(entry.get(f"fix_{language}", fix))


def tokens_of(text: str) -> list[str]:
    """Give the words and marks of a text."""
    return WORD.findall(text)


@cache
def word_list(name: str) -> frozenset[str]:
    return frozenset((HERE / "lists" / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def lines_of(name: str) -> tuple[str, ...]:
    return tuple((HERE / "lists" / f"{name}.txt").read_text(encoding="utf-8").splitlines())


@cache
def read_yaml(name: str) -> Any:
    return read_own(HERE / f"{name}.yml")


@cache
def state_codes() -> Mapping[str, str]:
    """Give the two- and three-letter codes of states, as notes in the margin have them."""
    codes = {str(one["code"]): str(one["id"]) for one in read_yaml("states")}
    return {**codes, **{code: code for code in codes.values()}, "UK": "GBR", "US": "USA"}


@cache
def capitals() -> frozenset[str]:
    """Give the capitals of the world's states, in small letters, which stand for their states."""
    return frozenset(
        str(name).lower() for one in read_yaml("states") for name in one.get("capitals", ())
    )


@cache
def grammar(language: str) -> Grammar:
    """Read the small words and verbs of a language."""
    return Grammar(language)


def tag(*names: str) -> int:
    """Give the bits that stand for classes of words: lists of words.yml, forms of verbs, …"""
    return sum(_BITS.setdefault(name, 1 << len(_BITS)) for name in dict.fromkeys(names))


_BITS: dict[str, int] = {}
WORD_OF_THE_LANGUAGE = tag("word")
_last: tuple[Vocabularies | None, dict[str, Project]] = (None, {})


def known(
    vocabularies: Vocabularies,
    language: str = "en",
    speakers: tuple[str, ...] = (),
    acronyms: frozenset[str] = frozenset(),
) -> Known:
    """Give what is known in a language, with a project's vocabularies and a note's speakers."""
    global _last
    language = language if language in LANGUAGES else "en"
    if _last[0] is not vocabularies:
        _last = (vocabularies, {})
    if language not in _last[1]:
        names, _ = read_names(vocabularies)
        named = sorted(_named(vocabularies, names), key=lambda one: WEIGHT.index(one[1]))
        _last[1][language] = Project(language, vocabularies, names, Phrases(named))
    return Known(_last[1][language], speakers, acronyms)


def read_names(vocabularies: Vocabularies) -> tuple[dict[str, str], list[Problem]]:
    """Read why each reviewed name of a project is public; problems have the file's lines."""
    path = vocabularies.missions.path.parent / NAMES_FILE
    if not path.is_file():
        return {}, []
    shown = f"notes/vocabularies/{NAMES_FILE}"
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems = []
    try:
        root = compose(read_bounded(path).decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, TooLargeError):
        root = yaml.MappingNode("map", [])
    if root is not None and not isinstance(root, yaml.SequenceNode):
        fix = "write `- {name: …, why: …, source: …}` for each"
        return {}, [Problem(shown, 1, 1, "bad-vocabulary", "the names cannot be read", fix)]
    items = root.value if root is not None else []
    for item in items:
        line = item.start_mark.line + 1
        pairs = item.value if isinstance(item, yaml.MappingNode) else []
        entry = {str(key.value): " ".join(str(value.value).split()) for key, value in pairs}
        if set(entry) != {"name", "why", "source"} or not all(entry.values()):
            message = "a public name needs name, why and source"
            fix = "write `- {name: …, why: the report of 2000 bears it, source: A/55/305}`"
        elif entry["name"] in found:
            message = f"the name stands twice, first on line {lines[entry['name']]}"
            fix = "keep one"
        elif all(part in ordinary("en") for part in entry["name"].lower().split()):
            message = "the name is made of ordinary words, which would pass everywhere"
            fix = "list it with its first name or office"
        else:
            found[entry["name"]], lines[entry["name"]] = entry["why"], line
            continue
        problems.append(Problem(shown, line, 1, "bad-vocabulary", message, fix))
    return found, problems


@cache
def pattern(name: str, *, case: bool = False) -> Pattern:
    """Give the pattern of a section; `case` minds capitals."""
    return expressions.pattern(HERE / "patterns.yml", name, case=case)


@lru_cache(maxsize=64)
def found_in(name: str, text: str) -> bool:
    """Say whether a section's pattern is found in a text."""
    return pattern(name).search(text) is not None


@cache
def patterns(name: str) -> tuple[Pattern, ...]:
    """Give the patterns of a section one by one, with their groups; capitals count."""
    entries = expressions.sections(HERE / "patterns.yml")[name]
    return tuple(entry.pattern(case=True) for entry in entries)


def codes() -> dict[str, dict[str, str]]:
    """Give each code of the guard with its `rule`, a `bad` sentence and a `good` one."""
    found: dict[str, dict[str, str]] = read_yaml("messages")["codes"]
    return {f"identifies-{name}": entry for name, entry in found.items()}


def _named(vocabularies: Vocabularies, names: Iterable[str]) -> Iterator[tuple[str, Kind]]:
    for one in read_yaml("states"):
        for name in one["names"]:
            yield name, "state"
        for name in one.get("capitals", ()):
            yield name, "place"
        for name in one.get("adjectives", ()):
            yield from ((form, "demonym") for form in _forms(str(name)))
    own: Mapping[str, Kind] = {"missions": "mission", "organizations": "organization"}
    for called, vocabulary in vars(vocabularies).items():
        kind = own.get(called, "public")
        for term in vocabulary.terms:
            yield from ((name, kind) for name in term.names)
            # "Department of Peace Operations (DPO)" is two names.
            parts = (re.split(r"\s*[()]\s*", name) for name in term.names if "(" in name)
            yield from ((part, kind) for part in chain.from_iterable(parts))
            yield from ((name, "place") for name in term.texts("places"))
            yield from ((name, "demonym") for name in term.texts("demonyms"))
    fixed = read_yaml("names")
    for kind in ("place", "body", "bloc", "organization", "public"):
        for name in fixed[kind]:
            yield str(name), kind
    yield from ((name, "listed") for name in names)


def _forms(adjective: str) -> Iterator[str]:
    yield adjective
    if adjective[0].islower():
        yield from (f"{adjective}{end}" for end in ("e", "s", "es", "ne", "nes"))
    else:
        yield f"{adjective}s"
