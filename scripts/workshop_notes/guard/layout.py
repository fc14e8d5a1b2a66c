"""Layout: labels, cells, brackets, lists and marks that say who spoke or took part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workshop_notes.guard.finding import Finding
from workshop_notes.guard.known import Known, tag
from workshop_notes.guard.passage import Block
from workshop_notes.guard.patterns import found_in, pattern, patterns
from workshop_notes.guard.reading import CAPITAL, KINDS, Sentence, Token, is_first_name, read
from workshop_notes.guard.speakers import capitals, who_is

LABEL = re.compile(
    r"\W*(?:\d\d?:\d\d(?::\d\d)?\W*)?(?P<who>[^:;.!?\"]{1,90}?|[^:;!?\"]{1,40}?)[\])*]{0,3}\s*"
    r"(?P<mark>::?|>>|→|=>|\s[-—–]{1,2}\s|\s?—\s?)(?P<rest>\s*\S.*)?$",
    re.DOTALL,
)
BRACKETED = re.compile(r"(?<=\w[\w.!?\"'] )[\[(](?P<who>[^()\[\]]{2,80})[\])][.!]?$")
BRACKETED_LABEL = re.compile(r"^\W*[^().:]{1,40} [(\[](?P<who>[^()\[\]]{2,40})[)\]]\*{0,2}[.:]")
BRACKET_FIRST = re.compile(r"^[*_ -]*[(\[](?P<who>[^()\[\]]{2,40})[)\]] (?=\w)")
BRACKETED_TALK = re.compile(r"(?P<talk>[a-z]+) [\[(](?P<who>[^()\[\]]{2,80})[\])]")
AFTER_QUOTATION = re.compile(r"\"[.,]?\s*[,—–-]{1,2}\s*(?P<who>[^\"]{2,80})$")
VOICE = re.compile(r"<v(?:\.\w+)* (?P<who>[^<>\n]{1,80})>")
TELLING = frozenset(["state", "bloc", "demonym", "name", "listed"])
PLACED = frozenset(["state", "bloc", "demonym", "organization", "mission", "acronym"])
PROSE = 3  # words
OFFICES, PERSON, MAY_SPEAK, ROLES = (
    tag(name) for name in ("offices", "person", "may_speak", "roles")
)
AN_OFFICE = tag("offices", "persons", "titles")
MODAL, STRICT, FINITE, SPEECH = (tag(one) for one in ("modals", "strict", "finite", "speech"))
UNIT, TALKED = tag("delegations", "organs", "group"), tag("talk", "small_talk")
SHORT_ANSWERS = ("no", "no.", "no,", "yes", "yes,", "yes.", "not", "agreed", "agreed.")
MARK, LONGEST_LABEL = re.compile(r"[:→>—–-]"), 140
CALLS, LABEL_JOINS, PREPOSITION = tag("of_calls"), tag("label_joins"), tag("prepositions")
A_TELLING, A_PLACE = (sum(KINDS[kind] for kind in kinds) for kinds in (TELLING, PLACED))


def layout(block: Block, known: Known, under: str, header: Sequence[str]) -> Iterator[Finding]:
    """Give what a block's layout tells of who spoke or took part.

    `under` is the heading above it; `header` holds the cells of its table's first row.
    """
    text = block.text
    label = LABEL.match(text) if MARK.search(text, 0, LONGEST_LABEL) else None
    if label and label["who"].strip() in known.grammar["labels"] and label["rest"]:
        # Q – Norway: …
        label = LABEL.match(text, label.start("rest")) or label
    if label and label["who"] and len(label["who"].split()) <= 12:
        rest = (label["rest"] or "").strip()
        numeric = rest[:1].isdigit() or not rest
        attended = found_in("attendance", f"{label['who']}: x") and ":" in label["mark"]
        if attended:
            yield from _people(text, label.start("rest"), known, everything=True)
        elif not (numeric and block.kind != "heading") and (
            _is_speaker(label["who"], known, ":" in label["mark"])
            or _is_elided(label["who"], rest, known)
        ):
            yield Finding("label", label.start("who"), label.end("who"))
    bracketed = "(" in text or "[" in text
    within = (BRACKETED, BRACKET_FIRST, BRACKETED_LABEL) if bracketed else ()
    for expression in (*within, *([AFTER_QUOTATION] if '"' in text else ())):
        found = expression.search(text)
        if found and _is_speaker(found["who"], known, True):
            before = text[: found.start()].split()[-1:]
            if not (before and before[0][:1].isupper() and len(before[0]) > 1):
                yield Finding("label", *found.span("who"))
    for found in BRACKETED_TALK.finditer(text) if bracketed else ():
        told = known.project.tags[found["talk"]] & TALKED or pattern("talked_about").fullmatch(
            found["talk"]
        )
        if told and _is_speaker(found["who"], known, True):
            yield Finding("label", *found.span("who"))
    if block.kind == "cell":
        yield from _cell(block, known, header)
    if under and found_in("attendance", f"{under}: x") and block.kind != "heading":
        yield from _people(text, 0, known, everything=True)


def listed(sentence: Sentence) -> Iterator[Finding]:
    """Give states and organizations that a sentence says took part, or that it calls upon."""
    tags = sentence.tags
    told = tags & A_PLACE or (tags & CAPITAL and tags & (AN_OFFICE | PERSON))
    for found in pattern("attendance").finditer(sentence.text) if told else ():
        if found.start() > 60 and ":" in found.group():
            continue
        yield from _named_in(sentence, found.start(), everything="brought" not in found.group())
        break
    for found in patterns("stance")[0].finditer(sentence.text) if tags & A_TELLING else ():
        token = next((one for one in sentence.tokens if one.start >= found.start("who")), None)
        if token and token.kind in TELLING and not found_in("public", sentence.text):
            yield Finding("state", token.start, token.end)
    for found in pattern("called_upon").finditer(sentence.text) if tags & CALLS else ():
        # "Thank you, Norway" calls upon somebody; "thank Norway for its money" does not.
        thanked = found.group().lower().startswith(("thank", "merci", "remerc"))
        money = thanked and found_in("funding", sentence.text)
        for token in sentence.tokens:
            near = found.start() <= token.start < found.end() + 25
            person = token.low in sentence.grammar["offices"] and token.capital
            somebody = token.kind in ("", "place") and is_first_name(token, sentence.known)
            told = (token.kind in TELLING or person) and not money
            if near and (told or (thanked and somebody)):
                yield Finding("label", token.start, token.end)
                break


def _is_speaker(text: str, known: Known, sure: bool) -> bool:
    """Say whether a label consists of nothing but whoever spoke."""
    if text.strip() in known.states and text.strip() not in known.grammar["not_codes"]:
        return True
    parts = re.split(r"[/,&+ ]+", text.strip())
    if len(parts) > 1 and all(part in known.states or part in ("and", "et") for part in parts):
        return True
    sentence = read(text, known)
    tokens = [token for token in sentence.tokens if token.kind != "mark" or token.low == "("]
    if not tokens:
        return False
    inside = next((n for n, token in enumerate(tokens) if token.low == "("), -1)
    within = tokens[inside:] if inside >= 0 else []
    if any(
        one.kind in TELLING | {"organization", "acronym"}
        or (one.tags & PERSON and not one.tags & MAY_SPEAK)
        for one in within
    ):
        return True
    kinds = {token.kind for token in tokens}
    if len(tokens) == 1 and sure and _is_short(tokens[0], known):
        return True
    words = [
        token
        for token in tokens
        if (token.kind == "" and not token.tags & LABEL_JOINS)
        or token.low in known.grammar["offices"]
    ]
    if not words:
        hosts = all(
            token.low in known.hosts for token in tokens if token.kind in ("state", "place")
        )
        return bool(kinds & {"bloc", "demonym", "organization"}) or (
            bool(kinds & {"state", "place"})
            and "number" not in kinds
            and not hosts
            and ("state" in kinds or tokens[0].low in capitals())
        )
    own = kinds & {"state", "demonym", "organization", "bloc", "place"}
    told = known.grammar["delegations"] | known.grammar["talk"] | {"mission"}
    if own and any(token.low in told for token in words):
        return True
    last = tokens[-1]
    free = known.grammar["of_the_world"] | known.grammar["documents"]
    if 1 < len(tokens) < (9 if sure else 4) and not kinds & {"number"}:
        person = last.tags & PERSON and not last.tags & MAY_SPEAK and last.low not in free
        if person and not any(token.tags & PREPOSITION for token in tokens):
            return True
    if any(_is_office(token) for token in words):
        generic = all(
            token.low in known.grammar["may_speak"] or token.low in known.grammar["nobody"]
            for token in words
        )
        return not generic and len(tokens) <= 9 and not (kinds & {"number"})
    return False


def _is_elided(text: str, rest: str, known: Known) -> bool:
    """Say whether a label is the subject of what follows it: `Treasury – cannot`."""
    words, verb = text.lower().split(), rest.lower().split()[:1]
    if not verb or len(words) > 3 or rest.endswith("?"):
        return False
    tags = known.project.tags
    doing = tags[verb[0]]
    says = verb[0] in SHORT_ANSWERS or (doing & MODAL and verb[0] != "to") or doing & STRICT
    says = says or (doing & FINITE and doing & SPEECH)
    ends = (tags[word] for word in (*words[:1], *words[-1:]))
    return bool(says) and any(one & UNIT and not one & MAY_SPEAK for one in ends)


def _is_short(token: Token, known: Known) -> bool:
    """Say whether a label is initials or an abbreviation that nothing explains."""
    if re.fullmatch(r"(?:[A-Z]\.){2,3}", token.text):
        return True
    return token.kind == "acronym" and token.text not in known.grammar["labels"]


def _is_office(token: Token) -> bool:
    return bool(token.tags & AN_OFFICE or (token.tags & PERSON and token.tags & ROLES))


def _cell(block: Block, known: Known, header: Sequence[str]) -> Iterator[Finding]:
    column = block.beside.index(block.text) if block.text in block.beside else -1
    told = 0 <= column < len(header) and bool(pattern("who_column").match(header[column]))
    prose = any(len(cell.split()) > PROSE and not re.search(r"\d", cell) for cell in block.beside)
    who = [who for who in who_is(read(block.text, known), 0, 99) if who.reason]
    if block.row > 1 and (told or prose) and _is_speaker(block.text, known, True):
        yield Finding("label", 0, len(block.text))
    elif told and block.row > 1 and who:
        yield Finding("list", 0, len(block.text))


def _people(text: str, start: int, known: Known, *, everything: bool) -> Iterator[Finding]:
    yield from _named_in(read(text, known), start, everything=everything)


def _named_in(sentence: Sentence, start: int, *, everything: bool) -> Iterator[Finding]:
    kinds = {
        "state",
        "organization",
        "bloc",
        "demonym",
        *(["mission", "acronym"] if everything else ()),
    }
    told = [token for token in sentence.tokens if token.start >= start]
    for token in told:
        person = everything and token.capital and _is_office(token)
        delegation = everything and token.low in sentence.grammar["delegations"]
        if token.kind in kinds or person or delegation:
            yield Finding("list", token.start, token.end)
            return
