"""Layout: labels, cells, brackets, lists and marks that say who spoke or took part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workshop_notes.guard.known import (
    Finding,
    Known,
    capitals,
    found_in,
    pattern,
    state_codes,
    tag,
)
from workshop_notes.guard.passage import Block
from workshop_notes.guard.reading import FIRST_NAME, KINDS, Token, read
from workshop_notes.guard.weighing import reason_of, somebody

LABEL = re.compile(
    r"\W*(?:\d\d?:\d\d(?::\d\d)?\W*)?(?P<who>[^:;.!?\"]{1,90}?|[^:;!?\"]{1,40}?)[\])*]{0,3}\s*"
    r"(?P<mark>::?|>>|→|[=-]>|\s[-—–]{1,2}\s|\s?—\s?)(?P<rest>\s*\S.*)?$",
    re.DOTALL,
)
BRACKETED = re.compile(r"(?<=\w[\w.!?\"'] )[\[(](?P<who>[^()\[\]]{2,80})[\])][.!]?$")
BRACKETED_LABEL = re.compile(
    r"^\W*[^().:]{1,40} [(\[](?P<who>[^()\[\]]{2,40})[)\]]\*{0,2}(?:[.:]| [–—-] )"
)
BRACKET_FIRST = re.compile(r"^(?:[*_ -]|[A-Z\d]\. )*[(\[](?P<who>[^()\[\]]{2,40})[)\]] (?=\w)")
BRACKETED_TALK = re.compile(r"(?P<talk>[a-z]+) [\[(](?P<who>[^()\[\]]{2,80})[\])]")
AFTER_QUOTATION = re.compile(r"\"[.,]?\s*[,—–-]{1,2}\s*(?P<who>[^\"]{2,80})$")
ASKED = re.compile(r"\W*(?P<who>[^.,;:!?]{2,40})\?\s+\w")
# Where somebody stands, and the sign without which there is none.
WHOLE = (
    (BRACKETED, "("), (BRACKETED, "["), (BRACKET_FIRST, "("), (BRACKET_FIRST, "["),
    (BRACKETED_LABEL, "("), (BRACKETED_LABEL, "["), (AFTER_QUOTATION, '"'), (ASKED, "?"),
)  # fmt: skip
INITIALS_DID = re.compile(r"\W*(?P<who>[A-Z]{2}) (?P<did>[a-z]+)\b")  # [AH leaves 10:40]
VOICE = re.compile(r"<v(?:\.\w+)* (?P<who>[^<>\n]{1,80})>")
LISTED = frozenset(["official", "affiliation", "delegation", "description"])
TELLING = frozenset(
    ["state", "bloc", "demonym", "name", "listed", "organization", "acronym", "place"]
)
OWNERS = frozenset(["state", "demonym", "organization", "bloc", "place"])
PEOPLE = frozenset(["state", "organization", "bloc", "demonym", "mission", "acronym"])
PROSE = 3  # words
OFFICES, PERSON, MAY_SPEAK, ROLES = (
    tag(name) for name in ("offices", "person", "may_speak", "roles")
)
AN_OFFICE = tag("offices", "persons", "titles")
PAST, FINITE, TALKED = tag("pasts"), tag("finite"), tag("talk", "small_talk")
MARK, LONGEST_LABEL = re.compile(r"[:→>—–-]"), 140
LABEL_JOINS, PREPOSITION = tag("label_joins"), tag("prepositions")
ADVERB, DOCUMENT, NOBODY = tag("adverbs"), tag("documents"), tag("nobody")
DETERMINER, INDEFINITE = tag("determiners"), tag("indefinite")
SENT = tag("delegations", "talk")
# What a label that stands alone is made of, and what a view holds and a fact does not.
ALONE = frozenset(["state", "organization", "bloc", "demonym", "acronym", "place"])
BARE = tag("offices", "persons", "person", "titles", "label_joins", "determiners", "delegations")
BARE |= tag("prepositions", "breaks", "personal_titles")
WISHED, ENDED = tag("modals"), (".", "!", "?", "…", '"')
SHORT_HEAD, LONG_TEXT = 40, 80  # letters of what may head a text, and of what is headed no more
QUOTED, DASH = re.compile(r"^\s*>|\"$"), re.compile(r"(?:[—–]|--+)[ *_]*$")
LONGEST_ROLE, LONGEST_NAME = 9, 12  # words


def layout(blocks: Sequence[tuple[Block, Known]], source: str) -> Iterator[tuple[Block, Finding]]:
    """Give what the layout of blocks tells of who spoke or took part, each with its block.

    With each block stands what is known in its language.
    """
    above = _Above(source)
    for block, known in blocks:
        for label in above.read(block, known):
            yield label, Finding("label", 0, len(label.text))
        for finding in _of_block(block, known, above):
            yield block, finding


class _Above:
    """What stands above a block: a heading or the like, the heads of its columns, a label alone."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._heading = ""
        self._before: Block | None = None
        self._label: Block | None = None
        self._begun = False  # before the first sentence stands who publishes
        self.heads: dict[int, Block] = {}

    def heading_of(self, block: Block) -> str:
        """Give the heading above a block that is not itself that heading."""
        return "" if block.text.startswith(self._heading) else self._heading

    def read(self, block: Block, known: Known) -> Iterator[Block]:
        """Go on to a block; give the labels that say alone whose view it is, or whose stood above.

        A heading goes on to the next of its rank. At the head of a column is whose views are below.
        """
        short = len(block.text) < SHORT_HEAD and not block.text.endswith(".")
        if block.kind == "heading" or (short and block.kind == "paragraph"):
            self._heading = block.text.strip(" :*")
        elif block.kind == "paragraph" and len(block.text) > LONG_TEXT:
            self._heading = ""
        if block.row == 1:
            goes_on = self._before is not None and self._before.row == 1
            self.heads = {**(self.heads if goes_on else {}), block.column: block}
        elif block.row and (head := self.heads.get(block.column)) and _is_label(head, known):
            yield from [head] * _is_view(block, known)
        yield from self._labels(block, known)
        if self._before and self._before.text.endswith(",") and len(self._before.text) < SHORT_HEAD:
            yield from [block] * _is_first_name(block, known)  # Best, / Ann
        self._begun = self._begun or block.text.endswith(ENDED)
        self._before = block

    def _labels(self, block: Block, known: Known) -> Iterator[Block]:
        mark, over, before = self._marks(block), self._label, self._before
        own = self._marks(over) if over else ""
        deep = over and over.kind == "item" and len(mark) > len(own)
        headed = over and over.kind == "heading"
        self._label = None
        if block.kind != "cell" and _is_label(block, known):
            if before and _is_view(before, known, ended=True):
                said = f"{self._marks(before)}{before.text}"
                yield from [block] * bool(QUOTED.search(said) or DASH.search(mark))
            publishes = any(one.kind == "organization" for one in read(block.text, known).tokens)
            self._label = block if self._begun or not publishes else None
        elif over and block.kind == "heading":
            self._label = over if headed and mark.count("#") > own.count("#") else None
        elif over and block.kind != "cell":
            if _is_view(block, known, ended=not (deep or headed or ":" in mark)):
                yield over
            elif deep or headed:
                self._label = over

    def _marks(self, block: Block) -> str:
        """Give what stands before a block in its line: marks and spaces."""
        start = block.offset(0)
        return self._source[self._source.rfind("\n", 0, start) + 1 : start]


