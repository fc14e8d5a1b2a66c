"""Rules for the words of a note that come from the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.note import Note
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies, Vocabulary


def unknown_mission(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Every mission is an id of notes/vocabularies/missions.yml.

    Bad: `mission: [MINUSAM]`
    Good: `mission: [MINUSMA]`
    """
    yield from _unknown(note, "mission", "mission", "unknown-mission", vocabularies.missions)


def unknown_theme(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Every theme is an id of notes/vocabularies/themes.yml.

    Bad: `themes: [huamn-rights]`
    Good: `themes: [human-rights]`
    """
    yield from _unknown(note, "themes", "theme", "unknown-theme", vocabularies.themes)


def unknown_organization(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """Every organizer and funder is an id of notes/vocabularies/organizations.yml.

    Bad: `organizers: [IPI Institute]`
    Good: `organizers: [ipi]`
    """
    for name, what in (("organizers", "organizer"), ("funders", "funder")):
        yield from _unknown(note, name, what, "unknown-organization", vocabularies.organizations)


def unknown_series(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """The series is an id of notes/vocabularies/series.yml.

    Bad: `series: workshops`
    Good: `series: mandate-workshops`
    """
    if note.series and not vocabularies.series.get(note.series):
        line, column = note.at("series")
        yield _problem(
            note, line, column, "unknown-series", "series", note.series, vocabularies.series
        )


def unknown_resolution(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """A resolution is its number; one that the vocabulary lacks is shown without its dates.

    Bad: `resolutions: [S/RES/2480]`
    Good: `resolutions: [2480]`
    """
    for index, value in enumerate(note.resolutions):
        if vocabularies.resolutions.get(value):
            continue
        line, column = note.at(f"resolutions.{index}")
        if value.isascii() and value.isdigit() and len(value) <= 4:
            message = f"resolution {value} is not in the vocabulary"
            fix = "add it to notes/vocabularies/resolutions.yml, or look the number up"
            yield Problem(note.shown, line, column, "unknown-resolution", message, fix, "warning")
        else:
            yield _problem(
                note,
                line,
                column,
                "unknown-resolution",
                "resolution",
                value,
                vocabularies.resolutions,
            )


def listed_twice(note: Note, vocabularies: Vocabularies) -> Iterator[Problem]:
    """A list names each term once.

    Bad: `themes: [elections, elections]`
    Good: `themes: [elections]`
    """
    del vocabularies
    for name in ("mission", "themes", "organizers", "funders", "resolutions"):
        values = getattr(note, name)
        for index, value in enumerate(values):
            if value in values[:index]:
                line, column = note.at(f"{name}.{index}")
                message = f"'{value}' stands twice in '{name}'"
                yield Problem(note.shown, line, column, "listed-twice", message, "keep one")


ALL = (
    unknown_mission,
    unknown_theme,
    unknown_organization,
    unknown_series,
    unknown_resolution,
    listed_twice,
)


def _unknown(
    note: Note, name: str, what: str, code: str, vocabulary: Vocabulary
) -> Iterator[Problem]:
    for index, value in enumerate(getattr(note, name)):
        if not vocabulary.get(value):
            line, column = note.at(f"{name}.{index}")
            yield _problem(note, line, column, code, what, value, vocabulary)


def _problem(
    note: Note, line: int, column: int, code: str, what: str, value: str, vocabulary: Vocabulary
) -> Problem:
    near = vocabulary.suggest(value)
    fix = f"did you mean '{near}'?" if near else _way_out(vocabulary)
    return Problem(note.shown, line, column, code, f"unknown {what} '{value}'", fix)


def _way_out(vocabulary: Vocabulary) -> str:
    path = f"notes/vocabularies/{vocabulary.name}.yml"
    if len(vocabulary.terms) > 12:
        return f"take an id from {path}, or add the term there"
    return f"take one of {', '.join(term.id for term in vocabulary.terms)} from {path}"
