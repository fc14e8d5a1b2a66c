"""The day of the workshop: every date weighed by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workshop_notes.extract.bearings import Bearings, fits, in_its_year
from workshop_notes.extract.events import EARLIER, FIRM_NOUN, FUTURE, NOUN, VERB
from workshop_notes.extract.proposal import Doubt, Finding, Proposal, unique
from workshop_notes.extract.reading import Reading
from workshop_notes.text.dates import DateMention

ENOUGH = 3.0
CLOSE = 1.0
_BREAK = re.compile(
    r"\b(?:before|after|since|until|till|through|expir\w*|due|by(?=\s*$)|ahead of|prior to|"
    r"following|"
    r"adopted|adopting|signed|dated|scheduled|slated|planned|set for|expected|renew\w*|between|"
    r"posted|published|uploaded|accessed|retrieved|updated|delivered|presented|resolution|"
    r"established|mandated|report of|report on|submitted|letter|elections?|detain\w*|coup|"
    r"attack\w*|"
    r"échéance|lapses?|runs? out|ran out|ended|ends|avant|après|depuis|jusqu\w*|d'ici|prévue?s?|"
    r"adopt\w*|signée?s?|devrait|remis|remise|"
    r"élections?"
    r"|rapport du|en vue de|publiée?|lettre)\b",
    re.IGNORECASE,
)
_NOUN_THEN_DATE = re.compile(
    rf"\b(?P<firm>{FIRM_NOUN})?(?:{NOUN})?\b[^.;:]{{0,40}}?(?:\b(?:on|le|les|of|du|held|dated?)|"
    rf",|-|"
    r"\()\s*(?:(?:the|\w+day,?|\w+di|dimanche)\s){0,2}\(?$",
    re.IGNORECASE,
)
_DATE_WAS = re.compile(r"\b(?:the|its|their) date was\s*(?:\w+day,?\s)?$", re.IGNORECASE)
_EXPIRY = re.compile(
    r"\b(?:mandate|term|renew\w*|expir\w*|lapses?|runs? out|ran out|échéance|mandat|"
    r"prorog\w*)\b",
    re.I,
)
_HELD_THEN_DATE = re.compile(
    rf"\b(?:{VERB})\b[^.;]{{0,60}}?\s(?:on|le|les|du|tenue?)\s*(?:(?:the|\w+day,?|\w+di|"
    r"dimanche)\s)?\(?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"^\W*(?:(?:date|day|dates) (?:of|du|de) (?:the |l'|la )?(?:{NOUN})|(?:{NOUN}) date|"
    rf"(?:{NOUN})|"
    r"held|held on|when|date et lieu|date)\s*[:-]\s*(?:\w+day,?\s)?$",
    re.IGNORECASE,
)
_DATE_THEN_NOUN = re.compile(
    rf"\)?,?\s(?:in|at|during|for|lors d'|dans le cadre d')\s?(?:an?|the|une?|their|its)?\s?"
    rf"(?:[\w-]+\s){{0,3}}?(?:{FIRM_NOUN})\b",
    re.IGNORECASE,
)
# `After the workshop, on …` dates something else; `after the workshop of …` dates the workshop.
_RELATIVE = re.compile(
    r"\b(?:after|before|since|following|ahead of|prior to|avant|après|depuis)\s[^,;]{0,25}$", re.I
)
_RELATIVE_NOUN = re.compile(
    rf"\b(?:after|before|since|following|ahead of|prior to|avant|après|depuis)\s(?:\w+\s){{0,4}}?"
    rf"(?:{NOUN})\b[^,;]{{0,30}},[^,;]*$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    rf"\b(?P<verb>{VERB})|\b(?P<firm>{FIRM_NOUN})\b|\b(?P<noun>{NOUN})\b", re.IGNORECASE
)
_WINDOW = 320
FARTHEST = 700


@dataclass(frozen=True, slots=True)
class Weighed:
    """A date with its weight as the workshop's day and the reason for it."""

    mention: DateMention
    weight: float
    why: str


