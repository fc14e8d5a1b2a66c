"""Missions: which ones a text names, and which of them the note is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from workshop_notes.extract.meeting import EventSentence
from workshop_notes.extract.original import OriginalText
from workshop_notes.extract.proposal import Doubt, Evidence, Finding, Proposal, unique
from workshop_notes.text.expressions import pattern
from workshop_notes.text.finder import Finder
from workshop_notes.vocabulary import Term, Vocabulary

LISTS = Path(__file__).with_name("missions.yml")
NEAR_NAME = 90.0
LONG_NAME = 4
# A run of words with capitals that may be a long name, misspelt.
_CAPITALS = re.compile(
    r"\b[A-ZÀ-Þ]\w{0,40}(?:[\s,/&'-]{1,4}(?:[A-ZÀ-Þ]\w{0,40}|[a-zà-ÿ]{1,4}\b)){3,24}"
)

# (id, every name and spelling) of each mission: what the finders below are built from.
Known = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class MissionMention:
    """A mission named at a place of the text, by `acronym`, by `name` or by a `near name`."""

    id: str
    start: int
    end: int
    how: str


def find_missions(
    text: str, missions: Vocabulary, organizations: Vocabulary | None = None
) -> tuple[MissionMention, ...]:
    """Find the missions that a folded text names, by whole acronym or full name, in its order.

    `Stabili - zation` or either spelling of `stabilisation` are the same name; so is one in which
    an organization of the vocabulary stands by its acronym (`UN` for `United Nations`).
    """
    return _find(text, missions, organizations)


def mission(
    original: OriginalText,
    title: str,
    title_line: int,
    events: tuple[EventSentence, ...],
    missions: Vocabulary,
) -> Finding:
    """Propose the missions that the note is about, in the order in which it names them.

    The first of these that names any decides: `the case of X` in the title, the title, the
    sentence that reports the workshop, the sentence that looks forward to the renewal. A text
    without such a subject (a cross-mission note) is about all that it names. Missions named only
    in passing, or in links to other documents, are considered and left out.
    """
    in_title = find_missions(title, missions)
    everywhere, inside, running = _mentions(original, missions)
    in_events = _within(running, [(e.sentence.start, e.sentence.end) for e in events])
    in_renewal = _within(running, list(_renewals(original)))
    told = [m for m in running if m.id in (*in_events, *in_renewal)]
    doubts = tuple(_contradictions(original, inside, told, in_title, title_line))
    if in_title:
        also = in_events if events else _order(m.id for m in inside)
        chosen, why = _of_title(title, in_title, also)
    elif in_events:
        chosen, why = in_events, "not the one the workshop was about"
    elif in_renewal and not (title and _are_many(inside) and not _country(title, missions)):
        chosen, why = in_renewal, "not the one to be renewed"
    else:
        chosen, why = _foremost(inside) or _told_of(original, running), "named in passing"
    if not chosen:
        return _by_country(title, title_line, missions)
    evidence = [original.line_evidence(original.lines[title_line - 1])] if in_title else []
    return Finding(_proposal(original, everywhere, chosen, why, evidence), doubts)


def _mentions(
    original: OriginalText, missions: Vocabulary
) -> tuple[list[MissionMention], list[MissionMention], list[MissionMention]]:
    """Give the mentions outside links, those of the body, and of them those not in passing."""
    folded = original.folded
    everywhere = [
        mention
        for mention in find_missions(folded, missions)
        if original.line_at(mention.start).role != "related"
        and not _in_address(folded, mention.start)
    ]
    inside = [m for m in everywhere if original.line_at(m.start).role == "body"] or everywhere
    passing = pattern(LISTS, "passing")
    running = [m for m in inside if not passing.search(folded[max(0, m.start - 90) : m.start])]
    return everywhere, inside, running


def _proposal(
    original: OriginalText,
    everywhere: list[MissionMention],
    chosen: list[str],
    why: str,
    evidence: list[Evidence],
) -> Proposal | None:
    places = [m for name in chosen for m in [x for x in everywhere if x.id == name][:2]]
    evidence += [original.evidence(m.start, m.end) for m in places]
    first = {m.id: original.line_at(m.start).number for m in reversed(everywhere)}
    considered = tuple(
        (other, why, first[other])
        for other in _order(m.id for m in everywhere)
        if other not in chosen
    )
    return Proposal(tuple(chosen), unique(evidence, limit=10), considered) if evidence else None


def _renewals(original: OriginalText) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences that look forward to a renewal."""
    for one in original.body:
        if pattern(LISTS, "renew").search(one.text) and pattern(LISTS, "coming").search(one.text):
            yield one.start, one.end


