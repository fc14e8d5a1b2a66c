"""When: the days of the workshop and of publication, of all dates what weighs most by its signs.

What a sign weighs for each is in `dating_weights.yml`, learned by `bench/learn/dates.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from math import exp, fsum, log
from pathlib import Path

from workshop_notes.bounded import read_own
from workshop_notes.extract import meeting
from workshop_notes.extract.organizations import Holders
from workshop_notes.extract.original import (
    Considered,
    Doubt,
    Evidence,
    Finding,
    OriginalText,
    Sentence,
    proposed,
    unique,
)
from workshop_notes.extract.pieces import (
    LISTS,
    TIME,
    Piece,
    has_place,
    is_alone,
    is_of_letter,
    sender_of,
)
from workshop_notes.fields import first_day
from workshop_notes.formats.lines import is_prose
from workshop_notes.text.dates import DateMention, find_dates, months_between
from workshop_notes.text.expressions import pattern
from workshop_notes.text.languages import weekday_numbers

WEIGHTS = Path(__file__).with_name("dating_weights.yml")
HELD, PUBLISHED, NOTHING = "held", "published", "nothing"
# Two dates whose weights differ by less are both told.
CLOSE = 0.7
# A day that is no more likely than by this much, than that none is told, is not proposed.
SURE = 0.3
# What is so much less likely than the likeliest is not thought of.
UNLIKELY = 4.0
# `JUNE 2031` and `19 June 2031` agree: what says more may weigh so much less.
FULLER = 1.0
# Months between a day without a year and the date that gives it.
CLOSEST = 6
FARTHEST = 700
NEAR = 120
# Workshops precede the renewal by weeks or a few months.
LONGEST_LEAD = 11
BESIDE, AROUND, CLAUSE = 12, 10, 120  # words before and after a date, letters after it
SOON, WITHIN, LATE = 2, 8, 24  # months
# Labels of days on which no workshop is held.
NEVER_HELD = ("first", "published", "posted", "finished", "this", "cite", "print", "copy")
IN_LETTER = "in a letter's head"
BELOW = "year below a paragraph"
IN_A_ROW = "a year among others of its line"
PUBLISHING = ("first", "published", "posted", "cite", "this", "date")
TOO_EARLY = "before the workshop"
_WORD = re.compile(r"[^\W\d_]+|\d+|[:|@/;,.()\[\]–-]")
# From when to when: of what is posted one hour is told.
_HOURS = re.compile(
    r"[ ,(]*\d{1,2}(?:[:.h]\d\d)?\s?\w*\s*-\s*\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m\b)", re.IGNORECASE
)
_STATED_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_URL_DATE = re.compile(
    r"https?://[^\s/]+/(?:[\w-]+/){0,3}?"
    r"(?P<year>(?:19|20)\d\d)(?:(?P<mark>[/-])(?P<month>0[1-9]|1[0-2])"
    r"(?:(?P=mark)(?P<day>[0-3]\d))?)?(?=/|(?P=mark))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a text or its file states, and the signs by which it is weighed.

    `piece` is where it stands, nothing for what the file or the address states.
    """

    value: str
    signs: frozenset[str]
    evidence: Evidence
    piece: Piece | None = None

    @property
    def mention(self) -> DateMention | None:
        """Give the date as it stands in the text."""
        return self.piece.mention if self.piece else None

    def may_be(self, of: str) -> bool:
        """Say whether it may date a workshop or its note: not a workshop where its label denies it.

        What a label is worth for the day of publication is learned; but a year in a table, or one
        that stands bare below what the text tells, is seldom of a note.
        """
        label = self.piece.label if self.piece else None
        if of == PUBLISHED:
            bare = BELOW in self.signs and not (label or self.signs & {"rights", "citation"})
            return bool(self.value) and IN_A_ROW not in self.signs and not bare
        return self.piece is not None and not (label and label.alone and label.of in NEVER_HELD)


