"""Meeting: the evidence that a text reports a meeting that was held, and what beats that evidence.

A text is a note if it says that a meeting was held, by somebody, on some day or on something in the
vocabularies. Signs of other texts (genres.yml) beat such evidence where they weigh more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from workshop_notes.extract.original import Doubt, Evidence, Line, OriginalText, Sentence
from workshop_notes.formats.lines import RULED
from workshop_notes.text.expressions import pattern, sections, source
from workshop_notes.text.folding import letters
from workshop_notes.text.sieve import Pattern

LISTS = Path(__file__).with_name("meeting.yml")
GENRES = Path(__file__).with_name("genres.yml")
FIRM = ("workshop", "roundtable", "seminar")
# A refusal needs this weight, and more than what speaks for a note.
ENOUGH = 3.0
# However often one sign comes, it weighs no more than three times.
MOST = 3
HEAD = 12
# A line in which a text says what it is is no longer.
LONGEST_NAME = 200
STUB = 20
LITTLE_PROSE = 40
LONGEST_TITLE = 240
# What each sentence that reports the discussion adds, and against a manner that is not a note's.
MOST_SAID = 8
REPORTED = 1.5
# What it counts against a note that its event is told in passing.
LATE = 2.0
# A mirror prints a note's own title up to three times, in as many spellings.
MANY_TITLES = 4
# Who speaks so is no reporter: questions in such a text are asked of somebody.
PERSONAL = frozenset(["text-in-the-first-person", "text-to-its-readers", "message"])
_QUOTED = re.compile(r'"[^"]{1,600}"')
_QUESTION = re.compile(r".{5,160}\?$")
_DATED_NAME = re.compile(
    r"\b[A-Z][A-Z0-9-]{3,}\b[^.;()]{0,30}[(,] ?(?:on |le |du )?(?:\w+ \d{1,2},? (?:19|20)\d\d|"
    r"\d{1,2} \w+ (?:19|20)\d\d)"
)


@dataclass(frozen=True, slots=True)
class EventSentence:
    """A sentence that says the event was held; `firm` if it calls it a workshop or the like."""

    sentence: Sentence
    firm: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a text says of its meeting: that it was held, who drafted the note, what was said.

    `mentions` are sentences that speak of the event without saying that it was held; `ruled` are
    those that say by which rule it was.
    """

    events: tuple[EventSentence, ...]
    drafted: tuple[Sentence, ...]
    signed: tuple[Sentence, ...]
    said: tuple[Sentence, ...]
    mentions: tuple[Sentence, ...]
    headed: bool
    ruled: tuple[Sentence, ...] = ()

    @property
    def reporting(self) -> frozenset[int]:
        """Give the places where the sentences that report the event begin."""
        return frozenset(event.sentence.start for event in self.events)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the fields found, that says whether a text is a note: by whom, when, on what.

    `by` holds the evidence; `acted` says that several organizers did something; `openings` are
    what the series' titles begin with, as letters.
    """

    by: tuple[Evidence, ...]
    acted: bool
    when: bool
    on: bool
    in_series: bool
    openings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text is, what shows it, and the doubts to report (an error where it is refused)."""

    name: str
    evidence: tuple[Evidence, ...]
    doubts: tuple[Doubt, ...]


def read_meeting(original: OriginalText) -> Meeting:
    """Find the sentences of the body that report the event, not an earlier or a coming one."""
    held, noun, firm = pattern(LISTS, "held"), event_noun(), event_noun(firm=True)
    earlier, coming, to_come = (pattern(LISTS, one) for one in ("earlier", "coming", "to-come"))
    drafted = original.holding(pattern(LISTS, "drafting"))
    signed = (one for one in original.holding(pattern(LISTS, "signing")) if one not in drafted)
    told = {*original.holding(noun), *original.holding(pattern(LISTS, "gathered"))}
    events, mentions = [], []
    for sentence in sorted(told, key=lambda one: one.start):
        text = sentence.text
        if original.is_item(sentence) or is_passing(text):
            continue
        if not (named := noun.search(text)):
            if not earlier.search(text):
                events.append(EventSentence(sentence, firm=False))
            continue
        verb = held.search(text)
        around = text[max(0, named.start() - 60) : named.end()]
        if not verb or to_come.search(text[: verb.start()]):
            if firm.search(text) and not coming.search(text):
                mentions.append(sentence)
        elif not earlier.search(around) and not coming.search(around):
            events.append(EventSentence(sentence, bool(firm.search(text))))
    reporting = frozenset(event.sentence.start for event in events)
    said = tuple(_discussion(original, reporting))
    headed = any(_heads(original.line_text(line)) for line in original.lines[: HEAD * 2])
    ruled = tuple(one for one in original.holding(pattern(LISTS, "rule")) if _rules(one.text))
    return Meeting(tuple(events), drafted, tuple(signed), said, tuple(mentions), headed, ruled)


