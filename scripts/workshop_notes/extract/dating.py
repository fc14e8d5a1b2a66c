"""When: the days of the workshop and of publication, each date weighed where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from workshop_notes.extract import meeting
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
    within,
)
from workshop_notes.extract.pieces import MERE, Piece, has_place, is_alone, is_of_letter
from workshop_notes.text.dates import DateMention, months_between
from workshop_notes.text.expressions import pattern, sections
from workshop_notes.text.languages import one_of, weekday_numbers

LISTS = Path(__file__).with_name("dating.yml")
ENOUGH = 3.0
CLOSE = 1.0
# What a second sign at one place adds, and a second place of one date.
MORE = 0.5
ANOTHER_EVENT = 4.0
# Months between a day without a year and the date that gives it.
CLOSEST = 6
FARTHEST = 700
NEAR = 120
# Workshops precede the renewal by weeks or a few months.
LONGEST_LEAD = 11
# Before a date that opens its sentence stands no more than this.
OPENING = 12
OTHERS = {(LISTS, "earlier"): "an earlier event", (meeting.LISTS, "coming"): "a coming event"}
# From when to when: of what is posted one hour is told.
_HOURS = re.compile(r"[ ,(]*\d{1,2}[:.h]\d\d\s*\w*\s*-\s*\d{1,2}[:.h]\d\d")
DATELINE_SAYS = "stands under the title with a place"
LETTER = "when a letter was sent"
NOTHING = "no event in its sentence"
HELD = "held on this date"
IN_A_ROW = "days in a row in the opening"
IN_EVENT = "the only day in the event's sentences"
IN_OPENING = "the only day in the opening"
LABELLED = "labelled as the event's"
OF_ANOTHER = "labelled as another day"


@dataclass(frozen=True, slots=True)
class Bearings:
    """What else tells the time: the title's year, the renewal, the publication, its letter."""

    title_year: int | None = None
    renewal: str = ""
    published: str = ""
    letter: str = ""
    evidence: tuple[Evidence, ...] = ()

    def against(self, value: str) -> list[str]:
        """Give what contradicts a day of the workshop."""
        found = []
        if self.title_year and not _is_of_year(value, str(self.title_year)):
            found.append(f"the title says {self.title_year}")
        if self.renewal and not 0 <= months_between(value, self.renewal) <= LONGEST_LEAD:
            found.append(f"the mandate was to be renewed in {self.renewal}")
        # Alone, a late publication is no contradiction.
        longest = LONGEST_LEAD if found else 24
        if self.published and not 0 <= months_between(value, self.published) <= longest:
            found.append(f"it was published in {self.published}")
        return found

    def fitting(self, value: str) -> list[str]:
        """Give a day in each year near these signs in which it agrees with all of them."""
        stated = (self.renewal, self.published, self.letter, str(self.title_year or ""))
        years = sorted({int(sign[:4]) - less for sign in stated if sign for less in (0, 1)})
        return [moved for year in years if self.fits(moved := _moved(value, year))]

    def fits(self, value: str) -> bool:
        """Say whether a day agrees with everything else that tells the time."""
        others = (self.renewal, self.published, self.letter, str(self.title_year or ""))
        signs = [
            _is_of_year(value, other)
            if len(other) == len("2031")
            else 0 <= months_between(value, other) <= LONGEST_LEAD
            for other in others
            if other
        ]
        return bool(signs) and all(signs)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A date with its weight as the workshop's day and the reason for it."""

    mention: DateMention
    weight: float
    why: str


def title_year(title: str) -> int | None:
    """Read the year that a title gives (`Mandates in 2019: …`), never a resolution's number."""
    match = pattern(LISTS, "title-year").search(title)
    return int(re.findall(r"\d{4}", match[0])[0]) if match else None


