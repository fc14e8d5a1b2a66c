"""Known: everything that may stand in a note, from word lists, vocabularies and reviewed names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from workshop_notes.bounded import TooLargeError, compose, read_bounded
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Term, Vocabularies

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")
LISTS = {"en": "english", "fr": "french"}
NOTHING: frozenset[str] = frozenset()
NAMES_FILE = "names.yml"
WORD = re.compile(
    r"chargée? d'affaires|(?:[^\W\d_]\.){2,}|h\.e\.|s\.e\."
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


@dataclass(frozen=True, slots=True)
class Listed:
    """A name in `names.yml`: why it is public, and a source for that."""

    name: str
    why: str
    source: str
    line: int


@dataclass(frozen=True)
class Grammar:
    """The small words of one language, and the forms of its verbs."""

    language: str
    lists: Mapping[str, frozenset[str]]
    speech: Mapping[str, str]  # form → its lemma
    deeds: frozenset[str]  # forms of what states and offices do in public
    declared: frozenset[str]  # forms of what states, though not offices, say in public
    pasts: frozenset[str]  # forms of the past of any verb
    gerunds: frozenset[str]
    finite: frozenset[str]  # third persons of any verb
    simple: frozenset[str] = frozenset()  # forms of the past that are no participles: `spoke`

    @cached_property
    def somebody(self) -> frozenset[str]:
        """Every word for persons, or for what they belong to, but for those who may speak."""
        own = ("offices", "persons", "delegations", "organs", "guests", "region_members")
        people = word_list("persons").union(*(self[name] for name in own))
        plurals = (f"{word}s" for word in people)
        more: tuple[str, ...] = (
            "who",
            "whose",
            "which",
            "that",
            "qui",
            "dont",
            "one",
            "only",
            "'s",
        )
        if "the" not in self["determiners"]:
            more += ("le", "la", "l'", "une", "un")
        return people.union(word_list("groups"), plurals, more) - self["may_speak"]

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that only join others."""
        return self.of("determiners", "prepositions", "breaks", "auxiliaries", "nobody")

    def of(self, *names: str) -> frozenset[str]:
        """Give several lists as one."""
        return _together(self.language, names)

    def __getitem__(self, name: str) -> frozenset[str]:
        """Give a list by its name; an empty one where the language has none."""
        return self.lists.get(name, NOTHING)


# By their first word: the words, the kind, and whether small letters do; None asks for capitals.
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], Kind, bool | None]]]