def _of_block(block: Block, known: Known, above: _Above) -> Iterator[Finding]:
    """Give what a block's own layout tells, and its place below a heading or head of a column."""
    text, under = block.text, above.heading_of(block)
    if MARK.search(text, 0, LONGEST_LABEL) and (label := LABEL.match(text)):
        if label["who"].strip() in known.grammar["labels"] and label["rest"]:
            label = LABEL.match(text, label.start("rest")) or label  # Q – Norway: …
        yield from _labelled(label, block, known)
    for found in _marked(block, known):
        sure = "[" in found.group() or found.re is BRACKETED_LABEL
        told = sure and any(map(_tells, read(found["who"], known).tokens))
        if told or _is_speaker(found["who"], known, True):
            yield Finding("label", *found.span("who"))
    did = INITIALS_DID.match(text)
    acted = did and known.project.tags[did["did"]] & (PAST | FINITE)
    if did and acted and _is_short(read(did["who"], known).tokens[0], known):
        yield Finding("label", *did.span("who"))
    if block.kind == "cell":
        yield from _cell(block, known, above.heads.get(block.column))
    if under and found_in("attendance", f"{under}: x") and block.kind != "heading":
        yield from _people(text, 0, known)


def _is_label(block: Block, known: Known) -> bool:
    """Say whether a block is nothing but who may have spoken: a state, an office, initials."""
    text = block.text.strip(" :*_")
    if not text or text[-1] in ".!?;," or len(text.split()) > LONGEST_NAME:
        return False
    tokens = [one for one in read(text, known).tokens if one.kind != "mark"]
    if not tokens or tokens[-1].tags & LABEL_JOINS:
        return False
    of = next((at for at, one in enumerate(tokens) if one.tags & PREPOSITION), 0)
    led = tokens[: of if tokens[of - 1].tags & OFFICES else None]  # Head of mission
    bare = all(one.kind in ALONE or one.tags & BARE or _is_short(one, known) for one in led)
    explained = any(one.text in known.acronyms for one in tokens)
    return bare and not explained and _is_speaker(text, known, True)


