"""Constructions: the ways in which a sentence says that somebody spoke, as patterns over tags.

Each is known by a letter; `WHO` stands for the pattern of whoever is looked for, and the group
`verb` for the word of speech.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What may stand between somebody and the verb: a phrase with a preposition, something in commas,
# brackets or dashes, an adverb or an auxiliary; never another finite verb.
AFTER = r"(?:z[vxXOU]{1,4})?(?:[olp][^VWAMbwh,:!1Y@]{0,12}?)?"
ASIDE = r"(?:,[^VWA:!]{0,18}?,|,[xuI]V,|,|,?r|,[rd][^:!]{0,18}?,|1[^2]{0,14}2|_[^_]{0,18}_)?"
AUXILIARY = r"[ahnk\"]*"
ADJECTIVES = r"[vxXaE#CcUkf]"
STATES = r"d?S(?:(?:,d?S)*,?&(?:d?S|k))?"


@dataclass(frozen=True, slots=True)
class Construction:
    """A pattern around WHO: `how` names it, `needs` are tags of which one must be there at all."""

    how: str
    pattern: str
    needs: str


_SUBJECT = f"WHO{AFTER}{ASIDE}{AUXILIARY}"
_OWNS = r"WHOz[vxXaE#k]{0,3}"
_OPENED_THE_WORKSHOP = r"[vVW6](?=d[vxX#kaE]{0,2}7|[dek#][vxXaQ]{0,2}[qQ])"

CONSTRUCTIONS: Mapping[str, Construction] = {
    # WHO noted; WHO asked; WHO would
    "s": Construction("subject", rf"{_SUBJECT}(?P<verb>V)", "V"),
    "r": Construction("subject", rf"{_SUBJECT}(?P<verb>W)", "W"),
    "w": Construction("wish", rf"WHO{AFTER}{ASIDE}[an]*(?P<verb>w)", "w"),
    # WHO was adamant; WHO walked the room through it; WHO, at the end, did anything; WHO did this
    # and said that
    "h": Construction("being", rf"WHO{AFTER}{ASIDE}[ahnk]*b[anxkd#]{{0,3}}(?P<verb>t)", "t"),
    "z": Construction("subject", rf"{_SUBJECT}(?P<verb>9)", "9"),
    "d": Construction("subject", rf"{_SUBJECT}(?P<verb>[v6])", "v6"),
    "l": Construction(
        "subject",
        rf"WHO{AFTER}(?:[ahn]*b[an]*[VWv@6])?[^!:VWrMIDfmkS\"]{{0,16}}&[an]*(?P<verb>[V9])",
        "&",
    ),
    # WHO, in the room, circulated
    "A": Construction("subject", rf"{_SUBJECT}(?P<verb>A)", "A"),
    # WHO opened the workshop
    "g": Construction("part", rf"{_SUBJECT}b?(?P<verb>g|{_OPENED_THE_WORKSHOP})", "g7qQ"),
    # stressed by WHO; the session was chaired by WHO; taken up by WHO
    "b": Construction("by", r"(?P<verb>[VW9qQ56g@])[^:!VW]{0,4}?yWHO", "y"),
    "m": Construction("by", r"7[an]*b[an]*(?P<verb>[A6vgV])[^:!VW]{0,3}?yWHO", "7"),
    "c": Construction("by", r"(?P<verb>[vx6])[^:!VWA]{0,5}?yWHO", "y"),
    # in the view of WHO; the same for states; For WHO, …
    "n": Construction("nominal", r"(?P<verb>[YZ]),?WHO", "YZ"),
    "y": Construction("nominal", r"(?P<verb>Y)WHO", "Y"),
    "x": Construction("nominal", r"(?:^|[!:,])(?P<verb>p)WHO,", "p"),
    # WHO's position, remark, concern
    "p": Construction("possessive", rf"{_OWNS}(?P<verb>[qQ5])", "z"),
    "e": Construction("possessive", rf"{_OWNS}(?P<verb>[qQ])", "z"),
    "q": Construction("possessive", rf"{_OWNS}(?P<verb>q)", "z"),
    # WHO had a question
    "v": Construction("subject", r"WHO[a]*(?P<verb>h)[dek#]*[vxXa]{0,2}q", "h"),
    # the remark of WHO; a question from WHO
    "o": Construction("noun", r"(?P<verb>[qQ5])v?[oly]WHO", "qQ5"),
    "k": Construction("noun", r"(?P<verb>q)v?oWHO", "q"),
    "f": Construction("noun", r"(?P<verb>q|Q(?=v))v?[ly]WHO", "qQ"),
    # thanked WHO; asked WHO; “…”, said WHO; WHO at all
    "t": Construction("thanks", r"@[ap]{0,2}WHO", "@"),
    "j": Construction("object", r"(?P<verb>[VW9])[pa]?WHO", "VW9"),
    "i": Construction("inverted", r"(?:\"[,!]?|,\"?|^)[ahn]*(?P<verb>V)WHO", "V"),
    "a": Construction("mention", r"WHO", "bVWTBRDJS"),
}
CUES = frozenset(mark for one in CONSTRUCTIONS.values() for mark in one.needs)
