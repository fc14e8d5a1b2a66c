"""Organizations: who held the event and who paid for it, in the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workshop_notes.extract.meeting import LISTS as MEETING
from workshop_notes.extract.meeting import Meeting
from workshop_notes.extract.original import (
    Considered,
    Doubt,
    Evidence,
    Finding,
    Line,
    OriginalText,
    Sentence,
    Stretch,
    proposed,
    within,
)
from workshop_notes.formats.lines import LISTS as TITLES
from workshop_notes.formats.lines import is_prose
from workshop_notes.note import slug
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.finder import Finder, Found
from workshop_notes.text.folding import GAP
from workshop_notes.text.languages import articles, month_numbers
from workshop_notes.text.sieve import Pattern
from workshop_notes.vocabulary import Vocabulary, grouped

LISTS = Path(__file__).with_name("organizations.yml")
ORGANIZER, FUNDER = "organizer", "funder"
# One who pays stands no further behind the word that says so.
PAYING = 60
# Letters of a word that a line's end parts.
SHORTEST_PART = 3
# What leads to a name, and parts the names of a list.
_FROM = rf"(?:{source(LISTS, 'giver')}|of|de|da) "
_ARTICLE = rf"(?:{'|'.join(sorted(articles()))})(?: |')"
_LED = rf"(?:{_FROM})?(?:{_ARTICLE})?"
_PARTS = re.compile(
    rf",\s+(?:and\s+|et\s+)?{_LED}|\s+(?:and|et|y|und|&|with)\s+(?:(?:{_FROM})?{_ARTICLE}|{_FROM})"
)
# A comma in a name, `Office for Aid, Trade and Peace Fund`.
_COMMA_WITHIN = re.compile(rf",\s+(?=[\w ]+ and [\w ]*\b(?i:{source(TITLES, 'body-word')})\b)")
_NAMES = re.compile(r"\b[A-ZÀ-Þ][\w'-]*(?: (?:of |for |and )?[A-ZÀ-Þ][\w'-]*)+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Agent(Stretch):
    """A passage that names who held or paid for the event: its place, and the names in it."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Holders:
    """Finds the vocabulary's organizers; `cut` finds the beginning of a name cut by columns.

    `told` are the names, known or not, of those who organized by the text's own words.
    """

    finder: Finder[str]
    cut: re.Pattern[str]
    told: tuple[str, ...] = ()

    def find(self, text: str) -> list[Found[str]]:
        """Give the organizers named in a text."""
        return self.finder.find(text)

    def own(self, text: str) -> bool:
        """Say whether a text names one of them, or one of whom the note says that it organized."""
        return bool(self.find(text)) or any(name in text for name in self.told)


@dataclass(frozen=True)
class Named:
    """Where a text names organizations, and where it says of some that they held the event.

    `body` and `furniture` give the places of each by its id. `agents` are passages by whose words
    somebody held it, known or not; `holding` the sentences that name two organizers and more, each
    with them; `mixed` the lines where columns were read across, so that a name is cut in two
    (`… on May 20, 2020, the International Malian parties have … Peace Institute (IPI), …`): there
    the event's sentence is spread over its whole line.
    """

    known: Vocabulary
    body: Mapping[str, list[Span]]
    furniture: Mapping[str, list[Span]]
    agents: tuple[Agent, ...]
    holding: tuple[tuple[Sentence, frozenset[str]], ...]
    mixed: tuple[Line, ...]

    def has_role(self, name: str, role: str) -> bool:
        """Say whether an organization organizes, or funds, by the vocabulary."""
        term = self.known.get(name)
        return term is not None and term.facts.get("role") == role


