"""The home page: the grid of missions and years, the newest notes, and the ways in."""

from __future__ import annotations

from workshop_notes.pages.address import BROWSE, HOME, section_address, source_path, term_address
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.figures import mission_grid
from workshop_notes.pages.html import esc, link, section
from workshop_notes.pages.listing import rows
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count

NEWEST = 6
THEMES_SHOWN = 12


def home_page(edition: Edition) -> Page:
    """Give the home page."""
    here = HOME
    numbers = count(len(edition.entries), "note", "notes")
    every = f"<p>{link(here, BROWSE, f'Browse all {numbers}')}</p>"
    grid = mission_grid(edition, here, edition.missions, edition.entries)
    legend = (
        '<p class="legend"><span class="k full">note</span> <span class="k gap">no note</span> '
        '<span class="k off">mission not running</span></p>'
    )
    newest = rows(edition, here, reversed(edition.entries[-NEWEST:]))
    ways = "".join(
        f"<li>{link(here, there, label)}</li>"
        for there, label in (
            (section_address("resolution"), "Resolutions"),
            (section_address("glossary"), "Glossary"),
            (section_address("organization"), "Organizations"),
            (section_address("year"), "Years"),
        )
    )
    description = edition.site.description
    lede = f'<p class="lede">{esc(description)}</p>' if description else ""
    return Page(
        path=source_path(here),
        title=edition.site.name,
        html=f"<header><h1>{esc(edition.site.name)}</h1>{lede}</header>"
        + section("grid", "Missions and years", f"{grid}{legend}{every}" if grid else "")
        + '<div class="two">'
        + section("newest", "Newest notes", newest)
        + section("themes", "Themes", _themes(edition, here))
        + f'</div><ul class="ways">{ways}</ul>',
        kind="home-page",
        description=description,
        fields={"feed": "feed.xml"},
    )


def _themes(edition: Edition, here: str) -> str:
    numbers = {
        term.id: len(edition.collection.by_theme(term.id))
        for term in edition.collection.vocabularies.themes.terms
    }
    best = sorted((name for name in numbers if numbers[name]), key=lambda n: (-numbers[n], n))
    if not best:
        return ""
    most = numbers[best[0]]
    items = "".join(
        f"<li>{link(here, term_address('theme', theme), esc(edition.label('theme', theme)))}"
        f'<span class="bar" style="--w:{numbers[theme] / most:.2f}">{numbers[theme]}</span></li>'
        for theme in best[:THEMES_SHOWN]
    )
    more = f"<p>{link(here, section_address('theme'), 'All themes')}</p>"
    return f'<ul class="bars">{items}</ul>{more}'
