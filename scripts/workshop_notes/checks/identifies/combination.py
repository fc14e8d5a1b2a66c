"""Descriptions that only one person or state fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import Finding, Said, is_public, rewriting, spoken

THE_ONLY = (
    r"d[vxXcCJz]{0,2}E[vxXcCJU#]{0,3}[IRBDFmKHxLfCJ3](?:z[vxX]{0,2}[BRFKHf])?"
    r"(?:[olp]d?[^VWAMbwh,:!]{1,8})?"
)
DELEGATE_OF_THE_STATE_THAT = re.compile(
    r"(?P<who>[de]?[xXcC]{0,2}[RBIFD])[olp](?:[dek]|o)?[xXcCE#]{0,3}[mLx]"
)
STATE_WORDS = re.compile(
    r"\b(?:countr(?:y|ies)|state|neighbou?r|power|member|contributor|pays|état|voisin)\b"
    r"(?=.{0,25}\b(?:that|which|whose|bordering|neighbou?ring|with|who|where|qui|dont"
    r"|frontalier)\b)|\bneighbou?ring (?:country|state)\b|\bformer colonial power\b|\bpays "
    r"voisin\b|\bhost (?:state|country)\b"
    r"|\b(?:largest|biggest|main|top|leading) (?:troop|donor|financial|contributor)",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"\b(?:the (?:only|sole|one|lone) (?:\w+[ -]){0,3}(?:woman|man|african|european|asian|person"
    r"|participant|speaker|member|voice|delegate|expert|diplomat|ambassador|officer|soldier"
    r"|lawyer|academic|official|representative|state|country|delegation)"
    r"|the only (?:\w+ ){1,4}(?:present|in the room|at the table|on the panel|in attendance)"
    r"|la seule (?:femme|participante|déléguée|représentante|oratrice)|le seul (?:homme"
    r"|participant|délégué|représentant|orateur))\b",
    re.IGNORECASE,
)

STATE_THAT = re.compile(
    r"^the (?:\w+ )?(?:neighbou?r|state|country|council member|contributor)"
    r" (?:that|which|whose|with|hosting|holding|presiding|bordering)\b",
    re.IGNORECASE,
)
STATE_NOUNS = frozenset(["neighbor", "neighbour", "state", "country", "member", "contributor"])
AS_FORMER = re.compile(
    r"\bas (?:a|an|the) (?:former|retired|serving|one-time) \w+(?: \w+){0,3}, (?:he|she|they)\b",
    re.IGNORECASE,
)
CUES = frozenset("VWAgwqQ9tru")
WHO_HAD = re.compile(
    r"\b(?:woman|man|officials?|officer|diplomat|ambassador|participant|speaker|expert|researcher"
    r"|lawyer|colonel|general|envoy|mediator),? "
    r"(?:who (?:had |has |once |himself |herself |until recently ){0,3}"
    r"(?:used to (?:head|lead|chair|command|run|serve)|led|headed|chaired|commanded|served as"
    r"|run|ran|negotiated|drafted|presided|mediated"
    r"|represented|founded|directed|governed)\b"
    r"|whose (?:country|government|state|capital|term|presidency|delegation|ministry|contingent"
    r"|battalion)\b)",
    re.IGNORECASE,
)


def identifies_combination(sentence: Sentence) -> Iterator[Finding]:
    """No description fits one participant alone.

    Bad: `The only woman on the panel warned against haste.`
    Good: `One participant warned against haste.`
    """
    tags = sentence.tags
    if CUES.isdisjoint(sentence.marks):
        return
    message = "a description that fits one participant alone"
    if "E" in tags:
        for said in spoken(sentence, THE_ONLY, "srwgbnp"):
            if not is_public(sentence, said):
                yield Finding(
                    said.start, "identifies-combination", message, rewriting(sentence, said)
                )
    only = SOMEBODY.search(sentence.text) if "E" in tags or "dI" in tags or "dk" in tags else None
    if only:
        at = sentence.tag_at(only.start())
        yield Finding(at, "identifies-combination", message, "write “one participant …”")
    states = "d" in tags[:1] and not STATE_NOUNS.isdisjoint(sentence.lows)
    state = STATE_THAT.search(sentence.text) if states else None
    if state and re.search(
        r"[VW9]" if " host" not in state.group() else r"[V9]",
        tags[sentence.tag_at(state.start()) :],
    ):
        at = sentence.tag_at(state.start())
        if not is_public(sentence, Said(at, at + 1, "object", -1), dates=True):
            yield Finding(at, "identifies-combination", message, "write “one participant …”")
    biography = WHO_HAD.search(sentence.text) if "r" in tags else None
    if biography and not re.search(r"[VWA9tg6]", tags[sentence.tag_at(biography.end() - 1) + 1 :]):
        biography = None
    if "as" in sentence.lows and not biography:
        biography = AS_FORMER.search(sentence.text)
    if biography:
        at = sentence.tag_at(biography.start())
        said = Said(at, at + 1, "object", -1)
        if not is_public(sentence, said):
            yield Finding(at, "identifies-combination", message, "write “one participant …”")
    for found in DELEGATE_OF_THE_STATE_THAT.finditer(tags):
        if STATE_WORDS.search(sentence.text):
            said = Said(found.start("who"), found.end(), "subject", _next_verb(tags, found.end()))
            if said.verb >= 0 and not is_public(sentence, said):
                yield Finding(
                    said.start, "identifies-combination", message, rewriting(sentence, said)
                )


def _next_verb(tags: str, start: int) -> int:
    return next((at for at in range(start, len(tags)) if tags[at] in "VWg"), -1)
