"""When: the days of the workshop and of publication, each date weighed where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from workshop_notes.extract import meeting
from workshop_notes.extract.meeting import event_noun
from workshop_notes.extract.organizations import Holders
from workshop_notes.extract.original import Line, OriginalText
from workshop_notes.extract.proposal import (
    Considered,
    Doubt,
    Evidence,
    Finding,
    Proposal,
    unique,
)
from workshop_notes.text.dates import DateMention, find_dates
from workshop_notes.text.expressions import pattern, source
from workshop_notes.text.languages import one_of, weekday_names

LISTS = Path(__file__).with_name("dating.yml")
ENOUGH = 3.0
CLOSE = 1.0
FARTHEST = 700
NEAR = 120
# Workshops precede the renewal by weeks or a few months.
LONGEST_LEAD = 11
HEAD = 40
DATELINE = 12
LONGEST_HEADER = 200
AROUND = 400
# A label of publication stands in a short line, or near the end of one.
LABEL, AFTER_LABEL = 60, 80
# Of what day, a mere `Date:` does not say.
BARE = "labelled as a date"
_URL_DATE = re.compile(
    r"https?://[^\s/]+/(?:[a-z-]+/)?((?:19|20)\d\d)(?:/(\d{2}))?/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Bearings:
    """What else tells the time: the title's year, the renewal's month, the publication date."""

    title_year: int | None = None
    renewal: str = ""
    published: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A date with its weight as the workshop's day and the reason for it."""

    mention: DateMention
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class _Published:
    """A date of publication with its rank (1 is best) and evidence."""

    rank: int
    value: str
    evidence: Evidence


def title_year(title: str) -> int | None:
    """Read the year that a title gives (`Mandates in 2019: …`), never a resolution's number."""
    words = source(LISTS, "title-year")
    match = re.search(rf"\b{words}\s+((?:19|20)\d\d)\b|\(((?:19|20)\d\d)\)", title)
    before = title[: match.start()] if match else ""
    if not match or re.search(r"r[eé]solutions?\s*\d*\s*$", before, re.IGNORECASE):
        return None
    return int(match[1] or match[2])


def renewal(
    original: OriginalText, mentions: tuple[DateMention, ...]
) -> tuple[str, Evidence | None]:
    """Find the day or month in which the mandate was to be renewed, with its evidence.

    Only a renewal that the text looks forward to counts: `is expected to renew … in June 2020`.
    """
    best: tuple[int, DateMention] | None = None
    for sentence in original.body:
        span = (original.folded, sentence.start, sentence.end)
        words = list(pattern(LISTS, "renewal").finditer(*span))
        coming = list(pattern(LISTS, "coming").finditer(*span)) if words else []
        if not coming:
            continue
        for mention in mentions:
            if mention.precision not in ("day", "month"):
                continue
            if not sentence.start <= mention.start < sentence.end:
                continue
            distance = min(
                max(word.start() - mention.end, mention.start - word.end(), 0)
                for word in (*words, *coming)
            )
            if distance <= NEAR and (best is None or distance < best[0]):
                best = (distance, mention)
        if best:
            break
    if best is None:
        return "", None
    return best[1].value, original.evidence(best[1].start, best[1].end)


def workshop_date(
    original: OriginalText,
    mentions: tuple[DateMention, ...],
    holders: Holders,
    bearings: Bearings,
) -> Finding:
    """Propose the day or range of the workshop.

    `holders` finds the names of those who organize. A date that contradicts the title, the renewal
    and the publication, which agree with one another, is proposed in their year and shown as a
    doubt; two dates of equal weight are shown and neither is proposed.
    """
    weighed = [
        _weigh(original, mention, holders)
        for mention in mentions
        if mention.precision != "month" and original.line_at(mention.start).role == "body"
    ]
    bad = [one for one in weighed if one.mention.precision in ("ambiguous", "impossible")]
    doubts = [_unreadable(original, one.mention) for one in bad if one.weight >= ENOUGH]
    if any(one.weight >= ENOUGH and one.mention.year for one in weighed):
        weighed = [_less(one) if one.mention.precision == "dateless" else one for one in weighed]
    totals = _totals(weighed)
    ranked = _ranked(totals)
    if not ranked:
        return Finding(None, tuple(doubts))
    chosen = ranked[0]
    rivals = [v for v in ranked[1:] if totals[chosen] - totals[v] < CLOSE]
    if rivals:
        fitting = [v for v in (chosen, *rivals) if _fits(v, bearings)]
        doubts.append(_two_dates(original, weighed, (chosen, *rivals)))
        if len(fitting) != 1:
            return Finding(None, tuple(doubts))
        chosen = fitting[0]
    proposal, doubt = _in_context(original, weighed, chosen, bearings)
    return Finding(proposal, (*doubts, doubt) if doubt else tuple(doubts))


