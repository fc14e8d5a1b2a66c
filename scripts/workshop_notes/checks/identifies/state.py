"""A state that speaks in the room, by its name, its capital or its people's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.constructions import STATES
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    Finding,
    Said,
    is_public,
    rewriting,
    spoken,
)

STATE = (
    rf"(?<![olpyYZ@zJc&,])(?<!&d)(?<!,d)(?<!,S)(?<!od)(?<!pd)(?<!ld)(?<!yd)(?<!jd)(?:{STATES}|dJ)"
)
NAMED_STATE = r"d?S"
SPEECH_ON_PAPER = re.compile(
    r"\b(?:draft|drafts|text|resolution|amendments?|statement|paper|letter|motion)\b", re.IGNORECASE
)
AGREED_ON = re.compile(
    r"agreed? with .{1,60}? (?:on|to) (?:a|an|the|resume|open|form)\b", re.IGNORECASE
)
TALK = frozenset(
    [
        "objection",
        "objections",
        "remark",
        "remarks",
        "intervention",
        "interventions",
        "comment",
        "comments",
        "suggestion",
        "suggestions",
        "plea",
        "insistence",
        "reservations",
        "reply",
        "complaint",
        "complaints",
        "interjection",
    ]
)
FOR_ITS_MONEY = re.compile(
    r"(?:support|funding|funds|hosting|hospitality|generous|generosity|financial|contribution"
    r"|sponsor)",
    re.IGNORECASE,
)
SAID_OF = re.compile(r"(?P<verb>[qQ])o(?P<who>d?S)")
IN_TURN = re.compile(r"(?:^|[!:,])p(?P<who>d?S),(?=[^!]*(?P<verb>V))")
THANKED = re.compile(r"@(?P<who>d?S)(?P<verb>)")
AMONG_THEM = re.compile(r"[,1][payl]?(?P<who>d?S(?:[,&]+d?S)*)[,2][ahnk]*(?P<verb>[VW])")
IN_ITS_VIEW = re.compile(r"p(?P<who>d?S)z[05vxX]?(?P<verb>Q)")
AGREES_WITH = re.compile(r"(?:[kefDIxmX])[ahn]*(?P<verb>V)(?P<who>d?S)")
SWEDISH_REMARK = re.compile(r"(?P<who>J)[05vxX]?(?P<verb>q)")
ALSO_OF_STATES = frozenset(
    [
        "objection",
        "objections",
        "reservations",
        "proposal",
        "proposals",
        "preference",
        "preferences",
        "point",
        "points",
        "question",
        "complaint",
        "complaints",
    ]
)
IN_THE_ROOM = re.compile(
    rf"(?:^|[:!]|^[^VWA]{{0,12}},)(?P<who>{STATES}|[dX]?o?dxodS)(?![zNXRBDFxJ1])"
)
GOVERNMENT = r"d?xod?S|d?Jx"
ALSO_FACTS = frozenset(
    ["agreed", "opposed", "supported", "rejected", "asked", "urged", "called", "requested"]
)


def identifies_state(sentence: Sentence) -> Iterator[Finding]:
    """A state is never said to have spoken in the workshop.

    States stay the subjects of public facts: votes, drafts, signatures, and what they said in
    public, with its citation or date.

    Bad: `Russia pushed back in the discussion.`
    Good: `One participant pushed back.` or `Russia abstained on Resolution 2640.`
    """
    tags = sentence.tags
    if "S" not in tags and "J" not in tags:
        return
    message = "a state is said to have spoken"
    for said in spoken(sentence, STATE, "sriu"):
        if _is_fact(sentence, said):
            continue
        yield Finding(said.start, "identifies-state", message, rewriting(sentence, said))
    for said in (*spoken(sentence, NAMED_STATE, "yqf"), *spoken(sentence, STATE, "w")):
        if said.how == "wish" and not sentence.in_the_room:
            continue
        if not is_public(sentence, said, dates=True):
            yield Finding(said.start, "identifies-state", message, rewriting(sentence, said))
    for pattern in (
        AMONG_THEM,
        IN_ITS_VIEW,
        AGREES_WITH,
        SWEDISH_REMARK,
        SAID_OF,
        IN_TURN,
        THANKED,
    ):
        for found in pattern.finditer(tags):
            said = Said(found.start("who"), found.end("who"), "object", found.start("verb"))
            word = sentence.phrase(said.verb, said.verb + 1).lower()
            if pattern is AGREES_WITH and not word.startswith(
                ("agree", "disagree", "echo", "side", "second")
            ):
                continue
            if pattern is IN_ITS_VIEW and word not in ("view", "opinion", "views", "assessment"):
                continue
            if pattern is SWEDISH_REMARK and word in ALSO_OF_STATES:
                continue
            if pattern is SAID_OF and word not in TALK:
                continue
            if pattern is IN_TURN and not sentence.text.lower().startswith(("for", "pour")):
                continue
            if pattern is THANKED and FOR_ITS_MONEY.search(sentence.text):
                continue
            if not is_public(sentence, said, dates=True):
                yield Finding(said.start, "identifies-state", message, rewriting(sentence, said))
    for said in spoken(sentence, NAMED_STATE, "b"):
        verb = sentence.tags[said.verb]
        was = "b" in sentence.tags[max(0, said.verb - 2) : said.verb]
        after_noun = sentence.tags[max(0, said.verb - 1) : said.verb] in ("q", "Q")
        strong = (
            verb in "Vq" or after_noun or (verb == "W" and was and not _is_host(sentence, said))
        )
        if SPEECH_ON_PAPER.search(sentence.text, 0, sentence.spans[said.verb][0]):
            continue
        if (strong or sentence.in_the_room) and not is_public(sentence, said, dates=True):
            yield Finding(said.start, "identifies-state", message, rewriting(sentence, said))
    if sentence.in_the_room:
        for found in IN_THE_ROOM.finditer(tags):
            message = "a state is placed in the room"
            fix = "write “one participant …”"
            yield Finding(found.start("who"), "identifies-state", message, fix)
        for said in (*spoken(sentence, GOVERNMENT, "sr"), *spoken(sentence, NAMED_STATE, "p")):
            yield Finding(said.start, "identifies-state", message, rewriting(sentence, said))


def _is_fact(sentence: Sentence, said: Said) -> bool:
    if sentence.in_the_room:
        return False
    if is_public(sentence, said, dates=True):
        return True
    if AGREED_ON.match(sentence.text, sentence.spans[max(said.verb, 0)][0]):
        return True
    between = sentence.phrase(said.end, said.verb).lower()
    before = re.search(r"\b(?:had|avai(?:t|ent))\b", between)
    return bool(before) or (sentence.tags[said.verb] in "Wb" and _is_host(sentence, said))


def _is_host(sentence: Sentence, said: Said) -> bool:
    codes = sentence.states_of(said.start, said.end)
    return codes <= sentence.knowledge.hosts
