"""Languages: which one a text is in, and the names of months, days and languages."""

from __future__ import annotations

import mmap
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from workshop_notes.bounded import read_own
from workshop_notes.text.folding import bare
from workshop_notes.vocabulary import grouped

# All abbreviations of months are read in these alone: a Spanish `ago` is an English word.
_ABBREVIATING = ("en", "fr", "de")
# Countries whose months have names of their own.
_ELSEWHERE = ("de_AT", "es_PE", "fr_CA", "ar_DZ", "ar_LB", "ar_MA", "ar_MR")
Width = Literal["wide", "abbreviated"]
_WORD = re.compile(r"[^\W\d_]+")
LISTS = {"en": "english", "fr": "french"}  # of the words of languages
_LISTS = Path(__file__).parent.parent / "guard" / "lists"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that texts are read in: its commonest words, its articles, its script."""

    code: str
    commonest: frozenset[str]
    articles: frozenset[str]
    script: re.Pattern[str] | None
    sentence: str


class Lines:
    """A sorted list in a file, an entry a line, looked up where it lies: nothing is loaded."""

    def __init__(self, name: str) -> None:
        with (_LISTS / f"{name}.txt").open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __contains__(self, low: object) -> bool:
        return low in self.starting(str(low), whole=True)

    def starting(self, low: str, *, whole: bool = False) -> list[str]:
        """Give the lines that are, in small letters, this word, or begin with it if not `whole`."""
        data, found = self._data, []
        key = low.encode()
        start, stop = 0, len(data)
        while start < stop:
            middle = (start + stop) // 2
            # Whatever is written into the file meanwhile, the search comes to its end.
            begin = max(start, data.rfind(b"\n", start, middle) + 1)
            end = max(middle, data.find(b"\n", middle))
            if data[begin:end].decode().lower().encode() < key:
                start = end + 1
            else:
                stop = begin
        while start < len(data):
            end = data.find(b"\n", start)
            line = data[start:end].decode()
            if not (line.lower() == low if whole else line.lower().startswith(low)):
                break
            if whole or len(line) == len(low) or not line[len(low)].isalnum():
                found.append(line)
            start = end + 1
        return found


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """Give the languages of languages.yml by their two-letter codes."""
    path = Path(__file__).with_name("languages.yml")
    read = read_own(path)
    return {
        code: Language(
            code,
            frozenset(entry["commonest"].split()),
            frozenset(map(bare, entry["articles"].split())),
            re.compile(entry["script"]) if "script" in entry else None,
            entry["sentence"],
        )
        for code, entry in read.items()
    }


@lru_cache(maxsize=1)
def articles() -> frozenset[str]:
    """Give the articles of every language, in lower case without accents."""
    return frozenset().union(*(one.articles for one in languages().values()))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Give the commonest words of every language, in small letters: none of them ends a line."""
    return frozenset().union(*(one.commonest for one in languages().values()))


@lru_cache
def ordinary(language: str) -> Lines:
    """Give the ordinary words of a language of `LISTS`."""
    return Lines(LISTS[language])


def language_with_count(text: str) -> tuple[str, int]:
    """Guess a text's language, and say how many of its words speak for it; ("", 0) if none does."""
    words = _WORD.findall(text.lower())
    if not text.isascii():
        size = sum(map(len, words))
        for code, one in languages().items():
            if one.script and len(one.script.findall(text)) * 2 > size:
                return code, len(words)
    spoken, times = _speakers(), Counter(words)
    counts: Counter[str] = Counter()
    for word in spoken.keys() & times.keys():
        for code in spoken[word]:
            counts[code] += times[word]
    best = max(sorted(counts), key=lambda code: (counts[code], code == "en"), default="")
    return best, counts[best]


@lru_cache(maxsize=1)
def _speakers() -> Mapping[str, list[str]]:
    """Give for each common word the languages without a script of their own that use it."""
    spoken = ((code, one.commonest) for code, one in languages().items() if one.script is None)
    return grouped((word, code) for code, commonest in spoken for word in commonest)


@lru_cache(maxsize=64)
def month_names(language: str, width: Width = "wide") -> tuple[str, ...]:
    """Give the twelve months' names in a language, as in a date; `abbreviated` gives short ones."""
    # Imported here: Babel takes longer to load than most commands to run.
    from babel.dates import get_month_names

    named = get_month_names(width, "format", language)
    return tuple(str(named[number]) for number in range(1, 13))


@lru_cache(maxsize=1)
def month_numbers() -> Mapping[str, int]:
    """Give each name of a month in the languages of languages.yml, in lower case, its number."""
    from babel.dates import get_month_names

    # Babel has one short form each.
    short = {"sept": 9, "fév": 2, "fev": 2, "febr": 2, "mrz": 3, "ene": 1, "abr": 4, "dic": 12}
    return _numbers(get_month_names, ("format", "stand-alone"), short)


@lru_cache(maxsize=1)
def weekday_numbers() -> Mapping[str, int]:
    """Give each name of a day of the week, full and short, in lower case, its number: Monday is 0.

    A name that is of two days in two languages is left with the first.
    """
    from babel.dates import get_day_names

    # Babel has one short form each.
    short = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return _numbers(get_day_names, ("format",), short)


def one_of(words: Mapping[str, int]) -> str:
    """Give an expression for any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _numbers(
    named: Callable[[Width, Any, str], Mapping[Any, str]],
    contexts: Iterable[str],
    more: Mapping[str, int],
) -> Mapping[str, int]:
    """Give the number of each name, with and without accents, in the languages that are read."""
    found: dict[str, int] = {}
    for code in (*languages(), *_ELSEWHERE):
        widths: tuple[Width, ...] = ("wide", "abbreviated")
        for width in widths if code[:2] in _ABBREVIATING else widths[:1]:
            for context in contexts:
                for number, name in named(width, context, code).items():
                    low = str(name).lower().rstrip(".")
                    for spelling in (low, bare(low)):
                        found.setdefault(spelling, int(number))
    return {**more, **found}