def _is_first_name(block: Block, known: Known) -> bool:
    """Say whether a block is a first name and nothing else."""
    return block.text.istitle() and bool(known.project.tags[block.text.lower()] & FIRST_NAME)


def _is_view(block: Block, known: Known, *, ended: bool = False) -> bool:
    """Say whether a block may be somebody's view, and, where it must be, a sentence to its end.

    Numbers are facts where nothing should be; what participants said is the note's own telling.
    """
    text = block.text.rstrip()
    if (ended and not text.endswith(ENDED)) or found_in("public", text) or _is_label(block, known):
        return False
    tags = read(text, known).tags
    return not tags & MAY_SPEAK and bool(tags & WISHED or not tags & KINDS["number"])


def _marked(block: Block, known: Known) -> Iterator[re.Match[str]]:
    """Give what stands in brackets or after a quotation, where a source does; see `WHOLE`."""
    text = block.text
    places = [expression for expression, sign in WHOLE if sign in text]
    for expression in places:
        found = expression.search(text)
        if found and not (expression is ASKED and block.kind == "heading"):
            before = text[: found.start()].split()[-1:]
            of_a_name = bool(before) and before[0][:1].isupper() and len(before[0]) > 1
            of_a_name = of_a_name and not before[0].endswith(ENDED)
            if not (of_a_name or (found_in("public", text) and not found_in("room", text))):
                yield found
    for found in BRACKETED_TALK.finditer(text) if places else ():
        word = found["talk"]
        if known.project.tags[word] & TALKED or pattern("talked_about").fullmatch(word):
            yield found


def _labelled(label: re.Match[str], block: Block, known: Known) -> Iterator[Finding]:
    """Give who is told before a colon or dash, or listed after one."""
    who, rest = label["who"], (label["rest"] or "").strip()
    if len(who.split()) > LONGEST_NAME:
        return
    colon = label["mark"][-1] in ":>→"
    numeric = (rest[:1].isdigit() or not rest) and block.kind != "heading"
    # After an arrow one speaks or is chosen from a menu: `Révision → Accepter`.
    if label["mark"][-1] == ":" and (_are_codes(rest, known) or _are_listed(rest, known)):
        yield Finding("list", label.start("rest"), label.end("rest"))
    elif colon and found_in("attendance", f"{who}: x"):
        yield from _people(block.text, label.start("rest"), known)
    elif not numeric and _is_speaker(who, known, colon):
        yield Finding("label", label.start("who"), label.end("who"))


def _are_listed(text: str, known: Known) -> bool:
    """Say whether what follows a colon is a list of persons and institutions, no sentence."""
    items = [read(one, known) for one in text.rstrip(" .").split(",")]
    if len(items) < 2 or any(one.tags & (PAST | FINITE) for one in items):
        return False
    told = [[reason_of(one.tokens, at) for at in somebody(one)[:1]] for one in items]
    return all(told) and sum(one[0] in LISTED for one in told) * 2 >= len(items)


def _is_speaker(text: str, known: Known, sure: bool) -> bool:
    """Say whether a label consists of nothing but whoever spoke."""
    if _are_codes(text, known):
        return True
    tokens = [
        token
        for token in read(text, known).tokens
        if token.low == "(" or (token.kind != "mark" and not token.tags & ADVERB)
    ]
    if len(tokens) < 2 and (not tokens or (sure and _is_short(tokens[0], known))):
        return bool(tokens)
    inside = next((n for n, token in enumerate(tokens) if token.low == "("), len(tokens))
    if any(map(_tells, tokens[inside:])):
        return True
    words = [
        one for one in tokens if (not one.kind and not one.tags & LABEL_JOINS) or one.tags & OFFICES
    ]
    if not words:
        return _are_names(tokens, known)
    if re.fullmatch("[A-Z]{3}", tokens[-1].text) and _are_codes(tokens[-1].text, known):
        return True  # PRs of NOR and KEN
    own = any(one.kind in OWNERS for one in tokens)
    if own and any(one.tags & SENT or one.low == "mission" for one in words):
        return True
    return _is_role(tokens, words, known, sure)


