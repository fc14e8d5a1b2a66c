"""A delegation, or somebody from it, that is said to have spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.constructions import ADJECTIVES
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    Finding,
    Said,
    is_of_the_world,
    is_public,
    rewriting,
    spoken,
)

SWEDISH_DELEGATE = rf"[dekjz]?{ADJECTIVES}{{0,2}}J(?:&J)?{ADJECTIVES}{{0,2}}[vxXUOJ]?[RDBFKHfI]"
DELEGATE_OF_SWEDEN = (
    r"[dek]?[vxXaE#C]{0,2}[RDBFfIKH](?:[olp]d?[xvU]{1,2})?[ol]d?(?:[XxO]{0,2}[ol])?d?[SJ](?:[,"
    r"&]*[od]*S)*"
)
SWEDENS_DELEGATE = r"d?S(?:&d?S)*z?[vxXUE#]{0,2}z?[vxXE]{0,2}[RDBFKI]"
DELEGATION_FIRST = r"[dek]?[RBFID][vxX]?J|[dek]?[vxXaE#]{0,2}[RDBFfIKm][olp]d?[vxX]?J(?:&J)*[URDi]"
MISSION = r"dJU"
MISSIONS_ADVISER = r"d?JUz[vxX]{0,2}[BFRKHI]"
SWEDENS_MISSION = r"d?Sz[vx]?U|d?Uod?S"
HOSTS_DELEGATE = r"d[xX]?mz[vxX]{0,2}[RB]"
SWEDENS_EXPERT = r"d?S(?:&d?S)*z[vxXE]{0,2}F"
THE_DELEGATE = r"[dj][x#]?[RB](?![NSJol])"
CAPITAL_AFTER = r"[RB]o?d?[NX]"
IN_BRACKETS = re.compile(r"(?P<who>[IRBKFDfmk])1[^2]{0,8}?[SNOJ][^2]{0,8}2")
# Each with the tags of which it has one.
DELEGATES = (
    (SWEDISH_DELEGATE, "J"),
    (DELEGATE_OF_SWEDEN, "olp"),
    (SWEDENS_DELEGATE, "S"),
    (SWEDENS_EXPERT, "z"),
    (MISSIONS_ADVISER, "z"),
    (DELEGATION_FIRST, "J"),
)
ANY_FORM = "srwgbnpotjidxczhklv"
FUNDING = re.compile(
    r"\b(?:fund(?:s|ed|ing)?|financed|sponsored|venue|catering|grants?|support(?:ed)? by)\b", re.I
)
CUES = frozenset("RDBFfIKHU")


def identifies_delegation(sentence: Sentence) -> Iterator[Finding]:
    """A state's delegation, or somebody from it, is never said to have spoken.

    Bad: `The delegate from Niger asked for a stronger reference.`
    Good: `One participant asked for a stronger reference.`
    """
    tags = sentence.tags
    if CUES.isdisjoint(sentence.marks):
        return
    found: list[Said] = []
    if "S" in tags or "J" in tags:
        for who, needs in DELEGATES:
            if not sentence.marks.isdisjoint(needs):
                found.extend(spoken(sentence, who, ANY_FORM))
        if "U" in tags:
            missions = spoken(sentence, f"{MISSION}|{SWEDENS_MISSION}", "srwgbzhdk")
            found.extend(said for said in missions if not _is_operation(sentence, said))
    for said in found:
        if _is_in_office(sentence, said):
            continue
        paid = said.how == "by" or sentence.tags[said.verb] in "vA"
        if paid and FUNDING.search(sentence.text):
            continue
        if is_public(sentence, said, dates=sentence.tags[said.end - 1] in "KH"):
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
    for bracket in IN_BRACKETS.finditer(tags) if "1" in tags else ():
        message = "brackets say who a participant was"
        fix = "leave out the brackets and what is in them"
        yield Finding(bracket.start(), "identifies-delegation", message, fix)
    if found:
        return
    for said in spoken(sentence, HOSTS_DELEGATE, ANY_FORM) if "z" in tags else ():
        if not is_public(sentence, said):
            message = "the delegate of one state is said to have spoken"
            yield Finding(said.start, "identifies-delegation", message, rewriting(sentence, said))
    who = THE_DELEGATE if sentence.language == "en" else f"{THE_DELEGATE}x?|{CAPITAL_AFTER}"
    for said in spoken(sentence, who, "swgbnpt") if "R" in tags or "B" in tags else ():
        if not is_public(sentence, said, dates=True):
            message = "one delegate or delegation is singled out as having spoken"
            yield Finding(said.start, "identifies-delegation", message, rewriting(sentence, said))


def _is_in_office(sentence: Sentence, said: Said) -> bool:
    """`The German defense minister visited Gao`, `Danish experts trained the police`."""
    if sentence.in_the_room or said.how != "subject":
        return False
    office = sentence.phrase(said.start, said.end).lower()
    minister = re.search(r"\b(?:minister|president|parliament|army|general|colonel)s?$", office)
    done = sentence.tags[said.verb] in "v9A"
    of_the_world = is_of_the_world(sentence, said)
    return (done and bool(minister)) or ((done or bool(minister)) and of_the_world)


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
