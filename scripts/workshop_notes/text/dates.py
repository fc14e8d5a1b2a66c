"""Dates: every day, range, month and dateless day that a text writes, whatever its language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from workshop_notes.text.expressions import sections, source
from workshop_notes.text.folding import figures
from workshop_notes.text.languages import month_names, month_numbers, one_of, weekday_numbers

Precision = Literal["day", "range", "month", "year", "dateless", "ambiguous", "impossible"]
_Span = tuple[int, int]
_WEEKDAY = re.compile(r"([^\W\d_]+)\.?,?\s*\Z")

_RUN = {"*": "{0,9}", "+": "{1,9}"}
# No note has more; what follows in a text that has is a list of dates.
MOST = 300
# No part of a date stands further from its figures.
FARTHEST = 120
LONGEST_EVENT = timedelta(days=7)
# Two full days joined are one event's only if it is short.
LONGEST_JOINED = timedelta(days=3)
_LISTS = Path(__file__).with_name("dates.yml")
_ISSUE = re.compile(
    r"(?:\bno?s?\.|n°|nº|#|\bnr\.?|\bvol\.?|\bissue|\bnum\w+|\bp\.)\s*$", re.IGNORECASE
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DIGITS = (
    r"(?:0?[1-9]|[12]\d|3[01])"
    r"(?:\s?(?:st|nd|rd|th)\b|\s?(?:er|ère|re|º|ª)(?!\w)|\.(?=[\s/-]))?(?!\d)"
)
# The forms of a date by the names of their parts.
_FORMS = r"""
    (?<![\d/-])(?P<iso>YEAR4([-/.])\d{1,2}\2\d{1,2})(?![\d-])
  | (?<![\d/.-])(?P<short>[0-3]\d\.[01]\d\.[0-4]\d)(?!\.?\d)
  | (?<![\d/.-])(?:(?P<from>\d{1,2})(?:[/.](?P<from_month>\d{1,2}))?\.?TO)?
        (?P<numeric>\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)YEAR4)(?!\d)
  | (?<![\w.])(?P<roman>\d{1,2}\.\s?(?-i:(?P<roman_month>ROMAN))\.\s?(?P<roman_year>YEAR4))(?!\d)
  | (?<!\w)(?-i:(?P<spaced>CAPITALS)(?:\s+(?P<spaced_day>\d\s?\d?)\s?,)?
        \s+(?P<spaced_year>[12]\s?[09]\s?\d\s?\d)(?!\d))
  | (?:(?<![\w-])(?P<days>DAYS)[\s/-]+(?:day\s+)?OF)?
    (?<!\w)(?P<month>(?!BOTH\.?,?\s+DAY\s+MONTH)MONTH)
    (?:
        TO WEEKDAY(?P<last>DAY)\s+OF(?P<last_month>MONTH)[\s,-]+OF(?P<last_year>YEAR)
      | \s*(?P<first>DAY)(?:\s*,)?TO WEEKDAY(?P<to_month>MONTH)
            \s*(?P<to>DAY)(?:\s*,\s*|\s+)(?P<to_year>YEAR)
      | \s*(?P<after>DAYS)(?:\s*,\s*|\s+)(?P<after_year>YEAR)
      | (?:[\s,/-]+OF|(?<=[^\W\d]))(?P<year>YEAR|(?<=[/-])[0-4]\d(?!\w))
      | \s+(?P<alone>DAYS)(?![\w,]?\d)
    )?
