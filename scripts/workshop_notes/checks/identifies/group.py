"""Groups: so small that they name, or so wide that the editor must weigh them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import Finding, Said, is_public, rewriting, spoken

NAMING = r"[dek#]*[vxXEa]{0,2}(?:Gz?(?:[vxXc]?[mDRBIFfHK])?|G[mDR]o.{0,2}m)"
OF_NAMING = (
    r"e[vxXa]{0,2}[RIB][olp][edk]{1,2}[#xX]?[cC][xXc]{0,2}m|[dek#]*(?:[mDRIFfB][olp]|[ek][o])d?G"
)
REGION = (
    r"[dek#]*[vxXaE#c]{0,2}[C3](?:&C)?[vxXcU]{0,2}[mDRBFfI](?:z[vxX]?[RDBFI])?|d?3z[vxX]?[RDBFI]"
)
MEMBERS_FROM = r"[dek#]*[vxXcE#]{0,2}[mDRIB][olp]d?3"
THE_ELECTED = r"(?<!o)d[#k]?[EaX]?c[cxX]?[mDRI]"
ONE_OF_TWO = r"e[o]?d?[k#][vxXc]{0,3}m|k[k#][vxXcC]{0,3}m"
COUNTED = re.compile(r"(?:one|two) of (?:the )?(?:two|three|four)\b", re.IGNORECASE)
ONE_OF_FEW = r"[dek#]+[vxXcUO#]{0,3}m|(?<![dekxXcCUOJSG])[cCUO]{1,2}x?m|(?<![a-zA-Z#])m"
DELEGATIONS = r"[ek#][vxXc#]{0,3}D|c[xc]?D|(?<![a-zA-Z])XD"
FEW_STATES = frozenset(
    ["nordic", "baltic", "benelux", "scandinavian", "grulac", "iberian", "nordique", "balte"]
)
# Each with the tags of which it has one.
GROUPS = ((NAMING, "G"), (OF_NAMING, "GcC"), (REGION, "C3"), (MEMBERS_FROM, "3"))
MARKS = frozenset("GC3cm")
AUTHORS = r"[ek#][vxX]?i"
OF_ONE_BODY = r"[dek][vxXc]{0,2}[IFRBD][olp]e[vxXc]{0,2}i|e[vxXc]{0,2}iz[RFBfD]|j[xX]?i"
ITS_BODY = re.compile(r"(?<=V)[rd]*j[xX]?i")


def identifies_group(sentence: Sentence) -> Iterator[Finding]:
    """A group so small that it names its members is never said to have spoken.

    Bad: `A P3 member argued for a shorter text.`
    Good: `One participant argued for a shorter text.`
    """
    if MARKS.isdisjoint(sentence.marks):
        return
    message = "a group so small that it names its members is said to have spoken"
    room = "A" if sentence.in_the_room else ""
    for who, needs in GROUPS:
        if sentence.marks.isdisjoint(needs):
            continue
        for said in spoken(sentence, who, f"srwgbnpotjidzhkxl{room}"):
            if is_public(sentence, said, dates=sentence.tags[said.verb] in "vp"):
                continue
            if who is REGION and _is_continent(sentence, said):
                yield _warning(sentence, said, "the states of a region are said to have spoken")
            else:
                yield Finding(said.start, "identifies-group", message, rewriting(sentence, said))
    elected = spoken(sentence, THE_ELECTED, "srwbnh") if "c" in sentence.marks else ()
    for said in (*elected, *_one_of_two(sentence)):
        if not is_public(sentence, said):
            yield Finding(said.start, "identifies-group", message, rewriting(sentence, said))


def identifies_class(sentence: Sentence) -> Iterator[Finding]:
    """A class of states or of officials that is said to have spoken is for the editor to weigh.

    Bad: `Some European members questioned the cost.`
    Good: `Some participants questioned the cost.`
    """
    tags = sentence.tags
    if "m" in tags or "D" in tags:
        for said in (
            *spoken(sentence, f"(?:{ONE_OF_FEW}|{DELEGATIONS})", "srbhz"),
            *_reported(sentence),
        ):
            text = sentence.phrase(said.end - 1, said.end).lower()
            if said.end - said.start == 1 and text in sentence.knowledge.wide_classes:
                continue
            if sentence.tags[said.start] == "X" and not sentence.text.startswith("Council"):
                continue
            if not is_public(sentence, said):
                yield _warning(sentence, said, "a class of states is said to have spoken")
    if "i" in tags:
        message = "somebody of one organization is said to have spoken"
        for said in spoken(sentence, OF_ONE_BODY, "srwdhz"):
            yield _warning(sentence, said, message)
        for found in ITS_BODY.finditer(tags):
            yield _warning(sentence, Said(found.start(), found.end(), "object", -1), message)
        for said in spoken(sentence, AUTHORS, "srb"):
            yield _warning(
                sentence, said, "a class of organizations, counted, is said to have spoken"
            )
        if "yki" in tags or "y#i" in tags:
            at = tags.find("yki") if "yki" in tags else tags.find("y#i")
            yield _warning(
                sentence,
                Said(at + 1, at + 3, "object", -1),
                "a class of organizations, counted, stands for names",
            )


def _one_of_two(sentence: Sentence) -> Iterator[Said]:
    """`One of the two Portuguese-speaking members`: a class counted so low that it names."""
    for said in spoken(sentence, ONE_OF_TWO, "srb"):
        if COUNTED.match(sentence.phrase(said.start, said.end)):
            yield said


def _is_continent(sentence: Sentence, said: Said) -> bool:
    """`African states` are many; `the African members` of the Council and the Nordic ones few."""
    if any(sentence.phrase(at, at + 1).lower() in FEW_STATES for at in range(said.start, said.end)):
        return False
    last = sentence.phrase(said.end - 1, said.end).lower()
    return last in (
        "states",
        "countries",
        "governments",
        "états",
        "pays",
        "diplomats",
        "capitals",
        "partners",
        "donors",
    )


def _reported(sentence: Sentence) -> Iterator[Said]:
    """`One permanent member was said to oppose the cut`."""
    for said in spoken(sentence, rf"(?:{ONE_OF_FEW})(?=b[VWA])", "a"):
        yield Said(said.start, said.end, "object", said.end + 1)


def _warning(sentence: Sentence, said: Said, message: str) -> Finding:
    fix = rewriting(sentence, said, "participants")
    return Finding(
        said.start, "identifies-class", f"{message}; weigh whether it names", fix, "warning"
    )
