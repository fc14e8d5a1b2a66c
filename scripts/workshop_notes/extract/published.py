"""The day, month or year a note was published, from its metadata and the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from workshop_notes.extract.proposal import Doubt, Evidence, Finding, Proposal, unique
from workshop_notes.extract.reading import Line, Reading
from workshop_notes.text.dates import DateMention, find_dates

# A mirror's own day, never the note's.
_OTHER = re.compile(
    r"\b(?:post on|upload\w*|accessed|retrieved|downloaded|visited|updated|modified|last|crawled|"
    r"printed|consulté|téléchargé|mis à jour|created|copyright|©)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\b(?:originally )?(?:published|posted|released|issued)(?: online)?(?: on| in|"
    r" by .{0,40}?)?|"
    r"\bpublication date|\bdate (?:of publication|published)|\bdate de (?:publication|parution)|"
    r"\bpublié(?:e)? (?:le|en)|\bparue? (?:le|en)|\bmis en ligne le|\bfecha de publicación|"
    r"\bpublicado(?: el)?|\bpublish date|дата публикации|опубликовано|تاريخ النشر|\brelease date|"
    r"^\W*date)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"^\W*(?:published|posted(?: on)?|publication date|date (?:published|of publication)|"
    r"date de publication|fecha de publicación|дата публикации|تاريخ النشر|originally published)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"(?<=[a-zà-ÿ)\"'A-Z])\s+$")
_AFTER_RUN_IN = re.compile(r"^\s*(?:$|introduction\b|executive summary|summary\b|[A-Z])", re.I)
_URL_DATE = re.compile(
    r"https?://[^\s/]+/(?:[a-z-]+/)?((?:19|20)\d\d)(?:/(\d{2}))?/", re.IGNORECASE
)
# In the language of the page around the note: read by dateparser, which knows the months.
_FOREIGN = re.compile(r"^\W*(\d{1,2}\s+(?:de\s+)?[^\W\d_]+\.?\s+(?:de\s+)?(?:19|20)\d\d)\W*$")
_HEAD = 40
LONGEST_HEADER = 200
AROUND = 400


@dataclass(frozen=True, slots=True)
class _Sign:
    """A date of publication with its rank (1 is best) and evidence."""

    rank: int
    value: str
    evidence: Evidence


def published(
    reading: Reading,
    mentions: tuple[DateMention, ...],
    metadata: Mapping[str, str],
    address: str,
    workshop: str,
) -> Finding:
    """Propose the publication date: YYYY, YYYY-MM or YYYY-MM-DD.

    In this order: a line that says `Published on`, the format's own metadata, a line that is
    nothing but a date, a month that stands under the title or runs into it, the month or year in
    the note's own `address`. A date before the `workshop` is not the note's.
    """
    signs: list[_Sign] = []
    considered: list[tuple[str, str, int]] = []
    for mention in mentions:
        if mention.precision not in ("day", "month"):
            continue
        line = reading.line_at(mention.start)
        rank, why = _rank(reading, mention, line)
        if not rank:
            if why:
                considered.append((mention.value, why, line.number))
        elif workshop and _before(mention.value, workshop):
            considered.append((mention.value, "before the workshop", line.number))
        elif rank > 1 and mention.value in workshop.split("/"):
            considered.append((mention.value, "the workshop's own date", line.number))
        else:
            signs.append(_Sign(rank, mention.value, _evidence(reading, mention)))
    signs.extend(_labelled(reading, workshop))
    signs.extend(_stated(metadata, address, workshop))
    if not signs:
        return Finding()
    best = min(signs, key=lambda sign: sign.rank)
    # `JUNE 2020` and `June 19, 2020` agree: the longer says more.
    agreeing = [sign for sign in signs if sign.value.startswith(best.value)]
    chosen = max(agreeing, key=lambda sign: (len(sign.value), -sign.rank))
    doubts = []
    for sign in signs:
        if not chosen.value.startswith(sign.value) and not sign.value.startswith(chosen.value):
            considered.append((sign.value, "stands in a weaker place", sign.evidence.line))
            if sign.rank == chosen.rank:
                message = f"two publication dates: {chosen.value} and {sign.value}"
                fix = "keep the day the publisher gives"
                doubts.append(Doubt("contradiction", message, fix, sign.evidence.line))
    evidence = unique(sign.evidence for sign in signs if chosen.value.startswith(sign.value))
    return Finding(Proposal(chosen.value, evidence, tuple(considered)), tuple(doubts[:1]))


def _rank(reading: Reading, mention: DateMention, line: Line) -> tuple[int, str]:
    """Rank a date by where it stands; 0 is no sign of publication, with the reason."""
    if line.role == "related":
        return 0, "belongs to another document"
    start, end = max(line.start, mention.start - AROUND), min(line.end, mention.end + AROUND)
    before = reading.folded[start : mention.start]
    after = reading.folded[mention.end : end]
    if _OTHER.search(before[-40:]):
        return 0, "a mirror's own date"
    if re.search(r"\bcite to url\b.*\bdate\s*$", before, re.IGNORECASE):
        return 1, ""
    if _LABEL.search(re.sub(r"\w+day,?\s*$", "", before, flags=re.IGNORECASE)):
        return 1, ""
    rest = (before + after).strip(" ,|·•-:")
    others = find_dates(rest) if len(rest) < LONGEST_HEADER else ()
    if others and len(rest) < 60 and line.number <= _HEAD:
        rest = re.sub(r"^\W*date\b|[\d\W]", "", rest, flags=re.IGNORECASE) if others else rest
    rest = re.sub(r"\b(?:\w+day|date|at|by|\d{1,2}:\d\d)\b|\W", "", rest, flags=re.IGNORECASE)
    if len(rest) > LONGEST_HEADER:
        rest = "prose"
    if not rest or (others and len(rest) < 12):
        return (2 if mention.precision == "day" else 3), ""
    place = mention.start - line.start
    written = reading.folded[mention.start : mention.end]
    if mention.precision == "month" and place < AROUND and _is_run_in(before, written, after):
        return 4, ""
    return 0, ""


def _is_run_in(before: str, written: str, after: str) -> bool:
    """Say whether a month in capitals runs into the title: `… Mandates JUNE 2017 Introduction`."""
    month = re.sub(r"[^A-Za-zÀ-ÿ]", "", written)
    return (
        month.isupper()
        and len(month) > 2
        and not before.rstrip().endswith((",", "."))
        and bool(_AFTER_RUN_IN.match(after))
    )


def _labelled(reading: Reading, workshop: str) -> list[_Sign]:
    """Read the dates that stand in the line after their label, in any language of a page."""
    signs = []
    lines = [line for line in reading.lines if reading.line_text(line)]
    for label, value in pairwise(lines):
        if not _LABEL_ALONE.match(reading.line_text(label)):
            continue
        text = reading.line_text(value)
        found = [mention.value for mention in find_dates(text) if mention.precision == "day"]
        if len(text) > 40:
            continue
        if not found and (foreign := _FOREIGN.match(text)):
            found = [_foreign_day(foreign[1])]
        if found and found[0] and not (workshop and _before(found[0], workshop)):
            signs.append(_Sign(1, found[0], reading.line_evidence(value)))
    return signs


def _foreign_day(text: str) -> str:
    # Imported here: only pages in a language other than the note's need it.
    import dateparser

    read = dateparser.parse(
        text,
        languages=["ru", "es", "ar", "de", "pt", "it"],
        settings={"REQUIRE_PARTS": ["day", "month", "year"]},
    )
    return read.date().isoformat() if read else ""


def _stated(metadata: Mapping[str, str], address: str, workshop: str) -> list[_Sign]:
    signs = []
    stated = metadata.get("published", "")
    if match := re.match(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", stated):
        if not (workshop and _before(match[0], workshop)):
            signs.append(_Sign(2, match[0], Evidence(f"metadata: published {stated}", 1)))
    elif stated and (found := find_dates(stated)) and found[0].precision in ("day", "month"):
        signs.append(_Sign(2, found[0].value, Evidence(f"metadata: published {stated}", 1)))
    if match := _URL_DATE.search(address):
        value = f"{match[1]}-{match[2]}" if match[2] and "01" <= match[2] <= "12" else match[1]
        if not (workshop and _before(value, workshop)):
            signs.append(_Sign(5, value, Evidence(address, 1)))
    return signs


def _evidence(reading: Reading, mention: DateMention) -> Evidence:
    return reading.evidence(mention.start, mention.end)


def _before(value: str, workshop: str) -> bool:
    """Say whether a publication date lies before the workshop; a month or year counts whole."""
    first = workshop.split("/")[0]
    return value < first[: len(value)]