@cache
def event_noun(*, firm: bool = False) -> Pattern:
    """Give the pattern of what an event is called; `firm`, of the three that a note can be of."""
    names = FIRM if firm else (*FIRM, "meeting")
    return Pattern(rf"\b(?:{'|'.join(source(LISTS, name) for name in names)})\b", re.IGNORECASE)


def tells_of_event(text: str) -> bool:
    """Say whether a sentence has the verb of an event that was held, and of none to come."""
    held = pattern(LISTS, "held").search(text) and not pattern(LISTS, "coming").search(text)
    return bool(held) and not is_passing(text)


def is_passing(text: str) -> bool:
    """Say whether a sentence tells of an event in passing, as others than its notes do."""
    return bool(pattern(LISTS, "passing").search(text))


def judge(original: OriginalText, meeting: Meeting, standing: Standing) -> Kind:
    """Say whether a text is a note, and if not what it is taken for, on what evidence.

    The heaviest kind of other text refuses it if its signs weigh 3 and more than what speaks for a
    note. A text of a title and links is a `landing-page`, and so is a list of notes. A text without
    evidence of a meeting is `no-meeting`.
    """
    for_note = _weight_of_note(meeting, standing) - LATE * _is_told_late(original, meeting)
    weights, shown = _weighed(original, _letter_ends(original, meeting))
    ranked = list(_against(weights, meeting, standing))
    if ranked and weights[ranked[0]] >= ENOUGH and weights[ranked[0]] >= for_note:
        return _refused(ranked[0], shown[ranked[0]])
    spoken = [name for name in ranked if name in _manners()]
    manner = sum(weights[name] for name in spoken)
    if manner >= ENOUGH and manner > for_note + REPORTED * len(meeting.said):
        return _refused(spoken[0], shown[spoken[0]])
    titles = _titles(original, standing.openings)
    prose = sum(s.words for s in original.body if s.is_prose(5))
    if prose < LITTLE_PROSE and len(titles) >= MANY_TITLES:
        return _refused("landing-page", titles)
    missing = list(_missing(meeting, standing))
    first = next((one for one in original.lines if original.line_text(one)), None)
    opening = original.line_evidence(first) if first else Evidence("", 1)
    # A note may be a heading and a list of points; a page of links reports nothing.
    told = any(event.firm for event in meeting.events) or (meeting.said and not missing)
    if prose < STUB and not told:
        return _refused("landing-page", [opening])
    if missing:
        message = f"nothing in the text shows {'; nor '.join(missing)}"
        return _refused("no-meeting", [opening], message)
    reported = [original.evidence(e.sentence.start, e.sentence.end) for e in meeting.events[:2]]
    heaviest = max([manner, *weights.values()])
    return Kind("note", tuple(reported), tuple(_doubts(heaviest, shown, list(weights), meeting)))


def _discussion(original: OriginalText, reporting: frozenset[int]) -> Iterator[Sentence]:
    """Yield the sentences that report what was said, by somebody who is not named."""
    participant = re.compile(r"\bparticipant", re.IGNORECASE)
    for sentence in original.holding(_reported()):
        told = sentence.start not in reporting or participant.search(sentence.text)
        if told and not is_passing(sentence.text):
            yield sentence


@lru_cache(maxsize=1)
def _reported() -> Pattern:
    sayers, speech = source(LISTS, "sayers"), source(LISTS, "speech")
    plain = pattern(LISTS, "reported").pattern
    return Pattern(rf"(?i:\b{sayers}\b.{{0,60}}?\b{speech}\b)|{plain}")


def _rules(text: str) -> bool:
    rule = pattern(LISTS, "rule").search(text)
    return rule is not None and applies(text[: rule.start()], text[rule.start() :])


