"""Lists of who took part, in a line, a table, a sentence or under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workshop_notes.checks.identifies.knowledge import Knowledge
from workshop_notes.checks.identifies.passage import Block, Passage
from workshop_notes.checks.identifies.reading import Sentence, read
from workshop_notes.checks.identifies.speech import Finding
from workshop_notes.problem import Problem

LABEL = re.compile(r"(?P<label>[^:\n]{2,60}?)(?: \([^)]*\))? ?:(?P<rest>.*)$")
COLUMNS = re.compile(
    r"(?:names?|participants?|attendees?|delegations?|delegates?|speakers?|panelists?"
    r"|affiliations?|representing|nom|noms|délégation|last name|surname|first name)$",
    re.IGNORECASE,
)
NAMED = re.compile(r"[SNJK]|[RBD][olp]d?[vxX]{0,2}[SO]|[TB]N")
PLACES = re.compile(r"pd?S(?:[,&]+d?S)*")
BYLINE = re.compile(
    r"(?:by|par|author|text|notes?|drafted by|written by|prepared by|photo|reporting by) ",
    re.IGNORECASE,
)
LISTED = re.compile(
    r"^(?:#[!2]?)?[dX]?[TB]+[TB,]*(?:o?d?S|J)?N(?=[,1_2&!]|$)|^N(?:1[^2]*[SOXRBJ][^2]*2|[,"
    r"_][^VWA]*[SORBFHKJX])|^P?N[,_]d?[^VWAb]*[SORBFHK]"
)
GENERIC_FIX = (
    "write “participants included representatives of member states, the UN and civil society”"
)


def identifies_list(
    passage: Passage,
    path: str,
    knowledge: Knowledge,
    allowed: frozenset[tuple[str, ...]],
    language: str,
) -> Iterator[Problem]:
    """No list says who took part.

    Bad: `In attendance: France, Germany, DPPA.`
    Good: `Participants included member states, UN officials and outside experts.`
    """
    blocks = passage.blocks
    for number, block in enumerate(blocks):
        what = ""
        text = block.text.strip()
        label = LABEL.match(text) if ":" in text[:70] else None
        if label and _folded(label["label"]) in knowledge.list_labels:
            if label["rest"].strip():
                listed = _names(label["rest"], knowledge, allowed, language)
                what = "a list says who took part" if listed else ""
            else:
                what = _followed(blocks, number, knowledge, allowed, language)
        elif len(text) < 60 and text.rstrip(": ").lower() in knowledge.list_labels:
            what = _followed(blocks, number, knowledge, allowed, language)
        elif block.row == 1 and COLUMNS.match(text):
            what = _table(blocks, number, knowledge, allowed, language)
        elif len(text) < 160 and (block.kind != "heading") and text[:1].isupper():
            what = _is_entry(text, knowledge, allowed, language)
        if what:
            line, column = passage.position(
                block.offset(len(block.text) - len(block.text.lstrip()))
            )
            yield Problem(path, line, column, "identifies-list", what, f"remove it; {GENERIC_FIX}")


def identifies_attendance(sentence: Sentence) -> Iterator[Finding]:
    """No sentence says which states or people took part.

    Bad: `The workshop was attended by diplomats from France and Niger.`
    Good: `The workshop brought together member states, UN officials and outside experts.`
    """
    found = sentence.knowledge.attendance.search(sentence.text, sentence.words)
    if not found:
        return
    first = next((i for i, (_, end) in enumerate(sentence.spans) if end > found.start()), 0)
    last = next(
        (i for i, (start, _) in enumerate(sentence.spans) if start >= found.end()),
        len(sentence.tags),
    )
    for start, part in ((last, sentence.tags[last:]), (0, sentence.tags[:first])):
        part = part.split("!")[0]
        part = PLACES.sub(lambda places: "-" * len(places.group()), part)
        if start == 0:
            who = re.search(
                r"^(?:[RDBIFf][oly])?d?[SJN](?![z])[^VWAM]{0,20}$|[RDBIFf][ol]d?[SJ]", part
            )
        else:
            who = re.search(
                r"^d?(?:J|S|N)(?!z)|[RDBIFfmi][olp]d?[xX]{0,3}[ol]?d?S|J[xX]{0,2}[RDBFfU]|[TB]N"
                r"|[,&]d?S(?![a-zA-Z])|:d?S|(?<=[oly])d?S[,&]",
                part,
            )
        names = [at for at in range(start, start + len(part)) if sentence.tags[at] == "N"]
        if who and not (names and set(names) <= sentence.allowed):
            message = "a sentence says which states or people took part"
            yield Finding(start + who.start(), "identifies-list", message, GENERIC_FIX)
            return


def _names(
    text: str, knowledge: Knowledge, allowed: frozenset[tuple[str, ...]], language: str
) -> bool:
    found = read(f"with {text}", knowledge, language, frozenset(), allowed)
    names = [at for at, tag in enumerate(found.tags) if tag == "N" and at not in found.allowed]
    others = NAMED.search(PLACES.sub("", "=" + found.tags[1:]).replace("N", ""))
    if found.allowed and not names:
        return False
    bodies = [
        at
        for at, tag in enumerate(found.tags)
        if tag == "O" and found.phrase(at, at + 1) in knowledge.acronyms
    ]
    return bool(names or others or re.search(r"^pd?S", found.tags) or bodies)


def _followed(
    blocks: Sequence[Block],
    at: int,
    knowledge: Knowledge,
    allowed: frozenset[tuple[str, ...]],
    language: str,
) -> str:
    for block in blocks[at + 1 : at + 6]:
        if (
            block.kind == "heading"
            or len(block.text) > 140
            or (block.kind == "paragraph" and re.search(r"[.!?]\s*$", block.text))
        ):
            break
        if _names(block.text, knowledge, allowed, language):
            return "a list of participants follows"
    return ""


def _table(
    blocks: Sequence[Block],
    at: int,
    knowledge: Knowledge,
    allowed: frozenset[tuple[str, ...]],
    language: str,
) -> str:
    for block in blocks[at + 1 : at + 16]:
        if block.kind != "cell":
            break
        if block.row > 1:
            found = read(f"to {block.text}", knowledge, language, frozenset(), allowed)
            if any(tag in "NSB" and i not in found.allowed for i, tag in enumerate(found.tags)):
                return "a table of participants"
    return ""


def _is_entry(
    text: str, knowledge: Knowledge, allowed: frozenset[tuple[str, ...]], language: str
) -> str:
    if text[-1] in ".!?;:":
        return ""
    byline = BYLINE.match(text)
    if not byline and not (
        "," in text or "(" in text or "–" in text or "-" in text or len(text) < 70
    ):
        return ""
    found = read(text, knowledge, language, frozenset(), allowed)
    tags = found.tags
    if found.allowed:
        return ""
    if byline and re.fullmatch(r"[yxXqpVbW]{1,3}N(?:[,&]+N)*[!]?", tags):
        return "a line says who wrote it"
    if any(mark in tags for mark in "VWAMbhwg"):
        return ""
    if LISTED.match(tags) and not re.search(r"[a-z]{3,}(?:ed|es) ", text):
        return "a line names a person with office or state"
    return ""


def _folded(label: str) -> str:
    return " ".join(label.lower().split())
