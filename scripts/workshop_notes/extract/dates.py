"""Dates: every day, range, month and dateless day that a text writes, in English and French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

MONTHS = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "février", "fevrier", "févr", "fév"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "août", "aout"),
    ("september", "sept", "sep", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "décembre", "decembre", "déc"),
)
NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
# No note has more; what follows in a text that has is a list of dates.
MOST = 300
Precision = Literal["day", "range", "month", "dateless", "ambiguous", "impossible"]

_NAMES = "|".join(sorted(NUMBERS, key=lambda name: (-len(name), name)))
# The full names of a header in spaced capitals: `J U N E`.
CAPITAL_MONTH = "|".join(
    r"\s?".join(name.upper()) for names in MONTHS for name in names if len(name) > 2
)
_MONTH = rf"(?:{_NAMES})\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th|er|ère|re)\b)?"
# `The third of May`: as words from one to thirty-one.
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = {
    name: number
    for number, name in enumerate(
        [*_UNITS, *_TEENS, *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first"], 1
    )
}
_ORDINAL = "|".join(sorted(ORDINALS, key=lambda name: (-len(name), name)))
_YEAR = r"(?:19|20)\d\d(?!\d|[-–]\d\d-)"
_TO = r"\s*(?:-|/|&|,? ?and|to|through|until|et|au)\s*"
_FLAGS = re.IGNORECASE
_RANGES = (
    re.compile(
        rf"(?<!\w)(?P<m>{_MONTH})\s*(?P<d>{_DAY}){_TO}(?:(?P<m2>{_MONTH})\s*)?(?P<d2>{_DAY})"
        rf",?\s+(?P<y>{_YEAR})",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![\w-])(?P<d>{_DAY})(?:\s+(?:of\s+)?(?P<m2>{_MONTH}))?{_TO}(?P<d2>{_DAY})\s+(?:of\s+)?"
        rf"(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})",
        _FLAGS,
    ),
)
_DAYS = (
    re.compile(rf"(?<!\w)(?P<m>{_MONTH})\s*(?P<d>{_DAY})(?:\s*,\s*|\s+)(?P<y>{_YEAR})", _FLAGS),
    re.compile(
        rf"(?<![\w-])(?P<d>{_DAY})[\s-]+(?:of\s+|"
        rf"de\s+)?(?P<m>{_MONTH})[\s,-]+(?:de\s+)?(?P<y>{_YEAR})",
        _FLAGS,
    ),
)
_IN_WORDS = re.compile(
    rf"(?<!\w)(?P<d>{_ORDINAL})\s+(?:day\s+)?of\s+(?P<m>{_MONTH}),?\s+(?P<y>{_YEAR})", _FLAGS
)
_ISO = re.compile(r"(?<![\d/-])(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d{2})\2(?P<d>\d{2})(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})([/.])(?P<b>\d{1,2})\2(?P<y>(?:19|20)\d\d)(?!\d)")
_MONTHS_ONLY = re.compile(rf"(?<!\w)(?P<m>{_MONTH}),?\s+(?:of\s+|de\s+)?(?P<y>{_YEAR})", _FLAGS)
_SPACED_MONTH = re.compile(
    rf"(?<!\w)(?P<m>{CAPITAL_MONTH})(?:\s+(?P<d>\d\s?\d?)\s?,)?\s+(?P<y>[12]\s?[09]\s?\d\s?\d)(?!\d)"
)
_DATELESS = (
    re.compile(rf"(?<!\w)(?P<m>{_MONTH})\s+(?P<d>{_DAY})(?![\d\w])(?!,?\s+\d{{4}})", _FLAGS),
    re.compile(rf"(?<![\w-])(?P<d>{_DAY})\s+(?P<m>{_MONTH})(?!,?\s+\d{{4}})", _FLAGS),
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands in the text.

    `value` is ISO text: `2018-05-08`, `2018-05-08/2018-05-09` (range), `2018-05` (month) or
    `--05-08` (a day without its year); it is empty for `ambiguous` and `impossible` ones.
    """

    start: int
    end: int
    value: str
    precision: Precision

    @property
    def year(self) -> int | None:
        """Give the year of its first day, if it states one."""
        return int(self.value[:4]) if self.value[:4].isdigit() else None

    @property
    def first(self) -> str:
        """Give the first day of a range, or the value itself."""
        return self.value.split("/")[0]


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find every date in a folded text, in its order; none lies inside another.

    Both orders (`May 8, 2018`, `8 May 2018`), ranges, ISO dates, months alone, spaced capitals
    (`J U N E 2 02 1`) and days without a year are read. `08/05/2018` is `ambiguous`.
    """
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for mention in _candidates(text):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            found.append(mention)
    return _joined(text, sorted(found, key=lambda mention: mention.start)[:MOST])


def iso_day(value: str) -> date:
    """Read an ISO day."""
    return date.fromisoformat(value)


def _candidates(text: str) -> Iterator[DateMention]:
    for pattern in _RANGES:
        for match in pattern.finditer(text):
            yield from _range(match)
    for match in _ISO.finditer(text):
        yield _day(match, int(match["y"]), int(match["m"]), int(match["d"]))
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            if _is_split(text, match):
                continue
            yield _day(match, int(match["y"]), _month(match["m"]), _number(match["d"]))
    for match in _IN_WORDS.finditer(text):
        number = ORDINALS[match["d"].lower()]
        yield _day(match, int(match["y"]), _month(match["m"]), number)
    for match in _NUMERIC.finditer(text):
        yield _numeric(match)
    for match in _SPACED_MONTH.finditer(text):
        yield _spaced(match)
    for match in _MONTHS_ONLY.finditer(text):
        # A month's name in lower case is a word of its own: `may 2019 bring peace`.
        if match["m"].lower() != "may" or match["m"] != "may":
            value = f"{match['y']}-{_month(match['m']):02}"
            yield DateMention(match.start(), match.end(), value, "month")
    for pattern in _DATELESS:
        for match in pattern.finditer(text):
            if match["m"][:1].isupper() or match["m"].lower() not in ("may", "mar", "mars"):
                value = f"--{_month(match['m']):02}-{_number(match['d']):02}"
                yield DateMention(match.start(), match.end(), value, "dateless")


def _is_split(text: str, match: re.Match[str]) -> bool:
    """Say whether a number alone on its line, a page's, precedes a month on the next."""
    start = text.rfind("\n", 0, match.start()) + 1
    alone = not text[start : match.start()].strip()
    return alone and bool(re.match(r"\d+\s*\n", match[0]))