@dataclass(frozen=True, slots=True)
class Bearings:
    """What else tells the time: the title's year, the renewal, the publication, its letter."""

    title_year: int | None = None
    renewal: str = ""
    published: str = ""
    letter: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def signs(self) -> list[str]:
        """Give the days, months and years that are known."""
        known = (self.renewal, self.published, self.letter, str(self.title_year or ""))
        return list(filter(None, known))

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
        years = sorted({int(sign[:4]) - less for sign in self.signs for less in (0, 1)})
        moved = (_moved(value, year) for year in years)
        return [one for one in moved if _exists(one) and self.fits(one)]

    def fits(self, value: str) -> bool:
        """Say whether a day or month agrees with everything else that tells the time."""
        if len(value) == len("2031"):
            return False
        agrees = [
            _is_of_year(value, sign)
            if len(sign) == len("2031")
            else 0 <= months_between(value, sign) <= LONGEST_LEAD
            for sign in self.signs
        ]
        return bool(agrees) and all(agrees)


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
        if near:
            apart, _, best = min(near, key=lambda one: one[:2])
            if apart <= NEAR:
                return best.value, original.evidence(best.start, best.end)
    return "", None


def read_dates(
    original: OriginalText,
    pieces: Sequence[Piece],
    holders: Holders,
    told_of: meeting.Meeting,
    title: tuple[str, int],
) -> tuple[Dated, ...]:
    """Give every date of a text with its signs; `title` is the title as it stands, and its line."""
    mentions = [one.mention for one in pieces]
    among = _among(mentions)
    year = title_year(title[0])
    again = bool(pattern(LISTS, "printed-again").search(original.folded[:1200]))
    first = next(iter(among.days), "")
    prose = (line.number for line in original.lines if is_prose(original.line_text(line)))
    told = next(prose, len(original.lines))
    sentences = _of_sentences(original, told_of)
    years = Counter(one.line.number for one in pieces if one.mention.precision == "year")
    dates = []
    for piece in pieces:
        value = piece.mention.value
        sentence = original.sentence_at(piece.mention.start)
        signs = chain(
            _of_place(original, piece, holders, title[1]),
            sentences.get(sentence, ()) if sentence else (),
            [BELOW] if len(value) == 4 and piece.line.number > told else (),
            [IN_A_ROW] if len(value) == 4 and years[piece.line.number] > 1 else (),
            among.signs(value),
            _of_words(original, piece),
            [f"title: {'of' if value[:4] == str(year) else 'not of'} its year"]
            if year and value[:4].isdigit()
            else (),
            ["printed again: later than another"] if again and value > first else (),
        )
        evidence = original.evidence(piece.mention.start, piece.mention.end)
        dates.append(Dated(value, frozenset(signs), evidence, piece))
    return tuple(dates)


def stated_dates(metadata: Mapping[str, str], address: str) -> Iterator[Dated]:
    """Yield the days of publication that a file states of itself, or the note's address holds."""
    stated, value = metadata.get("published", ""), ""
    if match := _STATED_DAY.match(stated):
        value = match[0]
    elif stated and (found := find_dates(stated)):
        value = found[0].value
    if _exists(value):
        shown = Evidence(f"metadata: published {stated}", 1)
        yield Dated(value, frozenset(["stated", f"stated: {len(value)} signs"]), shown)
    if match := _URL_DATE.search(address):
        value = "-".join(filter(None, (match["year"], match["month"], match["day"])))
        signs = frozenset(["address", f"address: {len(value)} signs"])
        if _exists(value):
            yield Dated(value, signs, Evidence(address, 1))


def related_to(dates: Iterable[Dated], workshop: str) -> Iterator[Dated]:
    """Yield what a note's publication may be dated, with what it is beside the workshop's day."""
    kept = [one for one in dates if one.may_be(PUBLISHED) and "/" not in one.value]
    values = {one.value for one in kept}
    fuller = {short for value in values for short in _shorter(value)}
    for one in kept:
        value = _with_year(one.value, values, workshop)
        if value[0] == "-":
            continue
        signs = set(one.signs)
        if len(workshop) > len("2031") and workshop[0] != "-":
            relation = _relation(value, workshop)
            signs |= {f"publication: {relation}", f"publication: {relation}, {len(value)} signs"}
        if value in fuller:
            signs.add("another says more")
        if not values.isdisjoint(_shorter(value)):
            signs.add("says more than another")
        yield replace(one, value=value, signs=frozenset(signs))


