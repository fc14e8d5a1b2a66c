"""The year's page, and the index of years."""

from __future__ import annotations

from collections import Counter

from workshop_notes.pages import mandate
from workshop_notes.pages.address import section_address, source_path, term_address
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.html import crumbs, esc, link, section
from workshop_notes.pages.listing import chip, rows
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count, day

THEMES_SHOWN = 8


def year_page(edition: Edition, year: int) -> Page:
    """Give the page of a year: its notes, its themes, and what the Council adopted in it."""
    here = term_address("year", str(year))
    notes = edition.collection.by_year(year)
    missions = {mission for note in notes for mission in note.mission}
    path = crumbs(here, [("", "Home"), (section_address("year"), "Years")], "Path to this page")
    said = f"{count(len(notes), 'note', 'notes')} on {count(len(missions), 'mission', 'missions')}"
    return Page(
        path=source_path(here),
        title=str(year),
        html=f'{path}<header><p class="kicker">Year</p><h1>{year}</h1>'
        f'<p class="lede">{esc(said)}.</p></header>{_steps(edition, here, year)}'
        + section("notes", "Notes", rows(edition, here, edition.of(notes)))
        + section("themes", "Themes of the year", _themes(edition, here, year))
        + section("adopted", "Adopted by the Council", _adopted(edition, here, year)),
        kind="year-page",
        description=f"{said} in {year}.",
    )


def years_page(edition: Edition) -> Page:
    """Give the index of years."""
    here = section_address("year")
    items = []
    for year in reversed(edition.collection.years):
        notes = edition.collection.by_year(year)
        missions = dict.fromkeys(mission for note in notes for mission in note.mission)
        marks = " ".join(chip(edition, here, mission) for mission in missions)
        items.append(
            f"<div><dt>{link(here, term_address('year', str(year)), str(year))}</dt>"
            f"<dd>{esc(count(len(notes), 'note', 'notes'))}<br>{marks}</dd></div>"
        )
    return Page(
        path=source_path(here),
        title="Years",
        html=crumbs(here, [("", "Home")], "Path to this page")
        + f'<h1>Years</h1><dl class="terms">{"".join(items)}</dl>',
        kind="index-page",
        description="The years of the workshops.",
    )


def _steps(edition: Edition, here: str, year: int) -> str:
    years = edition.collection.years
    place = years.index(year)
    near = [(place - 1, "prev", "←"), (place + 1, "next", "→")]
    items = "".join(
        f'<li class="{rel}">'
        + link(
            here,
            term_address("year", str(years[at])),
            f"{mark} {years[at]}" if rel == "prev" else f"{years[at]} {mark}",
            f'rel="{rel}"',
        )
        + "</li>"
        for at, rel, mark in near
        if 0 <= at < len(years)
    )
    return f'<nav aria-label="Other years"><ul class="pairs">{items}</ul></nav>' if items else ""


def _themes(edition: Edition, here: str, year: int) -> str:
    counts = Counter(theme for note in edition.collection.by_year(year) for theme in note.themes)
    best = sorted(counts, key=lambda name: (-counts[name], name))[:THEMES_SHOWN]
    most = max(counts.values(), default=1)
    items = "".join(
        f"<li>{link(here, term_address('theme', theme), esc(edition.label('theme', theme)))}"
        f'<span class="bar" style="--w:{counts[theme] / most:.2f}">'
        f"{esc(count(counts[theme], 'note', 'notes'))}</span></li>"
        for theme in best
    )
    return f'<ul class="bars">{items}</ul>' if items else ""


def _adopted(edition: Edition, here: str, year: int) -> str:
    terms = sorted(
        (
            term
            for term in edition.collection.vocabularies.resolutions.terms
            if mandate.adopted(term).startswith(f"{year}-")
        ),
        key=lambda term: (mandate.adopted(term), term.id),
    )
    items = "".join(
        f'<li><p class="when">{esc(day(mandate.adopted(term)))}</p><p>'
        f"{link(here, term_address('resolution', term.id), esc(term.label))} "
        f"{esc(term.definition)}</p></li>"
        for term in terms
    )
    return f'<ol class="events plain">{items}</ol>' if items else ""
