"""Labels that say whose words follow: margins, transcripts, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.lexicon import Knowledge
from workshop_notes.checks.identifies.passage import BLOCK_START, Passage, plain
from workshop_notes.checks.identifies.reading import read
from workshop_notes.problem import Problem

LABEL = re.compile(r"(?P<label>[^:→\n]{1,80}?)\s*(?P<mark>:(?!/)|→|=>|->|⇒|>>)\s*(?P<rest>.*)$")
DASHED = re.compile(
    r"(?P<label>[A-Z]{2,3}(?:[/,&+ ]+[A-Z]{2,3})*)\s+(?P<mark>[-–—>])\s+(?P<rest>\S.*)$"
)
BRACKETED = re.compile(
    r"[\[(](?P<label>[A-Z]{2,3}(?:[/,&+ ]+[A-Z]{2,3})*)[\])](?P<mark>)\s*(?P<rest>\S.*)$"
)
AT_END = re.compile(
    r"[a-z,.)\"'] +[\[(—–-]+ ?(?P<label>[A-Z]{2,3}(?:[/,&+ ]+[A-Z]{2,3})*)[\])]?[.;]?\s*$"
)
CODES = re.compile(r"[A-Z]{2,3}(?:\s?[/,&+]\s?[A-Z]{2,3}| (?:and|et) [A-Z]{2,3})*$")
INITIALS = re.compile(r"(?:[A-Z]{2}|[A-Z]\.\s?[A-Z]\.?|[A-Z]\.-?[A-Z]\.?[A-Z]?\.?)$")
NO_CODES = frozenset(
    "PS ID TO AM IN IS SO IT ME BE NO AS AND ARE PER CAN COM SC HR PR AI NB OK RE CC PM VP TV PC GA SG HQ AG CF EG IE GB MS BA MA PA LA".split()
)
NO_INITIALS = frozenset(
    "NB PS OK RE CC ID AM PM HR EU UN AU SC GA SG HQ QA AI TV PR VP IT NO FN PP ED EN FR VS NA OP MD PO TO WP XX II IV VI IX".split()
)
SPEECHY = re.compile(
    r"\b(?:we|our|us|i|my|me|must|should|would|could|can|cannot|can't|will|won't|not|no|yes|wants?|needs?|supports?|opposes?|opposed|agrees?|agreed|disagree[sd]?"
    r"|concerned|worried|prefers?|asked|asks|against|in favou?r|red lines?|don't|doesn't|thinks?|said|says|noted|argue[sd]?|too|enough|thank|thanks|please|stay|keep|shorter|longer|nous|notre|pas|non|oui|il faut|merci|doit)\b|\?|^\"",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:will|won't|is|are|was|were|has|have|had|may|might|does|do|did)\b|^[a-zà-ÿ]"
)
FLOOR = re.compile(
    r"\bthank you,? (?:very much,? )?(?P<who>ambassador|madam|mr\b|ms\b|mrs\b|dr\b|excellency|minister|general|colonel|professor|[A-Z]\w+)"
    r"|(?P<given>[A-Z][\w' ]{2,40}?), (?:you have the floor|the floor is yours|please go ahead|over to you|vous avez la parole)"
    r"|\b(?:over to|the floor goes to|floor to|la parole est à|la parole à) (?:you, )?(?P<over>(?:the |la |le |l')?[A-Z]\w+)",
    re.IGNORECASE,
)  # fmt: skip
QUESTION = re.compile(
    r"(?:Q|A|Question|Answer|Speaker|Participant|Comment|Réponse|R|P|Intervention|Reply)\s?\d{0,2}\s*[\[(–—-]\s*(?P<who>[^\])\n]{2,60})[\])]?$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:question|comment|remark|intervention|reply|response|answer|reaction) (?:from|by|de|du)\b",
    re.IGNORECASE,
)
NAMES_SOMEBODY = re.compile(r"[SJNGRBKOHFT]")


def identifies_transcript(
    passage: Passage,
    path: str,
    knowledge: Knowledge,
    allowed: frozenset[tuple[str, ...]],
    language: str,
) -> Iterator[Problem]:
    """No label, initial or code in the margin says whose words follow.

    Bad: `FR: no drawdown before the elections.`
    Good: `One participant asked that no drawdown begin before the elections.`
    """
    offset = 0
    for line in passage.source.split("\n"):
        here, offset = offset, offset + len(line) + 1
        if not line or not _may_hold_label(line):
            continue
        start = BLOCK_START.match(line)
        lead = start.end() if start and start.lastgroup != "row" else 0
        text = plain(line[lead:]).strip()
        what = _whose(text, knowledge, allowed, language)
        if what:
            number, column = passage.position(here + len(line) - len(line[lead:].lstrip()))
            fix = "remove the label and write “one participant asked …” or “one participant said …”"
            yield Problem(path, number, column, "identifies-transcript", what, fix)


def _may_hold_label(line: str) -> bool:
    head = line[:100]
    return (
        ":" in head or "→" in head or ">" in head or " - " in head or "–" in head or "—" in head
        or "[" in head or "(" in head or "floor" in line or "hank you" in line
    )  # fmt: skip


def _whose(
    text: str, knowledge: Knowledge, allowed: frozenset[tuple[str, ...]], language: str
) -> str:
    floor = FLOOR.search(text)
    if floor and _is_named(floor, knowledge, allowed, language):
        return "somebody is thanked or given the floor by name, state or title"
    for pattern in (DASHED, BRACKETED, AT_END):
        found = pattern.match(text) if pattern is not AT_END else pattern.search(text)
        if (
            found
            and _are_codes(found["label"], knowledge)
            and not found["label"] in ("US", "UK", "EU", "UN")
            or (found and pattern is DASHED and found["label"] in ("US", "UK"))
        ):
            return "a state's code says whose point it is"
    found = LABEL.match(text)
    if not found:
        return ""
    label, rest = found["label"].strip(" \"'-–—[]"), found["rest"].strip()
    low = " ".join(label.lower().split())
    if low in knowledge.generic_labels or low.rstrip("0123456789. ") in knowledge.generic_labels:
        return ""
    if not rest and not label.isupper():
        return ""
    if CODES.match(label) and (_are_codes(label, knowledge) or found["mark"] != ":"):
        return "a state's code says whose words follow" if rest else ""
    if (
        INITIALS.match(label)
        and label.replace(".", "").replace(" ", "") not in NO_INITIALS | knowledge.acronyms
    ):
        return "initials say whose words follow" if rest else ""
    question = QUESTION.match(label)
    if question:
        who = question["who"]
        tags = read(who, knowledge, language, frozenset(), allowed)
        if (NAMES_SOMEBODY.search(tags.tags) or _are_codes(who, knowledge)) and not _all_free(
            tags.tags, tags.allowed
        ):
            return "brackets say who asked or answered"
        return ""
    if len(label.split()) > 9:
        return ""
    label_read = read(label, knowledge, language, frozenset(), allowed)
    tags = label_read.tags
    if _all_free(tags, label_read.allowed):
        return ""
    if FROM.match(label) and NAMES_SOMEBODY.search(tags.replace("Q", "").replace("q", "")):
        return "a label says who asked or answered"
    speechy = bool(SPEECHY.search(rest))
    if any(mark in tags for mark in "VWYZAghbM"):
        return ""
    if re.search(
        r"[TB]+[TBoSJd,]*N|P[NS]?N|[RB][olp]d?[SO]|J[xX]?[RBFK]|S[RB]|^N1[^2]+2$|^[RBK]1|^[dX]?[xX]?[RBF]J",
        tags,
    ):
        return "a label says whose words follow"
    finite = speechy or bool(FINITE.search(rest))
    if re.fullmatch(r"d?G(?:[,&]+d?G)*[mDR]?", tags) and finite:
        return "a label says which states' words follow"
    if re.fullmatch(r"d?[SG](?:[,&]+d?[SG])*(?:1[^2]*2)?", tags) and speechy:
        return "a label says which state's words follow"
    if (
        re.fullmatch(r"[XN]?N(?:1[^2]*2)?", tags)
        and rest
        and (speechy or found["mark"] != ":")
        and len(label.split()) <= 4
    ):
        return "a name as a label says whose words follow"
    if re.fullmatch(r"d?[xXO]{0,2}[KOG][mF]?", tags) and (finite if "K" in tags else speechy):
        return "a label says whose words follow"
    if re.search(r"[IRmF]1[^2]*[SNOJBK][^2]*2", tags):
        return "brackets in a label say who spoke"
    return ""


def _are_codes(label: str, knowledge: Knowledge) -> bool:
    codes = re.findall(r"[A-Z]{2,3}", label)
    if not codes or not re.fullmatch(r"(?:[A-Z]{2,3}|[/,&+ ]|and|et)+", label):
        return False
    known = [code for code in codes if code in knowledge.codes and code not in knowledge.acronyms]
    return len(known) == len(codes) and (len(codes) > 1 or codes[0] not in NO_CODES)


def _is_named(
    floor: re.Match[str], knowledge: Knowledge, allowed: frozenset[tuple[str, ...]], language: str
) -> bool:
    who = next(group for group in (floor["who"], floor["given"], floor["over"]) if group)
    found = read(f"to {who}", knowledge, language, frozenset(), allowed)
    if _all_free(found.tags, found.allowed):
        return False
    titles = "ambassador madam mr ms mrs dr excellency minister general colonel professor".split()
    return who.lower() in titles or bool(re.search(r"[SNTBJOGKR]", found.tags))


def _all_free(tags: str, allowed: frozenset[int]) -> bool:
    names = [at for at, tag in enumerate(tags) if tag == "N"]
    return bool(names) and all(at in allowed for at in names) and not re.search(r"[SJRBG]", tags)