def workshop_date(
    original: OriginalText, dates: tuple[Dated, ...], bearings: Bearings, held: str = ""
) -> tuple[Finding, DateMention | None]:
    """Propose the day or range of the workshop, and where no day is told its month or year.

    It is the date by which the text's dates, that of publication among them, are the likeliest.
    What no date weighs enough for, the format may say, `held`. A date that contradicts the title,
    the renewal and the publication, which agree with one another, is proposed in their year and
    shown as a doubt; two dates of equal weight are shown and neither is proposed.
    """
    likely = _jointly(dates)
    best, most = likely[0]
    unsure = any(one is None and how > most - SURE for one, how in likely)
    if best is None or best.mention is None or unsure:
        is_day = len(held) > len("2031-05") and _exists(held)
        return proposed(held if is_day else "", [Evidence(f"metadata: held {held}", 1)]), None
    mention = best.mention
    if mention.precision in ("ambiguous", "impossible"):
        return Finding(doubts=(_unreadable(original, mention),)), None
    near = list(_near(likely, best, most - CLOSE))
    rivals = [one for one in near if _differ(one.value, best.value)]
    doubts = (_two_dates((best, *rivals)),) if rivals else ()
    fitting = [one for one in near if one.value[0] != "-" and bearings.fits(one.value)]
    if rivals and len(fitting) != 1:
        return Finding(doubts=doubts), None
    best = fitting[0] if rivals else best
    # A day without a year may stand near a year.
    among = [one.mention for one in ([best, *near] if best.value[0] == "-" else [best])]
    if told := [one for one in among if one and one.precision in ("month", "year")]:
        return Finding(doubts=doubts), told[0]
    finding = _in_context(original, dates, best, bearings)
    return replace(finding, doubts=(*doubts, *finding.doubts)), None


def published(dates: Iterable[Dated], workshop: str) -> Finding:
    """Propose the publication date: YYYY, YYYY-MM or YYYY-MM-DD, of the note of a `workshop`."""
    related = list(related_to(dates, workshop))
    doubts = [
        _early(one)
        for one in related
        if f"publication: {TOO_EARLY}" in one.signs
        if (piece := one.piece) and piece.heads and not piece.inside
        if piece.label and piece.label.of in PUBLISHING
    ]
    likely = _likely(related, PUBLISHED)
    best, most = likely[0]
    if best is None:
        return Finding(doubts=tuple(doubts[:1]))
    found = [(one, how) for one, how in likely if one]
    agreeing = [one for one in found if _agree(one[0].value, best.value) and one[1] > most - FULLER]
    chosen = max(agreeing, key=lambda one: (len(one[0].value), one[1]))[0]
    for one, how in found:
        if how > most - CLOSE and not _agree(one.value, chosen.value):
            message = f"two publication dates: {chosen.value} and {one.value}"
            fix = "keep the day the publisher gives"
            doubts.append(Doubt("contradiction", message, fix, one.evidence.line))
    same = (one.evidence for one, _ in found if chosen.value.startswith(one.value))
    others = (one for one in related if not _agree(one.value, chosen.value))
    considered = _considered(others, PUBLISHED)
    return proposed(chosen.value, (chosen.evidence, *same), considered, doubts[:1])


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
    if date.value:
        value, other = str(date.value)[:4], str(published_on.value)[:4]
        differs = [(other, "year of publication", published_on.line)] if other else []
        considered = differs if other != value else []
        return proposed(int(value), date.evidence, considered)
    if month:
        return proposed(month.year, [original.evidence(month.start, month.end)])
    if published_on.value:
        found, code = int(str(published_on.value)[:4]), "year-from-publication"
        what, shown = "that of publication", published_on.evidence
    elif bearings.title_year and bearings.evidence:
        found, code, what = bearings.title_year, "year-from-title", "the title's"
        shown = bearings.evidence[:1]
    else:
        return Finding()
    message = f"no workshop date: the year {found} is {what}"
    doubt = Doubt(code, message, "add the workshop's date", shown[0].line)
    return proposed(found, shown, doubts=[doubt])


def _jointly(dates: Sequence[Dated]) -> list[tuple[Dated | None, float]]:
    """Give how likely each date is the workshop's, together with the best publication for it."""
    likely = [
        (one, how + _likely(related_to(dates, one.value if one else ""), PUBLISHED)[0][1])
        for one, how in _likely((one for one in dates if one.may_be(HELD)), HELD)
    ]
    return sorted(likely, key=lambda one: -one[1])


def _likely(dates: Iterable[Dated], of: str) -> list[tuple[Dated | None, float]]:
    """Give how likely each date is what the text is dated by, or nothing is, the likeliest first.

    Each value stands there once, by its likeliest place; the figure is a logarithm.
    """
    known: Mapping[str, float] = read_own(WEIGHTS)[of]
    weighed: list[tuple[Dated | None, float]] = [(None, known.get(NOTHING, 0.0))]
    # The order of signs is another in each run, and so would be what a plain sum rounds.
    weighed += [(one, fsum(known.get(sign, 0.0) for sign in one.signs)) for one in dates]
    weighed.sort(key=lambda one: -one[1])
    most = weighed[0][1]
    whole = most + log(sum(exp(weight - most) for _, weight in weighed))
    found: dict[object, tuple[Dated | None, float]] = {}
    for one, weight in weighed:
        if weight > most - UNLIKELY:
            value = one and (one.value or one.evidence)
            found.setdefault(value, (one, weight - whole))
    return list(found.values())