def renewal(
    original: OriginalText, mentions: tuple[DateMention, ...]
) -> tuple[str, Evidence | None]:
    """Find the day or month in which the mandate was to be renewed, with its evidence.

    Only a renewal that the text looks forward to counts: `is expected to renew … in June 2020`.
    """
    for sentence in original.holding(pattern(LISTS, "renewal")):
        span = (original.folded, sentence.start, sentence.end)
        coming = list(pattern(LISTS, "coming").finditer(*span))
        words = [*coming, *pattern(LISTS, "renewal").finditer(*span)] if coming else []
        near = [
            (max(word.start() - one.end, one.start - word.end(), 0), one.start, one)
            for one in mentions
            if one.precision in ("day", "month") and sentence.holds(one.start)
            for word in words
        ]
        if near and min(near, key=itemgetter(0, 1))[0] <= NEAR:
            best = min(near, key=itemgetter(0, 1))[2]
            return best.value, original.evidence(best.start, best.end)
    return "", None


def workshop_date(
    original: OriginalText,
    pieces: tuple[Piece, ...],
    holders: Holders,
    bearings: Bearings,
    told_of: meeting.Meeting,
    held: str = "",
) -> Finding:
    """Propose the day or range of the workshop.

    `holders` finds the names of those who organize. Where no words say which day is the event's,
    the only one in the sentences that report it is, or in the opening; then what the format says,
    `held`. A date that contradicts the title,
    the renewal and the publication, which agree with one another, is proposed in their year and
    shown as a doubt; two dates of equal weight are shown and neither is proposed.
    """
    days = [one for one in pieces if one.mention.precision not in ("month", "year")]
    weighed = [_of_event(original, one, told_of) for one in _weighed(original, days, holders)]
    bad = [one for one in weighed if one.mention.precision in ("ambiguous", "impossible")]
    doubts = [_unreadable(original, one.mention) for one in bad if one.weight >= ENOUGH]
    weighed = _surest(original, weighed, told_of, in_letter=bool(bearings.letter))
    totals = _totals(weighed)
    ranked = _ranked(totals)
    if not ranked:
        stated = Proposal(held, (Evidence(f"metadata: held {held}", 1),)) if held else None
        return Finding(stated, tuple(doubts))
    chosen = ranked[0]
    rivals = [v for v in ranked[1:] if totals[chosen] - totals[v] < CLOSE]
    if rivals:
        doubts.append(_two_dates(original, weighed, (chosen, *rivals)))
        chosen = _fitting(original, weighed, (chosen, *rivals), bearings)
    if not chosen:
        return Finding(None, tuple(doubts))
    mentions = tuple(one.mention for one in pieces)
    if month := _other_month(weighed, chosen, mentions, told_of):
        return Finding(None, (*doubts, _two_months(original, chosen, month)))
    proposal, doubt = _in_context(original, weighed, chosen, bearings, mentions)
    return Finding(proposal, (*doubts, doubt) if doubt else tuple(doubts))


def year(
    date: Finding,
    month: DateMention | None,
    published_on: Finding,
    bearings: Bearings,
    original: OriginalText,
) -> Finding:
    """Give the workshop's year; without its date its month's, the publication's or title's.

    Whatever is not the workshop's own is shown as a doubt.
    """
    told = published_on.proposal
    if date.proposal:
        value = str(date.proposal.value)[:4]
        other = str(told.value)[:4] if told else value
        considered: tuple[Considered, ...] = ()
        if told and other != value:
            considered = ((other, "year of publication", told.evidence[0].line),)
        return Finding(Proposal(int(value), date.proposal.evidence, considered))
    if month:
        return Finding(Proposal(month.year, (original.evidence(month.start, month.end),)))
    if told:
        found, code, what = int(str(told.value)[:4]), "year-from-publication", "that of publication"
        shown = told.evidence
    elif bearings.title_year and bearings.evidence:
        found, code, what = bearings.title_year, "year-from-title", "the title's"
        shown = bearings.evidence[:1]
    else:
        return Finding()
    message = f"no workshop date: the year {found} is {what}"
    doubt = Doubt(code, message, "add the workshop's date", shown[0].line)
    return Finding(Proposal(found, shown), (doubt,))


def workshop_month(
    original: OriginalText,
    pieces: tuple[Piece, ...],
    holders: Holders,
    told_of: meeting.Meeting,
) -> DateMention | None:
    """Find the month of the workshop where no day is given, or else its year: `in May 2030`."""
    for precision in ("month", "year"):
        found = [one for one in pieces if one.mention.precision == precision]
        weighed = _weighed(original, found, holders)
        if not _ranked(_totals(weighed)):
            weighed = _reported(original, weighed, told_of)
        fit = [one.mention for one in weighed if one.weight >= ENOUGH]
        if len({one.year for one in fit}) == 1:
            return fit[0]
    return None