def _of_title(
    title: str, named: tuple[MissionMention, ...], also: list[str]
) -> tuple[list[str], str]:
    """Give what a title names, its case alone if it has one; of several, the text's too."""
    case_of = [m.id for m in named if pattern(LISTS, "case").search(title[: m.start])]
    if case_of:
        return _order(case_of), "the title's case is another"
    names = _order(m.id for m in named)
    if len(names) == 1:
        return names, "the title names another"
    return _order((*names, *also)), "not in the title"


def _are_many(mentions: list[MissionMention]) -> bool:
    return len({m.id for m in mentions}) > 2


@lru_cache(maxsize=128)
def _find(
    text: str, missions: Vocabulary, organizations: Vocabulary | None
) -> tuple[MissionMention, ...]:
    known = _known(missions, organizations)
    found = [
        MissionMention(one.target, one.start, one.end, "name" if " " in one.name else "acronym")
        for one in _finder(missions, organizations).find(text)
    ]
    taken = [(one.start, one.end) for one in found]
    for match in _CAPITALS.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            found.extend(_near(match, known))
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


@lru_cache(maxsize=8)
def _known(missions: Vocabulary, organizations: Vocabulary | None) -> Known:
    short = _short_forms(organizations) if organizations else ()
    return tuple((term.id, _spellings(term, short)) for term in missions.terms)


@lru_cache(maxsize=8)
def _finder(missions: Vocabulary, organizations: Vocabulary | None) -> Finder[str]:
    known = _known(missions, organizations)
    owners: dict[str, set[str]] = {}
    for identifier, names in known:
        for name in names:
            owners.setdefault(name.casefold(), set()).add(identifier)
    # A name of two missions is neither's.
    return Finder(
        (name, identifier)
        for identifier, names in known
        for name in names
        if len(owners[name.casefold()]) == 1
    )


def _near(match: re.Match[str], known: Known) -> list[MissionMention]:
    """Read a name with a word too many, too few or misspelt, if only one mission is near it."""
    # Imported here: most texts name their missions rightly.
    from rapidfuzz import fuzz, process

    phrase = match[0].split(",")[0].strip()
    full = _full_names(known)
    scored = process.extract(phrase, list(full), scorer=fuzz.token_sort_ratio, limit=6)
    best = [(full[name], score) for name, score, _ in scored]
    if not best or best[0][1] < NEAR_NAME:
        return []
    rivals = [score for identifier, score in best if identifier != best[0][0]]
    if rivals and best[0][1] - rivals[0] < 4:
        return []
    return [MissionMention(best[0][0], match.start(), match.start() + len(phrase), "near name")]