def _tells(token: Token) -> bool:
    """Say whether what stands in brackets tells who somebody is."""
    person = token.tags & PERSON and not token.tags & MAY_SPEAK
    return token.kind in TELLING or bool(person)


def _are_codes(text: str, known: Known) -> bool:
    """Say whether a text is one or more codes of states: `NOR/CHE`."""
    parts = [part for part in re.split(r"[/,&+ ]+", text.strip()) if part not in ("and", "et", "")]
    codes = bool(parts) and all(part in state_codes() for part in parts)
    return codes and (len(parts) > 1 or parts[0] not in known.grammar["not_codes"])


def _are_names(tokens: Sequence[Token], known: Known) -> bool:
    """Say whether a label is made of states, but for hosts, which are topics, too."""
    kinds = {token.kind for token in tokens}
    if kinds & {"bloc", "demonym", "organization"}:
        return True
    places = [token for token in tokens if token.kind in ("state", "place")]
    hosts = all(token.low in known.project.hosts for token in places)
    named = "state" in kinds or tokens[0].low in capitals()
    return bool(places) and "number" not in kinds and not hosts and named


def _is_role(tokens: Sequence[Token], words: Sequence[Token], known: Known, sure: bool) -> bool:
    """Say whether a label is somebody's role: `Harbour master`, `The mayor of Tarn`."""
    if any(token.kind == "number" for token in tokens) or len(tokens) > LONGEST_ROLE:
        return False
    if len(tokens) > 1 and tokens[1].tags & DETERMINER and not tokens[1].tags & PREPOSITION:
        return False  # Mark the date: …
    last = words[-1]
    if len(tokens) == 2 and tokens[0].tags & INDEFINITE and not last.tags & OFFICES:
        return False  # One skipper: …
    free = last.tags & (MAY_SPEAK | DOCUMENT) or last.low in known.grammar["of_the_world"]
    qualified = 1 < len(tokens) < (LONGEST_ROLE if sure else 4)
    led = any(token.tags & PREPOSITION for token in tokens)
    if qualified and last is tokens[-1] and last.tags & PERSON and not (free or led):
        return True
    if not any(map(_is_office, words)):
        return False
    return not all(token.tags & (MAY_SPEAK | NOBODY) for token in words)


def _is_short(token: Token, known: Known) -> bool:
    """Say whether a label is initials or an abbreviation that nothing explains."""
    if re.fullmatch(r"(?:[A-Z]\.){2,3}", token.text):
        return True
    if len(token.text) == len("YO") and token.text.isupper() and not token.kind:
        return token.text not in known.grammar["labels"]
    return token.kind == "acronym" and token.text not in known.grammar["labels"]


def _is_office(token: Token) -> bool:
    return bool(token.tags & AN_OFFICE or (token.tags & PERSON and token.tags & ROLES))


def _cell(block: Block, known: Known, head: Block | None) -> Iterator[Finding]:
    told = head is not None and bool(pattern("who_column").match(head.text))
    prose = any(_is_prose(cell.split(), known) for cell in block.beside)
    who = somebody(read(block.text, known))
    if (block.row > 1 or prose) and (told or prose) and _is_speaker(block.text, known, True):
        yield Finding("label", 0, len(block.text))
    elif told and block.row > 1 and who:
        yield Finding("list", 0, len(block.text))


def _is_prose(words: Sequence[str], known: Known) -> bool:
    """Say whether a cell holds what somebody said or did: `spoke of money`."""
    several = len(words) > PROSE and any(word.islower() and len(word) > PROSE for word in words)
    tells = several or (len(words) > 1 and known.project.tags[words[0]] & PAST)
    return bool(tells) and not any(map(str.isdigit, "".join(words)))


def _people(text: str, start: int, known: Known) -> Iterator[Finding]:
    """Give the first of the people who are listed in a text from a place on."""
    sentence = read(text, known)
    for token in sentence.tokens:
        person = token.capital and _is_office(token)
        sent = token.low in sentence.grammar["delegations"] or token.low in capitals()
        if token.start >= start and (token.kind in PEOPLE or person or sent):
            yield Finding("list", token.start, token.end)
            return