def workshop_date(
    reading: Reading,
    mentions: tuple[DateMention, ...],
    organizers: re.Pattern[str],
    bearings: Bearings,
) -> Finding:
    """Propose the day or range of the workshop.

    `organizers` matches an organizer's name. A date that contradicts the title, the renewal and
    the publication, which agree with one another, is proposed in their year and shown as a doubt;
    two dates of equal weight are shown and neither is proposed.
    """
    weighed = [
        _weigh(reading, mention, organizers)
        for mention in mentions
        if mention.precision in ("day", "range", "dateless", "ambiguous", "impossible")
        and reading.line_at(mention.start).role == "body"
    ]
    doubts = [_unreadable(reading, one.mention) for one in weighed if _counts_but_bad(one)]
    if any(one.weight >= ENOUGH and one.mention.year for one in weighed):
        weighed = [_less(one) if one.mention.precision == "dateless" else one for one in weighed]
    totals: dict[str, float] = {}
    for one in weighed:
        value = one.mention.value
        if value and one.weight > 0:
            best = totals.get(value, 0.0)
            totals[value] = max(best, one.weight) + (0.5 if best else 0.0)
    ranked = sorted(
        (value for value in totals if totals[value] >= ENOUGH),
        key=lambda value: (-totals[value], value),
    )
    ranked = _without_parts(ranked, totals)
    if not ranked:
        return Finding(None, tuple(doubts))
    chosen = ranked[0]
    rivals = [v for v in ranked[1:] if totals[chosen] - totals[v] < CLOSE]
    if rivals:
        fitting = [v for v in (chosen, *rivals) if fits(v, bearings)]
        doubts.append(_two_dates(reading, weighed, (chosen, *rivals)))
        if len(fitting) != 1:
            return Finding(None, tuple(doubts))
        chosen = fitting[0]
    evidence = unique(
        reading.evidence(one.mention.start, one.mention.end)
        for one in sorted(weighed, key=lambda one: (-one.weight, one.mention.start))
        if one.mention.value == chosen and one.weight > 0
    )
    considered = tuple(
        (one.mention.value, one.why, reading.line_at(one.mention.start).number)
        for one in weighed
        if one.mention.value not in ("", chosen)
    )
    value, more, doubt = in_its_year(chosen, bearings, evidence)
    if doubt:
        doubts.append(doubt)
    if not value:
        return Finding(None, tuple(doubts))
    if value != chosen and not chosen.startswith("--"):
        line = evidence[0].line
        considered = ((chosen, "its year contradicts the title or the renewal", line), *considered)
    return Finding(Proposal(value, unique((*evidence, *more)), considered), tuple(doubts))


def _weigh(reading: Reading, mention: DateMention, organizers: re.Pattern[str]) -> Weighed:
    sentence = reading.sentence_at(mention.start)
    if sentence is None:
        return Weighed(mention, 0.0, "stands alone")
    near_start = max(sentence.start, mention.start - FARTHEST)
    left = _flat(reading.folded[near_start : mention.start])
    right = _flat(reading.folded[mention.end : min(sentence.end, mention.end + FARTHEST)])
    line = reading.line_at(mention.start)
    before = _flat(reading.folded[max(0, mention.start - 60, line.start) : mention.start])
    label = _LABEL.search(left) if len(left) < 80 else None
    if mention.start - line.start < 80:
        label = label or _LABEL.search(_flat(reading.folded[line.start : mention.start]))
    if label and re.fullmatch(r"\W*date\s*[:-]\s*", label[0], re.IGNORECASE):
        # The date of what, the line does not say: of the page perhaps.
        return Weighed(mention, ENOUGH, "labelled as a date")
    if label:
        return Weighed(mention, 4.0, "labelled as the event's date")
    if mention.precision == "dateless" and _EXPIRY.search(left[-90:] + " " + right[:40]):
        return Weighed(mention, 0.0, "the mandate's day")
    breaks = list(_BREAK.finditer(left))
    clause = left[breaks[-1].end() :] if breaks else left
    weight, why = 0.0, "no event in its sentence"
    if clause and (found := _NOUN_THEN_DATE.search(clause)) and _EVENT.search(found[0]):
        weight, why = (4.0 if re.search(FIRM_NOUN, found[0], re.I) else 2.5), "the event's date"
    if _RELATIVE_NOUN.search(left):
        return Weighed(mention, 0.0, "tells its distance from the event")
    if _DATE_WAS.search(left):
        weight, why = 3.5, "said to be the date"
    if _HELD_THEN_DATE.search(clause):
        weight, why = max(weight, 3.0) + 0.5, "held on this date"
    if weight == 0 and breaks:
        why = f"after '{breaks[-1].group()}'"
    if weight == 0 and len(clause) < 12 and not breaks:
        weight, why = _opening(right, organizers)
    if weight == 0 and not breaks and _EVENT.search(clause):
        verb = re.search(VERB, clause, re.IGNORECASE)
        noun = re.search(NOUN, clause, re.IGNORECASE)
        weight, why = (3.0 if verb and noun else 1.5), "in the event's sentence"
    near = reading.folded[mention.end : min(mention.end + 60, line.end)]
    stated = mention.precision in ("day", "range")
    opens = re.search(r"\b(?:on|le|les|du)\s*(?:\w+day,?\s)?$", before, re.IGNORECASE)
    # A capital inside a sentence begins another: columns read across.
    governed = bool(breaks) and len(clause) < 12 and not (opens and opens[0][0].isupper())
    if stated and opens and not governed and organizers.search(near):
        weight, why = max(weight, 3.0) + 0.5, "an organizer follows"
    if stated and _DATE_THEN_NOUN.match(right):
        weight, why = max(weight, 4.0), "in the event's words"
    several = stated and len(organizers.findall(left + right)) > 1
    if several and weight < ENOUGH and re.search(rf"\b(?:{VERB})", clause, re.IGNORECASE):
        weight, why = 3.0, "what the organizers did"
    if weight and EARLIER.search(clause[-60:]):
        weight, why = weight - 4, "an earlier event"
    if weight and FUTURE.search(clause[-60:]):
        weight, why = weight - 4, "a coming event"
    if weight and _beside(reading, mention):
        weight += 0.5
    return Weighed(mention, weight, why)


