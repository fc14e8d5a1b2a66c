"""When the note was published: each date outside of sentences, weighed by its label and place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from workshop_notes.extract.organizations import Holders
from workshop_notes.extract.original import (
    Considered,
    Doubt,
    Evidence,
    Finding,
    Line,
    OriginalText,
    Proposal,
    unique,
)
from workshop_notes.formats.lines import is_prose
from workshop_notes.text.dates import DateMention, find_dates
from workshop_notes.text.expressions import pattern, sections
from workshop_notes.text.sieve import Pattern

LISTS = Path(__file__).with_name("publication.yml")
# What a date weighs as the publication's: a day that heads the text, a month, a year alone; what
# metadata says, a citation, a month that runs into the title, the note's address, who has rights.
DAY, MONTH, YEAR = 3.0, 2.8, 1.5
STATED, CITED, RUN_IN, ADDRESS, RIGHTS = 4.0, 2.5, 2.2, 1.2, 1.0
# What ends a text dates it less surely than what heads it; who prints it again, hardly.
ENDING, AGAIN = 1.0, 1.1
# So much says that it is the day of publication, in the text's own words.
SAID = 3.5
# What the plain word for it weighs: enough, above the note, even among links.
LABEL = 5.0
# A label that says that it is a date, and not of what.
MERE = 3.0
# In a sentence, a date that its label dates has no more before it.
LONGEST_BEFORE = 60
FIRST_LINES = 12
TOO_EARLY = "said to be the day of publication, and before the workshop"
AROUND = 160
# A note that says nothing else came out no more years later than this.
LATEST = 2
# What parts the pieces of a line that is no sentence.
_PARTS = re.compile(
    r"\s[|/·•-]+\s|[|·•()\[\];]|(?<![:\s])\s{3,}(?![:\s])|\t|(?<=\w{3}[.!?])\s(?=[A-ZÀ-Þ])"
)
_BARE = " \t*_#>:|\"'"
_SMALL = re.compile(r"(?<!\w)[a-zß-ÿ]\w*")
# A line of its own that says of a day below it that it is none of the note's has no more words.
_BESIDE_LABEL = 3
_YEAR = re.compile(r"(?<![\d/.-])(?<!\d \()(?:19|20)\d\d(?![\d/-]|\.\d)")
# Rights without their owner.
_ALONE = re.compile(r"\W*(?:copyright|\(c\)|©|\W)*\d{4}\W*", re.IGNORECASE)
_TIME = re.compile(r"\d:\d\d")
# What a citation's date follows: the title's end, perhaps with a place.
_CITED = re.compile(r"[\"').,(]\s*(?:[A-ZÀ-Þ][\w'&.-]*[ ,:]*){0,6}$")
_STATED_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_URL_DATE = re.compile(
    r"https?://[^\s/]+/(?:[a-z-]+/)?((?:19|20)\d\d)(?:/(\d{2}))?/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A date with its weight as the publication's, and where it stands."""

    value: str
    weight: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Piece:
    """A date in its piece of a line: what stands before and after it there, and the label above.

    `heads` says that it stands above what the text tells, `ends` below.
    """

    mention: DateMention
    line: Line
    before: str
    after: str
    above: str
    heads: bool
    ends: bool


# A date with its weight, and its label or why it has none.
Weighed = tuple[_Piece, float, str]


def weighed_dates(
    original: OriginalText, mentions: tuple[DateMention, ...], holders: Holders, told: int
) -> tuple[tuple[Weighed, ...], ...]:
    """Weigh the dates of each line as the publication's, before anything is known of the event's.

    The text's head ends at the latest at the line `told`, which tells of the event.
    """
    return tuple(
        tuple((piece, *_weigh(original, piece, holders)) for piece in pieces)
        for pieces in _by_line(original, mentions, told)
    )