@dataclass(frozen=True)
class Project:
    """What a project knows in one language: its own names, reviewed ones, and the world's."""

    language: str
    vocabularies: Vocabularies | None
    names: tuple[Listed, ...]
    phrases: Phrases

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The small words of the grammar and of the vocabularies, which somebody has read."""
        lists = grammar(self.language).lists
        own = {word for words in lists.values() for word in words}
        own |= {f"{word}s" for name in ("persons", "offices") for word in lists.get(name, ())}
        for term in _terms(self.vocabularies):
            text = f"{term.label} {term.definition} {' '.join(term.aliases)}"
            own.update(word for word in tokens_of(text) if word.islower())
        return frozenset(own)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The states that have or had a mission, and their capitals: topics of notes, too."""
        terms = () if self.vocabularies is None else self.vocabularies.missions.terms
        codes = {str(code) for term in terms for code in term.facts.get("countries") or ()}
        return frozenset(
            str(name).lower()
            for one in states()
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
        """The language that is read."""
        return self.project.language

    @property
    def hosts(self) -> frozenset[str]:
        """The states that have or had a mission, and their capitals."""
        return self.project.hosts

    @cached_property
    def grammar(self) -> Grammar:
        """The language's small words and verbs."""
        return grammar(self.language)

    @cached_property
    def states(self) -> Mapping[str, str]:
        """Codes of states in capitals, as notes in the margin have them."""
        return state_codes()

    @cached_property
    def _consented(self) -> Phrases:
        return phrases_of([(name, "speaker") for name in self.speakers]) if self.speakers else {}

    @cached_property
    def _listed(self) -> tuple[frozenset[str], frozenset[str]]:
        return word_list(LISTS[self.language]), self.project.own_words

    def has(self, low: str) -> bool:
        """Say whether a word in small letters is an ordinary one of the language."""
        return low in self._listed[0] or low in self._listed[1]

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
        return low in self.project.phrases or low in self._consented

    def phrase_at(self, tokens: Sequence[str], lows: Sequence[str], at: int) -> tuple[int, Kind]:
        """Give the end and kind of the longest known name that begins at a token, or (at, "")."""
        for phrases in (
            (self._consented, self.project.phrases) if self.speakers else (self.project.phrases,)
        ):
            for words, kind, small in phrases.get(lows[at], ()):
                end = at + len(words)
                if tuple(lows[at:end]) == words and (small or tokens[at][0].isupper()):
                    if small is None and not tokens[at].isupper():
                        continue  # `Un` is no `UN`
                    return end, kind
        return at, ""


def tokens_of(text: str) -> list[str]:
    """Give the words and marks of a text."""
    return WORD.findall(text)


@cache
def word_list(name: str) -> frozenset[str]:
    """Read a list of small words."""
    return frozenset((HERE / "lists" / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """Read a list of phrases."""
    return tuple((HERE / "lists" / f"{name}.txt").read_text(encoding="utf-8").splitlines())


@cache
def read_yaml(name: str) -> Any:
    """Read a file of the guard."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((HERE / f"{name}.yml").read_text(encoding="utf-8"), Loader=loader)


def states() -> Sequence[Mapping[str, Any]]:
    """Give the states of the world: id, code, names, adjectives, capitals."""
    found: Sequence[Mapping[str, Any]] = read_yaml("states")
    return found


@cache
def state_codes() -> Mapping[str, str]:
    """Give the two- and three-letter codes of states."""
    codes = {str(one["code"]): str(one["id"]) for one in states()}
    return {**codes, **{code: code for code in codes.values()}, "UK": "GBR", "US": "USA"}


@cache
def grammar(language: str) -> Grammar:
    """Read the small words and verbs of a language."""
    lists = {
        name: frozenset(word.replace("_", " ") for word in str(one["words"]).split())
        for name, one in read_yaml("words")[language].items()
    }
    speech: dict[str, str] = {}
    if language != "en":
        for word in lists["speech"]:
            speech.update((f"{word}{end}", word) for end in ("", "e", "s", "es"))
        none: frozenset[str] = frozenset()
        return Grammar(
            language, lists, speech, none, lists["declared"], frozenset(speech), none, none
        )
    pasts, gerunds, finite, simple = (set[str]() for _ in range(4))
    public: dict[str, set[str]] = {"deeds": set(), "declared": set()}
    for name in ("acts", "speech"):
        for line in lines_of(name):
            lemma, third, gerund, *past = line.split()
            pasts.update(past)
            simple.update(past[:1] if len(past) > 1 else ())
            gerunds.add(gerund)
            finite.add(third)
            if name == "speech":
                speech.update(dict.fromkeys((*past, third, gerund, lemma), lemma))
            for kind, forms in public.items():
                if lemma in lists[kind]:
                    forms.update((*past, third, lemma, gerund))
    deeds, declared = map(frozenset, public.values())
    return Grammar(
        language,
        lists,
        speech,
        deeds,
        declared,
        frozenset(pasts),
        frozenset(gerunds),
        frozenset(finite),
        frozenset(simple),
    )


_last: tuple[Vocabularies | None, dict[str, Project]] = (None, {})


def known(
    vocabularies: Vocabularies | None,
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
        _last[1][language] = Project(language, vocabularies, names, phrases_of(named))
    return Known(_last[1][language], speakers, acronyms)


def phrases_of(named: Iterable[tuple[str, Kind]]) -> Phrases:
    """Index names by their first word, the longest first; a later one takes an earlier's place."""
    all_: dict[tuple[str, ...], tuple[Kind, bool | None]] = {}
    for text, kind in named:
        if kind not in ("demonym", "bloc") and text == text.lower():
            continue
        low = text.lower()
        words = (low,) if text.isalpha() else tuple(tokens_of(low))
        if words:
            short = text.isupper() and len(text) < 5
            all_[words] = (kind, None if short else not text[0].isupper())
    found: dict[str, list[tuple[tuple[str, ...], Kind, bool | None]]] = {}
    for words, (kind, small) in all_.items():
        found.setdefault(words[0], []).append((words, kind, small))
    for same in found.values():
        if len(same) > 1:
            same.sort(key=lambda one: -len(one[0]))
    return found


@cache
def _together(language: str, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(grammar(language)[name] for name in names))


def read_names(vocabularies: Vocabularies | None) -> tuple[tuple[Listed, ...], list[Problem]]:
    """Read the reviewed names of a project; problems have the file's lines."""
    if vocabularies is None:
        return (), []
    path = vocabularies.missions.path.parent / NAMES_FILE
    if not path.is_file():
        return (), []
    shown = f"notes/vocabularies/{NAMES_FILE}"
    found: dict[str, Listed] = {}
    problems = []
    try:
        root = compose(read_bounded(path).decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, TooLargeError):
        root = yaml.MappingNode("map", [])
    if root is not None and not isinstance(root, yaml.SequenceNode):
        fix = "write `- {name: …, why: …, source: …}` for each"
        return (), [Problem(shown, 1, 1, "bad-vocabulary", "the names cannot be read", fix)]
    items = root.value if root is not None else []
    for item in items:
        line = item.start_mark.line + 1
        pairs = item.value if isinstance(item, yaml.MappingNode) else []
        entry = {str(key.value): " ".join(str(value.value).split()) for key, value in pairs}
        if set(entry) != {"name", "why", "source"} or not all(entry.values()):
            message = "a public name needs name, why and source"
            fix = "write `- {name: …, why: the report of 2000 bears it, source: A/55/305}`"
        elif entry["name"] in found:
            message, fix = (
                f"the name stands twice, first on line {found[entry['name']].line}",
                "keep one",
            )
        elif all(part in word_list("english") for part in entry["name"].lower().split()):
            message = "the name is made of ordinary words, which would pass everywhere"
            fix = "list it with its first name or office"
        else:
            found[entry["name"]] = Listed(entry["name"], entry["why"], entry["source"], line)
            continue
        problems.append(Problem(shown, line, 1, "bad-vocabulary", message, fix))
    return tuple(found.values()), problems


def _named(
    vocabularies: Vocabularies | None, names: Iterable[Listed]
) -> Iterator[tuple[str, Kind]]:
    for name in lines_of("capitals"):
        if not name.startswith("The "):
            yield name, "public"
    for name in lines_of("places"):
        if not name.startswith("The "):
            yield name, "place"
    for one in states():
        for name in one["names"]:
            yield name, "state"
        for name in one.get("capitals", ()):
            yield name, "place"
        for name in one.get("adjectives", ()):
            yield from ((form, "demonym") for form in _forms(str(name)))
    own: Mapping[str, Kind] = {"missions": "mission", "organizations": "organization"}
    for vocabulary in () if vocabularies is None else vars(vocabularies).values():
        kind = own.get(getattr(vocabulary, "name", ""), "public")
        for term in getattr(vocabulary, "terms", ()):
            yield from ((name, kind) for name in _names_of(term))
            yield from ((str(name), "place") for name in term.facts.get("places") or ())
            yield from ((str(name), "demonym") for name in term.facts.get("demonyms") or ())
    fixed = read_yaml("names")
    for kind in ("place", "body", "bloc", "organization", "public"):
        for name in fixed[kind]:
            yield str(name), kind
    yield from ((one.name, "listed") for one in names)


def _terms(vocabularies: Vocabularies | None) -> Iterator[Term]:
    for vocabulary in () if vocabularies is None else vars(vocabularies).values():
        yield from getattr(vocabulary, "terms", ())


def _names_of(term: Term) -> Iterator[str]:
    for name in term.names:
        yield name
        # "Department of Peace Operations (DPO)" is two names.
        yield from re.split(r"\s*[()]\s*", name) if "(" in name else ()


def _forms(adjective: str) -> Iterator[str]:
    yield adjective
    if adjective[0].islower():
        yield from (f"{adjective}{end}" for end in ("e", "s", "es", "ne", "nes"))
    else:
        yield f"{adjective}s"
