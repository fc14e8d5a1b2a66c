"""Pieces: each date in its piece of a line, with the label and the place that say what it is of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, islice
from pathlib import Path

from workshop_notes.extract.organizations import Holders, is_labelled
from workshop_notes.extract.original import Line, OriginalText
from workshop_notes.text.dates import MOST, DateMention
from workshop_notes.text.expressions import pattern, sections
from workshop_notes.text.folding import figures

LISTS = Path(__file__).with_name("dating.yml")
# What labels date that is none of the note's own.
EVENT = ("event", "of the event")
OTHERS = ("event", "copy", "other")
FIRST_LINES = 12
FORM = 6  # lines
AROUND = 160
# In a sentence, a date that its label dates has no more before it.
LONGEST_BEFORE = 60
# What parts the pieces of a line that is no sentence.
_PARTS = re.compile(
    r"\s[|/·•-]+\s|[|·•()\[\];]|(?<![:\s])\s{3,}(?![:\s])|\t|(?<=\w{3}[.!?])\s(?=[A-ZÀ-Þ])"
)
_BARE = " \t*_#>:|\"'"
_SMALL = re.compile(r"(?<!\w)[a-zß-ÿ]\w*")
# A line of its own that says of a day below it that it is none of the note's has no more words.
_BESIDE_LABEL = 3
_YEAR = re.compile(r"(?<![\d/.-])(?<!\d \()(?:\d{1,3}/)?((?:19|20)\d\d)(?![\d-]|/\d\d|\.\d)")
TIME = re.compile(r"\d:\d\d")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands nearest before a date: of what it says the day, and whether little else does."""

    of: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A date in its piece of a line: what stands before and after it there, and the label above.

    `heads` says that it stands above what the text tells, `ends` below; `inside`, in a sentence.
    """

    mention: DateMention
    line: Line
    before: str
    after: str
    above: str
    heads: bool
    ends: bool
    inside: bool
    label: Label | None


def read_pieces(
    original: OriginalText, mentions: tuple[DateMention, ...], told: int
) -> tuple[Piece, ...]:
    """Give each date in its piece of a line, years that stand alone among them.

    The text's head ends at the latest at the line `told`, which tells of the event; what others
    say of the note below it has no dates of the note's own. Where a paragraph is a line, few lines
    are much of a text: the head is no more than its first fifth, the end than its last quarter.
    """
    starts, ends = [one.start for one in mentions], [0, *(one.end for one in mentions)]
    years = (
        DateMention(*one.span(1), one[1], "year")
        for at, _ in figures(original.folded)
        if at >= ends[bisect_right(starts, at)] and (one := _YEAR.match(original.folded, at))
    )
    prose = [one.line for one in original.body if one.is_prose(6)]
    late = original.line_at(len(original.folded) * 3 // 4).number
    early = original.line_at(len(original.folded) // 5).number
    last = min(prose[-1] if prose else 0, max(late, len(original.lines) - FIRST_LINES))
    whole = sorted((*mentions, *islice(years, MOST)), key=lambda one: one.start)
    read: list[Piece] = []
    replies = _replies(original, told)
    for number, found in groupby(whole, lambda one: original.line_at(one.start).number):
        if number > replies:
            break
        line = original.lines[number - 1]
        heads = number <= max(min(FIRST_LINES, early), told)
        read += _pieces(original, line, list(found), heads=heads, ends=number >= last)
    return tuple(read)


def label_of(text: str, *, whole: bool = False) -> Label | None:
    """Give the last label in a text; `whole`, only of a text that holds little else."""
    labels = sections(LISTS)["labels"]
    if not pattern(LISTS, "labels").search(text):
        return None
    found = [
        (match.end(), -match.start(), at)
        for at, label in enumerate(labels)
        for match in label.compiled.finditer(text)
    ]
    end, start, at = max(found, key=lambda one: one[:2])
    of = str(labels[at].facts["of"])
    beside = [text[:-start], text[end:]]
    if whole and sum(len(one.split()) for one in beside) > _BESIDE_LABEL * (of in OTHERS):
        return None
    alone = _passes(beside[0]) and (
        _passes(beside[1]) or bool(pattern(LISTS, "whoever").match(beside[1]))
    )
    return Label(of, alone)


def is_of_letter(original: OriginalText, line: Line) -> bool:
    """Say whether a line stands in the head of a letter."""
    near = original.lines[max(0, line.number - 2) : line.number + 1]
    letter = pattern(LISTS, "letter")
    return any(letter.match(original.line_text(one)) for one in near if one != line)


def sender_of(original: OriginalText, line: Line) -> str:
    """Give the line that says from whom the letter is in whose head a line stands, if any does."""
    sender = pattern(LISTS, "sender")
    near = original.lines[max(0, line.number - 5) : line.number + 4]
    texts = (
        original.line_text(one)
        for one in sorted(near, key=lambda one: abs(one.number - line.number))
    )
    return next(filter(sender.match, texts), "")


def sent_on(original: OriginalText, pieces: Iterable[Piece]) -> str:
    """Give the day of the last letter in whose head a date stands, or nothing."""
    sent = [
        one.mention.value
        for one in pieces
        if one.label and one.label.of == "date" and one.mention.precision == "day"
        if is_of_letter(original, one.line)
    ]
    return sent[-1] if sent else ""


def head_year(pieces: Iterable[Piece]) -> str:
    """Give the one year that stands in the head outside of sentences, or nothing."""
    years = {
        one.mention.value
        for one in pieces
        if one.heads and not one.inside and one.mention.precision == "year"
        if not (one.label and one.label.of == "copy")
    }
    return years.pop() if len(years) == 1 else ""


def is_alone(piece: Piece, holders: Holders) -> bool:
    """Say whether nothing of weight stands in a date's piece of a line beside it."""
    before, after = piece.before.strip("*_#>\"' "), piece.after.strip("*_#>\"' ")
    for one in reversed(holders.find(before)):
        before = before[: one.start] + before[one.end :]
    place = not before.strip(_BARE) or pattern(LISTS, "alone").search(before)
    timed = TIME.search(after)
    told = len(after) >= AROUND // 2 or not _passes(_without("signed", after))
    return bool(place) and not timed and not told


