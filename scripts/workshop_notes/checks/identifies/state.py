"""A state that speaks in the room, by its name, its capital or its people's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.constructions import CUES, STATES
from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    COURTESY,
    Finding,
    Said,
    for_whom,
    is_of_the_world,
    is_public,
    rewriting,
    spoken,
)

STATE = (
    r"(?=d?[SJ])(?<![olpyYZ@zJc&,])(?<!&d)(?<!,d)(?<!,S)(?<!od)(?<!pd)(?<!ld)(?<!yd)(?<!jd)"
    rf"(?:{STATES}|dJ)"
)
NAMED_STATE = r"d?S"
SPEECH_ON_PAPER = re.compile(
    r"\b(?:draft|drafts|text|resolution|amendments?|statement|paper|letter|motion)\b", re.IGNORECASE
)
AGREED_ON = re.compile(
    r"agreed? with .{1,60}? (?:on|to) (?:a|an|the|resume|open|form)\b", re.IGNORECASE
)
MONEY = r"(?:support|fund|host|generous|generosity|financ|contribution|sponsor|donat)"
IN_THE_ROOM = re.compile(
    rf"(?:^|[:!]|^[^VWA]{{0,12}},)(?P<who>{STATES}|[dX]?o?dxodS)(?![zNXRBDFxJ1])"
)
GOVERNMENT = r"d?xod?S|d?Jx"
ANY = re.compile("")
TALK = re.compile(
    r"(?:objection|remark|intervention|comment|quer(?:y|ie)|suggestion|reservation|complaint"
    r"|interjection|observation|caveat)s?$|plea$|insistence$|reply$"
)
SMALL_TALK = re.compile(
    r"(?:remark|intervention|comment|quer(?:y|ie)|suggestion|interjection|observation|caveat"
    r"|questions)s?$|plea$|insistence$|reply$"
)
# Patterns of states beside speech; the tags of which one must be there; what the word of speech
# and the text must be.
BESIDE = (
    # some members, including Germany, noted
    (
        re.compile(r"[,1][payl]?(?P<who>d?S(?:[,&]+d?S)*)[,2][ahnk]*(?P<verb>[VW])"),
        frozenset("VW"), ANY, ANY,
    ),
    # in Germany's view
    (
        re.compile(r"p(?P<who>d?S)z[vxX]?(?P<verb>Q)"),
        frozenset("Q"), re.compile(r"views?$|opinion$|assessment$"), ANY,
    ),
    # Germany's view was that
    (
        re.compile(r"(?P<who>d?S)z[vxXa]{0,2}(?P<verb>[qQ])[an]*b"),
        frozenset("z"),
        re.compile(r"(?:view|alternative|variant|formulation|concern|question|point|worry|preference"
            r"|answer|reply|objection|fear)s?$"),
        ANY,
    ),
    # others agreed with Germany
    (
        re.compile(r"[kefDIxmX][ahn]*(?P<verb>V)(?P<who>d?S)"),
        frozenset("V"), re.compile(r"(?:dis)?agree|echo|side|second"), ANY,
    ),
    # in the German view
    (
        re.compile(r"pd?(?P<who>J)[vxX]?(?P<verb>Q)"),
        frozenset("Q"), re.compile(r"views?$|opinion$|assessment$"), ANY,
    ),
    # called unworkable by Germany
    (
        re.compile(r"b[an]*(?P<verb>[v6])[xva]{0,3}y(?P<who>d?S)"),
        frozenset("v6"),
        re.compile(
            r"called|termed|branded|labell?ed|defended|championed|contested|disputed|resisted"
            r"|lamented"
            r"|conceded"
        ),
        ANY,
    ),
    # a German suggestion; the objection of Germany
    (re.compile(r"(?P<who>J)[vxX]?(?P<verb>q)"), frozenset("q"), SMALL_TALK, ANY),
    (re.compile(r"(?P<verb>[qQ])o(?P<who>d?S)"), frozenset("qQ"), TALK, ANY),
    # For Germany, it said, …
    (
        re.compile(r"(?:^|[!:,])p(?P<who>d?S),(?=[^!]*(?P<verb>V))"),
        frozenset("V"), ANY, re.compile(r"(?:for|pour) ", re.IGNORECASE),
    ),
    # thanked Germany for its candour, not for its money
    (
        re.compile(r"(?P<verb>@)(?P<who>d?S)"),
        frozenset("@"), COURTESY, re.compile(rf"(?!.*{MONEY})", re.IGNORECASE | re.DOTALL),
    ),
)  # fmt: skip

# What states give each other in public, too.
ABROAD = re.compile(r"in (?:response|reply|answer) to$", re.IGNORECASE)
VOICE = re.compile(r"[mIRFDK](?:[olp][^VWAMbwh,:!]{1,6})?(?P<verb>b)(?P<who>d?S(?:&d?S)?)")
VOICES = re.compile(
    r"(?:voice|speaker|participant|delegate|delegation|discussant|diplomat)s?", re.IGNORECASE
)


def identifies_state(sentence: Sentence) -> Iterator[Finding]:
    """A state is never said to have spoken in the workshop.

    States stay the subjects of public facts: votes, drafts, signatures, and what they said in
    public, with its citation or date.

    Bad: `Russia pushed back in the discussion.`
    Good: `One participant pushed back.` or `Russia abstained on Resolution 2640.`
    """
    if sentence.marks.isdisjoint("SJ") or sentence.marks.isdisjoint(CUES):
        return
    for said in (*_subjects(sentence), *_beside(sentence), *_passive(sentence)):
        fix = rewriting(sentence, said)
        yield Finding(said.start, "identifies-state", "a state is said to have spoken", fix)
    if not sentence.in_the_room:
        return
    for found in IN_THE_ROOM.finditer(sentence.tags):
        fix = "write “one participant …”"
        yield Finding(found.start("who"), "identifies-state", "a state is placed in the room", fix)
    placed = (
        *spoken(sentence, GOVERNMENT, "sr"),
        *spoken(sentence, STATE, "A"),
        *spoken(sentence, NAMED_STATE, "p"),
        *_thanked(sentence),
    )
    for said in placed:
        fix = rewriting(sentence, said)
        yield Finding(said.start, "identifies-state", "a state is placed in the room", fix)


def _subjects(sentence: Sentence) -> Iterator[Said]:
    for said in spoken(sentence, STATE, "sri"):
        if not _is_fact(sentence, said):
            yield said
    attitudes = (one for one in spoken(sentence, STATE, "h") if not _is_lasting(sentence, one))
    said_so = (*attitudes, *spoken(sentence, STATE, "v"))
    for said in (*said_so, *_discussing(sentence), *_voices(sentence)):
        if not _is_host(sentence, said) and not is_public(sentence, said, dates=True):
            yield said
    for said in spoken(sentence, NAMED_STATE, "yqf"):
        if ABROAD.match(sentence.phrase(said.verb, said.verb + 1)) and not sentence.in_the_room:
            continue
        if not is_public(sentence, said, dates=True):
            yield said
    if "w" in sentence.marks and sentence.in_the_room:
        yield from spoken(sentence, STATE, "w")


def _is_lasting(sentence: Sentence, said: Said) -> bool:
    """`Kenya remained critical`, `was ready to deploy`: what a state is, not what it said."""
    after = sentence.phrase(said.verb + 1, min(said.verb + 3, len(sentence.tags))).lower()
    between = sentence.phrase(said.end, said.verb).lower()
    return (
        is_of_the_world(sentence, said)
        or bool(re.match(r"to \w|over (?:the|how)\b", after))
        or bool(re.search(r"\b(?:remained|became|grew|proved)\b", between))
    )


def _discussing(sentence: Sentence) -> Iterator[Said]:
    """`Germany brought the group back to the paragraph`: whatever was done about what was said."""
    discussed = sentence.knowledge.of_discussion
    if discussed.isdisjoint(sentence.lows):
        return
    for said in spoken(sentence, STATE, "dz"):
        if not discussed.isdisjoint(sentence.lows[sentence.heads[said.verb][1] :]):
            yield said


def _voices(sentence: Sentence) -> Iterator[Said]:
    """`For Germany, …`; `the most critical voice was Germany`, not the largest contributor."""
    yield from for_whom(sentence, NAMED_STATE)
    for found in VOICE.finditer(sentence.tags):
        if VOICES.fullmatch(sentence.phrase(found.start(), found.start() + 1)):
            yield Said(found.start("who"), found.end("who"), "object", -1)


def _beside(sentence: Sentence) -> Iterator[Said]:
    """States that stand beside those who speak, or whose remark it is."""
    for pattern, needs, word, text in BESIDE:
        if needs.isdisjoint(sentence.marks):
            continue
        for found in pattern.finditer(sentence.tags):
            verb = found.start("verb")
            said = Said(found.start("who"), found.end("who"), "object", verb)
            fits = word.match(sentence.phrase(verb, verb + 1).lower()) and text.match(sentence.text)
            if fits and not is_public(sentence, said, dates=True):
                yield said


def _thanked(sentence: Sentence) -> Iterator[Said]:
    for said in spoken(sentence, NAMED_STATE, "j"):
        thanked = COURTESY.match(sentence.phrase(said.verb, said.verb + 1))
        if thanked and not re.search(MONEY, sentence.text, re.IGNORECASE):
            yield said


def _passive(sentence: Sentence) -> Iterator[Said]:
    for said in spoken(sentence, NAMED_STATE, "b"):
        tags = sentence.tags
        before = tags[max(0, said.verb - 2) : said.verb]
        opposed = tags[said.verb] == "W" and "b" in before and not _is_host(sentence, said)
        strong = tags[said.verb] in "Vq" or before[-1:] in ("q", "Q") or opposed
        between = (sentence.phrase(at, at + 1).lower() for at in range(said.verb, said.start))
        strong = strong or not sentence.knowledge.opinions_by.isdisjoint(between)
        on_paper = SPEECH_ON_PAPER.search(sentence.text, 0, sentence.spans[said.verb][0])
        if on_paper or not (strong or sentence.in_the_room):
            continue
        if not is_public(sentence, said, dates=True):
            yield said


def _is_fact(sentence: Sentence, said: Said) -> bool:
    if sentence.in_the_room:
        return False
    if is_public(sentence, said, dates=True):
        return True
    if AGREED_ON.match(sentence.text, sentence.spans[max(said.verb, 0)][0]):
        return True
    if is_of_the_world(sentence, said):
        return True
    between = sentence.phrase(said.end, said.verb).lower()
    before = re.search(r"\b(?:had|avai(?:t|ent))\b", between)
    return bool(before) or (sentence.tags[said.verb] in "Wb" and _is_host(sentence, said))


def _is_host(sentence: Sentence, said: Said) -> bool:
    codes = sentence.states_of(said.start, said.end)
    return codes <= sentence.knowledge.hosts
