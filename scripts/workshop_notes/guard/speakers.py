"""Speakers: whoever holds a view is nobody in particular, or it is a finding.

A sentence is read for the parts that hold a view: the subject of a verb, the agent of a passive,
the owner of a remark, the source that words like `according to` lead to, and whoever is only
mentioned, but so that one person fits. One rule judges them all; see `_stops`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

# fmt: off
# isort: off
from workshop_notes.guard.classes import (
    ADVERBS, AFFIRMS, AFTER_A_PRESENT, ANYWHERE, ATTITUDES, AUXILIARIES, BE, BEFORE_A_VERB, BREAKS,
    DECLARE, DEED, DELEGATIONS, DETERMINERS, DO, DOCUMENTS, EITHER, FEW, FINITE, GERUNDS, GROUP,
    GUESTS, HAVE, HELD, INDEFINITE, INSTITUTIONS, JOINS, LEADING, MAY_SPEAK, MODALS,
    MONTHS_AND_MODALS, NEUTRAL, NOBODY, OBJECTS, OF, OFFICES, OF_IDIOMS, OF_LINKS, ONE,
    OPENING_OPINION, ORGANS, OWNING, PASTS, PEOPLE, PERSON, POSTED, PREPOSITIONS, PRESENT,
    REGION_MEMBERS, SEEMED, SMALL_TALK, SPEECH, STATE_ACT, TALK, THE, TOPICS, UNITS, WHO,
)
# isort: on
# fmt: on
from workshop_notes.guard.finding import Finding, Reason
from workshop_notes.guard.known import states
from workshop_notes.guard.patterns import found_in, pattern
from workshop_notes.guard.reading import CAPITAL, KINDS, Sentence, Token

STOPS, LEADS = PREPOSITIONS | BREAKS | AUXILIARIES, MODALS | AUXILIARIES
TALKED, MENTIONED = TALK | SMALL_TALK, GUESTS | PERSON | KINDS["demonym"]
CAPITALIZED = DOCUMENTS | INSTITUTIONS | MONTHS_AND_MODALS
MAY_BE_VERB = SPEECH | PASTS | FINITE | ATTITUDES | OF_IDIOMS | AUXILIARIES
Role = Literal["subject", "agent", "owner", "source", "opinion", "mention", "room"]
Manner = Literal["speech", "declared", "deed", "other", "modal"]
AFFILIATED = frozenset(
    ["demonym", "state", "place", "organization", "mission", "name", "bloc", "acronym", "listed"]
)
VIEWS: frozenset[Reason] = frozenset(
    ["state", "bloc", "organization", "delegation", "person", "official", "affiliation", "name"]
)
BREAKING_MARKS = frozenset(';:(.!?[—–…"|<>')
CLOSING = frozenset(",)-–—")
OPENING = frozenset(',(-–—;:"')
PARTICIPLE = re.compile(r"(?:é|ée|és|ées|i|is|it|u|us|ert|os)$")  # of a French verb
PRESENT_FORM = re.compile(r"(?:[^aeé]e|ent|[^n]t|d)(?<!rait)(?<!raient)$")  # French
WHAT_WAS_SAID = re.compile(r"\b(?:that|que|qu')\b")
MISSIONS = frozenset(["mission", "missions"])
OF_ORIGIN = frozenset(["affiliation", "delegation", "organization"])


class Verb(NamedTuple):
    """A verb that somebody is the subject of: its tokens from the first auxiliary on."""

    start: int
    at: int
    manner: Manner
    lemma: str
    doubtful: bool = False  # a form that may be a noun


class Who(NamedTuple):
    """What a noun phrase says of whom it names: a reason, or none, and the token that tells."""

    reason: Reason | None
    at: int
    many: bool = False
    thing: bool = False
    guest: bool = False  # one of those whom a workshop has: whatever they do is of the room
    world: bool = False  # a state or an organ of one, which acts in public


class Phrase(NamedTuple):
    """A noun phrase: its first token, its head, its end, and where what qualifies it begins."""

    start: int
    head: int
    after: int
    end: int


class Part(NamedTuple):
    """A part of a sentence that holds a view: how, who, and the verb of a subject."""

    role: Role
    who: Who
    verb: Verb | None = None


def speakers(sentence: Sentence) -> Iterator[Finding]:
    """Give whoever is said to have spoken, and is not one of those who may be."""
    if not sentence.tells:
        return
    for part in chain(
        _subjects(sentence), _agents(sentence), _owners(sentence), _framed(sentence),
        _sources(sentence), _mentions(sentence),
    ):  # fmt: skip
        if _stops(sentence, part):
            token = sentence.tokens[part.who.at]
            yield Finding(part.who.reason or "name", token.start, token.end, part.who.many)


def who_is(sentence: Sentence, start: int, stop: int = 9999) -> list[Who]:
    """Say whom the noun phrases from a token on name; `stop` is the first token beyond them."""
    tokens, found = sentence.tokens, []
    at, stop = start, min(stop, len(tokens))
    while at < stop:
        phrase = noun_phrase(sentence, at, stop)
        if phrase.head < 0:
            break
        found.append(_who(sentence, phrase))
        at = phrase.end
        while at < stop and tokens[at].tags & JOINS:
            at += 1
        if at == phrase.end or at >= stop:
            break
        if tokens[at - 1].low == "," and tokens[at].kind not in AFFILIATED:
            break
    return found


def noun_phrase(sentence: Sentence, start: int, stop: int) -> Phrase:
    """Read one noun phrase with what qualifies it; its head is -1 where there is none."""
    tokens = sentence.tokens
    head, at = -1, start
    stop = min(stop, len(tokens))
    while at < stop:
        token = tokens[at]
        low, tags = token.low, token.tags
        if token.kind == "mark" or low == "'s":
            if low not in ("*", "_", "'", ".") and (low != "'s" or head < 0):
                break
            at += 1
            continue
        if tags & (BREAKS | AUXILIARIES):
            break
        if tags & PREPOSITIONS and (head >= 0 or not tags & DETERMINERS):
            break
        if head >= 0 and not token.kind and not token.capital and _ends(sentence, at, stop):
            break
        if not tags & (DETERMINERS | ADVERBS):
            head = at
        at += 1
    if head < 0 and at > start and tokens[at - 1].tags & NOBODY:
        head = at - 1  # those who …
    after = at
    while head >= 0 and at < stop:
        at, before = _end_of_qualifier(sentence, at, stop, at > after), at
        if at == before:
            break
    return Phrase(start, head, after, at)


def _ends(sentence: Sentence, at: int, stop: int) -> bool:
    """Say whether a small word ends the noun phrase before it: a verb, or another's beginning."""
    tokens = sentence.tokens
    tags = tokens[at].tags
    if tags & PASTS:
        return tokens[at - 1].low != "'s"  # `Haiti's stalled transition`
    led = tokens[at + 1] if tags & GERUNDS and at + 1 < stop else None
    gerund = led and (led.kind not in ("", "mark") or led.tags & DETERMINERS)
    present = tokens[at].low == "present" and tokens[at - 1].tags & (PERSON | PEOPLE | MAY_SPEAK)
    return bool(gerund or present or tags & (DETERMINERS | ADVERBS | NOBODY))


