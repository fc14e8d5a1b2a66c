"""The year's page, and the index of years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop_notes.views import mandate
from workshop_notes.views.address import relative, section_address, source_path, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import (
    bars,
    chips,
    crumbs,
    dated,
    rows,
    term_links,
)

THEMES_SHOWN = 8


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each year, and their index."""
    if edition.all_years:
        yield years_page(edition)
    yield from (year_page(edition, year) for year in edition.all_years)


def year_page(edition: Edition, year: int) -> Page:
    """Give the page of a year: its notes, its themes, and what was adopted in it."""
    here, lang = term_address("year", str(year)), edition.site.language
    notes = edition.by_year(year)
    counts = Counter(theme for note in notes for theme in note.themes)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:THEMES_SHOWN]
    years = edition.all_years
    place = years.index(year)
    adopted = [
        term
        for term in edition.collection.vocabularies.resolutions.terms
        if mandate.adopted(term).startswith(f"{year}-")
    ]
    return Page(
        path=source_path(here),
        template="year.html",
        title=str(year),
        description=edition.site.say("year-description", lang).replace("{year}", str(year)),
        tags=(str(year),),
        view=filled(
            crumbs=crumbs(here, "year"),
            year=year,
            count=len(notes),
            missions=len({mission for note in notes for mission in note.mission}),
            steps=[
                {
                    "address": relative(here, term_address("year", str(years[at]))),
                    "year": years[at],
                    "rel": rel,
                }
                for at, rel in ((place - 1, "prev"), (place + 1, "next"))
                if 0 <= at < len(years)
            ],
            notes=rows(edition, here, edition.of(notes)),
            themes=bars(edition, here, "theme", best),
            adopted=[
                filled(
                    when=dated(mandate.adopted(term), lang),
                    resolution=term_links(edition, here, "resolution", [term.id])[0],
                    definition=term.definition,
                )
                for term in sorted(adopted, key=lambda term: (mandate.adopted(term), term.id))
            ],
        ),
    )


def years_page(edition: Edition) -> Page:
    """Give the index of years."""
    here, lang = section_address("year"), edition.site.language
    return Page(
        path=source_path(here),
        template="years.html",
        title=edition.site.say("years", lang),
        description=edition.site.say("years-description", lang),
        view=filled(
            crumbs=crumbs(here),
            years=[
                filled(
                    address=relative(here, term_address("year", str(year))),
                    year=year,
                    count=len(notes),
                    chips=chips(
                        edition,
                        here,
                        dict.fromkeys(mission for note in notes for mission in note.mission),
                    ),
                )
                for year in reversed(edition.all_years)
                for notes in [edition.by_year(year)]
            ],
        ),
    )
