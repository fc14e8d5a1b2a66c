"""Reading: a sentence as words and known names, each with what it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple, get_args

from workshop_notes.guard.known import (
    WORD,
    WORD_OF_THE_LANGUAGE,
    Grammar,
    Kind,
    Known,
    capitals,
    tag,
)

ENDS = frozenset("\"'([:;—–-•*/|>«‹.!?…")  # after these a capital says nothing
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff]")
ACRONYM = re.compile(r"(?=.*[A-Z])[A-Z0-9][A-Z0-9₀-₉&/+.-]*(?:s|[A-Z]s)?")
ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})|XL|L")
SHORTEST = 2  # letters of what is no surname
LONGEST_ACRONYM = 4  # letters; what is longer and unknown may be a surname in capitals
INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
EXPLAINED: frozenset[Kind] = frozenset(["organization", "mission", "body", "bloc"])
AFTER_A_NAME: frozenset[Kind] = frozenset(["", "place", "public", "demonym"])
FIRST_NAME, PLAIN_NAME, STARTS = tag("first_name"), tag("plain_names"), tag("starts")
SPEECH, FINITE, ADVERB, HAVE = tag("speech"), tag("finite"), tag("adverbs"), tag("have")
PERSONS = tag("people", "person", "offices", "may_speak", "institutions", "group")
TALK = tag("talk", "small_talk", "may_speak")
DETERMINER, INSTITUTION, TITLE = tag("determiners"), tag("institutions"), tag("titles")
PREPOSITION = tag("prepositions")
PERSONAL = tag("personal_titles")
AFTER_TITLES, PAST, MONTH = tag("persons_after_titles"), tag("pasts"), tag("months_and_modals")
JOINING = tag("determiners", "prepositions", "breaks", "auxiliaries", "nobody")
CAPITAL, FREE_CAPITAL, LETTER = tag("capital"), tag("free_capital"), tag("letter")
_NO_NAME: Kind = ""
KINDS = {kind: tag(f"kind_{kind}") if kind else 0 for kind in get_args(Kind)}


class Token(NamedTuple):
    """A word, mark or known name: as written, in small letters, where it stands, what it is.

    A tuple, since a note has hundreds: a frozen dataclass takes four times as long to make.
    """

    text: str
    low: str
    start: int
    end: int
    kind: Kind
    # Where a capital says nothing: at the start of a sentence, line or quotation.
    first: bool = False
    tags: int = 0  # what the word is; see known.tag

    @property
    def capital(self) -> bool:
        return bool(self.tags & CAPITAL)


# Without a look at each field, since a note has a thousand.
_token: Callable[[Iterable[Any]], Token] = partial(tuple.__new__, Token)


@dataclass(frozen=True)
class Sentence:
    """A sentence that was read; `heading` where capitals say nothing, as in titles."""

    text: str
    tokens: Sequence[Token]
    known: Known
    heading: bool = False

    @property
    def grammar(self) -> Grammar:
        return self.known.grammar

    @cached_property
    def tags(self) -> int:
        """What any of its words is, kinds of names included."""
        found = 0
        for token in self.tokens:
            found |= token.tags | KINDS[token.kind]
        return found


def read(text: str, known: Known, *, heading: bool = False) -> Sentence:
    """Read a sentence of plain text (straight quotes and hyphens)."""
    texts = WORD.findall(text)
    lows = list(map(str.lower, texts))
    tags_of, phrases, plain = known.project.tags, known.project.phrases, known.project.plain
    consented = known.speakers
    tokens: list[Token] = []
    at, stop, first, high = 0, 0, True, 0
    while at < len(texts):
        word, end = texts[at], at
        start = text.find(word, stop)
        stop = start + len(word)
        if (told := plain[word]) is not None and not consented:
            tokens.append(_token((word, word, start, stop, told[0], first, told[1])))
            first = word in ENDS
            at += 1
            continue
        low, kind = lows[at], _NO_NAME
        tags = tags_of[low]
        if tags & STARTS or consented or (word != low and phrases[low]):
            end, kind = known.phrase_at(texts, lows, at)
        if end > at + 1:
            for word in texts[at + 1 : end]:
                stop = text.find(word, stop) + len(word)
            word, low = text[start:stop], text[start:stop].lower()
            tags = tags_of[low]
        elif end == at:
            end = at + 1
            if word != low or not tags & WORD_OF_THE_LANGUAGE:
                kind = _kind(texts, lows, at, known, first, heading)
        if word != low:
            high += 1
            tags |= _of_capitals(word, first)
        if kind and tags & JOINING and word.isupper():
            low, tags = word, CAPITAL  # WHO asks: the organization, not the pronoun
        tokens.append(Token(word, low, start, stop, kind, first, tags))
        first = texts[end - 1] in ENDS or (first and kind == "number")
        at = end
    if high > 1:
        tokens = _with_first_names(tokens, known, heading)
        tokens = _without_own_brackets(tokens, known)
    if high and not heading:
        tokens[:-1] = [
            _named(one) if _speaks(tokens, at) else one for at, one in enumerate(tokens[:-1])
        ]
    return Sentence(text, tokens, known, heading)


def _without_own_brackets(tokens: list[Token], known: Known) -> list[Token]:
    """The short form of a name is no one else: `the Velmar River Commission (VRC)`."""
    for at in range(len(tokens) - 4, -1, -1):
        brackets = "".join(one.text for one in tokens[at + 1 : at + 4 : 2])
        if tokens[at].kind in EXPLAINED and brackets == "()":
            short = tokens[at + 2]
            if short.text.isupper() and (short.kind in EXPLAINED or short.text in known.acronyms):
                del tokens[at + 1 : at + 4]
    return tokens


def _of_capitals(word: str, first: bool) -> int:
    tags = LETTER if len(word) == 1 else 0
    if not word[0].isupper():
        return tags
    return tags | (CAPITAL if first else CAPITAL | FREE_CAPITAL)


def _kind(
    texts: Sequence[str], lows: Sequence[str], at: int, known: Known, first: bool, heading: bool
) -> Kind:
    text, low = texts[at], lows[at]
    if not text[0].isalpha():
        return "number" if text[0].isdigit() else "mark"
    mixed = not text.isascii() and LATIN.search(text) and OTHER_SCRIPT.search(text)
    if text == low or mixed:
        return "name" if mixed else ""
    if known.has(low):
        return _kind_of_plain(texts, lows, at, known, first, heading)
    if len(text) == 1:
        return ""
    if INITIALS.fullmatch(text):
        return "name" if text.isupper() else ""
    if text in known.acronyms or _is_acronym(text):
        return _kind_of_letters(text, known)
    if known.is_word(text):
        return ""
    if "-" in text or "/" in text or "&" in text:
        return _kind_of_parts(re.split(r"[-/&]", text), known)
    if low.endswith("s") and known.phrase_at([text[:-1]], [low[:-1]], 0)[1] == "demonym":
        return "demonym"
    small = text.isascii() and not text[0].isupper()
    return "" if small and (first or heading) else "name"


def _kind_of_plain(
    texts: Sequence[str], lows: Sequence[str], at: int, known: Known, first: bool, heading: bool
) -> Kind:
    """Say what a capitalized word of the language is: a first name, or two initials: `AH asked`.

    An English word with an accent, `château`, is a name where a sentence needs no capital.
    """
    accented = known.language == "en" and not texts[at].isascii()
    if accented and not (first or heading or lows[at] in known.project.own_words):
        return "name"
    if not heading and (
        _is_lone_first_name(texts, lows, at, known, first) or _is_told_of(texts, lows, at, known)
    ):
        return "name"
    text, before, after = texts[at], texts[max(0, at - 1)], texts[at + 1 : at + 2]
    short = len(text) == 2 and text.isalpha() and text.isupper()
    if not (short and after and after[0].islower()) or (at and before[0].isdigit()):
        return ""
    if known.project.tags[after[0]] & PREPOSITION:  # MA in Governance
        return ""
    return "" if text in known.grammar.of("labels", "not_codes") else "acronym"


def _kind_of_letters(text: str, known: Known) -> Kind:
    """Say what an abbreviation is: `IV` is a number, `PDF` a word like others."""
    if ROMAN.fullmatch(text):
        return "number"
    return "" if text in known.grammar.of("labels", "not_codes") else "acronym"


def _is_acronym(text: str) -> bool:
    """Say whether capitals are an abbreviation, and not a surname that is shouted."""
    if not ACRONYM.fullmatch(text):
        return False
    letters = sum(map(str.isalpha, text))
    vowels = sum(letter in "AEIOUY" for letter in text)
    spelled = (letters == LONGEST_ACRONYM + 1 and vowels < 2) or text.startswith("UN")
    return letters <= LONGEST_ACRONYM or spelled or any(map(str.isdigit, text))


def _is_lone_first_name(
    texts: Sequence[str], lows: Sequence[str], at: int, known: Known, first: bool
) -> bool:
    """Say whether a word that needs no capital is a first name: `ask Grace about it`.

    At the head of a sentence or of a part of it (`In reply, Peter asked …`), where a plain word has
    a capital too, only those that no note writes small are.
    """
    tags, after = known.project.tags, texts[at + 1] if at + 1 < len(texts) else "-"
    mine = tags[lows[at]]
    if not (texts[at].istitle() and mine & FIRST_NAME) or mine & MONTH or after[0].isupper():
        return False
    if first:
        return not mine & PLAIN_NAME
    heads = not mine & PLAIN_NAME and (at == 1 or not texts[at - 1][0].isalnum())
    return (heads or texts[at - 1].islower()) and _is_apart(texts, lows, at, known)


def _is_told_of(texts: Sequence[str], lows: Sequence[str], at: int, known: Known) -> bool:
    """Say whether a plain word with a capital is somebody: `It was Brown who asked`."""
    return (
        at > 1
        and lows[at + 1 : at + 2] in (["who"], ["whose"], ["whom"])
        and texts[at].istitle()
        and texts[at - 1].islower()
        and not known.project.tags[lows[at]] & (PERSONS | JOINING)
        and _is_apart(texts, lows, at, known)
    )


def _is_apart(texts: Sequence[str], lows: Sequence[str], at: int, known: Known) -> bool:
    """Say whether a word stands behind no article, and not among capitals as in a title."""
    determined = known.project.tags[lows[at - 1]] & DETERMINER
    return not determined and not any(one[0].isupper() for one in texts[max(1, at - 3) : at])


def _kind_of_parts(parts: Sequence[str], known: Known) -> Kind:
    """`African-led`, `UN-AU`, `MINUSMA/MINUSCA` are made of what is known."""
    kinds: set[Kind] = set()
    for part in parts:
        if not part or part.islower() or part.isdigit() or known.is_word(part):
            continue
        kind = known.phrase_at([part], [part.lower()], 0)[1]
        if not kind and ACRONYM.fullmatch(part) and len(part) <= LONGEST_ACRONYM:
            kind = "acronym"
        kinds.add(kind or "name")
    for kind in ("name", "state", "bloc", "demonym", "organization", "mission", "place", "acronym"):
        if kind in kinds:
            return kind
    return "public" if kinds else ""


def _with_first_names(tokens: list[Token], known: Known, heading: bool) -> list[Token]:
    """Mark as names what a first name, title or initial makes one: `Grace Field`, `Ms Brown`."""
    found = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        following, after = tokens[at + 1], at + 1
        if following.text == "." and at + 2 < len(tokens) and len(token.text) <= 5:
            following, after = tokens[at + 2], at + 2
        if following.text == "," and _is_shouted(token, tokens[at + 2 : at + 3], known):
            found[at] = _named(token)
        if not (token.capital and following.capital) or following.kind not in AFTER_A_NAME:
            continue
        certain = after == at + 1 or token.tags & PERSONAL or not known.has(token.low)
        if token.tags & TITLE and certain:
            if not heading and _is_titled(token, following):
                found[after] = _named(following)
        elif INITIALS.fullmatch(token.text + "." * (after - at - 1)) and not token.first:
            if following.kind != "demonym" and len(following.text) > SHORTEST:
                found[after] = _named(following)
        elif after == at + 1 and not heading and is_first_name(token, known):
            determined = tokens[max(0, at - 1)].tags & DETERMINER
            if not determined and _is_surname(token, following):
                found[at] = _named(token)
    return _with_institutions(found)


def _speaks(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word says or does what only somebody in the room does.

    `Hope asked`, `Grace opened the discussion`; so does a place that is a label: `George: it …`.
    """
    token = tokens[at]
    if not (token.tags & FIRST_NAME and token.capital and token.kind in ("", "place")):
        return False
    before = tokens[at - 1].tags if at else 0
    if (token.tags & JOINING and not token.tags & MONTH) or token.low in capitals():
        return False
    if before & (PREPOSITION | DETERMINER) or (at and tokens[at - 1].kind == "number"):
        return False
    if token.kind and at == 0 and tokens[1].text == ":" and not token.tags & PLAIN_NAME:
        return len(tokens) > 2
    passed = ADVERB if token.kind else ADVERB | HAVE  # Florida has forbidden it
    did = next((n for n in range(at + 1, at + 4) if not _tags(tokens, n) & passed), at)
    forms = PAST if token.tags & PLAIN_NAME else PAST | FINITE  # Rain forecasts, Mine maps
    if not _tags(tokens, did) & forms or not tokens[did].text.islower():
        return False
    of_talk = _tags(tokens, did + 1) & DETERMINER and _tags(tokens, did + 2) & TALK
    return bool(tokens[did].tags & SPEECH or of_talk)


