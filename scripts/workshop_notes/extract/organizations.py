"""Organizers and funders: organizations named where the text says who held or paid for it."""

from __future__ import annotations

import re
from functools import lru_cache

from workshop_notes.extract.events import VERB, EventSentence
from workshop_notes.extract.proposal import Considered, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Line, Reading, Sentence
from workshop_notes.vocabulary import Term, Vocabulary

# `a Security Council report` is no organization; nor is `the UN Security Council Report of May`.
_COMMON = re.compile(
    r"\b(?:an?|another|each|every|un|u\.n\.|nations|new|latest|recent|monthly|un autre|"
    r"une?)\s+$",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:fund(?:ed|s|ing)|fund (?:this|the|our) (?:project|series|work|publication|note)|"
    r"financ(?:ed|es|ing|ial|ière?s?|ée?s?|e|ement)|sponsor(?:ed|s|ship)|"
    r"underwritten|(?:made )?possible|with (?:the )?(?:\w+ ){0,2}(?:support|assistance|"
    r"contribution|"
    r"help)|(?:generous|kind|financial) (?:\w+ )?(?:support|contribution|assistance)|"
    r"supported (?:\w+ )?by|support(?:s|ed) (?:this|the|our|their) (?:project|series|publication|"
    r"workshop|note|event)|"
    r"support (?:from|provided)|resources (?:provided|from)|grants? from|pa(?:id (?:for|by)|"
    r"ys? for)|"
    r"contributions? (?:from|of)|grateful|gratitude|thanks? (?:to )?(?:the )?|acknowledges?|"
    r"donors?|funders?|grâce (?:à|au|aux)|avec (?:le |l')?(?:\w+ )?(?:soutien|appui|concours|aide)|"
    r"(?:soutien|appui) (?:financier|généreux)|bailleurs?|subvention\w*|remerci\w+)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:projects?|notes?|workshops?|series|publications?|reports?|meetings?|round-?tables?|"
    r"events?|seminars?|initiative|work|program(?:me)?s?|papers?|research|it|they|organizers|"
    r"partners|projet|ateliers?|série|rencontres?|réunions?|débats?|événements?|travaux|rapport|"
    r"tables? rondes?|initiative)\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"\b(?:missions?|operations?|forces?|troops?|army|elections?|peacekeep\w+|humanitarian|"
    r"trust fund|country|aid|development|stabili[sz]ation|training|police|ddr|budget|response|"
    r"opérations?|élections?|armée|aide|contingents?)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:grateful|gratitude|thanks?|acknowledges?|remerci\w+)\b", re.IGNORECASE)
_ORGANIZER_LABEL = re.compile(
    r"^\W*(?:(?:co-?)?hosts?|(?:co-?)?organi[sz]ers?|(?:co-?)?convenors?|conveners?|partners|"
    r"(?:organi[sz]ed|convened|hosted|prepared) by|organisat\w+|organisée? par)\s*:",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:funded|funding|financed|funders?|donors?|supported|sponsors?|financé)", re.I
)


def organizer_names(organizations: Vocabulary) -> re.Pattern[str]:
    """Give a pattern that finds the beginning or the whole of an organizer's name."""
    names = [
        name
        for term in organizations.terms
        if term.facts.get("role") == "organizer"
        for name in (*term.names, term.label.split()[0])
        if len(name) > 2
    ]
    joined = "|".join(sorted(map(re.escape, set(names)), key=lambda name: (-len(name), name)))
    return re.compile(rf"\b(?:{joined})\b" if joined else r"(?!)")


def organizers(
    reading: Reading,
    events: tuple[EventSentence, ...],
    drafted: tuple[Sentence, ...],
    organizations: Vocabulary,
) -> Finding:
    """Propose the organizations named in the sentences that report or sign the event.

    An organization named elsewhere (as publisher, as employer, as a common noun) is considered and
    left out. Listed in the vocabulary's order, which is that of the series.
    """
    terms = [t for t in organizations.terms if t.facts.get("role") == "organizer"]
    sentences = [event.sentence for event in events]
    sentences += [sentence for sentence in drafted if sentence not in sentences]
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    spans += _labelled(reading) + _together(reading, terms)
    mixed = mixed_lines(reading, events, organizations)
    spans += [(line.start, line.end) for line in mixed]
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    for term in terms:
        places = _places(reading, term)
        inside = [p for p in places if any(start <= p[0] < end for start, end in spans)]
        if inside:
            found[term.id] = reading.evidence(*inside[0])
        elif places:
            line = reading.line_at(places[0][0]).number
            considered.append((term.id, "not where the text says who held the event", line))
    if not found:
        return Finding()
    return Finding(Proposal(tuple(found), unique(found.values()), tuple(considered)))


