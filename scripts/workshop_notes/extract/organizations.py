"""Organizations: who held the event and who paid for it, in the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workshop_notes.extract.meeting import LISTS as MEETING
from workshop_notes.extract.meeting import Meeting, event_noun
from workshop_notes.extract.original import Line, OriginalText, Sentence
from workshop_notes.extract.proposal import (
    Considered,
    Doubt,
    Evidence,
    Finding,
    Proposal,
    unique,
)
from workshop_notes.note import slug
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.finder import Finder, Found
from workshop_notes.text.languages import month_numbers
from workshop_notes.vocabulary import Vocabulary

LISTS = Path(__file__).with_name("organizations.yml")
ORGANIZER, FUNDER = "organizer", "funder"
# Articles before a name, and what parts the names of a list.
_LED = r"(?:the |a |l'|le |la |les |el |los |die |das |der |den |dem )?"
_PARTS = re.compile(
    rf",\s+(?:and\s+|et\s+)?{_LED}|\s+(?:and|et|y|und|&|with)\s+(?:the |l'|le |la |el |die )"
)

Places = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Agent:
    """A passage that names who held the event: its place, and the names in it."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Holders:
    """Finds the vocabulary's organizers; `cut` finds the beginning of a name cut by columns."""

    finder: Finder[str]
    cut: re.Pattern[str]

    def find(self, text: str) -> list[Found[str]]:
        """Give the organizers named in a text."""
        return self.finder.find(text)


def organizers(original: OriginalText, meeting: Meeting, organizations: Vocabulary) -> Finding:
    """Propose the organizations named in the sentences that report or sign the event.

    One that organizes by the vocabulary may stand anywhere in such a sentence; any other counts
    where the words say that it held the event: `organized by`, before `hosted`. Named elsewhere
    (as publisher, as employer, as a common noun) it is considered and left out. A name by such
    words that no vocabulary has is a doubt, to be added. Listed in the vocabulary's order.
    """
    here = _places(original, organizations, ("body",))
    agents = list(agents_of(original, meeting))
    named = [(one.start, one.end) for one in agents]
    holders = [term.id for term in organizations.terms if term.facts.get("role") == ORGANIZER]
    own = {name: here[name] for name in holders}
    spans = [*named, *_holding_spans(original, meeting, own, organizations)]
    if meeting.events and not any(_within(place, spans) for row in own.values() for place in row):
        # A converter leaves a byline out of the body; it still says who answers for the note.
        furnished = _places(original, organizations, ("body", "furniture"))
        own = {name: furnished[name] for name in holders}
        spans += _byline(original, own)
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    for name, places in (here | own).items():
        inside = [place for place in places if _within(place, spans if name in own else named)]
        if inside:
            found[name] = original.evidence(*inside[0])
        elif places and name in own:
            line = original.line_at(places[0][0]).number
            considered.append((name, "not where the text says who held the event", line))
    doubts = tuple(_new(original, agents, "organizer", organizations))
    if not found:
        return Finding(None, doubts)
    evidence = unique(found.values())
    return Finding(Proposal(tuple(found), evidence, tuple(considered)), doubts)


def _holding_spans(
    original: OriginalText, meeting: Meeting, own: Places, organizations: Vocabulary
) -> Iterator[tuple[int, int]]:
    """Yield the places where an organizer of the vocabulary is named as one."""
    told = (*(event.sentence for event in meeting.events), *meeting.drafted, *meeting.signed)
    yield from ((one.start, one.end) for one in told)
    yield from _labelled(original)
    yield from _together(original, own)
    for line in mixed_lines(original, meeting, organizations):
        yield line.start, line.end


def agents_of(original: OriginalText, meeting: Meeting) -> Iterator[Agent]:
    """Yield the passages that say who held the event: after `organized by`, before `hosted`."""
    for event in meeting.events:
        for expression in (_names_after("by"), _names_before()):
            yield from _agents(original, event.sentence, expression)