def _tags(tokens: Sequence[Token], at: int) -> int:
    return tokens[at].tags if at < len(tokens) else 0


def _is_shouted(token: Token, after: Sequence[Token], known: Known) -> bool:
    """Say whether a surname in capitals stands before the first name: `HALVORSEN, Anders`."""
    shouted = token.text.isupper() and len(token.text) > 1 and not token.kind
    return shouted and bool(after) and is_first_name(after[0], known)


def _is_titled(title: Token, word: Token) -> bool:
    """Say whether a title makes a word a name: `Dr Field`, but not `Ambassador Hotel`."""
    alone = not title.tags & PERSONAL and word.tags & (INSTITUTION | AFTER_TITLES)
    return not alone and (title.text.isupper() or not word.text.isupper())


def _is_surname(first_name: Token, word: Token) -> bool:
    same_case = first_name.text.isupper() == word.text.isupper()
    plain = not word.tags & (PAST | INSTITUTION)
    return same_case and plain and len(word.text) > SHORTEST


def is_first_name(token: Token, known: Known) -> bool:
    """Say whether a word that may stand is a first name, too: `Grace`, `Sydney`."""
    return (
        token.kind in ("", "place")
        and token.capital
        and bool(token.tags & FIRST_NAME)
        and not token.tags & MONTH
        and token.low not in known.project.hosts
    )


def _with_institutions(tokens: list[Token]) -> list[Token]:
    """Names before a word for an institution are its name: `the Harlow Institute`."""
    for at, token in enumerate(tokens):
        if token.kind or not token.capital or token.first:
            continue
        if token.tags & INSTITUTION:
            first = at
            while first > 0 and tokens[first - 1].kind == "name" and tokens[first - 1].capital:
                first -= 1
            if first < at:
                text = " ".join(one.text for one in tokens[first : at + 1])
                whole = tokens[first]._replace(
                    text=text, low=text.lower(), end=token.end, kind="organization", tags=CAPITAL
                )
                return _with_institutions([*tokens[:first], whole, *tokens[at + 1 :]])
    return tokens


def _named(token: Token) -> Token:
    return token._replace(kind="name")
