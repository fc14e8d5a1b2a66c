"""The home page: the grid of missions and years, the newest notes, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views.address import BROWSE, FEED, HOME, section_address
from workshop_notes.views.due import due_next
from workshop_notes.views.edition import Edition
from workshop_notes.views.figures import mission_grid
from workshop_notes.views.page import Page, Plan, filled, plan
from workshop_notes.views.parts import Here

NEWEST = 6
THEMES_SHOWN = 12


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the home page."""
    yield plan(HOME, _page, edition)


def _page(edition: Edition) -> Page:
    notes = edition.collection.workshops
    here, known = Here(edition, HOME), edition.collection.vocabularies
    numbers = [(term.id, len(edition.collection.by_theme(term.id))) for term in known.themes.terms]
    held = sorted((one for one in numbers if one[1]), key=lambda one: (-one[1], one[0]))
    ways = {
        "resolution": edition.resolutions,
        "glossary": known.glossary.terms,
        "organization": known.organizations.terms,
        "year": edition.collection.years,
    }
    return here.page(
        "home",
        edition.site.name,
        edition.site.description,
        fields={"feed": FEED},
        view=filled(
            name=edition.site.name,
            count=len(notes),
            browse=BROWSE,
            all_themes=section_address("theme"),
            ways=here.crumbs(*(kind for kind, terms in ways.items() if terms))[1:],
            description=edition.site.description,
            grid=mission_grid(here, edition.missions, notes),
            due=due_next(here),
            newest=here.rows(notes[: -NEWEST - 1 : -1]),
            themes=here.bars(held[:THEMES_SHOWN]),
        ),
    )