def published(
    original: OriginalText,
    dates: tuple[tuple[Weighed, ...], ...],
    metadata: Mapping[str, str],
    address: str,
    workshop: str,
) -> Finding:
    """Propose the publication date: YYYY, YYYY-MM or YYYY-MM-DD.

    The label nearest before a date says what it is the day of. One without a label counts where it
    heads or ends the text in a piece of a line of its own, perhaps behind a place or a name; then
    come the format's own metadata, a citation, the note's `address`, and the year in which
    somebody has its rights. A date before the `workshop`, or long after it, is not the note's.
    """
    again = bool(pattern(LISTS, "printed-again").search(original.folded[:1200]))
    signs: list[_Sign] = []
    considered: list[Considered] = []
    for found in dates:
        for piece, weight, why in _weighed(found, workshop, again=again):
            mention = piece.mention
            if weight:
                evidence = original.evidence(mention.start, mention.end)
                signs.append(_Sign(mention.value, weight, evidence))
            elif why:
                considered.append((mention.value, why, piece.line.number))
    doubts = [_early(value, line) for value, why, line in considered if why == TOO_EARLY]
    # The copy's own day, which its metadata may state.
    copied = {value for value, why, _ in considered if why == "the day of something else"}
    for sign in _stated(metadata, address):
        if not (workshop and _before(sign.value, workshop)):
            weight = AGAIN if again or sign.value in copied else sign.weight
            signs.append(_Sign(sign.value, min(weight, sign.weight), sign.evidence))
    signs = [one for sign in signs for one in _with_year(sign, signs, workshop)]
    return _chosen(signs, considered, doubts)


def label_of(text: str, *, whole: bool = False) -> tuple[float, bool] | None:
    """Give the weight of the last label in a text, and whether little else stands beside it."""
    found = [
        (match.end(), -match.start(), weight)
        for weight, label in _labels()
        for match in label.finditer(text)
    ]
    if not found:
        return None
    end, start, weight = max(found)
    beside = [text[:-start], text[end:]]
    if whole and sum(len(one.split()) for one in beside) > _BESIDE_LABEL * (weight == 0):
        return None
    return weight, all(map(_passes, beside))


def is_of_letter(original: OriginalText, line: Line) -> bool:
    """Say whether a line stands in the head of a letter."""
    near = original.lines[max(0, line.number - 2) : line.number + 1]
    letter = pattern(LISTS, "letter")
    return any(letter.match(original.line_text(one)) for one in near if one != line)


def _chosen(signs: list[_Sign], considered: list[Considered], doubts: list[Doubt]) -> Finding:
    """Propose the heaviest date, as fully as one that agrees with it says it."""
    if not signs:
        return Finding(None, tuple(doubts[:1]))
    best = max(signs, key=lambda sign: sign.weight)
    # `JUNE 2020` and `June 19, 2020` agree: the longer says more.
    least = min(best.weight, YEAR)
    agreeing = [one for one in signs if one.weight >= least and one.value.startswith(best.value)]
    chosen = max(agreeing, key=lambda sign: (len(sign.value), sign.weight))
    for sign in signs:
        if not chosen.value.startswith(sign.value) and not sign.value.startswith(chosen.value):
            considered.append((sign.value, "stands in a weaker place", sign.evidence.line))
            if sign.weight == chosen.weight:
                message = f"two publication dates: {chosen.value} and {sign.value}"
                fix = "keep the day the publisher gives"
                doubts.append(Doubt("contradiction", message, fix, sign.evidence.line))
    shown = unique(sign.evidence for sign in signs if chosen.value.startswith(sign.value))
    return Finding(Proposal(chosen.value, shown, tuple(considered)), tuple(doubts[:1]))


def _early(value: str, line: int) -> Doubt:
    message = f"the day of publication is given as {value}, before the workshop"
    return Doubt("contradiction", message, "check both, keep the day the publisher gives", line)


def _by_line(
    original: OriginalText, mentions: tuple[DateMention, ...], told: int
) -> Iterator[tuple[_Piece, ...]]:
    """Yield the dates of each line in their pieces, years that stand alone among them."""
    starts, ends = [one.start for one in mentions], [0, *(one.end for one in mentions)]
    years = (
        DateMention(*one.span(), one[0], "year")
        for one in _YEAR.finditer(original.folded)
        if one.start() >= ends[bisect_right(starts, one.start())]
    )
    prose = [one.line for one in original.body if one.is_prose(6)]
    last = prose[-1] if prose else 0
    whole = sorted((*mentions, *years), key=lambda one: one.start)
    for number, found in groupby(whole, lambda one: original.line_at(one.start).number):
        line = original.lines[number - 1]
        if line.role != "related" or number <= told or _has_rights(original, line):
            heads = number <= max(FIRST_LINES, told)
            yield tuple(_pieces(original, line, list(found), heads=heads, ends=number >= last))