def read_organizations(original: OriginalText, meeting: Meeting, known: Vocabulary) -> Named:
    """Find the organizations that a text names, and where it says who held the event."""
    body: dict[str, list[Span]] = {term.id: [] for term in known.terms}
    furniture: dict[str, list[Span]] = {term.id: [] for term in known.terms}
    common, absent = pattern(LISTS, "common"), pattern(LISTS, "absent")
    for one in _finder(known, "").find(original.folded):
        before = original.folded[max(0, one.start - 12) : one.start]
        after = original.folded[one.end : one.end + 60]
        place = {"body": body, "furniture": furniture}.get(original.line_at(one.start).role)
        if place is not None and not common.search(before) and not absent.match(after):
            place[one.target].append((one.start, one.end))
    agents = [
        agent
        for sentence in meeting.events
        for expression in (_names_after(), _names_before())
        for agent in _agents(original, sentence, expression)
    ]
    holders = holders_of(known)
    own = [term.id for term in known.terms if term.facts.get("role") == ORGANIZER]
    there = grouped((original.sentence_at(start), name) for name in own for start, _ in body[name])
    holding = [
        (sentence, frozenset(names))
        for sentence, names in there.items()
        if sentence and len({*names}) > 1
        if not pattern(LISTS, "otherwise").search(sentence.text)
    ]
    cut = re.compile(rf"\d{{4}}{holders.cut.pattern}")
    lines = {original.line_at(sentence.start) for sentence in meeting.events}
    mixed = [line for line in lines if cut.search(original.folded, line.start, line.end)]
    mixed.sort(key=lambda line: line.number)
    return Named(known, body, furniture, tuple(agents), tuple(holding), tuple(mixed))


def organizers(original: OriginalText, meeting: Meeting, named: Named) -> Finding:
    """Propose the organizations named in the sentences that report or sign the event.

    One that organizes by the vocabulary may stand anywhere in such a sentence; any other counts
    where the words say that it held the event: `organized by`, before `hosted`. Named elsewhere
    (as publisher, as employer, as a common noun) it is considered and left out. A name by such
    words that no vocabulary has is a doubt, to be added. Listed in the vocabulary's order.
    """
    spans = list(_holding_spans(original, meeting, named))
    places = dict(named.body)
    own = [name for name in places if named.has_role(name, ORGANIZER)]
    if (meeting.events or meeting.said) and not any(
        within(place[0], spans) for name in own for place in places[name]
    ):
        # A converter leaves a byline out of the body; it still says who answers for the note.
        places |= {name: sorted((*named.furniture[name], *places[name])) for name in own}
        fewest = 2 if named.agents else 1
        spans += _head(original, [places[name] for name in own], fewest)
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    for name in places:
        held = spans if name in own else named.agents
        inside = [at for at in places[name] if within(at[0], held)]
        if inside:
            found[name] = original.evidence(*inside[0])
        elif places[name] and name in own:
            line = original.line_at(places[name][0][0]).number
            considered.append((name, "not where the text says who held the event", line))
    doubts = _new(original, named.agents, "organizer", named.known)
    ordered = tuple(name for name in places if name in found)
    return proposed(ordered, (found[name] for name in ordered), considered, doubts)


def funders(original: OriginalText, named: Named, organizers_found: Iterable[str]) -> Finding:
    """Propose the organizations that a sentence names as paying for the project or the note.

    `The project is funded with the support of …`, `made possible by …`, `grâce au soutien de …`;
    not those who pay for the mission or its tasks, nor those who organize.
    """
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    payers: list[Agent] = []
    places = [(at, name) for name, spans in named.body.items() for at in spans]
    for sentence in original.holding(pattern(LISTS, "paid")):
        paid = pattern(LISTS, "paid").search(original.folded, sentence.start, sentence.end)
        if not paid or sentence.text.isupper():
            continue
        text = original.folded[sentence.start : sentence.end]
        before = text[: paid.start() - sentence.start]
        ours = _is_ours(text, len(before)) and not pattern(LISTS, "wish").search(before)
        if ours:
            payers += _payers(original, sentence, paid.start(), paid.end())
        for at, name in places:
            funds = named.has_role(name, FUNDER)
            own = name in organizers_found or named.has_role(name, ORGANIZER)
            if own or not sentence.holds(at[0]):
                continue
            if ours and (funds or paid.end() <= at[0] < paid.end() + PAYING):
                found.setdefault(name, original.evidence(*at))
            elif (funds or at[0] >= paid.end()) and name not in found:
                considered.append((name, "does not pay for the note", sentence.line))
    doubts = _new(original, payers, "funder", named.known, 2)
    ordered = sorted((n for n in named.body if n in found), key=lambda name: found[name].line)
    return proposed(tuple(ordered), found.values(), considered, doubts)


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
    longer = {first for first, _ in starts if first[:1].isupper() and len(first) > SHORTEST_PART}
    parts = {f"{one[:at]}-" for one in longer for at in range(SHORTEST_PART, len(one))}
    begun = "|".join(filter(None, [begun, *(rf"{part}\s" for part in sorted(parts))]))
    cut = re.compile(rf",? the (?:{begun})" if begun else r"(?!)")
    return Holders(_finder(organizations, ORGANIZER), cut)


