"""A person who is named, and is said to have spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.constructions import AUXILIARY
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

TITLED = r"[dexj]?[TB](?:[TB,]|o?d?S|J)*N"
MENTIONED = rf"(?<!qo)(?<![o8]){TITLED}(?![zA8b&])(?!{AUXILIARY}[Ab])"
NAMED = r"(?<![olpyYZ@zTPB&N])(?<!&N)N(?![8x])(?:&(?:N|[dek#]*[05vxXIRDFfmk]{1,2}))?"
OWNER = r"(?<![TPBZ@])N(?!8)"
ANY_NAME = r"N(?!8)"
PUBLIC_PERSON = r"P(?:o?d?[SX])?N"
NEITHER_NOR = r"(?<![olpyYZ@zTPB])N[xX&]N"
BELOW_QUOTATION = re.compile(r"\"_?[TBd]*(?P<who>N)!?$")
CUES = frozenset('VWgqQYZ@"0p')
RANKS = frozenset(
    words("general colonel captain major commander admiral général capitaine minister ministre")
)
NAMED_ALONE = "a person is named as taking part"


def identifies_person(sentence: Sentence) -> Iterator[Finding]:
    """A person who took part is never named.

    Names are seen from their shape: after a title, or an unknown word with a capital that speaks.
    A public statement passes with its citation, and a name in `speakers` with the reason.

    Bad: `Ambassador Thornquist noted that the text was long.`
    Good: `One participant noted that the text was long.`
    """
    tags = sentence.tags
    if "N" not in tags:
        return
    for said, message in (*_titled(sentence), *_public(sentence), *_alone(sentence)):
        if not _agreed(sentence, said):
            fix = rewriting(sentence, said)
            yield Finding(said.start, "identifies-person", message, fix)


def _titled(sentence: Sentence) -> Iterator[tuple[Said, str]]:
    if "T" not in sentence.tags and "B" not in sentence.tags:
        return
    message = "a person is named, with a title, as taking part"
    for said in spoken(sentence, TITLED, "srwgbnpotjidxcmul"):
        if not is_public(sentence, said):
            yield said, message
    for said in spoken(sentence, MENTIONED, "a"):
        if not is_public(sentence, said, dates=True):
            yield said, message


def _public(sentence: Sentence) -> Iterator[tuple[Said, str]]:
    """Presidents and commanders are in the news: only what places them in the room counts."""
    if "P" not in sentence.tags:
        return
    for said in spoken(sentence, PUBLIC_PERSON, "srgbntjic"):
        rank = sentence.phrase(said.start, said.start + 1).lower().split()[-1]
        speaks = said.how == "subject" and sentence.tags[said.verb] == "V" and rank in RANKS
        if sentence.tags[said.end : said.end + 1] == "z" and said.how in ("subject", "part"):
            continue
        in_the_room = sentence.in_the_room or is_courtesy(sentence, said) or said.how == "part"
        if in_the_room or (speaks and not is_public(sentence, said, dates=True)):
            yield said, "a person is named, with an office or rank, as speaking"


def _alone(sentence: Sentence) -> Iterator[tuple[Said, str]]:
    if CUES.isdisjoint(sentence.marks):
        return
    found = (
        *spoken(sentence, NAMED, "srgiu"),
        *spoken(sentence, OWNER, "e"),
        *spoken(sentence, ANY_NAME, "bnktx"),
        *spoken(sentence, NEITHER_NOR, "su"),
    )
    for said in found:
        if is_public(sentence, said, dates=True) or _may_be_a_place(sentence, said):
            continue
        if said.how != "thanks" or is_courtesy(sentence, said):
            yield said, NAMED_ALONE
    for below in BELOW_QUOTATION.finditer(sentence.tags):
        yield Said(below.start("who"), below.end("who"), "object", -1), NAMED_ALONE


def _agreed(sentence: Sentence, said: Said) -> bool:
    names = [at for at in range(said.start, said.end) if sentence.tags[at] == "N"]
    return bool(names) and all(at in sentence.allowed for at in names)


def _may_be_a_place(sentence: Sentence, said: Said) -> bool:
    """Say whether one word may as well be a place or a body: `Ménaka hosted …`, `In Ménaka, …`."""
    name = sentence.phrase(said.start, said.end)
    if said.verb >= 0 and sentence.tags[said.verb] == "p":
        return sentence.phrase(said.verb, said.verb + 1).lower() not in (
            "for",
            "pour",
            "para",
            "für",
        )
    return said.how == "part" and " " not in name
