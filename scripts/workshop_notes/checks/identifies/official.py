"""Officials: of a unit so small, or in a role so singular, that it names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    COURTESY,
    Finding,
    Said,
    for_whom,
    is_of_the_world,
    is_public,
    rewriting,
    spoken,
)

UNIT_OFFICIAL = (
    r"[dek#]*[vxXac]{0,2}O(?:[&]O)?z?[vxXOUm]{0,3}[FfRDBKH](?:x(?=[olp]))?|[de]X{1,4}[vx]?[FH]"
    r"|[de]?O[vxXR]{1,2}z[vxX]{0,2}[FHBRI]"
)
MISSION_OFFICIAL = r"[de]?[vxXac]{0,2}Uz?[vxXO]{0,3}F|[de]?[vxXac]{0,3}F[olp]d?U"
OFFICIAL_OF_UNIT = (
    r"[dek#]*[vxXacU]{0,2}[FfRDBIHm](?:[olp]d?[vxXc]{1,3})?[olp]d?(?:Uz)?[vxXc]{0,2}O"
)
OFFICER_AT = r"[de][vx]{0,3}F(?:v?[p]|[vx](?=S))d?[XNS]"
OFFICIAL_IN_UNIT = r"[de]?[vxXac]{0,3}[FH][olp]d?Uz[vxX5]{1,3}"
ROLES_OFFICIAL = r"[de]?[vxXac]{0,2}F[olp]d?xod?K|[dej]?[vxXac]{0,2}[KH]z[vxXac]{0,3}[FHBIRf]"
THE_UNITS_OFFICIAL = r"[dj][vxXc]?U[z][vxXc]{0,3}[FHBI]"
ROLE = r"(?<![ol])(?<![ol]d)[dejz]?[vxXacUE]{0,2}K"
ROLE_BY = r"[dejz]?[vxXacUE]{0,2}K"
LEADER = r"(?<![ol])(?<![ol]d)(?:[dj][vxXac]{0,2}|)H(?=[olp])"
LEADER_BY = r"(?:[dj][vxXac]{0,2}|)H(?=[olp])"
UNITS_LEADER = r"[dj]?[vxX]?[vxXUO7]{1,3}z?[vxX]{0,2}H"
KINDS_OF_OFFICIALS = frozenset(
    [
        "official",
        "officials",
        "humanitarian",
        "military",
        "police",
        "peacekeeping",
        "secretariat",
        "headquarters",
        "mission",
        "government",
    ]
)
CLASS_OF_OFFICIALS = r"[ek#]?[vxXac]{1,2}f|[ek]x{0,2}F"
UN_OFFICIALS = (
    r"[dek#]*[vxXac]{0,2}Uz?[vxXi]{0,2}z?[fFD]|[dek#]*[vxX]{0,2}[fF](?:[olp])d?[vxX]{0,2}U"
)
IN_THE_ROOM = r"(?<![olpyYZ@z])d?O"
OFFICERS = re.compile(
    r"\b(?:officer|official|adviser|advisor|analyst|manager|monitor|specialist|staff member"
    r"|planner)\b"
)
THE_PARTIES = re.compile(
    r"[ ,](?:on |upon |that |for )?(?:the |all |both |an? )?(?:\w+ )?(?:parties|sides|government"
    r"|council|signator(?:y|ies)"
    r"|armed groups?|president|leaders|authorities|agreement|cease-?fire|member states|states"
    r"|community)\b",
    re.IGNORECASE,
)
DRAFTING = re.compile(
    r"\b(?:drafts?|text|rollover|extension|renewal|resolution|negotiations?|mandate)\b",
    re.IGNORECASE,
)
CALLED = frozenset(["called for", "called on", "urged", "demanded", "welcomed", "condemned"])
POLITICAL = re.compile(
    r"\b(?:head|leader|chief|chair|chairman|commander|president|secretary) of (?:the |its "
    r"|their )?(?:\w+ ){0,2}?"
    r"(?:government|state|army|armed forces|party|movement|parliament|junta|militia|opposition"
    r"|rebels|guard|sovereign council|coalition|alliance|clan|tribe|front)\b",
    re.IGNORECASE,
)
CUES = frozenset("OUKHF")


def identifies_official(sentence: Sentence) -> Iterator[Finding]:
    """An official of one unit, or in a role that one person holds, is never said to have spoken.

    Roles stay topics: what a force commander should do, or reported in public.

    Bad: `The force commander explained to the workshop that bases would close.`
    Good: `One participant explained that bases would close.`
    """
    tags = sentence.tags
    if CUES.isdisjoint(sentence.marks):
        return
    message = "an official of one unit is said to have spoken"
    if "O" in tags and not sentence.marks.isdisjoint("FfRDBKHIm"):
        for who in (UNIT_OFFICIAL, OFFICIAL_OF_UNIT):
            yield from _findings(sentence, who, "srwgbnpotjizhkl", message)
    if "O" in tags and sentence.in_the_room:
        in_the_room = "one body is said to have spoken in the room"
        yield from _findings(sentence, IN_THE_ROOM, "srgb", in_the_room)
    if "U" in tags and not sentence.marks.isdisjoint("FHBI"):
        for said in spoken(sentence, MISSION_OFFICIAL, "srgbnpo"):
            of = [at for at in range(said.start, said.end) if sentence.tags[at] == "U"]
            named = sentence.phrase(of[0], of[0] + 1) in sentence.knowledge.missions
            if named and not is_public(sentence, said):
                yield Finding(said.start, "identifies-official", message, rewriting(sentence, said))
        for who in (THE_UNITS_OFFICIAL, OFFICIAL_IN_UNIT):
            yield from _findings(sentence, who, "srgbnpozhk", message)
    if "F" in tags:
        for said in spoken(sentence, OFFICER_AT, "srzhgi"):
            office = sentence.phrase(said.start, said.end).lower()
            if OFFICERS.search(office) and not is_public(sentence, said, dates=True):
                yield Finding(said.start, "identifies-official", message, rewriting(sentence, said))
    message = "a role that one person holds is said to have spoken"
    if "K" in tags:
        yield from _findings(sentence, ROLES_OFFICIAL, "srwgbnpotjizhk", message)
        yield from _findings(sentence, ROLE, "srgpizhlv", message)
        yield from _findings(sentence, ROLE_BY, "bnftk", message)
        yield from _told(sentence, ROLE_BY, message)
    if "H" in tags:
        yield from _findings(sentence, LEADER, "srgizh", message)
        yield from _findings(sentence, LEADER_BY, "bnftk", message)
        yield from _told(sentence, LEADER_BY, message)
        yield from _findings(sentence, UNITS_LEADER, "srgbnpizhk", message)


def identifies_officials(sentence: Sentence) -> Iterator[Finding]:
    """Officials of the United Nations or a mission, as a class, are for the editor to weigh.

    Bad: `Mission personnel argued for more engineers.`
    Good: `Some participants argued for more engineers.`
    """
    found = list(spoken(sentence, UN_OFFICIALS, "srbhz")) if "U" in sentence.tags else []
    for said in spoken(sentence, CLASS_OF_OFFICIALS, "srhz"):
        words = sentence.phrase(said.start, said.end).lower().split()
        if not KINDS_OF_OFFICIALS.isdisjoint(words):
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
        if said.how == "possessive" and _is_topic(sentence, said):
            continue
        drafting = sentence.tags[said.verb] == "W" and DRAFTING.search(sentence.text)
        if drafting and sentence.phrase(said.start, said.end).lower().endswith(
            ("penholder", "penholders")
        ):
            continue
        if POLITICAL.search(sentence.phrase(said.start, min(said.end + 4, len(sentence.tags)))):
            continue
        if not is_public(sentence, said, dates=sentence.tags[said.end - 1] in "KH"):
            yield Finding(said.start, "identifies-official", message, rewriting(sentence, said))


def _is_topic(sentence: Sentence, said: Said) -> bool:
    """`The legal counsel's opinion is not binding` tells of the office, not of the room."""
    after = sentence.phrase(said.verb + 1, said.verb + 2).lower()
    return after in ("is", "are", "should", "must", "can", "may", "needs", "need", "remains")


def _told(sentence: Sentence, who: str, message: str) -> Iterator[Finding]:
    """`The group was briefed by the head of …`; `For the force commander, …`."""
    said = list(for_whom(sentence, who))
    if sentence.in_the_room:
        said.extend(spoken(sentence, who, "cdA"))
        thanks = spoken(sentence, who, "j")
        said.extend(
            one for one in thanks if COURTESY.match(sentence.phrase(one.verb, one.verb + 1))
        )
    for one in said:
        if not is_public(sentence, one, dates=True):
            yield Finding(one.start, "identifies-official", message, rewriting(sentence, one))


def _to_the_parties(sentence: Sentence, said: Said) -> bool:
    """A role that asks something of the parties or the Council does its public work."""
    if said.how != "subject" or sentence.tags[said.verb] not in "WV" or sentence.in_the_room:
        return False
    called = sentence.phrase(said.verb, said.verb + 1).lower() in CALLED
    called = called or sentence.phrase(said.start, said.end).lower().endswith("minister")
    if called and is_of_the_world(sentence, said):
        return True
    return sentence.tags[said.verb] == "W" and bool(
        THE_PARTIES.match(sentence.text[sentence.spans[said.verb][1] :])
    )


def _is_public_body(sentence: Sentence, said: Said) -> bool:
    """`The Council members` and `the panel's report` are no officials of a unit."""
    return sentence.tags[said.start : said.end] in ("O", "dO") and not sentence.in_the_room
