"""Meeting: the evidence that a text reports a meeting that was held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workshop_notes.extract.original import OriginalText, Sentence
from workshop_notes.text.expressions import pattern

LISTS = Path(__file__).with_name("meeting.yml")
FIRM = ("workshop", "roundtable", "seminar")
HEAD = 24  # lines
LONGEST_TITLE = 240


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a text says of its meeting: that it was held, who drafted the note, what was said.

    `events` are the sentences that say it was held, `firm` those of them that call it a workshop or
    the like; `mentions` are sentences that speak of the event without saying that it was held;
    `ruled` are those that say by which rule it was.
    """

    events: tuple[Sentence, ...]
    firm: tuple[Sentence, ...]
    drafted: tuple[Sentence, ...]
    signed: tuple[Sentence, ...]
    said: tuple[Sentence, ...]
    mentions: tuple[Sentence, ...]
    headed: bool
    ruled: tuple[Sentence, ...] = ()


def read_meeting(original: OriginalText) -> Meeting:
    """Find the sentences of the body that report the event, not an earlier or a coming one."""
    held, noun, firm = (pattern(LISTS, one) for one in ("held", "noun", "firm"))
    heading, rule = (pattern(LISTS, one) for one in ("heading", "rule"))
    earlier, coming, to_come = (pattern(LISTS, one) for one in ("earlier", "coming", "to-come"))
    drafted = original.holding(pattern(LISTS, "drafting"))
    signed = (one for one in original.holding(pattern(LISTS, "signing")) if one not in drafted)
    told = {*original.holding(noun), *original.holding(pattern(LISTS, "gathered"))}
    events: list[Sentence] = []
    mentions: list[Sentence] = []
    for sentence in sorted(told, key=lambda one: one.start):
        text = sentence.text
        if original.is_item(sentence) or is_passing(text):
            continue
        if not (named := noun.search(text)):
            if not earlier.search(text):
                events.append(sentence)
            continue
        verb = held.search(text)
        around = text[max(0, named.start() - 60) : named.end()]
        if not verb or to_come.search(text[: verb.start()]):
            if firm.search(text) and not coming.search(text):
                mentions.append(sentence)
        elif not earlier.search(around) and not coming.search(around):
            events.append(sentence)
    named_firmly = tuple(one for one in events if firm.search(one.text))
    said = tuple(_discussion(original, events))
    head = map(original.line_text, original.lines[:HEAD])
    headed = any(len(one) < LONGEST_TITLE and heading.search(one) for one in head)
    ruled = tuple(
        one
        for one in original.holding(rule)
        if (found := rule.search(one.text))
        and applies(one.text[: found.start()], one.text[found.start() :])
    )
    told_of = (drafted, tuple(signed), said, tuple(mentions))
    return Meeting(tuple(events), named_firmly, *told_of, headed, ruled)


def is_passing(text: str) -> bool:
    """Say whether a sentence tells of an event in passing, as others than its notes do."""
    return bool(pattern(LISTS, "passing").search(text))


def _discussion(original: OriginalText, events: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences that report what was said, by somebody who is not named."""
    participant = re.compile(r"\bparticipant", re.IGNORECASE)
    passing = {*original.holding(pattern(LISTS, "passing"))}
    for sentence in original.holding(pattern(LISTS, "reported")):
        told = sentence not in events or participant.search(sentence.text)
        if told and sentence not in passing:
            yield sentence


def applies(before: str, after: str) -> bool:
    """Say whether a sentence applies the rule that it names: what stands before it, and from it."""
    explained = pattern(LISTS, "rule-explained").search(after)
    return not explained and not pattern(LISTS, "no-rule").search(before)
