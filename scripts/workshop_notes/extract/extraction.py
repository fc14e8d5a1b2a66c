"""Extraction: everything that one original's text says about the note, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from workshop_notes.convert.conversion import Conversion
from workshop_notes.extract.address import source_url
from workshop_notes.extract.bearings import Bearings, renewal, title_year
from workshop_notes.extract.event import event, event_format, rule, series
from workshop_notes.extract.events import drafting_sentences, event_sentences, signing_sentences
from workshop_notes.extract.funders import funders
from workshop_notes.extract.kind import kind
from workshop_notes.extract.language import language
from workshop_notes.extract.missions import find_missions, mission
from workshop_notes.extract.organizations import (
    mixed_lines,
    organizer_names,
    organizers,
)
from workshop_notes.extract.proposal import (
    Considered,
    Doubt,
    Evidence,
    Extraction,
    Finding,
    Proposal,
    unique,
)
from workshop_notes.extract.published import published
from workshop_notes.extract.reading import read
from workshop_notes.extract.resolutions import resolutions
from workshop_notes.extract.summary import summary
from workshop_notes.extract.themes import themes
from workshop_notes.extract.title import title, title_openings
from workshop_notes.extract.workshop_date import workshop_date
from workshop_notes.fields import read_from_texts
from workshop_notes.text.dates import find_dates
from workshop_notes.vocabulary import Vocabularies

__all__ = ["Extraction", "extract"]


def extract(conversion: Conversion, vocabularies: Vocabularies, path: str) -> Extraction:
    """Propose a note's fields from a converted original; problems name it as `path`.

    No field is proposed without evidence. Doubts are warnings: a missing or contradicted date,
    a year read from the publication, a mission the title and the text disagree on. A text that is
    no workshop's note is an error, `not-a-note`.
    """
    reading = read(conversion.text, conversion.markdown)
    mentions = find_dates(reading.folded)
    events = event_sentences(reading)
    drafted = drafting_sentences(reading)
    signed = (*drafted, *signing_sentences(reading))
    metadata = conversion.metadata
    names_mission = partial(_names_mission, vocabularies=vocabularies)
    found: dict[str, Finding] = {}
    found["language"] = language(reading, metadata)
    found["title"] = title(reading, conversion.markdown, metadata, vocabularies, names_mission)
    heading = _text(found["title"])
    heading_line = _line(found["title"])
    found["mission"] = mission(reading, heading, heading_line, events, vocabularies.missions)
    found["organizers"] = organizers(reading, events, signed, vocabularies.organizations)
    found["funders"] = funders(reading, vocabularies.organizations)
    found["resolutions"] = resolutions(reading, vocabularies.resolutions, vocabularies.missions)
    found["source_url"] = source_url(reading, metadata)
    address = _text(found["source_url"])
    renewed, renewal_evidence = renewal(reading, mentions)
    early = published(reading, mentions, metadata, address, "")
    heading_evidence = found["title"].proposal.evidence[:1] if found["title"].proposal else ()
    bearings = Bearings(
        title_year(_raw_title(found["title"])),
        renewed,
        _text(early),
        (*heading_evidence, *((renewal_evidence,) if renewal_evidence else ())),
    )
    publishers = organizer_names(vocabularies.organizations)
    found["date"] = workshop_date(reading, mentions, publishers, bearings)
    found["published"] = published(reading, mentions, metadata, address, _text(found["date"]))
    found["year"] = _year(found["date"], found["published"], bearings)
    found["event"] = event(reading, events)
    found["format"] = event_format(reading, events, publishers)
    found["rule"] = rule(reading)
    found["series"] = series(reading, heading, vocabularies.series)
    names = [(m.start, m.end) for m in find_missions(reading.folded, vocabularies.missions)]
    names += [match.span() for match in publishers.finditer(reading.folded)]
    reported = bool(events or drafted or found["date"].proposal)
    spoken = _text(found["language"])
    found["themes"] = themes(reading, heading, spoken, names, reported, vocabularies)
    mixed = mixed_lines(reading, events, vocabularies.organizations)
    # Of columns read across no sentence is whole.
    found["summary"] = Finding() if mixed else summary(reading, events, heading, publishers)
    organized = found["organizers"].proposal is not None
    in_series = found["series"].proposal is not None
    themed = found["themes"].proposal is not None
    openings = title_openings(vocabularies)
    sort = kind(reading, events, drafted, organized, in_series, themed, openings)
    # Of what is no note, nothing but that matters to an editor.
    doubts = [doubt for name in read_from_texts() for doubt in found[name].doubts]
    doubts = [*(doubts if sort.name == "note" else ()), *sort.doubts]
    doubts += [
        Doubt(
            "columns-mixed",
            "the text looks like two columns read across: its sentences are broken",
            "compare with the original, and mend the sentences",
            line.number,
        )
        for line in mixed
    ]
    if sort.name == "note":
        doubts += _missing(found)
    fields = {
        name: proposal
        for name in read_from_texts()
        if (proposal := found[name].proposal) is not None
    }
    problems = tuple(dict.fromkeys(doubt.at(path) for doubt in doubts))
    return Extraction(fields, sort.name, problems)


def _year(date: Finding, published_on: Finding, bearings: Bearings) -> Finding:
    """Give the workshop's year; without its date the publication's or title's, with a doubt."""
    if date.proposal:
        value = str(date.proposal.value)
        considered: tuple[Considered, ...] = ()
        if published_on.proposal and str(published_on.proposal.value)[:4] != value[:4]:
            line = published_on.proposal.evidence[0].line
            considered = ((str(published_on.proposal.value)[:4], "year of publication", line),)
        return Finding(Proposal(int(value[:4]), date.proposal.evidence, considered))
    if published_on.proposal:
        value = str(published_on.proposal.value)[:4]
        evidence = published_on.proposal.evidence
        message = f"no workshop date: the year {value} is that of publication"
        doubt = Doubt("year-from-publication", message, "add the workshop's date", evidence[0].line)
        return Finding(Proposal(int(value), evidence), (doubt,))
    if bearings.title_year and bearings.evidence:
        evidence = bearings.evidence[:1]
        message = f"no workshop date: the year {bearings.title_year} is the title's"
        doubt = Doubt("year-from-title", message, "add the workshop's date", evidence[0].line)
        return Finding(Proposal(bearings.title_year, evidence), (doubt,))
    return Finding()


def _missing(found: Mapping[str, Finding]) -> list[Doubt]:
    doubts = []
    if found["date"].proposal is None:
        message = "the text gives no date of the workshop"
        doubts.append(Doubt("no-date", message, "add `date` by hand if it is known"))
    if found["title"].proposal is None:
        message = "the text has no title"
        doubts.append(Doubt("no-title", message, "add the title as published"))
    return doubts


def _names_mission(text: str, vocabularies: Vocabularies) -> bool:
    return bool(find_missions(text, vocabularies.missions))


def _text(finding: Finding) -> str:
    return str(finding.proposal.value) if finding.proposal else ""


def _line(finding: Finding) -> int:
    return finding.proposal.evidence[0].line if finding.proposal else 1


def _raw_title(finding: Finding) -> str:
    """Give the title as it stands in the text, with the year that a mirror adds to it."""
    if not finding.proposal:
        return ""
    evidence: Evidence = unique(finding.proposal.evidence, 1)[0]
    value = str(finding.proposal.value)
    return evidence.text if len(evidence.text) < len(value) + 40 else value
