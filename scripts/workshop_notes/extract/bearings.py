"""What tells the time besides the workshop's own date: the title's year, the renewal's month."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workshop_notes.extract.proposal import Doubt, Evidence
from workshop_notes.extract.reading import Reading
from workshop_notes.text.dates import DateMention

_RENEWAL = re.compile(
    r"\b(?:renew\w*|renouvel\w*|reconduir\w*|expir\w*|extension)\b", re.IGNORECASE
)
_COMING = re.compile(
    r"\b(?:expected|due|upcoming|coming|set|slated|scheduled|ahead of|before|prior to|will|next|"
    r"expir\w*|devrait|doit|prochaine?|avant|prévue?s?|à venir|en vue)\b",
    re.IGNORECASE,
)
_TITLE_YEAR = re.compile(r"\b(?:in|of|for|en|de)\s+((?:19|20)\d\d)\b|\(((?:19|20)\d\d)\)")
NEAR = 120
# Workshops precede the renewal by weeks or a few months.
LONGEST_LEAD = 11


@dataclass(frozen=True, slots=True)
class Bearings:
    """What else tells the time: the title's year, the renewal's month, the publication date."""

    title_year: int | None = None
    renewal: str = ""
    published: str = ""
    evidence: tuple[Evidence, ...] = ()


def title_year(title: str) -> int | None:
    """Read the year that a title gives (`Mandates in 2019: …`), never a resolution's number."""
    match = _TITLE_YEAR.search(title)
    before = title[: match.start()] if match else ""
    if not match or re.search(r"r[eé]solutions?\s*\d*\s*$", before, re.IGNORECASE):
        return None
    return int(match[1] or match[2])


def renewal(reading: Reading, mentions: tuple[DateMention, ...]) -> tuple[str, Evidence | None]:
    """Find the day or month in which the mandate was to be renewed, with its evidence.

    Only a renewal that the text looks forward to counts: `is expected to renew … in June 2020`.
    """
    best: tuple[int, DateMention] | None = None
    for sentence in reading.body:
        words = list(_RENEWAL.finditer(reading.folded, sentence.start, sentence.end))
        coming = list(_COMING.finditer(reading.folded, sentence.start, sentence.end))
        if not words or not coming:
            continue
        for mention in mentions:
            if mention.precision not in ("day", "month"):
                continue
            if not sentence.start <= mention.start < sentence.end:
                continue
            distance = min(_distance(mention, word) for word in (*words, *coming))
            if distance <= NEAR and (best is None or distance < best[0]):
                best = (distance, mention)
        if best:
            break
    if best is None:
        return "", None
    return best[1].value, reading.evidence(best[1].start, best[1].end)


def fits(value: str, bearings: Bearings) -> bool:
    """Say whether a date agrees with everything else that tells the time."""
    if value.startswith("--"):
        return False
    signs = []
    if bearings.renewal:
        signs.append(0 <= _lead(value, bearings.renewal) <= LONGEST_LEAD)
    if bearings.published:
        signs.append(0 <= _lead(value, bearings.published) <= LONGEST_LEAD)
    if bearings.title_year:
        signs.append(int(value[:4]) in (bearings.title_year, bearings.title_year - 1))
    return bool(signs) and all(signs)


def in_its_year(
    value: str, bearings: Bearings, evidence: tuple[Evidence, ...]
) -> tuple[str, tuple[Evidence, ...], Doubt | None]:
    """Give a date in the year that the rest of the text supports, with the doubt to show."""
    if value.startswith("--"):
        years = [year for year in _years(bearings) if fits(f"{year}{value[1:]}", bearings)]
        if len(years) != 1:
            fix = "add the workshop's date by hand"
            return "", (), Doubt("date-without-year", "the date has no year", fix, evidence[0].line)
        full = f"{years[0]}{value[1:]}"
        message = f"the text gives the workshop's day without a year; {full} is read from the rest"
        doubt = Doubt("date-without-year", message, "check the year", evidence[0].line)
        return full, bearings.evidence, doubt
    against = _signs_against(value, bearings)
    if not against:
        return value, (), None
    years = [
        year
        for year in _years(bearings)
        if year != int(value[:4]) and fits(_moved(value, year), bearings)
    ]
    says = ", ".join(against)
    if len(against) >= 2 and len(years) == 1:
        moved = _moved(value, years[0])
        message = f"the text dates the workshop {value}, but {says}: {moved} is proposed"
        doubt = Doubt("contradiction", message, "check both, keep one", evidence[0].line)
        return moved, bearings.evidence, doubt
    message = f"the text dates the workshop {value}, but {says}"
    doubt = Doubt("contradiction", message, "check both, keep one", evidence[0].line)
    return value, (), doubt


def _distance(mention: DateMention, word: re.Match[str]) -> int:
    return max(word.start() - mention.end, mention.start - word.end(), 0)


def _signs_against(value: str, bearings: Bearings) -> list[str]:
    against = []
    # A workshop of the last months prepares a renewal of the next year, which the title may name.
    years = (bearings.title_year, (bearings.title_year or 0) - (int(value[5:7]) >= 10))
    if bearings.title_year and int(value[:4]) not in years:
        against.append(f"the title says {bearings.title_year}")
    if bearings.renewal and not 0 <= _lead(value, bearings.renewal) <= LONGEST_LEAD:
        against.append(f"the mandate was to be renewed in {bearings.renewal}")
    # Alone, a late publication is no contradiction.
    longest = LONGEST_LEAD if against else 24
    if bearings.published and not 0 <= _lead(value, bearings.published) <= longest:
        against.append(f"it was published in {bearings.published}")
    return against


def _lead(value: str, other: str) -> int:
    """Count the months from the workshop to a later date; a bare year counts as its end."""
    first = value.split("/")[0]
    if len(other) == 4:
        return 0 if first[:4] <= other <= str(int(first[:4]) + 1) else 99
    months = 12 * (int(other[:4]) - int(first[:4])) + int(other[5:7]) - int(first[5:7])
    if months == 0 and len(other) == 10 and other < first:
        return -1
    return months


def _years(bearings: Bearings) -> list[int]:
    found: set[int] = set()
    for sign in (bearings.renewal, bearings.published, str(bearings.title_year or "")):
        if sign:
            found |= {int(sign[:4]), int(sign[:4]) - 1}
    return sorted(found)


def _moved(value: str, year: int) -> str:
    days = value.split("/")
    shift = year - int(days[0][:4])
    return "/".join(f"{int(day[:4]) + shift}{day[4:]}" for day in days)