def _pieces(
    original: OriginalText, line: Line, found: list[DateMention], *, heads: bool, ends: bool
) -> Iterator[_Piece]:
    """Part a line at its strokes, brackets and gaps, and between its dates."""
    text = original.folded
    inside = [(one.start, one.end) for one in found]
    for at, mention in enumerate(found):
        if mention.precision not in ("day", "month", "year", "dateless"):
            continue
        start = max(line.start, mention.start - AROUND, *(end for _, end in inside[:at]))
        end = min(line.end, mention.end + AROUND, *(one for one, _ in inside[at + 1 :]))
        starts = [one.end() for one in _PARTS.finditer(text, start, mention.start)]
        ends_at = next((one.start() for one in _PARTS.finditer(text, mention.end, end)), end)
        first = max([start, *starts])
        before, above = text[first : mention.start], ""
        if not before.strip(_BARE):
            earlier = text[start:first].rstrip(" |/·•-()[];\t")
            above = _PARTS.split(earlier)[-1].strip() or _label_above(original, line, mention)
        yield _Piece(mention, line, before, text[mention.end : ends_at], above, heads, ends)


def _label_above(original: OriginalText, line: Line, mention: DateMention) -> str:
    """Give the line above a date that begins its own, or the head of its column in a table."""
    strokes = original.folded.count("|", line.start, mention.start)
    for above in reversed(original.lines[max(0, line.number - 4) : line.number - 1]):
        text = original.line_text(above)
        if strokes and not re.fullmatch(r"[\s|:-]*", text):
            cells = text.split("|")
            return cells[strokes].strip() if len(cells) > strokes else ""
        if text and not strokes:
            return text if len(text) <= 40 else ""
    return ""


def _weighed(weighed: tuple[Weighed, ...], workshop: str, *, again: bool) -> Iterator[Weighed]:
    """Yield each date of a line with its weight, and why it has none."""
    alone = {piece.mention.value for piece, weight, why in weighed if weight and not why}
    days = {one for one in alone if not any(o != one and o.startswith(one) for o in alone)}
    for piece, weight, label in weighed:
        if not weight:
            yield piece, 0.0, label
        elif not label and len(days) > 1:
            yield piece, 0.0, "one of several dates in a line"
        elif workshop and (why := _against(piece, weight, label, workshop)):
            yield piece, 0.0, why
        else:
            yield piece, min(weight, AGAIN) if again and label == "label" else weight, ""


def _against(piece: _Piece, weight: float, label: str, workshop: str) -> str:
    """Say what speaks against a date, beside the day of the workshop."""
    value = piece.mention.value
    if _before(value, workshop):
        return TOO_EARLY if label and piece.heads else "before the workshop"
    if weight < SAID + 1 and value in workshop.split("/"):
        return "the workshop's own date"
    late = weight < SAID and value[:4] > str(int(workshop[:4]) + LATEST)
    return "long after the workshop" if late else ""


def _weigh(original: OriginalText, piece: _Piece, holders: Holders) -> tuple[float, str]:
    """Weigh a date by its label, or where it has none by its place; say which label, or why not."""
    mention, line = piece.mention, piece.line
    sentence = original.sentence_at(mention.start)
    inside = mention.precision == "dateless" or bool(sentence and sentence.is_prose(6))
    cites = pattern(LISTS, "citation").match(original.line_text(line))
    if inside and len(piece.before) > LONGEST_BEFORE and not cites:
        return (RUN_IN, "run in") if _is_run_in(original, piece) else (0.0, "")
    label = label_of(piece.before) or label_of(piece.above, whole=True)
    if label is not None and (label[1] or label[0] != MERE):
        return _by_label(original, piece, *label)
    if cites:
        cited = _CITED.search(original.folded, line.start, mention.start)
        return (CITED, "citation") if cited else (0.0, "")
    if _is_run_in(original, piece):
        return RUN_IN, "run in"
    return (0.0, "") if inside else (_by_place(original, piece, holders), "")


def _by_place(original: OriginalText, piece: _Piece, holders: Holders) -> float:
    mention, line = piece.mention, piece.line
    if mention.precision == "year" and _has_rights(original, line):
        text = original.line_text(line)
        alone = piece.heads and _ALONE.fullmatch(text)
        return RIGHTS if alone or holders.find(text) else 0.0
    placed = piece.heads or (piece.ends and mention.precision != "year")
    if not placed or line.role == "related" or not _is_alone(piece, holders):
        return 0.0
    weight = {"day": DAY, "month": MONTH, "year": YEAR}[mention.precision]
    return weight - ENDING * (not piece.heads)


