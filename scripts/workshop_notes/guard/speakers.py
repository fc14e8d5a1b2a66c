"""Speakers: who is said to have spoken is nobody in particular, or it is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from workshop_notes.guard.finding import Finding, Reason
from workshop_notes.guard.known import states, tag
from workshop_notes.guard.patterns import found_in, pattern
from workshop_notes.guard.reading import Sentence, Token, is_first_name

# Classes of words, as words.yml and the lists have them.
ADVERBS, ANYWHERE, ATTITUDES, AUXILIARIES = map(
    tag, ("adverbs", "anywhere", "attitudes", "auxiliaries")
)
BREAKS, DELEGATIONS, DETERMINERS, DOCUMENTS = map(
    tag, ("breaks", "delegations", "determiners", "documents")
)
FINITE, GERUNDS, GUESTS, MAY_SPEAK = map(tag, ("finite", "gerunds", "guests", "may_speak"))
MODALS, NEUTRAL, NOBODY, OF_IDIOMS = map(tag, ("modals", "neutral", "nobody", "of_idioms"))
OFFICES, ORGANS, PASTS, PREPOSITIONS = map(tag, ("offices", "organs", "pasts", "prepositions"))
PRESENT, REGION_MEMBERS, SIMPLE, SMALL_TALK = map(
    tag, ("present", "region_members", "simple", "small_talk")
)
SPEECH, TALK, TOPICS, UNITS = map(tag, ("speech", "talk", "topics", "units"))
DEED, DECLARE, GROUP, PERSON = map(tag, ("deed", "declare", "group", "person"))
PEOPLE, INSTITUTIONS, MONTHS_AND_MODALS, OF_LINKS = map(
    tag, ("people", "institutions", "months_and_modals", "of_links")
)
TALKED = TALK | SMALL_TALK
STOPS = PREPOSITIONS | BREAKS | AUXILIARIES
MAY_BE_VERB = SPEECH | PASTS | ATTITUDES | OF_IDIOMS | AUXILIARIES
LEADS_TO_VERB = MODALS | AUXILIARIES
Manner = Literal["speech", "declared", "deed", "other", "modal"]
AFFILIATED = frozenset(
    ["demonym", "state", "place", "organization", "mission", "name", "bloc", "acronym", "listed"]
)
SUBJECTS_OF_SPEECH: frozenset[Reason] = frozenset(
    ["state", "bloc", "organization", "delegation", "person", "official", "affiliation", "name"]
)
JOINS = frozenset(["and", "or", "nor", "et", "ou", "ni", "&", "/", ",", "plus"])
WHO = frozenset(["who", "whose", "whom", "which", "qui", "dont"])
DASHES = ("-", "–", "—")
QUOTES = frozenset(['"'])
MARKS_BETWEEN = frozenset([";", ":", "(", ".", "!", "?", "[", "—", "–", "…", '"', "|", "<", ">"])
FORMS_OF_BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "est", "sont", "était", "étaient", "été"]
)
FORMS_OF_HAVE = frozenset(["has", "have", "had", "a", "ont", "avait", "avaient", "aurait", "ait"])
AUXILIARY = frozenset(["had", "was", "were", "did", "been", "be", "have", "do"])
PARTICIPLE = re.compile(r"(?:é|ée|és|ées|i|is|it|u|us|ert|os)$")  # of a French verb
OF = frozenset(["of", "to", "from", "de", "du", "d'"])
MISSIONS = frozenset(["mission", "missions"])
INDEFINITE = frozenset(["a", "an", "one", "another", "some", "un", "une", "no", "any", "each"])


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
    end: int
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


def speakers(sentence: Sentence) -> Iterator[Finding]:
    """Give whoever is said to have spoken, and is not one of those who may be."""
    if not sentence.tells:
        return
    yield from _subjects(sentence)
    yield from _agents(sentence)
    yield from _owners(sentence)
    yield from _linked(sentence)
    yield from _guests(sentence)


def who_is(sentence: Sentence, start: int, stop: int) -> list[Who]:
    """Say whom the noun phrases from a token on name; `stop` is the first token beyond them."""
    found = []
    at = start
    stop = min(stop, len(sentence.tokens))
    while at < stop:
        phrase = noun_phrase(sentence, at, stop)
        if phrase.head < 0:
            break
        found.append(_who(sentence, phrase))
        at = phrase.end
        while at < stop and sentence.tokens[at].low in JOINS:
            at += 1
        if at == phrase.end or at >= stop:
            break
        if sentence.tokens[at - 1].low == "," and sentence.tokens[at].kind not in AFFILIATED:
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
        joined = token.kind == "demonym" and at + 2 < stop and tokens[at + 1].low in JOINS
        if joined and tokens[at + 2].kind == "demonym":
            at += 2  # the Greek and Spanish delegates
            continue
        if token.kind == "mark":
            if low == "'s" and head >= 0:
                at += 1
                continue
            if low in ("*", "_", "'", "."):
                at += 1
                continue
            break
        if tags & (BREAKS | AUXILIARIES):
            break
        if tags & PREPOSITIONS and (head >= 0 or not tags & DETERMINERS):
            break
        if token.kind == "" and not token.capital and head >= 0:
            if tags & (DETERMINERS | ADVERBS | NOBODY):
                break
            if tags & (PASTS | SPEECH) and not _is_noun(sentence, at, stop):
                break
            if (
                tags & GERUNDS
                and at + 1 < stop
                and (tokens[at + 1].kind not in ("", "mark") or tokens[at + 1].tags & DETERMINERS)
            ):
                break
        if not tags & (DETERMINERS | ADVERBS):
            head = at
        at += 1
    after = at
    while head >= 0 and at < stop:
        low, tags = tokens[at].low, tokens[at].tags
        if low == "," and at + 1 < stop and _qualifies(sentence, at + 1):
            at = _end_of_relative(sentence, at + 1, stop)
            continue
        if tags & PREPOSITIONS and low not in ("by", "par"):
            inner = noun_phrase(sentence, at + 1, stop)
            if inner.head < 0:
                break
            at = inner.end
        elif low in WHO or (low == "that" and at > after):
            at = _end_of_relative(sentence, at, stop)
        elif tags & GERUNDS or low in ("based", "present", "responsible"):
            inner = noun_phrase(sentence, at + 1, stop)
            at = inner.end if inner.head >= 0 else at + 1
        elif low == "(":
            close = next((n for n in range(at, stop) if tokens[n].low == ")"), stop - 1)
            at = close + 1
        else:
            break
    return Phrase(start, head, after, at)


def _qualifies(sentence: Sentence, at: int) -> bool:
    """Say whether what follows a comma tells more of the noun before it: `, formerly of …`."""
    tokens = sentence.tokens
    while at + 1 < len(tokens) and (tokens[at].tags & ADVERBS or tokens[at].low.endswith("ly")):
        at += 1
    return tokens[at].low in WHO or bool(tokens[at].tags & (PREPOSITIONS | GERUNDS))


def _end_of_relative(sentence: Sentence, at: int, stop: int) -> int:
    return next((n for n in range(at, stop) if sentence.tokens[n].low == ","), stop)


def _is_noun(sentence: Sentence, at: int, stop: int) -> bool:
    """Say whether a word that may be a verb is a noun: `the mission's reports of`."""
    tokens = sentence.tokens
    tags = tokens[at].tags
    if tags & PASTS:
        return False
    following = tokens[at + 1] if at + 1 < stop else None
    if not tags & FINITE and not tokens[at - 1].low.endswith("s"):
        return True
    return (
        following is None
        or following.low in ("of", "'s", "and", ",")
        or (following.kind == "" and not following.tags & (DETERMINERS | BREAKS))
    )


def _who(sentence: Sentence, phrase: Phrase) -> Who:
    tokens, grammar = sentence.tokens, sentence.grammar
    head = tokens[phrase.head]
    place = (phrase.head, phrase.head + 1)
    many = head.low.endswith("s") and head.kind in ("", "demonym")
    if head.kind not in ("", "speaker") and head.tags & OFFICES:
        return Who("official", *place)
    if head.kind in ("name", "listed"):
        # What looks like a name is a finding by itself.
        return Who("person" if head.kind == "listed" else None, *place)
    if head.kind == "state" or (head.kind == "place" and head.low in capitals()):
        return Who("state", *place, world=True)
    if head.kind == "bloc":
        return Who("bloc", *place)
    if head.kind == "demonym":
        if tokens[phrase.start].low in ("the", "les", "le", "la"):
            return Who("state", *place, world=True)
        return Who("affiliation", *place, many)
    code = head.kind == "acronym" and head.text in sentence.known.states
    if code and head.text not in grammar["not_codes"]:
        return Who("state", *place)
    if head.kind in ("organization", "acronym"):
        return Who("organization", *place)
    if head.kind == "public":
        institution = _ends_as_group(sentence, head)
        return Who("organization" if institution else None, *place, thing=not institution)
    if head.kind:
        return Who(None, *place, thing=True)
    return _who_word(sentence, phrase, many)


@cache
def capitals() -> frozenset[str]:
    """Give the capitals of the world's states, in small letters, which stand for their states."""
    return frozenset(str(name).lower() for one in states() for name in one.get("capitals", ()))


