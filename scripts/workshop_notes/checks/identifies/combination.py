"""Descriptions that only one person or state fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import Finding, Said, is_public, rewriting, spoken

THE_ONLY = (
    r"d[05vxXcCJ]{0,2}(?:[mU]?z)?E[05vxXcCJU#]{0,3}[IRBDFmKHxLfCJ3](?:z[05vxX]{0,2}[BRFKHf])?"
    r"(?:[olp]d?[^VWAMbwh,:!]{1,8})?"
)
WHO_ONCE_LED = re.compile(
    r"\b(?:who|whose|qui) (?:had |has |a |avait )?(?:once |previously |just )?(?:led|headed"
    r"|chaired|ran|run|commanded|founded"
    r"|drafted|presided|negotiated|dirigé|présidé|commandé|country (?:was|had|is|has)|countries)\b",
    re.IGNORECASE,
)
SOMEBODY_WHO = re.compile(r"(?P<who>[de][05vxX]?[IRBFD]),?r[^!]*?(?P<verb>[VWgv6A])")
DELEGATE_OF_THE_STATE_THAT = re.compile(
    r"(?P<who>[de]?[xXcC]{0,2}[RBIFD])[olp](?:[dek]|o)?[xXcCE#]{0,3}[mLx]"
)
STATE_WORDS = re.compile(
    r"\b(?:countr(?:y|ies)|state|neighbou?r|power|contributor|pays|état|voisin)\b"
    r"(?=.{0,25}\b(?:that|which|whose|bordering|neighbou?ring|with|who|where|qui|dont"
    r"|frontalier)\b)|\bneighbou?ring (?:country|state)\b|\bformer colonial power\b"
    r"|\bpays voisin\b|\bhost (?:state|country)\b"
    r"|\b(?:largest|biggest|main|top|leading) (?:troop|donor|financial|contributor)",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"\b(?:the (?:only|sole|one|lone) (?:\w+[ -]){0,3}(?:woman|man|african|european|asian|person"
    r"|participant|speaker|member|voice|delegate|expert|diplomat|ambassador|officer|soldier"
    r"|lawyer|academic|official|representative|state|country|delegation)"
    r"|la seule (?:femme|participante|déléguée|représentante|oratrice)|le seul (?:homme"
    r"|participant|délégué|représentant|orateur))\b",
    re.IGNORECASE,
)


def identifies_combination(sentence: Sentence) -> Iterator[Finding]:
    """No description fits one participant alone.

    Bad: `The only woman on the panel warned against haste.`
    Good: `One participant warned against haste.`
    """
    tags = sentence.tags
    if sentence.marks.isdisjoint("VWgwqQ"):
        return
    message = "a description that fits one participant alone"
    if "E" in tags:
        for said in spoken(sentence, THE_ONLY, "srwgbnp"):
            if not is_public(sentence, said):
                yield Finding(
                    said.start, "identifies-combination", message, rewriting(sentence, said)
                )
    only = SOMEBODY.search(sentence.text) if "E" in tags else None
    if only:
        at = sentence.tag_at(only.start())
        yield Finding(at, "identifies-combination", message, "write “one participant …”")
    if "r" in tags and WHO_ONCE_LED.search(sentence.text):
        for found in SOMEBODY_WHO.finditer(tags):
            said = Said(found.start("who"), found.end("who"), "subject", found.start("verb"))
            yield Finding(said.start, "identifies-combination", message, rewriting(sentence, said))
    for found in DELEGATE_OF_THE_STATE_THAT.finditer(tags):
        if STATE_WORDS.search(sentence.text):
            said = Said(found.start("who"), found.end(), "subject", _next_verb(tags, found.end()))
            if said.verb >= 0 and not is_public(sentence, said):
                yield Finding(
                    said.start, "identifies-combination", message, rewriting(sentence, said)
                )


def _next_verb(tags: str, start: int) -> int:
    return next((at for at in range(start, len(tags)) if tags[at] in "VWg"), -1)
