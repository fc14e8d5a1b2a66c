"""Dates: every day, range, month and dateless day that a text writes, whatever its language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from workshop_notes.text.expressions import sections, source
from workshop_notes.text.languages import month_names, month_numbers, one_of, weekday_names

Precision = Literal["day", "range", "month", "dateless", "ambiguous", "impossible"]

# No note has more; what follows in a text that has is a list of dates.
MOST = 300
# What stands before or after a month's name and belongs to its date is no longer than this.
REACH = 70
LONGEST_EVENT = timedelta(days=7)
_LISTS = Path(__file__).with_name("dates.yml")
_DIGITS = (
    r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th)\b|\s?(?:er|ère|re|º|ª)(?!\w)|\.(?=\s))?(?!\d)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|[-–]\d\d-)"
_OF = r"(?:of\s+|del?\s+)?"
_ISO = re.compile(r"(?<![\d/-])(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d{2})\2(?P<d>\d{2})(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})([/.])(?P<b>\d{1,2})\2(?P<y>(?:19|20)\d\d)(?!\d)")


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


class _Patterns(NamedTuple):
    month: re.Pattern[str]
    spaced: re.Pattern[str]
    days_before: re.Pattern[str]
    days_after: re.Pattern[str]
    year_after: re.Pattern[str]
    to_next_month: re.Pattern[str]
    to_next_month_first: re.Pattern[str]
    day_after: re.Pattern[str]
    day: re.Pattern[str]


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find every date in a folded text, in its order; none lies inside another.

    Both orders (`May 8, 2018`, `8 May 2018`), ranges and lists of days, ISO dates, months alone,
    spaced capitals (`J U N E 2 02 1`) and days without a year are read. `08/05/2018` is
    `ambiguous`.
    """
    found: list[DateMention] = []
    end = 0
    for mention in sorted(_candidates(text), key=lambda one: (one.start, -one.end)):
        if mention.start >= end:
            found.append(mention)
            end = mention.end
    return _joined(text, found[:MOST])


def iso_day(value: str) -> date:
    """Read an ISO day."""
    return date.fromisoformat(value)


@lru_cache(maxsize=1)
def spaced_months() -> str:
    """Give an expression for a month in the spaced capitals of a header: `J U N E`."""
    names = {
        name.rstrip(".")
        for code in ("en", "fr")
        for name in (*month_names(code), *month_names(code, "abbreviated"))
    }
    return "|".join(r"\s?".join(name.upper()) for name in sorted(names, key=lambda n: (-len(n), n)))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    month = rf"(?:{one_of(month_numbers())})(?!\w)\.?"
    day = rf"(?:{_DIGITS}|{source(_LISTS, 'ordinals')})"
    to = rf"\s*(?:{source(_LISTS, 'joins')})\s*"
    weekday = rf"(?:(?:{one_of(weekday_names())})\.?,?\s+)?"
    several = rf"(?:{day}(?:\s*,\s*{weekday}{day})*{to}{weekday})?{day}"
    written = (
        rf"(?<!\w){month}",
        rf"(?<!\w)(?P<m>{spaced_months()})(?:\s+(?P<d>\d\s?\d?)\s?,)?\s+(?P<y>[12]\s?[09]\s?\d\s?\d)(?!\d)",
        rf"(?<![\w-])(?P<days>{several})(?:[\s-]+(?:day\s+)?{_OF})\Z",
        rf"\s*(?P<days>{several})(?:\s*,\s*|\s+){_YEAR}",
        rf"[\s,-]+{_OF}{_YEAR}",
        rf"{to}{weekday}(?P<day>{day})\s+{_OF}(?P<month>{month})[\s,-]+{_OF}{_YEAR}",
        rf"\s*(?P<first>{day}){to}(?P<month>{month})\s*(?P<day>{day})(?:\s*,\s*|\s+){_YEAR}",
        rf"\s+{day}(?![\w,]?\d)",
        day,
    )
    cased = re.compile(written[1])
    compiled = [re.compile(one, re.IGNORECASE) for one in written]
    return _Patterns(compiled[0], cased, *compiled[2:])


def _candidates(text: str) -> Iterator[DateMention]:
    for match in _ISO.finditer(text):
        yield _day(match.span(), int(match["y"]), int(match["m"]), int(match["d"]))
    for match in _NUMERIC.finditer(text):
        yield _numeric(match)
    patterns = _patterns()
    for match in patterns.spaced.finditer(text):
        yield _spaced(match)
    for match in patterns.month.finditer(text):
        mention = _around(text, match)
        if mention:
            yield mention


