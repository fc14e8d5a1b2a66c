"""What tells the time besides the workshop's own date: the title's year, the renewal's month."""

from __future__ import annotations

import re

from workshop_notes.extract.dates import DateMention
from workshop_notes.extract.proposal import Evidence
from workshop_notes.extract.reading import Reading

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


def _distance(mention: DateMention, word: re.Match[str]) -> int:
    return max(word.start() - mention.end, mention.start - word.end(), 0)