def _end_of_qualifier(sentence: Sentence, at: int, stop: int, later: bool) -> int:
    """Give the end of what tells more of a noun: `from …`, `, who …`, `leading …`, `(…)`."""
    tokens = sentence.tokens
    low, tags = tokens[at].low, tokens[at].tags
    related = tags & WHO or (
        low == "that" and (later or (at + 1 < stop and tokens[at + 1].tags & (PASTS | HAVE)))
    )
    if related or (low == "," and _qualifies(sentence, at + 1)):
        return _end_of_clause(sentence, at + 1, stop)
    by = low == "by" and not tokens[max(0, at - 1)].tags & PASTS  # the woman by the window
    by = by and bool(tokens[min(at + 2, stop - 1)].tags & ANYWHERE)
    preposition = by or (tags & PREPOSITIONS and low not in ("by", "par"))
    if preposition or tags & GERUNDS or tags & POSTED:
        inner = noun_phrase(sentence, at + 1, stop)
        if low in ("between", "entre") and inner.end < stop and tokens[inner.end].tags & JOINS:
            inner = noun_phrase(sentence, inner.end + 1, stop)
        return inner.end if inner.head >= 0 else at if preposition else at + 1
    return at


def _end_of_clause(sentence: Sentence, at: int, stop: int) -> int:
    """Give where a clause about a noun ends: at a comma, or before a second verb."""
    tokens, verbs = sentence.tokens, 0
    for n in range(at, stop):
        led = tokens[n - 1]
        if tokens[n].low == ",":
            return n
        if _is_finite(sentence, n) and not led.tags & (JOINS | AUXILIARIES | ADVERBS | WHO):
            verbs += 1
            if verbs > 1:
                return n
        elif led.tags & (AUXILIARIES | WHO) and tokens[n].tags & (PASTS | AUXILIARIES):
            verbs = max(verbs, 1)
    return stop


def _qualifies(sentence: Sentence, at: int) -> bool:
    """Say whether what follows a comma tells more of the noun before it: `, formerly of …`."""
    tokens = sentence.tokens
    return at < len(tokens) and bool(tokens[at].tags & (WHO | PREPOSITIONS | GERUNDS))


def _is_adverb(token: Token) -> bool:
    return bool(token.tags & ADVERBS) or (token.kind == "" and token.low.endswith("ly"))


# Names by their kind: the reason, and whether it acts in public as a state does.
NAMED: dict[str, tuple[Reason, bool]] = {
    "listed": ("person", False), "state": ("state", True), "bloc": ("bloc", False),
    "organization": ("organization", False), "acronym": ("organization", False),
}  # fmt: skip


def _who(sentence: Sentence, phrase: Phrase) -> Who:
    """Say what a noun phrase is: nobody, a thing, or somebody, for a reason."""
    tokens = sentence.tokens
    head, at = tokens[phrase.head], phrase.head
    if not head.kind or (head.tags & OFFICES and head.kind != "speaker"):
        if head.tags & NOBODY and tokens[min(phrase.after, len(tokens) - 1)].tags & OF:
            part = noun_phrase(sentence, phrase.after + 1, phrase.end)  # two of the members
            if part.head >= 0 and (one := _who(sentence, part)).reason:
                return one
        return Who("official", at) if head.kind else _who_word(sentence, phrase)
    kind = head.kind
    if kind == "place" and head.low in capitals():
        kind = "state"
    code = kind == "acronym" and head.text in sentence.known.states
    if code and head.text not in sentence.grammar["not_codes"]:
        return Who("state", at)
    if kind == "demonym":
        people = bool(tokens[phrase.start].tags & THE)
        many = head.low.endswith("s")
        return Who("state" if people else "affiliation", at, many and not people, world=people)
    if kind == "public" and _ends_as_group(sentence, head):
        kind = "organization"
    if kind in NAMED:
        reason, world = NAMED[kind]
        return Who(reason, at, world=world)
    return Who(None, at, thing=kind != "name")  # what looks like a name is a finding by itself


@cache
def capitals() -> frozenset[str]:
    """Give the capitals of the world's states, in small letters, which stand for their states."""
    return frozenset(str(name).lower() for one in states() for name in one.get("capitals", ()))


def _who_word(sentence: Sentence, phrase: Phrase) -> Who:
    """Say whom a phrase names whose head is a word: by what class of words it is of."""
    tokens, at = sentence.tokens, phrase.head
    head, first = tokens[at], tokens[phrase.start].tags
    tags = head.tags
    proper = head.capital and not head.first
    if head.low in MISSIONS or tags & ORGANS:
        organ = head.low not in MISSIONS
        own = bool(first & THE) or _has_owner(sentence, phrase)
        own = own if organ else _is_permanent(sentence, phrase)
        return Who("delegation" if own else None, at, thing=not own, world=organ and own)
    may = bool((tags & MAY_SPEAK and not proper) or tags & NOBODY)
    person = bool(tags & PERSON)
    if sentence.known.language != "en":  # a noun in the singular may be one for a person
        several = head.low.endswith(("s", "x")) and not tags & OFFICES
        person = person or not (several or proper or tags & (DOCUMENTS | NOBODY))
    who = _who_of_people(sentence, phrase, may, person)
    if who is not None:
        return who
    if may or tags & DOCUMENTS:
        return Who(None, at, thing=not may)
    group = _who_of_a_group(sentence, phrase, proper)
    if group is not None:
        return group
    if person:
        anybody = first & INDEFINITE and not tags & OFFICES and not proper
        return Who(None if anybody else "official", at)
    return _who_proper(sentence, phrase) if proper else Who(None, at, thing=True)


