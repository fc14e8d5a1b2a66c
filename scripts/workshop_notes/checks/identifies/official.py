"""Officials: of a unit so small, or in a role so singular, that it names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.lexicon import words
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    Finding,
    Said,
    is_courtesy,
    is_public,
    rewriting,
    spoken,
)

UNIT_OFFICIAL = r"[dek#]*[05vxXac]{0,2}O(?:[&]O)?z?[05vxXOUmR]{0,3}z?[FfRDBKH]|[de]X{1,4}[vx]?[FH]"
MISSION_OFFICIAL = r"[de]?[05vxXac]{0,2}Uz?[05vxXO]{0,3}F|[de]?[05vxXac]{0,3}F[olp]d?U"
OFFICIAL_OF_UNIT = (
    r"[dek#]*[05vxXacU]{0,2}[FfRDBIHm](?:[olp]d?[05vxXc]{1,3})?[olp]d?(?:Uz)?[05vxXc]{0,2}O"
)
ROLES_OFFICIAL = r"[dej]?[05vxXac]{0,2}[KH]z[05vxXac]{0,3}[FHBIRf]"
THE_UNITS_OFFICIAL = r"[dj][05vxXc]?U[z][05vxXc]{0,3}[FHBI]"
ROLE = r"(?<![ol])(?<![ol]d)[dejz]?[05vxXacUE]{0,2}K"
ROLE_BY = r"[dejz]?[05vxXacUE]{0,2}K"
LEADER = r"(?<![ol])(?<![ol]d)(?:[dj][05vxXac]{0,2}|)H(?=[olp])"
LEADER_BY = r"(?:[dj][05vxXac]{0,2}|)H(?=[olp])"
UNITS_LEADER = r"[dj]?[05vxX]?[05vxXUO]{1,3}z?[05vxX]{0,2}H"
OFFICIALS = frozenset(words("official officials"))
KINDS_OF_OFFICIALS = frozenset(
    words("humanitarian military police peacekeeping secretariat headquarters mission government")
)
CLASS_OF_OFFICIALS = r"[ek#]?[05vxXac]{1,2}f|[ek]x{0,2}F"
UN_OFFICIALS = (
    r"[dek#]*[05vxXac]{0,2}Uz?[05vxXi]{0,2}z?[fFD]|[dek#]*[05vxX]{0,2}[fF](?:[olp])d?[05vxX]{0,2}U"
)
IN_THE_ROOM = r"(?<![olpyYZ@z])d?O"
THE_PARTIES = re.compile(
    r"[ ,](?:on |upon |that |for )?(?:the |all |both |an? )?(?:\w+ )?(?:parties|sides|government"
    r"|council|signator(?:y|ies)"
    r"|armed groups?|president|leaders|authorities|agreement|cease-?fire|member states|states"
    r"|community)\b",
    re.IGNORECASE,
)


def identifies_official(sentence: Sentence) -> Iterator[Finding]:
    """An official of one unit, or in a role that one person holds, is never said to have spoken.

    Roles stay topics: what a force commander should do, or reported in public.

    Bad: `The force commander explained to the workshop that bases would close.`
    Good: `One participant explained that bases would close.`
    """
    tags = sentence.tags
    if sentence.marks.isdisjoint("OUKH"):
        return
    message = "an official of one unit is said to have spoken"
    if "O" in tags and not sentence.marks.isdisjoint("FfRDBKHIm"):
        for who in (UNIT_OFFICIAL, OFFICIAL_OF_UNIT):
            yield from _findings(sentence, who, "srwgbnpotjiducl", message)
    if "O" in tags and sentence.in_the_room:
        in_the_room = "one body is said to have spoken in the room"
        yield from _findings(sentence, IN_THE_ROOM, "srgb", in_the_room)
    if "U" in tags:
        for said in spoken(sentence, MISSION_OFFICIAL, "srgbnpo"):
            of = [at for at in range(said.start, said.end) if sentence.tags[at] == "U"]
            named = sentence.phrase(of[0], of[0] + 1) in sentence.knowledge.missions
            if named and not is_public(sentence, said):
                yield Finding(said.start, "identifies-official", message, rewriting(sentence, said))
        yield from _findings(sentence, THE_UNITS_OFFICIAL, "srgbnpo", message)
    message = "a role that one person holds is said to have spoken"
    if "K" in tags:
        yield from _findings(sentence, ROLES_OFFICIAL, "srwgbnpotjiducl", message)
        yield from _findings(sentence, ROLE, "srgpiu", message)
        yield from _findings(sentence, ROLE_BY, "bnftcm", message)
    if "H" in tags:
        yield from _findings(sentence, LEADER, "srgiu", message)
        yield from _findings(sentence, LEADER_BY, "bnftcm", message)
        yield from _findings(sentence, UNITS_LEADER, "srgbnpicm", message)


def identifies_officials(sentence: Sentence) -> Iterator[Finding]:
    """Officials of the United Nations or a mission, as a class, are for the editor to weigh.

    Bad: `Mission personnel argued for more engineers.`
    Good: `Some participants argued for more engineers.`
    """
    found = list(spoken(sentence, UN_OFFICIALS, "srbu")) if "U" in sentence.tags else []
    plain = spoken(sentence, CLASS_OF_OFFICIALS, "sru")
    for said in plain if not sentence.marks.isdisjoint("fF") else ():
        words = sentence.phrase(said.start, said.end).lower().split()
        if words[-1] in OFFICIALS or not KINDS_OF_OFFICIALS.isdisjoint(words):
            found.append(said)
    for said in found:
        if not is_public(sentence, said):
            message = "a class of officials is said to have spoken; weigh whether it names"
            fix = rewriting(sentence, said, "participants")
            yield Finding(said.start, "identifies-class", message, fix, "warning")


def _findings(sentence: Sentence, who: str, how: str, message: str) -> Iterator[Finding]:
    for said in spoken(sentence, who, how):
        if _is_public_body(sentence, said) or _to_the_parties(sentence, said):
            continue
        if said.how == "thanks" and not is_courtesy(sentence, said):
            continue
        if not is_public(sentence, said, dates=sentence.tags[said.end - 1] in "KH"):
            yield Finding(said.start, "identifies-official", message, rewriting(sentence, said))


def _to_the_parties(sentence: Sentence, said: Said) -> bool:
    """A role that asks something of the parties or the Council does its public work."""
    if said.how != "subject" or sentence.tags[said.verb] != "W" or sentence.in_the_room:
        return False
    return bool(THE_PARTIES.match(sentence.text[sentence.spans[said.verb][1] :]))


def _is_public_body(sentence: Sentence, said: Said) -> bool:
    """`The Council members` and `the panel's report` are no officials of a unit."""
    return sentence.tags[said.start : said.end] in ("O", "dO") and not sentence.in_the_room
