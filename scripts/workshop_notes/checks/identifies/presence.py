"""Somebody in particular who is mentioned as if present, whatever the sentence has them do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.delegation import (
    DELEGATE_OF_SWEDEN,
    DELEGATION_FIRST,
    MISSIONS_ADVISER,
    SWEDENS_DELEGATE,
    SWEDENS_EXPERT,
    SWEDISH_DELEGATE,
)
from workshop_notes.checks.identifies.official import (
    OFFICIAL_OF_UNIT,
    POLITICAL,
    UNIT_OFFICIAL,
)
from workshop_notes.checks.identifies.person import TITLED, TO_SPEAK
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import MONTH, SYMBOL, Finding, Said, is_public

ACADEMIC = frozenset(["dr", "prof", "professor"])
COURTESY = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "m", "mme", "mlle", "dr", "prof", "professor"]
)
DELEGATES = re.compile(
    "|".join(
        [
            SWEDISH_DELEGATE,
            DELEGATE_OF_SWEDEN,
            SWEDENS_DELEGATE,
            SWEDENS_EXPERT,
            MISSIONS_ADVISER,
            DELEGATION_FIRST,
            r"d?JU|d?Sz[vx]?U",
        ]
    )
)
OFFICIALS = re.compile(
    rf"(?:{UNIT_OFFICIAL}|{OFFICIAL_OF_UNIT}|[dj]?[vxX]?Uz[vxX]{{0,2}}[KHF])(?=[ahnk]*[vV9W])"
)
GROUPS = re.compile(r"[dek#]*[vxXEa]{0,2}[GC][vxXc]{0,2}[RDBIF]")
NAMES = re.compile(TITLED)
WHEN = re.compile(
    rf"\b(?:in|on|of|since|until|from|between|dated) (?:early |late |mid-|the \w+ of "
    rf")?(?:{MONTH}|\d{{1,2}} {MONTH}|(?:19|20)\d\d)"
    r"|\blast (?:week|month|year)"
)
# What stands after a topic or after what happened to somebody outside the room.
TOPIC = re.compile(
    r"[ahn]*(?:M|w[xn]|b[an]*v|z[vxX]*(?![qQ5BRFKHvxX]))|[olp]d?S.{0,3}[ahn]*b[an]*v"
)
ACT = re.compile(r",?[ahn]*A|,[^!]{0,16},[ahn]*A")
ELSEWHERE = re.compile(
    r"\b(?:venue|catering|embass(?:y|ies)|abstain|vot(?:ed|es)|veto|sign(?:ed|ature)|ratif|talks"
    r"|negotiations"
    r"|letters?"
    r"|fund(?:ed by|ing was|ing from|ing by)|grants? from|financ|expelled|summoned|recalled"
    r"|appointed|accredited|killed|arrested|residence|withdr[ae]w)",
    re.IGNORECASE,
)

UNITS_HEAD = re.compile(
    r"\b(?:head|chief|director|leader|coordinator) of (?:the |its )?(?:[\w'-]+ ){0,4}?"
    r"(?:team|section|unit|desk|division|branch|cell|component|sub-office|field office)\b"
    r"(?: (?:in|at|for) [\w ]{3,20}?(?= \w+ed\b))?",
    re.IGNORECASE,
)
PEOPLE = frozenset("RDBFIKHf")
# A pattern, the tags of which one is needed of each kind, the code and the message.
KINDS = (
    (
        NAMES,
        frozenset("N"),
        frozenset("TB"),
        "identifies-person",
        "a person is named, with a title",
    ),
    (
        DELEGATES,
        frozenset("SJ"),
        PEOPLE | {"U"},
        "identifies-delegation",
        "somebody of one delegation is singled out",
    ),
    (
        OFFICIALS,
        frozenset("OU"),
        PEOPLE,
        "identifies-official",
        "an official of one unit is singled out",
    ),
    (
        GROUPS,
        frozenset("GC"),
        PEOPLE,
        "identifies-group",
        "somebody of a small group of states is singled out",
    ),
)


def identifies_presence(sentence: Sentence) -> Iterator[Finding]:
    """Nobody in particular is placed in the workshop, by whatever they did.

    What a delegate did elsewhere passes with its date or document.

    Bad: `The Norwegian delegate handed round a map.`
    Good: `A map was handed round.`
    """
    tags = sentence.tags
    leader = UNITS_HEAD.search(sentence.text) if "H" in sentence.marks else None
    if leader and re.match(
        r"[ahn]*[vVWA9gt]", sentence.tags[sentence.tag_at(leader.end() - 1) + 1 :]
    ):
        at = sentence.tag_at(leader.start())
        if not _is_elsewhere(sentence, Said(at, at + 1, "object", -1)):
            message = "the head of one unit is singled out"
            fix = "leave out who did it, or write “one participant …”"
            yield Finding(at, "identifies-official", message, fix)
            return
    for pattern, needs, also, code, message in KINDS:
        if needs.isdisjoint(sentence.marks) or also.isdisjoint(sentence.marks):
            continue
        for found in pattern.finditer(tags):
            said = Said(found.start(), found.end(), "object", -1)
            if _is_elsewhere(sentence, said):
                continue
            fix = "leave out who did it, or write “one participant …”"
            yield Finding(said.start, code, message, fix)
            return


def _is_elsewhere(sentence: Sentence, said: Said) -> bool:
    names = [at for at in range(said.start, said.end) if sentence.tags[at] == "N"]
    if names and set(names) <= sentence.allowed:
        return True
    if (
        is_public(sentence, said)
        or SYMBOL.search(sentence.text)
        or (WHEN.search(sentence.text) and not sentence.in_the_room)
    ):
        return True
    if sentence.in_the_room:
        return False
    if ELSEWHERE.search(sentence.text):
        return True
    if POLITICAL.search(sentence.phrase(said.start, min(said.end + 4, len(sentence.tags)))):
        return True
    act = ACT.match(sentence.tags, said.end)
    if act and sentence.phrase(act.end() - 1, act.end()).lower() not in sentence.knowledge.papers:
        return True
    office = sentence.phrase(said.start, said.end).lower()
    if re.search(r"\b(?:minister|president|general|colonel)s?$", office):
        return True
    if not names and TOPIC.match(sentence.tags, said.end):
        return True
    states = sentence.states_of(said.start, said.end)
    if states and states <= sentence.knowledge.hosts:
        return True
    return bool(names) and _is_courteous(sentence, said)


def _is_courteous(sentence: Sentence, said: Said) -> bool:
    """`Mr. X` may be a public figure, where nothing in the sentence is of the workshop."""
    title = sentence.phrase(said.start, said.start + 1).lower().rstrip(".")
    to_speak = TO_SPEAK.search(sentence.text, sentence.spans[said.end - 1][1])
    acts = "A" in sentence.tags or title not in ACADEMIC
    return (
        title in COURTESY
        and acts
        and not to_speak
        and not re.search(r"[7qQ5VWg9tHK]", sentence.tags)
    )