def _range(match: re.Match[str]) -> Iterator[DateMention]:
    year, month = int(match["y"]), _month(match["m"])
    other = _month(match["m2"]) if match["m2"] else month
    months = (month, other) if match.start("m") < match.start("d") else (other, month)
    years = (year - 1, year) if months[0] == 12 and months[1] == 1 else (year, year)
    first = _iso(years[0], months[0], _number(match["d"]))
    last = _iso(years[1], months[1], _number(match["d2"]))
    if first and last and first < last:
        # More than a week apart they are two dates of a list, not one event.
        if iso_day(last) - iso_day(first) <= timedelta(days=7):
            yield DateMention(match.start(), match.end(), f"{first}/{last}", "range")
    elif not (first and last):
        yield DateMention(match.start(), match.end(), "", "impossible")


def _day(match: re.Match[str], year: int, month: int, day: int) -> DateMention:
    value = _iso(year, month, day)
    return DateMention(match.start(), match.end(), value, "day" if value else "impossible")


def _numeric(match: re.Match[str]) -> DateMention:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    # Dots are written day first everywhere; a stroke is not.
    if match[2] == "." or first > 12 or first == second:
        return _day(match, year, second, first)
    if second > 12:
        return _day(match, year, first, second)
    return DateMention(match.start(), match.end(), "", "ambiguous")


def _spaced(match: re.Match[str]) -> DateMention:
    year, month = int(_tight(match["y"])), _month(_tight(match["m"]))
    if match["d"]:
        return _day(match, year, month, int(_tight(match["d"])))
    return DateMention(match.start(), match.end(), f"{year}-{month:02}", "month")


def _joined(text: str, mentions: list[DateMention]) -> tuple[DateMention, ...]:
    """Join two full days of one event: `30 April 2019 to 1 May 2019`."""
    joined: list[DateMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.precision == mention.precision == "day"
            and re.fullmatch(_TO, text[last.end : mention.start], _FLAGS)
            and timedelta(0) < iso_day(mention.value) - iso_day(last.value) <= timedelta(days=3)
        ):
            value = f"{last.value}/{mention.value}"
            joined[-1] = DateMention(last.start, mention.end, value, "range")
        else:
            joined.append(mention)
    return tuple(joined)


@lru_cache(maxsize=256)
def _month(name: str) -> int:
    return NUMBERS[name.strip(". ").lower()]


def _number(day: str) -> int:
    found = re.match(r"\d+", day)
    return int(found[0]) if found else 0


def _tight(text: str) -> str:
    return "".join(text.split())


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