@dataclass(frozen=True)
class _Among:
    """What the dates of a text say of one another."""

    times: Mapping[str, int]
    days: Sequence[str]
    ends: frozenset[str]
    usual: frozenset[str]

    def signs(self, value: str) -> Iterator[str]:
        """Yield the signs of one of them."""
        if self.times[value] > 1:
            yield "said again"
        if value in self.ends:
            yield "end of a range"
        if self.days and value[4:5] == "-" and len(value) > len("2031-05"):
            if value == self.days[-1]:
                yield "latest"
            if value == self.days[0]:
                yield "earliest"
            if self.days[0] == self.days[-1]:
                yield "only day"
        if value[:4] in self.usual:
            yield "of the year of most"


def _among(mentions: Sequence[DateMention]) -> _Among:
    values = [one.value for one in mentions if one.precision in ("day", "range", "month")]
    years = Counter(value[:4] for value in values)
    return _Among(
        Counter(values),
        sorted(value for value in values if len(value) > len("2031-05")),
        frozenset(end for value in values if "/" in value for end in value.split("/")),
        frozenset(one for one, times in years.items() if 2 * times > len(values)),
    )


def _of_place(
    original: OriginalText,
    piece: Piece,
    holders: Holders,
    title_line: int,
) -> Iterator[str]:
    """Yield where a date stands: in which line, with which label."""
    line, mention, label = piece.line, piece.mention, piece.label
    precision = "day" if mention.precision in ("ambiguous", "impossible") else mention.precision
    where = {"in the head": piece.heads, "at the end": piece.ends, "in a sentence": piece.inside}
    places = [name for name, is_there in where.items() if is_there]
    yield from (f"precision: {precision}", f"line: {line.role}", *places)
    if is_alone(piece, holders):
        yield "alone"
        yield from (f"alone, {place}{of}" for place in places for of in ("", f": {precision}"))
    if has_place(piece):
        yield "with a place"
        yield from (f"with a place, {place}" for place in places)
    if label:
        yield from (f"label: {label.of}", *([f"label alone: {label.of}"] * label.alone))
    text, below = original.line_text(line), line.number - title_line
    in_letter, rights = is_of_letter(original, line), pattern(LISTS, "rights").search(text)
    sender, hours = in_letter and sender_of(original, line), _HOURS.match(piece.after)
    signs = {
        IN_LETTER: in_letter,
        "in the head of a letter of an organizer": sender and holders.own(sender),
        "in the head of a letter of somebody else": sender and not holders.own(sender),
        "rights": rights,
        "rights of an organizer": rights and holders.own(text),
        "citation": pattern(LISTS, "citation").match(text),
        "in capitals": original.folded[mention.start : mention.end].isupper(),
        "above the title": below < 0,
        "in the title": below == 0,
        "by the title": 0 < below <= 3,
        "with hours": hours,
        "with a time": not hours and TIME.search(piece.after),
    }
    yield from (sign for sign, is_shown in signs.items() if is_shown)


def _of_sentences(
    original: OriginalText, told_of: meeting.Meeting
) -> Mapping[Sentence, Sequence[str]]:
    """Give what the sentences tell, of which the signs of their dates speak."""
    signs: dict[Sentence, list[str]] = {}
    for name, sentences in (
        ("in the opening", original.opening),
        ("in the first sentence", original.opening[:1]),
        ("in the event's sentence", told_of.events),
        ("in the event's first sentence", told_of.events[:1]),
        ("in a workshop's sentence", told_of.firm),
        ("in a sentence on the event", told_of.mentions),
        ("in a sentence on the note", told_of.drafted),
        ("in a sentence on who came", original.holding(pattern(meeting.LISTS, "attended"))),
    ):
        for sentence in sentences:
            signs.setdefault(sentence, []).append(name)
    if told_of.events:
        for sentence in {*original.sentences} - {*told_of.events}:
            if sentence.is_prose(4):
                signs.setdefault(sentence, []).append("another sentence tells of the event")
    return signs