def _who_word(sentence: Sentence, phrase: Phrase, many: bool) -> Who:
    tokens, grammar = sentence.tokens, sentence.grammar
    head, first = tokens[phrase.head], tokens[phrase.start].low
    low, tags = head.low, head.tags
    place = (phrase.head, phrase.head + 1)
    person, people = bool(tags & PERSON), bool(tags & PEOPLE)
    proper = head.capital and not head.first
    may = (tags & MAY_SPEAK and not proper) or tags & NOBODY
    if tags & ORGANS or (low in MISSIONS and not _is_permanent(sentence, phrase)):
        owned = _has_owner(sentence, phrase) or first in ("the", "le", "la", "l'", "les")
        if low in MISSIONS or not owned:
            return Who(None, *place, thing=True)
        return Who("delegation", *place, world=True)
    if low in MISSIONS:
        return Who("delegation", *place)
    region = _region(sentence, phrase)
    if tags & REGION_MEMBERS or (person and region >= 0) or (may and region >= 0):
        few = first in ("the", "both", "two", "three", "les", "deux", "trois")
        if region >= 0 and (not many or few):
            return Who("affiliation", region, region + 1, many, guest=not many)
        if region >= 0:
            return Who("class", *place, many=True)
    if sentence.known.language != "en":
        several = low.endswith(("s", "x")) and not tags & OFFICES
        person = person or not (several or proper or bool(tags & (DOCUMENTS | NOBODY)))
    if may or person or people or tags & DELEGATIONS:
        told = _affiliation(sentence, phrase, many or people)
        if pattern("one_of_few").search(sentence.text_of(phrase.start, phrase.end)):
            return Who("description", *place)
        own = told is not None and tokens[told].kind in ("", "place") and tokens[told].capital
        own = own and bool(tags & OFFICES)
        if told is not None and own:
            return Who("official", *place)
        if told is not None and tags & DELEGATIONS:
            unit = tags & UNITS
            return Who("organization" if unit else "delegation", *place)
        if told is not None:
            relative = tokens[told].low in WHO
            guest = bool(may and not people) or bool(tags & GUESTS) or relative
            world = people and low.removesuffix("s") not in grammar["of_the_table"]
            return Who("affiliation", told, told + 1, many or people, guest=guest, world=world)
    if may:
        return Who(None, *place)
    if tags & DOCUMENTS:
        return Who(None, *place, thing=True)
    if people or low in ("delegations", "délégations"):
        council = any(
            tokens[at].kind in ("public", "body") for at in range(phrase.start, phrase.head)
        )
        return Who("class" if council else None, *place, many=True)
    if tags & DELEGATIONS and phrase.start == phrase.head and not proper:
        return Who(None, *place, thing=True)  # side by side
    if tags & DELEGATIONS or (tags & GROUP and (head.capital or _has_owner(sentence, phrase))):
        published = proper or not tags & DELEGATIONS or tags & UNITS
        return Who("organization" if published else "delegation", *place)
    if person:
        if first in INDEFINITE and not tags & OFFICES and not proper:
            return Who(None, *place)
        return Who("official", *place)
    if proper:
        bare = phrase.head - phrase.start < 2 and all(
            one.kind == "" and one.capital and not one.first and not one.text.isupper()
            for one in tokens[phrase.start : phrase.head + 1]
        )
        if bare and not tags & (INSTITUTIONS | DOCUMENTS | MONTHS_AND_MODALS):
            return Who("name", *place)
        named = any(
            tokens[at].capital and not tokens[at].first for at in range(phrase.start, phrase.head)
        )
        return Who("organization" if named else None, *place, thing=not named)
    return Who(None, *place, thing=True)


