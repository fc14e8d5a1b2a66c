"""What a text is: a workshop's note, or something else that must not be published as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workshop_notes.extract.events import EventSentence
from workshop_notes.extract.genre_signs import GENRES
from workshop_notes.extract.manner import discussion, manners
from workshop_notes.extract.official_signs import OFFICIAL
from workshop_notes.extract.proposal import Doubt, Evidence
from workshop_notes.extract.reading import Line, Reading, Sentence
from workshop_notes.text.folding import letters

# A refusal needs this weight, and more than what speaks for a note.
ENOUGH = 3.0
# What a sentence that reports the discussion adds against a manner that is not a note's.
REPORTED = 2.5
STUB = 20
LONGEST_TITLE = 240
# A mirror prints a note's own title up to three times, in as many spellings.
MANY_TITLES = 4
LITTLE_PROSE = 40
_MONTHS = re.compile(r"\d+")
# A whole sentence of prose: a title or a link has no full stop.
_STOP = re.compile(r"[.!?][\"')\]]*\s?\d{0,3}$")
_HEADING_EVENT = re.compile(
    r"\b(?:meeting|workshop|roundtable|seminar) (?:note|notes|summary|report)\b|"
    r"\b(?:summary|notes|report|compte rendu) (?:of|from|de) (?:the |a |l'|la )?(?:workshop|"
    r"roundtable|"
    r"seminar|meeting|atelier|table ronde|réunion)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text is, what shows it, and the doubts to report (an error where it is refused)."""

    name: str
    evidence: tuple[Evidence, ...]
    doubts: tuple[Doubt, ...]


def kind(
    reading: Reading,
    events: tuple[EventSentence, ...],
    drafted: tuple[Sentence, ...],
    organized: bool,
    in_series: bool,
    themed: bool,
    openings: tuple[str, ...],
) -> Kind:
    """Say what a text is.

    A note reports a workshop that was held: an event sentence, best with its organizers, or who
    drafted the note, and what participants said. Signs of another kind are added up per kind; the
    heaviest refuses the text if it weighs 3 and more than what speaks for a note. A text of a
    title and links is a `landing-page`, and so is a list of notes; `openings` are what the
    series' titles begin with, as bare letters. What shows neither is a note with a doubt.
    """
    weights: dict[str, float] = {}
    shown: dict[str, list[Evidence]] = {}
    head_end = _head_end(reading)
    for sign in (*OFFICIAL, *GENRES):
        for match in list(sign.pattern.finditer(reading.folded))[:3]:
            first = match.start() + len(match[0]) - len(match[0].lstrip())
            if reading.line_at(first).role == "related" or (sign.head and first > head_end):
                continue
            if sign.kind == "announcement" and _about_mission(match[0]):
                continue
            weights[sign.kind] = weights.get(sign.kind, 0.0) + sign.weight
            shown.setdefault(sign.kind, []).append(reading.evidence(first, match.end()))
    said = len(discussion(reading, frozenset(event.sentence.start for event in events)))
    for_note = _weight_of_note(
        reading, events, drafted, organized, in_series and (themed or said > 0), said
    )
    best = max(sorted(weights), key=lambda name: weights[name], default="")
    if best and weights[best] >= ENOUGH and weights[best] > for_note:
        return _refused(best, shown[best])
    spoken = list(manners(reading))
    weight = sum(one[1] for one in spoken)
    if weight >= ENOUGH and weight > for_note + REPORTED * said:
        return _refused(*_heaviest(spoken))
    if _is_list_of_notes(reading, openings):
        return _refused("landing-page", [reading.line_evidence(_titles(reading, openings)[0])])
    prose = sum(len(s.text.split()) for s in reading.body if _is_prose(s))
    if prose < STUB and not any(event.firm for event in events):
        lines = [line for line in reading.lines if reading.line_text(line)]
        evidence = [reading.line_evidence(line) for line in lines[:1]] or [Evidence("", 1)]
        return _refused("landing-page", evidence)
    if for_note <= 0 and not events:
        message = "nothing in the text says that a workshop was held"
        doubt = Doubt("no-workshop", message, "check that this is a workshop's note")
        return Kind("note", (), (doubt,))
    evidence = [reading.evidence(e.sentence.start, e.sentence.end) for e in events[:2]]
    return Kind(
        "note",
        tuple(evidence),
        tuple(_doubts(spoken, weight, bool(said) or (in_series and themed))),
    )


