"""Edition: the collection made ready to be shown, every note read once and its mentions known."""

from __future__ import annotations

import hashlib
import heapq
import math
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from lxml import etree

from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.collection import Collection
from workshop_notes.formats.as_markdown import as_derived
from workshop_notes.left_out import Account
from workshop_notes.note import Note, without_leading_title
from workshop_notes.text.finder import Finder
from workshop_notes.text.sentences import sentence_spans
from workshop_notes.text.themes import Index, phrase_index, theme_passages
from workshop_notes.views.body import (
    Body,
    Heading,
    Mentions,
    Paragraph,
    Target,
    link_first_mentions,
    read_body,
)
from workshop_notes.views.mandate import by_mission
from workshop_notes.views.page import SEVERAL, note_address, relative, slug
from workshop_notes.vocabulary import Term, Vocabulary, grouped

# So far apart that the eight missions of the first series are nearly an eighth of the circle from
# one another, and no two missions are alike.
HUE_STEP = 42.8
FIRST_HUE = 30.0
RELATED = 4
REASONS = 3
# A term that more notes share than this says nothing about any two of them.
COMMON_SHARE = 0.4
COMMON_LEAST = 8
COMMON_MOST = 300
SHORTEST_TITLE = 24
# What two notes that name it have in common; who took part in most of them is not it.
TELLING = ("mission", "theme", "resolution", "glossary")
HELD = 1_000  # notes of which what was made is at hand; that of more is asked for again
AT_ONCE = 250  # of them that are asked for in one go
SHORT = 16  # digits of a digest that is kept many times
ALL = "all"  # what a page has asked that may show anything of any note
# What is asked of the lists of notes, and the name under which it is noted: {0} is what is given.
QUESTIONS = {
    "day": "day",
    "years": "years",
    "oldest_first": "heads",
    "workshops": "heads",
    "workshop": "translations",
    "texts": "translations",
    "in_other_languages": "translations",
    "on": "{0}:{1}",
    "neighbours": "mission:{1}",
}

V = TypeVar("V")


@dataclass(frozen=True)
class Site:
    """What the builder's settings say of the site; `pdf` if each note is printed too.

    `contact` is the mail address of who looks after it, if there is one.
    `language` is the theme's; `languages` are those that have a file of words in `overrides/words`,
    and `say` gives the words of a (key, language) from it, for the titles of pages. `documents` is
    the form of the addresses of resolutions' texts, with {number} and {year}, or nothing. `folders`
    are those of pages that have another name here: {"missions": "programmes"}.
    """

    name: str = "Workshop notes"
    address: str = ""
    description: str = ""
    repository: str = ""
    contact: str = ""
    documents: str = ""
    pdf: bool = False
    language: str = "en"
    languages: tuple[str, ...] = ("en", "fr")
    folders: Mapping[str, str] = field(default_factory=dict)
    say: Callable[[str, str], str] = field(default=lambda key, _lang: key, repr=False)

    def section(self, kind: str) -> str:
        """Give the address of the index of all terms of a kind: `missions/`."""
        return f"{self.folders.get(SEVERAL[kind], SEVERAL[kind])}/"

    def term(self, kind: str, identifier: str) -> str:
        """Give a term's address below the site's root: `missions/minusma/`."""
        return f"{self.section(kind)}{slug(identifier)}/"

    def comparison(self, mission: str, before: int, after: int) -> str:
        """Give a mission's comparison of two years: `missions/minusma/2018-2020/`."""
        return f"{self.term('mission', mission)}{before}-{after}/"


@dataclass(frozen=True)
class Entry:
    """A note as it is shown, with what it names, discusses and asks for.

    `markdown` is its text with anchors and links; `themes` holds the paragraphs that discuss each
    of its themes, `named` the paragraph and the sentence that first name a term or another note,
    `asked` what participants asked for, each with its paragraph; `lang` is the language of the
    interface around it.
    """

    note: Note
    lang: str
    markdown: str
    minutes: int
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    themes: Mapping[str, tuple[Paragraph, ...]]
    named: Mapping[Target, tuple[Paragraph, str]]
    asked: tuple[tuple[Paragraph, str], ...]