def _of_words(original: OriginalText, piece: Piece) -> Iterator[str]:
    """Yield the words around a date, and what they speak of."""
    mention = piece.mention
    around = original.sentence_at(mention.start) or piece.line
    first = max(around.start, mention.start - FARTHEST)
    left = original.folded[first : mention.start].replace("\n", " ")
    right = original.folded[mention.end : min(around.end, mention.end + FARTHEST)]
    right = right.replace("\n", " ")
    where = "in a sentence" if piece.inside else "outside"
    before, after = _words(left, piece.inside), _words(right, piece.inside)
    yield from (f"{where}, before: {word}" for word in before[-BESIDE:])
    yield from (f"{where}, after: {word}" for word in after[:AROUND])
    if not piece.inside:
        labelled = piece.before if piece.before.strip() or not piece.above else piece.above
        yield from (f"label: {word}" for word in _words(labelled, False))
    breaks = list(pattern(LISTS, "breaks").finditer(left))
    if breaks:
        yield "broken off"
        yield f"broken off: {breaks[-1][0].lower()}"
    clause = left[breaks[-1].end() :] if breaks else left
    parts = {"clause": clause, "before": left, "after": right[:CLAUSE]}
    for section in ("noun", "firm", "held", "gathered", "earlier", "coming", "to-come"):
        for name, text in parts.items():
            if pattern(meeting.LISTS, section).search(text):
                yield f"{name}: {section}"
    if pattern(LISTS, "earlier").search(left[-60:]):
        yield "before: another event"
    if pattern(LISTS, "expiry").search(clause):
        yield "clause: the mandate's end"


def _words(text: str, sentence: bool) -> list[str]:
    """Give the words and marks of a text: figures and, in a sentence, names by their kind."""
    return [
        ("a year" if len(word) == 4 and word[:2] in ("19", "20") else "a figure")
        if word.isdigit()
        else "a name"
        if sentence and at and word[0].isupper()
        else word.lower()
        for at, word in enumerate(_WORD.findall(text))
    ]


def _relation(value: str, workshop: str) -> str:
    if value == workshop or value in workshop.split("/"):
        return "the workshop's own date"
    months = months_between(workshop, value)
    # A month or year counts whole.
    if months < 0 or value < workshop.split("/")[0][: len(value)]:
        return TOO_EARLY
    return next(
        (
            f"at most {most} months after the workshop"
            for most in (SOON, WITHIN, LATE)
            if months <= most
        ),
        "long after the workshop",
    )


def _shorter(value: str) -> Iterator[str]:
    """Yield the month and the year of a day, the year of a month."""
    yield from (value[:length] for length in (4, 7) if length < len(value))


def _with_year(value: str, values: Iterable[str], workshop: str) -> str:
    """Give a day without a year another date's of its month, or the first after the event."""
    if not value.startswith("--"):
        return value
    years = {one[:4] for one in values if one[0:1] != "-" and one[4:7] == value[1:4]}
    if not years and workshop[:4].isdigit():
        first = int(workshop[:4])
        years = {str(first + (f"{first}{value[1:]}" < workshop[:10]))}
    dated = f"{years.pop()}{value[1:]}" if len(years) == 1 else value
    return dated if _exists(dated) else value


def _considered(dates: Iterable[Dated], of: str) -> Iterator[Considered]:
    """Yield the other dates, each with the sign that weighs most against it."""
    known: Mapping[str, float] = read_own(WEIGHTS)[of]
    seen = set()
    for one in dates:
        if one.value not in seen:
            seen.add(one.value)
            worst = min(one.signs, key=lambda sign: (known.get(sign, 0.0), sign), default="")
            says = worst.removeprefix("publication: ") if known.get(worst, 0.0) < 0 else ""
            yield one.value, says or "weighs less", one.evidence.line


def _near(
    likely: Iterable[tuple[Dated | None, float]], best: Dated, least: float
) -> Iterator[Dated]:
    """Yield the dates that are about as likely as the best, or stand behind its very label."""
    label = best.piece.label if best.piece else None
    for one, how in likely:
        alike = one and one.piece and label and label.alone and one.piece.label == label
        if one and one.value and (how > least or alike):
            yield one


def _differ(value: str, other: str) -> bool:
    """Say whether two dates contradict: neither is the other's month, nor a day of it."""
    if "-" in (value[0], other[0]):
        first, second = (one.split("/")[0][1 if one[0] == "-" else 4 :] for one in (value, other))
        return not _agree(first, second)
    return not ({*value.split("/")} & {*other.split("/")} or _agree(value, other))


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _early(one: Dated) -> Doubt:
    message = f"the day of publication is given as {one.value}, before the workshop"
    fix = "check both, keep the day the publisher gives"
    return Doubt("contradiction", message, fix, one.evidence.line)