def _weight_of_note(
    reading: Reading,
    events: tuple[EventSentence, ...],
    drafted: tuple[Sentence, ...],
    organized: bool,
    in_series: bool,
    said: int,
) -> float:
    weight = 0.0
    if events and organized:
        weight += 5.0 if any(event.firm for event in events) else 3.0
    elif events:
        weight += 2.0 if any(event.firm for event in events) else 1.0
    if drafted:
        weight += 2.0
    if in_series and events:
        weight += 2.0
    # Another genre may tell of a workshop in one sentence; a note tells what was said there.
    weight += min(said, 4) * 0.5 if said or drafted else -3.0
    if _HEADING_EVENT.search(reading.folded):
        weight += 1.0
    return weight


def _is_prose(sentence: Sentence) -> bool:
    return len(sentence.text.split()) > 4 and bool(_STOP.search(sentence.text[-12:]))


def _titles(reading: Reading, openings: tuple[str, ...]) -> list[Line]:
    """Give the lines that are titles of the series, each different one once."""
    found: dict[str, Line] = {}
    for line in reading.lines:
        text = reading.line_text(line)
        bare = letters(text) if len(text) < LONGEST_TITLE else ""
        if bare and any(one in bare for one in openings):
            found.setdefault(_MONTHS.sub("", bare), line)
    return list(found.values())


def _is_list_of_notes(reading: Reading, openings: tuple[str, ...]) -> bool:
    """Say whether a page lists notes instead of being one: many titles, little prose."""
    words = sum(len(s.text.split()) for s in reading.body if _is_prose(s))
    return words < LITTLE_PROSE and len(_titles(reading, openings)) >= MANY_TITLES


def _heaviest(spoken: list[tuple[str, float, Evidence]]) -> tuple[str, list[Evidence]]:
    """Give the manner that weighs most, and what shows it."""
    weights: dict[str, float] = {}
    for name, weight, _ in spoken:
        weights[name] = weights.get(name, 0.0) + weight
    best = max(sorted(weights), key=lambda name: weights[name])
    return best.replace(" ", "-"), [one for name, _, one in spoken if name == best]


def _doubts(
    spoken: list[tuple[str, float, Evidence]], weight: float, discussed: bool
) -> Iterator[Doubt]:
    """Yield what makes a note doubtful: nothing said at the workshop, or another's manner."""
    if weight >= ENOUGH:
        name, evidence = _heaviest(spoken)
        message = f"this reads like {_named(name)}: '{_cut(evidence[0].text)}'"
        fix = "check that this is a workshop's note"
        yield Doubt("reads-like-another", message, fix, evidence[0].line)
    elif not discussed:
        message = "no sentence reports what was said at the workshop"
        yield Doubt("no-discussion", message, "check that this is a workshop's note")


def _named(name: str) -> str:
    label = name.replace("-", " ")
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."


def _refused(name: str, evidence: list[Evidence]) -> Kind:
    first = min(evidence, key=lambda one: one.line)
    quoted = _cut(first.text)
    message = f"this is {_named(name)}, not a workshop note: '{quoted}'"
    fix = "leave it out, or add the note itself"
    if name == "landing-page":
        message = f"this page holds a title or links, but no note: '{quoted}'"
        fix = "open the note itself and save that"
    doubt = Doubt("not-a-note", message, fix, first.line, "error")
    return Kind(name, tuple(evidence[:4]), (doubt,))


def _head_end(reading: Reading) -> int:
    """Give the place where the head ends: the twelfth line with text."""
    lines = [line for line in reading.lines if reading.line_text(line)]
    return lines[min(11, len(lines) - 1)].end if lines else 0


def _about_mission(text: str) -> bool:
    """Say whether a coming event is the country's or the Council's, not a workshop."""
    return not re.search(
        r"\b(?:work-?shop|round-?table|seminar|panel|discussion|webinar|conversation|policy forum|"
        r"invite|call for|submissions?|register|registration|rsvp|join us|please join|"
        r"save the date|calendar|ateliers?|"
        r"tables? rondes?|séminaires?|conférence|inscri\w+|débat)\b",
        text,
        re.IGNORECASE,
    )
