"""Missions: which ones a text names and which it is about; its resolutions and its address.

What a sign weighs for a mission that the note is about is in `missions_weights.yml`, learned by
`bench/learn/missions.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import fsum
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from workshop_notes.bounded import read_own
from workshop_notes.extract.meeting import Meeting
from workshop_notes.extract.original import (
    Doubt,
    Evidence,
    Finding,
    OriginalText,
    Stretch,
    proposed,
    within,
)
from workshop_notes.formats.lines import SMALL_WORD, words_of
from workshop_notes.text.expressions import pattern
from workshop_notes.text.finder import Finder, cited_resolutions, in_web_address
from workshop_notes.text.languages import language_with_count
from workshop_notes.vocabulary import Vocabulary, grouped

LISTS = Path(__file__).with_name("missions.yml")
WEIGHTS = Path(__file__).with_name("missions_weights.yml")
NEAR_NAME = 90.0
LONG_NAME = 4
# Sentences in which a mission is named not in passing, and sentences of the text.
TIMES, LENGTHS = (1, 2, 3, 5), (8, 15, 30)
# A title by itself has no sentences.
SHORTEST = 4  # words
FEW = 15  # sentences
# Names of one list stand no further apart.
NEXT = 30
# A run of words with capitals that may be a long name, misspelt.
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ](?<!\w.)\w{0,40}(?:[\s,/&'-]{1,4}(?:[A-ZÀ-Þ]\w{0,40}|[a-zà-ÿ]{1,4}\b)){3,24}"
)

REFERENCES = Path(__file__).with_name("references.yml")
SHORTEST_SENTENCE = 6


@dataclass(frozen=True, slots=True)
class MissionMention:
    """A mission named at a place of the text, by `acronym`, by `name` or by a `near name`."""

    id: str
    start: int
    end: int
    how: str


class Missions:
    """The missions that a text names, and what each is compared with."""

    def __init__(
        self, original: OriginalText, title: str, meeting: Meeting, missions: Vocabulary
    ) -> None:
        self.missions, self.title = missions, title
        in_title = find_missions(title, missions)
        self.in_title = [one.id for one in in_title]
        self.cases = _cases(title, in_title)
        self.everywhere = _mentions(original, missions)
        # In the note itself; all where none stands there.
        body = [one for one in self.everywhere if original.line_at(one.start).role == "body"]
        self.inside = body or self.everywhere
        self.all = tuple(dict.fromkeys((*(one.id for one in self.everywhere), *self.in_title)))
        self.running = frozenset(_running(original.folded, self.inside))
        self.told = self._within(meeting.events)
        to_renew, coming = original.holding(pattern(LISTS, "renew")), pattern(LISTS, "coming")
        self.renewed = self._within([one for one in to_renew if coming.search(one.text)])
        opening = original.opening[-1].end if original.opening else len(original.folded)
        self.first = self._within([Stretch(0, opening)])
        self.length = sum(one.is_prose(SHORTEST) for one in original.body)
        within = grouped((one.id, original.sentence_at(one.start)) for one in self.inside)
        self.sentences = {name: set(those) for name, those in within.items()}
        self.most = max(map(len, self.sentences.values()), default=0)

    def signs(self, name: str) -> frozenset[str]:
        """Give the signs that a mission shows."""
        held, most = self.sentences.get(name, set()), self.most
        times = len({one.start for one in self.running if one.id == name})
        term = self.missions.get(name)
        signs: dict[str, object] = {
            "named": True,
            "in the title": name in self.in_title,
            "another is the title's case": self.cases and name not in self.cases,
            "in the opening": name in self.first,
            "of the event": name in self.told,
            "as often as any": held and len(held) == most,
            "once beside another oftener": len(held) == 1 < most,
            "once beside another much oftener": len(held) == 1 < most - 1,
            "alone": len(self.all) == 1,
            "in no sentence": held and not any(one and one.is_prose(SHORTEST) for one in held),
            "closed": term and term.facts.get("end"),
            **{f"named {least} times": times >= least for least in TIMES},
            **{f"in {least} sentences": self.length >= least for least in LENGTHS},
        }
        if self.length < FEW:
            # What is named once may be all, and where it is named tells more.
            signs["of few sentences"] = True
            places = {"title": self.in_title, "event": self.told, "renewal": self.renewed}
            for place, those in places.items():
                signs[f"of few: of the {place}"] = name in those
                signs[f"of few: another of the {place}"] = those and name not in those
        return frozenset(sign for sign, is_shown in signs.items() if is_shown)

    def _within(self, places: Sequence[Stretch]) -> frozenset[str]:
        return frozenset(one.id for one in self.inside if within(one.start, places))


@lru_cache(maxsize=128)
def find_missions(text: str, missions: Vocabulary) -> tuple[MissionMention, ...]:
    """Find the missions that a folded text names, by whole acronym or full name, in its order.

    `Stabili - zation` or either spelling of `stabilisation` are the same name; one that is
    misspelt counts where a single mission's is near it.
    """
    found = [
        MissionMention(one.target, one.start, one.end, "name" if " " in one.name else "acronym")
        for one in _finder(missions).find(text)
    ]
    taken = [(one.start, one.end) for one in found]
    for match in _CAPITALS.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            phrase = match[0].split(",")[0].strip()
            if near := _near(phrase, missions):
                end = match.start() + len(phrase)
                found.append(MissionMention(near, match.start(), end, "near name"))
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def mission(original: OriginalText, named: Missions, meeting: Meeting, title_line: int) -> Finding:
    """Propose the missions that the note is about, in the order in which it names them.

    Those of the title are, where it says `the case of X` that one. Each other is weighed by the
    signs of where it is named: in the sentence that reports the workshop, in the opening, how
    often, or only in passing. Those that weigh enough are proposed; the others, and those of links
    to other documents, are considered and left out.
    """
    known: Mapping[str, float] = read_own(WEIGHTS)
    weights = {name: fsum(known.get(sign, 0.0) for sign in named.signs(name)) for name in named.all}
    titled = named.cases or frozenset(named.in_title)
    if len(titled) > 1 and not meeting.events:
        # What compares several may name more of them; no sentence says what was discussed.
        titled |= weights.keys()
    chosen = tuple(name for name, weight in weights.items() if weight > 0 or name in titled)
    if not chosen:
        return _by_country(named.title, title_line, named.missions)
    doubts = _contradictions(original, named, meeting, title_line)
    evidence = [original.line_evidence(original.lines[title_line - 1])] if named.in_title else []
    places = [m for name in chosen for m in [x for x in named.everywhere if x.id == name][:2]]
    evidence += [original.evidence(m.start, m.end) for m in places]
    first = {m.id: original.line_at(m.start).number for m in reversed(named.everywhere)}
    considered = (
        (other, f"weighs {weight:.1f}", first.get(other, title_line))
        for other, weight in weights.items()
        if other not in chosen
    )
    return proposed(chosen, evidence, considered, doubts, most=10)


def resolutions(original: OriginalText, known: Vocabulary, missions: Vocabulary) -> Finding:
    """Propose every Council resolution cited in the body, in the order of citation.

    One that looks like a year counts only if the vocabulary or a mission's entry knows it. Other
    bodies' resolutions and those of related links do not. A number that the vocabulary lacks is
    proposed with a doubt; an empty vocabulary has none to propose.
    """
    if not known.terms:
        return Finding()
    founding = frozenset(str(t.facts.get("founding_resolution", "")) for t in missions.terms)
    found: dict[str, Evidence] = {}
    years: dict[str, str] = {}
    considered: list[tuple[str, str, int]] = []
    for one in cited_resolutions(original.folded, known):
        line = original.line_at(one.start)
        known_as = one.number in founding or known.get(one.number)
        if one.other_body:
            considered.append((one.number, "another body's resolution", line.number))
        elif one.doubtful and not known_as:
            considered.append((one.number, "rather a year", line.number))
        elif line.role in ("related", "below"):
            considered.append((one.number, "belongs to another document", line.number))
        else:
            found.setdefault(one.number, original.evidence(one.start, one.end))
        if one.year:
            years.setdefault(one.number, one.year)
    doubts = _doubts(found, years, known)
    return proposed(tuple(found), found.values(), considered, doubts, most=12)


def source_url(original: OriginalText, metadata: Mapping[str, str]) -> Finding:
    """Propose the address that the format states as canonical, or that the text gives as its own.

    Tracking parameters go. A link of the text to anything else is no address of the note.
    """
    stated = metadata.get("address", "")
    if stated.startswith(("http://", "https://")):
        return proposed(_plain(stated), [Evidence(f"metadata: address {stated}", 1)])
    for match in pattern(REFERENCES, "own-address").finditer(original.folded):
        line = original.line_at(match.start())
        if line.role != "related":
            address = original.text[match.start("address") : match.end("address")].rstrip(".,;")
            return proposed(_plain(address), [original.evidence(match.start(), match.end())])
    return Finding()


def language(original: OriginalText, metadata: Mapping[str, str]) -> Finding:
    """Propose the two-letter code of the language most of the body's sentences are in.

    Counts the words that a language uses most, in sentences of six words and more; the format's
    own statement decides only where there is no such sentence.
    """
    body = [s for s in original.body if s.words >= SHORTEST_SENTENCE] or original.body
    spoken, _ = language_with_count("\n".join(sentence.text for sentence in body))
    for sentence in body if spoken else ():
        if language_with_count(sentence.text)[0] == spoken:
            evidence = original.evidence(sentence.start, min(sentence.end, sentence.start + 200))
            return proposed(spoken, [evidence])
    stated = metadata.get("lang", "")
    return proposed(stated[:2].lower(), [Evidence(f"metadata: lang {stated}", 1)])


def _mentions(original: OriginalText, missions: Vocabulary) -> list[MissionMention]:
    """Give where a text names missions, links to other documents and addresses apart.

    `AU mission in Somalia (AUSSOM)` describes AUSSOM, though it may be a name of another, too.
    """
    found = [
        one
        for one in find_missions(original.folded, missions)
        if original.line_at(one.start).role != "related"
        and not in_web_address(original.folded, one.start)
    ]
    full = _full_names(missions)
    describing = {
        one
        for one, _ in _glued(original, found)
        if one.how == "name" and original.folded[one.start : one.end].casefold() not in full
    }
    return [one for one in found if one not in describing]


def _glued(
    original: OriginalText, mentions: Sequence[MissionMention]
) -> Iterator[tuple[MissionMention, MissionMention]]:
    """Yield the names right behind which the acronym of another mission stands."""
    for name, acronym in pairwise(mentions):
        between = original.folded[name.end : acronym.start].strip()
        named = name.how != "acronym" and acronym.how == "acronym"
        if named and between in ("(", "") and name.id != acronym.id:
            yield name, acronym


def _cases(title: str, in_title: Iterable[MissionMention]) -> frozenset[str]:
    """Give those of the missions in a title that it says it is the case of."""
    cases: set[str] = set()
    end = -1
    for one in in_title:
        # Of two missions that `and` joins it is the case of both.
        joined = end >= 0 and all(map(SMALL_WORD.fullmatch, words_of(title[end : one.start])))
        if joined or pattern(LISTS, "case").search(title[: one.start]):
            cases.add(one.id)
            end = one.end
    return frozenset(cases)


def _running(text: str, mentions: Iterable[MissionMention]) -> Iterator[MissionMention]:
    """Yield the mentions that are not made in passing, nor in a list that begins so."""
    end, passing = -NEXT, False
    for one in mentions:
        gap = text[end : one.start] if 0 <= one.start - end < NEXT and end >= 0 else "."
        before = text[max(0, one.start - 90) : one.start]
        passing = bool(pattern(LISTS, "passing").search(before)) or (
            passing and not re.search(r"[.;:]", gap)
        )
        end = one.end
        if not passing:
            yield one


@lru_cache(maxsize=8)
def _spellings(missions: Vocabulary) -> dict[str, str]:
    """Give every name and spelling with its mission; a name of two missions is neither's."""
    pairs = [
        (name, one.id) for one in missions.terms for name in (*one.names, *one.texts("seen_as"))
    ]
    owners = grouped((name.casefold(), identifier) for name, identifier in pairs)
    return {name: one for name, one in pairs if {*owners[name.casefold()]} == {one}}