def funders(
    original: OriginalText, organizations: Vocabulary, organizers_found: Iterable[str]
) -> Finding:
    """Propose the organizations that a sentence names as paying for the project or the note.

    `The project is funded with the support of …`, `made possible by …`, `grâce au soutien de …`;
    not those who pay for the mission or its tasks, nor those who organize. The government of a
    ministry that the same sentence names is not listed beside it.
    """
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    held = set(organizers_found)
    roles = {term.id: term.facts.get("role") for term in organizations.terms}
    everywhere = _places(original, organizations, ("body",))
    payers: list[Agent] = []
    for sentence in original.body:
        paid = pattern(LISTS, "paid").search(original.folded, sentence.start, sentence.end)
        named = {
            name: place
            for name, places in everywhere.items()
            for place in places
            if paid
            and sentence.start <= place[0] < sentence.end
            and name not in held
            and (roles[name] == FUNDER or place[0] >= paid.end())
        }
        if paid and _is_ours(sentence.text, max(0, paid.start() - sentence.start)):
            payers += _agents(original, sentence, _names_after("paid-by"))
        if not paid or not named:
            continue
        named = _without_wholes(named, organizations)
        text = original.folded[sentence.start : sentence.end]
        ours = _is_ours(text, paid.start() - sentence.start)
        for name, place in named.items():
            if ours and (roles[name] == FUNDER or place[0] - paid.end() < 60):
                found.setdefault(name, original.evidence(*place))
            elif name not in found:
                considered.append((name, "does not pay for the note", sentence.line))
    doubts = tuple(_new(original, payers, "funder", organizations))
    if not found:
        return Finding(None, doubts)
    ordered = sorted(
        (term.id for term in organizations.terms if term.id in found),
        key=lambda name: found[name].line,
    )
    proposal = Proposal(tuple(ordered), unique(found.values()), tuple(considered))
    return Finding(proposal, doubts)


def mixed_lines(original: OriginalText, meeting: Meeting, organizations: Vocabulary) -> list[Line]:
    """Give the lines where columns were read across, so that an organizer's name is cut in two.

    `… on May 20, 2020, the International Malian parties have … Peace Institute (IPI), …`: there the
    event's sentence is spread over its whole line.
    """
    cut = re.compile(rf"\d{{4}}{holders_of(organizations).cut.pattern}")
    lines = {original.line_at(event.sentence.start) for event in meeting.events}
    return [
        line
        for line in sorted(lines, key=lambda line: line.number)
        if cut.search(original.folded, line.start, line.end)
    ]


def holding_sentences(original: OriginalText, organizations: Vocabulary) -> tuple[Sentence, ...]:
    """Give the sentences that name two of the vocabulary's organizers and more."""
    holders, otherwise = holders_of(organizations), pattern(LISTS, "otherwise")
    return tuple(
        one
        for one in original.body
        if len({found.target for found in holders.find(one.text)}) > 1
        and not otherwise.search(one.text)
    )


@lru_cache(maxsize=4)
def _names_after(section: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{source(LISTS, section)})\s+(?P<names>{_capitals()})")


@lru_cache(maxsize=1)
def _names_before() -> re.Pattern[str]:
    verb = source(LISTS, "verb")
    return re.compile(
        rf"(?<![\w-])(?P<names>{_capitals()}),?\s+(?i:{verb})\b(?!\s+by\b|\s+in\b|\s+on\b)"
    )


def _capitals() -> str:
    """Give an expression for a list of names: of two words and more with capitals, or acronyms."""
    word, small = r"[A-ZÀ-Þ][\w'&./-]*", source(LISTS, "small")
    name = rf"{word}(?:\s+(?:{small}\s+){{0,2}}{word})+|[A-ZÀ-Þ]{{2,}}\w*"
    name = rf"(?:{name})(?:\s*\([A-Z][\w-]+\))?"
    return rf"{_LED}{name}(?:(?:,|,?\s+(?:and|et|y|und|&|with))\s+{_LED}{name})*"


def _agents(
    original: OriginalText, sentence: Sentence, expression: re.Pattern[str]
) -> Iterator[Agent]:
    for match in expression.finditer(original.folded, sentence.start, sentence.end):
        names = (" ".join(part.split()) for part in _PARTS.split(match["names"]) if part.strip())
        yield Agent(match.start("names"), match.end("names"), tuple(names))


def _new(
    original: OriginalText, agents: Iterable[Agent], what: str, organizations: Vocabulary
) -> Iterator[Doubt]:
    """Yield a doubt for each name of those who held or paid for the event that no term has."""
    finder = _finder(organizations, "")
    nouns = event_noun()
    seen: set[str] = set()
    for agent in agents:
        for name in agent.names:
            bare = re.sub(r"\s*\([^)]*\)$", "", re.sub(rf"^{_LED}", "", name)).strip(" ,.")
            words = bare.split()
            if not words or bare in seen or finder.find(name) or nouns.search(bare):
                continue
            if any(word.lower().strip(".,") in month_numbers() for word in words):
                continue
            seen.add(bare)
            path = "notes/vocabularies/organizations.yml"
            message = f"the text names '{bare}' as {what}, which no vocabulary has"
            fix = f"add it to {path} as `{slug(bare)}`, then to `{what}s`"
            line = original.line_at(agent.start).number
            yield Doubt("new-organization", message, fix, line)