def is_labelled(original: OriginalText, line: Line) -> bool:
    """Say whether the label of a line says that it names who organized."""
    return bool(pattern(LISTS, "label").match(original.labelled(line)))


def _holding_spans(original: OriginalText, meeting: Meeting, named: Named) -> Iterator[Stretch]:
    """Yield the passages in which an organizer of the vocabulary is named as one.

    Of the sentences that name several: those in which they do something about an event, whatever
    the verb (`A, B, and C gave a workshop of the series to …`); all three together need no word for
    the event either. Thanks, sources and bylines are no such sentence.
    """
    label = pattern(LISTS, "label")
    held, noun = pattern(MEETING, "held"), pattern(MEETING, "noun")
    for told in (meeting.events, meeting.drafted, meeting.signed, named.mixed, named.agents):
        yield from told
    yield from (line for line in original.lines if is_labelled(original, line))
    yield from (sentence for sentence in original.body if label.match(sentence.text))
    # A line of a head is no sentence: `Note of a workshop convened by …`.
    for sentence in original.holding(pattern(LISTS, "by")):
        if noun.search(sentence.text) and not sentence.is_prose(1):
            yield sentence
    for sentence, several in named.holding:
        text = sentence.text.rstrip()
        if (len(several) > 2 or held.search(text) or noun.search(text)) and text.endswith(
            (".", ")", "?", ":", ";", "!")
        ):
            yield sentence
    # Who is of those that organize, and stands in the opening, did: unless words say otherwise.
    otherwise, coming = pattern(LISTS, "otherwise"), pattern(MEETING, "coming")
    own = [at for name, at in named.body.items() if named.has_role(name, ORGANIZER)]
    said = any(one.holds(start) for one in named.agents for spans in own for start, _ in spans)
    for sentence in () if said else original.opening:
        if not otherwise.search(sentence.text) and not coming.search(sentence.text):
            yield sentence


@lru_cache(maxsize=1)
def _names_after() -> Pattern:
    return Pattern(rf"\b(?i:{source(LISTS, 'by')})\s+(?P<names>{_capitals()})")


@lru_cache(maxsize=1)
def _names_before() -> Pattern:
    verb = source(LISTS, "verb")
    return Pattern(
        rf"(?<![\w-])(?P<names>{_capitals()}),?\s+(?i:{verb})\b(?!\s+by\b|\s+in\b|\s+on\b)"
    )


@lru_cache(maxsize=1)
def _named() -> Pattern:
    return Pattern(rf"(?<![\w-])(?P<names>{_capitals()})")


def _capitals() -> str:
    """Give an expression for a list of names: of two words and more with capitals, or acronyms."""
    word, small = r"[A-ZÀ-Þ][\w'&./-]*", source(LISTS, "small")
    name = rf"{word}(?:\s+(?:{small}\s+){{0,2}}{word})+|[A-ZÀ-Þ]{{2,}}\w*"
    # `ministère belge des Affaires étrangères`.
    body = rf"(?i:{source(TITLES, 'body-word')})(?:\s+[a-zà-ÿ]\w+){{0,3}}?"
    body = rf"{body}(?:\s+(?:{small}\s+){{0,2}}{word})+(?:\s+étrangères)?"
    name = rf"(?:{name}|{body})(?:\s*\([A-Z][\w-]+\))?"
    return rf"{_LED}{name}(?:(?:,|,?\s+(?:and|et|y|und|&|with))\s+{_LED}{name})*"


