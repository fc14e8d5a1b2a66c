"""Labels that say whose words follow: margins, transcripts, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.checks.identifies.knowledge import Knowledge
from workshop_notes.checks.identifies.passage import BLOCK_START, Passage, plain
from workshop_notes.checks.identifies.reading import Sentence, read
from workshop_notes.problem import Problem

LABEL = re.compile(r"(?P<label>[^:→\n]{1,80}?)\s*(?P<mark>:(?!/)|→|=>|->|⇒|>>)\s*(?P<rest>.*)$")
DASHED = re.compile(
    r"(?P<label>[A-Z]{2,3}(?:[/,&+ ]+[A-Z]{2,3})*)\s+(?P<mark>[-–—>=])\s+(?P<rest>\S.*)$"
)
BRACKETED = re.compile(
    r"[\[(](?P<label>[A-Z]{2,3}(?:[/,&+ ]+[A-Z]{2,3})*)[\])](?P<mark>)\s*(?P<rest>\S.*)$"
)
AT_END = re.compile(
    r"[a-z,.)\"'] +[\[(—–-]+ ?(?P<label>[A-Z]{2,3}(?:[/,&+ ]+[A-Z]{2,3})*)[\])]?[.;]?\s*$"
)
CODES = re.compile(r"[A-Z]{2,3}(?:\s?[/,&+]\s?[A-Z]{2,3}| (?:and|et) [A-Z]{2,3})*$")
INITIALS = re.compile(r"(?:[A-Z]{2}|[A-Z]\.\s?[A-Z]\.?|[A-Z]\.-?[A-Z]\.?[A-Z]?\.?)$")
DASH = re.compile(r"\s[-–—]\s")
BRACKETED_NAME = re.compile(r"\[(?P<label>[A-Z][\w'’. -]{2,40})\](?!\(|\[|:)\s+\S")
TIME = re.compile(r"^[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?\s*[-–—]?\s*")
DASHED_NAME = re.compile(r"(?P<label>[A-Z][\w'.]*(?: [\w'.-]+){0,4})\s+[-–—]\s+(?P<rest>\S.*)$")
SPEECHY_START = re.compile(
    r"\"|(?:we|our|i|my|ok|okay|no|yes|not|against|supports?|wants?|can we|could we|should we"
    r"|why|how"
    r"|agrees?|disagrees?|prefers?|opposes?|asks?|thinks?)\b",
    re.IGNORECASE,
)
CODE_ASKS = re.compile(
    r"(?P<label>[A-Z]{2,3}(?:\s?[/,&+]\s?[A-Z]{2,3}| (?:and|et) [A-Z]{2,3})*) "
    r"(?:also |then |again )?(?:asks?|asked|wants?|wanted|says?|said|notes?|noted|prefers?"
    r"|preferred"
    r"|agrees?|agreed|opposes?|opposed|supports?|supported|insists?|objects?|objected|disagrees?"
    r"|thinks?|worried|concerned|against|ok|fine with|will not|would|cannot|could)\b"
)
A_FIGURE = re.compile(r"[\d$€£]|(?:the|a|an)\b|[A-Z]")
WHOLE = re.compile(r"[A-Z\"].*[.?!]\"?$")  # a sentence of its own
SHORT_STATE = re.compile(r"[A-Z]{3}$")
SHORTENED = re.compile(r"[A-Z][a-zà-ÿ]{2,10}\.$")
SPEECHY = re.compile(
    r"^(?:it|this|that|there|let|well|but|perhaps|maybe|indeed|exactly|of course)\b"
    r"|\b(?:we|our|us|i|my|me|must|should|would|could|can|cannot|can't|will|won't|not|no|yes"
    r"|wants?|needs?|supports?|opposes?|opposed|agrees?|agreed|disagree[sd]?"
    r"|concerned|worried|prefers?|asked|asks|against|in favou?r|red lines?|don't|doesn't|thinks?"
    r"|said|says|noted|argue[sd]?|too|enough|thank|thanks|please|stay|keep|shorter|longer|nous"
    r"|notre|pas|non|oui|il faut|merci|doit)\b|\?|^\"",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:will|won't|is|are|was|were|has|have|had|may|might|does|do|did)\b|^[a-zà-ÿ]"
)
FLOOR = re.compile(
    r"\bthank you,? (?:very much,? )?(?P<who>(?P<office>ambassador|madam|mr\b|ms\b|mrs\b|dr\b"
    r"|excellency|minister|general|colonel|professor)|[A-Z]\w+)"
    r"|(?P<given>[A-Z][\w' ]{2,40}?), (?:please(?! (?:see|note|find))|you have the floor|the "
    r"floor is yours|please go ahead"
    r"|over to you|vous avez la parole)"
    r"|\b(?:over to|the floor goes to|floor to|la parole est à|la parole à) (?:you, "
    r")?(?P<over>(?:the |la |le |l')?[A-Za-z]\w+(?: \w+)?)",
    re.IGNORECASE,
)  # fmt: skip
QUESTION = re.compile(
    r"(?:Q|A|Question|Answer|Speaker|Participant|Comment|Réponse|R|P|Intervention|Reply)\s?\d{0,"
    r"2}\s*[\[(–—-]\s*(?P<who>[^\])\n]{2,60})[\])]?$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:q|question|comment|remark|intervention|reply|response|answer|reaction) (?:from|by|de"
    r"|du)\b",
    re.IGNORECASE,
)
FLOOR_HINTS = ("please", "floor", "thank you", "over to", "go ahead", "parole")
LONGEST_LABEL = 9  # words
CODE_AHEAD = re.compile(r"\W*[A-Z]{2,3}\b")
CODE_BEHIND = re.compile(r"[A-Z]{2,3}\W*$")
HEAD, TAIL = 100, 40  # letters of a line in which a label may stand
NAMES_SOMEBODY = re.compile(r"[SJNGRBKOHFT]")
LABELS_A_SPEAKER = re.compile(
    r"^O1[XO]2$|O[vxX]?[RFK]!?$|^X!?1d?[SJOG][^2]*2$|[TB]+[TBoSJd,]*N|P[NS]?N|[RB]!?[olp]d?[SO]"
    r"|J[xX]?[RBFK]"
    r"|S[RB]|^N1[^2]+2$|^[RBK]1|^[dX]?[xX]?[RBF]J"
    r"|[IRmF]1[^2]*[SNOJBK][^2]*2"
)
LABELS_A_GROUP = re.compile(r"d?G(?:[,&]+d?G)*[mDR]?$")
LABELS_A_STATE = re.compile(r"d?[SG](?:[,&]+d?[SG])*a?(?:1[^2]*2)?$")
LABELS_A_NAME = re.compile(r"[XN]?Na?(?:1[^2]*2)?$")
LABELS_A_ROLE = re.compile(r"d?[xXO]{0,2}[KOBR][mF]?$")
NO_LABEL = frozenset("VWYZAghbM")
Names = frozenset[tuple[str, ...]]


def identifies_transcript(
    passage: Passage, path: str, knowledge: Knowledge, allowed: Names, language: str
) -> Iterator[Problem]:
    """No label, initial or code in the margin says whose words follow.

    Bad: `FR: no drawdown before the elections.`
    Good: `One participant asked that no drawdown begin before the elections.`
    """
    low = passage.source.lower()
    hinted = any(hint in low for hint in FLOOR_HINTS)
    offset = 0
    for line in passage.source.split("\n"):
        here, offset = offset, offset + len(line) + 1
        start = BLOCK_START.match(line)
        rest = line[start.end() :] if start and start.lastgroup != "row" else line
        what = _whose(rest, hinted, knowledge, allowed, language)
        if what:
            number, column = passage.position(here + len(line) - len(rest.lstrip()))
            fix = "remove the label and write “one participant asked …” or “one participant said …”"
            yield Problem(path, number, column, "identifies-transcript", what, fix)


def _whose(line: str, hinted: bool, knowledge: Knowledge, allowed: Names, language: str) -> str:
    if hinted and any(hint in line.lower() for hint in FLOOR_HINTS):
        what = _given_the_floor(plain(line), knowledge, allowed, language)
        if what:
            return what
    head = line[:HEAD]
    named = BRACKETED_NAME.match(head)
    if named and named["label"].lower() not in knowledge.generic_labels:
        who = read(named["label"], knowledge, language, frozenset(), allowed)
        patterns = (LABELS_A_NAME, LABELS_A_SPEAKER)
        if not _all_agreed(who) and any(pattern.match(who.tags) for pattern in patterns):
            return "a name in brackets says whose words follow"
    if CODE_AHEAD.match(head) or CODE_BEHIND.search(line[-TAIL:]):
        what = _code_beside(plain(head).strip(), plain(line[-TAIL:]).strip(), knowledge)
        if what:
            return what
    beside = CODE_ASKS.match(head) or DASH.search(head)
    if beside and _is_said_beside(plain(head).strip(), knowledge, allowed, language):
        return "a name, a state or initials say whose point it is"
    if ":" in head or "→" in head or ">" in head or "⇒" in head:
        return _label(plain(line).strip(), knowledge, allowed, language)
    return ""


def _given_the_floor(text: str, knowledge: Knowledge, allowed: Names, language: str) -> str:
    for floor in FLOOR.finditer(text):
        who = floor["who"] or floor["given"] or floor["over"]
        found = read(f"to {who}", knowledge, language, frozenset(), allowed)
        if _all_agreed(found):
            continue
        if floor["office"] or re.search(r"[SNTBJOGKR]", found.tags):
            return "somebody is thanked or given the floor by name, state or title"
    return ""


def _code_beside(text: str, end: str, knowledge: Knowledge) -> str:
    """A code before a dash, in brackets before the point, or after it."""
    found = DASHED.match(text)
    if found and (found["label"] in ("US", "UK") or _are_codes(found["label"], knowledge)):
        return "a state's code says whose point it is"
    for bracketed in (BRACKETED.match(text), AT_END.search(end)):
        if bracketed and bracketed["label"] not in ("US", "UK", "EU", "UN"):
            also_words = bracketed.start("label") == 1
            if _are_codes(bracketed["label"], knowledge, also_words=also_words):
                return "a state's code says whose point it is"
    return ""


def _label(text: str, knowledge: Knowledge, allowed: Names, language: str) -> str:
    text, timed = TIME.subn("", text)
    found = LABEL.match(text)
    if not found:
        return ""
    label, rest = found["label"].strip(" \"'-–—[]"), found["rest"].strip()
    low = " ".join(label.lower().split())
    generic = knowledge.generic_labels
    if not rest or low in generic or low.rstrip("0123456789. ") in generic:
        return ""
    if CODES.match(label) and (_are_codes(label, knowledge) or found["mark"] != ":"):
        return "a state's code says whose words follow"
    if INITIALS.match(label):
        letters = label.replace(".", "").replace(" ", "")
        if letters not in knowledge.no_initials and letters not in knowledge.acronyms:
            return "initials say whose words follow"
    question = QUESTION.match(label)
    if question:
        who = read(question["who"], knowledge, language, frozenset(), allowed)
        named = NAMES_SOMEBODY.search(who.tags) or _are_codes(question["who"], knowledge)
        return "brackets say who asked or answered" if named and not _all_agreed(who) else ""
    if len(label.split()) > LONGEST_LABEL:
        return ""
    who = read(label, knowledge, language, frozenset(), allowed)
    if _all_agreed(who):
        return ""
    if FROM.match(label) and NAMES_SOMEBODY.search(who.tags.replace("Q", "").replace("q", "")):
        return "a label says who asked or answered"
    if SHORTENED.match(label) and low.rstrip(".") not in generic | knowledge.abbreviations:
        return "a shortened name says whose words follow"
    if SHORT_STATE.match(label) and label.lower() in knowledge.short_states and len(rest) < 120:
        return "a shortened state says whose words follow"
    if _is_guest(who) and not A_FIGURE.match(rest):
        return "a label says which state's words follow"
    return _speaker(who.tags, rest, arrow=bool(timed) or found["mark"] != ":")


def _is_guest(who: Sentence) -> bool:
    """A state that hosts no mission: a label with its name is no topic."""
    states = who.states_of(0, len(who.tags))
    hosts = who.knowledge.hosts
    return bool(LABELS_A_STATE.match(who.tags) and states) and not states & hosts


def _is_said_beside(text: str, knowledge: Knowledge, allowed: Names, language: str) -> bool:
    """Say whether a code with a verb, or a name before a dash, tells whose point it is."""
    coded = CODE_ASKS.match(text)
    if coded and _are_codes(coded["label"], knowledge, also_words=True):
        return True
    dashed = DASHED_NAME.match(text)
    if not dashed or not SPEECHY_START.match(dashed["rest"]):
        return False
    label = dashed["label"]
    if len(label) in (2, 3, 4) and label.isupper():
        return dashed["rest"][0] == '"' and label not in knowledge.acronyms
    who = read(label, knowledge, language, frozenset(), allowed)
    if _all_agreed(who) or who.states_of(0, len(who.tags)) & knowledge.hosts:
        return False
    patterns = (LABELS_A_STATE, LABELS_A_NAME, LABELS_A_SPEAKER, LABELS_A_GROUP)
    return any(pattern.match(who.tags) for pattern in patterns)


def _speaker(tags: str, rest: str, *, arrow: bool) -> str:
    """Say whether the tags of a label are those of a speaker, by what follows where it is open."""
    if not NO_LABEL.isdisjoint(tags):
        return ""
    speech = arrow or bool(SPEECHY.search(rest))
    sentence = speech or bool(FINITE.search(rest))
    sentence = sentence or bool("K" in tags and WHOLE.match(rest))
    if LABELS_A_SPEAKER.search(tags) or (LABELS_A_ROLE.match(tags) and "K" in tags and sentence):
        return "a label says whose words follow"
    if (LABELS_A_GROUP.match(tags) and sentence) or (LABELS_A_STATE.match(tags) and speech):
        return "a label says which state's words follow"
    if (LABELS_A_NAME.match(tags) or LABELS_A_ROLE.match(tags)) and speech:
        return "a name as a label says whose words follow"
    return ""


def _are_codes(label: str, knowledge: Knowledge, *, also_words: bool = False) -> bool:
    codes = re.findall(r"[A-Z]{2,3}", label)
    if not codes or not re.fullmatch(r"(?:[A-Z]{2,3}|[/,&+ ]|and|et)+", label):
        return False
    known = all(code in knowledge.codes and code not in knowledge.acronyms for code in codes)
    no_codes = knowledge.no_codes - (knowledge.words_and_codes if also_words else frozenset())
    return known and (len(codes) > 1 or codes[0] not in no_codes)


def _all_agreed(who: Sentence) -> bool:
    """Say whether those named agreed, and nothing else tells who they are."""
    names = [at for at, tag in enumerate(who.tags) if tag == "N"]
    return bool(names) and set(names) <= who.allowed and not re.search(r"[SJRBG]", who.tags)