def applies(before: str, after: str) -> bool:
    """Say whether a sentence applies the rule that it names: what stands before it, and from it."""
    explained = pattern(LISTS, "rule-explained").search(after)
    return not explained and not pattern(LISTS, "no-rule").search(before)


def _heads(line: str) -> bool:
    return len(line) < LONGEST_TITLE and bool(pattern(LISTS, "heading").search(line))


def _weight_of_note(meeting: Meeting, standing: Standing) -> float:
    firm = any(event.firm for event in meeting.events)
    weight = 0.0
    # By whom, and in what series, may be told of other events than of one that has no name.
    lines = {event.sentence.line for event in meeting.events}
    by = firm or not lines.isdisjoint(one.line for one in standing.by)
    if meeting.events:
        weight += (2.0 if firm else 1.0) + (3.0 if firm else 2.0) * bool(by and standing.by)
    elif meeting.mentions or standing.acted:
        weight += 1.0 + bool(standing.by) + 2.0 * standing.acted
    weight += 2.0 * bool(meeting.drafted)
    weight += 2.0 * (standing.in_series and firm)
    # Another genre may tell of a workshop in one sentence; a note tells what was said there.
    own = firm or meeting.drafted or meeting.signed or meeting.headed
    # What was said may have been said elsewhere, where no event is the text's own.
    discussed = float(min(len(meeting.said), MOST_SAID if own else MOST))
    weight += discussed if meeting.said or meeting.drafted else -3.0
    return weight + meeting.headed


def _is_told_late(original: OriginalText, meeting: Meeting) -> bool:
    """Say whether a text speaks of the event after its opening only, and of little said there."""
    late = not any(event.sentence in original.opening for event in meeting.events)
    return bool(meeting.events) and late and len(meeting.said) < MOST


def _against(weights: dict[str, float], meeting: Meeting, standing: Standing) -> Iterator[str]:
    """Yield the kinds that may refuse a text; a letter may carry a note, and greets around it."""
    held = any(event.firm for event in meeting.events) or (meeting.events and meeting.mentions)
    full = held and standing.by and len(meeting.said) >= MOST
    carried = PERSONAL if "message" in weights and full else ()
    yield from (name for name in weights if name not in carried)


def _missing(meeting: Meeting, standing: Standing) -> Iterator[str]:
    """Yield what a text lacks of the evidence of a meeting."""
    other = meeting.mentions or meeting.headed or meeting.drafted or meeting.ruled
    if not (meeting.events or standing.acted or (other and meeting.said)):
        yield "a sentence that says a meeting was held (“held a workshop”, “a eu lieu”)"
    if not (standing.by or meeting.said):
        yield "who held it or took part (“organized by”, “participants”)"
    if not (standing.when or standing.on):
        yield "the day of it, or a subject from the vocabularies"


def _letter_ends(original: OriginalText, meeting: Meeting) -> int:
    """Give the ruled line that parts a letter from the note that it carries, or 0."""
    first = min((event.sentence.line for event in meeting.events), default=0)
    above = (line for line in original.lines[:first] if RULED.fullmatch(original.line_text(line)))
    return max((line.number for line in above), default=0)


def _weighed(
    original: OriginalText, letter: int
) -> tuple[dict[str, float], dict[str, list[Evidence]]]:
    """Give what the signs of each other kind of text weigh, the heaviest first, and the signs.

    A letter that ends at the line `letter` carries the text, and is no sign of another kind.
    """
    weights: dict[str, float] = {}
    shown: dict[str, list[Evidence]] = {}
    for name, weight, evidence in _signs(original):
        if name == "message" and evidence.line < letter:
            continue
        weights[name] = weights.get(name, 0.0) + weight
        shown.setdefault(name, []).append(evidence)
    return dict(sorted(weights.items(), key=lambda one: (-one[1], one[0]))), shown


