"""Finder: where a text names something that has a name, or cites a resolution."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.folding import bare, spans
from workshop_notes.text.languages import articles
from workshop_notes.text.sieve import Pattern
from workshop_notes.vocabulary import Vocabulary

Target = TypeVar("Target")

# A name of fewer letters is found as one word only: `a mis` is not AMIS.
SHORT = 8
# Names of at most so many words are told from ordinary ones by their capitals.
EXACT, ALWAYS_EXACT = 2, 3
# An acronym this long is no word, so that its case does not matter.
UNMISTAKABLE = 6
# A plus belongs to a name: `A4P+` is not `A4P`.
_WORD = re.compile(r"[^\W_]+\+?")
_BREAK = re.compile(r"[\s'’ʼ‘,]*(?:[-‐‑–&]\s*)?")
_WEB = re.compile(r"://|\bwww\.")
# Where an acronym in small letters is part of an address.
_ADDRESS_AFTER = re.compile(r"@|\.\w")


@dataclass(frozen=True, slots=True)
class Found(Generic[Target]):
    """One place in a text, `text[start:end]`, the name that stands there and whose it is."""

    start: int
    end: int
    target: Target
    name: str


@dataclass(frozen=True, slots=True)
class _Name(Generic[Target]):
    name: str
    target: Target
    exact: bool
    words: int


class Finder(Generic[Target]):
    """Finds the names of many things in texts: whole words, the longest name first.

    Names are compared by their letters, so that accents, articles, hyphens and a word broken at the
    end of a line make no difference. Capitals do wherever they tell a name from ordinary words: a
    name of one or two words with capitals is found as written, or all in capitals where it is long;
    one of three and more in any case. An ordinary word (`force`) that begins a sentence is no name
    while the text writes it in small letters elsewhere.
    """

    def __init__(self, names: Iterable[tuple[str, Target]], *, exact: bool = False) -> None:
        """Take (name, target) pairs; of one name given twice, the first stands.

        `exact` minds the capitals of names of three words too.
        """
        self._known: dict[str, list[_Name[Target]]] = {}
        for name, target in names:
            key = _letters_of(name)
            if not key:
                continue
            entry = _Name(name, target, _is_exact(name, exact), len(_WORD.findall(name)))
            row = self._known.setdefault(key, [])
            if all(other.name != name for other in row):
                row.append(entry)
        self._keys = sorted(self._known)
        # Most words begin no name: their first letters say so.
        self._openings = {
            name[:size] for key in self._keys for name in (key, f"{key}s") for size in range(1, 5)
        }
        # Texts of one language have most of their words in common.
        self._may_begin = lru_cache(maxsize=8192)(self._begins)

    def find(self, text: str) -> list[Found[Target]]:
        """Give what is named in a text, left to right, none overlapping another."""
        words = _words_of(text)
        found: list[Found[Target]] = []
        end = 0
        likely = set(filter(self._may_begin, words.met))
        for at in [at for at, one in enumerate(words.letters) if one in likely] if likely else ():
            start = words.spans[at][0]
            if start < end:
                continue
            for last, entry in self._candidates(text, words, at):
                if (
                    entry.exact
                    and entry.words == 1
                    and not (entry.name.isupper() or entry.name.islower())
                    and words.letters[at] in words.small
                ):
                    continue
                end = words.spans[last][1]
                found.append(Found(start, end, entry.target, entry.name))
                break
        return found

    def _begins(self, letters: str) -> bool:
        if letters[:4] not in self._openings:
            return False
        at = bisect_left(self._keys, letters)
        if at < len(self._keys) and self._keys[at].startswith(letters):
            return True
        return letters[-1:] == "s" and letters[:-1] in self._known

    def _candidates(self, text: str, words: _Words, at: int) -> list[tuple[int, _Name[Target]]]:
        """Give the names that stand from word `at`, each with its last word, the longest first."""
        found: list[tuple[int, _Name[Target]]] = []
        skipped = _skipped()
        letters, start = "", words.spans[at][0]
        for last in range(at, len(words.spans)):
            first, end = words.spans[last]
            if last > at:
                gap = text[words.spans[last - 1][1] : first]
                if gap != " " and not _BREAK.fullmatch(gap):
                    break
                if words.letters[last] in skipped and text[first:end].islower():
                    continue
            letters += words.letters[last]
            if "isation" in letters:
                letters = letters.replace("isation", "ization")
            if not self._may_begin(letters):
                break
            standing = text[start:end]
            for key in (letters, letters[:-1] if letters[-1:] == "s" else ""):
                for entry in self._known.get(key, ()):
                    if _stands(entry, standing, len(key), last - at + 1, plural=key != letters):
                        if (
                            standing.islower()
                            and entry.name.isupper()
                            and _in_address(text, start, end)
                        ):
                            continue
                        found.append((last, entry))
        return found[::-1]


class _Words:
    """A text's words: place and letters of each, and all that are met."""

    def __init__(self, text: str) -> None:
        self._text, low = text, bare(text)
        joined = "+" in text
        self.spans = [one.span() for one in _WORD.finditer(text)] if joined else spans(text)
        self.letters = [low[start:end] for start, end in self.spans]
        self.met = frozenset(self.letters)

    @cached_property
    def small(self) -> frozenset[str]:
        """Give the words that the text writes in small letters."""
        return frozenset(word for word in _WORD.findall(self._text) if word.islower())