def _in_context(
    original: OriginalText, weighed: list[_Weighed], chosen: str, bearings: Bearings
) -> tuple[Proposal | None, Doubt | None]:
    """Propose the chosen date, in the year that the rest of the text supports."""
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
    value, more, doubt = _in_its_year(chosen, bearings, evidence)
    if not value:
        return None, doubt
    if value != chosen and not chosen.startswith("--"):
        line = evidence[0].line
        considered = ((chosen, "its year contradicts the title or the renewal", line), *considered)
    return Proposal(value, unique((*evidence, *more)), considered), doubt


def published(
    original: OriginalText,
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
    signs: list[_Published] = []
    considered: list[Considered] = []
    for mention in mentions:
        if mention.precision not in ("day", "month"):
            continue
        line = original.line_at(mention.start)
        rank, why = _rank(original, mention, line)
        if not rank:
            if why:
                considered.append((mention.value, why, line.number))
        elif workshop and _before(mention.value, workshop):
            considered.append((mention.value, "before the workshop", line.number))
        elif (rank > 1 or why == BARE) and mention.value in workshop.split("/"):
            considered.append((mention.value, "the workshop's own date", line.number))
        else:
            evidence = original.evidence(mention.start, mention.end)
            signs.append(_Published(rank, mention.value, evidence))
    signs.extend(_labelled(original, workshop))
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
    shown = unique(sign.evidence for sign in signs if chosen.value.startswith(sign.value))
    return Finding(Proposal(chosen.value, shown, tuple(considered)), tuple(doubts[:1]))


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
    if date.proposal:
        value = str(date.proposal.value)
        considered: tuple[Considered, ...] = ()
        if published_on.proposal and str(published_on.proposal.value)[:4] != value[:4]:
            line = published_on.proposal.evidence[0].line
            considered = ((str(published_on.proposal.value)[:4], "year of publication", line),)
        return Finding(Proposal(int(value[:4]), date.proposal.evidence, considered))
    if month:
        return Finding(Proposal(month.year, (original.evidence(month.start, month.end),)))
    other, code, what = "", "", ""
    shown: tuple[Evidence, ...] = ()
    if published_on.proposal:
        other, shown = str(published_on.proposal.value)[:4], published_on.proposal.evidence
        code, what = "year-from-publication", "that of publication"
    elif bearings.title_year and bearings.evidence:
        other, shown = str(bearings.title_year), bearings.evidence[:1]
        code, what = "year-from-title", "the title's"
    if not other:
        return Finding()
    message = f"no workshop date: the year {other} is {what}"
    doubt = Doubt(code, message, "add the workshop's date", shown[0].line)
    return Finding(Proposal(int(other), shown), (doubt,))


def workshop_month(
    original: OriginalText, mentions: tuple[DateMention, ...], holders: Holders
) -> DateMention | None:
    """Find the month of the workshop where no day is given: `held in November 2030`."""
    weighed = [
        _weigh(original, mention, holders)
        for mention in mentions
        if mention.precision == "month" and original.line_at(mention.start).role == "body"
    ]
    fit = [one for one in weighed if one.weight >= ENOUGH]
    years = {one.mention.year for one in fit}
    return fit[0].mention if len(years) == 1 else None


class _Words:
    """The expressions around a date, made once."""

    def __init__(self) -> None:
        self.noun = event_noun().pattern
        self.firm = event_noun(firm=True).pattern
        self.held = pattern(meeting.LISTS, "held").pattern
        weekday = rf"(?:(?:the|{one_of(weekday_names())})\.?,?\s)"
        on = source(LISTS, "on")

        def compiled(text: str) -> re.Pattern[str]:
            return re.compile(text, re.IGNORECASE)

        before_on = rf"(?:\b{on}\b|,|-|\()"
        self.noun_then_date = compiled(
            rf"(?:{self.noun})[^.;:]{{0,40}}?{before_on}\s*{weekday}{{0,2}}\(?$"
        )
        self.held_then_date = compiled(rf"(?:{self.held})[^.;]{{0,60}}?\s{on}\s*{weekday}?\(?$")
        self.date_was = compiled(rf"\b(?:the|its|their) date was\s*{weekday}?$")
        self.label = compiled(
            rf"^\W*(?:(?:{source(LISTS, 'label')})|(?P<bare>date))\s*[:-]\s*{weekday}?$"
        )
        self.date_then_noun = compiled(
            rf"\)?,?\s(?:{source(LISTS, 'at')}\s)?"
            rf"(?:[\w-]+\s){{0,3}}?{self.firm}"
        )
        self.relative = compiled(rf"\b{source(LISTS, 'relative')}\s[^,;]{{0,25}}$")
        self.relative_noun = compiled(
            rf"\b{source(LISTS, 'relative')}\s(?:\w+\s){{0,4}}?{self.noun}[^,;]{{0,30}},[^,;]*$"
        )
        self.opens = compiled(rf"\b{on}\s*{weekday}?$")
        self.weekday_end = compiled(rf"{weekday}$")
        self.rest = compiled(rf"\b(?:{one_of(weekday_names())}|date|at|by|\d{{1,2}}:\d\d)\b|\W")
        self.event = compiled(rf"{self.held}|{self.noun}")
        self.plain_noun, self.firm_noun = event_noun(), event_noun(firm=True)
        self.verb = compiled(self.held)
        self.published = compiled(rf"\b{source(LISTS, 'published')}$")


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()


def _weigh(original: OriginalText, mention: DateMention, holders: Holders) -> _Weighed:
    """Weigh a date by the words of its own sentence."""
    sentence = original.sentence_at(mention.start)
    if sentence is None:
        return _Weighed(mention, 0.0, "stands alone")
    words = _words()
    near_start = max(sentence.start, mention.start - FARTHEST)
    left = _flat(original.folded[near_start : mention.start])
    right = _flat(original.folded[mention.end : min(sentence.end, mention.end + FARTHEST)])
    line = original.line_at(mention.start)
    label = words.label.search(left) if len(left) < 80 else None
    if mention.start - line.start < 80:
        label = label or words.label.search(_flat(original.folded[line.start : mention.start]))
    if label:
        # The date of what, `Date:` does not say: of the page perhaps.
        return _Weighed(mention, ENOUGH if label["bare"] else 4.0, "labelled as the event's date")
    if _is_dateline(original, mention, line):
        return _Weighed(mention, ENOUGH, "stands under the title with a place")
    expiry = pattern(LISTS, "expiry")
    if mention.precision == "dateless" and expiry.search(f"{left[-90:]} {right[:40]}"):
        return _Weighed(mention, 0.0, "the mandate's day")
    if words.relative_noun.search(left):
        return _Weighed(mention, 0.0, "tells its distance from the event")
    breaks = list(pattern(LISTS, "breaks").finditer(left))
    clause = left[breaks[-1].end() :] if breaks else left
    weight, why = _governed(mention, left, right, clause, bool(breaks), holders)
    if weight == 0 and breaks:
        why = f"after '{breaks[-1].group()}'"
    weight, why = _by_organizers(
        original, mention, line, (left, right, clause), (weight, why), holders
    )
    for section, name in (("earlier", "an earlier event"), ("coming", "a coming event")):
        if weight and pattern(meeting.LISTS, section).search(clause[-60:]):
            weight, why = weight - 4, name
    return _Weighed(mention, weight, why)


def _governed(
    mention: DateMention, left: str, right: str, clause: str, broken: bool, holders: Holders
) -> tuple[float, str]:
    """Weigh a date by the event's noun and verb in its clause, or after it."""
    words = _words()
    weight, why = 0.0, "no event in its sentence"
    found = words.noun_then_date.search(clause) if clause else None
    if found:
        firm = re.search(words.firm, found[0], re.IGNORECASE)
        weight, why = (4.0 if firm else 2.5), "the event's date"
    if words.date_was.search(left):
        weight, why = 3.5, "said to be the date"
    if words.held_then_date.search(clause):
        weight, why = max(weight, 3.0) + 0.5, "held on this date"
    if weight == 0 and len(words.weekday_end.sub("", clause)) < 12 and not broken:
        weight, why = _opening(right, holders)
    if weight == 0 and not broken and words.event.search(clause):
        both = words.verb.search(clause) and re.search(words.noun, clause, re.IGNORECASE)
        weight, why = (3.0 if both else 1.5), "in the event's sentence"
    readable = mention.precision in ("day", "range", "dateless", "month")
    if readable and not broken and words.date_then_noun.match(right):
        weight, why = max(weight, 4.0), "in the event's words"
    return weight, why


def _by_organizers(
    original: OriginalText,
    mention: DateMention,
    line: Line,
    parts: tuple[str, str, str],
    so_far: tuple[float, str],
    holders: Holders,
) -> tuple[float, str]:
    """Weigh a date by those who organize, where their names stand near it."""
    weight, why = so_far
    left, right, clause = parts
    words = _words()
    if mention.precision not in ("day", "range"):
        return weight, why
    before = _flat(original.folded[max(0, mention.start - 60, line.start) : mention.start])
    near = original.folded[mention.end : min(mention.end + 60, line.end)]
    opens = words.opens.search(before)
    # A capital inside a sentence begins another: columns read across.
    governed = clause is not left and len(clause) < 12 and not (opens and opens[0][:1].isupper())
    cut = holders.cut.match(original.folded, mention.end)
    if opens and not governed and (holders.find(near) or cut):
        return max(weight, 3.0) + 0.5, "an organizer follows"
    several = weight < ENOUGH and words.verb.search(clause)
    if several and len(holders.find(left)) + len(holders.find(right)) > 1:
        return 3.0, "what the organizers did"
    return weight, why


def _is_dateline(original: OriginalText, mention: DateMention, line: Line) -> bool:
    """Say whether a line of the head is a place and a day: `Geneva, 4-5 June 2030`."""
    if mention.precision not in ("day", "range") or line.number > DATELINE:
        return False
    before = original.folded[line.start : mention.start].strip()
    after = original.folded[mention.end : line.end].strip(" .()")
    place = re.fullmatch(r"\(?(?:[A-ZÀ-Þ][\w'’.-]*[ ,|-]*){1,5}", before) is not None
    label = pattern(LISTS, "published").search(before)
    return (
        place
        and not after
        and not label
        and (before.endswith((",", "|", "-")) or "/" in mention.value)
    )


def _opening(right: str, holders: Holders) -> tuple[float, str]:
    """Weigh a date that opens its sentence by the event that follows it."""
    words = _words()
    verb, noun = words.verb.search(right), words.plain_noun.search(right)
    firm = words.firm_noun.search(right)
    if not noun or not (verb or (firm and holders.find(right))):
        return 0.0, "no event in its sentence"
    first = min(event.start() for event in (verb, noun) if event)
    if broken := words.relative.search(right[:first]):
        return 0.0, f"'{broken.group().strip()}' the event"
    return (4.0 if firm and verb else 3.0 if firm else 2.5), "opens the event's sentence"


def _less(one: _Weighed) -> _Weighed:
    return _Weighed(one.mention, 0.0, "another date has its year")


def _totals(weighed: list[_Weighed]) -> dict[str, float]:
    """Give what each date weighs: its best place, and half a point for each further one."""
    totals: dict[str, float] = {}
    for one in weighed:
        value = one.mention.value
        if value and one.weight > 0:
            best = totals.get(value, 0.0)
            totals[value] = max(best, one.weight) + (0.5 if best else 0.0)
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


def _fits(value: str, bearings: Bearings) -> bool:
    """Say whether a date agrees with everything else that tells the time."""
    if value.startswith("--"):
        return False
    signs = [
        0 <= _lead(value, other) <= LONGEST_LEAD
        for other in (bearings.renewal, bearings.published)
        if other
    ]
    if bearings.title_year:
        signs.append(int(value[:4]) in (bearings.title_year, bearings.title_year - 1))
    return bool(signs) and all(signs)


def _in_its_year(
    value: str, bearings: Bearings, evidence: tuple[Evidence, ...]
) -> tuple[str, tuple[Evidence, ...], Doubt | None]:
    """Give a date in the year that the rest of the text supports, with the doubt to show."""
    line = evidence[0].line
    if value.startswith("--"):
        years = [one for one in _years(bearings) if _fits(f"{one}{value[1:]}", bearings)]
        if len(years) != 1:
            fix = "add the workshop's date by hand"
            return "", (), Doubt("date-without-year", "the date has no year", fix, line)
        full = f"{years[0]}{value[1:]}"
        message = f"the text gives the workshop's day without a year; {full} is read from the rest"
        return full, bearings.evidence, Doubt("date-without-year", message, "check the year", line)
    against = _signs_against(value, bearings)
    if not against:
        return value, (), None
    years = [
        one
        for one in _years(bearings)
        if one != int(value[:4]) and _fits(_moved(value, one), bearings)
    ]
    message = f"the text dates the workshop {value}, but {', '.join(against)}"
    if len(against) >= 2 and len(years) == 1:
        moved = _moved(value, years[0])
        doubt = Doubt("contradiction", f"{message}: {moved} is proposed", "check both", line)
        return moved, bearings.evidence, doubt
    return value, (), Doubt("contradiction", message, "check both, keep one", line)


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
    stated = (bearings.renewal, bearings.published, str(bearings.title_year or ""))
    return sorted({int(sign[:4]) - less for sign in stated if sign for less in (0, 1)})


def _moved(value: str, to: int) -> str:
    days = value.split("/")
    shift = to - int(days[0][:4])
    return "/".join(f"{int(day[:4]) + shift}{day[4:]}" for day in days)


def _rank(original: OriginalText, mention: DateMention, line: Line) -> tuple[int, str]:
    """Rank a date by where it stands; 0 is no sign of publication, with the reason."""
    if line.role == "related":
        return 0, "belongs to another document"
    words = _words()
    start, end = max(line.start, mention.start - AROUND), min(line.end, mention.end + AROUND)
    before = original.folded[start : mention.start]
    after = original.folded[mention.end : end]
    if pattern(LISTS, "mirror").search(before[-40:]):
        return 0, "a mirror's own date"
    if re.search(r"\bcite to url\b.*\bdate\s*$", before, re.IGNORECASE):
        return 1, ""
    bare = words.weekday_end.sub("", before).rstrip(" :,|([-")
    if words.published.search(bare[-90:]):
        return (1 if len(after.strip(" .)]")) < AFTER_LABEL or len(bare) < LABEL else 0), ""
    if re.fullmatch(r"\W*date", bare, re.IGNORECASE):
        return 1, BARE
    rest = (before + after).strip(" ,|·•-:")
    others = find_dates(rest) if len(rest) < LONGEST_HEADER else ()
    if others and len(rest) < 60 and line.number <= HEAD:
        rest = re.sub(r"^\W*date\b|[\d\W]", "", rest, flags=re.IGNORECASE)
    # `By the organizers | 3 May 2031`, `Workshop note / 3.5.2031`.
    if _is_byline(before, after) and line.number <= HEAD:
        return (2 if mention.precision == "day" else 3), ""
    rest = words.rest.sub("", rest) if len(rest) <= LONGEST_HEADER else "prose"
    if not rest or (others and len(rest) < 12):
        return (2 if mention.precision == "day" else 3), ""
    place = mention.start - line.start
    written = original.folded[mention.start : mention.end]
    if mention.precision == "month" and place < AROUND and _is_run_in(before, written, after):
        return 4, ""
    return 0, ""


def _is_byline(before: str, after: str) -> bool:
    """Say whether a date is set off by a bar or a stroke at the end of a short line of its own."""
    told = before.strip()
    parted = told[-1:] in ("|", "/", "·", "•")
    return parted and len(told) < LABEL and not after.strip(" .)]")


def _is_run_in(before: str, written: str, after: str) -> bool:
    """Say whether a month in capitals runs into the title: `… Mandates JUNE 2017 Introduction`."""
    month = re.sub(r"[^A-Za-zÀ-ÿ]", "", written)
    following = after.strip()
    return (
        month.isupper()
        and len(month) > 2
        and not before.rstrip().endswith((",", "."))
        and (
            not following
            or following[0].isupper()
            or bool(pattern(LISTS, "after-run-in").match(following))
        )
    )


def _labelled(original: OriginalText, workshop: str) -> Iterator[_Published]:
    """Yield the dates that stand in the line after their label, in any language of a page."""
    lines = [line for line in original.lines if original.line_text(line)]
    for label, value in pairwise(lines):
        bare = original.line_text(label).strip(" :*#")
        if not pattern(LISTS, "published").fullmatch(bare) or len(bare) > 40:
            continue
        text = original.line_text(value)
        found = [mention.value for mention in find_dates(text) if mention.precision == "day"]
        if found and len(text) <= 40 and not (workshop and _before(found[0], workshop)):
            yield _Published(1, found[0], original.line_evidence(value))


def _stated(metadata: Mapping[str, str], address: str, workshop: str) -> Iterator[_Published]:
    stated = metadata.get("published", "")
    if match := re.match(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", stated):
        if not (workshop and _before(match[0], workshop)):
            yield _Published(2, match[0], Evidence(f"metadata: published {stated}", 1))
    elif stated and (found := find_dates(stated)) and found[0].precision in ("day", "month"):
        yield _Published(2, found[0].value, Evidence(f"metadata: published {stated}", 1))
    if match := _URL_DATE.search(address):
        value = f"{match[1]}-{match[2]}" if match[2] and "01" <= match[2] <= "12" else match[1]
        if not (workshop and _before(value, workshop)):
            yield _Published(5, value, Evidence(address, 1))


def _before(value: str, workshop: str) -> bool:
    """Say whether a publication date lies before the workshop; a month or year counts whole."""
    first = workshop.split("/")[0]
    return value < first[: len(value)]


def _flat(text: str) -> str:
    return text.replace("\n", " ")
