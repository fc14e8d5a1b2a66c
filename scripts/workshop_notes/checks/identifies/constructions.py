"""Constructions: the ways in which a sentence says that somebody spoke, as patterns over tags.

Each is known by a letter; `WHO` stands for the pattern of whoever is looked for, and the group
`verb` for the word of speech.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What may stand between somebody and the verb: a phrase with a preposition, something in commas,
# brackets or dashes, an adverb or an auxiliary; never another finite verb.
AFTER = r"(?:z[05vxXOU]{1,4})?(?:[olp][^VWAMbwh,:!1Y@]{0,12}?)?"
ASIDE = r"(?:,[^VWA:!]{0,18}?,|,[^,:!]{0,6},|,r?|r|,[rd][^:!]{0,18}?,|1[^2]{0,14}2|_[^_]{0,18}_)?"
AUXILIARY = r"[ahnk\"]*"
ADJECTIVES = r"[05vxXaE#CcUkf]"
STATES = r"d?S(?:(?:,d?S)*,?&(?:d?S|k))?"


@dataclass(frozen=True, slots=True)
class Construction:
    """A pattern around WHO: `how` names it, `needs` are tags of which one must be there at all."""

    how: str
    pattern: str
    needs: frozenset[str]


_SUBJECT = f"WHO{AFTER}{ASIDE}{AUXILIARY}"
_OWNS = r"WHOz[05vxXaE#]{0,3}"
_OPENED_THE_WORKSHOP = r"[vVW6](?=d[05vxX#kaE]{0,2}7|e[05vxXaQ]{0,2}[qQ])"

CONSTRUCTIONS: Mapping[str, Construction] = {
    # WHO noted; WHO asked; WHO would
    "s": Construction("subject", rf"{_SUBJECT}(?P<verb>V)", frozenset("V")),
    "r": Construction("subject", rf"{_SUBJECT}(?P<verb>W)", frozenset("W")),
    "w": Construction("wish", rf"WHO{AFTER}{ASIDE}[an]*(?P<verb>w)", frozenset("w")),
    # WHO was adamant; WHO, at the end, did anything; WHO did this and said that
    "u": Construction("wish", rf"WHO{AFTER}{ASIDE}[ahn]*(?P<verb>b)[anx]{{0,2}}0", frozenset("0")),
    "d": Construction("subject", rf"{_SUBJECT}(?P<verb>[v6])", frozenset("v6")),
    "l": Construction("subject", r"WHO[^!VW]{1,16}&[an]*(?P<verb>V)", frozenset("&")),
    # WHO opened the workshop
    "g": Construction(
        "part", rf"{_SUBJECT}b?(?P<verb>g|{_OPENED_THE_WORKSHOP})", frozenset("g7qQ")
    ),
    # stressed by WHO; the session was chaired by WHO; taken up by WHO
    "b": Construction("by", r"(?P<verb>[VWqQ56g@])[^:!VW]{0,4}?yWHO", frozenset("y")),
    "m": Construction("by", r"7[an]*b[an]*(?P<verb>[A6vgV])[^:!VW]{0,3}?yWHO", frozenset("7")),
    "c": Construction("by", r"(?P<verb>[vx6])[^:!VWA]{0,5}?yWHO", frozenset("y")),
    # in the view of WHO; the same for states; For WHO, …
    "n": Construction("nominal", r"(?P<verb>[YZ])WHO", frozenset("YZ")),
    "y": Construction("nominal", r"(?P<verb>Y)WHO", frozenset("Y")),
    "x": Construction("nominal", r"(?:^|[!:,])(?P<verb>p)WHO,", frozenset("p")),
    # WHO's position, remark, concern
    "p": Construction("possessive", rf"{_OWNS}(?P<verb>[qQ5])", frozenset("z")),
    "e": Construction("possessive", rf"{_OWNS}(?P<verb>[qQ])", frozenset("z")),
    "q": Construction("possessive", rf"{_OWNS}(?P<verb>q)", frozenset("z")),
    # the remark of WHO; a question from WHO
    "o": Construction("noun", r"(?P<verb>[qQ5])v?[oly]WHO", frozenset("qQ5")),
    "k": Construction("noun", r"(?P<verb>[qQ])v?[ly]WHO", frozenset("qQ")),
    "f": Construction("noun", r"(?P<verb>q)v?[ly]WHO", frozenset("q")),
    # thanked WHO; asked WHO; “…”, said WHO; WHO at all
    "t": Construction("thanks", r"@WHO", frozenset("@")),
    "j": Construction("object", r"(?P<verb>[VW])[pa]?WHO", frozenset("VW")),
    "i": Construction("inverted", r"(?:\"[,!]?|,\"?|^)[ahn]*(?P<verb>V)WHO", frozenset("V")),
    "a": Construction("mention", r"WHO", frozenset("bVWTBRDJS")),
}
CUES = frozenset(mark for one in CONSTRUCTIONS.values() for mark in one.needs)