def has_place(piece: Piece) -> bool:
    """Say whether a place stands before a date in its piece, or after it."""
    place = pattern(LISTS, "place")
    return bool(place.search(piece.before) or place.search(f"{piece.after.strip(' ,.')}, "))


def _replies(original: OriginalText, told: int) -> int:
    """Give the line that heads what readers say of a note, or its last."""
    heads = pattern(LISTS, "replies")
    below = (one.number for one in original.lines[told:] if heads.match(original.line_text(one)))
    return next(below, len(original.lines))


def _pieces(
    original: OriginalText, line: Line, found: list[DateMention], *, heads: bool, ends: bool
) -> Iterator[Piece]:
    """Part a line at its strokes, brackets and gaps, and between its dates."""
    text = original.folded
    lows = [*accumulate((one.end for one in found), max, initial=line.start)]
    highs = [*accumulate((one.start for one in reversed(found)), min, initial=line.end)]
    cites = pattern(LISTS, "citation").match(original.line_text(line))
    for at, mention in enumerate(found):
        start = max(lows[at], mention.start - AROUND)
        end = min(highs[-at - 2], mention.end + AROUND)
        starts = [one.end() for one in _PARTS.finditer(text, start, mention.start)]
        ends_at = next((one.start() for one in _PARTS.finditer(text, mention.end, end)), end)
        first = max([start, *starts])
        before, above = text[first : mention.start], ""
        if not before.strip(_BARE):
            earlier = text[start:first].rstrip(" |/·•-()[];\t")
            above = _PARTS.split(earlier)[-1].strip() or _label_above(original, line, mention)
        sentence = original.sentence_at(mention.start)
        inside = mention.precision == "dateless" or bool(sentence and sentence.is_prose(6))
        label = None
        after = text[mention.end : ends_at]
        if not inside or len(before) <= LONGEST_BEFORE or cites:
            label = label_of(before) or label_of(above, whole=True)
            # What stands behind the only date of a line says it, too.
            if not (label or inside or len(found) > 1):
                behind = (one for one in _PARTS.split(text[mention.end : line.end]) if one.strip())
                label = label_of(next(behind, ""), whole=True)
                label = label if label and label.of in EVENT else None
        if label and label.of == "date":
            # In a form that says, too, who organized the event.
            near = original.lines[max(0, line.number - FORM - 1) : line.number + FORM]
            is_form = any(is_labelled(original, one) for one in near)
            label = replace(label, of="event") if is_form else label
        yield Piece(mention, line, before, after, above, heads, ends, inside, label)


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


def _passes(text: str) -> bool:
    """Say whether a text has no word that begins small, but those that may stand beside a label."""
    return not (_SMALL.search(text) and _SMALL.search(_without("beside", text)))


def _without(section: str, text: str) -> str:
    return re.sub(pattern(LISTS, section).pattern, "", text, flags=re.IGNORECASE)