def _who_of_a_group(sentence: Sentence, phrase: Phrase, proper: bool) -> Who | None:
    """Say whom a phrase for several, a delegation or an institution tells."""
    tokens, at = sentence.tokens, phrase.head
    head, tags = tokens[at], tokens[at].tags
    if tags & PEOPLE or (tags & DELEGATIONS and head.low.endswith("s")):
        body = any(one.kind in ("public", "body") for one in tokens[phrase.start : at])
        return Who("class" if body else None, at, many=True)
    if tags & DELEGATIONS:
        anybody = tokens[phrase.start].tags & INDEFINITE and not _has_owner(sentence, phrase)
        if (phrase.start == at and not proper) or anybody:
            return Who(None, at, thing=True)  # side by side, no delegation
        return Who("organization" if proper or tags & UNITS else "delegation", at)
    institution = tags & GROUP and (head.capital or _has_owner(sentence, phrase))
    return Who("organization", at) if institution else None


def _who_of_people(sentence: Sentence, phrase: Phrase, may: bool, person: bool) -> Who | None:
    """Say whom a phrase for somebody tells by an origin, or by what fits one alone."""
    tokens, at = sentence.tokens, phrase.head
    low, tags = tokens[at].low, tokens[at].tags
    people = bool(tags & PEOPLE)
    many = low.endswith("s") or low in ("people", "those")
    single = may or person
    somebody = single or tags & (PEOPLE | DELEGATIONS)
    region = _region(sentence, phrase) if somebody or tags & REGION_MEMBERS else -1
    if region >= 0 and (tags & REGION_MEMBERS or single):
        if many and not tokens[phrase.start].tags & FEW:
            return Who("class", at, many=True)
        return Who("affiliation", region, many, guest=not many)
    if not somebody:
        return None
    if pattern("one_of_few").search(sentence.text_of(max(0, phrase.start - 1), phrase.end)):
        return Who("description", at)
    told = _affiliation(sentence, phrase, many or people)
    return None if told is None else _who_from(sentence, phrase, told, may and not people)


def _who_from(sentence: Sentence, phrase: Phrase, told: int, guest: bool) -> Who:
    """Say who somebody is whose origin a token tells."""
    token, at = sentence.tokens[told], phrase.head
    low, tags = sentence.tokens[at].low, sentence.tokens[at].tags
    people = bool(tags & PEOPLE)
    if token.kind in ("", "place") and token.capital and tags & OFFICES:
        return Who("official", at)
    if tags & DELEGATIONS:
        return Who("organization" if tags & UNITS else "delegation", at)
    guest = guest or bool(tags & GUESTS or token.tags & WHO)
    world = people and low.removesuffix("s") not in sentence.grammar["of_the_table"]
    return Who("affiliation", told, low.endswith("s") or people, guest=guest, world=world)


def _who_proper(sentence: Sentence, phrase: Phrase) -> Who:
    """Say whom a word with a capital names: an institution, or by itself somebody."""
    at = phrase.head
    words = sentence.tokens[phrase.start : at + 1]
    if len(words) < 3 and not words[-1].tags & CAPITALIZED and all(map(_may_be_a_name, words)):
        return Who("name", at)
    named = any(one.capital and not one.first for one in words[:-1])
    return Who("organization" if named else None, at, thing=not named)


def _may_be_a_name(token: Token) -> bool:
    return not token.kind and token.capital and not token.first and not token.text.isupper()