"""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands in the text.

    `value` is ISO text: `2018-05-08`, `2018-05-08/2018-05-09` (range), `2018-05` (month) or
    `--05-08` (a day without its year) or `--05-08/--05-09`; it is empty for `ambiguous` and
    `impossible` ones.
    """

    start: int
    end: int
    value: str
    precision: Precision

    @property
    def year(self) -> int | None:
        """Give the year of its first day, if it states one."""
        return int(self.value[:4]) if self.value[:4].isdigit() else None


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find every date in a folded text, in its order; none lies inside another.

    Both orders (`May 8, 2018`, `8 May 2018`), ranges and lists of days, ISO dates, months alone,
    spaced capitals (`J U N E 2 02 1`) and days without a year are read. `08/05/2018` is
    `ambiguous`.
    """
    found: list[DateMention] = []
    for start, end in _near_figures(text):
        for match in _forms().finditer(text, start, end):
            found += _read(text, match)
            if len(found) >= MOST:
                return _joined(text, found)
    return _joined(text, found)


def months_between(value: str, other: str) -> int:
    """Count the months from a day or range to another date; a bare year counts as its end."""
    first = value.split("/")[0]
    if len(other) == 4:
        return 0 if first[:4] <= other <= str(int(first[:4]) + 1) else 99
    months = 12 * (int(other[:4]) - int(first[:4])) + int(other[5:7]) - int(first[5:7])
    if months == 0 and len(other) == 10 and other < first:
        return -1
    return months


def _near_figures(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which a date can stand: every one has figures."""
    start = end = 0
    for first, last in figures(text):
        if end and first - FARTHEST > end:
            yield start, end
            end = 0
        start = start if end else max(0, first - FARTHEST)
        end = min(len(text), last + FARTHEST)
    if end:
        yield start, end


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
def _forms() -> re.Pattern[str]:
    day, article = _day_pattern().pattern, source(_LISTS, "articles")
    weekday = rf"(?:(?:{one_of(weekday_numbers())})\.?,?\s+)?(?:{article}\s+)?"
    to = _to()
    parts = {
        "CAPITALS": spaced_months(),
        "DAYS": rf"(?:{day}(?:\s*,\s*{weekday}{day}){{0,6}}{to}{weekday})?{day}",
        "WEEKDAY": weekday,
        "DAY": day,
        # A scanner may leave no space between month and year.
        "MONTH": rf"(?:{one_of(month_numbers())})(?:(?!\w)\.?|(?=(?:19|20)\d\d(?!\d)))",
        # `mar. 18 nov.`: a Tuesday, no day of March.
        "BOTH": rf"(?:{'|'.join(sorted({*month_numbers()} & {*weekday_numbers()}))})",
        "ROMAN": "|".join(sorted(_ROMAN, key=len, reverse=True)),
        "YEAR4": r"(?:19|20)\d\d",
        "YEAR": r"(?:(?:19|20)\d\d(?!\d|[-–]\d\d-)|'[0-4]\d(?!\w))",
        "TO": to,
        "OF": r"(?:of\s+(?:the\s+month\s+of\s+)?|del?\s+|du\s+mois\s+d(?:e\s+|'))?",
    }
    names = "|".join(parts)
    whole = re.sub(rf"(?<![A-Z])(?:{names})(?![A-Z])", lambda name: parts[name[0]], _FORMS)
    # A run of white space without an end takes no longer than a short one.
    bounded = re.sub(r"(\\s|\[[\\s,/-]+\])([*+])", lambda m: m[1] + _RUN[m[2]], whole)
    return re.compile(bounded, re.IGNORECASE | re.VERBOSE)


@lru_cache(maxsize=1)
def _day_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_DIGITS}|{source(_LISTS, 'ordinals')})", re.IGNORECASE)


def _to() -> str:
    # A long dash between figures is read as a comma.
    return rf"(?:\s*(?:{source(_LISTS, 'joins')})\s*|(?<=\d),(?=\d))"


def _read(text: str, match: re.Match[str]) -> Iterator[DateMention]:
    """Yield the date that a match writes, or the two that only look like a range."""
    span = match.span()
    if match["iso"]:
        yield _day(span, *map(int, re.findall(r"\d+", match["iso"])))
    elif match["short"]:
        day, month, year = map(int, match["short"].split("."))
        yield _day(span, 2000 + year, month, day)
    elif match["numeric"]:
        yield _numeric(match)
    elif match["roman"]:
        month = _ROMAN.index(match["roman_month"]) + 1
        yield _day(
            span, int(match["roman_year"]), month, int(re.findall(r"\d+", match["roman"])[0])
        )
    elif match["spaced"]:
        year, month = int(_tight(match["spaced_year"])), _month(_tight(match["spaced"]))
        if match["spaced_day"]:
            yield _day(span, year, month, int(_tight(match["spaced_day"])))
        else:
            yield DateMention(*span, f"{year}-{month:02}", "month")
    else:
        yield from _named(text, match)


def _named(text: str, match: re.Match[str]) -> Iterator[DateMention]:
    """Yield the dates of a month's name and what stands around it."""
    name, month = match["month"].rstrip("."), _month(match["month"])
    days = [] if _is_alone(text, match) else _numbers(match["days"] or "")
    start, end = match.span("month")
    span = (match.start() if days else start, match.end())
    if (match["last"] and days) or match["first"]:
        yield from _two_ended(match, span[0], month, days)
    elif match["after"] and not (days and match["year"]):
        yield _days(
            (start, span[1]), _year(match["after_year"]), month, _numbers(match["after"]), 0
        )
    elif match["year"] and days:
        yield _days(span, _year(match["year"]), month, days, -1)
    elif name in ("may", "mar") and not days:
        # A month's name in lower case may be a word of its own: `may 2019 bring peace`.
        return
    elif match["year"]:
        yield DateMention(*span, f"{_year(match['year'])}-{month:02}", "month")
    elif days and name not in ("may", "mar"):
        yield _dateless((span[0], end), month, days)
    elif match["alone"]:
        yield _dateless(span, month, _numbers(match["alone"]))


def _dateless(span: _Span, month: int, days: Sequence[int]) -> DateMention:
    ends = (days[0], days[-1]) if days[0] < days[-1] <= days[0] + LONGEST_EVENT.days else days[:1]
    return DateMention(*span, "/".join(f"--{month:02}-{day:02}" for day in ends), "dateless")