def _spellings(term: Term, short: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    names = (*term.names, *(str(seen) for seen in term.facts.get("seen_as", ())))
    more = tuple(
        name.replace(full, acronym) for name in names for full, acronym in short if full in name
    )
    return tuple(dict.fromkeys((*names, *more)))


def _short_forms(organizations: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Give each organization's full names with its acronym, both ways."""
    pairs = []
    for term in organizations.terms:
        acronyms = [name for name in term.names if name.isupper() and " " not in name]
        pairs += [(name, acronyms[0]) for name in term.names if " " in name and acronyms]
    return tuple(pairs)


@lru_cache(maxsize=8)
def _full_names(known: Known) -> dict[str, str]:
    return {
        name: identifier
        for identifier, names in known
        for name in names
        if len(name.split()) >= LONG_NAME
    }


def _order(identifiers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(identifiers))


def _within(mentions: list[MissionMention], spans: list[tuple[int, int]]) -> list[str]:
    return _order(m.id for m in mentions if any(start <= m.start < end for start, end in spans))


def _foremost(mentions: list[MissionMention]) -> list[str]:
    """Give the one mission that is named first and three times as often as all others together."""
    counts = Counter(m.id for m in mentions)
    if len(counts) < 2:
        return []
    (first, most), *rest = counts.most_common()
    others = sum(number for _, number in rest)
    return [first] if most >= 3 * others and mentions[0].id == first else []


def _told_of(original: OriginalText, mentions: list[MissionMention]) -> list[str]:
    """Give the one mission named, or of several those named twice or beside another."""
    counts = Counter(m.id for m in mentions)
    if len(counts) == 1:
        return list(counts)
    named: dict[int, set[str]] = {}
    for mention in mentions:
        sentence = original.sentence_at(mention.start)
        named.setdefault(sentence.start if sentence else -1, set()).add(mention.id)
    beside = {name for names in named.values() if len(names) > 1 for name in names}
    return [name for name in _order(m.id for m in mentions) if counts[name] > 1 or name in beside]


def _country(title: str, missions: Vocabulary) -> list[Term]:
    """Give the missions in the country or region that a title names."""
    named = {target for one in _countries(missions).find(title) for target in one.target}
    return [term for term in missions.terms if term.id in named]


@lru_cache(maxsize=8)
def _countries(missions: Vocabulary) -> Finder[tuple[str, ...]]:
    places: dict[str, list[str]] = {}
    for term in missions.terms:
        for key in ("country", "country_fr"):
            for place in re.split(r"[()/]", str(term.facts.get(key, ""))):
                if place.strip():
                    places.setdefault(place.strip(), []).append(term.id)
    return Finder((place, tuple(ids)) for place, ids in places.items())


def _by_country(title: str, title_line: int, missions: Vocabulary) -> Finding:
    """Say which missions a title's country suggests; without a mission's name none is proposed."""
    near = _country(title, missions) if title else []
    fix = "add the mission by hand"
    if not missions.terms:
        return Finding()
    if not near:
        return Finding(None, (Doubt("no-mission", "the text names no mission", fix),))
    ids = ", ".join(term.id for term in near)
    message = f"the text names no mission; its title's country has had {ids}"
    return Finding(None, (Doubt("no-mission", message, fix, title_line),))


def _contradictions(
    original: OriginalText,
    mentions: list[MissionMention],
    told: list[MissionMention],
    in_title: tuple[MissionMention, ...],
    title_line: int,
) -> Iterable[Doubt]:
    body = [m for m in mentions if original.line_at(m.start).number != title_line]
    title_ids = {m.id for m in in_title}
    counts = Counter(m.id for m in told if m.id not in title_ids)
    if len(title_ids) == 1 and counts and not title_ids & {m.id for m in body}:
        other, _ = counts.most_common(1)[0]
        message = f"the title names {next(iter(title_ids))}, but the text {other}"
        yield Doubt("contradiction", message, "check which mission the note is about", title_line)
    for name, acronym in pairwise(mentions):
        glued = original.folded[name.end : acronym.start].strip() in ("(", "")
        if name.how != "acronym" and acronym.how == "acronym" and glued and name.id != acronym.id:
            line = original.line_at(name.start).number
            message = f"the name is that of {name.id}, its acronym {acronym.id}"
            yield Doubt("contradiction", message, "check which mission is meant", line)


def _in_address(text: str, place: int) -> bool:
    """Say whether a place lies inside a web address."""
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return bool(re.match(r"\W*(?:https?://|www\.)", text[start:place]))