_words_of = lru_cache(maxsize=64)(_Words)  # the paragraphs of a note, for finder after finder

LISTS = Path(__file__).with_name("resolutions.yml")
_NUMBER = r"\d{2,4}(?!\d|[/.,]\d|\s?%)(?:\s?\((?:19|20)\d\d\))?"
_FIGURE = re.compile(r"\d")
_SYMBOL = re.compile(r"\bS/RES/(?P<list>\d{2,4}(?!\d)(?:\s?/?\((?:19|20)\d\d\))?)", re.IGNORECASE)
_ITEM = re.compile(r"(?P<number>\d{2,4})(?:\s?/?\((?P<year>(?:19|20)\d\d)\))?")


@dataclass(frozen=True, slots=True)
class Cited:
    """A resolution cited at `text[start:end]`: its number and the year that it states, or "".

    `other_body` says that it is an assembly's or a parliament's; `doubtful` that the number may as
    well be a year.
    """

    start: int
    end: int
    number: str
    year: str
    other_body: bool
    doubtful: bool


def cited_resolutions(text: str, known: Vocabulary | None = None) -> list[Cited]:
    """Find the resolutions that a text cites, in its order.

    `resolution 2480 (2019)`, `resolutions 2625 and 2626`, `S/RES/2480`, `UNSCR 2480`; a number of
    two digits only with a year. What the vocabulary calls otherwise is found by its names there:
    `Decision 12`, `D/12`.
    """
    found = []
    if known and (named := _own_names(known)):
        names, own = named
        for match in own.finditer(text):
            identifier = names[_spelled(match[0])]
            found.append(Cited(match.start(), match.end(), identifier, "", False, False))
    figured = _FIGURE.search(text)
    matches = [*_cited().finditer(text), *_SYMBOL.finditer(text)] if figured else ()
    for match in sorted(matches, key=lambda match: match.start("list")):
        before = text[max(0, match.start() - 40) : match.start()]
        other = bool(pattern(LISTS, "other-body").search(before))
        symbol = "S/RES" in match[0].upper()
        start = match.start()
        for item in _ITEM.finditer(text, match.start("list"), match.end("list")):
            number, year = str(int(item["number"])), item["year"] or ""
            start = item.start() if start < 0 else start
            if len(number) > 2 or year:
                doubtful = not (year or symbol) and 1945 <= int(number) <= 2030
                found.append(Cited(start, item.end(), number, year, other, doubtful))
            start = -1
    return sorted(found, key=lambda one: one.start)


