"""Speech: the constructions by which a sentence says that somebody spoke, as patterns over tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.problem import Level

# What may stand between somebody and the verb: a phrase with a preposition, something in commas,
# brackets or dashes, an adverb or an auxiliary; never another finite verb.
AFTER = r"(?:z[05vxXOU]{1,4})?(?:[olp][^VWAMbwh,:!1Y@]{0,12}?)?"
ASIDE = r"(?:,[^VWA:!]{0,18}?,|,[^,:!]{0,6},|,r?|r|,[rd][^:!]{0,18}?,|1[^2]{0,14}2|_[^_]{0,18}_)?"
AUXILIARY = r"[ahnk\"]*"
ADJECTIVES = r"[05vxXaE#CcUkf]"
STATES = r"d?S(?:(?:,d?S)*,?&(?:d?S|k))?"

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|janvier|février"
    r"|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
SYMBOL = re.compile(
    r"\b[SA]/(?:RES/|PRST/|PV[./]|\d|\w+/)\S*\d|\bS/PV\.\d+|\bSC/\d{4,}|\bGA/\d{4,}|\bSG/SM/\d+"
)
RECORD = re.compile(r"\bS/PV[./]\d+|\bS/PRST/|\bSC/\d{4,}|\bA/\d\d/PV|\bSG/SM/\d+|https?://")
DATE = re.compile(
    rf"\b{MONTH}\b\.? (?:\d|of \d)|\b\d{{1,2}} {MONTH}\b|\b(?:19|20)\d\d\b|\b(?:last|earlier this|this) (?:week|month|year)\b"
)
COMPLEMENT = re.compile(r"\b(?:that|whether|que|qu'|dass|что)\b|: ?\"|\"")

TO_ANONYMOUS = "one participant"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a sentence that identifies, at a tag of the sentence."""

    at: int
    code: str
    message: str
    fix: str
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody is said to have spoken: tags `start` to `end` name who, `how` the construction.

    `verb` is the tag of the verb or noun of speech, -1 if there is none.
    """

    start: int
    end: int
    how: (
        str  # subject | wish | part | by | nominal | possessive | noun | thanks | object | inverted
    )
    verb: int


def spoken(sentence: Sentence, who: str, how: str) -> Iterator[Said]:
    """Give everybody whom the pattern `who` finds as speaking, by the constructions named in `how`.

    `how` is some of the letters of `_FORMS`; the pattern holds no groups.
    """
    tags = sentence.tags
    for letter in how:
        if _NEEDS[letter].isdisjoint(tags):
            continue
        for found in _pattern(who, letter).finditer(tags):
            yield Said(found.start("who"), found.end("who"), _FORMS[letter][0], _verb(found))


def is_public(sentence: Sentence, said: Said, *, dates: bool = False) -> bool:
    """Say whether the sentence cites where what was said is public.

    The citation must stand with the attribution, not in what was said: before the verb, or after
    it up to "that" or a quotation; a meeting record or an address counts wherever it stands.
    `dates` takes a date for a citation.
    """
    verb_end = sentence.spans[said.verb if said.verb >= 0 else said.end - 1][1]
    complement = COMPLEMENT.search(sentence.text, verb_end)
    zone = sentence.text[: complement.start() if complement else len(sentence.text)]
    if sentence.in_the_room:
        return False
    return bool(
        sentence.knowledge.public.search(zone)
        or SYMBOL.search(zone)
        or RECORD.search(sentence.text)
        or (dates and DATE.search(zone))
    )


def rewriting(sentence: Sentence, said: Said, instead: str = TO_ANONYMOUS) -> str:
    """Give a way to say the same without saying who, in the construction of the sentence."""
    verb = sentence.phrase(said.verb, said.verb + 1) if said.verb >= 0 else ""
    if sentence.language == "fr":
        return _french_rewriting(said, verb)
    if said.how in ("subject", "inverted") and verb:
        return f"write “{instead} {verb} …”"
    if said.how == "wish":
        return f"write “{instead} {verb or 'would'} …”"
    if said.how == "by" and verb:
        return f"leave out by whom: “it was {verb} that …” or “{verb} by {instead}”"
    if said.how in ("possessive", "noun") and verb:
        return f"write “one participant’s {verb} …” or “a {verb} from the floor”"
    if said.how == "nominal":
        return "write “in the view of one participant, …”"
    if said.how == "thanks":
        return "leave the sentence out, or write “a participant”"
    if said.how == "part":
        return f"write “{instead} {verb} …”, or leave out who did"
    return "write “one participant …” and leave out what tells who it was"


def _french_rewriting(said: Said, verb: str) -> str:
    if said.how in ("subject", "inverted") and verb:
        return f"écrivez « un participant a {verb} … » (write that one participant did)"
    if said.how == "nominal":
        return "écrivez « selon un participant, … » (write “according to one participant”)"
    return "écrivez « un participant … » et laissez de côté ce qui le désigne (write “one participant”)"


_FORMS = {
    # the name of the construction, and its pattern around WHO
    "s": ("subject", rf"WHO{AFTER}{ASIDE}{AUXILIARY}(?P<verb>V)"),
    "r": ("subject", rf"WHO{AFTER}{ASIDE}{AUXILIARY}(?P<verb>W)"),
    "w": ("wish", rf"WHO{AFTER}{ASIDE}[an]*(?P<verb>w)"),
    "g": (
        "part",
        rf"WHO{AFTER}{ASIDE}{AUXILIARY}b?(?P<verb>g|[vVW6](?=d[05vxX#kaE]{{0,2}}7|e[05vxXaQ]{{0,2}}[qQ]))",
    ),
    "b": ("by", r"(?P<verb>[VWqQ56g@])[^:!VW]{0,4}?yWHO"),
    "m": ("by", r"7[an]*b[an]*(?P<verb>[A6vgV])[^:!VW]{0,3}?yWHO"),
    "u": ("wish", rf"WHO{AFTER}{ASIDE}[ahn]*(?P<verb>b)[anx]{{0,2}}0"),
    "l": ("subject", r"WHO[^!VW]{1,16}&[an]*(?P<verb>V)"),
    "n": ("nominal", r"(?P<verb>[YZ])WHO"),
    "y": ("nominal", r"(?P<verb>Y)WHO"),
    "p": ("possessive", r"WHOz[05vxXaE#]{0,3}(?P<verb>[qQ5])"),
    "e": ("possessive", r"WHOz[05vxXaE#]{0,3}(?P<verb>[qQ])"),
    "q": ("possessive", r"WHOz[05vxXaE#]{0,3}(?P<verb>q)"),
    "o": ("noun", r"(?P<verb>[qQ5])v?[oly]WHO"),
    "f": ("noun", r"(?P<verb>q)v?[ly]WHO"),
    "t": ("thanks", r"@WHO"),
    "j": ("object", r"(?P<verb>[VW])[pa]?WHO"),
    "i": ("inverted", r"(?:\"[,!]?|,\"?|^)[ahn]*(?P<verb>V)WHO"),
    "d": ("subject", rf"WHO{AFTER}{ASIDE}{AUXILIARY}(?P<verb>[v6])"),
    "c": ("by", r"(?P<verb>[vx6])[^:!VWA]{0,5}?yWHO"),
    "x": ("nominal", r"(?:^|[!:,])(?P<verb>p)WHO,"),
    "a": ("attribution", r"WHO"),  # whatever is said of them
}


# A construction is tried only where one of these tags is.
_NEEDS = {
    letter: frozenset(marks)
    for letter, marks in {
        "s": "V", "r": "W", "w": "w", "g": "g7qQ", "b": "y", "n": "YZ", "y": "Y", "p": "z", "e": "z",
        "q": "z", "o": "qQ5", "f": "q", "t": "@", "j": "VW", "i": "V", "d": "v6", "c": "y", "m": "7", "u": "0", "l": "&", "x": "p",
        "a": "bVWTBRDJS",
    }.items()
}  # fmt: skip


@cache
def _pattern(who: str, letter: str) -> re.Pattern[str]:
    return re.compile(_FORMS[letter][1].replace("WHO", f"(?P<who>{who})"))


def _verb(found: re.Match[str]) -> int:
    return found.start("verb") if "verb" in found.re.groupindex else -1