def _weighed(original: OriginalText, pieces: Iterable[Piece], holders: Holders) -> list[_Weighed]:
    """Weigh the dates that stand in the note's body, or are labelled as its event's."""
    return [
        _weigh(original, one, holders)
        for one in pieces
        if one.line.role == "body"
        or (one.line.role == "furniture" and one.heads and one.label and one.label.of == "event")
    ]


def _surest(
    original: OriginalText, weighed: list[_Weighed], told_of: meeting.Meeting, *, in_letter: bool
) -> list[_Weighed]:
    """Leave out what gives way: a day without a year, what a dateline says beside a sentence."""
    if any(one.weight >= ENOUGH and one.mention.year for one in weighed):
        weighed = [one for one in weighed if one.mention.precision != "dateless"]
    told = [one for one in weighed if one.why != DATELINE_SAYS]
    weighed = told if _ranked(_totals(told)) else weighed
    if _ranked(_totals(weighed)):
        return weighed
    return _reported(original, weighed, told_of, in_letter=in_letter)


def _reported(
    original: OriginalText,
    weighed: list[_Weighed],
    told_of: meeting.Meeting,
    *,
    in_letter: bool = False,
) -> list[_Weighed]:
    """Weigh as the event's the one date that the sentences which report it name, or the opening.

    Who writes to those who came says `last Wednesday (11 October)` and need not say of what.
    """
    opening = [one for one in original.opening if in_letter or _speaks_of_event(one.text)]
    for sentences, why in ((told_of.events, IN_EVENT), (opening, IN_OPENING)):
        told = [
            one
            for one in weighed
            if (one.why == NOTHING or one.weight > 0)
            and one.why not in OTHERS.values()
            and within(one.mention.start, sentences)
        ]
        if len({one.mention.value for one in told}) == 1:
            return [replace(one, weight=ENOUGH, why=why) if one in told else one for one in weighed]
    return weighed


def _fitting(
    original: OriginalText, weighed: list[_Weighed], values: Iterable[str], bearings: Bearings
) -> str:
    """Give the one of several dates that fits what else is known, or else the opening, or ""."""
    dated = [one for one in values if one[:2] != "--"]
    fitting = [one for one in dated if bearings.fits(one)]
    if len(fitting) != 1:
        # What the opening tells is this event; one of another month is told of later.
        sure = (one.mention for one in weighed if one.weight >= ENOUGH)
        early = {one.value for one in sure if within(one.start, original.opening)}
        apart = all(abs(months_between(dated[0], one)) > 1 for one in dated[1:])
        fitting = [one for one in dated if one in early] if apart else []
    return fitting[0] if len(fitting) == 1 else ""


def _other_month(
    weighed: list[_Weighed], chosen: str, mentions: Iterable[DateMention], told_of: meeting.Meeting
) -> DateMention | None:
    """Give the month that the event's sentences say, where they do not say the day chosen."""
    days = (one.mention for one in weighed if one.mention.value == chosen)
    if any(within(one.start, told_of.events) for one in days):
        return None
    months = [m for m in mentions if m.precision == "month" and within(m.start, told_of.events)]
    agrees = chosen[:2] == "--" or any(one.value == chosen[:7] for one in months)
    return None if agrees or not months else months[0]


def _two_months(original: OriginalText, chosen: str, month: DateMention) -> Doubt:
    message = f"the text dates the workshop {chosen}, and its own sentence says {month.value}"
    line = original.line_at(month.start).number
    return Doubt("contradiction", message, "add the workshop's date", line)


def _of_event(original: OriginalText, one: _Weighed, told_of: meeting.Meeting) -> _Weighed:
    """Weigh less what was held by words that name no event, where other sentences report it."""
    sentence = original.sentence_at(one.mention.start)
    unnamed = one.why in (HELD, IN_A_ROW) and sentence and told_of.events
    if not (unnamed and sentence) or sentence in told_of.events:
        return one
    goes_on = pattern(meeting.LISTS, "itself").match(sentence.text)
    return one if goes_on or _speaks_of_event(sentence.text) else replace(one, weight=ENOUGH - 1)


