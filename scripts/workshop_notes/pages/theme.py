"""The theme's page, and the index of themes."""

from __future__ import annotations

from collections import Counter

from workshop_notes.pages.address import section_address, source_path, term_address
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.figures import mission_grid, trend
from workshop_notes.pages.html import crumbs, esc, facts, link, section
from workshop_notes.pages.listing import rows, theme_links
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count
from workshop_notes.vocabulary import Term


def theme_page(edition: Edition, term: Term) -> Page:
    """Give the page of a theme."""
    here = term_address("theme", term.id)
    entries = edition.of(edition.collection.by_theme(term.id))
    missions = [
        mission
        for mission in edition.missions
        if any(mission in entry.note.mission for entry in entries)
    ]
    years = edition.collection.years
    per_year = Counter(entry.note.year for entry in entries if entry.note.year)
    narrower = [one.id for one in edition.collection.vocabularies.themes.narrower(term.id)]
    table = facts(
        [
            ("In French", f'<span lang="fr">{esc(term.label_fr)}</span>' if term.label_fr else ""),
            ("Also called", esc(", ".join(term.aliases))),
            ("Broader", theme_links(edition, here, [term.broader]) if term.broader else ""),
            ("Narrower", theme_links(edition, here, narrower)),
            ("Often beside", _beside(edition, here, term.id)),
        ]
    )
    figure = trend(per_year, years, "Notes a year")
    path = crumbs(here, [("", "Home"), (section_address("theme"), "Themes")], "Path to this page")
    grid = mission_grid(edition, here, missions, entries)
    return Page(
        path=source_path(here),
        title=term.label,
        html=f'{path}<header><p class="kicker">Theme</p><h1>{esc(term.label)}</h1>'
        f'<p class="lede">{esc(term.definition)}</p></header>{table}'
        + section("trend", "Notes a year", figure)
        + section("by-mission", "By mission and year", grid)
        + section(
            "notes", count(len(entries), "note", "notes"), rows(edition, here, reversed(entries))
        ),
        kind="theme-page",
        description=term.definition,
        fields={"feed": "feed.xml"},
    )


def themes_page(edition: Edition) -> Page:
    """Give the index of themes, each with its definition and how many notes discuss it."""
    here = section_address("theme")
    vocabulary = edition.collection.vocabularies.themes
    numbers = {term.id: len(edition.collection.by_theme(term.id)) for term in vocabulary.terms}
    most = max(numbers.values(), default=0) or 1
    items = "".join(
        f"<div><dt>{link(here, term_address('theme', term.id), esc(term.label))}"
        f'<small lang="fr">{esc(term.label_fr)}</small></dt><dd>{esc(term.definition)}'
        f'<span class="bar" style="--w:{numbers[term.id] / most:.2f}">'
        f"{esc(count(numbers[term.id], 'note', 'notes'))}</span></dd></div>"
        for term in vocabulary.terms
    )
    return Page(
        path=source_path(here),
        title="Themes",
        html=crumbs(here, [("", "Home")], "Path to this page")
        + f'<h1>Themes</h1><dl class="terms">{items}</dl>',
        kind="index-page",
        description="What the notes discuss: every theme with its definition.",
    )


def _beside(edition: Edition, here: str, theme: str) -> str:
    others = Counter(
        other
        for note in edition.collection.by_theme(theme)
        for other in note.themes
        if other != theme
    )
    best = sorted(others, key=lambda name: (-others[name], name))[:3]
    return theme_links(edition, here, best)