def _agents(original: OriginalText, sentence: Sentence, expression: Pattern) -> Iterator[Agent]:
    for match in expression.finditer(original.folded, sentence.start, sentence.end):
        parts = _PARTS.split(_COMMA_WITHIN.sub(GAP, match["names"]))
        names = (" ".join(part.replace(GAP, ", ").split()) for part in parts if part.strip())
        yield Agent(match.start("names"), match.end("names"), tuple(names))


def _payers(original: OriginalText, sentence: Sentence, start: int, end: int) -> Iterator[Agent]:
    """Yield the names of a sentence that stand right behind, or before, what says who paid.

    Who thanks did not pay.
    """
    thanks = pattern(LISTS, "thanks").search(original.folded, sentence.start, end)
    for agent in _agents(original, sentence, _named()):
        before = original.folded[agent.end : start].strip(" ,(") or thanks
        if agent.start < end + PAYING and (agent.end > end or not before):
            yield agent


def _new(
    original: OriginalText,
    agents: Iterable[Agent],
    what: str,
    organizations: Vocabulary,
    least: int = 1,
) -> Iterator[Doubt]:
    """Yield a doubt for each name of those who held or paid for the event that no term has."""
    finder, noun = _finder(organizations, ""), pattern(MEETING, "noun")
    seen: set[str] = set()
    for agent in agents:
        for name in agent.names:
            bare = re.sub(r"\s*\([^)]*\)$", "", re.sub(rf"^(?i:{_LED})", "", name)).strip(" ,.")
            words = bare.split()
            if len(words) < least or bare in seen or finder.find(name) or noun.search(bare):
                continue
            dated = any(map(str.isdigit, bare))
            if dated and any(word.lower().strip(".,") in month_numbers() for word in words):
                continue
            seen.add(bare)
            path = "notes/vocabularies/organizations.yml"
            message = f"the text names '{bare}' as {what}, which no vocabulary has"
            fix = f"add it to {path} as `{slug(bare)}`, then to `{what}s`"
            line = original.line_at(agent.start).number
            yield Doubt("new-organization", message, fix, line)


def _names(organizations: Vocabulary, role: str) -> list[tuple[str, str]]:
    """Give (name, id) of the organizations of a role, or of all, in every spelling."""
    return [
        (name, term.id)
        for term in organizations.terms
        if not role or term.facts.get("role") == role
        for name in (term.label, term.label_fr, *term.aliases, *term.texts("seen_as"))
        if name
    ]


@lru_cache(maxsize=8)
def _finder(organizations: Vocabulary, role: str) -> Finder[str]:
    return Finder(_names(organizations, role), exact=True)


def _head(original: OriginalText, places: list[list[Span]], fewest: int) -> Iterator[Line]:
    """Yield the lines that name organizers where nothing else does: of the head, or a byline.

    The head names the `fewest` and more; a byline below it two: `REPORT from A, B, C`.
    """
    byline, head = pattern(LISTS, "byline"), True
    for line in original.lines:
        text = original.line_text(line)
        head = head and not is_prose(text)
        named = sum(any(line.holds(at) for at, _ in spans) for spans in places)
        is_said = bool(byline.match(text)) or text.rstrip().endswith((".", "!", "?"))
        if (head and named >= fewest and not is_said) or (named > 1 and byline.match(text)):
            yield line


def _is_ours(sentence: str, paid: int) -> bool:
    """Say whether a sentence is about paying for the project, not for the mission."""
    ours, theirs = pattern(LISTS, "ours"), pattern(LISTS, "theirs")
    subject, rest = sentence[:paid], sentence[paid:]
    if pattern(LISTS, "paid-label").search(sentence):
        return True
    thanked = pattern(LISTS, "thanks").search(sentence)
    if paid < 6 or subject.rstrip()[-1:] == ";" or thanked:
        return not theirs.search(_NAMES.sub("", sentence))
    last = [max((m.start() for m in one.finditer(subject)), default=-1) for one in (ours, theirs)]
    if max(last) >= 0:
        return last[0] > last[1]
    if re.fullmatch(source(LISTS, "nothing-else"), rest, re.IGNORECASE):
        return True
    return bool(ours.search(rest)) and not theirs.search(rest)
