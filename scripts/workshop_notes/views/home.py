"""The home page: the grid of missions and years, the newest notes, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views.address import BROWSE, HOME, section_address, source_path
from workshop_notes.views.due import due_next
from workshop_notes.views.edition import Edition
from workshop_notes.views.figures import mission_grid
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import bars, rows

NEWEST = 6
THEMES_SHOWN = 12
FEED = "feed.xml"


def pages(edition: Edition) -> Iterator[Page]:
    """Give the home page."""
    yield home_page(edition)


def home_page(edition: Edition) -> Page:
    """Give the home page."""
    themes = edition.collection.vocabularies.themes.terms
    numbers = {term.id: len(edition.collection.by_theme(term.id)) for term in themes}
    held = sorted(
        ((name, number) for name, number in numbers.items() if number),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Page(
        path=source_path(HOME),
        template="home.html",
        title=edition.site.name,
        description=edition.site.description,
        fields={"feed": FEED},
        view=filled(
            name=edition.site.name,
            count=len(edition.entries),
            browse=BROWSE,
            all_themes=section_address("theme"),
            ways=[
                {"address": section_address(kind), "key": section_address(kind).rstrip("/")}
                for kind, terms in (
                    ("resolution", edition.resolutions),
                    ("glossary", edition.collection.vocabularies.glossary.terms),
                    ("organization", edition.collection.vocabularies.organizations.terms),
                    ("year", edition.collection.years),
                )
                if terms
            ],
            description=edition.site.description,
            grid=mission_grid(edition, HOME, edition.missions, edition.entries),
            due=due_next(edition),
            newest=rows(edition, HOME, list(reversed(edition.entries[-NEWEST:]))),
            themes=bars(edition, HOME, "theme", held[:THEMES_SHOWN]),
        ),
    )