def _around(text: str, match: re.Match[str]) -> DateMention | None:
    """Read the date to which a month's name belongs, if it belongs to one."""
    patterns, start, end = _patterns(), match.start(), match.end()
    month = _month(match[0])
    before = patterns.days_before.search(text[max(0, start - REACH) : start])
    if before and _is_alone(text, start - len(before[0]), before[0]):
        before = None
    year = patterns.year_after.match(text, end)
    after = patterns.days_after.match(text, end)
    if before:
        first = start - len(before[0])
        days = _numbers(before["days"])
        onward = patterns.to_next_month.match(text, end)
        if onward:
            last = (_month(onward["month"]), _numbers(onward["day"])[0])
            span = (first, onward.end())
            found = _span(span, int(onward["year"]), (month, days[-1]), last)
            if found:
                return found
        if year:
            return _days((first, year.end()), int(year["year"]), month, days)
    onward = patterns.to_next_month_first.match(text, end)
    if onward:
        opening = (month, _numbers(onward["first"])[0])
        last = (_month(onward["month"]), _numbers(onward["day"])[0])
        found = _span((start, onward.end()), int(onward["year"]), opening, last)
        if found:
            return found
    if after:
        days = _numbers(after["days"])
        return _days((start, after.end()), int(after["year"]), month, days, nearest=0)
    # A month's name in lower case may be a word of its own: `may 2019 bring peace`.
    name = match[0].rstrip(".")
    if name.islower() and name in ("may", "mar", "mars"):
        return None
    if year and not before:
        return DateMention(start, year.end(), f"{year['year']}-{month:02}", "month")
    if before:
        return DateMention(first, end, f"--{month:02}-{days[0]:02}", "dateless")
    following = patterns.day_after.match(text, end)
    if following:
        number = _numbers(following[0])[0]
        return DateMention(start, following.end(), f"--{month:02}-{number:02}", "dateless")
    return None


def _is_alone(text: str, start: int, passage: str) -> bool:
    """Say whether a number stands alone on its line, as a page's does."""
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip() and bool(re.match(r"\d+\s*\n", passage))


def _days(
    span: tuple[int, int], year: int, month: int, days: Sequence[int], nearest: int = -1
) -> DateMention | None:
    if len(days) > 1 and days[0] < days[-1]:
        return _span(span, year, (month, days[0]), (month, days[-1])) or _day(
            span, year, month, days[nearest]
        )
    return _day(span, year, month, days[nearest])


def _span(
    span: tuple[int, int], year: int, opening: tuple[int, int], last: tuple[int, int]
) -> DateMention | None:
    """Give a range; days more than a week apart are dates of a list, not one event."""
    before = year - 1 if (opening[0], last[0]) == (12, 1) else year
    first, end = _iso(before, *opening), _iso(year, *last)
    if not (first and end):
        return DateMention(*span, "", "impossible")
    if timedelta(0) < iso_day(end) - iso_day(first) <= LONGEST_EVENT:
        return DateMention(*span, f"{first}/{end}", "range")
    return None


def _day(span: tuple[int, int], year: int, month: int, day: int) -> DateMention:
    value = _iso(year, month, day)
    return DateMention(*span, value, "day" if value else "impossible")


def _numeric(match: re.Match[str]) -> DateMention:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    # Dots are written day first everywhere; a stroke is not.
    if match[2] == "." or first > 12 or first == second:
        return _day(match.span(), year, second, first)
    if second > 12:
        return _day(match.span(), year, first, second)
    return DateMention(match.start(), match.end(), "", "ambiguous")


def _spaced(match: re.Match[str]) -> DateMention:
    year, month = int(_tight(match["y"])), _month(_tight(match["m"]))
    if match["d"]:
        return _day(match.span(), year, month, int(_tight(match["d"])))
    return DateMention(match.start(), match.end(), f"{year}-{month:02}", "month")


def _joined(text: str, mentions: list[DateMention]) -> tuple[DateMention, ...]:
    """Join two full days of one event: `30 April 2019 to 1 May 2019`."""
    to = re.compile(rf"\s*(?:{source(_LISTS, 'joins')})\s*", re.IGNORECASE)
    joined: list[DateMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.precision == mention.precision == "day"
            and to.fullmatch(text, last.end, mention.start)
            and timedelta(0) < iso_day(mention.value) - iso_day(last.value) <= timedelta(days=3)
        ):
            value = f"{last.value}/{mention.value}"
            joined[-1] = DateMention(last.start, mention.end, value, "range")
        else:
            joined.append(mention)
    return tuple(joined)


def _numbers(days: str) -> list[int]:
    """Give the numbers of the days in a passage, written in digits or words."""
    return [_number(found[0]) for found in _patterns().day.finditer(days)]


def _number(day: str) -> int:
    digits = re.match(r"\d+", day)
    if digits:
        return int(digits[0])
    words = [word for entry in sections(_LISTS)["ordinals"] for word in entry.find.split("|")]
    return words.index(day.lower()) + 1


@lru_cache(maxsize=256)
def _month(name: str) -> int:
    return month_numbers()[name.strip(". ").lower()]


def _tight(text: str) -> str:
    return "".join(text.split())


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
