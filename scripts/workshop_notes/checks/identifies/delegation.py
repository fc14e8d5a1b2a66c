"""A delegation, or somebody from it, that is said to have spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.constructions import ADJECTIVES
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    Finding,
    Said,
    is_public,
    rewriting,
    spoken,
)

SWEDISH_DELEGATE = (
    rf"[dekjz]?{ADJECTIVES}{{0,2}}J(?:&J)?(?:[UR]z)?{ADJECTIVES}{{0,2}}[05vxXUOJ]?[RDBFKHfI]"
)
DELEGATE_OF_SWEDEN = (
    r"[dek]?[05vxXaE#C]{0,2}[RDBFfIKH](?:[olp]d?[xv]{1,2})?[ol]d?(?:[XxOU]{0,2}[ol])?"
    r"d?[SJ](?:[,&]*[od]*S)*"
)
SWEDENS_DELEGATE = r"d?S(?:&d?S)*z?[05vxXUE#]{0,2}z?[05vxXE]{0,2}[RDBFKI]"
DELEGATION_FIRST = r"[dek]?[RBFID][05vxX]?J|[dek]?[05vxXaE#]{0,2}[RDBFfIKm][olp]d?[05vxX]?J[URD]"
MISSION = r"dJU"
THE_DELEGATE = r"[dj][x#]?[RB](?![NSJol])"
CAPITAL_AFTER = r"[RB]o?d?[NX]"
IN_BRACKETS = re.compile(r"(?P<who>[IRBKFDfmk])1[^2]{0,8}?[SNOJ][^2]{0,8}2")
ANY_FORM = "srwgbnpotjidxcmul"


def identifies_delegation(sentence: Sentence) -> Iterator[Finding]:
    """A state's delegation, or somebody from it, is never said to have spoken.

    Bad: `The delegate from Niger asked for a stronger reference.`
    Good: `One participant asked for a stronger reference.`
    """
    tags = sentence.tags
    if sentence.marks.isdisjoint("RDBFfIKHU"):
        return
    found: list[Said] = []
    if "S" in tags or "J" in tags:
        for who in (SWEDISH_DELEGATE, DELEGATE_OF_SWEDEN, SWEDENS_DELEGATE, DELEGATION_FIRST):
            found.extend(spoken(sentence, who, ANY_FORM))
        if "JU" in tags:
            missions = spoken(sentence, MISSION, "srwgb")
            found.extend(said for said in missions if not _is_operation(sentence, said))
    for said in found:
        if is_public(sentence, said):
            continue
        if _is_of_host(sentence, said):
            message = "people from one country are said to have spoken; weigh whether few came"
            yield Finding(
                said.start,
                "identifies-class",
                message,
                rewriting(sentence, said, "participants"),
                "warning",
            )
            continue
        message = "a state's delegation, or somebody from it, is said to have spoken"
        yield Finding(said.start, "identifies-delegation", message, rewriting(sentence, said))
    if "S" in tags or "J" in tags:
        for who in (SWEDISH_DELEGATE, DELEGATE_OF_SWEDEN, SWEDENS_DELEGATE):
            for said in spoken(sentence, who, "a"):
                last = sentence.phrase(said.start, said.end).lower()
                if (sentence.in_the_room and not is_public(sentence, said)) or "colleague" in last:
                    found.append(said)
                    message = "somebody of one state's delegation is placed in the room"
                    fix = rewriting(sentence, said)
                    yield Finding(said.start, "identifies-delegation", message, fix)
    for bracket in IN_BRACKETS.finditer(tags):
        message = "brackets say who a participant was"
        fix = "leave out the brackets and what is in them"
        yield Finding(bracket.start(), "identifies-delegation", message, fix)
    if found:
        return
    who = THE_DELEGATE if sentence.language in ("en", "fr") else f"{THE_DELEGATE}|{CAPITAL_AFTER}"
    for said in spoken(sentence, who, "swgbnpt"):
        if not is_public(sentence, said):
            message = "one delegate or delegation is singled out as having spoken"
            yield Finding(said.start, "identifies-delegation", message, rewriting(sentence, said))


def _is_of_host(sentence: Sentence, said: Said) -> bool:
    """Several people of a state that hosts a mission: civil society, most often."""
    plural = sentence.tags[said.end - 1] in "f" or any(
        sentence.tags[at] in "f" for at in range(said.start, said.end)
    )
    codes = sentence.states_of(said.start, said.end)
    return plural and bool(codes) and codes <= sentence.knowledge.hosts


def _is_operation(sentence: Sentence, said: Said) -> bool:
    """`The Malian mission` is a peace operation, where Mali hosts one."""
    codes = sentence.states_of(said.start, said.end)
    return codes <= sentence.knowledge.hosts or "mission" not in sentence.phrase(
        said.start, said.end
    )