@lru_cache(maxsize=8)
def _full_names(missions: Vocabulary) -> frozenset[str]:
    """Give the official names of missions, in small letters."""
    keys = ("full_name", "full_name_fr")
    return frozenset(term.text(key).casefold() for term in missions.terms for key in keys)


@lru_cache(maxsize=8)
def _long_names(missions: Vocabulary) -> tuple[str, ...]:
    return tuple(name for name in _spellings(missions) if len(name.split()) >= LONG_NAME)


@lru_cache(maxsize=8)
def _finder(missions: Vocabulary) -> Finder[str]:
    return Finder(_spellings(missions).items())


@lru_cache(maxsize=4096)
def _near(phrase: str, missions: Vocabulary) -> str:
    """Read a name with a word too many, too few or misspelt, if only one mission is near it."""
    # Imported here: most texts name their missions rightly.
    from rapidfuzz import fuzz, process

    scored = process.extract(phrase, _long_names(missions), scorer=fuzz.token_sort_ratio, limit=6)
    best = [(_spellings(missions)[name], score) for name, score, _ in scored]
    if not best or best[0][1] < NEAR_NAME:
        return ""
    rivals = [score for identifier, score in best if identifier != best[0][0]]
    if rivals and best[0][1] - rivals[0] < 4:
        return ""
    return best[0][0]