@lru_cache(maxsize=8)
def _own_names(known: Vocabulary) -> tuple[dict[str, str], re.Pattern[str]] | None:
    """Give the names of resolutions that no other form finds, with their ids; a year may lack.

    A name without a figure is known by its capitals; a number or a word that is an id is no name.
    """
    names: dict[str, str] = {}
    patterns = []
    for term in known.terms:
        for name in (re.sub(r"\s*\(\d{4}\)$", "", one) for one in term.names):
            figured = bool(re.search(r"\d", name))
            told = name and not name.isdigit() and (figured or name != term.id)
            if told and not cited_resolutions(name):
                names.setdefault(_spelled(name), term.id)
                literal = r"\s+".join(map(re.escape, name.split()))
                patterns.append(f"(?i:{literal})" if figured else literal)
    if not patterns:
        return None
    longest_first = "|".join(sorted(patterns, key=len, reverse=True))
    return names, re.compile(rf"(?<![\w/-])(?:{longest_first})(?![\w/-]|\.\d)")


def _spelled(name: str) -> str:
    return " ".join(name.casefold().split())


@lru_cache(maxsize=1)
def _skipped() -> frozenset[str]:
    """Give the words that make no difference: articles, and what `&` stands for."""
    return articles() | frozenset(["and", "et", "und", "y"])


def _letters_of(name: str) -> str:
    """Give a name's letters without its articles; all of them where it has nothing else."""
    words = _WORD.findall(name)
    kept = [
        bare(word)
        for place, word in enumerate(words)
        if bare(word) not in _skipped() or not (word.islower() or (place == 0 and word.istitle()))
    ]
    return "".join(kept or map(bare, words)).replace("isation", "ization")


def _is_exact(name: str, always: bool) -> bool:
    """Say whether a name is told from ordinary words by its capitals."""
    words = _WORD.findall(name)
    capital = any(letter.isupper() for letter in name)
    most = ALWAYS_EXACT if always else EXACT
    return (capital and len(words) <= most) or (len(words) == 1 and len(name) < 5)


def _stands(entry: _Name[Target], standing: str, letters: int, words: int, *, plural: bool) -> bool:
    if letters < SHORT and words > entry.words:
        return False
    if plural and entry.exact and not entry.name.isupper():
        return False
    if not entry.exact:
        return True
    written, wanted = _lettered(standing), _lettered(entry.name)
    if plural:
        return written[:-1] == wanted and written[-1] == "s"
    if written.isupper() and not entry.name.isupper():
        return letters >= SHORT
    return (written == wanted or _cases(written) == _cases(wanted)) or (
        # Nothing else is spelled so: `minusma` in an address or in small letters.
        entry.name.isupper() and letters >= UNMISTAKABLE and entry.name.isalpha()
    )


def in_web_address(text: str, place: int) -> bool:
    """Say whether a place is inside a web address."""
    start = max(text.rfind(mark, 0, place) for mark in " \n(<") + 1
    return _WEB.search(text, start, place) is not None


def _in_address(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in ("@", ".") or bool(_ADDRESS_AFTER.match(text, end))


@lru_cache(maxsize=4096)
def _lettered(text: str) -> str:
    """Give the letters of a passage as written, without the articles inside it."""
    return "".join(
        word
        for word in _WORD.findall(text)
        if not (word.islower() and bare(word) in _skipped()) and word not in ("The", "Le", "La")
    )


def _cases(text: str) -> str:
    """Give a word's capitals; of a phrase that has but its first, none."""
    shape = "".join("A" if letter.isupper() else "a" for letter in text)
    return "a" * len(shape) if len(shape) > SHORT and "A" not in shape[1:] else shape


@lru_cache(maxsize=1)
def _cited() -> Pattern:
    word = source(LISTS, "resolution")
    joined = rf"\s*(?:,|and|&|et|,\s*and|or|ou)\s*(?:{word}\s)?"
    return Pattern(
        rf"\b{word}[ ]*(?:nos?\.?|n°|numbers?|S/RES/|,(?= ?\d+ ?\())?"
        # `The resolution in force is 2654 (2022)`.
        r"(?:[^.;:()\d]{1,40}\b(?=\d{4}\s?\((?:19|20)\d\d\)))?"
        # Over a line's end only into a sentence: a table's heading is followed by years.
        rf"(?:[ ]*|[ ]*\n[ ]*(?={_NUMBER}[^\n\d|]))"
        rf"(?P<list>{_NUMBER}(?:{joined}{_NUMBER})*)",
        re.IGNORECASE,
    )
