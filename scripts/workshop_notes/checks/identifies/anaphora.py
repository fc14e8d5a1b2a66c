"""Pronouns that point back to one speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import Finding

SHE_SAID = re.compile(r"u[ahn]*[VW9]|,u[V],?|V(?=u[,!])")
WE_AS = re.compile(
    r"\b(?:we|i),? as (?:an?|the|one of the) (?:[\w-]+ ){0,3}?"
    r"(?:contributor|member|neighbou?r|donor|country|host|penholder)\b",
    re.IGNORECASE,
)
THEIR_AMBASSADOR = re.compile(
    r"\btheir (?:permanent representative|ambassador|delegation|capital|foreign minister)\b",
    re.IGNORECASE,
)
HER_CAPITAL = re.compile(r"(?P<who>[jd])[xXa]?(?P<what>[LRBDKxP])")


def identifies_anaphora(sentence: Sentence) -> Iterator[Finding]:
    """No pronoun tells a speaker's sex, country or office.

    Bad: `Her capital, she said, had not decided.`
    Good: `The participant's authorities had not decided.`
    """
    tags = sentence.tags
    spoken = None
    if sentence.language == "fr":
        spoken = sentence.knowledge.spoken_pronouns.search(sentence.text, sentence.words)
    theirs = THEIR_AMBASSADOR.search(sentence.text) if "their" in sentence.lows else None
    if theirs and "V" in tags:
        at = sentence.tag_at(theirs.start())
        message = "a possessive points to one speaker's state or office"
        fix = "write “the participant’s authorities”, or leave it out"
        yield Finding(at, "identifies-anaphora", message, fix)
    first = "we" in sentence.lows or "i" in sentence.lows
    if first and (as_what := WE_AS.search(sentence.text)):
        at = sentence.tag_at(as_what.start())
        message = "the first person tells a speaker's state or office"
        yield Finding(at, "identifies-anaphora", message, "write “one participant …”")
    if (
        "u" not in tags
        and "j" not in tags
        and not spoken
        and sentence.knowledge.whose.isdisjoint(sentence.lows)
    ):
        return
    if _is_public(sentence):
        return
    fix = "write “the participant” and “they”"
    for found in SHE_SAID.finditer(tags):
        if _of_somebody_public(sentence, found.start()):
            continue
        message = "a pronoun points to one speaker, and tells the sex"
        yield Finding(found.start(), "identifies-anaphora", message, fix)
    if spoken and not _of_somebody_public(sentence, len(tags)):
        at = sentence.tag_at(spoken.start())
        yield Finding(
            at, "identifies-anaphora", "a pronoun points to one speaker, and tells the sex", fix
        )
    for found in HER_CAPITAL.finditer(tags):
        if _of_somebody_public(sentence, found.start()):
            continue
        what = sentence.phrase(found.start("what"), found.end("what")).lower()
        whose = sentence.phrase(found.start("who"), found.end("who")).lower()
        if whose in sentence.knowledge.whose and what in sentence.knowledge.own:
            message = "a possessive points to one speaker's state or office"
            fix = "write “the participant’s authorities”, or leave it out"
            yield Finding(found.start("who"), "identifies-anaphora", message, fix)


def _of_somebody_public(sentence: Sentence, at: int) -> bool:
    """Say whether a president or the secretary-general stands before a tag."""
    return bool(re.search(r"PN|%", f"{sentence.before} {sentence.tags[:at]}"))


def _is_public(sentence: Sentence) -> bool:
    """A speaker who agreed to be named, or a citation, stands by."""
    return bool(
        sentence.allowed
        or "+" in sentence.before
        or sentence.knowledge.public.search(sentence.text, sentence.words)
    )