def _two_ended(
    match: re.Match[str], start: int, month: int, days: Sequence[int]
) -> Iterator[DateMention]:
    """Yield a range over a month's end, or its two ends where they are no one event's."""
    last = "last" if match["last"] else "to"
    opening = (month, days[-1] if match["last"] else _numbers(match["first"])[0])
    closing = (_month(match[f"{last}_month"]), _numbers(match[last])[0])
    year = _year(match[f"{last}_year"])
    found = _span((start, match.end()), year, opening, closing)
    if found:
        yield found
        return
    end = match.end("month" if match["last"] else "first")
    yield DateMention(start, end, f"--{month:02}-{opening[1]:02}", "dateless")
    following = match.start("last" if match["last"] else "to_month")
    yield _day((following, match.end()), year, *closing)


def _is_alone(text: str, match: re.Match[str]) -> bool:
    """Say whether a number stands alone on its line, as a page's does, or numbers an issue."""
    if _ISSUE.search(text[max(0, match.start() - 12) : match.start()]):
        return True
    line = text.rfind("\n", 0, match.start()) + 1
    alone = re.match(r"\d+\s*\n", text[match.start() : match.start("month")])
    return bool(alone) and not text[line : match.start()].strip()


def _days(span: _Span, year: int, month: int, days: Sequence[int], nearest: int) -> DateMention:
    if len(days) > 1 and days[0] < days[-1]:
        return _span(span, year, (month, days[0]), (month, days[-1])) or _day(
            span, year, month, days[nearest]
        )
    return _day(span, year, month, days[nearest])


def _span(span: _Span, year: int, opening: _Span, last: _Span) -> DateMention | None:
    """Give a range; days more than a week apart are dates of a list, not one event."""
    before = year - 1 if (opening[0], last[0]) == (12, 1) else year
    first, end = _iso(before, *opening), _iso(year, *last)
    if not (first and end):
        return DateMention(*span, "", "impossible")
    if timedelta(0) < _apart(first, end) <= LONGEST_EVENT:
        return DateMention(*span, f"{first}/{end}", "range")
    return None


def _day(span: _Span, year: int, month: int, day: int) -> DateMention:
    value = _iso(year, month, day)
    return DateMention(*span, value, "day" if value else "impossible")


def _numeric(match: re.Match[str]) -> DateMention:
    first, second, year = map(int, re.findall(r"\d+", match["numeric"]))
    if match["from"]:
        opening = (int(match["from_month"] or second), int(match["from"]))
        found = _span(match.span(), year, opening, (second, first))
        return found or _day(match.span("numeric"), year, second, first)
    # Dots are written day first everywhere; a stroke is not.
    if match["mark"] == "." or first > 12 or first == second:
        return _day(match.span(), year, second, first)
    if second > 12:
        return _day(match.span(), year, first, second)
    # The day of the week tells which is meant.
    before = _WEEKDAY.search(match.string, max(0, match.start() - 14), match.start())
    weekday = weekday_numbers().get(before[1].lower()) if before else None
    both = [day for day in (_iso(year, first, second), _iso(year, second, first)) if day]
    fitting = [day for day in both if date.fromisoformat(day).weekday() == weekday]
    value = fitting[0] if len(fitting) == 1 else ""
    return DateMention(*match.span(), value, "day" if value else "ambiguous")


def _joined(text: str, mentions: list[DateMention]) -> tuple[DateMention, ...]:
    """Join two full days of one event: `30 April 2019 to 1 May 2019`."""
    to = re.compile(_to(), re.IGNORECASE)
    joined: list[DateMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.precision == mention.precision == "day"
            and to.fullmatch(text, last.end, mention.start)
            and timedelta(0) < _apart(last.value, mention.value) <= LONGEST_JOINED
        ):
            value = f"{last.value}/{mention.value}"
            joined[-1] = DateMention(last.start, mention.end, value, "range")
        else:
            joined.append(mention)
    return tuple(joined)


def _numbers(days: str) -> list[int]:
    """Give the numbers of the days in a passage, written in digits or words."""
    return [_number(found[0]) for found in _day_pattern().finditer(days)]


def _number(day: str) -> int:
    digits = re.match(r"\d+", day)
    if digits:
        return int(digits[0])
    words = [word for entry in sections(_LISTS)["ordinals"] for word in entry.find.split("|")]
    return words.index(day.lower()) + 1


@lru_cache(maxsize=256)
def _month(name: str) -> int:
    return month_numbers()[name.strip(". ").lower()]


def _year(text: str) -> int:
    """Give the year that a text writes, `2031`, `'31` or, behind a dash, `31`."""
    year = int(text.strip("'"))
    return year if year > 99 else 2000 + year


def _tight(text: str) -> str:
    return "".join(text.split())


def _apart(first: str, second: str) -> timedelta:
    return date.fromisoformat(second) - date.fromisoformat(first)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
