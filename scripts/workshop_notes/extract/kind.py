"""Kind: whether a text is the note of a meeting that was held, weighed from all that it shows.

Signs speak for it (who met, what was said) or for another kind of text (genres.yml). What each
weighs is in `kind.yml`, learned by `bench/learn/kinds.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from workshop_notes.bounded import read_own
from workshop_notes.extract.meeting import LISTS, Meeting
from workshop_notes.extract.original import Doubt, Evidence, OriginalText
from workshop_notes.text.expressions import Expression, pattern, sections
from workshop_notes.text.sieve import Pattern, Texts

Shown = tuple[str, str, float, Sequence[int]]  # section, kind, how much, where

WEIGHTS = Path(__file__).with_suffix(".yml")
GENRES = Path(__file__).with_name("genres.yml")
# A sign that comes more often than that says no more.
MOST, MOST_DAYS, MOST_SAID, MOST_OF_ONE = 3, 4, 8, 1.5
PARTS = 4  # of a text, in which the meeting is looked for
# Sections of genres.yml that count by their share of the sentences.
SHARED = ("manner", "note")
SECTIONS = ("self", "lines", "phrases")
HEAD = 12
LEAST = 1.0  # that a sign counts where it is asked what a text is, whatever it weighs
# A line in which a text says what it is is no longer.
LONGEST_NAME = 200
# A note that weighs less is doubtful.
SURE = 1.0
_QUOTED = re.compile(r'"[^"]{1,600}"')


@dataclass(frozen=True, slots=True)
class Standing:
    """What the fields found, that says whether a text is a note: by whom, when, on what.

    `acted` says that several organizers did something; `title` is the title's line, `days` how many
    days are told of with the name of an event, `opening_lines` how many begin lines.
    """

    by: bool
    acted: bool
    when: bool
    on: bool
    dated: bool
    in_series: bool
    title: int
    days: int
    opening_lines: int


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text is, and the doubts to report (an error where it is refused)."""

    name: str
    doubts: tuple[Doubt, ...]


class Sign(NamedTuple):
    """What a text shows of something, from 0 to 1, and where; a `kind` of other text, or a note."""

    name: str
    share: float
    kind: str = ""
    places: Sequence[int] = ()


def judge(original: OriginalText, meeting: Meeting, standing: Standing) -> Kind:
    """Say whether a text is a note, and if not what it is taken for, on what evidence.

    A text that nowhere says that people met is none, whatever else it shows.
    """
    found = list(signs(original, meeting, standing))
    known: Mapping[str, float] = read_own(WEIGHTS)
    against: dict[str, float] = {}
    shown: dict[str, list[int]] = {}
    for sign in found:
        if sign.kind and sign.places and sign.name not in SECTIONS:
            # How a text speaks says less of what it is than what it calls itself.
            weight, section = known.get(sign.name, 0.0), sign.name.split()[0]
            called = section in SECTIONS or sign.name == sign.kind
            weight = min(weight, -LEAST)
            weight = weight - 1 - 2 * (section == "self") if called else weight / 2
            against[sign.kind] = against.get(sign.kind, 0.0) - weight * sign.share
            shown.setdefault(sign.kind, []).extend(sign.places)
    like = max(against, key=lambda one: against[one], default="")
    places = shown[like] if like and against[like] > 0 else ()
    missing = list(_missing(meeting, standing))
    weight = worth(shares_of(found))
    if weight > 0 and (meeting.mentions or meeting.said or not missing):
        # The greetings of a letter that carries a note stand in the note.
        doubtful = places if weight < SURE or "message" in shown else ()
        return Kind("note", tuple(_doubts(original, meeting, missing, like, doubtful)))
    return _refused(original, like, places, missing)


