"""Speech: who is said to have spoken, whether in public, and how to say it without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from workshop_notes.checks.identifies.constructions import CONSTRUCTIONS
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.problem import Level

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|janvier|février"
    r"|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
SYMBOL = re.compile(
    r"\b[SA]/(?:RES/|PRST/|PV[./]|\d|\w+/)\S*\d|\bS/PV\.\d+|\bSC/\d{4,}|\bGA/\d{4,}|\bSG/SM/\d+"
)
RECORD = re.compile(r"\bS/PV[./]\d+|\bS/PRST/|\bSC/\d{4,}|\bA/\d\d/PV|\bSG/SM/\d+|https?://")
DATE = re.compile(
    rf"\b{MONTH}\b\.? (?:\d|of \d)|\b(?:in|since|until) (?:early |late |mid-)?{MONTH}\b|\b\d{{1,"
    rf"2}} {MONTH}\b|\b(?:19|20)\d\d\b|\b(?:last"
    rf"|earlier this|this) (?:week|month|year)\b"
)
RESOLUTION = re.compile(r"\bresolutions? \d{3,4}\b|\brésolutions? \d{3,4}\b", re.IGNORECASE)
COMPLEMENT = re.compile(r"\b(?:that|whether|que|qu'|dass|что)\b|: ?\"|\"")

COURTESY = re.compile(
    r"thank|gave the floor|give the floor|gives the floor|i give the floor|handed over|over to"
    r"|grateful|gratitude|appreciation|indebted|congratulat|invited|the last word|the first word"
    r"|the floor|remerci|a remerci|merci|donné|a donné|passe|cède|agradec|dio la|gracias",
    re.IGNORECASE,
)
VERB_END = re.compile(r" (?:that|whether|if|the|an?)$", re.IGNORECASE)  # no part of the verb
FOR = frozenset(["for", "to", "pour", "para", "für"])
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

    `how` is some of the letters of CONSTRUCTIONS; the pattern holds no groups.
    """
    tags = sentence.tags
    for construction, pattern in _patterns(who, how, sentence.cues):
        for found in pattern.finditer(tags):
            yield Said(found.start("who"), found.end("who"), construction, _verb(found))


def for_whom(sentence: Sentence, who: str) -> Iterator[Said]:
    """Give those for whom something is so: `For Thornquist, …`, where `In Gao, …` names a place."""
    for said in spoken(sentence, who, "x"):
        if sentence.phrase(said.verb, said.verb + 1).lower() in FOR:
            yield said


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
        or (dates and (DATE.search(zone) or RESOLUTION.search(sentence.text)))
    )


def is_courtesy(sentence: Sentence, said: Said) -> bool:
    """Say whether somebody is thanked or given the floor, not merely met or called on."""
    return said.how == "thanks" and bool(
        COURTESY.match(sentence.text, sentence.spans[said.start - 1][0])
    )


def is_of_the_world(sentence: Sentence, said: Said) -> bool:
    """Say whether the verb is about troops, elections or talks, and about nothing discussed.

    `Kenya rejected the mediation` is a fact; `Kenya rejected the paragraph` was said by somebody.
    """
    if sentence.in_the_room or said.verb < 0:
        return False
    after = sentence.lows[sentence.heads[said.verb][1] :]
    words = frozenset(after)
    verb = sentence.phrase(said.verb, said.verb + 1).lower()
    if verb.endswith((" that", " whether", " que")):
        return False
    if not words.isdisjoint(sentence.knowledge.of_the_room):
        return False
    place = sentence.spans[said.verb][1]
    return sentence.knowledge.of_the_world.search(sentence.text[place:], words) is not None


def rewriting(sentence: Sentence, said: Said, instead: str = TO_ANONYMOUS) -> str:
    """Give a way to say the same without saying who, in the construction of the sentence."""
    verb = sentence.phrase(said.verb, said.verb + 1) if said.verb >= 0 else ""
    verb = VERB_END.sub("", verb)
    if sentence.language == "fr":
        return _french_rewriting(said, verb)
    if said.how in ("subject", "inverted") and verb:
        return f"write “{instead} {verb} …”"
    if said.how == "being":
        return f"write “{instead} {'was' if instead == TO_ANONYMOUS else 'were'} {verb} …”"
    if said.how == "wish":
        return f"write “{instead} {verb or 'would'} …”"
    if said.how == "by" and sentence.tags[said.verb] in "qQ5":
        return f"leave out by whom, or write “{verb.lower()} from the floor”"
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
    return "écrivez « un participant … » sans ce qui le désigne (write “one participant …”)"


@cache
def _patterns(who: str, how: str, cues: frozenset[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give the patterns around `who` that may match a sentence with these cues."""
    return tuple(
        (CONSTRUCTIONS[letter].how, _pattern(who, letter))
        for letter in how
        if not cues.isdisjoint(CONSTRUCTIONS[letter].needs)
    )


@cache
def _pattern(who: str, letter: str) -> re.Pattern[str]:
    return re.compile(CONSTRUCTIONS[letter].pattern.replace("WHO", f"(?P<who>{who})"))


def _verb(found: re.Match[str]) -> int:
    return found.start("verb") if "verb" in found.re.groupindex else -1
