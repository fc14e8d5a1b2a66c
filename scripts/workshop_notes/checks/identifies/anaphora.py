"""Pronouns that point back to one speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import Finding

AGREED = "+"  # ends the tags of a sentence that names somebody who agreed to it
SHE_SAID = re.compile(r"u[ahn]*[VW]|,u[V],?|V(?=u[,!])")
THEIR_AMBASSADOR = re.compile(
    r"\btheir (?:permanent representative|ambassador|delegation|capital)\b", re.IGNORECASE
)
WE_AS = re.compile(
    r"\bwe,? as (?:an? |the )?(?:\w+[ -]){0,3}(?:troop contributors?|contributor|member"
    r"|delegation|country|government|state|neighbou?r|host|donor|penholder|mission)\b",
    re.IGNORECASE,
)
HER_CAPITAL = re.compile(r"(?P<who>j)[xXa]?(?P<what>[LRBDKxP])")


def identifies_anaphora(sentence: Sentence) -> Iterator[Finding]:
    """No pronoun tells a speaker's sex, country or office.

    Bad: `Her capital, she said, had not decided.`
    Good: `The participant's authorities had not decided.`
    """
    tags = sentence.tags
    spoken = None
    if sentence.language == "fr":
        spoken = sentence.knowledge.spoken_pronouns.search(sentence.text, sentence.words)
    for word, pattern in (("we", WE_AS), ("their", THEIR_AMBASSADOR)):
        found_in_text = pattern.search(sentence.text) if word in sentence.lows else None
        if found_in_text:
            at = sentence.tag_at(found_in_text.start())
            fix = "write “the participant’s delegation”, or leave it out"
            yield Finding(at, "identifies-anaphora", "a pronoun points to one speaker's state", fix)
    if "u" not in tags and "j" not in tags and not spoken:
        return
    if _somebody_public(sentence):
        return
    fix = "write “the participant” and “they”"
    for found in SHE_SAID.finditer(tags):
        message = "a pronoun points to one speaker, and tells the sex"
        yield Finding(found.start(), "identifies-anaphora", message, fix)
    if spoken:
        at = sentence.tag_at(spoken.start())
        yield Finding(
            at, "identifies-anaphora", "a pronoun points to one speaker, and tells the sex", fix
        )
    for found in HER_CAPITAL.finditer(tags):
        what = sentence.phrase(found.start("what"), found.end("what")).lower()
        if what in sentence.knowledge.own:
            message = "a possessive points to one speaker's state or office"
            fix = "write “the participant’s authorities”, or leave it out"
            yield Finding(found.start("who"), "identifies-anaphora", message, fix)


def _somebody_public(sentence: Sentence) -> bool:
    """A president, the secretary-general, or a speaker who agreed to be named stands before."""
    return bool(
        sentence.allowed
        or any(mark in tags for mark in ("PN", "%") for tags in (sentence.tags, sentence.before))
        or AGREED in sentence.before
        or sentence.knowledge.public.search(sentence.text, sentence.words)
    )
