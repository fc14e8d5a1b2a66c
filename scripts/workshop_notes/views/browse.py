"""The ways to all notes: one table with filters and its CSV, and the page of the search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workshop_notes.exports.take import all_taken
from workshop_notes.note import Note
from workshop_notes.views.address import BROWSE, note_address, slug
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, Plan, View, filled, plan
from workshop_notes.views.parts import Here

TABLE = "assets/data/notes.csv"


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the table of all notes, and the page of the search, which the browser fills."""
    yield plan(BROWSE, _browse, edition)
    yield plan("search/", _search, edition)


def _browse(edition: Edition) -> Page:
    here, notes = Here(edition, BROWSE), edition.collection.workshops
    return here.page(
        "browse",
        here.say("browse"),
        here.say("browse-description"),
        view=filled(
            crumbs=here.crumbs(),
            count=len(notes),
            table=here.to(TABLE),
            filters=_filters(edition),
            notes=[_row(here, note) for note in reversed(notes)],
            take=all_taken(edition, BROWSE) if notes else [],
        ),
    )


def _search(edition: Edition) -> Page:
    here = Here(edition, "search/")
    said = here.say("search.title"), here.say("search.description")
    return here.page("search", *said, view={"table": here.to(BROWSE)})


def _filters(edition: Edition) -> list[View]:
    notes = edition.collection.oldest_first
    themes = {name for note in notes for name in note.themes}
    organizers = {name for note in notes for name in note.organizers}
    years = map(str, reversed(edition.collection.years))
    languages = [{"value": name} for name in sorted({note.language for note in notes})]
    options = {
        "mission": _named(edition, "mission", edition.missions),
        "year": [{"value": year, "label": year} for year in years],
        "theme": _named(edition, "theme", themes),
        "organizer": _named(edition, "organization", organizers),
        "language": languages,
    }
    return [filled(name=name, options=found) for name, found in options.items()]


def _named(edition: Edition, kind: str, names: Iterable[str]) -> list[View]:
    found = [{"value": slug(name), "label": edition.label(kind, name)} for name in names]
    return sorted(found, key=lambda one: (one["label"].casefold(), one["value"]))


def _row(here: Here, note: Note) -> View:
    return filled(
        address=here.to(note_address(note.id)),
        languages=[{"language": note.language}, *here.also(note)],
        lang=here.foreign(note),
        slugs=filled(
            mission=" ".join(map(slug, note.mission)),
            year=str(note.year or ""),
            date=note.date or str(note.year or ""),
            theme=" ".join(map(slug, note.themes)),
            organizer=" ".join(map(slug, note.organizers)),
            language=" ".join([note.language, *(one["language"] for one in here.also(note))]),
        ),
        title=note.title,
        chips=here.chips(note.mission),
        when=here.when(note),
        themes=here.links("theme", note.themes),
        organizers=[here.label("organization", name) for name in note.organizers],
    )