def _signs(original: OriginalText) -> Iterator[tuple[str, float, Evidence]]:
    """Yield the signs of other texts, as (kind, weight, evidence), once for each sentence.

    What stands in quotation marks is somebody else's manner and does not count as one.
    """
    lines = [line for line in original.lines if original.line_text(line)]
    quoted = _QUOTED.sub(lambda one: " " * len(one[0]), original.folded)
    spoken = False
    for section, kind, weight, sign, first_line in _genres():
        seen: set[int] = set()
        if section in ("phrases", "manner"):
            matches = sign.finditer(quoted if section == "manner" else original.folded)
        else:
            named = section == "self"
            matches = _heading(original, lines, sign, named=named)
        for match in matches:
            first = match.start() + len(match[0]) - len(match[0].lstrip())
            sentence = original.sentence_at(first)
            place = sentence.start if sentence else first
            line = original.line_at(first)
            # What names itself above its title is not taken for a label of the site alone.
            named = first_line and line is lines[0]
            if place in seen or not (named or line.role in ("body", "below")):
                continue
            seen.add(place)
            spoken = spoken or kind in PERSONAL
            yield kind, weight, original.evidence(first, match.end())
            if len(seen) == MOST:
                break
    # Questions may be headings; where somebody speaks or is spoken to, they are asked.
    asked = [line for line in lines if _QUESTION.match(original.line_text(line))]
    if spoken and len(asked) > 1:
        for line in asked[: MOST + 1]:
            yield "interview", 1.0, original.line_evidence(line)
    for sentence in original.holding(event_noun(firm=True)):
        if len(_DATED_NAME.findall(sentence.text)) > 1:
            yield "list-of-workshops", 4.0, original.evidence(sentence.start, sentence.end)


def _heading(
    original: OriginalText, lines: list[Line], sign: Pattern, *, named: bool
) -> Iterator[re.Match[str]]:
    """Find a sign where lines begin; what a text is `named`, in the short ones of its head."""
    for line in lines[:HEAD] if named else lines:
        match = sign.match(original.folded, line.start)
        if match and not (named and line.end - line.start > LONGEST_NAME):
            yield match


@lru_cache(maxsize=1)
def _genres() -> tuple[tuple[str, str, float, Pattern, bool], ...]:
    """Give every sign of another kind of text: its section, kind, weight and pattern.

    The last says that it counts in the first line even where that is taken for furniture.
    """
    return tuple(
        (
            *(section, str(one.facts["kind"]), float(one.facts["weight"]), one.pattern()),
            "first" in one.facts,
        )
        for section, entries in sections(GENRES).items()
        for one in entries
    )


@lru_cache(maxsize=1)
def _manners() -> frozenset[str]:
    """Give the kinds that are manners of speaking, which add up whatever they are called."""
    kinds = {str(entry.facts["kind"]) for entry in sections(GENRES)["manner"]}
    more = ("interview", "message", "paper-of-an-office", "post", "publisher's-page")
    return frozenset(kinds) | frozenset(more)


def _titles(original: OriginalText, openings: tuple[str, ...]) -> list[Evidence]:
    """Give the lines that are titles of the series, each different one once."""
    found: dict[str, Evidence] = {}
    for line in original.lines:
        text = original.line_text(line)
        bare = letters(text) if len(text) < LONGEST_TITLE else ""
        if bare and any(one in bare for one in openings):
            found.setdefault(re.sub(r"\d+", "", bare), original.line_evidence(line))
    return list(found.values())


def _doubts(
    heaviest: float, shown: dict[str, list[Evidence]], ranked: list[str], meeting: Meeting
) -> Iterator[Doubt]:
    """Yield what makes a note doubtful: another's manner, or nothing said at the workshop."""
    fix = "check that this is a workshop's note"
    if heaviest >= ENOUGH and ranked:
        like = shown[ranked[0]][0]
        message = f"this reads like {_named(ranked[0])}: '{_cut(like.text)}'"
        yield Doubt("reads-like-another", message, fix, like.line)
    elif not meeting.said:
        message = "no sentence reports what was said at the workshop"
        yield Doubt("no-discussion", message, fix)


def _named(name: str) -> str:
    label = name.replace("-", " ")
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."


def _refused(name: str, evidence: list[Evidence], message: str = "") -> Kind:
    first = min(evidence, key=lambda one: one.line)
    fix = "leave it out; if it is a workshop's note, run `notes ingest --as-note`"
    if name == "landing-page":
        message = f"this page holds a title or links, but no note: '{_cut(first.text)}'"
        fix = "open the note itself and save that"
    message = message or f"this is {_named(name)}, not a workshop note: '{_cut(first.text)}'"
    doubt = Doubt("not-a-note", message, fix, first.line, "error")
    return Kind(name, tuple(evidence[:4]), (doubt,))