def _by_label(
    original: OriginalText, piece: _Piece, weight: float, passes: bool
) -> tuple[float, str]:
    line = piece.line
    if weight == 0:
        return 0.0, "the day of something else"
    if not passes or (line.role == "related" and weight < LABEL):
        return 0.0, ""
    if weight == MERE and is_of_letter(original, line):
        return 0.0, "when a letter was sent"
    # `Published in May, the review …` tells of something else.
    goes_on = piece.after[:1] == "," and _SMALL.match(piece.after.lstrip(" ,"))
    if goes_on and is_prose(original.line_text(line)):
        return 0.0, ""
    return weight - (line.role == "related"), "first" if weight > LABEL else "label"


def _has_rights(original: OriginalText, line: Line) -> bool:
    return bool(pattern(LISTS, "rights").search(original.line_text(line)))


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[float, Pattern], ...]:
    return tuple((float(one.facts["weight"]), one.pattern()) for one in sections(LISTS)["labels"])


def _passes(text: str) -> bool:
    """Say whether a text has no word that begins small, but those that may stand beside a label."""
    return not (_SMALL.search(text) and _SMALL.search(_without("beside", text)))


def _without(section: str, text: str) -> str:
    return re.sub(pattern(LISTS, section).pattern, "", text, flags=re.IGNORECASE)


def _is_alone(piece: _Piece, holders: Holders) -> bool:
    """Say whether nothing of weight stands in a date's piece of a line beside it."""
    before, after = piece.before.strip("*_#>\"' "), piece.after.strip("*_#>\"' ")
    for one in reversed(holders.find(before)):
        before = before[: one.start] + before[one.end :]
    place = not before.strip(_BARE) or pattern(LISTS, "alone").search(before)
    timed = _TIME.search(after)
    told = len(after) >= AROUND // 2 or not _passes(_without("signed", after))
    return bool(place) and not timed and not told


def _is_run_in(original: OriginalText, piece: _Piece) -> bool:
    """Say whether a month in capitals runs into the title: `… Mandates JUNE 2017 Introduction`."""
    mention = piece.mention
    written = original.folded[mention.start : mention.end]
    month = re.sub(r"[^A-Za-zÀ-ÿ]", "", written)
    following = original.folded[mention.end : mention.end + AROUND].strip()
    return (
        mention.precision == "month"
        and mention.start - piece.line.start < 2 * AROUND
        and month.isupper()
        and len(month) > 2
        and not piece.before.rstrip().endswith((",", "."))
        and (
            not following
            or following[0].isupper()
            or bool(pattern(LISTS, "after-run-in").match(following))
        )
    )


def _with_year(sign: _Sign, signs: Iterable[_Sign], workshop: str) -> Iterator[_Sign]:
    """Give a day without a year another date's of its month, or the first after the event."""
    if not sign.value.startswith("--"):
        yield sign
        return
    years = {one.value[:4] for one in signs if one.value[4:7] == sign.value[1:4]}
    if not years and workshop:
        year = int(workshop[:4])
        years = {str(year + (f"{year}{sign.value[1:]}" < workshop[:10]))}
    if len(years) == 1:
        yield _Sign(f"{years.pop()}{sign.value[1:]}", sign.weight, sign.evidence)


def _stated(metadata: Mapping[str, str], address: str) -> Iterator[_Sign]:
    stated = metadata.get("published", "")
    shown = Evidence(f"metadata: published {stated}", 1)
    if match := _STATED_DAY.match(stated):
        yield _Sign(match[0], STATED, shown)
    elif stated and (found := find_dates(stated)) and found[0].precision in ("day", "month"):
        yield _Sign(found[0].value, STATED, shown)
    if match := _URL_DATE.search(address):
        value = f"{match[1]}-{match[2]}" if match[2] and "01" <= match[2] <= "12" else match[1]
        yield _Sign(value, ADDRESS, Evidence(address, 1))


def _before(value: str, workshop: str) -> bool:
    """Say whether a publication date lies before the workshop; a month or year counts whole."""
    first = workshop.split("/")[0]
    return not value.startswith("--") and value < first[: len(value)]