@dataclass(frozen=True)
class Citation:
    """A sentence of a note that names something, and the anchor of its paragraph."""

    note: Note
    anchor: str
    sentence: str


@dataclass(frozen=True)
class Standing:
    """What a note is made of, by digests: all of it, and what lists show of it.

    `lists` names the lists that it is in, `named` what it names and the themes on which it asks for
    something, each with a digest of where.
    """

    whole: str
    head: str
    lists: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What is known of all notes without reading any: a digest of each and of the terms that it
    holds, by its id; and the ids of those that name something, by its name in their standing."""

    wholes: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    naming: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Heads:
    """The collection as pages ask it: lists of notes without their text, each question noted.

    Whatever is asked in another way is the whole collection's, and is noted as a question about
    all of it.
    """

    def __init__(self, whole: Collection, reads: Callable[[str], None]) -> None:
        self._whole, self._reads = whole, reads
        self.vocabularies = whole.vocabularies
        self._heads: dict[str, Note] = {}

    def __getattr__(self, name: str) -> Any:
        """Give what the collection has by a name; lists hold notes without their text."""
        asked, found = QUESTIONS.get(name, ALL), getattr(self._whole, name)
        if asked == ALL or not callable(found):
            self._reads(asked)
            return found if asked == ALL else self._bare(found)

        def answer(*given: Any) -> Any:
            self._reads(asked.format(*given))
            return self._bare(found(*given))

        return answer

    def _bare(self, found: Any) -> Any:
        """Give what was found with each note's head in its place."""
        if isinstance(found, Note):
            if found.id not in self._heads:
                self._heads[found.id] = head(found)
            return self._heads[found.id]
        return tuple(map(self._bare, found)) if isinstance(found, tuple) else found