def _names(organizations: Vocabulary, role: str) -> tuple[tuple[str, str], ...]:
    """Give (name, id) of the organizations of a role, or of all, in every spelling."""
    found = []
    for term in organizations.terms:
        if role and term.facts.get("role") != role:
            continue
        seen = (str(name) for name in term.facts.get("seen_as", ()))
        found += [(name, term.id) for name in (term.label, term.label_fr, *term.aliases, *seen)]
    return tuple((name, identifier) for name, identifier in found if name)


@lru_cache(maxsize=8)
def holders_of(organizations: Vocabulary) -> Holders:
    """Give the finder of the names of the vocabulary's organizers."""
    names = [name for name, _ in _names(organizations, ORGANIZER) if len(name.split()) > 2]
    starts = sorted({tuple(name.split()[:2]) for name in names})
    begun = "|".join(
        rf"{re.escape(first)} (?!{re.escape(second)})"
        for first, second in starts
        if first[:1].isupper()
    )
    cut = re.compile(rf",? the (?:{begun})" if begun else r"(?!)")
    return Holders(_finder(organizations, ORGANIZER), cut)


@lru_cache(maxsize=8)
def _finder(organizations: Vocabulary, role: str) -> Finder[str]:
    return Finder(_names(organizations, role), exact=True)


def _places(original: OriginalText, organizations: Vocabulary, roles: tuple[str, ...]) -> Places:
    """Give the places in lines of these roles where each organization is named as such."""
    found: Places = {term.id: [] for term in organizations.terms}
    common, absent = pattern(LISTS, "common"), pattern(LISTS, "absent")
    for one in _finder(organizations, "").find(original.folded):
        before = original.folded[max(0, one.start - 12) : one.start]
        after = original.folded[one.end : one.end + 60]
        if original.line_at(one.start).role not in roles:
            continue
        if not common.search(before) and not absent.match(after):
            found[one.target].append((one.start, one.end))
    return found


def _within(place: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= place[0] < end for start, end in spans)


def _labelled(original: OriginalText) -> list[tuple[int, int]]:
    """Give the lines that list the organizers after a label: `Organizers: …`."""
    lines = [(line.start, line.end, original.line_text(line)) for line in original.lines]
    sentences = [(one.start, one.end, one.text) for one in original.body]
    label = pattern(LISTS, "label")
    return [(start, end) for start, end, text in (*lines, *sentences) if label.match(text)]


def _together(original: OriginalText, places: Places) -> list[tuple[int, int]]:
    """Give the sentences in which two organizers and more do something about an event.

    Whatever the verb (`A, B, and C gave a workshop of the series to …`); all three together need
    no word for the event either. Thanks, sources and bylines are no such sentence.
    """
    held, otherwise = pattern(MEETING, "held"), pattern(LISTS, "otherwise")
    found = []
    for sentence in original.body:
        inside = [
            name
            for name, spans in places.items()
            if any(sentence.start <= start < sentence.end for start, _ in spans)
        ]
        if len(inside) < 2 or otherwise.search(sentence.text):
            continue
        if not sentence.text.rstrip().endswith((".", ")", "?", ":", ";", "!")):
            continue
        if len(inside) > 2 or held.search(sentence.text) or event_noun().search(sentence.text):
            found.append((sentence.start, sentence.end))
    return found


def _byline(original: OriginalText, places: Places) -> list[tuple[int, int]]:
    """Give a byline that names two organizers and more: `REPORT from A, B, C`."""
    byline = pattern(LISTS, "byline")
    return [
        (line.start, line.end)
        for line in original.lines
        if byline.match(original.line_text(line))
        and sum(any(line.start <= at < line.end for at, _ in spans) for spans in places.values())
        >= 2
    ][:1]


def _is_ours(sentence: str, paid: int) -> bool:
    """Say whether a sentence is about paying for the project, not for the mission."""
    theirs = pattern(LISTS, "theirs")
    if pattern(LISTS, "paid-label").search(sentence):
        return True
    if (
        paid < 6
        or sentence[:paid].rstrip()[-1:] == ";"
        or pattern(LISTS, "thanks").search(sentence)
    ):
        return not theirs.search(sentence)
    subject, rest = sentence[:paid], sentence[paid:]
    ours = list(pattern(LISTS, "ours").finditer(subject))
    others = list(theirs.finditer(subject))
    if ours or others:
        return (ours[-1].start() if ours else -1) > (others[-1].start() if others else -1)
    if re.fullmatch(source(LISTS, "nothing-else"), rest, re.IGNORECASE):
        return True
    return bool(pattern(LISTS, "ours").search(rest)) and not theirs.search(rest)


def _without_wholes(
    named: dict[str, tuple[int, int]], organizations: Vocabulary
) -> dict[str, tuple[int, int]]:
    """Drop a government whose ministry is named."""
    broader = {term.id: term.broader for term in organizations.terms}
    ministries = {broader[name] for name in named if broader[name]}
    return {name: place for name, place in named.items() if name not in ministries}
