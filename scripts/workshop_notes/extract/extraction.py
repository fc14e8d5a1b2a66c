"""Extraction: everything that one original's text says about the note, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path

from workshop_notes.convert import Conversion
from workshop_notes.extract import dating, organizations, pieces
from workshop_notes.extract.event import event, event_format, rule, series
from workshop_notes.extract.kind import Sign, Standing, judge, signs
from workshop_notes.extract.meeting import LISTS as MEETING
from workshop_notes.extract.meeting import is_passing, read_meeting
from workshop_notes.extract.missions import (
    Missions,
    find_missions,
    language,
    mission,
    resolutions,
    source_url,
)
from workshop_notes.extract.organizations import Span
from workshop_notes.extract.original import (
    Doubt,
    Extraction,
    Finding,
    OriginalText,
    Sentence,
    proposed,
    read_original,
)
from workshop_notes.extract.tagging import themes
from workshop_notes.extract.title import title
from workshop_notes.fields import read_from_texts
from workshop_notes.text.dates import find_dates
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


class Text:
    """One original as every field reads it, and what each found in it."""

    def __init__(self, conversion: Conversion, vocabularies: Vocabularies) -> None:
        """Read every field; those that others lean on come first."""
        known = vocabularies.organizations
        self.original = read_original(conversion.text, conversion.markdown)
        self.meeting = read_meeting(self.original)
        self.mentions = find_dates(self.original.folded)
        self.holders = organizations.holders_of(known)
        self.named = organizations.read_organizations(self.original, self.meeting, known)
        self.metadata, self.vocabularies = conversion.metadata, vocabularies
        self.found: dict[str, Finding] = {}
        self.found["language"] = language(self.original, self.metadata)
        self.found["title"] = title(self.original, conversion.markdown, self.metadata, vocabularies)
        self._read_who_and_when()
        self._read_what()
        # A row of fields.yml that is read, and of which nothing above knows, has a module of its
        # name.
        for name in read_from_texts():
            if name not in self.found:
                module = import_module(f"workshop_notes.extract.{name}")
                self.found[name] = module.find(self.original, vocabularies)

    @property
    def heading(self) -> str:
        """The title, "" without one."""
        return str(self.found["title"].value)

    @cached_property
    def missions(self) -> Missions:
        """The missions that it names, with the signs by which they are weighed."""
        return Missions(self.original, self.heading, self.meeting, self.vocabularies.missions)

    @cached_property
    def dates(self) -> tuple[dating.Dated, ...]:
        """Each date of the text and its file, with the signs by which it is weighed."""
        names = (
            re.sub("^[Tt]he ", "", name) for agent in self.named.agents for name in agent.names
        )
        holders = replace(self.holders, told=tuple(names))
        heading = (self._raw_title, self.found["title"].line)
        dates = dating.read_dates(self.original, self._pieces, holders, self.meeting, heading)
        return (*dates, *dating.stated_dates(self.metadata, str(self.found["source_url"].value)))

    @property
    def standing(self) -> Standing:
        """By whom, when and on what the meeting was, as far as the text says so."""
        found, original, meeting = self.found, self.original, self.meeting
        by = bool(found["organizers"].value or self.named.agents)
        subjects = ("mission", "themes", "resolutions", "series")
        on = any(found[name].value for name in subjects)
        on = on or bool(_subjects(self.vocabularies).find(original.folded))
        acted = any(self._acts(sentence) for sentence, _ in self.named.holding)
        when = any(one.precision in ("day", "range", "month", "dateless") for one in self.mentions)
        in_series = bool(found["series"].value and (found["themes"].value or meeting.said))
        firm = original.holding(pattern(MEETING, "firm"))
        within = [(one.value, original.sentence_at(one.start)) for one in self.mentions]
        days = {value for value, said in within if said in firm}
        dated = any(said in meeting.events for _, said in within)
        opening = {one.value for one in self.mentions if _begins_line(original, one.start)}
        line = found["title"].line
        return Standing(by, acted, when, on, dated, in_series, line, len(days), len(opening))

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The signs by which it is judged to be a note."""
        return tuple(signs(self.original, self.meeting, self.standing))

    def _read_who_and_when(self) -> None:
        original, meeting, found = self.original, self.meeting, self.found
        known = self.vocabularies
        found["mission"] = mission(original, self.missions, meeting, found["title"].line)
        found["organizers"] = organizations.organizers(original, meeting, self.named)
        held = found["organizers"].value or ()
        found["funders"] = organizations.funders(original, self.named, held)
        found["resolutions"] = resolutions(original, known.resolutions, known.missions)
        found["source_url"] = source_url(original, self.metadata)
        found |= self._when()

    def _read_what(self) -> None:
        original, meeting, found = self.original, self.meeting, self.found
        known = self.vocabularies
        found["event"] = event(original, meeting, self.heading)
        holding = tuple(sentence for sentence, _ in self.named.holding)
        found["format"] = event_format(original, meeting, holding)
        found["rule"] = rule(original)
        found["series"] = series(original, self.heading, known.series)
        names = [(m.start, m.end) for m in find_missions(original.folded, known.missions)]
        held_by = [(one.start, one.end) for one in self.holders.find(original.folded)]
        reported = bool(meeting.events or meeting.drafted or found["date"].value)
        spoken = str(found["language"].value)
        places = [*names, *held_by]
        found["themes"] = themes(original, self.heading, spoken, places, reported, known)
        # Of columns read across no sentence is whole.
        told = summary(original, meeting.events, self.heading, held_by)
        found["summary"] = Finding() if self.named.mixed else told

    def _when(self) -> dict[str, Finding]:
        """Read the days of the workshop and of publication, each in the light of the other."""
        original, dates = self.original, self.dates
        renewed, renewal_evidence = dating.renewal(original, self.mentions)
        bearings = dating.Bearings(
            dating.title_year(self._raw_title),
            renewed,
            str(dating.published(dates, "").value),
            pieces.sent_on(original, self._pieces) or pieces.head_year(self._pieces),
            (
                *self.found["title"].evidence[:1],
                *((renewal_evidence,) if renewal_evidence else ()),
            ),
        )
        held = self.metadata.get("held", "")
        date, month = dating.workshop_date(original, dates, bearings, held)
        published = dating.published(dates, str(date.value))
        year = dating.year(date, month, published, bearings, original)
        return {"year": year, "date": date, "published": published}

    @cached_property
    def _pieces(self) -> tuple[pieces.Piece, ...]:
        told = min((sentence.line for sentence in self.meeting.events), default=0)
        return pieces.read_pieces(self.original, self.mentions, told)

    @property
    def _raw_title(self) -> str:
        """The title as it stands in the text, with the year that a mirror adds to it."""
        found = self.found["title"]
        evidence = found.evidence[0].text if found.value else ""
        return evidence if len(evidence) < len(self.heading) + 40 else self.heading

    def _acts(self, sentence: Sentence) -> bool:
        """Say whether a sentence of several organizers tells what they did, or on which day."""
        coming = pattern(MEETING, "coming").search(sentence.text)
        if coming or self.original.is_item(sentence) or is_passing(sentence.text):
            return False
        dated = any(sentence.holds(one.start) for one in self.mentions)
        return dated or bool(pattern(MEETING, "held").search(sentence.text))