def _less(one: Weighed) -> Weighed:
    return Weighed(one.mention, 0.0, "another date has its year")


def _opening(right: str, organizers: re.Pattern[str]) -> tuple[float, str]:
    """Weigh a date that opens its sentence by the event that follows it."""
    events = list(_EVENT.finditer(right))
    verb = next((event for event in events if event["verb"]), None)
    noun = next((event for event in events if event["firm"] or event["noun"]), None)
    firm = any(event["firm"] for event in events)
    if not noun or not (verb or (firm and organizers.search(right))):
        return 0.0, "no event in its sentence"
    first = min(event.start() for event in (verb, noun) if event)
    if broken := _RELATIVE.search(right[:first]):
        return 0.0, f"'{broken.group().strip()}' the event"
    return (4.0 if firm and verb else 3.0 if firm else 2.5), "opens the event's sentence"


def _beside(reading: Reading, mention: DateMention) -> bool:
    """Say whether an event's verb and noun stand near, as in columns read across."""
    around = reading.folded[max(0, mention.start - _WINDOW) : mention.end + _WINDOW]
    return bool(re.search(VERB, around, re.I) and re.search(FIRM_NOUN, around, re.I))


def _without_parts(ranked: list[str], totals: dict[str, float]) -> list[str]:
    """Drop a day that only opens or closes a range that is named too."""
    parts = {part for value in ranked if "/" in value for part in value.split("/")}
    parts |= {
        value
        for value in ranked
        if value.startswith("--")
        and any(other != value and other.endswith(value[1:]) for other in totals)
    }
    return [value for value in ranked if value not in parts]


def _counts_but_bad(one: Weighed) -> bool:
    return one.mention.precision in ("ambiguous", "impossible") and one.weight >= ENOUGH


def _unreadable(reading: Reading, mention: DateMention) -> Doubt:
    written = " ".join(reading.text[mention.start : mention.end].split())
    line = reading.line_at(mention.start).number
    if mention.precision == "impossible":
        return Doubt("impossible-date", f"'{written}' is no day", "add the right date", line)
    message = f"'{written}' may be day or month first"
    return Doubt("ambiguous-date", message, "write the date as YYYY-MM-DD", line)


def _two_dates(reading: Reading, weighed: list[Weighed], values: tuple[str, ...]) -> Doubt:
    lines = {
        one.mention.value: reading.line_at(one.mention.start).number
        for one in reversed(weighed)
        if one.mention.value in values
    }
    says = ", ".join(f"{value} (line {lines[value]})" for value in sorted(values))
    message = f"the text gives more than one date of the workshop: {says}"
    return Doubt("contradiction", message, "keep the right one", min(lines.values()))


def _flat(text: str) -> str:
    return text.replace("\n", " ")
