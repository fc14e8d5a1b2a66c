"""When the note was published: each date outside of sentences, weighed by its label and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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
from workshop_notes.extract.pieces import (
    AROUND,
    LISTS,
    LONGEST_BEFORE,
    MERE,
    Label,
    Piece,
    is_alone,
    is_of_letter,
    sender_of,
)
from workshop_notes.formats.lines import is_prose
from workshop_notes.text.dates import find_dates, months_between
from workshop_notes.text.expressions import pattern

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
TOO_EARLY = "said to be the day of publication, and before the workshop"
# What was finished weighs as much at least, and says it of its own text alone.
DONE = 3.5
# A memo is dated when it is written, in the months after the event; a letter that sends it later.
MEMO, LONGEST_MEMO = "a memo's date", 6
# A note that says nothing else came out no more years later than this.
LATEST = 2
_SMALL = re.compile(r"[a-zß-ÿ]")
# Rights without their owner.
_ALONE = re.compile(r"\W*(?:copyright|\(c\)|©|\W)*\d{4}\W*", re.IGNORECASE)
# What a citation's date follows: the title's end, perhaps with a place.
_CITED = re.compile(r"[\"').,(]\s*(?:[A-ZÀ-Þ][\w'&.-]*[ ,:]*){0,6}$")
_STATED_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_URL_DATE = re.compile(
    r"https?://[^\s/]+/(?:[\w-]+/){0,3}?"
    r"(?P<year>(?:19|20)\d\d)(?:(?P<mark>[/-])(?P<month>0[1-9]|1[0-2])"
    r"(?:(?P=mark)(?P<day>[0-3]\d))?)?(?=/|(?P=mark))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A date with its weight as the publication's, and where it stands."""

    value: str
    weight: float
    evidence: Evidence


# A date with its weight, and its label or why it has none.
Weighed = tuple[Piece, float, str]