def extract(
    conversion: Conversion, vocabularies: Vocabularies, path: str, *, as_note: bool = False
) -> Extraction:
    """Propose a note's fields from a converted original; problems name it as `path`.

    No field is proposed without evidence. Doubts are warnings: a missing or contradicted date,
    a year read from the publication, a mission the title and the text disagree on. A text without
    evidence of a meeting, or with the signs of another kind of text, is an error, `not-a-note`;
    with `as_note` an editor says that it is a note, and the refusal becomes a doubt.
    """
    text = Text(conversion, vocabularies)
    found = text.found
    kind = judge(text.original, text.meeting, text.standing)
    is_note = kind.name == "note" or as_note
    # Of what is no note, nothing but that matters to an editor.
    doubts = [doubt for one in found.values() for doubt in one.doubts] if is_note else []
    refusals = [replace(one, level="warning") if as_note else one for one in kind.doubts]
    doubts += refusals
    for line in text.named.mixed:
        message = "the text looks like two columns read across: its sentences are broken"
        fix = "compare with the original, and mend the sentences"
        doubts.append(Doubt("columns-mixed", message, fix, line.number))
    doubts += _missing(found) if is_note else ()
    fields = {name: found[name] for name in read_from_texts() if found[name].value}
    problems = tuple(dict.fromkeys(doubt.at(path) for doubt in doubts))
    return Extraction(fields, "note" if as_note else kind.name, problems)


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
    sentences = [fit[at] for at in sorted(chosen)]
    text = " ".join(_clean(original.text[s.start : s.end]) for s in sentences)
    return proposed(text, (original.evidence(s.start, s.end) for s in sentences))


def _begins_line(original: OriginalText, place: int) -> bool:
    """Say whether a line of the note begins there, after a mark or a word at most."""
    line = original.line_at(place)
    before = original.folded[line.start : place].strip(" *-#•")
    return line.role in ("body", "below") and " " not in before


@lru_cache(maxsize=8)
def _subjects(vocabularies: Vocabularies) -> Finder[str]:
    missions = vocabularies.missions.terms
    names = [(name, term.id) for term in vocabularies.glossary.terms for name in term.names]
    places = ((one, (*one.countries, *one.texts("places", "demonyms"))) for one in missions)
    return Finder((*names, *((name, one.id) for one, those in places for name in those)))


def _missing(found: Mapping[str, Finding]) -> Iterator[Doubt]:
    if not found["date"].value:
        message = "the text gives no date of the workshop"
        yield Doubt("no-date", message, "add `date` by hand if it is known")
    if not found["title"].value:
        yield Doubt("no-title", "the text has no title", "add the title as published")


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