def _in_context(
    original: OriginalText, dates: Sequence[Dated], best: Dated, bearings: Bearings
) -> Finding:
    """Propose the chosen date in the year that the rest of the text supports, with the doubt."""
    chosen, mention = best.value, best.mention
    assert mention is not None
    same = (one.evidence for one in dates if one.value == chosen)
    evidence = unique((best.evidence, *same))
    others = (one for one in dates if one.value not in ("", chosen))
    considered = tuple(_considered(others, HELD))
    line, value = evidence[0].line, chosen
    doubts: tuple[Doubt, ...] = ()
    dateless = chosen.startswith("--")
    against = [] if dateless else bearings.against(chosen)
    moved = [one for one in bearings.fitting(chosen) if one != chosen]
    if dateless:
        mentions = [one.mention for one in dates if one.mention]
        moved = _in_a_year(original, mention, mentions, moved)
        if len(moved) != 1:
            fix = "add the workshop's date by hand"
            doubt = Doubt("date-without-year", "the date has no year", fix, line)
            return Finding(doubts=(doubt,))
        [value] = moved
        message = f"the text gives the workshop's day without a year; {value} is read from the rest"
        doubts = (Doubt("date-without-year", message, "check the year", line),)
    elif against:
        message, fix = f"the text dates the workshop {chosen}, but {', '.join(against)}", "keep one"
        if len(against) >= 2 and len(moved) == 1:
            [value] = moved
            message, fix = f"{message}: {value} is proposed", "keep the right one"
            considered = (
                (chosen, "its year contradicts the title or the renewal", line),
                *considered,
            )
        doubts = (Doubt("contradiction", message, f"check both, {fix}", line),)
    more = bearings.evidence if value != chosen else ()
    return proposed(value, (*evidence, *more), considered, doubts)


def _in_a_year(
    original: OriginalText,
    mention: DateMention,
    mentions: Sequence[DateMention],
    fitting: list[str],
) -> list[str]:
    """Give a day without a year in the one that fits it, and in which it is the weekday named.

    Where nothing else tells the year, it is within half a year of what its paragraph dates: with a
    weekday of anything, else of what the text looks forward to.
    """
    before = original.folded[max(0, mention.start - 20) : mention.start]
    named = [one for one in _WORD.findall(before.lower()) if one in weekday_numbers()]
    weekday = weekday_numbers()[named[-1]] if named else None
    if not fitting:
        around = [
            one
            for one in mentions
            # A bare year says of no day how near it is.
            if one.year
            and one.precision != "year"
            and abs(one.start - mention.start) < FARTHEST
            and (weekday is not None or _is_to_come(original, one))
        ]
        near = sorted(
            (abs(months_between(day, one.value[:7])), abs(one.start - mention.start), day)
            for one in around
            for day in (_moved(mention.value, int(one.value[:4]) + to) for to in (-1, 0, 1))
        )
        fitting = [day for months, _, day in near if months <= CLOSEST and _exists(day)][:1]
    return [
        one for one in fitting if weekday in (None, date.fromisoformat(one.split("/")[0]).weekday())
    ]


def _is_to_come(original: OriginalText, mention: DateMention) -> bool:
    """Say whether a text looks forward to a date."""
    sentence = original.sentence_at(mention.start)
    said = sentence.text if sentence else ""
    return any(pattern(LISTS, name).search(said) for name in ("coming", "expiry"))


def _exists(value: str) -> bool:
    """Say whether the calendar has the days of a date, or its month or year."""
    return all(map(first_day, value.split("/")))


def _unreadable(original: OriginalText, mention: DateMention) -> Doubt:
    written = " ".join(original.text[mention.start : mention.end].split())
    line = original.line_at(mention.start).number
    if mention.precision == "impossible":
        return Doubt("impossible-date", f"'{written}' is no day", "add the right date", line)
    message = f"'{written}' may be day or month first"
    return Doubt("ambiguous-date", message, "write the date as YYYY-MM-DD", line)


def _two_dates(dates: tuple[Dated, ...]) -> Doubt:
    lines = {one.value: one.evidence.line for one in dates}
    says = ", ".join(f"{value} (line {lines[value]})" for value in sorted(lines))
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
