"""A person who is named, and is said to have spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.reading import Sentence
from workshop_notes.checks.identifies.speech import (
    Finding,
    Said,
    is_public,
    rewriting,
    spoken,
)

TITLED = r"[dex]?[TB](?:[TB,]|o?d?S|J)*N"
NAMED = r"(?<![olpyYZ@zTPB&N])(?<!&N)N(?:&(?:N|[dek#]*[vxXIRDFfmk]{1,2}))?"
ANY_NAME = r"N"
OWNER = r"(?<![TPBZ@])N"
BELOW_QUOTATION = re.compile(r"\"_?[TBd]*(?P<who>N)!?$")
TITLED_TWICE = r"[dex]?[TB](?:[TB,]|o?d?S|J)*N&[TB]*N"
PUBLIC_PERSON = r"P(?:o?d?[SX])?N"


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
    if "T" in tags or "B" in tags:
        for said in spoken(sentence, TITLED, "srwgbnpotjidxc"):
            if not _agreed(sentence, said) and not is_public(sentence, said):
                yield _finding(sentence, said, "a person is named, with a title, as taking part")
    if "P" in tags:
        for said in spoken(sentence, PUBLIC_PERSON, "srgbntji"):
            if sentence.in_the_room and not _agreed(sentence, said):
                yield _finding(sentence, said, "a person is named as speaking in the workshop")
            elif (
                said.how == "subject"
                and sentence.tags[said.verb] == "V"
                and _is_military(sentence, said)
                and not is_public(sentence, said, dates=True)
                and not _agreed(sentence, said)
            ):
                yield _finding(sentence, said, "a person is named, with a rank, as speaking")
    if not any(mark in tags for mark in 'VWgqQYZ@"'):
        return
    for said in (*spoken(sentence, NAMED, "srgix"), *spoken(sentence, OWNER, "e")):
        if _is_act(sentence, said) or _agreed(sentence, said):
            continue
        if not is_public(sentence, said, dates=True):
            yield _finding(sentence, said, "a person is named as taking part")
    for found in BELOW_QUOTATION.finditer(tags):
        if found.start("who") not in sentence.allowed:
            yield _finding(
                sentence,
                Said(found.start("who"), found.end("who"), "object", -1),
                "a name stands below a quotation",
            )
    for said in spoken(sentence, ANY_NAME, "bnft"):
        if not _agreed(sentence, said) and not is_public(sentence, said, dates=True):
            yield _finding(sentence, said, "a person is named as taking part")


def _finding(sentence: Sentence, said: Said, message: str) -> Finding:
    return Finding(said.start, "identifies-person", message, rewriting(sentence, said))


def _agreed(sentence: Sentence, said: Said) -> bool:
    names = [at for at in range(said.start, said.end) if sentence.tags[at] == "N"]
    return bool(names) and all(at in sentence.allowed for at in names)


def _is_act(sentence: Sentence, said: Said) -> bool:
    """One word that may as well be the name of a place or a body that took part in something."""
    return said.how == "part" and " " not in sentence.phrase(said.start, said.end)


def _is_military(sentence: Sentence, said: Said) -> bool:
    rank = sentence.phrase(said.start, said.start + 1).lower()
    return rank in (
        "general",
        "colonel",
        "captain",
        "major",
        "commander",
        "admiral",
        "général",
        "colonel",
        "capitaine",
        "minister",
        "ministre",
        "foreign minister",
    )