def weighed_dates(
    original: OriginalText, pieces: tuple[tuple[Piece, ...], ...], holders: Holders, told: int
) -> tuple[tuple[Weighed, ...], ...]:
    """Weigh the dates of each line as the publication's, before anything is known of the event's.

    Links to other documents count down to the line `told`, which tells of the event.
    """
    return tuple(
        tuple(
            (piece, *_weigh(original, piece, holders))
            for piece in line
            if piece.mention.precision in ("day", "month", "year", "dateless")
            and (
                piece.line.role != "related"
                or piece.line.number <= told
                or _has_rights(original, piece.line)
            )
        )
        for line in pieces
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
    signs: list[_Sign] = []
    considered: list[Considered] = []
    for found in dates:
        for piece, weight, why in _weighed(found, workshop):
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
            weight = AGAIN if sign.value in copied else sign.weight
            signs.append(_Sign(sign.value, min(weight, sign.weight), sign.evidence))
    signs = [one for sign in signs for one in _with_year(sign, signs, workshop)]
    if pattern(LISTS, "printed-again").search(original.folded[:1200]):
        signs = list(_first(signs))
    return _chosen(signs, considered, doubts)


def _first(signs: list[_Sign]) -> Iterator[_Sign]:
    """Yield the earliest of the dates: of who prints a note again, the later is."""
    first = min((one.value for one in signs if one.weight >= RUN_IN), default="9")
    yield from (one for one in signs if one.value <= first or one.value.startswith(first))


def _chosen(signs: list[_Sign], considered: list[Considered], doubts: list[Doubt]) -> Finding:
    """Propose the heaviest date, as fully as one that agrees with it says it."""
    if not signs:
        return Finding(None, tuple(doubts[:1]))
    # A text is finished more than once: what was done last counts.
    best = max(signs, key=lambda sign: (sign.weight, sign.value * (sign.weight == DONE)))
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


def _weighed(weighed: tuple[Weighed, ...], workshop: str) -> Iterator[Weighed]:
    """Yield each date of a line with its weight, and why it has none."""
    alone = {piece.mention.value for piece, weight, why in weighed if weight and not why}
    days = {one for one in alone if not any(o != one and o.startswith(one) for o in alone)}
    copied = any(piece.label and piece.label.of == "copy" for piece, _, _ in weighed)
    for piece, weight, label in weighed:
        if not weight:
            yield piece, 0.0, label
        elif copied and label == "label" and weight < MERE and not _by_printer(piece):
            yield piece, 0.0, "the day of something else"
        elif not label and len(days) > 1:
            yield piece, 0.0, "one of several dates in a line"
        elif why := _against(piece, weight, label, workshop):
            yield piece, 0.0, why
        else:
            yield piece, weight, ""


def _by_printer(piece: Piece) -> bool:
    return piece.label is not None and piece.label.of == "print"


def _against(piece: Piece, weight: float, label: str, workshop: str) -> str:
    """Say what speaks against a date, beside the day of the workshop."""
    value = piece.mention.value
    if label == MEMO and not (workshop and months_between(workshop, value) <= LONGEST_MEMO):
        return "when a letter was sent"
    if not workshop:
        return ""
    if _before(value, workshop):
        return TOO_EARLY if label and piece.heads else "before the workshop"
    if weight < SAID + 1 and value in workshop.split("/"):
        return "the workshop's own date"
    late = weight < SAID and value[:4] > str(int(workshop[:4]) + LATEST)
    return "long after the workshop" if late else ""


def _weigh(original: OriginalText, piece: Piece, holders: Holders) -> tuple[float, str]:
    """Weigh a date by its label, or where it has none by its place; say which label, or why not."""
    line, label = piece.line, piece.label
    cites = pattern(LISTS, "citation").match(original.line_text(line))
    if piece.inside and len(piece.before) > LONGEST_BEFORE and not cites:
        return (RUN_IN, "run in") if _is_run_in(original, piece) else (0.0, "")
    if label and (label.alone or label.weight != MERE):
        return _by_label(original, piece, label, holders)
    if cites:
        cited = _CITED.search(original.folded, line.start, piece.mention.start)
        return (CITED, "citation") if cited else (0.0, "")
    if _is_run_in(original, piece):
        return RUN_IN, "run in"
    return _by_place(original, piece, holders), ""


def _by_place(original: OriginalText, piece: Piece, holders: Holders) -> float:
    mention, line = piece.mention, piece.line
    if mention.precision == "year" and _has_rights(original, line):
        text = original.line_text(line)
        alone = piece.heads and _ALONE.fullmatch(text)
        return RIGHTS if alone or holders.own(text) else 0.0
    placed = piece.heads or (piece.ends and mention.precision != "year")
    if piece.inside or not placed or line.role == "related" or not is_alone(piece, holders):
        return 0.0
    # Below a paragraph a bare year is that of a table's row or column.
    above = (original.line_text(one) for one in original.lines[: line.number - 1])
    if mention.precision == "year" and any(map(is_prose, above)):
        return 0.0
    weight = {"day": DAY, "month": MONTH, "year": YEAR}[mention.precision]
    return weight - ENDING * (not piece.heads)


def _by_label(
    original: OriginalText, piece: Piece, label: Label, holders: Holders
) -> tuple[float, str]:
    line, weight = piece.line, label.weight
    if weight == 0 or (label.of == "print" and piece.mention.precision == "day"):
        return 0.0, "the day of something else"
    dated = piece.mention.precision != "year" and _tells_of_itself(original, piece)
    if piece.inside and DONE <= weight < SAID + 1 and not dated:
        return 0.0, ""
    if not label.alone or (line.role == "related" and weight < LABEL):
        return 0.0, ""
    if weight == MERE and is_of_letter(original, line):
        sender = sender_of(original, line)
        if sender and not holders.own(sender):
            return 0.0, "when a letter was sent"
        return weight, "" if sender else MEMO
    # `Published in May, the review …` tells of something else.
    goes_on = piece.after[:1] == "," and _SMALL.match(piece.after.lstrip(" ,"))
    if goes_on and is_prose(original.line_text(line)):
        return 0.0, ""
    return weight - (line.role == "related"), "first" if weight > LABEL else "label"


def _tells_of_itself(original: OriginalText, piece: Piece) -> bool:
    sentence = original.sentence_at(piece.mention.start)
    return sentence is not None and bool(pattern(LISTS, "itself").match(sentence.text))


def _has_rights(original: OriginalText, line: Line) -> bool:
    return bool(pattern(LISTS, "rights").search(original.line_text(line)))


def _is_run_in(original: OriginalText, piece: Piece) -> bool:
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
    if "/" in sign.value:
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
        value = "-".join(filter(None, (match["year"], match["month"], match["day"])))
        # A day stands in an address for no other reason.
        yield _Sign(value, CITED if match["day"] else ADDRESS, Evidence(address, 1))


def _before(value: str, workshop: str) -> bool:
    """Say whether a publication date lies before the workshop; a month or year counts whole."""
    first = workshop.split("/")[0]
    return not value.startswith("--") and value < first[: len(value)]