@lru_cache(maxsize=8)
def _countries(missions: Vocabulary) -> Finder[tuple[str, ...]]:
    of = grouped((place, term.id) for term in missions.terms for place in term.countries)
    return Finder((place, tuple(ids)) for place, ids in of.items())


def _by_country(title: str, title_line: int, missions: Vocabulary) -> Finding:
    """Say which missions a title's country suggests; without a mission's name none is proposed."""
    if not missions.terms:
        return Finding()
    named = {target for one in _countries(missions).find(title) for target in one.target}
    ids = ", ".join(term.id for term in missions.terms if term.id in named)
    message = "the text is about no mission that it names"
    message += f"; its title's country has had {ids}" if ids else ""
    line = title_line if ids else 1
    return Finding(doubts=(Doubt("no-mission", message, "add the mission by hand", line),))


def _contradictions(
    original: OriginalText, named: Missions, meeting: Meeting, title_line: int
) -> Iterable[Doubt]:
    titled = frozenset(named.in_title)
    body = {m.id for m in named.inside if original.line_at(m.start).number != title_line}
    told = (m.id for m in named.inside if within(m.start, meeting.events))
    others = Counter(name for name in told if name not in titled)
    if len(titled) == 1 and others and not titled & body:
        message = (
            f"the title names {next(iter(titled))}, but the text {others.most_common(1)[0][0]}"
        )
        yield Doubt("contradiction", message, "check which mission the note is about", title_line)
    for name, acronym in _glued(original, named.inside):
        line = original.line_at(name.start).number
        message = f"the name is that of {name.id}, its acronym {acronym.id}"
        yield Doubt("contradiction", message, "check which mission is meant", line)


def _doubts(found: dict[str, Evidence], years: dict[str, str], known: Vocabulary) -> list[Doubt]:
    doubts = []
    for number, evidence in found.items():
        term = known.get(number)
        if term is None:
            message = f"resolution {number} is not in the vocabulary"
            fix = "add it to notes/vocabularies/resolutions.yml"
            doubts.append(Doubt("unknown-resolution", message, fix, evidence.line))
        elif number in years and years[number] != str(term.facts.get("year", years[number])):
            stated = f"resolution {number} is of {term.facts['year']}, not {years[number]}"
            doubts.append(Doubt("contradiction", stated, "check the number", evidence.line))
    return doubts


def _plain(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    tracking = pattern(REFERENCES, "tracking")
    query = [(key, value) for key, value in parse_qsl(parts.query) if not tracking.fullmatch(key)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
