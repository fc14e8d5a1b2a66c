"""The ways to all notes: one table with filters and its CSV, and the page of the search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workshop_notes.exports.take import all_taken
from workshop_notes.views.address import BROWSE, relative, slug, source_path
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import chips, crumbs, term_links, when

TABLE = "assets/data/notes.csv"


def pages(edition: Edition) -> Iterator[Page]:
    """Give the table of all notes and the page of the search."""
    yield browse_page(edition)
    yield search_page(edition)


def browse_page(edition: Edition) -> Page:
    """Give the page with the table of all notes."""
    here, lang = BROWSE, edition.site.language
    return Page(
        path=source_path(here),
        template="browse.html",
        title=edition.site.say("browse", lang),
        description=edition.site.say("browse-description", lang),
        view=filled(
            crumbs=crumbs(here),
            count=len(edition.entries),
            table=relative(here, TABLE),
            filters=_filters(edition),
            notes=[_row(edition, here, entry) for entry in reversed(edition.entries)],
            take=all_taken(edition, here) if edition.entries else [],
        ),
    )


def search_page(edition: Edition) -> Page:
    """Give the page of the search; what it shows is read by the browser."""
    here, lang = "search/", edition.site.language
    return Page(
        path=source_path(here),
        template="search.html",
        title=edition.site.say("search.title", lang),
        description=edition.site.say("search.description", lang),
        view={"table": relative(here, BROWSE)},
    )


def _filters(edition: Edition) -> list[dict[str, Any]]:
    notes = [entry.note for entry in edition.entries]
    themes = {name for note in notes for name in note.themes}
    organizers = {name for note in notes for name in note.organizers}
    years = [{"value": str(year), "label": str(year)} for year in reversed(edition.all_years)]
    languages = [{"value": name} for name in sorted({note.language for note in notes})]
    return [
        filled(name="mission", options=_named(edition, "mission", edition.missions)),
        filled(name="year", options=years),
        filled(name="theme", options=_named(edition, "theme", themes)),
        filled(name="organizer", options=_named(edition, "organization", organizers)),
        filled(name="language", options=languages),
    ]


def _named(edition: Edition, kind: str, names: Iterable[str]) -> list[dict[str, str]]:
    found = [{"value": slug(name), "label": edition.label(kind, name)} for name in names]
    return sorted(found, key=lambda one: (one["label"].casefold(), one["value"]))


def _row(edition: Edition, here: str, entry: Entry) -> dict[str, Any]:
    note = entry.note
    slugs = {
        "mission": " ".join(slug(name) for name in note.mission),
        "year": str(note.year or ""),
        "date": note.date or str(note.year or ""),
        "theme": " ".join(slug(name) for name in note.themes),
        "organizer": " ".join(slug(name) for name in note.organizers),
        "language": note.language,
    }
    return filled(
        address=relative(here, entry.address),
        language=note.language,
        slugs={name: value for name, value in slugs.items() if value},
        title=note.title,
        chips=chips(edition, here, note.mission),
        when=when(note, edition.site.language),
        themes=term_links(edition, here, "theme", note.themes),
        organizers=[edition.label("organization", name) for name in note.organizers],
    )
