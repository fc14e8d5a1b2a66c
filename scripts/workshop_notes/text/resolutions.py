"""Resolutions: where a text cites them, for the field, the links of a page and the search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.sieve import Pattern

LISTS = Path(__file__).with_name("resolutions.yml")
_NUMBER = r"\d{2,4}(?!\d|[/.,]\d|\s?%)(?:\s?\((?:19|20)\d\d\))?"
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


def cited_resolutions(text: str) -> list[Cited]:
    """Find the resolutions that a text cites, in its order.

    `resolution 2480 (2019)`, `resolutions 2625 and 2626`, `S/RES/2480`, `UNSCR 2480`; a number of
    two digits only with a year.
    """
    found = []
    matches = [*_cited().finditer(text), *_SYMBOL.finditer(text)]
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
    return found


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