def funders(reading: Reading, organizations: Vocabulary) -> Finding:
    """Propose the organizations that a sentence names as paying for the project or the note.

    `The project is funded with the support of …`, `made possible by …`, `grâce au soutien de …`;
    not those who pay for the mission or its tasks. The government of a ministry that the same
    sentence names is not listed beside it.
    """
    terms = [t for t in organizations.terms if t.facts.get("role") == "funder"]
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    everywhere = {term.id: _places(reading, term) for term in terms}
    for sentence in reading.body:
        paid = _PAID.search(reading.folded, sentence.start, sentence.end)
        named = {
            identifier: place
            for identifier, places in everywhere.items()
            for place in places
            if sentence.start <= place[0] < sentence.end
        }
        if not paid or not named:
            continue
        named = _without_wholes(named, terms)
        ours = _is_ours(
            reading.folded[sentence.start : sentence.end], paid.start() - sentence.start
        )
        for identifier, place in named.items():
            if ours:
                found.setdefault(identifier, reading.evidence(*place))
            elif identifier not in found:
                considered.append((identifier, "does not pay for the note", sentence.line))
    if not found:
        return Finding()
    ordered = tuple(term.id for term in terms if term.id in found)
    ordered = tuple(sorted(ordered, key=lambda identifier: found[identifier].line))
    return Finding(Proposal(ordered, unique(found.values()), tuple(considered)))


def mixed_lines(
    reading: Reading, events: tuple[EventSentence, ...], organizations: Vocabulary
) -> list[Line]:
    """Give the lines where columns were read across, so that an organizer's name is cut in two.

    `… on May 20, 2020, the International Malian parties have … Peace Institute (IPI), …`: there the
    event's sentence is spread over its whole line.
    """
    labels = [t.label.split() for t in organizations.terms if t.facts.get("role") == "organizer"]
    starts = {(words[0], words[1]) for words in labels if len(words) > 1}
    cut = [
        re.compile(rf"\d{{4}},? the {re.escape(first)} (?!{re.escape(second)})")
        for first, second in sorted(starts)
    ]
    lines = {reading.line_at(event.sentence.start) for event in events}
    return [
        line
        for line in sorted(lines, key=lambda line: line.number)
        if any(pattern.search(reading.folded, line.start, line.end) for pattern in cut)
    ]


def _labelled(reading: Reading) -> list[tuple[int, int]]:
    """Give the lines that list the organizers after a label: `Organizers: …`."""
    return [
        (line.start, line.end)
        for line in reading.lines
        if line.role == "body" and _ORGANIZER_LABEL.match(reading.line_text(line))
    ]


def _together(reading: Reading, terms: list[Term]) -> list[tuple[int, int]]:
    """Give the sentences in which two organizers and more held something, whatever it is called."""
    verb = re.compile(rf"\b(?:{VERB})", re.IGNORECASE)
    named = [[place for place, _ in _places(reading, term)] for term in terms]
    return [
        (sentence.start, sentence.end)
        for sentence in reading.body
        if verb.search(sentence.text)
        and sum(any(sentence.start <= at < sentence.end for at in places) for places in named) >= 2
    ]


def _is_ours(sentence: str, paid: int) -> bool:
    """Say whether a sentence is about paying for the project, not for the mission."""
    if _LABEL.match(sentence):
        return True
    if _THANKS.search(sentence):
        return not _NOT_OURS.search(sentence)
    subject = sentence[:paid]
    ours, theirs = list(_OURS.finditer(subject)), list(_NOT_OURS.finditer(subject))
    if ours or theirs:
        last_ours = ours[-1].start() if ours else -1
        last_theirs = theirs[-1].start() if theirs else -1
        return last_ours > last_theirs
    rest = sentence[paid:]
    return bool(_OURS.search(rest)) and not _NOT_OURS.search(rest)


def _without_wholes(
    named: dict[str, tuple[int, int]], terms: list[Term]
) -> dict[str, tuple[int, int]]:
    """Drop a government whose ministry is named, and a name that lies inside a longer one."""
    broader = {term.id: term.broader for term in terms}
    ministries = {broader[identifier] for identifier in named if broader[identifier]}
    kept = {}
    for identifier, (start, end) in sorted(named.items(), key=lambda pair: pair[1]):
        inside = any(
            other != identifier and place[0] <= start and end <= place[1] and place != (start, end)
            for other, place in named.items()
        )
        if not inside and identifier not in ministries:
            kept[identifier] = (start, end)
    return kept


def _places(reading: Reading, term: Term) -> list[tuple[int, int]]:
    """Give the places in the body where an organization is named as such."""
    return [
        (match.start(), match.end())
        for match in _pattern(term).finditer(reading.folded)
        if reading.line_at(match.start()).role == "body"
        and not _COMMON.search(reading.folded[max(0, match.start() - 12) : match.start()])
    ]


@lru_cache(maxsize=256)
def _pattern_of(names: tuple[str, ...], strict: bool) -> re.Pattern[str]:
    forms = {name.replace("’", "'") for name in names}
    forms |= {name.upper() for name in forms if " " in name}
    if not strict:
        forms |= {name[0].lower() + name[1:] for name in forms if " " in name}
    ordered = sorted(forms, key=lambda name: (-len(name), name))
    # A proper name keeps its capitals; its words may be broken over lines or by a hyphen.
    joined = "|".join(r"[\s-]+".join(map(re.escape, name.split())) for name in ordered)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w])")


def _pattern(term: Term) -> re.Pattern[str]:
    seen = tuple(str(name) for name in term.facts.get("seen_as", ()))
    names = tuple(name for name in (term.label, term.label_fr, *term.aliases, *seen) if name)
    # An organizer's name is told from a common noun by its capitals alone.
    return _pattern_of(names, term.facts.get("role") == "organizer")