def _is_permanent(sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether a mission is a state's, not one of peace."""
    tokens = sentence.tokens
    return any(
        tokens[at].low in ("permanent", "permanente")
        or (
            tokens[at].kind in ("state", "demonym")
            and (at < phrase.head or (tokens[at - 1].tags | tokens[at - 2].tags) & OF)
        )
        for at in range(phrase.start, phrase.end)
    )


def _region(sentence: Sentence, phrase: Phrase) -> int:
    """Give the token that names a region of the world before a head: `the Nordic members`."""
    region, tokens = pattern("region"), sentence.tokens
    before = (n for n in range(phrase.start, phrase.head) if region.fullmatch(tokens[n].text))
    return next(before, -1)


def _ends_as_group(sentence: Sentence, token: Token) -> bool:
    """Say whether a name is of a group: `Basin Authority`, `Union européenne`."""
    words = token.low.split()
    head = words[-1] if sentence.known.language == "en" else words[0]
    return bool(sentence.known.project.tags[head] & GROUP)


def _has_owner(sentence: Sentence, phrase: Phrase) -> bool:
    tokens = sentence.tokens[phrase.start : phrase.end]
    return any(token.kind in AFFILIATED or token.low == "'s" for token in tokens)


def _affiliation(sentence: Sentence, phrase: Phrase, many: bool) -> int | None:
    """Give the token that tells where somebody comes from: a state, an organization, a unit."""
    tokens = sentence.tokens
    before = _origin_before(sentence, phrase, many)
    if before is not None:
        return before
    at = phrase.after
    while at < phrase.end:
        low = tokens[at].low
        if low == ",":
            at += 1
            continue
        inner = noun_phrase(sentence, at + 1, phrase.end)
        end = inner.after if inner.head >= 0 else phrase.end
        if (tokens[at].tags & WHO and low != "which") or low == "that":
            end = phrase.end
            told = any(one.tags & (PASTS | HELD) for one in tokens[at : at + 4])
            if many:
                told = told and any(one.capital for one in tokens[at:end])
            if told and not pattern("life_of_anybody").fullmatch(sentence.text_of(at, end)):
                return at
        if not tokens[at].tags & TOPICS:
            of = low in ("at", "from", "with") and not many
            head = inner.head if _is_definite(sentence, inner) else -1
            for place in range(at + 1, end):
                if _tells_origin(sentence, place, low, many, head, of):
                    return place
        at = max(end, at + 1)
    return None


def _origin_before(sentence: Sentence, phrase: Phrase, many: bool) -> int | None:
    """Give what tells an origin before the head: `Norway's adviser`, `the OCHA officer`."""
    tokens = sentence.tokens
    for at in range(phrase.start, phrase.head):
        token = tokens[at]
        owner = next((n for n in range(at + 1, phrase.head) if tokens[n].low == "'s"), 0)
        named = token.capital and token.kind not in ("", "body")
        named = named or (token.capital and owner == at + 1 and not many)
        unit = token.tags & GROUP and not token.tags & MAY_SPEAK
        if owner and (named or unit or token.tags & (OFFICES | DELEGATIONS)):
            return at
        capital = token.capital and not token.first and not tokens[phrase.head].capital
        if (
            token.kind in AFFILIATED
            or (token.text.isupper() and len(token.text) > 2)
            or (not token.kind and capital and not token.tags & NEUTRAL)
        ):
            return at
    return None


def _tells_origin(
    sentence: Sentence, at: int, led_by: str, many: bool, unit: int, of: bool
) -> bool:
    """Say whether a token after a preposition tells where somebody is from."""
    tokens = sentence.tokens
    token = tokens[at]
    institution = _ends_as_group(sentence, token) or bool(token.tags & (DELEGATIONS | ORGANS))
    if token.kind == "public":
        short = token.text.isupper() and len(token.text) > 1
        if short or (" " in token.text and (not many or institution)):
            return True
    if token.kind in AFFILIATED or (token.kind == "body" and led_by in sentence.grammar["posted"]):
        far = token.kind == "place" and token.low not in capitals()
        far = far or (token.kind == "place" and led_by in ("in", "à", "dans"))
        return not (many and far and led_by != "at")
    if token.kind or token.tags & NEUTRAL or (many and not institution):
        return False
    known_unit = at == unit and (not token.tags & ANYWHERE if of else institution)
    return token.capital or (known_unit and not token.tags & MAY_SPEAK)


def _is_definite(sentence: Sentence, phrase: Phrase) -> bool:
    tokens = sentence.tokens
    if phrase.head < 0:
        return False
    owned = any(token.low == "'s" for token in tokens[phrase.start : phrase.head])
    return owned or tokens[phrase.start].low in ("the", "le", "la", "l'", "our", "notre")


def _verb(sentence: Sentence, at: int) -> Verb | None:
    """Read the verb that a token is the full one of, if it has a subject that does it."""
    tokens, lemmas = sentence.tokens, sentence.grammar.lemmas
    token = tokens[at]
    idiom = pattern("says_so")
    if token.tags & OF_IDIOMS and idiom.match(sentence.text, token.start):
        return Verb(at, at, "speech", token.low)
    before = at - 1
    while before >= 0 and (
        tokens[before].tags & BEFORE_A_VERB
        or _is_adverb(tokens[before])
        or (tokens[before].low.endswith("ment") and not tokens[before].kind)
    ):
        before -= 1
    reads = _english if sentence.known.language == "en" else _french
    start = reads(sentence, at, before)
    if start < 0:
        return None
    lemma = lemmas.get(token.low, token.low)
    doubtful = not token.tags & PASTS
    if tokens[start].tags & MODALS:
        return Verb(start, at, "modal", lemma)
    if token.tags & ATTITUDES and tokens[start].tags & (BE | SEEMED):
        return Verb(start, at, "speech", token.low)
    said = (
        any(one.tags & OBJECTS for one in tokens[start:at])
        or idiom.match(sentence.text, token.start)
        or idiom.match(sentence.text, tokens[start].start)
    )
    if doubtful and lemma in sentence.grammar["shown"]:
        return Verb(start, at, "deed", lemma)  # `Liberia shows that …`
    manner: Manner = "speech" if token.low in lemmas or said else "other"
    if not said and token.tags & (DEED | DECLARE | EITHER):
        manner = "deed" if token.tags & DEED else "declared" if token.tags & DECLARE else "other"
    return Verb(start, at, manner, lemma, doubtful)


def _french(sentence: Sentence, at: int, before: int) -> int:
    """Give where a French verb begins, its auxiliaries included; -1 where it is none."""
    tokens = sentence.tokens
    low, tags = tokens[at].low, tokens[at].tags
    led = tokens[before].tags if before >= 0 else 0
    if led & BE and tags & ATTITUDES:
        return before
    if before > 0 and tokens[before].tags & BE and tokens[before - 1].tags & HAVE:
        return -1  # `a été jugée`: by whom is told elsewhere
    reflexive = led & BE and tokens[max(0, before - 1)].low == "s'"
    past = (led & HAVE or reflexive) and PARTICIPLE.search(low)
    start = at
    while before >= 0 and (
        tokens[before].tags & (AUXILIARIES | OBJECTS) or (tokens[before].low == "l'" and start < at)
    ):
        start, before = before, before - 1
    if tags & (SPEECH | PASTS) or past:
        return start if start < at or tags & PRESENT else -1
    named = before >= 0 and tokens[before].kind in AFFILIATED
    third = named and PRESENT_FORM.search(low) and not tags & (STOPS | DETERMINERS | ADVERBS)
    return start if third else -1


def _english(sentence: Sentence, at: int, before: int) -> int:
    """Give where an English verb begins, its auxiliary included; -1 where it is none."""
    tokens = sentence.tokens
    tags, led = tokens[at].tags, tokens[before].tags * (before >= 0)
    past = tags & PASTS
    if (tags & ATTITUDES and led & (BE | SEEMED)) or (tags & GERUNDS and led & BE):
        return before
    if led & MODALS and tokens[before].low != "to":
        return -1 if past or not (tags & SPEECH or tokens[at - 1].tags & MODALS) else before
    auxiliary = tags & HAVE and tokens[min(at + 1, len(tokens) - 1)].tags & PASTS
    none = auxiliary or led & (BE | MODALS) or not tags & (SPEECH | PASTS | ATTITUDES | FINITE)
    if not none and ((past and led & HAVE) or led & DO):
        return before
    owned = before >= 0 and tokens[before].low == "'s"  # `Haiti's stalled transition`
    if none or owned or led & (DETERMINERS | PREPOSITIONS):
        return -1
    if past:
        return at
    return -1 if tags & GERUNDS or led & PASTS or not _is_present(sentence, at) else at


def _is_present(sentence: Sentence, at: int) -> bool:
    """Say whether a form that may be a noun is a verb in the present: `says that`, `wants the`."""
    tokens = sentence.tokens
    if at < 1:
        return False
    ended = at + 1 == len(tokens) or tokens[at + 1].low in BREAKING_MARKS
    if tokens[at].tags & FINITE and (ended or not tokens[at].tags & SPEECH):
        one = tokens[at - 1].tags & PERSON and tokens[_beginning(sentence, at - 1)].tags & ONE
        if not one and (ended or tokens[at - 1].kind not in AFFILIATED):
            return False
        if ended:
            return True
    return at + 1 < len(tokens) and bool(tokens[at + 1].tags & AFTER_A_PRESENT)


def _subjects(sentence: Sentence) -> Iterator[Part]:
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if not token.tags & MAY_BE_VERB and not (at and _leads(sentence, at - 1)):
            continue
        if token.kind or (token.capital and not token.first):
            continue
        if sentence.heading and not at:  # `NOTE DE SYNTHÈSE`: of what nobody is the subject
            continue
        if (verb := _verb(sentence, at)) is None:
            continue
        for start, end in _subject_spans(sentence, verb):
            for who in who_is(sentence, start, end):
                yield Part("subject", _unlisted(sentence, who, verb), verb)


def _leads(sentence: Sentence, at: int) -> bool:
    """Say whether any word after a token may be a verb: of a modal, and of a name in French."""
    french = sentence.known.language == "fr"
    token = sentence.tokens[at]
    return bool(token.tags & LEADS) or (french and token.kind in AFFILIATED)


def _unlisted(sentence: Sentence, who: Who, verb: Verb) -> Who:
    """Take for somebody what says something and is listed among no things: `the town hall`."""
    tokens = sentence.tokens
    head = tokens[who.at]
    if not who.thing or verb.manner != "speech":
        return who
    definite = any(one.tags & THE or one.low == "'s" for one in tokens[max(0, who.at - 4) : who.at])
    thing = head.kind or head.tags & (DOCUMENTS | ANYWHERE) or head.low in MISSIONS
    thing = thing or head.low.endswith("s")
    group = head.tags & (GROUP | NEUTRAL) == GROUP and who.at == verb.start - 1
    if tokens[verb.start - 1].low == "who" and not thing and tokens[who.at - 1].tags & DETERMINERS:
        return Who("official", who.at)
    speaks = verb.lemma in sentence.grammar["strict"] or group
    if speaks and definite and not thing:
        return Who("organization", who.at)
    return who


def _subject_spans(sentence: Sentence, verb: Verb) -> Iterator[tuple[int, int]]:
    """Give where the subject of a verb stands: before it in its clause, or after it."""
    tokens = sentence.tokens
    at = verb.start - 1
    if verb.manner == "speech" and (at < 0 or _is_inserted(sentence, verb)):
        yield verb.at + 1, len(tokens)
        return
    if at < 0:
        return
    while at >= 0 and _is_adverb(tokens[at]):
        at -= 1
    if at >= 0 and tokens[at].low in CLOSING:
        opening = next((n for n in range(at - 1, -1, -1) if tokens[n].low in OPENING), -1)
        if opening < 0:
            return
        if tokens[opening].low not in (";", ":", '"'):
            if tokens[at].low == ")" or _qualifies(sentence, opening + 1):
                yield _clause_start(sentence, opening), at + 1
            yield opening + 1, at
            at = opening - 1
    start, end = _before_the_verb(sentence, at + 1)
    start = _past_the_frame(sentence, start, end)
    clause = start > 0 and any(_is_finite(sentence, n) for n in range(start, end))
    before = tokens[start - 1]
    if start < end and not (clause and before.tags & BREAKS and not before.tags & (WHO | JOINS)):
        yield start, end


def _before_the_verb(sentence: Sentence, end: int) -> tuple[int, int]:
    """Give the span before a verb in which its subject stands, empty where there is none."""
    tokens = sentence.tokens
    start = _clause_start(sentence, end)
    if start >= end and tokens[min(end, len(tokens) - 1) - 1].tags & WHO:
        end -= 2 if tokens[end - 2].low == "," else 1
        start = _beginning(sentence, end - 1)
    if start >= end:  # `Norway asked and insisted`
        end = start - 1
        if end < 0 or tokens[end].low not in ("and", "but", "or", "et", "mais"):
            return 0, 0
        start = _clause_start(sentence, end)
    return start, end


def _is_inserted(sentence: Sentence, verb: Verb) -> bool:
    """Say whether a verb with its subject follows what was said: `…, said the envoy, …`."""
    tokens = sentence.tokens
    if verb.at + 1 >= len(tokens) or tokens[verb.start - 1].low == '"':
        return verb.at + 1 < len(tokens)
    following = tokens[verb.at + 1]
    subject = following.kind in AFFILIATED or following.tags & DETERMINERS
    closed = any(token.low == "," for token in tokens[verb.at + 2 : verb.at + 9])
    closed = closed or tokens[verb.start - 2].low == '"'
    return bool(tokens[verb.start - 1].low == "," and subject and closed)


def _past_the_frame(sentence: Sentence, start: int, end: int) -> int:
    """Give where a subject begins after `but` and what a preposition leads: `In May, …`."""
    tokens = sentence.tokens
    while start < end and (
        (tokens[start].tags & LEADING and not tokens[start + 1].tags & OF)
        or _is_adverb(tokens[start])
        or tokens[start].kind == "mark"
    ):
        start += 1
    while start < end and tokens[start].tags & PREPOSITIONS:
        inner = noun_phrase(sentence, start + 1, end)
        if tokens[start].tags & DETERMINERS or inner.head < 0:
            break
        if inner.end >= end:
            return inner.head if tokens[inner.head].kind not in ("", "mark") else end
        start = inner.end
        while start < end and tokens[start].low == ",":
            start += 1
    return start


def _clause_start(sentence: Sentence, end: int) -> int:
    tokens = sentence.tokens
    for at in range(end - 1, -1, -1):
        token = tokens[at]
        low = token.low
        if low in BREAKING_MARKS or low == ",":
            return at + 1
        if low in ("and", "or", "nor", "et", "ou", "ni"):
            if any(_is_finite(sentence, n) for n in range(max(0, at - 12), at)):
                return at + 1
        elif token.tags & WHO or (low == "that" and _is_relative(sentence, at, end)):
            if at + 1 >= end:
                return end
        elif token.tags & BREAKS and not token.kind and not token.tags & JOINS:
            return at + 1
    return 0


def _is_relative(sentence: Sentence, at: int, end: int) -> bool:
    """Say whether `that` begins a clause about the noun before it: `the tank that hosts it`."""
    tokens = sentence.tokens
    return at + 1 < end and bool(tokens[at + 1].tags & (PASTS | FINITE))


def _is_finite(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if token.kind or token.capital:
        return False
    if token.tags & (MODALS | AFFIRMS):
        return True
    return bool(token.tags & PASTS) and not (at and sentence.tokens[at - 1].tags & DETERMINERS)


def _agents(sentence: Sentence) -> Iterator[Part]:
    """`It was suggested by …`, `a proposal by …`, `the wording was defended by …`."""
    tokens, text = sentence.tokens, sentence.text
    if not any(one.low in ("by", "par") for one in tokens):
        return
    room, lies = found_in("room", text), found_in("talked_about", text)
    if found_in("funding", text) and not lies:
        return
    for at, token in enumerate(tokens[1:-1], start=1):
        if token.low not in ("by", "par"):
            continue
        near = [one.tags for one in tokens[max(0, at - 7) : at] if not one.kind]
        done = next((tags for tags in reversed(near) if tags & PASTS), 0)
        said = bool(done & SPEECH and not done & (DEED | DECLARE))
        talk = lies or any(tags & TALKED for tags in near)
        told = said or room or (talk and (done or (near and near[-1] & TALK)))
        for who in _grouped(sentence, at + 1, said) if told or done & DECLARE else ():
            if told or who.reason in ("official", "affiliation", "bloc", "person"):
                yield Part("agent", who)


def _grouped(sentence: Sentence, start: int, said: bool) -> Iterator[Who]:
    """Give whom an agent names; `answered by the water department` is an institution's doing."""
    definite = sentence.tokens[start].tags & THE
    for who in who_is(sentence, start):
        group = sentence.tokens[who.at].tags & (GROUP | CAPITAL) == GROUP
        yield Who("organization", who.at) if who.thing and said and definite and group else who


def _beginning(sentence: Sentence, at: int) -> int:
    """Give where the noun phrase begins that a token stands in."""
    tokens = sentence.tokens
    while at > 0 and tokens[at - 1].kind != "mark" and not tokens[at - 1].tags & (STOPS | PASTS):
        at -= 1
        if tokens[at].tags & DETERMINERS and not tokens[at].kind:
            break
    return at


def _owners(sentence: Sentence) -> Iterator[Part]:
    """`Norway's point`, `the remarks of the engineer`, `the Ugandan objection`."""
    tokens = sentence.tokens
    held = sentence.tags & TALKED or "'s" in sentence.text
    room = found_in("room", sentence.text) and not found_in("public", sentence.text)
    for at, token in enumerate(tokens) if held else ():
        if token.low == "'s" and _is_view(sentence, at, room):
            for who in who_is(sentence, _beginning(sentence, at), at):
                yield Part("owner", who)
        if not token.tags & TALKED or token.kind:
            continue
        owner = next((n for n in range(at - 1, max(0, at - 5), -1) if _owns(sentence, n)), -1)
        found = who_is(sentence, _beginning(sentence, owner - 1), owner) if owner > 0 else []
        if token.tags & SMALL_TALK and at:
            if tokens[at - 1].kind == "demonym":
                found.append(Who("state", at - 1))
            if at + 1 < len(tokens) and tokens[at + 1].tags & OF and tokens[at + 1].low != "to":
                found += who_is(sentence, at + 2)
        yield from (Part("owner", who) for who in found)


def _is_view(sentence: Sentence, at: int, room: bool) -> bool:
    """Say whether what an owner has is left out, or in the room anything but their own organs."""
    tokens = sentence.tokens
    owned = tokens[at + 1] if at + 1 < len(tokens) else None
    if owned is None or owned.low in ",.;)" or owned.tags & BE:
        return True
    thing = owned.kind or owned.tags & (ORGANS | GROUP | OFFICES | DOCUMENTS)
    return room and not thing and tokens[at - 1].low not in sentence.known.hosts


def _owns(sentence: Sentence, at: int) -> bool:
    tokens = sentence.tokens
    return tokens[at].low == "'s" or (tokens[at].low == "'" and tokens[at - 1].low.endswith("s"))


def _framed(sentence: Sentence) -> Iterator[Part]:
    """What stands before a comma: `For Norway, …`, `Through its chair, …`, `As a judge, one …`."""
    tokens = sentence.tokens
    end = next((n for n, one in enumerate(tokens[:16]) if one.low == ","), -1)
    opinion = tokens[0].tags & OPENING_OPINION
    if end < 2 or not (opinion or tokens[0].tags & (GERUNDS | PREPOSITIONS | BREAKS) & ~TOPICS):
        return
    speaks = noun_phrase(sentence, end + 1, len(tokens)).head
    told = speaks >= 0 and tokens[speaks].tags & (MAY_SPEAK | NOBODY)
    after = tokens[end + 1 : end + 2]
    listed = any(one.kind or one.tags & JOINS for one in after)
    begins = tokens[1].kind or tokens[1].tags & DETERMINERS
    opinion = opinion and begins and not listed and tokens[1].low not in sentence.known.hosts
    if told or tokens[1].tags & OWNING or opinion:
        for who in who_is(sentence, 1, end):
            if who.reason != "official" or tokens[who.at].tags & (OFFICES | PERSON):
                yield Part("opinion", who)


def _sources(sentence: Sentence) -> Iterator[Part]:
    """`according to …`, `in response to …`, `through its …`: what leads to whoever spoke."""
    text, tokens = sentence.text, sentence.tokens
    if not sentence.tags & OF_LINKS or found_in("funding", text):
        return
    for found in pattern("leads_to_a_speaker").finditer(text):
        start = next((n for n, one in enumerate(tokens) if one.start >= found.end()), -1)
        published = found.group().lower() in sentence.grammar["of_publications"]
        for who in who_is(sentence, start) if start >= 0 else ():
            if who.reason is None and not tokens[who.at].tags & DOCUMENTS:
                inside = tokens[start : noun_phrase(sentence, start, len(tokens)).end]
                if any(one.kind in AFFILIATED and one.kind != "mission" for one in inside):
                    who = Who("affiliation", who.at)
            if not (published and who.reason == "organization"):
                yield Part("source", who)


def _mentions(sentence: Sentence) -> Iterator[Part]:
    """Whoever is told by an origin, office or life, whatever the verb: of the room, all of them.

    Elsewhere it is one person who is told apart: `the Jordanian colleague`, `a nurse from Tarn`.
    """
    text, tokens = sentence.text, sentence.tokens
    room = found_in("seated", text) or (found_in("room", text) and not found_in("public", text))
    at = 0
    while at < len(tokens):
        phrase = noun_phrase(sentence, at, len(tokens))
        begin, at = at, max(phrase.end if room else phrase.after, at + 1)
        head = tokens[phrase.head]
        somebody = head.tags & (GUESTS | PERSON | NOBODY) or head.kind == "demonym"
        if phrase.head < 0 or not (room or somebody):
            continue
        who = _who(sentence, phrase)
        if room and who.reason == "class":
            if any(one.tags & FEW or one.low == "only" for one in tokens[begin : phrase.head]):
                yield Part("room", who._replace(reason="description", many=False))
        elif room and (
            who.reason in OF_ORIGIN or (who.reason == "official" and tokens[who.at].tags & OFFICES)
        ):
            yield Part("room", who)
        elif _is_life(sentence, phrase):
            yield Part("mention", Who("description", phrase.head))
        elif head.kind == "demonym" and _is_somebody(sentence, phrase):
            yield Part("mention", Who("affiliation", phrase.head, guest=True))
        elif head.tags & (GUESTS | PERSON | NOBODY) and _is_told_apart(sentence, phrase, who):
            yield Part("mention", who)


def _is_told_apart(sentence: Sentence, phrase: Phrase, who: Who) -> bool:
    """Say whether somebody is one alone by where they come from, and is not met doing an act."""
    tokens, head = sentence.tokens, sentence.tokens[phrase.head]
    if head.tags & NOBODY:
        if head.low in sentence.grammar["of_things"]:
            return False
        after = tokens[min(phrase.after, len(tokens) - 1)]
        return who.reason is not None and (after.low == "from" or bool(after.tags & WHO))
    if who.reason == "delegation":
        sent = head.tags & GUESTS and not who.world and _is_told(sentence, who)
        return bool(sent) and not found_in("funding", sentence.text)
    if who.reason == "affiliation" and head.tags & GUESTS and who.guest:
        return tokens[who.at].kind != "place" or head.low not in ("man", "woman")
    if who.reason not in ("affiliation", "description") or who.many or head.text.isupper():
        return False
    one = _first(sentence, phrase).tags & DETERMINERS and not head.tags & (OFFICES | DOCUMENTS)
    topic = head.low in sentence.grammar["of_the_world"]
    alone = head.tags & MAY_SPEAK or not _acts(sentence, phrase)
    return bool(one and not topic and alone)


def _first(sentence: Sentence, phrase: Phrase) -> Token:
    """Give the first word of a phrase that is no verb left over from before it."""
    words = sentence.tokens[phrase.start : phrase.head]
    return next((one for one in words if one.tags & DETERMINERS), sentence.tokens[phrase.start])


def _is_somebody(sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether an adjective of a state is a noun for one person: `the Ruritanian and the …`."""
    tokens, head = sentence.tokens, sentence.tokens[phrase.head]
    one = tokens[phrase.head - 1].tags & ONE and head.low not in sentence.grammar["tongues"]
    if sentence.known.language == "en":
        one = one and not head.text.endswith(tuple(sentence.grammar["peoples_end"]))
    after = tokens[phrase.after : phrase.after + 2]
    if after and after[0].low == ",":  # `the Moroccan, Rwandan and Zambian battalions`
        after = after[1:]
    return bool(one) and not (
        after and (after[0].low in ("and", "or", "-", "/") or after[0].capital)
    )


def _acts(sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether a phrase is the subject of a verb, or of what is told of somebody: `death of`."""
    tokens = sentence.tokens
    before = tokens[phrase.start - 1].low if phrase.start else ""
    after = tokens[phrase.end].tags if phrase.end < len(tokens) else 0
    return before in ("of", "as", "de") or bool(after & (PASTS | FINITE | AUXILIARIES | MODALS))


def _is_life(sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether a phrase tells more of one who may speak: `One participant, a judge in …,`."""
    tokens, head, at = sentence.tokens, sentence.tokens[phrase.head], phrase.start - 1
    if not head.tags & (GUESTS | PERSON) or head.kind:
        return False
    if phrase.after < len(tokens) and tokens[phrase.after].low == "present":
        return bool(_first(sentence, phrase).tags & DETERMINERS and not head.tags & MAY_SPEAK)
    while at > 0 and tokens[at].tags & (BE | HAVE):
        at -= 1
    if at > 0 and at == phrase.start - 1 and tokens[at].low in (",", "(", "–", "—"):
        at -= 1
    return at >= 0 and bool(tokens[at].tags & MAY_SPEAK and tokens[at].tags & (GUESTS | PERSON))


def _is_told(sentence: Sentence, who: Who) -> bool:
    """Say whether a state stands beside a delegation."""
    tokens = sentence.tokens
    before = tokens[max(0, who.at - 2) : who.at]
    after = tokens[who.at + 1 : who.at + 4]
    sent = bool(after) and bool(after[0].tags & OF)
    return any(one.kind in ("state", "demonym") for one in before) or (
        sent and any(one.kind == "state" for one in after)
    )


def _stops(sentence: Sentence, part: Part) -> bool:
    """Say whether somebody who is not anybody holds a view here, and does not act in public."""
    who = part.who
    if who.reason is None or (who.reason == "class" and part.verb is None):
        return False
    if _is_of_the_house(sentence, part):
        return False
    if part.verb is not None:
        return _is_of_the_room(sentence, who, part.verb)
    if part.role in ("opinion", "room"):
        return True
    if who.reason == "delegation" and who.world:
        return False
    public = found_in("public", sentence.text)
    return not public or (part.role != "mention" and found_in("room", sentence.text))


def _is_of_the_house(sentence: Sentence, part: Part) -> bool:
    """Say whether those who hold or pay for the workshop are met doing so, and not with a view."""
    if part.verb is not None and part.verb.lemma in sentence.grammar["strict"]:
        return False
    organizers = sentence.known.project.organizers
    held = [one for one in sentence.tokens if one.low.removeprefix("the ") in organizers]
    if len(held) > 1 and sentence.tokens[part.who.at] in held:
        return True
    paid = part.who.reason in ("organization", "state") and found_in("funding", sentence.text)
    return paid and (part.verb is None or part.verb.manner != "speech")


def _is_of_the_room(sentence: Sentence, who: Who, verb: Verb) -> bool:
    """Say whether this subject may not do this: what nothing shows to be public is of the room."""
    grammar, reason, lemma = sentence.grammar, who.reason, verb.lemma
    token, text = sentence.tokens[verb.at], sentence.text
    room = found_in("room", text)
    if reason == "official" and not room:
        acting = pattern("in_office").match(text, token.start)
        # A French noun may be one for a person, or none.
        unsure = sentence.known.language != "en" and verb.manner == "other"
        if acting or (unsure and not sentence.tokens[who.at].tags & OFFICES):
            return False
    if room or who.guest or reason == "description":
        return True
    if _is_public(sentence, verb) or (lemma in grammar["drafting"] and found_in("draft", text)):
        return False
    return _is_said(sentence, who, verb)


def _is_said(sentence: Sentence, who: Who, verb: Verb) -> bool:
    """Say whether nothing shows what somebody does to be an act of public life."""
    grammar, reason, lemma = sentence.grammar, who.reason, verb.lemma
    after = sentence.text[sentence.tokens[verb.at].end :].strip()
    if verb.manner == "modal":
        return reason in VIEWS and _would(sentence, verb)
    proclaimed = who.world and lemma in grammar["proclaimed"]
    if verb.manner == "deed" or proclaimed or _is_state_of_things(sentence, who, verb):
        return False
    if reason == "bloc":
        return True
    if reason == "organization" and (verb.doubtful or lemma in grammar["published"]):
        return found_in("talked_about", after) and not verb.doubtful
    about = pattern("of_the_room").match(after) is not None
    if verb.manner == "speech":
        return about or not (who.world and lemma in grammar["of_states"])
    if verb.manner == "declared":
        return about or (reason in ("delegation", "affiliation") and not who.world)
    if reason not in ("state", "official", "affiliation") or (who.many and who.world):
        return found_in("talked_about", after)
    return about or not _is_act(sentence, who, verb)


def _is_state_of_things(sentence: Sentence, who: Who, verb: Verb) -> bool:
    """Say whether somebody is so, and says nothing: `when the army is ready`, `is grateful to`."""
    token = sentence.tokens[verb.at]
    if not token.tags & ATTITUDES:
        return False
    organ = who.world and who.reason == "delegation"
    told = sentence.text[token.end :].lstrip().startswith("that")
    return (organ and not told) or (
        who.reason == "organization" and found_in("funding", sentence.text)
    )


def _would(sentence: Sentence, verb: Verb) -> bool:
    """Say whether a state `would hear no more of it`, and this is not what others say of it."""
    told = any(one.tags & (BREAKS & ~JOINS) for one in sentence.tokens[: verb.start])
    mind = sentence.tokens[verb.at].tags & (SPEECH | HAVE | OF_IDIOMS)
    would = sentence.tokens[verb.start].low in ("could", "would") and mind and not told
    return bool(would) and not found_in("affairs", sentence.text)


def _is_act(sentence: Sentence, who: Who, verb: Verb) -> bool:
    """Say whether what a state or somebody in office does is told as an act on public things."""
    token = sentence.tokens[verb.at]
    if token.tags & (BE | DO) or (who.reason == "state" and token.tags & STATE_ACT):
        return True
    either = token.tags & (EITHER | HAVE)
    if who.reason != "state" and not either:
        return False
    after = sentence.tokens[verb.at + 1 :] if either else ()
    return found_in("affairs", sentence.text) or any(map(_is_public_thing, after))


def _is_public_thing(token: Token) -> bool:
    """Say whether a word is for what acts are done to in public: places, organs, offices."""
    return bool(token.kind not in ("", "mark") or token.tags & (ORGANS | OFFICES))


def _is_public(sentence: Sentence, verb: Verb) -> bool:
    """Say whether the sentence tells, beside what was said, where or when it was so in public."""
    text = sentence.text
    what = WHAT_WAS_SAID.search(text, sentence.tokens[verb.at].end)
    return found_in("public", text[: what.start()] if what else text)