@dataclass(frozen=True)
class Edition:
    """The collection with everything that pages show of it.

    By a note's id stand its corrections, as (date, text), the account of its original's words, and
    how it `stood` where it is not as it was `known`. What is asked of the notes is noted for
    whoever is `noting`, by names that `changes` gives too.
    """

    whole: Collection
    site: Site = field(default_factory=Site)
    corrections: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    cache: Cache = field(default_factory=lambda: Cache(None), compare=False)
    known: Known = field(default_factory=Known, compare=False)
    stood: Mapping[str, Standing] = field(default_factory=dict, compare=False)
    _made: dict[Hashable, tuple[Any, set[str]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _at_hand: dict[str, dict[str, Any]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _noting: list[set[str]] = field(default_factory=list, init=False, compare=False, repr=False)

    def reads(self, *names: str) -> None:
        """Note that something is asked of the notes."""
        for reader in self._noting[-1:]:
            reader.update(names)

    def noting(self, work: Callable[[], V]) -> tuple[V, set[str]]:
        """Give what `work` gives, and the names of what it asked of the notes."""
        self._noting.append(set())
        try:
            made = work()
        finally:
            asked = self._noting.pop()
        return made, asked

    def once(self, name: Hashable, work: Callable[[], V]) -> V:
        """Give what `work` gives, which is called for each name once."""
        if name not in self._made:
            self._made[name] = self.noting(work)
        made, asked = self._made[name]
        self.reads(*asked)
        return made  # type: ignore[no-any-return]

    def kept(self, kind: str, notes: Sequence[Note], work: Callable[[Note], V]) -> Iterator[V]:
        """Give what `work` makes of each note, the vocabularies and the site alone; remembered."""
        self.reads(*(f"note:{note.id}" for note in notes))
        some = [self.whole.get(note.id) or note for note in notes]
        yield from self._kept(kind, self.about, some, work)

    def after(self, known: Known, stood: Mapping[str, Standing]) -> Edition:
        """Give this edition as what comes after what was known, with what was found of it."""
        found = ("around", "about", "wholes")
        later = replace(self, known=known, stood=stood)
        vars(later).update({name: one for name, one in vars(self).items() if name in found})
        return later

    def of_site(self, kind: str, work: Callable[[], V]) -> V:
        """Give what `work` makes of the vocabularies and the site alone; remembered."""
        return self.cache.once(kind, (self._vocabularies, self.site), work)

    def of_names(self, kind: str, given: object, work: Callable[[], V]) -> V:
        """Give what `work` makes of what is given and of what terms and notes are called alone;
        remembered."""
        return self.cache.once(kind, (self.around, given), work)

    @cached_property
    def collection(self) -> Collection:
        """The collection as pages ask it."""
        return cast("Collection", Heads(self.whole, self.reads))

    @cached_property
    def around(self) -> str:
        """A digest of what the reading of one note takes from the others and vocabularies."""
        others = [
            (one.id, one.title, one.source_url, one.status, one.translation_of)
            for one in self.whole.notes
        ]
        known = self._vocabularies
        interface = (self.site.language, self.site.languages)
        return _digest(self.whole.root.as_posix(), known, others, interface)

    @cached_property
    def _vocabularies(self) -> str:
        return digest_of_files(self.whole.root, "notes/vocabularies")

    @cached_property
    def about(self) -> str:
        """A digest of the vocabularies and the site, and of what one note takes from others."""
        return _digest(self.around, self.site)

    @cached_property
    def wholes(self) -> Mapping[str, str]:
        """A digest of all that is known of each note, by its id."""
        return {
            note.id: _digest(
                note.id,
                note.content or self.cache.digest(note.path) or note,
                self.corrections.get(note.id),
                self.accounts.get(note.id),
            )
            for note in self.whole.notes
        }

    def entry(self, identifier: str) -> Entry:
        (found,) = self.of([self._notes[identifier]])
        return found

    def followed(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Give each mission and theme, which programs follow: kind, id, former ids.

        Programs ask at the address that they were given, and follow no page: the files stand at
        former ids too, but for those that another term has now.
        """
        known = self.whole.vocabularies
        themes = tuple(term.id for term in known.themes.terms)
        yield from (("mission", name, known.missions.former(name)) for name in self.missions)
        yield from (("theme", name, known.themes.former(name)) for name in themes)

    def on(self, kind: str, name: str) -> tuple[Note, ...]:
        """Give the notes on a mission or a theme with their translations, oldest first."""
        every = self.collection
        return every.texts(every.on(kind, name))

    def whole_on(self, kind: str, name: str) -> tuple[Note, ...]:
        """Give the same with their texts, for what is made of the notes themselves."""
        whole = self.whole
        return self.once(("on", kind, name), lambda: whole.texts(whole.on(kind, name)))

    def of(self, notes: Sequence[Note]) -> list[Entry]:
        self.reads(*(f"note:{note.id}" for note in notes))
        return list(self._read_of(notes))

    def term(self, kind: str, identifier: str) -> Term | None:
        vocabulary: Vocabulary = getattr(self.whole.vocabularies, SEVERAL[kind])
        return vocabulary.get(identifier)

    def label(self, kind: str, identifier: str, lang: str = "") -> str:
        """Give a term's label in a language, the site's if none; of an unknown term, its id."""
        term = self.term(kind, identifier)
        if term:
            return term.named(lang or self.site.language)
        if kind == "resolution":
            return f"{self.site.say('resolution', lang or self.site.language)} {identifier}"
        return identifier

    def interface(self, language: str) -> str:
        """Give the language in which the interface around a text in `language` speaks."""
        return language if language in self.site.languages else self.site.language

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """Each mission's hue in degrees, by its place in the vocabulary.

        A mission added at the end changes no other's colour.
        """
        return {
            term.id: round(FIRST_HUE + HUE_STEP * place) % 360
            for place, term in enumerate(self.whole.vocabularies.missions.terms)
        }

    @property
    def missions(self) -> tuple[str, ...]:
        """The missions that have a note, those with most first."""
        self.reads("missions")
        return self._missions

    @cached_property
    def mandates(self) -> Mapping[str, tuple[Term, ...]]:
        return by_mission(self.whole.vocabularies.resolutions)

    @property
    def resolutions(self) -> tuple[str, ...]:
        """Every resolution that is listed, tagged or named, in the order of their numbers."""
        self.reads("resolutions")
        return self._resolutions

    def citations(self, kind: str, identifier: str) -> list[Citation]:
        """Give the first sentence of each note that names a term, oldest note first."""
        target = Target(kind, identifier)
        entries = self._naming_entries(f"named:{kind}:{identifier}")
        said = ((entry, *entry.named[target]) for entry in entries)
        return [Citation(one.note, paragraph.anchor, text) for one, paragraph, text in said]

    def asked_on(self, theme: str) -> Iterator[tuple[Entry, Paragraph, str]]:
        """Give what notes ask for where they discuss a theme, oldest note first."""
        return (
            (entry, paragraph, text)
            for entry in self._naming_entries(f"asked:theme:{theme}")
            for paragraph, text in entry.asked
            if paragraph in entry.themes.get(theme, ())
        )

    def mentioned_in(self, entry: Entry) -> list[Citation]:
        """Give the sentences of other notes that name or link to this one."""
        found = self.citations("note", entry.note.id)
        return [one for one in found if one.note.id != entry.note.id]

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """What each note is made of that is not as it was `known`, by its id."""
        moved = {name for name, one in self.wholes.items() if self.known.wholes.get(name) != one}
        found = {name: Standing(self.wholes[name], self.wholes[name]) for name in moved}
        for entry in self._read_of([one for one in self.whole.oldest_first if one.id in moved]):
            name = entry.note.id
            found[name] = _standing(entry, self.wholes[name], self.corrections.get(name, ()))
            self.cache.put("standing", repr((self.around, self.wholes[name])), found[name])
        return found

    @cached_property
    def left(self) -> Known:
        """What is known now."""
        now, last = self.standings, self.known
        naming = dict(last.naming)
        for name in {*self.stood, *now}:
            was, new = (of.get(name, _NOWHERE).named for of in (self.stood, now))
            for one in was.keys() - new.keys():
                naming[one] = [other for other in naming[one] if other != name]
            for one in new.keys() - was.keys():
                naming[one] = [*naming.get(one, ()), name]
        terms = {name: one for name, one in last.terms.items() if name in self.wholes}
        for name, held in now.items():
            told = [term for term in (*held.lists, *sorted(held.named)) if term.startswith(_TOLD)]
            terms[name] = _digest(told)[:SHORT]
        naming = {name: ids for name, ids in naming.items() if ids}
        return Known(self.wholes, terms, naming)

    def stands(self, whole: str) -> Standing | None:
        """Give how a note stood that had a digest, if it is remembered."""
        found = self.cache.get("standing", repr((self.around, whole)))
        return found if isinstance(found, Standing) else None

    @cached_property
    def values(self) -> Mapping[str, str]:
        """A digest of each value that pages ask for by name, not by note."""
        return {
            "day": self.whole.day,
            "years": _digest(self.whole.years),
            "missions": _digest(self._missions),
            "resolutions": _digest(self._resolutions),
            "translations": _digest(
                *(
                    (head(one), head(self.whole.workshop(one)))
                    for one in self.whole.oldest_first
                    if one.translation_of
                )
            ),
            "terms": _digest([(one.id, self.left.terms[one.id]) for one in self.whole.workshops]),
        }

    @cached_property
    def _missions(self) -> tuple[str, ...]:
        counts = Counter(name for note in self.whole.workshops for name in set(note.mission))
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    @cached_property
    def _resolutions(self) -> tuple[str, ...]:
        vocabularies = self.whole.vocabularies
        found = {term.id for term in vocabularies.resolutions.terms}
        founding = (term.text("founding_resolution") for term in vocabularies.missions.terms)
        found.update(filter(None, founding))
        for note in self.whole.oldest_first:
            found.update(note.resolutions)
        start = "named:resolution:"
        naming = self.left.naming
        found.update(name.removeprefix(start) for name in naming if name.startswith(start))
        return tuple(sorted(found, key=lambda number: (len(number), number)))

    def fact(self, term: Term | None, name: str, lang: str = "") -> str:
        """Give a fact of a term, or its `definition`, in a language where it has it.

        The language is the site's if none is given, the fact text; an unknown term has none.
        """
        if term is None:
            return ""
        spoken = lang or self.site.language
        if name == "definition":
            return term.defined(spoken)
        return term.text(f"{name}_{spoken}") or term.text(name)

    def years(self, mission: str) -> list[int]:
        """Give the years in which a mission has a note, ascending."""
        self.reads(f"mission:{mission}")
        return sorted(year for year in self._of_year.get(mission, ()) if year)

    def of_year(self, mission: str, year: int | None) -> list[Note]:
        """Give a mission's notes of a year, oldest first."""
        self.reads(f"mission:{mission}")
        return [head(note) for note in self._of_year.get(mission, {}).get(year, ())]

    def related(
        self, entry: Entry, besides: frozenset[str] = frozenset()
    ) -> list[tuple[Note, list[Target]]]:
        """Give the notes that share the rarest terms with this one, the nearest first, and those.

        Of the terms the rarest come first.
        """
        self.reads("terms")
        entry = self.entry(self.collection.workshop(entry.note).id)
        every = ((target, self._weight(target)) for target in sorted(_terms(entry)))
        known = {target: weight for target, weight in every if weight}
        own = list(known)
        scores: defaultdict[str, float] = defaultdict(float)
        for target, weight in known.items():
            for other in self._holding(target):
                scores[other] += weight
        out = besides | {entry.note.id}
        near = ((-score, name) for name, score in scores.items() if name not in out)
        found = []
        for _, name in heapq.nsmallest(RELATED, near):
            shared = [target for target in own if name in self._holding(target)]
            shared.sort(key=lambda target: -known[target])
            self.reads(f"head:{name}")
            found.append((head(self._notes[name]), shared[:REASONS]))
        return found

    def terms_in(self, text: str) -> frozenset[Target]:
        """Give the terms that a text names."""
        found = self._names.of
        return self.once(("terms", text), lambda: frozenset(one.target for one in found(text)))

    def _naming_entries(self, name: str) -> Iterator[Entry]:
        self.reads(name, "translations")
        ids = sorted(self.left.naming.get(name, ()), key=self._places.__getitem__)
        entries = self._read_of([self._notes[one] for one in ids])
        return (one for one in entries if self.whole.workshop(one.note).id == one.note.id)

    @cached_property
    def _notes(self) -> Mapping[str, Note]:
        return {note.id: note for note in self.whole.oldest_first}

    def _read_of(self, notes: Sequence[Note]) -> Iterator[Entry]:
        some = [self._notes[note.id] for note in notes]
        return self._kept("entry", self.around, some, self._read)

    def _kept(
        self, kind: str, about: str, notes: Sequence[Note], work: Callable[[Note], V]
    ) -> Iterator[V]:
        """Give what `work` makes of each note and of what has the digest `about`; remembered.

        Of few notes it is held here too.
        """
        for first in range(0, len(notes), AT_ONCE):
            some = notes[first : first + AT_ONCE]
            held: dict[str, V] = self._at_hand.setdefault(kind, {})
            new = [note for note in some if note.id not in held]
            if len(held) + len(new) > HELD and self.cache.is_open:
                held = self._at_hand[kind] = {}
                new = list(some)
            given = [(about, self.wholes.get(note.id)) for note in new]
            made = self.cache.each(kind, given, lambda place, new=new: work(new[place]))  # type: ignore[misc]
            held.update(zip((note.id for note in new), made, strict=True))
            yield from [held[note.id] for note in some]

    def _read(self, note: Note) -> Entry:
        body = read_body(without_leading_title(note), note.id, self._ids)
        texts = [paragraph.text for paragraph in body.paragraphs]
        held = [self._held.find(text) for text in texts]
        masked = [[(one.start, one.end) for one in found] for found in held]
        shown = theme_passages(texts, self._phrases(note.language), masked, note.themes)
        named: dict[Target, tuple[Paragraph, str]] = {}
        for paragraph in body.paragraphs:
            for mention in self._names.of(paragraph.text):
                if mention.target not in named:
                    named[mention.target] = (paragraph, _around(paragraph.text, mention.start))
        for paragraph, found in zip(body.paragraphs, held, strict=True):
            for one in found:
                if one.target.kind == "organization" and one.target not in named:
                    named[one.target] = (paragraph, _around(paragraph.text, one.start))
        for target, paragraph, text in _links(note, body, self._sources):
            named.setdefault(target, (paragraph, text))
        self._link(note, body)
        _pin(body)
        return Entry(
            head(note),
            self.interface(note.language),
            as_derived(body.tree),
            body.minutes,
            body.paragraphs,
            body.headings,
            {name: tuple(body.paragraphs[at] for at in rows) for name, rows in shown.items()},
            named,
            body.asked,
        )

    def _link(self, note: Note, body: Body) -> None:
        """Make the first mention of each term a link, with what it means where an acronym hides it.

        A link names the source of its page, which both builders look up and turn into an address.
        """
        here, lang = note_address(note.id), note.language

        def attributes(target: Target) -> dict[str, str] | None:
            if target.kind == "note":
                return None
            found = {"href": relative(here, self.site.term(target.kind, target.id))}
            term = self.term(target.kind, target.id)
            full = "expansion" if target.kind == "glossary" else "full_name"
            means = term.text(f"{full}_fr" if lang == "fr" else full) if term else ""
            if term and target.kind == "glossary":
                means = means or term.defined(lang)
            return found | ({"class": "term", "title": means} if means else {})

        link_first_mentions(body.tree, self._names, attributes)
        for element in body.tree.iter("a"):
            path, hash_, part = (element.get("href") or "").partition("#")
            if path.endswith("/") and not re.match(r"\w+:", path):
                element.set("href", f"{path}index.md{hash_}{part}")

    def _phrases(self, language: str) -> Index:
        index = partial(phrase_index, self.whole.vocabularies.themes, language)
        kept = partial(self.cache.once, "phrases", (self._vocabularies, language), index)
        return self.once(("phrases", language), kept)

    @cached_property
    def _held(self) -> Finder[Target]:
        """Find the names whose words say nothing: a stabilization mission's, of stabilization."""
        known = self.whole.vocabularies
        of = {"mission": known.missions.terms, "organization": known.organizations.terms}
        return Finder(
            (name, Target(kind, term.id))
            for kind, terms in of.items()
            for term in terms
            for name in term.names
        )

    @cached_property
    def _names(self) -> Mentions:
        known, notes = self.whole.vocabularies, self.whole.oldest_first
        titles = [(one.title, Target("note", one.id)) for one in notes]
        missions = [
            (n, Target("mission", one.id)) for one in known.missions.terms for n in one.names
        ]
        terms = [
            (name, Target("glossary", one.id))
            for one in known.glossary.terms
            for name in (one.label, one.label_fr, *one.aliases)
            if name
        ]
        long = (one for one in titles if len(one[0]) >= SHORTEST_TITLE)
        return Mentions([*long, *missions, *terms], known.resolutions)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(note.id for note in self.whole.notes)

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        notes = self.whole.oldest_first
        return {note.source_url: note.id for note in notes if note.source_url}

    @cached_property
    def _of_year(self) -> Mapping[str, Mapping[int | None, list[Note]]]:
        notes = self.whole.workshops
        of = grouped((one, note) for note in notes for one in set(note.mission))
        return {one: grouped((note.year, note) for note in held) for one, held in of.items()}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self._notes)}

    def _holding(self, target: Target) -> frozenset[str]:
        """Give the workshops whose notes hold a term, by the ids of the notes."""

        def holding() -> frozenset[str]:
            named = self.left.naming.get(f"named:{target.kind}:{target.id}", ())
            tagged = self.whole.on(target.kind, target.id)
            return frozenset([*self._workshops.intersection(named), *(note.id for note in tagged)])

        return self.once(("holding", target), holding)

    def _weight(self, target: Target) -> float:
        """Give how much a term says of two notes that hold it, 0 where it says nothing."""
        everything, count = len(self._workshops), len(self._holding(target))
        most = min(COMMON_MOST, max(COMMON_LEAST, everything * COMMON_SHARE))
        return math.log((everything + 1) / count) if 1 < count <= most else 0

    @cached_property
    def _workshops(self) -> frozenset[str]:
        return frozenset(note.id for note in self.whole.workshops)


def head(note: Note) -> Note:
    """Give a note without its text, which lists of notes never show."""
    out = {"body": "", "body_line": 1, "positions": {}, "letters": 0, "content": ""}
    return Note.of({name: one for name, one in vars(note).items() if name != "_read"} | out)


def _terms(entry: Entry) -> set[Target]:
    """Give the terms that a note holds, by naming them or as tags."""
    note = entry.note
    tags = {"theme": note.themes, "resolution": note.resolutions, "mission": note.mission}
    tagged = {Target(kind, one) for kind, values in tags.items() for one in values}
    return tagged | {target for target in entry.named if target.kind in TELLING}


_NOWHERE = Standing("", "")
_TOLD = (*(f"named:{kind}:" for kind in TELLING), *(f"{kind}:" for kind in TELLING))


def _standing(entry: Entry, whole: str, corrected: object) -> Standing:
    note = entry.note
    shown = _digest(note, corrected)
    lists = [
        "heads",
        f"head:{note.id}",
        f"year:{note.year or 0}",
        *(f"mission:{name}" for name in note.mission),
        *(f"theme:{name}" for name in note.themes),
        *(f"resolution:{name}" for name in note.resolutions),
    ]
    named = {
        f"named:{target.kind}:{target.id}": _digest(shown, paragraph.anchor, text)[:SHORT]
        for target, (paragraph, text) in entry.named.items()
    }
    for theme, paragraphs in entry.themes.items():
        if asked := [(one.anchor, text) for one, text in entry.asked if one in paragraphs]:
            named[f"asked:theme:{theme}"] = _digest(shown, asked)[:SHORT]
    return Standing(whole, shown, tuple(lists), named)


def _digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def _links(
    note: Note, body: Body, sources: Mapping[str, str]
) -> Iterator[tuple[Target, Paragraph, str]]:
    paragraphs = {paragraph.anchor: paragraph for paragraph in body.paragraphs}
    for element in body.tree.iter("a"):
        address = element.get("href") or ""
        if address.startswith("http"):
            identifier = sources.get(address, "")
        else:
            path = posixpath.normpath("/" + note_address(note.id) + address.partition("#")[0])
            hit = re.match(r"/notes/(.+)$", path)
            identifier = hit[1] if hit else ""
        holder = next((e for e in element.iterancestors() if e.get("id") in paragraphs), None)
        if identifier and identifier != note.id and holder is not None:
            paragraph = paragraphs[holder.get("id") or ""]
            text = "".join(str(part) for part in element.itertext())
            start = max(0, paragraph.text.find(" ".join(text.split())))
            yield Target("note", identifier), paragraph, _around(paragraph.text, start)


def _around(text: str, place: int) -> str:
    return next((text[start:end] for start, end in sentence_spans(text) if place < end), text)


def _pin(body: Body) -> None:
    """Put a link with its number at the end of each paragraph, before a list nested in it."""
    numbers = {paragraph.anchor: paragraph.number for paragraph in body.paragraphs}
    for element in list(body.tree.iter("p", "li", "dd", "dt")):
        anchor = element.get("id") or ""
        if anchor not in numbers:
            continue
        pin = etree.Element("a", {"class": "pin", "href": f"#{anchor}"})
        pin.text = str(numbers[anchor])
        nested = next((child for child in element if child.tag in ("ul", "ol")), None)
        place = len(element) if nested is None else element.index(nested)
        if place:
            element[place - 1].tail = f"{element[place - 1].tail or ''} "
        else:
            element.text = f"{element.text or ''} "
        element.insert(place, pin)
