"""The theme's page, and the index of themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop_notes.exports.take import taken
from workshop_notes.views.address import FEED, section_address, slug, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.figures import mission_grid, trend
from workshop_notes.views.page import Page, Plan, filled, plans_of
from workshop_notes.views.parts import Here, index
from workshop_notes.views.requests import over_time
from workshop_notes.vocabulary import Term

BESIDE = 3


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each theme, and their index with how many notes discuss each."""
    themes = {term.id: term for term in edition.collection.vocabularies.themes.terms}
    return plans_of("theme", themes, _index, theme_page, edition)


def _index(edition: Edition) -> Page:
    themes = edition.collection.vocabularies.themes.terms
    here = Here(edition, section_address("theme"))
    numbers = [(term.id, len(edition.collection.by_theme(term.id))) for term in themes]
    lines = [
        filled(**line, french=here.other(term), definition=here.fact(term, "definition"))
        for term, line in zip(themes, here.bars(numbers), strict=True)
    ]
    return index(here, "theme", themes=lines)


def theme_page(edition: Edition, term: Term) -> Page:
    """Give the page of a theme."""
    here = Here(edition, term_address("theme", term.id))
    notes = edition.collection.by_theme(term.id)
    entries = edition.of(notes)
    held = {mission for note in notes for mission in note.mission}
    label, definition = here.label("theme", term.id), here.fact(term, "definition")
    narrower = [one.id for one in edition.collection.vocabularies.themes.narrower(term.id)]
    beside = Counter(name for note in notes for name in note.themes if name != term.id)
    best = sorted(beside, key=lambda name: (-beside[name], name))[:BESIDE]
    asked = [
        (entry, paragraph, text)
        for entry in entries
        for paragraph, text in entry.asked
        if paragraph in entry.themes.get(term.id, ())
    ]
    years = Counter(note.year for note in notes if note.year)
    return here.page(
        "theme",
        label,
        definition,
        tags=(label,),
        fields={"feed": FEED},
        view=filled(
            crumbs=here.crumbs("theme"),
            label=label,
            definition=definition,
            facts=filled(
                french=here.other(term),
                aliases=list(term.aliases),
                broader=here.links("theme", [term.broader] if term.broader else []),
                narrower=here.links("theme", narrower),
                beside=here.links("theme", best),
            ),
            count=len(entries),
            trend=trend(years, edition.collection.years),
            grid=mission_grid(here, [one for one in edition.missions if one in held], notes),
            requests=over_time(here, asked, missions=True),
            notes=here.rows(reversed(notes)),
            take=taken(edition, slug(term.id), edition.collection.texts(notes)),
        ),
    )
