"""The theme's page, and the index of themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workshop_notes.exports.take import taken
from workshop_notes.views.address import relative, section_address, slug, source_path, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.figures import mission_grid, trend
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import crumbs, rows, term_links
from workshop_notes.views.requests import over_time
from workshop_notes.vocabulary import Term

FEED = "feed.xml"
BESIDE = 3


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each theme, and their index."""
    themes = edition.collection.vocabularies.themes.terms
    if themes:
        yield themes_page(edition)
    yield from (theme_page(edition, term) for term in themes)


def theme_page(edition: Edition, term: Term) -> Page:
    """Give the page of a theme."""
    here = term_address("theme", term.id)
    entries = edition.of(edition.collection.by_theme(term.id))
    held = {mission for entry in entries for mission in entry.note.mission}
    label = edition.label("theme", term.id)
    narrower = [one.id for one in edition.collection.vocabularies.themes.narrower(term.id)]
    beside = Counter(name for entry in entries for name in entry.note.themes if name != term.id)
    best = sorted(beside, key=lambda name: (-beside[name], name))[:BESIDE]
    return Page(
        path=source_path(here),
        template="theme.html",
        title=label,
        description=term.definition,
        tags=(label,),
        fields={"feed": FEED},
        view=filled(
            crumbs=crumbs(here, "theme"),
            label=label,
            definition=term.definition,
            facts=filled(
                french=other_label(edition, term),
                aliases=list(term.aliases),
                broader=term_links(edition, here, "theme", [term.broader] if term.broader else []),
                narrower=term_links(edition, here, "theme", narrower),
                beside=term_links(edition, here, "theme", best),
            ),
            count=len(entries),
            trend=trend(
                Counter(entry.note.year for entry in entries if entry.note.year), edition.all_years
            ),
            grid=mission_grid(
                edition, here, [one for one in edition.missions if one in held], entries
            ),
            requests=over_time(
                edition,
                here,
                [
                    (entry, paragraph, text)
                    for entry in entries
                    for paragraph, text in entry.asked
                    if paragraph in entry.themes.get(term.id, ())
                ],
                missions=True,
            ),
            notes=rows(edition, here, reversed(entries)),
            take=taken(edition, slug(term.id), [entry.note for entry in entries]),
        ),
    )


def themes_page(edition: Edition) -> Page:
    """Give the index of themes, each with its definition and how many notes discuss it."""
    here, lang = section_address("theme"), edition.site.language
    terms = edition.collection.vocabularies.themes.terms
    numbers = {term.id: len(edition.collection.by_theme(term.id)) for term in terms}
    most = max(numbers.values(), default=0) or 1
    return Page(
        path=source_path(here),
        template="themes.html",
        title=edition.site.say("themes", lang),
        description=edition.site.say("themes-description", lang),
        view=filled(
            crumbs=crumbs(here),
            themes=[
                filled(
                    address=relative(here, term_address("theme", term.id)),
                    label=edition.label("theme", term.id),
                    count=numbers[term.id],
                    share=round(100 * numbers[term.id] / most),
                    french=other_label(edition, term),
                    definition=term.definition,
                )
                for term in terms
            ],
        ),
    )


def other_label(edition: Edition, term: Term) -> str:
    """Give a term's label in French, or in English where the site is French."""
    return term.label if edition.site.language == "fr" else term.label_fr
