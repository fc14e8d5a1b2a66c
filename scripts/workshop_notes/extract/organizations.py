"""Organizers: organizations named where the text says who held the event."""

from __future__ import annotations

import re
from functools import lru_cache

from workshop_notes.extract.events import VERB, EventSentence, names_event
from workshop_notes.extract.proposal import Considered, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Line, Reading, Sentence
from workshop_notes.vocabulary import Term, Vocabulary

# `a Security Council report` is no organization; nor is `the UN Security Council Report of May`.
_COMMON = re.compile(
    r"\b(?:an?|another|each|every|un|u\.n\.|nations|new|latest|recent|monthly|un autre|"
    r"une?)\s+$",
    re.IGNORECASE,
)
_ORGANIZER_LABEL = re.compile(
    r"^\W*(?:(?:co-?)?hosts?|(?:co-?)?organi[sz]ers?|(?:co-?)?convenors?|conveners?|partners|"
    r"(?:organi[sz]ed|convened|hosted|prepared) by|organisat\w+|organisée? par)\s*:",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^\W*(?:report from|by|source|sources|from|authors?)\b", re.IGNORECASE)
# Two organizers named for another reason than the event.
_OTHERWISE = re.compile(
    r"\b(?:according to|acknowledg\w+|thanks?|grateful|gratitude|report from|websites?|argue[sd]?|"
    r"analysts?|fellows?|researchers? (?:at|of)|have? published|has published|says|selon)\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"^[^.;,]{0,25}\b(?:could not|did not|was not|were not|was unable|n'a pas|n'ont pas)\b", re.I
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


def places_of(
    reading: Reading, term: Term, roles: tuple[str, ...] = ("body",)
) -> list[tuple[int, int]]:
    """Give the places in lines of these roles where an organization is named as such."""
    return [
        (match.start(), match.end())
        for match in _pattern(term).finditer(reading.folded)
        if reading.line_at(match.start()).role in roles
        and not _COMMON.search(reading.folded[max(0, match.start() - 12) : match.start()])
    ]


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
    everywhere = {term.id: places_of(reading, term) for term in terms}
    here = {
        name: [p for p in places if not _ABSENT.match(reading.folded[p[1] : p[1] + 60])]
        for name, places in everywhere.items()
    }
    spans = [(event.sentence.start, event.sentence.end) for event in events]
    spans += [(sentence.start, sentence.end) for sentence in drafted]
    spans += _labelled(reading) + _together(reading, here)
    mixed = mixed_lines(reading, events, organizations)
    spans += [(line.start, line.end) for line in mixed]
    if events and not any(_within(place, spans) for places in here.values() for place in places):
        # A converter leaves a byline out of the body; it still says who answers for the note.
        here = {term.id: places_of(reading, term, ("body", "furniture")) for term in terms}
        everywhere = here
        spans = _byline(reading, here)
    found: dict[str, Evidence] = {}
    considered: list[Considered] = []
    for name, places in everywhere.items():
        inside = [place for place in here[name] if _within(place, spans)]
        if inside:
            found[name] = reading.evidence(*inside[0])
        elif places:
            line = reading.line_at(places[0][0]).number
            considered.append((name, "not where the text says who held the event", line))
    if not found:
        return Finding()
    return Finding(Proposal(tuple(found), unique(found.values()), tuple(considered)))


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


def _within(place: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= place[0] < end for start, end in spans)


def _labelled(reading: Reading) -> list[tuple[int, int]]:
    """Give the lines that list the organizers after a label: `Organizers: …`."""
    lines = [(line.start, line.end, reading.line_text(line)) for line in reading.lines]
    sentences = [(one.start, one.end, one.text) for one in reading.body]
    return [
        (start, end) for start, end, text in (*lines, *sentences) if _ORGANIZER_LABEL.match(text)
    ]


def _together(reading: Reading, places: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Give the sentences in which two organizers and more do something about an event.

    Whatever the verb (`A, B, and C gave a workshop of the series to …`); all three together need
    no word for the event either. Thanks, sources and bylines are no such sentence.
    """
    verb = re.compile(rf"\b(?:{VERB})", re.IGNORECASE)
    found = []
    for sentence in reading.body:
        inside = [
            name
            for name, spans in places.items()
            if any(sentence.start <= start < sentence.end for start, _ in spans)
        ]
        if len(inside) < 2 or _OTHERWISE.search(sentence.text):
            continue
        if not sentence.text.rstrip().endswith((".", ")", "?", ":", ";", "!")):
            continue
        if len(inside) > 2 or verb.search(sentence.text) or names_event(sentence.text):
            found.append((sentence.start, sentence.end))
    return found


def _byline(reading: Reading, places: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Give a byline that names two organizers and more: `REPORT from A, B, C`."""
    return [
        (line.start, line.end)
        for line in reading.lines
        if _BYLINE.match(reading.line_text(line))
        and sum(any(line.start <= at < line.end for at, _ in spans) for spans in places.values())
        >= 2
    ][:1]


@lru_cache(maxsize=256)
def _pattern_of(names: tuple[str, ...], strict: bool) -> re.Pattern[str]:
    forms = {name.replace("’", "'") for name in names}
    forms |= {name.upper() for name in forms if " " in name}
    ordered = sorted(forms, key=lambda name: (-len(name), name))
    # A proper name keeps its capitals; its words may be broken over lines or inside.
    joined = "|".join(
        r"[\s-]+".join(
            _broken(word) if strict and " " in name else re.escape(word) for word in words
        )
        for name in ordered
        if (words := name.split())
    )
    if strict:
        return re.compile(rf"(?<![\w-])(?:{joined})(?![\w])")
    # A single word counts with its capitals only: `canada` is a tag, `ifa` a name.
    single = "|".join(re.escape(name) for name in ordered if " " not in name)
    longer = "|".join(
        r"[\s-]+".join(map(re.escape, name.split())) for name in ordered if " " in name
    )
    parts = [f"(?i:{longer})"] * bool(longer) + [single] * bool(single)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])")


def _broken(word: str) -> str:
    """Give a pattern for a word that a scan may have broken: `Stim son`."""
    return r"\s?".join(map(re.escape, word))


def _pattern(term: Term) -> re.Pattern[str]:
    seen = tuple(str(name) for name in term.facts.get("seen_as", ()))
    names = tuple(name for name in (term.label, term.label_fr, *term.aliases, *seen) if name)
    # An organizer's name is told from a common noun by its capitals alone.
    return _pattern_of(names, term.facts.get("role") == "organizer")