def _is_permanent(sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether a mission is a state's, not one of peace."""
    tokens = sentence.tokens
    if any(one.low in ("permanent", "permanente") for one in tokens[phrase.start : phrase.end]):
        return True
    return any(
        tokens[at].kind in ("state", "demonym")
        and (at < phrase.head or tokens[at - 1].low in OF or tokens[at - 2].low in OF)
        for at in range(phrase.start, phrase.end)
    )


def _region(sentence: Sentence, phrase: Phrase) -> int:
    """Give the token that names a region of the world before a head: `the Nordic members`."""
    return next(
        (
            at
            for at in range(phrase.start, phrase.head)
            if pattern("region").fullmatch(sentence.tokens[at].text)
        ),
        -1,
    )


def _ends_as_group(sentence: Sentence, token: Token) -> bool:
    """Say whether a name ends in a word for a group: `Basin Authority`."""
    return bool(sentence.known.project.tags[token.low.split()[-1]] & GROUP)


def _has_owner(sentence: Sentence, phrase: Phrase) -> bool:
    return any(
        token.kind in AFFILIATED or token.low == "'s"
        for token in sentence.tokens[phrase.start : phrase.end]
    )


def _affiliation(sentence: Sentence, phrase: Phrase, many: bool) -> int | None:
    """Give the token that tells where somebody comes from: a state, an organization, a unit."""
    tokens = sentence.tokens
    owner = next((n for n in range(phrase.head - 1, phrase.start, -1) if tokens[n].low == "'s"), -1)
    for at in range(phrase.start, phrase.head):
        if at < owner and (
            (tokens[at].capital and tokens[at].kind not in ("", "body"))
            or (tokens[at].capital and at == phrase.start and owner == at + 1)
            or tokens[at].tags & (OFFICES | DELEGATIONS)
            or (tokens[at].tags & GROUP and not tokens[at].tags & MAY_SPEAK)
        ):
            return at
        if (
            tokens[at].kind in AFFILIATED
            or (tokens[at].text.isupper() and len(tokens[at].text) > 2)
            or (
                tokens[at].kind == ""
                and tokens[at].capital
                and not tokens[at].first
                and not tokens[phrase.head].capital
                and not tokens[at].tags & NEUTRAL
            )
        ):
            return at
    at = phrase.after
    while at < phrase.end:
        low = tokens[at].low
        if low == ",":
            at += 1
            continue
        topic = tokens[at].tags & TOPICS
        inner = noun_phrase(sentence, at + 1, phrase.end)
        end = inner.end if inner.head >= 0 else phrase.end
        if low in WHO:
            end = phrase.end
            relative = sentence.text_of(at, end)
            if pattern("held_an_office").search(relative):
                return at
        if not topic:
            for place in range(at + 1, end):
                token = tokens[place]
                institution = _ends_as_group(sentence, token) or bool(
                    token.tags & (DELEGATIONS | ORGANS)
                )
                short = token.kind == "public" and (
                    (token.text.isupper() and len(token.text) > 1)
                    or (" " in token.text and (not many or institution))
                )
                if (token.kind in AFFILIATED or short) and not (
                    many and token.kind == "place" and low != "at"
                ):
                    return place
                if low in ("at", "from", "with") and not many:
                    institution = not token.tags & ANYWHERE
                unit = institution and place == inner.head and _is_definite(sentence, inner)
                if token.tags & OFFICES and not many:
                    owner = place + 1 < end and tokens[place + 1].low == "'s"
                    if owner:
                        return place
                if (
                    token.kind == ""
                    and (not many or (token.capital and institution))
                    and (token.capital or (unit and not token.tags & MAY_SPEAK))
                    and not token.tags & NEUTRAL
                ):
                    return place
        at = max(end, at + 1)
    return None


def _is_definite(sentence: Sentence, phrase: Phrase) -> bool:
    tokens = sentence.tokens
    return tokens[phrase.start].low in ("the", "le", "la", "l'", "our", "notre") or any(
        token.low == "'s" for token in tokens[phrase.start : phrase.head]
    )


def _verbs(sentence: Sentence) -> Iterator[Verb]:
    tokens, grammar = sentence.tokens, sentence.grammar
    if not sentence.tags & (MAY_BE_VERB | LEADS_TO_VERB):
        return
    idiom = pattern("says_so")
    french = sentence.known.language == "fr"
    in_room = None
    for at, token in enumerate(tokens):
        low, tags = token.low, token.tags
        if not tags & MAY_BE_VERB and not (at and tokens[at - 1].tags & LEADS_TO_VERB):
            continue
        if token.kind or (token.capital and not token.first):
            continue
        if tags & OF_IDIOMS and idiom.match(sentence.text, token.start):
            yield Verb(at, at, "speech", low)
            continue
        if low in ("was", "were", "is", "are"):
            in_room = found_in("room", sentence.text) if in_room is None else in_room
            following = tokens[at + 1].tags if at + 1 < len(tokens) else 0
            if in_room and not following & (PASTS | GERUNDS):
                yield Verb(at, at, "other", low)
            continue
        lemma = grammar.lemmas.get(low, "")
        attitude = tags & ATTITUDES
        is_past = tags & PASTS
        after_modal = at > 0 and tokens[at - 1].tags & MODALS
        after_modal = after_modal or (
            french
            and PARTICIPLE.search(low) is not None
            and at > 0
            and tokens[at - 1].low in FORMS_OF_HAVE
        )
        if not lemma and not is_past and not attitude and not after_modal:
            continue
        start = at
        before = at - 1
        while before >= 0 and (
            tokens[before].tags & ADVERBS
            or tokens[before].low in ("more", "less", "so", "as", "in")
            or (tokens[before].low.endswith(("ly", "ment")) and tokens[before].kind == "")
            or tokens[before].low in ("not", "pas")
        ):
            before -= 1
        previous, led = (tokens[before].low, tokens[before].tags) if before >= 0 else ("", 0)
        have = False
        if sentence.known.language != "en":
            if previous in ("été", "être") or (
                previous in FORMS_OF_BE and "s'" not in _lows(sentence, before - 2, before + 1)
            ):
                continue
            have = previous in FORMS_OF_HAVE
            while before >= 0 and tokens[before].tags & AUXILIARIES:
                have, start, before = True, before, before - 1
            if not have and not tags & PRESENT:
                continue
        elif attitude and previous in ("was", "were", "is", "are", "remained", "seemed", "sounded"):
            yield Verb(before, at, "speech", low)
            continue
        elif led & MODALS and previous != "to" and not is_past:
            yield Verb(before, at, "modal", lemma or low)
            continue
        elif previous in FORMS_OF_BE or led & MODALS:
            continue
        elif (previous in FORMS_OF_HAVE and tags & PASTS) or previous in (
            "did",
            "does",
            "do",
            "didn",
            "doesn",
        ):
            have, start = True, before
        elif (led & DETERMINERS and tokens[before].kind == "") or led & PREPOSITIONS:
            continue
        present = sentence.known.language == "en" and not have and not tags & PASTS
        if present and (tags & GERUNDS or not _is_present(sentence, at)):
            continue
        if present and led & PASTS:
            continue
        if (
            at + 1 < len(tokens)
            and tokens[at + 1].low == "by"
            and tags & PASTS
            and not have
            and not tags & SIMPLE
            and (at == 0 or (tokens[at - 1].kind == "" and not led & PERSON))
        ):
            continue
        said = idiom.match(sentence.text, token.start) or (
            start < at and idiom.match(sentence.text, tokens[start].start)
        )
        manner: Manner = "speech" if lemma or said else "other"
        if not said:
            manner = "deed" if tags & DEED else "declared" if tags & DECLARE else manner
        yield Verb(start, at, manner, lemma or low, doubtful=not tags & PASTS and not have)


def _lows(sentence: Sentence, start: int, end: int) -> list[str]:
    return [token.low for token in sentence.tokens[max(0, start) : end]]


def _is_present(sentence: Sentence, at: int) -> bool:
    """Say whether a form that may be a noun is a verb in the present: `says that`, `wants the`."""
    tokens = sentence.tokens
    if at + 1 >= len(tokens) or at == 0:
        return False
    following = tokens[at + 1].low
    return following in (
        "that",
        "the",
        "a",
        "an",
        "to",
        "no",
        "whether",
        "with",
        "it",
        "this",
        "for",
    )


def _subjects(sentence: Sentence) -> Iterator[Finding]:
    room = None
    tokens = sentence.tokens
    for verb in _verbs(sentence):
        for start, end in _subject_spans(sentence, verb):
            for who in who_is(sentence, start, end):
                if who.thing and verb.lemma in sentence.grammar["strict"]:
                    who = _as_institution(sentence, who)
                if who.thing and _is_named_as_a_word(sentence, who, verb):
                    yield Finding("name", tokens[who.at].start, tokens[who.at].end)
                if who.reason is None:
                    continue
                if room is None:
                    room = found_in("room", sentence.text)
                if _is_error(sentence, verb, who, room):
                    yield _finding(sentence, who)


def _is_named_as_a_word(sentence: Sentence, who: Who, verb: Verb) -> bool:
    """Say whether a bare word that is a first name, too, is said to have spoken: `Rose asked`."""
    bare = who.at == 0 or sentence.tokens[who.at - 1].kind == "mark"
    said = verb.manner == "speech" and not verb.doubtful
    return said and bare and is_first_name(sentence.tokens[who.at], sentence.known)


def _as_institution(sentence: Sentence, who: Who) -> Who:
    """Take for an institution what is said to have said something, and is no document."""
    head = sentence.tokens[who.at]
    definite = any(one.low == "the" for one in sentence.tokens[max(0, who.at - 4) : who.at])
    documents = sentence.grammar["documents"] | MISSIONS
    if head.kind or head.low in documents or head.low.endswith("s") or not definite:
        return who
    return Who("organization", who.at, who.end)


def _is_error(sentence: Sentence, verb: Verb, who: Who, room: bool) -> bool:
    """Say whether this subject may not do this: states act in public, officials hold offices."""
    grammar = sentence.grammar
    unsure = sentence.known.language != "en" and verb.manner == "other"
    office = room or sentence.tokens[who.at].tags & OFFICES
    if unsure and who.reason == "official" and not office:
        return False  # a French noun that may be one for a person
    if who.guest or who.reason == "description" or room:
        return True
    if verb.manner == "modal":
        return False
    if verb.lemma in grammar["drafting"] and found_in("draft", sentence.text):
        return False
    if who.reason == "bloc":
        return not _is_public(sentence, verb)
    said = verb.manner == "speech"
    if who.reason == "organization" and (verb.doubtful or verb.lemma in grammar["published"]):
        return False
    if who.world and verb.lemma in grammar["proclaimed"]:
        return False
    if who.world and verb.lemma in grammar["of_states"]:
        said = False
    if who.reason == "delegation" and not who.world:
        said = said or verb.manner == "declared"
    if who.reason == "affiliation" and not who.world:
        said = said or verb.manner == "declared"
    one = who.reason in ("official", "affiliation") and not (who.many and who.world)
    if one and verb.manner == "other" and verb.lemma not in AUXILIARY:
        after = sentence.text[sentence.tokens[verb.at].start :]
        said = pattern("in_office").match(after) is None
    if not said and verb.manner != "deed":
        after = sentence.text[sentence.tokens[verb.at].end :].strip()
        said = (
            pattern("of_the_room").match(after) is not None
            and (verb.manner != "other" or who.world)
            and (after[:1] not in ".;:" or verb.lemma in grammar.of("attitudes", "of_states"))
        )
    return said and not _is_public(sentence, verb)


def _is_public(sentence: Sentence, verb: Verb) -> bool:
    """Say whether the sentence tells, beside what was said, where or when it was so in public."""
    text = sentence.text
    end = sentence.tokens[verb.at].end
    what = re.search(r"\b(?:that|que|qu')\b", text[end:])
    return found_in("public", text[: end + what.start()] if what else text)


def _finding(sentence: Sentence, who: Who) -> Finding:
    tokens = sentence.tokens
    assert who.reason
    return Finding(who.reason, tokens[who.at].start, tokens[who.end - 1].end, who.many)


def _subject_spans(sentence: Sentence, verb: Verb) -> Iterator[tuple[int, int]]:
    """Give where the subject of a verb stands: before it in its clause, or after it."""
    tokens = sentence.tokens
    if verb.at + 1 < len(tokens) and verb.manner == "speech":
        quoted = verb.start > 0 and tokens[verb.start - 1].low in QUOTES
        inserted = (
            verb.start > 0
            and tokens[verb.start - 1].low == ","
            and (tokens[verb.at + 1].kind in AFFILIATED or tokens[verb.at + 1].tags & DETERMINERS)
            and any(token.low == "," for token in tokens[verb.at + 2 : verb.at + 9])
        )
        if quoted or inserted or verb.start == 0:
            yield verb.at + 1, len(tokens)
            if quoted or inserted:
                return
    at = verb.start - 1
    while at >= 0 and (
        tokens[at].tags & ADVERBS
        or (tokens[at].low.endswith("ly") and tokens[at].kind == "")
        or tokens[at].low in ("also", "both", "all")
    ):
        at -= 1
    if at >= 0 and tokens[at].low in (",", ")", *DASHES):
        opening = next(
            (
                n
                for n in range(at - 1, -1, -1)
                if tokens[n].low in (",", "(", ";", ":", '"', *DASHES)
            ),
            -1,
        )
        if opening >= 0 and tokens[opening].low in (",", "(", *DASHES):
            if _qualifies(sentence, opening + 1) or tokens[at].low == ")":
                yield _clause_start(sentence, opening), at + 1
            yield opening + 1, at
            at = opening - 1
        elif opening < 0:
            return
    end = at + 1
    start = _clause_start(sentence, end)
    if start >= end:
        joined = start - 1
        if joined >= 0 and tokens[joined].low in ("and", "but", "or", "et", "mais"):
            earlier = _clause_start(sentence, joined)
            start, end = earlier, joined
        else:
            return
    while start < end and (
        tokens[start].low in JOINS
        or tokens[start].tags & ADVERBS
        or tokens[start].low in ("but", "both", "either", "neither", "mais", "so")
        or tokens[start].kind == "mark"
    ):
        start += 1
    while (
        start < end and tokens[start].tags & PREPOSITIONS and not tokens[start].tags & DETERMINERS
    ):
        inner = noun_phrase(sentence, start + 1, end)
        if inner.head < 0:
            break
        if inner.end >= end:
            start = inner.head if tokens[inner.head].kind not in ("", "mark") else end
            break
        start = inner.end
        while start < end and tokens[start].low == ",":
            start += 1
    clause = any(_is_finite(sentence, n) for n in range(start, end)) and start > 0
    before = tokens[start - 1]
    if start < end and not (clause and before.tags & BREAKS and before.low not in WHO | JOINS):
        yield start, end


def _clause_start(sentence: Sentence, end: int) -> int:
    tokens = sentence.tokens
    at = end - 1
    while at >= 0:
        token = tokens[at]
        low = token.low
        if low in MARKS_BETWEEN:
            return at + 1
        if low == ",":
            if not _is_list(sentence, at, end):
                return at + 1
        elif low in ("and", "or", "nor", "et", "ou", "ni"):
            if any(_is_finite(sentence, n) for n in range(max(0, at - 12), at)):
                return at + 1
        elif low in WHO or (low == "that" and _is_relative(sentence, at, end)):
            if at + 1 >= end:
                return end
        elif token.tags & BREAKS and token.kind == "":
            return at + 1
        at -= 1
    return 0


def _is_relative(sentence: Sentence, at: int, end: int) -> bool:
    """Say whether `that` begins a clause about the noun before it: `the tank that hosts it`."""
    tokens = sentence.tokens
    if at == 0 or at + 1 >= end or tokens[at - 1].tags & (PASTS | FINITE):
        return False
    return bool(tokens[at + 1].tags & (PASTS | FINITE))


def _is_finite(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if token.kind or token.capital:
        return False
    if token.tags & MODALS or token.low in (
        "is",
        "are",
        "was",
        "were",
        "has",
        "had",
        "have",
    ):
        return True
    before = sentence.tokens[at - 1].tags if at else 0
    return bool(token.tags & PASTS) and not before & DETERMINERS


def _is_list(sentence: Sentence, comma: int, end: int) -> bool:
    """Say whether a comma joins two nouns of a list: `France, Germany and Niger`."""
    tokens = sentence.tokens
    before, after = (
        tokens[comma - 1] if comma else None,
        tokens[comma + 1] if comma + 1 < end else None,
    )
    if before is None or after is None:
        return False
    named = before.kind in AFFILIATED and (after.kind in AFFILIATED or after.low in ("and", "et"))
    return named and not sentence.tokens[0].tags & PREPOSITIONS


def _agents(sentence: Sentence) -> Iterator[Finding]:
    """`It was suggested by …`, `a proposal by …`, `the wording was defended by …`."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens[1:-1], start=1):
        if token.low not in ("by", "par") or found_in("funding", sentence.text):
            continue
        near = [one.tags for one in tokens[max(0, at - 7) : at] if not one.kind]
        participle = next((tags for tags in reversed(near) if tags & PASTS), 0)
        said = participle & SPEECH and not participle & (DEED | DECLARE)
        talk = any(tags & TALKED for tags in near)
        talk = talk or found_in("talked_about", sentence.text[: token.start])
        if said or (talk and (participle or near[-1] & TALK)):
            yield from _of_whom(sentence, at + 1)
        elif participle & DECLARE:
            for finding in _of_whom(sentence, at + 1):
                people = finding.reason in ("official", "affiliation", "bloc", "person")
                if people or found_in("room", sentence.text):
                    yield finding


def _of_whom(sentence: Sentence, start: int, stop: int = 9999) -> Iterator[Finding]:
    for who in who_is(sentence, start, stop):
        if who.reason not in SUBJECTS_OF_SPEECH or (who.reason == "delegation" and who.world):
            continue
        public = found_in("public", sentence.text) and not found_in("room", sentence.text)
        if who.guest or not public:
            yield _finding(sentence, who)


def _beginning(sentence: Sentence, at: int) -> int:
    """Give where the noun phrase begins that a token stands in."""
    tokens = sentence.tokens
    while at > 0 and tokens[at - 1].kind != "mark" and not tokens[at - 1].tags & (STOPS | PASTS):
        at -= 1
    return at


def _owners(sentence: Sentence) -> Iterator[Finding]:
    """`Norway's point`, `the remarks of the engineer`, `the Ugandan objection`."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens) if sentence.tags & TALKED else ():
        if not token.tags & TALKED or token.kind:
            continue
        owner = next((n for n in range(at - 1, max(-1, at - 5), -1) if tokens[n].low == "'s"), -1)
        if owner > 0:
            yield from _of_whom(sentence, _beginning(sentence, owner - 1), owner)
        if at and tokens[at - 1].kind == "demonym" and token.tags & SMALL_TALK:
            yield Finding("state", tokens[at - 1].start, tokens[at - 1].end)
        if (
            at + 1 < len(tokens)
            and tokens[at + 1].low in ("of", "from", "de", "du", "d'")
            and token.tags & SMALL_TALK
        ):
            yield from _of_whom(sentence, at + 2)


def _linked(sentence: Sentence) -> Iterator[Finding]:
    """`according to …`, `in response to …`, `thanked …`: what leads to whoever spoke."""
    if not sentence.tags & OF_LINKS:
        return
    for found in pattern("leads_to_a_speaker").finditer(sentence.text):
        start = next((n for n, one in enumerate(sentence.tokens) if one.start >= found.end()), -1)
        published = found.group().lower() in ("according to", "selon", "d'après")
        topic = (
            start >= 0
            and found.group().lower() in ("for", "to", "pour")
            and sentence.tokens[start].low in sentence.known.hosts
            and not found_in("talked_about", sentence.text)
        )
        if start >= 0 and not topic and not found_in("funding", sentence.text):
            for finding in _of_whom(sentence, start):
                if not (published and finding.reason == "organization"):
                    yield finding


def _guests(sentence: Sentence) -> Iterator[Finding]:
    """`the Jordanian colleague`, whatever the sentence says of them."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens) if sentence.tags & GUESTS else ():
        if not token.tags & GUESTS or token.kind:
            continue
        for who in who_is(sentence, _beginning(sentence, at), len(tokens))[:1]:
            if not _is_guest(sentence, who, token.low):
                continue
            funds = who.reason == "delegation" and found_in("funding", sentence.text)
            if not funds and not found_in("public", sentence.text):
                yield _finding(sentence, who)


def _is_guest(sentence: Sentence, who: Who, low: str) -> bool:
    """Say whether somebody of the room, or what a state sends there, is told by its origin."""
    if who.reason == "delegation":
        return not who.world and _is_told(sentence, who)
    if who.reason != "affiliation" or not who.guest:
        return False
    return not (low in ("man", "woman") and sentence.tokens[who.at].kind == "place")


def _is_told(sentence: Sentence, who: Who) -> bool:
    tokens = sentence.tokens
    before = tokens[max(0, who.at - 2) : who.at]
    after = tokens[who.at + 1 : who.at + 4]
    return any(one.kind in ("state", "demonym") for one in before) or (
        bool(after) and after[0].low in OF and any(one.kind == "state" for one in after)
    )
