"""The year's page, and the index of years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop_notes.views import mandate
from workshop_notes.views.address import section_address, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, Plan, filled, plans_of
from workshop_notes.views.parts import Here, index

THEMES_SHOWN = 8


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each year, and their index."""
    years = {str(year): year for year in edition.collection.years}
    return plans_of("year", years, _index, year_page, edition)


def _index(edition: Edition) -> Page:
    here = Here(edition, section_address("year"))
    lines = [
        filled(
            address=here.to(term_address("year", str(year))),
            year=year,
            count=len(notes),
            chips=here.chips(dict.fromkeys(one for note in notes for one in note.mission)),
        )
        for year in reversed(edition.collection.years)
        for notes in [edition.collection.by_year(year)]
    ]
    return index(here, "year", years=lines)


def year_page(edition: Edition, year: int) -> Page:
    """Give the page of a year: its notes, its themes, and what was adopted in it."""
    here = Here(edition, term_address("year", str(year)))
    notes, years = edition.collection.by_year(year), edition.collection.years
    counts = Counter(theme for note in notes for theme in note.themes)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:THEMES_SHOWN]
    place = years.index(year)
    near = [(place - 1, "prev"), (place + 1, "next")]
    adopted = sorted(
        (mandate.adopted(term), term.id, term)
        for term in edition.collection.vocabularies.resolutions.terms
        if mandate.adopted(term).startswith(f"{year}-")
    )
    return here.page(
        "year",
        str(year),
        here.say("year-description", year=year),
        tags=(str(year),),
        view=filled(
            crumbs=here.crumbs("year"),
            year=year,
            count=len(notes),
            missions=len({mission for note in notes for mission in note.mission}),
            steps=[
                {
                    "address": here.to(term_address("year", str(years[at]))),
                    "year": years[at],
                    "rel": rel,
                }
                for at, rel in near
                if 0 <= at < len(years)
            ],
            notes=here.rows(notes),
            themes=here.bars(best),
            adopted=[
                filled(
                    when=here.dated(date),
                    resolution=here.link("resolution", name),
                    definition=here.fact(term, "definition"),
                )
                for date, name, term in adopted
            ],
        ),
    )
