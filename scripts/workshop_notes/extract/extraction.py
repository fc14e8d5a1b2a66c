"""Extraction: everything that one original's text says about the note, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from workshop_notes.convert import Conversion
from workshop_notes.extract import dating, organizations, pieces
from workshop_notes.extract.event import event, event_format, rule, series
from workshop_notes.extract.kind import Sign, Standing, judge, signs
from workshop_notes.extract.meeting import LISTS as MEETING
from workshop_notes.extract.meeting import Meeting, is_passing, read_meeting, tells_of_event
from workshop_notes.extract.missions import (
    find_missions,
    language,
    mission,
    resolutions,
    signs_of_missions,
    source_url,
)
from workshop_notes.extract.organizations import Span
from workshop_notes.extract.original import (
    Doubt,
    Evidence,
    Extraction,
    Finding,
    OriginalText,
    Proposal,
    Sentence,
    read_original,
    unique,
)
from workshop_notes.extract.tagging import themes
from workshop_notes.extract.title import title
from workshop_notes.fields import read_from_texts
from workshop_notes.text.dates import DateMention, find_dates
from workshop_notes.text.expressions import pattern
from workshop_notes.text.finder import Finder
from workshop_notes.text.sieve import Texts
from workshop_notes.vocabulary import Vocabularies

__all__ = ["Extraction", "extract"]

LONGEST = 600
MOST = 3
SHORTEST_SENTENCE, LONGEST_SENTENCE = 8, 60
LISTS = Path(__file__).with_name("summary.yml")
UNFIT = ("standing", "somebody")
# Raised figures after a word or a stop; those of `m²` are units.
_NOTE_MARK = re.compile(
    r"(?:(?<=[.,;:!?)\"'’”])|(?<=[a-zà-ÿ]{3}))(?:[¹²³⁰⁴-⁹†‡]+|\s?\[\d{1,3}\])|~~"
)

_MARKS = re.compile(r"[\[*`_\d¹²³⁰⁴-⁹†‡~]")


@dataclass(frozen=True)
class _Text:
    """One original as every field reads it."""

    original: OriginalText
    meeting: Meeting
    mentions: tuple[DateMention, ...]
    holders: organizations.Holders
    named: organizations.Named
    metadata: Mapping[str, str]


def extract(
    conversion: Conversion, vocabularies: Vocabularies, path: str, *, as_note: bool = False
) -> Extraction:
    """Propose a note's fields from a converted original; problems name it as `path`.

    No field is proposed without evidence. Doubts are warnings: a missing or contradicted date,
    a year read from the publication, a mission the title and the text disagree on. A text without
    evidence of a meeting, or with the signs of another kind of text, is an error, `not-a-note`;
    with `as_note` an editor says that it is a note, and the refusal becomes a doubt.
    """
    text, found, standing = _read(conversion, vocabularies)
    kind = judge(text.original, text.meeting, standing)
    is_note = kind.name == "note" or as_note
    # Of what is no note, nothing but that matters to an editor.
    doubts = [doubt for one in found.values() for doubt in one.doubts] if is_note else []
    refusals = [one.as_warning() if as_note else one for one in kind.doubts]
    doubts = [*doubts, *refusals, *_mixed(text)]
    if is_note:
        doubts += _missing(found)
    proposals = ((name, found[name].proposal) for name in read_from_texts() if name in found)
    fields = {name: proposal for name, proposal in proposals if proposal is not None}
    problems = tuple(dict.fromkeys(doubt.at(path) for doubt in doubts))
    return Extraction(fields, "note" if as_note else kind.name, problems)


def signs_of(conversion: Conversion, vocabularies: Vocabularies) -> tuple[Sign, ...]:
    """Give the signs by which a text is judged to be a note."""
    text, _, standing = _read(conversion, vocabularies)
    return tuple(signs(text.original, text.meeting, standing))


def dates_of(conversion: Conversion, vocabularies: Vocabularies) -> tuple[dating.Dated, ...]:
    """Give the dates of a text and its file, with the signs by which they are weighed."""
    text, found, _ = _read(conversion, vocabularies)
    return _dated(text, found)[0]


def missions_of(conversion: Conversion, vocabularies: Vocabularies) -> dict[str, frozenset[str]]:
    """Give the missions that a text names, with the signs by which they are weighed."""
    text, found, _ = _read(conversion, vocabularies)
    heading = _text(found["title"])
    return signs_of_missions(text.original, heading, text.meeting, vocabularies.missions)


def summary(
    original: OriginalText, reporting: Collection[Sentence], title: str, held_by: Iterable[Span]
) -> Finding:
    """Propose a summary: up to three sentences of the body that tell most of what was discussed.

    Up to 600 characters, in the text's order. Headings, the series' standing sentences, sentences
    that lean on the one before (`They …`), and everything that may name a person, a delegation or
    an office are passed over; `reporting` are the sentences that report the event, and `held_by`
    the places of organizers' names.
    """
    passed = {*reporting, *(original.sentence_at(start) for start, _ in held_by)}
    fit = _fit([one for one in original.body if one not in passed], title)
    # What was discussed first, then the longer and the earlier.
    told = dict.fromkeys(original.holding(pattern(LISTS, "telling")), 2.0)
    for one in original.holding(pattern(LISTS, "talk")):
        told[one] = told.get(one, 0.0) + 1.0
    weights = [
        told.get(one, 0.0) + min(one.words, 40) / 40 - 0.1 * at for at, one in enumerate(fit)
    ]
    ranked = sorted(range(len(fit)), key=lambda at: (-weights[at], at))
    chosen: list[int] = []
    length = 0
    for at in ranked:
        size = len(fit[at].text) + 1
        if len(chosen) < MOST and length + size <= LONGEST:
            chosen.append(at)
            length += size
    if not chosen:
        return Finding()
    sentences = [fit[at] for at in sorted(chosen)]
    text = " ".join(_clean(original.text[s.start : s.end]) for s in sentences)
    return Finding(Proposal(text, unique(original.evidence(s.start, s.end) for s in sentences)))


def _read(
    conversion: Conversion, vocabularies: Vocabularies
) -> tuple[_Text, dict[str, Finding], Standing]:
    original = read_original(conversion.text, conversion.markdown)
    told, known = read_meeting(original), vocabularies.organizations
    text = _Text(
        original,
        told,
        find_dates(original.folded),
        organizations.holders_of(known),
        organizations.read_organizations(original, told, known),
        conversion.metadata,
    )
    found = _fields(text, conversion.markdown, vocabularies)
    return text, found, _standing(text, found, vocabularies)


def _fields(text: _Text, markdown: str, vocabularies: Vocabularies) -> dict[str, Finding]:
    """Read every field; those that others lean on come first."""
    original, meeting = text.original, text.meeting
    found: dict[str, Finding] = {}
    found["language"] = language(original, text.metadata)
    found["title"] = title(original, markdown, text.metadata, vocabularies)
    heading = _text(found["title"])
    line = found["title"].proposal.evidence[0].line if found["title"].proposal else 1
    found["mission"] = mission(original, heading, line, meeting, vocabularies.missions)
    found["organizers"] = organizations.organizers(original, meeting, text.named)
    held = found["organizers"].proposal.value if found["organizers"].proposal else ()
    found["funders"] = organizations.funders(original, text.named, held)
    found["resolutions"] = resolutions(original, vocabularies.resolutions, vocabularies.missions)
    found["source_url"] = source_url(original, text.metadata)
    found |= _dates(text, found)
    found["event"] = event(original, meeting, heading)
    holding = tuple(sentence for sentence, _ in text.named.holding)
    found["format"] = event_format(original, meeting, holding)
    found["rule"] = rule(original)
    found["series"] = series(original, heading, vocabularies.series)
    names = [(m.start, m.end) for m in find_missions(original.folded, vocabularies.missions)]
    held_by = [(one.start, one.end) for one in text.holders.find(original.folded)]
    reported = bool(meeting.events or meeting.drafted or found["date"].proposal)
    spoken = _text(found["language"])
    found["themes"] = themes(original, heading, spoken, [*names, *held_by], reported, vocabularies)
    # Of columns read across no sentence is whole.
    told = summary(original, meeting.events, heading, held_by)
    found["summary"] = Finding() if text.named.mixed else told
    # A row of fields.yml that is read, and of which nothing above knows, has a module of its name.
    for name in read_from_texts():
        if name not in found:
            module = import_module(f"workshop_notes.extract.{name}")
            found[name] = module.find(original, vocabularies)
    return found


def _dates(text: _Text, found: Mapping[str, Finding]) -> dict[str, Finding]:
    """Read the days of the workshop and of publication, each in the light of the other."""
    original, mentions = text.original, text.mentions
    renewed, renewal_evidence = dating.renewal(original, mentions)
    dates, letter = _dated(text, found)
    heading = found["title"].proposal
    bearings = dating.Bearings(
        dating.title_year(_raw_title(found["title"])),
        renewed,
        _text(dating.published(dates, "")),
        letter,
        (
            *(heading.evidence[:1] if heading else ()),
            *((renewal_evidence,) if renewal_evidence else ()),
        ),
    )
    held = text.metadata.get("held", "")
    date, month = dating.workshop_date(original, dates, bearings, held)
    published = dating.published(dates, _text(date))
    year = dating.year(date, month, published, bearings, original)
    return {"year": year, "date": date, "published": published}


def _dated(text: _Text, found: Mapping[str, Finding]) -> tuple[tuple[dating.Dated, ...], str]:
    """Give each date of a text and its file with its signs, and the day its letter was sent."""
    told = min((sentence.line for sentence in text.meeting.events), default=0)
    read = pieces.read_pieces(text.original, text.mentions, told)
    names = (re.sub("^[Tt]he ", "", name) for agent in text.named.agents for name in agent.names)
    holders = replace(text.holders, told=tuple(names))
    heading = found["title"].proposal
    title = (_raw_title(found["title"]), heading.evidence[0].line if heading else 1)
    dates = dating.read_dates(text.original, read, holders, text.meeting, title)
    stated = dating.stated_dates(text.metadata, _text(found["source_url"]))
    return (*dates, *stated), pieces.sent_on(text.original, read) or pieces.head_year(read)


def _standing(
    text: _Text,
    found: Mapping[str, Finding],
    vocabularies: Vocabularies,
) -> Standing:
    """Gather by whom, when and on what the meeting was, as far as the text says so."""
    by = bool(found["organizers"].proposal or text.named.agents)
    subjects = ("mission", "themes", "resolutions", "series")
    on = any(found[name].proposal for name in subjects) or _names_anything(text, vocabularies)
    acted = any(_acts(text, sentence) for sentence, _ in text.named.holding)
    when = any(one.precision in ("day", "range", "month", "dateless") for one in text.mentions)
    in_series = bool(found["series"].proposal and (found["themes"].proposal or text.meeting.said))
    heading = found["title"].proposal
    line = heading.evidence[0].line if heading else 1
    firm = text.original.holding(pattern(MEETING, "firm"))
    within = [(one.value, text.original.sentence_at(one.start)) for one in text.mentions]
    days = {value for value, said in within if said in firm}
    dated = any(said in text.meeting.events for _, said in within)
    opening = {one.value for one in text.mentions if _begins_line(text.original, one.start)}
    return Standing(by, acted, when, on, dated, in_series, line, len(days), len(opening))


def _begins_line(original: OriginalText, place: int) -> bool:
    """Say whether a line of the note begins there, after a mark or a word at most."""
    line = original.line_at(place)
    before = original.folded[line.start : place].strip(" *-#•")
    return line.role in ("body", "below") and " " not in before


def _acts(text: _Text, sentence: Sentence) -> bool:
    """Say whether a sentence of several organizers tells what they did, or on which day."""
    if text.original.is_item(sentence) or is_passing(sentence.text):
        return False
    dated = any(sentence.holds(one.start) for one in text.mentions)
    coming = pattern(MEETING, "coming").search(sentence.text)
    return (dated and not coming) or tells_of_event(sentence.text)


def _names_anything(text: _Text, vocabularies: Vocabularies) -> bool:
    return bool(_subjects(vocabularies).find(text.original.folded))


@lru_cache(maxsize=8)
def _subjects(vocabularies: Vocabularies) -> Finder[str]:
    names = (
        *((name, term.id) for term in vocabularies.glossary.terms for name in term.names),
        *((str(p), t.id) for t in vocabularies.missions.terms for p in _places(t.facts)),
    )
    return Finder(names)


def _places(facts: Mapping[str, object]) -> Iterator[str]:
    """Yield the countries and places of a mission."""
    for key, value in facts.items():
        if key.partition("_")[0] == "country":
            yield str(value)
        elif key in ("places", "demonyms") and isinstance(value, list | tuple):
            yield from map(str, value)


def _mixed(text: _Text) -> Iterator[Doubt]:
    for line in text.named.mixed:
        message = "the text looks like two columns read across: its sentences are broken"
        fix = "compare with the original, and mend the sentences"
        yield Doubt("columns-mixed", message, fix, line.number)


def _missing(found: Mapping[str, Finding]) -> Iterator[Doubt]:
    if found["date"].proposal is None:
        message = "the text gives no date of the workshop"
        yield Doubt("no-date", message, "add `date` by hand if it is known")
    if found["title"].proposal is None:
        yield Doubt("no-title", "the text has no title", "add the title as published")


def _text(finding: Finding) -> str:
    return str(finding.proposal.value) if finding.proposal else ""


def _raw_title(finding: Finding) -> str:
    """Give the title as it stands in the text, with the year that a mirror adds to it."""
    if not finding.proposal:
        return ""
    evidence: Evidence = finding.proposal.evidence[0]
    value = str(finding.proposal.value)
    return evidence.text if len(evidence.text) < len(value) + 40 else value


def _fit(sentences: Iterable[Sentence], title: str) -> list[Sentence]:
    """Give the sentences that stand by themselves and name nobody."""
    cleaned = [(one, _clean(one.text)) for one in sentences]
    whole = [(one, text) for one, text in cleaned if _is_whole(text, title)]
    texts = Texts([text for _, text in whole])
    leaning, unnamed = pattern(LISTS, "leaning"), pattern(LISTS, "unnamed")
    unfit = {at for name in UNFIT for at in pattern(LISTS, name).places(texts)}
    unfit |= {at for at in pattern(LISTS, "sayer").places(texts) if not unnamed.match(whole[at][1])}
    return [
        one for at, (one, text) in enumerate(whole) if at not in unfit and not leaning.match(text)
    ]


def _is_whole(text: str, title: str) -> bool:
    return (
        SHORTEST_SENTENCE <= len(text.split()) <= LONGEST_SENTENCE
        and text[:1].isupper()
        and text.rstrip("0123456789)'").endswith(".")
        and not (title and title.casefold() in text.casefold())
        and '"' not in text
        and not text.endswith("following.")
    )


def _clean(text: str) -> str:
    """Take off the marks of footnotes and of emphasis, and join the lines."""
    joined = " ".join(text.split())
    if not _MARKS.search(joined):
        return joined
    joined = re.sub(r"\[\^\w+\]|[*`]|(?<!\w)_|_(?!\w)", "", joined)
    joined = _NOTE_MARK.sub("", joined)
    joined = re.sub(r"(?<=[.!?])\s?\d{1,2}$", "", joined)
    return re.sub(r"(?<=[a-zà-ÿ])\d{1,2}\s?(?=[.,;])", "", joined)