def _speaks_of_event(text: str) -> bool:
    named = any(pattern(meeting.LISTS, one).search(text) for one in ("noun", "gathered"))
    return named and not meeting.is_passing(text)


def _labelled(piece: Piece) -> str:
    """Give what may label a date: what stands before it in its piece, or above it alone."""
    return piece.before if piece.before.strip() or not piece.above else f"{piece.above}: "


def _weigh(original: OriginalText, piece: Piece, holders: Holders) -> _Weighed:
    """Weigh a date by the words of its own sentence: its best sign, and half a point for more."""
    mention, line = piece.mention, piece.line
    sentence = original.sentence_at(mention.start)
    if sentence is None:
        return _Weighed(mention, 0.0, "stands alone")
    if by_place := _by_place(original, piece, holders):
        return _Weighed(mention, *by_place)
    first, last = max(sentence.start, mention.start - FARTHEST), mention.end + FARTHEST
    left = original.folded[first : mention.start].replace("\n", " ")
    right = original.folded[mention.end : min(sentence.end, last)].replace("\n", " ")
    breaks = list(pattern(LISTS, "breaks").finditer(left))
    clause = left[breaks[-1].end() :] if breaks else left
    places = {
        "line": _labelled(piece),
        "left": left,
        "clause": clause,
        "right": right,
        "end": clause[-40:],
    }
    found: list[tuple[float, str]] = []
    for sign in sections(LISTS)["signs"]:
        facts = sign.facts
        if (facts.get("whole") and breaks) or facts.get(
            "for", mention.precision
        ) != mention.precision:
            continue
        if sign.compiled.search(places[facts["where"]]):
            weight, why = float(facts["weight"]), str(facts["why"])
            if facts.get("final"):
                return _Weighed(mention, weight, why)
            found.append((weight, why))
    if not breaks and _opens(clause):
        found.append(_opening(right, holders))
    if mention.precision == "range" and sentence in original.opening and not breaks:
        found.append((ENOUGH, IN_A_ROW))
    if mention.precision in ("day", "range", "dateless"):
        found += _by_organizers(original, mention, line, (left, right, clause), holders)
    weight, why = max(found, key=lambda one: one[0], default=(0.0, NOTHING))
    if not weight and breaks:
        why = f"after '{breaks[-1].group()}'"
    weight += MORE * (sum(one[0] >= ENOUGH for one in found) > 1)
    told = left[breaks[-1].start() :] if breaks else left
    for section, name in OTHERS.items():
        if weight and pattern(*section).search(told[-60:]):
            weight, why = weight - ANOTHER_EVENT, name
    return _Weighed(mention, weight, why)


@lru_cache(maxsize=1)
def _weekdays() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(weekday_numbers())})\b", re.IGNORECASE)


def _opens(clause: str) -> bool:
    """Say whether nothing but small words and a weekday stands before a date."""
    rest = _weekdays().sub("", clause) if len(clause) < 2 * OPENING else clause
    return len(rest) < OPENING or bool(pattern(LISTS, "opens").match(clause.lstrip()))


def _by_place(original: OriginalText, piece: Piece, holders: Holders) -> tuple[float, str] | None:
    """Weigh a date by its label and its place outside of sentences, where these decide."""
    mention, label = piece.mention, piece.label
    if (label is None or label.weight == MERE) and is_of_letter(original, piece.line):
        return 0.0, LETTER
    if piece.inside:
        return None
    several = mention.precision == "range" and not (label and label.of == "copy")
    # A note comes out on one day; several in a row are an event's.
    if piece.heads and not label and _HOURS.match(piece.after):
        return ENOUGH, DATELINE_SAYS
    alone = piece.heads and is_alone(piece, holders)
    if alone and (several or (has_place(piece) and not label)):
        return ENOUGH, DATELINE_SAYS
    if label and ((not label.of and label.weight > MERE) or label.of == "copy"):
        return 0.0, OF_ANOTHER
    if label and label.of == "event" and piece.heads:
        other = next(
            (why for sign, why in OTHERS.items() if pattern(*sign).search(piece.before)), ""
        )
        # A line of its own in the head tells of this event, a sentence perhaps of another.
        return (0.0, other) if other else (ENOUGH + 1 + CLOSE * label.alone, LABELLED)
    return None


