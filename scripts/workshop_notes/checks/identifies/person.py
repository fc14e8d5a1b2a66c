"""A person who is named, and is said to have spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.lexicon import words
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    Finding,
    Said,
    for_whom,
    is_courtesy,
    is_public,
    rewriting,
    spoken,
)

TITLED = r"(?<![8x]o)[dexj]?(?<![8x]o)[TB](?:1[^2]{1,3}2)?(?:[TB,]|o?d?S|J)*N"
NAMED = r"(?<![olpyYZ@zTPB&N])(?<!&N)N(?![8x])(?:&(?:N|[dek#]*[vxXIRDFfmk]{1,2}))?"
OWNER = r"(?<![TPBZ@])N(?!8)"
ANY_NAME = r"N(?!8)"
PUBLIC_PERSON = r"P(?:1[^2]{1,3}2)?(?:o?d?[SX])?N"
NAMED_AND_OTHERS = r"N&[dekI#]*[vxX]?[IRBDFfm]|[dek#]*[vxX]?[IRBDFfm]&N"
NEITHER_NOR = r"(?<![olpyYZ@zTPB])N[xX&]N"
BELOW_QUOTATION = re.compile(r"\"!?[_1]?[TBd]*(?P<who>N)2?!?$")
CUES = frozenset('VWgqQYZ@"9tvp')
RANKS = frozenset(
    words("general colonel captain major commander admiral général capitaine minister ministre")
)
TO_SPEAK = re.compile(
    r"to (?:speak|say|ask|repl|respond|add|explain|argue|interven|comment|clarif|elaborat|remind"
    r"|present|answer|return|summari)"
)
# The idea was Thornquist's; an exchange between Thornquist and Lindqvarst.
LEFT_TO = re.compile(r"b(?P<who>N)z!?$|7[vxa]{0,2}p(?P<also>N)&N")
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
    for said in spoken(sentence, TITLED, "srwgbnpotjidxczhklmv"):
        if not is_public(sentence, said, dates=sentence.tags[said.verb] in "v6"):
            yield said, message


def _public(sentence: Sentence) -> Iterator[tuple[Said, str]]:
    """Presidents and commanders are in the news: only what places them in the room counts."""
    if "P" not in sentence.tags:
        return
    for said in spoken(sentence, PUBLIC_PERSON, "srgbntjidczh"):
        rank = sentence.phrase(said.start, said.start + 1).lower().split()[-1]
        speaks = said.how == "subject" and sentence.tags[said.verb] == "V" and rank in RANKS
        if sentence.tags[said.end : said.end + 1] == "z" and said.how in ("subject", "part"):
            continue
        in_the_room = (
            sentence.in_the_room or is_courtesy(sentence, said) or _is_part(sentence, said)
        )
        if in_the_room or (speaks and not is_public(sentence, said, dates=True)):
            yield said, "a person is named, with an office or rank, as speaking"


def _alone(sentence: Sentence) -> Iterator[tuple[Said, str]]:
    if CUES.isdisjoint(sentence.marks):
        return
    found = (
        *spoken(sentence, NAMED, "srgizhlv"),
        *spoken(sentence, OWNER, "e"),
        *spoken(sentence, ANY_NAME, "bnftk"),
        *spoken(sentence, NEITHER_NOR, "szh"),
        *spoken(sentence, NAMED_AND_OTHERS, "dsrzh"),
        *for_whom(sentence, ANY_NAME),
        *_addressed(sentence),
    )
    for said in found:
        if is_public(sentence, said, dates=True) or _may_be_a_place(sentence, said):
            continue
        if _is_owned(sentence, said):
            continue
        if said.how != "thanks" or is_courtesy(sentence, said):
            yield said, NAMED_ALONE
    for found_at in LEFT_TO.finditer(sentence.tags):
        group = "who" if found_at["who"] else "also"
        yield Said(found_at.start(group), found_at.end(group), "object", -1), NAMED_ALONE
    for below in BELOW_QUOTATION.finditer(sentence.tags):
        yield Said(below.start("who"), below.end("who"), "object", -1), NAMED_ALONE


def _agreed(sentence: Sentence, said: Said) -> bool:
    names = [at for at in range(said.start, said.end) if sentence.tags[at] == "N"]
    return bool(names) and all(at in sentence.allowed for at in names)


def _is_part(sentence: Sentence, said: Said) -> bool:
    """What is only done in a discussion: `gave the military view`, not `delayed the exchange`."""
    after = sentence.tags[said.verb + 1 : said.verb + 5]
    asked = sentence.tags[said.verb] == "g" or re.match(r"[dek#][vxXaQ]{0,2}[qQ]", after)
    return said.how == "part" and bool(asked) and not is_public(sentence, said, dates=True)


def _is_owned(sentence: Sentence, said: Said) -> bool:
    """`Thornquist's book described` is no speech of its author; nor is `called the Cruz report`."""
    if said.how == "inverted":
        return sentence.phrase(said.verb, said.verb + 1).lower().endswith((" the", " a", " it"))
    return said.how in ("subject", "being") and sentence.tags[said.end : said.end + 1] == "z"


def _addressed(sentence: Sentence) -> Iterator[Said]:
    """`Nobody answered Thornquist`: what is done in a discussion to people, never to places."""
    for said in spoken(sentence, ANY_NAME, "j"):
        if sentence.phrase(said.verb, said.verb + 1).lower() in sentence.knowledge.addressing:
            yield said
    for found in re.finditer(r"[vV69W](?P<who>N)p", sentence.tags):
        said = Said(found.start("who"), found.end("who"), "object", -1)
        if TO_SPEAK.match(sentence.text, sentence.spans[said.end][0]):
            yield said


def _may_be_a_place(sentence: Sentence, said: Said) -> bool:
    """Say whether one word may as well be a place or a body: `Ménaka hosted …`, `In Ménaka, …`."""
    name = sentence.phrase(said.start, said.end)
    return said.how == "part" and " " not in name