def signs(original: OriginalText, meeting: Meeting, standing: Standing) -> Iterator[Sign]:
    """Yield the signs of a text; one of another kind speaks for its section and kind, too."""
    yield from _of_meeting(original, meeting, standing)
    for section, kind, share, places in chain(_begun(original), _held(original, standing.title)):
        if places:
            other = kind if section != "note" else ""
            names = [f"{section} {kind}", *((section, kind) if section not in SHARED else ())]
            yield from (Sign(name, share, other, places) for name in names)


def shares_of(found: Iterable[Sign]) -> dict[str, float]:
    """Give how much of each sign there is."""
    shares: dict[str, float] = {}
    for sign in found:
        shares[sign.name] = min(MOST_OF_ONE, shares.get(sign.name, 0.0) + sign.share)
    return shares


def worth(shares: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """Give what the signs of a text weigh together: a note weighs more than 0."""
    weights = weights or read_own(WEIGHTS)
    return weights[""] + sum(weights.get(name, 0.0) * share for name, share in shares.items())


def _of_meeting(original: OriginalText, meeting: Meeting, standing: Standing) -> Iterator[Sign]:
    """Yield what speaks for a meeting that was held, and how much of the text reports it."""
    prose = [one for one in original.sentences if one.role in ("body", "below") and one.words > 4]
    opened = any(sentence in original.opening for sentence in meeting.events)
    held = bool(meeting.events)
    yield Sign("held, says the opening", float(opened))
    yield Sign("held by somebody known", float(held and standing.by))
    yield Sign("held on a day", float(standing.dated))
    yield Sign("held in the series", float(held and standing.in_series))
    yield Sign("acted", float(standing.acted))
    for name in ("drafted", "signed", "headed", "ruled"):
        yield Sign(name, float(bool(getattr(meeting, name))))
    yield Sign("said", min(1.0, len(meeting.said) / MOST_SAID))
    telling = {*meeting.said, *meeting.mentions, *meeting.events}
    parts = {at * PARTS // len(prose) for at, one in enumerate(prose) if one in telling}
    # What another text tells of a meeting stands in one part of it.
    yield Sign("told throughout", len(parts) / min(PARTS, len(prose) or 1))
    whole = sum(one.end - one.start for one in prose if one.is_prose(8))
    first = [line.start for line in original.lines if original.line_text(line)][: not whole]
    yield Sign("manner short", 5 / (5 + len(prose)), "landing-page", first)
    yield Sign("prose", whole / (len(original.folded.strip()) + 200))
    told = original.holding(pattern(LISTS, "noun"))
    coming = [one.start for one in told if pattern(LISTS, "coming").search(one.text)]
    share = len(coming) / (len(coming) + len(meeting.events) + 1)
    yield Sign("to come", share, "announcement", coming)
    days = min(1.0, max(0, standing.days - 1) / MOST_DAYS)
    yield Sign("several days", days, "list-of-workshops", [one.start for one in told[:1]])
    # A diary, or a list of what is dated.
    begun = min(1.0, max(0, standing.opening_lines - 2) / MOST)
    yield Sign("days that begin lines", begun, "list-of-workshops")


def _begun(original: OriginalText) -> Iterator[Shown]:
    """Yield what the head of a text is named, and how its lines begin."""
    lines = [line for line in original.lines if original.line_text(line)]
    own = [line for line in lines if line.role in ("body", "below")]
    named = [line for line in lines[:HEAD] if line.end - line.start <= LONGEST_NAME]
    head = [line for line in named if line.role in ("body", "below")]
    # What names itself above its title is not taken for a label of the site alone.
    first = [line for line in named if line.role in ("body", "below") or line is lines[0]]
    for section, kind, sign, above in _genres("self", "lines"):
        among = own if section == "lines" else first if above else head
        begun = (sign.match(original.folded, line.start) for line in among)
        places = [one.end() - len(one[0].lstrip()) for one in begun if one]
        often = 1.0 if section == "self" else min(1.0, len(places) / MOST) ** 0.5
        yield section, kind, often, places


def _held(original: OriginalText, title: int) -> Iterator[Shown]:
    """Yield what sentences hold, and how they speak.

    What stands in quotation marks is somebody else's manner and does not count as one; nor do the
    short lines above the title, which are the site's.
    """
    counts = [one.line >= title or one.is_prose(5) for one in original.body]
    plain = unquoted = original.texts
    if '"' in original.folded:
        unquoted = Texts([_QUOTED.sub('""', one) for one in plain.texts])
    for section, kind, sign, _ in _genres("phrases", *SHARED):
        texts = plain if section == "phrases" else unquoted
        places = [original.body[at].start for at in sign.places(texts) if counts[at]]
        # Of a share of sentences the first ones count most.
        of = len(counts) + 3 if section in SHARED else MOST
        yield section, kind, min(1.0, len(places) / of) ** 0.5, places


@cache
def _genres(*wanted: str) -> tuple[tuple[str, str, Pattern, bool], ...]:
    """Give the signs of each kind of text, as (section, kind, pattern, counts in a first line)."""
    found = []
    for section in wanted:
        entries = sections(GENRES)[section]
        for kind, first in sorted({_kind_of(one) for one in entries}):
            alike = [one for one in entries if _kind_of(one) == (kind, first)]
            either = "|".join(one.pattern().pattern for one in alike)
            found.append((section, kind, Pattern(either, re.MULTILINE), first))
    return tuple(found)


def _kind_of(entry: Expression) -> tuple[str, bool]:
    return str(entry.facts["kind"]), "first" in entry.facts


def _missing(meeting: Meeting, standing: Standing) -> Iterator[str]:
    """Yield what a text lacks of the evidence of a meeting."""
    other = meeting.mentions or meeting.headed or meeting.drafted or meeting.ruled
    if not (meeting.events or standing.acted or (other and meeting.said)):
        yield "a sentence that says a meeting was held (“held a workshop”, “a eu lieu”)"
    if not (standing.by or meeting.said):
        yield "who held it or took part (“organized by”, “participants”)"
    if not (standing.when or standing.on):
        yield "the day of it, or a subject from the vocabularies"


def _doubts(
    original: OriginalText,
    meeting: Meeting,
    missing: Sequence[str],
    like: str,
    places: Sequence[int],
) -> Iterator[Doubt]:
    """Yield what makes a note doubtful: another's manner, no event, or nothing said there."""
    fix = "check that this is a workshop's note"
    if places:
        shown = original.evidence(places[0], places[0])
        message = f"this reads like {_named(like)}: '{_cut(shown.text)}'"
        yield Doubt("reads-like-another", message, fix, shown.line)
    elif missing:
        yield Doubt("no-workshop", f"nothing in the text shows {'; nor '.join(missing)}", fix)
    elif not meeting.said:
        message = "no sentence reports what was said at the workshop"
        yield Doubt("no-discussion", message, fix)


def _refused(
    original: OriginalText, like: str, places: Sequence[int], missing: Sequence[str]
) -> Kind:
    fix = "leave it out; if it is a workshop's note, run `notes ingest --as-note`"
    if places:
        evidence = tuple(original.evidence(at, at) for at in sorted(set(places))[:4])
        message = f"this is {_named(like)}, not a workshop note: '{_cut(evidence[0].text)}'"
        if like == "landing-page":
            message = f"this page holds a title or links, but no note: '{_cut(evidence[0].text)}'"
            fix = "open the note itself and save that"
    else:
        first = next((one for one in original.lines if original.line_text(one)), None)
        evidence = (original.line_evidence(first) if first else Evidence("", 1),)
        like = "no-meeting"
        lacking = "; nor ".join(missing) or "that this is the note of a meeting that was held"
        message = f"nothing in the text shows {lacking}"
    return Kind(like, (Doubt("not-a-note", message, fix, evidence[0].line, "error"),))


def _named(name: str) -> str:
    label = name.replace("-", " ")
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."