def _by_organizers(
    original: OriginalText,
    mention: DateMention,
    line: Line,
    parts: tuple[str, str, str],
    holders: Holders,
) -> Iterator[tuple[float, str]]:
    """Yield what a date weighs by those who organize, where their names stand near it."""
    left, right, clause = parts
    before = original.folded[max(0, mention.start - 60, line.start) : mention.start]
    near = original.folded[mention.end : min(mention.end + 60, line.end)]
    opens = pattern(LISTS, "opens").search(before)
    # A capital inside a sentence begins another: columns read across.
    governed = clause is not left and len(clause) < 12 and not (opens and opens[0][:1].isupper())
    cut = holders.cut.match(original.folded, mention.end)
    if opens and not governed and (holders.find(near) or cut):
        yield ENOUGH + MORE, "an organizer follows"
    told = pattern(meeting.LISTS, "held").search(clause)
    if told and len(holders.find(left)) + len(holders.find(right)) > 1:
        yield ENOUGH, "what the organizers did"
    # `IPI's 4 June workshop`.
    theirs = pattern(LISTS, "possessive").search(left) and holders.find(left[-80:])
    if theirs and pattern(meeting.LISTS, "firm").match(right.lstrip()):
        yield ENOUGH + 1, "whose workshop it was"


def _opening(right: str, holders: Holders) -> tuple[float, str]:
    """Weigh a date that opens its sentence by the event that follows it."""
    verb, noun, firm, gathered = (
        pattern(meeting.LISTS, one).search(right) for one in ("held", "noun", "firm", "gathered")
    )
    if not gathered and not (noun and (verb or (firm and holders.find(right)))):
        return 0.0, NOTHING
    first = min(event.start() for event in (verb, noun, gathered) if event)
    if broken := pattern(LISTS, "relative-opening").search(right[:first]):
        return 0.0, f"'{broken.group().strip()}' the event"
    return (
        4.0 if firm and verb else 3.0 if firm or gathered else 2.5
    ), "opens the event's sentence"


def _totals(weighed: list[_Weighed]) -> dict[str, float]:
    """Give what each date weighs: its best place, and half a point for each further one."""
    totals: dict[str, float] = {}
    for one in weighed:
        value = one.mention.value
        if value and one.weight > 0:
            best = totals.get(value, 0.0)
            totals[value] = max(best, one.weight) + (MORE if best else 0.0)
    return totals


def _ranked(totals: dict[str, float]) -> list[str]:
    """Give the dates that weigh enough, the heaviest first, without the ends of a named range."""
    heavy = [value for value in totals if totals[value] >= ENOUGH]
    parts = {part for value in heavy if "/" in value for part in value.split("/")}
    whole = [value for value in totals if not value.startswith("--")]
    parts |= {
        value for value in heavy if value[:2] == "--" and any(o.endswith(value[1:]) for o in whole)
    }
    left = [value for value in heavy if value not in parts]
    return sorted(left, key=lambda value: (-totals[value], value))


def _in_context(
    original: OriginalText,
    weighed: list[_Weighed],
    chosen: str,
    bearings: Bearings,
    mentions: tuple[DateMention, ...],
) -> tuple[Proposal | None, Doubt | None]:
    """Propose the chosen date in the year that the rest of the text supports, and the doubt."""
    evidence = unique(
        original.evidence(one.mention.start, one.mention.end)
        for one in sorted(weighed, key=lambda one: (-one.weight, one.mention.start))
        if one.mention.value == chosen and one.weight > 0
    )
    considered = tuple(
        (one.mention.value, one.why, original.line_at(one.mention.start).number)
        for one in weighed
        if one.mention.value not in ("", chosen)
    )
    line, value, doubt = evidence[0].line, chosen, None
    dateless = chosen.startswith("--")
    against = [] if dateless else bearings.against(chosen)
    moved = [one for one in bearings.fitting(chosen) if one != chosen]
    if dateless:
        best = max(weighed, key=lambda one: one.weight * (one.mention.value == chosen)).mention
        moved = _in_a_year(original, best, mentions, moved)
        if len(moved) != 1:
            fix = "add the workshop's date by hand"
            return None, Doubt("date-without-year", "the date has no year", fix, line)
        [value] = moved
        message = f"the text gives the workshop's day without a year; {value} is read from the rest"
        doubt = Doubt("date-without-year", message, "check the year", line)
    elif against:
        message, fix = f"the text dates the workshop {chosen}, but {', '.join(against)}", "keep one"
        if len(against) >= 2 and len(moved) == 1:
            [value] = moved
            message, fix = f"{message}: {value} is proposed", "keep the right one"
            considered = (
                (chosen, "its year contradicts the title or the renewal", line),
                *considered,
            )
        doubt = Doubt("contradiction", message, f"check both, {fix}", line)
    more = bearings.evidence if value != chosen else ()
    return Proposal(value, unique((*evidence, *more)), considered), doubt


def _in_a_year(
    original: OriginalText,
    mention: DateMention,
    mentions: tuple[DateMention, ...],
    fitting: list[str],
) -> list[str]:
    """Give a day without a year in the one that fits it, and in which it is the weekday named.

    Where nothing else tells the year, it is within half a year of what its paragraph dates: with a
    weekday of anything, else of what the text looks forward to.
    """
    before = original.folded[max(0, mention.start - 20) : mention.start]
    named = _weekdays().findall(before)
    weekday = weekday_numbers()[named[-1].lower()] if named else None
    if not fitting:
        around = [
            one
            for one in mentions
            if one.year
            and abs(one.start - mention.start) < FARTHEST
            and (weekday is not None or _is_to_come(original, one))
        ]
        near = sorted(
            (abs(months_between(day, one.value[:7])), abs(one.start - mention.start), day)
            for one in around
            for day in (_moved(mention.value, int(one.value[:4]) + to) for to in (-1, 0, 1))
        )
        fitting = [day for months, _, day in near if months <= CLOSEST][:1]
    return [one for one in fitting if weekday in (None, _weekday(one))]


def _is_to_come(original: OriginalText, mention: DateMention) -> bool:
    """Say whether a text looks forward to a date."""
    sentence = original.sentence_at(mention.start)
    said = sentence.text if sentence else ""
    return any(pattern(LISTS, name).search(said) for name in ("coming", "expiry"))


def _weekday(value: str) -> int | None:
    try:
        return date.fromisoformat(value).weekday()
    except ValueError:
        return None


def _unreadable(original: OriginalText, mention: DateMention) -> Doubt:
    written = " ".join(original.text[mention.start : mention.end].split())
    line = original.line_at(mention.start).number
    if mention.precision == "impossible":
        return Doubt("impossible-date", f"'{written}' is no day", "add the right date", line)
    message = f"'{written}' may be day or month first"
    return Doubt("ambiguous-date", message, "write the date as YYYY-MM-DD", line)


def _two_dates(original: OriginalText, weighed: list[_Weighed], values: tuple[str, ...]) -> Doubt:
    lines = {
        one.mention.value: original.line_at(one.mention.start).number
        for one in reversed(weighed)
        if one.mention.value in values
    }
    says = ", ".join(f"{value} (line {lines[value]})" for value in sorted(values))
    message = f"the text gives more than one date of the workshop: {says}"
    return Doubt("contradiction", message, "keep the right one", min(lines.values()))


def _is_of_year(value: str, other: str) -> bool:
    """Say whether a day is of a year, or of the last months before, which prepare its renewals."""
    return int(other) - int(value[:4]) in (0, int(value[5:7]) >= 10)


def _moved(value: str, to: int) -> str:
    """Give a day or range in another year; one without a year in this."""
    days = value.split("/")
    if value.startswith("--"):
        return "/".join(f"{to}{day[1:]}" for day in days)
    shift = to - int(days[0][:4])
    return "/".join(f"{int(day[:4]) + shift}{day[4:]}" for day in days)
